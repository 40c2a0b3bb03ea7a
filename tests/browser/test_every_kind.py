"""Each kind of live figure: what its table of settings promises."""

import figures
import pytest
from figures import KINDS, every_kind, figure, home, set_to, settle, slider, sliders, value


@pytest.mark.parametrize(
    ("kind", "label"), [(kind, label) for kind in KINDS for label in sliders(kind)]
)
def test_a_slider_sets_what_its_label_says(visit, kind, label):
    page = visit(home(kind).PAGE)
    control = slider(page, label)
    before = float(control.input_value())
    control.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    settle(page)
    shown = figure(page).locator(f'output[for="{control.get_attribute("id")}"]').inner_text()
    now = float(shown.replace("−", "-"))
    assert now > before
    v = value(page)
    numbers = {
        other: v[key] if j is None else v[key][j] for other, (key, j) in sliders(kind).items()
    }
    readings = {other: float(slider(page, other).input_value()) for other in numbers}
    assert numbers == pytest.approx(readings)
    assert numbers[label] == pytest.approx(now)
    figures.has_its_data(v)
    figures.agrees_with_gd(v)
    figures.drawn_without_nonsense(page)


@pytest.mark.parametrize(
    ("kind", "settings"), [(kind, corner) for kind in KINDS for corner in home(kind).CORNERS]
)
def test_every_corner_is_drawn_with_numbers(visit, kind, settings):
    page = visit(home(kind).PAGE)
    set_to(page, **settings)
    figures.drawn_without_nonsense(page)
    v = value(page)
    assert v["kind"] == kind
    figures.agrees_with_gd(v)
    assert figure(page).locator(".regime strong").inner_text() == v["regime"]


SIGNS = str.maketrans("−×", "-*")


@every_kind
def test_the_numbers_of_the_next_step_are_those_of_the_next_step(visit, kind):
    page = visit(home(kind).PAGE)
    set_to(page, steps=2)
    lines = figure(page).locator(".sums p").all_inner_texts()[1:]
    set_to(page, steps=3)
    for line, theta in zip(lines, value(page)["thetas"][-1], strict=True):
        *_, numbers, after = line.translate(SIGNS).split(" = ")
        assert [eval(numbers), float(after)] == pytest.approx([theta, theta], rel=2e-3)


@every_kind
def test_a_page_from_right_to_left_keeps_the_figure_as_it_is(visit, kind):
    page = visit(home(kind).PAGE)
    where = """() => [...document.querySelectorAll("gd-explorable :is(text, .marks button, label)")].filter((node) => node.checkVisibility()).map((node) => {
        const [box, figure] = [node, node.closest("gd-explorable")].map((part) => part.getBoundingClientRect());
        return [box.left - figure.left, box.width].map((v) => Math.round(v));
    })"""
    before = page.evaluate(where)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(where) == before
    directions = "(nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).direction))]"
    assert page.locator("article :is(pre, math, text, .marks button)").evaluate_all(directions) == [
        "ltr"
    ]
