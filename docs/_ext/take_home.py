"""What readers take home: the wheel of gd, scripts, notebooks and a zip, and the box that offers them.

All of it is below download/, which the workflow also publishes as a branch for Colab and Binder:

    download/requirements.txt, runtime.txt    Binder's environment
    download/gallery.zip                      all of gallery/
    download/gallery/                         the wheel, a README, scripts and notebooks
    download/lab/                             the notebooks with sliders

Each script and notebook says at its top how to get what it needs, and where the wheel is: at the
address of the site, where that is known, else on the published branch, else on the page of the
example, from which it is downloaded to lie beside the file. In the zip it does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import launch
import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx_gallery import gen_rst

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
# Python packages that the files of a folder, or one of them, need beside gd and NumPy.
NEEDS = {
    "gallery": "matplotlib",
    "gallery/more_rows_than_memory": "distributed matplotlib",
    "lab": "ipywidgets matplotlib",
}
NOT_IN_BROWSERS = {"gallery/more_rows_than_memory"}  # they give no threads to Python
INSTALL = """\
# Needs NumPy, Matplotlib and gd{hint}{more}; installs them where one is missing. No restart is needed.
try:
    import {imports}
except ModuleNotFoundError:
    %pip install --quiet {needs} {wheel}"""

README = """\
# Gradient descent: the gallery

Each script shows one idea, and each notebook is a script in cells. In this folder, once:

    python -m pip install {needs} ./{wheel}

With NumPy and Matplotlib installed, this works offline. Then, for example:

    python fit_one_parameter.py

`more_rows_than_memory.py` needs Dask, too:

    python -m pip install distributed

For the notebooks add `jupyterlab` to what is installed, and run `jupyter lab`.

Change a number, run it again, and see what changes.
"""
# As sphinx-gallery has it, without its note about downloads at the end.
EXAMPLE_HEADER = """
.. "{0}"

.. rst-class:: sphx-glr-example-title

.. _sphx_glr_{1}:

