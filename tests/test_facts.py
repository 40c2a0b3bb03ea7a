"""Facts of the lesson that were computed elsewhere, to the last digit in which they were given."""

import numpy as np
import pytest

import gd

x = np.linspace(-1, 1, 20)
ONE = gd.LeastSquares(x[:, np.newaxis], 0.5 * x)
TWO = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)


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
