"""What a page loads: the style sheets and scripts that it uses, minified."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import minify

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TYPES = {".css": "text/css", ".js": "application/javascript"}
# Extensions ask for these on every page.
FOR_CODE = ("pygments.", "copybutton.", "clipboard.", "furo-extensions.css")
FOR_NOTHING = ("mystnb.", "sg-tags.")  # site.css has the dozen lines of the first that we need


def choose(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out what this page does not use."""
    has_code = 'class="highlight' in context.get("body", "")
    unused = FOR_NOTHING if has_code else FOR_NOTHING + FOR_CODE
    for files in ("css_files", "script_files"):
        context[files] = [
            file for file in context[files] if not Path(file.filename).name.startswith(unused)
        ]


def shrink(app: Sphinx, exception: Exception | None) -> None:
    """Minify all that was copied. (A page names a file by the hash of what it was before.)"""
    if exception or app.builder.format != "html":
        return
    for file in Path(app.outdir, "_static").rglob("*"):
        if file.name.startswith(FOR_NOTHING):
            file.unlink()
        elif file.suffix in TYPES:
            text = file.read_text("utf-8")
            file.write_text(minify.string(TYPES[file.suffix], text), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", choose, priority=900)
    app.connect("build-finished", shrink)
