"""Examples: docstrings know np and gd; Sybil runs what the README and the pages show."""

import numpy as np
import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

import gd


def _close_figures(names):
    """Those that a page has opened: Matplotlib warns of many."""
    if plt := names.get("plt"):
        plt.close("all")


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()], patterns=["*.md"], teardown=_close_figures
).pytest()


@pytest.fixture(autouse=True)
def _names_in_docstrings(doctest_namespace):
    doctest_namespace.update(np=np, gd=gd)
