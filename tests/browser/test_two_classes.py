"""A yes or a no, fitted: the kind `two-classes`."""

import json
import re

import figures
import numpy as np
import pytest
from figures import KINDS, centre, figure, set_to, settle, show, slider, value

import gd

PAGE = "tutorial/own-cost"
PANELS = ("data", "cost", "history")
CORNERS = [
    {"alpha": 13, "steps": 100},
    {"alpha": 0.0008, "steps": 100, "standardise": False, "start": [-4, 4]},
    {"changed": {"1": [-20, 0], "10": [-20, 0], "20": [-20, 0]}, "steps": 100},
    {"changed": {"0": [30, 1], "13": [-30, 0], "5": [0, 0.5]}, "steps": 0, "alpha": 0.1},
]
# Dalal, Fowlkes and Hoadley, J. Am. Stat. Assoc. 84, 945 (1989).
FLIGHTS = np.array([66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58], float)  # fmt: skip
DISTRESS = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1], float)  # fmt: skip
PARTED = {"1": [-20, 0], "10": [-20, 0], "20": [-20, 0]}
INITIAL = {key: setting["value"] for key, setting in KINDS["two-classes"].items()}


def outcomes(v):
    """At each temperature, in °F, its outcome."""
    x, y = FLIGHTS.copy(), DISTRESS.copy()
    for i, (dx, dy) in v["changed"].items():
        x[int(i)], y[int(i)] = round(x[int(i)] + dx, 3), np.clip(y[int(i)] + dy, 0, 1)
    return x, y


def data(v):
    x, y = outcomes(v)
    return ((x - x.mean()) / x.std() if v["standardise"] else x), y


def cost(v):
    return gd.CrossEntropy(gd.with_intercept(v["x"]), v["y"])


def start(v):
    if v["standardise"]:
        return v["start"]
    x, _ = outcomes(v)
    slope = v["start"][1] / x.std()
    return [v["start"][0] - slope * x.mean(), slope]


def minimum(J, start):
    """Where J is least, by Newton's steps as gd has gradient and Hessian."""
    theta = np.array(start, float)
    for _ in range(30):
        theta = theta - np.linalg.solve(J.hessian(theta), J.gradient(theta))
    return theta


def critical(v):
    if v["minimizer"] is None:
        return None
    return gd.critical_rate(cost(v), theta=minimum(cost(v), v["minimizer"]))


def descent(v):
    """By a step of gd from each θ of the figure: far above the bound a path soon hangs on the last bits."""
    J, thetas = cost(v), np.array(v["thetas"])
    after = gd.update(J, thetas, v["alpha"])
    return (np.vstack([start(v), after[:-1]]), J(thetas)), critical(v)


def marks(v):
    X = gd.with_intercept(v["x"])
    bound = 8 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
    return {"safe": bound, **({} if v["minimizer"] is None else {"limit": critical(v)})}


def test_the_flights_of_1989_give_the_numbers_that_are_known(open_page):
    page = open_page(PAGE)
    v = value(page)
    assert v["minimizer"] == pytest.approx([-1.10755012, -1.60237796], abs=1e-8)
    assert v["criticalRate"] == pytest.approx(12.75915912, abs=1e-8)
    assert v["bound"] == pytest.approx(8)
    assert page.locator(".data .g-note").all_text_contents()[:2] == ["31 °F:", "p = 0.9996"]
    set_to(page, alpha=13, steps=100)
    v = value(page)
    assert v["regime"] == "cycling"
    assert "multiplies the error by −1.04, from afar it leads back" in figure(page).inner_text()
    J = cost(v)
    cycle = [[-1.44136407, -1.50548424], [-0.80129846, -1.79427147]]
    for here, there in (cycle, cycle[::-1]):
        np.testing.assert_allclose(gd.update(J, here, 13), there, atol=1e-7)
    set_to(page, standardise=False, alpha=0.0008)
    v = value(page)
    assert v["minimizer"] == pytest.approx([15.04290165, -0.23216274], abs=1e-8)
    assert v["bound"] == pytest.approx(0.0016367, abs=1e-7)


@pytest.mark.parametrize("standardise", [True, False])
def test_the_minimiser_is_where_the_gradient_vanishes(open_page, standardise):
    page = open_page(PAGE)
    for changed in (
        {},
        {"1": [0, 1], "3": [-12, 0]},
        {"9": [0, -1], "8": [13, -1]},
        {"2": [0, 0.3]},
    ):
        set_to(page, standardise=standardise, changed=changed, steps=1)
        v = value(page)
        figures.has_its_data(v)
        np.testing.assert_allclose(
            v["minimizer"], minimum(cost(v), v["minimizer"]), rtol=1e-9, atol=1e-12
        )
        assert v["criticalRate"] == pytest.approx(critical(v), rel=1e-9)


