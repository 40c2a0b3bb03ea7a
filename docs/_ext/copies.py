"""A script or a notebook as readers get it: at its top it says how to get what it needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat
from examples import BLOCK, ROOT
from myst_nb.core.read import read_myst_markdown_notebook

if TYPE_CHECKING:
    from examples import Example

INSTALL = """\
# Needs {what}; installs them where one is missing. No restart is needed.
try:
    import {imports}
except ModuleNotFoundError:
    %pip install --quiet {needs}"""


def script(example: Example, wheel: str, hint: str = "") -> str:
    """The script; where the wheel of gd has an address, its metadata has that, too, for `uv run`.

    Where the wheel is a file, metadata cannot name it. They would lead to an environment without gd,
    and are left out.
    """
    source = example.source.read_text("utf-8")
    if example.has_gd:
        needs = [*example.needs, f"gradient-descent-tutorial @ {wheel}"]
        named = f"# dependencies = {json.dumps(needs, ensure_ascii=False)}"
        block = f"# /// script\n{named}\n# ///\n" if "://" in wheel else ""
        source = BLOCK.sub(lambda _: block, source, count=1)
    install = f"python -m pip install {_packages(example, wheel)}"
    return f"# Needs {_what(example, hint)}: {install}\n{source}"


def notebook(example: Example, wheel: str, hint: str = "") -> str:
    """The notebook as JSON; its first cell installs what it needs where that is missing."""
    install = INSTALL.format(
        what=_what(example, hint),
        imports=", ".join(example.needs + ["gd"] * example.has_gd),
        needs=_packages(example, wheel),
    )
    cells = [nbformat.v4.new_code_cell(install)]
    for cell in _book(example).cells:
        if "page-only" in cell.metadata.get("tags", []):
            continue
        new = (
            nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        )
        cells.append(new(cell.source.strip()))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # else they differ from build to build
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def _book(example: Example) -> nbformat.NotebookNode:
    if example.source.suffix == ".md":
        return read_myst_markdown_notebook(example.source.read_text("utf-8"))
    made = ROOT / f"docs/{example.page}.ipynb"  # by sphinx-gallery
    return nbformat.reads(made.read_text("utf-8"), 4)


def _what(example: Example, hint: str) -> str:
    """What it needs, in words."""
    what = f"NumPy, Matplotlib and gd{hint}" if example.has_gd else "NumPy and Matplotlib"
    return f"{what}, and {', '.join(example.more)}" if example.more else what


def _packages(example: Example, wheel: str) -> str:
    """What it needs, as pip is told."""
    return " ".join(example.needs + [wheel] * example.has_gd)
