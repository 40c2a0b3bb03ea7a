"""At the foot of each page: its source, where to suggest a change, to ask and to report, and its licence.

All but the licence is on GitHub, and absent where no repository is known (launch.py). A page that a build
has made leads to what it is made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import examples
import launch

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give Furo the links, for the place that it has for icons."""
    links = {}
    if where := app.config.launch_published:
        home, file = f"https://github.com/{where.repository}", source(app, page)
        if file:
            links["Suggest a change"] = f"{home}/edit/{launch.SOURCES}/{file}"
        links["Ask, or report a problem"] = f"{home}/issues"
        links["Source"] = f"{home}/blob/{launch.SOURCES}/{file}" if file else home
    about = context["pathto"]("about").rstrip("#")  # which it is on that page
    links["Licence"] = f"{about}#licence-and-citation"
    context["theme_footer_icons"] = [
        {"name": name, "html": name, "url": address} for name, address in links.items()
    ]


def source(app: Sphinx, page: str) -> str | None:
    """The file of the repository that a page is made from, if it is one."""
    if example := examples.of(page):
        return example.source.relative_to(examples.ROOT).as_posix()
    if page == "gallery/index":
        return "gallery/GALLERY_HEADER.rst"
    if page.startswith("_modules/gd/"):
        return f"src/{page.removeprefix('_modules/')}.py"
    return f"docs/{app.env.doc2path(page, base=False)}" if page in app.env.found_docs else None


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", link)
