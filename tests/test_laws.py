"""Every formula of the chapters, read from its page and held to what it says.

One test a numbered formula, named after its label. In the derivation the values are symbols, or
fractions, and SymPy derives each line from the cost alone; in the other chapters they are numbers
that gd computed.
"""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest
import sympy
from formulas import CHAPTERS, FORMULAS, IN_SENTENCES, ReadingError, holds
from sympy import Matrix, Rational, diff, eye, ones, symbols, zeros
from test_facts import Scaled

import gd

# -- The derivation: three points, an intercept and a slope, all of them symbols ----------------
m = 3
x_i = symbols("x1:4", real=True)
y_i = symbols("y1:4", real=True)
theta = Matrix(symbols("theta0:2", real=True))
alpha = sympy.Symbol("alpha", positive=True)
X = ones(m, 1).row_join(Matrix(x_i))
y = Matrix(y_i)


def h(x, theta=theta):
    return theta[0] + theta[1] * x


def J(theta=theta):
    return sum((h(a, theta) - b) ** 2 for a, b in zip(x_i, y_i, strict=True)) / (2 * m)


def gradient(theta=theta):
    """By SymPy, from J alone."""
    free = Matrix(symbols("t0:2"))
    derivatives = Matrix([diff(J(free), t) for t in free])
    return derivatives.subs(dict(zip(free, theta, strict=True)), simultaneous=True)


r_i = tuple(h(a) - b for a, b in zip(x_i, y_i, strict=True))
H = sympy.hessian(J(), theta)
minimiser = H.LUsolve(-gradient(zeros(2, 1)))  # where the gradient, which is linear, is zero
SUMS = {"m": m, "x_i": x_i, "y_i": y_i, "r_i": r_i, r"\theta_0": theta[0], r"\theta_1": theta[1]}
MATRICES = {
    "m": m,
    "X": X,
    "y": y,
    "r": Matrix(r_i),
    r"\theta": theta,
    "H": H,
    r"\theta^\ast": minimiser,
}
# The same as fractions, for gd.
DATA = dict(zip((*x_i, *y_i), map(Rational, (0, 2, 5, 1, 3, -2)), strict=True))
BY_GD = gd.LeastSquares([[1, 0], [1, 2], [1, 5]], [1, 3, -2])
# Unit vectors at right angles, and a matrix that stretches them by 4 and by 9.
V = (Matrix([3, 4]) / 5, Matrix([-4, 3]) / 5)
STRETCH = 4 * V[0] * V[0].T + 9 * V[1] * V[1].T


def by_parameter(tex):
    """The TeX of the derivatives by θ₀ and θ₁."""
    return [rf"\frac{{\partial {tex}}}{{\partial \theta_{j}}}" for j in (0, 1)]


def test_hypothesis():
    # A straight line with the value θ₀ at zero and the slope θ₁.
    x, t = symbols("x t")
    line = {r"h_\theta": lambda at: theta[0] + sympy.integrate(theta[1], (t, 0, at))}
    assert holds("hypothesis", line | {"x": x}, SUMS)


def test_residual():
    assert holds("residual", {r"h_\theta": h, "r_i": r_i, "x_i": x_i, "y_i": y_i})


def test_cost():
    assert J(Matrix([4, -1])).subs(DATA) == sympy.nsimplify(BY_GD([4, -1]), rational=True)
    assert holds("cost", {"J": J, r"\theta": theta}, SUMS)


def test_residual_slope():
    slopes = (tuple(diff(r, t) for r in r_i) for t in theta)
    assert holds("residual-slope", dict(zip(by_parameter("r_i"), slopes, strict=True)), SUMS)


def test_square_slope():
    slopes = (tuple(diff(r**2, t) for r in r_i) for t in theta)
    assert holds("square-slope", dict(zip(by_parameter("r_i^2"), slopes, strict=True)), SUMS)


def test_gradient():
    assert holds("gradient", dict(zip(by_parameter("J"), gradient(), strict=True)), SUMS)


