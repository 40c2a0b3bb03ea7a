"""The site from a folder on disk: each kind of page is opened by file://, in each engine, and used.

`--engines firefox,webkit` says in which; Chromium alone is asked for where nothing is said.
"""

import chromium
import pytest
from engines import OTHERS, open_chromium

CHAPTER = "tutorial/one-parameter"
LIVE = ["index", CHAPTER, "lab/one-parameter"]
STILL = ["gallery/index", "gallery/fit_two_parameters", "how-to/run", "reference/index"]
UNTIL = """
new Promise((done) => {
  const end = Date.now() + 15_000;
  const look = () => {
    const seen = %s;
    if (seen || Date.now() > end) done(seen);
    else setTimeout(look, 20);
  };
  look();
})
"""
VALUE = "document.querySelector('gd-explorable').value"


def pytest_generate_tests(metafunc):
    if "engine" in metafunc.fixturenames:
        names = metafunc.config.getoption("engines").split(",")
        metafunc.parametrize("engine", names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def engine(request):
    if request.param in OTHERS:
        opening = OTHERS[request.param]()
    else:
        opening = open_chromium(request.getfixturevalue("chrome"))
    with opening as engine:
        yield engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Somewhere on disk, under a name that addresses write in another way."""
    folder = tmp_path_factory.mktemp("home") / "my site, 100 % Ü #1"
    folder.symlink_to(chromium.HTML, target_is_directory=True)
    return folder


@pytest.fixture
def open_page(engine, folder):
    def open_page(name, query=""):
        engine.open(f"{(folder / f'{name}.html').as_uri()}{query}")
        return engine

    return open_page


def until(engine, expression):
    """What the expression gives, once that is true."""
    seen = engine.js(UNTIL % expression)
    assert seen, expression
    return seen


@pytest.mark.parametrize("name", [*LIVE, *STILL])
def test_a_page_is_whole(open_page, name):
    page = open_page(name)
    drawn = (
        "document.querySelectorAll('gd-explorable svg[role=group], gd-explorable svg[role=img]')"
    )
    assert until(page, f"document.readyState === 'complete' && {drawn}.length + 1") - 1 == (
        3 if name in LIVE else 0
    )
    fonts = page.js(
        "document.fonts.ready.then(() => [...document.fonts].filter((font) => font.status === 'loaded').length)"
    )
    assert fonts == page.js("Number(document.querySelector('math') !== null)")
    shown = "[...document.images].filter((image) => image.checkVisibility())"
    page.js(f"{shown}.forEach((image) => {{ image.loading = 'eager' }})")
    assert until(page, f"{shown}.every((image) => image.complete && image.naturalWidth > 0)")
    masks = page.js(
        "[...document.querySelectorAll('.sidebar-search-container, .admonition-title')].map((node) =>"
        " getComputedStyle(node, '::before').maskImage).filter((mask) => mask !== 'none')"
    )
    assert masks
    assert all(mask.startswith('url("data:') for mask in masks)
    assert not page.failures()


def test_a_live_figure_follows_slider_button_and_key(open_page):
    page = open_page(CHAPTER)
    assert page.js(f"{VALUE}.alpha") == 1.15
    page.press("gd-explorable input[id$=alpha]", "ArrowRight")
    assert page.js(f"{VALUE}.alpha") == pytest.approx(1.2)
    steps = page.js(f"{VALUE}.steps")
    page.press("gd-explorable .buttons button:last-child", "Enter")
    assert page.js(f"{VALUE}.steps") == steps + 1
    page.press("gd-explorable .cost .g-handle", "ArrowRight")
    assert page.js(f"{VALUE}.start[0]") == pytest.approx(0.05)
    page.press("gd-explorable .marks button:last-child", "Enter")
    assert page.js(f"{VALUE}.regime") == "cycling"


@pytest.mark.parametrize(("button", "said"), [(2, "link"), (3, "Python")])
def test_a_view_is_copied_or_shown_to_be_copied(open_page, button, said):
    page = open_page(CHAPTER)
    page.press("gd-explorable input[id$=alpha]", "ArrowRight")
    page.press(f"gd-explorable .actions button:nth-child({button})", "Enter")
    message = "document.querySelector('gd-explorable .message')"
    text = until(page, f"({message}.textContent || {message}.querySelector('textarea')?.value)")
    assert text.lower() == f"{said} copied".lower() or "alpha=1.2" in text
    if said == "link":
        shared = page.js("location.hash")
        assert "alpha=1.2" in shared
        open_page("index")
        assert open_page(CHAPTER, shared).js(f"{VALUE}.alpha") == pytest.approx(1.2)


def test_code_is_copied(open_page):
    page = open_page(CHAPTER)
    assert until(page, "document.querySelector('button.copybtn')?.classList.length")
    page.press("button.copybtn", "Enter")
    assert until(page, "document.querySelector('button.copybtn.success') !== null")


def test_the_search_finds_and_leads_to_what_it_found(open_page):
    page = open_page("search", "?q=eigenvalue")
    link = "document.querySelector('#search-results ul.search > li a[href*=two-parameters]')"
    until(page, f"{link} !== null")
    address = page.js(f"{link}.href")
    page.open(address)
    assert page.js("document.querySelector('h1').textContent").startswith("Fit two parameters")


def test_the_mode_is_switched_and_kept(open_page):
    page = open_page(CHAPTER)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.js("document.body.dataset.theme")
    page.press(".theme-toggle-content .theme-toggle", "Enter")
    theme = page.js("document.body.dataset.theme")
    assert theme != before
    colour = page.js(ground)
    page = open_page("index")
    assert (page.js("document.body.dataset.theme"), page.js(ground)) == (theme, colour)


def test_what_needs_a_server_says_so_in_its_place(open_page):
    page = open_page("lab/one-parameter")
    ways = page.js("document.querySelector('.take-home').innerText")
    assert "does not start from a folder: serve the site" in " ".join(ways.split())
    assert not page.js("document.querySelectorAll('a[href*=\"/lite/\"]').length")
    assert page.js("document.querySelector('a.wheel').textContent").startswith("file:///")
