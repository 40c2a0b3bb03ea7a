"""The maths of the live figures is that of gd, on problems drawn at random."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gd

LOAD = """
Promise.all(["descent", "memory", "stopping", "backtracking", "costs/least-squares"].map((name) => import(`/explorable/${name}.js`)))
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
def problems(draw, most=4):
    """Up to 300 points and 4 parameters, or fewer, at rates below, at and above the critical one."""
    n = draw(st.integers(1, most))
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


# What stopping.js says of a path.
STOPS = """
(problem) => {
  const { X, y, start, alpha, steps, tolerance } = JSON.parse(problem);
  const J = gd.leastSquares({ columns: X[0].map((_, j) => X.map((row) => row[j])), y });
  const far = gd.distances(gd.descend(J, start, alpha, steps), J);
  return JSON.stringify([far.errors, gd.stops(far, tolerance)]);
}
"""


@settings(max_examples=1000, deadline=None)
@given(problem=problems(most=2), share=st.floats(-8, 0.5).map(lambda power: 10**power))
def test_both_rules_stop_where_they_do_by_gd(loaded, problem, share):
    X, y, J, start, alpha, steps = problem
    thetas, _ = gd.descend(J, start, alpha, steps)
    flattest, *_ = np.linalg.eigvalsh(J.hessian)
    assume(flattest > 1e-6 * 2 / gd.critical_rate(J))
    with np.errstate(all="ignore"):
        errors = np.linalg.norm(thetas - J.minimizer, axis=-1)
        lengths = np.linalg.norm(np.diff(thetas, axis=0, prepend=np.nan), axis=-1)
        bounds = np.linalg.norm(J.gradient(thetas), axis=-1) / flattest
        tolerance = share * errors[0]
        assume(tolerance > 0)
        near = np.abs(np.array([lengths, bounds]) / tolerance - 1)
    assume(np.nanmin(near) > 1e-9)  # else the last bits decide
    known = [
        int(met.argmax()) if met.any() else None
        for met in (lengths < tolerance, bounds <= tolerance)
    ]
    what = {"X": X.tolist(), "y": y.tolist(), "start": start.tolist(), "tolerance": tolerance}
    what |= {"alpha": alpha, "steps": steps}
    got, stops = json.loads(loaded.evaluate(STOPS, json.dumps(what)))
    assert [stops["step"], stops["gradient"]] == known
    far = [errors[k] for k in known if k is not None]
    told = [got[k] for k in known if k is not None]
    assert told == pytest.approx(far, rel=1e-9, abs=1e-9 * (1 + np.abs(J.minimizer).max()))
    if stops["gradient"] is not None:  # then it keeps its promise
        assert errors[stops["gradient"]] <= tolerance * (1 + 1e-9)


def test_a_bound_may_be_the_tolerance_and_a_step_is_shorter(loaded):
    stops = loaded.evaluate("gd.stops({ lengths: [NaN, 2, 1, 0.5], bounds: [3, 1, 0.5, 0] }, 1)")
    assert stops == {"step": 3, "gradient": 1}


# Of a J that is flat along a line: points at one x.
FLAT = """
() => {
  const J = gd.leastSquares({ columns: [[1, 1, 1], [0.7, 0.7, 0.7]], y: [1, 2, 4] });
  const far = gd.distances(gd.descend(J, [3, 1], 0.1, 400), J);
  return [far.flat, gd.stops(far, 0.001)];
}
"""


def test_a_gradient_bounds_nothing_where_the_cost_is_flat_along_a_line(loaded):
    flat, stops = loaded.evaluate(FLAT)
    assert flat
    assert stops["step"] > 0
    assert stops["gradient"] is None


# What backtracking.js does, and what a loop by gd.
BACKTRACK = """
(problem) => {
  const { X, y, start, ...chosen } = JSON.parse(problem);
  const J = gd.leastSquares({ columns: X[0].map((_, j) => X.map((row) => row[j])), y });
  const { thetas, costs, alphas, halvings, trials, next } = gd.backtrack(J, start, chosen);
  return JSON.stringify({ thetas, costs, alphas, halvings, trials, next });
}
"""


