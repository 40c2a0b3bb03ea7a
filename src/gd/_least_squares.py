"""Least squares: the cost J of a linear model, its gradient, Hessian and minimizer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gd._checks import real_array
from gd._linear import data, parameters, predictions
from gd._triangle import by_triangle, triangle

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from gd._descent import Look

TALL = 512
"""From this many points on the data are reduced to a triangle."""
MANY = 100
"""From this many descents at once a triangle pays, however few the points."""


class LeastSquares:
    """The cost J(θ) = mean((h − y)²) / 2 of fitting h = θ₀x₀ + θ₁x₁ + … to data.

    Half the mean squared error: the ½ cancels the 2 of the square's derivative, and the
    mean makes J, and with it the useful learning rates, independent of the number of points.

    Parameters
    ----------
    X : array_like, shape (m, n)
        The data, a point a row. One parameter is ``x[:, np.newaxis]``; a line with an
        intercept is ``gd.with_intercept(x)``.
    y : array_like, shape (m,)
        The values to fit.

    Raises
    ------
    TypeError
        If X or y does not hold real numbers.
    ValueError
        If the shapes do not fit, or something is empty, NaN or infinite; and in tall data, if
        something is so large (near 1e308) that the length of a column overflows.

    Notes
    -----
    The data are copied: changing X or y afterwards does not change J. A θ that has left the
    finite numbers, as it does on a diverging path, has an infinite or NaN cost and no warning.

    From 512 points on (and twice as many as X and y have columns) what is kept is not the data but
    the triangle of their QR factorisation, n + 1 rows that have the same J at every θ but for
    rounding, beside the largest row. They are read once, in blocks of rows, and may be a memory
    map; nothing that follows depends on m. Fewer points are kept, and summed as one would by hand.

    ``J + K`` is the cost over the data of both, so that data of any size can be added up in parts,
    in any order: ``sum(gd.LeastSquares(X, y) for X, y in parts)``. Each addition rounds, so that a
    thousand parts are better than a million. A subclass with a cost or a gradient of its own
    does not add.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 20)
    >>> J = gd.LeastSquares(gd.with_intercept(x), 2 + 2 * x)
    >>> J
    LeastSquares(m=20, n=2)

    One θ has one cost; a batch of them, one each.

    >>> float(J([2, 2]))
    0.0
    >>> J(np.zeros((101, 101, 2))).shape
    (101, 101)

    The cost over all points, from the costs over two halves of them:

    >>> J + gd.LeastSquares(gd.with_intercept(x + 2), 6 + 2 * x)
    LeastSquares(m=40, n=2)
    """

    __array_ufunc__ = None  # an array plus J is for J to refuse

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        X, y = data(X, y)
        self._keep(X, y, len(y))

    def _keep(self, X: NDArray[Any], y: NDArray[Any], m: int) -> None:
        """Rows whose squared residuals add up to those of all m points: these, or a triangle."""
        self._m, n = m, X.shape[1]
        self._reduced = m >= max(TALL, 2 * (n + 1))
        if self._reduced:
            R = triangle(X, y)
            X, y = R[:, :n], R[:, n]
        # Data in rows of contiguous numbers: NumPy then sums each in the same (pairwise)
        # order as the sums of a derivation written out by hand, batch or not.
        self._columns = np.array(real_array("X", X).T, order="C")
        self._y = real_array("y", y).copy()

    def __add__(self, other: LeastSquares) -> LeastSquares:
        """J + K, the cost over the data of both: m and the sums of squares add up."""
        if not (_as_here(self) and _as_here(other)):
            return NotImplemented
        n, k = len(self._columns), len(other._columns)
        if n != k:
            raise ValueError(f"J + K must have the same n; got n={n} and n={k}")
        both = object.__new__(LeastSquares)
        both._keep(
            np.concatenate([self._columns, other._columns], axis=1).T,
            np.concatenate([self._y, other._y]),
            self._m + other._m,
        )
        return both

    def __radd__(self, zero: Literal[0]) -> LeastSquares:
        """0 + J, with which ``sum`` begins."""
        return self if type(zero) is int and zero == 0 else NotImplemented

    @np.errstate(all="ignore")
    def __call__(self, theta: ArrayLike) -> NDArray[np.float64]:
        """J(θ) = mean((h − y)²) / 2.

        Parameters
        ----------
        theta : array_like, shape (..., n)

        Returns
        -------
        ndarray, shape (...), or a NumPy float for a single theta
            Half the mean squared error, in the units of y squared.

        Raises
        ------
        TypeError
            If theta does not hold real numbers.
        ValueError
            If the last axis of theta is not n long.

        Examples
        --------
        >>> J = gd.LeastSquares([[1], [2]], [3, 6])
        >>> J([[3], [2], [1]])
        array([0.  , 1.25, 5.  ])
        """
        return self._mean(self._residuals(theta) ** 2) / 2

    @np.errstate(all="ignore")
    def gradient(self, theta: ArrayLike) -> NDArray[np.float64]:
        """∂J/∂θⱼ = mean((h − y) xⱼ): the direction in which J rises fastest.

        Parameters
        ----------
        theta : array_like, shape (..., n)

        Returns
        -------
        ndarray, shape (..., n)
            In the units of y² over those of θ.

        Raises
        ------
        TypeError
            If theta does not hold real numbers.
        ValueError
            If the last axis of theta is not n long.

        Examples
        --------
        >>> J = gd.LeastSquares([[1], [2]], [3, 6])
        >>> J.gradient([2])
        array([-2.5])
        """
        r = self._residuals(theta)[..., np.newaxis, :]
        return self._mean(r * self._columns)

    @property
    def hessian(self) -> NDArray[np.float64]:
        """The curvature H = XᵀX / m, an ndarray of shape (n, n) and the same at every θ.

        >>> gd.LeastSquares([[1], [2]], [3, 6]).hessian
        array([[2.5]])
        """
        with np.errstate(all="ignore"):
            return self._columns @ self._columns.T / self._m

    @property
    def minimizer(self) -> NDArray[np.float64]:
        """The θ where J is least, an ndarray of shape (n,), found without descent.

        Where more than one θ does equally well, it is the shortest of them (least
        Euclidean norm, with the columns of X in units that make them equally long), by
        NumPy's ``lstsq``. A singular value of those columns counts as zero if, beside the largest,
        it is below machine epsilon times the larger of m and n, or below 1e-10 if that is less.

        >>> gd.LeastSquares([[1], [2]], [3, 6]).minimizer
        array([3.])
        """
        # Columns of equal length: else lstsq takes those in small units for rounding.
        size = np.linalg.norm(self._columns, axis=-1)
        size[size == 0] = 1
        zero = min(np.finfo(float).eps * max(self._m, len(size)), 1e-10)
        theta, *_ = np.linalg.lstsq((self._columns / size[:, np.newaxis]).T, self._y, zero)
        return np.asarray(theta / size, dtype=np.float64)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(m={self._m}, n={len(self._columns)})"

    def _residuals(self, theta: ArrayLike) -> NDArray[np.float64]:
        theta = parameters(theta, (self._m, len(self._columns)))
        return predictions(theta, self._columns) - self._y

    def _mean(self, terms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over all m points of terms whose sum over the rows kept is the same."""
        mean: NDArray[np.float64] = np.sum(terms, axis=-1) / self._m
        return mean

    def _gd_look(self, start: NDArray[np.float64]) -> Look | None:
        """J(θ) with its gradient in one call, for θ of the shape of ``start``; None if no faster."""
        if not _as_here(self):
            return None
        n, rows = self._columns.shape
        parameters(start, (self._m, n))
        if self._reduced:
            return by_triangle(self._columns, self._y, self._m, start.shape)
        if start.size >= MANY * n and rows > n + 1:
            with suppress(ValueError):  # numbers so large that only sums of points are finite
                R = triangle(self._columns.T, self._y)
                return by_triangle(R[:, :-1].T, R[:, -1], self._m, start.shape)
        return by_hand(self._columns, self._y) if start.ndim == 1 else None


