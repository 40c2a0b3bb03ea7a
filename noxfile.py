#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.5.1"]
# ///
"""Every task: `nox -l` lists them, `nox` alone runs all that a contributor needs."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
SYSTEM = f"{os.environ['PATH']}:/usr/sbin"  # where Debian has nginx
WORKFLOW = ".github/workflows/site.yml"
GROUPS = (
    "audit",
    "bench",
    "browser",
    "docs",
    "doctest",
    "home",
    "lint",
    "pins",
    "tests",
    "types",
)


def install(session: nox.Session, group: str) -> None:
    """Install what requirements/ pins for a group, and gd from src, unless that was done before."""
    pins = ROOT / f"requirements/{group}.txt"
    wanted = pins.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    done = Path(session.virtualenv.location, "installed.txt")
    if not done.exists() or done.read_bytes() != wanted:
        compiled = {"UV_COMPILE_BYTECODE": "1"}  # as pip does; uv leaves it to the first run
        # The pins are all that there is to install, with no more dependencies.
        options = ("--no-deps", "--require-hashes", "-r", str(pins))
        session.install(*options, env=compiled, silent=False)
        session.install("--no-deps", "--no-build-isolation", "--editable", ".")
        done.write_bytes(wanted)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style, and the repository by Scientific Python's guide."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run(
        "codespell",
        "--skip",
        "./requirements,./docs/_build,./docs/gallery,./audit/node_modules,./audit/*-lock.json",
    )
    session.run("repo-review", ".")
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library, strictly."""
    install(session, "types")
    session.run("mypy")


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Test the library, every branch of it, on each Python that is present."""
    install(session, "tests")
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    coverage = {"COVERAGE_FILE": f".coverage.{session.python}"}
    session.run("pytest", "--cov", "--deselect=tests/test_laws.py", env=coverage)


@nox.session
def doctest(session: nox.Session) -> None:
    """Run every example in docstrings, pages and the README, and compute every formula."""
    install(session, "doctest")
    # The cells of the lab run in the build, and with their sliders in `home`.
    pages = [str(page) for page in (ROOT / "docs").glob("*/*.md") if page.parent.name != "lab"]
    what = ("--doctest-modules", "src", "README.md", "docs/index.md", *pages)
    session.run("pytest", *what, env={"MPLBACKEND": "template"})
    # Once, and not traced for coverage: SymPy takes its time.
    session.run("pytest", "tests/test_laws.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into docs/_build/html; `-- serve` serves it and rebuilds on save."""
    install(session, "docs")
    session.run("python", "docs/build.py", *session.posargs)


@nox.session(requires=["docs"])
def site(session: nox.Session) -> None:
    """Test the site: its pages, and what a build does when something goes wrong."""
    install(session, "docs")
    session.run("pytest", "--confcutdir=tests/site", "tests/site")


def npm(session: nox.Session) -> None:
    """Install what is used of npm, unless that was done before."""
    locked, done = ROOT / "audit/package-lock.json", ROOT / "audit/node_modules/installed.json"
    if not done.exists() or done.read_bytes() != locked.read_bytes():
        options = ["--prefix", "audit", "--ignore-scripts", "--no-audit", "--no-fund"]
        session.run("npm", "ci", *options, external=True)
        shutil.copy(locked, done)


def miss(session: nox.Session, hint: str) -> None:
    """Skip the session, whose tools are not on this machine; in CI they must be."""
    session.error(hint) if os.environ.get("CI") == "true" else session.skip(hint)


@nox.session(requires=["docs"])
def browser(session: nox.Session) -> None:
    """Use the live figures in Chromium, as readers do."""
    install(session, "browser")
    if not session.run("python", "tests/browser/chromium.py", silent=True):
        miss(session, "No Chromium: apt-get install chromium, or playwright install chromium")
    session.run("pytest", "--confcutdir=tests/browser", "tests/browser")


@nox.session
def audit(session: nox.Session) -> None:
    """Judge every page by vnu, axe, Lighthouse and more; `-- quick` leaves out what takes long."""
    install(session, "audit")
    tools = [shutil.which("java"), shutil.which("npm")]
    if not all([*tools, session.run("python", "tests/browser/chromium.py", silent=True)]):
        miss(session, "It needs: apt-get install chromium default-jre-headless nodejs npm")
    # Not by requires: docs would be given quick, too. The address would be another's.
    session.run("python", "docs/build.py", env={"SITE_URL": ""})
    npm(session)
    session.env["PYTHONPATH"] = "tests/browser"  # where Chromium and the server of the site are
    session.run("python", "-m", "pytest", "--confcutdir=tests/audit", "tests/audit")
    session.run("python", "-m", "audit", *session.posargs)


@nox.session(requires=["docs"])
def home(session: nox.Session) -> None:
    """Take home all that the site offers, as readers, downloaders and hosts would."""
    install(session, "browser")
    tools = [shutil.which("npm"), shutil.which("ip"), shutil.which("nginx", path=SYSTEM)]
    if not all([*tools, session.run("python", "tests/browser/chromium.py", silent=True)]):
        miss(session, "It needs: apt-get install chromium iproute2 nginx-light nodejs npm")
    npm(session)
    session.env["PYTHONPATH"] = "tests/browser"  # where Chromium and the server of the site are
    session.run("pytest", "--confcutdir=tests/home", "tests/home")


@nox.session(default=False, requires=["docs"])
def bench(session: nox.Session) -> None:
    """Measure what has a bar: `import gd`, sliders, live figures; gd beside its peers."""
    install(session, "bench")
    session.run("python", "bench/import_gd.py")
    session.run("python", "bench/lab.py")
    session.run("python", "bench/explorable.py", env={"PYTHONPATH": "tests/browser"})
    session.run("python", "bench/peers.py")


@nox.session(default=False)
def pins(session: nox.Session) -> None:
    """Refresh requirements/: the newest versions of all that is used, with hashes."""
    session.install("--require-hashes", "-r", "requirements/pins.txt")
    project = session.create_tmp()
    shutil.copy(ROOT / "pyproject.toml", project)
    session.run("uv", "lock", "--upgrade", "--directory", project)
    for group in GROUPS:
        target = f"--output-file={ROOT}/requirements/{group}.txt"
        what = ("--only-group", group, "--no-header", "--no-annotate")
        session.run("uv", "export", "--quiet", "--directory", project, *what, target)


if __name__ == "__main__":
    nox.main()
