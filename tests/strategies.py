"""Random well-posed problems: data, their least-squares cost, and a start for the descent."""

from typing import NamedTuple

import numpy as np
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gd
from gd._least_squares import TALL

# A slow machine is no reason to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class Problem(NamedTuple):
    X: np.ndarray
    y: np.ndarray
    J: gd.LeastSquares
    start: np.ndarray


def numbers(shape):
    """Thousandths up to ten: no squares that underflow."""
    return arrays(np.float64, shape, elements=st.integers(-10_000, 10_000).map(lambda i: i / 1000))


@st.composite
def problems(draw, condition=1e4, forms=(False, True)):
    """At least as many points as parameters, and a Hessian that is far from singular.

    Tall problems have the same points so often that gd keeps a triangle in their place.
    """
    n = draw(st.integers(1, 4))
    m = draw(st.integers(n, 12))
    X, y, start = draw(numbers((m, n))), draw(numbers(m)), draw(numbers(n))
    if draw(st.sampled_from(forms)):
        copies = -(-TALL // m)
        X, y = np.tile(X, (copies, 1)), np.tile(y, copies)
    J = gd.LeastSquares(X, y)
    assume(np.linalg.norm(J.hessian) > 1e-3 and np.linalg.cond(J.hessian) < condition)
    return Problem(X, y, J, start)


class YesNo(NamedTuple):
    X: np.ndarray
    y: np.ndarray
    J: gd.CrossEntropy
    theta: np.ndarray


@st.composite
def yes_or_no(draw, size=1.0):
    """Outcomes from 0 to 1, most of them one of both, and a θ; u is 100 times ``size`` at most."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    outcomes = st.sampled_from([0.0, 1.0]) | st.integers(0, 1000).map(lambda i: i / 1000)
    X, y = draw(numbers((m, n))), draw(arrays(np.float64, m, elements=outcomes))
    return YesNo(X, y, gd.CrossEntropy(X, y), size * draw(numbers(n)) / n)
