"""The kernels of the chapters are heard out, ended at once, and spoken to where nobody else speaks.

What a cell prints comes in pieces, cut wherever a fifth of a second ended. nbclient can join them;
myst-nb's merge_streams ends each with a line break, also in the middle of a line (1.4). What a cell
prints after a figure is joined to what it printed before, and stands above.

Asked to end, one of three does not hear it, and is waited for 2.5 s (ipykernel 7.4, jupyter_client 8.10).
They have nothing to lose.

The ports that jupyter_client looks up for a kernel are free again until the kernel takes them, a second
later, and another program may take one before: the kernel dies, and the build fails. Linux has names for
sockets (unix(7), "abstract"), of which each kernel gets one that is its own.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from uuid import uuid4

from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    # myst_nb, which comes later, makes a class of this one, with what is set by then.
    NotebookClient.coalesce_streams.default_value = True
    NotebookClient.shutdown_kernel.default_value = "immediate"
    if sys.platform == "linux":
        AsyncKernelManager.transport.default_value = "ipc"
        AsyncKernelManager._ip_default = lambda _: f"@{uuid4()}"
