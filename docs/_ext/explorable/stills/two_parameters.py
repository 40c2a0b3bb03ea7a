"""A line, fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import gd

from . import Solution, data, descend, history, scatter

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def solve(chosen: dict[str, Any]) -> Solution:
    truth = np.array(chosen["truth"])
    x, y = scatter(chosen, truth)
    seen = x
    if chosen["standardise"]:
        seen = (x - x.mean()) / x.std()
        truth = np.array([truth[0] + truth[1] * x.mean(), truth[1] * x.std()])
    return descend(chosen, x, y, gd.with_intercept(seen), truth)


def contours(axes: Axes, s: Solution) -> str:
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


PANELS = {"data": data, "cost": contours, "history": history}
