"""Facts of the lesson that were computed elsewhere, to the last digit in which they were given."""

import numpy as np
import pytest

import gd

x = np.linspace(-1, 1, 20)
ONE = gd.LeastSquares(x[:, np.newaxis], 0.5 * x)
TWO = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
VALLEY = gd.LeastSquares(gd.with_intercept(x + 2), 2 + 2 * (x + 2))


def given(text):
    """The number in text, give or take half of its last digit."""
    mantissa, _, exponent = text.partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return pytest.approx(float(text), rel=1e-15, abs=0.5 * 10.0**-decimals)


class TestOneParameter:
    def test_curvature_and_cost_at_the_start(self):
        assert ONE.hessian[0, 0] == 0.3684210526315789
        assert ONE([0]) == 0.046052631578947366

    def test_path_to_the_last_bit(self):
        thetas = gd.descend(ONE, [0], 1.15, steps=19).thetas[:, 0]
        assert thetas[:4].tolist() == [
            0,
            0.21184210526315786,
            0.333930055401662,
            0.40429126877095783,
        ]
        assert thetas[19] == 0.4999858251049993
        assert 0.5 - thetas[19] == given("1.41749e-5")

    def test_path_equals_the_sums_written_by_hand_bit_for_bit(self):
        theta = 0.0
        for from_library in gd.descend(ONE, [0], 1.15, steps=100).thetas[:, 0]:
            assert theta == from_library
            theta = theta - 1.15 * np.mean((theta * x - 0.5 * x) * x)

    def test_factors_of_error_and_cost(self):
        thetas, costs = gd.descend(ONE, [0], 1.15, steps=1)
        assert (0.5 - thetas[1, 0]) / 0.5 == given("0.5763158")
        assert (0.5 - thetas[1, 0]) / 0.5 == pytest.approx(219 / 380, rel=1e-15)
        assert costs[1] / costs[0] == given("0.3321399")

    def test_one_step_lands_at_the_inverse_curvature(self):
        assert 1 / ONE.hessian[0, 0] == given("2.7142857")
        assert gd.update(ONE, [0], 19 / 7)[0] == pytest.approx(0.5, rel=1e-15)

    def test_critical_rate_keeps_the_size_of_the_error(self):
        assert gd.critical_rate(ONE) == given("5.4285714")
        assert gd.critical_rate(ONE) == pytest.approx(38 / 7, rel=1e-15)
        errors = gd.descend(ONE, [0], 38 / 7, steps=20).thetas[:, 0] - 0.5
        np.testing.assert_allclose(errors, 0.5 * (-1) ** np.arange(1, 22), rtol=1e-13)

    def test_either_side_of_the_critical_rate(self):
        errors = gd.descend(ONE, [0], [5.4, 5.6], steps=20).thetas[-1, :, 0] - 0.5
        assert abs(errors[0]) == given("0.404627")
        assert abs(errors[1]) == given("1.701866")


