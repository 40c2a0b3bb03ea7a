"""The page about data of any size: its lines about a file, where the file is larger than the address space."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import gd

PAGE = Path(__file__).parents[1] / "docs/how-to/scale.md"
WHOLE, WINDOWS, _, SPARK = re.findall(
    r"^```py\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
)
SHOW = "print(J, *J.minimizer.tolist(), float(J([1, 2, 3])))\n"
LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
"""
SIZE = 512 * 2**20


def run(folder, code):
    environ = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # each thread wants room for its stack
    answer = [sys.executable, "-c", code]
    return subprocess.run(
        answer, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Half a gibibyte: the same thousands of rows again and again."""
    folder = tmp_path_factory.mktemp("file")
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2**17, 3))
    part = np.column_stack([X, X @ [3, -1, 2] + rng.normal(size=len(X))])
    with (folder / "table.bin").open("wb") as table:
        for _ in range(SIZE // part.nbytes):
            part.tofile(table)
    yield folder, part
    (folder / "table.bin").unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a limit")
def test_a_file_larger_than_the_address_space_is_fitted_in_windows(file):
    folder, part = file
    limit = LIMIT.format(limit=SIZE - 2**26)
    whole = run(folder, f"{limit}import numpy as np\nnp.memmap('table.bin')")
    assert "Cannot allocate memory" in whole.stderr
    answer = run(folder, limit + WINDOWS + SHOW)
    assert answer.returncode == 0, answer.stderr
    size, *numbers = answer.stdout.rsplit(" ", 4)
    assert size == f"LeastSquares(m={SIZE // 32}, n=3)"
    J = gd.LeastSquares(part[:, :-1], part[:, -1])
    np.testing.assert_allclose(
        [float(v) for v in numbers], [*J.minimizer, J([1, 2, 3])], rtol=1e-11
    )


def test_a_table_on_disk_is_fitted_as_it_is(tmp_path):
    rng = np.random.default_rng(1)
    table = rng.normal(size=(100_000, 4))
    np.save(tmp_path / "table.npy", table)
    answer = run(tmp_path, WHOLE + SHOW)
    numbers = [float(v) for v in answer.stdout.rsplit(" ", 4)[1:]]
    J = gd.LeastSquares(table[:, :-1], table[:, -1])
    np.testing.assert_allclose(numbers, [*J.minimizer, J([1, 2, 3])], rtol=1e-12)


def test_the_function_for_a_partition_of_spark_takes_rows_and_also_none():
    names = {}
    exec(SPARK.partition("J = ")[0], names)  # noqa: S102 - what readers run
    rng = np.random.default_rng(2)
    X = rng.normal(size=(900, 3))
    y = X @ [3, -1, 2] + rng.normal(size=900)
    rows = [tuple(row) for row in np.column_stack([X, y]).tolist()]
    partitions = [rows[:10], [], rows[10:700], rows[700:]]
    costs = [J for part in partitions for J in names["cost"](iter(part))]
    J = functools.reduce(names["operator"].add, costs)
    assert repr(J) == "LeastSquares(m=900, n=3)"
    np.testing.assert_allclose(J.minimizer, np.linalg.lstsq(X, y)[0], rtol=1e-12)
