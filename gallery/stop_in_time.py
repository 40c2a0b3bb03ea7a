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
# Points far from zero make J a narrow valley. The gradient is the Hessian times the error, which
# multiplies each part of the error by its curvature, and so by :math:`\lambda_{\min}` at least. Hence
# the error is no longer than :math:`\lVert\nabla J\rVert / \lambda_{\min}`, wherever the minimiser is.
# Stop once this bound is below a tolerance.

x = np.linspace(1, 3, 20)
J = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
least = np.linalg.eigvalsh(J.hessian)[0]
alpha, tolerance = 0.25, 0.01

thetas = [np.array([-2, 3])]
while np.linalg.norm(J.gradient(thetas[-1])) / least >= tolerance:
    thetas.append(gd.update(J, thetas[-1], alpha))
distances = np.linalg.norm(thetas - J.minimizer, axis=-1)
late = len(thetas) - 1
print(f"after {late} steps: {distances[late]:.3g} away")

# %%
# Another rule is common: stop once a step is shorter than the tolerance. On the same path it stops
# much earlier.

steps = np.linalg.norm(np.diff(thetas, axis=0), axis=-1)
early = 1 + np.argmax(steps < tolerance)  # that step has been made
print(f"after {early} steps: {distances[early]:.3g} away")

# %%
# Notice that the bound is never below the true distance, and soon as good as equal to it: what lies
# across the valley is gone after a few steps. From there on a step is :math:`\alpha\lambda_{\min}`
# times the distance. A smaller rate makes it shorter still, and brings nobody nearer.

bounds = np.linalg.norm(J.gradient(thetas), axis=-1) / least
fig, ax = plt.subplots(figsize=(5.4, 4.6))
ax.semilogy(distances, color="C2", linewidth=6, label="true distance")
ax.semilogy(bounds, color="C0", label=r"bound, $\|\nabla J\|\,/\,\lambda_{\min}$")
ax.semilogy(np.arange(late) + 1, steps, "--", color="C3", label="length of the step")
ax.axhline(tolerance, color="0.45", linewidth=0.8, linestyle="dotted")
ax.annotate("tolerance", (0, tolerance), (0, -14), textcoords="offset points")
ax.vlines(early, tolerance, distances[early], color="C3", linewidth=1)
far = f"a short step stops {distances[early] / tolerance:.0f} times too far"
mark = {"linestyle": "none", "markersize": 9}
ax.plot(early, distances[early], "X", color="C3", label=far, **mark)
ax.plot(late, distances[late], "o", color="C1", label="the bound stops in time", **mark)
ax.set(xlabel="step", ylabel=r"length, in units of $\theta$")
ax.set_title("Where two rules stop, and how far away that is")
ax.legend(loc="upper right")
plt.show()
