"""Examples: docstrings know np and gd; Sybil runs what the pages and the README show."""

import numpy as np
import pytest
from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser

import gd

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), DocTestDirectiveParser()], patterns=["*.md"]
).pytest()


@pytest.fixture(autouse=True)
def _names_of_docstrings(doctest_namespace):
    doctest_namespace.update(np=np, gd=gd)
