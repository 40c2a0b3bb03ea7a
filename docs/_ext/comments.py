"""Comments on a page: the replies to a post in the Fediverse, which a reader may load at its end.

A page of MyST names the post in its front matter, a script of the gallery in its inline metadata:

    comments: https://HOST/@USER/ID         # tool.gradient-descent-tutorial.comments = "https://HOST/@USER/ID"

A page without has nothing of this. One with asks HOST when its button is pressed (_static/comments.js), and may
ask no other: its policy says so wherever it is hosted, beside what the server sends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import examples
from front_matter import front_matter

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TOOL = "gradient-descent-tutorial"
LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST = (
    rf"https://{LABEL}(\.{LABEL})+(:[0-9]+)?|http://127\.0\.0\.1(:[0-9]+)?"  # the last is for tests
)
USER = "[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?"
POST = re.compile(rf"({HOST})/@{USER}/[0-9]+", re.ASCII | re.IGNORECASE)


def of(page: str) -> str | None:
    """The address of the post whose replies are the comments on a page, where it names one.

    Raises
    ------
    ValueError
        If what it names is no such address.
    """
    if page.startswith("gallery/"):
        source = examples.ROOT / f"{page}.py"
        block = examples.metadata(source) if source.is_file() else {}
        said, name = block.get("tool", {}).get(TOOL, {}), f"tool.{TOOL}.comments"
        if "comments" in block:
            raise ValueError(f"{source}: inline metadata has no comments; write {name} = …")
    else:
        source = examples.ROOT / f"docs/{page}.md"
        said, name = front_matter(source), "comments"
    if "comments" not in said:
        return None
    if not (isinstance(post := said["comments"], str) and POST.fullmatch(post)):
        raise ValueError(f"{source}: {name} must be like https://HOST/@USER/ID; got {post!r}")
    return post


def check(app: Sphinx, env: Any, pages: list[str]) -> None:
    """Refuse an address before anything is read, for scripts and cells may run for a minute."""
    for page in pages:
        of(page)


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put what loads them at the end of the page, and let it ask that one host."""
    if app.builder.format != "html" or "body" not in context or not (post := of(page)):
        return
    where = urlsplit(post)
    context["body"] += app.builder.templates.render(
        "comments.html", {"post": post, "host": where.netloc}
    )
    policy = f"connect-src 'self' {where.scheme}://{where.netloc}"
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    context["metatags"] = tag + context.get("metatags", "")
    app.add_css_file("comments.css")
    app.add_js_file("comments.js")


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", check)
    app.connect("html-page-context", offer)
