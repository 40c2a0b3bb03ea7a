"""JupyterLite, as it is in the site: with no network, and with Pyodide's core served from here.

NumPy and Matplotlib for it come from jsDelivr only, so that the examples themselves cannot be run.
"""

import hashlib
import json
import re
import shutil

import examples
import pytest
import serving
from playwright.sync_api import expect

from conftest import ROOT, offered

LITE = serving.HTML / "lite"
PYODIDE = ROOT / "tools/node_modules/pyodide"
NOTEBOOKS = sorted(path.relative_to(LITE / "files") for path in LITE.glob("files/*/*.ipynb"))
CHAPTERS = [example.page for example in examples.every() if example.kind == "tutorial"]
FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"


def listen(tab):
    """All that the tab asks for, while it is used."""
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    return asked


def cells_of(path):
    return json.loads((LITE / f"files/{path}.ipynb").read_text("utf-8"))["cells"]


def formulas_are_drawn(tab, cells):
    """All of them, and by commands that Jupyter knows."""
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    formulas = tab.locator(".jp-MarkdownCell mjx-container")
    expect(formulas).to_have_count(len(FORMULA.findall(prose)), timeout=30_000)
    wrong = tab.locator("mjx-merror, [mathcolor]")  # red: a command that it does not know
    expect(wrong).to_have_count(0)


@pytest.mark.parametrize("path", ["gallery/hubble_1929", "lab/two-parameters", CHAPTERS[0]])
def test_the_button_opens_the_notebook(path, tab, address):
    asked = listen(tab)
    _, links = offered(tab, address, path)
    assert not [url for url in asked if "/lite/" in url]  # before it is pressed
    links["JupyterLite"].click()
    cells = cells_of(path)
    title = cells[1]["source"][0].removeprefix("# ").strip()
    expect(tab.locator(".jp-MarkdownCell h1").first).to_contain_text(title, timeout=60_000)
    expect(tab.locator(".jp-CodeCell").first).to_contain_text("# Needs NumPy")
    formulas_are_drawn(tab, cells)
    elsewhere = {url.split("/")[2] for url in asked if not url.startswith((address, "blob:"))}
    assert elsewhere <= {"cdn.jsdelivr.net", ""}  # where its kernel would come from


def test_jupyter_draws_the_formulas_of_all_chapters(chrome, address):
    """Of the words of all chapters in one notebook, which comes in the place of the first one's."""
    book = json.loads((LITE / f"files/{CHAPTERS[0]}.ipynb").read_text("utf-8"))
    cells = [cell for path in CHAPTERS for cell in cells_of(path)]
    book["cells"] = [
        cell | {"id": f"cell-{number}"}
        for number, cell in enumerate(cells)
        if cell["cell_type"] == "markdown"
    ]
    context = chrome.new_context(service_workers="block")  # which would ask in the place of the tab
    tab = context.new_page()
    tab.route(f"**/lite/files/{CHAPTERS[0]}.ipynb*", lambda route: route.fulfill(json=book))
    tab.goto(f"{address}/lite/notebooks/index.html?path={CHAPTERS[0]}.ipynb")
    titles = tab.locator(".jp-MarkdownCell h1")
    expect(titles).to_have_count(len(CHAPTERS), timeout=60_000)
    formulas_are_drawn(tab, book["cells"])
    context.close()


