"""Which J?"""

from laws import law, line, sympy
from laws.formulas import holds
from test_facts import Scaled

import gd

INPUTS = {
    "The twenty points": "np.linspace(-1, 1, 20)",
    "the twenty points": "np.linspace(-1, 1, 20)",
    "$\\alpha = 0.01$": "# the advice that is quoted",
    "a thousand times": "# an example",
    "η = 0.02": "2 * m * 0.02",
}
COMPUTED = """
    np.isclose(descend(1 / m, 1.15), 0.4999858251049993, rtol=1e-14)
    np.isclose(one, 38 / 7) and np.isclose(two, 2)
"""
GIVEN = {r"\alpha = 0.01"}
STATED = ["5.4286 or 2.0000", "2.7143 or 1.0000", "0.1357 or 0.0500", "= 0.8"]


def said():
    # The sum is 2m times half the mean.
    return {r"\alpha = 2 m \eta": {r"\alpha": 30, "m": 3, r"\eta": 5}}


@law(r"| cost | name | times our J | times our $\alpha$ |")
def the_table_of_costs(rows):
    assert len(rows) == 4
    for cost, _, times, rate in rows:
        assert holds(f"{cost} = ({times}) J", {"J": line.J(), "r_i": line.r_i}, line.SUMS)
        assert holds(f"({times}) ({rate}) = 1", {}, {"m": line.m})


@law("which-step")
def which_step(two):
    theta, alpha = two.thetas[0], two.alpha
    for q in (2, 7, 14):
        step = theta - gd.update(Scaled(two.J, q), theta, alpha / q)
        values = {r"\alpha": alpha, "q": q, r"\nabla (q J)": sympy.Matrix(step * q / alpha)}
        assert holds("which-step", values | {r"\nabla J": sympy.Matrix(two.J.gradient(theta))})


@law("which-critical-rate")
def which_critical_rate(two):
    for q in (2, 7, 14):
        theirs = {r"\alpha_c(q J)": gd.critical_rate(Scaled(two.J, q))}
        ours = {r"\alpha_c(J)": gd.critical_rate(two.J), "q": q}
        assert holds("which-critical-rate", theirs | ours)
