# /// script
# dependencies = ["matplotlib"]
# ///
r"""
Predict the O-ring
==================

On the evening before the last launch of the Challenger, in January 1986, 31 °F was forecast, just
below freezing. What could the flights before it say of its O-rings, the seals of the rockets?
"""

import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")

# %%
# The temperature in °F at 23 launches, and whether hot gas had damaged, or passed, an O-ring of a
# joint between two parts of a rocket (1), or none (0).
# From Dalal, Fowlkes and Hoadley (1989), *Journal of the American Statistical Association* 84, 945.

t = "66 70 69 68 67 72 73 70 57 63 70 78 67 53 67 75 70 81 76 79 75 76 58"
y = " 0  1  0  0  0  0  0  0  1  1  1  0  0  1  0  0  0  0  0  0  1  0  1"
t, y = np.array([t.split(), y.split()], dtype=float)

# %%
# What is predicted is the probability of such damage, not of an accident: an S-shaped curve. Its
# cost, the cross-entropy, has no formula for the minimiser, but it has a gradient. With the
# temperature standardised, no curvature of J is above ¼, so that J never rises at a rate below 8.
# Take half of that.


def features(temperature):
    return gd.with_intercept((np.asarray(temperature) - t.mean()) / t.std())


def probability(theta, temperature):
    return 1 / (1 + np.exp(-gd.hypothesis(theta, features(temperature))))


X = features(t)
thetas, _ = gd.descend(gd.CrossEntropy(X, y), [0, 0], alpha=4, steps=100)
best = thetas[-1]
errors = np.linalg.norm(thetas - best, axis=-1) / np.linalg.norm(best)
print(f"after {np.argmax(errors < 1e-6)} steps a millionth of the error is left")
cold = probability(best, [31])[0]
print(f"probability at 31 °F: {cold:.4f}")

# %%
# How much hangs on a single flight? Leave out each in turn, and fit the others.

fits = []
for i in range(len(t)):
    J = gd.CrossEntropy(np.delete(X, i, axis=0), np.delete(y, i))
    fits.append(gd.descend(J, best, alpha=4, steps=100).thetas[-1])
p = probability(fits, [65, 31])
print("without one flight, at 65 and at 31 °F:")
print("from", p.min(axis=0).round(6), "to", p.max(axis=0).round(6))

# %%
# Notice where the curves agree best: at 31 °F, 22 °F below the coldest flight. No flight makes them:
# a curve of this form that falls with the temperature comes down from 1. So the number is what follows
# if the form holds where nobody has been. The flights themselves say less: all four below 65 °F
# had damage, and none had been so cold as 31 °F. Engineers advised against the launch.

fig, ax = plt.subplots(figsize=(5.4, 4.6))
ax.axvspan(27, t.min(), facecolor="0.93", edgecolor="0.5", linewidth=0.8)
ax.text(28, 0.03, f"no flight was\ncolder than {t.min():.0f} °F")
same = (t == t[:, np.newaxis]) & (y == y[:, np.newaxis])
above = 0.04 * np.tril(same, -1).sum(axis=1)  # one for each flight that was like it
ax.plot(t, np.where(y, 1 - above, above), "o", color="0.2", label="flights")
grid = np.linspace(27, 85, 30)
curve, warm = probability(best, grid), grid >= t.min()
line = {"color": "C1", "zorder": 3}
ax.plot(grid[warm], curve[warm], linewidth=3.5, **line, label="fitted to all")
ax.plot(grid[~warm], curve[~warm], linewidth=1.5, **line)
others = ax.plot(grid, probability(fits, grid).T, color="C0", linewidth=0.8)
others[0].set_label("to all but one")
ax.plot(31, cold, "D", color="C3", markersize=8, zorder=4)
ax.text(31, 0.94, f"{cold:.4f} at 31 °F,\nif the curve holds", va="top")
ax.set(xlabel="temperature / °F", ylabel="probability of damage", xlim=(27, 85))
ax.set_title(f"{len(t)} flights, their S-curve, and 31 °F far outside")
fig.legend(loc="outside lower center", ncols=3)
plt.show()