"""


def wheel_name(app: Sphinx) -> str:
    return f"gradient_descent_tutorial-{app.config.release}-py3-none-any.whl"


def wheel_address(app: Sphinx) -> str:
    """Where pip finds the wheel, from anywhere; or a path, for who has it beside the file."""
    file = f"gallery/{wheel_name(app)}"
    if base := app.config.html_baseurl:
        return f"{base}download/{file}"
    if where := app.config.launch_published:
        return launch.raw(where, file)
    return f"./{wheel_name(app)}"


def needs(page: str) -> str:
    return NEEDS.get(page) or NEEDS[page.partition("/")[0]]


def more(page: str) -> str:
    """What the page needs that others do not, for a sentence."""
    extra = needs(page).removesuffix("matplotlib").strip()
    return f", and {extra}" if extra else ""


# -- Files -----------------------------------------------------------------------------------
def script(path: Path, wheel: str, hint: str) -> str:
    """A script, and how to get what it needs."""
    page = f"gallery/{path.stem}"
    install = f"python -m pip install {needs(page)} {wheel}"
    source = path.read_text("utf-8")
    return f"# Needs NumPy, Matplotlib and gd{hint}{more(page)}: {install}\n{source}"


def notebook(path: Path, wheel: str, hint: str) -> str:
    """A notebook as JSON; its first cell installs what it needs where that is missing."""
    book, page = _book(path), f"{path.parent.name}/{path.stem}"
    install = INSTALL.format(
        imports=", ".join([*needs(page).split(), "gd"]),
        more=more(page),
        needs=needs(page),
        wheel=wheel,
        hint=hint,
    )
    cells = [nbformat.v4.new_code_cell(install)]
    for cell in book.cells:
        if "page-only" in cell.metadata.get("tags", []):
            continue
        new = (
            nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        )
        cells.append(new(cell.source.strip()))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # else they differ from build to build
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def _book(path: Path) -> nbformat.NotebookNode:
    text = path.read_text("utf-8")
    return nbformat.reads(text, 4) if path.suffix == ".ipynb" else read_myst_markdown_notebook(text)


def files(app: Sphinx, wheel: str, hint: str = "") -> dict[str, str]:
    """All scripts and notebooks by their paths; each says that the wheel of gd is there."""
    scripts = sorted(ROOT.glob("gallery/*.py"))
    notebooks = [app.srcdir / "gallery" / f"{path.stem}.ipynb" for path in scripts]
    notebooks += sorted(app.srcdir.glob("lab/*.md"))
    return {f"gallery/{path.name}": script(path, wheel, hint) for path in scripts} | {
        f"{path.parent.name}/{path.stem}.ipynb": notebook(path, wheel, hint) for path in notebooks
    }


def build_wheel(target: Path) -> None:
    """Build it from a copy: of a path with [ in it, or within another repository, hatchling leaves out files."""
    with TemporaryDirectory() as folder:
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, folder)
        shutil.copytree(ROOT / "src", Path(folder, "src"))
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"The wheel was not built:\n{answer.stdout}{answer.stderr}")


def pack(archive: Path, folder: str, contents: dict[str, bytes]) -> None:
    """A zip that is the same bytes from every build: files by name, without dates."""
    with ZipFile(archive, "w") as packed:
        for name, content in sorted(contents.items()):
            entry = ZipInfo(f"{folder}/{name}")  # of 1980, the first year that zip knows
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, ZIP_DEFLATED)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write download/."""
    if exception or app.builder.format != "html":
        return
    home, wheel = app.outdir / "download", wheel_name(app)
    shutil.rmtree(home, ignore_errors=True)
    build_wheel(home / "gallery")
    if not (home / "gallery" / wheel).exists():
        raise FileNotFoundError(f"pages name {wheel}, built was {[*(home / 'gallery').iterdir()]}")
    readme = README.format(needs=NEEDS["gallery"], wheel=wheel)
    address = wheel_address(app)
    hint = " (its .whl is on the page of this file)" if address.startswith("./") else ""
    for name, text in files(app, address, hint).items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")
    (home / "gallery/README.md").write_text(readme, "utf-8")
    packages = "\n".join(sorted({package for group in NEEDS.values() for package in group.split()}))
    (home / "requirements.txt").write_text(f"{packages}\n./gallery/{wheel}\n")
    (home / "runtime.txt").write_text("python-3.12\n")
    # At home the wheel is beside them.
    contents = {"README.md": readme.encode(), wheel: (home / "gallery" / wheel).read_bytes()}
    for name, text in files(app, f"./{wheel}").items():
        if name.startswith("gallery/"):
            contents[Path(name).name] = text.encode()
    pack(home / "gallery.zip", "gradient-descent", contents)


# -- Pages -----------------------------------------------------------------------------------
def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the box under the title of a page that has something to take home; link to the wheel."""
    folder, _, name = page.rpartition("/")
    if app.builder.format != "html" or "body" not in context:
        return
    wheel = context["pathto"](f"download/gallery/{wheel_name(app)}", 1)
    link = f'<a class="wheel" href="{wheel}" download>{wheel_address(app)}</a>'
    body = context["body"].replace("WHEEL.whl", link)
    context["body"] = body.replace("GD.whl", wheel_name(app))
    if folder not in NEEDS:
        return
    where, book = app.config.launch_published, f"{page}.ipynb"
    launches = {} if page in NOT_IN_BROWSERS else {"JupyterLite": f"../{launch.lite(book)}"}
    if where:
        launches |= {"Colab": launch.colab(where, book), "Binder": launch.binder(where, book)}
    box = app.builder.templates.render(
        "take-home.html",
        {
            "downloads": _downloads(folder, name) | {"gd (.whl)": wheel},
            "launches": {} if name == "index" else launches,
            "needs": f"jupyterlab {needs(page)}" if folder == "lab" else needs(page),
            "run": f"jupyter lab {name}.ipynb" if folder == "lab" else f"python {name}.py",
            "wheel": link,
            "name": name,
        },
    )
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{box}", 1)


def _downloads(folder: str, name: str) -> dict[str, str]:
    start = f"../download/{folder}"
    if folder == "lab":
        return {"Notebook": f"{start}/{name}.ipynb"}
    whole = {"Whole gallery (zip)": f"{start}.zip"}
    if name == "index":
        return whole
    return {"Script": f"{start}/{name}.py", "Notebook": f"{start}/{name}.ipynb"} | whole


def _replace(constant: str, text: str) -> None:
    getattr(gen_rst, constant)  # an error where sphinx-gallery has it no more
    setattr(gen_rst, constant, text)


def setup(app: Sphinx) -> None:
    app.add_config_value("launch_published", None, "html", (launch.Published, type(None)))
    # The box says what sphinx-gallery says above and below each example.
    for name in ("NOTEBOOK_DOWNLOAD", "CODE_DOWNLOAD", "ZIP_DOWNLOAD", "DOWNLOAD_LINKS_HEADER"):
        _replace(name, "")
    _replace("EXAMPLE_HEADER", EXAMPLE_HEADER)
    app.connect("html-page-context", offer)
    app.connect("build-finished", write, priority=600)