def backtracked(J, theta, alpha, slope, steps):
    """The path, its rates, and by how much of J each of them, and that before, was on its side of the chord."""
    thetas, rates, margins = [np.array(theta, float)], [], []
    for _ in range(steps):
        theta, gradient = thetas[-1], J.gradient(thetas[-1])
        margin = np.inf
        for rate in alpha / 2.0 ** np.arange(61):
            allowed = J(theta) - slope * rate * sum(gradient * gradient)
            over = J(gd.update(J, theta, rate)) - allowed
            margin = min(margin, abs(over) / (J(theta) or 1))
            if over <= 0:
                break
        thetas.append(gd.update(J, theta, rate))
        rates.append(rate)
        margins.append(margin)
    return np.array(thetas), np.array(rates), np.array(margins)


@settings(max_examples=1000, deadline=None)
@given(
    problem=problems(),
    first=st.floats(-3, 4).map(lambda power: 2**power),
    slope=st.floats(0.05, 0.95),
    steps=st.integers(0, 60),
)
def test_the_rates_that_are_found_are_those_of_a_loop_by_gd(loaded, problem, first, slope, steps):
    X, y, J, start, _, _ = problem
    alpha = first * gd.critical_rate(J)
    what = {"X": X.tolist(), "y": y.tolist(), "start": start.tolist()}
    what |= {"alpha": alpha, "slope": slope, "steps": steps}
    got = json.loads(loaded.evaluate(BACKTRACK, json.dumps(what)))
    thetas, rates, margins = backtracked(J, start, alpha, slope, steps)
    # To the first rate of which the last bits of J decide.
    sure = [*(margins > 1e-12), False].index(False)
    np.testing.assert_array_equal(got["alphas"][:sure], rates[:sure])
    np.testing.assert_allclose(got["thetas"][: sure + 1], thetas[: sure + 1], rtol=1e-9, atol=1e-12)
    # One step, from where it was.
    for theta, rate, after in zip(
        got["thetas"], got["alphas"], [*got["thetas"][1:], got["next"]], strict=False
    ):
        np.testing.assert_allclose(after, gd.update(J, np.array(theta), rate), rtol=1e-12, atol=0)
    np.testing.assert_allclose(got["costs"], J(np.array(got["thetas"])), rtol=1e-12, atol=0)
    assert got["halvings"] == sum(np.log2(alpha / np.array(got["alphas"])))
    # The same costs in the end, whichever way the last bits went.
    np.testing.assert_allclose(got["costs"], J(thetas), rtol=1e-9, atol=1e-12 * (1 + J(start)))
    # For a quadratic what is accepted follows from the curvature along the gradient alone.
    slopes, theta = J.gradient(thetas[-1]), thetas[-1]
    if sure == steps and (square := slopes @ slopes) > 1e-9:
        limit = 2 * (1 - slope) * square / (slopes @ J.hessian @ slopes)
        for trial in got["trials"]:
            if abs(trial["alpha"] / limit - 1) > 1e-6:
                assert trial["accepted"] == (trial["alpha"] < limit)


def test_the_trials_at_the_four_points_of_the_derivation(loaded):
    what = {"X": [[1, 0], [1, 1], [1, 2], [1, 3]], "y": [1, 2, 4, 4], "start": [0.5, 0.5]}
    what |= {"alpha": 1, "slope": 0.5, "steps": 0}
    trials = json.loads(loaded.evaluate(BACKTRACK, json.dumps(what)))["trials"]
    assert [t["alpha"] for t in trials] == [1, 0.5, 0.25, 0.125]
    assert [t["cost"] for t in trials] == [13.8125, 1.71875, 0.1015625, 0.400390625]
    assert [t["allowed"] for t in trials] == [-4.1875, -1.375, 0.03125, 0.734375]
    assert [t["accepted"] for t in trials] == [False, False, False, True]


ENDS = """
() => {
  const kink = { look: ([a]) => ({ cost: Math.abs(a + 1), gradient: [1] }) };
  const lost = { look: ([a]) => ({ cost: a === -1 ? 0 : NaN, gradient: [1] }) };
  const flat = { look: () => ({ cost: 3, gradient: [0] }) };
  return [kink, lost, flat].map((J) => gd.backtrack(J, [-1], { alpha: 8, slope: 0.5, steps: 1 }))
    .map(({ thetas, alphas, halvings, rate }) => [thetas[1][0], alphas[0], halvings, rate]);
}
"""


def test_no_more_than_sixty_halvings_and_none_without_a_gradient(loaded):
    kink, lost, flat = loaded.evaluate(ENDS)
    assert kink == lost == [-1, 0, 60, 0]
    assert flat == [-1, 8, 0, 8]


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
