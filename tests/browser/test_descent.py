"""The maths of the live figures is that of gd, on problems drawn at random."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gd

LOAD = """
Promise.all(["descent", "costs/least-squares"].map((name) => import(`/explorable/${name}.js`)))
  .then((modules) => { window.gd = Object.assign({}, ...modules) })
"""
# JSON both ways, which is ten times as fast as what Playwright writes; infinities as text.
DESCEND = """
(problem) => {
  const { X, y, start, alpha, steps } = JSON.parse(problem);
  const J = gd.leastSquares({ columns: X[0].map((_, j) => X.map((row) => row[j])), y });
  const { thetas, costs, gradient } = gd.descend(J, start, alpha, steps);
  const { minimizer = null, bowl: [{ value: steepest } = { value: null }] = [] } = J;
  return JSON.stringify({ thetas, costs, gradient, steepest, minimizer },
    (_, v) => (Number.isFinite(v) || typeof v !== "number" ? v : String(v)));
}
"""


@pytest.fixture(scope="module")
def loaded(chrome, address):
    """A page with the module of the maths."""
    page = chrome.new_page()
    page.goto(f"{address}/index.html", wait_until="domcontentloaded")
    page.evaluate(LOAD)
    yield page
    page.close()


@pytest.fixture(scope="module")
def run(loaded):
    return lambda problem: json.loads(loaded.evaluate(DESCEND, json.dumps(problem)))


@st.composite
def numbers(draw, shape):
    """Thousandths up to ten: each drawn where they are few, where they are many all by one seed."""
    if np.prod(shape) <= 12:
        thousandths = st.integers(-10_000, 10_000)
        return draw(arrays(np.float64, shape, elements=thousandths.map(lambda i: i / 1000)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.integers(-10_000, 10_000, shape, endpoint=True) / 1000


@st.composite
def problems(draw):
    """Up to 300 points and 4 parameters, at rates below, at and above the critical one."""
    n = draw(st.integers(1, 4))
    m = draw(st.integers(1, 40) | st.integers(120, 300))
    X, y, start = draw(numbers((m, n))), draw(numbers((m,))), draw(numbers((n,)))
    J = gd.LeastSquares(X, y)
    critical = gd.critical_rate(J)
    assume(critical < 1e6)
    alpha = critical * draw(st.floats(0.01, 0.99) | st.just(1.0) | st.floats(1.01, 3))
    return X, y, J, start, alpha, draw(st.integers(0, 1000))


@settings(max_examples=1000, deadline=None)
@given(problem=problems())
def test_the_path_and_its_costs_are_those_of_gd(run, problem):
    X, y, J, start, alpha, steps = problem
    thetas, costs = gd.descend(J, start, alpha, steps)
    what = {"X": X.tolist(), "y": y.tolist(), "start": start.tolist()}
    got = run({**what, "alpha": alpha, "steps": steps})
    # The same steps at which anything overflows, and the same numbers until then.
    np.testing.assert_allclose(np.float64(got["thetas"]), thetas, rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.float64(got["costs"]), costs, rtol=1e-12, atol=0)
    np.testing.assert_allclose(
        np.float64(got["gradient"]), J.gradient(thetas[-1]), rtol=1e-12, atol=0
    )


@settings(max_examples=300, deadline=None)
@given(problem=problems())
def test_the_critical_rate_and_the_minimiser_are_those_of_gd(run, problem):
    X, y, J, start, alpha, _ = problem
    assume(X.shape[1] < 3 and np.linalg.cond(J.hessian) < 1e6)
    got = run(
        {"X": X.tolist(), "y": y.tolist(), "start": start.tolist(), "alpha": alpha, "steps": 0}
    )
    assert 2 / got["steepest"] == pytest.approx(gd.critical_rate(J), rel=1e-12)
    scale = np.abs(y).max() / np.linalg.norm(X, axis=0).min() * 100 + 1e-9
    np.testing.assert_allclose(got["minimizer"], J.minimizer, rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize(
    ("products", "regime"),
    [
        ([0.4], "monotone"),
        ([1], "one step"),
        ([1, 1], "one step"),
        ([1, 0.3], "monotone"),
        ([1.9, 0.3], "alternating"),
        ([2, 0.1], "cycling"),
        ([2.1], "diverging"),
    ],
)
def test_the_regimes_have_their_names(loaded, products, regime):
    assert loaded.evaluate("(products) => gd.regime(products)", products) == regime
