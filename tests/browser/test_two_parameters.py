"""A line, fitted: the kind `two-parameters`."""

import figures
import numpy as np
import pytest
from figures import DRAWS, centre, figure, set_to, settle, show, slider, value

import gd

PAGE = "lab/two-parameters"
PANELS = ("data", "cost", "history")
CORNERS = [
    {"alpha": 2.2, "steps": 100, "start": [4, -4], "truth": [-4, 4]},
    {"alpha": 2.2, "steps": 100, "shift": 5},
    {"alpha": 2.2, "steps": 3, "shift": 5, "standardise": True},
    {"start": [2, 2], "steps": 0, "noise": 0.5},
]


def data(v):
    x = np.linspace(-1, 1, 20) + v["shift"]
    y = v["truth"][0] + v["truth"][1] * x + v["noise"] * DRAWS
    return ((x - x.mean()) / x.std() if v["standardise"] else x), y


def cost(v):
    return gd.LeastSquares(gd.with_intercept(v["x"]), v["y"])


def start(v):
    """Of the same line, where x is standardised."""
    x, (intercept, slope) = np.linspace(-1, 1, 20) + v["shift"], v["start"]
    for i, (dx, _) in v["moved"].items():
        x[int(i)] += dx
    along = [intercept + slope * x.mean(), slope * x.std()]
    return along if v["standardise"] else v["start"]


def marks(v):
    flat, steep = np.linalg.eigvalsh(cost(v).hessian)
    return {"1/λ": 1 / steep, "best": 2 / (steep + flat), "2/λ": 2 / steep}


def test_the_switch_standardises_x(open_page):
    page = open_page("tutorial/scaling")
    page.get_by_label("Standardise x").check()
    v = value(page)
    assert v["standardise"]
    figures.has_its_data(v)
    assert v["criticalRate"] == pytest.approx(2)
    figures.agrees_with_gd(v)
    page.get_by_role("button", name="1/λ").click()
    settle(page)
    v = value(page)
    assert v["regime"] == "one step"
    assert v["thetas"][1] == pytest.approx(v["minimizer"])


SAME_LINE = [
    {"shift": 2, "start": [-2, 3]},
    {"noise": 1.3, "start": [-0.7, 1.9], "truth": [1.1, -3]},
    {"shift": 3.7, "noise": 0.4, "moved": "0,-1.5,2_19,3,0.5", "start": [3.3, -4]},
]


@pytest.mark.parametrize("settings", SAME_LINE, ids=str)
def test_the_start_is_the_same_line_with_x_standardised_and_without(open_page, settings):
    page = open_page(PAGE)
    set_to(page, steps=0, **settings)
    before, line = value(page), page.locator(".data .g-now.g-line")
    drawn = line.get_attribute("d")
    switch = page.get_by_label("Standardise x")
    switch.check()
    settle(page)
    v = value(page)
    assert v["thetas"][0] != before["thetas"][0]
    assert v["start"] == before["start"]
    assert v["costs"] == pytest.approx(before["costs"], rel=1e-12)
    assert line.get_attribute("d") == drawn
    figures.agrees_with_gd(v)
    switch.uncheck()
    settle(page)
    assert value(page) == before
    assert line.get_attribute("d") == drawn


def test_the_start_follows_the_mouse_where_x_is_standardised(open_page):
    page = open_page(PAGE)
    set_to(page, shift=2, standardise=True, start=[-2, 3], steps=0)
    show(figure(page))
    ring = page.locator(".cost .g-handle")
    x, y = centre(ring)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 41, y + 17, steps=3)
    settle(page)
    assert centre(ring) == pytest.approx((x + 41, y + 17), abs=6)  # it lands where the sliders can
    page.mouse.up()
    settle(page)
    v = value(page)
    assert v["start"] == [round(theta, 1) for theta in v["start"]]
    assert v["start"] == [float(slider(page, f"Start θ{j}").input_value()) for j in "₀₁"]
    figures.agrees_with_gd(v)
    # Far out, no further than the sliders go.
    page.mouse.move(*centre(ring))
    page.mouse.down()
    page.mouse.move(centre(ring)[0], 5000)
    page.mouse.up()
    assert min(value(page)["start"]) >= -4


@pytest.mark.parametrize(("key", "axis", "step"), [("ArrowRight", 0, 0.1), ("ArrowUp", 1, 0.0607)])
def test_an_arrow_moves_the_start_along_an_axis_where_x_is_standardised(open_page, key, axis, step):
    page = open_page(PAGE)
    set_to(page, shift=1.3, standardise=True, start=[0, 1])  # of which no tenth is one of φ
    before = value(page)["thetas"][0]
    page.locator(".cost .g-handle").focus()
    page.keyboard.press(key)
    page.keyboard.press(f"Shift+{key}")
    moved = np.subtract(value(page)["thetas"][0], before)
    assert moved[axis] == pytest.approx(11 * step, rel=1e-3)
    assert abs(moved[1 - axis]) < 1e-8
    for _ in range(9):  # to where the sliders end, and no further
        page.keyboard.press(f"Shift+{key}")
    assert max(map(abs, value(page)["start"])) <= 4
    assert abs(value(page)["thetas"][0][1 - axis] - before[1 - axis]) < 1e-8


