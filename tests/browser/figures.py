"""What a live figure says of itself, read as Python, and what gd says of the same."""

import json
import re

import numpy as np
import pytest

import gd

# An expression of an element; infinities survive the way as the text of JSON that Python reads.
VALUE = """
(element) => JSON.stringify(element.value, (key, v) =>
  typeof v === "number" && !Number.isFinite(v) ? `#${v}#` : v)
"""


def read(text):
    """The element's value."""
    large = re.compile(r"\d{16,}")  # JavaScript writes up to 1e21 without an exponent
    whole = {"parse_int": lambda digits: float(digits) if large.search(digits) else int(digits)}
    return json.loads(re.sub('"#(.*?)#"', r"\1", text), **whole)


def cost(v):
    x = np.array(v["x"])
    return gd.LeastSquares(
        x[:, np.newaxis] if len(v["start"]) == 1 else gd.with_intercept(x), v["y"]
    )


def agrees_with_gd(v):
    J = cost(v)
    thetas, costs = gd.descend(J, v["start"], v["alpha"], v["steps"])
    np.testing.assert_allclose(v["thetas"], thetas, rtol=1e-12)
    np.testing.assert_allclose(v["costs"], costs, rtol=1e-12)
    assert v["criticalRate"] == pytest.approx(gd.critical_rate(J), rel=1e-12)
