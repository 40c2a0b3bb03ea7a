"""What a build does when something changes, fails, or is stopped: with the small site of tiny.py."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import suppress

import fediverse
import pytest
from colours import ROLES, Role, accent
from tiny import CHAPTER, PAGES

SCRIPT = "gallery/fit_one_parameter.py"


def figures(site):
    return {
        name: content
        for name, content in site.items()
        if name.endswith(".svg") and "_images" in name
    }


def having(site, colour):
    """Which pictures and style sheets have it; those of a chapter are named by their content."""
    files = {name: content for name, content in site.items() if name.endswith((".svg", ".css"))}
    return sorted(
        re.sub(r"\w{64}", "", name)
        for name, content in files.items()
        if colour.encode() in content.lower()
    )


def unfinished(project):
    """All is built again."""
    (project.root / "docs/_build/doctrees/finished").unlink(missing_ok=True)


def feet(page):
    """The links at the foot of a page, by their names."""
    foot = page.decode().partition('class="icons"')[2]
    return {
        name: address for address, name in re.findall(r'href="([^"]*)" aria-label="([^"]*)"', foot)
    }


def wait_for(process, come):
    """Until something is there. Where the build is over, it was there for a moment that nobody saw."""
    while not come() and process.poll() is None:
        time.sleep(0.002)


def test_a_build_without_changes_executes_nothing_and_changes_nothing(project):
    code, output = project.build()
    assert code == 0
    assert "after excluding 2 files that had previously been run" in output
    assert "0 added, 0 changed, 0 removed" in output
    assert not project.differs(project.whole)


def test_a_change_in_what_pages_name_by_its_hash_reaches_each_and_runs_nothing(project):
    project.change("docs/style/prose.css", "article h2 {", "article h2 {\n  color: var(--gd-now);")
    project.change("docs/_static/site.js", "// Before", "// Long before")
    project.change("docs/explorable/style/words.css", "gap: 0.5rem 1rem", "gap: 0.5rem 2rem")
    code, output = project.build()
    assert code == 0, output
    assert "0 added, 0 changed, 0 removed" in output
    after = project.site()
    assert b"article h2{color:var(--gd-now)" in after["_static/site.css"]
    pages = [name for name in after if name.endswith("html")]
    live = [name for name in pages if b"<gd-explorable" in after[name]]
    for name, where in ((rb"site\.css", pages), (rb"site\.js", pages), (rb"explorable\.css", live)):
        named = re.compile(rb"_static/" + name + rb"\?v=\w+")
        found = {page: named.findall(after[page]) for page in where}
        assert len({*map(tuple, found.values())}) == 1
        assert all(
            named.findall(project.whole[page]) not in ([], now) for page, now in found.items()
        )
    project.mend()
    assert project.build()[0] == 0
    assert not project.differs(project.whole)


def test_what_a_script_needs_is_said_by_its_page_and_by_the_gallery(project):
    for name in (SCRIPT, "gallery/fit_two_parameters.py"):
        project.change(name, '["matplotlib"]', '["matplotlib", "scipy"]')
    code, output = project.build()
    assert code == 0, output
    for name in ("fit_one_parameter", "index"):
        assert "pip install matplotlib scipy " in project.site()[f"gallery/{name}.html"].decode()
    readme = project.site()["download/README.md"].decode()
    assert "pip install matplotlib scipy " in readme
    assert "needs `scipy`, too" not in readme
    project.mend()
    assert project.build()[0] == 0
    assert not project.differs(project.whole)


def test_a_change_in_a_chapter_reaches_its_script_and_its_notebook(project):
    for old, new in (("alpha = 1.15", "alpha = 1.25"), ("whose error is", "and its error is")):
        project.change(CHAPTER, old, new)
    code, output = project.build()
    assert code == 0, output
    site, home = project.site(), "download/tutorial/one-parameter"
    changed = {name for name in site if site[name] != project.whole.get(name)}
    taken = {name for name in changed if name.startswith("download/")}
    assert taken == {f"{home}.py", f"{home}.ipynb", "download/gallery.zip"}
    assert all(b"alpha = 1.25" in site[f"{home}.{kind}"] for kind in ("py", "ipynb"))
    assert b"and its error is" in site[f"{home}.ipynb"]
    project.mend()
    assert project.build()[0] == 0
    assert not project.differs(project.whole)


def test_comments_are_where_a_page_or_a_script_names_a_post_and_nowhere_else(project):
    posts = ("http://127.0.0.1:4000/@ada/7", "https://mastodon.example/@ada.l/114")
    project.change("docs/about.md", "---\nmyst", f"---\ncomments: {posts[0]}\nmyst")
    field = f'# tool.gradient-descent-tutorial.comments = "{posts[1]}"'
    project.change(SCRIPT, '["matplotlib"]\n', f'["matplotlib"]\n{field}\n')
    code, output = project.build()
    assert code == 0, output
    site = project.site()
    hashed = re.compile(r"(_static/comments\.(?:css|js))\?v=\w+")
    expected = fediverse.commented(project.whole["about.html"].decode(), posts[0])
    assert hashed.sub(r"\1", site["about.html"].decode()) == expected
    page = site["gallery/fit_one_parameter.html"].decode()
    assert f'data-post="{posts[1]}"' in page
    assert "connect-src 'self' https://mastodon.example\"" in page
    assert "mastodon" not in (project.html / "download" / SCRIPT).read_text("utf-8")
    pages = {name for name in project.differs(project.whole) if name.endswith("html")}
    assert pages == {"about.html", "gallery/fit_one_parameter.html"}
    project.change(SCRIPT, "@ada.l/114", "@ada.l/115")  # of which the page's text says nothing
    assert project.build()[0] == 0
    assert b"@ada.l/115" in project.site()["gallery/fit_one_parameter.html"]
    project.change("docs/about.md", "@ada/7", "@ada")
    for _ in range(2):
        code, output = project.build()
        assert code != 0
        says = "about.md: comments must be like https://HOST/@USER/ID; got 'http://127.0.0.1:4"
        assert says in output
        assert "Traceback" not in output
        assert "generating gallery" not in output
    assert b"@ada/7" in project.site()["about.html"]
    project.mend()
    assert project.build()[0] == 0
    assert not project.differs(project.whole)


def test_it_says_how_long_it_took_where_to_look_and_how_to_serve_it(project):
    *_, built, served = project.said.splitlines()
    assert re.fullmatch(r"Built in [\d.]+ s\. Open \S+", built)
    assert built.split()[-1] == (project.html / "index.html").as_uri()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = served.removeprefix("or serve it: ").removesuffix("8000") + str(port)
    with subprocess.Popen(["sh", "-c", f"exec {command}"], stderr=subprocess.PIPE) as server:
        try:
            while server.poll() is None:
                with suppress(urllib.error.URLError):  # until it listens
                    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
                    break
                time.sleep(0.02)
            assert server.poll() is None, server.stderr.read()
        finally:
            server.terminate()
    assert page == (project.html / "index.html").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="its kernels are told ports")
def test_no_port_is_asked_for_that_another_may_take_before(project):
    assert ">ipc\n" in project.whole["lab/one-parameter.html"].decode()


def test_what_comes_in_pieces_is_printed_as_one(project):
    page = project.whole["lab/one-parameter.html"].decode()
    assert "\nHalf a line and its rest.\n" in page


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (CHAPTER, "ax.semilogy(costs)", "ax.semilogy(1 / 0)", "ZeroDivisionError"),
        (SCRIPT, "alpha = 1.15", "alpha = 1 / 0", "ZeroDivisionError"),
        (SCRIPT, "alpha = 1.15", "alpha = = 1", "SyntaxError"),
    ],
)
def test_a_failing_example_is_told_with_its_line_alone_and_the_old_site_stays(
    project, name, old, new, says
):
    project.change(name, old, new)
    source = project.root / name
    line = source.read_text("utf-8").partition(new)[0].count("\n") + 1
    code, output = project.build()
    assert code != 0
    place = f"{source}:{line}: " if name == CHAPTER else f'File "{source}", line {line}'
    told = output[output.index(place) :]
    assert says in told
    assert new in told
    assert len(told.splitlines()) < 25
    assert "site-packages" not in output
    assert output.endswith(f"The build failed, see above: {project.html} is as it was.\n")
    assert not project.differs(project.whole)


SLIPS = [
    ("{eq}`one-cost`", "{eq}`no-such-equation`", "no-such-equation"),
    (r"\alpha h e_k", r"\nosuchmacro h", "cannot write as MathML"),
    (r"\alpha h e_k", r"\frac{\alpha}{h", r"expected }, got the end: \frac{\alpha}{h"),
    ("`gd.descend`", "{py:func}`gd.ascend`", "gd.ascend"),
    ("    alt: The cost falls with each step.", "    class: x", "has no alt text"),
    ("ax.semilogy(costs)", 'plt.close("all")', "should give a figure, and gave none"),
    ("plt.style.use", 'plt.switch_backend("agg")\nplt.style.use', "and gave none"),
    ("alpha = 1.15", "alpha = 1.15\nnp.float64(0) / 0", "would show a warning: "),
    ("A live figure.", "A figure: ![](_static/favicon.svg)", "favicon.svg has no alt text"),
]


@pytest.fixture(scope="module")
def warned(built):
    """What two builds say of pages that have a slip each."""
    chapter = PAGES[CHAPTER].replace(":label: one-cost\n", "").replace("../_static", "_static")
    whole = chapter.replace("kernelspec", "orphan: true\nkernelspec")
    words = "---\norphan: true\n---\n" + re.sub(
        r"^```\{code-cell\}.*?^```$",
        "",
        chapter[chapter.index("# ") :],
        flags=re.DOTALL | re.MULTILINE,
    )
    pages = [built.root / f"docs/slip-{number}.md" for number in range(len(SLIPS))]
    for page, (old, new, _) in zip(pages, SLIPS, strict=True):
        text = words if old in words else whole  # which needs no kernel, which takes its time
        assert old in text
        page.write_text(text.replace(old, new), "utf-8")
    said = [built.build() for _ in range(2)]
    for page in pages:
        page.unlink()
    assert all(code for code, _ in said)
    assert not built.differs(built.whole)
    return [output for _, output in said]


@pytest.mark.parametrize("time", ["at first", "again"])
@pytest.mark.parametrize("number", range(len(SLIPS)))
def test_a_warning_fails_the_build_again_and_again(warned, number, time):
    output = warned[time == "again"]
    said = [line for line in output.splitlines() if f"slip-{number}" in line and "WARNING" in line]
    assert any(SLIPS[number][2] in line for line in said), output


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("plt.show()", 'plt.close("all")', "should give a figure, and gave none"),
        ("fig.suptitle(", "fig.text(0, 0, ", "a figure has no title"),
    ],
)
def test_a_script_gives_a_figure_with_words(project, old, new, says):
    project.change(SCRIPT, old, new)
    code, output = project.build()
    assert code != 0
    assert "fit_one_parameter" in output
    assert says in output


def test_after_a_failure_is_mended_the_site_is_as_it_was(project):
    code, output = project.build()
    assert code == 0, output
    assert not project.differs(project.whole)


def test_a_change_in_one_script_executes_that_one(project):
    project.change(SCRIPT, "alpha = 1.15", "alpha = 1.25")
    code, output = project.build()
    assert code == 0, output
    assert "successfully executed 1 out of 1 file" in output
    before, after = figures(project.whole), figures(project.site())
    changed = {name for name, figure in before.items() if after[name] != figure}
    assert changed
    assert all("fit_one_parameter" in name for name in changed)


def test_a_change_in_the_library_redraws_every_figure_and_a_colour_is_changed_once(project):
    others = Role("#a95fae", "#e39be8")  # the light one too faint for letters
    for colour, other in zip(ROLES["path"], others, strict=True):
        project.change("src/gd/figure.mplstyle", colour[1:].upper(), other[1:].upper())
    code, output = project.build()
    assert code == 0, output
    for colour, other in zip(
        (*ROLES["path"], *accent(ROLES["path"])), (*others, *accent(others)), strict=True
    ):
        was, now = having(project.whole, colour), having(project.site(), other)
        assert "_static/site.css" in was
        assert now == was
        assert not having(project.site(), colour)
    before, after = figures(project.whole), figures(project.site())
    names = {name for name in before if "sphx_glr" in name or "explorable" in name}
    # Two scripts, figure and thumbnail; a live figure, three panels; light and dark.
    assert len(names) == 2 * (2 * 2 + 3)
    assert all(before[name] != after[name] for name in names)
    # The chapter's figures are named by their content.
    assert not (before.keys() - names) & (after.keys() - names)
    project.change(
        "src/gd/_descent.py",
        "look, cost = _ways(J, theta)",
        "1 / 0\n    look, cost = _ways(J, theta)",
    )
    assert project.build()[0] != 0


def test_a_change_in_what_makes_pages_makes_all_anew_and_runs_no_script(project):
    assert project.build()[0] == 0
    old, new = b'aria-label="Site"', b'aria-label="This site"'
    project.change("docs/_ext/mend.py", old.decode(), new.decode())
    code, output = project.build()
    assert code == 0, output
    assert "after excluding 2 files that had previously been run" in output
    assert re.search(r"\] \d+ added, 0 changed, 0 removed", output)
    assert new in project.site()["about.html"]
    assert not project.differs(
        {name: page.replace(old, new) for name, page in project.whole.items()}
    )


def test_a_change_in_the_library_during_a_build_is_not_overlooked(project):
    unfinished(project)
    page = project.root / "docs/_build/next/about.html"
    page.unlink(missing_ok=True)
    with project.start() as process:
        wait_for(process, page.exists)
        project.change("src/gd/figure.mplstyle", "font.size: 11", "font.size: 12")
        process.communicate()
    code, output = project.build()
    assert code == 0, output
    before, after = figures(project.whole), figures(project.site())
    assert all(before[name] != after[name] for name in before if "sphx_glr" in name)


MOMENTS = [
    "docs/gallery/fit_one_parameter.py.md5",
    "docs/_build/doctrees/about.doctree",
    "docs/_build/next/about.html",
    "docs/_build/ready",
]


@pytest.mark.parametrize(
    ("stop", "moment"),
    [*((signal.SIGINT, moment) for moment in MOMENTS), (signal.SIGTERM, MOMENTS[1])],
)
def test_a_stopped_build_leaves_the_old_site(project, stop, moment):
    before = project.site()
    project.change("docs/about.md", "words alone", "other words")
    path = project.root / moment
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    unfinished(project)
    with project.start() as process:
        wait_for(process, path.exists)
        process.send_signal(stop)
        output = process.communicate()[0]
    if process.returncode == 0:  # it came too late
        assert b"other words" in project.site()["about.html"]
        return
    assert process.returncode != 0
    assert not project.differs(before)
    assert f"Stopped: {project.html} is as it was." in output


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_that_a_killed_build_left_harms_the_next(project, moment):
    path = project.root / moment
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    unfinished(project)
    before = project.site()
    with project.start() as process:
        wait_for(process, path.exists)
        process.kill()
    assert not project.differs(before)
    code, output = project.build()
    assert code == 0, output
    assert not project.differs(project.whole)


def test_what_a_killed_build_had_executed_is_not_trusted(project):
    project.change(SCRIPT, "alpha = 1.15", "alpha = 1.25")
    done = project.root / "docs/gallery/fit_one_parameter.py.md5"
    before = done.read_text()
    with project.start() as process:
        wait_for(process, lambda: done.exists() and done.read_text() not in ("", before))
        process.kill()
    code, output = project.build()
    assert code == 0, output
    assert "successfully executed 2 out of 2" in output
    assert b"1.25" in project.site()["gallery/fit_one_parameter.html"]


def test_a_build_killed_between_the_renamings_finds_the_old_site_again(project):
    before = project.site()
    project.html.rename(project.html.with_name("old"))
    project.change(SCRIPT, "alpha = 1.15", "alpha = 1 / 0")
    assert project.build()[0] != 0
    assert not project.differs(before)


def test_an_unknown_argument_is_an_error_that_names_it(project):
    code, output = project.build("sevre")
    assert code != 0
    assert "sevre" in output


def test_what_is_removed_is_gone_from_the_site(project):
    page = project.root / "docs/passing.md"
    script = project.root / "gallery/passing.py"
    page.write_text("---\norphan: true\n---\n# Passing\n\nA page.\n")
    script.write_text(
        '# /// script\n# dependencies = ["matplotlib"]\n# ///\n'
        '"""\nPassing\n=======\n\nA script.\n"""\n\nimport matplotlib.pyplot as plt\n\n'
        'fig, ax = plt.subplots()\nax.set(title="Passing")\n'
    )
    project.change("docs/_ext/gallery.py", "ORDER = (", 'ORDER = (\n    "passing.py",')
    code, output = project.build()
    assert code == 0, output
    assert {"passing.html", "gallery/passing.html"} <= project.site().keys()
    page.unlink()
    script.unlink()
    project.mend()
    code, output = project.build()
    assert code == 0, output
    assert not project.differs(project.whole)


def test_a_page_that_warned_and_was_removed_is_not_published(project):
    draft = project.root / "docs/draft.md"
    draft.write_text("# Draft\n\nIn no table of contents.\n")
    assert project.build()[0] != 0
    draft.unlink()
    code, output = project.build()
    assert code == 0, output
    assert not project.differs(project.whole)


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
    taken = project.html / "download/tutorial/one-parameter.ipynb"
    assert f"is on [its page]({chapter}#live-" in taken.read_text("utf-8")
    assert f"\n{chapter}\n" in taken.with_suffix(".py").read_text("utf-8")
    script = (project.html / "download/gallery/fit_one_parameter.py").read_text("utf-8")
    (block,) = re.findall(r"^# /// script\n(.*)^# ///\n", script, re.MULTILINE | re.DOTALL)
    drawn, ours = tomllib.loads(block.replace("# ", ""))["dependencies"]
    assert drawn == "matplotlib"
    assert ours.startswith(f"gradient-descent-tutorial @ {wheel}")  # no index is asked for it
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
    sources = {page: feet(text) for page, text in project.site().items() if page.endswith("html")}
    home = "https://github.com/someone/descent"
    assert {links["Ask, or report a problem"] for links in sources.values()} == {f"{home}/issues"}
    for made in ("search.html", "_modules/index.html"):
        links = sources.pop(made)
        assert links["Source"] == home
        assert "Suggest a change" not in links
    for links in sources.values():
        file = links["Source"].removeprefix(f"{home}/blob/main/")
        assert (project.root / file).is_file()
        assert links["Suggest a change"] == f"{home}/edit/main/{file}"
    assert sources["_modules/gd/_linear.html"]["Source"].endswith("/src/gd/_linear.py")
    assert sources["gallery/fit_one_parameter.html"]["Source"].endswith("/fit_one_parameter.py")
    raw = "https://raw.githubusercontent.com/someone/descent/main-notebooks/gallery/gradient_"
    assert raw in (project.html / "download/lab/one-parameter.ipynb").read_text("utf-8")
    monkeypatch.undo()
    assert project.build()[0] == 0
    assert "colab" not in (project.html / "lab/one-parameter.html").read_text("utf-8")
    pages = [text for page, text in project.site().items() if page.endswith("html")]
    assert {*map(tuple, map(feet, pages))} == {("Licence",)}


def test_an_address_without_its_slash_is_an_error_that_names_it(project, monkeypatch):
    monkeypatch.setitem(project.env, "SITE_URL", "example.org")
    code, output = project.build()
    assert code != 0
    assert "SITE_URL must be like https://example.org/gd/; got example.org" in output
