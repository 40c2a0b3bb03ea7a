"""The live figures, used as readers use them: by mouse, finger and keyboard, with and without."""

import io
import itertools
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from urllib.parse import quote

import chromium
import figures
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

import gd

ONE, TWO = "tutorial/one-parameter", "tutorial/two-parameters"
PAGES = (
    "index",
    "tutorial/derivation",
    ONE,
    "tutorial/learning-rate",
    TWO,
    "tutorial/scaling",
    "tutorial/scale",
)
DRAWS = np.random.default_rng(0).normal(size=20).round(2)
SLIDERS = {
    ONE: {
        "Steps": "steps",
        "Learning rate α": "alpha",
        "Start θ₁": "start0",
        "True θ₁": "truth0",
        "Noise": "noise",
    },
    TWO: {
        "Steps": "steps",
        "Learning rate α": "alpha",
        "Start θ₀": "start0",
        "Start θ₁": "start1",
        "True θ₀": "truth0",
        "True θ₁": "truth1",
        "Noise": "noise",
        "Shift of x": "shift",
    },
}
EACH_SLIDER = [(page, label) for page, labels in SLIDERS.items() for label in labels]
both_kinds = pytest.mark.parametrize("name", [ONE, TWO])
every_page = pytest.mark.parametrize("name", PAGES)


def figure(page):
    return page.locator("gd-explorable").first


def slider(page, label):
    """The slider of that label: the draggable points are sliders too, to a screen reader."""
    return figure(page).locator("input").and_(page.get_by_label(label, exact=True))


def value(page):
    return figures.read(figure(page).evaluate(figures.VALUE))


def set_to(page, **settings):
    figure(page).evaluate("(element, settings) => Object.assign(element, settings)", settings)
    settle(page)


def show(locator):
    """Scroll there at once; the theme would glide."""
    locator.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")


def settle(page):
    """Until what was asked for is drawn, words too."""
    page.wait_for_function("() => unsettled.size === 0")


def follow(page, fragment):
    """Put a fragment into the address, and wait until the figure has read it."""
    page.evaluate(
        """(fragment) => new Promise((done) => {
             addEventListener("hashchange", done, { once: true });
             location.hash = fragment;
           }).then(() => undefined)""",
        fragment,
    )
    settle(page)


