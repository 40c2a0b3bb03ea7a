"""Gradient descent on any cost with a gradient, and the rate at which it breaks down."""

from __future__ import annotations

from itertools import pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple, Protocol, SupportsIndex, runtime_checkable

import numpy as np

from gd._checks import learning_rate, momenta, real_array, step_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike, NDArray

    Look = Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
    """J(θ) and ∂J/∂θ, from one call with θ. The next call may write over what it returned."""


@runtime_checkable
class Cost(Protocol):
    """What is descended: any object that can be called with θ and has a gradient.

    θ comes as an ndarray of shape (..., n). A cost that is only ever given single θ may
    ignore the leading axes. Compute with NumPy: Python's own floats may raise an error
    where a descent diverges. With a constant ``hessian`` of shape (n, n) it also has a
    :func:`critical_rate`; with a method ``hessian(theta)``, one near each minimum.

    Examples
    --------
    >>> class Bowl:
    ...     hessian = np.diag([1.0, 4.0])
    ...     def __call__(self, theta):
    ...         return (theta[..., 0] ** 2 + 4 * theta[..., 1] ** 2) / 2
    ...     def gradient(self, theta):
    ...         return theta * [1, 4]
    >>> isinstance(Bowl(), gd.Cost)
    True
    >>> gd.descend(Bowl(), [4, 1], alpha=0.25, steps=2).thetas
    array([[4.  , 1.  ],
           [3.  , 0.  ],
           [2.25, 0.  ]])
    >>> gd.critical_rate(Bowl())
    0.5
    """

    def __call__(self, theta: NDArray[np.float64], /) -> ArrayLike:
        """J(θ), of shape (...)."""

    def gradient(self, theta: NDArray[np.float64], /) -> ArrayLike:
        """∂J/∂θ, of the shape of theta."""


class Descent(NamedTuple):
    """The path of a descent: every θ on it and the cost of each. Row 0 is the start.

    It unpacks as ``thetas, costs = gd.descend(...)``.
    """

    thetas: NDArray[np.float64]
    """ndarray, shape (steps + 1, ..., n)."""
    costs: NDArray[np.float64]
    """ndarray, shape (steps + 1, ...)."""


@np.errstate(all="ignore")
def update(J: Cost, theta: ArrayLike, alpha: ArrayLike) -> NDArray[np.float64]:
    """One step downhill: θ := θ − α ∂J/∂θ.

    All parameters change at once, each by its own derivative at the old θ.

    Parameters
    ----------
    J : Cost
        The cost to descend, for example :class:`LeastSquares`.
    theta : array_like, shape (..., n)
        Where to step from.
    alpha : array_like, shape (...)
        The learning rate, above zero. Its shape and theta's leading axes broadcast.

    Returns
    -------
    ndarray, shape (..., n)

    Raises
    ------
    TypeError
        If J is not a cost, or theta, alpha or what J returns does not hold real numbers.
    ValueError
        If alpha is not positive and finite, or the shapes do not fit.

    Notes
    -----
    See A. Cauchy, Comptes Rendus 25, 536 (1847), for the idea. A θ that is not finite is
    let through, so that a loop of updates may diverge.

    Examples
    --------
    >>> J = gd.LeastSquares([[1], [2]], [3, 6])
    >>> gd.update(J, [2], alpha=0.2)
    array([2.5])
    """
    _check_cost(J)
    theta, alpha = real_array("theta", theta, finite=False), _column(learning_rate(alpha))
    theta = _start(theta, alpha)
    return theta - alpha * _gradient(J, theta)


