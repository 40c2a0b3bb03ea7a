"""The end of a build: what is done once, when all pages are written, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import assets
import downloads
import figures
import font
import head
import lite
import rebuild

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STEPS = (
    figures.write_twins,
    font.bring_font,  # for the formulas of all pages
    head.list_pages,
    head.anchor,
    downloads.write,
    lite.add,  # with the wheel that is there
    assets.shrink,
)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Take the steps, unless something failed; then tell the next build what it may use again."""
    if not exception and app.builder.format == "html":
        for step in STEPS:
            step(app)
    rebuild.remember(app, exception)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", finish, priority=900)  # after the ends of other extensions
