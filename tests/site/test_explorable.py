"""The directive `explorable`, in reST and MyST, right and wrong; its modules, as scripts."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from explorable import settings, still
from join import join, modules
from matplotlib.figure import Figure
from matplotlib.patches import Circle

DOCS = Path(__file__).parents[2] / "docs"
KINDS = settings.kinds()
CONF = f"""
import sys
sys.path.append({str(DOCS / "_ext")!r})
extensions = ["explorable", "myst_parser"]
html_theme = "basic"
"""


def build(folder, name, text):
    """Build a project of one page; what Sphinx said of it, and the page."""
    (folder / "conf.py").write_text(CONF)
    (folder / name).write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", folder, folder / "out"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    page = BeautifulSoup((folder / "out/index.html").read_text("utf-8"), "html.parser")
    return run.stderr, page


REST = """
Page
====

.. explorable:: two-parameters
   :shift: 2
   :start: -1, 1
   :standardise:
   :first: history
   :name: here

   Try it.
"""
MYST = """
# Page

```{explorable} two-parameters
:shift: 2
:start: -1, 1
:standardise:
:first: history
:name: here

Try it.
```
"""


@pytest.mark.parametrize(("name", "text"), [("index.rst", REST), ("index.md", MYST)])
def test_it_works_in_both_languages(tmp_path, name, text):
    said, page = build(tmp_path, name, text)
    assert not said
    (element,) = page.select("gd-explorable")
    assert element.attrs == {
        "id": "here",
        "kind": "two-parameters",
        "shift": "2",
        "start": "-1, 1",
        "standardise": "",
        "first": "history",
    }
    stills = element.select("img")
    assert len(stills) == 3
    assert (
        "from 13 to 2.9e-14" in stills[0]["alt"]
    )  # of the same line, with x standardised: times 0.3²⁸
    assert all(image["alt"] and (tmp_path / "out" / image["src"]).exists() for image in stills)
    assert page.select_one(".explorable-caption p").text == "Try it."


def test_the_still_figure_has_the_room_of_the_controls_that_are_named(tmp_path):
    figures = "".join(
        f".. explorable:: one-parameter\n{line}\n"
        for line in ("", "   :controls: alpha,steps\n", "   :controls:\n")
    )
    said, page = build(tmp_path, "index.rst", f"Page\n====\n\n{figures}")
    assert not said
    stills = page.select("gd-explorable > .still")
    assert [still.get("data-shows") for still in stills] == [None, "alpha steps", ""]
    assert [figure.get("controls") for figure in page.select("gd-explorable")] == [
        None,
        "alpha,steps",
        "",
    ]


def drawn(kind, panel, **chosen):
    """Its axes, with the settings of the kind but for what is chosen, and what they say."""
    table = {key: setting["value"] for key, setting in KINDS[kind].items()}
    axes = Figure().subplots()
    return axes, still(kind).PANELS[panel](axes, still(kind).solve(table | chosen))


@pytest.mark.parametrize(
    ("kind", "panel"), [(kind, panel) for kind in KINDS for panel in still(kind).PANELS]
)
def test_the_marks_of_a_still_panel_are_in_sight(kind, panel):
    axes, _ = drawn(kind, panel)
    marks = [line.get_xydata()[0] for line in axes.lines if len(line.get_xdata()) == 1]
    assert marks or panel == "data"
    for mark in marks:
        assert axes.viewLim.contains(*mark)


MISTAKES = [
    (".. explorable:: no-parameters", f"one of {', '.join(KINDS)}; got no-parameters"),
    (".. explorable:: one-parameter\n   :steps: 101", "steps must be from 0 to 100; got 101"),
    (".. explorable:: one-parameter\n   :steps: 3.5", "steps must be a whole number; got 3.5"),
    (".. explorable:: one-parameter\n   :alpha: much", "alpha must be 1 number(s); got much"),
    (".. explorable:: one-parameter\n   :alpha: nan", "alpha must be 1 number(s); got nan"),
    (".. explorable:: one-parameter\n   :alpha: 0", "alpha must be from 1e-09 to 1e+09; got 0"),
    (".. explorable:: one-parameter\n   :steps: 1_0", "steps must be 1 number(s); got 1_0"),
    (".. explorable:: one-parameter\n   :moved: 20,1,1", "moved must name points below 20"),
    (".. explorable:: two-parameters\n   :standardise: no", "standardise must be true, false"),
    (".. explorable:: one-parameter\n   :start: 0, 1", "start must be 1 number(s); got 0, 1"),
    (".. explorable:: one-parameter\n   :shift: 1", "one-parameter has no option shift"),
    (".. explorable:: one-parameter\n   :first: bowl", "one of data, cost, history; got bowl"),
    (
        ".. explorable:: one-parameter\n   :controls: steps, colour, shift",
        "controls may be steps, alpha, start, truth, noise; got colour, shift",
    ),
    (
        ".. explorable:: one-parameter\n   :preset: Go alpha=2",
        "preset must be like Too large: alpha=2.1&steps=20, of steps, alpha, start, truth, noise, moved; got Go",
    ),
    (
        ".. explorable:: one-parameter\n   :preset: Go: steps=101",
        "steps must be from 0 to 100; got 101",
    ),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What one build says of pages that have a mistake each."""
    folder = tmp_path_factory.mktemp("mistakes")
    for number, (line, _) in enumerate(MISTAKES):
        (folder / f"page-{number}.rst").write_text(f"Page\n====\n\n{line}\n")
    return build(folder, "index.rst", "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   page-*\n")[0]


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=[line for line, _ in MISTAKES])
def test_a_mistake_is_an_error_that_names_it(told, number):
    _, found, said = told.partition(f"page-{number}.rst:4: ")
    assert found
    assert MISTAKES[number][1] in said.partition(".rst:")[0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"steps":', '"stpes":', "the settings of one-parameter.js lack steps"),
        ('"min": 0.05', '"mni": 0.05', "alpha of one-parameter.js must have min, max, step, value"),
        ('"label": ["Start', '"labels": ["Start', "start of one-parameter.js must have min"),
        (
            '"whole": true',
            "whole: true",
            "of one-parameter.js are not JSON, in line LINE: Expecting",
        ),
        ("export const settings", "const settings", "one-parameter.js has no table"),
    ],
)
def test_a_mistake_in_a_table_of_settings_is_an_error_that_names_it(
    tmp_path, monkeypatch, old, new, says
):
    text = (DOCS / "explorable/kinds/one-parameter.js").read_text("utf-8")
    assert old in text
    line = text.partition(old)[0].count("\n") + 1
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds/one-parameter.js").write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(settings, "SOURCE", tmp_path)
    with pytest.raises(ValueError, match=re.escape(says.replace("LINE", str(line)))):
        settings.kinds()


