"""What our extensions refuse, and what they take for a change."""

import os
import re
import shutil
from types import SimpleNamespace

import cells
import comments
import examples
import head
import pytest
import rebuild
import tutorial
from docutils import nodes
from docutils.core import publish_doctree
from front_matter import front_matter
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx_gallery import gen_rst
from tiny import ROOT

import gallery


@pytest.mark.parametrize("text", [None, gen_rst.EXAMPLE_HEADER.replace("{1}", "{2}")])
def test_what_sphinx_gallery_has_changed_is_not_replaced(text, monkeypatch):
    known = gen_rst.EXAMPLE_HEADER
    monkeypatch.delattr(gen_rst, "EXAMPLE_HEADER")
    if text:
        gen_rst.EXAMPLE_HEADER = text
    says = r"sphinx-gallery \d+\.\d+\S* has another gen_rst\.EXAMPLE_HEADER than .*"
    with pytest.raises(ConfigError, match=says + re.escape(repr(text))):
        gallery.setup(None)
    gen_rst.EXAMPLE_HEADER = known
    for _ in range(2):  # once more, over what is ours
        gallery.setup(None)
        assert gen_rst.EXAMPLE_HEADER == gallery.HEADER


def test_a_script_without_a_place_or_with_a_name_that_is_none_is_an_error():
    order = gallery.Order("")
    assert sorted(sorted(gallery.ORDER), key=order) == [*gallery.ORDER]
    with pytest.raises(ValueError, match=r"new\.py has no place in ORDER of docs/_ext/gallery\.py"):
        order("new.py")
    with pytest.raises(ValueError, match=r"Python identifier; got to-do\.py"):
        order("to-do.py")


def script(block):
    return f'{block}"""\nTitle\n=====\n"""\nimport gd\n'


