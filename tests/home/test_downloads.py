"""All that is to be downloaded, taken from the built site as a person would, and run."""

import json
import re
import shutil
import zipfile
from contextlib import ExitStack
from pathlib import Path

import examples
import pytest
import serving
import yaml

from conftest import ROOT, download, offered

EXAMPLES = {example.page: example for example in examples.every()}
SCRIPTS = sorted(path.stem for path in ROOT.glob("gallery/*.py"))
LABS = sorted(path.stem for path in ROOT.glob("docs/lab/*.md"))
CHAPTERS = [page for page in EXAMPLES if page.startswith("tutorial/")]
ONE_OF_EACH = [f"gallery/{SCRIPTS[0]}", f"lab/{LABS[0]}", CHAPTERS[0]]
RUN = [page for page, example in EXAMPLES.items() if example.is_script]
SITE = serving.HTML
(WHEEL,) = SITE.glob("download/gallery/*.whl")
# Where the wheel is for what is downloaded by itself, as this build knows it; in the zip it is beside.
ADDRESS = re.compile(rf"\S+/{re.escape(WHEEL.name)}")
ZIPPED = "gradient-descent"  # the folder in the zip
# What a script and a notebook say of another gd, and where they notice it.
ANOTHER = "# Where another gd is, first rename it, if it is a gd.py of yours"
UNINSTALL = "pip uninstall --yes gd gradient-descent-tutorial"
RESTART = "# Then restart the kernel, and run this cell again.\n"
CHECK = (
    "from gd import CrossEntropy  # Fails? Another gd, an old one, or none: see the first lines."
)
# The runs of words between formulas and code of what a notebook has, too; the rest is taken out.
WORDS = """
() => {
  const article = document.querySelector("article");
  const others = ".cell, pre, gd-explorable, .explorable-caption, .headerlink, .eqno, .take-home, .answers";
  article.querySelectorAll(others).forEach((part) => part.remove());
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.closest("math, code")) found.push(data.trim().split(/\\s+/).join(" "));
  }
  return found.filter((words) => words.length > 3);
}
"""
# Left over from the sources of a page: a role, a directive, a comment, a substitution.
MARKUP = (
    r":\w+:`|^\.\. |^`{3,}\{|\{\w+\}`|\|\w+\||^\+\+\+|^:::|</?(?!details|summary)\w+>|``[^`]+`_"
)


@pytest.fixture(scope="module")
def ready(terminal, chrome, address):
    """The terminal, after the command that a page of the gallery gives."""
    tab = chrome.new_page()
    commands, _ = offered(tab, address, f"gallery/{SCRIPTS[0]}")
    tab.close()
    terminal.run(commands[0])
    return terminal


def printed(tab):
    """What a page says that its code prints."""
    shown = tab.locator(".sphx-glr-script-out pre, .cell_output .stream pre")
    return "".join(f"{text}\n" for text in shown.all_inner_texts())


@pytest.mark.parametrize("page", RUN)
def test_a_script_runs_at_home_and_prints_what_its_page_says(page, ready, tab, address):
    (install, run), links = offered(tab, address, page)
    example = EXAMPLES[page]
    needs = [*example.needs, *[f"{address}/download/gallery/{WHEEL.name}"] * example.has_gd]
    assert install == f"python -m pip install {' '.join(needs)}"
    if example.more:
        ready.run(install)
    script = download(tab, links["Script"], ready.folder)
    assert run == f"python {script.name}"
    assert ready.run(run, online=False).split() == printed(tab).split()


def test_a_script_runs_on_a_cluster_when_it_is_given_the_address_of_one(ready, tab, address):
    """A scheduler and two workers, each a process of its own."""
    name = "more_rows_than_memory"
    (install, run), links = offered(tab, address, f"gallery/{name}")
    ready.run(install)
    download(tab, links["Script"], ready.folder)
    here = "--host=127.0.0.1 --no-dashboard"
    with ExitStack() as cluster:
        scheduler = ready.start(f"dask scheduler {here} --port=0", r"tcp://\S+:\d+")
        where = cluster.enter_context(scheduler)
        for _ in range(2):
            worker = ready.start(f"dask worker {where} {here} --nthreads=1", "Registered to")
            cluster.enter_context(worker)
        said = ready.run(f"DASK_SCHEDULER_ADDRESS={where} {run}")
    assert said.split() == printed(tab).split()