def test_three_neighbours_move_and_leave_the_minimiser_where_it_was(open_page):
    """What the chapter about many points asks for, by its button."""
    page = open_page("tutorial/scale")
    before = value(page)
    button = page.get_by_role("button", name="Move three neighbours")
    button.press("Enter")
    settle(page)
    after = value(page)
    moved = np.subtract(after["y"], before["y"])
    np.testing.assert_allclose(moved[3:6], [0.5, -1, 0.5], atol=1e-9)
    assert np.count_nonzero(moved) == 3
    assert after["x"] == before["x"]
    np.testing.assert_allclose(after["minimizer"], before["minimizer"], rtol=1e-9)
    np.testing.assert_allclose(after["thetas"], before["thetas"], rtol=1e-9, atol=1e-12)
    rise = np.subtract(after["costs"], before["costs"])
    np.testing.assert_allclose(rise, rise[0], rtol=1e-9)
    assert abs(rise[0]) > 0.01
    figures.agrees_with_gd(after)


def test_a_rate_beyond_the_slider_is_kept_and_shown(open_page):
    page = open_page(PAGE)
    set_to(page, shift=5)
    assert value(page)["alpha"] == 0.7
    control = slider(page, "Learning rate α")
    assert float(control.input_value()) == float(control.get_attribute("max")) < 0.7
    assert control.get_attribute("aria-valuetext") == "0.700"
    assert value(page)["regime"] == "diverging"
    set_to(page, shift=0)
    assert float(control.input_value()) == 0.7


@pytest.mark.parametrize(
    ("factor", "said"),
    [(0.742, "74.2 %"), (0.99983, "99.983 %"), (1 - 1e-8, "almost 100 %"), (0, "0 %")],
)
def test_a_step_that_keeps_nearly_all_is_not_said_to_keep_all(open_page, address, factor, said):
    effect = """async ([words, factor]) =>
      (await import(words)).effect({ regime: "monotone", factors: [0.3, factor] })"""
    words = f"{address}/explorable/words.js"
    assert f"along it {said} stays" in open_page(PAGE).evaluate(effect, [words, factor])


SURFACE = """(panel) => {
  const { a, b, c, d, e, f } = panel.querySelector("svg svg g").transform.baseVal.consolidate().matrix;
  const { cx, cy } = panel.querySelector(".g-handle");
  const discs = [...panel.querySelectorAll(".g-low")].map(({ r }) => r.baseVal.value);
  const begins = [...panel.querySelectorAll(".g-contour")].map((line) => line.getPointAtLength(0));
  return {
    stretch: [[a, c], [-b, -d]], discs, lines: begins.map(({ x, y }) => Math.hypot(x, y)),
    away: [cx.baseVal.value - e, f - cy.baseVal.value],
    values: [...panel.querySelectorAll(".g-value")].map((text) => text.checkVisibility() ? text.textContent : null),
  };
}"""


@pytest.mark.parametrize("shift", [0, 0.2, 2, 3.5])
def test_each_contour_is_a_level_of_the_cost_and_says_which(open_page, shift):
    page = open_page(PAGE)
    set_to(page, shift=shift, noise=0.5, start=[-1, 3])
    seen, v = page.locator(".cost").evaluate(SURFACE), value(page)
    J = cost(v)
    angles = np.linspace(0, 2 * np.pi, 100)
    circle = seen["stretch"] @ np.array([np.cos(angles), np.sin(angles)])
    unit = np.linalg.norm(seen["away"]) / np.linalg.norm(np.subtract(v["start"], J.minimizer))
    level = J(J.minimizer + circle.T / unit) - J(J.minimizer)
    np.testing.assert_allclose(level, level.mean(), rtol=0.01)
    assert seen["discs"] == list(range(12, 0, -1))
    assert seen["lines"] == pytest.approx([3, 6, 9], abs=1e-5)
    said = [(r, float(text)) for r, text in zip(seen["lines"], seen["values"], strict=True) if text]
    assert len(said) >= 2
    for r, number in said:
        assert number == pytest.approx(J(J.minimizer) + level.mean() * r**2, rel=0.01)


