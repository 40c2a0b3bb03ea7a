"""A script or a notebook as readers get it: at its top it says how to get what it needs.

On package indexes gd is another project. Where its files are, ours have no place: they go into a folder of
the same name, and pip takes ours to be there still when others lie over them. So both are to be uninstalled.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import cells
import nbformat
from examples import BLOCK, ROOT
from myst_nb.core.read import read_myst_markdown_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from examples import Example
    from sphinx.application import Sphinx

INSTALL = """\
# Needs {what}; installs them where one is missing. No restart is needed.{another}
try:
    import {imports}
except ModuleNotFoundError:
    %pip install --quiet {needs}{check}"""
ANOTHER = "# Where another gd is, first rename it, if it is a gd.py of yours"
UNINSTALL = "pip uninstall --yes gd gradient-descent-tutorial"
RESTART = "# Then restart the kernel, and run this cell again."
# Whatever goes wrong here, Python shows this line, and says which gd it has found.
CHECK = (
    "from gd import CrossEntropy  # Fails? Another gd, an old one, or none: see the first lines."
)


def script(app: Sphinx, example: Example, wheel: str, hint: str = "") -> str:
    """The script; where the wheel of gd has an address, its metadata has that, too, for `uv run`.

    Where the wheel is a file, metadata cannot name it. They would lead to an environment without gd,
    and are left out.
    """
    if example.kind == "tutorial":
        source = cells.script(*_chapter(app, example.page))
    else:
        source = example.source.read_text("utf-8")
    if example.has_gd:
        needs = [*example.needs, f"gradient-descent-tutorial @ {wheel}"]
        named = f"# dependencies = {json.dumps(needs, ensure_ascii=False)}"
        block = f"# /// script\n{named}\n# ///\n" if "://" in wheel else ""
        opening, words, code = BLOCK.sub("", source, count=1).split('"""', 2)
        another = f"{ANOTHER}, or uninstall it:\n#     python -m {UNINSTALL}\n"
        source = f'{another}{block}{opening}"""{words}"""\n\n{CHECK}{code}'
    install = f"python -m pip install {_packages(example, wheel)}"
    return f"# Needs {_what(example, hint)}: {install}\n{source}"


def notebook(app: Sphinx, example: Example, wheel: str, hint: str = "") -> str:
    """The notebook as JSON; its first cell installs what it needs where that is missing."""
    # JupyterLite, which knows a version alone, forgets what is installed, and cannot uninstall.
    away = "." if "==" in wheel else f", or uninstall it:\n#     %{UNINSTALL}"
    install = INSTALL.format(
        what=_what(example, hint),
        another=f"\n{ANOTHER}{away}\n{RESTART}" if example.has_gd else "",
        imports=", ".join([*example.needs, *["gd"] * example.has_gd]),
        needs=_packages(example, wheel),
        check=f"\n{CHECK}" if example.has_gd else "",
    )
    first = nbformat.v4.new_code_cell(install, id="cell-0")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = nbformat.v4.new_notebook(cells=[first, *_cells(app, example)], metadata=metadata)
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


@cache  # to make a cell is to check it, which takes its time
def _cells(app: Sphinx, example: Example) -> list[nbformat.NotebookNode]:
    """All but the first, with names of our own: given ones differ from build to build."""
    new = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    parts = enumerate(_parts(app, example), start=1)
    return [new[kind](text.strip(), id=f"cell-{number}") for number, (kind, text) in parts]


def _parts(app: Sphinx, example: Example) -> Iterable[tuple[str, str]]:
    """Whether each is code or Markdown, and its text."""
    if example.kind == "tutorial":
        return cells.notebook(*_chapter(app, example.page))
    if example.kind == "lab":
        book = read_myst_markdown_notebook(example.source.read_text("utf-8"))
    else:  # sphinx-gallery has made one
        book = nbformat.reads((ROOT / f"docs/{example.page}.ipynb").read_text("utf-8"), 4)
    shown = (cell for cell in book.cells if "page-only" not in cell.metadata.get("tags", []))
    return ((cell.cell_type, cell.source) for cell in shown)


@cache
def _chapter(app: Sphinx, page: str) -> tuple[nodes.document, str]:
    """The page as it has been read, and its address on the site, where that is known."""
    base = app.config.html_baseurl
    address = base and f"{base}{app.builder.get_target_uri(page)}"
    return app.env.get_and_resolve_doctree(page, app.builder), address


def _what(example: Example, hint: str) -> str:
    """What it needs, in words."""
    *names, last = [
        "NumPy",
        *["Matplotlib"] * ("matplotlib" in example.needs),
        *[f"gd{hint}"] * example.has_gd,
    ]
    what = f"{', '.join(names)} and {last}"
    return f"{what}, and {', '.join(example.more)}" if example.more else what


def _packages(example: Example, wheel: str) -> str:
    """What it needs, as pip is told."""
    return " ".join([*example.needs, *[wheel] * example.has_gd])
