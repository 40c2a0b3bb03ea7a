"""The hypothesis of linear models, and the column of ones."""

import numpy as np
from hypothesis import given
from strategies import problems

import gd


def test_intercept_comes_first_for_one_feature_and_for_many():
    np.testing.assert_array_equal(gd.with_intercept([5, 6]), [[1, 5], [1, 6]])
    np.testing.assert_array_equal(gd.with_intercept([[5, 7], [6, 8]]), [[1, 5, 7], [1, 6, 8]])


def test_a_number_is_one_point_to_predict():
    np.testing.assert_array_equal(gd.with_intercept(120), [[1, 120]])
    np.testing.assert_array_equal(gd.hypothesis([2, 3], gd.with_intercept(120)), [362])


@given(problems())
def test_the_hypothesis_equals_the_sum_written_by_hand(problem):
    X, theta = problem.X, problem.start
    h = sum(theta[j] * X[:, j] for j in range(theta.size))
    np.testing.assert_array_equal(gd.hypothesis(theta, X), h)


def test_predictions_follow_the_batch():
    for batch in [(), (1,), (7,), (5, 1, 3), (101, 101)]:
        assert gd.hypothesis(np.zeros((*batch, 2)), np.ones((5, 2))).shape == (*batch, 5)


def test_predictions_may_overflow_without_a_warning():
    assert gd.hypothesis([1e308, 1e308], [[9.0, 9.0]]) == np.inf