def test_difference():
    size = sympy.Symbol("d", positive=True)
    changes = {"d": size, "d_j": tuple(size * eye(2)[:, j] for j in (0, 1))}
    slopes = {r"\frac{\partial J}{\partial \theta_j}": tuple(gradient())}
    assert holds("difference", {"J": J, r"\theta": theta} | changes | slopes)


def test_direction():
    here, change = Matrix([0.3, -0.7]), Matrix([2e-4, 1e-4])
    slope = gradient(here).subs(DATA)
    values = {"J": lambda theta: J(theta).subs(DATA), r"\nabla J": slope, r"\theta": here}
    assert holds("direction", values | {r"\delta": change})


def test_update():
    # Both at once, as gd does it, where the two slopes differ.
    new = gd.update(BY_GD, [4, -2], 0.125)
    values = {r"new \theta_0": new[0], r"new \theta_1": new[1], r"\theta_0": 4, r"\theta_1": -2}
    slopes = gradient(Matrix([4, -2])).subs(DATA)
    assert tuple(slopes) == (Rational(-4, 3), Rational(-26, 3))
    values |= dict(zip(by_parameter("J"), slopes, strict=True))
    assert holds("update", values | {r"\alpha": 0.125})


def test_matrix_residual():
    # Two points: the dots of the formula stand for all others.
    values = {"r": Matrix(r_i[:2]), "X": X[:2, :], "y": y[:2, :], r"\theta": theta}
    points = {"x_1": x_i[0], "x_m": x_i[1], "y_1": y_i[0], "y_m": y_i[1]}
    assert holds("matrix-residual", values | points, SUMS)


def test_matrix_cost():
    assert holds("matrix-cost", {"J": J}, MATRICES)


def test_matrix_gradient():
    assert holds("matrix-gradient", {r"\nabla J": gradient(), "y": y}, MATRICES)


def test_hessian():
    means = {r"\bar{x}": sum(x_i) / m, r"\overline{x^2}": sum(x**2 for x in x_i) / m}
    assert holds("hessian", means | {"H": H, "X": X}, MATRICES)


def test_normal_equations():
    assert holds("normal-equations", {"H": H, r"\theta^\ast": minimiser, "y": y}, MATRICES)


def test_linear_gradient():
    values = {r"\nabla J": gradient, r"\theta": theta, r"\theta^\ast": minimiser}
    assert holds("linear-gradient", values, MATRICES)


def test_error_definition():
    # What gd leaves after three steps, against the power of the matrix of one.
    thetas = gd.descend(BY_GD, [4, -1], 0.05, steps=3).thetas
    left = np.linalg.matrix_power(np.eye(2) - 0.05 * BY_GD.hessian, 3)
    error = Matrix(left @ ([4, -1] - BY_GD.minimizer))
    values = {"e_k": error, r"\theta^{(k)}": Matrix(thetas[3])}
    assert holds("error-definition", values | {r"\theta^\ast": Matrix(BY_GD.minimizer)})


def test_error_step():
    # The first line is one step, by SymPy's gradient; the others are what the matrix H makes of it.
    after = theta - alpha * gradient() - minimiser
    values = {
        "e_{k+1}": after,
        "e_k": theta - minimiser,
        r"\theta^{(k)}": theta,
        r"\theta^\ast": minimiser,
        r"\nabla J": gradient,
    }
    assert holds("error-step", values | {r"\alpha": alpha, "H": H, "I": eye(2)})


def test_error():
    matrix, start = Matrix(2, 2, symbols("h0:4")), Matrix(symbols("e0:2"))
    error = start
    for k in range(4):
        values = {"e_k": error, "e_0": start, "k": k, r"\alpha": alpha, "H": matrix, "I": eye(2)}
        assert holds("error", values)
        error = (error - alpha * matrix * error).expand()


def test_eigenvector():
    for curvature, v in zip((4, 9), V, strict=True):
        assert holds("eigenvector", {"H": STRETCH, "v": v, r"\lambda": curvature})


