"""The kernels of the chapters are heard out, ended at once, and spoken to where nobody else speaks.

What a cell prints comes in pieces, cut wherever a fifth of a second ended. nbclient can join them;
myst-nb's merge_streams ends each with a line break, also in the middle of a line (1.4). What a cell
prints after a figure is joined to what it printed before, and stands above.

An exception in a cell is told with the line of the page where it is, and with no more than what the
kernel says of it.

Asked to end, one of three does not hear it, and is waited for 2.5 s (ipykernel 7.4, jupyter_client 8.10).
They have nothing to lose.

The ports that jupyter_client looks up for a kernel are free again until the kernel takes them, a second
later, and another program may take one before: the kernel dies, and the build fails. Linux has names for
sockets (unix(7), "abstract"), of which each kernel gets one that is its own.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jupyter_client import AsyncKernelManager
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx

COLOUR = re.compile(r"\x1b\[[\d;]*m")


class CellError(SphinxError):
    """An exception in a cell."""

    category = "A cell failed"


def _first_line(text: str, start: int, source: str) -> int:
    """The line of the page at which the code of a cell begins, below the options of its directive."""
    lines, code = text.splitlines(), source.splitlines()
    found = (n for n in range(start, len(lines)) if lines[n : n + len(code)] == code)
    return next(found, start) + 1


def explain(page: Path, first_line: int, reply: dict[str, Any]) -> str:
    """Where in the page a cell failed, and what its kernel says of it."""
    said = COLOUR.sub("", "\n".join(reply["traceback"]))
    statement = rf"^ *Cell In\[{reply['execution_count']}\], line (\d+)"
    failed = re.search(statement, said, re.MULTILINE)
    line = first_line + int(failed[1]) - 1 if failed else first_line
    return f"{page}:{line}: {reply['ename']}: {reply['evalue']}\n{said}"


def setup(app: Sphinx) -> None:
    def fail(*, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        if "raises-exception" in cell.metadata.get("tags", []):  # as it should
            return
        page = Path(app.env.doc2path(app.env.docname))
        text, reply = page.read_text("utf-8"), execute_reply["content"]
        book = read_myst_markdown_notebook(text, app.env.myst_config, add_source_map=True)
        start = book.metadata["source_map"][cell_index]
        raise CellError(explain(page, _first_line(text, start, cell.source), reply))

    # myst_nb, which comes later, makes a class of this one, with what is set by then.
    NotebookClient.on_cell_error.default_value = fail
    NotebookClient.coalesce_streams.default_value = True
    NotebookClient.shutdown_kernel.default_value = "immediate"
    if sys.platform == "linux":
        AsyncKernelManager.transport.default_value = "ipc"
        AsyncKernelManager._ip_default = lambda _: f"@{uuid4()}"
