"""The environment for conda, by CEP 24 (github.com/conda/ceps) and the schema of github.com/conda/schemas."""

import re
import zipfile
from importlib.metadata import version
from pathlib import Path

import examples
import pytest
import yaml

DOWNLOAD = Path(__file__).parents[2] / "docs/_build/html/download"
ZIP = zipfile.ZipFile(DOWNLOAD / "gallery.zip")
FILES = {
    "by itself": (DOWNLOAD / "gallery/environment.yml").read_text("utf-8"),
    "in the zip": ZIP.read("gradient-descent/environment.yml").decode(),
}
every_file = pytest.mark.parametrize("where", FILES)


def told(where):
    """Its packages with their versions, then what pip adds."""
    *packages, pip = yaml.safe_load(FILES[where])["dependencies"]
    return dict(line.split("=") if "=" in line else (line, "") for line in packages), pip["pip"]


@every_file
def test_it_has_the_keys_that_conda_knows_with_values_of_their_types(where):
    said = yaml.safe_load(FILES[where])
    assert (
        {"dependencies"}
        <= said.keys()
        <= {
            *("name", "channels", "dependencies", "prefix", "variables", "platforms", "category"),
        }
    )
    assert re.fullmatch(r"[^/ :#]+", said["name"])
    assert said["name"] not in ("base", "root")
    assert all(isinstance(channel, str) and channel for channel in said["channels"])
    *packages, pip = said["dependencies"]
    assert all(re.fullmatch(r"[a-z0-9._-]+(=[\w.]+)?", package) for package in packages)
    assert pip.keys() == {"pip"}
    assert "pip" in packages  # else conda warns, and adds it
    assert all(isinstance(line, str) and line for line in pip["pip"])


@every_file
def test_it_has_all_that_examples_need_in_the_versions_that_are_tested(where):
    packages, (wheel,) = told(where)
    needed = {name for example in examples.every() for name in example.needs}
    assert packages.keys() == needed | {"jupyterlab", "numpy", "pip", "python"}
    assert [name for name, version in packages.items() if not version] == ["pip"]
    for name in ("distributed", "matplotlib"):  # alike for all Pythons
        assert packages[name] == version(name)
    assert (DOWNLOAD / "runtime.txt").read_text().strip() == f"python-{packages['python']}"
    (ours,) = DOWNLOAD.glob("gallery/*.whl")
    assert wheel == f"./{ours.name}"  # this build knows no address
