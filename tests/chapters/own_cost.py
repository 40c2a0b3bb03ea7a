"""Descend your own cost."""

import numpy as np
from laws import law, line, sympy
from laws.formulas import FORMULAS, holds

import gd

INPUTS = {
    "28 January 1986": "# the day of the launch",
    "a quarter": "# of 1, the largest p (1 − p)",
    "A hundred thousand steps": "range(100_000)",
    "13 %": "# of the paper that is named",
    "31 °F": "cold = 31\n",
    "At 31 degrees": "cold = 31\n",
    "below 65 °F": "temperature < 65",
    "below 65 degrees": "temperature < 65",
    "from 25 to 85": "np.linspace(25, 85, 49)",
    "alpha 4": "alpha=4",
    "the rate 4": "alpha=4",
    "a hundred steps": "raw_path = gd.descend(raw, [0, 0], raw_bound, steps=100)",
    "alpha 13": "alpha=13",
    "a thousand steps": "runaway.thetas[1000, 1]",
    "ten thousand": "runaway.thetas[10_000, 1]",
}
COMPUTED = """
    np.allclose(thetas, gd.descend(library, [0, 0], alpha=4, steps=39).thetas, rtol=1e-12)
    np.allclose([J(theta) for theta in thetas], [library(theta) for theta in thetas], rtol=1e-12)
    np.allclose(library.gradient(minimum), 0, atol=1e-12)
    np.allclose(rescued.thetas[-1], minimum)
    np.isclose(stuck.costs[0], stuck.costs[-1], rtol=1e-7)
    middle > (left + right) / 2
    np.allclose(differences, J.gradient(here), rtol=1e-8)
    np.allclose([(squared(here + d * e) - squared(here - d * e)) / (2 * d) for e in np.eye(2)], squared.gradient(here), rtol=1e-8)
    np.isclose(bound, 8) and np.isclose(limit, 2 / most)
    np.isclose(raw(np.array([intercept, slope])), library(minimum), rtol=1e-12)
    np.isclose(library(minimum), 0.4416346236, atol=5e-11)
    np.allclose([temperature.mean(), temperature.std()], [69.56521739, 6.90195994])
    np.allclose(cycle.thetas[-1], cycle.thetas[-3], rtol=1e-12)
    not np.allclose((at := gd.descend(library, [0, 0], alpha=20, steps=3000).thetas)[-1], at[-3])  # more than two
    0 < raw_path[100, 0] < intercept / 1000  # nowhere along the valley
    np.isclose(at_cold, 0.9996087829, atol=5e-11)
    all(distress[temperature < 65] == 1) and sum(temperature < 65) == 4
    sum(distress[temperature > 65]) == 3
    np.isfinite([J(far), *J.gradient(far)]).all()
    np.array_equal((gd.with_intercept(z) @ runaway.thetas[-1] > 0), apart == 1)
    np.all(np.diff(runaway.costs) < 0)
    np.allclose(Ridge(separable, mu).gradient(theta), 0, atol=1e-6)
    np.isclose(Ridge(J, 3)(here) - J(here), 3 / 2 * here @ here)
    np.isclose(at_cold / (1 - at_cold), np.exp(intercept + slope * cold))
    all(np.isclose(gd.CrossEntropy(np.delete(X, i, 0), np.delete(distress, i)).gradient(best), 0, atol=1e-9).all() for i, best in enumerate(without))
    np.isclose(1 / alpha, np.linalg.eigvalsh(X.T @ X / len(X))[-1] / 4 + mu)
    np.isclose(np.log(1e-6), raw_steps * np.log1p(-raw_bound / 2 * raw_least))
    np.linalg.norm(gd.descend(library, [0, 0], 0.995 * limit, 3000).thetas[-1] - minimum) < 1e-6
"""
STATED = [
    "23 flights, 7 with distress",
    "-1.10755012 -1.60237796",
    "0.07050616",
    "0.15675014",
    "2.2232",
    "12.75915912",
    "alpha = 1: 178 steps",
    "alpha = 4: 39 steps",
    "alpha = 7.9: 18 steps",
    "alpha = 12: 73 steps",
    "0.0016366",
    "0.55360373541",
    "15.04290164",
    "-0.2321627",
    "about 2.1e+07 steps",
    "-1.44136407 -1.50548424",
    "-0.80129846 -1.79427147",
    "0.99960878",
    "−1.038",
    "21 %",
    "wrong for 16 of the flights",
    "in the middle 0.48217554",
    "on the line 0.31233235",
    "condition number 82589",
    "a degree warmer: times 0.79281708",
    "ten degrees colder: times 10.1922481",
    "p from 0.488 to 0.430",
    "odds 2555.1253",
    "one flight fewer: 0.998923297",
    "not near the minimum, 0.4416:",
    "half of the bound took 39",
    "0.9996, what does",
    "7 of the 23 flights had distress",
    "at 53 °F, and the forecast 22 degrees below it, where all the data span 28",
    "of the others 3 in 19 had",
    "local limit, 12.76, though",
    "the bound, 8, each step",
    "is −13.3, after ten thousand −22.4",
    "would be 0.348 for",
]

