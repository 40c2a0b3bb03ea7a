# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Stop in time
============

A short step is no sign of being near: along the floor of a valley steps are short all the way. The
gradient and the least curvature say how far away the minimiser can be.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# Points far from zero make J a narrow valley. Say that 0.01 is near enough, and stop once a step is
# shorter than that.

x = np.linspace(1, 3, 20)
J = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
alpha, tolerance = 0.25, 0.01

thetas, _ = gd.descend(J, [-2, 3], alpha, steps=400)
steps = np.linalg.norm(np.diff(thetas, axis=0), axis=-1)
distances = np.linalg.norm(thetas - J.minimizer, axis=-1)
early = 1 + np.argmax(steps < tolerance)  # that step has been made
times = distances[early] / tolerance
print(
    f"after {early} steps: {distances[early]:.4f} away, {times:.0f} times the tolerance"
)

# %%
# The gradient is the Hessian times the error, which multiplies each part of the error by its
# curvature, and so by :math:`\lambda_{\min}` at least. Hence the error is no longer than
# :math:`\lVert\nabla J\rVert / \lambda_{\min}`, and this bound asks for no minimiser.

least = np.linalg.eigvalsh(J.hessian)[0]
theta, late = np.array([-2, 3]), 0
while np.linalg.norm(J.gradient(theta)) / least >= tolerance:
    theta, late = gd.update(J, theta, alpha), late + 1
print(f"after {late} steps: {np.linalg.norm(theta - J.minimizer):.4f} away")

# %%
# Notice that the bound is never below the true distance, and soon as good as equal to it: what lies
# across the valley is gone after a few steps. From there on a step is :math:`\alpha\lambda_{\min}`
# times the distance. A smaller rate makes it shorter still, and brings nobody nearer.

bounds = np.linalg.norm(J.gradient(thetas), axis=-1) / least
fig, ax = plt.subplots(figsize=(5.4, 4.6))
ax.semilogy(distances, color="C2", linewidth=6, alpha=0.5, label="true distance")
ax.semilogy(bounds, color="C0", label=r"bound, $\|\nabla J\|\,/\,\lambda_{\min}$")
ax.semilogy(np.arange(1, 401), steps, "--", color="C3", label="length of the step")
ax.axhline(tolerance, color="0.45", linewidth=0.8, linestyle="dotted")
ax.vlines(early, tolerance, distances[early], color="C3", linewidth=0.8)
ax.plot(early, distances[early], "X", color="C3", markersize=9)
ax.plot(late, distances[late], "o", color="C1", markersize=8)
ax.text(early + 12, distances[early], "a short step stops here,")
ax.text(early + 12, 0.03, f"{times:.0f} times\ntoo far")
ax.text(late, 0.03, "the bound here", ha="center")
ax.text(0, 0.005, "tolerance")
ax.set(xlabel="step", ylabel=r"length, in units of $\theta$", ylim=(3e-5, 100))
ax.set_title("Where two rules stop, and how far away that is")
ax.legend(loc="upper right")
plt.show()
