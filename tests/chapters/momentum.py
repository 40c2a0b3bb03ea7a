"""Add momentum."""

from functools import cache

import numpy as np
from laws import law, sympy
from laws.fits import of_two
from laws.formulas import holds

import gd

INPUTS = {
    "a hundred steps": "steps=100",
    "to a millionth": "np.log(1e-6)",
    "Forty steps": "steps=40",
    "1 and 100": "np.sqrt(2) * np.diag([1, 10])",
    "β = 0.9": "np.sqrt(0.9)",
    "curvature 25": "25 * theta",
    "β = 0.6": "momentum=0.6",
    "1.6 times": "(1 + 0.6)",
    "is a million": "1e6",
}
COMPUTED = """
    np.array_equal(theta, path.thetas[-1])
    np.isclose(kappa, np.linalg.cond(J.hessian))
    np.isclose(((kappa - 1) / (kappa + 1)) ** 40, 1 / 3, atol=0.02)  # two thirds of the way
    np.allclose([factor(alpha * least, beta), factor(alpha * most, beta)], np.sqrt(beta), atol=1e-7)
    np.isclose(factor(gd.critical_rate(J, momentum=0.6) * most, 0.6), 1)
    np.allclose(best(line), [1.5489617056, 0.0598159038])
    np.allclose(wave[::4], errors)
    np.allclose(run(averaged, lambda k: alpha / (1 - beta)), run(inside, lambda k: alpha))
    not np.allclose(run(outside, falling), run(inside, falling))
    np.all(np.abs(errors) <= hull[::4])
    sizes(alpha, beta, 100)[-1] < 1e-6 * sizes(alpha, beta, 0)[0]
"""
GIVEN = {r"\mathrm{i}^2 = -1", "z = 1", "z = -1"}
STATED = [
    "76.2124426",
    "0.6076833960",
    "0.6311501682",
    "0.7944496008",
    "0.9740974390",
    "527 steps",
    "75 steps",
    "118 steps",
    "2.6779",
    "3.7072",
    "13.61",
    "87 %",
    "79 %",
    "97 %",
    "1441.999",
    "0.0598",
    "12 steps",
    "266 steps",
    "-1.80244898 2.11591837 0.64653061",
    "0.377",
    "0.604",
]

KEPT = 0.36  # a momentum
NEGATIVE = r"(1 + \beta - \alpha \lambda)^2 < 4 \beta"


def said():
    root = sympy.Rational(1, 2)
    polynomial = {r"\alpha": 3, r"\lambda": sympy.Rational(1, 9), r"\beta": root / 3, "z": root}
    assert root in roots(heavy, sympy.Rational(1, 3), root / 3)
    curvatures = {r"\lambda_{\max}": 6, r"\lambda_{\min}": 2}
    return {
        r"(1 + \beta - \alpha \lambda)\, z - \beta = z^2": polynomial,
        r"\kappa = \lambda_{\max} / \lambda_{\min}": curvatures | {r"\kappa": 3},
        NEGATIVE: {r"\alpha": 2, r"\lambda": 1, r"\beta": root},
        r"e_k = \rho^k \left(1 + (1 - \rho)\, k\right) e_0": at_the_best_pair(axis=0, k=4),
    }


def heavy(now, before, product, kept):
    """The error after a step, where the gradient is the curvature times the error."""
    return now - product * now + kept * (now - before)


def ahead(now, before, product, kept):
    """The same with Nesterov's momentum: the gradient is that of where the kept part leads."""
    there = now + kept * (now - before)
    return there - product * there


def roots(step, product, kept):
    """What a step multiplies the parts of (error now, error before) by, exactly."""
    columns = [step(1, 0, product, kept), step(0, 1, product, kept)]
    matrix = sympy.Matrix([columns, [1, 0]])
    return [z for z, times in matrix.eigenvals().items() for _ in range(times)]


