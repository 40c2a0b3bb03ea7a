"""Every numbered formula of the chapters, read from the page and held to what it says.

One test a formula, named after its label. In the derivation the values are symbols, and SymPy derives
each line anew from those before it; in the other chapters they are numbers that gd computed.
"""

import re

import formulas
import numpy as np
import pytest
import sympy
from formulas import FORMULAS, holds
from sympy import Matrix, Rational, diff, eye, ones, symbols, zeros

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
D0, D1 = (rf"\frac{{\partial J}}{{\partial \theta_{j}}}" for j in (0, 1))
SUMS = {"m": m, "x_i": x_i, "y_i": y_i, "r_i": r_i, r"\theta_0": theta[0], r"\theta_1": theta[1]}
MATRICES = {
    "m": m,
    "X": X,
    "y": y,
    "r": Matrix(r_i),
    r"\theta": theta,
    "H": H,
    r"\theta^*": minimiser,
}


def test_hypothesis():
    x = sympy.Symbol("x")
    # A straight line with the value θ₀ at zero and the slope θ₁.
    line = theta[0] + sympy.integrate(theta[1], (x, 0, x))
    assert holds("hypothesis", SUMS | {"h_\\theta": lambda _: line, "x": x})


def test_residual():
    assert holds("residual", SUMS | {"h_\\theta": h})


def test_cost():
    # The mean of halves of squares, as gd has it.
    numbers = dict(
        zip((*x_i, *y_i, *theta), map(Rational, (0, 2, 5, 1, 3, -2, 4, -1)), strict=True)
    )
    by_gd = gd.LeastSquares([[1, 0], [1, 2], [1, 5]], [1, 3, -2])([4, -1])
    assert J().subs(numbers) == sympy.nsimplify(by_gd, rational=True)
    assert holds("cost", SUMS | {"J": J, r"\theta": theta})


def test_residual_slope():
    slopes = {
        rf"\frac{{\partial r_i}}{{\partial \theta_{j}}}": tuple(diff(r, theta[j]) for r in r_i)
        for j in (0, 1)
    }
    assert holds("residual-slope", SUMS | slopes)


def test_square_slope():
    slopes = {
        rf"\frac{{\partial r_i^2}}{{\partial \theta_{j}}}": tuple(diff(r**2, theta[j]) for r in r_i)
        for j in (0, 1)
    }
    assert holds("square-slope", SUMS | slopes)


def test_gradient():
    assert holds("gradient", SUMS | {D0: gradient()[0], D1: gradient()[1]})


def test_difference():
    size = sympy.Symbol("epsilon", positive=True)
    changes = tuple(size * eye(2)[:, j] for j in (0, 1))
    slopes = {r"\frac{\partial J}{\partial \theta_j}": tuple(gradient())}
    values = {"J": J, r"\theta": theta, r"\varepsilon": size, r"\varepsilon_j": changes}
    assert holds("difference", values | slopes)


def test_direction():
    at = {**dict(zip(x_i, (0, 1, 3), strict=True)), **dict(zip(y_i, (1, 2, 2), strict=True))}
    theta, change = Matrix([0.3, -0.7]), Matrix([2e-7, 1e-7])
    slope = gradient(theta).subs(at)
    values = {"J": lambda theta: J(theta).subs(at), r"\nabla J": slope, r"\theta": theta}
    assert holds("direction", values | {r"\delta": change})


def test_update():
    # Both at once: one step is an Euler step of length α along the way down, in both parameters.
    new = theta - alpha * gradient()
    values = {r"\alpha": alpha, r"\theta_0": theta[0], r"\theta_1": theta[1]}
    updated = {r"new \theta_0": new[0], r"new \theta_1": new[1]}
    assert holds("update", values | updated | {D0: gradient()[0], D1: gradient()[1]})


def test_matrix_residual():
    # Two points: the dots of the formula stand for all others.
    values = {"r": Matrix(r_i[:2]), "X": X[:2, :], "y": y[:2, :], r"\theta": theta}
    points = {"x_1": x_i[0], "x_m": x_i[1], "y_1": y_i[0], "y_m": y_i[1]}
    assert holds("matrix-residual", SUMS | values | points)


