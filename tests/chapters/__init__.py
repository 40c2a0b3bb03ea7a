"""One module a page of the tutorial, named after it: `one_parameter.py` for `one-parameter.md`.

Each says what its page claims, so far as there is something to say:

- `INPUTS`: numbers in its text that somebody typed, each with the code that has it too, or a reason.
- `COMPUTED`: what the names of its cells mean, by gd, a line each; they run after the cells.
- `STATED`: facts that were computed elsewhere, as the page must state them.
- `GIVEN`: formulas in its sentences that are given, or asked for.
- `said()`: those that say that something is so, each with values for its symbols. One that stands
  on several pages is said once.
- functions under `@law`, one for each of its numbered formulas, and for tables of formulas.

The generic tests read them: tests/test_laws.py, and tests/site. What a module imports must be in both
of their environments; `laws` has SymPy for when a law runs.
"""

from importlib import import_module
from pathlib import Path

MODULES = {
    path.stem.replace("_", "-"): import_module(f"chapters.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("[!_]*.py"))
}