def test_eigenvector_cost():
    curvatures, axes = np.linalg.eigh(BY_GD.hessian)
    cost = {"J": lambda theta: float(BY_GD([float(t) for t in theta]))}
    for curvature, v in zip(curvatures, axes.T, strict=True):
        values = {r"\theta^\ast": Matrix(BY_GD.minimizer), r"\lambda": curvature}
        assert holds("eigenvector-cost", cost | values | {"v": Matrix(v), "t": 0.7})


def test_factor():
    step = eye(2) - alpha * STRETCH
    for curvature, v in zip((4, 9), V, strict=True):
        # What a step leaves of an error along v.
        assert step * v == v - alpha * (STRETCH * v)
        values = {"I": eye(2), "H": STRETCH, "v": v, r"\alpha": alpha, r"\lambda": curvature}
        assert holds("factor", values)
        assert holds(r"(I - \alpha H) v = w", {"w": step * v}, values)


def test_parts():
    start = Matrix(symbols("e0:2"))
    sizes = tuple(V[0].row_join(V[1]).LUsolve(start))
    assert holds("parts", {"e_0": start, "v_j": V, "c_j": sizes})


def test_error_parts():
    start = Matrix(symbols("e0:2"))
    parts = {"v_j": V, "c_j": tuple(v.dot(start) for v in V), r"\lambda_j": (4, 9)}
    error = start
    for k in range(4):
        assert holds("error-parts", parts | {"e_k": error, "k": k, r"\alpha": alpha})
        error = (error - alpha * STRETCH * error).expand()


def test_critical_rate():
    # Where the first factor reaches −1 as α grows.
    curvatures = {r"\lambda_{\min}": Rational(1, 3), r"\lambda_{\max}": Rational(7, 2)}
    rates = [sympy.solve(1 - alpha * c + 1, alpha)[0] for c in curvatures.values()]
    assert holds("critical-rate", {r"\alpha_c": min(rates)}, curvatures)


# -- The other chapters: numbers from gd ----------------------------------------------------------
class Fit:
    """Seven random points, a fit to them, its curvatures, and a path at a rate of its own."""

    def __init__(self, seed, n):
        rng = np.random.default_rng(seed)
        self.x = rng.normal(1, 2, 7)
        self.y = rng.normal(0, 2, 7)
        self.X = self.x[:, np.newaxis] if n == 1 else gd.with_intercept(self.x)
        self.J = gd.LeastSquares(self.X, self.y)
        self.curvatures = np.linalg.eigvalsh(self.J.hessian)
        # Monotone, alternating and diverging; an odd power keeps the sign of a factor.
        self.alpha = (0.3, 0.8, 1.1)[seed] * gd.critical_rate(self.J)
        self.k = 3
        self.thetas, self.costs = gd.descend(self.J, rng.normal(0, 3, n), self.alpha, self.k)
        self.errors = self.thetas - self.J.minimizer


@pytest.fixture(params=range(3))
def one(request):
    return Fit(request.param, n=1)


@pytest.fixture(params=range(3))
def two(request):
    return Fit(request.param, n=2)


SLOPE = r"\frac{\mathrm{d}J}{\mathrm{d}\theta_1}"


def of_one(fit):
    return {
        "m": fit.x.size,
        "x_i": tuple(fit.x),
        "y_i": tuple(fit.y),
        r"\theta_1": fit.thetas[0, 0],
        r"\alpha": fit.alpha,
        SLOPE: fit.J.gradient(fit.thetas[0])[0],
    }


def of_error(fit):
    """What one curvature decides."""
    return {
        r"\alpha": fit.alpha,
        "h": fit.curvatures[0],
        "k": fit.k,
        "e_0": fit.errors[0, 0],
        "e_k": fit.errors[-1, 0],
    }


def test_one_hypothesis(one):
    predict = {r"h_\theta": lambda x: gd.hypothesis(one.thetas[0], [[float(x)]])[0]}
    assert holds("one-hypothesis", predict | {"x": 0.7}, of_one(one))


def test_one_cost(one):
    cost = {"J": lambda theta: one.J([float(theta)])}
    assert holds("one-cost", cost | {r"\theta_1": one.thetas[0, 0]}, of_one(one))


def test_one_gradient(one):
    assert holds("one-gradient", {SLOPE: of_one(one)[SLOPE], "y_i": tuple(one.y)}, of_one(one))


