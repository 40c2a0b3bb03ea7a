#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2026.10.20", "uv"]
# ///
"""Every task: `nox -l` lists them, `nox` alone runs all that a contributor needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2026.10.20"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
if not {"-s", "--session", "--sessions"} & {*sys.argv}:  # those show at once what they print
    nox.options.parallel = "auto"

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
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
NAMED = [] if "--no-dependencies" in sys.argv else " ".join(sys.argv).partition(" -- ")[0].split()
TOOLS = {  # what a package of Debian's brings, if it is not called as the package
    "default-jre-headless": "java",
    "iproute2": "ip",
    "nginx-light": "nginx",
    "nodejs": "node",
    "webkit2gtk-driver": "WebKitWebDriver",
    "xvfb": "Xvfb",
}
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"

# What somebody has set for other work decides nothing here, but for where packages come from.
OTHERS = re.compile(
    r"COVERAGE|DASK_|HYPOTHESIS|IPYTHON|JUPYTER|MATPLOTLIBRC|MPL|PIP_|PYTEST|PYTHON|UV_"
)
SOURCES = re.compile(
    r"(PIP|UV)_.*(CACHE|CERT|CONFIG|HOST|INDEX|KEYRING|LINKS|OFFLINE|PROXY|TIMEOUT|TLS)"
)
for name in [*os.environ]:
    if OTHERS.match(name) and not SOURCES.match(name):
        del os.environ[name]
os.environ |= {"PIP_USER": "0", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def install(session: nox.Session, group: str) -> None:
    """Install what requirements/ pins for a group, unless that was done before."""
    pins = ROOT / f"requirements/{group}.txt"
    done = Path(session.virtualenv.location, "installed.txt")
    if not done.exists() or done.read_bytes() != pins.read_bytes():
        # The pins are all that there is to install, with no more dependencies.
        session.install("--no-deps", "--require-hashes", "-r", str(pins), silent=False)
        shutil.copy(pins, done)


def chosen(session: nox.Session, *all_of_it: str) -> list[str]:
    """What stands after --, with all that the session tests where no path does."""
    words = session.posargs
    named = any(Path(word.partition("::")[0]).exists() for word in words)
    return words if named else [*all_of_it, *words]


@nox.session(allow_parallel=True)
def lint(session: nox.Session) -> None:
    """Check the style, and the repository by Scientific Python's guide."""
    install(session, "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run(
        "codespell",
        "--skip",
        "./requirements,./docs/_build,./docs/gallery,./audit/node_modules,./audit/*-lock.json",
    )
    session.run("repo-review", ".")
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session(allow_parallel=True)
def types(session: nox.Session) -> None:
    """Check the types of the library, strictly."""
    install(session, "types")
    session.run("mypy", *session.posargs)


@nox.session(python=PYTHONS, allow_parallel=True)
def tests(session: nox.Session) -> None:
    """Test the library, every branch of it, on each Python that is present."""
    install(session, "tests")
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    coverage = {"COVERAGE_FILE": f".coverage.{session.python}"}
    session.run("pytest", "--cov", "--deselect=tests/test_laws.py", env=coverage)


@nox.session(allow_parallel=True)
def doctest(session: nox.Session) -> None:
    """Run every example in docstrings, pages and the README, and compute every formula."""
    install(session, "doctest")
    # The cells of the lab run in the build, and with their sliders in `home`.
    pages = [str(page) for page in (ROOT / "docs").glob("*/*.md") if page.parent.name != "lab"]
    what = ("--doctest-modules", "src", "README.md", "docs/index.md", *pages)
    # Once, and not traced for coverage: SymPy takes its time over the formulas.
    what = chosen(session, *what, "tests/test_laws.py")
    session.run("pytest", *what, env={"MPLBACKEND": "template"})


@nox.session(allow_parallel=True)
def docs(session: nox.Session) -> None:
    """Build the site into docs/_build/html; `-- serve` serves it and rebuilds on save."""
    install(session, "docs")
    # To a session that requires this one, what stands after -- means something else.
    session.run("python", "docs/build.py", *(session.posargs if "docs" in NAMED else ()))


def changed() -> list[str]:
    """Files that are not yet committed, or only here."""

    def git(*words: str) -> list[str]:
        answer = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return answer.stdout.splitlines()

    (since,) = git("merge-base", "HEAD", "@{upstream}") or ["HEAD"]
    return git("diff", "--name-only", since) + git("ls-files", "--others", "--exclude-standard")