def test_where_the_classes_are_parted_there_is_no_minimiser_and_a_sentence_says_so(open_page):
    page = open_page(PAGE)
    for changed in (PARTED, {**PARTED, "1": [-4, 0]}):  # the warmest yes is the coldest no
        set_to(page, changed=changed, steps=100)
        v = value(page)
        assert v["minimizer"] is v["criticalRate"] is None
        assert v["regime"] == "running away"
        assert np.all(np.diff(np.linalg.norm(v["thetas"], axis=-1)) > 0)
        told = page.locator(".regime").inner_text()
        assert "the classes can be separated, and the steeper the S, the lower is J" in told
        page.wait_for_function(
            "() => document.querySelector('[aria-live]').textContent.includes('There is no minimiser.')"
        )
        assert not page.locator(".marks .limit").is_visible()
        assert page.locator(".cost path.g-truth.g-mark").get_attribute("d") == ""
        assert not page.locator(".data").get_by_text("best").is_visible()
    everybody = {str(i): [0, 1] for i in np.flatnonzero(DISTRESS == 0)}
    set_to(page, changed=everybody)
    assert value(page)["minimizer"] is None
    set_to(page, changed={str(i): [66 - x, 0] for i, x in enumerate(FLIGHTS)})  # all at one place
    p = DISTRESS.mean()
    assert value(page)["minimizer"] == pytest.approx([np.log(p / (1 - p)), 0], abs=1e-12)


def test_a_flight_is_dragged_along_the_axis_and_flipped_there(open_page):
    page = open_page(PAGE)
    before = value(page)
    show(figure(page))
    flight = page.locator(".data .g-handle").nth(13)  # the coldest, a yes
    x, y = centre(flight)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 8, steps=4)
    settle(page)
    assert centre(flight) == pytest.approx((x + 20, y), abs=1)
    v = value(page)
    assert v["y"] == before["y"]
    moved, _ = outcomes(v)
    assert moved[13] > 54
    assert np.array_equal(np.delete(moved, 13), np.delete(FLIGHTS, 13))
    assert v["bound"] == pytest.approx(8)
    assert v["criticalRate"] != before["criticalRate"]
    figures.agrees_with_gd(v)
    # What is nearer to the other side turns it, but for a third of the way between them.
    one, zero = (page.locator(".data text").get_by_text(p, exact=True) for p in "10")
    high, low = centre(one)[1], centre(zero)[1]
    for p, outcome in ((0.4, 1), (0.3, 0), (0.6, 0), (0.7, 1), (0.2, 0)):
        page.mouse.move(x + 20, low + p * (high - low))
        settle(page)
        assert value(page)["y"][13] == outcome, p
    page.mouse.up()
    settle(page)
    v = value(page)
    assert v["y"][13] == 0
    figures.has_its_data(v)
    page.get_by_role("button", name="Reset").click()
    assert value(page) == before


# All before the next frame.
KEYS = """(handle, keys) => keys.forEach(([key, shiftKey]) =>
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true })))"""


def test_a_click_or_a_key_turns_a_flight_into_its_opposite(open_page):
    page = open_page(PAGE, has_touch=True)
    flight = page.locator(".data .g-handle").nth(13)
    show(flight)
    for turn, y in (
        (lambda: page.mouse.click(*centre(flight)), 0),
        (lambda: page.touchscreen.tap(*centre(flight)), 1),
        (lambda: page.keyboard.press("Enter"), 0),
        (lambda: page.keyboard.press("Space"), 1),
        (lambda: page.keyboard.press("ArrowDown"), 0),
        (lambda: page.keyboard.press("ArrowDown"), 0),
        (lambda: page.keyboard.press("ArrowUp"), 1),
    ):
        turn()
        settle(page)
        assert value(page)["y"][13] == y
        assert flight.get_attribute("aria-valuetext") == f"53 °F, {'yes' if y else 'no'}"
    session = page.context.new_cdp_session(page)
    x, y = centre(flight)
    for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchCancel", [])):  # taken away
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settle(page)
    session = page.context.new_cdp_session(page)
    x, y = centre(flight)
    for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchCancel", [])):  # taken away
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settle(page)
    assert value(page)["changed"] == {}
    flight.evaluate(KEYS, [("ArrowRight", False), ("ArrowRight", True), ("ArrowLeft", False)])
    settle(page)
    assert value(page)["changed"] == {"13": [10, 0]}
    flight.evaluate(KEYS, 4 * [("ArrowRight", True)])
    settle(page)
    assert value(page)["changed"] == {"13": [30, 0]}  # no further
    seen = page.evaluate("scrollY")
    for key, i in (("Home", 1), ("PageUp", 1), ("End", 23), ("PageDown", 23), ("PageUp", 22)):
        page.keyboard.press(key)
        for reached in (":focus", ".data .g-handle[tabindex='0']"):
            found = figure(page).locator(reached)
            assert found.get_attribute("aria-label") == f"Flight {i} of 23"
    assert page.evaluate("scrollY") == seen
    set_to(page, changed={"3": [0, 0.6], "5": [2, 0]})
    there = page.locator(".data .g-handle").nth(3)
    assert there.get_attribute("aria-valuetext") == "68 °F, 60 % yes"
    there.press("ArrowRight")
    there.press("Enter")
    assert value(page)["changed"] == {"3": [1, 0], "5": [2, 0]}


