"""The arithmetic of one step of descent, laid out once and run many times.

A step of a small problem takes NumPy less time than Python needs to look up and to check what it
is given. Here the operations of a step, their operands and the memory for their results are
put in a list before the first step; a step then runs down the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


class Step(NamedTuple):
    """J and ∂J/∂θ at the θ that an array holds; the gradient is ready when J has been asked."""

    cost: Callable[[], NDArray[np.float64]]
    gradient: Callable[[], NDArray[np.float64]]


def by_hand(x: NDArray[np.float64], y: NDArray[np.float64], theta: NDArray[np.float64]) -> Step:
    """The sums over all points, in the order in which ``LeastSquares`` takes them.

    x, shape (n, m), has a feature a row; theta has shape (n,).
    """
    n, m = x.shape
    *products, r = terms = np.empty((n + 1, m))
    t = [theta[j, ...] for j in range(n)]  # views: what theta holds when the step is run
    steps: list[tuple[Callable[..., Any], tuple[Any, ...]]]
    steps = [(np.multiply, (x[0], t[0], r))]
    for j in range(1, n):
        steps += [(np.multiply, (x[j], t[j], products[j])), (np.add, (r, products[j], r))]
    steps += [(np.subtract, (r, y, r))]
    steps += [(np.multiply, (r, x[j], products[j])) for j in range(n)]
    steps += [(np.multiply, (r, r, r))]

    means, points = np.empty(n + 1), np.array(float(m))
    steps += [(np.add.reduce, (terms, 1, None, means)), (np.divide, (means, points, means))]
    gradient = means[:n]

    def cost() -> NDArray[np.float64]:
        for operation, operands in steps:
            operation(*operands)
        return means[n] / 2

    return Step(cost, lambda: gradient)


def by_triangle(
    x: NDArray[np.float64], y: NDArray[np.float64], m: int, theta: NDArray[np.float64]
) -> Step:
    """The same by matrix products, for the n + 1 rows of a triangle and any batch of θ.

    x has shape (n, n + 1); theta has shape (..., n).
    """
    gradient = np.empty(theta.shape)
    flat, slopes = (v.reshape(-1, len(x)) if v.ndim > 1 else v for v in (theta, gradient))
    r = np.empty((*flat.shape[:-1], len(y)))
    squares = np.dot if r.ndim == 1 else np.vecdot
    points, batch = np.array(float(m)), theta.shape[:-1]

    def cost() -> NDArray[np.float64]:
        np.subtract(np.dot(flat, x, r), y, r)
        np.divide(np.dot(r, x.T, slopes), points, slopes)
        mean: NDArray[np.float64] = squares(r, r).reshape(batch) / points
        return mean / 2

    return Step(cost, lambda: gradient)
