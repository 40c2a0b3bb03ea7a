#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2026.10.20", "uv"]
# ///
"""Every task: `nox -l` lists them, `nox` alone runs all that a contributor needs.

Sessions run side by side, in the order in which they stand here: what takes long, or what others wait
for, stands first.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2026.10.20"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
WORDS = sys.argv[: sys.argv.index("--")] if "--" in sys.argv else sys.argv
NAMED = re.compile(r"-[rRNxvl]*[es]|--sessions?(=|$)")  # -s docs, -sdocs, --session=docs, …
ASKED = {NAMED.sub("", word) for word in WORDS} | {*os.environ.get("NOXSESSION", "").split(",")}
NONE = not (any(map(NAMED.match, WORDS)) or os.environ.get("NOXSESSION"))
if NONE and len(sys.argv) > len(WORDS) + 1:
    sys.exit("What stands after -- is for a session, which is to be named: -s NAME")
if NONE or ("quick" in ASKED and len(sys.argv) == len(WORDS)):  # what else is named prints at once
    # More than there are cores: who waits for a network needs none.
    nox.options.parallel = (os.cpu_count() or 1) + 1
LONGEST = 40  # minutes: what takes 8 on two cores has time on a slow machine, too


def too_late(*_: object) -> None:
    """End a session that hangs, with all that it has started, so that what it said is told."""
    name = WORDS[WORDS.index("--session") + 1]
    print(f"\nnox > Session {name} failed: it had not ended after {LONGEST} minutes.", flush=True)
    os.killpg(0, signal.SIGKILL)


if "--parallel-worker" in WORDS and hasattr(signal, "alarm"):  # in a process group of its own
    signal.signal(signal.SIGALRM, too_late)
    signal.alarm(60 * LONGEST)

ROOT = Path(__file__).parent
TOOLS = ROOT / "tools"
sys.path.append(str(TOOLS))
import machine

# What needs SymPy or pandas, on one Python.
HEAVY = [str(ROOT / f"tests/test_{name}.py") for name in ("frames", "laws")]
COMMANDS = "tests/home/test_commands.py"  # which has the homes of the others there
SCHEMAS = {"github-workflows": ".github/workflows/site.yml", "citation-file-format": "CITATION.cff"}
PAGE = re.compile(r"docs/(.*/)?[\w-]+\.md$|gallery/\w+\.py$|tests/chapters/[a-z]\w*\.py$")
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"

# What somebody has set for other work decides nothing here, but for where packages come from.
OTHERS = re.compile(
    r"COVERAGE|DASK_|HYPOTHESIS|IPYTHON|JUPYTER|MATPLOTLIBRC|MPL|PIP_|PYTEST|PYTHON|UV_"
)
SOURCES = re.compile(
    r"(PIP|UV)_.*(CACHE|CERT|CONFIG|CREDENTIAL|HOST|INDEX|INSTALL_DIR|KEYRING|LINKS|OFFLINE|PROXY|RETRIES|TIMEOUT|TLS)"
)
for name in [*os.environ]:
    if OTHERS.match(name) and not SOURCES.match(name):
        del os.environ[name]
if "docs" not in ASKED:  # where it will be hosted is for the build that is asked for
    os.environ.pop("SITE_URL", None)
os.environ |= {
    "OPENBLAS_NUM_THREADS": "1",  # several sessions with threads that wait for each other take thrice as long
    "PIP_USER": "0",
    "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(TOOLS)]),
    "PYTHONUTF8": "1",
}


def install(session: nox.Session, group: str) -> None:
    """Install what requirements/ pins for a group, unless that was done before."""
    pins = ROOT / f"requirements/{group}.txt"
    done = Path(session.virtualenv.location, "installed.txt")
    if not done.exists() or done.read_bytes() != pins.read_bytes():
        # The pins are all that there is to install, with no more dependencies.
        session.install("--no-deps", "--require-hashes", "-r", str(pins), silent=False)
        shutil.copy(pins, done)


def own(session: nox.Session) -> list[str]:
    """What stands after --, unless it is for another session that requires this one."""
    names = (session.name, session.name.partition("-")[0])
    return session.posargs if any(name in ASKED for name in names) else []


def chosen(session: nox.Session, *all_of_it: str) -> list[str]:
    """What stands after --, with all that the session tests where no path does."""
    paths = [word for word in session.posargs if Path(word.partition("::")[0]).exists()]
    return session.posargs if paths else [*all_of_it, *session.posargs]


@nox.session(allow_parallel=True)
def lint(session: nox.Session) -> None:
    """Check the style, and the repository by Scientific Python's guide; `-- --fix` mends what it can."""
    install(session, "lint")
    session.run("ruff", "check", *own(session))
    try:
        session.run("ruff", "format", *([] if "--fix" in own(session) else ["--check"]))
    except nox.command.CommandFailed:
        session.error("What is not formatted is mended by: python -m nox -s lint -- --fix")
    session.run(
        "codespell",
        "--skip",
        "./requirements,./docs/_build,./docs/gallery,./tools/node_modules,./tools/*-lock.json",
    )
    session.run("repo-review", ".")
    for schema, file in SCHEMAS.items():
        session.run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", file)
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session(allow_parallel=True)
def types(session: nox.Session) -> None:
    """Check the types of the library, strictly."""
    install(session, "types")
    session.run("mypy", *own(session))