# Where the ticks of the panel of outcomes are, its points, and what can be dragged there.
PLACES = """(panel) => [".g-axes", ".g-points"].map((name) => panel.querySelector(name).getAttribute("d"))
  .concat([[...panel.querySelectorAll(".g-handle")].map((handle) => `M${handle.getAttribute("cx")} ${handle.getAttribute("cy")}h0`).join("")])"""


def test_the_axis_holds_still_until_a_flight_is_dropped_and_that_is_no_click(open_page):
    page = open_page(PAGE)
    places = lambda: page.locator(".data").evaluate(PLACES)
    warmest = page.locator(".data .g-handle").nth(17)
    show(figure(page))
    axes, *_ = places()
    x, y = centre(warmest)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(1430, y, steps=3)
    settle(page)
    assert places()[0] == axes
    assert 92 < outcomes(value(page))[0][17] < 94  # the end of the axis
    page.mouse.up()
    settle(page)
    now, points, handles = places()
    assert now != axes
    assert points == handles
    x, y = centre(warmest)
    for far, outcome in ((20, 0), (1, 1)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - far, y)
        page.mouse.move(x, y)
        page.mouse.up()
        settle(page)
        assert value(page)["y"][17] == outcome


def test_flights_at_the_same_place_are_all_seen(open_page):
    page = open_page(PAGE)
    for settings in ({}, {"changed": {str(i): [70 - x, 0] for i, x in enumerate(FLIGHTS[:12])}}):
        set_to(page, **settings)
        marks = page.locator(".data .g-points").get_attribute("d")
        places = np.array(re.findall(r"(-?\d+) (-?\d+)", marks), float)
        assert len(places) == 23
        apart = np.linalg.norm(places[:, np.newaxis] - places, axis=-1) + 1e9 * np.eye(23)
        assert apart.min() > 70  # a dot is 76 wide
        _, up = axes(page.locator(".data"))
        p = np.polyval(up, places[:, 1])
        assert [p.min(), p.max()] == pytest.approx([0, 1], abs=0.005)  # they stand inwards
        assert np.array_equal(p > 0.5, np.array(value(page)["y"]) == 1)


def test_a_flight_that_is_dragged_to_another_stands_on_it(chapter):
    set_to(chapter, **{**INITIAL, "changed": {"5": [-2, 0]}})
    _, points, handles = chapter.locator(".data").evaluate(PLACES)
    assert points == handles
    set_to(chapter, **INITIAL)
    one, other = (chapter.locator(".data .g-handle").nth(i) for i in (8, 9))  # 57 and 63 °F
    show(one)
    (x, y), there = centre(one), centre(other)
    chapter.mouse.move(x, y)
    chapter.mouse.down()
    for at in (x + 10, there[0]):
        chapter.mouse.move(at, y)
        settle(chapter)
    assert centre(other) == there
    assert centre(one)[1] > there[1] + 5
    chapter.mouse.up()


# Of a panel each line by its role, and its numbers.
CURVES = """(panel) => ["now.g-thick", "truth.g-dashed", "path.g-faint", "ink.g-faint", "path.g-line:not(.g-dots)", "ink.g-dashed"]
  .map((role) => panel.querySelector(`path.g-${role}`)?.getAttribute("d") ?? "")
  .map((d) => d.split("M").slice(1).map((part) => part.split("L").map((point) => point.split(/[ V]/).map(Number))))"""


def axes(panel):
    """What a place in a panel means, across and up: by its ticks."""
    seen = panel.evaluate(LEVELS)
    return [np.polyfit(*seen[axis], 1) for axis in ("across", "up")]


