"""What a page loads: the style sheets and scripts that it uses, joined and minified."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import colours
import minify

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).parents[1]
IMPORT = re.compile(r"^@import (.*);$", re.MULTILINE)
TYPES = {".css": "text/css", ".js": "application/javascript"}
# Extensions ask for these on every page.
FOR_CODE = ("pygments.", "copybutton.js", "clipboard.")
# Ours (docs/style) has the few lines of these style sheets that we need; we have no tags in the gallery.
FOR_NOTHING = ("copybutton.css", "furo-extensions.", "mystnb.", "sg-tags.")
PICTURE = re.compile(r"""url\((["'])data:image/svg\+xml;charset=utf-8,(.*?)\1\)""")
ICON = re.compile(rf"--icon-[\w-]+:\s*(?:{PICTURE.pattern})")


def joined(sheet: Path) -> str:
    """A style sheet with those that it imports in their place: a page asks for one."""
    text = sheet.read_text("utf-8")
    return IMPORT.sub(lambda part: joined(sheet.parent / part[1].strip("\"'")), text)


def put(app: Sphinx) -> None:
    """Put the style sheet beside the other static files, before pages name it by its hash."""
    if app.builder.format == "html":
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        (static / "site.css").write_text(colours.declare(joined(DOCS / "style/site.css")), "utf-8")


def choose(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out what this page does not use."""
    has_code = 'class="highlight' in context.get("body", "")
    unused = FOR_NOTHING if has_code else FOR_NOTHING + FOR_CODE
    for files in ("css_files", "script_files"):
        context[files] = [
            file for file in context[files] if not Path(file.filename).name.startswith(unused)
        ]
    # Ours comes first, at the top of the page (page.html).
    scripts = context["script_files"]
    first = next(file for file in scripts if Path(file.filename).name == "site.js")
    scripts.remove(first)
    context["first_script"] = first
    # Sphinx lets scripts hold up the page. (Those that search.html adds must come after the others.)
    if template != "search.html":
        context["script_files"] = [_deferred(script) for script in context["script_files"]]


def _deferred(script: Any) -> Any:
    """The same script, but that it waits; it is shared between pages."""
    return type(script)(
        script.filename, priority=script.priority, **(script.attributes | {"defer": "defer"})
    )


def shrink(app: Sphinx) -> None:
    """Minify all that was copied, and paint the icon. (A page names a file by the hash of what it was before.)"""
    static = Path(app.outdir, "_static")
    for old in [*static.rglob("icon-*.svg"), *static.rglob("icons.css")]:
        old.unlink()
    for file in sorted(static.rglob("*")):
        if file.name.startswith(FOR_NOTHING):
            file.unlink()
        elif file.suffix in TYPES:
            text = file.read_text("utf-8")
            # Read from a folder on disk only (site.js).
            if icons := [icon[0] for icon in ICON.finditer(text)]:
                file.with_name("icons.css").write_text(f"body{{{';'.join(icons)}}}", "utf-8")
            text = PICTURE.sub(partial(_put, file.parent), text)
            file.write_text(minify.string(TYPES[file.suffix], text), "utf-8")
        elif file.name == Path(app.config.html_favicon).name:
            file.write_text(colours.paint(file.read_text("utf-8")), "utf-8")


def _put(folder: Path, picture: re.Match[str]) -> str:
    """A picture out of a style sheet, where a content security policy would block it, in a file."""
    svg = unquote(picture[2])
    file = folder / f"icon-{hashlib.sha256(svg.encode()).hexdigest()[:8]}.svg"
    file.write_text(svg, "utf-8")
    return f'url("{file.name}")'


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", put)
    app.connect("html-page-context", choose, priority=900)
