"""A line, fitted: the kind `two-parameters`."""

import re

import figures
import numpy as np
import pytest
from figures import DRAWS, set_to, settle, slider, value

import gd

PAGE = "tutorial/two-parameters"
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


@pytest.mark.parametrize("shift", [0, 0.2, 2, 3.5])
def test_each_contour_is_a_level_of_the_cost(open_page, shift):
    page = open_page(PAGE)
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
    hessian = cost(value(page)).hessian
    level = np.sqrt(np.einsum("ki,ij,kj->k", offset, hessian, offset))
    ring = 9 * level / level.max()
    np.testing.assert_allclose(ring, ring.round(), atol=0.03)


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
