"""A line, fitted with momentum: the kind `momentum`."""

import re

import figures
import numpy as np
import pytest
from figures import DRAWS, centre, figure, set_to, settle, show, slider, value
from test_descent import multipliers, nesterov

import gd

PAGE = "tutorial/momentum"
PANELS = ("cost", "plane", "history", "data")
CORNERS = [
    {"alpha": 0.84, "steps": 100, "momentum": 0.99},
    {"alpha": 4.2, "steps": 100, "shift": 0, "momentum": 0.99, "nesterov": True},
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


def marks(v):
    return {"limit": v["criticalRate"], "best": v["best"]["alpha"]}  # which moves the limit


def descent(v):
    """By gd, and Nesterov's by its update; with the critical rate of the matrix of a step."""
    J = cost(v)
    if not v["nesterov"]:
        path = gd.descend(J, v["start"], v["alpha"], v["steps"], v["momentum"])
        return path, gd.critical_rate(J, v["momentum"])
    thetas, _ = nesterov(J, v["start"], v["alpha"], v["steps"], v["momentum"])
    beta = v["momentum"]
    return (thetas, J(thetas)), gd.critical_rate(J) * (1 + beta) / (1 + 2 * beta)


def roots(J, alpha, beta, ahead):
    """What a step multiplies the parts of the error by, of many rates and momenta at once."""
    curvatures = np.linalg.eigvalsh(J.hessian)
    return multipliers(curvatures, *np.expand_dims(np.array([alpha, beta]), -1), ahead)


def factor(J, alpha, beta, ahead):
    """What is left of the slowest part in the long run: the spectral radius of the step."""
    return np.abs(roots(J, alpha, beta, ahead)).max(axis=(-2, -1))


# Around a point, a pixel and a half of one to each side, in the panel's units.
ABOUT = np.stack(np.meshgrid(*[(-10, -5, 0, 5, 10)] * 2), axis=-1).reshape(-1, 2)
# What the panel draws.
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
    opacities: shown(".g-low").map((band) => Number(band.getAttribute("fill-opacity"))),
    tops: shown(".g-contour[d^=M]").map((line) => Math.min(...points(line).map(([, y]) => y))),
    values: shown(".g-value").map((text) => [Number(text.textContent), Number(text.getAttribute("y"))]),
    ridge: points(panel.querySelector("path.g-ink.g-dashed")),
  };
}
"""


class Plane:
    """The panel of α and β as it is drawn, and what they are at any place: by the point that was chosen, at two."""

    def __init__(self, page):
        v = value(page)
        places = []
        for share, beta in ((0.2, 0.1), (0.9, 0.8)):
            set_to(page, alpha=share * v["criticalRate"], momentum=beta)
            self.seen = page.locator(".plane").evaluate(PLANE)
            places.append((share * v["criticalRate"], beta, *self.seen["chosen"]))
        (a, b, x, y), (a1, b1, x1, y1) = places
        far, up = (a1 - a) / (x1 - x), (b1 - b) / (y1 - y)
        self.at = lambda points: (a + far * (points[..., 0] - x), b + up * (points[..., 1] - y))
        self.px = lambda alpha: x + (alpha - a) / (a1 - a) * (x1 - x)


@pytest.mark.parametrize("settings", [{}, {"nesterov": True}, {"shift": 0.3, "noise": 1}], ids=str)
def test_the_border_the_bands_and_the_ridge_are_those_of_the_data(open_page, settings):
    page = open_page(PAGE)
    set_to(page, **settings)
    plane, J, ahead = Plane(page), cost(value(page)), "nesterov" in settings
    seen = plane.seen
    slowest = lambda points: factor(J, *plane.at(points), ahead)
    near, far = np.split(np.array(seen["border"]), 2)  # its two sides
    border = (near + far[::-1]) / 2
    _, beta = plane.at(border)
    limit = gd.critical_rate(J) * (1 + beta) / (1 + 2 * beta if ahead else 1)
    assert np.abs(border[:, 0] - plane.px(limit)).max() * seen["unit"] < 1
    # Nested outlines, of evenly spaced factors from 1 down, on each of which the factor is the same.
    assert 8 <= len(seen["bands"]) <= 20
    outlines = []
    for corners in map(np.array, seen["bands"]):
        # Between its corners; in these roots meet, and half a pixel is much.
        sides, corners = (
            points[np.all((points > [445, 345]) & (points < [3495, 2575]), axis=-1)]
            for points in ((corners + np.roll(corners, 1, axis=0)) / 2, corners)
        )
        outlines.append((sides, corners))
    third = np.median(slowest(outlines[3][0]))  # the last may be as small as a pixel
    levels = 1 - (1 - third) / 3 * np.arange(len(outlines))
    for r, points in zip(levels, outlines, strict=True):
        nearby = slowest(np.vstack(points)[:, np.newaxis] + ABOUT)
        assert np.all(nearby.min(axis=-1) - 1e-3 <= r)
        assert np.all(r <= nearby.max(axis=-1) + 1e-3)
    shades = [0]  # from high to low: how much of the latter is on top of each other
    for opacity in seen["opacities"]:
        shades.append(shades[-1] + opacity * (1 - shades[-1]))
    np.testing.assert_allclose(shades, np.linspace(0, 1, len(levels)), atol=1e-3)
    # Values stand on their lines, apart.
    assert len(seen["values"]) >= 2
    said, heights = np.transpose(seen["values"])
    assert np.abs(np.subtract.outer(levels, said)).min(axis=0).max() < 2e-3
    assert np.subtract(seen["tops"], heights) == pytest.approx(30, abs=20)
    assert np.diff(heights).min() > 115  # the size of the letters
    # On one side of the ridge the roots of both parts are complex, on the other not.
    ridge = np.array([(x, y) for x, y in seen["ridge"] if y > 400 and 460 < x < 3480])
    assert len(ridge) > 10
    ripples = roots(J, *plane.at(ridge[:, np.newaxis] + ABOUT), ahead).imag.all(axis=(-2, -1))
    assert np.all(ripples.any(axis=-1) & ~ripples.all(axis=-1))


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
    first = page.locator(".first input")  # in sight of the panels on a phone
    assert slider(page, "Momentum β").and_(first).count() == 1
    for ahead, known in ((False, (0.607683, 0.631150, 0.794450)), (True, None)):
        set_to(page, nesterov=ahead)
        mark = page.get_by_role("button", name="best", exact=True)
        show(mark)
        mark.press("Enter")
        settle(page)
        v = value(page)
        # It is still that mark, though the limit may have come to its other side.
        assert page.locator("button:focus").inner_text() == "best"
        J, best = cost(v), v["best"]
        assert (v["alpha"], v["momentum"]) == (best["alpha"], best["momentum"])
        assert v["factor"] == pytest.approx(best["factor"], abs=1e-6)
        assert v["factor"] == pytest.approx(factor(J, v["alpha"], v["momentum"], ahead), abs=1e-6)
        if known:
            assert (*best.values(),) == pytest.approx(known, abs=1e-6)
        parts = ("path.g-truth", "path.g-now", ".g-handle")
        star, *chosen = (centre(page.locator(f".plane {part}")) for part in parts)
        for point in chosen:
            assert star == pytest.approx(point, abs=1)
        figures.agrees_with_gd(v)
    page.get_by_role("button", name="limit", exact=True).click()
    settle(page)
    v = value(page)
    assert v["regime"] == "cycling"
    along = np.abs(roots(J, v["alpha"], v["momentum"], ahead)[0]).max()
    told = (
        "in the long run the error across the valley keeps its size;"
        f" along it {100 * along:.3g} % stays"
    )
    assert told in page.locator(".regime").inner_text()


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
    v = value(page)
    assert v["alpha"] > before["alpha"]
    assert v["alpha"] == float(f"{v['alpha']:.3g}")
    box = page.locator(".plane svg").bounding_box()
    page.mouse.move(0, 5000)  # no further than there are rates, and momentum
    settle(page)
    v = value(page)
    assert 0 < v["alpha"] < 0.011
    assert v["momentum"] == 0
    page.mouse.move(5000, 5000)
    page.mouse.up()
    settle(page)
    v = value(page)
    assert box["x"] < centre(point)[0] < box["x"] + box["width"]
    assert 0.8 < v["alpha"] < 0.9
    figures.agrees_with_gd(v)
    page.keyboard.press("ArrowRight")
    settle(page)
    v = value(page)
    most = float(slider(page, "Learning rate α").get_attribute("max"))
    assert v["alpha"] == most
    for key in ("ArrowUp", "Shift+ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    settle(page)
    after = value(page)
    assert after["momentum"] == pytest.approx(0.11)
    assert after["alpha"] == pytest.approx(most - 0.01)
    assert point.get_attribute("aria-valuenow") == "0.11"
    assert point.get_attribute("aria-valuetext") == f"α {after['alpha']:g}, β 0.11"
    assert float(slider(page, "Momentum β").input_value()) == pytest.approx(0.11)
    set_to(page, alpha=3)  # beyond the plane, where it can still be taken back
    assert box["x"] < centre(point)[0] < box["x"] + box["width"]
    assert page.locator(".plane .g-note").text_content() == "α is 3"


def test_the_predicted_line_falls_as_the_costs_do_in_the_long_run(open_page):
    lines = open_page(PAGE).locator(":is(.history path.g-ink, .history path.g-path:not(.g-dots))")
    law, trail = (
        np.array(re.findall(r"(-?\d+) (-?\d+)", line.get_attribute("d")), float)
        for line in lines.all()
    )
    assert law[0] == pytest.approx(trail[0], abs=2)
    slopes = [np.divide(*(b - a)[::-1]) for a, b in (law[[0, -1]], trail[[-11, -1]])]
    assert slopes[0] == pytest.approx(slopes[1], rel=0.02)


def test_the_words_say_what_the_steps_do(open_page):
    page = open_page(PAGE)
    for settings, regime in (
        ({"alpha": 0.1, "momentum": 0}, "monotone"),
        ({"alpha": 0.3, "momentum": 0}, "alternating"),
        ({"alpha": 0.35, "momentum": 0.5}, "rippling"),
        ({"alpha": 0.55, "momentum": 0.4}, "diverging"),
        ({"alpha": 0.6, "momentum": 0.6}, "alternating"),
        ({"alpha": 0.6, "momentum": 0.8}, "rippling"),  # both parts
        ({"alpha": 0.3, "momentum": 0.6, "nesterov": True}, "diverging"),
        ({"alpha": 1, "momentum": 0, "nesterov": False, "shift": 0}, "monotone"),
    ):
        set_to(page, **settings)
        v = value(page)
        J, told = cost(v), page.locator(".regime").inner_text()
        assert v["regime"] == regime
        limit = v["criticalRate"] * np.linalg.eigvalsh(J.hessian)[-1]
        assert f" {'>' if regime == 'diverging' else '<'} {limit:.4g}" in told
        along, across = np.abs(roots(J, v["alpha"], v["momentum"], v["nesterov"])).max(axis=-1)
        assert v["factor"] == pytest.approx(max(across, along), rel=1e-9)
        if regime == "diverging":
            assert f"multiplies the error by {across:.3g} in" in told
        elif across == pytest.approx(along):
            assert f"each step keeps {100 * across:.3g} % of the error" in told
        else:
            kept = f"keeps {100 * across:.3g} % across the valley in the long run, "
            assert f"{kept}{100 * along:.3g} % along it" in told


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