def notebook(needs):
    return f"---\nfile_format: mystnb\n{needs}---\n\n# Title\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("gallery/new.py", script(""), "expected dependencies, a list of names; got None"),
        ("gallery/new.py", script("# /// script\n# dependencies = []\n# ///\n"), r"got \[\]"),
        (
            "gallery/new.py",
            script('# /// script\n# dependencies = ["dask[array]"]\n# ///\n'),
            r"got \['dask\[array\]'\]",
        ),
        (
            "gallery/new.py",
            script('# /// script\n# dependencies = ["gd"]\n# ///\n'),
            "gd comes with the site; on package indexes it is another's",
        ),
        (
            "docs/lab/new.md",
            "---\n---\n\n# Title\n",
            "expected dependencies, a list of names; got None",
        ),
        ("docs/lab/new.md", notebook(""), "expected dependencies, a list of names; got None"),
        ("docs/lab/new.md", notebook("dependencies: matplotlib\n"), "got matplotlib"),
        ("docs/lab/new.md", notebook("dependencies: a: b\n"), r".*\n.* line 3, column 16"),
        ("gallery/new.py", script("# /// script\n# a = [\n# ///\n"), "Invalid value"),
    ],
)
def test_an_example_that_does_not_say_what_it_needs_is_an_error(
    name, text, says, tmp_path, monkeypatch
):
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(ValueError, match=rf"{re.escape(str(path))}: .*{says}"):
        examples.every()


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A folder in which pages are looked for."""
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    for folder in ("docs/tutorial", "gallery"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    "post",
    [
        "https://mastodon.example/@ada/114000000000000000",
        "https://xn--bcher-kva.my-own.example/@a.b_c-d_/1",
        "HTTPS://2.Social.Example.ORG/@_Ada/1",
        "http://127.0.0.1:4000/@ada/1",
    ],
)
def test_a_page_and_a_script_name_the_post_with_their_comments(post, pages):
    (pages / "docs/tutorial/new.md").write_text(f"---\ncomments: {post}\n---\n\n# Title\n")
    field = f'# tool.gradient-descent-tutorial.comments = "{post}"'
    (pages / "gallery/new.py").write_text(script(f"# /// script\n{field}\n# ///\n"))
    assert comments.of("tutorial/new") == comments.of("gallery/new") == post
    assert comments.of("tutorial/other") is comments.of("gallery/other") is None


@pytest.mark.parametrize(
    ("post", "got"),
    [
        ("", "None"),
        ("true", "True"),
        ("{at: https://a.example/@ada/1}", r"\{'at': 'https"),
        ("[https://a.example/@ada/1]", r"\['https"),
        ("'@ada'", "'@ada'"),
        *(
            (post, f"'{re.escape(post)}'")
            for post in (
                "http://mastodon.example/@ada/1",
                "http://127.0.0.1.example/@ada/1",
                "http://localhost/@ada/1",
                "ftp://mastodon.example/@ada/1",
                "mastodon.example/@ada/1",
                "//mastodon.example/@ada/1",
                "https:///@ada/1",
                "https://mastodon/@ada/1",
                "https://mastodon..example/@ada/1",
                "https://maſtodon.example/@ada/1",
                "https://bücher.example/@ada/1",
                "https://mastodon.example:/@ada/1",
                "https://mastodon.example:443/@ada/1",
                "http://127a0b0c1/@ada/1",
                "https://me:word@mastodon.example/@ada/1",
                "https://mastodon.example/@ada",
                "https://mastodon.example/@ada/",
                "https://mastodon.example/@ada/1/",
                "https://mastodon.example/@ada/one",
                "https://mastodon.example/@ada/१",
                "https://mastodon.example/@ada/1?a=b",
                "https://mastodon.example/@ada/1#reply",
                "https://mastodon.example/ada/1",
                "https://mastodon.example/@ada@other.example/1",
                "https://mastodon.example/users/ada/statuses/1",
                "https://mastodon.example/@/1",
                "https://mastodon.example/@ada/1 https://other.example/@ada/1",
                'https://mastodon.example/@ada"onclick/1',
                "https://mastodon.example;script-src/@ada/1",
                "https://*.example/@ada/1",
            )
        ),
    ],
)
def test_what_is_no_address_of_a_post_is_an_error_that_names_the_page(post, got, pages):
    (pages / "docs/tutorial/new.md").write_text(f"---\ncomments: {post}\n---\n\n# Title\n")
    says = rf"new\.md: comments must be like https://HOST/@USER/ID; got {got}"
    with pytest.raises(ValueError, match=says):
        comments.of("tutorial/new")


FIELD = "tool.gradient-descent-tutorial.comments"
A_POST = "https://mastodon.example/@ada/1"


def test_a_script_that_names_no_post_is_an_error_that_names_it(pages):
    (pages / "gallery/new.py").write_text(script(f'# /// script\n# {FIELD} = "@ada"\n# ///\n'))
    says = rf"new\.py: {re.escape(FIELD)} must be like https://HOST/@USER/ID; got '@ada'"
    with pytest.raises(ValueError, match=says):
        comments.of("gallery/new")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Comments: '@ada'", "Comments"),
        (f"comment: {A_POST}", "comment"),
        (f"remarks: {A_POST}", "remarks"),
        (f"myst:\n  comments: {A_POST}", "myst.comments"),
        (f"myst:\n  html_meta:\n    comments: {A_POST}", "myst.html_meta.comments"),
        ("myst:\n  html_meta:\n    comments:", "myst.html_meta.comments"),
    ],
)
def test_a_post_under_another_name_is_an_error_that_says_which(said, name, pages):
    (pages / "docs/tutorial/new.md").write_text(f"---\n{said}\n---\n\n# Title\n")
    says = rf"new\.md: a post is named by comments; got {re.escape(name)}$"
    with pytest.raises(ValueError, match=says):
        comments.of("tutorial/new")


@pytest.mark.parametrize(
    "name",
    [
        "comments",
        "tool",
        "tool.gradient-descent-tutorial",
        "tool.gradient-descent-tutorial.comment",
        "tool.gradient-descent.comments",
    ],
)
def test_a_post_under_another_name_in_a_script_is_an_error_that_says_which(name, pages):
    block = f'# /// script\n# {name} = "{A_POST}"\n# ///\n'
    (pages / "gallery/new.py").write_text(script(block))
    says = rf"new\.py: a post is named by {re.escape(FIELD)}; got {re.escape(name)}$"
    with pytest.raises(ValueError, match=says):
        comments.of("gallery/new")


def test_addresses_of_the_error_page_start_at_the_root_but_for_those_elsewhere(tmp_path):
    page, kept = tmp_path / "404.html", ["#here", "/a", "https://b.example/", "HTTPS://B.example/"]
    page.write_text("".join(f'<a href="{address}">' for address in [*kept, "c.html", "./d.html"]))
    config = SimpleNamespace(html_baseurl="https://e.example/f/")
    head.anchor(SimpleNamespace(outdir=tmp_path, config=config))
    assert re.findall('"(.*?)"', page.read_text()) == [*kept, "/f/c.html", "/f/d.html"]


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        ("", False),
        ("```{code-cell} python\n---\ntags: [hide-input]\n---\nplt.show()\n```\n", False),
        (
            "```{code-cell} python\n---\ntags: [hide-input]\n---\n```\n\n```{code-cell}\n1\n```\n",
            True,
        ),
    ],
)
def test_a_chapter_is_taken_home_where_its_page_shows_code(cells, taken, tmp_path, monkeypatch):
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    (tmp_path / "docs/tutorial").mkdir(parents=True)
    (tmp_path / "docs/tutorial/new.md").write_text(f"---\n---\n\n# Title\n\n{cells}")
    assert [example.page for example in examples.every()] == ["tutorial/new"] * taken
    assert bool(examples.of("tutorial/new")) == taken


TEXT = """\
A page
======

