"""A line, fitted by steps whose rate is found on the way: the kind `ray`."""

import re

import figures
import numpy as np
import pytest
from figures import DRAWS, centre, figure, set_to, settle, show, slider, value
from test_descent import backtracked

import gd

PAGE = "tutorial/stopping#ray"
PANELS = ("cost", "ray", "data")
CORNERS = [
    {"alpha": 2.1, "steps": 60, "slope": 0.95},
    {"alpha": 4, "steps": 60, "shift": 0, "slope": 0.05},
    {"alpha": 1e9, "steps": 1},
    {"alpha": 0.001, "steps": 3},
    {"start": [2, 2], "steps": 2},
    {"shift": 5, "noise": 2, "truth": [-4, 4], "start": [4, -4]},
]


def data(v):
    x = np.linspace(-1, 1, 20) + v["shift"]
    return x, v["truth"][0] + v["truth"][1] * x + v["noise"] * DRAWS


def cost(v):
    return gd.LeastSquares(gd.with_intercept(v["x"]), v["y"])


def start(v):
    return v["start"]


def marks(v):
    critical = gd.critical_rate(cost(v))
    return {"safe": (1 - v["slope"]) * critical, "2/λ": critical}


def descent(v):
    """By a loop with gd. The rates are those of the figure where the last bits of J would decide of them."""
    J = cost(v)
    thetas, rates, margins = backtracked(J, v["start"], v["alpha"], v["slope"], v["steps"])
    sure = [*(margins > 1e-12), False].index(False)
    np.testing.assert_array_equal(v["alphas"][:sure], rates[:sure])
    for k in range(sure, v["steps"]):
        thetas[k + 1] = gd.update(J, thetas[k], v["alphas"][k])
    return (thetas, J(thetas)), gd.critical_rate(J)


def square(v):
    gradient = cost(v).gradient(v["thetas"][-1])
    return gradient @ gradient


def along(v, rate):
    """J at rates on the ray from where the descent is."""
    return cost(v)(gd.update(cost(v), v["thetas"][-1], rate))


@pytest.mark.parametrize("settings", [{}, {"steps": 0}, {"slope": 0.9}, {"alpha": 0.1}], ids=str)
def test_the_trials_are_halved_until_one_is_below_the_chord(open_page, settings):
    page = open_page(PAGE)
    set_to(page, **settings)
    v = value(page)
    trials = v["trials"]
    rates = np.array([trial["alpha"] for trial in trials])
    assert rates.tolist() == (v["alpha"] / 2.0 ** np.arange(len(trials))).tolist()
    assert [trial["cost"] for trial in trials] == pytest.approx(along(v, rates), rel=1e-12)
    chord = v["costs"][-1] - v["slope"] * rates * square(v)
    assert [trial["allowed"] for trial in trials] == pytest.approx(chord, rel=1e-12)
    below = [trial["cost"] <= trial["allowed"] for trial in trials]
    assert below == [trial["accepted"] for trial in trials] == [False] * (len(trials) - 1) + [True]
    assert v["halvings"] == np.sum(np.log2(v["alpha"] / np.array(v["alphas"])))
    page.get_by_role("button", name="One step forward").nth(1).click()
    settle(page)
    assert value(page)["alphas"] == [*v["alphas"], rates[-1]]


# What the panel of the ray shows, in its units.
RAY = """
(element) => {
  const numbers = (text) => [...text.matchAll(/(-?\\d+) (-?\\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const drawn = (panel, role) => [...element.querySelectorAll(`.${panel} path.g-${role}`)].at(-1).getAttribute("d");
  const middles = (panel, role) => drawn(panel, role).split("M").slice(1).map((part) => numbers(part))
    .map((points) => [0, 1].map((j) => (Math.min(...points.map((p) => p[j])) + Math.max(...points.map((p) => p[j]))) / 2));
  const handle = element.querySelector(".ray .g-handle");
  const disc = (panel, role) => [...drawn(panel, role).matchAll(/M(-?\\d+) (-?\\d+)/g)].map(([, x, y]) => [Number(x) + 55, Number(y)]);
  return {
    curve: numbers(drawn("ray", "ink.g-line:not(.g-faint)")),
    tangent: numbers(drawn("ray", "now.g-dashed")),
    chord: numbers(drawn("ray", "danger.g-line")),
    now: disc("ray", "now.g-mark")[0],
    crosses: middles("ray", "danger.g-mark"),
    disc: disc("ray", "path.g-mark")[0],
    handle: [handle.cx.baseVal.value, handle.cy.baseVal.value],
    name: element.querySelector(".ray .g-note").textContent,
    note: element.querySelector(".ray .g-note:last-of-type").textContent,
    ticks: [...element.querySelectorAll(".ray text[text-anchor=middle]")].filter((text) => text.checkVisibility() && !text.matches(".g-note"))
      .map((text) => [Number(text.textContent), Number(text.getAttribute("x"))]),
    heights: [...element.querySelectorAll(".ray g[aria-hidden] text[text-anchor=end]:not([class])")].filter((text) => text.checkVisibility() && text.getAttribute("x") < 440)
      .map((text) => [Number(text.textContent.replace("−", "-")), Number(text.getAttribute("y"))]),
    path: { crosses: middles("cost", "danger.g-mark"), disc: disc("cost", "path.g-mark")[0], ray: numbers(drawn("cost", "ink.g-dashed")) },
    start: ["cx", "cy"].map((name) => Number(element.querySelector(".cost .g-handle").getAttribute(name))),
  };
}
"""


