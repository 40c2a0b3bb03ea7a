"""Tall data, reduced once to a triangle that gives the same sums of squares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gd._checks import real_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gd._descent import Look

PANEL = 2**13
"""Numbers that are reduced at once: 64 KiB, which stay in the cache of a core."""
BLOCK = 2**17
"""Numbers in a block, if n is small: 1 MiB. Four panels at least, and three quarters of it full."""


def triangle(X: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """The triangle R of [X y] = QR, shape (n + 1, n + 1), of more than n points.

    Q keeps lengths, so that ‖Xθ − y‖ = ‖[X y](θ, −1)‖ = ‖R(θ, −1)‖ for every θ. The rows come
    in blocks, of panels; each panel is reduced to a triangle by itself, and the triangles of a
    block are stacked under that of all blocks before and reduced again, by Householder's
    reflections. Two blocks of memory are enough, 1 MiB each, or 32 (n + 1)² numbers where that is
    more: one for the rows, and one for what LAPACK and NumPy make of them.

    X and y may be of any real dtype and memory order; they are read once. NaN and infinity
    are refused as :func:`gd._checks.real_array` does. See Golub and Van Loan, Matrix Computations,
    section 5.3, and Demmel et al., SIAM J. Sci. Comput. 34, A206 (2012), for blocks of rows.
    """
    m, n = X.shape
    rows = min(max(PANEL // (n + 1), 8 * (n + 1)), m)
    panels = min(3 * max(BLOCK // (rows * (n + 1)), 4) // 4, -(-m // rows))
    block: NDArray[np.float64] = np.zeros((n + 1, panels * rows))
    R: NDArray[np.float64] = np.zeros((0, n + 1))
    for first in range(0, m, panels * rows):
        last = min(first + panels * rows, m)
        with np.errstate(over="ignore"):
            block[:n, : last - first] = X[first:last].T
            block[n, : last - first] = y[first:last]
        block[:, last - first :] = 0  # rows that add nothing
        stacked = block.reshape(n + 1, panels, rows).transpose(1, 2, 0)
        triangles = np.asarray(np.linalg.qr(stacked, mode="r")).reshape(-1, n + 1)
        R = np.asarray(np.linalg.qr(np.concatenate([R, triangles]), mode="r"))
        if not np.isfinite(R).all():
            real_array("X", X[first:last], first=first)
            real_array("y", y[first:last], first=first)
            raise ValueError("X and y must be smaller; the length of a column overflows")
    return R


def by_triangle(
    x: NDArray[np.float64], y: NDArray[np.float64], m: int, shape: tuple[int, ...]
) -> Look:
    """J(θ) with its gradient, by matrix products, for θ of that shape, one or any batch of them.

    x, shape (n, n + 1), and y, shape (n + 1,), are the triangle of m points, a feature a row.
    """
    n, rows = x.shape
    batch, points, gradient = shape[:-1], np.array(float(m)), np.empty(shape)
    flat = (-1, n) if batch else shape
    slopes = gradient.reshape(flat)  # a view
    r = np.empty((*slopes.shape[:-1], rows))
    squares = np.vecdot if batch else np.dot

    def look(theta: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        np.subtract(np.dot(theta.reshape(flat), x, r), y, r)
        np.divide(np.dot(r, x.T, slopes), points, slopes)
        mean: NDArray[np.float64] = squares(r, r).reshape(batch) / points
        return mean / 2, gradient

    return look
