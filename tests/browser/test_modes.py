"""The live figure in light and dark, in forced colours, on paper, and to axe."""

import io
import itertools
import json

import numpy as np
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from figures import KINDS, PATH, figure, home, set_to, slider, sliders
from PIL import Image

ONE, TWO = (home(kind).PAGE for kind in ("one-parameter", "two-parameters"))


def test_colours_follow_the_mode_of_the_page(open_page):
    colour = "(node) => getComputedStyle(node).stroke"
    light, dark = (
        open_page(ONE, color_scheme=mode).locator(".cost .g-path.g-line").first.evaluate(colour)
        for mode in ("light", "dark")
    )
    assert [light, dark] == PATH
    page = open_page(ONE, color_scheme="light")
    page.evaluate("document.body.dataset.theme = 'dark'")
    assert page.locator(".cost .g-path.g-line").first.evaluate(colour) == dark


def pixels(locator):
    """How it looks, and how far each pixel is from that of its corner."""
    seen = np.asarray(Image.open(io.BytesIO(locator.screenshot())).convert("RGB"), dtype=int)
    return np.abs(seen - seen[0, 0]).max(axis=-1)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_sliders_and_their_marks_are_seen_in_forced_colours(open_page, mode):
    page = open_page(TWO, forced_colors="active", color_scheme=mode)
    for label in sliders("two-parameters"):
        contrast = pixels(slider(page, label))
        middle = contrast[contrast.shape[0] // 2]
        assert np.mean(middle > 100) > 0.97  # its track and its thumb, from end to end
    for mark in page.locator("gd-explorable .marks button").all():
        if mark.is_visible():
            above = pixels(mark)[:5]
            assert np.mean((above > 100).any(axis=0)) * above.shape[1] == pytest.approx(2, abs=1)


def test_print_shows_the_panels_on_white_and_what_is_chosen(open_page):
    page = open_page(TWO, color_scheme="dark")
    page.emulate_media(media="print")
    for shown in (".cost svg", ".sums", ".control input", ".marks button"):
        parts = page.locator(f"gd-explorable {shown}:not([hidden])").all()
        assert parts
        assert all(part.is_visible() for part in parts)
    assert page.locator(".switch output").inner_text() == "off"
    gone = page.locator("gd-explorable :is(.buttons, .actions) button")
    assert not any(part.is_visible() for part in gone.all())
    colour = "(node) => getComputedStyle(node).stroke"
    assert page.locator(".cost .g-path.g-line").first.evaluate(colour) == PATH[0]


@pytest.fixture(scope="module")
def looked_at(request, open_for_several):
    kind, mode, width = request.param
    page = open_for_several(home(kind).PAGE, width=width, color_scheme=mode)
    page.evaluate(AXE_SCRIPT)  # once, as it is half a megabyte
    return kind, page


@pytest.mark.parametrize(
    "looked_at",
    list(itertools.product(KINDS, ("light", "dark"), (390, 1440))),
    indirect=True,
    ids=str,
    scope="module",
)
def test_axe_finds_nothing_as_it_comes_and_in_each_corner(looked_at):
    kind, page = looked_at
    for settings in ({}, *home(kind).CORNERS):
        figure(page).get_by_role("button", name="Reset").click()
        set_to(page, **settings)
        found = Axe("").run(page, context="gd-explorable").response["violations"]
        assert not found, f"{settings}: {json.dumps(found, indent=1)[:3000]}"