COST, GRADIENT = LeastSquares.__call__, LeastSquares.gradient


def _as_here(J: object) -> bool:
    """Whether J is least squares with the cost and the gradient above, not somebody's own."""
    return (
        isinstance(J, LeastSquares)
        and (type(J).__call__, type(J).gradient) == (COST, GRADIENT)
        and "gradient" not in vars(J)
    )


def by_hand(x: NDArray[np.float64], y: NDArray[np.float64]) -> Look:
    """J(θ) with its gradient, for a single θ: the sums over all points as they are taken above.

    x, shape (n, m), has a feature a row. A small problem takes NumPy less time than Python needs
    to look up and to check what NumPy is given. So the operations, their operands and the memory
    for their results are put in a list once; a look then runs down the list.
    """
    n, m = x.shape
    theta, means, points = np.empty(n), np.empty(n + 1), np.array(float(m))
    t, gradient = [theta[j, ...] for j in range(n)], means[:n]  # views
    *products, r = terms = np.empty((n + 1, m))
    steps: list[tuple[Callable[..., Any], tuple[Any, ...]]]
    steps = [(np.multiply, (x[0], t[0], r))]
    for j in range(1, n):
        steps += [(np.multiply, (x[j], t[j], products[j])), (np.add, (r, products[j], r))]
    steps += [(np.subtract, (r, y, r))]
    steps += [(np.multiply, (r, x[j], products[j])) for j in range(n)]
    steps += [(np.multiply, (r, r, r))]
    steps += [(np.add.reduce, (terms, 1, None, means)), (np.divide, (means, points, means))]

    def look(at: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        theta[...] = at
        for operation, operands in steps:
            operation(*operands)
        return means[n] / 2, gradient

    return look
