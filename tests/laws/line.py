"""Three points and a line, an intercept and a slope, all of them symbols, for SymPy."""

import sympy
from sympy import Matrix, Rational, diff, ones, symbols, zeros

import gd

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


def by_parameter(tex, values):
    """The derivatives by θ₀ and θ₁, by their TeX."""
    symbols = [rf"\frac{{\partial {tex}}}{{\partial \theta_{j}}}" for j in (0, 1)]
    return dict(zip(symbols, values, strict=True))
