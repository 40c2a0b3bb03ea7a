"""sphinx-gallery's zips, the same bytes from every build: it keeps the hour, and any order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def repack(archive: Path) -> None:
    """Write the archive again, its files by name and without their dates."""
    with ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in sorted(packed.namelist())}
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, contents in files.items():
            entry = ZipInfo(name)  # of 1980, the first year that zip knows
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, contents)


def repack_all(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        for archive in Path(app.outdir, "_downloads").rglob("*.zip"):
            repack(archive)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", repack_all)
