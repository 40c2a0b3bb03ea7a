"""The same bytes, whatever surrounds a build: variables, a home, names, repositories, another build."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from tiny import ROOT, Project

# Under the names of our extensions a user may have another.
NAMES = [path.stem for path in (ROOT / "docs/_ext").glob("*.py")]
STARTUP = "import numpy as np\nnp.set_printoptions(precision=3, suppress=True)\n"
KERNEL = {"argv": ["false"], "display_name": "Stale", "language": "python"}


@pytest.fixture
def hostile(project, tmp_path):
    """A home and variables, each of which would have changed the site, and a repository around it."""
    for name in NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"raise ImportError('the {name} of others')")
    (tmp_path / "gd.py").write_text("raise ImportError('the gd of others')")
    home = tmp_path / "home"
    (home / ".config/matplotlib").mkdir(parents=True)
    (home / ".config/matplotlib/matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 20\n")
    (home / ".ipython/profile_default/startup").mkdir(parents=True)
    (home / ".ipython/profile_default/startup/00.py").write_text(STARTUP)
    for folder in (home / ".local/share/jupyter", tmp_path / "jupyter"):
        (folder / "kernels/python3").mkdir(parents=True)
        (folder / "kernels/python3/kernel.json").write_text(json.dumps(KERNEL))
    (tmp_path / "startup.py").write_text(STARTUP)
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\n")
    around = project.root.parent
    git = ["git", "-C", around]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", around], check=True)
    remote = "https://github.com/another/descent"
    subprocess.run([*git, "remote", "add", "origin", remote], check=True)
    yield os.environ | {
        "DASK_SCHEDULER_ADDRESS": "tcp://127.0.0.1:9",
        "GIT_DIR": str(around / ".git"),
        "HOME": str(home),
        "JUPYTER_PATH": str(tmp_path / "jupyter"),
        "LC_ALL": "C",
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
        "MPLBACKEND": "agg",
        "PIP_USER": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONOPTIMIZE": "2",
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "PYTHONWARNINGS": "error",
        "SOURCE_DATE_EPOCH": "1",
        "SPHINXOPTS": "-D html_title=Other",
        "TZ": "Pacific/Kiritimati",
        "XDG_CONFIG_HOME": str(home / ".config"),
    }
    shutil.rmtree(around / ".git")


def test_what_a_user_has_set_reaches_no_page(project, hostile, monkeypatch):
    """Of all that is built anew, and then of what is built again over it."""
    shutil.rmtree(project.root / "docs/_build")
    for path in project.sources:
        path.chmod(0o600)
    monkeypatch.setattr(project, "env", hostile)
    for _ in range(2):
        code, output = project.build(umask=0o077)
        assert code == 0, output
        assert not project.differs(project.whole)
    page = project.site()["tutorial/one-parameter.html"].decode()
    assert "[1.99996019 1.99996019]" in page
    assert "©" not in page or "1970" not in page
    # Whoever serves the site may read it.
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in project.html.rglob("*"))


def test_two_clones_in_two_folders_give_the_same_bytes(project, tmp_path):
    other = Project(tmp_path / "elsewhere")
    code, output = other.build()
    assert code == 0, output
    assert not other.differs(project.whole)
    assert other.index() == project.first_index


@pytest.mark.parametrize("home", [None, "/proc", "/nowhere"])
def test_a_home_is_not_needed(project, home, monkeypatch):
    environ = {name: value for name, value in os.environ.items() if name != "HOME"}
    monkeypatch.setattr(project, "env", environ | ({"HOME": home} if home else {}))
    code, output = project.build()
    assert code == 0, output
    assert not project.differs(project.whole)


def test_a_second_build_at_once_says_that_one_is_running(project):
    begun = project.root / "docs/_build/doctrees/finished"
    assert begun.exists()  # until a build begins
    with project.start() as first:
        while begun.exists():
            assert first.poll() is None
            time.sleep(0.002)
        first.send_signal(signal.SIGSTOP)  # however slow it is
        try:
            code, output = project.build()
        finally:
            first.send_signal(signal.SIGCONT)
        assert code != 0
        assert output == f"{project.root} is being built or served already: one at a time.\n"
        first.communicate()
    assert first.returncode == 0
    assert project.build()[0] == 0


def test_a_full_disk_leaves_the_old_site_and_says_so(tmp_path):
    """A disk of some megabytes for what is built, and then a larger one."""
    project = Project(tmp_path / "gd")
    disk = project.html.parent
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]
    alone = ["unshare", "--mount", "--map-root-user"] if os.geteuid() else ["unshare", "--mount"]
    python = [sys.executable, project.root / "docs/build.py"]
    script = """
        set -e
        "$@"
        mkdir "$DISK/html" && echo old > "$DISK/html/index.html"
        "$PYTHON" "$BUILD" && exit 3
        test "$(cat "$DISK/html/index.html")" = old
        mount -o remount,size=200m "$DISK"
        "$PYTHON" "$BUILD"
        grep -q "A small site" "$DISK/html/index.html"
    """
    environ = os.environ | {"DISK": str(disk), "PYTHON": str(python[0]), "BUILD": str(python[1])}
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of one's own: unshare needs root or user namespaces")
    command = [*alone, "sh", "-c", script, "sh", *mount]
    said = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "No space left on device" in said.stdout + said.stderr
    assert f"{project.html} is as it was. Only " in said.stderr
