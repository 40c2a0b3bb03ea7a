"""A view leaves the page: as a link, as Python, as a picture; and links that lie."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from urllib.parse import quote

import numpy as np
import pytest
from figures import (
    CLIPBOARD,
    KINDS,
    PATH,
    copied,
    every_kind,
    figure,
    home,
    set_to,
    settle,
    slider,
    value,
)

ONE, TWO, MEMORY, STOP, RAY, CLASSES = (
    home(kind).PAGE
    for kind in ("one-parameter", "two-parameters", "momentum", "stopping", "ray", "two-classes")
)


def follow(page, fragment):
    """Put a fragment into the address, and wait until the figure has read it."""
    page.evaluate(
        """(fragment) => new Promise((done) => {
             addEventListener("hashchange", done, { once: true });
             location.hash = fragment;
           }).then(() => undefined)""",
        fragment,
    )
    settle(page)


@every_kind
def test_a_shared_view_opens_again(open_page, address, kind):
    page = open_page(home(kind).PAGE, **CLIPBOARD)
    slider(page, KINDS[kind]["alpha"]["label"]).focus()
    page.keyboard.press("ArrowRight")
    if "moved" in KINDS[kind]:
        figure(page).locator(".data .g-handle").first.focus()
        page.keyboard.press("Shift+ArrowUp")
    set_to(page, start=[1, -1.5][: len(value(page)["start"])])
    figure(page).get_by_role("button", name="Copy link").click()
    link = copied(page, "Link")
    assert link == page.url
    again = open_page(link.removeprefix(f"{address}/").replace(".html", ""))
    assert value(again) == value(page)
    figure(page).get_by_role("button", name="Reset").click()
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (ONE, {}),
        (ONE, {"noise": 0.3, "alpha": 5.4}),
        (TWO, {"shift": 3, "alpha": 0.1}),
        (TWO, {"shift": 3, "standardise": True, "noise": 1, "start": [-2, 3]}),
        (TWO, {"moved": {"3": [0.5, -1.25]}, "start": [-1, 3.5]}),
        (ONE, {"alpha": 6, "steps": 100}),
        (MEMORY, {"momentum": 0.6, "start": [-1, 3.5]}),
        (MEMORY, {"momentum": 0.4, "nesterov": True}),
        (STOP, {"steps": 30, "tolerance": 0.05}),
        (RAY, {"steps": 9, "slope": 0.3, "noise": 0.5}),
        (CLASSES, {"start": [1, -2], "changed": {"13": [8, -1]}}),
        (CLASSES, {"start": [1, -2], "standardise": False, "alpha": 0.0008}),
    ],
)
def test_the_copied_python_prints_the_theta_on_the_screen(open_page, name, settings):
    page = open_page(name, **CLIPBOARD)
    figure(page).evaluate("(element, settings) => (element.value = settings)", settings)
    figure(page).get_by_role("button", name="Copy as Python").click()
    script = copied(page, "Python")
    printed = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=True
    ).stdout
    v = value(page)
    np.testing.assert_allclose(
        [float(word) for word in printed.splitlines()[0].split()], v["thetas"][-1], rtol=1e-9
    )
    # And what is on the screen is that, rounded.
    shown = figure(page).locator(".sums p").first.inner_text()
    for theta in v["thetas"][-1]:
        if 1e-3 < abs(theta) < 1e4:
            assert f"{abs(theta):.6g}" in shown


def test_without_a_clipboard_the_text_is_shown_selected(open_page):
    page = open_page(ONE)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy as Python").click()
    area = page.get_by_label("To copy")
    assert area.input_value().startswith("import numpy as np\n")
    assert page.evaluate("getSelection().toString()").startswith("import numpy")
    page.get_by_role("button", name="One step forward").click()
    assert not area.is_visible()


HOSTILE = [
    "alpha=1e999",
    "alpha=NaN",
    "alpha=-1",
    "alpha=0x10",
    "steps=3.5",
    "steps=1000000000",
    "start=<script>alert(1)</script>",
    "start=0,0,0,0",
    "truth=",
    "noise=Infinity",
    "standardise=maybe",
    "moved=0,1",
    "moved=99,1,1",
    "moved=0,1e300,0",
    "moved=__proto__,1,1",
    "__proto__=1",
    "constructor=1",
    "x=" + "9" * 4000,
    "kind=one-parameter",
    'alpha="><img src=x onerror=alert(1)>',
    "alpha=%E0%A4%A",
    "alpha=1.5&steps=3.5",
    "alpha=1.5&colour=red",
]


@pytest.fixture(scope="module")
def untouched(open_for_several):
    """The value of the figure as it comes, and how much markup it is."""
    page = open_for_several(TWO)
    return value(page), figure(page).evaluate("(e) => e.outerHTML.length")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_fragment_is_the_defaults(open_page, untouched, text):
    before, markup = untouched
    kind = "" if text.startswith("kind=") else "kind=two-parameters&"
    page = open_page(f"{TWO}#fit?{kind}{text}")
    assert value(page) == before
    assert page.locator("gd-explorable script, gd-explorable img").count() == 0
    assert figure(page).evaluate("(e) => e.outerHTML.length") == pytest.approx(markup, abs=50)
    # So is one that comes later.
    follow(page, "#fit?kind=two-parameters&alpha=0.4")
    assert value(page)["alpha"] == 0.4
    follow(page, f"#fit?{kind}{quote(text)}")
    assert value(page) == before


def test_a_fragment_of_ten_megabytes_is_the_defaults(open_page):
    page = open_page(TWO)
    before = value(page)
    # Chromium itself refuses an address this long; the element must bear one that did get in.
    follow(page, "#fit?kind=two-parameters&alpha=" + "1" * 1_900_000)
    assert value(page) == before
    state = page.evaluate(
        """async () => {
             const { fromFragment } = await import("/explorable/settings.js");
             const alpha = { alpha: { min: 0, max: 1, value: 0.7 } };
             const text = "#fit?kind=two-parameters&alpha=" + "1".repeat(10_000_000);
             return fromFragment(text, "fit", "two-parameters", alpha, { alpha: 0.7 });
           }"""
    )
    assert state["alpha"] == before["alpha"]


def test_what_is_saved_is_what_is_true_at_the_click(open_page):
    page = open_page(ONE)
    with page.expect_download() as saved:
        figure(page).evaluate(
            """(element) => {
                 Object.assign(element, { alpha: 6, steps: 30 });
                 [...element.querySelectorAll("button")].find((b) => /SVG/.test(b.textContent)).click();
               }"""
        )
    text = saved.value.path().read_text("utf-8")
    assert "After 30 steps" in text
    assert "left the chart at step" in text


def test_the_picture_is_saved_as_an_svg_that_stands_alone(open_page, tmp_path):
    page = open_page(TWO)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as SVG").click()
    assert saved.value.suggested_filename == "fit.svg"
    path = tmp_path / "fit.svg"
    saved.value.save_as(path)
    root = ET.parse(path).getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{svg}svg")) == 3
    assert "After 14 steps" in root.findtext(f"{svg}title")
    text = path.read_text("utf-8")
    assert "var(" not in text
    assert "currentcolor" not in text.lower()
    assert f'stroke="{PATH[0]}"' in text
