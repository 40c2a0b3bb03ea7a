"""A line, fitted, and when to stop: the kind `stopping`."""

import re
import subprocess
import sys

import numpy as np
import pytest
from figures import CLIPBOARD, DRAWS, copied, figure, set_to, slider, value

import gd

PAGE = "tutorial/stopping#stop"
PANELS = ("cost", "distances", "data")
CORNERS = [
    {"alpha": 1, "steps": 400},
    {"alpha": 1, "steps": 400, "shift": 0, "tolerance": 0.5},
    {"start": [2, 2], "steps": 0, "noise": 0},
    {"shift": 5, "noise": 2, "truth": [-4, 4], "start": [4, -4], "tolerance": 1e-9},
]


def data(v):
    x = np.linspace(-1, 1, 20) + v["shift"]
    return x, v["truth"][0] + v["truth"][1] * x + v["noise"] * DRAWS


def cost(v):
    return gd.LeastSquares(gd.with_intercept(v["x"]), v["y"])


def start(v):
    return v["start"]


def marks(v):
    flat, steep = np.linalg.eigvalsh(cost(v).hessian)
    return {"1/λ": 1 / steep, "best": 2 / (steep + flat), "2/λ": 2 / steep}


def whole(v):
    """Of all 400 steps: each error, the bound on it, and how long the step was."""
    J = cost(v)
    thetas, _ = gd.descend(J, v["start"], v["alpha"], 400)
    lengths = np.linalg.norm(np.diff(thetas, axis=0, prepend=np.nan), axis=-1)
    bounds = np.linalg.norm(J.gradient(thetas), axis=-1) / np.linalg.eigvalsh(J.hessian)[0]
    return np.linalg.norm(thetas - J.minimizer, axis=-1), bounds, lengths


def told(page):
    return figure(page).locator(".regime").inner_text()


def test_both_rules_stop_where_the_facts_say(open_page):
    page = open_page(PAGE)
    for tolerance, step, error in ((0.01, 113, 0.5581771), (0.001, 244, 0.0561269)):
        set_to(page, tolerance=tolerance, steps=step)
        v = value(page)
        errors, bounds, _ = whole(v)
        assert v["stops"]["step"] == step
        assert errors[step] == pytest.approx(error, abs=5e-8)
        known = np.flatnonzero(bounds <= tolerance)
        assert v["stops"]["gradient"] == (known[0] if known.size else None)
        assert f"a short step stops at {step}, {error:.3g} from the minimiser" in told(page)
    set_to(page, steps=100)  # of which the rules know nothing
    assert value(page)["stops"] == v["stops"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            {},
            r"a short step stops at (\d+), (\S+) from the minimiser; the gradient at (\d+), (\S+) ",
        ),
        (
            {"tolerance": 0.001},
            r"stops at (\d+), (\S+) from .*; the gradient does not in 400 steps",
        ),
        (
            {"shift": 0, "alpha": 6, "start": [2, 2.1], "tolerance": 0.2},
            r"the gradient stops at (\d+), (\S+) from the minimiser; a short step does not in 400",
        ),
        ({"alpha": 0.4}, "^diverging.*neither rule stops in 400 steps"),
        ({"start": [2, 2]}, r"step stops at (1), (0) from .*; the gradient at (0), (0) from it"),
    ],
    ids=str,
)
def test_the_words_say_where_each_rule_stops_and_how_far_from_the_minimiser(
    open_page, settings, says
):
    page = open_page(PAGE)
    set_to(page, **settings)
    v = value(page)
    with np.errstate(all="ignore"):
        errors, *_ = whole(v)
    found = re.search(says, told(page).replace("\n", " "))
    assert found, told(page)
    note = figure(page).locator(".distances .g-note").text_content().strip()
    below = "" if errors[v["steps"]] else "below the chart"
    assert note == ("above the chart" if v["regime"] == "diverging" else below)
    stops = [k for k in v["stops"].values() if k is not None]
    assert [int(k) for k in found.groups()[::2]] == stops
    assert [float(far) for far in found.groups()[1::2]] == pytest.approx(errors[stops], rel=0.005)