@pytest.mark.parametrize("ahead", [False, True], ids=["heavy ball", "nesterov"])
def test_the_still_plane_of_momentum_is_that_of_its_path(ahead):
    drawn, axes = still("momentum"), Figure().subplots()
    chosen = {key: s["value"] for key, s in KINDS["momentum"].items()} | {"nesterov": ahead}
    s = drawn.solve(chosen)
    curvatures = np.linalg.eigvalsh(s.J.hessian)
    keeps = lambda alpha, beta: drawn.slowest(alpha * curvatures, beta, ahead)
    *_, before, last = np.linalg.norm(s.thetas - s.J.minimizer, axis=-1)
    assert keeps(chosen["alpha"], chosen["momentum"]) == pytest.approx(last / before)
    said = drawn.plane(axes, s)
    border, star, point = (line.get_xydata() for line in axes.lines)
    assert point.tolist() == [[chosen["alpha"], chosen["momentum"]]]
    for alpha, beta in border[:-1]:  # with all of the momentum nothing is lost anywhere
        assert keeps(0.999 * alpha, beta) < 1 < keeps(1.001 * alpha, beta)
    ((alpha, beta),) = star
    least = keeps(alpha, beta)
    assert f"least, {least:.2f}, inside" in said
    nearby = [(x * alpha, beta + y) for x in (0.999, 1, 1.001) for y in (-0.001, 0, 0.001)]
    assert min(keeps(*place) for place in nearby) == pytest.approx(least, abs=1e-6)
    (bands,) = axes.collections
    assert bands.levels[[0, -1]] == pytest.approx([least, 1], abs=1e-6)
    for low, high, band in zip(bands.levels, bands.levels[1:], bands.get_paths(), strict=False):
        assert low - 1e-3 < np.median([keeps(*corner) for corner in band.vertices]) < high + 1e-3


