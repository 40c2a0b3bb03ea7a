"""Cross-entropy: the cost J of a yes/no outcome, its gradient and Hessian."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gd._checks import real_array
from gd._linear import data, parameters, predictions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LIMIT = 1e150
"""Sums of products of two numbers below it do not overflow."""
UNIT = 2.0**524
"""In it the largest double is near the limit."""


class CrossEntropy:
    """The cost J(θ) = mean(ln(1 + eᵘ) − y u), u = θ₀x₀ + θ₁x₁ + …, of fitting a yes or a no.

    The model says yes with probability p = 1 / (1 + e⁻ᵘ). Where y is 1, or 0, a point costs −ln p,
    or −ln(1 − p): nothing if the model was sure of what came, without limit if of the opposite.

    Parameters
    ----------
    X : array_like, shape (m, n)
        The data, a point a row. A curve with an intercept is ``gd.with_intercept(x)``.
    y : array_like, shape (m,)
        The outcomes: 1 or True for yes, 0 or False for no, or a share of yes between them.

    Raises
    ------
    TypeError
        If X or y does not hold real numbers.
    ValueError
        If the shapes do not fit, something is empty, NaN or infinite, y is not from 0 to 1, or X
        is not below 1e150 in size.

    Notes
    -----
    The data are copied: changing X or y afterwards does not change J. All points are kept, and each
    look at J takes all of them: no triangle has the same J, as it does for :class:`LeastSquares`.

    J is convex. Its Hessian is XᵀX / 4m at most, so that without momentum J never rises at a rate
    below 8 / λ_max(XᵀX / m), wherever a descent starts. J has no minimum where some θ has u above
    zero for each yes and below zero for each no: a descent then grows that θ without end, and J
    sinks towards zero.

    For a yes and for a no, no term is a small difference of large ones: J and the derivatives have
    all the digits that u leaves them. (Where J is e⁻ᵘ, its relative error is u times that of u.)
    Nothing is NaN for a finite θ: where u is too large for a double, or the sum of what the points
    cost, J is infinite, and the gradient and the Hessian are finite.

    See D. R. Cox, J. R. Stat. Soc. B 20, 215 (1958).

    Examples
    --------
    >>> J = gd.CrossEntropy(gd.with_intercept([1, 2, 3, 4]), [0, 1, 0, 1])
    >>> J
    CrossEntropy(m=4, n=2)

    Whoever knows nothing says one half, and pays ln 2:

    >>> J([0, 0]) == np.log(2)
    np.True_
    >>> J.gradient([0, 0])
    array([ 0.  , -0.25])

    Near a minimum there is a :func:`critical_rate`:

    >>> minimum = gd.descend(J, [0, 0], alpha=0.9, steps=500).thetas[-1]
    >>> round(gd.critical_rate(J, theta=minimum), 3)
    1.223
    """

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        X, y = data(X, y)
        X = real_array("X", X)
        if (wrong := np.abs(X) >= LIMIT).any():
            i, j = map(int, np.argwhere(wrong)[0])
            raise ValueError(f"X must be below {LIMIT} in size; got {X[i, j]} at index {i, j}")
        # A feature a row: NumPy sums each in the same (pairwise) order, batch or not.
        self._columns = np.array(X.T, order="C")
        self._y = real_array("y", y).copy()
        if (wrong := (self._y < 0) | (self._y > 1)).any():
            i = int(np.argmax(wrong))
            raise ValueError(f"y must be from 0 to 1; got {self._y[i]} at index ({i},)")

    @np.errstate(all="ignore")
    def __call__(self, theta: ArrayLike) -> NDArray[np.float64]:
        """J(θ) = mean(ln(1 + eᵘ) − y u).

        Parameters
        ----------
        theta : array_like, shape (..., n)

        Returns
        -------
        ndarray, shape (...), or a NumPy float for a single theta
            The mean cross-entropy, in nats; y has no unit.

        Raises
        ------
        TypeError
            If theta does not hold real numbers.
        ValueError
            If the last axis of theta is not n long.

        Examples
        --------
        >>> J = gd.CrossEntropy([[1], [2]], [0, 1])
        >>> J([[0], [1]]).round(4)
        array([0.6931, 0.7201])
        """
        u = self._logits(theta)
        # ln(1 + eᵘ) is u + ln(1 + e⁻ᵘ), too: take that whose power of e is small.
        wrong = np.where(u > 0, 1 - self._y, self._y)
        slope = np.multiply(wrong, np.abs(u), out=np.zeros_like(u), where=wrong > 0)
        costs = slope + np.log1p(np.exp(-np.abs(u)))
        return self._mean(costs)

    @np.errstate(all="ignore")
    def gradient(self, theta: ArrayLike) -> NDArray[np.float64]:
        """∂J/∂θⱼ = mean((p − y) xⱼ), p = 1 / (1 + e⁻ᵘ); of all at once Xᵀ(p − y) / m.

        Parameters
        ----------
        theta : array_like, shape (..., n)

        Returns
        -------
        ndarray, shape (..., n)
            In the units of x, which are those of 1/θ.

        Raises
        ------
        TypeError
            If theta does not hold real numbers.
        ValueError
            If the last axis of theta is not n long.

        Examples
        --------
        >>> gd.CrossEntropy([[1], [2]], [0, 1]).gradient([0])
        array([-0.25])
        """
        u = self._logits(theta)
        # p − y, where p or 1 − p may be small beside y.
        residuals = (1 - self._y) * expit(u) - self._y * expit(-u)
        return self._mean(residuals[..., np.newaxis, :] * self._columns)

    @np.errstate(all="ignore")
    def hessian(self, theta: ArrayLike) -> NDArray[np.float64]:
        """The curvature H = Xᵀ diag(p (1 − p)) X / m at θ.

        Parameters
        ----------
        theta : array_like, shape (..., n)

        Returns
        -------
        ndarray, shape (..., n, n)

        Raises
        ------
        TypeError
            If theta does not hold real numbers.
        ValueError
            If the last axis of theta is not n long.

        Examples
        --------
        >>> gd.CrossEntropy([[1], [2]], [0, 1]).hessian([0])
        array([[0.625]])
        """
        u = self._logits(theta)
        # The square of a matrix is symmetric to the last bit. Half of u: p (1 − p) is its square.
        roots = (np.exp(-np.abs(u) / 2) * expit(np.abs(u)))[..., np.newaxis, :] * self._columns
        H: NDArray[np.float64] = roots @ np.swapaxes(roots, -1, -2) / len(self._y)
        return H

    def __repr__(self) -> str:
        return f"{type(self).__name__}(m={len(self._y)}, n={len(self._columns)})"

    def _logits(self, theta: ArrayLike) -> NDArray[np.float64]:
        """U = Xθ, the logarithm of p / (1 − p), for each point."""
        n, m = self._columns.shape
        theta = parameters(theta, (m, n))
        u = predictions(theta, self._columns)
        if np.isfinite(u).all():
            return u
        # A part may overflow where the whole does not.
        return predictions(theta / UNIT, self._columns) * UNIT

    def _mean(self, terms: NDArray[np.float64]) -> NDArray[np.float64]:
        mean: NDArray[np.float64] = np.sum(terms, axis=-1) / len(self._y)
        return mean


def expit(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """p = 1 / (1 + e⁻ᵘ), with all digits also where it is small; 1 − p is expit(−u)."""
    small = np.exp(-np.abs(u))
    p: NDArray[np.float64] = np.where(u < 0, small, 1) / (1 + small)
    return p
