"""The descent: its laws, on random problems, and batches, divergence and costs of one's own."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import numbers, problems

import gd
from gd._least_squares import TALL


def same(problem, ours, theirs):
    """Bit for bit where the points are kept; but for rounding where a triangle is."""
    size = np.abs(problem.X).max() * np.abs(problem.start).max() + np.abs(problem.y).max()
    rounding = 1e-12 * (1 + size) ** 2 if len(problem.y) >= TALL else 0
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=rounding)


@given(problems(), st.floats(0.05, 0.95))
def test_cost_never_rises_below_the_critical_rate(problem, fraction):
    alpha = fraction * gd.critical_rate(problem.J)
    costs = gd.descend(problem.J, problem.start, alpha, steps=50).costs
    assert (np.diff(costs) <= 1e-12 * costs[0]).all()


@given(problems(), st.floats(1.05, 3))
def test_along_the_steepest_eigenvector_it_diverges_above_the_critical_rate(problem, excess):
    steepest = np.linalg.eigh(problem.J.hessian)[1][:, -1]
    start = problem.J.minimizer + 1e3 * steepest
    alpha = excess * gd.critical_rate(problem.J)
    thetas = gd.descend(problem.J, start, alpha, steps=20).thetas
    errors = np.linalg.norm(thetas - problem.J.minimizer, axis=-1)
    assert (np.diff(errors) > 0).all()
    np.testing.assert_allclose(errors[1:] / errors[:-1], abs(1 - 2 * excess), rtol=1e-3)


@given(problems())
def test_along_the_steepest_eigenvector_the_error_only_changes_sign_at_the_critical_rate(
    problem,
):
    steepest = np.linalg.eigh(problem.J.hessian)[1][:, -1]
    start = problem.J.minimizer + 1e3 * steepest
    thetas = gd.descend(problem.J, start, gd.critical_rate(problem.J), steps=2).thetas
    np.testing.assert_allclose(thetas[1], problem.J.minimizer - 1e3 * steepest, atol=1e-6)
    np.testing.assert_allclose(thetas[2], start, atol=1e-6)


@given(problems(), st.floats(0.05, 0.95))
def test_the_minimizer_is_a_fixed_point_of_update(problem, fraction):
    alpha = fraction * gd.critical_rate(problem.J)
    theta = gd.update(problem.J, problem.J.minimizer, alpha)
    np.testing.assert_allclose(theta, problem.J.minimizer, rtol=1e-9, atol=1e-9)


@given(problems(), st.floats(0.05, 1.5))
def test_the_error_follows_its_closed_form(problem, fraction):
    alpha = fraction * gd.critical_rate(problem.J)
    thetas = gd.descend(problem.J, problem.start, alpha, steps=10).thetas
    matrix = np.eye(problem.start.size) - alpha * problem.J.hessian
    for k in (1, 2, 5, 10):
        error = np.linalg.matrix_power(matrix, k) @ (problem.start - problem.J.minimizer)
        scale = 1 + np.abs(thetas[: k + 1]).max()
        np.testing.assert_allclose(thetas[k] - problem.J.minimizer, error, atol=1e-9 * scale)


@given(problems(), st.integers(0, 8))
def test_a_descent_is_its_start_and_then_updates(problem, steps):
    alpha = 0.7 * gd.critical_rate(problem.J)
    thetas, costs = gd.descend(problem.J, problem.start, alpha, steps)
    assert thetas.shape == (steps + 1, problem.start.size)
    np.testing.assert_array_equal(thetas[0], problem.start)
    for k in range(steps):
        same(problem, thetas[k + 1], gd.update(problem.J, thetas[k], alpha))
    same(problem, costs, problem.J(thetas))


@given(problems(), st.data())
def test_a_batch_equals_its_descents_one_by_one(problem, data):
    starts = data.draw(numbers((2, 1, problem.start.size)))
    alphas = np.array([0.3, 1.0, 1.9]) / 2 * gd.critical_rate(problem.J)
    batch = gd.descend(problem.J, starts, alphas, steps=5)
    assert batch.thetas.shape == (6, 2, 3, problem.start.size)
    assert batch.costs.shape == (6, 2, 3)
    for i in range(2):
        for j in range(3):
            one = gd.descend(problem.J, starts[i, 0], alphas[j], steps=5)
            same(problem, batch.thetas[:, i, j], one.thetas)
            same(problem, batch.costs[:, i, j], one.costs)


@given(problems())
def test_inputs_are_never_modified(problem):
    X, y, J, start = problem
    alphas = np.array([0.1, 0.2])
    arrays = (X, y, start, alphas)
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    gd.with_intercept(y)
    gd.hypothesis(start, X)
    J = gd.LeastSquares(X, y)
    J(start), J.gradient(start), J.hessian, J.minimizer
    gd.update(J, start, alphas)
    gd.descend(J, start, alphas, steps=3)
    for array, was in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, was)


# -- Momentum, and rates that change ---------------------------------------------------------------


def near(problem, path, ours, theirs):
    """Bit for bit where the points are kept; beside the size of the whole path if a triangle is."""
    size = np.abs(path).max() * (1 + np.abs(problem.X).sum(axis=1).max()) + np.abs(problem.y).max()
    rounding = 1e-11 * (1 + size) ** 2 if len(problem.y) >= TALL else 0
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=rounding)


def assert_recurrence(problem, descent, alphas, beta):
    """θ₊ = θ − α ∂J/∂θ + β (θ − θ₋), with no step before the first."""
    thetas, costs = descent
    np.testing.assert_array_equal(thetas[0], problem.start)
    before = problem.start
    for k, alpha in enumerate(alphas):
        after = thetas[k] - alpha * problem.J.gradient(thetas[k]) + beta * (thetas[k] - before)
        near(problem, thetas, thetas[k + 1], after)
        before = thetas[k]
    near(problem, thetas, costs, problem.J(thetas))


betas = st.floats(0, 0.95)


@given(problems(), st.floats(0.05, 1.5), betas)
def test_the_path_with_momentum_obeys_the_recurrence(problem, fraction, beta):
    alpha = fraction * gd.critical_rate(problem.J)
    descent = gd.descend(problem.J, problem.start, alpha, 12, momentum=beta)
    assert_recurrence(problem, descent, [alpha] * 12, beta)


def bits(descent):
    return [part.tobytes() for part in descent]


@given(problems(), st.floats(0.05, 1e9))
def test_no_momentum_gives_the_very_bits_of_plain_descent(problem, excess):
    """Also far above the critical rate, where the path goes to infinity and NaN."""
    J, start, alpha = problem.J, problem.start, excess * gd.critical_rate(problem.J)
    plain = gd.descend(J, start, alpha, steps=60)
    for zero in (0, 0.0, -0.0, False, np.array(0), np.float32(-0.0)):
        assert bits(gd.descend(J, start, alpha, 60, momentum=zero)) == bits(plain)
    one = gd.descend(J, start, [alpha], steps=60)
    assert bits(gd.descend(J, start, alpha, 60, momentum=[0])) == bits(one)
    three = gd.descend(J, start, [alpha] * 3, steps=60)
    with_others = gd.descend(J, start, alpha, 60, momentum=[0.9, 0, 0.5])
    assert bits(part[:, 1] for part in with_others) == bits(part[:, 1] for part in three)


def test_no_momentum_keeps_the_sign_of_zero():
    class Still:
        def __call__(self, theta):
            return theta[..., 0]

        def gradient(self, theta):
            return np.zeros_like(theta)

    for beta in (0, -0.0, [0], [0, 0.9], [[0], [0.9]]):
        still = gd.descend(Still(), [-0.0, 0.0], 1, 3, momentum=beta).thetas.reshape(4, -1, 2)[:, 0]
        np.testing.assert_array_equal(np.signbit(still), [[True, False]] * 4)


@given(problems(), st.data())
def test_momentum_broadcasts_like_separate_descents(problem, data):
    starts = data.draw(numbers((2, 1, 1, problem.start.size)))
    alphas = np.array([[0.3], [1.9]]) / 2 * gd.critical_rate(problem.J)
    batch = gd.descend(problem.J, starts, alphas, 5, momentum=[0, 0.5, 0.9])
    assert batch.thetas.shape == (6, 2, 2, 3, problem.start.size)
    assert batch.costs.shape == (6, 2, 2, 3)
    for i, j, k in np.ndindex(2, 2, 3):
        beta = [0, 0.5, 0.9][k]
        one = gd.descend(problem.J, starts[i, 0, 0], alphas[j, 0], 5, momentum=beta)
        near(problem, one.thetas, batch.thetas[:, i, j, k], one.thetas)
        near(problem, one.thetas, batch.costs[:, i, j, k], one.costs)


@given(problems(), st.floats(0.05, 3))
def test_a_rate_that_does_not_change_gives_the_very_bits_of_a_constant(problem, fraction):
    J, start, alpha = problem.J, problem.start, fraction * gd.critical_rate(problem.J)
    for rate in (alpha, [alpha, alpha / 2]):
        for beta in (0, 0.7):
            constant = gd.descend(J, start, rate, 20, momentum=beta)
            changing = gd.descend(J, start, lambda k, rate=rate: rate, 20, momentum=beta)
            assert bits(changing) == bits(constant)


@given(problems(), betas)
def test_each_step_has_the_rate_of_its_number(problem, beta):
    alphas = gd.critical_rate(problem.J) / np.arange(2, 10)
    descent = gd.descend(problem.J, problem.start, alphas.__getitem__, 8, momentum=beta)
    assert_recurrence(problem, descent, alphas, beta)
    pairs = gd.descend(problem.J, problem.start, lambda k: [1, alphas[k]], 8, momentum=beta)
    near(problem, descent.thetas, pairs.thetas[:, 1], descent.thetas)


def test_rates_are_asked_for_once_each_before_the_first_step():
    asked = []

    class Late:
        def __call__(self, theta):
            return theta[0]

        def gradient(self, theta):
            asked.append("gradient")
            return theta

    gd.descend(Late(), [1.0], lambda k: asked.append(k) or 1, steps=3)
    assert asked == [0, 1, 2, "gradient", "gradient", "gradient"]


def test_a_rate_that_is_written_over_is_kept():
    rate = np.empty(())

    def halved(k):
        rate[...] = 0.5**k
        return rate

    J = gd.LeastSquares([[1.0]], [2.0])
    np.testing.assert_array_equal(gd.descend(J, [0], halved, 2).thetas[:, 0], [0, 2, 2])


def one_curvature(beta, fraction):
    """The size of the roots of z² − (1 + β − αλ) z + β, λ = 1, at that fraction of 2 (1 + β)."""
    return np.abs(np.roots([1, -(1 + beta - fraction * 2 * (1 + beta)), beta])).max()


@given(problems(), st.floats(0.05, 0.95), betas)
def test_below_the_critical_rate_of_its_momentum_it_converges(problem, fraction, beta):
    J, start = problem.J, problem.J.minimizer + problem.start
    least, most = np.linalg.eigvalsh(J.hessian)[[0, -1]]
    slowest = max(one_curvature(beta, fraction * share) for share in (least / most, 1))
    assert slowest < 1
    alpha = fraction * gd.critical_rate(J, momentum=beta)
    steps = min(int(10 / -np.log(slowest)) + 10, 2000)
    thetas = gd.descend(J, start, alpha, steps, momentum=beta).thetas
    error, first = (np.linalg.norm(thetas[k] - J.minimizer) for k in (-1, 0))
    # A root k times over shrinks as k times its power: steps + 1 bounds how much that is.
    bound = 4 * (steps + 1) * slowest**steps * first
    assert error <= bound + 1e-9 * (1 + np.abs(start).max())


@given(problems(), st.floats(1.05, 3), betas)
def test_above_the_critical_rate_of_its_momentum_it_grows(problem, excess, beta):
    J = problem.J
    start = J.minimizer + 1e3 * np.linalg.eigh(J.hessian)[1][:, -1]
    alpha = excess * gd.critical_rate(J, momentum=beta)
    thetas = gd.descend(J, start, alpha, 60, momentum=beta).thetas
    errors = np.linalg.norm(thetas - J.minimizer, axis=-1)
    assert (np.diff(errors) > 0).all()
    growth = one_curvature(beta, excess)
    np.testing.assert_allclose(errors[-1] / errors[-2], growth, rtol=1e-2)


@given(problems(), st.floats(0, 0.99))
def test_momentum_raises_the_critical_rate_by_one_plus_itself(problem, beta):
    plain = gd.critical_rate(problem.J)
    assert gd.critical_rate(problem.J, momentum=beta) == pytest.approx((1 + beta) * plain)
    assert gd.critical_rate(problem.J, 0) == 2 / np.linalg.eigvalsh(problem.J.hessian)[-1]
    assert gd.critical_rate(problem.J, theta=problem.start) == plain


def test_a_hessian_that_is_a_method_has_a_critical_rate_where_it_is_asked():
    class Quartic:
        def hessian(self, theta):
            H = np.diag(3 * theta**2)
            theta[:] = 9
            return H

    theta = np.array([1.0, 2.0])
    assert gd.critical_rate(Quartic(), theta=theta) == 2 / 12
    assert gd.critical_rate(Quartic(), 0.5, theta=[1, 1]) == 1
    assert gd.critical_rate(Quartic(), theta=[0, 0]) == np.inf
    np.testing.assert_array_equal(theta, [1, 2])


def test_the_result_does_not_share_memory_with_the_start():
    start = np.array([1.0])
    thetas = gd.descend(gd.LeastSquares([[1.0]], [0.0]), start, 0.1, steps=0).thetas
    thetas[0] = 9
    assert start == 1


@given(problems(), st.integers(1, 6))
def test_paths_agree_with_exact_fractions(problem, steps):
    X = [[Fraction(v) for v in row] for row in problem.X.tolist()]
    y = [Fraction(v) for v in problem.y.tolist()]
    alpha = 0.5 * gd.critical_rate(problem.J)
    theta = [Fraction(v) for v in problem.start.tolist()]
    for _ in range(steps):
        r = [
            sum(t * v for t, v in zip(theta, row, strict=True)) - b
            for row, b in zip(X, y, strict=True)
        ]
        gradient = [
            sum(e * row[j] for e, row in zip(r, X, strict=True)) / len(y) for j in range(len(theta))
        ]
        theta = [t - Fraction(alpha) * g for t, g in zip(theta, gradient, strict=True)]
    thetas = gd.descend(problem.J, problem.start, alpha, steps).thetas
    scale = 1 + np.abs(thetas).max()
    np.testing.assert_allclose(thetas[-1], [float(t) for t in theta], rtol=0, atol=1e-12 * scale)


def test_divergence_reaches_infinity_and_beyond_without_a_warning():
    J = gd.LeastSquares(gd.with_intercept([-1.0, 0.0, 2.0]), [-1.0, 1.0, 5.0])
    thetas, costs = gd.descend(J, [0, 0], 10 * gd.critical_rate(J), steps=1000)
    assert np.isfinite(costs[:50]).all()
    assert np.isinf(costs).any()
    assert np.isnan(costs[-1])
    assert not np.isfinite(thetas[-1]).any()


def test_a_loop_of_updates_may_diverge_too():
    J = gd.LeastSquares([[1.0], [0.0]], [1.0, 0.0])
    theta = [0.0]
    for _ in range(1000):
        theta = gd.update(J, theta, 100)
    assert not np.isfinite(theta).any()


def test_update_of_one_theta_at_several_rates_is_a_batch():
    J = gd.LeastSquares([[1.0]], [2.0])
    np.testing.assert_array_equal(gd.update(J, [0], [0.5, 1]), [[1], [2]])


class Rosenbrock:
    """A cost of one's own: no Hessian, no batch."""

    def __call__(self, theta):
        x, y = theta
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def gradient(self, theta):
        x, y = theta
        return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


