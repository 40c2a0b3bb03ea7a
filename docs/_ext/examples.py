"""What readers take home, and what each needs beside gd, which brings NumPy: it says so itself.

A script does in inline script metadata (PEP 723), a notebook of the lab in its front matter, a chapter of the
tutorial by what its cells import. A script that names NumPy does without gd.

    # /// script                                dependencies: [ipywidgets, matplotlib]
    # dependencies = ["matplotlib"]
    # ///
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from front_matter import front_matter

ROOT = Path(__file__).parents[2]
CELL = re.compile(r"^```\{code-cell\}.*?^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^# /// script\n((?:#(?: .*)?\n)+?)# ///\n", re.MULTILINE)


class Example(NamedTuple):
    """A script, a notebook with sliders, or a chapter with cells."""

    page: str
    source: Path
    needs: tuple[str, ...]  # packages, each of which is imported under its name

    @property
    def kind(self) -> str:
        """`gallery`, `lab` or `tutorial`: where its page is."""
        return self.page.partition("/")[0]

    @property
    def is_script(self) -> bool:
        """Whether it runs from a terminal, too."""
        return self.kind != "lab"

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
    """All of them: those of the gallery, of the lab, of the tutorial."""
    places = ("gallery/*.py", "docs/lab/*.md", "docs/tutorial/*.md")
    sources = [source for place in places for source in sorted(ROOT.glob(place))]
    found = (of(f"{source.parent.name}/{source.stem}") for source in sources)
    return [example for example in found if example]


def of(page: str) -> Example | None:
    """What the page shows to be taken home, where it does."""
    folder, _, name = page.rpartition("/")
    source = ROOT / (f"gallery/{name}.py" if folder == "gallery" else f"docs/{page}.md")
    if folder not in ("gallery", "lab", "tutorial") or not source.exists():
        return None
    if folder == "tutorial" and not _shows_code(source):
        return None
    return _read(page, source)


def common() -> list[str]:
    """What every script of the gallery needs."""
    first, *others = (example.needs for example in every() if example.kind == "gallery")
    return [name for name in first if all(name in other for other in others)]


def _shows_code(page: Path) -> bool:
    """Whether it has cells that are more than a figure."""
    return any("hide-input" not in cell for cell in CELL.findall(page.read_text("utf-8")))


def _read(page: str, source: Path) -> Example:
    if page.startswith("tutorial/"):
        return Example(page, source, _imported(source))
    said = (metadata if source.suffix == ".py" else front_matter)(source)
    needs = said.get("dependencies")
    if not (isinstance(needs, list) and needs and all(str(name).isidentifier() for name in needs)):
        raise ValueError(f"{source}: expected dependencies, a list of names; got {needs}")
    if "gd" in needs:
        raise ValueError(f"{source}: gd comes with the site; on package indexes it is another's")
    return Example(page, source, tuple(needs))


def _imported(chapter: Path) -> tuple[str, ...]:
    """What its cells import, but for what comes with Python or with gd."""
    code = "\n".join(CELL.findall(chapter.read_text("utf-8")))
    names = {*re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)}
    return tuple(sorted(names - {"gd", "numpy"} - sys.stdlib_module_names))


def metadata(script: Path) -> dict[str, Any]:
    """What a script says of itself before its first line."""
    block = BLOCK.search(script.read_text("utf-8"))
    try:
        return tomllib.loads(re.sub("^# ?", "", block[1], flags=re.MULTILINE)) if block else {}
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{script}: {error}") from error
