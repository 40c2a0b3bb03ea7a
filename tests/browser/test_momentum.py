"""A line, fitted with momentum: the kind `momentum`."""

import itertools
import re

import figures
import numpy as np
import pytest
from figures import DRAWS, centre, figure, set_to, settle, show, slider, value
from test_descent import nesterov, step_matrix

import gd

PAGE = "tutorial/momentum"
PANELS = ("cost", "plane", "history", "data")
CORNERS = [
    {"alpha": 0.84, "steps": 100, "momentum": 0.99},
    {"alpha": 4.2, "steps": 100, "shift": 0, "momentum": 0.99, "nesterov": True},
    {"alpha": 0.01, "steps": 3, "momentum": 0},
    {"shift": 0, "alpha": 1, "momentum": 0, "steps": 0},
    {"shift": 5, "noise": 2, "truth": [-4, 4], "start": [4, -4], "momentum": 0.9, "alpha": 0.1},
]


def data(v):
    x = np.linspace(-1, 1, 20) + v["shift"]
    return x, v["truth"][0] + v["truth"][1] * x + v["noise"] * DRAWS


def cost(v):
    return gd.LeastSquares(gd.with_intercept(v["x"]), v["y"])


def start(v):
    return v["start"]


def descent(v):
    """By gd, and Nesterov's by its update; with the critical rate of the matrix of a step."""
    J = cost(v)
    if not v["nesterov"]:
        path = gd.descend(J, v["start"], v["alpha"], v["steps"], v["momentum"])
        return path, gd.critical_rate(J, v["momentum"])
    thetas, _ = nesterov(J, v["start"], v["alpha"], v["steps"], v["momentum"])
    beta = v["momentum"]
    return (thetas, J(thetas)), gd.critical_rate(J) * (1 + beta) / (1 + 2 * beta)


def factor(J, alpha, beta, ahead):
    """What is left of the slowest part in the long run: the spectral radius of the step."""
    matrices = [step_matrix(c, alpha, beta, ahead) for c in np.linalg.eigvalsh(J.hessian)]
    return np.abs(np.linalg.eigvals(matrices)).max()


# Where the panel's drawing has a value: by the point that was chosen, at two places.
ABOUT = (-10, -5, 0, 5, 10)  # a pixel, in the panel's units
PLANE = """
(panel) => {
  const box = ({ cx, cy }) => [cx.baseVal.value, cy.baseVal.value];
  const points = (path) => [...path.getAttribute("d").matchAll(/(-?\\d+) (-?\\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const shown = (name) => [...panel.querySelectorAll(name)].filter((node) => node.checkVisibility());
  return {
    chosen: box(panel.querySelector(".g-handle")),
    unit: panel.querySelector("svg").getScreenCTM().a,
    border: points(panel.querySelector("path.g-danger")),
    bands: shown(".g-high, .g-low").map(points),
    lines: shown(".g-contour").map((line) => line.getAttribute("d")),
    values: shown(".g-value").map((text) => Number(text.textContent)),
    ridge: points(panel.querySelector("path.g-ink.g-dashed")),
  };
}
"""


class Plane:
    """The panel of α and β as it is drawn, with the two of any place in it."""

    def __init__(self, page):
        v = value(page)
        places = []
        for share, beta in ((0.2, 0.1), (0.9, 0.8)):
            set_to(page, alpha=share * v["criticalRate"], momentum=beta)
            self.seen = page.locator(".plane").evaluate(PLANE)
            places.append((share * v["criticalRate"], beta, *self.seen["chosen"]))
        (a, b, x, y), (a1, b1, x1, y1) = places
        self.to_alpha = lambda px: a + (px - x) / (x1 - x) * (a1 - a)
        self.to_beta = lambda px: b + (px - y) / (y1 - y) * (b1 - b)
        self.px = lambda alpha: x + (alpha - a) / (a1 - a) * (x1 - x)


@pytest.mark.parametrize("settings", [{}, {"nesterov": True}, {"shift": 0.3, "noise": 1}], ids=str)
def test_the_border_the_bands_and_the_ridge_are_those_of_the_data(open_page, settings):
    page = open_page(PAGE)
    set_to(page, **settings)
    plane, J, ahead = Plane(page), cost(value(page)), "nesterov" in settings
    seen = plane.seen
    slowest = lambda x, y: factor(J, plane.to_alpha(x), plane.to_beta(y), ahead)
    sides = np.split(np.array(seen["border"]), 2)
    for x, y in (sides[0] + sides[1][::-1]) / 2:
        beta = plane.to_beta(y)
        limit = gd.critical_rate(J) * (1 + beta) / (1 + 2 * beta if ahead else 1)
        assert abs(x - plane.px(limit)) * seen["unit"] < 1
    # Nested outlines, of evenly spaced factors from 1 down, on each of which the factor is the same.
    assert 8 <= len(seen["bands"]) <= 20
    levels = []
    for outline in seen["bands"]:
        # Between its corners; in these roots meet, and half a pixel is much.
        sides = [np.mean(ends, axis=0) for ends in itertools.pairwise([*outline, outline[0]])]
        seen_sides, corners = (
            [(x, y) for x, y in points if 445 < x < 3495 and 345 < y < 2575]
            for points in (sides, outline)
        )
        levels.append(np.median([slowest(x, y) for x, y in seen_sides]))
        inner = [*seen_sides, *corners]
        for x, y in inner:
            nearby = [slowest(x + dx, y + dy) for dx in ABOUT for dy in ABOUT]
            assert min(nearby) - 1e-3 <= levels[-1] <= max(nearby) + 1e-3
    np.testing.assert_allclose(levels, np.linspace(1, levels[-1], len(levels)), atol=3e-3)
    assert len(seen["values"]) >= 2
    for said in seen["values"]:
        assert np.abs(np.subtract(levels, said)).min() < 2e-3
    # On one side of the ridge the roots of both parts are complex, on the other not.
    ripples = lambda x, y: all(
        np.abs(
            np.linalg.eigvals(step_matrix(c, plane.to_alpha(x), plane.to_beta(y), ahead)).imag
        ).min()
        > 0
        for c in np.linalg.eigvalsh(J.hessian)
    )
    assert len(seen["ridge"]) > 10
    for x, y in seen["ridge"]:
        if y > 400 and 460 < x < 3480:
            assert {ripples(x + dx, y + dy) for dx in ABOUT for dy in ABOUT} == {True, False}