def copied(page, what):
    """What is in the clipboard, once the figure says that it is."""
    page.get_by_text(f"{what} copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def data_of(truth, noise, shift=0, standardise=False):
    """The data that the sliders promise."""
    x = np.linspace(-1, 1, 20) + shift
    y = (truth[0] * x if len(truth) == 1 else truth[0] + truth[1] * x) + noise * DRAWS
    return ((x - x.mean()) / x.std() if standardise else x), y


def drawn_without_nonsense(page):
    attributes = figure(page).evaluate(
        """(element) => [...element.querySelectorAll("svg *, svg")].flatMap((node) =>
             [...node.attributes].map(({ name, value }) => `${name}=${value}`))"""
    )
    assert len(attributes) > 200
    assert not [text for text in attributes if re.search("NaN|Infinity|undefined|null", text)]


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# -- Values and controls ---------------------------------------------------------------------
@every_page
def test_a_figure_starts_as_its_page_asks_and_agrees_with_gd(open_page, name):
    page = open_page(name)
    v = value(page)
    for key in ("alpha", "steps"):  # of which the still figure was drawn, within the slider's reach
        asked = figure(page).get_attribute(key)
        assert asked is None or v[key] == float(asked)
    x, y = data_of(v["truth"], v["noise"], v.get("shift", 0), v.get("standardise", False))
    np.testing.assert_allclose(v["x"], x, rtol=1e-12)
    np.testing.assert_allclose(v["y"], y, rtol=1e-12)
    figures.agrees_with_gd(v)


@pytest.mark.parametrize(("name", "label"), EACH_SLIDER)
def test_a_slider_sets_what_its_label_says(open_page, name, label):
    page = open_page(name)
    control = slider(page, label)
    before = float(control.input_value())
    control.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    settle(page)
    shown = figure(page).locator(f'output[for="{control.get_attribute("id")}"]').inner_text()
    now = float(shown.replace("−", "-"))
    assert now > before
    v = value(page)
    readings = {
        key: float(slider(page, other).input_value()) for other, key in SLIDERS[name].items()
    }
    flat = dict(v) | {f"{key}{j}": n for key in ("start", "truth") for j, n in enumerate(v[key])}
    assert {key: flat[key] for key in readings} == pytest.approx(readings)
    assert flat[SLIDERS[name][label]] == pytest.approx(now)
    x, y = data_of(v["truth"], v["noise"], v.get("shift", 0))
    np.testing.assert_allclose([v["x"], v["y"]], [x, y], rtol=1e-12, atol=1e-15)
    figures.agrees_with_gd(v)
    drawn_without_nonsense(page)


def test_the_switch_standardises_x(open_page):
    page = open_page("tutorial/scaling")
    page.get_by_label("Standardise x").check()
    v = value(page)
    x, _ = data_of(v["truth"], v["noise"], v["shift"], standardise=True)
    np.testing.assert_allclose(v["x"], x, rtol=1e-12)
    assert v["criticalRate"] == pytest.approx(2)
    figures.agrees_with_gd(v)
    page.get_by_role("button", name="1/λ").click()
    settle(page)
    v = value(page)
    assert v["regime"] == "one step"
    assert v["thetas"][1] == pytest.approx(v["minimizer"])


def test_three_neighbours_can_move_and_leave_the_minimiser_where_it_was(open_page):
    """What the chapter about many points asks for, key by key."""
    page = open_page("tutorial/scale")
    before = value(page)
    page.locator(".data .g-handle").nth(3).click()
    for key in ("Shift+ArrowUp", "PageDown", *["Shift+ArrowDown"] * 2, "PageDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    settle(page)
    after = value(page)
    moved = np.subtract(after["y"], before["y"])
    np.testing.assert_allclose(moved[3:6], [0.2, -0.4, 0.2], atol=1e-9)
    assert np.count_nonzero(moved) == 3
    assert after["x"] == before["x"]
    np.testing.assert_allclose(after["minimizer"], before["minimizer"], rtol=1e-9)
    np.testing.assert_allclose(after["thetas"], before["thetas"], rtol=1e-9, atol=1e-12)
    rise = np.subtract(after["costs"], before["costs"])
    np.testing.assert_allclose(rise, rise[0], rtol=1e-9)
    assert abs(rise[0]) > 1e-3
    figures.agrees_with_gd(after)


def test_the_marks_under_alpha_are_the_thresholds_of_the_data(open_page):
    page = open_page(ONE)
    critical = value(page)["criticalRate"]
    page.get_by_role("button", name="1/h").click()
    v = value(page)
    assert (v["alpha"], v["regime"]) == (pytest.approx(critical / 2, rel=1e-12), "one step")
    assert v["thetas"][1] == pytest.approx(v["minimizer"])
    page.get_by_role("button", name="2/h").click()
    assert value(page)["regime"] == "cycling"
    # The thumb stands above the mark.
    control, mark = slider(page, "Learning rate α"), page.get_by_role("button", name="2/h")
    low, high = (float(control.get_attribute(name)) for name in ("min", "max"))
    box = control.bounding_box()
    thumb = box["x"] + 9 + (critical - low) / (high - low) * (box["width"] - 18)
    assert centre(mark)[0] == pytest.approx(thumb, abs=1)
    # From between two steps, the slider goes on to one of them.
    control.focus()
    page.keyboard.press("ArrowLeft")
    assert value(page)["alpha"] * 20 == pytest.approx(round(value(page)["alpha"] * 20))


def test_a_rate_beyond_the_slider_is_kept_and_shown(open_page):
    page = open_page(TWO)
    set_to(page, shift=5)
    assert value(page)["alpha"] == 0.7
    control = slider(page, "Learning rate α")
    assert float(control.input_value()) == float(control.get_attribute("max")) < 0.7
    assert control.get_attribute("aria-valuetext") == "0.700"
    assert value(page)["regime"] == "diverging"
    set_to(page, shift=0)
    assert float(control.input_value()) == 0.7


def test_steps_go_forward_and_back_with_their_arithmetic(open_page):
    page = open_page(ONE)
    set_to(page, steps=0)
    assert page.get_by_role("button", name="One step back").is_disabled()
    page.get_by_role("button", name="One step forward").click()
    settle(page)
    v = value(page)
    assert v["steps"] == 1
    text = page.locator(".sums").inner_text()
    now, after = v["thetas"][1][0], gd.update(figures.cost(v), v["thetas"][1], v["alpha"])[0]
    slope = figures.cost(v).gradient(v["thetas"][1])[0]
    for number in (now, slope, after):
        assert f"{abs(number):.6g}"[:6] in text
    # The sum is right with the digits that are shown, too.
    start, rate, slope, after = map(float, re.findall(r"\d+\.\d+", text.partition("J/")[2]))
    assert start + rate * slope == pytest.approx(after, abs=0.6e-5)
    page.get_by_role("button", name="One step back").click()
    assert value(page)["steps"] == 0


@pytest.mark.parametrize(
    ("factor", "said"),
    [(0.742, "74.2 %"), (0.99983, "99.983 %"), (1 - 1e-8, "almost 100 %"), (0, "0 %")],
)
def test_a_step_that_keeps_nearly_all_is_not_said_to_keep_all(open_page, address, factor, said):
    effect = """async ([words, factor]) =>
      (await import(words)).effect({ regime: "monotone", factors: [0.3, factor] })"""
    words = f"{address}/explorable/words.js"
    assert f"along it {said} stays" in open_page(TWO).evaluate(effect, [words, factor])


def test_play_runs_to_where_it_was_and_can_be_paused(open_page):
    page = open_page(ONE, clock=True)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(500)
    page.get_by_role("button", name="Pause").click()
    paused = value(page)["steps"]
    assert 0 < paused < 19
    page.clock.run_for(1000)
    assert value(page)["steps"] == paused
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(6000)
    assert value(page)["steps"] == 19
    page.get_by_role("button", name="Play").wait_for()
    # A step back, another rate or a drag does not make it forget where it was going.
    page.get_by_role("button", name="One step back").click()
    slider(page, "Learning rate α").focus()
    page.keyboard.press("ArrowRight")
    page.clock.run_for(100)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1000)
    assert value(page)["steps"] == 19


def test_whoever_prefers_less_motion_sees_one_step_a_second(open_page):
    page = open_page(ONE, reduced_motion="reduce", clock=True)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1700)
    assert value(page)["steps"] == 1
    page.clock.run_for(1000)
    assert value(page)["steps"] == 2


