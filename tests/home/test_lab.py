"""The sliders of the lab's notebooks, moved in JupyterLab."""

import re
import shutil
from contextlib import suppress

import chromium
import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def lab(jupyter):
    """JupyterLab, as the page says to start it, but without a window; its address and token."""
    for notebook in chromium.HTML.glob("download/lab/*.ipynb"):
        shutil.copy(notebook, jupyter.folder)
    options = "--port=0 --no-browser --allow-root --IdentityProvider.token=sliders"
    with jupyter.start(f"jupyter lab {options}", r"http://127\.0\.0\.1:\d+") as address:
        yield address


def run_all(tab):
    """Press until something runs: while JupyterLab starts, nothing may come of it."""
    for _ in range(10):
        tab.locator(".lm-MenuBar-item", has_text="Run").click()
        tab.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
        try:
            running = re.compile(r"\[[*\d]\]")
            expect(tab.locator(".jp-InputPrompt").first).to_have_text(running, timeout=5000)
            return
        except AssertionError:
            tab.keyboard.press("Escape")
    raise AssertionError("nothing runs")


@pytest.mark.parametrize(
    ("notebook", "sliders"),
    [
        ("one-parameter", ["points", "α", "start"]),
        ("two-parameters", ["points", "true θ₀", "true θ₁", "α", "start θ₀", "start θ₁"]),
    ],
)
def test_each_slider_changes_the_picture(notebook, sliders, lab, tab):
    tab.goto(f"{lab}/lab/tree/{notebook}.ipynb?token=sliders&reset")
    expect(tab.locator(".jp-CodeCell").first).to_be_visible(timeout=60_000)
    expect(tab.locator("#jupyterlab-splash")).to_have_count(0)
    # What JupyterLab asks is answered as it proposes, and told where this fails; a kernel that was not
    # there yet, or died as it started, has lost what it was told to run.
    said = []

    def answer(dialog):
        said.append(dialog.inner_text())
        dialog.locator(".jp-mod-accept").first.click()

    tab.add_locator_handler(tab.locator(".jp-Dialog").first, answer, no_wait_after=True)
    status = tab.locator(".jp-Notebook-ExecutionIndicator")
    for _ in range(4):
        expect(status).to_have_attribute("data-status", "idle", timeout=120_000)
        run_all(tab)
        with suppress(AssertionError):
            expect(tab.locator(".widget-slider")).to_have_count(len(sliders), timeout=30_000)
            break
    expect(tab.locator(".widget-slider")).to_have_count(len(sliders))
    assert tab.locator(".widget-slider .widget-label").all_inner_texts() == sliders
    picture = tab.locator("img.widget-image")
    expect(picture).to_be_visible()
    for number, name in enumerate(sliders):
        before, seen = picture.get_attribute("src"), picture.screenshot()
        handle = tab.locator(".widget-slider").nth(number).locator(".noUi-handle")
        readout = tab.locator(".widget-slider").nth(number).locator(".widget-readout")
        value = readout.inner_text()
        handle.focus()
        for _ in range(4):
            handle.press("ArrowRight")
        expect(readout).not_to_have_text(value)
        expect(picture).not_to_have_attribute("src", re.compile(re.escape(before)))
        tab.wait_for_timeout(200)
        assert picture.screenshot() != seen, name