@np.errstate(all="ignore")
def descend(
    J: Cost,
    theta: ArrayLike,
    alpha: ArrayLike | Callable[[int], ArrayLike],
    steps: SupportsIndex,
    momentum: ArrayLike = 0,
) -> Descent:
    """Step downhill again and again, and keep the whole path.

    With momentum β each step also repeats a part of the one before:
    θₖ₊₁ = θₖ − α ∂J/∂θ + β (θₖ − θₖ₋₁).

    Parameters
    ----------
    J : Cost
        The cost to descend, for example :class:`LeastSquares`.
    theta : array_like, shape (..., n)
        The start, or a batch of starts.
    alpha : array_like, shape (...), or callable
        The learning rate, above zero, or a batch of them. Its shape, that of momentum and the
        leading axes of theta broadcast: five starts (5, 1, n) by three rates (3,) are fifteen
        descents. (n rates are n descents, not a rate for each parameter.) Or a rate that changes:
        a function of the number of steps made so far, ``alpha(0)`` for the first, which gives the
        same shape each time. It is asked for all of them before the first step.
    steps : int
        How many updates: zero or more.
    momentum : array_like, shape (...)
        β, from 0, which is plain gradient descent, to below 1. The first step has none before it.

    Returns
    -------
    Descent
        ``thetas``, shape (steps + 1, ..., n), and ``costs``, shape (steps + 1, ...). Row 0 is
        the start.

    Raises
    ------
    TypeError
        If J is not a cost, theta, alpha, momentum or what J returns does not hold real numbers, or
        steps is not an integer.
    ValueError
        If theta, alpha or momentum is not finite, alpha is not positive, momentum is not from 0
        to below 1, steps is negative, or the shapes do not fit.

    Notes
    -----
    A rate above the :func:`critical_rate` is a lesson, not an error: costs may reach infinity
    and NaN, without a warning.

    The path of a single θ without momentum is that of :func:`update` in a loop; on few points, bit
    for bit. A hundred descents at once and more go by a triangle (see :class:`LeastSquares`): the
    same but for rounding.

    Momentum is that of B. T. Polyak, USSR Computational Mathematics and Mathematical Physics 4 (5),
    1 (1964), the heavy ball.

    Examples
    --------
    >>> J = gd.LeastSquares([[1], [2]], [3, 6])
    >>> thetas, costs = gd.descend(J, [2], alpha=0.2, steps=3)
    >>> thetas
    array([[2.   ],
           [2.5  ],
           [2.75 ],
           [2.875]])

    Three learning rates at once:

    >>> gd.descend(J, [2], alpha=[0.2, 0.4, 0.8], steps=3).costs.shape
    (4, 3)

    The same with momentum, and with a rate that halves at each step:

    >>> gd.descend(J, [2], alpha=0.2, steps=3, momentum=0.25).thetas[:, 0]
    array([2.     , 2.5    , 2.875  , 3.03125])
    >>> gd.descend(J, [2], alpha=lambda k: 0.2 / 2**k, steps=3).thetas[:, 0]
    array([2.      , 2.5     , 2.625   , 2.671875])
    """
    _check_cost(J)
    count = step_count(steps)
    rates = _rates(alpha, count)
    beta = _column(momenta(momentum))
    theta = _start(real_array("theta", theta), next(iter(rates)), beta)
    thetas = np.empty((count + 1, *theta.shape))
    costs = np.empty(thetas.shape[:-1])
    thetas[0], step = theta, np.empty(theta.shape)
    look, cost = _ways(J, theta)
    subtract, multiply, add = np.subtract, np.multiply, np.add  # a look-up takes time that is seen
    # Where β is zero nothing is added, not even zero: a path without momentum keeps its very bits.
    pushed = np.count_nonzero(beta)
    moving = pushed > 0 and beta > 0
    for k, (before, after), rate in zip(range(count), pairwise(thetas), rates, strict=False):
        costs[k], gradient = look(before)
        subtract(before, multiply(rate, gradient, step), after)  # θ − α ∂J/∂θ
        if pushed and k:
            subtract(before, thetas[k - 1], step)
            add(after, multiply(beta, step, step), after, where=moving)  # + β (θ − θ₋)
    costs[count] = cost(thetas[count])
    return Descent(thetas, costs)


@np.errstate(all="ignore")
def critical_rate(J: Cost, momentum: ArrayLike = 0, theta: ArrayLike | None = None) -> float:
    """The learning rate at which descent stops converging: α_c = 2 (1 + β) / λ_max.

    λ_max is the largest eigenvalue of the Hessian. Along its eigenvector each step without
    momentum multiplies the error by 1 − αλ_max: below α_c the error shrinks, at α_c it alternates
    for ever, above it grows. Momentum β raises the limit 1 + β times.

    Parameters
    ----------
    J : Cost
        With its ``hessian``, of shape (n, n): constant, or a method ``hessian(theta)``.
    momentum : float
        β, from 0 to below 1, of :func:`descend`.
    theta : array_like, shape (n,)
        Where the Hessian is taken, if it is a method: a minimum of J. What is said above then
        holds near it.

    Returns
    -------
    float
        Infinity where the hessian is zero: no error grows there, at any rate.

    Raises
    ------
    TypeError
        If J has no hessian, or one that is not an array of real numbers; if it is a method and
        there is no theta; or if momentum or theta does not hold real numbers.
    ValueError
        If the hessian is not square, symmetric and finite, or has an eigenvalue below zero by
        more than rounding (then J has no minimum there, and no rate converges); if momentum is not
        one number from 0 to below 1; or if theta is not finite, or has not n numbers.

    Notes
    -----
    See B. T. Polyak, Introduction to Optimization (1987), section 1.4, and 3.2.1 for momentum.

    Examples
    --------
    >>> J = gd.LeastSquares([[1], [2]], [3, 6])
    >>> gd.critical_rate(J)
    0.8
    >>> gd.critical_rate(J, momentum=0.5)
    1.2
    """
    if isinstance(J, type) or not hasattr(J, "hessian"):
        raise TypeError(f"J must have a hessian; got {_name(J)}")
    beta = momenta(momentum)
    if beta.ndim:
        raise ValueError(f"momentum must be one number; got shape {beta.shape}")
    at = None if theta is None else real_array("theta", theta)
    if at is not None and at.ndim != 1:
        raise ValueError(f"theta must have shape (n,); got {at.shape}")
    name, hessian = "J.hessian", J.hessian
    if callable(hessian):
        if at is None:
            raise TypeError(f"theta must be given where J.hessian is a {_name(hessian)}; got None")
        name, hessian = "J.hessian(theta)", hessian(at.copy())
    H = real_array(name, hessian)
    if H.ndim != 2 or H.shape[0] != H.shape[1]:
        raise ValueError(f"{name} must have shape (n, n); got {H.shape}")
    if at is not None and at.size != len(H):
        raise ValueError(
            f"theta must have shape ({len(H)},) for a hessian of shape {H.shape}; got {at.shape}"
        )
    if (lopsided := ~np.isclose(H, H.T, rtol=1e-9, atol=1e-12 * np.abs(H).max())).any():
        i, j = np.argwhere(lopsided)[0]
        raise ValueError(f"{name} must be symmetric; got {H[i, j]} and {H[j, i]}")
    eigenvalues = np.linalg.eigvalsh(H)
    least, most = float(eigenvalues[0]), float(eigenvalues[-1])
    if least < -1e-9 * np.abs(eigenvalues).max():
        raise ValueError(f"{name} must not have a negative eigenvalue; got {least}")
    return 2 * (1 + float(beta)) / most if most > 0 else np.inf