def test_it_is_the_gd_of_the_site_that_runs(ready):
    where, version = ready.run(
        "python -c 'import gd, importlib.metadata as m; "
        'print(gd.__file__, m.version("gradient-descent-tutorial"))\''
    ).split()
    assert Path(where).is_relative_to(ready.folder)
    assert version == WHEEL.name.split("-")[1]


@pytest.fixture(scope="module")
def executed(jupyter, chrome, address):
    """Every notebook, run without a network; with each the links, the numbers and the figures of its page."""
    tab, found = chrome.new_page(), {}
    for page in EXAMPLES:
        (jupyter.folder / page).parent.mkdir(exist_ok=True)
        _, links = offered(tab, address, page)
        file = download(tab, links["Notebook"], (jupyter.folder / page).parent)
        figures = tab.locator("article .figure > img.only-light").count()
        found[page] = file, links.keys(), printed(tab), figures
    tab.close()
    needs = sorted({name for example in EXAMPLES.values() for name in example.needs})
    jupyter.run(
        f"python -m pip install {' '.join(needs)}"
    )  # as first cells do, but as it is pinned
    notebooks = "\n".join(str(file) for file, *_ in found.values())
    # Two at a time; a cell that fails ends neither the rest of its notebook nor the others.
    run = "xargs -P 2 -n 1 jupyter execute --allow-errors --inplace"
    jupyter.run(f"{run} <<'END'\n{notebooks}\nEND", online=False)
    return found


@pytest.mark.parametrize("page", EXAMPLES)
def test_a_notebook_runs_at_home(page, executed):
    notebook, links, printed, figures = executed[page]
    assert ("JupyterLite" in links) == EXAMPLES[page].runs_in_browsers
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output["output_type"] == "error"]
    texts = ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]
    assert "".join(texts).split() == printed.split()
    shown = [kind for output in outputs for kind in output.get("data", ())]
    assert shown.count("image/png") == figures
    sliders = "application/vnd.jupyter.widget-view+json" in shown
    assert sliders == (EXAMPLES[page].kind == "lab")


@pytest.fixture(scope="module")
def another_gd(tmp_path_factory):
    """The wheel of another project whose name is gd, as on package indexes."""
    wheel = tmp_path_factory.mktemp("another") / "gd-0.1.11-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        about = "gd-0.1.11.dist-info"
        packed.writestr("gd/__init__.py", "class GoodData: ...\n")
        packed.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: gd\nVersion: 0.1.11\n")
        packed.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{about}/RECORD", "")
    return wheel


def test_the_first_cell_notices_another_gd_and_gets_ours_where_it_is_missing(
    jupyter, another_gd, address
):
    """As in Colab, with the wheel at an address; where gd is, the cell asks nobody."""
    text = (SITE / f"download/lab/{LABS[0]}.ipynb").read_text("utf-8")
    remote, found = ADDRESS.subn(f"{address}/download/gallery/{WHEEL.name}", text)
    assert found == 1
    (jupyter.folder / "colab.ipynb").write_text(remote, "utf-8")
    jupyter.run(f"python -m pip install {another_gd}", online=False)  # over ours
    said = jupyter.run("! jupyter execute colab.ipynb 2>&1")
    assert CHECK in said
    assert "cannot import name 'CrossEntropy' from 'gd'" in said
    jupyter.run(f"ipython -c '%{UNINSTALL}'")
    jupyter.run("jupyter execute colab.ipynb")
    jupyter.run("jupyter execute colab.ipynb", online=False)


def test_what_binder_installs_has_the_same_gd(jupyter):
    shutil.copytree(SITE / "download", jupyter.folder / "binder")
    jupyter.run("python -m pip uninstall --yes gradient-descent-tutorial")
    jupyter.run("python -m pip install -r requirements.txt", where="binder", online=False)
    notebooks = " ".join(f"{page}.ipynb" for page in ONE_OF_EACH)
    jupyter.run(f"jupyter execute {notebooks}", where="binder", online=False)
    python = (SITE / "download/runtime.txt").read_text().strip()
    assert re.fullmatch(r"python-3\.1[1-4]", python)


@pytest.fixture(scope="module")
def unzipped(new_home, chrome, address):
    """The zip in an empty folder, of one who has NumPy and Matplotlib and, from here on, no network."""
    home, tab = new_home("zip"), chrome.new_page()
    home.run("python -m pip install numpy matplotlib")
    _, links = offered(tab, address, "gallery/index")
    archive = download(tab, links["Everything (zip)"], home.folder)
    tab.close()
    home.run(f"python -m zipfile -e {archive.name} .", online=False)
    return home


