"""What an earlier build left is used again only if it finished, and nothing that it came from has changed.

sphinx-gallery and Sphinx ask only whether a script's or a page's own text has changed. All else that
a site comes from is named here, in three parts: scripts that run for half a minute do not run again
for a comma in what mends a page, and cells not for a colour in a style sheet.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import comments
import examples

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ROOT = Path(__file__).parents[2]
# What scripts run on, and which of them there are. Of conf.py that is sphinx_gallery_conf.
RUN = ("src/gd/*", "docs/build.py", "docs/_ext/gallery.py", "requirements/docs.txt")
# What pages are read by, and their cells run on.
READ = ("docs/conf.py", "docs/_ext/**/*.py", "docs/_ipython/*/*.py", "tools/bench/peers.json")
# What pages name by its hash.
NAMED = ("docs/_static/**/*", "docs/explorable/**/*", "docs/style/*")


def fingerprints(config: Config) -> list[str]:
    """A name for the state of what scripts run on, and one for that of what pages are read by."""
    scripts = sorted(path.name for path in ROOT.glob("gallery/*"))
    settings = repr((scripts, config.sphinx_gallery_conf))
    return [_digest(RUN, settings), _digest(READ)]


def _digest(patterns: tuple[str, ...], settings: str = "") -> str:
    digest = hashlib.sha256(settings.encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def forget(app: Sphinx, config: Config) -> None:
    """Before anything is read: drop what an unfinished build left, or one that ran on something else."""
    stamp = _stamp(app)
    finished = stamp.read_text().split() if stamp.exists() else []
    now = config.rebuild_fingerprints = fingerprints(config)  # at the end they may be others
    # With what a page says of an example, and its source may not show: what it needs, where its comments are.
    shown = [
        (example.page, example.needs, comments.of(example.page)) for example in examples.every()
    ]
    config.rebuild_named = _digest(NAMED, repr(shown))
    if finished != now:
        _drop(app.doctreedir)
    if finished[:1] != now[:1]:
        _drop(app.srcdir / "gallery")
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
    _stamp(app).write_text(" ".join(app.config.rebuild_fingerprints))


def _drop(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def withdraw(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list:
    """Sphinx leaves the pages of removed sources in its output; take them out."""
    for page in removed:
        Path(app.builder.get_outfilename(page)).unlink(missing_ok=True)
    return []


def list_again(app: Sphinx) -> tuple[()]:
    """Before viewcode lists modules: it leaves a page that is newer than its module, whatever else is on it."""
    shutil.rmtree(app.outdir / "_modules", ignore_errors=True)
    return ()


def _stamp(app: Sphinx) -> Path:
    return Path(app.doctreedir, "finished")


def setup(app: Sphinx) -> None:
    app.add_config_value("rebuild_fingerprints", [], "", list)
    app.add_config_value("rebuild_named", "", "html", str)  # another writes all pages again
    app.connect("config-inited", forget, priority=5)  # before sphinx-gallery puts in what it adds
    app.connect("env-get-outdated", withdraw)
    app.connect("html-collect-pages", list_again, priority=400)
