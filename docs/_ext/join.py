"""ES modules joined into one classic script, which browsers also run from a folder on disk.

They refuse modules there (file:// has no origin to compare). The sources stay modules; each becomes a
function that returns what it exports, after those that it imports. An import or export that stands
at the start of a line and has a form that this does not know is an error.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

IMPORT = re.compile(
    r'^import (?:(\{[^{}]*\}|\* as \w+|\w+) from )?"\./([\w-]+)\.js";$', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (default|(?:const|class|function\*?|async function) (\w+|[\[{][\w, ]+[\]}]))",
    re.MULTILINE,
)
WORD = re.compile(r"\w+")
LEFT = re.compile(r"^.*(?:^(?:import|export)\b|\bimport\s*[(.]).*$", re.MULTILINE)


def join(entry: Path) -> str:
    """The script that does what the module does, with all that it imports in it.

    An import or export of another form, a module that is not there or a cycle is a ValueError.
    """
    folder, waiting = entry.parent, [entry.stem]
    texts: dict[str, str] = {}
    while waiting:
        if (name := waiting.pop()) not in texts:
            try:
                texts[name] = (folder / f"{name}.js").read_text("utf-8")
            except FileNotFoundError as error:
                raise ValueError(f"a module imports {name}.js, which is not there") from error
            waiting += [imported[2] for imported in IMPORT.finditer(texts[name])]
    needs = {name: [i[2] for i in IMPORT.finditer(text)] for name, text in texts.items()}
    try:
        order = [*TopologicalSorter(needs).static_order()]
    except CycleError as error:
        raise ValueError(f"modules import each other: {' of '.join(error.args[1])}") from error
    for name, text in texts.items():
        for imported in IMPORT.finditer(text):
            known = [
                what
                for e in EXPORT.finditer(texts[imported[2]])
                for what in WORD.findall(e[2] or e[1])
            ]
            what = imported[1] or ""
            wanted = re.findall(r"(\w+)(?: as \w+)?", what) if "{" in what else []
            wanted += ["default"] if what and what[0] not in "{*" else []
            if missing := {*wanted} - {*known}:
                raise ValueError(
                    f"{name}.js imports {', '.join(missing)}, which {imported[2]}.js does not export"
                )
    functions = "".join(_function(name, texts[name]) for name in order)
    return f'"use strict";\n(() => {{\n{functions}}})();\n'


def _function(name: str, text: str) -> str:
    exported: list[str] = []

    def keep(export: re.Match[str]) -> str:
        if export[1] == "default":
            exported.append(f"default: {_variable('default')}")
            return f"const {_variable('default')} ="
        exported.extend(WORD.findall(export[2]))
        return export[1]

    body = EXPORT.sub(keep, IMPORT.sub(_constant, text))
    if unknown := LEFT.search(body):
        raise ValueError(f"{name}.js: cannot join {unknown[0].strip()}")
    return (
        f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"
    )


def _constant(imported: re.Match[str]) -> str:
    """The import as a constant, of a module that is a variable already."""
    what, module = imported[1], _variable(imported[2])
    if what is None:
        return ""
    if what.startswith("*"):
        return f"const {what.removeprefix('* as ')} = {module};"
    names = what.replace(" as ", ": ") if what.startswith("{") else f"{{ default: {what} }}"
    return f"const {names} = {module};"


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name)
