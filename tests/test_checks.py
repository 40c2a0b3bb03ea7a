"""Bad input is an error at once, and its message names what was expected and what came."""

import re
from array import array
from decimal import Decimal
from fractions import Fraction

import dask.array as da
import numpy as np
import pytest

import gd
from gd._checks import real_array as checked

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


class Holder:
    """What holds an array of numbers, as frames and tensors do."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


class Number(Holder):
    """What holds one number, and might drop its mask where it turns into it."""

    def __float__(self):
        return float(self.array)


class Masked(np.ndarray):
    """An array with a mask that is not NumPy's."""

    mask = np.array([False, True, False])


def rates(*values):
    """A rate that changes: a function of the step."""
    return lambda k: values[k]


C = gd.CrossEntropy(X, [0, 1, 1])
BAD = {
    # Shapes.
    "X in one dimension": (
        lambda: gd.LeastSquares(y, y),
        ValueError,
        ["X", "(m, n)", "(3,)", "np.asarray(x)[:, np.newaxis]"],
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
        lambda: gd.LeastSquares(X, [1, object(), 2]),
        TypeError,
        ["y", "real", "object", "(1,)"],
    ),
    "a word among numbers": (
        lambda: gd.LeastSquares([[1, 2.5], [3, "four"]], [1, 2]),
        TypeError,
        ["X", "real", "'four'", "str", "(1, 1)"],
    ),
    "nothing among numbers": (
        lambda: gd.LeastSquares(X, [1, None, 2]),
        ValueError,
        ["y", "finite", "None", "(1,)"],
    ),
    "NaN among objects": (
        lambda: gd.LeastSquares(X, np.array([1, True, np.nan], dtype=object)),
        ValueError,
        ["y", "finite", "nan", "(2,)"],
    ),
    "an enormous integer in X": (
        lambda: gd.LeastSquares([[1, 10**400]], [1]),
        TypeError,
        ["X", "real", "int", "(0, 1)"],
    ),
    "arrays in an array": (
        lambda: gd.LeastSquares(X, np.array([1, X, 2], dtype=object)),
        TypeError,
        ["y", "real", "ndarray", "(1,)"],
    ),
    "durations among objects": (
        lambda: gd.LeastSquares(X, np.array([1, np.timedelta64(1, "s"), 2], dtype=object)),
        TypeError,
        ["y", "real", "timedelta", "(1,)"],
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
    "a list of masked rows": (
        lambda: gd.LeastSquares([X[0], np.ma.masked_array(X[1], [0, 1])], y[:2]),
        TypeError,
        ["X", "masked"],
    ),
    "masked rows in a tuple in a list": (
        lambda: gd.with_intercept([(np.ma.masked_array(X[0], [0, 1]),)]),
        TypeError,
        ["x", "masked"],
    ),
    "a masked number in a list": (
        lambda: gd.LeastSquares(X, [1, np.ma.masked, 2]),
        TypeError,
        ["y", "masked"],
    ),
    "a masked number among objects": (
        lambda: gd.LeastSquares(X, np.array([1, np.ma.masked, 2], dtype=object)),
        TypeError,
        ["y", "masked", "(1,)"],
    ),
    "something whose array is masked": (
        lambda: gd.LeastSquares(X, Holder(np.ma.masked_array(y, [0, 1, 0]))),
        TypeError,
        ["y", "masked"],
    ),
    "a list of what has masked arrays": (
        lambda: gd.hypothesis([0, 0], [Holder(np.ma.masked_array([1, 2], [0, 1]))]),
        TypeError,
        ["X", "masked"],
    ),
    "a mask of another library": (
        lambda: gd.LeastSquares(X, np.array(y).view(Masked)),
        TypeError,
        ["y", "masked"],
    ),
    "arrays among objects that turn into numbers": (
        lambda: gd.LeastSquares(X, np.array([1, Number(np.array(2.0)), 3], dtype=object)),
        TypeError,
        ["y", "real", "Number", "(1,)"],
    ),
    "masked records": (
        lambda: gd.LeastSquares(X, np.ma.masked_array([(1, 2)], [(0, 1)], dtype="i4,i4")),
        TypeError,
        ["y", "real", "f0"],
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
    "a rate that becomes zero": (
        lambda: gd.descend(J, [0, 0], rates(1, 0.5, 0), 3),
        ValueError,
        ["alpha(2)", "positive", "0.0"],
    ),
    "a rate that becomes NaN": (
        lambda: gd.descend(J, [0, 0], rates(1, np.nan), 2),
        ValueError,
        ["alpha(1)", "finite", "nan"],
    ),
    "a rate that becomes text": (
        lambda: gd.descend(J, [0, 0], rates("fast"), 1),
        TypeError,
        ["alpha(0)", "real", "'fast'", "str"],
    ),
    "a rate that is not returned": (
        lambda: gd.descend(J, [0, 0], rates(1, None), 2),
        TypeError,
        ["alpha(1)", "real", "NoneType"],
    ),
    "a rate that becomes two": (
        lambda: gd.descend(J, [0, 0], rates(1, 1, [1, 2]), 3),
        ValueError,
        ["alpha(2)", "shape of alpha(0)", "()", "(2,)"],
    ),
    "a first rate that is zero, of no steps": (
        lambda: gd.descend(J, [0, 0], rates(0), 0),
        ValueError,
        ["alpha(0)", "positive", "0.0"],
    ),
    "rates that do not broadcast": (
        lambda: gd.descend(J, np.zeros((2, 2)), rates([1, 2, 3]), 1),
        ValueError,
        ["theta", "alpha", "(2,)", "(3,)"],
    ),
    "a changing rate for update": (
        lambda: gd.update(J, [0, 0], rates(1)),
        TypeError,
        ["alpha", "real", "function"],
    ),
    "momentum below zero": (
        lambda: gd.descend(J, [0, 0], 1, 1, momentum=[0.5, -0.1]),
        ValueError,
        ["momentum", "from 0 to below 1", "-0.1"],
    ),
    "momentum one": (
        lambda: gd.descend(J, [0, 0], 1, 1, momentum=1),
        ValueError,
        ["momentum", "from 0 to below 1", "1.0"],
    ),
    "NaN for momentum": (
        lambda: gd.descend(J, [0, 0], 1, 1, momentum=np.nan),
        ValueError,
        ["momentum", "finite", "nan"],
    ),
    "nothing for momentum": (
        lambda: gd.descend(J, [0, 0], 1, 1, momentum=None),
        TypeError,
        ["momentum", "real", "NoneType"],
    ),
    "momentum that changes": (
        lambda: gd.descend(J, [0, 0], 1, 1, momentum=lambda k: 0.5),
        TypeError,
        ["momentum", "real", "function"],
    ),
    "momenta that do not broadcast": (
        lambda: gd.descend(J, [0, 0], [1, 2], 1, momentum=[0.1, 0.2, 0.3]),
        ValueError,
        ["theta", "alpha", "(2,)", "momentum", "(3,)"],
    ),
    # Costs.
    "y above one": (
        lambda: gd.CrossEntropy(np.ones((4, 1)), [0, 1, 0.5, 2]),
        ValueError,
        ["y", "from 0 to 1", "2.0", "(3,)"],
    ),
    "y below zero": (
        lambda: gd.CrossEntropy(X, [0, -1, -2]),
        ValueError,
        ["y", "from 0 to 1", "-1.0", "(1,)"],
    ),
    "yes and no as words": (
        lambda: gd.CrossEntropy(X, ["yes", "no", "no"]),
        TypeError,
        ["y", "real", "'yes'", "(0,)"],
    ),
    "NaN in an outcome": (
        lambda: gd.CrossEntropy(X, [0, np.nan, 1]),
        ValueError,
        ["y", "finite", "nan", "(1,)"],
    ),
    "outcomes in a column": (
        lambda: gd.CrossEntropy(X, [[0], [1], [1]]),
        ValueError,
        ["y", "(3,)", "(3, 1)"],
    ),
    "data of outcomes too large to be squared": (
        lambda: gd.CrossEntropy([[1, 2], [3, -1e150]], [0, 1]),
        ValueError,
        ["X", "below 1e+150 in size", "-1e+150", "(1, 1)"],
    ),
    "infinity in the data of outcomes": (
        lambda: gd.CrossEntropy([[np.inf]], [1]),
        ValueError,
        ["X", "finite", "inf", "(0, 0)"],
    ),
    "cross-entropy at a long theta": (
        lambda: C([0, 0, 0]),
        ValueError,
        ["theta", "(..., 2)", "(3, 2)", "(3,)"],
    ),
    "its gradient at a long theta": (
        lambda: C.gradient([0, 0, 0]),
        ValueError,
        ["theta", "(..., 2)", "(3,)"],
    ),
    "its hessian at a number": (
        lambda: C.hessian(0),
        ValueError,
        ["theta", "(..., 2)", "()"],
    ),
    "its hessian at words": (
        lambda: C.hessian(["a", "b"]),
        TypeError,
        ["theta", "real", "'a'"],
    ),
    "its critical rate anywhere": (
        lambda: gd.critical_rate(C),
        TypeError,
        ["theta", "J.hessian", "method", "None"],
    ),
    "its critical rate at a long theta": (
        lambda: gd.critical_rate(C, theta=[0, 0, 0]),
        ValueError,
        ["theta", "(..., 2)", "(3,)"],
    ),
    "its critical rate at NaN": (
        lambda: gd.critical_rate(C, theta=[0, np.nan]),
        ValueError,
        ["theta", "finite", "nan", "(1,)"],
    ),
    "a critical rate at a batch": (
        lambda: gd.critical_rate(C, theta=[[0, 0]]),
        ValueError,
        ["theta", "(n,)", "(1, 2)"],
    ),
    "a critical rate of bowls at a long theta": (
        lambda: gd.critical_rate(J, theta=[0, 0, 0]),
        ValueError,
        ["theta", "(2,)", "(2, 2)", "(3,)"],
    ),
    "a critical rate of two momenta": (
        lambda: gd.critical_rate(J, momentum=[0, 0.5]),
        ValueError,
        ["momentum", "one number", "(2,)"],
    ),
    "a critical rate of too much momentum": (
        lambda: gd.critical_rate(J, 1.5),
        ValueError,
        ["momentum", "from 0 to below 1", "1.5"],
    ),
    "a saddle at a theta": (
        lambda: gd.critical_rate(Broken(hessian=lambda theta: -np.diag(theta)), theta=[1]),
        ValueError,
        ["J.hessian(theta)", "negative", "-1"],
    ),
    "a hessian that returns text": (
        lambda: gd.critical_rate(Broken(hessian=lambda theta: "flat"), theta=[1]),
        TypeError,
        ["J.hessian(theta)", "real", "'flat'"],
    ),
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
        ["theta", "given", "J.hessian", "function"],
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


# -- Odd data: numbers of several kinds ------------------------------------------------------------


class Frame(Holder):
    """A frame: an array of its values, and the names of its columns."""

    columns = ("year", "city")


def test_numbers_of_several_kinds_are_numbers():
    came = np.array([[1, Fraction(1, 2)], [np.int8(2), Decimal("0.25")], [True, np.True_]], object)
    numbers = [[1, 0.5], [2, 0.25], [1, 1]]
    for odd in (came, came.tolist(), Holder(came), [Holder(row) for row in came]):
        np.testing.assert_array_equal(gd.with_intercept(odd)[:, 1:], numbers)
        np.testing.assert_array_equal(gd.hypothesis([1, 2], odd), np.dot(numbers, [1, 2]))
        assert gd.LeastSquares(odd, [1, 2, 3])([1, 2]) == gd.LeastSquares(numbers, [1, 2, 3])(
            [1, 2]
        )
    assert gd.descend(J, [0, Fraction(1, 2)], Decimal("0.5"), 1).thetas[0, 1] == 0.5


def test_what_is_not_a_number_in_a_frame_is_named_by_its_column():
    with pytest.raises(TypeError, match=r"'Oslo' of type str at index \(0, 1\), in column 'city'$"):
        gd.with_intercept(Frame(np.array([[None, "Oslo"], [1, "Rome"]], dtype=object)))
    with pytest.raises(ValueError, match=r"got None at index \(1, 0\), in column 'year'$"):
        gd.with_intercept(Frame(np.array([[1, 2], [None, 3]], dtype=object)))


def test_an_array_of_complex_numbers_blames_no_column():
    with pytest.raises(TypeError, match=r"complex128, .* at index \(0, 0\)$"):
        gd.with_intercept(Frame(np.array([[1, 2j], [3, 4]])))


def test_the_columns_of_what_is_no_array_are_not_asked_for():
    class Lazy:
        @property
        def columns(self):
            raise AssertionError("to know them takes long")

    with pytest.raises(TypeError, match=r"of type Lazy$"):
        gd.with_intercept(Lazy())


def test_what_might_hold_a_dask_array_and_does_not_is_read_as_it_is():
    class Wrapper(Holder):
        def __dask_graph__(self):
            return None

    assert gd.LeastSquares(Wrapper(X), y)([1, 2]) == J([1, 2])


def test_a_mask_that_hides_nothing_is_no_mask():
    rows = [np.ma.masked_array(row, [0, 0]) for row in X]
    for whole in (np.ma.masked_array(X), rows, Holder(np.ma.masked_array(X))):
        assert gd.LeastSquares(whole, y)([1, 2]) == J([1, 2])


def test_float64_data_are_not_copied_to_be_checked(tmp_path):
    np.save(tmp_path / "X.npy", X)
    for came in (X, np.load(tmp_path / "X.npy", mmap_mode="r"), Holder(X), np.ma.masked_array(X)):
        assert np.shares_memory(
            checked("X", came), came.array if came.__class__ is Holder else came
        )
    numbers = array("d", [1, 2])
    for came in (numbers, memoryview(numbers)):
        assert np.shares_memory(checked("x", came), np.asarray(came))


@pytest.mark.parametrize("x", [[1, 2, 3], (1, 2, 3), range(1, 4), np.arange(1, 4), Holder(y)])
def test_the_hint_for_one_parameter_works_for_whatever_came(x):
    with pytest.raises(ValueError, match="for one parameter write") as caught:
        gd.LeastSquares(x, y)
    hint = str(caught.value).partition("write ")[2]
    assert repr(gd.LeastSquares(eval(hint, {"np": np, "x": x}), y)) == "LeastSquares(m=3, n=1)"


def test_what_dask_holds_is_not_read_through_its_mask():
    masked = da.from_array(np.ma.array([1, 3, 5, 99.0], mask=[0, 0, 0, 1]))
    for y in (masked, [masked[i] for i in range(4)]):
        with pytest.raises(TypeError, match=r"^y must not be masked"):
            gd.LeastSquares(np.ones((4, 1)), y)
    plain = da.from_array(np.array([1, 3, 5, 7.0]), chunks=2)
    assert gd.LeastSquares(np.ones((4, 1)), plain).minimizer == pytest.approx(4)