def test_any_cost_with_a_gradient_descends():
    thetas, costs = gd.descend(Rosenbrock(), [-1, 1], 1e-3, steps=20_000)
    assert isinstance(Rosenbrock(), gd.Cost)
    assert (np.diff(costs) <= 0).all()
    np.testing.assert_allclose(thetas[-1], 1, atol=1e-3)


def test_a_cost_of_ones_own_may_overflow_without_a_warning():
    assert not np.isfinite(gd.descend(Rosenbrock(), [-9, 9], 1, steps=20).costs[-1])


class Careless:
    """A cost that writes into what it is given, and divides by zero."""

    def __call__(self, theta):
        theta[:] = 9
        return 1 / np.zeros(())

    def gradient(self, theta):
        theta -= 1
        return theta


def test_a_cost_that_writes_into_its_argument_does_not_falsify_the_path():
    thetas, costs = gd.descend(Careless(), [4.0, 1.0], 0.25, steps=1)
    np.testing.assert_array_equal(thetas, [[4, 1], [3.25, 1]])
    assert np.isinf(costs).all()
    np.testing.assert_array_equal(gd.update(Careless(), [4.0, 1.0], 0.25), [3.25, 1])


class Ridge(gd.LeastSquares):
    """A cost on top of least squares: what it adds must not be passed over."""

    def gradient(self, theta):
        return super().gradient(theta) + 0.5 * np.asarray(theta)


