"""What a figure offers: the controls that are named, a button that sets some, marks that can all be reached."""

import itertools

import chromium
import figures
import pytest
from figures import KINDS, centre, every_kind, figure, home, set_to, settle, show, slider, value

WIDTHS = (280, 344, 390, 600, 820, 1440)
TWO = home("two-parameters").PAGE
OFFERED = """
(element) => [...element.querySelectorAll("button, input")].filter((part) => part.checkVisibility())
  .map((part) => part.ariaLabel ?? part.labels?.[0]?.textContent ?? part.textContent)
"""
ALWAYS = ["Play", "Reset"]
WITH = {
    "steps": ["One step back", "One step forward"],
    "alpha": ["Copy link", "Copy as Python", "Save as SVG"],
}
# How high it is with the live figure and with the still one; what of the live one is cut off.
HEIGHTS = """
(element) => {
  const root = element.querySelector(".live");
  const [live, cut] = [element.offsetHeight, root.scrollHeight - root.clientHeight];
  const still = document.createElement("div");
  still.className = "still";
  Object.assign(still.dataset, root.dataset);
  element.replaceChildren(still);
  const height = element.offsetHeight;
  element.replaceChildren(root);
  return [live, height, cut];
}
"""
# Controls of which one lies over another.
COVERED = """
(element) => {
  const parts = [...element.querySelectorAll(".control, .live button:not(.marks *)")].filter((part) => part.checkVisibility());
  const boxes = parts.map((part) => part.getBoundingClientRect());
  return parts.filter((part, i) => boxes.some((a, j) => j < i &&
    Math.min(a.right, boxes[i].right) - Math.max(a.left, boxes[i].left) > 1 &&
    Math.min(a.bottom, boxes[i].bottom) - Math.max(a.top, boxes[i].top) > 1)).map((part) => part.textContent);
}
"""


def offer(page, controls, **attributes):
    figure(page).evaluate(
        """(element, attributes) => Object.entries(attributes).forEach(([name, text]) =>
             text === null ? element.removeAttribute(name) : element.setAttribute(name, text))""",
        {"controls": controls, **attributes},
    )
    settle(page)


def labels(kind, key):
    label = KINDS[kind][key].get("label", [])
    return [label] if isinstance(label, str) else label


@pytest.fixture(scope="module")
def pages(open_for_several):
    """The page of each kind, opened once at one width."""
    opened = {}

    def page(kind):
        opened[kind] = opened.get(kind) or open_for_several(home(kind).PAGE)
        return opened[kind]

    return page


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (kind, names)
        for kind in KINDS
        for there in [[key for key in KINDS[kind] if "label" in KINDS[kind][key]]]
        for names in [(), *itertools.combinations(there, 1), *itertools.combinations(there, 2)]
    ],
    ids=str,
)
def test_a_figure_shows_the_controls_that_are_named_and_no_others(pages, kind, names):
    page = pages(kind)
    offer(page, ", ".join(names))
    shown = figure(page).locator(".marks button:not([hidden])")
    marks = [mark.text_content() for mark in shown.all()]
    expected = [*ALWAYS, *(label for key in names for label in labels(kind, key))]
    for key in names:
        expected += WITH.get(key, [])
    expected += marks if "alpha" in names else []
    assert sorted(figure(page).evaluate(OFFERED)) == sorted(expected)
    for part, of in ((".regime", "alpha"), (".sums", "steps")):
        assert figure(page).locator(part).is_visible() == (of in names)
    for width in (344, 820, 1440):
        page.set_viewport_size({"width": width, "height": 1000})
        live, still, cut = figure(page).evaluate(HEIGHTS)
        assert live == pytest.approx(still, abs=1)
        assert cut <= 0
        assert not figure(page).evaluate(COVERED)


@pytest.mark.parametrize(
    ("kind", "key"),
    [(kind, key) for kind in KINDS for key in KINDS[kind] if "label" in KINDS[kind][key]],
)
def test_a_control_that_is_not_shown_needs_no_room(pages, kind, key):
    page = pages(kind)
    page.set_viewport_size({"width": 390, "height": 1000})
    there = [name for name in KINDS[kind] if "label" in KINDS[kind][name]]
    offer(page, " ".join(there))
    high = figure(page).bounding_box()["height"]
    parts = figure(page).locator(f".control[data-of={key}]").all()
    freed = sum(part.bounding_box()["height"] for part in parts)
    offer(page, " ".join(name for name in there if name != key))
    low = figure(page).bounding_box()["height"]
    more = key in ("steps", "alpha")  # what is said of them goes, too
    assert high - low > freed + 50 if more else high - low == pytest.approx(freed, abs=1)


@every_kind
def test_whoever_listens_is_told_of_the_rate_where_it_can_be_chosen(pages, kind):
    page = pages(kind)
    live = figure(page).locator("[aria-live]")
    for controls, told in ((None, True), ("steps", False), ("alpha", True), ("", False)):
        offer(page, controls)
        set_to(page, steps=value(page)["steps"] + 1)
        page.wait_for_function(
            "([live, steps]) => live.textContent.includes(`After ${steps} `)",
            arg=[live.element_handle(), value(page)["steps"]],
        )
        sentence = live.text_content()
        assert (f" {value(page)['regime'].capitalize()}: " in sentence) == told, sentence
    figure(page).get_by_role("button", name="Reset").click()


def test_names_that_there_are_not_are_as_no_names(pages):
    page = pages("two-parameters")
    offer(page, "steps, colour")
    assert len(figure(page).evaluate(OFFERED)) > 15