class TestTwoParameters:
    def test_hessian_decouples_the_axes(self):
        np.testing.assert_allclose(TWO.hessian, np.diag([1, 7 / 19]), atol=1e-16)
        assert TWO([0, 0]) == given("2.7368421")
        assert TWO([0, 0]) == pytest.approx(52 / 19, rel=1e-15)

    def test_path(self):
        thetas, costs = gd.descend(TWO, [0, 0], 0.7, steps=14)
        assert thetas[1, 0] == given("1.4")
        assert thetas[1, 1] == given("0.51578947")
        assert thetas[2, 0] == given("1.82")
        assert thetas[2, 1] == given("0.89855956")
        assert thetas[14, 0] == given("1.9999999043")
        assert thetas[14, 1] == given("1.9692710897")
        assert costs[14] == given("1.7394372e-4")
        np.testing.assert_allclose((2 - thetas[1]) / 2, [0.3, 0.7421053], atol=5e-8)

    def test_critical_and_best_rate(self):
        least, most = np.linalg.eigvalsh(TWO.hessian)
        best = 2 / (least + most)
        assert gd.critical_rate(TWO) == pytest.approx(2, rel=1e-15)
        assert best == given("1.4615385")
        assert 1 - best * least == pytest.approx(6 / 13)
        assert most / least == pytest.approx(19 / 7)
        errors = np.abs(gd.descend(TWO, [0, 0], best, steps=18).thetas - 2).max(axis=-1)
        assert errors[18] / errors[0] < 1e-6 < errors[17] / errors[0]

    def test_at_rate_one_the_intercept_lands_in_one_step(self):
        assert gd.update(TWO, [0, 0], 1)[0] == pytest.approx(2, rel=1e-15)

    @pytest.mark.parametrize(("aspect", "angle"), [(1, 90), (0.75, 100.7)])
    def test_the_first_step_crosses_contours_at_a_right_angle_at_equal_aspect(self, aspect, angle):
        step = gd.update(TWO, [0, 0], 0.7)
        tangent = np.array([-step[1], step[0]])
        step, tangent = step * [1, aspect], tangent * [1, aspect]
        cosine = step @ tangent / np.linalg.norm(step) / np.linalg.norm(tangent)
        assert np.degrees(np.arccos(cosine)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize(
    ("low", "high", "condition", "critical"),
    [
        (-1, 1, "2.714", "2"),
        (0, 1, "17.49925", "1.5753538"),
        (0, 10, "132.5973", "0.05722957"),
        # Not 5.845044e-4, as was first noted: that contradicts the condition number beside it.
        (0, 100, "12712.2", "5.844905e-4"),
        (1990, 2009, "4.81e11", "5.00e-7"),
    ],
)
def test_conditioning_of_evenly_spaced_x(low, high, condition, critical):
    X = gd.with_intercept(np.linspace(low, high, 20))
    J = gd.LeastSquares(X, X[:, 1])
    least, most = np.linalg.eigvalsh(J.hessian)
    assert most / least == given(condition)
    assert gd.critical_rate(J) == given(critical)


def test_standardised_data_are_solved_in_one_step():
    z = (x - x.mean()) / x.std()
    J = gd.LeastSquares(gd.with_intercept(z), 2 + 2 * z)
    assert np.linalg.cond(J.hessian) == pytest.approx(1)
    assert gd.critical_rate(J) == pytest.approx(2)
    np.testing.assert_allclose(gd.update(J, [0, 0], 1), [2, 2], rtol=1e-14)


class Scaled:
    """Another convention for the same fit: J times a constant."""

    def __init__(self, J, factor):
        self.J, self.factor, self.hessian = J, factor, factor * J.hessian

    def __call__(self, theta):
        return self.factor * self.J(theta)

    def gradient(self, theta):
        return self.factor * self.J.gradient(theta)


@pytest.mark.parametrize(("J", "halved"), [(ONE, 19 / 7), (TWO, 1)])
def test_thresholds_scale_with_the_convention_for_the_cost(J, halved):
    unhalved, total = Scaled(J, 2), Scaled(J, 2 * 20)
    assert gd.critical_rate(unhalved) == pytest.approx(halved)
    assert gd.critical_rate(total) == pytest.approx(halved / 20)
    start, alpha = np.zeros(J.minimizer.size), 0.4
    path = gd.descend(J, start, alpha, steps=9).thetas
    for cost in (unhalved, total):
        same = gd.descend(cost, start, alpha / cost.factor, steps=9).thetas
        np.testing.assert_allclose(same, path, rtol=1e-13)


def test_hubble_1929():
    d = """0.032 0.034 0.214 0.263 0.275 0.275 0.45 0.5 0.5 0.63 0.8 0.9
           0.9 0.9 0.9 1.0 1.1 1.1 1.4 1.7 2.0 2.0 2.0 2.0"""
    v = """170 290 -130 -70 -185 -220 200 290 270 200 300 -30
           650 150 500 920 450 500 500 960 500 850 800 1090"""
    d, v = np.array([d.split(), v.split()], dtype=float)
    J = gd.LeastSquares(d[:, np.newaxis], v)
    assert J.minimizer[0] == pytest.approx(423.9373232316303, rel=1e-15)
    assert J.hessian[0, 0] == given("1.229908125")
    assert gd.critical_rate(J) == given("1.6261377247")
    slopes = gd.descend(J, [0], 0.4 * gd.critical_rate(J), steps=60).thetas
    assert slopes[-1, 0] == pytest.approx(423.9373232316303, rel=1e-14)
    K = gd.LeastSquares(gd.with_intercept(d), v)
    assert K.minimizer[1] == given("454.15844092")
    assert K.minimizer[0] == given("-40.7836491")
    least, most = np.linalg.eigvalsh(K.hessian)
    assert least == given("0.19635794")
    assert most == given("2.03355018")


class TestStopping:
    def test_short_steps_stop_too_early_and_the_gradient_knows(self):
        least, most = np.linalg.eigvalsh(VALLEY.hessian)
        assert least == given("0.069527926658")
        assert most == given("5.298893125974")
        thetas = gd.descend(VALLEY, [-2, 3], 0.25, 400).thetas
        errors = np.linalg.norm(thetas - [2, 2], axis=-1)
        steps = np.linalg.norm(np.diff(thetas, axis=0), axis=-1)
        for tolerance, stop, error in [(0.01, 113, "0.5581771"), (0.001, 244, "0.0561269")]:
            assert 1 + np.argmax(steps < tolerance) == stop
            assert errors[stop] == given(error)
        assert errors[113] / 0.01 == given("56")
        gradients = np.linalg.norm(VALLEY.gradient(thetas), axis=-1)
        assert errors[100] == given("0.7010849027")
        assert gradients[100] / least == given("0.7010849027")
        assert (errors <= gradients / least * (1 + 1e-12)).all()
        costs = VALLEY(thetas)  # at the minimiser it is zero
        assert (costs <= gradients**2 / (2 * least) * (1 + 1e-12)).all()

    def test_backtracking_accepts_what_falls_below_the_chord(self):
        J = gd.LeastSquares(gd.with_intercept([0, 1, 2, 3]), [1, 2, 4, 4])
        theta, c, alphas = np.array([0.5, 0.5]), 0.5, np.array([1, 1 / 2, 1 / 4, 1 / 8])
        g = J.gradient(theta)
        costs = J(gd.update(J, theta, alphas))
        allowed = J(theta) - c * alphas * (g @ g)
        assert costs.tolist() == [13.8125, 1.71875, 0.1015625, 0.400390625]
        assert allowed.tolist() == [-4.1875, -1.375, 0.03125, 0.734375]
        assert (costs <= allowed).tolist() == [False, False, False, True]
        most = 2 * (1 - c) * (g @ g) / (g @ J.hessian @ g)
        for alpha, accepted in ((0.999 * most, True), (1.001 * most, False)):
            assert (J(gd.update(J, theta, alpha)) <= J(theta) - c * alpha * (g @ g)) == accepted

    def test_on_the_calendar_a_computer_stalls_short_of_the_millionth(self):
        x = np.linspace(1990, 2009, 20)
        J = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
        curvatures, directions = np.linalg.eigh(J.hessian)
        kappa = curvatures[1] / curvatures[0]
        assert np.log(1e-6) / np.log1p(-2 / (kappa + 1)) == given("3.3e12")
        millionth = 1e-6 * np.hypot(2, 2) * directions[:, 0]
        for times, moves in ((5, False), (20, True)):
            for start in (2 + times * millionth, 2 - times * millionth):
                end = gd.descend(J, start, 2 / curvatures.sum(), 1000).thetas[-1]
                assert (np.linalg.norm(end - 2) < np.linalg.norm(start - 2) - 1e-15) == moves


class TestOwnCost:
    """23 flights of the shuttle: temperature in °F, and whether an O-ring was in distress."""

    t = np.array(
        [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58]
    )
    y = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1])
    z = (t - t.mean()) / t.std()
    J = gd.CrossEntropy(gd.with_intercept(z), y)
    PHI = gd.descend(J, [0, 0], 8, steps=200).thetas[-1]

    def test_minimum(self):
        assert self.t.mean() == given("69.56521739")
        assert self.t.std() == given("6.90195994")
        assert self.PHI[0] == given("-1.10755012")
        assert self.PHI[1] == given("-1.60237796")
        assert self.J(self.PHI) == given("0.4416346236")
        raw = np.array([self.PHI[0] - self.PHI[1] * self.t.mean() / self.t.std(), 0])
        raw[1] = self.PHI[1] / self.t.std()
        assert raw[0] == given("15.04290165")
        assert raw[1] == given("-0.23216274")
        K = gd.CrossEntropy(gd.with_intercept(self.t), self.y)
        assert K(raw) == given("0.4416346236")
        np.testing.assert_allclose(K.gradient(raw), 0, atol=1e-12)
        logit = gd.hypothesis(raw, gd.with_intercept(31))
        assert 1 / (1 + np.exp(-logit[0])) == given("0.9996087829")

    def test_curvature_and_critical_rate_at_the_minimum(self):
        least, most = np.linalg.eigvalsh(self.J.hessian(self.PHI))
        assert least == given("0.07050616")
        assert most == given("0.15675014")
        # Not 2.2239, as was first noted: that contradicts the eigenvalues beside it.
        assert most / least == given("2.2232")
        assert gd.critical_rate(self.J, theta=self.PHI) == given("12.75915912")

    def test_a_rate_that_descends_everywhere(self):
        for x, bound in ((self.z, "8"), (self.t, "0.0016367")):
            assert 4 * gd.critical_rate(gd.LeastSquares(gd.with_intercept(x), self.y)) == given(
                bound
            )

    @pytest.mark.parametrize(("alpha", "steps"), [(1, 178), (4, 39), (7.9, 18), (12, 73)])
    def test_steps_to_a_millionth(self, alpha, steps):
        thetas = gd.descend(self.J, [0, 0], alpha, 200).thetas
        errors = np.linalg.norm(thetas - self.PHI, axis=-1) / np.linalg.norm(self.PHI)
        assert (errors > 1e-6).sum() == steps == np.argmax(errors <= 1e-6)

    def test_raw_degrees_crawl(self):
        X = gd.with_intercept(self.t)
        K = gd.CrossEntropy(X, self.y)
        alpha = 2 * gd.critical_rate(gd.LeastSquares(X, self.y))
        theta, A, B = np.zeros(2), X.T, alpha / len(X) * X.T  # by hand: ten times as fast as gd
        for k in range(100_000):
            if k == 100:
                np.testing.assert_allclose(theta, gd.descend(K, [0, 0], alpha, k).thetas[k])
            theta = theta - B @ (1 / (1 + np.exp(-(theta @ A))) - self.y)
        assert K(theta) == given("0.5536037354")

    def test_above_the_critical_rate_it_jumps_between_two_points(self):
        thetas = gd.descend(self.J, [0, 0], 13, 5000).thetas
        low, high = sorted(thetas[-2:].tolist())
        assert low == [given("-1.44136407"), given("-1.50548424")]
        assert high == [given("-0.80129846"), given("-1.79427147")]