@pytest.mark.parametrize("shift", [0, 0.2, 2, 3.5])
def test_each_contour_is_a_level_of_the_cost(open_page, shift):
    page = open_page(TWO)
    set_to(page, shift=shift)
    rings = page.locator(".cost .g-curve")
    along = rings.evaluate(
        """(path) => Array.from({ length: 500 }, (_, i) => {
             const { x, y } = path.getPointAtLength((i / 500) * path.getTotalLength());
             return [x, y];
           })"""
    )
    number = r"(-?[\d.]+)"
    first = re.match(
        rf"M{number} {number}a\S+ \S+ \S+ 0 1 {number} {number}", rings.get_attribute("d")
    )
    x, y, dx, dy = map(float, first.groups())
    offset = (np.array(along) - [x + dx / 2, y + dy / 2]) * [1, -1]
    hessian = figures.cost(value(page)).hessian
    level = np.sqrt(np.einsum("ki,ij,kj->k", offset, hessian, offset))
    ring = 9 * level / level.max()
    np.testing.assert_allclose(ring, ring.round(), atol=0.03)


# -- Dragging --------------------------------------------------------------------------------
@both_kinds
def test_the_mouse_drags_the_start(open_page, name):
    page = open_page(name)
    before = value(page)
    show(figure(page))
    x, y = centre(page.locator(".cost .g-handle"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 30, steps=4)
    page.mouse.up()
    v = value(page)
    assert v["start"] != before["start"]
    assert [round(n, 6) for n in v["start"]] == v["start"]
    assert np.sign(np.subtract(v["start"], before["start"])).tolist() == [1.0] * len(v["start"])
    figures.agrees_with_gd(v)


@both_kinds
def test_the_mouse_drags_a_data_point_and_the_thresholds_move(open_page, name):
    page = open_page(name)
    before = value(page)
    show(figure(page))
    point = page.locator(".data .g-handle").last
    x, y = centre(point)
    mark = page.locator(".marks button").last
    was = centre(mark)[0]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 50, steps=4)
    settle(page)
    assert centre(point) == pytest.approx((x + 20, y + 50), abs=1)
    page.mouse.up()
    settle(page)
    v = value(page)
    assert v["x"][-1] > before["x"][-1]
    assert v["y"][-1] < before["y"][-1]
    assert v["x"][:-1] == before["x"][:-1]
    assert v["criticalRate"] != before["criticalRate"]
    if name == ONE:  # in two parameters the steepest curvature here is that of the intercept
        assert centre(mark)[0] < was - 1
    figures.agrees_with_gd(v)
    page.get_by_role("button", name="Reset").click()
    assert value(page) == before