@nox.session(allow_parallel=True)
def docs(session: nox.Session) -> None:
    """Build the site into docs/_build/html; `-- serve` serves it and rebuilds on save."""
    install(session, "docs")
    # Ctrl-C reaches it too, and it says what is there before it ends.
    session.run("python", "docs/build.py", *own(session), interrupt_timeout=None)


def needs(session: nox.Session, group: str, packages: str = "chromium") -> None:
    """Install a group; skip where a package of Debian's is missing, but not in CI."""
    install(session, group)
    missing = machine.missing(packages.split())
    # Playwright may have a Chromium of its own.
    if "chromium" in missing and session.run("python", "tools/chromium.py", silent=True):
        missing.remove("chromium")
    if missing:
        hint = f"It needs: apt-get install {' '.join(missing)}"
        session.error(hint) if os.environ.get("CI") == "true" else session.skip(hint)


@nox.session(requires=["docs"], allow_parallel=True)
def browser(session: nox.Session) -> None:
    """Use the live figures in Chromium, as readers do."""
    needs(session, "browser")
    session.run("pytest", "--confcutdir=tests/browser", *chosen(session, "tests/browser"))


@nox.session(requires=["docs"], allow_parallel=True)
def site(session: nox.Session) -> None:
    """Test the pages of the site, and the chapters."""
    install(session, "docs")
    session.run("pytest", "--confcutdir=tests/site", *chosen(session, "tests/site"))


@nox.session(allow_parallel=True)
def builds(session: nox.Session) -> None:
    """Build a small site again and again: what changes, fails, is stopped, and whatever surrounds it."""
    install(session, "docs")
    session.run("pytest", "--confcutdir=tests/builds", *chosen(session, "tests/builds"))


@nox.session(python=PYTHONS, allow_parallel=True)
def tests(session: nox.Session) -> None:
    """Test the library, every branch of it, on each Python that is present."""
    install(session, "tests")
    here = sorted({*map(str, ROOT.glob("tests/test_*.py"))} - {*HEAVY})
    if own(session):
        session.run("pytest", *chosen(session, *here))
        return
    coverage = {"COVERAGE_FILE": f".coverage.{session.python}"}
    session.run("pytest", *here, "--cov", env=coverage)


@nox.session(allow_parallel=True)
def doctest(session: nox.Session) -> None:
    """Run every example in docstrings, pages and the README, and compute every formula."""
    install(session, "doctest")
    # The cells of the lab run in the build, and with their sliders in `home`.
    pages = [str(page) for page in (ROOT / "docs").glob("*/*.md") if page.parent.name != "lab"]
    # The formulas once, and not traced for coverage: SymPy takes its time over them.
    what = chosen(session, "src", "README.md", "docs/index.md", *pages, *HEAVY)
    session.run("pytest", "--doctest-modules", *what, env={"MPLBACKEND": "template"})


def changed() -> list[str]:
    """Files that are not yet committed, or only here."""

    def git(*words: str) -> list[str]:
        options = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        said = subprocess.run(["git", *words], check=False, text=True, **options).stdout
        return said.splitlines()

    if not shutil.which("git"):
        return []
    upstream = git("merge-base", "HEAD", "@{upstream}") or git("merge-base", "HEAD", "origin/main")
    (since,) = upstream or ["HEAD"]
    there = git("diff", "--name-only", "--diff-filter=d", since)
    return there + git("ls-files", "--others", "--exclude-standard")


@nox.session(default=False, requires=["lint", "types", f"tests-{HERE}", "docs"])
def quick(session: nox.Session) -> None:
    """Check while you write: style, types, one Python, the pages that you changed; not their formulas."""
    install(session, "docs")
    files = changed()
    pages = sorted({Path(name).stem for name in files if PAGE.match(name)})
    pages += [name.replace("_", "-") for name in pages if "_" in name]  # the page of a module
    some = ["-k", " or ".join(pages)] if all(map(PAGE.match, files)) and pages else []
    what = ("tests/site", "--ignore=tests/site/test_explorable.py")
    session.run("pytest", "--confcutdir=tests/site", "--quiet", *what, *(session.posargs or some))


@nox.session(default=False, allow_parallel=True, venv_backend="none")
def npm(session: nox.Session) -> None:
    """Install what is used of npm into tools/node_modules, unless that was done before."""
    locked, done = TOOLS / "package-lock.json", TOOLS / "node_modules/installed.json"
    if shutil.which("npm") and not (done.exists() and done.read_bytes() == locked.read_bytes()):
        options = ["--prefix", "tools", "--ignore-scripts", "--no-audit", "--no-fund"]
        session.run("npm", "ci", *options)
        shutil.copy(locked, done)