def test_one_update(one):
    assert holds("one-update", {r"new \theta_1": one.thetas[1, 0]}, of_one(one))


def test_one_curvature(one):
    second = r"\frac{\mathrm{d}^2 J}{\mathrm{d}\theta_1^2}"
    slopes = one.J.gradient([[0.0], [1.0]])[:, 0]  # a straight line
    curvature = {"h": one.curvatures[0], second: slopes[1] - slopes[0]}
    assert holds("one-curvature", curvature | {"x_i": tuple(one.x)}, of_one(one))


def test_one_error(one):
    for k in range(one.k):
        here = {"k": k, "e_k": one.errors[k, 0], "e_{k+1}": one.errors[k + 1, 0]}
        assert holds("one-error", of_error(one) | here)


def test_one_cost_error(one):
    above = one.costs - one.J(one.J.minimizer)
    for cost, error in zip(above, one.errors[:, 0], strict=True):
        assert holds("one-cost-error", {"J_k": cost, "h": one.curvatures[0], "e_k": error})


def test_one_critical_rate(one):
    # In fractions, so that the ends of the interval are tested too.
    curvature = Rational(one.curvatures[0])
    assert gd.critical_rate(one.J) == pytest.approx(float(2 / curvature))
    for share in (-1, 0, Rational(1, 2), Rational(999, 1000), 1, Rational(1001, 1000), 3):
        values = {r"\alpha": share * 2 / curvature, "h": curvature}
        assert holds("one-critical-rate", values)
        for side in FORMULAS["one-critical-rate"].split(r"\Leftrightarrow"):
            assert holds(side, {}, values) is bool(0 < share < 1)


def test_rate_error(one):
    for k in range(one.k + 1):
        assert holds("rate-error", of_error(one) | {"k": k, "e_k": one.errors[k, 0]})


def test_rate_critical(one):
    critical = gd.critical_rate(one.J)
    errors = gd.descend(one.J, one.thetas[0], critical, steps=3).thetas - one.J.minimizer
    np.testing.assert_allclose(errors[1:], -errors[:-1], rtol=1e-9)  # it keeps its size
    assert holds("rate-critical", {r"\alpha_c": critical, "h": one.curvatures[0]})


def test_rate_steps(one):
    left = {r"\varepsilon": abs(one.errors[-1, 0] / one.errors[0, 0]), "k": one.k}
    assert holds("rate-steps", left, of_error(one))


def test_rate_stretch(one):
    stretched = gd.LeastSquares(2.5 * one.X, one.y)
    old = {"x_i": tuple(one.x), "h": one.curvatures[0], r"\alpha_c": gd.critical_rate(one.J)}
    new = {
        "new x_i": tuple(2.5 * one.x),
        "new h": stretched.hessian[0, 0],
        r"new \alpha_c": gd.critical_rate(stretched),
    }
    assert holds("rate-stretch", old | new | {"q": 2.5})


def of_two(fit):
    least, most = fit.curvatures
    return {
        r"\lambda_{\min}": least,
        r"\lambda_{\max}": most,
        r"\alpha": fit.alpha,
        r"\bar{x}": np.mean(fit.x),
        r"\overline{x^2}": np.mean(fit.x**2),
        "s": np.std(fit.x),
    }


def centred(fit):
    """A cost whose mean of x is zero, as in the chapter."""
    return gd.LeastSquares(gd.with_intercept(fit.x - fit.x.mean()), fit.y)


def test_two_hessian(two):
    assert holds("two-hessian", {"H": Matrix(centred(two).hessian), "h": np.var(two.x)})


def test_two_errors(two):
    J = centred(two)
    errors = gd.descend(J, [3, -2], two.alpha, steps=4).thetas - J.minimizer
    for k in range(5):
        parts = {f"e_{{{j},k}}": errors[k, j] for j in (0, 1)}
        starts = {f"e_{{{j},0}}": errors[0, j] for j in (0, 1)}
        values = {"k": k, r"\alpha": two.alpha, "h": np.var(two.x)}
        assert holds("two-errors", parts | starts | values)


