"""What a move of a slider costs in the lab's notebooks, beside clearing and drawing all again.

Both sides go from the settings to a PNG, with Agg, in turns; medians. The bars are milliseconds, and
half of what the other way takes.
"""

import io
import itertools
import json
import statistics
import sys
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

LAB = Path(__file__).parents[2] / "docs/_build/html/download/lab"
BARS = {"one-parameter": 60, "two-parameters": 120}
MOVES = 40

plt.switch_backend("agg")


def ours(name):
    """The function `draw` of a notebook, which its cells define."""
    cells = json.loads((LAB / f"{name}.ipynb").read_text("utf-8"))["cells"]
    defined = {}
    for cell in cells:
        code = "".join(cell["source"])
        if cell["cell_type"] == "code" and "%pip" not in code and "ipywidgets" not in code:
            exec(code, defined)  # noqa: S102 - what readers run
    return defined["draw"]


def png(figure):
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100)
    return picture.getvalue()


def again_one(steps, alpha, start):
    """The usual way with one parameter: loops, and every artist anew."""
    x = np.linspace(-1, 1, 20)
    y = 0.5 * x
    theta, thetas, costs = start, [], []
    for _ in range(steps + 1):
        thetas.append(theta)
        costs.append(np.mean((theta * x - y) ** 2) / 2)
        theta = theta - alpha * np.mean((theta * x - y) * x)
    data, cost = FIGURES["one-parameter"].axes
    for axes in (data, cost):
        axes.clear()
    for theta in thetas[:-1]:
        data.plot(x, theta * x, color="C0", alpha=0.6, linewidth=0.8)
    data.plot(x, thetas[-1] * x, color="C1", linewidth=2.5, label="last")
    data.plot(x, y, "o", color="0.2", label="data")
    data.set(xlim=(-1.1, 1.1), ylim=(-1.5, 1.5), xlabel="$x$", ylabel="$y$")
    data.set_title(rf"$\theta_1$ = {thetas[-1]:.6g} after {steps} steps")
    data.legend(loc="upper left")
    grid = np.linspace(-0.8, 1.8, 201)
    cost.plot(grid, [np.mean((theta * x - y) ** 2) / 2 for theta in grid], color="0.55")
    cost.plot(thetas, costs, "o-", color="C0", drawstyle="steps-post", label="path")
    cost.plot(thetas[-1], costs[-1], "o", color="C1", markersize=9, label="last")
    cost.set(xlim=(-0.8, 1.8), ylim=(-0.01, 0.32), xlabel=r"$\theta_1$", ylabel="$J$")
    cost.legend(loc="upper right")
    return png(FIGURES["one-parameter"])


def again_two(steps, alpha, truth, start):
    """The usual way with two parameters; the surface is computed again, too."""
    x = np.linspace(-1, 1, 20)
    y = truth[0] + truth[1] * x
    theta, thetas = np.array(start, float), []
    for _ in range(steps + 1):
        thetas.append(theta)
        residual = theta[0] + theta[1] * x - y
        theta = theta - alpha * np.array([np.mean(residual), np.mean(residual * x)])
    data, cost = FIGURES["two-parameters"].axes
    for axes in (data, cost):
        axes.clear()
    for theta in thetas[:-1]:
        data.plot(x, theta[0] + theta[1] * x, color="C0", alpha=0.6, linewidth=0.8)
    data.plot(x, thetas[-1][0] + thetas[-1][1] * x, color="C1", linewidth=2.5, label="last")
    data.plot(x, y, "o", color="0.2", label="data")
    data.set(xlim=(-1.1, 1.1), ylim=(-9, 9), xlabel="$x$", ylabel="$y$")
    data.set_title(f"after {steps} steps")
    data.legend(loc="upper left")
    theta0, theta1 = np.meshgrid(np.linspace(-4, 4, 101), np.linspace(-5, 5, 101))
    predicted = theta0[..., np.newaxis] + theta1[..., np.newaxis] * x
    surface = theta0, theta1, np.mean((predicted - y) ** 2, axis=-1) / 2
    cost.contourf(*surface, 15, cmap="Purples")
    cost.clabel(cost.contour(*surface, [2, 8, 18], colors="0.2"))
    cost.plot(*np.transpose(thetas), "o-", color="C0", label="path")
    cost.plot(*truth, "*", color="C2", markersize=15, label="minimiser")
    cost.plot(*thetas[-1], "o", color="C1", markersize=8, label="last")
    cost.set(xlim=(-4, 4), ylim=(-5, 5), aspect="equal")
    cost.set(xlabel=r"$\theta_0$", ylabel=r"$\theta_1$")
    cost.legend(loc="lower right")
    return png(FIGURES["two-parameters"])


def timed(function, settings):
    start = time.perf_counter()
    function(**settings)
    return 1000 * (time.perf_counter() - start)


SIDES = {name: [ours(name)] for name in BARS}
FIGURES = {
    "one-parameter": plt.subplots(ncols=2, figsize=(8.5, 3.8), layout="none")[0],
    "two-parameters": plt.subplots(ncols=2, figsize=(8.5, 4.8), layout="none")[0],
}
SIDES["one-parameter"].append(again_one)
SIDES["two-parameters"].append(again_two)
ALPHAS = itertools.cycle([0.3, 0.7, 1.15, 1.9, 2.15])
failed = False
for name, sides in SIDES.items():
    rest = {"start": 0.1} if name == "one-parameter" else {"truth": [2, 1], "start": [0, 0.1]}
    rest["steps"] = 19 if name == "one-parameter" else 14
    times = [[], []]
    for alpha in itertools.islice(ALPHAS, MOVES):
        for side, seen in zip(sides, times, strict=True):
            seen.append(timed(side, rest | {"alpha": alpha}))
    move, again = (statistics.median(seen[2:]) for seen in times)
    met = move < BARS[name] and move < again / 2
    failed |= not met
    print(
        f"{name}: a move of a slider {move:.0f} ms (limit {BARS[name]}), "
        f"all drawn again {again:.0f} ms: {move / again:.2f} of it (limit 0.5)"
    )
sys.exit(failed)
