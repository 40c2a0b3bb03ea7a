"""Know when to stop."""

import numpy as np
from laws import law, line, sympy
from laws.fits import best_rate
from laws.formulas import FORMULAS, holds

import gd

INPUTS = {
    "sixteen digits": "# that a double keeps: 53 bits",
    "a millionth of": "1e-6 * np.linalg.norm(truth)",
    "sixty steps": "rates[:60]",
    "mostly a quarter or a half": "rates.min()",
    "α down to 0.05": "slow = gd.descend(J, start, 0.05, steps=3000)",
    "α is 0.05": "slow = gd.descend(J, start, 0.05, steps=3000)",
    "(−2.3, 4)": "# a start that the slider has, the nearest one to the long axis",
    "(0.6, −1)": "# another, near the short axis",
}
COMPUTED = """
    np.isclose(length[99], alpha * np.linalg.norm(J.gradient(thetas[99])))
    np.all(distance <= bound * (1 + 1e-8)) and np.all(costs <= above * (1 + 1e-8))
    np.isclose(distance[100], 0.7010849027, rtol=0, atol=5e-11)
    np.isclose(bound[100], 0.7010849027, rtol=0, atol=5e-11)
    [short(0.01), short(0.001)] == [113, 244]
    np.all(end[-1] == end[-2]) and end[-1, 0] != 2
    7 < still / (1e-6 * np.linalg.norm(truth)) < 12  # ten times short of the millionth
    path.costs[k + 1] >= path.costs[k] and np.all(np.diff(path.costs[: k + 1]) < 0)
    1 / 4 < says / np.linalg.norm(end[-1] - truth) < 4  # few digits are left
    np.linalg.norm(path.thetas[k] - noisy.minimizer) > 1e-8  # where J no longer falls
    np.linalg.norm(path.thetas[-1] - noisy.minimizer) < 1e-12  # where the gradient has led
    backtrack(four, theta := np.array([0.5, 0.5]), 1) == 1 / 8
    min(backtrack(noisy, at, 1.0) for at in near) < 1e-2 / most  # halved for nothing
    np.isclose(np.linalg.norm(slow[hasty] - J.minimizer) / distance[early], 5, atol=0.2)
    np.isclose(np.linalg.norm(J.gradient(J.minimizer + np.linalg.eigh(J.hessian)[1][:, 1])), most)
    all(backtrack(J, J.minimizer + v, 0.999 / l) == 0.999 / l for l, v in zip(*np.linalg.eigh(J.hessian), strict=True))
    all(backtrack(J, J.minimizer + v, 1.001 / l) < 1 / l for l, v in zip(*np.linalg.eigh(J.hessian), strict=True))
    np.linalg.norm(J.gradient(at := np.array([-2.3, 4]))) / least < 1.001 * np.linalg.norm(at - J.minimizer)
    np.linalg.norm(J.gradient(at := np.array([0.6, -1]))) / most > 0.999 * np.linalg.norm(at - J.minimizer)
    len(rates) < fixed(best) < counted[0][0] + counted[0][1] / 2  # fewer steps, and more work
"""
GIVEN = {r"c = \frac{1}{2}", r"\theta = 0"}
STATED = [
    "step 113, at a distance of 0.5581771",
    "step 244, at a distance of 0.0561269",
    "56 times the tolerance",
    "second stops 56 times",
    "multiplied by 57.5",
    "after 343 steps, at a distance of 0.0099",
    "the step stops after 100, at a distance of 2.8580",
    "the gradient stops after 1724, at a distance of 0.0100",
    "0.069527926",
    "5.298893125",
    "at most 0.7010849027, and it is 0.7010849027",
    "at most 0.0170871847 above, and it is 0.0170871847",
    "lost in J: less than 2.2e-09",
    "J is 3.5e-14 higher, the gradient says 1.0000e-06",
    "1: J = 13.8125, allowed -4.1875: refused",
    "0.5: J = 1.71875, allowed -1.375: refused",
    "0.25: J = 0.1015625, allowed 0.03125: refused",
    "0.125: J = 0.400390625, allowed 0.734375: accepted",
    "ends at 0.2381, between",
    "last step 0.0",
    "9 times as far away as a millionth",
    "best fixed rate 683 steps",
    "a third of it 1755 steps",
    "twice the one before 482 steps, 966 trials",
    "c = 0.0001 525 steps, 1052 trials",
    "always from 1 427 steps, 992 trials",
    "always from 10 320 steps, 1789 trials",
    "965 gradients in all, against 683",
    "the step 2.86 away, where it was 0.56",
    "it now takes 1724 steps",
    "allows 76 times",
    ", 0.189, where a step lands",
    ", 14.4, where one does",
]

