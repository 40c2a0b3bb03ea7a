"""Choose the learning rate."""

import numpy as np
from laws import law
from laws.fits import of_error
from laws.formulas import holds

import gd

INPUTS = {
    "twenty points again": "np.linspace(-1, 1, 20)",
    "twenty steps": "thetas[20, 4, 0]",
    "99 %": "0.99 * gd.critical_rate(J)",
    "leave a millionth": "np.log(1e-6)",
    "α = 1.15": "2 / curvature - 1.15",
    "α = 0.01": "np.log(1 - 0.01 * curvature)",
    "twenty points of this chapter": "np.linspace(-1, 1, 20)",
    "steps to a millionth": "np.log(1e-6)",
}
COMPUTED = """
    np.isclose(curvature, J.hessian[0, 0])
    np.allclose(np.abs(1 - alphas * curvature)[1:4:2], [0, 1])
"""
STATED = ["5.42857142", "1.70", "4.2786", "3744", "0.00054", "step 5790", "step 11571", "1.8e+308"]


@law(r"| the product $\alpha \lambda$ | the factor $1 - \alpha \lambda$ | what you see |")
def the_table_of_regimes(rows):
    between = {
        "between 0 and 1": (0.1, 0.9),
        "1": (1,),
        "between 1 and 2": (1.1, 1.9),
        "2": (2,),
        "more than 2": (2.1, 9),
    }
    factors = {
        "between 0 and 1": lambda f: 0 < f < 1,
        "0": lambda f: f == 0,
        "between −1 and 0": lambda f: -1 < f < 0,
        "−1": lambda f: f == -1,
        "below −1": lambda f: f < -1,
    }
    assert [row[0] for row in rows] == [*between]
    assert all(factors[row[1]](1 - product) for row in rows for product in between[row[0]])


@law("rate-error")
def rate_error(one):
    for k in range(one.k + 1):
        assert holds("rate-error", of_error(one) | {"k": k, "e_k": one.errors[k, 0]})


@law("rate-critical")
def rate_critical(one):
    critical = gd.critical_rate(one.J)
    errors = gd.descend(one.J, one.thetas[0], critical, steps=3).thetas - one.J.minimizer
    np.testing.assert_allclose(errors[1:], -errors[:-1], rtol=1e-9)  # it keeps its size
    assert holds("rate-critical", {r"\alpha_c": critical, r"\lambda": one.curvatures[0]})


@law("rate-steps")
def rate_steps(one):
    left = {r"\varepsilon": abs(one.errors[-1, 0] / one.errors[0, 0]), "k": one.k}
    assert holds("rate-steps", left, of_error(one))


@law("rate-stretch", r"\to")
def rate_stretch(one):
    stretched = gd.LeastSquares(2.5 * one.X, one.y)
    old = {"x_i": tuple(one.x), r"\lambda": one.curvatures[0], r"\alpha_c": gd.critical_rate(one.J)}
    new = {
        "new x_i": tuple(2.5 * one.x),
        "new \\lambda": stretched.hessian[0, 0],
        r"new \alpha_c": gd.critical_rate(stretched),
    }
    assert holds("rate-stretch", old | new | {"q": 2.5})
