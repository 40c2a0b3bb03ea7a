"""Least squares: the hypothesis, its cost J, the gradient and the Hessian of J."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gd._checks import real_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def with_intercept(x: ArrayLike) -> NDArray[np.float64]:
    """Put x₀ = 1 before the features, so that θ₀ is the intercept.

    Parameters
    ----------
    x : array_like, shape (m,) or (m, n)
        One feature, or n of them in columns.

    Returns
    -------
    ndarray, shape (m, 2) or (m, n + 1)
        A column of ones, then the features.

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If x is empty, not finite, or has neither one nor two dimensions.

    Examples
    --------
    >>> gd.with_intercept([5.0, 6.0])
    array([[1., 5.],
           [1., 6.]])
    """
    x = real_array("x", x)
    if x.ndim not in (1, 2):
        raise ValueError(f"x must have shape (m,) or (m, n); got {x.shape}")
    return np.column_stack([np.ones(len(x)), x])


@np.errstate(all="ignore")
def hypothesis(theta: ArrayLike, X: ArrayLike) -> NDArray[np.float64]:
    """What θ predicts for each row of X: h = θ₀x₀ + θ₁x₁ + …

    Parameters
    ----------
    theta : array_like, shape (..., n)
        The parameters; leading axes are a batch.
    X : array_like, shape (m, n)
        The data, a point a row. Use :func:`with_intercept` for x₀ = 1.

    Returns
    -------
    ndarray, shape (..., m)
        The predictions, in the units of y.

    Raises
    ------
    TypeError
        If theta or X does not hold real numbers.
    ValueError
        If the shapes do not fit, or X is empty or not finite.

    Examples
    --------
    The line 2 + 3x at x = 0, 1 and 2:

    >>> gd.hypothesis([2, 3], gd.with_intercept([0, 1, 2]))
    array([2., 5., 8.])

    Two lines at once:

    >>> gd.hypothesis([[2, 3], [0, 1]], gd.with_intercept([0, 1, 2])).shape
    (2, 3)
    """
    X = _data(X)
    return _predictions(_parameters(theta, X.shape), X.T)


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
        If the shapes do not fit, or something is empty, NaN or infinite.

    Notes
    -----
    The data are copied: changing X or y afterwards does not change J. A θ that has left the
    finite numbers, as it does on a diverging path, has an infinite or NaN cost and no warning.

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
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        X, y = _data(X), real_array("y", y)
        if y.shape != X.shape[:1]:
            raise ValueError(
                f"y must have shape {X.shape[:1]}, one value a row of X; got {y.shape}"
            )
        # Data in rows of m contiguous numbers: NumPy then sums each in the same (pairwise)
        # order as the sums of a derivation written out by hand, batch or not.
        self._columns = np.array(X.T, order="C")
        self._y = y.copy()

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
        cost: NDArray[np.float64] = np.mean(self._residuals(theta) ** 2, axis=-1) / 2
        return cost

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
        gradient: NDArray[np.float64] = np.mean(r * self._columns, axis=-1)
        return gradient

    @property
    def hessian(self) -> NDArray[np.float64]:
        """The curvature H = XᵀX / m, an ndarray of shape (n, n) and the same at every θ.

        >>> gd.LeastSquares([[1], [2]], [3, 6]).hessian
        array([[2.5]])
        """
        with np.errstate(all="ignore"):
            return self._columns @ self._columns.T / self._y.size

    @property
    def minimizer(self) -> NDArray[np.float64]:
        """The θ where J is least, an ndarray of shape (n,), found without descent.

        Where more than one θ does equally well, it is the shortest of them (least
        Euclidean norm, with the columns of X in units that make them equally long), by
        NumPy's ``lstsq``.

        >>> gd.LeastSquares([[1], [2]], [3, 6]).minimizer
        array([3.])
        """
        # Columns of equal length: else lstsq takes those in small units for rounding.
        size = np.linalg.norm(self._columns, axis=-1)
        size[size == 0] = 1
        theta, *_ = np.linalg.lstsq((self._columns / size[:, np.newaxis]).T, self._y)
        return np.asarray(theta / size, dtype=np.float64)

    def __repr__(self) -> str:
        n, m = self._columns.shape
        return f"{type(self).__name__}(m={m}, n={n})"

    def _residuals(self, theta: ArrayLike) -> NDArray[np.float64]:
        theta = _parameters(theta, self._columns.shape[::-1])
        return _predictions(theta, self._columns) - self._y


def _data(X: ArrayLike) -> NDArray[np.float64]:
    X = real_array("X", X)
    if X.ndim != 2:
        hint = "; for one parameter write x[:, np.newaxis]" if X.ndim == 1 else ""
        raise ValueError(f"X must have shape (m, n), a point a row; got {X.shape}{hint}")
    return X


def _parameters(theta: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    theta = real_array("theta", theta, finite=False)
    n = shape[-1]
    if theta.ndim == 0 or theta.shape[-1] != n:
        raise ValueError(
            f"theta must have shape (..., {n}) for X of shape {shape}; got {theta.shape}"
        )
    return theta


def _predictions(theta: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    terms = (theta[..., j, np.newaxis] * x for j, x in enumerate(columns))
    return np.asarray(sum(terms), dtype=np.float64)