@both_kinds
def test_a_finger_drags_the_start_and_scrolls_beside_it(open_page, name):
    page = open_page(name, width=360, height=800, has_touch=True, is_mobile=True)
    before = value(page)
    ring = page.locator(".cost .g-handle")
    show(ring)
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        where = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    where = "document.querySelector('gd-explorable').getBoundingClientRect().top"
    top = page.evaluate(where)
    x, y = centre(ring)
    touch("touchStart", (x, y))
    for part in range(1, 6):
        touch("touchMove", (x + 8 * part, y - 6 * part))
    touch("touchEnd")
    v = value(page)
    assert v["start"][0] > before["start"][0]
    assert page.evaluate(where) == top
    figures.agrees_with_gd(v)
    beside = page.locator(".cost svg").first.bounding_box()["x"] + 300
    touch("touchStart", (beside, y))
    for part in range(1, 9):
        touch("touchMove", (beside, y - 20 * part))
    touch("touchEnd")
    page.wait_for_function(f"(top) => {where} < top", arg=top)


@both_kinds
def test_arrows_move_what_can_be_dragged(open_page, name):
    page = open_page(name)
    before = value(page)
    start = page.locator(".cost .g-handle")
    start.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    settle(page)
    step = 0.05 if name == ONE else 0.1
    assert value(page)["start"][0] == pytest.approx(before["start"][0] + 11 * step)
    assert start.get_attribute("aria-valuetext").endswith("0.55" if name == ONE else "θ₀ 1.1, θ₁ 0")
    page.locator(".data .g-handle").first.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowUp")
    v = value(page)
    assert v["y"][1] == pytest.approx(before["y"][1] + 0.02)
    assert v["y"][0] == before["y"][0]
    ring = page.locator(".data .g-handle:focus")
    assert ring.evaluate("(node) => getComputedStyle(node).stroke") != "none"
    figures.agrees_with_gd(v)


def test_the_keyboard_goes_through_in_the_order_of_the_page(open_page):
    page = open_page(TWO)
    page.locator(".data .g-handle").first.focus()
    seen = []
    for _ in range(20):
        seen.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " ?? document.activeElement.labels?.[0]?.textContent"
                " ?? document.activeElement.textContent"
            )
        )
        page.keyboard.press("Tab")
    assert seen == [
        "Data point 1 of 20",
        "Start θ₀, θ₁",
        "One step back",
        "Play",
        "One step forward",
        "Steps",
        "Learning rate α",
        "1/λ",
        "best",
        "2/λ",
        "Start θ₀",
        "Start θ₁",
        "True θ₀",
        "True θ₁",
        "Noise",
        "Shift of x",
        "Standardise x",
        "Reset",
        "Copy link",
        "Copy as Python",
    ]


# -- Divergence ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (ONE, {"alpha": 6, "steps": 100}),
        (ONE, {"alpha": 6, "steps": 100, "start": [-1], "truth": [2], "noise": 0.5}),
        (TWO, {"alpha": 2.2, "steps": 100, "start": [4, -4], "truth": [-4, 4]}),
        (TWO, {"alpha": 2.2, "steps": 100, "shift": 5}),
        (TWO, {"alpha": 2.2, "steps": 3, "shift": 5, "standardise": True}),
        (TWO, {"start": [2, 2], "steps": 0}),
        (ONE, {"start": [0.5], "steps": 100}),
    ],
)
def test_every_corner_is_drawn_with_numbers(open_page, name, settings):
    page = open_page(name)
    set_to(page, **settings)
    drawn_without_nonsense(page)
    v = value(page)
    figures.agrees_with_gd(v)
    assert page.locator(".regime strong").inner_text() == v["regime"]