def _rates(
    alpha: ArrayLike | Callable[[int], ArrayLike], count: int
) -> Iterable[NDArray[np.float64]]:
    """The learning rate of each step: without end where it is always the same; one at least."""
    if not callable(alpha):
        return repeat(_column(learning_rate(alpha)))
    rates: list[NDArray[np.float64]] = []
    for k in range(max(count, 1)):
        rate = _column(learning_rate(alpha(k), f"alpha({k})")).copy()
        if rates and rate.shape != rates[0].shape:
            first, other = rates[0].shape[:-1], rate.shape[:-1]
            raise ValueError(f"alpha({k}) must have the shape of alpha(0), {first}; got {other}")
        rates.append(rate)
    return rates


def _ways(
    J: Cost, start: NDArray[np.float64]
) -> tuple[Look, Callable[[NDArray[np.float64]], NDArray[np.float64]]]:
    """J with its gradient, and J alone, which is all that the end of a path asks for.

    By the cost's own short cut if it has one, else as anyone calls them.
    """
    # Asked of the class: what a proxy passes on is not its own.
    short_cut: Callable[[Cost, NDArray[np.float64]], Look | None]
    short_cut = getattr(type(J), "_gd_look", lambda J, start: None)
    if look := short_cut(J, start):
        return look, lambda theta: look(theta)[0]
    return lambda theta: (_value(J, theta), _gradient(J, theta)), lambda theta: _value(J, theta)


def _gradient(J: Cost, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    gradient = real_array("J.gradient(theta)", J.gradient(theta.copy()), finite=False)
    if gradient.shape != theta.shape:
        raise ValueError(
            f"J.gradient(theta) must have the shape of theta, {theta.shape}; got {gradient.shape}"
        )
    return gradient


def _value(J: Cost, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    cost = real_array("J(theta)", J(theta.copy()), finite=False)
    if cost.shape != theta.shape[:-1]:
        raise ValueError(
            f"J(theta) must have a cost for each theta, shape {theta.shape[:-1]}; got {cost.shape}"
        )
    return cost


def _column(batch: NDArray[np.float64]) -> NDArray[np.float64]:
    """A number for each descent of a batch, beside the parameters of each."""
    return batch[..., np.newaxis] if batch.ndim else batch


def _start(theta: NDArray[np.float64], *columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Theta, repeated for each descent of the batch."""
    if theta.ndim == 0:
        raise ValueError("theta must have shape (..., n); got (): write [theta] for one parameter")
    try:
        shape = np.broadcast(theta, *columns).shape
    except ValueError:
        named = zip(("alpha", "momentum"), columns, strict=False)
        others = " and ".join(f"{name} of shape {column.shape[:-1]}" for name, column in named)
        raise ValueError(
            f"theta with leading axes {theta.shape[:-1]} must broadcast with {others}"
        ) from None
    repeated = np.empty(shape)
    repeated[...] = theta
    return repeated


def _check_cost(J: object) -> None:
    if isinstance(J, type) or not (callable(J) and callable(getattr(J, "gradient", None))):
        raise TypeError(f"J must be a cost, callable and with a gradient; got {_name(J)}")


def _name(J: object) -> str:
    return f"the class {J.__name__}" if isinstance(J, type) else type(J).__name__
