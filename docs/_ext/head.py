"""What a page says of itself: to search engines, to whoever shares it, and when it is not found.

The site's address is html_baseurl. Where it is not known, nothing that needs it is written, and the
page of what is not found takes the site to be at the root of its host.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DESCRIPTION = re.compile(r'<meta content="([^"]*)" name="description" />')
LONGEST = 160  # characters; search engines show no more


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page a description, and OpenGraph's properties."""
    title = unescape(re.sub(r"<[^>]*>", "", context.get("title") or "Search"))
    tags = context.get("metatags", "")
    if written := DESCRIPTION.search(tags):
        description = unescape(written[1])
    else:
        description = _first_words(doctree) or f"{title}. {app.config.html_context['summary']}"
        tags += f'<meta name="description" content="{escape(description)}">\n'
    properties = {
        "title": title,
        "description": description,
        "type": "website" if page == app.config.root_doc else "article",
        "site_name": app.config.html_title,
    }
    if page == "404":
        context["pageurl"] = None
    if context.get("pageurl"):
        properties["url"] = context["pageurl"]
    context["metatags"] = tags + "".join(
        f'<meta property="og:{name}" content="{escape(text)}">\n'
        for name, text in properties.items()
    )


def _first_words(doctree: nodes.document | None) -> str:
    """The first paragraph, as far as its sentences fit."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    text = " ".join(next((p.astext() for p in paragraphs), "").split())
    while len(text) > LONGEST:
        shorter = text[:LONGEST].rpartition(". ")[0]
        text = f"{shorter}." if shorter else f"{text[: LONGEST - 1].rpartition(' ')[0]}…"
    return text


def list_pages(app: Sphinx) -> None:
    """Write the sitemap."""
    target = Path(app.outdir, "sitemap.xml")
    target.unlink(missing_ok=True)
    if base := app.config.html_baseurl:
        pages = sorted(app.env.found_docs - {"404"})
        addresses = (escape(base + app.builder.get_target_uri(page)) for page in pages)
        lines = (f"<url><loc>{address}</loc></url>\n" for address in addresses)
        target.write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{''.join(lines)}</urlset>\n",
            "utf-8",
        )


def anchor(app: Sphinx) -> None:
    """Let the addresses in 404.html start at the site's root: it is served at any address."""
    page = Path(app.outdir, "404.html")
    if not page.exists():
        return
    root = urlsplit(app.config.html_baseurl).path or "/"
    relative = re.compile(r'\b(href|src|action|data-content_root)="(?:\./)?(?![#/]|[A-Za-z]+:)')
    page.write_text(relative.sub(rf'\1="{root}', page.read_text("utf-8")), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", describe)