def test_divergence_is_said_in_words(open_page):
    page = open_page(ONE)
    set_to(page, alpha=6, steps=100)
    assert page.locator(".regime strong").inner_text() == "diverging"
    notes = page.locator(".g-note").all_text_contents()
    assert any("left the chart at step" in note for note in notes)
    assert any("off the chart from step" in note for note in notes)
    assert page.locator(".cost .g-danger").get_attribute("d")
    page.get_by_role("button", name="One step back").click()
    assert value(page)["steps"] == 99


def test_a_sentence_tells_it_once_it_has_settled(open_page):
    page = open_page(ONE, clock=True)
    region = page.locator("[aria-live]")
    assert "After 19 steps" in region.text_content()
    page.evaluate(
        """window.told = 0; new MutationObserver(() => told++).observe(
             document.querySelector("[aria-live]"), { childList: true, characterData: true, subtree: true })"""
    )
    slider(page, "Steps").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(100)
    assert page.evaluate("told") == 0
    page.clock.run_for(1500)
    assert "After 29 steps" in region.text_content()
    assert page.evaluate("told") == 1


# -- Sharing ---------------------------------------------------------------------------------
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@both_kinds
def test_a_shared_view_opens_again(open_page, address, name):
    page = open_page(name, **CLIPBOARD)
    slider(page, "Learning rate α").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".data .g-handle").first.focus()
    page.keyboard.press("Shift+ArrowUp")
    set_to(page, start=[1] if name == ONE else [1, -1.5])
    page.get_by_role("button", name="Copy link").click()
    link = copied(page, "Link")
    assert link == page.url
    again = open_page(link.removeprefix(f"{address}/").replace(".html", ""))
    assert value(again) == value(page)
    page.get_by_role("button", name="Reset").click()
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (ONE, {}),
        (ONE, {"noise": 0.3, "alpha": 5.4}),
        (TWO, {"shift": 3, "alpha": 0.1}),
        (TWO, {"shift": 3, "standardise": True, "noise": 1}),
        (TWO, {"moved": {"3": [0.5, -1.25]}, "start": [-1, 3.5]}),
        (ONE, {"alpha": 6, "steps": 100}),
    ],
)
def test_the_copied_python_prints_the_theta_on_the_screen(open_page, name, settings):
    page = open_page(name, **CLIPBOARD)
    figure(page).evaluate("(element, settings) => (element.value = settings)", settings)
    page.get_by_role("button", name="Copy as Python").click()
    script = copied(page, "Python")
    printed = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=True
    ).stdout
    v = value(page)
    np.testing.assert_allclose(
        [float(word) for word in printed.split()], v["thetas"][-1], rtol=1e-9
    )
    # And what is on the screen is that, rounded.
    shown = page.locator(".sums p").first.inner_text()
    for theta in v["thetas"][-1]:
        if 1e-3 < abs(theta) < 1e4:
            assert f"{abs(theta):.6g}" in shown


def test_without_a_clipboard_the_text_is_shown_selected(open_page):
    page = open_page(ONE)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy as Python").click()
    area = page.get_by_label("To copy")
    assert area.input_value().startswith("import numpy as np\n")
    assert page.evaluate("getSelection().toString()").startswith("import numpy")
    page.get_by_role("button", name="One step forward").click()
    assert not area.is_visible()


HOSTILE = [
    "alpha=1e999",
    "alpha=NaN",
    "alpha=-1",
    "alpha=0x10",
    "steps=3.5",
    "steps=1000000000",
    "start=<script>alert(1)</script>",
    "start=0,0,0,0",
    "truth=",
    "noise=Infinity",
    "standardise=maybe",
    "moved=0,1",
    "moved=99,1,1",
    "moved=0,1e300,0",
    "moved=__proto__,1,1",
    "__proto__=1",
    "constructor=1",
    "x=" + "9" * 4000,
    "kind=one-parameter",
    'alpha="><img src=x onerror=alert(1)>',
    "alpha=%E0%A4%A",
    "alpha=1.5&steps=3.5",
    "alpha=1.5&colour=red",
]


