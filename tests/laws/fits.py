"""Fits to random points, by gd: what a formula calls its symbols, and their values."""

import numpy as np

import gd


class Fit:
    """Seven random points, a fit to them, its curvatures, and a path at a rate of its own."""

    def __init__(self, seed, n):
        rng = np.random.default_rng(seed)
        self.x = rng.normal(1, 2, 7)
        self.y = rng.normal(0, 2, 7)
        self.X = self.x[:, np.newaxis] if n == 1 else gd.with_intercept(self.x)
        self.J = gd.LeastSquares(self.X, self.y)
        self.curvatures = np.linalg.eigvalsh(self.J.hessian)
        # Monotone, alternating and diverging; an odd power keeps the sign of a factor.
        self.alpha = (0.3, 0.8, 1.1)[seed] * gd.critical_rate(self.J)
        self.k = 3
        self.thetas, self.costs = gd.descend(self.J, rng.normal(0, 3, n), self.alpha, self.k)
        self.errors = self.thetas - self.J.minimizer


ONE = [Fit(seed, n=1) for seed in range(3)]
TWO = [Fit(seed, n=2) for seed in range(3)]


def of_error(fit):
    """What one curvature decides."""
    return {
        r"\alpha": fit.alpha,
        r"\lambda": fit.curvatures[0],
        "k": fit.k,
        "e_0": fit.errors[0, 0],
        "e_k": fit.errors[-1, 0],
    }


def of_two(fit):
    least, most = fit.curvatures
    return {
        r"\lambda_{\min}": least,
        r"\lambda_{\max}": most,
        r"\alpha": fit.alpha,
        r"\bar{x}": np.mean(fit.x),
        r"\overline{x^2}": np.mean(fit.x**2),
        "s": np.std(fit.x),
    }


def slowest(fit, alpha):
    """What a step keeps of the error that stays longest, seen in the matrix of the step."""
    return np.linalg.norm(np.eye(2) - alpha * fit.J.hessian, 2)


def best_rate(fit):
    """By search, not by the formula: the slowest factor is convex in the rate."""
    low, high = 0, gd.critical_rate(fit.J)
    for _ in range(200):
        a, b = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (low, b) if slowest(fit, a) < slowest(fit, b) else (a, high)
    return low