def test_points_at_one_x_leave_no_bound(open_page):
    page = open_page(PAGE)
    x = np.linspace(-1, 1, 20)
    set_to(page, shift=0, moved={str(i): [-float(there), 0] for i, there in enumerate(x)})
    assert value(page)["stops"]["gradient"] is None
    assert "J is flat along a line, so the gradient bounds no distance" in told(page)
    assert not figure(page).locator(".cost circle.g-dashed").is_visible()


# Of both panels what is drawn, in the panel's units.
DISCS = """
(element) => {
  const panel = element.querySelector(".cost");
  const number = (node, name) => Number(node.getAttribute(name));
  const ends = (path) => [...path.getAttribute("d").matchAll(/(-?\\d+) (-?\\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const [minimiser] = ["star"].map(() => ends(panel.querySelector("path.g-truth.g-mark")));
  const centre = (points) => [0, 1].map((j) => (Math.min(...points.map((p) => p[j])) + Math.max(...points.map((p) => p[j]))) / 2);
  const now = panel.querySelector("path.g-now.g-mark").getBBox();
  return {
    unit: panel.querySelector("svg").getScreenCTM().a,
    rims: [".g-ink:not(.g-dashed)", ".g-dashed"].map((which) => panel.querySelector(`circle${which}`))
      .map((rim) => rim.checkVisibility() ? ["cx", "cy", "r"].map((name) => number(rim, name)) : null),
    now: [now.x + now.width / 2, now.y + now.height / 2],
    start: ["cx", "cy"].map((name) => number(panel.querySelector(".g-handle"), name)),
    last: (({ x, y, width, height }) => [x + width / 2, y + height / 2])(element.querySelector(".distances path.g-now.g-mark").getBBox()),
    star: panel.querySelector("path.g-truth.g-mark").getBBox(),
    pins: ["ink.g-hollow", "path.g-mark"].map((role) => ends(element.querySelector(`.cost path.g-${role}`))[0] ?? null),
    falls: ["ink.g-hollow", "path.g-mark"].map((role) => ends(element.querySelector(`.distances path.g-${role}`))[0] ?? null),
    chart: ["truth.g-thick", "ink.g-dashed", "path.g-line:not(.g-faint)"].map((role) => ends(element.querySelector(`.distances path.g-${role}`))),
    level: ends(element.querySelector(".distances path.g-ink.g-faint"))[0],
  };
}
"""


@pytest.mark.parametrize("steps", [4, 60])
def test_the_discs_have_the_error_and_its_bound_for_radii(open_page, steps):
    page = open_page(PAGE)
    set_to(page, steps=steps, tolerance=0.02)
    v = value(page)
    errors, bounds, _ = whole(v)
    seen = figure(page).evaluate(DISCS)
    (x, y), (x0, y0) = seen["now"], seen["start"]
    theta, first = np.array(v["thetas"][-1]), np.array(v["start"])
    scale = np.hypot(x - x0, y - y0) / np.linalg.norm(theta - first)
    at = lambda there: np.array([x0, y0]) + scale * (np.array(there) - first) * [1, -1]
    assert [x, y] == pytest.approx(at(theta), abs=6)
    for rim, radius in zip(seen["rims"], (errors[steps], bounds[steps]), strict=True):
        assert rim[:2] == pytest.approx([x, y], abs=2)
        assert rim[2] == pytest.approx(scale * radius, rel=0.01)
    # One rim goes through the minimiser; the marks point at where the path may stop.
    star = at(v["minimizer"])
    assert np.hypot(*(star - seen["rims"][0][:2])) == pytest.approx(seen["rims"][0][2], rel=0.01)
    thetas, _ = gd.descend(cost(v), v["start"], v["alpha"], 400)
    for pin, rule in zip(seen["pins"], ("gradient", "step"), strict=True):
        assert np.subtract(pin, [0, -65]) == pytest.approx(at(thetas[v["stops"][rule]]), abs=8)


