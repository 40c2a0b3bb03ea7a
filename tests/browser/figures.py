"""The live figures of the site, and what tests ask of them; what gd says of the same is in the module of each kind.

That is test_KIND.py: on which PAGE it is met as it comes (of several there, with # and its name), its PANELS in their order, the CORNERS of its settings, the `data(v)` that the
settings of a value promise, gd's `cost(v)` of them, and the θ of that cost where the descent begins, `start(v)`;
where it is not plain, what gd says of the `descent(v)`, its path and its critical rate; and the rates of its `marks(v)`, by name.
"""

import json
import re
import sys
from importlib import import_module

import numpy as np
import pytest
import serving

import gd

sys.path += [str(serving.DOCS / folder) for folder in ("_ext", "_ext/explorable")]
import settings
from colours import ROLES, rgb

KINDS = settings.kinds()
PATH = [f"rgb{rgb(colour)}" for colour in ROLES["path"]]  # in light and dark
ELEMENT = re.compile(r'<gd-explorable id="(\S+)" kind="(\S+)"')
# Of each its page, its name and its kind.
FIGURES = [
    (page.removesuffix(".html"), *found)
    for page in serving.pages()
    for found in ELEMENT.findall((serving.HTML / page).read_text("utf-8"))
]
DRAWS = np.random.default_rng(0).normal(size=20).round(2)  # of which noise is made
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}  # of a page that copies
every_figure = pytest.mark.parametrize(
    ("name", "id"), [pytest.param(*each[:2], id="#".join(each[:2])) for each in FIGURES]
)
every_kind = pytest.mark.parametrize("kind", KINDS)
every_kind_of_points = pytest.mark.parametrize("kind", [k for k in KINDS if "moved" in KINDS[k]])


def home(kind):
    """What the tests of a kind say of it."""
    return import_module(f"test_{kind.replace('-', '_')}")


def sliders(kind):
    """The setting of each slider, by its label, and which number it is of those of the setting."""
    return {
        label: (key, j if isinstance(setting["label"], list) else None)
        for key, setting in KINDS[kind].items()
        if "label" in setting and not isinstance(setting["value"], bool)
        for j, label in enumerate(np.atleast_1d(setting["label"]))
    }


# -- A figure in a page; the first one, where neither a test nor the page's address names one ------
def figure(page, id=None):
    where, *_ = page.url.split("?")
    here = (named for name, named, _ in FIGURES if where.endswith(f"/{name}.html#{named}"))
    id = id or next(here, None)
    return page.locator(f"gd-explorable#{id}" if id else "gd-explorable").first


def slider(page, label):
    """The slider of that label: the draggable points are sliders too, to a screen reader."""
    return figure(page).get_by_label(label, exact=True).and_(page.locator("input"))


def set_to(page, id=None, **settings):
    figure(page, id).evaluate("(element, settings) => Object.assign(element, settings)", settings)
    settle(page)


def settle(page):
    """Until what was asked for is drawn, words too."""
    page.wait_for_function("() => unsettled.size === 0")


def show(locator):
    """Scroll there at once; the theme would glide."""
    locator.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def copied(page, what):
    """What is in the clipboard, once the figure says that it is."""
    page.get_by_text(f"{what} copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


# -- Its value ------------------------------------------------------------------------------------
# An expression of an element; infinities survive the way as the text of JSON that Python reads.
VALUE = """
(element) => JSON.stringify(element.value, (key, v) =>
  typeof v === "number" && !Number.isFinite(v) ? `#${v}#` : v)
"""


def read(text):
    """The element's value."""
    large = re.compile(r"\d{16,}")  # JavaScript writes up to 1e21 without an exponent
    whole = {"parse_int": lambda digits: float(digits) if large.search(digits) else int(digits)}
    return json.loads(re.sub('"#(.*?)#"', r"\1", text), **whole)


def value(page, id=None):
    text = figure(page, id).evaluate(VALUE)
    assert text, "the figure is not live: no script has defined its kind"
    return read(text)


def agrees_with_gd(v):
    (thetas, costs), critical = getattr(home(v["kind"]), "descent", plain)(v)
    np.testing.assert_allclose(v["thetas"], thetas, rtol=1e-12)
    np.testing.assert_allclose(v["costs"], costs, rtol=1e-12)
    assert v["criticalRate"] == (critical and pytest.approx(critical, rel=1e-12))


def plain(v):
    J, start = home(v["kind"]).cost(v), home(v["kind"]).start(v)
    return gd.descend(J, start, v["alpha"], v["steps"]), gd.critical_rate(J)


def has_its_data(v):
    """Those that its settings promise, where its kind has points or tells of data."""
    if not ("moved" in KINDS[v["kind"]] or "x" in v):
        return
    np.testing.assert_allclose([v["x"], v["y"]], home(v["kind"]).data(v), rtol=1e-12, atol=1e-15)


def drawn_without_nonsense(page):
    attributes = figure(page).evaluate(
        """(element) => [...element.querySelectorAll("svg *, svg")].flatMap((node) =>
             [...node.attributes].map(({ name, value }) => `${name}=${value}`))"""
    )
    assert len(attributes) > 200
    assert not [text for text in attributes if re.search("NaN|Infinity|undefined|null", text)]