@pytest.fixture(scope="module")
def with_pyodide(tmp_path_factory, terminal):
    """A copy of the app whose kernel is served beside it: Pyodide's core from npm, and wheels."""
    folder = tmp_path_factory.mktemp("site")
    kernel = folder / "lite/pyodide"
    shutil.copytree(LITE, folder / "lite")
    shutil.copytree(PYODIDE, kernel, ignore=shutil.ignore_patterns("node_modules"))
    lock = json.loads((kernel / "pyodide-lock.json").read_text())
    packages = lock["packages"]
    # comm is not among Pyodide's packages: the kernel takes it from the package index.
    pins = (ROOT / "requirements/docs.txt").read_text("utf-8")
    version = re.search(r"^comm==(\S+)", pins, re.MULTILINE)[1]
    name = f"comm-{version}-py3-none-any.whl"
    packages["comm"] = packages["six"] | {"name": "comm", "version": version, "file_name": name}
    packages["comm"]["imports"] = ["comm"]
    needed, waiting = {}, ["comm", "ipython", "jedi", "micropip"]
    while waiting:
        package = packages[waiting.pop().lower().replace("_", "-")]
        needed[package["name"]] = package
        waiting += [name for name in package["depends"] if name not in needed]
    wanted = [f"{name}=={package['version']}" for name, package in needed.items()]
    # These are the versions that Pyodide has, not ours.
    pip = f"PIP_CONSTRAINT= python -m pip download --quiet --no-deps --dest {kernel}"
    terminal.run(f"{pip} --only-binary=:all: --python-version=3.14 {' '.join(wanted)}")
    for package in needed.values():  # Pyodide has built them anew, so that its hashes are others
        wheel = (kernel / package["file_name"]).read_bytes()
        package["sha256"] = hashlib.sha256(wheel).hexdigest()
    (kernel / "pyodide-lock.json").write_text(json.dumps(lock))
    settings = json.loads((folder / "lite/jupyter-lite.json").read_text())
    plugin = settings["jupyter-config-data"]["litePluginSettings"][PLUGIN]
    plugin["pyodideUrl"] = "./pyodide/pyodide.mjs"
    (folder / "lite/jupyter-lite.json").write_text(json.dumps(settings))
    with serving.site(folder) as address:
        yield address


def run(tab, number, code):
    """Put code into the cell of this number, run it, and give what comes out."""
    cell = tab.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(code)
    tab.keyboard.press("Shift+Enter")
    output = cell.locator(".jp-OutputArea-output").last
    expect(output).to_be_visible(timeout=90_000)
    return output.inner_text().strip()


def test_the_kernel_runs_and_finds_the_wheel_of_the_site(with_pyodide, tab):
    asked = listen(tab)
    tab.goto(f"{with_pyodide}/lite/notebooks/index.html?path={NOTEBOOKS[0].as_posix()}")
    expect(tab.locator(".jp-CodeCell").first).to_be_visible(timeout=60_000)
    # What is run before the kernel has begun to come is lost.
    expect(tab.locator(".jp-KernelStatus-success")).to_be_visible(timeout=90_000)
    assert run(tab, 0, "1 + 1") == "2"
    install = "import importlib.metadata as m, piplite\n"
    install += "await piplite.install('gradient-descent-tutorial', deps=False)\n"
    (wheel,) = LITE.glob("pypi/*.whl")
    assert run(tab, 1, f"{install}m.version('gradient-descent-tutorial')") == (
        f"'{wheel.name.split('-')[1]}'"
    )
    assert [url for url in asked if wheel.name in url]
    assert all(url.startswith((with_pyodide, "blob:", "data:")) for url in asked)


def test_it_is_the_wheel_that_is_offered_for_download():
    (offered_wheel,) = serving.HTML.glob("download/gallery/*.whl")
    (wheel,) = LITE.glob("pypi/*.whl")
    assert wheel.read_bytes() == offered_wheel.read_bytes()


def test_it_lists_the_notebooks_with_their_sizes():
    listings = [json.loads(path.read_text()) for path in LITE.glob("api/contents/*/all.json")]
    listed = {entry["path"]: entry["size"] for folder in listings for entry in folder["content"]}
    there = {path.as_posix(): (LITE / "files" / path).stat().st_size for path in NOTEBOOKS}
    assert listed == there


def test_pyodide_here_is_the_one_that_it_asks_for():
    version = json.loads((PYODIDE / "package.json").read_text())["version"]
    scripts = (path.read_text("utf-8") for path in LITE.glob("extensions/@jupyterlite/**/*.js"))
    assert {found for text in scripts for found in re.findall(r"/pyodide/v([\d.]+)/", text)} == {
        version
    }