@pytest.mark.parametrize("standardise", [True, False])
def test_the_curves_say_what_each_theta_means(chapter, standardise):
    settings = {"standardise": standardise, "alpha": 4 if standardise else 0.0008}
    set_to(chapter, **{**INITIAL, **settings})
    v, panel = value(chapter), chapter.locator(".data")
    across, up = axes(panel)
    last, best, fan, [asked], *_ = panel.evaluate(CURVES)
    assert np.polyval(across, asked[0][0]) == pytest.approx(31, abs=0.05)
    assert 440 < asked[0][0] < 3500
    z = np.polyfit(FLIGHTS, v["x"], 1)
    for curves, theta in ((last, v["thetas"][-1]), (best, v["minimizer"]), (fan[:1], v["start"])):
        (corners,) = curves
        x = np.linspace(corners[0][0], corners[-1][0], 200)
        u = gd.hypothesis(theta, gd.with_intercept(np.polyval(z, np.polyval(across, x))))
        drawn = np.polyval(up, np.interp(x, *np.transpose(corners)))
        assert np.ptp(x) > 3000
        assert drawn == pytest.approx(1 / (1 + np.exp(-u)), abs=0.006)
    # As many as can be told apart.
    assert len(fan) == (5 if standardise else 2)


def test_what_is_nearly_sure_is_not_called_certain(chapter):
    for slope, p in ((-1.75, "= 0.9999"), (-1.8, "> 0.9999"), (1, "= 0.00373")):
        set_to(chapter, **{**INITIAL, "steps": 0, "start": [0, slope]})
        notes = chapter.locator(".data .g-note")
        assert notes.all_text_contents()[:2] == ["31 °F:", f"p {p}"]
        high, low = (float(notes.nth(i).get_attribute("y")) for i in (0, 1))
        assert 440 < high < low - 100 < 2400


HISTORIES = [
    ({}, ""),
    ({"steps": 0}, ""),
    ({"changed": PARTED, "steps": 100}, ""),
    ({"start": [4, -4]}, ""),
]
HISTORIES += [({"alpha": 60, "steps": 40}, "above the chart")]


@pytest.mark.parametrize(("settings", "note"), HISTORIES, ids=str)
def test_the_history_goes_down_to_the_least_by_even_steps(chapter, settings, note):
    set_to(chapter, **{**INITIAL, **settings})
    v, panel = value(chapter), chapter.locator(".history")
    across, up = axes(panel)
    *_, path, least = panel.evaluate(CURVES)
    assert panel.locator(".g-note").last.text_content().strip() == note
    low, high = np.polyval(up, [2580, 340])
    assert 3 <= len(panel.evaluate(LEVELS)["up"][0]) <= 6
    costs = np.array(v["costs"])
    bottom = cost(v)(v["minimizer"]) if v["minimizer"] else 0
    named = panel.get_by_text("J at the minimiser").is_visible()
    assert bool(least) == named == (v["minimizer"] is not None)
    if named:
        assert np.polyval(up, [y for _, y in least[0]]) == pytest.approx(bottom, abs=0.004)
    seen = costs[costs <= 3 * costs[0]]
    assert (seen.max() - bottom) / (high - low) > 0.5
    assert low < bottom <= seen.max() < high
    if path and not note:
        x, y = np.transpose(path[0])
        k = np.rint(np.polyval(across, x)).astype(int)
        assert np.polyval(up, y) == pytest.approx(costs[k], abs=0.005 * (high - low))


# What the panel of contours draws: its axes with their numbers, and the corners of each line.
LEVELS = """
(panel) => {
  const shown = (name) => [...panel.querySelectorAll(name)].filter((node) => node.checkVisibility());
  const points = (path) => [...(path?.getAttribute("d") ?? "").matchAll(/(-?\\d+) (-?\\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const ticks = (anchor) => [...panel.querySelectorAll(`g[aria-hidden] > text[text-anchor=${anchor}]:not([class])`)]
    .filter((text) => text.getAttribute("display") === "inline")
    .map((text) => Number(text.textContent.replace("−", "-")));
  const axes = panel.querySelector(".g-axes").getAttribute("d");
  return {
    across: [[...axes.matchAll(/M(-?\\d+) -?\\d+v40/g)].map((m) => Number(m[1])), ticks("middle")],
    up: [[...axes.matchAll(/M-?\\d+ (-?\\d+)h-40/g)].map((m) => Number(m[1])), ticks("end")],
    unit: panel.querySelector("svg").getScreenCTM().a,
    bands: [...panel.querySelectorAll(".g-low")].map(points),
    opacities: [...panel.querySelectorAll(".g-low")].map((band) => Number(band.getAttribute("fill-opacity"))),
    lines: [...panel.querySelectorAll(".g-contour")].map(points),
    marks: ["truth.g-mark", "now.g-mark"].map((role) => panel.querySelector(`path.g-${role}`)).map((mark) => points(mark)),
    heads: points(panel.querySelector(".g-fill")).length / 3,
    legend: panel.querySelector("svg > g > text[text-anchor=end]").textContent,
    values: [...panel.querySelectorAll(".g-value")].map((text) => text.checkVisibility() ? Number(text.textContent) : null),
  };
}
"""


