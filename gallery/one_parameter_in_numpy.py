# /// script
# dependencies = ["matplotlib", "numpy"]
# ///
r"""
One parameter in plain NumPy
============================

The hypothesis, its cost and the gradient, each in a line, and a loop: there is no more to it. Notice
how the steps shorten as the slope of J does.
"""

import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-1, 1, 20)
y = 0.5 * x


def h(theta):
    return theta * x


def J(theta):
    return np.mean((h(theta) - y) ** 2) / 2


def gradient(theta):
    return np.mean((h(theta) - y) * x)


alpha = 1.15
thetas = np.zeros(20)
for step in range(19):
    thetas[step + 1] = thetas[step] - alpha * gradient(thetas[step])
print(f"theta = {thetas[-1]:.10f}, J = {J(thetas[-1]):.3e}")

fig, (data, cost) = plt.subplots(ncols=2, figsize=(8, 3.8), layout="constrained")
data.plot(x, np.transpose([h(theta) for theta in thetas]), color="#0072B2", lw=0.8)
data.plot(x, h(thetas[-1]), color="#C68600", lw=2.5)
data.plot(x, y, "o", color="0.2")
data.set(title="A line for each step", xlabel="$x$", ylabel="$y$")
grid = np.linspace(-0.2, 1.2, 141)
cost.plot(grid, [J(theta) for theta in grid], color="0.55")
cost.plot(thetas, [J(theta) for theta in thetas], "o-", color="#0072B2")
cost.plot(thetas[-1], J(thetas[-1]), "o", color="#C68600", markersize=9)
cost.set(title="Its cost", xlabel=r"$\theta$", ylabel=r"$J(\theta)$")
plt.show()
