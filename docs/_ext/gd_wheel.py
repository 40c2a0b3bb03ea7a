"""The wheel of gd, which readers install: its name, where pip finds it, and how it is built."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import launch

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]


def name(app: Sphinx) -> str:
    return f"gradient_descent_tutorial-{app.config.release}-py3-none-any.whl"


def address(app: Sphinx) -> str:
    """Where pip finds the wheel, from anywhere; or a path, for who has it beside the file."""
    file = f"gallery/{name(app)}"
    if base := app.config.html_baseurl:
        return f"{base}download/{file}"
    if where := app.config.launch_published:
        return launch.raw(where, file)
    return f"./{name(app)}"


def build(app: Sphinx, folder: Path) -> Path:
    """Build it from a copy: of a path with [ in it, or within another repository, hatchling leaves out files."""
    with TemporaryDirectory() as copy:
        for file in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / file, copy)
        shutil.copytree(ROOT / "src", Path(copy, "src"))
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"The wheel was not built:\n{answer.stdout}{answer.stderr}")
    wheel = folder / name(app)
    if not wheel.exists():
        raise FileNotFoundError(f"pages name {wheel.name}, built was {[*folder.iterdir()]}")
    return wheel
