"""A line through the origin, fitted: the kind `one-parameter`."""

import re

import numpy as np
import pytest
from figures import DRAWS, centre, set_to, settle, slider, value

import gd

PAGE = "lab/one-parameter"
PANELS = ("data", "cost", "history")
CORNERS = [
    {"alpha": 6, "steps": 100},
    {"alpha": 6, "steps": 100, "start": [-1], "truth": [2], "noise": 0.5},
    {"start": [0.5], "steps": 100},
    {"steps": 0, "noise": 0.5},
]


def data(v):
    x = np.linspace(-1, 1, 20)
    return x, v["truth"][0] * x + v["noise"] * DRAWS


def cost(v):
    return gd.LeastSquares(np.array(v["x"])[:, np.newaxis], v["y"])


def start(v):
    return v["start"]


def marks(v):
    (curvature,) = np.linalg.eigvalsh(cost(v).hessian)
    return {"1/λ": 1 / curvature, "2/λ": 2 / curvature}


def test_the_marks_under_alpha_are_the_thresholds_of_the_data(open_page):
    page = open_page(PAGE)
    critical = value(page)["criticalRate"]
    page.get_by_role("button", name="1/λ").click()
    v = value(page)
    assert (v["alpha"], v["regime"]) == (pytest.approx(critical / 2, rel=1e-12), "one step")
    assert v["thetas"][1] == pytest.approx(v["minimizer"])
    page.get_by_role("button", name="2/λ").click()
    assert value(page)["regime"] == "cycling"
    # It goes with the data.
    control, mark = slider(page, "Learning rate α"), page.get_by_role("button", name="2/λ")
    was = centre(mark)[0]
    set_to(page, moved="19,0.2,0")
    assert centre(mark)[0] < was - 1
    set_to(page, moved="")
    # From between two steps, the slider goes on to one of them.
    control.focus()
    page.keyboard.press("ArrowLeft")
    assert value(page)["alpha"] * 20 == pytest.approx(round(value(page)["alpha"] * 20))


def test_steps_go_forward_and_back_with_their_arithmetic(open_page):
    page = open_page(PAGE)
    set_to(page, steps=0)
    assert page.get_by_role("button", name="One step back").is_disabled()
    page.get_by_role("button", name="One step forward").click()
    settle(page)
    v = value(page)
    assert v["steps"] == 1
    text = page.locator(".sums").inner_text()
    now, after = v["thetas"][1][0], gd.update(cost(v), v["thetas"][1], v["alpha"])[0]
    slope = cost(v).gradient(v["thetas"][1])[0]
    for number in (now, slope, after):
        assert f"{abs(number):.6g}"[:6] in text
    # The sum is right with the digits that are shown, too.
    start, rate, slope, after = map(float, re.findall(r"\d+\.\d+", text.partition("J/")[2]))
    assert start + rate * slope == pytest.approx(after, abs=0.6e-5)
    page.get_by_role("button", name="One step back").click()
    assert value(page)["steps"] == 0


def test_divergence_is_said_in_words(open_page):
    page = open_page(PAGE)
    set_to(page, alpha=6, steps=100)
    assert page.locator(".regime strong").inner_text() == "diverging"
    notes = page.locator(".g-note").all_text_contents()
    assert any("left the chart at step" in note for note in notes)
    assert any("above the chart" in note for note in notes)
    assert page.locator(".cost .g-danger").get_attribute("d")
    page.get_by_role("button", name="One step back").click()
    assert value(page)["steps"] == 99
