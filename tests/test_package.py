"""The package as a whole: what it brings, and what it leaves out."""

import subprocess
import sys

import gd


def test_the_public_names_are_nine():
    assert sorted(gd.__all__) == [
        "Cost",
        "CrossEntropy",
        "Descent",
        "LeastSquares",
        "critical_rate",
        "descend",
        "hypothesis",
        "update",
        "with_intercept",
    ]
    assert all(getattr(gd, name).__doc__ for name in gd.__all__)


def test_importing_gd_imports_numpy_and_nothing_else_from_outside():
    code = "import sys, numpy; before = set(sys.modules); import gd; print(*sys.modules.keys() - before)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    outside = set(run.stdout.split()) - sys.stdlib_module_names
    assert {name.partition(".")[0] for name in outside} == {"gd"}


def test_a_descent_unpacks_as_the_maths():
    thetas, costs = descent = gd.descend(gd.LeastSquares([[1.0]], [1.0]), [0], 1, steps=2)
    assert descent.thetas is thetas
    assert descent.costs is costs
