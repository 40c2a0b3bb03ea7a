"""Bad input is an error at once, and its message names what was expected and what came."""

import re

import numpy as np
import pytest

import gd

X, y = np.array([[1.0, -1.0], [1.0, 0.0], [1.0, 2.0]]), np.array([-1.0, 1.0, 5.0])
J = gd.LeastSquares(X, y)
NAN = np.array([[1.0, -1.0], [1.0, np.nan], [1.0, 2.0]])


class Broken:
    """A cost that returns, or is, what it is told."""

    def __init__(self, cost=0.0, gradient=(0.0, 0.0), hessian=None):
        self.cost, self.gradient_, self.hessian = cost, gradient, hessian

    def __call__(self, theta):
        return self.cost

    def gradient(self, theta):
        return self.gradient_


BAD = {
    # Shapes.
    "X in one dimension": (
        lambda: gd.LeastSquares(y, y),
        ValueError,
        ["X", "(m, n)", "(3,)", "x[:, np.newaxis]"],
    ),
    "X in three": (
        lambda: gd.LeastSquares(X[None], y),
        ValueError,
        ["X", "(m, n)", "(1, 3, 2)"],
    ),
    "X a number": (lambda: gd.LeastSquares(3, 3), ValueError, ["X", "(m, n)", "()"]),
    "y too short": (
        lambda: gd.LeastSquares(X, y[:2]),
        ValueError,
        ["y", "(3,)", "(2,)"],
    ),
    "y a column": (
        lambda: gd.LeastSquares(X, y[:, None]),
        ValueError,
        ["y", "(3,)", "(3, 1)"],
    ),
    "ragged X": (
        lambda: gd.LeastSquares([[1, 2], [3]], [1, 2]),
        ValueError,
        ["X", "array", "inhomogeneous"],
    ),
    "theta too long": (
        lambda: J([0, 0, 0]),
        ValueError,
        ["theta", "(..., 2)", "(3, 2)", "(3,)"],
    ),
    "theta a number": (lambda: J(0), ValueError, ["theta", "(..., 2)", "()"]),
    "gradient at a long theta": (
        lambda: J.gradient([0, 0, 0]),
        ValueError,
        ["theta", "(..., 2)", "(3,)"],
    ),
    "hypothesis of a long theta": (
        lambda: gd.hypothesis([0, 0, 0], X),
        ValueError,
        ["theta", "(..., 2)", "(3,)"],
    ),
    "hypothesis of flat X": (
        lambda: gd.hypothesis([0], y),
        ValueError,
        ["X", "(m, n)", "(3,)"],
    ),
    "descend from a number": (
        lambda: gd.descend(J, 0, 0.1, 1),
        ValueError,
        ["theta", "(..., n)", "()"],
    ),
    "descend from a long theta": (
        lambda: gd.descend(J, [0, 0, 0], 0.1, 1),
        ValueError,
        ["theta", "(..., 2)", "(3,)"],
    ),
    "batches that do not broadcast": (
        lambda: gd.descend(J, np.zeros((2, 2)), [0.1, 0.2, 0.3], 1),
        ValueError,
        ["theta", "alpha", "(2,)", "(3,)"],
    ),
    "update that does not broadcast": (
        lambda: gd.update(J, np.zeros((2, 2)), [0.1, 0.2, 0.3]),
        ValueError,
        ["theta", "alpha", "(2,)", "(3,)"],
    ),
    "intercept of a cube": (
        lambda: gd.with_intercept(np.ones((2, 2, 2))),
        ValueError,
        ["x", "(m,)", "(2, 2, 2)"],
    ),
    "intercept of a number": (
        lambda: gd.with_intercept(1),
        ValueError,
        ["x", "(m,)", "()"],
    ),
    # Empty.
    "no points": (
        lambda: gd.LeastSquares(np.empty((0, 2)), []),
        ValueError,
        ["X", "empty", "(0, 2)"],
    ),
    "no parameters": (
        lambda: gd.LeastSquares(np.empty((3, 0)), y),
        ValueError,
        ["X", "empty", "(3, 0)"],
    ),
    "no y": (lambda: gd.LeastSquares(X, []), ValueError, ["y", "empty", "(0,)"]),
    "no theta": (
        lambda: gd.descend(J, [], 0.1, 1),
        ValueError,
        ["theta", "empty", "(0,)"],
    ),
    "no alpha": (
        lambda: gd.descend(J, [0, 0], [], 1),
        ValueError,
        ["alpha", "empty", "(0,)"],
    ),
    "no x": (lambda: gd.with_intercept([]), ValueError, ["x", "empty", "(0,)"]),
    # NaN and infinity.
    "NaN in X": (
        lambda: gd.LeastSquares(NAN, y),
        ValueError,
        ["X", "finite", "nan", "(1, 1)"],
    ),
    "infinity in y": (
        lambda: gd.LeastSquares(X, [1, 2, -np.inf]),
        ValueError,
        ["y", "finite", "-inf", "(2,)"],
    ),
    "NaN in theta": (
        lambda: gd.descend(J, [0, np.nan], 0.1, 1),
        ValueError,
        ["theta", "finite", "nan", "(1,)"],
    ),
    "infinite theta": (
        lambda: gd.descend(J, [np.inf, 0], 0.1, 1),
        ValueError,
        ["theta", "finite", "inf", "(0,)"],
    ),
    "NaN for alpha": (
        lambda: gd.descend(J, [0, 0], np.nan, 1),
        ValueError,
        ["alpha", "finite", "nan"],
    ),
    "infinite alpha": (
        lambda: gd.update(J, [0, 0], np.inf),
        ValueError,
        ["alpha", "finite", "inf"],
    ),
    "NaN in x": (
        lambda: gd.with_intercept([1, np.nan]),
        ValueError,
        ["x", "finite", "nan", "(1,)"],
    ),
    "NaN in the hypothesis": (
        lambda: gd.hypothesis([0, 0], NAN),
        ValueError,
        ["X", "finite", "nan", "(1, 1)"],
    ),
    "too large for a double": (
        lambda: gd.LeastSquares(np.array([["1e4000"]], dtype=np.longdouble), [1]),
        ValueError,
        ["X", "finite", "inf"],
    ),
    # Types.
    "complex X": (
        lambda: gd.LeastSquares(X * 1j, y),
        TypeError,
        ["X", "real", "complex128"],
    ),
    "text for y": (
        lambda: gd.LeastSquares(X, ["a", "b", "c"]),
        TypeError,
        ["y", "real", "<U1"],
    ),
    "objects in y": (
        lambda: gd.LeastSquares(X, [1, None, 2]),
        TypeError,
        ["y", "real", "object"],
    ),
    "nothing for X": (
        lambda: gd.LeastSquares(None, y),
        TypeError,
        ["X", "real", "NoneType"],
    ),
    "dates for y": (
        lambda: gd.LeastSquares(X, np.array([1, 2, 3], "M8[D]")),
        TypeError,
        ["y", "real", "datetime64"],
    ),
    "masked y": (
        lambda: gd.LeastSquares(X, np.ma.masked_array(y, [0, 1, 0])),
        TypeError,
        ["y", "masked"],
    ),
    "complex theta": (lambda: J([1j, 0]), TypeError, ["theta", "real", "complex128"]),
    "text for theta": (
        lambda: gd.descend(J, ["0", "0"], 0.1, 1),
        TypeError,
        ["theta", "real", "<U1"],
    ),
    "text for alpha": (
        lambda: gd.descend(J, [0, 0], "0.1", 1),
        TypeError,
        ["alpha", "real", "<U3"],
    ),
    "nothing for alpha": (
        lambda: gd.update(J, [0, 0], None),
        TypeError,
        ["alpha", "real", "NoneType"],
    ),
    "an enormous integer": (
        lambda: gd.descend(J, [0, 0], 10**400, 1),
        TypeError,
        ["alpha", "real", "int"],
    ),
    # Rates and steps.
    "alpha zero": (
        lambda: gd.descend(J, [0, 0], 0, 1),
        ValueError,
        ["alpha", "positive", "0.0"],
    ),
    "alpha negative": (
        lambda: gd.update(J, [0, 0], [0.1, -0.5]),
        ValueError,
        ["alpha", "positive", "-0.5"],
    ),
    "steps negative": (
        lambda: gd.descend(J, [0, 0], 0.1, -3),
        ValueError,
        ["steps", "zero or more", "-3"],
    ),
    "steps not whole": (
        lambda: gd.descend(J, [0, 0], 0.1, 2.5),
        TypeError,
        ["steps", "integer", "2.5", "float"],
    ),
    "steps a float": (
        lambda: gd.descend(J, [0, 0], 0.1, 14.0),
        TypeError,
        ["steps", "integer", "14.0"],
    ),
    "steps as text": (
        lambda: gd.descend(J, [0, 0], 0.1, "14"),
        TypeError,
        ["steps", "integer", "14", "str"],
    ),
    "steps true": (
        lambda: gd.descend(J, [0, 0], 0.1, True),
        TypeError,
        ["steps", "integer", "True", "bool"],
    ),
    "no steps": (
        lambda: gd.descend(J, [0, 0], 0.1, None),
        TypeError,
        ["steps", "integer", "None"],
    ),
    # Costs.
    "a function for J": (
        lambda: gd.descend(lambda t: t, [0, 0], 0.1, 1),
        TypeError,
        ["J", "gradient", "function"],
    ),
    "a class for J": (
        lambda: gd.update(gd.LeastSquares, [0, 0], 0.1),
        TypeError,
        ["J", "gradient", "class LeastSquares"],
    ),
    "a gradient of another shape": (
        lambda: gd.descend(Broken(gradient=0.0), [0, 0], 0.1, 1),
        ValueError,
        ["J.gradient(theta)", "(2,)", "()"],
    ),
    "a cost of another shape": (
        lambda: gd.descend(Broken(cost=[1, 2, 3]), [0, 0], 0.1, 1),
        ValueError,
        ["J(theta)", "()", "(3,)"],
    ),
    "a complex gradient": (
        lambda: gd.descend(Broken(gradient=[1j, 0]), [0, 0], 0.1, 1),
        TypeError,
        ["J.gradient(theta)", "real", "complex128"],
    ),
    "a cost that returns nothing": (
        lambda: gd.descend(Broken(cost=None), [0, 0], 0.1, 1),
        TypeError,
        ["J(theta)", "real", "NoneType"],
    ),
    "a curvature beyond a double": (
        lambda: gd.critical_rate(gd.LeastSquares([[1e200]], [1])),
        ValueError,
        ["J.hessian", "finite", "inf"],
    ),
    "a function's critical rate": (
        lambda: gd.critical_rate(max),
        TypeError,
        ["J", "hessian", "builtin_function"],
    ),
    "a hessian that is a method": (
        lambda: gd.critical_rate(Broken(hessian=lambda theta: 1)),
        TypeError,
        ["J.hessian", "real", "function"],
    ),
    "a flat hessian": (
        lambda: gd.critical_rate(Broken(hessian=[1, 2])),
        ValueError,
        ["J.hessian", "(n, n)", "(2,)"],
    ),
    "an oblong hessian": (
        lambda: gd.critical_rate(Broken(hessian=np.ones((2, 3)))),
        ValueError,
        ["J.hessian", "(n, n)", "(2, 3)"],
    ),
    "a lopsided hessian": (
        lambda: gd.critical_rate(Broken(hessian=[[1, 2], [0, 1]])),
        ValueError,
        ["J.hessian", "symmetric", "2.0"],
    ),
    "a class's critical rate": (
        lambda: gd.critical_rate(gd.LeastSquares),
        TypeError,
        ["J", "hessian", "class LeastSquares"],
    ),
    "steps in an array": (
        lambda: gd.descend(J, [0, 0], 0.1, np.array([3])),
        TypeError,
        ["steps", "integer", "[3]", "ndarray"],
    ),
    "a gradient that cannot be called": (
        lambda: gd.descend(type("C", (Broken,), {"gradient": 3})(), [0, 0], 1, 1),
        TypeError,
        ["J", "gradient"],
    ),
    "a saddle": (
        lambda: gd.critical_rate(Broken(hessian=[[1, 0], [0, -3]])),
        ValueError,
        ["J.hessian", "negative", "-3"],
    ),
    "NaN in the hessian": (
        lambda: gd.critical_rate(Broken(hessian=[[np.nan]])),
        ValueError,
        ["J.hessian", "finite", "nan"],
    ),
}


@pytest.mark.parametrize(("call", "error", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_an_error_that_names_what_came(call, error, words):
    with pytest.raises(error) as caught:
        call()
    for word in words:
        assert re.search(rf"(?<!\w){re.escape(word)}", str(caught.value)), str(caught.value)
