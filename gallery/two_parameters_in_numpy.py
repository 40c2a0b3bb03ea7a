# /// script
# dependencies = ["matplotlib", "numpy"]
# ///
r"""
Two parameters in plain NumPy
=============================

Two parameters, two components of the gradient, and the same loop. Notice that the intercept has all
but arrived when the slope is halfway.
"""

import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-1, 1, 20)
y = 2 + 2 * x


def h(theta):
    return theta[0] + theta[1] * x


def J(theta):
    return np.mean((h(theta) - y) ** 2) / 2


def gradient(theta):
    return np.array([np.mean(h(theta) - y), np.mean((h(theta) - y) * x)])


alpha = 0.7
thetas = np.zeros((15, 2))
for step in range(14):
    thetas[step + 1] = thetas[step] - alpha * gradient(thetas[step])
print(f"theta = {thetas[-1]}, J = {J(thetas[-1]):.4e}")

fig, ax = plt.subplots(figsize=(6.4, 4.8), layout="constrained")
axis = np.linspace(-1.3, 5.3, 121)
surface = [[J((theta0, theta1)) for theta0 in axis] for theta1 in axis]
levels = np.arange(10) ** 2 / 18  # even steps across a bowl
shades = np.linspace([1, 0.95, 0.9], [0.82, 0.74, 0.94], len(levels))  # cream to violet
filled = ax.contourf(axis, axis, surface, levels, colors=shades, extend="max")
ax.clabel(ax.contour(axis, axis, surface, levels[3::3], colors="0.2"))
fig.colorbar(filled, ticks=levels[::3], label=r"$J(\theta)$")
as_data = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 2}
ax.quiver(*thetas[:-1].T, *np.diff(thetas, axis=0).T, color="#0072B2", **as_data)
ax.plot(*thetas[-1], "o", color="#C68600", markeredgecolor="white", markersize=9)
ax.set(xlabel=r"$\theta_0$", ylabel=r"$\theta_1$", aspect="equal")
ax.set_title("Fourteen steps across a bowl")
plt.show()
