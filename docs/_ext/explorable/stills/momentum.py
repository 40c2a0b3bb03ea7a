"""A line, fitted with momentum, and the plane of the learning rate and the momentum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patheffects import withStroke

import gd

from . import Solution, data, descend, history, scatter
from .two_parameters import contours, shades

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def solve(chosen: dict[str, Any]) -> Solution:
    truth = np.array(chosen["truth"])
    x, y = scatter(chosen, truth)
    s = descend(chosen, x, y, gd.with_intercept(x), truth)
    return nesterov(s) if chosen["nesterov"] else s


def nesterov(s: Solution) -> Solution:
    """The path whose gradients are taken ahead, where the last part of a step alone would lead."""
    thetas = [s.thetas[0]]
    for k in range(s.chosen["steps"]):
        ahead = thetas[k] + s.chosen["momentum"] * (thetas[k] - thetas[max(k - 1, 0)])
        thetas.append(gd.update(s.J, ahead, s.chosen["alpha"]))
    return s._replace(thetas=np.array(thetas), costs=s.J(thetas))


def plane(axes: Axes, s: Solution) -> str:
    curvatures, ahead = np.linalg.eigvalsh(s.J.hessian), s.chosen["nesterov"]
    widest = 1.05 * 4 / curvatures[-1]
    alpha, beta = np.meshgrid(np.linspace(1e-9, widest, 121), np.linspace(0, 1, 101))
    factor = slowest(alpha[..., np.newaxis] * curvatures, beta[..., np.newaxis], ahead)
    fastest = best(curvatures, ahead)
    least = slowest(fastest[0] * curvatures, fastest[1], ahead)
    levels = np.linspace(least, 1 + 1e-6, 11)  # at β = 1 rounding is on both sides of 1
    axes.contourf(alpha, beta, factor, levels, colors=shades(10))
    kept = beta[:, 0]
    limit = gd.critical_rate(s.J) * (1 + kept) / (1 + 2 * kept if ahead else 1)
    axes.plot(limit, kept, color="C3", path_effects=[withStroke(linewidth=4, foreground="white")])
    mark = {"linestyle": "none", "markeredgecolor": "white"}
    axes.plot(*fastest, "*", color="C2", markersize=17, **mark)
    axes.plot(s.chosen["alpha"], s.chosen["momentum"], "o", color="C1", markersize=8, **mark)
    axes.set(title="What a step keeps", xlabel=r"$\alpha$", ylabel=r"$\beta$", xlim=(0, widest))
    bends = "left" if ahead else "right"
    return (
        "Over the learning rate and the momentum, what a step keeps of the slowest part of the error:"
        f" least, {least:.2f}, inside, and 1 at a border that more momentum moves {bends}."
    )


def best(curvatures: np.ndarray, ahead: bool) -> tuple[float, float]:
    """The rate and the momentum of which a step keeps least of the slower of two curvatures."""
    low, high = np.sqrt(curvatures)
    if ahead:
        far = np.sqrt(3 * high**2 + low**2)
        return 4 / far**2, (far - 2 * low) / (far + 2 * low)
    return 4 / (high + low) ** 2, ((high - low) / (high + low)) ** 2


def slowest(s: np.ndarray, beta: np.ndarray, ahead: bool) -> np.ndarray:
    """The size of the largest root of z² − Tz + D, of all curvatures; s = αλ."""
    total, product = ((1 + beta) * (1 - s), beta * (1 - s)) if ahead else (1 + beta - s, beta)
    root = np.sqrt(total**2 - 4 * product + 0j)
    return np.abs([total + root, total - root]).max(axis=(0, -1)) / 2


PANELS = {"cost": contours, "plane": plane, "history": history, "data": data}
