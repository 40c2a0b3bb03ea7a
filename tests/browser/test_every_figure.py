"""Each live figure of the site, wherever it stands: as its page asks, in the room that it has."""

import chromium
import pytest
from figures import KINDS, agrees_with_gd, every_figure, figure, has_its_data, set_to, value


@every_figure
def test_a_figure_starts_as_its_page_asks_and_agrees_with_gd(visit, name, id):
    page = visit(name)
    v = value(page, id)
    for key in ("alpha", "steps"):
        asked = figure(page, id).get_attribute(key)
        assert asked is None or v[key] == float(asked)
    has_its_data(v)
    agrees_with_gd(v)


@every_figure
def test_without_javascript_the_still_figure_is_there(open_page, name, id):
    page = open_page(name, java_script_enabled=False)
    stills = figure(page, id).locator("img.only-light")
    panels = figure(page, id).locator(".still").get_attribute("data-panels")
    assert str(stills.count()) == panels
    for still in stills.all():
        still.scroll_into_view_if_needed()
        assert still.is_visible()
        assert still.bounding_box()["width"] > 200
        assert still.get_attribute("alt")
    assert figure(page, id).locator("button").count() == 0
    assert figure(page, id).bounding_box()["height"] < 720  # no room for controls that never come


@every_figure
@pytest.mark.parametrize("width", [280, 344, 360, 640, 820, 1440])
def test_nothing_moves_when_the_live_figure_comes(open_page, name, id, width):
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
    still, live = figure(page, id).evaluate(
        """async (element) => {
             const live = element.offsetHeight;
             const page = new DOMParser().parseFromString(await (await fetch("")).text(), "text/html");
             const still = page.getElementById(element.id).querySelector(".still");
             still.replaceChildren();
             element.replaceChildren(still);
             return [element.offsetHeight, live];
           }"""
    )
    assert still == pytest.approx(live, abs=1)


# How many parts with words are seen, and those that are not within what is live, from side to side.
BESIDE = """
(element) => {
  const room = element.querySelector(".live").getBoundingClientRect();
  const parts = [...element.querySelectorAll("text, .product, .sums p, button")].filter((part) =>
    part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().width && part.textContent.trim());
  const beside = parts.filter((part) => {
    const { left, right } = part.getBoundingClientRect();
    return left < room.left || right > room.right;
  });
  return [parts.length, beside.map((part) => part.outerHTML.slice(0, 60))];
}
"""
# What stands outside of the figure; and the rows that are higher than they should be, by what is in them.
CUT = """
(element) => {
  const box = element.getBoundingClientRect();
  const outside = [...element.querySelectorAll("button, input, .sums p")].filter((part) => {
    const { left, right, bottom } = part.getBoundingClientRect();
    return part.checkVisibility() && (left < box.left - 1 || right > box.right + 1 || bottom > box.bottom + 1);
  });
  const high = [...element.querySelectorAll(".regime, .transport, .actions")]
    .filter((row) => row.scrollHeight > row.offsetHeight + 1);
  return [...outside, ...high].map((part) => part.outerHTML.slice(0, 60));
}
"""


@every_figure
def test_all_of_it_fits_any_screen(visit, name, id):
    page = visit(name)
    most = {key: KINDS[value(page, id)["kind"]][key]["max"] for key in ("steps", "alpha")}
    for extreme in ({}, most):
        set_to(page, id, **extreme)
        for width in (280, 344, 360, 640, 820, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 1000})
            page.evaluate(chromium.DRAWN)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert not figure(page, id).evaluate(CUT), width


@every_figure
@pytest.mark.parametrize(("width", "times"), [(390, 1.35), (1440, 1.9)])
def test_large_letters_are_large_in_the_panels_too_and_all_fits(open_page, name, id, width, times):
    size = """(panel) => Math.min(...[...panel.querySelectorAll("text")].map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * panel.getScreenCTM().a))"""
    page = open_page(name, width=width)
    usual = figure(page, id).locator(".cost > svg").evaluate(size)
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.evaluate(chromium.DRAWN)
    assert figure(page, id).locator(".cost > svg").evaluate(size) > times * usual
    assert page.evaluate("document.documentElement.scrollWidth") == width
    seen, beside = figure(page, id).evaluate(BESIDE)
    assert seen > 20
    assert not beside


@every_figure
@pytest.mark.parametrize("width", [390, 1440])
def test_play_and_reset_are_pressed_by_mouse_and_by_finger(open_page, name, id, width):
    """What lies over a button, unseen, takes the press: keys would not tell."""
    page = open_page(name, width=width, has_touch=True)
    before, button = value(page, id), figure(page, id).get_by_role
    for press in ("click", "tap"):
        set_to(page, id, start=[1.5, *before["start"][1:]])
        getattr(button("button", name="Play"), press)(timeout=2000)
        getattr(button("button", name="Pause"), press)(timeout=2000)
        getattr(button("button", name="Reset"), press)(timeout=2000)
        assert value(page, id) == before