def test_matrix_cost():
    assert holds("matrix-cost", MATRICES | {"J": J})


def test_matrix_gradient():
    assert holds("matrix-gradient", MATRICES | {r"\nabla J": gradient()})


def test_hessian():
    means = {r"\bar{x}": sum(x_i) / m, r"\overline{x^2}": sum(x**2 for x in x_i) / m}
    assert holds("hessian", MATRICES | means)


def test_normal_equations():
    assert holds("normal-equations", MATRICES)


def test_linear_gradient():
    assert holds("linear-gradient", MATRICES | {r"\nabla J": gradient})


def test_error_step():
    # What is left of the error, whatever minimiser and Hessian: the gradient is H times the error.
    matrix = Matrix(2, 2, symbols("h0:4"))
    best, here = Matrix(symbols("b0:2")), theta
    after = here - alpha * matrix * (here - best) - best
    values = {
        "e_{k+1}": after,
        "e_k": here - best,
        r"\theta_k": here,
        r"\theta^*": best,
        r"\nabla J": lambda theta: matrix * (theta - best),
    }
    assert holds("error-step", values | {r"\alpha": alpha, "H": matrix, "I": eye(2)})


def test_error():
    matrix, start = Matrix(2, 2, symbols("h0:4")), Matrix(symbols("e0:2"))
    error = start
    for k in range(4):
        values = {"e_k": error, "e_0": start, "k": k, r"\alpha": alpha, "H": matrix, "I": eye(2)}
        assert holds("error", values)
        error = (error - alpha * matrix * error).expand()


def test_factor():
    # A symmetric matrix that has the eigenvector v and its perpendicular, by construction.
    v, (one, other) = Matrix(symbols("v0:2")), symbols("lambda0:2")
    across = Matrix([-v[1], v[0]])
    matrix = (one * v * v.T + other * across * across.T) / v.dot(v)
    values = {"I": eye(2), "H": matrix, "v": v, r"\alpha": alpha, r"\lambda": one}
    assert holds("factor", values)


def test_error_parts():
    # Unit vectors at right angles by construction: (3, 4)/5 and (−4, 3)/5.
    directions = Matrix([3, 4]) / 5, Matrix([-4, 3]) / 5
    curvatures = symbols("lambda0:2", positive=True)
    matrix = sum((c * v * v.T for c, v in zip(curvatures, directions, strict=True)), zeros(2, 2))
    start = Matrix(symbols("e0:2"))
    parts = {"v_j": directions, "c_j": tuple(v.dot(start) for v in directions)}
    error = start
    for k in range(4):
        values = {"e_k": error, "k": k, r"\alpha": alpha, r"\lambda_j": curvatures}
        assert holds("error-parts", values | parts)
        error = (error - alpha * matrix * error).expand()


def test_critical_rate():
    # Where the first factor reaches −1 as α grows.
    curvatures = Rational(1, 3), Rational(7, 2)
    rates = [sympy.solve(1 - alpha * c + 1, alpha)[0] for c in curvatures]
    values = {r"\alpha_c": min(rates), r"\lambda_{\max}": max(curvatures)}
    assert holds("critical-rate", values)


# -- The other chapters: numbers from gd ----------------------------------------------------------
class Fit:
    """Seven random points, a fit to them, its curvatures, and a path below the critical rate."""

    def __init__(self, seed, n, steps=4):
        rng = np.random.default_rng(seed)
        self.x = rng.normal(1, 2, 7)
        self.y = rng.normal(0, 2, 7)
        self.X = self.x[:, np.newaxis] if n == 1 else gd.with_intercept(self.x)
        self.J = gd.LeastSquares(self.X, self.y)
        self.curvatures = np.linalg.eigvalsh(self.J.hessian)
        self.alpha = 0.3 * gd.critical_rate(self.J)
        self.k = steps
        self.thetas, self.costs = gd.descend(self.J, rng.normal(0, 3, n), self.alpha, steps)
        self.errors = self.thetas - self.J.minimizer


@pytest.fixture(params=range(3))
def one(request):
    return Fit(request.param, n=1)


@pytest.fixture(params=range(3))
def two(request):
    return Fit(request.param, n=2)


