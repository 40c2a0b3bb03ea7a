r"""
Scale before you descend
========================

The same line through the same twenty points, measured from another zero. A hundred steps are not
enough; standardised, one is.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# The points lie around :math:`x = 4`. Standardising subtracts the mean and divides by the standard
# deviation. The condition number, the larger curvature over the smaller, falls to 1.

x = np.linspace(3, 5, 20)
y = 2 + 2 * x
z = (x - x.mean()) / x.std()
J = gd.LeastSquares(gd.with_intercept(x), y)
K = gd.LeastSquares(gd.with_intercept(z), y)
for name, cost in [("x", J), ("z", K)]:
    print(f"{name}: condition number {np.linalg.cond(cost.hessian):.1f}")

# %%
# Each descent takes the best fixed rate it has, :math:`2 / (\lambda_{\min} + \lambda_{\max})`.


def best_rate(cost):
    return 2 / np.linalg.eigvalsh(cost.hessian)[[0, -1]].sum()


raw = gd.descend(J, [0, 0], best_rate(J), steps=100)
scaled = gd.descend(K, [0, 0], best_rate(K), steps=100)
print("x, 100 steps:", raw.thetas[-1])

# %%
# The parameters of z are not those of x: put :math:`z = (x - \bar x) / s` into the line, and collect.

phi = scaled.thetas[1]
slope = phi[1] / x.std()
print("z,   1 step: ", np.array([phi[0] - slope * x.mean(), slope]))

# %%
# Notice that the first steps on x do bring the cost down, across the valley; then it waits for the
# floor. On z one step leaves nothing but rounding.

fig, ax = plt.subplots()
ax.semilogy(raw.costs, color="C0", label="$x$ as it came")
ax.semilogy(scaled.costs[:3], "o-", color="C2", label="$x$ standardised")
ax.set(xlabel="step", ylabel=r"$J(\theta)$", title="A hundred steps, and one")
ax.legend()
plt.show()
