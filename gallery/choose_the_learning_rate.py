# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Five learning rates
===================

Too small a rate crawls, too large a rate overshoots, and beyond a threshold every step makes things
worse. The curvature of the cost says where that threshold is.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# Each step multiplies the error by :math:`1 - \alpha\lambda`, where :math:`\lambda`, the curvature of
# J, is the mean of :math:`x^2`. So one number, :math:`\alpha\lambda`, decides what happens: 1 lands at
# once, 2 never arrives, and the critical rate is :math:`2 / \lambda`.

x = np.linspace(-1, 1, 20)
J = gd.LeastSquares(x[:, np.newaxis], 0.5 * x)
names = ["monotone", "one step", "alternating", "cycling", "diverging"]
products = np.array([0.35, 1, 1.7, 2, 2.1])

alphas = products / 2 * gd.critical_rate(J)
thetas, costs = gd.descend(J, [0], alphas, steps=20)
errors = np.abs(thetas[-1, :, 0] - J.minimizer[0])
for name, alpha, error in zip(names, alphas, errors, strict=True):
    print(f"{name:11}  alpha = {alpha:.4f}  error after 20 steps: {error:.2g}")

# %%
# Five descents at once: an array of rates is a batch. On a log scale all but the one that lands at
# once are straight lines, as the cost changes by the same factor every step. Notice that every line
# that falls leads to the same minimiser, and that the smallest rate is not the fastest.

colors, markers = ["C0", "C2", "C1", "0.45", "C3"], "oDsP^"
fig, (path, cost) = plt.subplots(ncols=2, figsize=(8.5, 4.4))
fig.suptitle("Five learning rates, of which three converge")
for k, name in enumerate(names):
    style = {"color": colors[k], "marker": markers[k]}
    path.plot(thetas[:, k], **style)
    cost.semilogy(costs[:, k], **style, label=f"{name}, {products[k]:g}")
path.axhline(J.minimizer[0], color="0.55", linewidth=0.8, zorder=0)
path.set(xlabel="step", ylabel=r"$\theta_1$", xlim=(-0.3, 8.3), ylim=(-0.8, 1.8))
cost.set(xlabel="step", ylabel=r"$J(\theta_1)$", xlim=(-0.5, 20.5), ylim=(1e-9, 10))
fig.legend(loc="outside lower center", ncols=5, title=r"regime, $\alpha\lambda$")
plt.show()
