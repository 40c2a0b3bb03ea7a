"""An environment for conda with all that the examples and JupyterLab need: environment.yml.

Its versions are those that are pinned for its Python (requirements/home.txt); pip adds gd, in the folder
where the file is, or from its address. (The form is that of CEP 24, github.com/conda/ceps.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from examples import ROOT
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable

PYTHON = "3.12"  # Binder's, too
TOOLS = ("jupyterlab", "numpy")
ENVIRONMENT = """\
name: gradient-descent
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python={python}
{packages}
  - pip
  - pip:
      - {wheel}
"""


def environment(needs: Iterable[str], wheel: str) -> str:
    """The file, for examples that need these packages beside gd."""
    pinned = _pinned()
    # One that is not pinned is without its version; a test demands that all are.
    packages = (f"  - {pinned.get(name, name)}" for name in sorted({*needs, *TOOLS}))
    return ENVIRONMENT.format(python=PYTHON, packages="\n".join(packages), wheel=wheel)


def _pinned() -> dict[str, str]:
    """Packages with their versions for that Python, as conda spells them, by their names."""
    text = (ROOT / "requirements/home.txt").read_text("utf-8")
    pins = map(Requirement, re.findall(r"^\S+==[^\\\n]+", text, re.MULTILINE))
    here = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0"}
    return {
        pin.name: str(pin).partition(";")[0].replace("==", "=")
        for pin in pins
        if not pin.marker or pin.marker.evaluate(here)
    }
