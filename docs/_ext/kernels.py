"""The kernels of the chapters are ended at once.

Asked to end, one of three does not hear it, and is waited for 2.5 s (ipykernel 7.4, jupyter_client 8.10).
They have nothing to lose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbclient import NotebookClient

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    NotebookClient.shutdown_kernel.default_value = "immediate"