def test_two_contour():
    # An ellipse along which v·Hv/2 keeps its value, and the way along it.
    t = sympy.Symbol("t", real=True)
    contour = V[0] * sympy.cos(t) / 2 + V[1] * sympy.sin(t) / 3
    assert sympy.simplify(contour.dot(STRETCH * contour)) == 1
    assert holds("two-contour", {r"\nabla J": STRETCH * contour, r"\delta": diff(contour, t)})


def test_two_critical_rate(two):
    rates = np.array([0.999, 1.001]) * gd.critical_rate(two.J)
    steepest = np.linalg.eigh(two.J.hessian)[1][:, -1]
    errors = gd.descend(two.J, two.J.minimizer + steepest, rates, 9).thetas - two.J.minimizer
    sizes = np.linalg.norm(errors, axis=-1)
    assert sizes[-1, 0] < sizes[0, 0]
    assert sizes[-1, 1] > sizes[0, 1]
    assert holds("two-critical-rate", {r"\alpha_c": gd.critical_rate(two.J)}, of_two(two))


def slowest(fit, alpha):
    """What a step keeps of the error that stays longest, seen in the matrix of the step."""
    return np.linalg.norm(np.eye(2) - alpha * fit.J.hessian, 2)


def test_two_slowest(two):
    for alpha in np.array([0.1, 0.5, 0.9, 0.99]) * gd.critical_rate(two.J):
        assert holds("two-slowest", {r"\alpha": alpha, r"\rho": slowest(two, alpha)}, of_two(two))


def best_rate(fit):
    """By search, not by the formula: the slowest factor is convex in the rate."""
    low, high = 0, gd.critical_rate(fit.J)
    for _ in range(200):
        a, b = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (low, b) if slowest(fit, a) < slowest(fit, b) else (a, high)
    return low


def test_two_equal(two):
    least, most = two.curvatures
    curvatures = {r"\lambda_{\min}": least, r"\lambda_{\max}": most}
    assert holds("two-equal", curvatures | {r"\alpha": best_rate(two)})


def test_two_best(two):
    best = best_rate(two)
    values = {r"\alpha_{\mathrm{best}}": best, r"\rho_{\mathrm{best}}": slowest(two, best)}
    assert holds("two-best", values, of_two(two))


def test_scale_condition(two):
    assert holds("scale-condition", {r"\kappa": np.linalg.cond(two.J.hessian)}, of_two(two))


def test_scale_eigenvalues(two):
    means = {r"\bar{x}": np.mean(two.x), r"\overline{x^2}": np.mean(two.x**2), "s": np.std(two.x)}
    assert holds("scale-eigenvalues", means, of_two(two))


def test_scale_rate(two):
    least, most = two.curvatures
    values = {r"\rho": slowest(two, best_rate(two)), r"\kappa": np.linalg.cond(two.J.hessian)}
    assert holds("scale-rate", values | {r"\lambda_{\min}": least, r"\lambda_{\max}": most})


@pytest.mark.parametrize("kappa", [50, 1e4])
def test_scale_steps(kappa):
    J = gd.LeastSquares(np.diag([1, np.sqrt(kappa)]), [0, 0])
    least, most = np.linalg.eigvalsh(J.hessian)
    errors = gd.descend(J, [1, 1], 2 / (least + most), steps=300).thetas
    values = {"k": 300, r"\varepsilon": np.abs(errors[-1]).max(), r"\rho": np.abs(errors[1]).max()}
    assert holds("scale-steps", values | {r"\kappa": kappa})


def standardised(fit):
    return (fit.x - fit.x.mean()) / fit.x.std()


def test_scale_standardise(two):
    z = standardised(two)
    assert np.mean(z) == pytest.approx(0, abs=1e-15)
    assert np.mean(z**2) == pytest.approx(1)
    assert holds("scale-standardise", {"x_i": tuple(two.x), "z_i": tuple(z)}, of_two(two))


