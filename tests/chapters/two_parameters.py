"""Fit two parameters."""

import numpy as np
from laws import law, line, sympy
from laws.fits import best_rate, of_two, slowest
from laws.formulas import holds

import gd

INPUTS = {
    "Take the twenty points": "np.linspace(-1, 1, 20)",
    "Take fourteen": "steps=14",
    "fourteen steps": "steps=14",
    "approach twenty points": "np.linspace(-1, 1, 20)",
    "steps to a millionth": "np.log(1e-6)",
    "α = 0.7": "alpha = 0.7\n",
    "at 0.7": "alpha = 0.7\n",
}
COMPUTED = """
    np.allclose(kept, 1 - alpha * curvatures)
    np.allclose([least, most], [7 / 19, 1])
    np.isclose(best, 19 / 13) and np.isclose(rho, 6 / 13)
"""
STATED = ["30 %", "74 %", "1.9999999 1.96927109", "0.4615384", "18 at 1.4615", "47 at 0.7", "63 %"]


def said():
    values = line.SUMS | {r"h_\theta": line.h, "x": 7}
    return {
        r"h_\theta(x) = \theta_0 + \theta_1 x": values,
        r"\alpha_c = 2 / \lambda_{\max}": {
            r"\alpha_c": sympy.Rational(2, 9),
            r"\lambda_{\max}": 9,
        },
        r"v \cdot (\lambda t v) = \lambda t": {"v": line.V[0], r"\lambda": 4, "t": line.alpha},
        r"\lambda = v \cdot H v = \frac{1}{m} (X v)^\mathsf{T} (X v)": {
            r"\lambda": 4,
            "v": line.V[0],
            "H": line.STRETCH,
            "m": 2,
            "X": sympy.sqrt(2) * sympy.Matrix([2 * line.V[0].T, 3 * line.V[1].T]),
        },
    }


def centred(fit):
    """A cost whose mean of x is zero, as in the chapter."""
    return gd.LeastSquares(gd.with_intercept(fit.x - fit.x.mean()), fit.y)


@law("hessian")
def hessian():
    means = {
        r"\bar{x}": sum(line.x_i) / line.m,
        r"\overline{x^2}": sum(x**2 for x in line.x_i) / line.m,
    }
    assert holds("hessian", means | {"H": line.H, "X": line.X}, line.MATRICES)


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


@law("two-hessian")
def two_hessian(two):
    assert holds(
        "two-hessian", {"H": sympy.Matrix(centred(two).hessian), r"\lambda": np.var(two.x)}
    )


@law("two-errors")
def two_errors(two):
    J = centred(two)
    errors = gd.descend(J, [3, -2], two.alpha, steps=4).thetas - J.minimizer
    for k in range(5):
        parts = {f"e_{{{j},k}}": errors[k, j] for j in (0, 1)}
        starts = {f"e_{{{j},0}}": errors[0, j] for j in (0, 1)}
        values = {"k": k, r"\alpha": two.alpha, r"\lambda": np.var(two.x)}
        assert holds("two-errors", parts | starts | values)


@law("two-contour")
def two_contour():
    # An ellipse along which v·Hv/2 keeps its value, and the way along it.
    t = sympy.Symbol("t", real=True)
    contour = line.V[0] * sympy.cos(t) / 2 + line.V[1] * sympy.sin(t) / 3
    assert sympy.simplify(contour.dot(line.STRETCH * contour)) == 1
    along = {r"\nabla J": line.STRETCH * contour, r"\delta": sympy.diff(contour, t)}
    assert holds("two-contour", along)


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
def critical_rate(two):
    rates = np.array([0.999, 1.001]) * gd.critical_rate(two.J)
    steepest = np.linalg.eigh(two.J.hessian)[1][:, -1]
    errors = gd.descend(two.J, two.J.minimizer + steepest, rates, 9).thetas - two.J.minimizer
    sizes = np.linalg.norm(errors, axis=-1)
    assert sizes[-1, 0] < sizes[0, 0]
    assert sizes[-1, 1] > sizes[0, 1]
    assert holds("critical-rate", {r"\alpha_c": gd.critical_rate(two.J)}, of_two(two))


@law(
    "two-slowest",
    harmless={"lost bars 0": "where the first is below 0, the other is larger in size"},
)
def two_slowest(two):
    for alpha in np.array([0.1, 0.5, 0.9, 0.99]) * gd.critical_rate(two.J):
        assert holds("two-slowest", {r"\alpha": alpha, r"\rho": slowest(two, alpha)}, of_two(two))


@law("two-equal")
def two_equal(two):
    least, most = two.curvatures
    curvatures = {r"\lambda_{\min}": least, r"\lambda_{\max}": most}
    assert holds("two-equal", curvatures | {r"\alpha": best_rate(two)})


@law("two-best")
def two_best(two):
    best = best_rate(two)
    values = {r"\alpha_{\mathrm{best}}": best, r"\rho_{\mathrm{best}}": slowest(two, best)}
    assert holds("two-best", values, of_two(two))
