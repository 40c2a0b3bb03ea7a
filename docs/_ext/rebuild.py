"""What an earlier build left is used again only if it finished, with the same library and pins.

sphinx-gallery and Sphinx ask only whether a script's or a page's own text has changed. What they
compute also depends on src/gd and on the versions of what it runs on.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ROOT = Path(__file__).parents[2]


def fingerprint() -> str:
    """One name for the state of everything that examples run on, and for which scripts there are."""
    sources = [
        *(path for path in (ROOT / "src/gd").iterdir() if path.is_file()),
        *(ROOT / "docs/_ext").glob("*.py"),
        *(ROOT / "docs/_ipython").glob("*/*.py"),
        ROOT / "docs/conf.py",
        ROOT / "tools/bench/peers.json",
        ROOT / "requirements/docs.txt",
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update("".join(sorted(path.name for path in ROOT.glob("gallery/*"))).encode())
    return digest.hexdigest()[:16]


def forget(app: Sphinx, config: Config) -> None:
    """Before anything is read: drop what an unfinished build, or another library, left."""
    stamp = _stamp(app)
    config.rebuild_fingerprint = fingerprint()  # now: at the end it may be another's
    if not stamp.exists() or stamp.read_text() != config.rebuild_fingerprint:
        _drop(app.doctreedir, app.srcdir / "gallery")
    stamp.unlink(missing_ok=True)
    # Without its memory Sphinx could not tell which pages of the output are gone. (The output
    # is not emptied where somebody chose a folder of their own for it.)
    ours = app.outdir.is_relative_to(app.srcdir / "_build")
    if ours and not Path(app.doctreedir, "environment.pickle").exists():
        _drop(app.outdir)


def remember(app: Sphinx, exception: Exception | None) -> None:
    """At the end: scripts have run. Pages that failed or warned must be read, and warn, again."""
    if exception or app._warncount:
        _drop(app.doctreedir)
    _stamp(app).write_text(app.config.rebuild_fingerprint)


def _drop(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def withdraw(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list:
    """Sphinx leaves the pages of removed sources in its output; take them out."""
    for page in removed:
        Path(app.builder.get_outfilename(page)).unlink(missing_ok=True)
    return []


def _stamp(app: Sphinx) -> Path:
    return Path(app.doctreedir, "finished")


def setup(app: Sphinx) -> None:
    app.add_config_value("rebuild_fingerprint", "", "", str)
    app.connect("config-inited", forget, priority=100)
    app.connect("env-get-outdated", withdraw)
    app.connect("build-finished", remember, priority=900)
