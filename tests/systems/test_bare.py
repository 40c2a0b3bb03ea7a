"""README's command for the site on bare Debian systems, as a user that is not root, in a path with a space.

Each system has Python, venv, pip and git, and nothing else: mmdebstrap makes it in half a minute.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import machine
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = "ca-certificates,git,passwd,python3,python3-pip,python3-venv"
SITE, _, _ = re.findall(
    r"^```sh\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
# Where packages come from, and how this machine reaches it, is the machine's business.
REACHING = re.compile(
    r"(PIP|UV)_.*(CERT|INDEX|LINKS|HOST)|SSL_CERT|https?_proxy|no_proxy", re.IGNORECASE
)
FILES = ("etc/resolv.conf", "etc/hosts", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt")
HOSTILE = {
    "HOME": "/proc",
    "LC_ALL": "C",
    "MPLBACKEND": "agg",
    "PIP_USER": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONOPTIMIZE": "2",
    "PYTHONPATH": "/home/reader",
    "PYTHONWARNINGS": "error",
    "SOURCE_DATE_EPOCH": "1",
    "UV_NO_BUILD": "1",
    "UV_PYTHON": "3.9",
    "UV_SYSTEM_PYTHON": "1",
}


class System:
    """A Debian system in a folder, and a user of it."""

    def __init__(self, folder, suite):
        sites = ["apt-get", "indextargets", "--format", "$(SITE)", "Identifier: Packages"]
        known = subprocess.run(sites, capture_output=True, text=True, check=True).stdout.split()
        mirrors = [site for site in known if site.rstrip("/").endswith("/debian")]
        old = 'Acquire::Check-Valid-Until "false"'  # a mirror may be a copy of some weeks ago
        options = ["--quiet", "--variant=apt", f"--include={PACKAGES}", f"--aptopt={old}"]
        subprocess.run(["mmdebstrap", *options, suite, folder, *mirrors[:1]], check=True)
        folder.chmod(0o755)  # pytest's are for their owner alone
        subprocess.run(["chroot", folder, "useradd", "--create-home", "reader"], check=True)
        for name in FILES:
            if (Path("/") / name).exists():
                shutil.copy(Path("/") / name, folder / name)
        self.folder, self.clone = folder, folder / "home/reader/my site/gd"
        listed = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
        for name in names.split("\0"):
            if not (ROOT / name).is_file():  # taken out, and not yet committed so
                continue
            (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.clone / name)
        subprocess.run(["chroot", folder, "chown", "-R", "reader", "/home/reader"], check=True)
        make = ["python3", "-m", "venv", "/home/reader/my site/gd/.venv"]
        subprocess.run(["chroot", "--userspec=reader:reader", folder, *make], check=True)

    def run(self, command, *, online=True, **variables):
        """What a command prints, typed by the user in the clone, in an environment of venv's."""
        reaching = {name: value for name, value in os.environ.items() if REACHING.match(name)}
        environ = reaching | {"HOME": "/home/reader"} | variables
        inside = (
            f"PATH=/usr/bin:/bin\ncd '/home/reader/my site/gd'\n. .venv/bin/activate\n{command}"
        )
        outside = f"""
            mount -t proc proc "{self.folder}/proc"
            mount -t tmpfs tmpfs "{self.folder}/dev/shm"
            {"" if online else "ip link set lo up"}
            exec chroot --userspec=reader:reader "{self.folder}" sh -ec "$INSIDE"
        """
        alone = ["unshare", "--mount", *([] if online else ["--net"]), "sh", "-ec", outside]
        environ |= {"INSIDE": inside, "PATH": machine.PATH}
        answer = subprocess.run(
            alone, env=environ, capture_output=True, text=True, errors="replace", check=False
        )
        assert answer.returncode == 0, f"{command}\n{answer.stdout}\n{answer.stderr}"
        return answer.stdout + answer.stderr

    def site(self):
        html = self.clone / "docs/_build/html"
        return {
            path.relative_to(html).as_posix(): path.read_bytes()
            for path in html.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def system(request, tmp_path_factory):
    # Without a network of one's own, and a folder to mount at, root is not enough.
    may = not subprocess.run(["unshare", "--mount", "--net", "true"], check=False).returncode
    if os.geteuid() or not may or not shutil.which("mmdebstrap"):
        pytest.skip("a bare system is made by root, with mmdebstrap and unshare")
    folder = tmp_path_factory.mktemp(request.param)
    # In memory, which is let go at once: on some disks 60,000 files take minutes to remove.
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4g", "tmpfs", folder], check=True)
    try:
        yield System(folder, request.param)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def built(system):
    system.said = system.run(SITE)
    return system


@pytest.mark.parametrize("system", ["trixie", "sid"], indirect=True, scope="module")
def test_the_site_is_built(built):
    site = built.site()
    here = ROOT / "docs/_build/html"
    pages = {path.relative_to(here).as_posix() for path in here.rglob("*.html")}
    assert {name for name in site if name.endswith(".html")} == pages
    for name in pages:  # with all that is drawn
        text, ours = site[name].decode(), (here / name).read_text("utf-8")
        assert text.count("<img") == ours.count("<img"), name
    assert "file:///home/reader/my%20site/gd/docs/_build/html/index.html" in built.said
    assert not re.findall(r".* INFO .*", built.said)  # of what the examples use


@pytest.mark.parametrize("system", ["trixie"], indirect=True, scope="module")
def test_it_is_the_same_again_with_no_network_and_with_what_a_user_may_have_set(built):
    before = built.site()
    shutil.rmtree(built.clone / "docs/_build")
    # pip itself refuses PIP_USER in an environment, and says so: what is tested comes after it.
    built.run(f"umask 077\n{SITE.partition(' && ')[2]}", online=False, **HOSTILE)
    after = built.site()
    assert after.keys() == before.keys()
    assert not [name for name, content in after.items() if content != before[name]]


@pytest.mark.parametrize("system", ["sid"], indirect=True, scope="module")
def test_the_library_passes_its_tests_on_its_python(built):
    version = built.run("python -c 'import sys; print(*sys.version_info[:2], sep=\".\")'").strip()
    assert f':: {version}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    if shutil.which(f"python{version}"):
        pytest.skip(f"nox runs them on the {version} that is here")
    assert " passed" in built.run(f"python -m nox -s tests-{version}")