@pytest.fixture(scope="module")
def untouched(open_for_several):
    """The value of the figure as it comes, and how much markup it is."""
    page = open_for_several(TWO)
    return value(page), figure(page).evaluate("(e) => e.outerHTML.length")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_fragment_is_the_defaults(open_page, untouched, text):
    before, markup = untouched
    kind = "" if text.startswith("kind=") else "kind=two-parameters&"
    page = open_page(f"{TWO}#bowl?{kind}{text}")
    assert value(page) == before
    assert page.locator("gd-explorable script, gd-explorable img").count() == 0
    assert figure(page).evaluate("(e) => e.outerHTML.length") == pytest.approx(markup, abs=50)
    # So is one that comes later.
    follow(page, "#bowl?kind=two-parameters&alpha=0.4")
    assert value(page)["alpha"] == 0.4
    follow(page, f"#bowl?{kind}{quote(text)}")
    assert value(page) == before


def test_a_fragment_of_ten_megabytes_is_the_defaults(open_page):
    page = open_page(TWO)
    before = value(page)
    # Chromium itself refuses an address this long; the element must bear one that did get in.
    follow(page, "#bowl?kind=two-parameters&alpha=" + "1" * 1_900_000)
    assert value(page) == before
    read = "import('/explorable/state.js').then((m) => m.fromFragment("
    text = "'#bowl?kind=two-parameters&alpha=' + '1'.repeat(10_000_000)"
    state = page.evaluate(f"{read}{text}, 'bowl', m.defaults('two-parameters')))")
    assert state["alpha"] == before["alpha"]


def test_what_is_saved_is_what_is_true_at_the_click(open_page):
    page = open_page(ONE)
    with page.expect_download() as saved:
        figure(page).evaluate(
            """(element) => {
                 Object.assign(element, { alpha: 6, steps: 30 });
                 [...element.querySelectorAll("button")].find((b) => /SVG/.test(b.textContent)).click();
               }"""
        )
    text = saved.value.path().read_text("utf-8")
    assert "After 30 steps" in text
    assert "left the chart at step" in text


def test_the_picture_is_saved_as_an_svg_that_stands_alone(open_page, tmp_path):
    page = open_page(TWO)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as SVG").click()
    assert saved.value.suggested_filename == "bowl.svg"
    path = tmp_path / "bowl.svg"
    saved.value.save_as(path)
    root = ET.parse(path).getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{svg}svg")) == 3
    assert "After 14 steps" in root.findtext(f"{svg}title")
    text = path.read_text("utf-8")
    assert "var(" not in text
    assert "currentcolor" not in text.lower()
    assert 'stroke="rgb(0, 114, 178)"' in text


# -- As an element -----------------------------------------------------------------------------
def test_attributes_and_properties_redraw_and_events_tell(open_page):
    page = open_page(ONE)
    page.evaluate(
        """window.told = []; document.querySelector("gd-explorable").addEventListener(
             "input", (event) => told.push([event.target.localName, event.target.value.alpha]))"""
    )
    figure(page).evaluate("(element) => element.setAttribute('alpha', '2')")
    assert value(page)["alpha"] == 2
    figure(page).evaluate("(element) => (element.alpha = 3)")
    figure(page).evaluate("(element) => (element.alpha = 3)")
    figure(page).evaluate("(element) => (element.value = { ...element.value, steps: 7 })")
    slider(page, "Learning rate α").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("told") == [["gd-explorable", alpha] for alpha in (2, 3, 3, 3.05)]
    figure(page).evaluate("(element) => element.setAttribute('alpha', 'much')")
    assert value(page)["alpha"] == 1.15
    assert (
        figure(page).evaluate(
            "(element) => { try { element.steps = -1 } catch (error) { return error.message } }"
        )
        == "gd-explorable: steps cannot be -1"
    )
    figure(page).evaluate("(element) => element.setAttribute('kind', 'two-parameters')")
    settle(page)
    v = value(page)
    assert (v["kind"], len(v["thetas"][0])) == ("two-parameters", 2)
    figures.agrees_with_gd(v)


