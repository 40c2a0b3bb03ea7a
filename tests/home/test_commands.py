"""Each command on the how-to pages, run in the order in which it stands there."""

import os
import re
import shutil
import socket
import subprocess

import machine
import pytest
import serving

from conftest import ROOT, download, first_answer, offered, started

PAGES = ("run", "host", "maintain")
RELEASE = ["commit", "tag", "push"]


def commands(page):
    """The lines of the blocks of sh."""
    text = (ROOT / f"docs/how-to/{page}.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_stands_in_a_block_of_sh(page):
    text = (ROOT / f"docs/how-to/{page}.md").read_text("utf-8")
    fences = re.findall(r"^```([^`\s]+)$", text, re.MULTILINE)
    assert {*fences} <= {"sh", "{literalinclude}", "{explorable}"}


def test_run(new_home, chrome, address):
    """As it stands, after the downloads that the page tells of."""
    home, tab = new_home("page"), chrome.new_page()
    shutil.rmtree(home.folder / "descent")  # the page makes one
    for page, links in {
        "gallery/fit_one_parameter": ("Script", "Notebook", "Everything (zip)"),
    }.items():
        for name in links:
            download(tab, offered(tab, address, page)[1][name], home.folder)
    tab.goto(f"{address}/how-to/run.html")
    shown = tab.locator(".highlight-sh pre").all_inner_texts()
    tab.close()
    lines = [line for block in shown for line in block.strip().splitlines()]
    (wheel,) = serving.HTML.glob("download/gallery/*.whl")
    where = f"{address}/download/gallery/{wheel.name}"
    names = {"WHEEL.whl": where, "GD.whl": wheel.name}
    written = "\n".join(commands("run"))
    assert lines == re.sub(r"WHEEL\.whl|GD\.whl", lambda name: names[name[0]], written).split("\n")
    # There is no conda here; test_downloads.py has its file.
    lines = [line for line in lines if not line.startswith("conda ")]
    starts = lines.index("jupyter lab fit_one_parameter.ipynb")
    home.run("\n".join(lines[:starts]))
    # In the environment that has just been made; tests/home/test_lab.py uses what starts.
    with home.start(f"{lines[starts]} --no-browser --allow-root --port=0", "is running at"):
        output = home.run("\n".join(lines[starts + 1 :]))
    assert "critical rate" in output


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The sources as they are here, in a repository with a remote, and the environments of nox."""
    folder = tmp_path_factory.mktemp("maintain") / "descent"
    generated = (".git", ".nox", "_build", "__pycache__", "node_modules", "descent")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*generated))
    (folder / ".nox").mkdir()
    for environment in (
        ROOT / ".nox"
    ).iterdir():  # those that are there are used, but none is made there
        if environment.is_dir():
            (folder / ".nox" / environment.name).symlink_to(environment)
    hosted = folder.with_name("hosted.git")
    git = ["git", "-C", folder]
    subprocess.run(
        ["git", "init", "--quiet", "--bare", "--initial-branch=main", hosted], check=True
    )
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    for name, value in {"user.name": "A maintainer", "user.email": "a@example.org"}.items():
        subprocess.run([*git, "config", name, value], check=True)
    subprocess.run([*git, "remote", "add", "origin", hosted], check=True)
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "Begin"], check=True)
    return folder


def run(clone, command, **variables):
    environ = os.environ | variables
    answer = subprocess.run(
        ["sh", "-ec", command], cwd=clone, env=environ, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, f"{command}\n{answer.stdout}\n{answer.stderr}"
    return answer.stdout + answer.stderr


def readme():
    return re.findall(
        r"^```sh\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def test_host(clone, tmp_path):
    address, build, serve, *copy = commands("host")
    assert build == readme()[0]  # which installs nox, as .ci/run does
    run(clone, f"{address}\n{build.partition(' && ')[2]}")
    check_serving(clone, serve)
    page = (clone / "docs/_build/html/gallery/hubble_1929.html").read_text("utf-8")
    where = "https://example.org/"
    assert f'<link rel="canonical" href="{where}gallery/hubble_1929.html"' in page
    (script,) = clone.glob("docs/_build/html/download/gallery/hubble_1929.py")
    assert f" {where}download/gallery/gradient_descent_tutorial-" in script.read_text("utf-8")
    (clone / "docs/_build/html/extra").touch()
    for _ in range(2):  # the second time over the first
        run(clone, "\n".join(copy).replace("/srv/", f"{tmp_path}/"))
        (clone / "docs/_build/html/extra").unlink(missing_ok=True)
    assert [path.name for path in tmp_path.iterdir()] == ["gradient-descent"]
    assert not (tmp_path / "gradient-descent/extra").exists()
    assert (tmp_path / "gradient-descent/404.html").exists()


def test_maintain(clone):
    install, everything, long, debian, serve, quick, *rest = commands("maintain")
    each, (pins, sphinx, *release) = rest[: -len(RELEASE) - 2], rest[-len(RELEASE) - 2 :]
    # These are what .ci/run calls, in which this is run.
    assert [f"{install} && {everything}", long] == readme()[1:]
    assert {*debian.removeprefix("apt-get install ").split()} == {*machine.SHOWN_BY}
    # Each session of the list is there, with a test of its own.
    listed = re.findall(r"^[*-] (\S+)", run(clone, "python -m nox -l"), re.MULTILINE)
    sessions = {name.partition("-")[0] for name in listed} - {"docs", "npm", "quick", "pins"}
    assert {re.search(r"-s (\w+)", command)[1] for command in each} == sessions
    tested = "".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/*.py"))
    for word in re.findall(r"-k (\w+)", "\n".join(each)):
        assert word in tested or [*ROOT.glob(f"docs/*/{word}.md")]
    for command in each:
        if re.search("-s (lint|types|tests|doctest)", command):
            run(clone, command)
    # As somebody who writes: all pages and their tests are what `site` runs.
    written = clone / "docs/tutorial/why.md"
    text = written.read_text("utf-8")
    written.write_text(f"{text}\nAnd so on.\n", "utf-8")
    said = run(clone, quick)
    assert "successful" in said
    passed, others = map(int, re.search(r"(\d+) passed, (\d+) deselected", said).groups())
    assert 0 < passed < others / 10
    written.write_text(text, "utf-8")
    check_serving(clone, serve)
    # After all that installs: what it finds may be newer.
    for command in (pins, sphinx):
        assert "successful" in run(clone, command)
    (clone / "CITATION.cff").write_text("version: 0.2.0\n")
    assert [command.split()[1] for command in release] == RELEASE
    for command in release:
        run(clone, command)
    hosted = ["git", "-C", clone.with_name("hosted.git"), "log", "--format=%s%d", "-1", "main"]
    last = subprocess.run(hosted, capture_output=True, text=True, check=True).stdout
    assert last.startswith("Release 0.2.0")
    assert "tag: v0.2.0" in last


def check_serving(clone, command):
    """The site comes at the port that the command names, and the server ends when it is told to."""
    port = int(command.split()[-1])
    with socket.socket() as trying:
        assert trying.connect_ex(("127.0.0.1", port)), f"something else listens at {port}"
    with started(command, cwd=clone, stdout=subprocess.DEVNULL):
        page = first_answer(f"http://127.0.0.1:{port}/")
        assert b"Gradient descent, step by step" in page