def test_scale_identity(two):
    J = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y)
    np.testing.assert_allclose(gd.update(J, [5, -3], 1), J.minimizer)
    condition = np.linalg.cond(J.hessian)
    assert holds("scale-identity", {"H": Matrix(J.hessian), r"\kappa": condition})


def test_scale_forth(two):
    # The same line, predicted from x and from z.
    theta, z = two.thetas[0], standardised(two)
    line = gd.hypothesis(theta, two.X)
    phi, *_ = np.linalg.lstsq(gd.with_intercept(z), line)
    values = {rf"\varphi_{j}": phi[j] for j in (0, 1)} | {rf"\theta_{j}": theta[j] for j in (0, 1)}
    assert holds("scale-forth", values | {r"\bar{x}": np.mean(two.x), "s": np.std(two.x)})


def test_scale_back(two):
    phi = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y).minimizer
    values = {rf"\varphi_{j}": phi[j] for j in (0, 1)}
    values |= {rf"\theta_{j}": two.J.minimizer[j] for j in (0, 1)}
    assert holds("scale-back", values, of_two(two))


@pytest.mark.parametrize("q", [2, 7, 14])
def test_which_step(two, q):
    theta, alpha = two.thetas[0], two.alpha
    step = theta - gd.update(Scaled(two.J, q), theta, alpha / q)
    values = {r"\alpha": alpha, "q": q, r"\nabla (q J)": Matrix(step * q / alpha)}
    assert holds("which-step", values | {r"\nabla J": Matrix(two.J.gradient(theta))})


@pytest.mark.parametrize("q", [2, 7, 14])
def test_which_critical_rate(two, q):
    theirs = {r"\alpha_c(q J)": gd.critical_rate(Scaled(two.J, q))}
    ours = {r"\alpha_c(J)": gd.critical_rate(two.J), "q": q}
    assert holds("which-critical-rate", theirs | ours)


# -- Formulas in sentences and tables ---------------------------------------------------------------
PARABOLA = dict(zip("abcdt", symbols("a:d t"), strict=True))
PARABOLA["p"] = lambda t: PARABOLA["a"] * t**2 + PARABOLA["b"] * t + PARABOLA["c"]
SAID = {
    r"h_\theta(x) = \theta_0 + \theta_1 x": SUMS | {r"h_\theta": h, "x": 7},
    r"r_i = \theta_0 + \theta_1 x_i - y_i": SUMS,
    r"r_i = h_\theta(x_i) - y_i": SUMS | {r"h_\theta": h},
    r"\theta \coloneq \theta - \alpha \nabla J": {
        r"new \theta": Matrix(gd.update(BY_GD, [4, -2], 0.1)),
        r"\theta": Matrix([4, -2]),
        r"\alpha": 0.1,
        r"\nabla J": gradient(Matrix([4, -2])).subs(DATA),
    },
    r"e_k = \theta^{(k)} - \theta^\ast": {"e_k": 3, r"\theta^{(k)}": 8, r"\theta^\ast": 5},
    r"H v = \lambda v": {"H": STRETCH, "v": V[1], r"\lambda": 9},
    r"\alpha_c = 2 / \lambda_{\max}": {r"\alpha_c": Rational(2, 9), r"\lambda_{\max}": 9},
    r"\alpha = 1/h": {r"\alpha": sympy.solve(1 - 5 * alpha, alpha)[0], "h": 5},
    r"\alpha = 2 m \eta": {r"\alpha": 30, "m": 3, r"\eta": 5},  # the sum is 2m times half the mean
    r"p(t) = a t^2 + b t + c": PARABOLA,
    r"p(t + d) - p(t - d) = 2 d\, (2 a t + b)": PARABOLA,
    r"v \cdot (\lambda t v) = \lambda t": {"v": V[0], r"\lambda": 4, "t": alpha},
    r"\lambda = v \cdot H v = \frac{1}{m} (X v)^\mathsf{T} (X v)": {
        r"\lambda": 4,
        "v": V[0],
        "H": STRETCH,
        "m": 2,
        "X": sympy.sqrt(2) * Matrix([2 * V[0].T, 3 * V[1].T]),
    },
    r"\rho = 1 - 2 / (\kappa + 1)": {r"\rho": Rational(5, 13), r"\kappa": Rational(9, 4)},
}
# What is given, or asked for.
GIVEN = {r"\alpha = 0.01", "y = 0.5x", "x = 0", "x = 2", "x = 10^6"}