def cost_of(fit):
    return lambda theta: float(fit.J([float(t) for t in sympy.flatten([theta])]))


DJ = r"\frac{\mathrm{d}J}{\mathrm{d}\theta_1}"


def of_one(fit):
    theta = fit.thetas[0, 0]
    return {
        "m": fit.x.size,
        "x_i": tuple(fit.x),
        "y_i": tuple(fit.y),
        r"\theta_1": theta,
        r"\alpha": fit.alpha,
        DJ: fit.J.gradient([theta])[0],
    }


def of_line(fit):
    """What one curvature decides."""
    return {
        r"\alpha": fit.alpha,
        "h": fit.curvatures[0],
        "k": fit.k,
        "e_0": fit.errors[0, 0],
        "e_k": fit.errors[-1, 0],
    }


def test_one_hypothesis(one):
    x = 0.7
    predicted = gd.hypothesis(one.thetas[0], [[x]])[0]
    assert holds("one-hypothesis", of_one(one) | {"h_\\theta": lambda _: predicted, "x": x})


def test_one_cost(one):
    assert holds("one-cost", of_one(one) | {"J": cost_of(one)})


def test_one_gradient(one):
    assert holds("one-gradient", of_one(one))


def test_one_update(one):
    assert holds("one-update", of_one(one) | {r"new \theta_1": one.thetas[1, 0]})


def test_one_curvature(one):
    second = r"\frac{\mathrm{d}^2 J}{\mathrm{d}\theta_1^2}"
    slopes = one.J.gradient([[0.0], [1.0]])[:, 0]  # a straight line
    assert holds(
        "one-curvature", of_one(one) | {"h": one.curvatures[0], second: slopes[1] - slopes[0]}
    )


def test_one_error(one):
    for k in range(one.k):
        here = {"k": k, "e_k": one.errors[k, 0], "e_{k+1}": one.errors[k + 1, 0]}
        assert holds("one-error", of_line(one) | here)


def test_one_cost_factor(one):
    least = one.J(one.J.minimizer)
    for k in range(one.k):
        costs = {rf"\theta_{name}": one.thetas[at, 0] for name, at in (("k", k), ("{k+1}", k + 1))}
        above = {"J": lambda theta: cost_of(one)(theta) - least}
        assert holds("one-cost-factor", of_line(one) | costs | above)


def test_one_critical_rate(one):
    critical = gd.critical_rate(one.J)
    for fraction in (-0.5, 0.1, 0.5, 0.999, 1.001, 3):
        values = {r"\alpha": fraction * critical, r"\alpha_c": critical, "h": one.curvatures[0]}
        assert holds("one-critical-rate", values)


def test_rate_error(one):
    assert holds("rate-error", of_line(one))


def test_rate_critical(one):
    critical = gd.critical_rate(one.J)
    errors = gd.descend(one.J, one.thetas[0], critical, steps=3).thetas - one.J.minimizer
    np.testing.assert_allclose(errors[1:], -errors[:-1], rtol=1e-9)  # it keeps its size
    assert holds("rate-critical", {r"\alpha_c": critical, "h": one.curvatures[0]})


def test_rate_steps(one):
    shrunk = abs(one.errors[-1, 0] / one.errors[0, 0])
    assert holds("rate-steps", of_line(one) | {r"\varepsilon": shrunk})


def test_rate_stretch(one):
    s = 2.5
    stretched = gd.LeastSquares(s * one.X, one.y)
    values = {
        "s": s,
        "x_i": tuple(one.x),
        "h": one.curvatures[0],
        r"\alpha_c": gd.critical_rate(one.J),
    }
    new = {
        "new x_i": tuple(s * one.x),
        "new h": stretched.hessian[0, 0],
        r"new \alpha_c": gd.critical_rate(stretched),
    }
    assert holds("rate-stretch", values | new)


def of_two(fit):
    least, most = fit.curvatures
    return {
        r"\lambda_{\min}": least,
        r"\lambda_{\max}": most,
        r"\alpha": fit.alpha,
        r"\alpha_c": gd.critical_rate(fit.J),
        r"\bar{x}": np.mean(fit.x),
        r"\overline{x^2}": np.mean(fit.x**2),
        "s": np.std(fit.x),
    }


