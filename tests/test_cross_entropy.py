"""Cross-entropy: its laws on random problems, and its digits against arithmetic with fifty."""

import pickle

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from strategies import numbers, yes_or_no

import gd


class Precise:
    """J, its gradient and its Hessian by their formulas, with fifty digits beside those of e^-700."""

    def __init__(self, X, y, theta):
        self.X, self.y, self.m = X, [mpmath.mpf(v) for v in y], len(y)
        theta = [mpmath.mpf(v) for v in theta]
        self.u = [mpmath.fdot(map(mpmath.mpf, row), theta) for row in X]
        self.p = [1 / (1 + mpmath.exp(-u)) for u in self.u]

    def mean(self, terms):
        return mpmath.fsum(terms) / self.m

    def cost(self):
        pairs = zip(self.u, self.y, strict=True)
        return self.mean(mpmath.log(1 + mpmath.exp(u)) - y * u for u, y in pairs)

    def gradient(self, j):
        triples = zip(self.p, self.y, self.X[:, j], strict=True)
        return self.mean((p - y) * mpmath.mpf(x) for p, y, x in triples)

    def hessian(self, i, j):
        triples = zip(self.p, self.X[:, i], self.X[:, j], strict=True)
        return self.mean(p * (1 - p) * mpmath.mpf(a) * mpmath.mpf(b) for p, a, b in triples)


def agree(value, true, size):
    """Twelve digits; of a sum that cancels, beside the size of what it adds up."""
    assert abs(mpmath.mpf(float(value)) - true) <= mpmath.mpf("1e-12") * size


def assert_exact(X, y, theta):
    X, y, theta = (np.asarray(v, dtype=float) for v in (X, y, theta))
    J = gd.CrossEntropy(X, y)
    with mpmath.workdps(360):
        true, size = Precise(X, y, theta), Precise(np.abs(X), y, theta)
        size.p = true.p
        agree(J(theta), true.cost(), true.cost())
        for j in range(theta.size):
            rounding = true.mean(
                (p * (1 - b) + b * (1 - p)) * abs(mpmath.mpf(x))
                for p, b, x in zip(true.p, true.y, X[:, j], strict=True)
            )
            agree(J.gradient(theta)[j], true.gradient(j), rounding)
            for i in range(theta.size):
                agree(J.hessian(theta)[i, j], true.hessian(i, j), size.hessian(i, j))


@pytest.mark.parametrize("y", [0, 1, 0.5, 0.999, 1e-9])
@pytest.mark.parametrize("u", [0, 1e-12, 0.3, 5, 36.7, 37.5, 100, 699.99, 700])
def test_twelve_digits_of_a_point_up_to_700(y, u):
    assert_exact([[u]], [y], [1])
    assert_exact([[u]], [y], [-1])


@given(yes_or_no(size=7))
def test_twelve_digits_of_many_points(problem):
    assert_exact(problem.X, problem.y, problem.theta)


def test_a_point_that_is_sure_and_right_costs_what_is_left():
    J = gd.CrossEntropy([[700.0]], [1])
    assert J([1]) == pytest.approx(np.exp(-700), rel=1e-15)
    assert J.gradient([1]) == pytest.approx(-700 * np.exp(-700), rel=1e-15)
    assert J.hessian([1]) == pytest.approx(700**2 * np.exp(-700), rel=1e-14)
    assert J([-1]) == 700


# -- Laws ------------------------------------------------------------------------------------------


@given(yes_or_no(size=0.1))
def test_gradient_agrees_with_central_differences(problem):
    J, theta, step = problem.J, problem.theta, 1e-4 * np.eye(problem.theta.size)
    differences = (J(theta + step) - J(theta - step)) / 2e-4
    np.testing.assert_allclose(J.gradient(theta), differences, atol=1e-5)


@given(yes_or_no(size=0.1))
def test_hessian_agrees_with_differences_of_the_gradient(problem):
    J, theta, step = problem.J, problem.theta, 1e-5 * np.eye(problem.theta.size)
    differences = (J.gradient(theta + step) - J.gradient(theta - step)) / 2e-5
    np.testing.assert_allclose(J.hessian(theta), differences, atol=1e-4)


@given(yes_or_no())
def test_hessian_is_symmetric_and_a_quarter_of_that_of_least_squares_at_most(problem):
    H, quarter = problem.J.hessian(problem.theta), problem.X.T @ problem.X / len(problem.y) / 4
    np.testing.assert_array_equal(H, H.T)
    rounding = 1e-14 * np.trace(quarter)
    assert (np.linalg.eigvalsh(H) >= -rounding).all()
    assert (np.linalg.eigvalsh(H) <= np.linalg.eigvalsh(quarter) + rounding).all()
    assert (np.linalg.eigvalsh(quarter - H) >= -rounding).all()
    np.testing.assert_allclose(problem.J.hessian(0 * problem.theta), quarter, atol=rounding)


@given(yes_or_no(), st.floats(0.05, 0.95))
def test_cost_never_rises_below_a_rate_that_holds_everywhere(problem, fraction):
    most = np.linalg.eigvalsh(problem.X.T @ problem.X / len(problem.y))[-1]
    assume(most > 1e-3)
    costs = gd.descend(problem.J, problem.theta, fraction * 8 / most, steps=30).costs
    assert (np.diff(costs) <= 1e-14 * (1 + np.abs(problem.X).max() * 10)).all()