def test_the_plane_is_computed_again_only_when_the_data_change(open_page):
    page = open_page(PAGE)
    texts = page.locator(".plane .g-value")
    texts.evaluate_all("(texts) => texts.forEach((text) => (text.textContent = 'as it was'))")
    set_to(page, alpha=0.2, momentum=0.7, steps=20, start=[0, 0])
    assert {*texts.all_text_contents()} == {"as it was"}
    set_to(page, shift=1.5)
    assert {*texts.all_text_contents()} != {"as it was"}


def test_best_is_chosen_by_its_mark_with_its_momentum(open_page):
    page = open_page(PAGE)
    for ahead, known in ((False, (0.607683, 0.631150, 0.794450)), (True, None)):
        set_to(page, nesterov=ahead)
        page.get_by_role("button", name="best", exact=True).click()
        settle(page)
        v = value(page)
        J, best = cost(v), v["best"]
        assert (v["alpha"], v["momentum"]) == (best["alpha"], best["momentum"])
        assert v["factor"] == pytest.approx(best["factor"], abs=1e-6)
        assert v["factor"] == pytest.approx(factor(J, v["alpha"], v["momentum"], ahead), abs=1e-6)
        if known:
            assert (*best.values(),) == pytest.approx(known, abs=1e-6)
        star, point = (
            centre(page.locator(f".plane {part}")) for part in ("path.g-truth", ".g-handle")
        )
        assert star == pytest.approx(point, abs=1)
        figures.agrees_with_gd(v)
    page.get_by_role("button", name="limit", exact=True).click()
    settle(page)
    assert value(page)["regime"] == "cycling"
    # After a first rise: the root −1 has a multiple of the error at the start.
    assert "in the long run the error across" in page.locator(".regime").inner_text()


def test_the_point_of_the_plane_is_dragged_and_moved_by_arrows(open_page):
    page = open_page(PAGE)
    before = value(page)
    point = page.locator(".plane .g-handle")
    show(figure(page))
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y - 30, steps=4)
    settle(page)
    assert centre(point) == pytest.approx((x + 20, y - 30), abs=1)
    page.mouse.move(x + 20, 5000)  # no further than there is momentum
    page.mouse.up()
    v = value(page)
    assert v["alpha"] > before["alpha"]
    assert v["momentum"] == 0
    figures.agrees_with_gd(v)
    for key in ("ArrowUp", "Shift+ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    settle(page)
    after = value(page)
    assert after["momentum"] == pytest.approx(0.11)
    assert after["alpha"] == pytest.approx(v["alpha"] + 0.01)
    assert point.get_attribute("aria-valuetext") == f"α {after['alpha']:g}, β 0.11"
    assert float(slider(page, "Momentum β").input_value()) == pytest.approx(0.11)


@pytest.mark.parametrize(
    ("settings", "regime"),
    [
        ({"alpha": 0.1, "momentum": 0}, "monotone"),
        ({"alpha": 0.3, "momentum": 0}, "alternating"),
        ({"alpha": 0.35, "momentum": 0.5}, "rippling"),
        ({"alpha": 0.55, "momentum": 0.4}, "diverging"),
        ({"alpha": 0.6, "momentum": 0.6}, "alternating"),
        ({"alpha": 0.3, "momentum": 0.6, "nesterov": True}, "diverging"),
        ({"alpha": 1, "momentum": 0, "moved": "", "shift": 0}, "monotone"),
    ],
)  # fmt: skip
def test_the_words_say_what_the_steps_do(open_page, settings, regime):
    page = open_page(PAGE)
    set_to(page, **settings)
    v = value(page)
    told = page.locator(".regime").inner_text()
    assert v["regime"] == regime
    limit = v["criticalRate"] * np.linalg.eigvalsh(cost(v).hessian)[-1]
    assert f" {'>' if regime == 'diverging' else '<'} {limit:.4g}" in told
    assert v["factor"] == pytest.approx(
        factor(cost(v), v["alpha"], v["momentum"], v["nesterov"]), rel=1e-9
    )
    if regime != "diverging":
        assert f"{100 * v['factor']:.3g} %" in told


def test_the_numbers_of_a_step_with_momentum_add_up(open_page):
    page = open_page(PAGE)
    for ahead in (False, True):
        set_to(page, steps=3, nesterov=ahead)
        page.get_by_role("button", name="One step forward").click()
        settle(page)
        for line in page.locator(".sums p").all_inner_texts()[1:]:
            numbers = line.rpartition("Δθ")[2].replace("−", "-").replace("- ", "-")
            theta, alpha, slope, beta, last, after = map(
                float, re.findall(r"-?\d+\.?\d*", numbers.partition("=")[2])
            )
            assert theta + alpha * slope + beta * last == pytest.approx(after, abs=2e-4)
