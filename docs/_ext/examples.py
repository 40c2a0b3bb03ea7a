"""The examples that readers take home, and what each needs beside gd, which brings NumPy: it says so itself.

One that names NumPy does without gd.

A script does in inline script metadata (PEP 723), a notebook of the lab in its front matter:

    # /// script                                dependencies: [ipywidgets, matplotlib]
    # dependencies = ["matplotlib"]
    # ///
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from front_matter import front_matter

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^# /// script\n((?:#(?: .*)?\n)+?)# ///\n", re.MULTILINE)


class Example(NamedTuple):
    """A script or a notebook with sliders."""

    page: str
    source: Path
    needs: list[str]  # packages, each of which is imported under its name

    @property
    def has_gd(self) -> bool:
        """Whether it is written with gd, or with NumPy alone."""
        return "numpy" not in self.needs

    @property
    def more(self) -> list[str]:
        """What it needs beside NumPy and Matplotlib, which every text names."""
        return [name for name in self.needs if name not in ("matplotlib", "numpy")]

    @property
    def runs_in_browsers(self) -> bool:
        """Whether JupyterLite can run it: browsers give no threads to Python."""
        return "distributed" not in self.needs


def every() -> list[Example]:
    """All examples: scripts, then notebooks."""
    sources = [*sorted(ROOT.glob("gallery/*.py")), *sorted(ROOT.glob("docs/lab/*.md"))]
    return [_read(f"{source.parent.name}/{source.stem}", source) for source in sources]


def of(page: str) -> Example | None:
    """The example that the page shows, where it shows one."""
    folder, _, name = page.rpartition("/")
    kinds = {"gallery": ROOT / f"gallery/{name}.py", "lab": ROOT / f"docs/lab/{name}.md"}
    source = kinds.get(folder)
    return _read(page, source) if source and source.exists() else None


def common() -> list[str]:
    """What every script of the gallery needs."""
    first, *others = (example.needs for example in every() if example.source.suffix == ".py")
    return [name for name in first if all(name in other for other in others)]


def _read(page: str, source: Path) -> Example:
    said = (_metadata if source.suffix == ".py" else front_matter)(source)
    needs = said.get("dependencies")
    if not (isinstance(needs, list) and needs and all(str(name).isidentifier() for name in needs)):
        raise ValueError(f"{source}: expected dependencies, a list of names; got {needs}")
    if "gd" in needs:
        raise ValueError(f"{source}: gd comes with the site; on package indexes it is another's")
    return Example(page, source, needs)


def _metadata(script: Path) -> dict[str, Any]:
    block = BLOCK.search(script.read_text("utf-8"))
    try:
        return tomllib.loads(re.sub("^# ?", "", block[1], flags=re.MULTILINE)) if block else {}
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{script}: {error}") from error
