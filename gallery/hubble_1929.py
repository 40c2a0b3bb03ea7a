# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Measure the expanding universe
==============================

In 1929 Edwin Hubble plotted the radial velocities of 24 galaxies against their distances. One
parameter, the slope of a line through the origin, became the Hubble constant.
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# Distance in megaparsecs and radial velocity in kilometres a second, from Hubble, E. (1929),
# *Proceedings of the National Academy of Sciences* 15, 168.

d = """0.032 0.034 0.214 0.263 0.275 0.275 0.45 0.5 0.5 0.63 0.8 0.9
    0.9 0.9 0.9 1.0 1.1 1.1 1.4 1.7 2.0 2.0 2.0 2.0"""
v = """170 290 -130 -70 -185 -220 200 290 270 200 300 -30
    650 150 500 920 450 500 500 960 500 850 800 1090"""
d, v = np.array([d.split(), v.split()], dtype=float)

# %%
# One parameter: :math:`v = H_0 d`. Half the critical rate lands in one step, so take less, to see
# some of the way.

J = gd.LeastSquares(d[:, np.newaxis], v)
slopes, _ = gd.descend(J, [0], 0.25 * gd.critical_rate(J), steps=20)
print(f"H0 = {slopes[-1, 0]:.2f} km/s per Mpc; critical rate {gd.critical_rate(J):.4f}")

# %%
# Two parameters: let the line miss the origin. J now has two curvatures, whose ratio is the
# condition number. The steeper one limits the rate; along the flatter one that rate is slow.

K = gd.LeastSquares(gd.with_intercept(d), v)
lines, _ = gd.descend(K, [0, 0], 0.5 * gd.critical_rate(K), steps=200)
least, most = np.linalg.eigvalsh(K.hessian)
print(f"v = {lines[-1, 0]:.2f} + {lines[-1, 1]:.2f} d; condition {most / least:.1f}")

# %%
# Notice how little the intercept changes the line, and how far galaxies stray from either: they
# move within their groups, and so does the Sun. Hubble took out the Sun's part, and found about
# 500. Today's value is near 70: the distances of 1929 were too short.

fig, ax = plt.subplots()
span = np.array([0, 2.1])
ax.plot(span, slopes[1:6, 0] * span[:, np.newaxis], color="C0", alpha=0.7, linewidth=1)
ax.plot(span, slopes[-1] * span, color="C1", linewidth=2.5, label="one parameter")
line = gd.hypothesis(lines[-1], gd.with_intercept(span))
ax.plot(span, line, color="C2", linestyle="dashed", label="two parameters")
ax.plot(d, v, "o", color="0.2", label="24 galaxies")
ax.set(xlabel="distance $d$ / Mpc", ylabel="radial velocity $v$ / (km/s)")
ax.set_title("Hubble's galaxies, and the descent to their slope")
ax.legend()
plt.show()
