"""A line, fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from colours import SURFACE, rgb

import gd

from . import Solution, data, descend, history, scatter

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def solve(chosen: dict[str, Any]) -> Solution:
    truth, start = np.array(chosen["truth"]), np.array(chosen["start"])
    x, y = scatter(chosen, truth)
    seen = x
    if chosen["standardise"]:  # the θ of the same lines
        seen = (x - x.mean()) / x.std()
        truth, start = (
            np.array([theta[0] + theta[1] * x.mean(), theta[1] * x.std()])
            for theta in (truth, start)
        )
    return descend(chosen | {"start": start}, x, y, gd.with_intercept(seen), truth)


def contours(axes: Axes, s: Solution) -> str:
    points = np.array([s.thetas[0], s.J.minimizer, s.truth])
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = 0.75 * max(*np.ptp(points, axis=0), 1) * np.array([1.25, 1])
    low, high = centre - reach, centre + reach
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 61).T), axis=-1)
    surface = *np.moveaxis(grid, -1, 0), s.J(grid)
    steepest = np.linalg.eigvalsh(s.J.hessian)[-1]
    unit = rounded(steepest * (0.9 * np.hypot(*reach)) ** 2 / 9)
    levels = s.J(s.J.minimizer) + unit * np.arange(13) ** 2 / 18
    axes.contourf(*surface, levels, colors=shades(len(levels)), extend="max")
    axes.clabel(axes.contour(*surface, levels[3:10:3], colors="0.2"), fmt="%.3g")
    shown = s.thetas[np.all(np.abs(s.thetas - centre) < 50 * reach, axis=-1)]
    axes.plot(*shown.T, "o-", color="C0", markersize=3)
    mark = {"linestyle": "none", "markeredgecolor": "white"}
    axes.plot(*s.thetas[0], "o", color="C0", markersize=8, **mark)
    axes.plot(*s.J.minimizer, "*", color="C2", markersize=17, **mark)
    axes.plot(*s.thetas[-1:].T, "o", color="C1", markersize=8, **mark)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.set(title="Contours of the cost", xlabel=r"$\theta_0$", ylabel=r"$\theta_1$")
    return "Contours of the cost are ellipses, lighter within; the path of the steps crosses them."


def shades(count: int) -> np.ndarray:
    """The colours of a surface, from low to high."""
    return np.linspace(*(np.divide(rgb(role.light), 255) for role in SURFACE.values()), count)


def rounded(least: float) -> float:
    """The largest of 1, 2, 4 and 6 times a power of ten that is no more: its half, double and 4.5 times are short."""
    power = 10 ** np.floor(np.log10(least))
    return power * max(f for f in (1, 2, 4, 6) if f * power <= least * 1.001)


PANELS = {"data": data, "cost": contours, "history": history}