def test_every_formula_in_a_sentence_is_tested_or_given():
    assert SAID.keys() | GIVEN == IN_SENTENCES


@pytest.mark.parametrize("tex", SAID)
def test_what_a_formula_in_a_sentence_says_is_so(tex):
    assert holds(tex, {}, SAID[tex])


def table(page, *columns):
    """The rows of the table of that heading."""
    head = r"\| " + r" \| ".join(map(re.escape, columns)) + r" \|\n\|[-|]+\|\n((?:\|.*\n)+)"
    rows = re.search(head, CHAPTERS[page])[1].splitlines()
    return [[cell.strip(" $") for cell in row.strip("|").split("|")] for row in rows]


def test_the_table_of_costs():
    rows = table("conventions", "cost", "name", "times our J", r"times our $\alpha$")
    assert len(rows) == 4
    for cost, _, times, rate in rows:
        assert holds(f"{cost} = ({times}) J", {"J": J(), "r_i": r_i}, SUMS)
        assert holds(f"({times}) ({rate}) = 1", {}, {"m": m})


def test_the_table_of_regimes():
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
    rows = table(
        "learning-rate", r"the product $\alpha h$", r"the factor $1 - \alpha h$", "what you see"
    )
    assert [row[0] for row in rows] == [*between]
    assert all(factors[row[1]](1 - product) for row in rows for product in between[row[0]])


# -- More rows than memory: what the cost remembers ----------------------------------------------
Z = X.row_join(y)
u = theta.col_join(Matrix([-1]))
# Tall, with entries that are exact.
TABLE = Matrix([[1, 0, 1], [1, 2, 3], [1, 5, -2], [1, 1, 1]])
Q, R = TABLE.QRdecomposition()


def test_many_parabola():
    slope = theta[1]
    cost = sum((slope * a - b) ** 2 for a, b in zip(x_i, y_i, strict=True)) / (2 * m)
    means = {
        r"\overline{x^2}": sum(a * a for a in x_i) / m,
        r"\overline{x y}": sum(a * b for a, b in zip(x_i, y_i, strict=True)) / m,
        r"\overline{y^2}": sum(b * b for b in y_i) / m,
    }
    values = {r"J(\theta_1)": cost, r"\theta_1": slope} | means
    assert holds("many-parabola", values, {"m": m, "x_i": x_i, "y_i": y_i})


def test_many_table():
    assert holds(
        "many-table", {"Z": Matrix([[1, x, v] for x, v in zip(x_i, y_i, strict=True)])}, MATRICES
    )


def test_many_numbers():
    for n in range(1, 6):
        pairs = {frozenset((a, b)) for a in range(n + 1) for b in range(n + 1)}
        assert holds("many-numbers", {"N": len(pairs), "n": n})


def test_many_residuals():
    values = {"r": Matrix(r_i), r"\theta_0": theta[0], r"\theta_1": theta[1], "u": u}
    assert holds("many-residuals", values, {"Z": Z})


def test_many_gram():
    G = Matrix(3, 3, lambda i, j: sum(Z[k, i] * Z[k, j] for k in range(m)) / m)
    assert holds("many-gram", {r"J(\theta)": J(), "G": G, "u": u}, {"Z": Z, "m": m})


def test_many_qr():
    assert R.is_upper
    assert R.shape == (3, 3)
    assert holds("many-qr", {"Z": TABLE, "Q": Q, "R": R, "I": eye(3)})


def test_many_length():
    at = Matrix([2, -1, -1])
    cost = sum((2 - x - v) ** 2 for _, x, v in TABLE.tolist()) / (2 * Rational(4))
    assert holds("many-length", {r"J(\theta)": cost, "Q": Q, "R": R, "u": at, "m": 4})


