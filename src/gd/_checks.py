"""What may come in: real, finite, not empty. Errors say what was expected and what came."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def real_array(
    name: str, value: ArrayLike, *, finite: bool = True, first: int = 0
) -> NDArray[np.float64]:
    """``value`` as float64; not a copy when it is that already.

    Of data that come in blocks of rows, ``first`` is the index of the block's first row.
    """
    array = numbers(name, value)
    if array.dtype != np.float64:
        # What is too large for a double becomes infinite, and is refused as such.
        with np.errstate(over="ignore"):
            array = array.astype(np.float64)
    if finite and np.count_nonzero(np.isfinite(array)) < array.size:  # sooner than all()
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        came = array[index]
        index = (first + index[0], *index[1:]) if index else ()
        where = f" at index {index}" if index else ""
        raise ValueError(f"{name} must be finite; got {came}{where}")
    return array


def numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    """``value`` as an array of real numbers, of the dtype in which it came."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array; {error}") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers; got {_came(array)}")
    if isinstance(value, np.ma.MaskedArray) and value.mask.any():
        raise TypeError(f"{name} must not be masked; got an array with masked values")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; got shape {array.shape}")
    return array


def learning_rate(alpha: ArrayLike, name: str = "alpha") -> NDArray[np.float64]:
    """``alpha`` as float64, every rate above zero."""
    array = real_array(name, alpha)
    if np.count_nonzero(array <= 0):
        raise ValueError(f"{name} must be positive; got {array[array <= 0].flat[0]}")
    return array


def momenta(momentum: ArrayLike) -> NDArray[np.float64]:
    """``momentum`` as float64, each from zero to below one."""
    array = real_array("momentum", momentum)
    if np.count_nonzero(wrong := (array < 0) | (array >= 1)):
        raise ValueError(f"momentum must be from 0 to below 1; got {array[wrong].flat[0]}")
    return array


def step_count(steps: SupportsIndex) -> int:
    """``steps`` as an int, zero or more."""
    try:
        count = operator.index(steps)
    except TypeError:
        count = None
    if count is None or isinstance(steps, bool):
        kind = type(steps).__name__
        raise TypeError(f"steps must be an integer; got {steps} of type {kind}")
    if count < 0:
        raise ValueError(f"steps must be zero or more; got {count}")
    return count


def _came(array: NDArray[Any]) -> str:
    """The dtype, and for objects the first that is not a plain number."""
    if array.dtype.kind != "O":
        return f"dtype {array.dtype}"
    odd = (value for value in array.flat if not isinstance(value, (int, float)))
    return f"dtype object, with {type(next(odd, array.flat[0])).__name__}"