def test_several_on_a_page_do_not_disturb_each_other(open_page):
    page = open_page(ONE)
    page.evaluate(
        """for (const kind of ["two-parameters", "one-parameter", "of-no-kind"]) {
             const other = document.createElement("gd-explorable");
             other.setAttribute("kind", kind);
             document.querySelector("gd-explorable").after(other);
           }"""
    )
    settle(page)
    values = "[...document.querySelectorAll('gd-explorable')].map((element) => element.value)"
    before = page.evaluate(values)
    assert [v and v["kind"] for v in before] == [
        "one-parameter",
        None,
        "one-parameter",
        "two-parameters",
    ]
    slider(page, "Steps").focus()
    page.keyboard.press("ArrowRight")
    after = page.evaluate(values)
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    own = "gd-explorable, gd-explorable [id]"
    ids = page.evaluate(f"[...document.querySelectorAll('{own}')].map(({{ id }}) => id)")
    assert len(ids) == len(set(ids))


def test_nothing_runs_while_nothing_changes(open_page, chrome, address):
    page = open_page(TWO, until="load")
    page.wait_for_function("() => document.querySelector('[aria-live]').textContent")
    page.wait_for_function(
        "() => [...document.images].every((image) => image.complete || !image.checkVisibility())"
    )
    page.evaluate("() => new Promise((done) => requestIdleCallback(done))")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counted():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}

    before = counted()
    page.wait_for_timeout(1000)
    after = counted()
    for name in ("LayoutCount", "RecalcStyleCount"):
        assert after[name] == before[name]
    assert after["ScriptDuration"] - before["ScriptDuration"] < 0.01


# -- Any reader, any device ----------------------------------------------------------------------
@every_page
def test_without_javascript_the_still_figure_is_there(open_page, name):
    page = open_page(name, java_script_enabled=False)
    stills = page.locator("gd-explorable img.only-light")
    assert stills.count() == 3
    for still in stills.all():
        still.scroll_into_view_if_needed()
        assert still.is_visible()
        assert still.bounding_box()["width"] > 200
        assert still.get_attribute("alt")
    assert page.locator("gd-explorable button").count() == 0
    assert figure(page).bounding_box()["height"] < 720  # no room for controls that never come


@every_page
@pytest.mark.parametrize("width", [280, 344, 360, 640, 820, 1440])
def test_nothing_moves_when_the_live_figure_comes(open_page, name, width):
    page = open_page(name, width=width, until="load")
    shifts = page.evaluate(
        """async () => {
             const shifts = [];
             new PerformanceObserver((list) =>
               shifts.push(...list.getEntries().map(({ value }) => value))
             ).observe({ type: "layout-shift", buffered: true });
             await document.fonts.ready;
             for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
             await new Promise((done) => requestIdleCallback(done));
             return shifts;
           }"""
    )
    assert sum(shifts) < 0.01
    still, live = figure(page).evaluate(
        """(element) => {
             const live = element.offsetHeight;
             const still = document.createElement("div");
             still.className = "still";
             element.replaceChildren(still);
             return [element.offsetHeight, live];
           }"""
    )
    assert still == pytest.approx(live, abs=1)


