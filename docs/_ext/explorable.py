"""The directive `explorable`: a live figure, and the still one that stands there before it.

    ```{explorable} one-parameter
    :alpha: 5.6
    :steps: 20
    ```

Options are the element's attributes; the content, if any, is a caption. The still panels are drawn
with gd and Matplotlib while the page is written.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import matplotlib.style
import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from join import join
from matplotlib.figure import Figure
from sphinx.util.docutils import SphinxDirective

import gd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

SOURCE = Path(__file__).parents[1] / "explorable"
KINDS = json.loads((SOURCE / "kinds.js").read_text("utf-8").partition("export default")[2])
DRAWS = np.array(KINDS.pop("draws"))


class LiveFigure(nodes.General, nodes.Element):
    """A live figure, with the attributes of its element."""


class Explorable(SphinxDirective):
    """Place a live figure."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        "name": directives.unchanged,
        "standardise": directives.flag,
        **dict.fromkeys(
            ("steps", "alpha", "start", "truth", "noise", "shift"), directives.unchanged_required
        ),
    }

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0]
        if kind not in KINDS:
            raise self.error(f"kind must be one of {', '.join(KINDS)}; got {kind}")
        given = {key: text or "" for key, text in self.options.items() if key != "name"}
        try:
            figure = _solve(kind, given)
        except ValueError as error:
            raise self.error(str(error)) from error
        for source in SOURCE.iterdir():  # of the hashes in the page, too
            self.env.note_dependency(str(source))
        name = self.options.get("name", f"live-{self.env.new_serialno('explorable')}")
        node = LiveFigure(ids=[nodes.make_id(name)], figure=figure)
        node["given"] = {"kind": kind} | given
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]


class Solution(NamedTuple):
    """A path over data, as the explorable's own state.js has it."""

    kind: str
    x: np.ndarray
    y: np.ndarray
    J: gd.LeastSquares
    X: np.ndarray
    truth: np.ndarray
    thetas: np.ndarray
    costs: np.ndarray


def _solve(kind: str, given: dict[str, str]) -> Solution:
    """What gd says of the figure that these attributes ask for."""
    chosen = {key: _value(key, kind, given.get(key)) for key in KINDS[kind] | given}
    truth, steps = np.array(chosen["truth"]), int(chosen["steps"])
    x = np.linspace(-1, 1, DRAWS.size) + chosen.get("shift", 0)
    y = np.polynomial.polynomial.polyval(x, [0, *truth][-2:]) + chosen["noise"] * DRAWS
    seen = (x - x.mean()) / x.std() if chosen.get("standardise") else x
    if chosen.get("standardise"):
        truth = np.array([truth[0] + truth[1] * x.mean(), truth[1] * x.std()])
    X = seen[:, np.newaxis] if truth.size == 1 else gd.with_intercept(seen)
    J = gd.LeastSquares(X, y)
    thetas, costs = gd.descend(J, chosen["start"], chosen["alpha"], steps)
    return Solution(kind, x, y, J, X, truth, thetas, costs)


def _value(key: str, kind: str, text: str | None) -> Any:
    """The setting that a text asks for, within what its slider can show."""
    if key not in KINDS[kind]:
        raise ValueError(f"{kind} has no option {key}")
    setting = KINDS[kind][key]
    if key == "standardise":
        return text is not None or setting["value"]
    if text is None:
        return setting["value"]
    expected = np.size(setting["value"])
    try:
        values = [float(word) for word in text.replace(",", " ").split()]
    except ValueError:
        values = []
    if len(values) != expected:
        raise ValueError(f"{key} must be {expected} number(s); got {text}")
    if not all(setting["min"] <= value <= setting["max"] for value in values):
        raise ValueError(f"{key} must be from {setting['min']} to {setting['max']}; got {text}")
    if key == "steps" and values[0] % 1:
        raise ValueError(f"steps must be a whole number; got {text}")
    return values if isinstance(setting["value"], list) else values[0]


# -- The still panels ------------------------------------------------------------------------
def _data(axes: Axes, s: Solution) -> str:
    predictions = gd.hypothesis(s.thetas, s.X).T
    axes.set_ylim(*_around(0, *s.y))
    axes.plot(s.x, predictions[:, :-1], color="C0", alpha=0.7, linewidth=0.8)
    axes.plot(s.x, predictions[:, -1], color="C1", linewidth=2.5)
    axes.plot(s.x, s.y, "o", color="0.2", markersize=5)
    axes.set(title="Data and fit lines", xlabel="$x$", ylabel="$y$")
    return f"{s.y.size} data points and the line after each of {len(s.thetas) - 1} steps."