BESIDE = 1e-6  # how far from a border a case lies


def said():
    theta = [4, -2]
    return {
        r"\nabla J = H e": {
            r"\nabla J": sympy.Matrix(line.BY_GD.gradient(theta)),
            "H": sympy.Matrix(line.BY_GD.hessian),
            "e": sympy.Matrix(theta - line.BY_GD.minimizer),
        }
    }


def apart(two, *parts):
    """Where the error has these parts along the flat and the steep axis."""
    return two.J.minimizer + np.linalg.eigh(two.J.hessian)[1] @ parts


def on_the_ray(two, theta, c):
    """What the formulas of a ray name, and the largest rate at which J falls enough, by search."""
    g = two.J.gradient(theta)
    low, high = 0, 4 / two.curvatures[0]
    for _ in range(60):
        middle = (low + high) / 2
        enough = two.J(theta - middle * g) <= two.J(theta) - c * middle * g @ g
        low, high = (middle, high) if enough else (low, middle)
    values = {r"\theta": sympy.Matrix(theta), "g": sympy.Matrix(g), "c": c}
    values |= {"J": lambda theta: float(two.J([float(t) for t in theta]))}
    return values, low


@law("stop-length", r"\leq")
def stop_length(two):
    for parts in [(3, -2), (3, 0), (0, 2)]:
        theta = apart(two, *parts)
        values = {"e": sympy.Matrix(theta - two.J.minimizer), "c_j": parts}
        values |= {r"\lambda_{\min}": two.curvatures[0], r"\lambda_j": tuple(two.curvatures)}
        assert holds("stop-length", values | {r"\nabla J": sympy.Matrix(two.J.gradient(theta))})


@law("stop-distance", r"\leq")
def stop_distance(two):
    # Along the flat axis the sides are equal: of a longer error it would not be so.
    for parts, longer, so in [((3, -2), 0, True), ((3, 0), 0, True), ((3, 0), BESIDE, False)]:
        theta = apart(two, *parts)
        values = {
            "e": sympy.Matrix(theta - two.J.minimizer) * (1 + longer),
            r"\nabla J": sympy.Matrix(two.J.gradient(theta)),
            r"\lambda_{\min}": two.curvatures[0],
        }
        assert holds("stop-distance", values if so else {}, values) is so


@law("stop-step", r"\leq")
def stop_step(two):
    for parts, longer, so in [((3, -2), 0, True), ((3, 0), 0, True), ((3, 0), BESIDE, False)]:
        theta = apart(two, *parts)
        values = {
            "e_k": sympy.Matrix(theta - two.J.minimizer) * (1 + longer),
            r"\theta^{(k)}": sympy.Matrix(theta),
            r"\theta^{(k+1)}": sympy.Matrix(gd.update(two.J, theta, two.alpha)),
            r"\alpha": two.alpha,
            r"\lambda_{\min}": two.curvatures[0],
        }
        assert holds("stop-step", values if so else {}, values) is so


@law("stop-cost", r"\leq")
def stop_cost(two):
    for parts in [(3, -2), (3, 0), (0, 2)]:
        theta = apart(two, *parts)
        values = {
            "J": lambda theta: float(two.J([float(t) for t in theta])),
            r"\theta": sympy.Matrix(theta),
            r"\theta^\ast": sympy.Matrix(two.J.minimizer),
            r"\nabla J": sympy.Matrix(two.J.gradient(theta)),
            r"\lambda_{\min}": two.curvatures[0],
            r"\lambda_j": tuple(two.curvatures),
            "c_j": parts,
        }
        assert holds("stop-cost", values)


