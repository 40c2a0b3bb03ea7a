"""The pages of the built site: whole, self-contained, linked, and what they offer to take home."""

import ast
import re
import sys
from importlib.metadata import requires
from pathlib import Path
from unicodedata import lookup
from unicodedata import name as name_of
from urllib.parse import urljoin

import dask
import dask.array as da
import examples
import explorable
import numpy as np
import pytest
import repository
from bs4 import BeautifulSoup
from docutils.utils.math.latex2mathml import tex2mathml
from font import drawn
from fontTools.ttLib import TTFont
from front_matter import front_matter
from join import modules
from tutorial import toctree

import gd
from gallery import ORDER

ROOT = Path(__file__).parents[2]
HTML = ROOT / "docs/_build/html"
PAGES = {
    path.relative_to(HTML).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for path in HTML.rglob("*.html")
    if not path.is_relative_to(HTML / "lite")  # JupyterLite's own
}
SCRIPTS = sorted((ROOT / "gallery").glob("*.py"), key=lambda path: path.name)
EXAMPLES = [f"gallery/{script.stem}.html" for script in SCRIPTS]
# What somebody wrote as a page, in the order of the toctrees.
WRITTEN = ["index", *toctree(ROOT / "docs")]

every_page = pytest.mark.parametrize("page", PAGES)
every_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def test_every_promised_page_is_there():
    assert {*EXAMPLES, "search.html"} <= PAGES.keys()
    assert {f"{name}.html" for name in WRITTEN} <= PAGES.keys()
    assert len(SCRIPTS) >= 5


DESCRIBED = """docs/{name}.md lacks its description. At its top:
---
myst:
  html_meta:
    description: >-
      What it is about, in 40 to 160 characters.
---"""


@pytest.mark.parametrize("name", [name for name in WRITTEN if name != "gallery/index"])
def test_a_page_has_a_description(name):
    told = front_matter(ROOT / f"docs/{name}.md")
    description = told.get("myst", {}).get("html_meta", {}).get("description", "")
    assert 40 <= len(description) <= 160, DESCRIBED.format(name=name)


@every_page
def test_an_id_is_given_once(page):
    ids = [tag["id"] for tag in PAGES[page].select("[id]")]
    assert sorted(ids) == sorted(set(ids))


@every_page
def test_nothing_is_asked_of_another_host(page):
    loading = "script[src], img[src], source, iframe, video, audio, object, embed, link[href]"
    for tag in PAGES[page].select(loading):
        for attribute in ("src", "srcset", "href", "data"):
            if tag.name == "link" and tag.get("rel") in (["canonical"], ["author"]):
                continue
            assert not re.match(r"(https?:)?//", tag.get(attribute, "")), tag
    for style in PAGES[page].select("style, [style]"):
        assert "//" not in (style.get("style") or style.string or "")


def test_no_style_sheet_or_script_asks_another_host():
    for sheet in HTML.glob("_static/**/*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", sheet.read_text("utf-8"))
    for script in HTML.glob("_static/**/*.js"):
        calls = r"(import|fetch|src\s*=|XMLHttpRequest)[^\n;]{0,40}[\"'`]https?://"
        assert not re.search(calls, script.read_text("utf-8")), script


@every_page
def test_figures_say_what_they_show_and_come_in_light_and_dark(page):
    images = PAGES[page].select("article img")
    for image in images:
        assert image.has_attr("alt")
        # The picture of a card says nothing that the link beside it does not.
        assert image["alt"] or image.find_parent(class_="card")
        assert "$" not in image["alt"]
    for mode, ending in (("only-light", ".svg"), ("only-dark", "-dark.svg")):
        assert all(image["src"].endswith(ending) for image in images if mode in image["class"])
    assert sum("only-light" in image["class"] for image in images) * 2 == len(images)