class Seen:
    """The panels of a figure, and where a rate and a J are on that of the ray, by its ticks."""

    def __init__(self, page):
        self.v = value(page)
        self.__dict__ |= figure(page).evaluate(RAY)
        (a, x), *_, (b, x1) = self.ticks
        (J, y), *_, (K, y1) = self.heights
        letters = self.now[1] - (y + (self.v["costs"][-1] - J) / (K - J) * (y1 - y))
        self.at = lambda rate, cost: np.transpose(
            [x + (rate - a) / (b - a) * (x1 - x), y + (cost - J) / (K - J) * (y1 - y) + letters]
        )


@pytest.mark.parametrize("settings", [{}, {"steps": 2, "slope": 0.2}, {"alpha": 0.1}], ids=str)
def test_the_curve_the_chord_and_the_trials_are_those_of_the_cost(open_page, settings):
    page = open_page(PAGE)
    set_to(page, **settings)
    seen = Seen(page)
    v, J = seen.v, seen.v["costs"][-1]
    assert seen.now == pytest.approx(seen.at(0, J), abs=2)
    # The curve is a Bézier curve of three points: where it is at any part of the way.
    part = np.linspace(0, 1, 9)[:, np.newaxis]
    a, b, c = np.array(seen.curve)
    curve = (1 - part) ** 2 * a + 2 * part * (1 - part) * b + part**2 * c
    zero, one = seen.at(0, 0)[0], seen.at(1, 0)[0]
    rates = (curve[:, 0] - zero) / (one - zero)
    assert curve == pytest.approx(seen.at(rates, along(v, np.maximum(rates, 1e-12))), abs=10)
    for line, slope in ((seen.tangent, 1), (seen.chord, v["slope"])):
        rates = (np.array(line)[:, 0] - zero) / (one - zero)
        assert np.array(line) == pytest.approx(
            seen.at(rates, J - slope * square(v) * rates), abs=10
        )
    refused, accepted = v["trials"][:-1], v["trials"][-1]
    marks = [seen.at(trial["alpha"], trial["cost"]) for trial in refused]
    inner = [mark for mark in marks if mark[1] > 430]
    assert [cross for cross in seen.crosses if cross[1] > 430] == [
        pytest.approx(mark, abs=5) for mark in inner
    ]
    assert len(seen.crosses) == len(refused)
    assert seen.disc == pytest.approx(seen.at(accepted["alpha"], accepted["cost"]), abs=5)
    assert seen.name == f"α = {accepted['alpha']:.3g}"


def test_the_contours_have_the_trials_on_a_ray_against_the_gradient(open_page):
    page = open_page(PAGE)
    set_to(page, steps=0, alpha=0.5)
    seen = Seen(page)
    v, (x0, y0) = seen.v, seen.start
    (x1, y1), (x2, y2) = seen.path["ray"]
    assert [x1, y1] == pytest.approx([x0, y0], abs=1)
    down = -cost(v).gradient(v["start"])
    assert (y1 - y2) / (x2 - x1) == pytest.approx(down[1] / down[0], rel=0.01)
    assert np.sign([x2 - x1, y1 - y2]).tolist() == np.sign(down).tolist()
    rates = np.array([trial["alpha"] for trial in v["trials"]])
    marks = [np.hypot(x - x0, y - y0) for x, y in (*seen.path["crosses"], seen.path["disc"])]
    visible = rates[-len(marks) :]
    assert len(marks) >= 2
    assert np.divide(marks, visible) == pytest.approx(marks[-1] / visible[-1], rel=0.02)


def test_the_first_trial_is_dragged_along_the_curve_and_moved_by_arrows(open_page):
    page = open_page(PAGE)
    set_to(page, steps=0, alpha=0.3)
    point = figure(page).locator(".ray .g-handle")
    show(figure(page))
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    for right in (-30, -60):
        page.mouse.move(x + right, y, steps=3)
        settle(page)
        v = value(page)
        assert centre(point)[0] == pytest.approx(x + right, abs=1)
        assert v["alpha"] < 0.3
        assert v["alpha"] == float(f"{v['alpha']:.3g}")
        seen = Seen(page)
        assert seen.handle == pytest.approx(
            seen.at(v["alpha"], v["trials"][0]["cost"]).tolist(), abs=8
        )
        figures.agrees_with_gd(v)
    page.mouse.move(0, y)  # no further than the least of the slider
    settle(page)
    least = float(slider(page, "First trial α").get_attribute("min"))
    assert value(page)["alpha"] == least
    page.mouse.up()
    settle(page)
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    settle(page)
    after = value(page)["alpha"]
    step = float(slider(page, "First trial α").get_attribute("step"))
    assert after == pytest.approx(least + 10 * step)
    assert point.get_attribute("aria-valuenow") == f"{after:g}"
    assert point.get_attribute("aria-valuetext") == f"α {after:g}, refused"
    assert float(slider(page, "First trial α").input_value()) == pytest.approx(after)


