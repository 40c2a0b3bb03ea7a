"""Derive the update rule."""

from laws import law, line, sympy
from laws.formulas import holds

import gd

INPUTS = {
    "α = 0.1": "alpha = 0.1\n",
    "twenty points": "# of the live figure: the draws of line.js",
}
COMPUTED = """
    J(theta) == cost(theta)
    np.allclose(gradient(theta), cost.gradient(theta))
    np.allclose(update(theta, alpha), gd.update(cost, theta, alpha))
    all(J(theta - 1e-3 * gradient(theta) / np.hypot(*gradient(theta))) <= J(theta + 1e-3 * np.array([np.cos(t), np.sin(t)])) for t in range(100))
    np.allclose(hypothesis(theta), gd.hypothesis(theta, X))
    np.allclose(X @ theta - y, r)
    np.allclose(equations, cost.hessian)
    np.allclose(minimiser, cost.minimizer)
"""
STATED = ["J from 1.4375 to 0.54875", "θ₀ = 0.275", "half the rate: 0.05 in the place of 0.1"]


def said():
    parabola = dict(zip("abcdt", sympy.symbols("a:d t"), strict=True))
    a, b, c = (parabola[name] for name in "abc")
    parabola["p"] = lambda t: a * t**2 + b * t + c
    return {
        r"r_i = \theta_0 + \theta_1 x_i - y_i": line.SUMS,
        r"p(t) = a t^2 + b t + c": parabola,
        r"p(t + d) - p(t - d) = 2 d\, (2 a t + b)": parabola,
    }


@law("hypothesis")
def hypothesis():
    # A straight line with the value θ₀ at zero and the slope θ₁.
    x, t = sympy.symbols("x t")
    straight = {r"h_\theta": lambda at: line.theta[0] + sympy.integrate(line.theta[1], (t, 0, at))}
    assert holds("hypothesis", straight | {"x": x}, line.SUMS)


@law("residual")
def residual():
    points = {"x_i": line.x_i, "y_i": line.y_i}
    assert holds("residual", {r"h_\theta": line.h, "r_i": line.r_i} | points)


@law("cost")
def cost():
    by_gd = sympy.nsimplify(line.BY_GD([4, -1]), rational=True)
    assert line.J(sympy.Matrix([4, -1])).subs(line.DATA) == by_gd
    assert holds("cost", {"J": line.J, r"\theta": line.theta}, line.SUMS)


@law("residual-slope")
def residual_slope():
    slopes = (tuple(sympy.diff(r, t) for r in line.r_i) for t in line.theta)
    assert holds("residual-slope", line.by_parameter("r_i", slopes), line.SUMS)


@law("square-slope")
def square_slope():
    slopes = (tuple(sympy.diff(r**2, t) for r in line.r_i) for t in line.theta)
    assert holds("square-slope", line.by_parameter("r_i^2", slopes), line.SUMS)


@law("gradient")
def gradient():
    assert holds("gradient", line.by_parameter("J", line.gradient()), line.SUMS)


@law("difference", r"\approx")
def difference():
    # Of another cost, with a fourth power in it; of ours, and along any parabola, it is exact.
    def other(theta):
        return sum(t**4 for t in theta)

    here, size = sympy.Matrix([1.0, 2.0]), 0.01
    slopes = {r"\frac{\partial J}{\partial \theta_j}": (4, 32)}
    changes = {"d": size, "d_j": tuple(size * sympy.eye(2)[:, j] for j in (0, 1))}
    assert holds("difference", {"J": other, r"\theta": here} | changes | slopes)


@law("direction", r"\approx")
def direction():
    here, change = sympy.Matrix([0.3, -0.7]), sympy.Matrix([2e-4, 1e-4])
    slope = line.gradient(here).subs(line.DATA)
    values = {"J": lambda theta: line.J(theta).subs(line.DATA), r"\nabla J": slope, r"\theta": here}
    assert holds("direction", values | {r"\delta": change})


@law("update", r"\coloneq")
def update():
    # Both at once, as gd does it, where the two slopes differ.
    new = gd.update(line.BY_GD, [4, -2], 0.125)
    values = {r"new \theta_0": new[0], r"new \theta_1": new[1], r"\theta_0": 4, r"\theta_1": -2}
    slopes = line.gradient(sympy.Matrix([4, -2])).subs(line.DATA)
    assert tuple(slopes) == (sympy.Rational(-4, 3), sympy.Rational(-26, 3))
    assert holds("update", values | line.by_parameter("J", slopes) | {r"\alpha": 0.125})


@law("matrix-residual")
def matrix_residual():
    # Two points: the dots of the formula stand for all others.
    values = {
        "r": sympy.Matrix(line.r_i[:2]),
        "X": line.X[:2, :],
        "y": line.y[:2, :],
        r"\theta": line.theta,
    }
    points = {"x_1": line.x_i[0], "x_m": line.x_i[1], "y_1": line.y_i[0], "y_m": line.y_i[1]}
    assert holds("matrix-residual", values | points, line.SUMS)


@law("matrix-cost")
def matrix_cost():
    assert holds("matrix-cost", {"J": line.J}, line.MATRICES)


@law("matrix-gradient")
def matrix_gradient():
    assert holds("matrix-gradient", {r"\nabla J": line.gradient(), "y": line.y}, line.MATRICES)


@law("matrix-normal-equations")
def matrix_normal_equations():
    values = {"X": line.X, r"\theta^\ast": line.minimiser, "y": line.y}
    assert holds("matrix-normal-equations", values)


@law("normal-equations")
def normal_equations():
    means = {
        r"\bar{x}": sum(line.x_i) / line.m,
        r"\bar{y}": sum(line.y_i) / line.m,
        r"\overline{x^2}": sum(x**2 for x in line.x_i) / line.m,
        r"\overline{x y}": sum(x * y for x, y in zip(line.x_i, line.y_i, strict=True)) / line.m,
    }
    least = {rf"\theta_{j}^\ast": line.minimiser[j] for j in (0, 1)}
    assert holds("normal-equations", means | least)


@law("bowl", harmless={"a sign 0": "J rises to either side alike"})
def bowl():
    change = sympy.Matrix(sympy.symbols("delta0:2", real=True))
    values = {"J": line.J, r"\theta^\ast": line.minimiser, r"\delta": change}
    parts = {rf"\delta_{j}": change[j] for j in (0, 1)}
    assert holds("bowl", values | parts | {"x_i": line.x_i}, line.SUMS)
