# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Derive the gradient
===================

From residuals to a cost, from the cost to its slope, from the slope to its curvature; and both
derivatives checked at once against a difference of two nearby values.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# **Residuals.** The hypothesis :math:`h = \theta_0 + \theta_1 x` predicts a value for each point.
# A residual :math:`r = h - y` is how far it is off, measured vertically.

x = np.array([0.0, 1.0, 2.0, 3.0])
y = np.array([1.0, 2.0, 4.0, 4.0])
theta = np.array([0.5, 0.5])
r = theta[0] + theta[1] * x - y
print("residuals:", r)

# %%
# **Cost.** Half the mean of the squared residuals, :math:`J(\theta) = \frac{1}{2m} \sum r^2`. The
# square makes every residual count as positive; the ½ is there for the gradient.

J = gd.LeastSquares(gd.with_intercept(x), y)
print("J by hand:", np.mean(r**2) / 2, "  by gd:", J(theta))

# %%
# **Gradient.** The derivative of the square brings down a 2, which the ½ cancels. The chain rule
# multiplies by the derivative of :math:`r`: 1 for :math:`\theta_0`, :math:`x` for :math:`\theta_1`.
# What remains is the mean of :math:`r`, and the mean of :math:`r x`.
#
# By definition a derivative is a limit of quotients. The difference of J over a small change of
# :math:`\theta` to either side, divided by that change, comes close to it.

gradient = np.array([np.mean(r), np.mean(r * x)])
changes = 1e-6 * np.eye(2)
difference = (J(theta + changes) - J(theta - changes)) / 2e-6
print("gradient:", gradient, "  by differences:", difference)
assert np.allclose(gradient, difference)
assert np.allclose(gradient, J.gradient(theta))

# %%
# **Hessian.** The matrix of second derivatives: the derivatives of the gradient are means of 1,
# :math:`x` and :math:`x^2`. They do not depend on :math:`\theta`, so J is a bowl with the same
# curvature everywhere.

hessian = np.array([[1, np.mean(x)], [np.mean(x), np.mean(x**2)]])
difference = (J.gradient(theta + changes) - J.gradient(theta - changes)) / 2e-6
print("Hessian:\n", hessian, "\nby differences:\n", difference)
assert np.allclose(hessian, difference)
assert np.allclose(hessian, J.hessian)

# %%
# Left, the vertical residuals that J is made of. Right, J along :math:`\theta_1`: notice that the
# line with the slope :math:`\partial J / \partial \theta_1` only touches the curve.

fig, (data, cost) = plt.subplots(ncols=2, figsize=(8, 3.8))
fig.suptitle("Residuals, and the slope of their cost")
h = theta[0] + theta[1] * x
data.vlines(x, y, h, color="C3", linestyle="dashed", label="residuals")
data.plot(x, h, label=r"$h = \theta_0 + \theta_1 x$")
data.plot(x, y, "o", color="0.2", label="data")
data.set(xlabel="$x$", ylabel="$y$")
data.legend()

slopes = np.linspace(-0.4, 2.2, 101)
thetas = np.column_stack([np.full(101, theta[0]), slopes])
cost.plot(slopes, J(thetas), label=r"$J(0.5, \theta_1)$")
tangent = J(theta) + gradient[1] * (slopes - theta[1])
cost.plot(slopes[25:45], tangent[25:45], color="C3", label="tangent")
cost.plot(theta[1], J(theta), "o", color="C1", markersize=8, label="here")
cost.set(xlabel=r"$\theta_1$", ylabel="$J$")
cost.legend()
plt.show()
