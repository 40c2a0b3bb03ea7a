"""What readers take home, which the workflow also publishes as a branch for Colab and Binder:

    download/requirements.txt, runtime.txt    Binder's environment
    download/gallery.zip                      all of gallery/
    download/gallery/                         the wheel of gd, conda's environment, a README, scripts and notebooks
    download/lab/                             the notebooks with sliders

Each script and notebook says where the wheel is: at the address of the site, where that is known, else
on the published branch, else on the page of the example, from which it is downloaded to lie beside the
file. In the zip it does.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import conda
import copies
import examples
import gd_wheel

if TYPE_CHECKING:
    from sphinx.application import Sphinx

README = """\
# Gradient descent: the gallery

Each script shows one idea, and each notebook is a script in cells. In this folder, once:

    python -m pip install {needs} ./{wheel}

or, with conda, `conda env create --file environment.yml`, then `conda activate gradient-descent`.

With NumPy and Matplotlib installed, this works offline. Then, for example:

    python fit_one_parameter.py

{more}For the notebooks add `jupyterlab` to what is installed, and run `jupyter lab`.

Change a number, run it again, and see what changes.
"""
MORE = """\
`{script}` needs {names}, too:

    python -m pip install {needs}

"""


def write(app: Sphinx) -> None:
    """Write download/."""
    home = app.outdir / "download"
    shutil.rmtree(home, ignore_errors=True)
    wheel = gd_wheel.build(app, home / "gallery")
    address = gd_wheel.address(app)
    hint = " (its .whl is on the page of this file)" if address.startswith("./") else ""
    for name, text in _files(address, hint).items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")
    (home / "gallery/README.md").write_text(_readme(wheel.name), "utf-8")
    needs = {name for example in examples.every() for name in example.needs}
    (home / "gallery/environment.yml").write_text(conda.environment(needs, address))
    (home / "requirements.txt").write_text("\n".join([*sorted(needs), f"./gallery/{wheel.name}\n"]))
    (home / "runtime.txt").write_text(f"python-{conda.PYTHON}\n")
    # At home the wheel is beside them.
    contents = {"README.md": _readme(wheel.name).encode(), wheel.name: wheel.read_bytes()}
    contents["environment.yml"] = conda.environment(needs, f"./{wheel.name}").encode()
    for name, text in _files(f"./{wheel.name}").items():
        if name.startswith("gallery/"):
            contents[Path(name).name] = text.encode()
    _pack(home / "gallery.zip", "gradient-descent", contents)


def _files(wheel: str, hint: str = "") -> dict[str, str]:
    """All scripts and notebooks by their paths; each says that the wheel of gd is there."""
    files = {}
    for example in examples.every():
        if example.source.suffix == ".py":
            files[f"{example.page}.py"] = copies.script(example, wheel, hint)
        files[f"{example.page}.ipynb"] = copies.notebook(example, wheel, hint)
    return files


def _readme(wheel: str) -> str:
    common, more = examples.common(), ""
    for _, source, needs in examples.every():
        own = [name for name in needs if name not in ("numpy", *common)]  # which gd brings
        if source.suffix == ".py" and own:
            names = " and ".join(f"`{name}`" for name in own)
            more += MORE.format(script=source.name, names=names, needs=" ".join(own))
    return README.format(needs=" ".join(common), wheel=wheel, more=more)


def _pack(archive: Path, folder: str, contents: dict[str, bytes]) -> None:
    """A zip that is the same bytes from every build: files by name, without dates."""
    with ZipFile(archive, "w") as packed:
        for name, content in sorted(contents.items()):
            entry = ZipInfo(f"{folder}/{name}")  # of 1980, the first year that zip knows
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, ZIP_DEFLATED)