SHARE = r"\frac{\mathrm{d}}{\mathrm{d}u}"


def points():
    """Three flights at x = 1, 2, 4, and a θ with logits that are not the same."""
    x, y, theta = np.array([1.0, 2.0, 4.0]), np.array([1.0, 0.0, 1.0]), np.array([0.4, -0.3])
    J = gd.CrossEntropy(gd.with_intercept(x), y)
    u = theta[0] + theta[1] * x
    return J, x, y, theta, u, 1 / (1 + np.exp(-u))


def at_points():
    """What the formulas of a mean call them."""
    J, x, y, theta, u, p = points()
    return J, {
        "m": 3,
        "x_i": tuple(x),
        "y_i": tuple(map(int, y)),
        "u_i": tuple(u),
        "p_i": tuple(p),
        r"\mathrm{e}": sympy.E,
        r"\theta": sympy.Matrix(theta),
    }


def cost(J):
    return lambda theta: float(J(np.array(theta, dtype=float).ravel()))


def logistic(u):
    """The S-curve by its other form, for derivatives by SymPy."""
    return (1 + sympy.tanh(u / 2)) / 2


def by_u(expression, value):
    """The derivative of a function of the logit, there."""
    u = sympy.Symbol("u", real=True)
    return sympy.diff(expression(u), u).subs(u, value).evalf(30)


@law("own-logit")
def own_logit():
    # Where the odds are 3 to 1.
    line_through = {r"\theta_0": sympy.log(3) - 10, r"\theta_1": 5, "x": 2}
    assert holds("own-logit", line_through | {"u": sympy.log(3), "p": sympy.Rational(3, 4)})


@law("own-curve")
def own_curve():
    for odds in (3, sympy.Rational(1, 5)):
        values = {"u": sympy.log(odds), "p": odds / (1 + odds), r"\mathrm{e}": sympy.E}
        assert holds("own-curve", values)


@law("own-slope")
def own_slope():
    slope = by_u(logistic, 0.7)
    values = {r"\frac{\mathrm{d}p}{\mathrm{d}u}": slope, "p": logistic(0.7)}
    assert holds("own-slope", values)


@law("own-squared")
def own_squared():
    for y in (0, 1):
        slope = by_u(lambda u, y=y: (logistic(u) - y) ** 2 / 2, 0.7)
        values = {rf"{SHARE} \frac{{(p - y)^2}}{{2}}": slope, "p": logistic(0.7), "y": y}
        assert holds("own-squared", values)


@law("own-likelihood")
def own_likelihood():
    J, values = at_points()
    first, second, third = values["p_i"]
    product = float(first * (1 - second) * third)
    functions = {"L": lambda theta: product, "J": cost(J)}
    assert holds("own-likelihood", functions | {"p_i": values["p_i"]}, values)


@law("own-logs")
def own_logs():
    values = {"u": sympy.log(3), "p": sympy.Rational(3, 4), r"\mathrm{e}": sympy.E}
    assert holds("own-logs", values)


@law("own-cost")
def own_cost():
    J, values = at_points()
    assert holds("own-cost", {"J": cost(J), "u_i": values["u_i"], "y_i": values["y_i"]}, values)


@law("own-point")
def own_point():
    for y in (0, 1):
        slope = by_u(lambda u, y=y: sympy.log(1 + sympy.exp(u)) - y * u, 0.7)
        point = rf"{SHARE} \left(\ln(1 + \mathrm{{e}}^u) - y u\right)"
        values = {point: slope, "u": 0.7, "p": logistic(0.7), "y": y, r"\mathrm{e}": sympy.E}
        assert holds("own-point", values)


def slopes(theta, x, y):
    """By SymPy, from the cost alone."""
    free = sympy.symbols("t0:2")
    logits = [free[0] + free[1] * a for a in x]
    terms = [sympy.log(1 + sympy.exp(u)) - b * u for u, b in zip(logits, y, strict=True)]
    here = dict(zip(free, theta, strict=True))
    J = sum(terms) / len(terms)
    gradient = [sympy.diff(J, t).subs(here).evalf(30) for t in free]
    return sympy.Matrix(gradient), sympy.hessian(J, free).subs(here).evalf(30)


@law("own-gradient")
def own_gradient():
    _, values = at_points()
    _, x, y, theta, _, p = points()
    gradient, _ = slopes(theta, x, y)
    matrices = {
        "X": sympy.Matrix(gd.with_intercept(x)),
        "p": sympy.Matrix(p),
        "y": sympy.Matrix(y),
        r"\nabla J": gradient,
    }
    derivatives = line.by_parameter("J", gradient)
    assert holds("own-gradient", derivatives | matrices, values)


@law("own-hessian")
def own_hessian():
    _, values = at_points()
    _, x, y, theta, *_ = points()
    assert holds("own-hessian", {"H": slopes(theta, x, y)[1], "x_i": values["x_i"]}, values)


