"""The sliders of the lab's notebooks, moved in JupyterLab."""

import shutil

import pytest
import serving
from playwright.sync_api import expect

from conftest import first_answer


@pytest.fixture(scope="module")
def lab(jupyter):
    """JupyterLab, as the page says to start it, but without a window; its address and token."""
    for notebook in serving.HTML.glob("download/lab/*.ipynb"):
        shutil.copy(notebook, jupyter.folder)
    options = "--port=0 --no-browser --allow-root --IdentityProvider.token=sliders"
    options += " --LabApp.expose_app_in_browser=True"
    with jupyter.start(f"jupyter lab {options}", r"http://127\.0\.0\.1:\d+") as address:
        first_answer(f"{address}/api")  # it names its address before it listens there
        yield address


# Its own words, not its menus: pressed before the kernel is there, they open a dialog; pressed later, they
# scroll away the cell that would tell that they were heard.
RUN_ALL = """
() => {
  const run = async () => {
    await jupyterapp.restored;
    const { context, sessionContext } = jupyterapp.shell.currentWidget;
    await Promise.all([context.ready, sessionContext.ready]);
    await sessionContext.session.kernel.info;
    return jupyterapp.commands.execute("notebook:run-all-cells");
  };
  const late = (_, fail) => setTimeout(() => fail(Error(document.body.innerText.slice(-500))), 120_000);
  return Promise.race([run(), new Promise(late)]);
}
"""
PIXELS = """
(image) => {
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL();
}
"""


SLIDERS = {
    "one-parameter": ["steps", "α", "start"],
    "two-parameters": ["steps", "true θ₀", "true θ₁", "α", "start θ₀", "start θ₁"],
}


def test_every_notebook_is_tested():
    assert {path.stem for path in serving.DOCS.glob("lab/*.md")} == SLIDERS.keys()


@pytest.mark.parametrize(("notebook", "sliders"), SLIDERS.items())
def test_each_slider_changes_the_picture(notebook, sliders, lab, tab):
    tab.goto(f"{lab}/lab/tree/{notebook}.ipynb?token=sliders&reset")
    expect(tab.locator(".jp-CodeCell").first).to_be_visible(timeout=60_000)
    assert tab.evaluate(RUN_ALL)
    expect(tab.locator(".widget-slider")).to_have_count(len(sliders))
    assert tab.locator(".widget-slider .widget-label").all_inner_texts() == sliders
    picture = tab.locator("img.widget-image")
    expect(picture).to_be_visible()
    for number in range(len(sliders)):
        seen = picture.evaluate(PIXELS)
        handle = tab.locator(".widget-slider").nth(number).locator(".noUi-handle")
        readout = tab.locator(".widget-slider").nth(number).locator(".widget-readout")
        value = readout.inner_text()
        handle.focus()
        handle.press("PageUp")  # once: of more changes, pictures could still come with the next
        expect(readout).not_to_have_text(value)
        # The same picture may come again, with another address.
        changed = f"([image, seen]) => image.complete && ({PIXELS})(image) !== seen"
        tab.wait_for_function(changed, arg=[picture.element_handle(), seen])
