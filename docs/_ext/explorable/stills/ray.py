"""A line, fitted by steps whose rate is halved until J falls enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import gd

from . import Solution, data, scatter
from .two_parameters import contours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HALVINGS = 60
REFUSED = {"marker": "X", "color": "C3", "markersize": 9, "linestyle": "none"}
ACCEPTED = {"marker": "o", "color": "C0", "markersize": 8, "linestyle": "none"}


def solve(chosen: dict[str, Any]) -> Solution:
    truth = np.array(chosen["truth"])
    x, y = scatter(chosen, truth)
    X = gd.with_intercept(x)
    J, thetas = gd.LeastSquares(X, y), [np.array(chosen["start"], float)]
    for _ in range(chosen["steps"]):
        *_, rate = rates(J, thetas[-1], chosen)
        thetas.append(gd.update(J, thetas[-1], rate))
    return Solution(chosen, x, y, J, X, truth, np.array(thetas), J(thetas))


def rates(J: gd.LeastSquares, theta: np.ndarray, chosen: dict[str, Any]) -> np.ndarray:
    """Those that are tried at θ: the last is accepted."""
    tried = chosen["alpha"] / 2.0 ** np.arange(HALVINGS + 1)
    square = np.sum(J.gradient(theta) ** 2)
    enough = J(gd.update(J, theta, tried)) <= J(theta) - chosen["slope"] * tried * square
    return tried[: enough.argmax() + 1]


def trials(axes: Axes, s: Solution) -> str:
    said, theta, tried = contours(axes, s), s.thetas[-1], rates(s.J, s.thetas[-1], s.chosen)
    axes.autoscale(False)
    axes.plot(*np.array([theta, gd.update(s.J, theta, 1e3)]).T, "--", color="0.2")
    ends = gd.update(s.J, theta, tried)
    axes.plot(*ends[:-1].T, **REFUSED, markeredgecolor="white")
    axes.plot(*ends[-1], **ACCEPTED, markeredgecolor="white")
    return f"{said} From its end the rates that are tried lie on a ray against the gradient."


def ray(axes: Axes, s: Solution) -> str:
    theta, tried = s.thetas[-1], rates(s.J, s.thetas[-1], s.chosen)
    square = np.sum(s.J.gradient(theta) ** 2)
    grid = 1.5 * tried[0] * np.linspace(1e-9, 1, 201)
    curve, J = s.J(gd.update(s.J, theta, grid)), s.costs[-1]
    fall = max(J - curve.min(), 1e-9)
    axes.plot(grid, curve, color="0.2")
    axes.plot(grid, J - square * grid, "--", color="C1")
    axes.plot(grid, J - s.chosen["slope"] * square * grid, color="C3")
    high = J + 1.2 * np.clip(curve[-1] - J, 0.2 * fall, 1.5 * fall)
    costs = s.J(gd.update(s.J, theta, tried)).clip(max=high)  # higher ones stand at the edge
    axes.plot(tried[:-1], costs[:-1], **REFUSED)
    axes.plot(tried[-1], costs[-1], **ACCEPTED)
    axes.plot(0, J, "o", color="C1", markersize=8)
    axes.set(title="J along the ray", xlabel=r"$\alpha$", ylabel=r"$J(\theta - \alpha g)$")
    axes.set(xlim=(0, grid[-1]), ylim=(J - 1.6 * fall, high))
    return (
        f"Along the ray J is a parabola. Of the rates that are tried, from {tried[0]:g} down,"
        f" {tried[-1]:g} is the first below a chord with {s.chosen['slope']:g} of its slope."
    )


PANELS = {"cost": trials, "ray": ray, "data": data}