def seen(one, alpha):
    """The same, by gd: two of its steps on two pairs of errors tell the matrix."""
    e = gd.descend(one.J, one.thetas[0], alpha, steps=3, momentum=KEPT).thetas - one.J.minimizer
    pairs = np.hstack([e[1:3], e[0:2]]).T
    after = np.hstack([e[2:4], e[1:3]]).T
    return np.linalg.eigvals(after @ np.linalg.inv(pairs)).astype(complex)


def largest(step, products, kept):
    """The size of the largest root, of any of the products."""
    half, last = step(1, 0, products, kept) / 2, step(0, 1, products, kept)
    root = np.sqrt(half**2 + last + 0j)
    return np.abs([half + root, half - root]).max()


def lowest(f, low, high):
    """Where f, which falls and then rises, is least."""
    for _ in range(90):
        a, b = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (low, b) if f(a) < f(b) else (a, high)
    return low


@cache
def best_pair(fit, step):
    """By search, not by the formulas: the rate and the momentum."""

    def rate(kept):
        return lowest(
            lambda alpha: largest(step, alpha * fit.curvatures, kept), 0, 4 / fit.curvatures[-1]
        )

    kept = lowest(lambda kept: largest(step, rate(kept) * fit.curvatures, kept), 0, 1)
    return rate(kept), kept


def at_the_best_pair(axis, k):
    """What gd leaves after k steps on curvatures 1 and 9, whose best pair is a quarter twice."""
    J = gd.LeastSquares(np.sqrt(2) * np.diag([1, 3]), [0, 0])
    errors = gd.descend(J, [5, 7], 0.25, k, momentum=0.25).thetas[:, axis]
    return {"e_k": errors[k], "e_0": errors[0], r"\rho": sympy.Rational(1, 2), "k": k}


@law("momentum-step")
def momentum_step(two):
    thetas = gd.descend(two.J, two.thetas[0], two.alpha, steps=4, momentum=KEPT).thetas
    for before, now, after in zip(thetas, thetas[1:], thetas[2:], strict=False):
        path = {
            r"\theta^{(k-1)}": sympy.Matrix(before),
            r"\theta^{(k)}": sympy.Matrix(now),
            r"\theta^{(k+1)}": sympy.Matrix(after),
        }
        slope = sympy.Matrix(two.J.gradient(now))
        values = {r"\nabla J": lambda theta, slope=slope: slope, r"\alpha": two.alpha}
        assert holds("momentum-step", path | values | {r"\beta": KEPT})


def errors_of(one):
    errors = gd.descend(one.J, one.thetas[0], one.alpha, steps=4, momentum=KEPT).thetas[:, 0]
    errors = errors - one.J.minimizer[0]
    for before, now, after in zip(errors, errors[1:], errors[2:], strict=False):
        step = {r"\alpha": one.alpha, r"\lambda": one.curvatures[0], r"\beta": KEPT}
        yield step | {"e_{k-1}": before, "e_k": now, "e_{k+1}": after}


@law("momentum-error")
def momentum_error(one):
    assert all(holds("momentum-error", values) for values in errors_of(one))


@law("momentum-matrix")
def momentum_matrix(one):
    assert all(holds("momentum-matrix", values) for values in errors_of(one))


@law("momentum-polynomial")
def momentum_polynomial():
    alpha, curvature, kept = sympy.Rational(2, 3), 2, sympy.Rational(1, 5)
    for z in roots(heavy, alpha * curvature, kept):
        values = {"z": z, r"\alpha": alpha, r"\lambda": curvature, r"\beta": kept}
        assert holds("momentum-polynomial", values)


@law("momentum-roots")
def momentum_roots(one):
    first, second = seen(one, one.alpha)
    values = {r"\alpha": one.alpha, r"\lambda": one.curvatures[0], r"\beta": KEPT}
    assert holds("momentum-roots", values | {"z_1": first, "z_2": second})


@law("momentum-size")
def momentum_size(one):
    first, second = seen(one, 0.9 / one.curvatures[0])
    assert first.imag
    assert holds("momentum-size", {"z_1": first, "z_2": second, r"\beta": KEPT})


