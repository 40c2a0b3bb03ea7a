"""Derive the update rule."""

import numpy as np
from laws import law, line, sympy
from laws.formulas import holds

import gd

INPUTS = {
    "α = 0.1": "alpha = 0.1\n",
    "ten steps": "range(10)",
    "twenty points": "# of the live figure: the draws of line.js",
}
COMPUTED = """
    J(theta) == cost(theta)
    np.allclose(gradient(theta), cost.gradient(theta))
    np.allclose(update(theta, alpha), gd.update(cost, theta, alpha))
    np.allclose(hypothesis(theta), gd.hypothesis(theta, X))
    np.allclose(X @ theta - y, r)
    np.allclose(H, cost.hessian)
    np.allclose(minimiser, cost.minimizer)
    np.allclose(walked, gd.descend(cost, theta, alpha, 10).thetas[-1])
    np.allclose(power @ (theta - minimiser), walked - minimiser)
    np.isclose(2 / eigenvalues.max(), gd.critical_rate(cost))
"""
STATED = ["rate below 0.4759", "J from 1.4375 to 0.54875", "0.0875"]


def said():
    parabola = dict(zip("abcdt", sympy.symbols("a:d t"), strict=True))
    a, b, c = (parabola[name] for name in "abc")
    parabola["p"] = lambda t: a * t**2 + b * t + c
    return {
        r"r_i = \theta_0 + \theta_1 x_i - y_i": line.SUMS,
        r"\alpha_c = 2 / \lambda_{\max}": {
            r"\alpha_c": sympy.Rational(2, 9),
            r"\lambda_{\max}": 9,
        },
        r"p(t) = a t^2 + b t + c": parabola,
        r"p(t + d) - p(t - d) = 2 d\, (2 a t + b)": parabola,
        r"v \cdot (\lambda t v) = \lambda t": {"v": line.V[0], r"\lambda": 4, "t": line.alpha},
        r"\lambda = v \cdot H v = \frac{1}{m} (X v)^\mathsf{T} (X v)": {
            r"\lambda": 4,
            "v": line.V[0],
            "H": line.STRETCH,
            "m": 2,
            "X": sympy.sqrt(2) * sympy.Matrix([2 * line.V[0].T, 3 * line.V[1].T]),
        },
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


@law("difference")
def difference():
    size = sympy.Symbol("d", positive=True)
    changes = {"d": size, "d_j": tuple(size * sympy.eye(2)[:, j] for j in (0, 1))}
    slopes = {r"\frac{\partial J}{\partial \theta_j}": tuple(line.gradient())}
    assert holds("difference", {"J": line.J, r"\theta": line.theta} | changes | slopes)


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


@law("hessian")
def hessian():
    means = {
        r"\bar{x}": sum(line.x_i) / line.m,
        r"\overline{x^2}": sum(x**2 for x in line.x_i) / line.m,
    }
    assert holds("hessian", means | {"H": line.H, "X": line.X}, line.MATRICES)


@law("normal-equations")
def normal_equations():
    values = {"H": line.H, r"\theta^\ast": line.minimiser, "y": line.y}
    assert holds("normal-equations", values, line.MATRICES)


@law("linear-gradient")
def linear_gradient():
    values = {r"\nabla J": line.gradient, r"\theta": line.theta, r"\theta^\ast": line.minimiser}
    assert holds("linear-gradient", values, line.MATRICES)


@law("error-definition")
def error_definition():
    # What gd leaves after three steps, against the power of the matrix of one.
    thetas = gd.descend(line.BY_GD, [4, -1], 0.05, steps=3).thetas
    left = np.linalg.matrix_power(np.eye(2) - 0.05 * line.BY_GD.hessian, 3)
    error = sympy.Matrix(left @ ([4, -1] - line.BY_GD.minimizer))
    values = {"e_k": error, r"\theta^{(k)}": sympy.Matrix(thetas[3])}
    assert holds("error-definition", values | {r"\theta^\ast": sympy.Matrix(line.BY_GD.minimizer)})


@law("error-step")
def error_step():
    # The first line is one step, by SymPy's gradient; the others are what the matrix H makes of it.
    after = line.theta - line.alpha * line.gradient() - line.minimiser
    values = {
        "e_{k+1}": after,
        "e_k": line.theta - line.minimiser,
        r"\theta^{(k)}": line.theta,
        r"\theta^\ast": line.minimiser,
        r"\nabla J": line.gradient,
    }
    assert holds("error-step", values | {r"\alpha": line.alpha, "H": line.H, "I": sympy.eye(2)})


@law("error")
def error():
    matrix, start = sympy.Matrix(2, 2, sympy.symbols("h0:4")), sympy.Matrix(sympy.symbols("e0:2"))
    step = {r"\alpha": line.alpha, "H": matrix, "I": sympy.eye(2)}
    error = start
    for k in range(4):
        assert holds("error", step | {"e_k": error, "e_0": start, "k": k})
        error = (error - line.alpha * matrix * error).expand()


@law("eigenvector")
def eigenvector():
    for curvature, v in zip((4, 9), line.V, strict=True):
        assert holds("eigenvector", {"H": line.STRETCH, "v": v, r"\lambda": curvature})


@law("eigenvector-cost", harmless={"a sign 0": "J rises to either side alike"})
def eigenvector_cost():
    curvatures, axes = np.linalg.eigh(line.BY_GD.hessian)
    cost = {"J": lambda theta: float(line.BY_GD([float(t) for t in theta]))}
    for curvature, v in zip(curvatures, axes.T, strict=True):
        values = {r"\theta^\ast": sympy.Matrix(line.BY_GD.minimizer), r"\lambda": curvature}
        assert holds("eigenvector-cost", cost | values | {"v": sympy.Matrix(v), "t": 0.7})


@law("factor")
def factor():
    step = sympy.eye(2) - line.alpha * line.STRETCH
    for curvature, v in zip((4, 9), line.V, strict=True):
        # What a step leaves of an error along v.
        assert step * v == v - line.alpha * (line.STRETCH * v)
        values = {"I": sympy.eye(2), "H": line.STRETCH, "v": v}
        values |= {r"\alpha": line.alpha, r"\lambda": curvature}
        assert holds("factor", values)
        assert holds(r"(I - \alpha H) v = w", {"w": step * v}, values)


@law("parts")
def parts():
    start = sympy.Matrix(sympy.symbols("e0:2"))
    sizes = tuple(line.V[0].row_join(line.V[1]).LUsolve(start))
    assert holds("parts", {"e_0": start, "v_j": line.V, "c_j": sizes})


@law("error-parts")
def error_parts():
    start = sympy.Matrix(sympy.symbols("e0:2"))
    parts = {"v_j": line.V, "c_j": tuple(v.dot(start) for v in line.V), r"\lambda_j": (4, 9)}
    error = start
    for k in range(4):
        assert holds("error-parts", parts | {"e_k": error, "k": k, r"\alpha": line.alpha})
        error = (error - line.alpha * line.STRETCH * error).expand()


@law("critical-rate")
def critical_rate():
    # Where the first factor reaches −1 as α grows.
    curvatures = {r"\lambda_{\min}": sympy.Rational(1, 3), r"\lambda_{\max}": sympy.Rational(7, 2)}
    rates = [sympy.solve(1 - line.alpha * c + 1, line.alpha)[0] for c in curvatures.values()]
    assert holds("critical-rate", {r"\alpha_c": min(rates)}, curvatures)