@given(yes_or_no())
def test_yes_and_no_may_change_places(problem):
    J, K = problem.J, gd.CrossEntropy(problem.X, 1 - problem.y)
    theta = problem.theta
    assert J(theta) == pytest.approx(K(-theta), rel=1e-12)
    np.testing.assert_allclose(J.gradient(theta), -K.gradient(-theta), atol=1e-12)
    np.testing.assert_array_equal(J.hessian(theta), K.hessian(-theta))


@given(yes_or_no(), st.data())
def test_a_batch_equals_its_thetas_one_by_one(problem, data):
    J, thetas = problem.J, data.draw(numbers((3, 2, problem.theta.size)))
    costs, gradients, hessians = J(thetas), J.gradient(thetas), J.hessian(thetas)
    for index in np.ndindex(3, 2):
        assert costs[index] == J(thetas[index])
        np.testing.assert_array_equal(gradients[index], J.gradient(thetas[index]))
        np.testing.assert_allclose(hessians[index], J.hessian(thetas[index]), rtol=1e-14)


def test_shapes_follow_the_batch():
    J = gd.CrossEntropy(np.ones((5, 2)), np.ones(5))
    for batch in [(), (1,), (7,), (5, 1, 3), (101, 101)]:
        theta = np.zeros((*batch, 2))
        assert np.shape(J(theta)) == batch
        assert J.gradient(theta).shape == (*batch, 2)
        assert J.hessian(theta).shape == (*batch, 2, 2)


# -- What is too large for a double ----------------------------------------------------------------

doubles = st.floats(allow_nan=False, allow_infinity=False)
below_the_limit = st.floats(-1e150, 1e150, exclude_min=True, exclude_max=True)


@given(st.data(), st.integers(1, 4), st.integers(1, 5))
def test_nothing_is_nan_for_any_finite_theta(data, n, m):
    X = data.draw(arrays(float, (m, n), elements=below_the_limit))
    theta = data.draw(arrays(float, n, elements=doubles))
    y = data.draw(arrays(float, m, elements=st.sampled_from([0.0, 1.0]) | st.floats(0, 1)))
    J = gd.CrossEntropy(X, y)
    assert J(theta) >= 0
    assert np.isfinite(J.gradient(theta)).all()
    assert np.isfinite(J.hessian(theta)).all()


def test_a_logit_beyond_a_double_costs_infinity_where_it_is_wrong_and_nothing_where_it_is_right():
    for theta, y, cost in [(1e300, 1, 0), (1e300, 0, np.inf), (-1e300, 0, 0), (-1e300, 1, np.inf)]:
        J = gd.CrossEntropy([[1e100]], [y])
        assert J([theta]) == cost
        assert J.gradient([theta]) == (0 if cost == 0 else np.sign(theta) * 1e100)
        assert J.hessian([theta]) == 0


def test_terms_that_overflow_with_opposite_signs_add_up():
    J = gd.CrossEntropy([[1e100, 1e100, 3]], [0])
    for theta, u in [([0, 0, 1], 3), ([1e250, -1e250, 1], 3), ([2e250, -1e250, 1], np.inf)]:
        assert J(theta) == pytest.approx(np.logaddexp(0, u))
        assert J.gradient(theta)[2] == pytest.approx(3 / (1 + np.exp(-u)))


def test_points_beyond_a_double_leave_the_digits_of_the_others():
    J = gd.CrossEntropy([[1e100, 1e100, 0], [0, 0, 1e149]], [1, 1])
    for u in (-700, -3, -1e-3):
        theta = [1e300, -1e300, u / 1e149]
        assert J(theta) == pytest.approx((np.log(2) + np.logaddexp(0, -u)) / 2, rel=1e-12)
        slopes = [-0.25e100, -0.25e100, -0.5e149 / (1 + np.exp(u))]
        np.testing.assert_allclose(J.gradient(theta), slopes, rtol=1e-12)


def test_a_diverged_theta_is_no_error_and_no_warning():
    J = gd.CrossEntropy([[1.0, 1.0], [2.0, 0.0]], [1, 0])
    for theta in ([np.nan, 0], [np.inf, -np.inf], [-np.inf, 0]):
        assert not np.isfinite(J(theta))
        J.gradient(theta), J.hessian(theta)


# -- An object like others -------------------------------------------------------------------------


def test_outcomes_may_be_booleans_and_the_data_may_change_afterwards():
    X, y = np.array([[1.0], [2.0]]), np.array([True, False])
    J = gd.CrossEntropy(X, y)
    before = J([2])
    X[:], y[:] = 9, True
    assert J([2]) == before == gd.CrossEntropy([[1], [2]], [1, 0])([2])


def test_a_cost_says_its_size_and_survives_pickling():
    class Named(gd.CrossEntropy):
        pass

    J = gd.CrossEntropy(np.ones((20, 2)), np.ones(20))
    assert repr(J) == "CrossEntropy(m=20, n=2)"
    assert repr(Named([[1]], [1])) == "Named(m=1, n=1)"
    assert isinstance(J, gd.Cost)
    assert type(J([3, 4])) is np.float64
    assert pickle.loads(pickle.dumps(J))([3, 4]) == J([3, 4])
