"""A yes or a no, fitted: an S-curve, and contours that are no ellipses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import gd

from . import Solution, around, history
from .two_parameters import rounded, shades

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# As kinds/two-classes.js has them.
TEMPERATURE = "66 70 69 68 67 72 73 70 57 63 70 78 67 53 67 75 70 81 76 79 75 76 58"
DISTRESS = "0 1 0 0 0 0 0 0 1 1 1 0 0 1 0 0 0 0 0 0 1 0 1"
ASKED = 31


def solve(chosen: dict[str, Any]) -> Solution:
    x, y = np.array(TEMPERATURE.split(), float), np.array(DISTRESS.split(), float)
    for i, (dx, dy) in chosen["changed"].items():
        x[i], y[i] = round(x[i] + dx, 3), np.clip(y[i] + dy, 0, 1)
    start = np.array(chosen["start"])
    seen = (x - x.mean()) / (x.std() or 1)
    if not chosen["standardise"]:  # the θ of the same curve
        slope = start[1] / (x.std() or 1)
        start, seen = np.array([start[0] - slope * x.mean(), slope]), x
    X = gd.with_intercept(seen)
    J = gd.CrossEntropy(X, y)
    path = gd.descend(J, start, chosen["alpha"], chosen["steps"])
    return Solution(chosen, x, y, J, X, start, *path)


def outcomes(axes: Axes, s: Solution) -> str:
    grid = np.linspace(ASKED - 4, max(s.x.max(), ASKED) + 4, 101)
    slope = np.polyfit(s.x, s.X[:, 1], 1)  # what the descent sees of a temperature
    u = gd.hypothesis(s.thetas, gd.with_intercept(np.polyval(slope, grid)))
    curves = 1 / (1 + np.exp(-np.clip(u, -700, 700)))
    axes.axvline(ASKED, color="0.55", linewidth=0.8)
    axes.text(ASKED + 1, 0.3, f"{ASKED} °F")
    axes.plot(grid, curves[:-1].T, color="C0", alpha=0.7, linewidth=0.8)
    axes.plot(grid, curves[-1], color="C1", linewidth=2.5)
    axes.plot(s.x, s.y, "o", color="0.2", markersize=5)
    axes.set(title="Distress of an O-ring", xlabel="°F", ylabel="$p$", yticks=[0, 0.5, 1])
    return (
        f"{s.y.size} flights, each with distress or without, and the S-curve after each of"
        f" {len(s.thetas) - 1} steps: the colder, the likelier."
    )


def levels(axes: Axes, s: Solution) -> str:
    points = np.vstack([s.thetas, s.thetas[:1] - 1, s.thetas[:1] + 1])
    points = points[np.all(np.abs(points - s.thetas[0]) < 1e3, axis=-1)]
    low, high = np.transpose([around(*column) for column in points.T])
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 81).T), axis=-1)
    surface = *np.moveaxis(grid, -1, 0), s.J(grid)
    least = surface[2].min()
    unit = rounded((np.median(surface[2]) - least) / 4)
    values = least + unit * np.arange(13) ** 2 / 18
    axes.contourf(*surface, values, colors=shades(len(values)), extend="max")
    axes.clabel(axes.contour(*surface, values[3:10:3], colors="0.2"), fmt="%.3g")
    axes.plot(*s.thetas.T, "o-", color="C0", markersize=3)
    mark = {"linestyle": "none", "markeredgecolor": "white"}
    axes.plot(*s.thetas[0], "o", color="C0", markersize=8, **mark)
    axes.plot(*s.thetas[-1:].T, "o", color="C1", markersize=8, **mark)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.set(title="Contours of the cost", xlabel=r"$\theta_0$", ylabel=r"$\theta_1$")
    return "Contours of the cost are no ellipses; the path of the steps crosses them."


PANELS = {"data": outcomes, "cost": levels, "history": history}