def test_the_zip_runs_without_a_network(unzipped):
    folder = unzipped.folder / "gradient-descent"
    commands = re.findall(r"^    (.+)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    install, run, *more = commands
    for command in (install, run):
        unzipped.run(command, where=folder, online=False)
    for command in more:
        unzipped.run(command)
    for page in ONE_OF_EACH:
        if page in RUN:
            unzipped.run(f"python {page}.py", where=folder, online=False)


def test_the_notebooks_of_the_zip_run_without_a_network(unzipped, jupyter):
    """The first of them installs gd."""
    folder = shutil.copytree(unzipped.folder / "gradient-descent", jupyter.folder / "zip")
    jupyter.run("python -m pip uninstall --yes gradient-descent-tutorial")
    notebooks = " ".join(f"{page}.ipynb" for page in ONE_OF_EACH)
    jupyter.run(f"jupyter execute {notebooks}", where=folder, online=False)


def test_a_script_notices_another_gd_and_says_how_to_get_ours(unzipped, another_gd):
    """Also where that lies over ours, which pip takes to be there still."""
    folder, script = unzipped.folder / ZIPPED / "gallery", f"{SCRIPTS[0]}.py"
    needs, _, uninstall = (folder / script).read_text("utf-8").splitlines()[:3]
    ours, uninstall = needs.partition(": ")[2], uninstall.removeprefix("#     ")
    for command in (ours, f"python -m pip install {another_gd}"):
        unzipped.run(command, where=folder, online=False)
    said = unzipped.run(f"! python {script} 2>&1", where=folder)
    assert CHECK in said
    assert "cannot import name 'CrossEntropy' from 'gd'" in said
    for command in (uninstall, ours, f"python {script}"):
        unzipped.run(command, where=folder, online=False)


def test_pip_takes_numpy_and_matplotlib_as_it_finds_them(unzipped, tab, address):
    """As in an environment of conda: with no index to ask, the command of the page works."""
    (install, _), _ = offered(tab, address, "gallery/hubble_1929")
    unzipped.run("python -m pip uninstall --yes gradient-descent-tutorial")
    unzipped.run(f"PIP_NO_INDEX=1 {install}")
    unzipped.run("python -c 'import gd'")


@pytest.mark.parametrize("page", [page for page in RUN if not EXAMPLES[page].has_gd])
def test_what_is_in_plain_numpy_runs_where_gd_is_not(page, unzipped):
    unzipped.run("python -m pip uninstall --yes gradient-descent-tutorial")
    unzipped.run("! python -c 'import gd' 2> /dev/null")
    assert "theta = " in unzipped.run(f"python gradient-descent/{page}.py", online=False)


def test_what_conda_is_told_to_install_is_there_for_its_python(terminal):
    """By the index of Python packages: there is no conda here."""
    folder = SITE / "download/gallery"
    told = yaml.safe_load((folder / "environment.yml").read_text("utf-8"))["dependencies"]
    versions = dict(line.split("=") for line in told if "=" in line)
    python, (wheel,) = versions.pop("python"), told[-1]["pip"]
    pins = " ".join(f"{name}=={version}" for name, version in versions.items())
    terminal.run("python -m pip install uv")
    options = f"--dry-run --target=none --only-binary=:all: --python-version={python}"
    terminal.run(f"uv pip install {options} {pins} '{folder / wheel}'")
    assert not (folder / "none").exists()


def test_the_zip_holds_all_and_says_what_is_what():
    licences = {path.name: path.read_bytes() for path in ROOT.glob("LICENSE*")}
    with zipfile.ZipFile(SITE / "download/gallery.zip") as archive:
        names = {name.removeprefix("gradient-descent/") for name in archive.namelist()}
        assert archive.read(f"gradient-descent/{WHEEL.name}") == WHEEL.read_bytes()
        for name, text in licences.items():
            assert archive.read(f"gradient-descent/{name}") == text
        readme = archive.read("gradient-descent/README.md").decode()
    files = {f"{page}.ipynb" for page in EXAMPLES} | {f"{page}.py" for page in RUN}
    assert names == files | {"README.md", "environment.yml", WHEEL.name, *licences}
    folders = {name.partition("/")[0] + "/" for name in files}
    assert {*re.findall(r"^- `(.+?)`: ", readme, re.MULTILINE)} == folders | {WHEEL.name}
    for page, example in EXAMPLES.items():
        if example.more:
            file = f"{page}.py" if example.is_script else f"{example.kind}/"
            assert f"`{file}` needs `{'` and `'.join(example.more)}`, too" in readme


@pytest.mark.parametrize("zipped", [False, True])
def test_what_a_readme_names_is_beside_it(zipped, tmp_path):
    """The README of the branch, and that of the zip."""
    folder = SITE / "download"
    if zipped:
        shutil.unpack_archive(folder / "gallery.zip", tmp_path)
        folder = tmp_path / ZIPPED
    readme = (folder / "README.md").read_text("utf-8")
    named = re.findall(r"[\w./-]+(?:/(?=`)|\.(?:py|whl|yml)\b)", readme)
    assert {"environment.yml", WHEEL.name} <= {Path(path).name for path in named}
    assert not [path for path in named if not (folder / path).exists()]


def test_from_a_folder_on_disk_it_works_too(ready, tmp_path, tab):
    site = tmp_path / "my site"
    site.symlink_to(SITE, target_is_directory=True)
    (install, _), links = offered(tab, site.as_uri(), f"gallery/{SCRIPTS[0]}")
    assert "file:///" in install
    assert "JupyterLite" not in links  # browsers let no page on disk start it
    assert "Notebook" in links
    ready.run("python -m pip uninstall --yes gradient-descent-tutorial")
    ready.run(install, online=False)
    ready.run("python -c 'import gd'")


@pytest.mark.parametrize("page", RUN)
def test_a_script_says_in_its_first_line_how_to_get_what_it_needs(page):
    first, rest = (SITE / f"download/{page}.py").read_text("utf-8").split("\n", 1)
    example = EXAMPLES[page]
    if not example.has_gd:
        source = example.source.read_text("utf-8")
        install = f"python -m pip install {' '.join(example.needs)}"
        assert (first, rest) == (f"# Needs NumPy and Matplotlib: {install}", source)
        return
    what = "NumPy, Matplotlib and gd" if "matplotlib" in example.needs else "NumPy and gd"
    more = f", and {' '.join(example.more)}" if example.more else ""
    install = f"python -m pip install {' '.join(example.needs)}".strip()
    said = re.fullmatch(
        rf"# Needs {what}( \(its \.whl is on the page of this file\))?{more}: {install} (\S+)",
        first,
    )
    another = f"{ANOTHER}, or uninstall it:\n#     python -m {UNINSTALL}\n"
    assert rest.startswith(another)
    rest = rest.removeprefix(another)
    # Metadata stands there only if it leads to gd, too.
    packages = json.dumps([*example.needs, f"gradient-descent-tutorial @ {said[2]}"])
    block = f"# /// script\n# dependencies = {packages}\n# ///\n"
    assert rest.startswith("# ///") == (said[1] is None)
    code = rest.removeprefix(block)
    assert code.startswith(('r"""\n', '"""\n'))
    if example.kind == "gallery":
        words, rest = code.split(f"\n\n{CHECK}\n")
        assert example.source.read_text("utf-8").endswith(f"\n# ///\n{words}\n{rest}")
    else:
        assert code.count(f'\n"""\n\n{CHECK}\n\n# %% ') == 1
    assert ADDRESS.fullmatch(said[2])
    assert bool(said[1]) == said[2].startswith("./")
    with zipfile.ZipFile(SITE / "download/gallery.zip") as packed:
        text = packed.read(f"gradient-descent/{page}.py").decode()
    hint = " (its .whl lies beside the folder of this file)"
    assert text == f"# Needs {what}{hint}{more}: {install} ../{WHEEL.name}\n{another}{code}"


def test_what_is_installed_at_home_is_pinned(constraints):
    needed = {name for example in EXAMPLES.values() for name in example.needs}
    pinned = {line.partition("==")[0] for line in constraints.read_text().splitlines()}
    assert needed | {"jupyterlab", "numpy"} <= pinned


@pytest.mark.parametrize(
    "page", ["gallery/hubble_1929", "lab/one-parameter", "tutorial/derivation", "gallery/index"]
)
def test_the_button_copies_the_commands(page, chrome, address):
    context = chrome.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    commands, _ = offered(tab, address, page)
    tab.locator(".take-home .copybtn").click()
    assert tab.evaluate("() => navigator.clipboard.readText()").split("\n") == commands
    context.close()


def notebooks():
    """Every notebook that readers may get, by its name."""
    for path in sorted([*SITE.glob("download/*/*.ipynb"), *SITE.glob("lite/files/*/*.ipynb")]):
        yield path.relative_to(SITE).as_posix(), json.loads(path.read_text("utf-8"))
    with zipfile.ZipFile(SITE / "download/gallery.zip") as packed:
        for name in packed.namelist():
            if name.endswith(".ipynb"):
                yield name, json.loads(packed.read(name))


NOTEBOOKS = dict(notebooks())


def test_every_example_is_a_notebook_everywhere():
    expected = {f"{where}/{page}.ipynb" for page in EXAMPLES for where in ("download", ZIPPED)}
    in_browsers = [page for page, example in EXAMPLES.items() if example.runs_in_browsers]
    assert expected | {f"lite/files/{page}.ipynb" for page in in_browsers} == NOTEBOOKS.keys()
    written = {*(f"gallery/{name}" for name in SCRIPTS), *(f"lab/{name}" for name in LABS)}
    boxes = {
        f"tutorial/{path.stem}"
        for path in SITE.glob("tutorial/*.html")
        if 'class="take-home"' in path.read_text("utf-8")
    }
    assert EXAMPLES.keys() == written | boxes


@pytest.mark.parametrize("page", CHAPTERS)
def test_the_notebook_of_a_chapter_has_its_code_and_its_script_the_same(page):
    cells = NOTEBOOKS[f"download/{page}.ipynb"]["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"][1:]
    source = EXAMPLES[page].source.read_text("utf-8")
    blocks = re.findall(
        r"^```\{code-cell\}.*?\n(?:---\n.*?^---\n|)(.*?)^```$", source, re.MULTILINE | re.DOTALL
    )
    assert code == [block.strip() for block in blocks]
    script = (SITE / f"download/{page}.py").read_text("utf-8")
    shown = re.split(r"^# %%.*\n(?:#.*\n)*", script, flags=re.MULTILINE)[1:]
    assert [cell.strip() for cell in shown] == code


@pytest.mark.parametrize("page", CHAPTERS)
def test_the_notebook_of_a_chapter_has_its_words_and_formulas(page, tab, address):
    """As the page shows them, but for the caption of its live figure."""
    tab.goto(f"{address}/{page}.html")
    words = tab.evaluate(WORDS)
    assert len(words) > 20
    cells = NOTEBOOKS[f"download/{page}.ipynb"]["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    formula = r"\$\$.+?\$\$|\$.+?\$"
    plain = " ".join(re.sub(rf"{formula}|[*`\\]", " ", prose, flags=re.DOTALL).split())
    assert not [said for said in words if said not in plain]
    assert len(re.findall(formula, prose, re.DOTALL)) == tab.locator("article math").count()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_markup_of_pages_is_left_in_a_notebook(name):
    cells = NOTEBOOKS[name]["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert prose[0].startswith("# ")
    for text in prose:
        assert not re.search(MARKUP, text, re.MULTILINE), text


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_says_at_its_top_how_to_get_what_it_needs(name):
    first = "".join(NOTEBOOKS[name]["cells"][0]["source"])
    example = EXAMPLES["/".join(name.removesuffix(".ipynb").split("/")[-2:])]
    needs = example.needs
    if not example.has_gd:
        assert first.startswith("# Needs NumPy and Matplotlib; ")
        assert f"    import {', '.join(needs)}\n" in first
        assert first.endswith(f" {' '.join(needs)}")
        return
    what = "NumPy, Matplotlib and gd" if "matplotlib" in needs else "NumPy and gd"
    assert first.startswith(f"# Needs {what}")
    version = WHEEL.name.split("-")[1]
    first, check = first.rsplit("\n", 1)
    assert check == CHECK
    wheel = first.rpartition(" ")[2]
    away = f", or uninstall it:\n#     %{UNINSTALL}"
    another = f"{ANOTHER}{'.' if 'lite/' in name else away}\n{RESTART}"  # which has no uninstall
    assert f" No restart is needed.\n{another}try:\n" in first
    if "lite/" in name:
        assert wheel == f"gradient-descent-tutorial=={version}"
    else:
        assert ADDRESS.fullmatch(wheel)
        assert wheel.startswith("../") or name.startswith("download/")
    assert first.count("page of this file") == (
        name.startswith("download/") and wheel.startswith("./")
    )
    assert first.count("beside the folder of this file") == wheel.startswith("../")
    assert f"    import {', '.join([*needs, 'gd'])}\n" in first
    assert first.endswith(f"%pip install --quiet {' '.join([*needs, wheel])}")
