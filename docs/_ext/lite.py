"""JupyterLite, in lite/: the notebooks run in the reader's browser, with the wheel of this site's gd.

The app is loaded by whoever asks for it only. Its Python and NumPy come from jsDelivr then, which serves Pyodide's files.

To build it takes seconds. So it is built with a stand-in for each notebook and kept, and every build puts its own
notebooks there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import copies
import examples
import gd_wheel
import nbformat

if TYPE_CHECKING:
    from sphinx.application import Sphinx

APPS = ("notebooks", "tree", "edit")
OPTIONS = [
    *(f"--apps={app}" for app in APPS),
    "--no-sourcemaps",
    "--no-unused-shared-packages",
    "--no-libarchive",
]


def add(app: Sphinx) -> None:
    """Put the app of an earlier build into the site, or build it."""
    name = f"gradient-descent-tutorial=={app.config.release}"  # piplite knows where it is
    notebooks = {
        f"{example.page}.ipynb": copies.notebook(app, example, name)
        for example in examples.every()
        if example.runs_in_browsers
    }
    wheel = app.outdir / "download/gallery" / gd_wheel.name(app)
    pins = examples.ROOT / "requirements/docs.txt"
    named = repr([*notebooks]).encode()
    parts = [wheel.read_bytes(), pins.read_bytes(), Path(__file__).read_bytes(), named]
    digest = hashlib.sha256(b"".join(parts)).hexdigest()
    kept, stamp = app.srcdir / "_build/lite", app.srcdir / "_build/lite.sha256"
    if not stamp.exists() or stamp.read_text() != digest:
        stamp.unlink(missing_ok=True)
        shutil.rmtree(kept, ignore_errors=True)
        build(kept, [*notebooks], wheel)
        stamp.write_text(digest)
    shutil.rmtree(app.outdir / "lite", ignore_errors=True)
    shutil.copytree(kept, app.outdir / "lite")
    put(app.outdir / "lite", notebooks)


def put(lite: Path, notebooks: dict[str, str]) -> None:
    """Put the notebooks into the app, and their sizes into its listings of folders."""
    for name, text in notebooks.items():
        (lite / "files" / name).write_text(text, "utf-8")
    for path in lite.glob("api/contents/*/all.json"):
        listing = json.loads(path.read_text("utf-8"))
        for entry in listing["content"]:
            entry["size"] = (lite / "files" / entry["path"]).stat().st_size
        path.write_text(json.dumps(listing, indent=2, sort_keys=True), "utf-8")


def build(target: Path, notebooks: list[str], wheel: Path) -> None:
    """Build the app with empty notebooks of these names, the same bytes every time."""
    with TemporaryDirectory() as folder:
        for name in notebooks:
            path = Path(folder, "contents", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(nbformat.writes(nbformat.v4.new_notebook()), "utf-8")
        command = [sys.executable, "-m", "jupyterlite_core", "build", *OPTIONS]
        command += ["--contents=contents", f"--piplite-wheels={wheel}", f"--output-dir={target}"]
        environ = os.environ | {"SOURCE_DATE_EPOCH": "315532800"}  # 1980
        answer = subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, check=False
        )
    if answer.returncode or not (target / "files" / notebooks[0]).exists():
        raise RuntimeError(f"JupyterLite was not built:\n{answer.stdout}{answer.stderr}")
