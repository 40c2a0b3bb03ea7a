"""A line, fitted, and where the descent may stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.patches import Circle

import gd

from . import Solution, data, descend, scatter
from .two_parameters import contours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = 400  # of the path that the rules look at
# Its tip just above what it points at.
PIN = {"marker": [(0, 0.35), (-0.4, 1), (0.4, 1), (0, 0.35)], "markersize": 22, "linestyle": "none"}
NAMES = {"step": "A short step", "gradient": "The gradient"}
COLOURS = {"step": {"color": "C0"}, "gradient": {"color": "0.2", "markerfacecolor": "white"}}


class Far(NamedTuple):
    """Of the whole path: each θ, its error, the bound on that, and the step that led there."""

    thetas: np.ndarray
    errors: np.ndarray
    bounds: np.ndarray
    lengths: np.ndarray
    stops: dict[str, int]


def solve(chosen: dict[str, Any]) -> Solution:
    truth = np.array(chosen["truth"])
    x, y = scatter(chosen, truth)
    return descend(chosen, x, y, gd.with_intercept(x), truth)


def far(s: Solution) -> Far:
    thetas, _ = gd.descend(s.J, s.thetas[0], s.chosen["alpha"], STEPS)
    with np.errstate(all="ignore"):
        errors = np.linalg.norm(thetas - s.J.minimizer, axis=-1)
        bounds = np.linalg.norm(s.J.gradient(thetas), axis=-1) / np.linalg.eigvalsh(s.J.hessian)[0]
        lengths = np.linalg.norm(np.diff(thetas, axis=0, prepend=np.nan), axis=-1)
        met = {
            "gradient": bounds <= s.chosen["tolerance"],
            "step": lengths < s.chosen["tolerance"],
        }
    stops = {rule: int(where.argmax()) for rule, where in met.items() if where.any()}
    return Far(thetas, errors, bounds, lengths, stops)


def discs(axes: Axes, s: Solution) -> str:
    said, end, whole = contours(axes, s), s.chosen["steps"], far(s)
    for radii, style in (
        (whole.errors, {"ec": "0.2"}),
        (whole.bounds, {"ec": "0.2", "ls": "--"}),
    ):
        if radii[end] < 1e3:
            axes.add_patch(Circle(s.thetas[-1], radii[end], fill=False, linewidth=1.8, **style))
    for rule, k in whole.stops.items():
        axes.plot(*whole.thetas[k], **PIN, **COLOURS[rule])
    rims = "The minimiser is on the rim of one disc around its end, and within another"
    return f"{said} {rims}, by the gradient."


def distances(axes: Axes, s: Solution) -> str:
    whole = far(s)
    axes.semilogy(whole.errors, color="C2", linewidth=2.5)
    axes.semilogy(whole.bounds, "--", color="0.2")
    axes.semilogy(whole.lengths, color="C0")
    axes.axhline(s.chosen["tolerance"], color="0.55")
    for rule, k in whole.stops.items():
        axes.plot(k, whole.errors[k], **PIN, **COLOURS[rule])
    axes.plot(s.chosen["steps"], whole.errors[s.chosen["steps"]], "o", color="C1", markersize=8)
    axes.set(title="Distances after each step", xlabel="step")
    says = [
        f" {NAMES[rule]} stops at {k}, {whole.errors[k]:.2g} from the minimiser."
        for rule, k in whole.stops.items()
    ]
    return (
        "On a logarithmic axis, the error after each step, what the gradient bounds it by, and how"
        f" long the step was.{''.join(says)}"
    )


PANELS = {"cost": discs, "distances": distances, "data": data}
