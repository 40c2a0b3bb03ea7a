"""What a reader does on any page: switches the mode, searches, opens a drawer, prints, gets lost."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import chromium
import pytest
import serving

CHAPTER = "tutorial/one-parameter"


def seen(page, images):
    """The names of the images that are shown."""
    return page.evaluate(
        """(images) => [...document.querySelectorAll(images)].filter((image) => image.checkVisibility())
            .map((image) => image.src)""",
        images,
    )


@pytest.mark.parametrize("name", [CHAPTER, "gallery/index", "gallery/fit_two_parameters"])
def test_figures_follow_the_mode_also_when_it_is_switched_by_hand(open_page, name):
    page = open_page(name, color_scheme="light")
    light = seen(page, "article img")
    assert light
    assert not [source for source in light if source.endswith("-dark.svg")]
    for _ in range(3):  # auto, light, dark
        if page.locator("body").get_attribute("data-theme") == "dark":
            break
        page.locator(".theme-toggle:visible").click()
    dark = [source.replace(".svg", "-dark.svg") for source in light]
    assert seen(page, "article img") == dark
    page.reload()
    assert seen(page, "article img") == dark


def test_the_search_is_reached_from_the_keyboard_and_finds(open_page):
    page = open_page(CHAPTER)
    page.keyboard.press("/")
    page.keyboard.type("eigenvalue")
    page.keyboard.press("Enter")
    results = page.locator("#search-results ul.search > li a")
    # They come one after the other.
    page.locator("#search-results ul.search > li a[href*=two-parameters]").first.wait_for()
    results.first.press("Enter")
    page.locator("article .highlighted").first.wait_for()


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize(("button", "drawer"), [("nav", "sidebar"), ("toc", "toc")])
def test_a_drawer_opens_and_closes_from_the_keyboard(open_page, width, button, drawer):
    page = open_page(CHAPTER, width=width)
    opener = page.locator(f"button.{button}-overlay-icon:visible")
    links = page.locator(f".{drawer}-drawer a")
    assert not any(link.is_visible() for link in links.all())
    opener.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.closest('aside').className").startswith(drawer)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == opener.get_attribute("class")
    assert opener.get_attribute("aria-expanded") == "false"
    page.wait_for_function(
        "(links) => ![...document.querySelectorAll(links)].some((link) =>"
        " link.checkVisibility({ visibilityProperty: true }))",
        arg=f".{drawer}-drawer a",
    )


@pytest.mark.parametrize(("scripts", "loaded"), [(True, [False, True]), (False, [True])])
def test_the_font_of_formulas_comes_with_a_script_or_else_from_a_file(open_page, scripts, loaded):
    page = open_page(CHAPTER, until="load", java_script_enabled=scripts)
    fonts = "[...document.fonts].map(({ status }) => status === 'loaded')"
    assert page.evaluate(f"document.fonts.ready.then(() => {fonts})") == loaded


@pytest.mark.parametrize("what", ["pre", "div.math"])
def test_what_is_too_wide_scrolls_with_the_arrow_keys(open_page, what):
    page = open_page("tutorial/derivation", width=320)
    page.locator(f"{what}[tabindex='0']:visible").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


class InTwoParts(SimpleHTTPRequestHandler):
    """Send a page to where it is cut, and the rest when it is asked for."""

    def do_GET(self):
        if not self.path.endswith(".html"):
            super().do_GET()
            return
        page = (serving.HTML / self.path[1:]).read_bytes()
        first = re.search(self.server.cut, page).end()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page[:first])
        self.server.rest.wait(30)
        self.wfile.write(page[first:])

    def log_message(self, *_):
        pass


MOVED = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((shift) => { moved += shift.value }))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    ("name", "cut", "what"),
    [
        ("tutorial/conventions", rb"(?s)<table.*?</th>", ".table-wrapper"),
        ("reference/index", rb"(?s)<table.*?</tr>", ".table-wrapper"),
        ("tutorial/derivation", rb"(?s)<div class=.math.>.*?</mrow>", "div.math"),
        (
            "how-to/run",
            rb'<div class="theme-toggle-container theme-toggle-header">',
            ".mobile-header",
        ),
    ],
)
def test_what_comes_in_two_parts_does_not_move(chrome, name, cut, what, width):
    page = chrome.new_page(viewport={"width": width, "height": 900})
    page.add_init_script(MOVED)
    handler = partial(InTwoParts, directory=serving.HTML)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        site.cut, site.rest = cut, threading.Event()
        threading.Thread(target=site.serve_forever, daemon=True).start()
        try:
            page.goto(f"http://127.0.0.1:{site.server_port}/{name}.html", wait_until="commit")
            part = page.locator(what).last
            part.wait_for(state="attached")
            page.evaluate(chromium.DRAWN)
            assert not part.is_visible()
            site.rest.set()
            page.wait_for_load_state()
            page.evaluate(chromium.DRAWN)
            assert all(each.is_visible() for each in page.locator(f"article {what}").all())
            assert page.evaluate("moved") < 0.001
        finally:
            site.rest.set()
            page.close()
            site.shutdown()


def test_a_figure_has_an_address(open_page):
    page = open_page(CHAPTER)
    figure = page.locator("span.figure").first
    figure.hover()
    link = figure.locator("a.headerlink")
    link.click()
    assert page.url.endswith(f"#{figure.get_attribute('id')}")


@pytest.mark.parametrize(("motion", "scrolls"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_who_prefers_less_motion_is_there_at_once(open_page, motion, scrolls):
    page = open_page(CHAPTER, reduced_motion=motion)
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == scrolls


def test_a_print_unfolds_what_is_folded_and_is_light(open_page):
    page = open_page(CHAPTER, color_scheme="dark")
    code, answer = page.locator("details.hide pre").first, page.locator(".answers p").first
    assert not code.is_visible()
    assert not answer.is_visible()
    page.emulate_media(media="print")
    assert code.is_visible()
    assert answer.is_visible()
    assert not page.locator("details.question p:not(.admonition-title)").first.is_visible()
    assert not [source for source in seen(page, "article img") if source.endswith("-dark.svg")]
    for unwanted in (".sidebar-drawer", ".toc-drawer", "button.copybtn", ".theme-toggle"):
        assert not any(one.is_visible() for one in page.locator(unwanted).all())


@pytest.mark.parametrize("lost", ["nothing.html", "tutorial/deeper/nothing.html"])
def test_whoever_is_lost_is_told_so_and_finds_back(chrome, address, lost):
    page = chrome.new_page()
    failed = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    assert page.goto(f"{address}/{lost}").status == 404
    assert failed == [f"{address}/{lost}"]
    assert page.locator("h1").inner_text().startswith("Page not found")
    page.locator("article").get_by_role("link", name="The tutorial").click()
    assert page.url == f"{address}/tutorial/index.html"
    page.goto(f"{address}/{lost}")
    page.keyboard.press("/")
    page.keyboard.type("gradient")
    page.keyboard.press("Enter")
    page.locator("#search-results ul.search > li a").first.wait_for()
    page.close()


@pytest.mark.parametrize("direction", ["next", "prev"])
def test_a_chapter_leads_on_and_back(open_page, direction):
    page = open_page(CHAPTER)
    listed = [link.get_attribute("href") for link in page.locator(".sidebar-tree a").all()]
    goal = listed[listed.index("#") + {"next": 1, "prev": -1}[direction]]
    page.locator(f"a.{direction}-page").click()
    page.wait_for_url(f"**/tutorial/{goal}")


def test_each_section_has_an_address_and_is_listed_beside_the_page(open_page):
    page = open_page(CHAPTER)
    sections = [link.get_attribute("href") for link in page.locator("h2 > a.headerlink").all()]
    listed = [link.get_attribute("href") for link in page.locator(".toc-tree a").all()]
    assert len(sections) > 5
    assert set(sections) <= set(listed)


@pytest.mark.parametrize("name", ["tutorial/diagnose", "how-to/run"])
def test_on_a_phone_a_row_of_words_is_a_block(open_page, name):
    page = open_page(name, width=360)
    widths = """(table) => [...table.querySelectorAll("td")].map((cell) => cell.offsetWidth / table.offsetWidth)"""
    assert min(page.locator("table.docutils").first.evaluate(widths)) > 0.9
    page.set_viewport_size({"width": 820, "height": 1000})
    assert max(page.locator("table.docutils").first.evaluate(widths)) < 0.6
