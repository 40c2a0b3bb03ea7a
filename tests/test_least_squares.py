"""The least-squares cost and its derivatives: laws, and the sums written by hand."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import numbers, problems

import gd
from gd._least_squares import TALL


@given(problems())
def test_gradient_agrees_with_central_differences(problem):
    epsilon = 1e-3 * np.eye(problem.start.size)
    forward, backward = (
        problem.J(problem.start + epsilon),
        problem.J(problem.start - epsilon),
    )
    scale = 1 + np.abs(forward).max()
    np.testing.assert_allclose(
        problem.J.gradient(problem.start),
        (forward - backward) / 2e-3,
        atol=1e-9 * scale,
    )


@given(problems())
def test_hessian_agrees_with_differences_of_the_gradient(problem):
    J, e = problem.J, np.eye(problem.start.size)
    differences = (J.gradient(problem.start + e) - J.gradient(problem.start - e)) / 2
    np.testing.assert_allclose(J.hessian, differences, rtol=1e-9, atol=1e-9)


@given(problems())
def test_no_theta_costs_less_than_the_minimizer(problem):
    J, start = problem.J, problem.start
    assert J(J.minimizer) <= J(start) * (1 + 1e-12)
    np.testing.assert_allclose(
        J.gradient(J.minimizer),
        0,
        atol=1e-9 * (1 + np.abs(problem.X).max() * np.abs(problem.y).max()),
    )


@given(problems(forms=[False]))
def test_cost_and_gradient_equal_the_sums_written_by_hand(problem):
    X, y, J, theta = problem
    h = sum(theta[j] * X[:, j] for j in range(theta.size))
    assert J(theta) == np.mean((h - y) ** 2) / 2
    np.testing.assert_array_equal(J.gradient(theta), [np.mean((h - y) * x) for x in np.array(X.T)])


@given(problems(), st.data())
def test_a_batch_equals_its_thetas_one_by_one(problem, data):
    thetas = data.draw(numbers((3, 2, problem.start.size)))
    # Whatever the memory order of the batch.
    turned = np.moveaxis(np.moveaxis(thetas, 0, 1).copy(), 1, 0)
    for batch in (thetas, np.asfortranarray(thetas), turned):
        costs, gradients = problem.J(batch), problem.J.gradient(batch)
        for index in np.ndindex(3, 2):
            assert costs[index] == problem.J(thetas[index])
            np.testing.assert_array_equal(gradients[index], problem.J.gradient(thetas[index]))


@given(problems(), st.data())
def test_one_look_has_the_cost_and_the_gradient_of_whichever_theta_it_is_given(problem, data):
    X, y, J, start = problem
    look = J._gd_look(start)
    size = np.abs(X).max() * 10 * start.size + np.abs(y).max()
    rounding = 1e-12 * (1 + size) ** 2 if len(y) >= TALL else 0  # else bit for bit
    for theta in data.draw(numbers((3, start.size))):
        cost, gradient = look(theta)
        np.testing.assert_allclose(cost, J(theta), rtol=0, atol=rounding)
        np.testing.assert_allclose(gradient, J.gradient(theta), rtol=0, atol=rounding)


def test_shapes_follow_the_batch():
    J = gd.LeastSquares(np.ones((5, 2)), np.ones(5))
    for batch in [(), (1,), (7,), (5, 1, 3), (101, 101)]:
        theta = np.zeros((*batch, 2))
        assert np.shape(J(theta)) == batch
        assert J.gradient(theta).shape == (*batch, 2)
    assert J.hessian.shape == (2, 2)
    assert J.minimizer.shape == (2,)


def test_changing_the_data_afterwards_does_not_change_the_cost():
    X, y = np.ones((3, 1)), np.array([1.0, 2.0, 3.0])
    J = gd.LeastSquares(X, y)
    before = J([2])
    X[:], y[:] = 9, 9
    assert J([2]) == before


def test_overwriting_the_hessian_or_the_minimizer_does_not_change_the_cost():
    J = gd.LeastSquares([[1.0], [2.0]], [1.0, 2.0])
    J.hessian[:], J.minimizer[:] = 9, 9
    assert J.hessian == 2.5
    assert J.minimizer == 1


def test_minimizer_does_not_lose_a_column_in_small_units():
    joules = np.linspace(1, 5, 20) * 1.6e-19
    J = gd.LeastSquares(gd.with_intercept(joules), 1 + joules / 1.6e-19)
    assert J(J.minimizer) < 1e-28


def test_a_column_of_zeros_is_minimized_by_zero():
    J = gd.LeastSquares([[1.0, 0.0], [2.0, 0.0]], [2.0, 4.0])
    np.testing.assert_allclose(J.minimizer, [2, 0])


def test_one_point_and_many_parameters_sum_as_by_hand():
    X, theta = np.arange(1, 10)[np.newaxis] / 7, np.arange(1, 10) / 3
    J, h = gd.LeastSquares(X, [0.0]), sum(theta[j] * X[0, j] for j in range(9))
    assert J(theta) == h**2 / 2
    assert (J(np.asfortranarray([theta, theta])) == h**2 / 2).all()


def test_integers_booleans_and_single_precision_become_doubles():
    for dtype in (bool, np.int8, np.uint64, np.float16, np.float32, np.longdouble):
        X = np.array([[1], [0]], dtype=dtype)
        assert gd.LeastSquares(X, X[:, 0])(X[:, 0][:1]).dtype == np.float64


def test_a_rank_deficient_fit_has_its_shortest_minimizer():
    J = gd.LeastSquares([[1.0, 1.0], [2.0, 2.0]], [2.0, 4.0])
    np.testing.assert_allclose(J.minimizer, [1, 1])


def test_a_diverged_theta_costs_infinity_without_a_warning():
    J = gd.LeastSquares([[1.0, 1.0], [2.0, 0.0]], [1.0, 1.0])
    assert J([1e200, 0]) == np.inf
    assert J([np.inf, 0]) == np.inf or np.isnan(J([np.inf, 0]))
    assert np.isnan(J([np.inf, -np.inf]))
    assert not np.isfinite(J.gradient([np.inf, 0])).any()


def test_a_cost_says_its_size_and_survives_pickling():
    J = gd.LeastSquares(np.ones((20, 2)), np.ones(20))
    assert repr(J) == "LeastSquares(m=20, n=2)"
    assert pickle.loads(pickle.dumps(J))([3, 4]) == J([3, 4])