@pytest.mark.parametrize("copies", [1, TALL])
@pytest.mark.parametrize("starts", [1, 200])
def test_a_gradient_of_ones_own_is_the_one_that_is_followed(copies, starts):
    X, y = np.tile([[1.0], [1.0]], (copies, 1)), np.tile([1.0, 3.0], copies)
    plain = gd.LeastSquares(X, y)
    plain.gradient = Ridge(X, y).gradient
    for J in (Ridge(X, y), plain):
        thetas = gd.descend(J, np.zeros((starts, 1)), 0.5, steps=100).thetas
        np.testing.assert_allclose(thetas[-1], 2 / 1.5)


def test_a_gradient_of_another_cost_is_the_one_that_is_followed():
    J, K = gd.LeastSquares([[1.0]], [2.0]), gd.LeastSquares([[1.0]], [5.0])
    J.gradient = K.gradient
    np.testing.assert_array_equal(gd.descend(J, [0], 1, steps=1).thetas, [[0], [5]])


def test_a_gradient_that_is_watched_is_asked(monkeypatch):
    asked, gradient = [], gd.LeastSquares.gradient
    monkeypatch.setattr(gd.LeastSquares, "gradient", lambda J, t: asked.append(t) or gradient(J, t))
    gd.descend(gd.LeastSquares([[1.0]], [2.0]), [0], 1, steps=3)
    assert len(asked) == 3