@law("own-quarter", r"\leq")
def own_quarter():
    for p in (sympy.Rational(1, 3), sympy.Rational(1, 2), sympy.Rational(9, 10)):
        assert holds("own-quarter", {"p": p})
    # No smaller bound would do: it is met where p is one half.
    tight = FORMULAS["own-quarter"].replace(r"\leq", "=")
    assert holds(tight, {"p": sympy.Rational(1, 2)})


def steepest(x):
    """The largest curvature of least squares, and its direction."""
    X = gd.with_intercept(x)
    curvatures, directions = np.linalg.eigh(X.T @ X / len(x))
    return curvatures[-1], directions[:, -1]


@law("own-bound", r"\leq")
def own_bound():
    J, values = at_points()
    _, x, _, theta, *_ = points()
    largest, direction = steepest(x)
    # At θ = 0 every weight is a quarter: along the steepest direction the bound is met.
    for at, relation in ((theta, r"\leq"), (0 * theta, "=")):
        p = 1 / (1 + np.exp(-gd.with_intercept(x) @ at))
        here = {
            "p_i": tuple(p),
            "v": sympy.Matrix(direction),
            "v_0": direction[0],
            "v_1": direction[1],
            "H": sympy.Matrix(J.hessian(at)),
            r"\Lambda": largest,
        }
        assert holds(FORMULAS["own-bound"].replace(r"\leq", relation), here, values)


def after_a_step(J, gradient, theta, alpha, largest):
    return {
        "J": cost(J),
        r"\theta": sympy.Matrix(theta),
        r"\nabla J": sympy.Matrix(gradient),
        r"\alpha": alpha,
        r"\Lambda": largest,
    }


@law("own-descent", r"\leq")
def own_descent():
    J, x, _, theta, *_ = points()
    largest, direction = steepest(x)
    for alpha in np.array([0.1, 3, 7.9]) / largest:
        assert holds("own-descent", after_a_step(J, J.gradient(theta), theta, alpha, largest))
        # A bowl whose curvature is a quarter of Λ along the way meets the bound.
        bowl = gd.LeastSquares(gd.with_intercept(x) / 2, 0 * x)
        values = after_a_step(bowl, bowl.gradient(direction), direction, alpha, largest)
        assert holds(FORMULAS["own-descent"].replace(r"\leq", "="), values)


@law("own-rate", "<")
def own_rate():
    x = points()[1]
    largest, direction = steepest(x)
    bowl = gd.LeastSquares(gd.with_intercept(x) / 2, 0 * x)
    for share in (0.5, 0.999, 1.001, 3):
        alpha = share * gd.critical_rate(bowl)
        falls = bowl(gd.update(bowl, direction, alpha)) < bowl(direction)
        assert holds("own-rate", {}, {r"\alpha": alpha, r"\Lambda": largest}) is bool(falls)


@law("own-return")
def own_return():
    J, *_, theta, _, _ = points()
    minimum = np.array([0.1, 0.2])  # any point will do
    alpha = 1.7
    errors = gd.descend(J, theta, alpha, steps=1).thetas - minimum
    assert holds(
        "own-return",
        {
            "e_{k+1}": sympy.Matrix(errors[1]),
            "e_k": sympy.Matrix(errors[0]),
            r"\alpha": alpha,
            r"\nabla J": sympy.Matrix(J.gradient(theta)),
        },
    )


@law("own-odds")
def own_odds():
    slope, intercept = sympy.log(2), sympy.Rational(1, 3)
    p = {"p": lambda x: 1 / (1 + sympy.exp(-intercept - slope * x)), "x": sympy.Rational(3, 2)}
    assert holds("own-odds", p | {r"\theta_1": slope, r"\mathrm{e}": sympy.E})


@law("own-runaway")
def own_runaway():
    x, y, theta = np.array([1.0, 2.0, 4.0]), [1, 1, 0], np.array([2.6, -0.9])
    u = gd.with_intercept(x) @ theta
    assert np.array_equal(u > 0, y)
    values = {
        "J": cost(gd.CrossEntropy(gd.with_intercept(x), y)),
        r"\theta": sympy.Matrix(theta),
        "t": 1.5,
        "u_i": tuple(u),
    }
    assert holds("own-runaway", values, {"m": 3, r"\mathrm{e}": sympy.E})


@law("own-ridge")
def own_ridge():
    # A mean over two points more, at which half of a square is the price: by the gradient of gd.
    mu, theta = 0.3, np.array([1.5, -0.4])
    X, y = np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([1.0, 0.5])
    J = gd.LeastSquares(X, y)
    longer = gd.LeastSquares(
        np.vstack([X, np.sqrt(2 * mu) * np.eye(2)]) * np.sqrt(2), np.append(y, [0, 0]) * np.sqrt(2)
    )
    values = {
        r"J_\mu": cost(longer),
        r"\nabla J_\mu": sympy.Matrix(longer.gradient(theta)),
        "J": cost(J),
        r"\nabla J": sympy.Matrix(J.gradient(theta)),
        r"\theta": sympy.Matrix(theta),
        r"\mu": mu,
    }
    assert holds("own-ridge", values)