@law("momentum-complex", "<")
def momentum_complex():
    # In fractions, so that the ends of the interval are tested too.
    kept = sympy.Rational(9, 25)
    low, high, beside = sympy.Rational(4, 25), sympy.Rational(64, 25), sympy.Rational(1, 1000)
    for product in (0, low - beside, low, low + beside, 1, high - beside, high, high + beside, 4):
        values = {r"\alpha": product / 2, r"\lambda": 2, r"\beta": kept}
        turns = any(not z.is_real for z in roots(heavy, product, kept))
        for inequality in ("momentum-complex", NEGATIVE):
            assert holds(inequality, {}, values) is turns


@law("momentum-critical")
def momentum_critical(two):
    critical = gd.critical_rate(two.J, momentum=KEPT)
    rates = np.array([0.999, 1.001]) * critical
    steepest = np.linalg.eigh(two.J.hessian)[1][:, -1]
    thetas = gd.descend(two.J, two.J.minimizer + steepest, rates, 60, momentum=KEPT).thetas
    sizes = np.linalg.norm(thetas - two.J.minimizer, axis=-1)
    assert sizes[-1, 0] < sizes[30, 0]
    assert sizes[-1, 1] > sizes[30, 1]
    assert holds("momentum-critical", {r"\alpha_c": critical, r"\beta": KEPT}, of_two(two))


@law("momentum-ends")
def momentum_ends(two):
    alpha, kept = best_pair(two, heavy)
    assert holds("momentum-ends", {r"\alpha": alpha, r"\beta": kept}, of_two(two))


@law("momentum-best")
def momentum_best(two):
    alpha, kept = best_pair(two, heavy)
    values = {r"\alpha_{\mathrm{best}}": alpha, r"\beta_{\mathrm{best}}": kept}
    assert holds("momentum-best", values | {r"\kappa": np.linalg.cond(two.J.hessian)}, of_two(two))


@law("momentum-bound", r"\leq")
def momentum_bound():
    kept, rho, beside = sympy.Rational(1, 5), sympy.Rational(1, 2), sympy.Rational(1, 1000)
    low, high = sympy.Rational(3, 10), sympy.Rational(21, 10)
    for product in (0, low - beside, low, 1, high, high + beside, 4):
        values = {r"\alpha": product / 2, r"\lambda": 2, r"\beta": kept, r"\rho": rho}
        small = all(bool(abs(z) <= rho) for z in roots(heavy, product, kept))
        assert holds("momentum-bound", {}, values) is small


@law("momentum-hump")
def momentum_hump():
    for k in range(6):
        assert holds("momentum-hump", at_the_best_pair(axis=1, k=k))


@law("momentum-nesterov")
def momentum_nesterov():
    alpha, curvature, kept = sympy.Rational(1, 3), 2, sympy.Rational(1, 5)
    for z in roots(ahead, alpha * curvature, kept):
        values = {"z": z, r"\alpha": alpha, r"\lambda": curvature, r"\beta": kept}
        assert holds("momentum-nesterov", values)


@law("momentum-nesterov-critical")
def momentum_nesterov_critical(two):
    # Where a root is as large as 1: looked for from where both are smaller.
    low, high = 0.5 / two.curvatures[-1], 2 / two.curvatures[-1]
    for _ in range(60):
        middle = (low + high) / 2
        converges = largest(ahead, middle * two.curvatures, KEPT) < 1
        low, high = (middle, high) if converges else (low, middle)
    values = {r"\alpha_c": low, r"\beta": KEPT}
    assert holds("momentum-nesterov-critical", values, of_two(two))


@law("momentum-nesterov-best")
def momentum_nesterov_best(two):
    alpha, kept = best_pair(two, ahead)
    # By the steeper curvature, whose roots are two: where they meet, half of the digits are lost.
    left = largest(ahead, alpha * two.curvatures[-1:], kept)
    values = {r"\alpha_{\mathrm{best}}": alpha, r"\beta_{\mathrm{best}}": kept}
    values |= {r"\rho_{\mathrm{best}}": left, r"\kappa": np.linalg.cond(two.J.hessian)}
    assert holds("momentum-nesterov-best", values, of_two(two))
