"""Comments on a page: the replies to a post in the Fediverse, which a reader may load at its end.

A page of MyST names the post in its front matter, a script of the gallery in its inline metadata:

    comments: https://HOST/@USER/ID         # tool.gradient-descent-tutorial.comments = "https://HOST/@USER/ID"

A page without has nothing of this. One with asks HOST when its button is pressed (_static/comments.js), and may
ask no other: its policy says so wherever it is hosted, beside what the server sends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import examples
from front_matter import front_matter
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

POST = re.compile(
    r"(https://[a-z0-9-]+(\.[a-z0-9-]+)+|http://127\.0\.0\.1(:[0-9]+)?)"  # the latter for tests
    r"/@[a-z0-9_.-]+/[0-9]+",
    re.ASCII | re.IGNORECASE,
)


def of(page: str) -> str | None:
    """The address of the post whose replies are the comments on a page, where it names one.

    Raises
    ------
    ValueError
        If what it names is no such address, or stands under another name.
    """
    if page.startswith("gallery/"):
        source, field = examples.ROOT / f"{page}.py", "tool.gradient-descent-tutorial.comments"
        said = examples.metadata(source) if source.is_file() else {}
    else:
        source, field = examples.ROOT / f"docs/{page}.md", "comments"
        said = front_matter(source)
    post = None
    for name, post in _meant(said):
        if name != field:
            raise ValueError(f"{source}: a post is named by {field}; got {name}")
        if not (isinstance(post, str) and POST.fullmatch(post)):
            raise ValueError(f"{source}: {field} must be like https://HOST/@USER/ID; got {post!r}")
    return post


def _meant(said: dict[Any, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """What is called comments, or nearly so, and addresses of posts under any name: nobody would miss them."""
    for name, value in said.items():
        if "comment" in str(name).lower() or POST.fullmatch(str(value)):
            yield f"{above}{name}", value
        elif isinstance(value, dict):
            yield from _meant(value, f"{above}{name}.")


def check(app: Sphinx, config: Config) -> None:
    """Refuse an address before anything else is done: scripts and cells may run for a minute."""
    for pattern in ("docs/*.md", "docs/*/*.md", "gallery/*.py"):
        for source in sorted(examples.ROOT.glob(pattern)):
            page = source.relative_to(examples.ROOT).with_suffix("").as_posix()
            try:
                of(page.removeprefix("docs/"))
            except (TypeError, ValueError) as error:
                raise ConfigError(str(error)) from error  # which is told without a traceback


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
    app.connect("config-inited", check, priority=1)  # before rebuild.py forgets
    app.connect("html-page-context", offer)