class Drawn:
    """The contours as they are drawn, with what θ is at a place, and how much J changes there in a pixel."""

    def __init__(self, page):
        self.panel = page.locator(".cost")
        self.seen, self.v = self.panel.evaluate(LEVELS), value(page)
        self.J = cost(self.v)
        self.axes = [np.polyfit(*self.seen[axis], 1) for axis in ("across", "up")]

    def within(self, points):
        points = np.array(points, float).reshape(-1, 2)
        return points[np.all((points >= [440, 340]) & (points <= [3500, 2580]), axis=-1)]

    def theta(self, points):
        return np.stack(
            [np.polyval(axis, p) for axis, p in zip(self.axes, points.T, strict=True)], axis=-1
        )

    def off(self, points, level):
        """By how many pixels the points are beside the contour of a level."""
        theta = self.theta(points)
        slope = self.J.gradient(theta) * np.transpose(self.axes)[0] / self.seen["unit"]
        return np.abs(self.J(theta) - level) / np.linalg.norm(slope, axis=-1)

    def levels(self):
        """Of each band, the highest first; infinite where it holds all that is seen."""
        seen = map(self.within, self.seen["bands"])
        return [np.median(self.J(self.theta(band))) if len(band) else np.inf for band in seen]


STATES = [
    {"changed": {"5": [0, 1]}},
    {},  # in the same window
    {"start": [4, -4]},  # of the same data
    {"alpha": 60, "steps": 40},  # which jumps far away
    {"standardise": False, "alpha": 0.0008},
    {"changed": PARTED, "steps": 100},
    {"changed": {"13": [28, 0], "0": [0, 1], "2": [0, 0.5]}, "start": [-4, 4]},
    {"changed": {str(i): [0, 1] for i in np.flatnonzero(DISTRESS == 0)}, "alpha": 25},
]


@pytest.fixture(scope="module")
def chapter(open_for_several):
    """The page, for tests that say all that they set."""
    return open_for_several(PAGE)


@pytest.fixture(scope="module", params=STATES, ids=str)
def drawn(chapter, request):
    set_to(chapter, **{**INITIAL, **request.param})
    return Drawn(chapter)


def test_every_corner_of_a_contour_is_on_its_level(drawn):
    levels = drawn.levels()
    for band, level in zip(drawn.seen["bands"], levels, strict=True):
        assert np.max(drawn.off(drawn.within(band), level), initial=0) < 0.5
    seen = np.array([level for level in levels if np.isfinite(level)])
    assert len(seen) >= 8
    assert np.all(np.diff(seen) < 0)
    v = drawn.v
    if v["minimizer"] is not None:  # even steps of colour, of the root of what J is above its least
        roots = np.sqrt(seen - drawn.J(v["minimizer"]))
        assert np.abs(np.diff(roots, 2)).max() < 0.25 * -np.diff(roots).mean()
    shades = [0]
    for opacity in drawn.seen["opacities"]:
        shades.append(shades[-1] + opacity * (1 - shades[-1]))
    np.testing.assert_allclose(shades, np.linspace(0, 1, 13), atol=1e-3)
    said = 0
    for points, number in zip(drawn.seen["lines"], drawn.seen["values"], strict=True):
        points = drawn.within(points)
        if number is None or not len(points):
            continue
        said += 1
        assert number == float(f"{number:.3g}")
        assert np.median(drawn.J(drawn.theta(points))) == pytest.approx(number, rel=0.01)
        ends = drawn.off(points, number)
        assert np.sort(ends)[: int(0.9 * len(ends))].max() < 0.5  # but for where it is cut
    assert said >= 2


SHADED = """(panel, places) => [...panel.querySelectorAll(".g-low")].map((band) =>
  places.map(([x, y]) => band.isPointInFill(new DOMPoint(x, y))))"""


