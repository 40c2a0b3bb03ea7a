"""What can be dragged: by mouse, by finger, by arrow keys."""

import figures
import numpy as np
import pytest
from figures import (
    KINDS,
    centre,
    every_kind,
    every_kind_of_points,
    figure,
    home,
    settle,
    show,
    value,
)


@every_kind
def test_the_mouse_drags_the_start(open_page, kind):
    page = open_page(home(kind).PAGE)
    before = value(page)
    show(figure(page))
    x, y = centre(figure(page).locator(".cost .g-handle"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 30, steps=4)
    page.mouse.up()
    v = value(page)
    assert v["start"] != before["start"]
    assert [round(n, 6) for n in v["start"]] == v["start"]
    assert np.sign(np.subtract(v["start"], before["start"])).tolist() == [1.0] * len(v["start"])
    figures.agrees_with_gd(v)


@every_kind_of_points
def test_the_mouse_drags_a_data_point_and_the_thresholds_move(open_page, kind):
    page = open_page(home(kind).PAGE)
    before = value(page)
    show(figure(page))
    point = figure(page).locator(".data .g-handle").last
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 50, steps=4)
    settle(page)
    assert centre(point) == pytest.approx((x + 10, y + 50), abs=1)
    page.mouse.up()
    settle(page)
    v = value(page)
    assert v["x"][-1] > before["x"][-1]
    assert v["y"][-1] < before["y"][-1]
    assert v["x"][:-1] == before["x"][:-1]
    assert v["criticalRate"] != before["criticalRate"]
    figures.agrees_with_gd(v)
    figure(page).get_by_role("button", name="Reset").click()
    assert value(page) == before


@every_kind
def test_a_finger_drags_the_start_and_scrolls_beside_it(open_page, kind):
    page = open_page(home(kind).PAGE, width=360, height=800, has_touch=True, is_mobile=True)
    before = value(page)
    ring = figure(page).locator(".cost .g-handle")
    show(ring)
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        where = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    where = "document.querySelector('gd-explorable').getBoundingClientRect().top"
    top = page.evaluate(where)
    x, y = centre(ring)
    touch("touchStart", (x, y))
    for part in range(1, 6):
        touch("touchMove", (x + 8 * part, y - 6 * part))
    touch("touchEnd")
    v = value(page)
    assert v["start"][0] > before["start"][0]
    assert page.evaluate(where) == top
    figures.agrees_with_gd(v)
    box = figure(page).locator(".cost svg").first.bounding_box()
    beside = box["x"] + (300 if x < box["x"] + box["width"] / 2 else 60)  # the ring is elsewhere
    touch("touchStart", (beside, y))
    for part in range(1, 9):
        touch("touchMove", (beside, y - 20 * part))
    touch("touchEnd")
    page.wait_for_function(f"(top) => {where} < top", arg=top)


@every_kind
def test_arrows_move_the_start(open_page, kind):
    page = open_page(home(kind).PAGE)
    before = value(page)
    start = figure(page).locator(".cost .g-handle")
    start.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    settle(page)
    v = value(page)
    step = KINDS[kind]["start"]["step"]
    assert v["start"] == pytest.approx([before["start"][0] + 11 * step, *before["start"][1:]])
    names = [label.removeprefix("Start ") for label in KINDS[kind]["start"]["label"]]
    told = [
        f"{name} {theta:g}".replace("-", "−") for name, theta in zip(names, v["start"], strict=True)
    ]
    if len(names) == 1:  # which the point is called by
        told = [told[0].removeprefix(f"{names[0]} ")]
    assert start.get_attribute("aria-valuetext") == ", ".join(told)
    figures.agrees_with_gd(v)


@every_kind_of_points
def test_arrows_move_a_data_point(open_page, kind):
    page = open_page(home(kind).PAGE)
    before = value(page)
    figure(page).locator(".data .g-handle").first.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowUp")
    v = value(page)
    assert v["y"][1] == pytest.approx(before["y"][1] + 0.02)
    assert v["y"][0] == before["y"][0]
    ring = figure(page).locator(".data .g-handle:focus")
    assert ring.evaluate("(node) => getComputedStyle(node).stroke") != "none"
    figures.agrees_with_gd(v)
