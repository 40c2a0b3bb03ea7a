"""The maths of the live figures is that of gd, on problems drawn at random."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gd

LOAD = """
Promise.all(["descent", "memory", "costs/least-squares"].map((name) => import(`/explorable/${name}.js`)))
  .then((modules) => { window.gd = Object.assign({}, ...modules) })
"""
# JSON both ways, which is ten times as fast as what Playwright writes; infinities as text.
DESCEND = """
(problem) => {
  const { X, y, start, alpha, steps, momentum, nesterov } = JSON.parse(problem);
  const J = gd.leastSquares({ columns: X[0].map((_, j) => X.map((row) => row[j])), y });
  const { thetas, costs, gradient, next } = gd.descend(J, start, alpha, steps, momentum, nesterov);
  const { minimizer = null, bowl = [] } = J;
  const curvatures = bowl.map(({ value }) => value);
  return JSON.stringify({ thetas, costs, gradient, next, curvatures, minimizer },
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


momenta = st.just(0.0) | st.floats(0, 0.99)


@settings(max_examples=1000, deadline=None)
@given(problem=problems(), momentum=momenta, ahead=st.booleans())
def test_the_path_and_its_costs_are_those_of_gd(run, problem, momentum, ahead):
    X, y, J, start, alpha, steps = problem
    if ahead:
        (*thetas, after), last = nesterov(J, start, alpha, steps + 1, momentum)
    else:
        *thetas, after = gd.descend(J, start, alpha, steps + 1, momentum).thetas
        last = thetas[-1]
    what = {"X": X.tolist(), "y": y.tolist(), "start": start.tolist(), "alpha": alpha}
    got = run({**what, "steps": steps, "momentum": momentum, "nesterov": ahead})
    # The same steps at which anything overflows, and the same numbers until then.
    np.testing.assert_allclose(np.float64(got["thetas"]), thetas, rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.float64(got["next"]), after, rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.float64(got["costs"]), J(thetas), rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.float64(got["gradient"]), J.gradient(last), rtol=1e-12, atol=0)


def nesterov(J, theta, alpha, steps, momentum):
    """The path by gd's gradient where a part of the last step alone would lead; and where that last was."""
    thetas = ahead, *_ = [np.array(theta, float)]
    with np.errstate(all="ignore"):
        for k in range(steps):
            ahead = thetas[k] + momentum * (thetas[k] - thetas[max(k - 1, 0)])
            thetas.append(ahead - alpha * J.gradient(ahead))
    return np.array(thetas), ahead


@settings(max_examples=300, deadline=None)
@given(problem=problems())
def test_the_critical_rate_and_the_minimiser_are_those_of_gd(run, problem):
    X, y, J, start, alpha, _ = problem
    assume(X.shape[1] < 3 and np.linalg.cond(J.hessian) < 1e6)
    got = run(
        {"X": X.tolist(), "y": y.tolist(), "start": start.tolist(), "alpha": alpha, "steps": 0}
    )
    assert 2 / got["curvatures"][0] == pytest.approx(gd.critical_rate(J), rel=1e-12)
    scale = np.abs(y).max() / np.linalg.norm(X, axis=0).min() * 100 + 1e-9
    np.testing.assert_allclose(got["minimizer"], J.minimizer, rtol=1e-9, atol=1e-9 * scale)


# What memory.js says of two curvatures, at a rate and a momentum.
MEMORY = """
(problem) => {
  const { name, curvatures, alpha, momentum } = JSON.parse(problem);
  const rule = gd[name];
  const slowest = (alpha, beta) =>
    Math.max(...curvatures.map((value) => Math.abs(gd.part(rule, alpha * value, beta).factor)));
  const best = rule.best(...curvatures);
  const nearby = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) =>
    slowest(best.alpha * (1 + i / 1e4), Math.max(best.momentum + j / 1e4, 0))));
  return JSON.stringify({ factor: slowest(alpha, momentum), limit: rule.limit(momentum) / curvatures[0], best, nearby,
    span: rule.span(0.9, momentum), turning: curvatures.map((value) => gd.part(rule, alpha * value, momentum).turning) });
}
"""


def multipliers(curvature, alpha, beta, ahead):
    """The eigenvalues of what a step makes of (error now, error before); of many at once."""
    kept = 1 - alpha * curvature
    top = [(1 + beta) * kept, -beta * kept] if ahead else [kept + beta, -beta]
    entries = np.stack(np.broadcast_arrays(*top, 1.0, 0.0), axis=-1)
    return np.linalg.eigvals(entries.reshape(*entries.shape[:-1], 2, 2))


@settings(max_examples=1000, deadline=None)
@given(
    flat=st.floats(1e-3, 1),
    kappa=st.floats(1, 1e4),
    share=st.floats(0.01, 1.5),
    momentum=momenta,
    ahead=st.booleans(),
)
def test_the_slowest_factor_and_what_is_best_are_those_of_the_matrix_of_a_step(
    loaded, flat, kappa, share, momentum, ahead
):
    curvatures = np.array([flat * kappa, flat])
    J = Quadratic(np.diag(curvatures))
    limit = gd.critical_rate(J, momentum)
    if ahead:
        limit = gd.critical_rate(J) * (1 + momentum) / (1 + 2 * momentum)
    alpha = share * limit
    name = "nesterov" if ahead else "heavyBall"
    what = {"name": name, "curvatures": curvatures.tolist(), "alpha": alpha, "momentum": momentum}
    got = json.loads(loaded.evaluate(MEMORY, json.dumps(what)))
    assert got["limit"] == pytest.approx(limit, rel=1e-12)
    roots = multipliers(curvatures, alpha, momentum, ahead)
    apart = np.diff(roots)[:, 0]
    assume(np.abs(apart).min() > 1e-3)  # where two meet, NumPy has half the digits only
    assert got["factor"] == pytest.approx(np.abs(roots).max(), rel=1e-12)
    assert got["turning"] == (apart.imag != 0).tolist()
    low, high = got["span"]
    for product, left in zip(alpha * curvatures, np.abs(roots).max(axis=-1), strict=True):
        if abs(left - 0.9) > 1e-9:
            assert (low <= product <= high) == (left < 0.9)
    if low < high:
        ends = np.abs(multipliers(1, np.array([low, high]), momentum, ahead)).max(axis=-1)
        assert ends == pytest.approx(0.9)
    best = got["best"]
    left = np.abs(multipliers(curvatures, best["alpha"], best["momentum"], ahead))
    assert best["factor"] == pytest.approx(left.max(), abs=1e-6)
    assert min(got["nearby"]) > best["factor"] - 1e-6


class Quadratic:
    def __init__(self, hessian):
        self.hessian = hessian


@pytest.mark.parametrize(
    ("factors", "regime"),
    [
        ([0.6], "monotone"),
        ([1 - 1e-10], "monotone"),
        ([0], "one step"),
        ([0, 0], "one step"),
        ([0, 0.7], "monotone"),
        ([-0.9, 0.7], "alternating"),
        ([-1, 0.9], "cycling"),
        ([-1.1], "diverging"),
    ],
)
def test_the_regimes_have_their_names(loaded, factors, regime):
    assert loaded.evaluate("(factors) => gd.regime(factors)", factors) == regime
    if regime == "alternating":
        assert loaded.evaluate("(factors) => gd.regime(factors, true)", factors) == "rippling"
