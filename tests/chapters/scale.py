"""Fit more rows than fit in memory."""

from laws import law, line, sympy
from laws.formulas import holds

import gd

INPUTS = {
    "twenty points": "# an example",
    "twenty million": "# an example",
    "a thousand points": "m = 1000\n",
    "over the thousand points": "m = 1000\n",
    "sixteen digits": "# of a double",
    "thirteen of its digits": "far = 1e6",
    "measured to a hundredth": "rng.normal(0, 0.01, 50)",
    "some hundreds of points": "# TALL of gd",
    "A million rows of ten columns": "1000 * m * 11",
}
COMPUTED = """
    np.isclose(by_means(0.7), by_points(0.7)) and np.isclose(J([0.7]), by_points(0.7))
    np.isclose(np.sum((R @ [0.7, -1]) ** 2) / (2 * m), by_points(0.7))
    abs(u @ G @ u / 2 - far_J(far_J.minimizer)) > far_J(far_J.minimizer)
    remembered(3) == 10
    np.isclose((parts[0] + total)([0, 1]), (250 * parts[0]([0, 1]) + m * total([0, 1])) / (250 + m))
    np.allclose(total.minimizer, whole.minimizer)
    np.allclose(thetas[-1], np.linalg.lstsq(X, y)[0], atol=1e-2)
"""
GIVEN = {"x = 10^6"}
STATED = [
    "n = 1 N = 3",
    "n = 100 N = 5151",
    "m=1000, n=2",
    "11,000,000",
    "keeps 66, and the number of rows",
]


def table():
    """The points of the line as rows (1, x, y), and what they are multiplied by: (θ₀, θ₁, −1)."""
    return line.X.row_join(line.y), line.theta.col_join(sympy.Matrix([-1]))


# Tall, with entries that are exact.
TALL = [[1, 0, 1], [1, 2, 3], [1, 5, -2], [1, 1, 1]]


def factors():
    """Q and R of the tall table."""
    return sympy.Matrix(TALL).QRdecomposition()


@law("many-parabola")
def many_parabola():
    slope = line.theta[1]
    cost = sum((slope * a - b) ** 2 for a, b in zip(line.x_i, line.y_i, strict=True)) / (2 * line.m)
    means = {
        r"\overline{x^2}": sum(a * a for a in line.x_i) / line.m,
        r"\overline{x y}": sum(a * b for a, b in zip(line.x_i, line.y_i, strict=True)) / line.m,
        r"\overline{y^2}": sum(b * b for b in line.y_i) / line.m,
    }
    values = {r"J(\theta_1)": cost, r"\theta_1": slope} | means
    assert holds("many-parabola", values, {"m": line.m, "x_i": line.x_i, "y_i": line.y_i})


@law("many-table")
def many_table():
    rows = sympy.Matrix([[1, x, v] for x, v in zip(line.x_i, line.y_i, strict=True)])
    assert holds("many-table", {"Z": rows}, line.MATRICES)


@law("many-numbers")
def many_numbers():
    for n in range(1, 6):
        pairs = {frozenset((a, b)) for a in range(n + 1) for b in range(n + 1)}
        assert holds("many-numbers", {"N": len(pairs), "n": n})


@law("many-residuals")
def many_residuals():
    Z, u = table()
    values = {r"\theta_0": line.theta[0], r"\theta_1": line.theta[1], "u": u}
    assert holds("many-residuals", values | {"r": sympy.Matrix(line.r_i)}, {"Z": Z})


@law("many-gram")
def many_gram():
    Z, u = table()
    G = sympy.Matrix(3, 3, lambda i, j: sum(Z[k, i] * Z[k, j] for k in range(line.m)) / line.m)
    assert holds("many-gram", {r"J(\theta)": line.J(), "G": G, "u": u}, {"Z": Z, "m": line.m})


@law("many-qr")
def many_qr():
    Q, R = factors()
    assert R.is_upper
    assert R.shape == (3, 3)
    assert holds("many-qr", {"Z": sympy.Matrix(TALL), "Q": Q, "R": R, "I": sympy.eye(3)})


@law("many-length")
def many_length():
    Q, R = factors()
    at = sympy.Matrix([2, -1, -1])
    cost = sum((2 - x - v) ** 2 for _, x, v in TALL) / (2 * sympy.Rational(4))
    assert holds("many-length", {r"J(\theta)": cost, "Q": Q, "R": R, "u": at, "m": 4})


@law("many-sum")
def many_sum():
    few, more = gd.LeastSquares([[1, 0], [1, 2]], [1, 3]), gd.LeastSquares([[1, 5]] * 3, [-2, 4, 9])
    at = [0.5, -2]
    values = {
        "(J + K)": lambda t: (few + more)(at),
        "J": lambda t: few(at),
        "K": lambda t: more(at),
    }
    assert holds("many-sum", values | {"m_J": 2, "m_K": 3}, {r"\theta": line.theta})
