# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Nineteen steps to a slope
=========================

A line through the origin has one parameter, its slope. Each step downhill shrinks the error of
that slope by the same factor.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# The data lie on :math:`y = 0.5 x`, so the minimiser is 0.5. Start from 0 and take 19 steps.

x = np.linspace(-1, 1, 20)
y = 0.5 * x
J = gd.LeastSquares(x[:, np.newaxis], y)
alpha = 1.15
thetas, costs = gd.descend(J, [0], alpha, steps=19)

for step in (0, 1, 2, 3, 19):
    print(f"step {step:2}: theta = {thetas[step, 0]:.10f}, J = {costs[step]:.3e}")

# %%
# The curvature :math:`\lambda` of J, the mean of :math:`x^2`, predicts the factor:
# :math:`1 - \alpha\lambda`.

curvature = J.hessian[0, 0]
errors = thetas[:, 0] - J.minimizer[0]
print(f"predicted {1 - alpha * curvature:.7f}, seen {errors[1] / errors[0]:.7f}")

# %%
# Notice how the stairs grow narrower as the curve grows flatter: the width of each is
# :math:`\alpha` times the size of the slope of J where it begins.

fig, (data, cost) = plt.subplots(ncols=2, figsize=(8, 3.8))
fig.suptitle("Nineteen steps to the slope of a line")
data.plot(x, x[:, np.newaxis] * thetas[:-1, 0], color="C0", alpha=0.7, linewidth=0.8)
data.plot(x, thetas[-1] * x, color="C1", linewidth=2.5, label="after 19 steps")
data.plot(x, y, "o", color="0.2", label="data")
data.set(xlabel="$x$", ylabel="$y$")
data.legend()

grid = np.linspace(-0.2, 1.2, 141)
cost.plot(grid, J(grid[:, np.newaxis]), color="0.55")
cost.plot(thetas, costs, "o-", color="C0", drawstyle="steps-post", label="steps")
cost.plot(thetas[-1], costs[-1], "o", color="C1", markersize=9, label="after 19 steps")
cost.set(xlabel=r"$\theta_1$", ylabel=r"$J(\theta_1)$")
cost.legend(loc="upper center")
plt.show()
