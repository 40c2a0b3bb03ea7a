"""The small site of tiny.py, built once; and the extensions, for the tests beside this file."""

import sys

import pytest
from tiny import ROOT, Project

sys.path.insert(0, str(ROOT / "docs/_ext"))


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The project, and in `whole` the site that its sources give as they are."""
    folder = tmp_path_factory.mktemp("sites") / "my site, Ü #1, 100 %"
    folder.mkdir()
    project = Project(folder / "gd")
    code, output = project.build()
    assert code == 0, output
    project.said, project.whole, project.first_index = output, project.site(), project.index()
    return project


@pytest.fixture
def project(built):
    """The built project, whose sources are as they were again when the test is over."""
    yield built
    built.mend()
