"""What linear models share: their data, a point a row, and the hypothesis h = θ₀x₀ + θ₁x₁ + …"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gd._checks import numbers, real_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def with_intercept(x: ArrayLike) -> NDArray[np.float64]:
    """Put x₀ = 1 before the features, so that θ₀ is the intercept.

    Parameters
    ----------
    x : array_like, shape (m,) or (m, n)
        One feature, or n of them in columns. A number is a single point.

    Returns
    -------
    ndarray, shape (m, 2) or (m, n + 1)
        A column of ones, then the features.

    Raises
    ------
    TypeError
        If x does not hold real numbers.
    ValueError
        If x is empty, not finite, or has more than two dimensions.

    Examples
    --------
    >>> gd.with_intercept([5.0, 6.0])
    array([[1., 5.],
           [1., 6.]])
    >>> gd.with_intercept(120)
    array([[  1., 120.]])
    """
    x = np.atleast_1d(real_array("x", x))
    if x.ndim > 2:
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
    X = real_array("X", matrix(X))
    return predictions(parameters(theta, X.shape), X.T)


def matrix(X: ArrayLike) -> NDArray[Any]:
    """``X`` as an array of real numbers with a point a row."""
    X = numbers("X", X)
    if X.ndim != 2:
        hint = "; for one parameter write np.asarray(x)[:, np.newaxis]" if X.ndim == 1 else ""
        raise ValueError(f"X must have shape (m, n), a point a row; got {X.shape}{hint}")
    return X


def data(X: ArrayLike, y: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """``X`` and ``y`` as arrays of real numbers, with a value of y for each row of X."""
    X, y = matrix(X), numbers("y", y)
    if y.shape != X.shape[:1]:
        raise ValueError(f"y must have shape {X.shape[:1]}, one value a row of X; got {y.shape}")
    return X, y


def parameters(theta: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """``theta`` as float64, with a parameter for each column of X, which is of that shape."""
    theta = real_array("theta", theta, finite=False)
    n = shape[-1]
    if theta.ndim == 0 or theta.shape[-1] != n:
        raise ValueError(
            f"theta must have shape (..., {n}) for X of shape {shape}; got {theta.shape}"
        )
    return theta


def predictions(theta: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """h for each point; ``columns`` is Xᵀ, a feature a row."""
    terms = (theta[..., j, np.newaxis] * x for j, x in enumerate(columns))
    return np.asarray(sum(terms), dtype=np.float64)
