"""Build the site beside the one that is there, then swap them; or serve it while writing.

`python docs/build.py` leaves docs/_build/html as it was when the build fails, warns or is
stopped. `python docs/build.py serve [port]` rebuilds on save and serves on 127.0.0.1.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

DOCS = Path(__file__).parent.resolve()
BUILD = DOCS / "_build"
HOME = BUILD / "home"
TREES = BUILD / "doctrees"
HTML, NEXT, READY, OLD = (BUILD / name for name in ("html", "next", "ready", "old"))
ROOM = 120  # MB that a first build takes
STOPS = (signal.SIGINT, signal.SIGTERM)

# What a build sees of the set-up around it. All else, and whatever is in the user's home, could change
# the site without a word: MPLBACKEND, PYTHONSTARTUP, SOURCE_DATE_EPOCH, a matplotlibrc, a kernel, …
KEPT = {
    *("SITE_URL", "GITHUB_REPOSITORY", "GITHUB_REF", "GITHUB_REF_NAME", "GITHUB_SERVER_URL"),
    *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR"),
    *("COMSPEC", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "WINDIR"),  # of Windows
    *("FORCE_COLOR", "NO_COLOR", "TERM"),
    "PYTHONHASHSEED",
    *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"),  # for processors that older versions do not know
}
OURS = {
    **dict.fromkeys(("APPDATA", "HOME", "LOCALAPPDATA", "USERPROFILE"), str(HOME)),
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),  # last bits depend on it
    "DASK_LOGGING__DISTRIBUTED": "warning",  # else it tells every step where logging is set up, as Furo does
    "PYTHONPATH": str(DOCS.parent / "src"),
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
}


def begin_again() -> None:
    """Start this once more in surroundings that are always the same."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in KEPT}
    again = [sys.executable, __file__, *sys.argv[1:]]
    if os.name == "nt":  # where a program that takes the place of another is not waited for
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the other
        sys.exit(subprocess.run(again, env=kept | OURS, check=False).returncode)
    os.execve(sys.executable, again, kept | OURS)


def alone():
    """Hold what one build at a time may hold; the system lets go of it when this process ends."""
    from filelock import FileLock, Timeout

    os.umask(0o022)  # whoever serves the site may read it
    HOME.mkdir(parents=True, exist_ok=True)
    try:
        return FileLock(BUILD / "lock", mode=0o644).acquire(timeout=0)
    except Timeout:
        sys.exit(f"{DOCS.parent} is being built or served already: one at a time.")


def build() -> None:
    """Build the site, then say how long it took and where to look."""
    from sphinx.application import Sphinx
    from sphinx.util.console import color_terminal, nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    start = time.perf_counter()
    if not HTML.exists() and OLD.exists():  # killed between the two renamings
        OLD.rename(HTML)
    if not color_terminal():
        nocolor()
    failed = True
    try:
        with patch_docutils(DOCS), docutils_namespace():
            # One process: kernels that several of them start at once may be told the same port, and
            # one dies (jupyter_client picks a free port, closes it, and the kernel opens it a second
            # later). So our extensions do not declare themselves safe for parallel reading.
            nitpicky = {"nitpicky": True}
            app = Sphinx(DOCS, DOCS, NEXT, TREES, "html", nitpicky, warningiserror=True)
            app.build()
            failed = app.statuscode
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        explain(error)
    if failed:
        # What is stopped may fail of it, as one that is not.
        stopped = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        fail("Stopped" if stopped else "The build failed, see above")
    publish()
    print(f"\nBuilt in {time.perf_counter() - start:.1f} s. Open {(HTML / 'index.html').as_uri()}")
    quoted = subprocess.list2cmdline if os.name == "nt" else shlex.join
    where = quoted([str(HTML)])
    print(f"or serve it: python -m http.server --bind 127.0.0.1 --directory {where} 8000")


def explain(error: Exception) -> None:
    """Say what failed, and where: from the first line of ours on, for how Sphinx came to it says nothing."""
    from sphinx.errors import ExtensionError, SphinxError

    cause = error.__cause__ if isinstance(error, ExtensionError) else None
    if isinstance(error, SphinxError) and not cause:
        print(f"\n{error.category}!\n\n{error}", file=sys.stderr)  # which says it all
        return
    error = cause or error
    frames = error.__traceback__
    while frames and not is_ours(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    if frames or (isinstance(error, SyntaxError) and is_ours(error.filename or "")):
        error = error.with_traceback(frames)
    print(file=sys.stderr)
    traceback.print_exception(error)


def is_ours(source: str) -> bool:
    """Whether a file is one that the site is made of, not of Sphinx, nor this one."""
    ours = (DOCS / "_ext", DOCS.parent / "gallery", DOCS.parent / "src")
    return any(Path(source).is_relative_to(folder) for folder in ours)


def publish() -> None:
    """Put a copy of the finished build in the place of the old site, by two renamings."""
    for leftover in (READY, OLD):
        shutil.rmtree(leftover, ignore_errors=True)
    # But for what Sphinx notes for itself: another one after a change that it writes all pages for.
    shutil.copytree(NEXT, READY, ignore=shutil.ignore_patterns(".buildinfo*"))
    for sign in STOPS:  # nobody stops it from here on
        signal.signal(sign, signal.SIG_IGN)
    if HTML.exists():
        HTML.rename(OLD)
    try:
        READY.rename(HTML)
    except OSError:
        if OLD.exists():
            OLD.rename(HTML)
        raise
    shutil.rmtree(OLD, ignore_errors=True)


def fail(reason: str) -> None:
    """End, and say what is there now."""
    site = f"{HTML} is as it was" if HTML.exists() else "there is no site yet"
    free = shutil.disk_usage(BUILD if BUILD.exists() else DOCS).free // 10**6
    room = f" Only {free} MB are free there; a first build takes {ROOM}." if free < ROOM else ""
    sys.exit(f"\n{reason}: {site}.{room}")


def stop(*_: object) -> None:
    """End what runs, once."""
    for sign in STOPS:
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


def serve(port: str = "8000") -> None:
    """Serve the site, rebuild it on save, and reload the page."""
    from sphinx_autobuild.__main__ import main as sphinx_autobuild

    sources = [str(DOCS.parent / folder) for folder in ("gallery", "src")]
    generated = [f"{BUILD}/*", f"{DOCS}/gallery/*", f"{DOCS}/_ipython/*"]
    options = ["--host", "127.0.0.1", "--port", port]
    options += [option for path in sources for option in ("--watch", path)]
    options += [option for path in generated for option in ("--ignore", path)]
    sphinx_autobuild([str(DOCS), str(NEXT), "-d", str(TREES), "-n", *options])


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            task, arguments = build, []
        case ["serve", *arguments] if len(arguments) < 2 and "".join(arguments or "8").isdecimal():
            task = serve
        case other:
            sys.exit(f"Expected nothing, or: serve [port]; got: {' '.join(other)}")
    if os.pathsep in str(DOCS):
        sys.exit(f"Python finds nothing in a path with {os.pathsep} in it: move {DOCS.parent}")
    if os.environ.get("HOME") != str(HOME):
        begin_again()
    for sign in STOPS:
        signal.signal(sign, stop)
    try:
        with alone():
            task(*arguments)
    except KeyboardInterrupt:
        fail("Stopped")
    except shutil.Error as error:  # of many files
        fail(f"The build failed: {error.args[0][0][-1]}")
    except OSError as error:
        fail(f"The build failed: {error}")
