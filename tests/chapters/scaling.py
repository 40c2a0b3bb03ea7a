"""Scale the features."""

import numpy as np
import pytest
from laws import law, sympy
from laws.fits import best_rate, of_two, slowest
from laws.formulas import holds

import gd

INPUTS = {
    "twenty years": "(1990, 2009)",
    "to a millionth": "np.log(1e-6)",
    "millionths of the error": "/ 1e-6",
    "sixteen digits": "# that a double keeps: 53 bits",
    "a thousand steps": "steps=1000",
    "a million steps a second": "/ 1e6 /",
    "twenty points around": "np.linspace(-1, 1, 20) + 2",
    "a hundred steps at three quarters": "alpha = 0.75 * gd.critical_rate(J)",
    "a hundred steps": "steps=100",
    "after a hundred": "** 100",
    "the twenty points": "np.linspace(-1, 1, 20) + 2",
}
COMPUTED = """
    np.isclose(condition(x), np.linalg.cond(J.hessian))
    np.allclose([theta_0, theta_1], J.minimizer)
    np.allclose(path.thetas[-1], K.minimizer)
    np.allclose(gd.update(J, J.minimizer + 2 * np.linalg.eigh(J.hessian)[1][:, 0], 1 / least), J.minimizer)
    np.allclose(gd.update(J, J.minimizer + 2 * np.linalg.eigh(J.hessian)[1][:, 1], 1 / most), J.minimizer)
"""
GIVEN = {"x = 0", "x = 2", r"\theta = 0"}
STATED = [
    "2.7143",
    "17.499",
    "132.6",
    "12712",
    "4.8073e+11",
    "18 steps",
    "38 days",
    "8 millionths",
    "0.3678",
    "76.2",
    "2.714",
]


def said():
    values = {r"\rho": sympy.Rational(5, 13), r"\kappa": sympy.Rational(9, 4)}
    # Points that all lie at x = 2: their Hessian has the eigenvalue 5, with the eigenvector (1, 2).
    first_line = {r"\lambda": 5, "v_0": 1, "v_1": 2, r"\bar{x}": 2}
    return {
        r"\rho = 1 - 2 / (\kappa + 1)": values,
        r"(1 - \lambda)\, v_0 = -\bar{x} v_1": first_line,
    }


def standardised(fit):
    return (fit.x - fit.x.mean()) / fit.x.std()


@law("scale-condition")
def scale_condition(two):
    assert holds("scale-condition", {r"\kappa": np.linalg.cond(two.J.hessian)}, of_two(two))


@law("scale-quadratic")
def scale_quadratic(two):
    # At any λ: two quadratics that agree at three places are one.
    for at in (0, 1, 5):
        assert holds("scale-quadratic", {r"\lambda": at}, of_two(two))


@law("scale-eigenvalues")
def scale_eigenvalues(two):
    means = {r"\bar{x}": np.mean(two.x), r"\overline{x^2}": np.mean(two.x**2), "s": np.std(two.x)}
    assert holds("scale-eigenvalues", means, of_two(two))


@law("scale-rate")
def scale_rate(two):
    least, most = two.curvatures
    values = {r"\rho": slowest(two, best_rate(two)), r"\kappa": np.linalg.cond(two.J.hessian)}
    assert holds("scale-rate", values | {r"\lambda_{\min}": least, r"\lambda_{\max}": most})


@law("scale-steps", r"\approx")
def scale_steps():
    for kappa in (50, 1e4):
        J = gd.LeastSquares(np.diag([1, np.sqrt(kappa)]), [0, 0])
        least, most = np.linalg.eigvalsh(J.hessian)
        errors = np.abs(gd.descend(J, [1, 1], 2 / (least + most), steps=300).thetas)
        values = {r"\varepsilon": errors[-1].max(), r"\rho": errors[1].max()}
        assert holds("scale-steps", values | {"k": 300, r"\kappa": kappa})


@law("scale-standardise")
def scale_standardise(two):
    z = standardised(two)
    assert np.mean(z) == pytest.approx(0, abs=1e-15)
    assert np.mean(z**2) == pytest.approx(1)
    assert holds("scale-standardise", {"x_i": tuple(two.x), "z_i": tuple(z)}, of_two(two))


@law("scale-identity")
def scale_identity(two):
    J = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y)
    np.testing.assert_allclose(gd.update(J, [5, -3], 1), J.minimizer)
    condition = np.linalg.cond(J.hessian)
    assert holds("scale-identity", {"H": sympy.Matrix(J.hessian), r"\kappa": condition})


@law("scale-forth")
def scale_forth(two):
    # The same line, predicted from x and from z.
    theta, z = two.thetas[0], standardised(two)
    phi, *_ = np.linalg.lstsq(gd.with_intercept(z), gd.hypothesis(theta, two.X))
    values = {rf"\varphi_{j}": phi[j] for j in (0, 1)} | {rf"\theta_{j}": theta[j] for j in (0, 1)}
    assert holds("scale-forth", values | {r"\bar{x}": np.mean(two.x), "s": np.std(two.x)})


@law("scale-back")
def scale_back(two):
    phi = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y).minimizer
    values = {rf"\varphi_{j}": phi[j] for j in (0, 1)}
    values |= {rf"\theta_{j}": two.J.minimizer[j] for j in (0, 1)}
    assert holds("scale-back", values, of_two(two))