@every_page
def test_figures_have_a_size_so_that_nothing_moves_when_they_come(page):
    for image in PAGES[page].select("article img"):
        assert {image.get("width"), image.get("height")}.isdisjoint({None, "0"}), image
        head = ((HTML / page).parent / image["src"]).read_text("utf-8").partition("viewBox")[0]
        own = dict(re.findall(r'\b(width|height)="([\d.]+)', head))
        shape = float(own["width"]) / float(own["height"])
        assert shape == pytest.approx(int(image["width"]) / int(image["height"]), rel=1e-9), image


@every_page
def test_a_live_figure_loads_what_its_kind_needs_and_no_more(page):
    kinds = {figure["kind"] for figure in PAGES[page].select("gd-explorable")}
    scripts = [
        re.search(r"_static/(explorable.*)\.js", script["src"])[1]
        for script in PAGES[page].select('script[src*="_static/explorable"][defer]')
    ]
    needed = ["explorable", *(f"explorable-{kind}" for kind in sorted(kinds))] if kinds else []
    assert scripts == needed
    assert len(PAGES[page].select('link[href*="explorable.css"]')) == bool(kinds)


@pytest.mark.parametrize("name", ["index", *(n for n in WRITTEN if n.startswith("lab/"))])
def test_the_front_page_and_the_notebooks_have_a_live_figure(name):
    assert PAGES[f"{name}.html"].select("gd-explorable")


@every_page
def test_nothing_is_loaded_that_browsers_refuse_in_a_folder_on_disk(page):
    assert not PAGES[page].select(
        "script[type=module], [rel=modulepreload], [crossorigin], [integrity]"
    )
    for use in PAGES[page].select("use[href]"):
        assert use["href"].startswith("#")


@every_page
def test_the_font_of_formulas_comes_before_them_where_there_are_some(page):
    asking = 'script[src*="_static/font.js?v="]:not([async], [defer])'
    drawn = PAGES[page].select(f"math, {asking}")
    assert [part.name for part in drawn[:2]] == (["script", "math"] if drawn else [])
    assert len(PAGES[page].select(asking)) == bool(drawn)


def italic(letter):
    """The character that MathML Core has a letter drawn as."""
    if letter == "h":
        return lookup("PLANCK CONSTANT")
    if letter in "∂∇":
        return lookup(f"MATHEMATICAL ITALIC {name_of(letter)}")
    case = re.fullmatch(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)", name_of(letter))
    return lookup(f"MATHEMATICAL ITALIC {case[1]} {case[2]}") if case else letter


def test_the_font_has_what_is_drawn_of_every_formula_and_no_more():
    tokens = [token for page in PAGES.values() for token in page.select("mi, mn, mo, mtext")]
    letters = set()
    for token in tokens:
        alone = token.name == "mi" and len(token.text) == 1 and not token.get("mathvariant")
        letters |= {italic(token.text)} if alone else {*token.text}
    letters |= {"√"} if any(page.select("msqrt") for page in PAGES.values()) else set()
    assert {*"𝜃𝑥ℎd"} <= letters  # the d of dJ/dθ is upright
    assert letters == {*map(chr, TTFont(HTML / "_static/stix-two-math.woff2").getBestCmap())}


@pytest.mark.parametrize(
    ("tex", "letters"),
    [(r"\phi\epsilon\vartheta", "𝜙𝜖𝜗"), (r"\varphi", "𝜑"), (r"\sqrt x", "√𝑥"), (r"\mathrm d", "d")],
)
def test_a_letter_is_drawn_as_the_one_it_is(tex, letters):
    assert drawn(tex2mathml(tex)) == {*letters}


@every_page
def test_a_page_says_what_it_is_about(page):
    said = {
        tag.get("name") or tag["property"]: tag["content"]
        for tag in PAGES[page].select("meta:is([name], [property])")
    }
    long = page in EXAMPLES or page.removesuffix(".html") in WRITTEN
    assert (40 if long else 10) <= len(said["description"]) <= 160
    assert said["og:description"] == said["description"]
    assert said["og:title"] in PAGES[page].title.text + PAGES[page].h1.text
    assert said["og:site_name"] == "Gradient descent"
    assert said["og:type"] == ("website" if page == "index.html" else "article")