NOTE = """(panel) => {
  const box = (node) => node.getBoundingClientRect();
  const note = panel.querySelector(".g-note");
  const { left, right, top, bottom } = box(note);
  const curve = panel.querySelector(".g-path.g-dots");
  const to = curve.getScreenCTM();
  const dots = curve.getAttribute("d").match(/M[^h]+/g)
    .map((dot) => new DOMPoint(...dot.slice(1).split(" ").map(Number)).matrixTransform(to));
  const axes = box(panel.querySelector(".g-axes"));
  return {
    says: note.textContent,
    within: axes.left < left && right < box(panel).right && axes.top <= top + 3 && bottom < axes.bottom - 5,
    covers: dots.filter(({ x, y }) => x > left && x < right && y > top && y < bottom).length,
  };
}"""


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_note_on_the_chart_is_whole_and_covers_nothing(open_page, width):
    page = open_page("tutorial/diagnose", width=width)
    for says, settings in (
        ("below the chart", {"standardise": True, "alpha": 1, "steps": 50}),
        ("below the chart", {"standardise": True, "alpha": 0.4, "steps": 100}),
        ("below the chart", {"standardise": True, "alpha": 0.2, "steps": 100}),
        ("above the chart", {"standardise": True, "alpha": 2.2, "steps": 100}),
        ("above the chart", {"standardise": False, "alpha": 2.2, "steps": 100}),
    ):
        set_to(page, **settings)
        note = page.locator(".history").evaluate(NOTE)
        assert note == {"says": says, "within": True, "covers": 0}, settings


VALUES = """(panel) => {
  const seen = [...panel.querySelectorAll(".g-value")].filter((text) => text.checkVisibility());
  const inside = (box, { x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom;
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 0.2 * b.height && b.top + 0.2 * b.height < a.bottom;
  const on = (drawn) => {
    const to = drawn.getScreenCTM();
    const long = drawn.getTotalLength();
    return Array.from({ length: long && 1000 }, (_, i) => drawn.getPointAtLength((i / 1000) * long).matrixTransform(to));
  };
  // Of a circle with a gap, faster than by its length.
  const around = (line) => {
    const [to, begin, end] = [line.getScreenCTM(), line.getPointAtLength(0), line.getPointAtLength(1e9)];
    const [from, until] = [begin, end].map(({ x, y }) => Math.atan2(y, x));
    const turn = 2 * Math.PI - ((from - until + 2 * Math.PI) % (2 * Math.PI));
    return Array.from({ length: 2000 }, (_, i) => from + (i / 1999) * turn).map((angle) =>
      new DOMPoint(Math.cos(angle) * Math.hypot(begin.x, begin.y), Math.sin(angle) * Math.hypot(begin.x, begin.y)).matrixTransform(to));
  };
  const contours = [...panel.querySelectorAll(".g-contour")].map(around);
  const marks = [...panel.querySelectorAll(".g-handle")].map((mark) => mark.getBoundingClientRect());
  const centres = marks.map((box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }));
  const drawn = [...panel.querySelectorAll(".g-path.g-line:not(.g-small)")].flatMap(on).concat(centres, ...contours);
  const frame = panel.querySelector("rect.g-high").getBoundingClientRect();
  // A contour is in sight where there is room for its value.
  const room = { left: frame.left + 30, right: frame.right - 30, top: frame.top + 18, bottom: frame.bottom - 35 };
  const lines = contours.filter((line) => line.some((point) => inside(room, point)));
  const values = seen.map((text) => {
    const box = text.getBoundingClientRect();
    const edge = 0.2 * box.height; // above and below the digits
    const digits = { left: box.left, right: box.right, top: box.top + edge, bottom: box.bottom - edge };
    return {
      says: text.textContent,
      whole: digits.left >= frame.left && digits.right <= frame.right && digits.top >= frame.top && digits.bottom <= frame.bottom,
      crossed: drawn.some((point) => inside(digits, point))
        || seen.some((other) => other !== text && meets(digits, other.getBoundingClientRect())),
    };
  });
  return [lines.length, values];
}"""


@pytest.mark.parametrize("width", [390, 1440])
def test_values_of_contours_are_whole_and_nothing_crosses_them(open_page, width):
    page = open_page(PAGE, width=width)
    for settings in (
        {}, {"shift": 2}, {"start": [-4, 4], "alpha": 1.9}, {"shift": 5, "standardise": True},
        {"truth": [-3, -1], "noise": 2}, {"steps": 0, "start": [2, 2]},
        {"start": [-1.8, 1.7], "truth": [-2.3, -1.4], "noise": 2, "shift": 2, "steps": 0},
        {"start": [-3.1, -0.4], "truth": [-3.1, 0.3], "noise": 0.5, "standardise": True, "alpha": 0.1, "steps": 5},
        {"standardise": False},
        {"shift": 0, "noise": 0, "truth": [0, 0], "alpha": 0.5, "steps": 9},
        *({"start": [a, b / 2]} for a in (-3, 3) for b in range(-4, 5)),
    ):  # fmt: skip
        set_to(page, **settings)
        lines, values = page.locator(".cost").evaluate(VALUES)
        assert len(values) >= lines, settings
        for v in values:
            assert v["whole"], (settings, v)
            assert not v["crossed"], (settings, v)


def test_the_keyboard_goes_through_in_the_order_of_the_page(open_page):
    page = open_page(PAGE)
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
        "Standardise x",
        "Start θ₀",
        "Start θ₁",
        "True θ₀",
        "True θ₁",
        "Noise",
        "Shift of x",
        "Reset",
        "Copy link",
        "Copy as Python",
    ]
