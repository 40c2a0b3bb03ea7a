"""Where the parts of a live figure stand: all panels in a row where there is room, on a phone one and its sliders first."""

import chromium
import pytest
from figures import every_figure, figure, home, value

FRONT = "index"
HEIGHT = 844  # of a phone
# Of each panel, by its name, where its drawing is: from the figure's corner.
LIVE = """
(element) => {
  const { x, y } = element.getBoundingClientRect();
  return Object.fromEntries([...element.querySelectorAll(".panel")].map((panel) => {
    const box = panel.firstChild.getBoundingClientRect();
    return [panel.className.replace("panel ", ""), [box.x - x, box.y - y, box.width]];
  }));
}
"""
STILL = """
(element) => {
  const { x, y } = element.getBoundingClientRect();
  const shown = [...element.querySelectorAll("img")].filter((image) => image.checkVisibility());
  return Object.fromEntries(shown.map((image) => {
    const box = image.getBoundingClientRect();
    return [image.src.match(/-([a-z]+)(-dark)?\\.svg$/)[1], [box.x - x, box.y - y, box.width]];
  }));
}
"""
# Its still panels again, as the page came with them.
AGAIN = """
async (element) => {
  const text = await (await fetch(location)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  element.replaceChildren(page.getElementById(element.id).querySelector(".still"));
}
"""


def at(page, id, width, places):
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate(chromium.DRAWN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    return figure(page, id).evaluate(places)


@every_figure
def test_each_panel_stands_where_its_still_picture_stood(visit, name, id):
    page = visit(name)
    widths = (320, 390, 820, 1100, 1440, 1920)
    live = [at(page, id, width, LIVE) for width in widths]
    figure(page, id).evaluate(AGAIN)
    for width, panels in zip(widths, live, strict=True):
        still = at(page, id, width, STILL)
        assert list(still) == list(panels)
        for panel, box in panels.items():
            assert still[panel] == pytest.approx(box, abs=1), (width, panel)


@every_figure
def test_panels_take_the_width_that_there_is(visit, name, id):
    page = visit(name)
    for width, least in ((820, 350), (1440, 250), (1920, 330)):
        panels = at(page, id, width, LIVE)
        _, tops, widths = zip(*panels.values(), strict=True)
        assert min(widths) > least, width
        in_a_row = 3 if width > 1000 else 2
        assert len(set(tops[:in_a_row])) == 1, width
        # With all of its controls; four panels, two of them beside each other, are one row more.
        most = 900 if len(panels) == 3 or width > 1000 else 1100
        assert figure(page, id).bounding_box()["height"] < most, width


def test_the_front_page_leaves_no_room_beside_its_figure(open_page):
    for width in (1440, 1920):
        box = figure(open_page(FRONT, width=width)).bounding_box()
        assert width - box["x"] - box["width"] < 60


@every_figure
def test_the_panel_that_comes_first_is_asked_for(visit, name, id):
    page = visit(name)
    first = figure(page, id).get_attribute("first")
    panels = list(figure(page, id).evaluate(LIVE))
    rest = [panel for panel in home(value(page, id)["kind"]).PANELS if panel != first]
    assert panels == [*([first] if first else []), *rest]


@pytest.mark.parametrize(
    "name",
    [
        FRONT,
        "tutorial/learning-rate",
        "tutorial/scaling",
        "tutorial/diagnose",
        "tutorial/momentum",
        home("stopping").PAGE,
        home("ray").PAGE,
    ],
)
def test_on_a_phone_the_first_panel_is_in_sight_of_what_changes_it(open_page, name):
    page = open_page(name, width=390, height=HEIGHT)
    first, *others = (box[1] for box in figure(page).evaluate(LIVE).values())
    y = figure(page).bounding_box()["y"]
    parts = figure(page).locator(".transport, .first, .switch")
    below = [box for part in parts.all() if (box := part.bounding_box())]
    assert all(first < box["y"] - y for box in below)
    last = max(box["y"] + box["height"] for box in below)
    assert last - y < min(HEIGHT - 100, *others)
    assert last - y - first < HEIGHT - 100


@pytest.mark.parametrize(
    ("first", "order"),
    [("history", ["history", "data", "cost"]), ("none", ["data", "cost", "history"])],
)
def test_a_script_may_say_which_panel_is_first(open_page, first, order):
    page = open_page(FRONT)
    figure(page).evaluate(
        """(element, first) => {
             const other = element.cloneNode();
             other.setAttribute("first", first);
             element.replaceWith(other);
           }""",
        first,
    )
    assert list(figure(page).evaluate(LIVE)) == order


@pytest.mark.parametrize("width", [1320, 1440, 1920])
def test_the_title_of_the_front_page_is_one_line(open_page, width):
    title = open_page(FRONT, width=width).locator(".front > h1")
    lines = "(h1) => h1.offsetHeight / parseFloat(getComputedStyle(h1).lineHeight)"
    assert title.evaluate(lines) < 1.5