def curves(axes):
    """What each line of a panel goes through."""
    return [line.get_xydata() for line in axes.lines]


def test_the_still_discs_have_the_error_and_its_bound_for_radii():
    axes, _ = drawn("stopping", "cost", steps=100)
    radii = [patch.radius for patch in axes.patches if isinstance(patch, Circle)]
    assert radii == pytest.approx([0.7010849027, 0.7010849027], abs=5e-11)
    axes, _ = drawn("stopping", "cost", steps=2)
    assert axes.patches[-1].center == pytest.approx(curves(axes)[0][-1])
    radii = [patch.radius for patch in axes.patches if isinstance(patch, Circle)]
    assert radii == pytest.approx([3.9098848170, 7.3913522695], abs=5e-10)
    pins = np.linalg.norm(np.concatenate(curves(axes)[-2:]) - [2, 2], axis=-1)
    assert pins == pytest.approx([0.0098914154, 0.5581771], abs=1e-7)  # of the gradient, and a step


def test_the_still_distances_say_where_each_rule_stops():
    axes, said = drawn("stopping", "distances")
    errors, bounds, lengths, level, *pins, now = curves(axes)
    assert [errors[100, 1], bounds[100, 1], bounds[2, 1]] == pytest.approx(
        [0.7010849027, 0.7010849027, 7.3913522695]
    )
    assert lengths[113, 1] < 0.01 <= lengths[112, 1]
    assert level[0, 1] == 0.01
    assert pins == [
        pytest.approx(np.array([[343, 0.0098914154]])),
        pytest.approx(np.array([[113, 0.5581771]])),
    ]
    assert now.tolist() == [[113, errors[113, 1]]]
    assert (
        "The gradient stops at 343, 0.0099 from the minimiser. A short step stops at 113, 0.56"
        in said
    )


def test_the_still_ray_has_the_trials_of_a_parabola_and_a_chord():
    axes, said = drawn("ray", "ray", steps=0)
    curve, tangent, chord, refused, accepted, now = curves(axes)
    slopes = [np.diff(line[[0, -1]], axis=0)[0] for line in (tangent, chord)]
    tangent, chord = (rise / run for run, rise in slopes)
    assert chord == pytest.approx(tangent / 2)
    bend = np.polyfit(*curve.T, 2)
    assert bend == pytest.approx([np.polyfit(*curve.T, 2)[0], tangent, now[0, 1]])
    assert [*refused[:, 0], *accepted[:, 0]] == [1, 1 / 2, 1 / 4, 1 / 8]
    assert np.polyval(bend, 1 / 8) <= now[0, 1] + chord / 8
    assert np.polyval(bend, 1 / 4) > now[0, 1] + chord / 4
    assert accepted[0, 1] == pytest.approx(np.polyval(bend, 1 / 8))
    assert refused[-1, 1] == pytest.approx(np.polyval(bend, 1 / 4))
    assert "from 1 down, 0.125 is the first below a chord with 0.5 of its slope" in said
    axes, _ = drawn("ray", "cost", steps=0)
    ray, refused, accepted = curves(axes)[-3:]
    for trials in (refused, accepted):
        away = (trials - ray[0]) / (ray[1] - ray[0])
        assert np.ptp(away, axis=-1) == pytest.approx(0, abs=1e-12)
    away = (np.vstack([refused, accepted]) - ray[0])[:, 0]
    assert away / away[-1] == pytest.approx([8, 4, 2, 1])
    axes, _ = drawn("ray", "cost", steps=1)
    assert curves(axes)[0][1] == pytest.approx(accepted[0])


