"""Tall data and sums of costs: the same J as from all points, whatever they come in."""

import functools
import itertools
import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import problems

import gd
from gd._least_squares import TALL
from gd._triangle import BLOCK, triangle

rng = np.random.default_rng(7)
M = 300_000
X = gd.with_intercept(np.column_stack([10 + rng.normal(size=M), rng.uniform(-1, 1, size=M)]))
y = X @ [3, -1, 2] + rng.normal(size=M)
THETA = np.array([2.0, -1.5, 0.5])


def assert_same(J, X, y, theta=THETA, rtol=1e-12):
    """J is the cost of fitting X and y, by the sums over all points and by lstsq."""
    r = X @ theta - y
    assert J(theta) == pytest.approx(np.mean(r**2) / 2, rel=rtol)
    scale = np.linalg.norm(X, axis=0) / np.sqrt(len(y))
    np.testing.assert_allclose(
        J.gradient(theta), X.T @ r / len(y), rtol=rtol, atol=rtol * scale.max() * np.abs(r).max()
    )
    np.testing.assert_allclose(J.hessian, X.T @ X / len(y), rtol=rtol, atol=rtol * scale.max() ** 2)
    np.testing.assert_allclose(J.minimizer, np.linalg.lstsq(X, y)[0], rtol=1e-9, atol=1e-9)


def test_tall_data_leave_a_triangle_of_one_row_more_than_parameters():
    J = gd.LeastSquares(X, y)
    assert_same(J, X, y)
    assert repr(J) == f"LeastSquares(m={M}, n=3)"
    assert len(pickle.dumps(J)) < 1000
    R = triangle(X, y)
    assert R.shape == (4, 4)
    np.testing.assert_array_equal(R, np.triu(R))


@pytest.mark.parametrize("m", [TALL - 1, TALL, TALL + 1, 5000, 43_691, 131_072])
def test_every_number_of_points_is_summed_whole(m):
    assert_same(gd.LeastSquares(X[:m], y[:m]), X[:m], y[:m])


@pytest.mark.parametrize(
    "came",
    [
        np.asfortranarray,
        lambda X: X.astype(np.float32),
        lambda X: np.asfortranarray(X.astype(np.float16)),
        lambda X: (10 * X).astype(np.int16),
        lambda X: X[::-1, ::-1],
        lambda X: np.repeat(X, 2, axis=1)[::2, ::2],
        lambda X: X > 1,
        lambda X: X.astype(">f8"),
        lambda X: np.ma.masked_array(X),
    ],
    ids=["Fortran", "single", "half", "integers", "reversed", "strided", "bool", "swapped", "mask"],
)
def test_data_may_come_in_any_order_and_precision(came):
    A = came(X[:100_000])
    b = y[: len(A)].astype(A.dtype) if A.dtype.kind == "f" else y[: len(A)]
    theta = np.ones(3) / 7
    assert_same(gd.LeastSquares(A, b), np.asarray(A, dtype=float), b.astype(float), theta)


def test_data_may_be_a_memory_map(tmp_path):
    np.save(tmp_path / "X.npy", X)
    assert_same(gd.LeastSquares(np.load(tmp_path / "X.npy", mmap_mode="r"), y), X, y)