def test_many_sum():
    few, more = gd.LeastSquares([[1, 0], [1, 2]], [1, 3]), gd.LeastSquares([[1, 5]] * 3, [-2, 4, 9])
    at = [0.5, -2]
    values = {
        "(J + K)": lambda t: (few + more)(at),
        "J": lambda t: few(at),
        "K": lambda t: more(at),
    }
    assert holds("many-sum", values | {"m_J": 2, "m_K": 3}, {r"\theta": theta})


# -- Every formula has its test, and a test that can fail -----------------------------------------
def test_every_numbered_formula_has_a_test():
    tests = {name[5:].replace("_", "-") for name in globals() if name.startswith("test_")}
    assert len(FORMULAS) >= 50
    assert not FORMULAS.keys() - tests


def test_every_label_was_read():
    labels = [label for page in CHAPTERS.values() for label in re.findall(r"label: *(\S+)", page)]
    assert sorted(labels) == sorted(FORMULAS)


# The only ones that say something else than "equal".
SIGNS = {
    r"\approx": {"direction", "scale-steps"},
    "<": {"one-critical-rate"},
    r"\Leftrightarrow": {"one-critical-rate"},
    r"\coloneq": {"update", "one-update"},
    r"\to": {"rate-stretch"},
}


@pytest.mark.parametrize("sign", SIGNS)
def test_equal_is_said_where_it_is_meant(sign):
    assert {label for label, tex in FORMULAS.items() if sign in tex} == SIGNS[sign]


SLIPS = {
    "a sign": (r"(?<=[\w})] )([+-])(?= )", lambda found: {"+": "-", "-": "+"}[found[1]]),
    "a number": (r"(?<![_{\d=,])(\d)(?!\})", lambda found: str(int(found[1]) + 1)),
    "a lost half": (r"\\frac\{1\}\{2m\}", lambda found: r"\frac{1}{m}"),
    "a lost rate": (r"\\alpha\b(?!_)", lambda found: "1"),
    "a square": (r"\^2\b", lambda found: "^3"),
    "a transpose": (r"\^\\mathsf\{T\}", lambda found: ""),
    "lost bars": (
        r"\\left\\lvert (.*?) \\right\\rvert",
        lambda found: f"({found[1]})",
    ),
    "the other eigenvalue": (r"\\max(?=\})", lambda found: r"\min"),
    "twice as much": (r"(?<!i)(=|\\coloneq|\\to|\\approx)(?! 0)", lambda found: found[1] + " 2 "),
}


HARMLESS = {
    "eigenvector-cost: a sign 0",  # J rises to either side alike
    "two-slowest: lost bars 0",  # where the first is below zero, the other is larger in size
}


def slips(harmless=HARMLESS):
    """Every formula with one slip of the pen in it."""
    for label, tex in FORMULAS.items():
        for name, (pattern, replacement) in SLIPS.items():
            for number, found in enumerate(re.finditer(pattern, tex)):
                wrong = tex[: found.start()] + replacement(found) + tex[found.end() :]
                if (slip := f"{label}: {name} {number}") not in harmless:
                    yield pytest.param(label, wrong, id=slip)


def test_the_gallery_displays_no_formula_that_has_no_test():
    scripts = [*Path(__file__).parents[1].glob("gallery/*.py")]
    assert scripts
    assert not [script for script in scripts if ".. math::" in script.read_text("utf-8")]


def test_there_is_a_slip_for_every_formula():
    assert {slip.values[0] for slip in slips()} >= FORMULAS.keys() - {"two-contour"}
    assert {slip.id for slip in slips(())} >= HARMLESS


@pytest.mark.parametrize(("label", "wrong"), list(slips()))
def test_a_slip_in_a_formula_is_caught(monkeypatch, label, wrong):
    test = globals()[f"test_{label.replace('-', '_')}"]
    given = {"one": Fit(1, n=1), "two": Fit(0, n=2), "kappa": 1e4, "q": 7}
    arguments = {name: given[name] for name in inspect.signature(test).parameters}
    test(**arguments)
    monkeypatch.setitem(FORMULAS, label, wrong)
    with pytest.raises((AssertionError, ReadingError, sympy.ShapeError)):
        test(**arguments)
