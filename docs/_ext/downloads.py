"""What readers take home, which the workflow also publishes as a branch for Colab and Binder:

    download/README.md, LICENSE               what is what, and whose
    download/requirements.txt, runtime.txt    Binder's environment
    download/gallery/                         the wheel of gd, conda's environment, scripts and notebooks
    download/lab/                             the notebooks with sliders
    download/tutorial/                        the chapters, as scripts and as notebooks
    download/gallery.zip                      all of these folders, with the wheel beside them

Each script and notebook says where the wheel is: at the address of the site, where that is known, else
on the published branch, else on the page of the example, from which it is downloaded to lie beside the
file. In the zip it lies beside the folder of the file.
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
# Gradient descent, to take home

- `tutorial/`: the chapters. The script of a chapter is its code; its notebook has the text, too.
- `gallery/`: examples, one idea each, as scripts and as notebooks.
- `lab/`: notebooks with sliders.
- `{wheel}`: `gd`, the library that most of them use. (On package indexes
  `gd` is another project. Where that is installed, scripts and notebooks say at their top what to do.)

In this folder, once:

    python -m pip install {needs} ./{wheel}

or, with conda, `conda env create --file {environment}`, then `conda activate gradient-descent`.

With NumPy and Matplotlib installed, this works offline. Then, for example:

    python gallery/fit_one_parameter.py

{more}For the notebooks add `jupyterlab` to what is installed, and run `jupyter lab`.

Change a number, run it again, and see what changes.
"""
MORE = """\
`{where}` needs {names}, too:

    python -m pip install {needs}

"""


def write(app: Sphinx) -> None:
    """Write download/."""
    home = app.outdir / "download"
    shutil.rmtree(home, ignore_errors=True)
    wheel = gd_wheel.build(app, home / "gallery")
    licences = {path.name: path.read_text("utf-8") for path in examples.ROOT.glob("LICENSE*")}
    packages = sorted({name for example in examples.every() for name in example.needs})
    address = gd_wheel.address(app)
    beside = {
        "README.md": _readme("gallery/", wheel.name),
        "requirements.txt": "\n".join([*packages, f"./gallery/{wheel.name}\n"]),
        "runtime.txt": f"python-{conda.PYTHON}\n",
        "gallery/environment.yml": conda.environment(packages, address),
    }
    hint = " (its .whl is on the page of this file)" if address.startswith("./") else ""
    for name, text in (_files(app, address, hint) | beside | licences).items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")
    here = licences | {"README.md": _readme("", wheel.name)}
    here["environment.yml"] = conda.environment(packages, f"./{wheel.name}")
    hint = " (its .whl lies beside the folder of this file)"
    zipped = _files(app, f"../{wheel.name}", hint) | here
    contents = {name: text.encode() for name, text in zipped.items()}
    _pack(home / "gallery.zip", "gradient-descent", contents | {wheel.name: wheel.read_bytes()})


def _files(app: Sphinx, wheel: str, hint: str = "") -> dict[str, str]:
    """All scripts and notebooks by their paths; each says that the wheel of gd is there."""
    files = {}
    for example in examples.every():
        if example.is_script:
            files[f"{example.page}.py"] = copies.script(app, example, wheel, hint)
        files[f"{example.page}.ipynb"] = copies.notebook(app, example, wheel, hint)
    return files


def _readme(folder: str, wheel: str) -> str:
    """What is what, with the wheel and conda's environment in that folder."""
    common, more = examples.common(), {}
    for example in examples.every():
        if own := [
            name for name in example.needs if name not in ("numpy", *common)
        ]:  # which gd brings
            names = " and ".join(f"`{name}`" for name in own)
            where = f"{example.page}.py" if example.is_script else f"{example.kind}/"
            more[MORE.format(where=where, names=names, needs=" ".join(own))] = None  # each once
    here = {"wheel": f"{folder}{wheel}", "environment": f"{folder}environment.yml"}
    return README.format(needs=" ".join(common), more="".join(more), **here)


def _pack(archive: Path, folder: str, contents: dict[str, bytes]) -> None:
    """A zip that is the same bytes from every build: files by name, without dates."""
    with ZipFile(archive, "w") as packed:
        for name, content in sorted(contents.items()):
            entry = ZipInfo(f"{folder}/{name}")  # of 1980, the first year that zip knows
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, ZIP_DEFLATED)