@nox.session(default=False, requires=["docs", "npm"], tags=["long"], allow_parallel=True)
def home(session: nox.Session) -> None:
    """Take home all that the site offers, as readers, downloaders and hosts would."""
    needs(session, "browser", "chromium iproute2 nginx-light nodejs npm")
    what = chosen(session, "tests/home", f"--ignore={COMMANDS}")
    session.run("pytest", "--confcutdir=tests/home", *what)


@nox.session(default=False, requires=["docs"], tags=["long"], allow_parallel=True)
def systems(session: nox.Session) -> None:
    """Build the site on bare systems, as who clones it there; root with mmdebstrap makes them."""
    install(session, "tests")
    session.run("pytest", *chosen(session, "tests/systems"))


def judge(session: nox.Session, packages: str, module: str, tests: str) -> None:
    """Judge the site, and what judges it; what stands after -- chooses among the tests alone."""
    needs(session, "audit", packages)
    if not session.posargs:
        session.run("python", "-m", module)
    session.run("python", "-m", "pytest", "--confcutdir=tests/audit", *chosen(session, tests))


@nox.session(default=False, requires=["docs", "npm"], tags=["long"], allow_parallel=True)
def audit(session: nox.Session) -> None:
    """Judge every page by vnu, axe and more, and two builds by each other."""
    judge(session, "chromium default-jre-headless nodejs npm", "audit", "tests/audit/test_audit.py")


@nox.session(default=False, requires=["docs"], tags=["long"], allow_parallel=True)
def commands(session: nox.Session) -> None:
    """Run each command of the how-to pages, in the order in which it stands there."""
    needs(session, "browser")
    session.run("pytest", "--confcutdir=tests/home", *chosen(session, COMMANDS))


@nox.session(default=False, requires=["docs", "npm"], tags=["long"], allow_parallel=True)
def engines(session: nox.Session) -> None:
    """Use the site in Firefox and WebKit, too: served, from a folder on disk, and on paper."""
    webkit = "webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb"
    needs(session, "browser", f"chromium firefox-esr nodejs npm {webkit}")
    what = chosen(session, "tests/browser/test_engines.py")
    session.run("pytest", "--confcutdir=tests/browser", "--engines=firefox,webkit", *what)


@nox.session(default=False, requires=["docs", "npm"], tags=["long"])
def lighthouse(session: nox.Session) -> None:
    """Judge every page by Lighthouse, with no session beside it that would slow it down."""
    judge(session, "chromium nodejs npm", "audit.speed", "tests/audit/test_lighthouse.py")


@nox.session(default=False, requires=["docs"])
def bench(session: nox.Session) -> None:
    """Measure what has a bar: `import gd`, sliders, live figures; gd beside its peers."""
    needs(session, "bench")
    session.env["OPENBLAS_NUM_THREADS"] = None  # as many as each peer takes
    for name in session.posargs or ("import_gd", "lab", "explorable", "peers"):
        session.run("python", f"tools/bench/{name}.py")


@nox.session(default=False)
def pins(session: nox.Session) -> None:
    """Refresh requirements/: all of it, or what is named after -- and what that needs."""
    session.install("--require-hashes", "-r", "requirements/pins.txt")
    groups = [group for group in PROJECT["dependency-groups"] if group != "dev"]  # which is uv's
    names = [re.sub(r"[-_.]+", "-", name).lower() for name in session.posargs]
    file = Path(session.create_tmp(), "pins.txt")

    def resolve(known: str, *options: str) -> str:
        """Versions for all Pythons and systems, with hashes: those that are known, where they do."""
        file.write_text(known, "utf-8", newline="\n")
        what = ("--universal", f"--python-version={PYTHONS[0]}", "--generate-hashes", *options)
        form = ("--no-header", "--no-annotate", f"--output-file={file}")
        session.run("uv", "pip", "compile", *what, *form, silent=True)
        return file.read_text("utf-8")

    # All groups at once, for one version of what several use; then each has its part of that.
    before = "".join(path.read_text("utf-8") for path in ROOT.glob("requirements/*.txt"))
    moving = [f"--upgrade-package={name}" for name in names] or ["--upgrade"]
    after = resolve(before, *moving, *(f"--group={group}" for group in groups))
    if unused := {*names} - {*re.findall(r"^[\w-]+(?===)", after, re.MULTILINE)}:
        session.error(f"Nothing here uses {', '.join(sorted(unused))}")
    parts = {group: resolve(after, f"--group={group}") for group in groups}
    for group, part in parts.items():
        Path(ROOT, f"requirements/{group}.txt").write_text(part, "utf-8", newline="\n")
    was, now = ({*re.findall(r"^[\w-]+==[\w.+]+", text, re.MULTILINE)} for text in (before, after))
    moved = ", ".join(sorted(now - was)) or "nothing: all is as new as what uses it allows"
    session.log(f"Moved: {moved}")


if __name__ == "__main__":
    nox.main()
