"""A server on 127.0.0.1 that answers like Mastodon, and the site with a page that has comments from there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import serving
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route

PAGE = "commented.html"
POST = "114000000000000000"  # its number
# As of Mastodon 4: whose page is elsewhere may read these headers.
CORS = {
    "allow_origins": ["*"],
    "expose_headers": ["Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining"],
}
# As well: what is asked by who has no account may be shown again for a while.
CACHED = {"Cache-Control": "max-age=15, public, stale-while-revalidate=30, stale-if-error=86400"}
MOST = 60  # replies for who has no account, however many there are
PUBLIC = ("public", "unlisted")
FIRST = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def account(acct="ada", **more):
    """An account, by its handle, which has an @ and a host where it is elsewhere."""
    name, _, elsewhere = acct.partition("@")
    home = f"https://{elsewhere or 'here.example'}"
    return {
        "id": "1",
        "username": name,
        "acct": acct,
        "display_name": name.title(),
        "locked": False,
        "bot": False,
        "group": False,
        "discoverable": True,
        "indexable": True,
        "created_at": "2026-01-01T00:00:00.000Z",
        "note": "",
        "url": f"{home}/@{name}",
        "uri": f"{home}/users/{name}",
        **dict.fromkeys(("avatar", "avatar_static"), f"{home}/avatar.png"),
        **dict.fromkeys(("header", "header_static"), f"{home}/header.png"),
        **dict.fromkeys(("followers_count", "following_count", "statuses_count"), 1),
        "emojis": [],
        "fields": [],
    } | more


def status(number, content="<p>Words.</p>", to=POST, by="bob@elsewhere.example", **more):
    """A status that replies to another, by their numbers; each is a minute after the one before."""
    author = account(by)
    when = FIRST + timedelta(minutes=int(number) % 10**6)
    return {
        "id": str(number),
        "created_at": when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "in_reply_to_id": str(to) if to else None,
        "in_reply_to_account_id": "1" if to else None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"{author['uri']}/statuses/{number}",
        "url": f"{author['url']}/{number}",
        **dict.fromkeys(("replies_count", "reblogs_count", "favourites_count", "quotes_count"), 0),
        **dict.fromkeys(("edited_at", "reblog", "card", "poll", "application"), None),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "content": content,
        "account": author,
    } | more


class Mastodon:
    """An application that answers with what it was last told to: a post and its replies, or something instead."""

    def __init__(self):
        self.asked = []
        self.tell()

    def tell(self, *replies, instead=None, most=MOST, open_to_others=True, **post):
        """Say what there is, and count the replies of each, as Mastodon does: those that anybody may read."""
        words = {"content": "<p>How far is far enough?</p>"}
        self.post = status(POST, to=None, by="ada", **words | post)
        self.replies, self.instead, self.most = replies, instead, most
        self.open_to_others = open_to_others
        counts = Counter(each["in_reply_to_id"] for each in replies if each["visibility"] in PUBLIC)
        for each in (self.post, *replies):
            each["replies_count"] = counts[each["id"]] or each["replies_count"]

    async def answer(self, request):
        self.asked.append(request)
        if self.instead:
            return await self.instead(request)
        if request.path_params["number"] != POST or self.post["visibility"] not in PUBLIC:
            return JSONResponse({"error": "Record not found"}, 404)
        if request.url.path.endswith("/context"):
            thread = {"ancestors": [], "descendants": self.replies[: self.most]}
            return JSONResponse(thread, headers=CACHED)
        return JSONResponse(self.post, headers=CACHED)

    async def __call__(self, scope, receive, send):
        paths = ("/api/v1/statuses/{number}", "/api/v1/statuses/{number}/context")
        app = Starlette(routes=[Route(path, self.answer) for path in paths])
        await (CORSMiddleware(app, **CORS) if self.open_to_others else app)(scope, receive, send)


def commented(page, post):
    """A page of the built site as it is where it has comments, but for the hashes of what it names."""
    template = (serving.DOCS / "_templates/comments.html").read_text("utf-8")
    section = template.replace("{{ post }}", post).replace("{{ host }}", urlsplit(post).netloc)
    rule = f"connect-src 'self' {post.partition('/@')[0]}"
    tag = f'<meta http-equiv="Content-Security-Policy" content="{rule}">\n'
    sheet = '<link rel="stylesheet" type="text/css" href="_static/{}.css'
    script = '    <script defer="defer" src="_static/comments.js"></script>\n'
    for before, after in {
        'content="light dark">': f'content="light dark">{tag}',
        sheet.format("site"): sheet.format("comments") + '" />\n    ' + sheet.format("site"),
        "\n        </article>": f"{section}        </article>",
        "    </body>": f"{script}    </body>",
    }.items():
        assert page.count(before) == 1, before
        page = page.replace(before, after)
    return page


def add_page(folder, host):
    """Put the built site into a folder, with one page more, whose comments are on a host."""
    for part in serving.HTML.iterdir():
        (folder / part.name).symlink_to(part)
    page = (serving.HTML / "about.html").read_text("utf-8")
    (folder / PAGE).write_text(commented(page, f"{host}/@ada/{POST}"), "utf-8")


def policy(host):
    """That of a site with comments from there, as the page about hosting has it."""
    return serving.COMMENTS.replace("https://mastodon.example", host)
