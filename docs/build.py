"""Build the site beside the one that is there, then swap them; or serve it while writing.

`python docs/build.py` leaves docs/_build/html as it was when the build fails, warns or is
killed. `python docs/build.py serve [port]` rebuilds on save and serves on 127.0.0.1.
"""

import shutil
import sys
import time
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build
from sphinx_autobuild.__main__ import main as sphinx_autobuild

DOCS = Path(__file__).parent.resolve()
BUILD = DOCS / "_build"
HTML, NEXT, READY, OLD = (BUILD / name for name in ("html", "next", "ready", "old"))
# One process: kernels that several of them start at once may be told the same port, and one dies
# (jupyter_client picks a free port, closes it, and the kernel opens it a second later). So our
# extensions do not declare themselves safe for parallel reading: a -j is a warning, which fails.
SPHINX = [str(DOCS), str(NEXT), "-d", str(BUILD / "doctrees"), "-n"]


def build() -> None:
    """Build the site, then say how long it took and where to look."""
    start = time.perf_counter()
    if not HTML.exists() and OLD.exists():  # killed between the two renamings
        OLD.rename(HTML)
    if sphinx_build([*SPHINX, "--fail-on-warning", "--keep-going", "--show-traceback"]):
        sys.exit(f"\nThe build failed, see above. {HTML} is as it was.")
    publish()
    print(f"\nBuilt in {time.perf_counter() - start:.1f} s.")
    print(f"Open {HTML / 'index.html'}")


def publish() -> None:
    """Put a copy of the finished build in the place of the old site, by two renamings."""
    for leftover in (READY, OLD):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(NEXT, READY)
    if HTML.exists():
        HTML.rename(OLD)
    READY.rename(HTML)
    shutil.rmtree(OLD, ignore_errors=True)


def serve(port: str = "8000") -> None:
    """Serve the site, rebuild it on save, and reload the page."""
    sources = [str(DOCS.parent / folder) for folder in ("gallery", "src")]
    generated = [f"{BUILD}/*", f"{DOCS}/gallery/*", f"{DOCS}/_ipython/*"]
    options = ["--host", "127.0.0.1", "--port", port]
    options += [option for path in sources for option in ("--watch", path)]
    options += [option for path in generated for option in ("--ignore", path)]
    sphinx_autobuild([*SPHINX, *options])


match sys.argv[1:]:
    case []:
        build()
    case ["serve"]:
        serve()
    case ["serve", port] if port.isdecimal():
        serve(port)
    case other:
        sys.exit(f"Expected nothing, or: serve [port]; got: {' '.join(other)}")
