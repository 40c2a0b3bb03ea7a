"""A line through the origin, fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import Solution, data, descend, history, scatter

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def solve(chosen: dict[str, Any]) -> Solution:
    truth = np.array(chosen["truth"])
    x, y = scatter(chosen, np.array([0, *truth]))
    return descend(chosen, x, y, x[:, np.newaxis], truth)


def parabola(axes: Axes, s: Solution) -> str:
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


PANELS = {"data": data, "cost": parabola, "history": history}
