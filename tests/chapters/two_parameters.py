"""Fit two parameters."""

import numpy as np
from laws import law, line, sympy
from laws.fits import best_rate, of_two, slowest
from laws.formulas import holds

import gd

INPUTS = {
    "Take fourteen": "steps=14",
    "fourteen steps": "steps=14",
    "approach twenty points": "np.linspace(-1, 1, 20)",
    "steps to a millionth": "np.log(1e-6)",
    "α = 0.7": "alpha = 0.7\n",
    "at 0.7": "alpha = 0.7\n",
}
COMPUTED = """
    np.allclose([least, most], [7 / 19, 1])
    np.isclose(best, 19 / 13) and np.isclose(rho, 6 / 13)
"""
STATED = ["30 %", "74 %", "1.9999999 1.96927109", "0.4615384", "18 at 1.4615", "47 at 0.7", "63 %"]


def said():
    values = line.SUMS | {r"h_\theta": line.h, "x": 7}
    return {r"h_\theta(x) = \theta_0 + \theta_1 x": values}


def centred(fit):
    """A cost whose mean of x is zero, as in the chapter."""
    return gd.LeastSquares(gd.with_intercept(fit.x - fit.x.mean()), fit.y)


@law("two-hessian")
def two_hessian(two):
    assert holds("two-hessian", {"H": sympy.Matrix(centred(two).hessian), "h": np.var(two.x)})


@law("two-errors")
def two_errors(two):
    J = centred(two)
    errors = gd.descend(J, [3, -2], two.alpha, steps=4).thetas - J.minimizer
    for k in range(5):
        parts = {f"e_{{{j},k}}": errors[k, j] for j in (0, 1)}
        starts = {f"e_{{{j},0}}": errors[0, j] for j in (0, 1)}
        values = {"k": k, r"\alpha": two.alpha, "h": np.var(two.x)}
        assert holds("two-errors", parts | starts | values)


@law("two-contour")
def two_contour():
    # An ellipse along which v·Hv/2 keeps its value, and the way along it.
    t = sympy.Symbol("t", real=True)
    contour = line.V[0] * sympy.cos(t) / 2 + line.V[1] * sympy.sin(t) / 3
    assert sympy.simplify(contour.dot(line.STRETCH * contour)) == 1
    along = {r"\nabla J": line.STRETCH * contour, r"\delta": sympy.diff(contour, t)}
    assert holds("two-contour", along)


@law("two-critical-rate")
def two_critical_rate(two):
    rates = np.array([0.999, 1.001]) * gd.critical_rate(two.J)
    steepest = np.linalg.eigh(two.J.hessian)[1][:, -1]
    errors = gd.descend(two.J, two.J.minimizer + steepest, rates, 9).thetas - two.J.minimizer
    sizes = np.linalg.norm(errors, axis=-1)
    assert sizes[-1, 0] < sizes[0, 0]
    assert sizes[-1, 1] > sizes[0, 1]
    assert holds("two-critical-rate", {r"\alpha_c": gd.critical_rate(two.J)}, of_two(two))


@law(
    "two-slowest",
    harmless={"lost bars 0": "where the first is below 0, the other is larger in size"},
)
def two_slowest(two):
    for alpha in np.array([0.1, 0.5, 0.9, 0.99]) * gd.critical_rate(two.J):
        assert holds("two-slowest", {r"\alpha": alpha, r"\rho": slowest(two, alpha)}, of_two(two))


@law("two-equal")
def two_equal(two):
    least, most = two.curvatures
    curvatures = {r"\lambda_{\min}": least, r"\lambda_{\max}": most}
    assert holds("two-equal", curvatures | {r"\alpha": best_rate(two)})


@law("two-best")
def two_best(two):
    best = best_rate(two)
    values = {r"\alpha_{\mathrm{best}}": best, r"\rho_{\mathrm{best}}": slowest(two, best)}
    assert holds("two-best", values, of_two(two))
