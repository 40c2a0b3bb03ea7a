"""Outlines in fewer points: Matplotlib follows a contour from cell to cell of a grid, and a surface has twenty.

No point that goes leaves a line further than the eye sees. The others are written as steps in hundredths of
a point, which compress well. Curves, such as those of most letters, stay as they are.
"""

from __future__ import annotations

import re

import numpy as np

PATH = re.compile(r'(?<=\bd=")[MLz\s\d.-]+(?=")')
PART = re.compile(r"M[^M]*")
NUMBER = re.compile(r"-?[\d.]+")
LEAST = 5  # hundredths of a point


def thin(svg: str) -> str:
    """The same picture with fewer points."""
    return PATH.sub(lambda path: PART.sub(lambda part: _steps(part[0]), path[0]), svg)


def _steps(part: str) -> str:
    numbers = np.array(NUMBER.findall(part), float).reshape(-1, 2)
    points = (100 * numbers).round().astype(int)
    points = points[needed(points)]
    steps = [f"{_short(x)} {_short(y)}" for x, y in np.diff(points, axis=0)]
    start = " ".join(map(_short, points[0]))
    return (
        f"M{start}" + "".join(f"l{step}" for step in steps).replace(" -", "-") + "z" * ("z" in part)
    )


def _short(hundredths: int) -> str:
    return re.sub(r"^(-?)0\.", r"\1.", f"{hundredths / 100:g}")


def needed(points: np.ndarray) -> np.ndarray:
    """Which points are, so that none is further than LEAST from the line without it (Douglas and Peucker, 1973)."""
    kept = np.zeros(len(points), bool)
    kept[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last < first + 2:
            continue
        (dx, dy), away = points[last] - points[first], points[first + 1 : last] - points[first]
        length = np.hypot(dx, dy)
        off = np.abs(away @ [dy, -dx]) / length if length else np.hypot(*away.T)
        if off.max() > LEAST:
            furthest = first + 1 + off.argmax()
            kept[furthest] = True
            waiting += [(first, furthest), (furthest, last)]
    return kept