def largest_root(curvatures, alpha, beta, nesterov=False):
    """The factor of the slowest part: a step is a matrix on (error here, error before)."""
    kept = [1 - alpha * curvature for curvature in curvatures]
    pairs = [((1 + beta) * k, beta * k) if nesterov else (beta + k, beta) for k in kept]
    return max(np.abs(np.linalg.eigvals([[a, -b], [1, 0]])).max() for a, b in pairs)


class TestMomentum:
    @pytest.mark.parametrize(
        ("J", "condition", "alpha", "beta", "factor", "plain"),
        [
            (TWO, "2.714", "1.5489617056", "0.0598159038", "0.2445729009", "0.4615385"),
            (
                *(VALLEY, "76.2124427", "0.6076833960"),
                *("0.6311501683", "0.7944496009", "0.9740974391"),
            ),
        ],
        ids=["our line", "the valley"],
    )
    def test_best_rate_and_momentum(self, J, condition, alpha, beta, factor, plain):
        least, most = curvatures = np.linalg.eigvalsh(J.hessian)
        a = 4 / (np.sqrt(most) + np.sqrt(least)) ** 2
        b = ((np.sqrt(most / least) - 1) / (np.sqrt(most / least) + 1)) ** 2
        assert (most / least, a, b, np.sqrt(b)) == tuple(
            map(given, (condition, alpha, beta, factor))
        )
        assert largest_root(curvatures, 2 / (least + most), 0) == given(plain)
        # Here roots are double, and move with the square root of what rounding does to them.
        assert largest_root(curvatures, a, b) == pytest.approx(np.sqrt(b), abs=1e-7)
        for near in [(1.01 * a, b), (0.99 * a, b), (a, 1.01 * b), (a, 0.99 * b)]:
            assert largest_root(curvatures, *near) > np.sqrt(b)
        # A double root: the error shrinks as (c₀ + c₁k) times its power.
        k = round(-5 / np.log(np.sqrt(b))) * np.arange(1, 4)
        thetas = gd.descend(J, [0, 0], a, k[-1], momentum=b).thetas
        errors = np.linalg.norm(thetas - J.minimizer, axis=-1)
        shrunk = errors[k] / (k * np.sqrt(b) ** k)
        assert np.ptp(shrunk) < 0.2 * shrunk.max()

    def test_in_one_curvature_a_step_is_a_matrix(self):
        J = gd.LeastSquares([[1.0]], [0.0])
        for alpha, beta in [(0.3, 0.9), (1, 0.2), (3.7, 0.9)]:
            thetas = gd.descend(J, [1], alpha, 40, momentum=beta).thetas[:, 0]
            step = np.array([[1 + beta - alpha, -beta], [1, 0]])
            for k in (1, 2, 7, 40):
                assert thetas[k] == pytest.approx((np.linalg.matrix_power(step, k) @ [1, 1])[0])

    @pytest.mark.parametrize("beta", [0, 0.25, 0.9])
    def test_limits_of_the_heavy_ball_and_of_nesterovs(self, beta):
        bowl = gd.LeastSquares([[1.0]], [0.0])
        heavy = gd.critical_rate(bowl, momentum=beta)
        nesterovs = 2 * (1 + beta) / (1 + 2 * beta)
        assert heavy == 2 * (1 + beta)
        for limit, kind in ((heavy, False), (nesterovs, True)):
            assert largest_root([1], 0.999 * limit, beta, kind) < 1
            assert largest_root([1], 1.001 * limit, beta, kind) > 1
            assert largest_root([1], limit, beta, kind) == pytest.approx(1)

    def test_best_of_nesterovs_for_our_line(self):
        least, most = curvatures = np.linalg.eigvalsh(TWO.hessian)
        root = np.sqrt(3 * most / least + 1)
        best = a, b = 4 / (3 * most + least), (root - 2) / (root + 2)
        assert (*best, 1 - 2 / root) == tuple(
            map(given, ("1.1875", "0.2037766124", "0.3385621722"))
        )
        assert largest_root(curvatures, a, b, True) == pytest.approx(1 - 2 / root, abs=1e-7)
        for near in [(1.01 * a, b), (0.99 * a, b), (a, 1.01 * b), (a, 0.99 * b)]:
            assert largest_root(curvatures, *near, True) > 1 - 2 / root

    def test_other_forms_make_the_same_path_or_do_not(self):
        beta, alphas = 0.6, [0.5 / (1 + k) for k in range(12)]
        path = gd.descend(TWO, [0, 0], 0.5, 12, momentum=beta).thetas
        changing = gd.descend(TWO, [0, 0], alphas.__getitem__, 12, momentum=beta).thetas

        def other(velocity, step, rates):
            theta, v, passed = np.zeros(2), np.zeros(2), []
            for alpha in rates:
                passed.append(theta)
                v = velocity(v, alpha * TWO.gradient(theta))
                theta = theta - step * v
            return [*passed, theta]

        averaged = other(lambda v, g: beta * v + (1 - beta) * g, 1 / (1 - beta), [0.5] * 12)
        inside = other(lambda v, g: beta * v + g, 1, [0.5] * 12)
        np.testing.assert_allclose(averaged, path, rtol=1e-12)
        np.testing.assert_allclose(inside, path, rtol=1e-12)
        np.testing.assert_allclose(
            other(lambda v, g: beta * v + g, 1, alphas), changing, rtol=1e-12
        )


class Bent:
    """Convex, and not quadratic: its curvature is 25, 1, and 25 again."""

    def __call__(self, theta):
        x = theta[..., 0]
        middle, right = x**2 / 2 + 24 * x - 12, 12.5 * x**2 - 24 * x + 36
        return np.select([x < 1, x < 2], [12.5 * x**2, middle], right)

    def gradient(self, theta):
        return np.select([theta < 1, theta < 2], [25 * theta, theta + 24], 25 * theta - 24)


def test_on_a_convex_cost_the_best_momentum_of_a_quadratic_cycles_for_ever():
    cycle = gd.descend(Bent(), [3.3], 1 / 9, 3000, momentum=4 / 9).thetas[-3:, 0]
    i = int(np.argmin(cycle))
    assert cycle[i] == given("-1.8024490")
    assert cycle[i - 2] == given("2.1159184")
    assert cycle[i - 1] == given("0.6465306")
    plain, beyond = (gd.descend(Bent(), [3.3], alpha, 3000).thetas for alpha in (1.99 / 25, 1 / 9))
    assert abs(plain[-1, 0]) < 1e-9
    assert not np.isfinite(beyond[-1, 0])