@every_page
@pytest.mark.parametrize("width", [280, 344, 360, 640])
def test_all_of_it_fits_a_small_screen(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for extreme in ({}, {"steps": 100, "alpha": 6 if "one" in value(page)["kind"] else 2.2}):
        set_to(page, **extreme)
        box = figure(page).bounding_box()
        for part in page.locator("gd-explorable button, gd-explorable input, .sums p").all():
            if part.is_visible():
                inner = part.bounding_box()
                assert inner["x"] >= box["x"] - 1
                assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1
                assert inner["y"] + inner["height"] <= box["y"] + box["height"] + 1
        # Rows keep their height, whatever is in them.
        for row in (".regime", ".transport", ".actions"):
            fits = "(row) => row.scrollHeight <= row.offsetHeight + 1"
            assert page.locator(row).evaluate(fits), row


def test_colours_follow_the_mode_of_the_page(open_page):
    colour = "(node) => getComputedStyle(node).stroke"
    light, dark = (
        open_page(ONE, color_scheme=mode).locator(".cost .g-path.g-line").first.evaluate(colour)
        for mode in ("light", "dark")
    )
    assert (light, dark) == ("rgb(0, 114, 178)", "rgb(86, 180, 233)")
    page = open_page(ONE, color_scheme="light")
    page.evaluate("document.body.dataset.theme = 'dark'")
    assert page.locator(".cost .g-path.g-line").first.evaluate(colour) == dark


def pixels(locator):
    """How it looks, and how far each pixel is from that of its corner."""
    seen = np.asarray(Image.open(io.BytesIO(locator.screenshot())).convert("RGB"), dtype=int)
    return np.abs(seen - seen[0, 0]).max(axis=-1)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_sliders_and_their_marks_are_seen_in_forced_colours(open_page, mode):
    page = open_page(TWO, forced_colors="active", color_scheme=mode)
    for label in SLIDERS[TWO]:
        contrast = pixels(slider(page, label))
        middle = contrast[contrast.shape[0] // 2]
        assert np.mean(middle > 100) > 0.97  # its track and its thumb, from end to end
    for mark in page.locator("gd-explorable .marks button").all():
        if mark.is_visible():
            above = pixels(mark)[:5]
            assert np.mean((above > 100).any(axis=0)) * above.shape[1] == pytest.approx(2, abs=1)


@every_page
@pytest.mark.parametrize(("width", "times"), [(390, 1.35), (1440, 1.9)])
def test_large_letters_are_large_in_the_panels_too_and_all_fits(open_page, name, width, times):
    size = """(panel) => Math.min(...[...panel.querySelectorAll("text")].map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * panel.getScreenCTM().a))"""
    page = open_page(name, width=width)
    usual = page.locator(".cost svg").first.evaluate(size)
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.evaluate(chromium.DRAWN)
    assert page.locator(".cost svg").first.evaluate(size) > times * usual
    assert page.evaluate("document.documentElement.scrollWidth") == width
    box = page.locator("gd-explorable > .live").first.bounding_box()
    for text in page.locator("gd-explorable text").all():
        if text.is_visible() and text.text_content().strip():
            inner = text.bounding_box()
            assert inner["x"] >= box["x"]
            assert inner["x"] + inner["width"] <= box["x"] + box["width"]


@both_kinds
def test_a_page_from_right_to_left_keeps_the_figure_as_it_is(open_page, name):
    page = open_page(name)
    where = """() => [...document.querySelectorAll("gd-explorable :is(text, .marks button, label)")].map((node) => {
        const [box, figure] = [node, node.closest("gd-explorable")].map((part) => part.getBoundingClientRect());
        return [box.left - figure.left, box.width].map((v) => Math.round(v));
    })"""
    before = page.evaluate(where)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(where) == before
    directions = "(nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).direction))]"
    assert page.locator("article :is(pre, math, text, .marks button)").evaluate_all(directions) == [
        "ltr"
    ]


def test_print_shows_the_panels_on_white_and_what_is_chosen(open_page):
    page = open_page(TWO, color_scheme="dark")
    page.emulate_media(media="print")
    for shown in (".cost svg", ".sums", ".control input", ".marks button"):
        parts = page.locator(f"gd-explorable {shown}:not([hidden])").all()
        assert parts
        assert all(part.is_visible() for part in parts)
    assert page.locator(".switch output").inner_text() == "off"
    gone = page.locator("gd-explorable :is(.buttons, .actions) button")
    assert not any(part.is_visible() for part in gone.all())
    colour = "(node) => getComputedStyle(node).stroke"
    assert page.locator(".cost .g-path.g-line").first.evaluate(colour) == "rgb(0, 114, 178)"


STATES = {
    "as it comes": {},
    "diverging": {"steps": 100, "alpha": 6},
    "noisy": {"noise": 0.5, "steps": 0},
}


@pytest.fixture(scope="module")
def looked_at(request, open_for_several):
    name, mode, width = request.param
    return name, open_for_several(name, width=width, color_scheme=mode)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "looked_at",
    list(itertools.product((ONE, "tutorial/scaling"), ("light", "dark"), (390, 1440))),
    indirect=True,
    ids=str,
    scope="module",
)
def test_axe_finds_nothing(looked_at, state):
    name, page = looked_at
    page.get_by_role("button", name="Reset").click()
    settings = STATES[state]
    if "scaling" in name and "alpha" in settings:
        settings = {**settings, "alpha": 2.2, "standardise": True}
    set_to(page, **settings)
    found = Axe().run(page, context="gd-explorable").response["violations"]
    assert not found, json.dumps(found, indent=1)[:3000]
