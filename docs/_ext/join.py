"""ES modules joined into classic scripts, which browsers also run from a folder on disk.

They refuse modules there (file:// has no origin to compare). The sources stay modules; each becomes a
function that returns what it exports, after those that it imports. An import or export that stands
at the start of a line and has a form that this does not know is an error.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

IMPORT = re.compile(
    r'^import (?:(\{[^{}]*\}|\* as \w+|\w+) from )?"(\.\.?/[\w./-]+)\.js";$', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (default|(?:const|class|function\*?|async function) (\w+|[\[{][\w, ]+[\]}]))",
    re.MULTILINE,
)
WORD = re.compile(r"\w+")
PLACE = "gdModules"  # of all that is joined, for a script that comes later
LEFT = re.compile(r"^.*(?:^(?:import|export)\b|\bimport\s*[(.]).*$", re.MULTILINE)


def modules(folder: Path, entry: str) -> dict[str, str]:
    """The modules that one needs, with itself, by their names; each stands after those that it imports.

    A name is the way from the folder, without .js. A module that is not there, an import of what a module
    does not export, or a cycle is a ValueError.
    """
    texts: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        if (name := waiting.pop()) not in texts:
            try:
                texts[name] = (folder / f"{name}.js").read_text("utf-8")
            except FileNotFoundError as error:
                raise ValueError(f"a module imports {name}.js, which is not there") from error
            waiting += [_named(name, imported) for imported in IMPORT.finditer(texts[name])]
    needs = {name: [_named(name, i) for i in IMPORT.finditer(text)] for name, text in texts.items()}
    try:
        order = [*TopologicalSorter(needs).static_order()]
    except CycleError as error:
        raise ValueError(f"modules import each other: {' of '.join(error.args[1])}") from error
    for name, text in texts.items():
        for imported in IMPORT.finditer(text):
            other = _named(name, imported)
            known = [
                what for e in EXPORT.finditer(texts[other]) for what in WORD.findall(e[2] or e[1])
            ]
            what = imported[1] or ""
            wanted = re.findall(r"(\w+)(?: as \w+)?", what) if "{" in what else []
            wanted += ["default"] if what and what[0] not in "{*" else []
            if missing := {*wanted} - {*known}:
                raise ValueError(
                    f"{name}.js imports {', '.join(missing)}, which {other}.js does not export"
                )
    return {name: texts[name] for name in order}


def join(texts: Mapping[str, str]) -> str:
    """The script that does what the modules do, in their order.

    It leaves them where a script that comes later finds what it imports. An import or export of a form
    that is not known is a ValueError.
    """
    functions = "".join(_function(name, text) for name, text in texts.items())
    return f'"use strict";\n(($) => {{\n{functions}}})((window.{PLACE} ??= {{}}));\n'


def _named(name: str, imported: re.Match[str]) -> str:
    """The name of the module that another one imports."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), imported[2]))


def _function(name: str, text: str) -> str:
    def constant(imported: re.Match[str]) -> str:
        """The import as a constant, of a module that is there already."""
        what, module = imported[1], f'$["{_named(name, imported)}"]'
        if what is None:
            return ""
        if what.startswith("*"):
            return f"const {what.removeprefix('* as ')} = {module};"
        names = what.replace(" as ", ": ") if what.startswith("{") else f"{{ default: {what} }}"
        return f"const {names} = {module};"

    exported: list[str] = []

    def keep(export: re.Match[str]) -> str:
        if export[1] == "default":
            exported.append("default: $default")
            return "const $default ="
        exported.extend(WORD.findall(export[2]))
        return export[1]

    body = EXPORT.sub(keep, IMPORT.sub(constant, text))
    if unknown := LEFT.search(body):
        raise ValueError(f"{name}.js: cannot join {unknown[0].strip()}")
    return f'$["{name}"] = (() => {{\n{body}return {{ {", ".join(exported)} }};\n}})();\n'
