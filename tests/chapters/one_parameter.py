"""Fit one parameter."""

import pytest
from laws import law, line, sympy
from laws.fits import of_error
from laws.formulas import FORMULAS, holds

import gd

INPUTS = {
    "Twenty points": "np.linspace(-1, 1, 20)",
    "$y = 0.5x$": "y = 0.5 * x\n",
    "nineteen steps": "range(19)",
    "after nineteen": "thetas[19]",
    "α = 1.15": "alpha = 1.15\n",
    "one millionth": "np.log(1e-6)",
    "less than a millionth": "np.log(1e-6)",
    "logarithm of a millionth": "np.log(1e-6)",
    "fourfold": "4 * curvature",
}
COMPUTED = """
    J(0.3) == cost([0.3])
    gradient(0.3) == cost.gradient([0.3])[0]
    np.array_equal(path.thetas[:, 0], thetas)
    np.allclose(path.costs, costs)
    np.isclose(curvature, cost.hessian[0, 0])
    np.allclose(predicted, errors)
"""
GIVEN = {"y = 0.5x"}
STATED = [
    "−0.1842",
    "0.2118",
    "0.4043",
    "0.4999858",
    "57.6 %",
    "33.2 %",
    "2.7143",
    "26",
    "1.474",
    "1.357",
]

SLOPE = r"\frac{\mathrm{d}J}{\mathrm{d}\theta_1}"


def said():
    (rate,) = sympy.solve(1 - 5 * line.alpha, line.alpha)
    return {r"\alpha = 1/\lambda": {r"\alpha": rate, r"\lambda": 5}}


def of_one(fit):
    return {
        "m": fit.x.size,
        "x_i": tuple(fit.x),
        "y_i": tuple(fit.y),
        r"\theta_1": fit.thetas[0, 0],
        r"\alpha": fit.alpha,
        SLOPE: fit.J.gradient(fit.thetas[0])[0],
    }


@law("one-hypothesis")
def one_hypothesis(one):
    predict = {r"h_\theta": lambda x: gd.hypothesis(one.thetas[0], [[float(x)]])[0]}
    assert holds("one-hypothesis", predict | {"x": 0.7}, of_one(one))


@law("one-cost")
def one_cost(one):
    cost = {"J": lambda theta: one.J([float(theta)])}
    assert holds("one-cost", cost | {r"\theta_1": one.thetas[0, 0]}, of_one(one))


@law("one-gradient")
def one_gradient(one):
    assert holds("one-gradient", {SLOPE: of_one(one)[SLOPE], "y_i": tuple(one.y)}, of_one(one))


@law("one-update", r"\coloneq")
def one_update(one):
    assert holds("one-update", {r"new \theta_1": one.thetas[1, 0]}, of_one(one))


@law("one-curvature")
def one_curvature(one):
    second = r"\frac{\mathrm{d}^2 J}{\mathrm{d}\theta_1^2}"
    slopes = one.J.gradient([[0.0], [1.0]])[:, 0]  # a straight line
    curvature = {r"\lambda": one.curvatures[0], second: slopes[1] - slopes[0]}
    assert holds("one-curvature", curvature | {"x_i": tuple(one.x)}, of_one(one))


@law("one-error")
def one_error(one):
    for k in range(one.k):
        here = {"k": k, "e_k": one.errors[k, 0], "e_{k+1}": one.errors[k + 1, 0]}
        assert holds("one-error", of_error(one) | here)


@law("one-cost-error")
def one_cost_error(one):
    above = one.costs - one.J(one.J.minimizer)
    for cost, error in zip(above, one.errors[:, 0], strict=True):
        assert holds("one-cost-error", {"J_k": cost, r"\lambda": one.curvatures[0], "e_k": error})


@law("one-critical-rate", "<", r"\Leftrightarrow")
def one_critical_rate(one):
    # In fractions, so that the ends of the interval are tested too.
    curvature = sympy.Rational(one.curvatures[0])
    assert gd.critical_rate(one.J) == pytest.approx(float(2 / curvature))
    for thousandths in (-1000, 0, 500, 999, 1000, 1001, 3000):
        share = sympy.Rational(thousandths, 1000)
        values = {r"\alpha": share * 2 / curvature, r"\lambda": curvature}
        assert holds("one-critical-rate", values)
        for side in FORMULAS["one-critical-rate"].split(r"\Leftrightarrow"):
            assert holds(side, {}, values) is bool(0 < share < 1)