@law("stop-lost", "<", r"\Leftrightarrow")
def stop_lost():
    # Which t are lost, by additions of doubles: all up to a border, to be found.
    curvature, least, low, high = 3, 1.0, 0, 1
    for _ in range(100):
        middle = (low + high) / 2
        lost = least + curvature * middle**2 / 2 == least
        low, high = (middle, high) if lost else (low, middle)
    values = {r"\lambda": curvature, r"J^\ast": least, r"\varepsilon": np.finfo(float).eps}
    for t, lost in [(low * (1 - BESIDE), True), (low * (1 + BESIDE), False)]:
        for side in FORMULAS["stop-lost"].split(r"\Leftrightarrow"):
            assert holds(side, {}, values | {"t": t}) is lost
        assert holds("stop-lost", values | {"t": t})


@law("stop-still")
def stop_still(two):
    # A step that is half a gap, whatever a gap is.
    theta, alpha = apart(two, 3, 0), best_rate(two)
    step = np.linalg.norm(gd.update(two.J, theta, alpha) - theta)
    values = {"t": 3, r"\delta": 2 * step, r"\alpha": alpha}
    values |= {r"\lambda_{\min}": two.curvatures[0], r"\kappa": np.linalg.cond(two.J.hessian)}
    assert holds("stop-still", values)
    # With the gap of a double: from how far on a step changes θ.
    kappa, low, high = 4e12, 0, 0.1
    X = np.sqrt(2) * np.diag([1, np.sqrt(kappa)])
    J, alpha = gd.LeastSquares(X, X @ [1.5, 0]), 2 / (1 + kappa)
    for _ in range(60):
        middle = (low + high) / 2
        moves = gd.update(J, [1.5 + middle, 0], alpha)[0] != 1.5 + middle
        low, high = (low, middle) if moves else (middle, high)
    values = {"t": low, r"\delta": np.spacing(1.5), r"\alpha": alpha}
    assert holds("stop-still", values | {r"\lambda_{\min}": 1, r"\kappa": kappa})


@law("ray")
def ray(two):
    values, _ = on_the_ray(two, two.thetas[0], c=0.3)
    del values["c"]
    values |= {r"\alpha": two.alpha, "H": sympy.Matrix(two.J.hessian)}
    assert holds("ray", values)


@law("armijo", r"\leq")
def armijo(two):
    values, border = on_the_ray(two, two.thetas[0], c=0.3)
    for alpha, enough in [(border * (1 - BESIDE), True), (border * (1 + BESIDE), False)]:
        assert holds("armijo", {}, values | {r"\alpha": alpha}) is enough


@law("armijo-range", r"\leq")
def armijo_range(two):
    values, border = on_the_ray(two, two.thetas[0], c=0.3)
    values |= {"H": sympy.Matrix(two.J.hessian)}
    for alpha, enough in [(border * (1 - BESIDE), True), (border * (1 + BESIDE), False)]:
        assert holds("armijo-range", {}, values | {r"\alpha": alpha}) is enough


@law("ray-curvature", r"\leq")
def ray_curvature(two):
    for parts in [(3, -2), (3, 0), (0, 2)]:
        g = np.linalg.eigh(two.J.hessian)[1] @ parts
        values = {"g": sympy.Matrix(g), "H": sympy.Matrix(two.J.hessian), "c_j": parts}
        values |= {r"\lambda_j": tuple(two.curvatures), r"\lambda_{\max}": two.curvatures[1]}
        assert holds("ray-curvature", values)


@law("armijo-least", "<")
def armijo_least(two):
    # Along the steep axis, from a first trial just above what passes: the least there can be.
    c = 0.3
    for theta in (apart(two, 0, 2), two.thetas[0]):
        _, border = on_the_ray(two, theta, c)
        values = {r"\alpha": border * (1 + BESIDE) / 2, r"\lambda_{\max}": two.curvatures[1]}
        assert holds("armijo-least", values | {"c": c})
    values |= {r"\alpha": (1 - c) / two.curvatures[1] * (1 - BESIDE)}
    assert not holds("armijo-least", {}, values | {"c": c})