**Bold**, *slanted*, ``code``, $5, a_b and :math:`a_b`, and `a site <https://example.org/>`_;
~~[1](2)~~ in [0, 1].

- One
  line

  - inner
- two

Term
    Its meaning.

.. note::

    One.

    Two.

.. math::

    x \\coloneq 1

::

    code

::

    ```

==============  =
a               b
==============  =
:math:`\\|x|\\|`  \\|
==============  =
"""
MARKDOWN = r"""
**Bold**, *slanted*, `code`, \$5, a\_b and $a_b$, and [a site](https://example.org/);
\~\~[1\](2)\~\~ in [0, 1].

- One
  line

  - inner
- two

- **Term.** Its meaning.

> **Note**
> 
> One.
> 
> Two.

$$
x := 1
$$

```
code
```

````
```
````

| a | b |
| --- | --- |
| $\Vert x\vert \Vert $ | \| |
"""


def test_text_becomes_the_markdown_of_a_notebook():
    page = publish_doctree(TEXT)
    assert cells.Markdown("").blocks(page.children[1:]) == MARKDOWN.strip()


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("|x|\n\n.. |x| image:: x.png", "image"),
        ("a [1]_\n\n.. [1] b", "footnote"),
        ("Term : kind\n    Its meaning.", "classifier"),
        (".. table:: Words\n\n    =  =\n    a  b\n    =  =", "title"),
    ],
)
def test_what_has_no_way_home_is_an_error_that_names_it(part, name):
    page = publish_doctree(part)
    with pytest.raises(ValueError, match=rf"{name}\w* cannot be taken home yet"):
        cells.Markdown("").blocks(page.children)


CELL = """
.. container::
    :name: cell

    .. code:: python

        1 + 1