@pytest.mark.parametrize("n", [1, 3, 30, 100])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_more_than_two_blocks_of_memory_are_used(n, order, dtype):
    m = 14_000 if n == 100 else 50_000  # four blocks or more
    A, b = np.ones((m, n), dtype=dtype, order=order), np.ones(m, dtype=dtype)
    gd.LeastSquares(A, b)  # what NumPy sets up the first time is not ours
    tracemalloc.start()
    gd.LeastSquares(A, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 8 * max(BLOCK, 32 * (n + 1) ** 2)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("row", [0, 100_000, M - 1])
def test_a_value_that_is_not_finite_is_named_wherever_it_is(bad, row):
    A, b = X.copy(), y.copy()
    A[row, 2] = bad
    with pytest.raises(ValueError, match=rf"^X must be finite; got {bad} at index \({row}, 2\)$"):
        gd.LeastSquares(A, y)
    b[row] = bad
    with pytest.raises(ValueError, match=rf"^y must be finite; got {bad} at index \({row},\)$"):
        gd.LeastSquares(X, b)


def test_lengths_that_overflow_are_refused():
    with pytest.raises(ValueError, match="length of a column overflows"):
        gd.LeastSquares(np.full((TALL, 1), 1e308), np.ones(TALL))


# -- The sum of costs --------------------------------------------------------------------------


@given(problems(), problems(), st.data())
def test_a_sum_is_the_cost_over_the_data_of_both(one, other, data):
    n = min(one.X.shape[1], other.X.shape[1])
    parts = [(p.X[:, :n], p.y) for p in (one, other)]
    J, K = (gd.LeastSquares(*part) for part in parts)
    A, b = np.concatenate([parts[0][0], parts[1][0]]), np.concatenate([parts[0][1], parts[1][1]])
    theta, scale = one.start[:n], 1e-11 * (1 + np.abs(A).max() * 40 + np.abs(b).max()) ** 2
    for total in (J + K, K + J, sum([J, K])):
        assert repr(total) == f"LeastSquares(m={len(b)}, n={n})"
        assert total(theta) == pytest.approx(np.mean((A @ theta - b) ** 2) / 2, abs=scale)
        np.testing.assert_allclose(total.hessian, A.T @ A / len(b), atol=scale)
        np.testing.assert_allclose(
            total.gradient(theta), A.T @ (A @ theta - b) / len(b), atol=scale
        )


def test_a_sum_of_few_points_is_that_of_the_points_bit_for_bit():
    J, K = gd.LeastSquares(X[:20], y[:20]), gd.LeastSquares(X[20:50], y[20:50])
    both = gd.LeastSquares(X[:50], y[:50])
    assert (J + K)(THETA) == both(THETA)
    np.testing.assert_array_equal((J + K).gradient(THETA), both.gradient(THETA))


def test_parts_add_up_in_any_order_and_grouping():
    ends = [0, 7, 600, 601, 20_000, 130_000, M]
    parts = [gd.LeastSquares(X[i:j], y[i:j]) for i, j in itertools.pairwise(ends)]
    whole = gd.LeastSquares(X, y)
    tree = (parts[0] + (parts[1] + parts[2])) + ((parts[3] + parts[4]) + parts[5])
    for total in (sum(parts), sum(parts[::-1]), functools.reduce(lambda J, K: K + J, parts), tree):
        assert_same(total, X, y)
        np.testing.assert_allclose(total.minimizer, whole.minimizer, rtol=1e-11)


def test_many_small_parts_lose_no_digits():
    x = 1e6 + np.arange(10_000) % 50
    A, b = gd.with_intercept(x), 3 * x + rng.normal(size=10_000)
    total = sum(gd.LeastSquares(A[i : i + 10], b[i : i + 10]) for i in range(0, 10_000, 10))
    theta = gd.LeastSquares(A, b).minimizer
    assert total(theta) == pytest.approx(np.mean((A @ theta - b) ** 2) / 2, rel=1e-9)


def test_sum_begins_with_zero_and_nothing_else():
    J = gd.LeastSquares([[1.0]], [2.0])
    assert sum([J]) is J
    for wrong in (
        *(lambda: J + 0, lambda: 1 + J, lambda: J + "J", lambda: 0.0 + J),
        *(lambda: J + X, lambda: X + J, lambda: np.zeros(2) + J),
    ):
        with pytest.raises(TypeError):
            wrong()


def test_costs_with_other_parameters_do_not_add():
    with pytest.raises(ValueError, match=r"^J \+ K must have the same n; got n=1 and n=2$"):
        gd.LeastSquares([[1.0]], [2.0]) + gd.LeastSquares([[1.0, 2.0]], [2.0])


class Named(gd.LeastSquares):
    """Nothing of its own but a name."""

    def __init__(self, X, y, name):
        super().__init__(X, y)
        self.name = name


class Ridge(gd.LeastSquares):
    def gradient(self, theta):
        return super().gradient(theta) + np.asarray(theta)


def test_a_sum_is_least_squares_and_not_of_a_subclass():
    J, K = Named([[1.0]], [2.0], "one"), gd.LeastSquares([[2.0]], [5.0])
    for total in (J + K, K + J, sum([J, J])):
        assert type(total) is gd.LeastSquares
    assert (J + K)([2]) == 0.25


def test_costs_with_a_gradient_of_their_own_do_not_add():
    J, K = Ridge([[1.0]], [2.0]), gd.LeastSquares([[1.0]], [2.0])
    for wrong in (lambda: J + J, lambda: J + K, lambda: K + J):
        with pytest.raises(TypeError):
            wrong()


def test_wide_data_are_not_padded():
    A, b = rng.normal(size=(1300, 600)), rng.normal(size=1300)
    tracemalloc.start()
    gd.LeastSquares(A, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * A.nbytes


# -- Data that do not settle θ -----------------------------------------------------------------

ODD = {
    "one point": (np.array([[1.0, 2.0]]), np.array([5.0])),
    "fewer points than parameters": (rng.normal(size=(3, 5)), rng.normal(size=3)),
    "a column twice": (X[:30, [0, 1, 1]], y[:30]),
    "a column of zeros": (X[:30] * [1, 0, 1], y[:30]),
    "two constant columns": (np.column_stack([np.ones(30), np.full(30, 4.0)]), y[:30]),
}


@pytest.mark.parametrize("copies", [1, TALL])
@pytest.mark.parametrize("name", ODD)
def test_data_that_do_not_settle_theta_have_their_shortest_minimizer(name, copies):
    A, b = ODD[name]
    A, b = np.tile(A, (copies, 1)), np.tile(b, copies)
    J = gd.LeastSquares(A, b)
    size = np.linalg.norm(A, axis=0)
    size[size == 0] = 1
    shortest = np.linalg.pinv(A / size, rcond=1e-12) @ b / size
    np.testing.assert_allclose(J.minimizer, shortest, rtol=1e-9, atol=1e-9)
    rounding = 1e-12 * (b @ b)
    np.testing.assert_allclose(J.gradient(J.minimizer), 0, atol=rounding)
    costs = gd.descend(J, np.ones(A.shape[1]), 0.9 * gd.critical_rate(J), 50).costs
    assert (np.diff(costs) <= rounding).all()


@pytest.mark.parametrize("copies", [1, TALL])
def test_data_that_are_all_zero_cost_the_same_everywhere(copies):
    J = gd.LeastSquares(np.zeros((4 * copies, 2)), np.tile([1.0, 2.0, 3.0, 4.0], copies))
    assert J([5, 6]) == J([0, 0]) == pytest.approx(3.75)
    np.testing.assert_array_equal(J.minimizer, [0, 0])