def test_every_place_has_the_shade_of_its_cost(drawn):
    places = np.stack(np.meshgrid(np.arange(450, 3500, 75), np.arange(350, 2580, 75)), -1)
    places = places.reshape(-1, 2)
    shaded = drawn.panel.evaluate(SHADED, places.tolist())
    for level, inside in zip(drawn.levels(), shaded, strict=True):
        sure = drawn.off(places, level) > 1.5
        assert np.array_equal((drawn.J(drawn.theta(places)) < level)[sure], np.array(inside)[sure])
    assert np.mean(shaded[0]) > 0.5


def test_the_window_shows_the_start_the_way_and_where_it_leads(drawn):
    v, (across, up) = drawn.v, np.transpose(drawn.axes)[0]
    assert (across == pytest.approx(-up, rel=0.01)) == v["standardise"]
    goal = v["minimizer"] or v["thetas"][-1]
    away = np.linalg.norm(np.subtract(v["thetas"], goal), axis=-1)
    near = [*np.array(v["thetas"])[away <= away[0]], goal]
    places = np.transpose(
        [(a - b) / c for a, (c, b) in zip(np.transpose(near), drawn.axes, strict=True)]
    )
    assert len(drawn.within(places)) == len(places)
    wide, high = np.ptp(places, axis=0) / [3060, 2240]
    assert max(wide, high) > 0.2
    assert v["standardise"] or min(wide, high) > 0.1
    star = drawn.seen["marks"][0]
    assert bool(star) == (v["minimizer"] is not None)
    if star:
        assert np.add(star[0], [0, 85]) == pytest.approx(places[-1], abs=4)
    assert drawn.seen["legend"] == "○ start● now★ minimiser"
    steps = np.linalg.norm(np.diff(places[:-1], axis=0), axis=-1)
    assert drawn.seen["heads"] >= np.sum(steps > 100)


VALUES = """(panel) => {
  const box = (node) => { const { left, right, top, bottom, height } = node.getBoundingClientRect(); return { left, right, top: top + 0.2 * height, bottom: bottom - 0.2 * height }; };
  const inside = (box, { x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom;
  const on = (drawn) => {
    const to = drawn.getScreenCTM();
    const long = drawn.getTotalLength();
    return Array.from({ length: long / 5 }, (_, i) => drawn.getPointAtLength(5 * i).matrixTransform(to));
  };
  const drawn = [...panel.querySelectorAll(".g-path.g-line:not(.g-small), .g-contour, .g-mark, .g-path.g-hollow")].flatMap(on);
  const note = box(panel.querySelector(".g-note"));
  const frame = panel.querySelector("rect.g-high").getBoundingClientRect();
  const values = [...panel.querySelectorAll(".g-value")].filter((text) => text.checkVisibility()).map(box);
  return values.map((own) => ({
    whole: own.left >= frame.left && own.right <= frame.right && own.top >= frame.top && own.bottom <= frame.bottom,
    crossed: drawn.some((point) => inside(own, point)) || [note, ...values].some((other) => other !== own && own.left < other.right && other.left < own.right && own.top < other.bottom && other.top < own.bottom),
  }));
}"""


@pytest.mark.parametrize("width", [390, 1440])
def test_values_of_contours_are_whole_and_nothing_crosses_them(open_page, width):
    page = open_page(PAGE, width=width)
    for settings in (*STATES, *CORNERS, {"start": [4, -4]}, {"start": [3, 0], "alpha": 14}):
        set_to(page, **{**INITIAL, **settings})
        values = page.locator(".cost").evaluate(VALUES)
        assert len(values) >= 2, settings
        assert all(v == {"whole": True, "crossed": False} for v in values), (settings, values)


def test_the_words_say_what_the_steps_do(open_page):
    page = open_page(PAGE)
    for alpha, regime in (
        (4, "monotone"),
        (7, "alternating"),
        (12, "alternating"),
        (13, "cycling"),
    ):
        set_to(page, alpha=alpha)
        v = value(page)
        assert v["regime"] == regime
        told = page.locator(".regime").inner_text()
        assert f"α·λₘₐₓ = {2 * alpha / critical(v):.3f}" in told
        left = 1 - alpha * np.linalg.eigvalsh(cost(v).hessian(v["minimizer"]))
        along, across = (f"{100 * abs(factor):.3g} %" for factor in left)
        assert (f"keeps {across} across the valley, {along} along" in told) == (regime != "cycling")
    for standardise in (True, False):
        set_to(page, standardise=standardise)
        most = float(slider(page, "Learning rate α").get_attribute("max"))
        assert 2 <= most / value(page)["bound"] * (1 + 1e-9) <= 5


