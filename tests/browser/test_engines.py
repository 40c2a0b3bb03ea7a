"""The site in each engine as its readers have it: served, from a folder on disk, and on paper.

`--engines firefox,webkit` says in which; Chromium alone is asked for where nothing is said.
"""

import json
from pathlib import Path

import fediverse
import figures
import numpy as np
import paper
import pytest
import serving
from engines import OTHERS, open_chromium
from hostile import ALLOWED, CONTENTS
from starlette.responses import Response

CHAPTER, TWO = "tutorial/one-parameter", "tutorial/two-parameters"
LIVE = ["index", CHAPTER, "lab/one-parameter"]
STILL = ["gallery/index", "gallery/fit_two_parameters", "how-to/run", "reference/index"]
PRINTED = {
    "index": "light",
    CHAPTER: "dark",
    "tutorial/scaling": "light",
    "gallery/fit_two_parameters": "dark",
}
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
# The longest words of each answer without a formula, of which a PDF has letters of its own.
WORDS = """
[...document.querySelectorAll(".answers p")].map((answer) =>
  [...answer.childNodes].filter(({ nodeName }) => nodeName === "#text")
    .map(({ data }) => data.trim().split(/\\s+/).join(" ")).sort((a, b) => b.length - a.length)[0])
"""
FIGURE = "document.querySelector('gd-explorable')"
VALUE = f"{FIGURE}.value"
LOOK = Path(__file__).with_name("formulas.js").read_text()
FORMULAS = f"({LOOK[LOOK.index('() =>') :]})()"
SHOWN = "[...document.images].filter((image) => image.checkVisibility())"
PICTURES = f"{SHOWN}.every((image) => image.complete && image.naturalWidth > 0)"


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
def served(address):
    return address


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Somewhere on disk, under a name that addresses write in another way."""
    folder = tmp_path_factory.mktemp("home") / "my site, 100 % Ü #1"
    folder.symlink_to(serving.HTML, target_is_directory=True)
    return folder.as_uri()


@pytest.fixture(scope="module", params=["served", "folder"])
def root(request):
    return request.getfixturevalue(request.param)


async def gone(request):
    return Response(status_code=404)


def opener(engine, root):
    def open_page(name, query=""):
        engine.open(f"{root}/{name}.html{query}")
        return engine

    return open_page


@pytest.fixture
def open_page(engine, root):
    """Open a page of the site, from a server and from a folder."""
    yield opener(engine, root)
    engine.js("localStorage.clear()")
    assert not engine.failures()


@pytest.fixture
def open_served(engine, served):
    """Open a page from a server."""
    yield opener(engine, served)
    engine.js("localStorage.clear()")
    engine.resize(1440)
    assert not engine.failures()


def until(engine, expression):
    """What the expression gives, once that is true."""
    seen = engine.js(UNTIL % expression)
    assert seen, expression
    return seen


def in_theme(open_page, name, theme):
    """A page in the mode that a reader has chosen."""
    page = open_page(name)
    page.js(f"localStorage.setItem('theme', '{theme}')")
    return open_page(name)


def test_what_goes_wrong_is_told(engine, tmp_path):
    loud = tmp_path / "loud.html"
    loud.write_text("<!doctype html><script>console.warn('a warning'); nonsense();</script>")
    engine.open(loud.as_uri())
    said = " ".join(engine.failures())
    assert "a warning" in said
    assert "nonsense" in said
    with pytest.raises(Exception, match="nothing"):
        engine.js("nothing.at.all")


def test_where_a_page_is_left_the_next_one_answers(engine, tmp_path):
    for name in ("first", "second"):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    engine.open((tmp_path / "first.html").as_uri())
    leave = "document.title === 'first' && (location.assign('second.html'), true)"
    assert until(engine, f"(window.left ??= {leave}, document.title === 'second')")


# -- Any page ------------------------------------------------------------------------------------
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [page.removesuffix(".html") for page in serving.pages()])
def test_a_page_holds_together_on_any_screen(open_served, theme, name):
    page = in_theme(open_served, name, theme)
    until(page, "document.readyState === 'complete'")
    for width in (1440, 390, 360, 344):
        page.resize(width)
        assert page.js("document.documentElement.scrollWidth") <= width
        assert not page.js(FORMULAS)


@pytest.fixture(scope="module")
def pieces(engine, served):
    opener(engine, served)("tutorial/momentum")
    yield engine
    engine.failures()


@pytest.mark.parametrize(
    ("part", "css", "child", "of_child", "says"),
    [
        ("msub", "inline-block", ":last-child", "margin-left: 2em", "a script begins"),
        ("mfrac", "inline-block; width: 5px", "*", "width: 20px", "a fraction does not contain"),
        ("msqrt", "inline-block; width: 20em", "*", "", "a gap follows a root"),
        ("mtd", "inline-block; width: 5px", "*", "width: 20px", "a cell does not contain"),
        ("math[display]", "inline-block; width: 20px; white-space: normal", "*", "", "a formula"),
        (".math-and-mark", "inline-block; width: 5px; white-space: normal", "math", "", "a line"),
    ],
)
def test_a_formula_in_pieces_is_caught(pieces, part, css, child, of_child, says):
    """No engine lays these boxes out as it lays out formulas: as what a fault makes of them."""
    pieces.js(
        f"""(() => {{
          const part = document.querySelector("article {part}");
          part.style.cssText = "display: {css}";
          for (const child of part.querySelectorAll(":scope > {child}"))
            child.style.cssText = "display: inline-block; {of_child}";
        }})()"""
    )
    found = pieces.js(FORMULAS)
    pieces.js(
        "document.querySelectorAll('article [style]').forEach((part) => part.removeAttribute('style'))"
    )
    assert any(fault.startswith(says) for fault in found), found
    assert not pieces.js(FORMULAS)


@pytest.mark.parametrize("name", [*LIVE, *STILL])
def test_a_page_is_whole(open_page, root, name):
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
    assert until(page, PICTURES)  # without being scrolled to
    masks = page.js(
        "[...document.querySelectorAll('.sidebar-search-container, .admonition-title')].map((node) =>"
        " getComputedStyle(node, '::before').maskImage).filter((mask) => mask !== 'none')"
    )
    assert masks
    kind = "data" if root.startswith("file:") else "http"
    assert all(mask.startswith(f'url("{kind}:') for mask in masks)


# -- The live figure -------------------------------------------------------------------------------
def any_settings(kind, rng):
    """Settings that somebody may choose, or share."""
    for _ in range(200):
        yield {key: any_value(setting, rng) for key, setting in figures.KINDS[kind].items()}


def any_value(setting, rng):
    value = setting["value"]
    if isinstance(value, bool):
        return bool(rng.integers(2))
    if "points" in setting:
        some = rng.integers(setting["points"], size=rng.integers(3))
        return {int(i): rng.uniform(-2, 2, 2).tolist() for i in some}
    if setting.get("whole"):
        return int(rng.integers(setting["min"], setting["max"] + 1))
    if "least" in setting:
        return 10 ** rng.uniform(-2, 1)
    return rng.uniform(setting["min"], setting["max"], np.shape(value)).tolist()


@figures.every_kind
def test_a_live_figure_says_what_gd_says(open_served, kind):
    name, *_ = figures.home(kind).PAGE.split("#")
    page, element = open_served(name), f"document.querySelector('gd-explorable[kind={kind}]')"
    settings = json.dumps([*any_settings(kind, np.random.default_rng(0))])
    values = page.js(
        f"{settings}.map((chosen) => ({figures.VALUE})(Object.assign({element}, chosen)))"
    )
    assert len(values) == 200
    for value in values:
        figures.agrees_with_gd(figures.read(value))


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


@pytest.mark.parametrize("width", [390, 1440])
def test_a_live_figure_follows_the_mouse(open_served, width):
    page = open_served(CHAPTER)
    page.resize(width)
    page.click("gd-explorable input[id$=alpha]")
    assert page.js(f"{VALUE}.alpha") == pytest.approx(3, abs=0.1)  # the middle of the slider
    page.drag("gd-explorable .cost .g-handle", 40, 0)
    assert 0.1 < page.js(f"{VALUE}.start[0]") < 0.6
    figures.agrees_with_gd(figures.read(page.js(f"({figures.VALUE})({FIGURE})")))


def test_a_rate_is_dragged_along_its_curve(open_served):
    page = open_served(figures.home("ray").PAGE.split("#")[0])
    page.resize(1440)
    point, element = "gd-explorable[kind=ray] .ray .g-handle", "gd-explorable[kind=ray]"
    page.js(f"void (document.querySelector('{element}').value = {{ steps: 0, alpha: 0.3 }})")
    until(page, f"document.querySelector('{point}').ariaValueNow === '0.3'")
    page.drag(point, -40, 0)
    value = f"document.querySelector('{element}').value"
    dragged = page.js(f"{value}.alpha")
    assert 0.15 < dragged < 0.29
    page.press(point, "ArrowRight")
    assert page.js(f"{value}.alpha") == pytest.approx(dragged + 0.02)


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


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_shared_view_is_brought_below_the_header(open_served, width):
    page = open_served(TWO)
    page.resize(width)
    shared = f"#{page.js(f'{FIGURE}.id')}?kind=two-parameters&alpha=1.2"
    open_served("index")
    open_served(TWO, shared)
    box = f"{FIGURE}.getBoundingClientRect()"
    header = "document.querySelector('.mobile-header').getBoundingClientRect().bottom"
    top = until(page, f"{box}.top < innerHeight / 2 && {box}.top")
    assert top >= page.js(header) + 40  # where the button back to the top may be


# -- Comments --------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", ["served", "folder"])
def test_comments_are_loaded_and_are_as_safe(engine, mastodon, commented, discussed, where):
    """The status of each hostile content, too, for each engine has a parser of its own."""
    replies = [
        fediverse.status(number, f"<p>This is {number}.</p>{content}")
        for number, content in enumerate(CONTENTS.values(), start=1)
    ]
    mastodon.tell(fediverse.status(99, to=1), *replies, most=999)
    engine.resize(360)
    engine.open(discussed if where == "served" else (commented / fediverse.PAGE).as_uri())
    assert not engine.failures()
    engine.press(".comments button", "Enter")
    says = until(
        engine,
        "document.querySelector('.comments > ol') && document.querySelector('.ask [role=status]').textContent",
    )
    assert says == f"{len(CONTENTS) + 1} replies."
    assert engine.js("document.activeElement.localName") == "button"
    assert engine.js("typeof ran") == "undefined"
    folds = "document.querySelectorAll('.comments details')"
    engine.js(f"{folds}.forEach((fold) => (fold.open = true))")
    assert engine.js("document.documentElement.scrollWidth") <= 360
    made = "[...document.querySelectorAll('.comments .text *')]"
    names = engine.js(f"[...new Set({made}.map((part) => part.localName))]")
    assert {*names} <= ALLOWED
    links = f"{made}.filter((part) => part.attributes.length)"
    assert engine.js(f"{links}.length") > 0
    assert engine.js(
        f"{links}.every((link) => link.matches('a[href^=http][rel=\"nofollow noopener ugc\"]') && link.attributes.length === 2)"
    )
    (sides,) = engine.js(
        f"""{made}.filter((part) => part.textContent.startsWith("שלום")).map((part) => {{
          const [line, box] = [document.createRange(), part.getBoundingClientRect()];
          line.selectNodeContents(part);
          const {{ left, right }} = line.getBoundingClientRect();
          return [left - box.left, box.right - right];
        }})"""
    )
    assert sides == [pytest.approx(200, abs=100), pytest.approx(0, abs=1)]
    mastodon.tell(instead=gone)
    engine.press(".comments button", "Enter")
    said = "document.querySelector('.ask [role=status]').textContent"
    until(engine, f"{said}.startsWith('The post is not there any more')")
    engine.failures()  # of what was not there
    engine.resize(1440)


# -- What is around it -----------------------------------------------------------------------------
def test_code_is_copied(open_page):
    page = open_page(CHAPTER)
    assert until(page, "document.querySelector('.cell button.copybtn')?.classList.length")
    page.press(".cell button.copybtn", "Enter")
    assert until(page, "document.querySelector('button.copybtn.success') !== null")


def test_the_search_finds_and_leads_to_what_it_found(open_page):
    page = open_page(CHAPTER)
    page.js("void (document.querySelector('.sidebar-search').value = 'eigenvalue')")
    page.press(".sidebar-search", "Enter")
    link = "document.querySelector('#search-results ul.search > li a[href*=two-parameters]')"
    until(page, f"{link} !== null")
    assert not page.failures()
    page.open(page.js(f"{link}.href"))
    page.failures()  # WebKit tells that what was asked for did not come any more
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


# What is at the edge of a window is under WebKit's scroll bar, in the window that a test has.
@pytest.mark.parametrize(
    ("gesture", "opens", "drawer"), [("click", "nav", "sidebar"), ("press", "toc", "toc")]
)
def test_a_drawer_opens_and_closes(open_served, gesture, opens, drawer):
    page = open_served(CHAPTER)
    page.resize(390)
    seen = (
        f"[...document.querySelectorAll('.{drawer}-drawer a')].some((link) =>"
        " link.checkVisibility({ visibilityProperty: true }))"
    )
    until(page, f"!{seen}")
    getattr(page, gesture)(
        f".mobile-header button.{opens}-overlay-icon", *["Enter"] * (gesture == "press")
    )
    until(page, seen)
    page.js("void (document.activeElement.id = 'used')")
    page.press(f".{drawer}-drawer #used", "Escape")
    until(page, f"!{seen}")


def test_what_needs_a_server_says_so_in_its_place(engine, folder):
    page = opener(engine, folder)("lab/one-parameter")
    ways = page.js("document.querySelector('.take-home').innerText")
    assert "does not start from a folder: serve the site" in " ".join(ways.split())
    assert not page.js("document.querySelectorAll('a[href*=\"/lite/\"]').length")
    assert page.js("document.querySelector('a.wheel').textContent").startswith("file:///")


# -- On paper --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "theme"), PRINTED.items())
def test_a_page_can_be_handed_out_on_paper(open_served, name, theme):
    page = in_theme(open_served, name, theme)
    until(page, f"document.readyState === 'complete' && {PICTURES}")
    panels = page.js(
        "[...document.querySelectorAll('gd-explorable svg[role=group]')].map((panel) => panel.ariaLabel)"
    )
    marked = page.js("document.querySelector('gd-explorable .marks')?.checkVisibility()")
    answers = page.js(WORDS)
    sheets = paper.sheets(page.pdf())
    for sheet in sheets:
        assert not sheet.cut
        assert not sheet.full
        assert sheet.blank < 0.15  # where a picture did not come
    if not name.startswith("gallery/"):
        assert len(panels) == 3
        (figure,) = [sheet.text for sheet in sheets if all(panel in sheet.text for panel in panels)]
        assert ("2/" in figure) == marked  # under α
    assert bool(answers) == name.startswith("tutorial/")
    if answers:
        *others, last = (" ".join(sheet.text.split()) for sheet in sheets)
        assert "Answers" in last
        for answer in answers:
            assert answer in last
            assert not [sheet for sheet in others if answer in sheet]