def test_what_has_no_control_can_be_set_and_shared(open_page):
    page = open_page(f"{TWO}#fit?kind=two-parameters&noise=1.5&alpha=0.4")
    offer(page, "")
    assert (value(page)["noise"], value(page)["alpha"]) == (1.5, 0.4)
    set_to(page, shift=2)
    figures.agrees_with_gd(value(page))
    page.get_by_role("button", name="Reset").click()
    assert (value(page)["noise"], value(page)["shift"], value(page)["alpha"]) == (0, 0, 0.7)
    assert "#" not in page.url


def test_a_button_sets_what_it_says_and_takes_it_back(open_page):
    page = open_page(TWO)
    offer(page, None, preset="Too large: alpha=2.1&steps=20", noise="1")
    button = page.get_by_role("button", name="Too large")
    for undo in (button, page.get_by_role("button", name="Reset")):
        set_to(page, start=[1, 1])
        before = value(page)
        assert button.get_attribute("aria-pressed") == "false"
        button.press("Space")
        settle(page)
        v = value(page)
        assert (v["alpha"], v["steps"], v["regime"]) == (2.1, 20, "diverging")
        assert (v["start"], v["noise"]) == ([1, 1], 1)
        assert button.get_attribute("aria-pressed") == "true"
        undo.click()
        settle(page)
        assert (value(page)["alpha"], value(page)["steps"]) == (before["alpha"], before["steps"])
        assert button.get_attribute("aria-pressed") == "false"
    button.click()
    slider(page, "Learning rate α").press("ArrowLeft")
    settle(page)
    assert button.get_attribute("aria-pressed") == "false"
    offer(page, None, preset="Too large: alpha=0")
    assert button.count() == 0


@pytest.mark.parametrize("controls", ["", "steps", "alpha", "noise"])
def test_a_button_has_its_room(open_page, controls):
    page = open_page(TWO)
    offer(page, controls, preset="Move three neighbours: moved=3,0,0.5_4,0,-1_5,0,0.5")
    for width in resized(page):
        live, still, cut = figure(page).evaluate(HEIGHTS)
        assert live == pytest.approx(still, abs=1), width
        assert cut <= 0, width
        buttons = figure(page).get_by_role("button").all()
        boxes = [button.bounding_box() for button in buttons if button.is_visible()]
        assert not any(overlap(*two) for two in itertools.combinations(boxes, 2)), width


def resized(page):
    """The page at each of the widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1000})
        page.evaluate(chromium.DRAWN)
        yield width


def overlap(a, b):
    across, down = (
        min(a[at] + a[size], b[at] + b[size]) - max(a[at], b[at])
        for at, size in (("x", "width"), ("y", "height"))
    )
    return across > 0.1 and down > 0.1


# -- Marks under α ----------------------------------------------------------------------------------
MARKED = [
    ("one-parameter", {}),
    ("one-parameter", {"moved": "19,6,0"}),
    ("two-parameters", {}),
    ("two-parameters", {"shift": 0.8}),
    ("two-parameters", {"shift": 2}),  # best and 2/λ are a fortieth of the slider apart
    ("two-parameters", {"shift": 2.8}),  # at the end of the slider
    ("two-parameters", {"shift": 5}),
    ("two-parameters", {"shift": 2, "standardise": True}),  # 1/λ is the best
    ("two-parameters", {"moved": "0,-9,0_19,9,0"}),
    ("stopping", {}),
    ("ray", {}),
    ("ray", {"slope": 0.05}),  # nearly the limit
    ("momentum", {"momentum": 0.6}),  # the limit is next to the best, and below
    ("two-classes", {}),
    ("two-classes", {"standardise": False, "alpha": 0.001}),
]
TICK = """
(mark) => mark.parentNode.getBoundingClientRect().left + parseFloat(getComputedStyle(mark, "::before").left) + 1
"""


@pytest.mark.parametrize(("kind", "settings"), MARKED, ids=str)
def test_each_mark_can_be_read_and_reached(open_page, kind, settings):
    page = open_page(home(kind).PAGE, has_touch=True)
    for _ in resized(page):
        set_to(page, **settings)
        marks_can_be_read_and_reached(page, kind)


def marks_can_be_read_and_reached(page, kind):
    control = slider(page, KINDS[kind]["alpha"]["label"])
    show(control)
    v = value(page)
    rates = home(kind).marks(v)
    marks = {name: figure(page).get_by_role("button", name=name, exact=True) for name in rates}
    boxes = [mark.bounding_box() for mark in marks.values()]
    assert all(min(box["width"], box["height"]) >= 24 for box in boxes)
    assert not any(overlap(*two) for two in itertools.combinations(boxes, 2))
    room = figure(page).locator(".live").bounding_box()
    for box in boxes:
        assert room["x"] <= box["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"]
    assert sorted(rates, key=rates.get) == sorted(
        rates, key=lambda name: marks[name].bounding_box()["x"]
    )
    (limit,) = figure(page).locator(".marks .limit").all_text_contents()
    assert rates[limit] == pytest.approx(v["criticalRate"])
    for mark in marks.values():
        assert mark.evaluate("(mark) => mark.scrollWidth <= mark.clientWidth")  # its words
    # The thumb stands above the tick.
    low, high = (float(control.get_attribute(name)) for name in ("min", "max"))
    track = control.bounding_box()
    for name, rate in rates.items():
        thumb = track["x"] + 9 + (rate - low) / (high - low) * (track["width"] - 18)
        assert marks[name].evaluate(TICK) == pytest.approx(thumb, abs=1)
    ways = itertools.cycle([page.touchscreen.tap, page.mouse.click])
    for name, rate in rates.items():
        set_to(page, alpha=low)
        marks[name].press("Enter")
        assert value(page)["alpha"] == pytest.approx(rate, rel=1e-12)
        set_to(page, alpha=low)
        next(ways)(*centre(marks[name]))
        assert value(page)["alpha"] == pytest.approx(rate, rel=1e-12)