@nox.session(default=False, requires=["lint", "types", f"tests-{HERE}", "docs"])
def quick(session: nox.Session) -> None:
    """Check while you write: style, types, one Python, and the pages that you changed."""
    install(session, "docs")
    pages = {Path(name).stem for name in changed() if name.startswith(("docs/", "gallery/"))}
    which = session.posargs or ["-k", " or ".join(sorted(pages))] if pages else []
    what = ("tests/site/test_pages.py", "tests/site/test_chapters.py", *which)
    session.run("pytest", "--confcutdir=tests/site", "--quiet", *what, success_codes=[0, 5])


@nox.session(requires=["docs"], allow_parallel=True)
def site(session: nox.Session) -> None:
    """Test the site: its pages, and what a build does when something goes wrong."""
    install(session, "docs")
    session.run("pytest", "--confcutdir=tests/site", *chosen(session, "tests/site"))


def ready(session: nox.Session, group: str, packages: str) -> None:
    """Install a group, and what is used of npm; skip where a package of Debian's is missing, but in CI."""
    install(session, group)
    session.env["PYTHONPATH"] = os.pathsep.join([os.environ["PYTHONPATH"], "tests/browser"])
    tools = [shutil.which(TOOLS.get(name, name), path=SYSTEM) for name in packages.split()]
    if not all([*tools, session.run("python", "tests/browser/chromium.py", silent=True)]):
        hint = f"It needs: apt-get install chromium {packages}"
        session.error(hint) if os.environ.get("CI") == "true" else session.skip(hint)
    locked, done = ROOT / "audit/package-lock.json", ROOT / "audit/node_modules/installed.json"
    if "npm" in packages and not (done.exists() and done.read_bytes() == locked.read_bytes()):
        options = ["--prefix", "audit", "--ignore-scripts", "--no-audit", "--no-fund"]
        session.run("npm", "ci", *options, external=True)
        shutil.copy(locked, done)


@nox.session(requires=["docs"], allow_parallel=True)
def browser(session: nox.Session) -> None:
    """Use the live figures in Chromium, as readers do."""
    ready(session, "browser", "")
    session.run("pytest", "--confcutdir=tests/browser", *chosen(session, "tests/browser"))


@nox.session(default=False, requires=["docs"], tags=["long"], allow_parallel=True)
def engines(session: nox.Session) -> None:
    """Use the site from a folder on disk in Firefox and WebKit, too."""
    ready(session, "browser", "firefox-esr webkit2gtk-driver xvfb nodejs npm")
    what = chosen(session, "tests/browser/test_folder.py")
    session.run("pytest", "--confcutdir=tests/browser", "--engines=firefox,webkit", *what)


@nox.session(default=False, requires=["docs"], tags=["long"], allow_parallel=True)
def systems(session: nox.Session) -> None:
    """Build the site on bare systems, as who clones it there; root with debootstrap makes them."""
    install(session, "tests")
    session.run("pytest", *chosen(session, "tests/systems"))


@nox.session(default=False, requires=["docs"], tags=["long"])
def audit(session: nox.Session) -> None:
    """Judge every page by vnu, axe, Lighthouse and more; `-- quick` leaves out what takes long."""
    ready(session, "audit", "default-jre-headless nodejs npm")
    if session.posargs in ([], ["quick"]):
        session.run("python", "-m", "audit", *session.posargs)
    if session.posargs != ["quick"]:
        what = chosen(session, "tests/audit")
        session.run("python", "-m", "pytest", "--confcutdir=tests/audit", *what)


@nox.session(default=False, requires=["docs"], tags=["long"], allow_parallel=True)
def home(session: nox.Session) -> None:
    """Take home all that the site offers, as readers, downloaders and hosts would."""
    ready(session, "browser", "iproute2 nginx-light nodejs npm")
    session.run("pytest", "--confcutdir=tests/home", *chosen(session, "tests/home"))


@nox.session(default=False, requires=["docs"])
def bench(session: nox.Session) -> None:
    """Measure what has a bar: `import gd`, sliders, live figures; gd beside its peers."""
    ready(session, "bench", "")
    for name in session.posargs or ("import_gd", "lab", "explorable", "peers"):
        session.run("python", f"bench/{name}.py")


@nox.session(default=False)
def pins(session: nox.Session) -> None:
    """Refresh requirements/: the newest versions of all that is used, with hashes."""
    session.install("--require-hashes", "-r", "requirements/pins.txt")
    project = session.create_tmp()
    shutil.copy(ROOT / "pyproject.toml", project)
    session.run("uv", "lock", *(session.posargs or ["--upgrade"]), "--directory", project)
    for group in GROUPS:
        target = f"--output-file={ROOT}/requirements/{group}.txt"
        what = ("--only-group", group, "--no-header", "--no-annotate")
        session.run("uv", "export", "--quiet", "--directory", project, *what, target)


if __name__ == "__main__":
    nox.main()