@every_page
def test_the_foot_of_a_page_leads_to_its_licence(page):
    links = {link.text: link["href"] for link in PAGES[page].select("footer .icons a")}
    address, _, name = urljoin(f"/{page}", links["Licence"]).partition("#")
    assert address == "/about.html"
    assert PAGES["about.html"].find(id=name).h2.text.startswith("Licence")


def test_the_source_of_a_listed_module_is_that_module():
    listed = [page for page in PAGES if page.startswith("_modules/gd/")]
    assert listed
    for page in listed:
        file = ROOT / repository.source(None, page.removesuffix(".html"))
        assert PAGES[page].pre.text.lstrip().startswith(file.read_text("utf-8").splitlines()[0])


def test_no_two_pages_say_the_same_of_themselves():
    said = [PAGES[page].find("meta", {"name": "description"})["content"] for page in PAGES]
    assert sorted(said) == sorted(set(said))


@every_page
def test_nothing_tells_an_address_that_is_not_known(page):
    assert not PAGES[page].select("link[rel=canonical], meta[property='og:url']")
    assert not (HTML / "sitemap.xml").exists()


@every_page
def test_a_page_loads_what_it_uses(page):
    loaded = {
        Path(tag.get("href") or tag["src"]).name.partition("?")[0]
        for tag in PAGES[page].select("link[rel=stylesheet], script[src]")
    }
    for_code = {"pygments.css", "clipboard.min.js", "copybutton.js"}
    assert loaded & for_code == (for_code if PAGES[page].select(".highlight pre") else set())
    assert ("searchtools.js" in loaded) == (page == "search.html")
    for_comments = {"comments.css", "comments.js"} if PAGES[page].select(".comments") else set()
    assert loaded & {"comments.css", "comments.js"} == for_comments
    assert not [name for name in loaded if "mystnb" in name or name.startswith("sg")]


def test_comments_are_a_module_of_150_lines_that_depends_on_nothing_and_writes_no_html():
    text = (ROOT / "docs/_static/comments.js").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(
        r"(inner|outer|Adjacent|set|parse)HTML|document\.write|import|[sS]torage", text
    )


def test_style_sheets_and_scripts_are_minified():
    sources = {path.name: path.read_text("utf-8") for path in ROOT.glob("docs/_static/*.[cj]s*")}
    parts = ROOT.glob("docs/style/*.css")
    sources["site.css"] = "".join(path.read_text("utf-8") for path in parts)
    sources["explorable.css"] = explorable.style()
    common = modules(ROOT / "docs/explorable", "element")
    sources["explorable.js"] = "".join(common.values())
    for kind in ROOT.glob("docs/explorable/kinds/*.js"):
        own = modules(ROOT / "docs/explorable", f"kinds/{kind.stem}")
        sources[f"explorable-{kind.name}"] = "".join(own[name] for name in own.keys() - common)
    for name, text in sources.items():
        served = (HTML / "_static" / name).read_text("utf-8")
        assert len(served) < 0.8 * len(text), name
        assert not re.search(r"^\s*//|/\*", served, re.MULTILINE), name


@every_page
def test_no_maths_or_markup_is_left_raw(page):
    article = PAGES[page].find("article")
    prose = " ".join(
        text
        for text in article.find_all(string=True)
        if not text.find_parent(["pre", "code", "math", "script"])
    )
    assert not re.search(r":\w+:`|\\frac|\\theta|\$\S|\{eval\}|\{eq\}", prose)


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_code_of_an_example_links_to_the_reference(page):
    links = {link["href"].partition("#")[2] for link in PAGES[page].select(".highlight a")}
    source = examples.of(page.removesuffix(".html")).source.read_text("utf-8")
    names = {f"gd.{name}" for name in re.findall(r"\bgd\.(\w+)", source) if hasattr(gd, name)}
    assert links >= (names or {"numpy.linspace"})


