"""Correct digits of θ and J on ill-conditioned data, against arithmetic with fifty digits."""

import functools

import mpmath
import numpy as np
import pytest

import gd
from gd._least_squares import TALL

STEPS = 1000
rng = np.random.default_rng(1929)
k = np.arange(50.0)
noise = rng.normal(size=50)
t = k / 49
DATA = {
    "far from zero": (gd.with_intercept(1e6 + k), 2 + 3 * k + noise),
    "far from zero, and y too": (gd.with_intercept(1e6 + k), 2 + 3 * (1e6 + k) + noise),
    "a polynomial of degree 5": (t[:, None] ** np.arange(6), np.sin(4 * t) + 0.1 * noise),
    "columns of scale 1e-8 and 1e8": (
        np.column_stack([1e-8 * rng.normal(size=50), 1e8 * rng.normal(size=50)]),
        rng.normal(size=50),
    ),
}


class Precise:
    """The same cost and descent, with fifty digits: doubles are exact there."""

    def __init__(self, X, y):
        with mpmath.workdps(50):
            X, y, self.m = mpmath.matrix(X.tolist()), mpmath.matrix(y.tolist()), len(y)
            self.H, self.b, self.c = X.T * X / self.m, X.T * y / self.m, (y.T * y)[0] / self.m

    def cost(self, theta):
        return ((theta.T * self.H * theta)[0] - 2 * (self.b.T * theta)[0] + self.c) / 2

    def descend(self, alpha, steps):
        with mpmath.workdps(50):
            theta, alpha = mpmath.zeros(self.H.rows, 1), mpmath.mpf(alpha)
            path = [theta]
            for _ in range(steps):
                path.append(path[-1] - alpha * (self.H * path[-1] - self.b))
            return path, [self.cost(theta) for theta in path]


def digits(value, true):
    """How many digits are right: of a number, or of the worst of several."""
    with mpmath.workdps(50):
        errors = [
            abs((mpmath.mpf(float(v)) - w) / w) for v, w in zip(value, true, strict=True) if w
        ]
        return min(float(-mpmath.log10(max(error, mpmath.mpf("1e-16")))) for error in errors)


@functools.cache
def paths(name, tall, fraction):
    X, y = DATA[name]
    copies = -(-TALL // len(y)) if tall else 1
    J = gd.LeastSquares(np.tile(X, (copies, 1)), np.tile(y, copies))
    alpha = fraction * gd.critical_rate(J)
    zero = np.zeros(X.shape[1])
    return gd.descend(J, zero, alpha, STEPS), Precise(X, y).descend(alpha, STEPS)


both_forms = pytest.mark.parametrize("tall", [False, True], ids=["plain", "triangle"])
every_rate = pytest.mark.parametrize("fraction", [0.3, 0.5, 0.9])


@both_forms
@every_rate
@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("steps", [10, 1000])
def test_digits_of_theta_and_of_the_cost(name, tall, fraction, steps):
    (thetas, costs), (true_thetas, true_costs) = paths(name, tall, fraction)
    assert digits(thetas[steps], true_thetas[steps]) >= 12
    assert digits([costs[steps]], [true_costs[steps]]) >= 10


@both_forms
@every_rate
@pytest.mark.parametrize("name", DATA)
def test_the_cost_never_rises_on_a_converging_path_but_for_its_own_rounding(name, tall, fraction):
    costs = paths(name, tall, fraction)[0].costs
    # A residual is h − y, each rounded in its last bit.
    residual = np.finfo(float).eps * np.abs(DATA[name][1]).max()
    assert (np.diff(costs) <= 2e-15 * costs[:-1] + np.sqrt(costs[:-1]) * residual).all()
