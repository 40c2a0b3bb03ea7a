# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Fourteen steps across a bowl
============================

With an intercept the cost is a bowl over a plane. Seen from above, each step leaves its contour at a
right angle: quick across the narrow side of the bowl, slow along the wide one.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# The data lie on :math:`y = 2 + 2x`. A column of ones makes :math:`\theta_0` the intercept.

x = np.linspace(-1, 1, 20)
X = gd.with_intercept(x)
J = gd.LeastSquares(X, 2 + 2 * x)
thetas, costs = gd.descend(J, [0, 0], alpha=0.7, steps=14)

print("after 14 steps:", thetas[-1], " J:", costs[-1])
print("critical rate:", gd.critical_rate(J))
print("curvatures:", np.linalg.eigvalsh(J.hessian))

# %%
# Notice the first arrow: it points straight down the slope, not at the minimiser. Right angles need
# equal scales on both axes, hence ``aspect="equal"``. The lower J, the lighter the ground.

fig, (data, cost) = plt.subplots(ncols=2, figsize=(8.5, 4), width_ratios=[1, 1.35])
fig.suptitle("Fourteen steps to intercept and slope")
lines = gd.hypothesis(thetas, X).T
data.plot(x, lines[:, :-1], color="C0", alpha=0.7, linewidth=0.8)
data.plot(x, lines[:, -1], color="C1", linewidth=2.5, label="after 14 steps")
data.plot(x, 2 + 2 * x, "o", color="0.2", label="data")
data.set(xlabel="$x$", ylabel="$y$")
data.legend()

ticks = np.linspace(-1.3, 5.3, 61)
theta0, theta1 = np.meshgrid(ticks, ticks)
surface = J(np.stack([theta0, theta1], axis=-1))
levels = np.arange(10) ** 2 / 18  # even steps across a bowl
shades = np.linspace([1, 0.95, 0.9], [0.82, 0.74, 0.94], len(levels))
filled = cost.contourf(theta0, theta1, surface, levels, colors=shades, extend="max")
contours = cost.contour(theta0, theta1, surface, levels[3::3], colors="0.2")
cost.clabel(contours)
fig.colorbar(filled, ax=cost, ticks=levels[::3], label=r"$J(\theta)$")
as_data = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 2}
cost.quiver(*thetas[:-1].T, *np.diff(thetas, axis=0).T, color="C0", **as_data)
mark = {"linestyle": "none", "markeredgecolor": "white"}
cost.plot(*J.minimizer, "*", color="C2", markersize=18, label="minimiser", **mark)
cost.plot(*thetas[0], "o", color="C0", markersize=8, label="start", **mark)
cost.plot(*thetas[-1], "o", color="C1", markersize=7, label="after 14 steps", **mark)
cost.set(xlabel=r"$\theta_0$", ylabel=r"$\theta_1$", aspect="equal")
cost.legend(loc="lower right")
plt.show()
