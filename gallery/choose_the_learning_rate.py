r"""
Choose the learning rate
========================

Too small a rate crawls, too large a rate overshoots, and beyond a threshold every step makes things
worse. The curvature of the cost says where that threshold is.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# Each step multiplies the error by :math:`1 - \alpha h`. So one number, :math:`\alpha h`, decides
# what happens: 1 lands at once, 2 never arrives, and the critical rate is :math:`2 / h`.

x = np.linspace(-1, 1, 20)
J = gd.LeastSquares(x[:, np.newaxis], 0.5 * x)
critical = gd.critical_rate(J)
regimes = {
    "monotone": 0.35,
    "one step": 1,
    "alternating": 1.7,
    "cycling": 2,
    "diverging": 2.1,
}

alphas = np.array(list(regimes.values())) / 2 * critical
thetas, costs = gd.descend(J, [0], alphas, steps=20)
errors = thetas[..., 0] - J.minimizer[0]
for name, alpha, error in zip(regimes, alphas, np.abs(errors[-1]), strict=True):
    print(f"{name:11}  alpha = {alpha:.4f}  error after 20 steps: {error:.2g}")

# %%
# Five descents at once: an array of rates is a batch. On a log scale each is a straight line, as
# the cost changes by the same factor every step. Notice that the smallest rate is not the best:
# every line that falls reaches the same minimum.

styles = [("C0", "o"), ("C2", "D"), ("C1", "s"), ("0.45", "P"), ("C3", "^")]
fig, (path, cost) = plt.subplots(ncols=2, figsize=(8.5, 4.4))
fig.suptitle("Five learning rates, one of them too large")
for k, (name, (color, marker)) in enumerate(zip(regimes, styles, strict=True)):
    path.plot(thetas[:, k], color=color, marker=marker)
    label = f"{name}, {regimes[name]}"
    cost.semilogy(costs[:, k], color=color, marker=marker, label=label)
path.axhline(J.minimizer[0], color="0.6", linewidth=0.8, zorder=0)
path.set(xlabel="step", ylabel=r"$\theta_1$", xlim=(-0.3, 8.3), ylim=(-0.8, 1.8))
cost.set(xlabel="step", ylabel=r"$J(\theta_1)$", xlim=(-0.5, 20.5), ylim=(1e-9, 10))
fig.legend(
    loc="outside lower center", ncols=5, title=r"regime, $\alpha h$", columnspacing=1.2
)
plt.show()
