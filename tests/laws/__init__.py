"""What a chapter's laws are written with.

    @law("one-error")
    def every_step_keeps_a_part_of_the_error(one):
        assert holds("one-error", {"e_k": one.errors[2, 0], …})

`test_laws.py` runs it, with each fit of `fits.py` where it asks for `one` or `two` parameters, and
with the `rows` where it is the law of a table. What is slow or not everywhere, `sympy` and the
three points of `line.py`, comes when a law first asks for it: the tests of the built site read the
same modules, and have no SymPy.
"""

from importlib import import_module
from typing import NamedTuple

LAWS = {}


class Law(NamedTuple):
    check: object
    signs: frozenset
    harmless: dict


def law(name, *signs, harmless=None):
    """Make a function the law of a numbered formula, by its label, or of a table, by its head.

    Signs are those that the formula has beside, or in the place of, "=". What is harmless are slips
    of the pen that leave the formula true (`SLIPS` of test_laws.py), each with the reason.
    """

    def register(check):
        if name in LAWS:
            raise ValueError(
                f"two laws for {name}: in {LAWS[name].check.__module__} and {check.__module__}"
            )
        LAWS[name] = Law(check, frozenset(signs), harmless or {})
        return check

    return register


class Later:
    """A module that is imported when somebody asks for something in it."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        return getattr(import_module(self._name), name)


sympy, line = Later("sympy"), Later("laws.line")