STANDS = "(values) => values.map((value) => [value.getAttribute('x'), value.getAttribute('y')])"


def test_a_value_stays_where_it_had_to_go(chapter):
    stand = []
    for settings in ({}, {"alpha": 60, "steps": 40}, {}):  # a path across the window
        set_to(chapter, **{**INITIAL, **settings})
        stand.append(chapter.locator(".cost .g-value").evaluate_all(STANDS))
    assert stand[0] != stand[1] == stand[2]


# -- The maths alone, on problems drawn at random -------------------------------------------------
MATHS = """
async (text) => {
  const [{ crossEntropy, separable, minimizer }, { descend }] = await Promise.all(
    ["costs/cross-entropy", "descent"].map((name) => import(`/explorable/${name}.js`)));
  return JSON.stringify(JSON.parse(text).map(({ x, y, start, alpha, steps }) => {
    const J = crossEntropy({ columns: [x.map(() => 1), x], y });
    const { thetas, costs, gradient, next } = descend(J, start, alpha, steps);
    const parted = separable(x, y);
    const least = parted ? null : minimizer(J, [0, 0]);
    return { thetas, costs, gradient, next, parted, least, bowl: J.bowl(start).map(({ value }) => value) };
  }));
}
"""


def problems(count):
    """Of 2 to 40 points, some of them at the same place, parted or not, with shares of yes among them."""
    rng = np.random.default_rng(22)
    for _ in range(count):
        m = rng.integers(2, 41)
        x = rng.normal(size=m).round(rng.integers(0, 3)) * rng.choice([0.1, 1, 10])
        y = (rng.normal(size=m) * rng.choice([0, 0.5, 3]) < x).astype(float)
        if rng.random() < 0.2:
            y = rng.random(m).round(2)
        X = gd.with_intercept(x)
        bound = 8 / np.linalg.eigvalsh(X.T @ X / m)[-1]
        yield {"x": x.tolist(), "y": y.tolist(), "start": rng.normal(scale=rng.choice([0, 1, 30]), size=2).tolist(),
               "alpha": bound * rng.choice([0.1, 0.9, 1.5]), "steps": int(rng.integers(0, 400))}  # fmt: skip


def parted(x, y):
    """Whether no θ is the best, by a search of each threshold: no point is on the wrong side, and not all are on it."""
    for sign in (1, -1):
        for edge in (-np.inf, *x):
            u = sign * (x - edge) if np.isfinite(edge) else np.full_like(x, sign)
            right = np.where(y == 1, u >= 0, np.where(y == 0, u <= 0, u == 0))
            if right.all() and (u != 0).any():
                return True
    return False


def test_far_out_on_the_right_side_the_gradient_keeps_its_digits(chapter):
    sure = {"x": [-1, 1], "y": [0, 1], "start": [0.5, 60], "alpha": 1, "steps": 0}
    (js,) = json.loads(chapter.evaluate(MATHS, json.dumps([sure])))
    known = gd.CrossEntropy(gd.with_intercept(sure["x"]), sure["y"]).gradient(sure["start"])
    np.testing.assert_allclose(js["gradient"], known, rtol=1e-12)


