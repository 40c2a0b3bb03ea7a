# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Scale before you descend
========================

Points far from zero make the cost a narrow valley, in which a hundred steps are not enough.
Standardised, the same points make it a round bowl, and one step is enough.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# Standardising subtracts the mean of :math:`x` and divides by its standard deviation. The condition
# number, the larger curvature over the smaller one, falls to 1.

x = np.linspace(1, 3, 20)
y = 2 + 2 * x
z = (x - x.mean()) / x.std()
J = gd.LeastSquares(gd.with_intercept(x), y)
K = gd.LeastSquares(gd.with_intercept(z), y)
for name, cost in [("x", J), ("z", K)]:
    print(f"{name}: condition number {np.linalg.cond(cost.hessian):.1f}")

# %%
# Both descents start from the line :math:`-2 + 3x`. In terms of :math:`z` it has other parameters.

thetas, _ = gd.descend(J, [-2, 3], 0.75 * gd.critical_rate(J), steps=100)
phis, _ = gd.descend(K, [-2 + 3 * x.mean(), 3 * x.std()], alpha=1, steps=1)
print("100 steps with x:", thetas[-1])

# %%
# What was found for :math:`z = (x - \bar x) / s` has to be put back in terms of :math:`x`.

slope = phis[-1, 1] / x.std()
print("1 step with z:   ", np.array([phis[-1, 0] - slope * x.mean(), slope]))

# %%
# Notice where the steps go. Left, the first few jump across the valley, and all the others creep
# along its floor. Right, there is no floor to creep along. The lower J, the lighter the ground.

fig, panels = plt.subplots(ncols=2, figsize=(8.5, 4))
fig.suptitle("A hundred steps in a valley, one step in a bowl")
levels = np.arange(10) ** 2 / 9  # even steps across a bowl
shades = np.linspace([1, 0.95, 0.9], [0.82, 0.74, 0.94], len(levels))
mark = {"linestyle": "none", "markeredgecolor": "white"}
for ax, cost, path in [(panels[0], J, thetas), (panels[1], K, phis)]:
    middle = (path[0] + cost.minimizer) / 2
    square = np.linspace(-3, 3, 81)
    grid = np.stack(np.meshgrid(square, square), axis=-1) + middle
    surface = grid[..., 0], grid[..., 1], cost(grid)
    filled = ax.contourf(*surface, levels, colors=shades, extend="max")
    ax.clabel(ax.contour(*surface, levels[3::3], colors="0.2"))
    ax.plot(path[:, 0], path[:, 1], "o-", color="C0", markersize=3, linewidth=1)
    ax.plot(*path[0], "o", color="C0", markersize=8, label="start", **mark)
    ax.plot(*cost.minimizer, "*", color="C2", markersize=18, label="minimiser", **mark)
    ax.plot(*path[-1], "o", color="C1", markersize=7, label="last step", **mark)
    ax.set(xlabel="intercept", ylabel="slope", aspect="equal")
fig.colorbar(filled, ticks=levels[::3], label=r"$J(\theta)$")
panels[0].set_title("x as it came")
panels[1].set_title("x standardised")
panels[0].legend()
plt.show()