def test_a_finger_drags_the_first_trial(open_page):
    page = open_page(PAGE, width=390, height=800, until="load", has_touch=True, is_mobile=True)
    set_to(page, steps=0, alpha=0.3)
    point = figure(page).locator(".ray .g-handle")
    show(point)
    session = page.context.new_cdp_session(page)
    x, y = centre(point)
    for kind, points in (
        ("touchStart", [(x, y)]),
        *(("touchMove", [(x - 8 * part, y - 6 * part)]) for part in range(1, 6)),
        ("touchEnd", []),
    ):
        where = [{"x": a, "y": b} for a, b in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
    settle(page)
    v = value(page)
    assert v["alpha"] < 0.3
    figures.agrees_with_gd(v)


@pytest.mark.parametrize(
    ("settings", "regime", "says"),
    [
        ({"steps": 4}, "halved", "twice, to α = 0.25; 9 halvings in the 4 steps before"),
        ({"steps": 0}, "halved", "3 times, to α = 0.125"),
        ({"steps": 1, "alpha": 0.1}, "accepted", "at once, α = 0.1; 0 halvings in the step before"),
        ({"steps": 1, "alpha": 0.25}, "halved", "; 1 halving in the step before"),
        ({"start": [2, 2], "steps": 0}, "stalled", "the gradient is zero: no rate makes a step"),
        ({"shift": 0.2, "noise": 1, "steps": 60}, "stalled", "J falls no further in double preci"),
    ],
    ids=str,
)
def test_the_words_say_what_becomes_of_the_first_trial(open_page, settings, regime, says):
    page = open_page(PAGE)
    set_to(page, **settings)
    assert value(page)["regime"] == regime
    assert says in figure(page).locator(".regime").inner_text()


def test_the_numbers_of_the_next_step_have_the_accepted_rate(open_page):
    page = open_page(PAGE)
    v = value(page)
    for j, line in enumerate(figure(page).locator(".sums p").all_inner_texts()[1:]):
        numbers = line.rpartition("∂θ")[2][1:].replace("−", "-").replace("- ", "-")
        theta, rate, slope, after = map(
            float, re.findall(r"-?\d+\.?\d*", numbers.partition("=")[2])
        )
        assert theta == pytest.approx(v["thetas"][-1][j], abs=1e-3)
        assert -rate == v["trials"][-1]["alpha"]
        assert theta + rate * slope == pytest.approx(after, abs=2e-4)


def test_what_is_off_the_chart_is_said(open_page):
    page = open_page(PAGE)
    set_to(page, steps=0, alpha=2)
    seen = Seen(page)
    assert seen.note == "the first trial is at α = 2"
    assert seen.handle[0] == 3500  # the right edge, where it can still be taken back
    set_to(page, alpha=0.8)
    seen = Seen(page)
    high = seen.v["trials"][0]["cost"]
    assert seen.note == f"J is {high:.3g} at α = 0.8"
    assert seen.crosses[0][1] == pytest.approx(430, abs=1)  # at the upper edge


@pytest.mark.parametrize(
    "settings",
    [
        {"shift": 0, "steps": 5},
        {"shift": 0, "steps": 20},
        {"steps": 60},
        {"noise": 2, "steps": 40},
        {"noise": 1.4, "steps": 60},
    ],
    ids=str,
)
def test_the_numbers_of_j_are_whole_apart_and_in_the_unit_that_is_said(open_page, settings):
    page = open_page(PAGE)
    set_to(page, **settings)
    panel = figure(page).locator(".ray")
    left = panel.locator("svg").bounding_box()["x"]
    numbers = panel.locator("g[aria-hidden] > text[text-anchor=end]:not([class])[x='370']")
    shown = [number for number in numbers.all() if number.is_visible()]
    assert all(number.bounding_box()["x"] > left - 1 for number in shown)
    said = [number.text_content() for number in shown]
    assert len(set(said)) == len(said) >= 2
    exponent = re.sub(r"^J along the ray(, in 10|)", "", panel.locator(".g-title").text_content())
    unit = 10.0 ** int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0")
    seen = Seen(page)
    (J, y), *_, (K, y1) = seen.heights
    now, letters = seen.now[1], 40
    there = J + (now + letters - y) / (y1 - y) * (K - J)
    assert there * unit == pytest.approx(seen.v["costs"][-1], abs=abs(K - J) * unit / 50)
