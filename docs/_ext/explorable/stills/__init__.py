"""The still figures, a module a kind: `solve` what was chosen, and PANELS that draw it, in their order.

Each panel draws on its axes, and returns what somebody is told who does not see it. Here is what several
kinds share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import gd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWS = np.random.default_rng(0).normal(size=20).round(2)


class Solution(NamedTuple):
    """A path over points along a line, as line.js has it, and the settings that led to it."""

    chosen: dict[str, Any]
    x: np.ndarray
    y: np.ndarray
    J: gd.LeastSquares
    X: np.ndarray
    truth: np.ndarray
    thetas: np.ndarray
    costs: np.ndarray


def scatter(chosen: dict[str, Any], line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points as the reader sees them, of an intercept and a slope."""
    x = np.linspace(-1, 1, DRAWS.size) + chosen.get("shift", 0)
    y = np.polynomial.polynomial.polyval(x, line) + chosen["noise"] * DRAWS
    for i, offset in chosen["moved"].items():
        x[i], y[i] = np.add([x[i], y[i]], offset)
    return x, y


def descend(
    chosen: dict[str, Any], x: np.ndarray, y: np.ndarray, X: np.ndarray, truth: np.ndarray
) -> Solution:
    J, momentum = gd.LeastSquares(X, y), chosen.get("momentum", 0)
    path = gd.descend(J, chosen["start"], chosen["alpha"], chosen["steps"], momentum)
    return Solution(chosen, x, y, J, X, truth, *path)


def data(axes: Axes, s: Solution) -> str:
    predictions = gd.hypothesis(s.thetas, s.X).T
    axes.set_ylim(*around(0, *s.y))
    axes.plot(s.x, predictions[:, :-1], color="C0", alpha=0.7, linewidth=0.8)
    axes.plot(s.x, predictions[:, -1], color="C1", linewidth=2.5)
    axes.plot(s.x, s.y, "o", color="0.2", markersize=5)
    axes.set(title="Data and fit lines", xlabel="$x$", ylabel="$y$")
    return f"{s.y.size} data points and the line after each of {len(s.thetas) - 1} steps."


def history(axes: Axes, s: Solution) -> str:
    axes.semilogy(s.costs, "o-", markersize=4)
    axes.plot(len(s.costs) - 1, s.costs[-1], "o", color="C1", markersize=8)
    axes.set_ylim(bottom=max(s.costs.min() / 3, s.costs[0] * 1e-14) or None)
    axes.set(title="Cost after each step", xlabel="step", ylabel="$J$")
    return f"On a logarithmic axis, the cost goes from {s.costs[0]:.2g} to {s.costs[-1]:.2g}."


def around(*values: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.1 * (high - low) or 1
    return low - margin, high + margin
