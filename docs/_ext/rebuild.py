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
    """One name for the state of everything that examples run on."""
    sources = [
        *(path for path in (ROOT / "src/gd").iterdir() if path.is_file()),
        *(path for path in (ROOT / "docs/_ext").rglob("*.py")),
        ROOT / "requirements/docs.txt",
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def forget(app: Sphinx, config: Config) -> None:
    """Before anything is read: drop what an unfinished build, or another library, left."""
    stamp = _stamp(app)
    now = fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        shutil.rmtree(app.doctreedir, ignore_errors=True)
        shutil.rmtree(app.srcdir / "gallery", ignore_errors=True)
    stamp.unlink(missing_ok=True)


def remember(app: Sphinx, exception: Exception | None) -> None:
    """At the end: results are whole. Pages that failed or warned must be read, and warn, again."""
    _stamp(app).write_text(fingerprint())
    if exception or app._warncount:
        shutil.rmtree(app.doctreedir, ignore_errors=True)


def _stamp(app: Sphinx) -> Path:
    return Path(app.outdir).parent / "finished"


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("config-inited", forget, priority=100)
    app.connect("build-finished", remember, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
