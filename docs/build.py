"""Build the site beside the old one, then swap the two: `python docs/build.py`.

A build that fails, warns or is killed leaves the site in docs/_build/html as it was.
`python docs/build.py serve` rebuilds on save and serves on 127.0.0.1 instead.
"""

import shutil
import sys
import time
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build
from sphinx_autobuild.__main__ import main as sphinx_autobuild

DOCS = Path(__file__).parent.resolve()
BUILD = DOCS / "_build"
HTML, NEXT, OLD = BUILD / "html", BUILD / "next", BUILD / "old"
# Everything the builder writes is inside BUILD, but for the gallery's pages in docs/gallery.
SPHINX = [
    str(DOCS),
    str(NEXT),
    "-d",
    str(BUILD / "doctrees"),
    "-j",
    "auto",
    "--nitpicky",
]


def build() -> None:
    """Build, and show the time it took and where to look."""
    start = time.perf_counter()
    status = sphinx_build(
        [*SPHINX, "--fail-on-warning", "--keep-going", "--show-traceback"]
    )
    if status:
        sys.exit(f"\nNo new site: see above. {HTML} is as it was.")
    publish()
    print(
        f"\nBuilt in {time.perf_counter() - start:.1f} s. Open {(HTML / 'index.html').as_uri()}"
    )


def publish() -> None:
    """Put a copy of the finished build in the place of the old site, by two renamings."""
    ready = BUILD / "ready"
    for leftover in (ready, OLD):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(NEXT, ready)
    if HTML.exists():
        HTML.rename(OLD)
    ready.rename(HTML)
    shutil.rmtree(OLD, ignore_errors=True)


def serve(port: str = "8000") -> None:
    """Rebuild on save, and reload the page."""
    watch = [str(DOCS.parent / folder) for folder in ("gallery", "src")]
    sphinx_autobuild(
        [*SPHINX, "--host", "127.0.0.1", "--port", port]
        + [argument for folder in watch for argument in ("--watch", folder)]
        + ["--ignore", f"{DOCS}/gallery/*", "--ignore", f"{BUILD}/*"]
    )


if __name__ == "__main__":
    serve(*sys.argv[2:]) if sys.argv[1:2] == ["serve"] else build()
