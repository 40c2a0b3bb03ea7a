# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Add momentum
============

With momentum each step also repeats a part of the one before. In a bowl that is nearly
round that saves a few steps; in a narrow valley, most of them.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# What is best follows from the smallest and the largest curvature of J. A rate alone does best at
# :math:`\alpha = 2 / (\lambda_{\min} + \lambda_{\max})`. With momentum the square roots of the two
# decide: where they are :math:`l` and :math:`h`, :math:`\alpha = 4 / (h + l)^2` and
# :math:`\beta = (h - l)^2 / (h + l)^2`. Both descents run at once, as a batch.

points = {"Bowl": (np.linspace(-1, 1, 20), [0, 0])}
points["Valley"] = (np.linspace(1, 3, 20), [-2, 3])
descents = {}
for name, (x, start) in points.items():
    J = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
    least, most = np.linalg.eigvalsh(J.hessian)
    low, high = np.sqrt([least, most])
    alphas = np.array([2 / (least + most), 4 / (high + low) ** 2])
    betas = np.array([0, ((high - low) / (high + low)) ** 2])
    thetas, _ = gd.descend(J, start, alphas, steps=600, momentum=betas)
    errors = np.linalg.norm(thetas - J.minimizer, axis=-1)
    shares = errors / errors[0]
    counts = np.argmax(shares < 1e-6, axis=0)  # the first that is small enough
    descents[f"{name}, condition number {most / least:.1f}"] = shares, counts
    print(f"{name}: alpha {alphas.round(3)}, beta {betas.round(3)}, steps {counts}")

# %%
# The error is how far :math:`\theta` is from the minimiser. Notice that without momentum it falls
# by the same factor from step to step; with momentum it first lingers, then falls faster. Mind the
# axes: steps in the valley are counted in hundreds.

fig, panels = plt.subplots(nrows=2, figsize=(5.4, 6.4), layout="constrained")
fig.suptitle("To a millionth of the error, with momentum and without")
styles = [("without", "0.45"), ("with", "C0")]
for ax, (title, (shares, counts)) in zip(panels, descents.items(), strict=True):
    for share, count, (word, color) in zip(shares.T, counts, styles, strict=True):
        label = f"{word}: {count} steps"
        ax.semilogy(share[: count + 1], color=color, label=label)
        ax.plot(count, share[count], "o", color=color)
    ax.set(xlabel="step", ylabel="error / error at the start", title=title)
    ax.locator_params(axis="x", integer=True)
    ax.legend()
plt.show()
