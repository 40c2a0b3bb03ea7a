"""Comments from a server that answers like Mastodon: who asks for what, what is shown, and what never is."""

import asyncio
import json
import re
from itertools import pairwise

import fediverse
import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from fediverse import POST, status
from hostile import ALLOWED, CONTENTS, FIELDS, MARKS, NEWLINE, UNSEEN
from mastodon import Mastodon
from mastodon import return_types as types
from starlette.responses import RedirectResponse, Response, StreamingResponse

BUTTON, SAID, THREAD = ".comments button", ".comments [role=status]", ".comments > ol[role=list]"
OWN = {"ol", "li", "article", "p", "bdi", "a", "time", "span", "div", "details", "summary"}
# Of each kind of part its name, its attributes, whether it comes from elsewhere, and its namespace.
PARTS = """
(all) => [...new Set(all.map((node) => JSON.stringify([
  node.localName, Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
  node.closest(".text") !== null && !node.matches(".text"), node.namespaceURI,
])))]
"""


class Reader:
    """A page, and what it asked for and said."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(**{"viewport": {"width": 1000, "height": 900}} | options)
        self.page = self.context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request))
        self.page.on("console", lambda said: self.said.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("a dialog"), dialog.dismiss()))
        self.page.goto(address)

    def load(self):
        """Press the button; what is said then, and was not before."""
        self.page.locator(SAID).evaluate("(said) => (said.textContent = '')")
        self.page.locator(BUTTON).click()
        return self.answer()

    def answer(self):
        self.page.wait_for_function(
            f"() => document.querySelector('{BUTTON}').ariaDisabled === 'false'"
        )
        return self.page.locator(SAID).inner_text()

    def handles(self):
        return self.page.locator(f"{THREAD} .by > bdi:nth-child(2)").all_inner_texts()

    def texts(self):
        return self.page.locator(f"{THREAD} .text").all_inner_texts()


@pytest.fixture
def read(chrome, discussed):
    readers = []

    def read(address=discussed, **options):
        readers.append(Reader(chrome, address, **options))
        return readers[-1]

    yield read
    for reader in readers:
        reader.context.close()


def chain(length, first=1):
    """Replies, each to the one before."""
    numbers = range(first, first + length)
    return [status(n, f"<p>Depth {n}.</p>", to=n - 1 if n > first else POST) for n in numbers]


# -- Asking ------------------------------------------------------------------------------------
def test_nothing_is_asked_before_the_click_and_nothing_is_told_or_kept(read, mastodon):
    mastodon.tell(status(1))
    mastodon.asked.clear()
    reader = read()
    reader.context.add_cookies([{"name": "name", "value": "Eve", "url": mastodon.address}])
    reader.page.mouse.wheel(0, 9000)
    reader.page.locator(BUTTON).hover()
    reader.page.wait_for_load_state("networkidle")
    assert not [r.url for r in reader.asked if r.url.startswith(mastodon.address)]
    assert reader.load() == "1 reply."
    asked = [r.url for r in reader.asked if r.url.startswith(mastodon.address)]
    api = f"{mastodon.address}/api/v1/statuses/{POST}"
    assert sorted(asked) == [api, f"{api}/context"]
    told = [{*request.headers} for request in mastodon.asked]
    assert len(told) == 2
    assert all(not {"cookie", "referer", "authorization"} & headers for headers in told)
    assert reader.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert len(reader.context.cookies()) == 1
    assert not reader.said


def test_without_a_script_there_is_the_link_alone(read, discussed):
    page = read(java_script_enabled=False).page
    assert page.locator(".ask").bounding_box() is None
    link = page.get_by_role("link", name="Reply there with your own account")
    assert link.get_attribute("href").endswith(f"/@ada/{POST}")


def test_where_the_script_does_not_come_nothing_waits_for_it_and_when_it_comes_nothing_moves(
    read, discussed
):
    came = read()
    end = came.page.locator("footer").bounding_box()
    page = came.context.new_page()
    page.route("**/comments.js", lambda route: route.abort())
    page.goto(discussed)
    assert page.locator("footer").bounding_box() == end
    assert page.get_by_role("link", name="Reply there with your own account").is_visible()
    assert not page.locator(".ask").is_visible()


def test_it_is_used_by_keyboard(read, mastodon):
    mastodon.tell(status(1), status(2, spoiler_text="The end"))
    page = (reader := read()).page
    page.get_by_role("link", name="Reply there with your own account").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert reader.answer() == "2 replies."
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.localName") == "button"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.textContent").startswith("28 November 2026 at ")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.localName") == "summary"
    page.keyboard.press("Enter")
    assert page.locator(f"{THREAD} details .text").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(BUTTON).is_visible()


# -- The thread --------------------------------------------------------------------------------
def test_each_has_a_name_a_handle_a_date_its_text_and_a_link(read, mastodon):
    text = '<p>Try <a class="mention hashtag" href="http://elsewhere.example/tags/a">#<span>a</span></a><br>now.</p>'
    text += (rest := "".join(f"<{name}>x</{name}>" for name in sorted(ALLOWED - {"a", "br"})))
    mastodon.tell(status(1, text))
    page = (reader := read(locale="de", timezone_id="Europe/Berlin")).page
    reader.load()
    assert reader.handles() == [f"@ada@{mastodon.address[7:]}", "@bob@elsewhere.example"]
    assert page.locator(f"{THREAD} bdi.name").all_inner_texts() == ["Ada", "Bob"]
    date = page.locator(f"{THREAD} time").last
    assert date.inner_text() == "28 November 2026 at 10:31"
    assert date.get_attribute("datetime") == "2026-11-28T09:31:00.000Z"
    link = date.locator("..")
    assert link.get_attribute("href") == "https://elsewhere.example/@bob/1"
    assert page.locator(f"{THREAD} .text").last.inner_html() == (
        '<p>Try <a href="http://elsewhere.example/tags/a" rel="nofollow noopener ugc">#a</a><br>now.</p>'
        + rest
    )
    assert page.locator(f"{THREAD} .text").last.get_attribute("lang") == "en"


def test_replies_are_below_what_they_reply_to_in_their_order(read, mastodon):
    replies = [status(1), status(3, to=1), status(4, to=3), status(2), status(5, to=2)]
    mastodon.tell(*replies, status(6, to=5), most=5)
    page = (reader := read()).page
    assert reader.load().startswith("5 of at least 6 replies shown.")
    depths = page.evaluate(
        "() => [...document.querySelectorAll('.comments article')].map((each) => {"
        " let depth = 0; while ((each = each.parentElement.closest('.comments li'))) depth++; return depth })"
    )
    assert depths == [1, 1, 2, 3, 1, 2]
    times = page.locator(f"{THREAD} time").all_inner_texts()
    assert [time[-2:] for time in times[1:]] == ["31", "33", "34", "32", "35"]


def test_deep_replies_have_room_and_say_whom_they_reply_to(read, mastodon):
    replies = [
        each | {"account": fediverse.account(f"r{i}")} for i, each in enumerate(chain(20), start=1)
    ]
    mastodon.tell(*replies)
    page = (reader := read(viewport={"width": 360, "height": 800})).page
    assert reader.load() == "20 replies."
    assert reader.texts()[1:] == [f"Depth {n}." for n in range(1, 21)]
    boxes = [each.bounding_box() for each in page.locator(f"{THREAD} article").all()]
    assert all(above["y"] < below["y"] for above, below in pairwise(boxes))
    assert min(box["width"] for box in boxes) > 0.8 * max(box["width"] for box in boxes)
    to = page.locator(f"{THREAD} .by > span:has(> bdi)").all_inner_texts()
    assert to == [f"to @r{n}@{mastodon.address[7:]}" for n in range(4, 20)]


def test_what_is_not_for_everybody_is_not_shown(read, mastodon):
    private = [
        status(n, to=1, visibility=kind)
        for n, kind in enumerate(("private", "direct", "limited"), 2)
    ]
    mastodon.tell(
        status(1, "<p>Quiet.</p>", visibility="unlisted"),
        *private,
        status(5, "<p>To one of them.</p>", to=2),
    )
    reader = read()
    assert reader.load() == "2 replies."
    assert reader.texts()[1:] == ["Quiet.", "To one of them."]
    assert reader.page.locator(f"{THREAD} [role=list] li").count() == 1


def test_what_is_warned_of_or_long_is_folded(read, mastodon):
    mastodon.tell(
        status(1, "<p>Spoken.</p>", spoiler_text="The last chapter"),
        status(2, f"<p>{'Many words. ' * 1700}</p>"),
        status(3, "<p></p>" * 60),
        status(4, f"<pre>{NEWLINE * 60}</pre>"),
        status(5, '<a href="https://a.example"></a>' * 60),
        status(6, "<p>Short.</p>" + '<a href="https://a.example">#tag</a> ' * 30),
    )
    page = (reader := read()).page
    reader.load()
    folds = page.locator(f"{THREAD} details")
    assert folds.locator("summary > bdi").all_inner_texts() == [
        "The last chapter",
        *["A long text"] * 4,
    ]
    assert not page.get_by_text("Spoken.").is_visible()
    folds.first.locator("summary").click()
    assert page.get_by_text("Spoken.").is_visible()
    assert page.get_by_text("Short.").is_visible()


def test_each_paragraph_begins_on_the_side_of_its_language(read, mastodon):
    texts = ("<p>Words.</p><p>מילים.</p>", "<p>מילים.</p><p>Words.</p>", "מילים.")
    texts += ("<p>Words.</p><ul><li>מילים.</li></ul>",)
    mastodon.tell(*(status(n, text) for n, text in enumerate(texts, start=1)))
    page = (reader := read()).page
    reader.load()
    sides = """(nodes) => nodes.map((node) => {
      const [line, box] = [document.createRange(), node.getBoundingClientRect()];
      line.selectNodeContents(node);
      const { left, right } = line.getBoundingClientRect();
      return left - box.left < box.right - right ? "left" : "right";
    })"""
    paragraphs = page.locator(f"{THREAD} .text").locator("p, li, :scope:not(:has(p))")
    expected = ["left", "right", "right", "left", "right", "left", "right"]
    assert paragraphs.evaluate_all(sides)[1:] == expected


@pytest.mark.parametrize(
    ("many", "most", "says"),
    [
        (0, 60, "There are no public replies."),
        (1, 60, "1 reply."),
        (75, 60, "60 of at least 75 replies shown. {host} gives no more."),
        (3, 0, "0 of at least 3 replies shown. {host} gives no more."),
        (500, 4096, "500 replies."),
    ],
)
def test_it_says_how_many_there_are(read, mastodon, many, most, says):
    mastodon.tell(*(status(n, f"<p>{n}</p>") for n in range(1, many + 1)), most=most)
    reader = read()
    assert reader.load() == says.format(host=mastodon.address[7:])
    assert reader.texts()[1:] == [str(n) for n in range(1, min(many, most) + 1)]


def test_new_ones_come_by_the_same_button_and_what_is_open_stays_open(read, mastodon):
    old = [status(1, spoiler_text="Open"), status(2)]
    mastodon.tell(*old)
    page = (reader := read()).page
    assert reader.load() == "2 replies."
    assert page.locator(".comments .new").count() == 0
    page.locator(f"{THREAD} summary").click()
    page.locator(f"{THREAD} .text").nth(1).evaluate("(node) => (window.kept = node)")
    edited = old[1] | {"content": "<p>Better.</p>", "edited_at": "2026-11-28T10:00:00.000Z"}
    mastodon.tell(old[0], status(3, "<p>Inner.</p>", to=1), edited)
    assert page.locator(BUTTON).inner_text() == "Look for new comments"
    assert reader.load() == "3 replies, 2 of them new or edited."
    assert reader.texts()[1:] == ["Words.", "Inner.", "Better."]
    assert page.locator(f"{THREAD} .new .text").all_inner_texts() == ["Inner."]
    assert page.locator(f"{THREAD} .edited .text").all_inner_texts() == ["Better."]
    mark = "(by) => getComputedStyle(by, '::after').content"
    for name in ("new", "edited"):
        assert page.locator(f"{THREAD} .{name} > .by").evaluate(mark) == f'"{name}"'
    assert page.evaluate("kept.isConnected && kept.checkVisibility()")
    assert reader.load() == "3 replies, none of them new or edited."
    assert page.locator(".comments :is(.new, .edited)").count() == 0


def test_what_is_gone_is_gone_and_the_post_is_no_reply(read, mastodon):
    mastodon.tell(*chain(5))
    page = (reader := read()).page
    assert reader.load() == "5 replies."
    to = page.locator(f"{THREAD} .by > span")
    assert to.all_inner_texts() == ["to @bob@elsewhere.example"]
    orphan = status(5, "<p>Depth 5.</p>", to=4)
    warned = status(1, "<p>Depth 1.</p>", spoiler_text="Since")  # by a moderator, who edits nothing
    mastodon.tell(orphan, warned, content="<p>How far?</p>", edited_at="2026-11-28T10:00:00.000Z")
    assert reader.load() == "2 replies, 1 of them new or edited."
    assert reader.texts() == ["How far?", "Depth 5.", ""]
    assert to.count() == 0
    mastodon.tell()
    assert reader.load() == "There are no public replies."


# -- What may go wrong -------------------------------------------------------------------------
def answering(*what, **more):
    async def answer(request):
        return Response(*what, **more)

    return answer


async def never(request):
    while not await request.is_disconnected():
        await asyncio.sleep(0.01)


async def half(request):
    """An answer that begins, and then nothing comes."""

    async def body():
        yield '{"id": "1'
        await never(request)

    return StreamingResponse(body())


async def broken(request):
    """A body that ends before its end."""

    async def send(scope, receive, send):
        length = [(b"content-length", b"999")]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": b'{"id": "1"', "more_body": True})

    return send


GONE = "The post is not there any more: it was deleted, or is not public."
CLOSED = "{host} shows the post only to people who are signed in there."
REFUSED = {
    **dict.fromkeys((404, 410), GONE),
    **dict.fromkeys((401, 422), CLOSED),
    403: "{host} answered with error 403.",
    429: "{host} has been asked too often: try again in a while.",
    500: "{host} answered with error 500.",
}
NO_THREAD = (
    "<!doctype html><p>A page",
    '{"id": "1',
    "null",
    "7",
    "[]",
    "{}",
    '"post"',
    '{"id": "1", "account": {}, "visibility": "public"}',
    '{"id": "1", "account": {}, "visibility": "public", "descendants": "many"}',
    '{"id": 1, "account": {}, "visibility": "public", "descendants": []}',
    '{"id": "1", "visibility": "public", "descendants": []}',
)
REFUSALS = [
    *((answering(status_code=code), says) for code, says in REFUSED.items()),
    *(
        (answering(text), "{host} answered with something else than a post and its replies.")
        for text in NO_THREAD
    ),
    (answering('{"id": "1", "account": {}, "visibility": "private"}'), GONE),
    (broken, "{host} broke off its answer."),
]


@pytest.fixture(scope="module")
def third():
    """A host that nobody asks."""
    server = fediverse.Mastodon()
    with serving.running(server) as server.address:
        yield server


@pytest.fixture(scope="module")
def unlucky(chrome, discussed, mastodon):
    """Who has the thread on the page, and asks again and again."""
    mastodon.tell(status(1))
    reader = Reader(chrome, discussed)
    reader.load()
    yield reader
    reader.context.close()


@pytest.mark.parametrize(
    ("instead", "says"), REFUSALS, ids=[*REFUSED, *NO_THREAD, "private", "broken off"]
)
def test_a_refusal_is_told_and_nothing_is_lost(unlucky, mastodon, instead, says):
    mastodon.tell(instead=instead)
    unlucky.page.locator(BUTTON).focus()
    assert unlucky.load() == says.format(host=mastodon.address[7:])
    assert unlucky.texts()[1:] == ["Words."]
    assert unlucky.page.locator(BUTTON).inner_text() == "Try again"
    assert unlucky.page.evaluate("document.activeElement.localName") == "button"


@pytest.mark.parametrize("open_to_others", [True, False])
def test_a_host_that_leads_elsewhere_is_not_followed(unlucky, mastodon, third, open_to_others):
    async def elsewhere(request):
        return RedirectResponse(f"{third.address}{request.url.path}")

    mastodon.tell(instead=elsewhere, open_to_others=open_to_others)
    says = unlucky.load()
    assert third.asked == []
    assert says == f"{mastodon.address[7:]} refers to another site, which this page does not ask."


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "30", "X-RateLimit-Reset": "2026-11-28T10:01:30Z"}, "30 seconds"),
        ({"Retry-After": "1"}, "1 second"),
        ({"Retry-After": "Sat, 28 Nov 2026 10:04:01 GMT"}, "5 minutes"),
        ({"X-RateLimit-Reset": "2026-11-28T10:00:39.100000Z"}, "40 seconds"),
        ({"Retry-After": "soon"}, "a while"),
        ({"Retry-After": "-5"}, "a while"),
        ({"Retry-After": "9" * 30}, "a while"),
    ],
)
def test_it_says_how_long_a_host_wants_to_be_left_alone(unlucky, mastodon, headers, wait):
    names = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers")
    readable = dict(zip(names, ("*", ", ".join(headers)), strict=True))
    told = answering(status_code=429, headers=headers | readable)
    mastodon.tell(instead=told, open_to_others=False)
    unlucky.page.clock.set_fixed_time("2026-11-28T10:00:00Z")
    assert unlucky.load().endswith(f" has been asked too often: try again in {wait}.")


def test_it_says_that_one_is_offline_and_tries_again(unlucky, mastodon):
    mastodon.tell(status(1))
    unlucky.context.set_offline(True)
    assert unlucky.load() == "You are offline."
    unlucky.context.set_offline(False)
    assert unlucky.load() == "1 reply, none of them new or edited."


def test_a_host_that_is_not_open_to_other_sites_is_told_from_one_that_is_gone(unlucky, mastodon):
    mastodon.tell(status(1), open_to_others=False)
    host = mastodon.address[7:]
    assert unlucky.load() == f"{host} does not let other sites read this answer."
    assert not [request for request in mastodon.asked if "referer" in request.headers]
    unlucky.page.route(f"{mastodon.address}/**", lambda route: route.abort("connectionrefused"))
    assert unlucky.load() == f"{host} cannot be reached from here."
    unlucky.page.unroute_all()


@pytest.mark.parametrize("slow", [never, half])
def test_after_ten_seconds_it_is_not_waited_for(read, mastodon, slow):
    mastodon.tell(instead=slow)
    page = (reader := read()).page
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.locator(BUTTON).click()
    host = mastodon.address[7:]
    assert page.locator(SAID).inner_text() == f"Asking {host} …"
    with page.expect_event("requestfailed"):
        page.clock.fast_forward(9_900)
        page.locator(BUTTON).dispatch_event("click")  # while it asks
        assert page.locator(SAID).inner_text() == f"Asking {host} …"
        page.clock.fast_forward(100)
    assert reader.answer() == f"{host} did not answer within 10 seconds."
    assert len([r for r in reader.asked if "/api/" in r.url]) == 2


def test_after_a_refusal_nothing_more_is_waited_for(unlucky, mastodon):
    async def gone(request):
        return await never(request) if request.url.path.endswith("/context") else Response("", 404)

    mastodon.tell(instead=gone)
    with unlucky.page.expect_event("requestfailed", lambda asked: asked.url.endswith("/context")):
        assert unlucky.load() == GONE


def test_a_policy_that_does_not_name_the_host_is_told(read, mastodon, commented):
    mastodon.tell(status(1))
    with serving.site(commented) as address:
        reader = read(f"{address}/{fediverse.PAGE}")
        says = reader.load()
    assert says == f"The policy of this site does not let it ask {mastodon.address[7:]}."


def test_a_policy_that_only_reports_is_not_blamed(read, mastodon, commented):
    with serving.site(commented, policy=fediverse.policy(mastodon.address)) as address:
        reader = read("about:blank")

        def report(route):
            answer = route.fetch()
            only = {"Content-Security-Policy-Report-Only": "default-src 'self'"}
            route.fulfill(response=answer, headers=answer.headers | only)

        reader.page.route(f"**/{fediverse.PAGE}", report)
        reader.page.route(f"{mastodon.address}/**", lambda route: route.abort("connectionrefused"))
        reader.page.goto(f"{address}/{fediverse.PAGE}")
        assert reader.load() == f"{mastodon.address[7:]} cannot be reached from here."


def test_the_page_lets_itself_ask_no_other_host(read, mastodon):
    mastodon.tell(open_to_others=False)
    page = (reader := read()).page
    page.evaluate("addEventListener('click', () => fetch('http://127.0.0.1:9/').catch(() => {}))")
    with page.expect_console_message(lambda said: "connect-src" in said.text):
        says = reader.load()
    assert says == f"{mastodon.address[7:]} does not let other sites read this answer."


# -- Hostile ones ------------------------------------------------------------------------------
NAMES = [*CONTENTS, *FIELDS]


def hostile():
    """All of them; the text of each begins with its number."""
    each = [(content, {}) for content in CONTENTS.values()]
    each += [("", fields) for fields in FIELDS.values()]
    for number, (content, fields) in enumerate(each, start=1):
        one = status(number, f"<p>This is {number}.</p>{content}")
        one |= {key: value for key, value in fields.items() if key in one}
        one["account"] |= {
            key: value for key, value in fields.items() if key not in one or key == "url"
        }
        if one["in_reply_to_id"] == "self":
            one["in_reply_to_id"] = one["id"]
        yield one


OURS = [
    "h1",
    ".comments h2",
    ".comments > p",
    ".ask > p",
    BUTTON,
    "footer a",
    ".mobile-header button",
]


@pytest.fixture(scope="module")
def attacked(chrome, commented, mastodon):
    """Who reads them all, with all that is folded open; how our own words looked before and after.

    From a server whose policy forbids nothing: what is made of them is safe by itself.
    """
    mastodon.tell(*hostile(), content=CONTENTS["marks"], most=999)
    mastodon.replies += UNSEEN
    with serving.site(commented, policy="img-src *") as address:
        narrow = {"width": 360, "height": 800}
        reader = Reader(chrome, f"{address}/{fediverse.PAGE}", viewport=narrow)
        blocked = "(event) => console.log('blocked', event.blockedURI)"
        reader.page.evaluate(f"addEventListener('securitypolicyviolation', {blocked})")
        reader.before = looks(reader.page)
        reader.says = reader.load()
        folds = reader.page.locator(f"{THREAD} details")
        folds.evaluate_all("(all) => all.forEach((fold) => (fold.open = true))")
        reader.after = looks(reader.page)
        reader.articles = reader.page.locator(f"{THREAD} article").all()[1:]
        yield reader
        reader.context.close()


def looks(page):
    """What is seen of the words above the comments."""
    words = page.locator(".ask > p")
    words.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return words.screenshot()


def test_of_hostile_ones_nothing_runs_and_nothing_is_asked(attacked, mastodon):
    attacked.page.wait_for_load_state("networkidle")
    assert attacked.page.evaluate("window.ran") is None
    assert attacked.said == []
    assert len(attacked.context.pages) == 1
    hosts = {"/".join(request.url.split("/")[:3]) for request in attacked.asked}
    assert hosts == {mastodon.address, attacked.page.evaluate("location.origin")}


def test_hostile_ones_are_counted_and_what_is_none_is_not(attacked):
    assert attacked.says == f"{len(NAMES)} replies."
    assert len(attacked.articles) == len(NAMES) > 60
    assert "unseen" not in attacked.page.locator(".comments").inner_text()


def test_hostile_ones_cover_nothing_and_move_nothing(attacked):
    assert attacked.before == attacked.after
    assert attacked.page.evaluate("document.documentElement.scrollWidth") <= 360
    for part in OURS:
        assert attacked.page.locator(part).first.evaluate(
            """(node) => {
              node.scrollIntoView({ block: "center", behavior: "instant" });
              const { x, y, width, height } = node.getBoundingClientRect();
              return node.contains(document.elementFromPoint(x + Math.min(width, 100) / 2, y + height / 2));
            }"""
        ), part
    contain = "(all) => [...new Set(all.map((node) => getComputedStyle(node).contain))]"
    assert attacked.page.locator(f"{THREAD} article").evaluate_all(contain) == ["content"]
    cut = "(all) => all.filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.innerText)"
    texts = attacked.page.locator(f"{THREAD} :is(article, pre)").evaluate_all(cut)
    assert not [text for text in texts if MARKS not in text]  # which may lie over what is beside


@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_of_a_hostile_one_only_what_is_allowed_is_there(attacked, mastodon, number):
    article = attacked.articles[number]
    assert f"This is {number + 1}." in article.inner_text() or "content" in NAMES[number]
    assert article.locator(".by a").count() == 1
    where = rf"https?://(evil|elsewhere)\.example/|{mastodon.address}/@ada/"
    for part in article.locator("*, :scope").evaluate_all(PARTS):
        name, attributes, foreign, namespace = json.loads(part)
        assert namespace == "http://www.w3.org/1999/xhtml"
        assert name in (ALLOWED if foreign else OWN)
        if name == "a":
            assert attributes.keys() == {"href", "rel"}
            assert re.match(where, attributes["href"])
            assert attributes["rel"] == "nofollow noopener ugc"
        elif foreign:
            assert not attributes
        else:
            assert attributes.keys() <= {"class", "datetime", "dir", "lang", "open"}


def test_words_of_hostile_ones_are_words(attacked):
    def article(name):
        return attacked.articles[NAMES.index(name)]

    def text(name):
        return article(name).inner_text()

    assert "top.ran = 1" in text("script")
    assert "CDATA" not in text("mutation by comments")
    assert text("name with markup").startswith("<img src=x onerror='top.ran = 1'><b>Eve</b>")
    assert text("name of nothing").startswith("eve")
    assert ":evil:" in text("avatar")
    assert not article("warning of nothing").locator("summary").count()
    assert len(text("huge name")) < 400
    assert "https://evil.example/" in text("links of nothing")
    assert "Framed." in text("content of frames")
    assert len(text("huge warning")) < 700
    assert "at some time" in text("no date")
    last = "more than 100,000 characters"
    assert 10_000 < attacked.articles[NAMES.index(last)].locator("em").count() < 11_200
    assert "(1 attachment: see the post itself.)" in text("pictures")
    assert "attachment" not in text("pictures that are no list")


# -- Who looks at it ---------------------------------------------------------------------------
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_before_and_after(read, mastodon, mode, width):
    deep = chain(6, first=10)
    mastodon.tell(
        *deep, status(1, spoiler_text="Warned"), status(2, language=None), status(3, "מה")
    )
    reader = read(viewport={"width": width, "height": 900}, color_scheme=mode)
    for says in ("", "9 replies.", "8 replies, 1 of them new or edited."):
        assert reader.page.locator(SAID).inner_text() == says
        reader.page.locator(f"{THREAD} details").evaluate_all(
            "(all) => all.forEach((fold) => (fold.open = true))"
        )
        found = Axe().run(reader.page, context=".comments").response["violations"]
        assert not found, json.dumps(found, indent=1)[:3000]
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        reader.load()
        mastodon.tell(*deep, status(1, spoiler_text="Warned"), status(4))


def test_the_server_answers_like_mastodon(mastodon):
    """Mastodon.py reads it, and finds of each type what comments.js looks for."""
    mastodon.tell(*chain(3), status(4, visibility="unlisted"))
    client = Mastodon(api_base_url=mastodon.address)
    post, context = client.status(POST), client.status_context(POST)
    assert isinstance(post, types.Status)
    assert isinstance(context, types.Context)
    assert [str(one.in_reply_to_id) for one in context.descendants] == [POST, "1", "2", POST]
    read = (serving.DOCS / "_static/comments.js").read_text("utf-8")
    looked_for = {
        types.Status: {*re.findall(r"\b(?:status|each)\.(\w+)", read)}
        | {"id", "account", "visibility"},
        types.Account: {*re.findall(r"\baccount\.(\w+)", read)},
    }
    for kind, names in looked_for.items():
        assert len(names) > 2
        assert names <= kind.__annotations__.keys()
    for one in (post, *context.descendants):
        assert looked_for[types.Status] <= one.keys()
        assert looked_for[types.Account] <= one.account.keys()
        assert one.created_at.tzinfo
    assert post.replies_count == 2
