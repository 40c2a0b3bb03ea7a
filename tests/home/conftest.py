"""Empty folders with a Python of their own, on a machine that can be cut off from the network."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import chromium
import machine
import pytest
import serving

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "docs/_ext"))  # for the tests beside this file
CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class Home:
    """An empty folder, and commands that run there as a person types them."""

    def __init__(self, folder, constraints):
        self.folder = folder
        self.environ = os.environ | {
            "PATH": f"{folder}/descent/bin:{machine.PATH}",
            "PIP_CONSTRAINT": str(constraints),  # what is tested is pinned
            "UV_CONSTRAINT": str(constraints),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_COMPILE": "1",  # what is run is compiled then
        }
        # Without a screen no window waits to be closed.
        for name in ("DISPLAY", "MPLBACKEND", "PYTHONPATH", "VIRTUAL_ENV", "WAYLAND_DISPLAY"):
            self.environ.pop(name, None)

    def run(self, command, *, online=True, where="."):
        """What a command prints; it must succeed."""
        shell = ["sh", "-ec", command]
        if not online:
            shell = [*alone(self.environ), "sh", "-ec", f"ip link set lo up\n{command}"]
        answer = subprocess.run(
            shell,
            cwd=self.folder / where,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, f"{command}\n{answer.stdout}\n{answer.stderr}"
        return answer.stdout

    @contextmanager
    def start(self, command, says):
        """Start what goes on until it is ended; what it says when it is ready."""
        options = {"cwd": self.folder, "env": self.environ, "text": True}
        with started(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
        ) as process:
            said = [""]
            while not (found := re.search(says, said[-1])):
                said.append(process.stdout.readline())
                assert said[-1], f"{command} ended:\n{''.join(said)}"
            # Somebody listens to the rest, or the pipe is full some time.
            Thread(target=process.stdout.read, daemon=True).start()
            yield found[0]


@contextmanager
def started(command, **options):
    """Start a command that goes on, and end it with all that it has started itself.

    What does not end by itself within half a minute is killed: it would hold our pipe, for ever.
    """
    with subprocess.Popen(
        f"exec {command}", shell=True, start_new_session=True, **options
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def first_answer(address):
    """What comes from an address, as soon as somebody answers there."""
    deadline = time.monotonic() + 120
    while True:
        try:
            return urllib.request.urlopen(address, timeout=5).read()
        except urllib.error.HTTPError:
            raise  # which is an answer
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def alone(environ):
    """How to start a command that reaches no network: as root, as a user who may, or by sudo."""
    kept = [f"{name}={environ[name]}" for name in ("HOME", "PATH", "PIP_CONSTRAINT")]
    for way in (
        ["unshare", "--net"],
        ["unshare", "--map-root-user", "--net"],
        ["sudo", "--non-interactive", "unshare", "--net", "env", *kept],
    ):
        if not subprocess.run([*way, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            return way
    raise RuntimeError("no way to cut off the network: unshare needs root, user namespaces or sudo")


@pytest.fixture(scope="session")
def address():
    with serving.site() as address:
        yield address


@pytest.fixture(scope="session")
def chrome():
    with chromium.browser(CUT) as browser:
        yield browser


@pytest.fixture
def tab(chrome):
    context = chrome.new_context(viewport={"width": 1000, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def constraints(tmp_path_factory):
    """The pinned versions, without their hashes: those of the wheel of gd cannot be known."""
    pins = (ROOT / "requirements/home.txt").read_text("utf-8")
    path = tmp_path_factory.mktemp("pins") / "constraints.txt"
    path.write_text("\n".join(re.findall(r"^[\w.-]+==[^\\\n]+", pins, re.MULTILINE)))
    return path


@pytest.fixture(scope="session")
def new_home(tmp_path_factory, constraints):
    def new_home(name):
        home = Home(tmp_path_factory.mktemp(name), constraints)
        subprocess.run([sys.executable, "-m", "venv", home.folder / "descent"], check=True)
        return home

    return new_home


@pytest.fixture(scope="session")
def terminal(new_home):
    """Who has a terminal, and followed the page about scripts."""
    return new_home("terminal")


def offered(tab, address, page):
    """The commands in the box of a page, and its links by their names."""
    tab.goto(f"{address}/{page}.html")
    if (closed := tab.locator("details.take-home > summary")).count():
        closed.click()
    commands = tab.locator(".take-home pre").inner_text().strip().splitlines()
    links = tab.locator(".take-home .ways a").all()
    return commands, {link.inner_text(): link for link in links}


def download(tab, link, folder):
    """Press a link that downloads, and keep the file under the name that it comes with."""
    with tab.expect_download() as begun:
        link.click()
    target = folder / begun.value.suggested_filename
    shutil.copy(begun.value.path(), target)
    return target


@pytest.fixture(scope="session")
def jupyter(new_home, chrome, address):
    """Who followed the page of a notebook with sliders."""
    home, tab = new_home("jupyter"), chrome.new_page()
    commands, links = offered(tab, address, "lab/one-parameter")
    home.run(commands[0])
    download(tab, links["Notebook"], home.folder)
    tab.close()
    return home