"""
FORMULA = "\n\n.. math::\n\n    d_j\n\n"


@pytest.mark.parametrize(
    ("above", "comment"),
    [
        ("Two cells:", "# Two cells:\n"),
        ("No cell.", ""),
        ("It has J:" + FORMULA, "# It has J:\n"),
        ("Look. With :math:`d_j` for this:" + FORMULA, "# Look.\n"),
        ("With all:", "# With all:\n"),
        ("Where it is" + FORMULA + "right. So it is:", "# So it is:\n"),
        ("By equation 6 it is. It is:", "# It is:\n"),
        ("By equation 6:", ""),
        (
            f"A sentence {'of words ' * 7}and ``f(x, y, z)`` to copy:",
            f"# A sentence {'of words ' * 7}and\n# `f(x, y, z)` to copy:\n",
        ),
        (
            f"A sentence {'of words ' * 7}and :math:`a + b + c` to copy:",
            f"# A sentence {'of words ' * 7}and\n# $a + b + c$ to copy:\n",
        ),
    ],
)
def test_in_a_script_a_comment_needs_nothing_that_is_not_there(above, comment):
    page = publish_doctree(f"A page\n======\n\nFirst words.\n\n{above}\n{CELL}")
    (cell,) = page.findall(nodes.container)
    cell["nb_element"] = "cell_code"
    told = cells.script(page, "")
    assert told.endswith(f"# %% A page\n{comment}\n1 + 1\n")


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("src/gd/_descent.py", [True, False]),
        ("src/gd/figure.mplstyle", [True, False]),
        ("docs/build.py", [True, False]),
        ("requirements/docs.txt", [True, False]),
        ("docs/_ext/gallery.py", [True, True]),
        ("docs/_ext/mend.py", [False, True]),
        ("docs/conf.py", [False, True]),
        ("docs/_ipython/profile_default/ipython_kernel_config.py", [False, True]),
        ("docs/about.md", [False, False]),
    ],
)
def test_scripts_run_again_when_what_they_run_on_changes(name, again, tmp_path, monkeypatch):
    for file in (*rebuild.RUN, *rebuild.READ, "gallery/*.py", name):
        for path in ROOT.glob(file):
            if path.is_file():
                copy = tmp_path / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)
    monkeypatch.setattr(rebuild, "ROOT", tmp_path)
    config = SimpleNamespace(sphinx_gallery_conf={"min_reported_time": 1})
    before = rebuild.fingerprints(config)
    path = tmp_path / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    after = rebuild.fingerprints(config)
    assert [old != new for old, new in zip(before, after, strict=True)] == again
    config.sphinx_gallery_conf["min_reported_time"] = 2
    assert rebuild.fingerprints(config)[0] != after[0]


def test_front_matter_without_names_is_an_error_that_names_the_page(tmp_path):
    page = tmp_path / "new.md"
    page.write_text("---\nwords\n---\n")
    with pytest.raises(TypeError, match=r"new\.md: front matter .* got 'words'"):
        front_matter(page)


@pytest.mark.parametrize("written", ["", "0123456789abcdef"])
def test_a_build_that_was_stopped_at_its_last_word_is_followed_by_a_whole_one(written, tmp_path):
    for folder in ("docs/doctrees", "docs/gallery"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "left").touch()
    (tmp_path / "docs/doctrees/finished").write_text(written)
    docs = tmp_path / "docs"
    app = SimpleNamespace(srcdir=docs, doctreedir=docs / "doctrees", outdir=tmp_path / "html")
    rebuild.forget(app, SimpleNamespace(sphinx_gallery_conf={}))
    assert not [*docs.glob("*/left")]


@pytest.mark.parametrize(
    ("name", "old", "new", "again"),
    [
        ("a", "Prose", "Other prose", False),
        ("a", "# A", "# Another", True),
        ("b", "summary: b", "summary: c", True),
        ("b", "minutes: 15", "minutes: 20", True),
        ("b", "teaser: b", "teaser: c", True),
    ],
)
def test_what_pages_say_of_chapters_is_another_when_one_says_so(name, old, new, again, tmp_path):
    (tmp_path / "tutorial").mkdir()
    (tmp_path / "index.md").write_text("```{toctree}\ntutorial/a\ntutorial/b\n```\n")
    for page in ("a", "b"):
        text = (
            f"---\nsummary: {page}\nminutes: 15\nteaser: {page}\n---\n\n# {page.upper()}\n\nProse\n"
        )
        (tmp_path / f"tutorial/{page}.md").write_text(text)
    app = SimpleNamespace(srcdir=tmp_path, doctreedir=tmp_path)
    told = tmp_path / tutorial.NOTED
    tutorial.note(app)
    os.utime(told, (0, 0))  # a file written twice at once may keep its time
    path = tmp_path / f"tutorial/{name}.md"
    path.write_text(path.read_text().replace(old, new))
    tutorial.note(app)
    assert (told.stat().st_mtime != 0) == again


@pytest.mark.parametrize("minutes", ["", "minutes: ten\n", "minutes: 0\n"])
def test_a_chapter_that_does_not_say_how_long_it_takes_is_named(minutes, tmp_path):
    (tmp_path / "tutorial").mkdir()
    (tmp_path / "index.md").write_text("```{toctree}\ntutorial/a\n```\n")
    (tmp_path / "tutorial/a.md").write_text(f"---\nsummary: a\n{minutes}---\n\n# A\n")
    with pytest.raises(ValueError, match=r"^a\.md: a chapter needs a line like minutes: 15; got "):
        tutorial.chapters(tmp_path)


def test_the_search_leads_to_terms_of_a_page_that_is_not_written_again(tmp_path):
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "glossary"]\n')
    (tmp_path / "index.md").write_text(
        "# Words\n\n```{glossary}\nstep\n  Or {index}`update`.\n```\n"
    )
    other = tmp_path / "other.md"
    for text in ("# Other", "# Another"):
        other.write_text(f"---\norphan: true\n---\n{text}\n")
        folders = (tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees")
        Sphinx(*map(str, folders), "html", status=None, freshenv=text == "# Other").build()
        found = (tmp_path / "out/searchindex.js").read_text("utf-8")
        assert f'"{text[2:].lower()}"' in found.lower()
        for word in ("step", "update"):
            assert f'"{word}":[[0,"term-step",true]]' in found
