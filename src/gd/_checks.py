"""What may come in: real, finite, not empty. Errors say what was expected and what came."""

from __future__ import annotations

import operator
import reprlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SEEN_AT_ONCE = {np.ndarray, np.float64, float, int, bool}
"""Types in which nothing is to be opened, as what a cost returns at each step."""
NO_MOMENTUM: NDArray[np.float64] = np.zeros(())


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
    """``value`` as an array of real numbers, of the dtype in which it came; objects as float64."""
    plain = value if type(value) in SEEN_AT_ONCE else opened(name, value)
    try:
        array = np.asarray(plain)
    except ValueError as error:
        raise ValueError(f"{name} must be an array; {error}") from error
    if (dtype := array.dtype).kind not in "biuf":
        if not isinstance(plain, np.ndarray):
            array = np.asarray(plain, dtype=object)  # else one word makes text of all numbers
        array = unboxed(name, array, dtype, value)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; got shape {array.shape}")
    return array


def opened(name: str, value: Any) -> Any:
    """``value``, or the arrays inside it. Of what is masked NumPy would drop the mask: refuse it."""
    if isinstance(value, (list, tuple, range)) and _plain(value):
        return value
    if getattr(value, "__dask_graph__", lambda: None)() is not None:  # others have it, too
        value = value.compute()  # NumPy is given it without its mask
    if hasattr(value, "__array__"):
        if isinstance(value, np.generic):
            return value
        value = np.asanyarray(value)
        if value.dtype.names is None and np.any(getattr(value, "mask", False)):
            raise TypeError(f"{name} must not be masked; got an array with masked values")
    elif isinstance(value, Sequence) and not isinstance(value, str) and not _is_buffer(value):
        return [opened(name, item) for item in value]
    return value


def unboxed(
    name: str, array: NDArray[Any], dtype: np.dtype[Any], frame: object
) -> NDArray[np.float64]:
    """Numbers of any type, in an array of objects, as float64; ``dtype`` is NumPy's idea of it.

    Where something is no number, the ``frame`` that came says in which column.
    """
    if array.dtype == object and all(map(_is_real, {*map(type, array.flat)})):
        with suppress(ValueError, TypeError, OverflowError):
            return array.astype(np.float64)
    missing = ""
    for index in np.ndindex(array.shape):
        item: Any = array[index]
        lacks = index and (item is None or type(item).__name__ == "NAType")  # that of pandas
        if _is_number(item) or (lacks and missing):
            continue
        where = f" at index {index}" if index else ""
        if array.dtype == object and len(index) == 2:  # else all columns have become one type
            columns = _columns(frame)
            where += f", in column {columns[index[1]]!r}" if len(columns) == array.shape[1] else ""
        if lacks:
            missing = f"{name} must be finite; got {item}{where}"
            continue
        item = item.item() if isinstance(item, np.generic) else item
        came = f"{reprlib.repr(item)} of type {type(item).__name__}{where}"
        raise TypeError(f"{name} must hold real numbers; got dtype {dtype}, with {came}")
    raise ValueError(missing)


def _plain(rows: Sequence[Any]) -> bool:
    """Whether these are numbers or NumPy's own arrays, or lists of them: there is nothing to open."""
    kinds = {*map(type, rows)}
    if kinds <= {list, tuple}:
        kinds = {*map(type, chain.from_iterable(rows))}
    return kinds <= SEEN_AT_ONCE


def _is_buffer(value: Any) -> bool:
    """Whether NumPy reads its memory as it is, with no Python object for each number."""
    try:
        memoryview(value)
    except TypeError:
        return False
    return True


def _is_number(item: Any) -> bool:
    """Whether it is a real number that a double can hold, be it rounded."""
    with suppress(ValueError, TypeError, OverflowError):
        return _is_real(type(item)) and isinstance(float(item), float)
    return False


def _is_real(kind: Any) -> bool:
    """Whether what is of that type is a real number."""
    if issubclass(kind, np.generic):
        return np.dtype(kind).kind in "biuf"
    return hasattr(kind, "__float__") and not hasattr(kind, "__array__")


def _columns(value: Any) -> list[Any]:
    """The names of the columns of a frame."""
    names = getattr(value, "column_names", getattr(value, "columns", []))
    return list(names) if hasattr(names, "__len__") else []


def learning_rate(alpha: ArrayLike, name: str = "alpha") -> NDArray[np.float64]:
    """``alpha`` as float64, every rate above zero."""
    array = real_array(name, alpha)
    if np.count_nonzero(array <= 0):
        raise ValueError(f"{name} must be positive; got {array[array <= 0].flat[0]}")
    return array


def momenta(momentum: ArrayLike | int) -> NDArray[np.float64]:
    """``momentum`` as float64, each from zero to below one."""
    if isinstance(momentum, int) and momentum == 0:
        return NO_MOMENTUM  # as it is left: a descent of few steps would feel the checks
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
