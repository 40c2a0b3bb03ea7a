"""Gradient descent, written the way it is derived."""

from gd._cost import LeastSquares, hypothesis, with_intercept
from gd._descent import Cost, Descent, critical_rate, descend, update

__all__ = [
    "Cost",
    "Descent",
    "LeastSquares",
    "critical_rate",
    "descend",
    "hypothesis",
    "update",
    "with_intercept",
]