def _parabola(axes: Axes, s: Solution) -> str:
    best, start = s.J.minimizer[0], s.thetas[0, 0]
    reach = 1.4 * max(abs(start - best), 0.35)
    grid = np.linspace(best - reach, best + reach, 101)
    curve = s.J(grid[:, np.newaxis])
    axes.set(xlim=(grid[0], grid[-1]), ylim=(0, 1.04 * curve.max()))
    axes.plot(grid, curve, color="0.55")
    axes.plot(s.thetas, s.costs, "o-", color="C0", drawstyle="steps-post")
    axes.plot(s.thetas[-1], s.costs[-1:], "o", color="C1", markersize=8)
    axes.plot(best, s.J([best]), "*", color="C2", markersize=13)
    axes.set(title="Cost", xlabel=r"$\theta_1$", ylabel="$J$")
    return "The cost is a parabola over the slope; a staircase of steps runs on it."


def _contours(axes: Axes, s: Solution) -> str:
    points = np.array([s.thetas[0], s.J.minimizer, s.truth])
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = 0.75 * max(*np.ptp(points, axis=0), 1) * np.array([1.25, 1])
    low, high = centre - reach, centre + reach
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 81).T), axis=-1)
    steepest = np.linalg.eigvalsh(s.J.hessian)[-1]
    radii = np.linspace(0, np.hypot(*reach), 10)[1:]
    levels = s.J(s.J.minimizer) + steepest * radii**2 / 2
    axes.contour(*np.moveaxis(grid, -1, 0), s.J(grid), levels, colors="0.55")
    shown = s.thetas[np.all(np.abs(s.thetas - centre) < 50 * reach, axis=-1)]
    axes.plot(*shown.T, "o-", color="C0", markersize=3)
    axes.plot(*s.thetas[0], "o", color="C0", markersize=7)
    axes.plot(*s.thetas[-1:].T, "o", color="C1", markersize=8)
    axes.plot(*s.J.minimizer, "*", color="C2", markersize=14)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.set(title="Contours of the cost", xlabel=r"$\theta_0$", ylabel=r"$\theta_1$")
    return "Contours of the cost are ellipses; the path of the steps crosses them."


def _history(axes: Axes, s: Solution) -> str:
    axes.semilogy(s.costs, "o-", markersize=4)
    axes.plot(len(s.costs) - 1, s.costs[-1], "o", color="C1", markersize=8)
    axes.set_ylim(bottom=max(s.costs.min() / 3, s.costs[0] * 1e-14) or None)
    axes.set(title="Cost after each step", xlabel="step", ylabel="$J$")
    return f"On a logarithmic axis, the cost goes from {s.costs[0]:.2g} to {s.costs[-1]:.2g}."


def _around(*values: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.1 * (high - low) or 1
    return low - margin, high + margin


PANELS = {
    "one-parameter": {"data": _data, "cost": _parabola, "history": _history},
    "two-parameters": {"data": _data, "cost": _contours, "history": _history},
}


def visit_html(self: HTML5Translator, node: LiveFigure) -> None:
    """The element, with its still panels inside; then its caption."""
    figure, given = node["figure"], node["given"]
    digest = hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()[:10]
    folder = Path(self.builder.outdir, self.builder.imagedir)
    folder.mkdir(parents=True, exist_ok=True)
    attributes = " ".join(f'{key}="{escape(text)}"' for key, text in given.items())
    self.body.append(f'<gd-explorable id="{node["ids"][0]}" {attributes}>\n<div class="still">\n')
    for name, draw in PANELS[figure.kind].items():
        with matplotlib.style.context(["default", "gd.figure"]):
            still = Figure(figsize=(3.6, 3.0))
            alt = draw(still.subplots(), figure)
            path = folder / f"explorable-{digest}-{name}.svg"
            still.savefig(path, metadata={"Date": None})
        source = f"{self.builder.imgpath}/{path.name}"
        self.body.append(f'<img src="{source}" alt="{escape(alt)}" width="360" height="300">\n')
    self.body.append("</div>\n</gd-explorable>\n")
    if node.children:
        self.body.append('<div class="explorable-caption">')


def depart_html(self: HTML5Translator, node: LiveFigure) -> None:
    if node.children:
        link = f'<a class="headerlink" href="#{node["ids"][0]}" title="Link to this figure">¶</a>'
        self.body.append(f"{link}</div>\n")


def visit_other(self: Any, node: LiveFigure) -> None:
    """Where there is no picture, the caption stays."""


def load(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Ask for the script and the style sheet where there is a live figure, and only there."""
    if doctree is not None and any(doctree.findall(LiveFigure)):
        app.add_css_file("explorable.css")
        app.add_js_file("explorable.js")


def put(app: Sphinx) -> None:
    """Put the modules, joined, and the style sheet beside the other static files."""
    if app.builder.format == "html":
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        (static / "explorable.js").write_text(join(SOURCE / "element.js"), "utf-8")
        shutil.copyfile(SOURCE / "explorable.css", static / "explorable.css")


def setup(app: Sphinx) -> None:
    app.add_node(
        LiveFigure,
        html=(visit_html, depart_html),
        **dict.fromkeys(("latex", "text", "man", "texinfo"), (visit_other, visit_other)),
    )
    app.add_directive("explorable", Explorable)
    app.connect("html-page-context", load)
    app.connect("builder-inited", put)