def test_each_fit_of_the_lesson_is_there_without_a_library_of_ours():
    plain = [e for e in examples.every() if not e.has_gd]
    assert [e.source.stem for e in plain] == ["one_parameter_in_numpy", "two_parameters_in_numpy"]
    for example in plain:
        box = PAGES[f"{example.page}.html"].select_one(".take-home")
        assert not box.select("[href$='.whl']")
        assert "pip install matplotlib numpy\n" in box.select_one("pre").text


@pytest.mark.parametrize(("name", "n"), [("one", 1), ("two", 2)])
def test_what_is_written_out_in_numpy_takes_the_steps_of_gd(name, n):
    source = (ROOT / f"gallery/{name}_parameter{'s' * (n > 1)}_in_numpy.py").read_text("utf-8")
    ours = {}
    exec(source.partition("\nfig, ")[0], ours)  # noqa: S102 - all but its figure
    X = gd.with_intercept(ours["x"])[:, -n:]
    K = gd.LeastSquares(X, ours["y"])
    thetas, costs = gd.descend(K, np.zeros(n), ours["alpha"], steps=len(ours["thetas"]) - 1)
    np.testing.assert_array_equal(ours["thetas"].reshape(thetas.shape), thetas)
    np.testing.assert_allclose([ours["J"](theta) for theta in ours["thetas"]], costs, rtol=1e-12)


def test_the_gallery_is_in_the_order_of_the_lesson():
    cards = [card.find("a")["href"] for card in PAGES["gallery/index.html"].select(".card")]
    assert cards == [name.replace(".py", ".html") for name in ORDER]
    assert sorted(ORDER) == [script.name for script in SCRIPTS]


@every_script
def test_a_script_needs_numpy_matplotlib_and_what_it_says(script):
    """What it says is imported; what is imported may come with that, too."""
    nodes = [*ast.walk(ast.parse(script.read_text("utf-8")))]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    imported = {name.partition(".")[0] for name in names}
    example = examples.of(f"gallery/{script.stem}")
    more = {*example.more}
    if more:
        imported -= sys.stdlib_module_names
    brought = {re.match(r"[\w-]+", line)[0] for name in more for line in requires(name)}
    needed = {"gd", "matplotlib", "numpy"} if example.has_gd else {"matplotlib", "numpy"}
    needed |= more
    assert needed <= imported <= needed | brought


def test_the_text_names_the_scripts_that_need_more_and_how_many_no_browser_runs():
    scripts = [example for example in examples.every() if example.source.suffix == ".py"]
    page = " ".join((ROOT / "docs/how-to/run.md").read_text("utf-8").split())
    said = re.findall(r"`(\w+)\.py` needs `([\w` ,]+)`, too", page)
    assert said == [(e.source.stem, "`, `".join(e.more)) for e in scripts if e.more]
    assert sum(not example.runs_in_browsers for example in scripts) == 1
    header = (ROOT / "gallery/GALLERY_HEADER.rst").read_text("utf-8")
    assert "a button opens all but one of them in your browser" in header


def test_the_figure_of_the_readme_is_what_its_script_draws():
    def numbers(path):
        return [float(n) for n in re.findall(r"-?\d+\.\d+", path.read_text("utf-8"))]

    (drawn,) = HTML.glob("_images/sphx_glr_fit_two_parameters_001.svg")
    kept = ROOT / "docs/readme.svg"
    assert numbers(kept) == pytest.approx(numbers(drawn), abs=0.01), f"cp {drawn} {kept}"


def test_the_lines_about_dask_give_the_cost_over_all():
    page = (ROOT / "docs/how-to/scale.md").read_text("utf-8").partition("## Dask")[2]
    X = np.random.default_rng(0).normal(size=(5000, 3))
    y = X @ [3, -1, 2]
    names = {"X": da.from_array(X, (700, 3)), "y": da.from_array(y, 700)}
    with dask.config.set(scheduler="synchronous"):
        exec(re.search(r"^```py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[1], names)  # noqa: S102 - what readers run
    assert repr(names["J"]) == "LeastSquares(m=5000, n=3)"
    assert names["J"].minimizer == pytest.approx([3, -1, 2])