def test_many_descents_go_where_few_do_even_where_a_triangle_cannot():
    huge = gd.LeastSquares([[1.5e308], [1.5e308], [0]], [0, 0, 0])
    wide = gd.LeastSquares(np.ones((2, 300)), [1, 2])
    for J, n in [(huge, 1), (wide, 300)]:
        assert gd.descend(J, np.zeros((200, n)), 1e-9, steps=1).costs.shape == (2, 200)


@pytest.mark.parametrize("copies", [1, TALL])
def test_many_descents_at_once_are_those_one_by_one_but_for_rounding(copies):
    x = np.tile(np.linspace(-1, 2, 20), copies)
    J = gd.LeastSquares(gd.with_intercept(x), 2 + 3 * np.sin(x))
    starts = np.random.default_rng(0).normal(size=(20, 1, 2))
    alphas = np.linspace(0.1, 2.2, 30) / 2 * gd.critical_rate(J)
    batch = gd.descend(J, starts, alphas, steps=50)
    assert batch.thetas.shape == (51, 20, 30, 2)
    assert batch.costs.shape == (51, 20, 30)
    for i, j in [(0, 0), (3, 29), (19, 12)]:
        one = gd.descend(J, starts[i, 0], alphas[j], steps=50)
        np.testing.assert_allclose(batch.thetas[:, i, j], one.thetas, rtol=1e-11)
        np.testing.assert_allclose(batch.costs[:, i, j], one.costs, rtol=1e-11)


class Proxy:
    def __init__(self, J):
        self.J = J

    def __call__(self, theta):
        return self.J(theta)

    def __getattr__(self, name):
        return getattr(self.J, name)


def test_a_proxy_of_a_cost_descends_on_every_python():
    J = gd.LeastSquares([[1.0]], [2.0])
    assert gd.descend(Proxy(J), [0], 1, steps=1).thetas[-1] == 2
    assert gd.critical_rate(Proxy(J)) == 2


def test_a_flat_cost_has_no_critical_rate_but_infinity():
    assert gd.critical_rate(gd.LeastSquares([[0.0], [0.0]], [1.0, 2.0])) == np.inf


def test_a_nearly_singular_hessian_is_not_called_indefinite():
    x = np.linspace(1990, 2009, 20)
    X = np.column_stack([np.ones(20), x, x**2, x**3])
    assert gd.critical_rate(gd.LeastSquares(X, x)) > 0


@pytest.mark.parametrize("alpha", [1, 1.0, np.float32(1), np.int8(1), [1], np.array(1.0)])
def test_a_rate_may_be_any_real_number(alpha):
    assert gd.descend(gd.LeastSquares([[1.0]], [2.0]), [0], alpha, np.int64(1)).thetas[-1] == 2
