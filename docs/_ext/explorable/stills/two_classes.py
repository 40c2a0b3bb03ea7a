"""A yes or a no, fitted: an S-curve, and contours that are no ellipses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import gd

from . import Solution
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
        x[i], y[i] = round(x[i] + dx, 3), np.clip(round(y[i] + dy, 3), 0, 1)
    start = np.array(chosen["start"])
    if not chosen["standardise"]:  # the θ of the same curve
        slope = start[1] / (x.std() or 1)
        start = np.array([start[0] - slope * x.mean(), slope])
    X = gd.with_intercept(seen(x, x, chosen))
    J = gd.CrossEntropy(X, y)
    path = gd.descend(J, start, chosen["alpha"], chosen["steps"])
    return Solution(chosen, x, y, J, X, lowest(J), *path)


def seen(at: np.ndarray, x: np.ndarray, chosen: dict[str, Any]) -> np.ndarray:
    """What the descent sees of temperatures, where the data have x."""
    return (at - x.mean()) / (x.std() or 1) if chosen["standardise"] else at


def lowest(J: gd.CrossEntropy) -> np.ndarray | None:
    """Where J is least, by Newton's steps; none where they run away, as they do from classes that can be separated."""
    theta = step = np.zeros(2)
    for _ in range(30):
        step = np.linalg.pinv(J.hessian(theta)) @ J.gradient(theta)
        theta = theta - step
    found = np.abs(J.gradient(theta)).max() < 1e-9 and np.abs(step).max() < 1e-6
    return theta if found else None


def outcomes(axes: Axes, s: Solution) -> str:
    grid = np.linspace(ASKED - 4, max(s.x.max(), ASKED) + 4, 101)

    def curves(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        u = gd.hypothesis(theta, gd.with_intercept(seen(x, s.x, s.chosen)))
        return 1 / (1 + np.exp(-np.clip(u, -700, 700)))

    *steps, now = curves(s.thetas, grid)
    [p] = curves(s.thetas[-1], np.array([ASKED]))
    axes.axvline(ASKED, color="0.55", linewidth=0.8)
    says = "> 0.9999" if p > 0.99995 else "< 0.0001" if p < 0.00005 else f"= {p:.4g}"
    axes.text(ASKED + 1, 0.32, f"{ASKED} °F:\n$p$ {says}")
    for row in steps:
        axes.plot(grid, row, color="C0", alpha=0.7, linewidth=0.8)
    if s.truth is not None:
        axes.plot(grid, curves(s.truth, grid), "--", color="C2")
    axes.plot(grid, now, color="C1", linewidth=2.5)
    axes.plot(s.x, stacked(s.x, s.y), "o", color="0.2", markersize=5)
    axes.set(title="Distress of an O-ring", xlabel="°F", ylabel="$p$", yticks=[0, 0.5, 1])
    return (
        f"{s.y.size} flights, each with distress or without, and the S-curve after each of"
        f" {len(s.thetas) - 1} steps: the colder, the likelier."
    )


def stacked(x: np.ndarray, y: np.ndarray, wide: float = 2, high: float = 0.05) -> list[float]:
    """How high each point stands: on those that it would cover, inwards."""
    heights: list[float] = []
    for here, h in zip(x, y, strict=True):
        up = high if h < 0.5 else -high
        while any(
            abs(there - here) < wide and abs(other - h) < 0.99 * high
            for there, other in zip(x, heights, strict=False)
        ):
            h += up
        heights.append(h)
    return heights


def levels(axes: Axes, s: Solution) -> str:
    low, high = window(s)
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 33).T), axis=-1)
    surface = *np.moveaxis(grid, -1, 0), s.J(grid)
    J = surface[2]
    least = J.min() if s.truth is None else s.J(s.truth)
    unit = rounded((max(J[16, 0], J[16, -1], J[0, 16], J[-1, 16]) - least) / 6)
    values = least + unit * np.arange(13) ** 2 / 18
    axes.contourf(*surface, values, colors=shades(len(values)), extend="max")
    axes.clabel(axes.contour(*surface, values[3:10:3], colors="0.2"), fmt="%.3g")
    axes.plot(*s.thetas.T, "o-", color="C0", markersize=3)
    mark = {"linestyle": "none", "markeredgecolor": "white"}
    axes.plot(*s.thetas[0], "o", color="C0", markersize=8, **mark)
    if s.truth is not None:
        axes.plot(*s.truth, "*", color="C2", markersize=17, **mark)
    axes.plot(*s.thetas[-1:].T, "o", color="C1", markersize=8, **mark)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.set(title="Contours of the cost", xlabel=r"$\theta_0$", ylabel=r"$\theta_1$")
    return "Contours of the cost are no ellipses; the path of the steps crosses them."


def window(s: Solution) -> tuple[np.ndarray, np.ndarray]:
    """What is seen of the plane, as panels/levels.js has it: the start, the goal, and what of the path is no further away."""
    goal = s.thetas[-1] if s.truth is None else s.truth
    away = np.linalg.norm(s.thetas - goal, axis=-1)
    points = np.vstack([goal, s.thetas[away <= 1.01 * away[0]]])
    least = np.array([1, 1 if s.chosen["standardise"] else 1 / (s.x.std() or 1)])
    reach, ratio = np.maximum(np.ptp(points, axis=0), least), np.array([1.37, 1])
    if reach[0] < 20 * reach[1]:  # the same scale on both axes
        reach = ratio * max(*(reach / ratio), 4)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    return centre - 0.75 * reach, centre + 0.75 * reach


def history(axes: Axes, s: Solution) -> str:
    axes.plot(s.costs, "o-", markersize=4)
    if s.truth is not None:
        axes.axhline(s.J(s.truth), linestyle="--", color="0.2")
    axes.plot(len(s.costs) - 1, s.costs[-1], "o", color="C1", markersize=8)
    axes.set(title="Cost after each step", xlabel="step", ylabel="$J$")
    return f"The cost goes from {s.costs[0]:.2g} to {s.costs[-1]:.2g}."


PANELS = {"data": outcomes, "cost": levels, "history": history}