@pytest.mark.parametrize("standardise", [True, False])
def test_the_still_curves_of_two_classes_mean_what_their_theta_does(standardise):
    chosen = {"standardise": standardise, "alpha": 4 if standardise else 0.0008}
    axes, _ = drawn("two-classes", "data", **chosen, start=[1, -2], steps=1)
    asked, first, _, _, flights = curves(axes)
    assert asked[0, 0] == 31
    p = 1 / (1 + np.exp(-1 + 2 * (first[:, 0] - 69.56521739) / 6.90195994))
    assert first[:, 1] == pytest.approx(p, abs=1e-6)
    assert [53, 1] in flights.tolist()
    if standardise:
        axes, _ = drawn("two-classes", "data", steps=100)
        end = curves(axes)[-2]
        assert np.interp(31, *end.T) == pytest.approx(0.9996087829, abs=1e-5)
    axes, _ = drawn("two-classes", "cost", **chosen)
    bands = axes.collections[0]
    J = (
        still("two-classes")
        .solve({key: s["value"] for key, s in KINDS["two-classes"].items()} | chosen)
        .J
    )
    for low, high, band in zip(bands.levels, bands.levels[1:], bands.get_paths(), strict=False):
        if len(band.vertices):
            assert low * 0.99 < np.median(J(band.vertices)) < high * 1.01
    path = curves(axes)[0]
    assert len(path) == 40
    assert all(axes.viewLim.contains(*theta) for theta in path)
    axes, _ = drawn("two-classes", "data", changed={13: [8, -1]})
    assert [61, 0] in curves(axes)[-1].tolist()


# -- Its modules, joined into scripts ------------------------------------------------------------
@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (
            'import { write } from "./nothing.js";',
            "a module imports nothing.js, which is not there",
        ),
        ('import("./draw.js");', 'element.js: cannot join import("./draw.js");'),
        ("export { count };", "element.js: cannot join export { count };"),
        ("const here = import.meta.url;", "element.js: cannot join const here = import.meta.url;"),
        (
            'import { drew } from "./draw.js";',
            "element.js imports drew, which draw.js does not export",
        ),
        (
            'import draw from "./draw.js";',
            "element.js imports default, which draw.js does not export",
        ),
        (
            'import { draw } from "./more/draw.js";',
            "a module imports more/draw.js, which is not there",
        ),
        (
            'import { draw } from "draw.js";',
            'element.js: cannot join import { draw } from "draw.js";',
        ),
        ('import { draw } from "./element.js";', "modules import each other: element of element"),
    ],
)
def test_modules_that_cannot_be_joined_are_an_error(tmp_path, slip, says):
    text = (DOCS / "explorable/scales.js").read_text("utf-8")
    (tmp_path / "element.js").write_text(f"{text}\n{slip}\n", "utf-8")
    (tmp_path / "draw.js").write_text("export const draw = 1;\n")
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        join(modules(tmp_path, "element"))


@pytest.mark.parametrize("standardise", [True, False])
def test_the_still_contours_of_two_classes_have_the_minimiser_where_there_is_one(standardise):
    chosen = {key: setting["value"] for key, setting in KINDS["two-classes"].items()}
    drawn = still("two-classes")
    for steps, changed, best in (
        (0, {}, [-1.10755012, -1.60237796]),
        (9, {1: [-20, 0], 10: [-20, 0], 20: [-20, 0]}, None),  # parted
    ):
        s = drawn.solve(chosen | {"standardise": standardise, "steps": steps, "changed": changed})
        axes = Figure().subplots(1, 3)
        for panel, each in zip(drawn.PANELS.values(), axes, strict=True):
            panel(each, s)
        stars = [line for line in axes[1].lines if line.get_marker() == "*"]
        assert len(stars) == (best is not None)
        for star in stars:
            (a,), (b,) = star.get_data()
            there = [a, b] if standardise else [a + b * s.x.mean(), b * s.x.std()]
            assert there == pytest.approx(best, abs=1e-8)
            (low, high), (below, above) = axes[1].get_xlim(), axes[1].get_ylim()
            assert low < a < high
            assert below < b < above