def test_cross_entropy_is_that_of_gd(open_page):
    drawn = list(problems(1000))
    got = json.loads(open_page(PAGE).evaluate(MATHS, json.dumps(drawn)))
    found = 0
    for problem, js in zip(drawn, got, strict=True):
        x, y = np.array(problem["x"]), np.array(problem["y"])
        J = gd.CrossEntropy(gd.with_intercept(x), y)
        np.testing.assert_allclose(
            js["gradient"], J.gradient(js["thetas"][-1]), rtol=1e-12, atol=1e-15
        )
        np.testing.assert_allclose(js["costs"], J(js["thetas"]), rtol=1e-12, atol=0)
        # One step from the same θ, each of them; and the whole path where it converges.
        thetas = np.array([*js["thetas"], js["next"]])
        alpha = problem["alpha"]
        np.testing.assert_allclose(
            thetas[1:],
            gd.update(J, thetas[:-1], alpha),
            rtol=1e-12,
            atol=1e-13 * np.abs(thetas).max(),
        )
        if js["bowl"][0] and alpha <= 8 / np.linalg.eigvalsh(J.hessian([0, 0]))[-1] / 4:
            path = gd.descend(J, problem["start"], alpha, problem["steps"]).thetas
            np.testing.assert_allclose(js["thetas"], path, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(
            js["bowl"],
            np.linalg.eigvalsh(J.hessian(problem["start"]))[::-1],
            rtol=1e-9,
            atol=1e-12 * js["bowl"][0],
        )
        assert js["parted"] == parted(x, y)
        if not js["parted"] and np.ptp(x) > 0:
            found += 1
            assert np.abs(J.gradient(js["least"])).max() < 1e-12 * np.abs(x).max()
    assert 300 < found < 900


def test_a_second_finger_leaves_the_drag_of_the_first_alone(open_page):
    page = open_page(PAGE, width=390, height=800, has_touch=True, is_mobile=True)
    show(page.locator(".data"))
    flights = page.locator(".data .g-handle")
    session = page.context.new_cdp_session(page)
    (x0, y0), (x1, y1) = (centre(flights.nth(i)) for i in (13, 17))  # the coldest and the warmest
    for kind, points in (
        ("touchStart", [(0, x0, y0)]),
        ("touchStart", [(0, x0, y0), (1, x1, y1)]),
        ("touchMove", [(0, x0 + 20, y0), (1, x1 - 20, y1)]),
        ("touchEnd", [(1, x1 - 20, y1)]),
        ("touchMove", [(1, x1 - 40, y1)]),
        ("touchEnd", []),
    ):
        where = [{"id": i, "x": x, "y": y} for i, x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
    settle(page)
    assert list(value(page)["changed"]) == ["13"]


def test_a_flight_lands_on_tenths_of_a_degree_and_stays_where_it_is_only_turned(open_page):
    page = open_page(PAGE)
    show(figure(page))
    x, y = centre(page.locator(".data .g-handle").nth(13))
    box = page.locator(".data svg").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    for right in (7, 12, 0):
        page.mouse.move(x + right, box["y"] + 0.75 * box["height"])
        settle(page)
        dx, dy = value(page)["changed"]["13"]
        assert dy == -1
        assert dx == round(dx, 1)
    assert dx == 0
    page.mouse.up()


def test_the_words_fit_their_line_on_a_phone_above_the_bound_too(open_page):
    page = open_page(PAGE, width=390)
    for settings in ({"alpha": 16, "steps": 100}, {"standardise": False, "alpha": 4}):
        set_to(page, **settings)
        line = page.locator(".regime")
        assert "near the minimiser each step" in line.inner_text()
        assert line.evaluate("(line) => line.scrollHeight <= line.clientHeight")
    page.wait_for_function(
        "() => document.querySelector('[aria-live]').textContent.includes('Cycling: near the minimiser')"
    )


def test_no_p_is_said_to_be_0_or_1(open_page):
    page = open_page(PAGE)
    set_to(page, standardise=False)
    note = page.locator(".data .g-note").nth(1)
    said = set()
    for steps in (0, 1, 33, 34, 35, 36):
        set_to(page, steps=steps)
        u = np.dot(value(page)["thetas"][-1], [1, 31])
        said.add(note.text_content())
        assert note.text_content() == (
            "p < 0.0001" if u < -9.9 else "p > 0.9999" if u > 9.9 else "p = 0.5"
        )
    assert len(said) == 3


def test_where_all_outcomes_are_the_same_it_is_p_that_runs_away(open_page):
    page = open_page(PAGE)
    for outcome in (0, 1):
        same = {str(i): [0, outcome - y] for i, y in enumerate(DISTRESS) if y != outcome}
        set_to(page, changed=same)
        told = page.locator(".regime").inner_text()
        assert "all outcomes are the same, and the nearer p is to them, the lower is J" in told
        costs = value(page)["costs"]
        assert np.all(np.diff(costs) < 0)


def test_shares_of_yes_have_three_digits_and_no_regime_of_a_parabola(open_page):
    page = open_page(PAGE)
    set_to(page, changed={"0": [0, 1e-300], "13": [0, -0.12345]})
    assert value(page)["y"][0] == 0
    assert value(page)["y"][13] == 0.877
    half = {str(i): [0, 0.5 - y] for i, y in enumerate(DISTRESS)}
    set_to(page, changed=half, start=[4, 4], alpha=4, steps=1)
    v = value(page)
    assert v["criticalRate"] == pytest.approx(8)
    assert (
        v["regime"] == "monotone"
    )  # at the minimiser it would take one step, from here it does not
    assert np.abs(v["thetas"][-1]).max() > 1


def test_keys_that_are_faster_than_frames_all_count(open_page):
    page = open_page(PAGE)
    page.locator(".data .g-handle").nth(13).evaluate(
        """(flight) => {
          flight.focus();
          for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowRight", "Enter", "ArrowLeft", "Enter"])
            flight.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        }"""
    )
    settle(page)
    assert value(page)["changed"] == {"13": [3, -1]}