def centred(fit):
    """A fit whose mean of x is zero, as in the chapter, and its path."""
    x = fit.x - fit.x.mean()
    J = gd.LeastSquares(gd.with_intercept(x), fit.y)
    alpha = 0.3 * gd.critical_rate(J)
    errors = gd.descend(J, [3, -2], alpha, steps=4).thetas - J.minimizer
    return J, np.mean(x**2), alpha, errors


def test_two_hessian(two):
    J, h, _, _ = centred(two)
    hessian = J.hessian
    assert abs(hessian[0, 1]) < 1e-15
    assert holds("two-hessian", {"H": Matrix(hessian), "h": h})


def test_two_errors(two):
    _, h, alpha, errors = centred(two)
    for k in range(5):
        parts = {f"e_{{{j},k}}": errors[k, j] for j in (0, 1)}
        starts = {f"e_{{{j},0}}": errors[0, j] for j in (0, 1)}
        assert holds("two-errors", parts | starts | {"k": k, r"\alpha": alpha, "h": h})


def test_two_contour(two):
    # Two near points of one ellipse of constant J around the minimiser.
    lengths, axes = np.linalg.eigh(two.J.hessian)
    angle = 0.6
    across = axes @ (np.array([np.cos(angle), np.sin(angle)]) / np.sqrt(lengths))
    along = axes @ (np.array([-np.sin(angle), np.cos(angle)]) / np.sqrt(lengths))
    theta = two.J.minimizer + across
    turned = two.J.minimizer + np.cos(0.1) * across + np.sin(0.1) * along
    assert two.J(turned) == pytest.approx(two.J(theta), rel=1e-12)
    gradient = two.J.gradient(theta)
    assert abs(gradient @ along) < 1e-9 * np.linalg.norm(gradient) * np.linalg.norm(along)
    values = {r"\nabla J": Matrix(gradient), r"\delta": Matrix(along)}
    assert holds("two-contour", values)


def test_two_critical_rate(two):
    rates = np.array([0.999, 1.001]) * gd.critical_rate(two.J)
    steepest = np.linalg.eigh(two.J.hessian)[1][:, -1]
    errors = gd.descend(two.J, two.J.minimizer + steepest, rates, 9).thetas - two.J.minimizer
    sizes = np.linalg.norm(errors, axis=-1)
    assert sizes[-1, 0] < sizes[0, 0]
    assert sizes[-1, 1] > sizes[0, 1]
    assert holds("two-critical-rate", of_two(two))


def slowest(fit, alpha):
    """What a step keeps of the error that stays longest, seen in the matrix of the step."""
    return np.linalg.norm(np.eye(2) - alpha * fit.J.hessian, 2)


def test_two_slowest(two):
    for alpha in np.array([0.1, 0.5, 0.9, 0.99]) * gd.critical_rate(two.J):
        assert holds("two-slowest", of_two(two) | {r"\alpha": alpha, r"\rho": slowest(two, alpha)})


def best_rate(fit):
    """By search, not by the formula: the slowest factor is convex in the rate."""
    low, high = 0, gd.critical_rate(fit.J)
    for _ in range(200):
        a, b = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (low, b) if slowest(fit, a) < slowest(fit, b) else (a, high)
    return low


def test_two_best(two):
    best = best_rate(two)
    values = {r"\alpha_{\mathrm{best}}": best, r"\rho_{\mathrm{best}}": slowest(two, best)}
    assert holds("two-best", of_two(two) | values)


def test_scale_condition(two):
    assert holds("scale-condition", of_two(two) | {r"\kappa": np.linalg.cond(two.J.hessian)})


def test_scale_eigenvalues(two):
    assert holds("scale-eigenvalues", of_two(two))


def test_scale_rate(two):
    values = {r"\rho": slowest(two, best_rate(two)), r"\kappa": np.linalg.cond(two.J.hessian)}
    assert holds("scale-rate", of_two(two) | values)


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
    assert holds("scale-standardise", of_two(two) | {"x_i": tuple(two.x), "z_i": tuple(z)})