def test_the_distances_are_those_of_the_path_and_the_rules_stand_on_them(open_page):
    page = open_page(PAGE)
    set_to(page, steps=2)
    v = value(page)
    errors, bounds, lengths = whole(v)
    seen = figure(page).evaluate(DISCS)
    # The scale of the panel, by the errors at its ends.
    (x0, y0), *_, (x1, y1) = seen["chart"][0]
    px = lambda k: x0 + (x1 - x0) * np.asarray(k) / 400
    rise = (y1 - y0) / np.log10(errors[400] / errors[0])
    py = lambda far: y0 + rise * np.log10(far / errors[0])
    for points, known in zip(seen["chart"], (errors, bounds, lengths), strict=True):
        drawn = np.array([(x, y) for x, y in points if y > 345])  # below the upper edge
        steps = (drawn[:, 0] - x0) * 400 / (x1 - x0)
        k = np.rint(steps).astype(int)
        assert steps == pytest.approx(k, abs=0.15)
        assert drawn[:, 1] == pytest.approx(py(known[k]), abs=4)
        assert len(drawn) > 100
    assert seen["last"] == pytest.approx((px(2), py(errors[2])), abs=3)
    assert seen["level"][1] == pytest.approx(py(v["tolerance"]), abs=2)
    for pin, rule in zip(seen["falls"], ("gradient", "step"), strict=True):
        k = v["stops"][rule]
        assert np.subtract(pin, [0, -65]) == pytest.approx((px(k), py(errors[k])), abs=3)


def test_the_tolerance_stands_beside_the_rate(open_page):
    page = open_page(PAGE)
    assert slider(page, "Tolerance").and_(page.locator(".first input")).count() == 1
    before = value(page)["stops"]["step"]
    slider(page, "Tolerance").press("ArrowRight")
    v = value(page)
    assert v["tolerance"] == 0.02
    assert v["stops"]["step"] < before


def test_the_copied_python_says_where_the_rules_stop(open_page):
    page = open_page(PAGE, **CLIPBOARD)
    set_to(page, shift=1.5, noise=0.5, alpha=0.3, steps=20)
    figure(page).get_by_role("button", name="Copy as Python").click()
    printed = subprocess.run(
        [sys.executable, "-"],
        input=copied(page, "Python"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    v = value(page)
    errors, *_ = whole(v)
    found = re.findall(r"a short step: (\d+) (\S+)\nthe gradient: (\d+) (\S+)", printed)
    step, far, gradient, near = map(float, found[0])
    assert [step, gradient] == [v["stops"]["step"], v["stops"]["gradient"]]
    assert [far, near] == pytest.approx(errors[[int(step), int(gradient)]], rel=1e-9)


def test_a_distance_below_the_chart_is_said_and_no_bound_where_there_is_none(open_page):
    page = open_page(PAGE)
    note, legend = (figure(page).locator(f".distances {of}") for of in (".g-note", "tspan"))
    assert note.text_content() == " "
    set_to(page, start=[2, 2], steps=0, noise=0)
    assert note.text_content() == "below the chart"
    set_to(page, start=[3, 2], shift=0, alpha=1.5, steps=400)
    assert note.text_content() == "below the chart"
    said = legend.filter(has_text="bound")
    assert said.first.is_visible()
    x = np.linspace(-1, 1, 20)
    set_to(page, moved={str(i): [-float(there), 0] for i, there in enumerate(x)})
    for panel in (".distances", ".cost"):
        assert (
            not figure(page).locator(f"{panel} tspan").filter(has_text="bound").first.is_visible()
        )


def test_the_legend_of_the_discs_keeps_off_the_name_of_the_axis(open_page):
    page = open_page(PAGE, width=390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_function(
        "(svg) => svg.style.getPropertyValue('--text-scale') === '1.800'",
        arg=figure(page).locator(".cost svg").first.element_handle(),
    )
    legend = figure(page).locator(".cost text", has_text="minimiser").bounding_box()
    name = figure(page).locator(".cost .g-label", has_text="θ₁").bounding_box()
    assert name["x"] + name["width"] < legend["x"]
