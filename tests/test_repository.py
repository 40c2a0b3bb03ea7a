"""The repository's own files: what pins, hooks and the workflow take from pyproject.toml, and what several say alike."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
PINS = {path.stem: path.read_text("utf-8") for path in ROOT.glob("requirements/*.txt")}


def test_each_group_is_pinned_with_hashes_and_no_address():
    assert PINS.keys() == GROUPS.keys() - {"dev"}
    whole = r"[a-z0-9-]+==[\w.+]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+"
    pins = [pin for text in PINS.values() for pin in re.split(r"\n(?=\S)", text.rstrip())]
    assert not [pin for pin in pins if not re.fullmatch(whole, pin)]


@pytest.mark.parametrize("name", ["docutils", "sphinx"])
def test_a_commit_is_rendered_by_the_same_code_on_each_python(name):
    pins = [re.findall(rf"^{name}==.*", text, re.MULTILINE) for text in PINS.values()]
    (pin,) = {pin for found in pins for pin in found}
    assert ";" not in pin


def test_pre_commit_has_no_versions_of_what_lint_pins():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert "entry: python -m nox -s lint" in hooks
    tools = [re.match(r"[\w-]+", tool)[0] for tool in GROUPS["lint"]]
    others = re.findall(r"repo: https://\S+/(\S+)", hooks)
    assert others
    assert not [other for other in others if any(tool in other for tool in tools)]


@pytest.mark.skipif(sys.platform != "linux", reason="the runner that reads them is Linux")
def test_the_workflow_has_the_pythons_of_the_classifiers(tmp_path):
    workflow = (ROOT / ".github/workflows/site.yml").read_text("utf-8")
    assert not re.search(r'[\s"]3\.\d', workflow)
    (script,) = re.findall(r"id: read\n +run: \|\n((?: {10}.*\n)+)", workflow)
    environ = {"PATH": "/usr/bin:/bin", "GITHUB_OUTPUT": str(tmp_path / "output")}
    subprocess.run(["bash", "-ec", script], cwd=ROOT, env=environ, check=True)
    name, _, value = (tmp_path / "output").read_text("utf-8").partition("=")
    pythons = re.findall(
        r":: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE
    )
    assert (name, json.loads(value)) == ("all", pythons)
    assert PROJECT["project"]["requires-python"] == f">={pythons[0]}"


def read(name):
    return " ".join((ROOT / name).read_text("utf-8").split())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE-text", "docs/about.md"])
def test_code_has_one_licence_and_text_another_wherever_it_is_said(name):
    assert {"BSD 3-Clause", "CC BY 4.0"} <= {*re.findall("BSD 3-Clause|CC BY 4.0", read(name))}


def test_the_licences_are_those_that_machines_are_told():
    assert PROJECT["project"]["license"] == "BSD-3-Clause"
    assert PROJECT["project"]["license-files"] == ["LICENSE"]  # the package has no text
    said = re.findall(r"\blicense: (\S+)", read("CITATION.cff"))
    assert said == ["BSD-3-Clause", "CC-BY-4.0"]
    assert "Text and figures CC BY 4.0, code BSD-3-Clause" in read("docs/conf.py")
    assert read("LICENSE").startswith("BSD 3-Clause License Copyright (c) 2026, the gradient")
    assert "Creative Commons Attribution 4.0 International Public License By" in read(
        "LICENSE-text"
    )
    deed = "https://creativecommons.org/licenses/by/4.0/"
    assert all(deed in read(name) for name in ("CITATION.cff", "LICENSE-text", "docs/about.md"))


def test_it_is_cited_on_the_site_as_machines_are_told():
    said = dict(re.findall(r"^([\w-]+): (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE))
    assert said["version"] == PROJECT["project"]["version"]
    (author,) = PROJECT["project"]["authors"]
    assert f"authors: - name: {author['name']} version" in read("CITATION.cff")
    year = said["date-released"][:4]
    assert f"> {author['name']} ({year}). *{said['title']}*." in read("docs/about.md")