def test_scale_identity(two):
    J = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y)
    np.testing.assert_allclose(gd.update(J, [5, -3], 1), J.minimizer)
    values = {"H": Matrix(J.hessian), r"\kappa": np.linalg.cond(J.hessian)}
    assert holds("scale-identity", values)


def test_scale_back(two):
    phi = gd.LeastSquares(gd.with_intercept(standardised(two)), two.y).minimizer
    values = {rf"\varphi_{j}": phi[j] for j in (0, 1)}
    values |= {rf"\theta_{j}": two.J.minimizer[j] for j in (0, 1)}
    assert holds("scale-back", of_two(two) | values)


class Times:
    """J times a constant: another book's cost."""

    def __init__(self, J, c):
        self.J, self.c, self.hessian = J, c, c * J.hessian

    def __call__(self, theta):
        return self.c * self.J(theta)

    def gradient(self, theta):
        return self.c * self.J.gradient(theta)


@pytest.mark.parametrize("c", [2, 7, 14])
def test_which_step(two, c):
    theta, alpha = two.thetas[0], two.alpha
    step = theta - gd.update(Times(two.J, c), theta, alpha / c)
    values = {r"\alpha": alpha, "c": c, r"\nabla (c J)": Matrix(step * c / alpha)}
    assert holds("which-step", values | {r"\nabla J": Matrix(two.J.gradient(theta))})


@pytest.mark.parametrize("c", [2, 7, 14])
def test_which_critical_rate(two, c):
    theirs = {r"\alpha_c(c J)": gd.critical_rate(Times(two.J, c))}
    assert holds("which-critical-rate", theirs | {r"\alpha_c(J)": gd.critical_rate(two.J), "c": c})


# -- Every formula has its test, and a test that can fail ---------------------------------------------
def test_every_formula_has_a_test_and_every_page_of_formulas_was_read():
    tests = {name.removeprefix("test_").replace("_", "-") for name in globals()}
    assert len(FORMULAS) >= 40
    assert not FORMULAS.keys() - tests, "numbered equations without a test"
    pages = [page.read_text("utf-8") for page in formulas.CHAPTERS.glob("*.md")]
    numbered = [label for page in pages for label in re.findall(r":label:\s*(\S+)", page)]
    assert sorted(numbered) == sorted(FORMULAS)
    assert not re.search(r"^\$\$|\\begin\{(align|equation)\*?\}", "\n".join(pages), re.MULTILINE)


SLIPS = {
    "a sign": (r"(?<![_{(])([+-])", lambda found: {"+": "-", "-": "+"}[found[1]]),
    "a number": (r"(?<![_{\d=,])(\d)(?!\})", lambda found: str(int(found[1]) + 1)),
    "a factor in a fraction": (r"\\frac\{1\}\{2m\}", lambda found: r"\frac{1}{m}"),
    "a lost rate": (r"\\alpha\b(?!_)", lambda found: "1"),
    "a square": (r"\^2\b", lambda found: "^3"),
    "a transpose": (r"\^\\mathsf\{T\}", lambda found: ""),
    "the other eigenvalue": (r"\\max(?=\})", lambda found: r"\min"),
}


def slips():
    """Every formula with one slip of the pen in it."""
    for label, tex in FORMULAS.items():
        for name, (pattern, replacement) in SLIPS.items():
            for number, found in enumerate(re.finditer(pattern, tex)):
                wrong = tex[: found.start()] + replacement(found) + tex[found.end() :]
                yield pytest.param(label, wrong, id=f"{label}: {name} {number}")


@pytest.mark.parametrize(("label", "wrong"), list(slips()))
def test_a_slip_in_a_formula_is_caught(monkeypatch, label, wrong):
    test = globals()[f"test_{label.replace('-', '_')}"]
    code = test.__code__
    given = {
        "one": lambda: Fit(0, n=1),
        "two": lambda: Fit(0, n=2),
        "kappa": lambda: 1e4,
        "c": lambda: 7,
    }
    arguments = [given[name]() for name in code.co_varnames[: code.co_argcount]]
    test(*arguments)
    monkeypatch.setitem(FORMULAS, label, wrong)
    with pytest.raises((AssertionError, SyntaxError, sympy.ShapeError)):
        test(*arguments)
