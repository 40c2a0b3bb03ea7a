"""Gradient descent, written the way it is derived."""

from gd._cross_entropy import CrossEntropy
from gd._descent import Cost, Descent, critical_rate, descend, update
from gd._least_squares import LeastSquares
from gd._linear import hypothesis, with_intercept

__all__ = [
    "Cost",
    "CrossEntropy",
    "Descent",
    "LeastSquares",
    "critical_rate",
    "descend",
    "hypothesis",
    "update",
    "with_intercept",
]
