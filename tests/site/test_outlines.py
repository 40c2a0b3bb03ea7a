"""Figures are drawn with as few points as show the same."""

import re

import numpy as np
from outlines import thin

angles = np.linspace(0, 2 * np.pi, 400)
ELLIPSE = np.column_stack([150.123456 + 120 * np.cos(angles), 80.5 + 50 * np.sin(angles)])
DRAWN = (
    f'<path d="M {"L ".join(f"{x:.6f} {y:.6f} {chr(10)}" for x, y in ELLIPSE)}z\n" fill="none"/>'
)


def points(svg):
    """The corners of a thin outline."""
    numbers = re.search(r'd="M([^"]*?)z?"', svg)[1]
    return np.cumsum(np.array(re.findall(r"-?\d*\.?\d+", numbers), float).reshape(-1, 2), axis=0)


def off(point, corners):
    """How far a point is from the nearest side."""
    a, way = corners[:-1], np.diff(corners, axis=0)
    part = np.sum((point - a) * way, axis=1) / np.sum(way * way, axis=1)
    return np.linalg.norm(a + np.clip(part, 0, 1)[:, np.newaxis] * way - point, axis=1).min()


def test_no_point_that_goes_is_missed():
    corners = points(thin(DRAWN))
    assert len(corners) < len(ELLIPSE) / 3
    assert max(off(point, corners) for point in ELLIPSE) < 0.06  # of a point, in which it is drawn


def test_what_is_thin_stays_as_it_is():
    once = thin(DRAWN)
    assert len(once) < len(DRAWN) / 6
    assert thin(once) == once


def test_parts_and_curves_are_kept():
    svg = '<path d="M 0 0 L 1 0 L 2 0 L 2 2 z M 5 5 L 4.5 5"/><path d="M 0 0 Q 1.123456 1 2 0"/>'
    assert thin(svg) == '<path d="M0 0l2 0l0 2zM5 5l-.5 0"/><path d="M 0 0 Q 1.123456 1 2 0"/>'
