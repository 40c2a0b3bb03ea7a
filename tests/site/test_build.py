"""What a build does when something changes, fails, or is killed: with a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("fit_one_parameter.py", "fit_two_parameters.py")
CHAPTER = "one-parameter"


class Project:
    """A copy of the project, with two scripts and one chapter, to be broken and mended."""

    def __init__(self, root):
        generated = (".*", "_build", "__pycache__", "node_modules")
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*generated), dirs_exist_ok=True)
        shutil.rmtree(root / "docs/gallery", ignore_errors=True)
        for script in (root / "gallery").glob("*.py"):
            if script.name not in SCRIPTS:
                script.unlink()
        others = ("lab/two-parameters", "how-to/scale", "reference/speed")
        for chapter in (
            *root.glob("docs/tutorial/*.md"),
            *(root / f"docs/{name}.md" for name in others),
        ):
            if chapter.name not in (f"{CHAPTER}.md", "glossary.md"):
                text = chapter.read_text("utf-8")
                chapter.write_text(re.search(r"^# .*\n", text, re.MULTILINE)[0], "utf-8")
        self.sources = {
            path: path.read_bytes()
            for folder in ("docs", "gallery", "src")
            for path in (root / folder).rglob("*")
            if path.is_file() and "profile_default" not in path.parts
        }
        self.root, self.html = root, root / "docs/_build/html"
        # The copy's own gd, not the one that is installed.
        self.env = os.environ | {"PYTHONPATH": str(root / "src")}

    def start(self):
        return subprocess.Popen(
            [sys.executable, "docs/build.py"],
            cwd=self.root,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def build(self):
        """The exit code and what was printed."""
        with self.start() as process:
            output = process.communicate()[0]
        return process.returncode, output

    def site(self):
        """Every file of the finished site, but for the search index: a build that goes on from
        another leaves it in another order."""
        return {
            path.relative_to(self.html).as_posix(): path.read_bytes()
            for path in self.html.rglob("*")
            if path.is_file() and path.name != "searchindex.js"
        }

    def change(self, name, old, new):
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("project"))
    code, output = project.build()
    assert code == 0, output
    return project


@pytest.fixture
def project(built):
    """The built project, whose sources are as they were again when the test is over."""
    yield built
    for path, source in built.sources.items():
        if not path.exists() or path.read_bytes() != source:
            path.write_bytes(source)


def figures(site):
    return {
        name: content
        for name, content in site.items()
        if name.endswith(".svg") and "_images" in name
    }


def test_a_build_without_changes_executes_nothing_and_changes_nothing(project):
    before = project.site()
    code, output = project.build()
    assert code == 0
    assert "after excluding 2 files that had previously been run" in output
    assert "0 added, 0 changed, 0 removed" in output
    assert project.site() == before


def test_it_says_how_long_it_took_and_where_to_look(project):
    last = project.build()[1].splitlines()[-2:]
    assert last[0].startswith("Built in ")
    assert last[1] == f"Open {project.html / 'index.html'}"


@pytest.mark.parametrize("name", ["gallery/fit_one_parameter.py", "docs/tutorial/one-parameter.md"])
def test_a_failing_example_is_named_and_the_old_site_stays(project, name):
    before = project.site()
    project.change(name, "alpha = 1.15", "alpha = 1 / 0")
    code, output = project.build()
    assert code != 0
    assert Path(name).stem in output
    assert "ZeroDivisionError" in output
    assert "Traceback" in output
    assert project.site() == before


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("{eq}`one-cost`", "{eq}`no-such-equation`", "no-such-equation"),
        (r"\alpha h e_k", r"\nosuchmacro h", "cannot write as MathML"),
        ("`gd.descend`", "{py:func}`gd.ascend`", "gd.ascend"),
    ],
)
def test_a_warning_fails_the_build_again_and_again(project, old, new, warning):
    before = project.site()
    project.change("docs/tutorial/one-parameter.md", old, new)
    for _ in range(2):
        code, output = project.build()
        assert code != 0
        assert "one-parameter.md" in output
        assert warning in output
    assert project.site() == before


def test_after_a_failure_is_mended_the_site_is_as_it_was(project):
    before = project.site()
    code, output = project.build()
    assert code == 0, output
    assert project.site() == before


def test_a_change_in_one_script_executes_that_one(project):
    before = project.site()
    project.change("gallery/fit_one_parameter.py", "alpha = 1.15", "alpha = 1.25")
    code, output = project.build()
    assert code == 0, output
    assert "successfully executed 1 out of 1 file" in output
    changed = {
        name for name, figure in figures(before).items() if figures(project.site())[name] != figure
    }
    assert changed
    assert all("fit_one_parameter" in name for name in changed)


def test_a_change_in_the_library_redraws_every_figure(project):
    project.build()
    before = figures(project.site())
    project.change("src/gd/figure.mplstyle", "font.size: 11", "font.size: 12")
    code, output = project.build()
    assert code == 0, output
    after = figures(project.site())
    names = {name for name in before if "sphx_glr" in name or "explorable" in name}
    # Two scripts, figure and thumbnail; two live figures, three panels; light and dark.
    assert len(names) == 2 * (2 * 2 + 2 * 3)
    assert all(before[name] != after[name] for name in names)
    # The chapter's figures are named by their content.
    assert not (before.keys() - names) & (after.keys() - names)
    project.change(
        "src/gd/_descent.py",
        "cost, gradient = _step(J, theta)",
        "1 / 0\n    cost, gradient = _step(J, theta)",
    )
    assert project.build()[0] != 0


def test_a_change_in_the_library_during_a_build_is_not_overlooked(project):
    project.build()
    before = figures(project.site())
    (project.root / "docs/_build/doctrees/finished").unlink()
    page = project.root / "docs/_build/next/about.html"
    page.unlink()
    with project.start() as process:
        while not page.exists():
            assert process.poll() is None
            time.sleep(0.002)
        project.change("src/gd/figure.mplstyle", "font.size: 11", "font.size: 12")
        process.communicate()
    code, output = project.build()
    assert code == 0, output
    after = figures(project.site())
    assert all(before[name] != after[name] for name in before if "sphx_glr" in name)


@pytest.mark.parametrize(
    "moment",
    [
        "docs/gallery/fit_one_parameter.py.md5",
        "docs/_build/doctrees/about.doctree",
        "docs/_build/next/about.html",
        "docs/_build/ready",
    ],
)
def test_a_killed_build_leaves_nothing_that_harms_the_next(project, moment):
    project.build()
    before = project.site()
    (project.root / "docs/_build/doctrees/finished").unlink()  # so that all is built again
    path = project.root / moment
    path.unlink(missing_ok=True) if path.suffix else shutil.rmtree(path, ignore_errors=True)
    deadline = time.monotonic() + 60
    with project.start() as process:
        while not (project.root / moment).exists():
            assert process.poll() is None, "it was over before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.kill()
    assert project.site() == before
    code, output = project.build()
    assert code == 0, output
    assert project.site() == before


def test_what_a_killed_build_had_executed_is_not_trusted(project):
    project.build()
    project.change("gallery/fit_one_parameter.py", "alpha = 1.15", "alpha = 1.25")
    done = project.root / "docs/gallery/fit_one_parameter.py.md5"
    before = done.read_text()
    with project.start() as process:
        while not done.exists() or done.read_text() in ("", before):
            assert process.poll() is None
            time.sleep(0.001)
        process.kill()
    code, output = project.build()
    assert code == 0, output
    assert "successfully executed 2 out of 2" in output
    assert b"1.25" in project.site()["gallery/fit_one_parameter.html"]


def test_a_build_killed_between_the_renamings_finds_the_old_site_again(project):
    project.build()
    before = project.site()
    project.html.rename(project.html.with_name("old"))
    project.change("gallery/fit_one_parameter.py", "alpha = 1.15", "alpha = 1 / 0")
    assert project.build()[0] != 0
    assert project.site() == before


def test_an_unknown_argument_is_an_error_that_names_it(project):
    run = subprocess.run(
        [sys.executable, "docs/build.py", "sevre"],
        check=False,
        cwd=project.root,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert "sevre" in run.stderr


def test_what_is_removed_is_gone_from_the_site(project):
    project.build()
    before = project.site()
    page = project.root / "docs/passing.md"
    script = project.root / "gallery/passing.py"
    page.write_text("---\norphan: true\n---\n# Passing\n\nA page.\n")
    script.write_text(
        '"""\nPassing\n=======\n\nA script.\n"""\n\nimport matplotlib.pyplot as plt\n\n'
        'fig, ax = plt.subplots()\nax.set(title="Passing")\n'
    )
    code, output = project.build()
    assert code == 0, output
    assert {"passing.html", "gallery/passing.html"} <= project.site().keys()
    page.unlink()
    script.unlink()
    code, output = project.build()
    assert code == 0, output
    assert project.site() == before


def test_a_page_that_warned_and_was_removed_is_not_published(project):
    project.build()
    before = project.site()
    draft = project.root / "docs/draft.md"
    draft.write_text("# Draft\n\nIn no table of contents.\n")
    assert project.build()[0] != 0
    draft.unlink()
    code, output = project.build()
    assert code == 0, output
    assert project.site() == before


def test_where_the_address_is_known_it_is_told(project, monkeypatch):
    monkeypatch.setitem(project.env, "SITE_URL", "https://example.org/somewhere/")
    code, output = project.build()
    assert code == 0, output
    site = {
        name: text.decode()
        for name, text in project.site().items()
        if name[-4:] in ("html", ".xml")
    }
    chapter = "https://example.org/somewhere/tutorial/one-parameter.html"
    page = site["tutorial/one-parameter.html"]
    assert f'<link rel="canonical" href="{chapter}"' in page
    assert f'<meta property="og:url" content="{chapter}">' in page
    assert f"<loc>{chapter}</loc>" in site["sitemap.xml"]
    assert "404" not in site["sitemap.xml"]
    lost = site["404.html"]
    assert "canonical" not in lost
    assert 'href="/somewhere/tutorial/index.html"' in lost
    assert not re.search(r'(?:href|src|action)="(?!/somewhere/|#|https?:)', lost)
    wheel = "https://example.org/somewhere/download/gallery/gradient_descent_tutorial-"
    for name in ("gallery/fit_one_parameter.py", "lab/one-parameter.ipynb"):
        assert f"matplotlib {wheel}" in (project.html / "download" / name).read_text("utf-8")
    assert f">{wheel}" in site["gallery/fit_one_parameter.html"]


def test_where_the_repository_is_known_there_are_buttons_and_the_wheel_is_there(
    project, monkeypatch
):
    variables = {"GITHUB_REPOSITORY": "someone/descent", "GITHUB_REF_NAME": "main"}
    for name, value in (variables | {"GITHUB_REF": "refs/heads/main"}).items():
        monkeypatch.setitem(project.env, name, value)
    code, output = project.build()
    assert code == 0, output
    page = (project.html / "lab/one-parameter.html").read_text("utf-8")
    book = "someone/descent/blob/main-notebooks/lab/one-parameter.ipynb"
    assert f'href="https://colab.research.google.com/github/{book}"' in page
    assert 'href="https://mybinder.org/v2/gh/someone/descent/main-notebooks?urlpath=' in page
    raw = "https://raw.githubusercontent.com/someone/descent/main-notebooks/gallery/gradient_"
    assert raw in (project.html / "download/lab/one-parameter.ipynb").read_text("utf-8")
    monkeypatch.undo()
    assert project.build()[0] == 0
    assert "colab" not in (project.html / "lab/one-parameter.html").read_text("utf-8")


def test_an_address_without_its_slash_is_an_error_that_names_it(project, monkeypatch):
    monkeypatch.setitem(project.env, "SITE_URL", "example.org")
    code, output = project.build()
    assert code != 0
    assert "SITE_URL must be like https://example.org/gd/; got example.org" in output
