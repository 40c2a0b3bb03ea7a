"""The chapters: whole, each with a module, and in the order of the toctree."""

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from chapters import MODULES
from front_matter import front_matter
from pages import (
    CHAPTERS,
    DOCS,
    EXECUTED,
    SOURCES,
    built,
    every_chapter,
    every_computed,
    every_executed,
    every_source,
    said,
)
from tutorial import NUMBERS, pages


@every_chapter
def test_a_chapter_has_all_that_a_chapter_has(name):
    page = built(name)
    sections = [heading.contents[0].strip() for heading in page.find_all("h2")]
    assert sections[0] == "The idea"
    assert {"Try it", "Check yourself", "Next"} <= {*sections}
    assert page.find("p").get_text().startswith("After this chapter you can ")
    assert len(page.select("gd-explorable")) == 1
    assert len(page.select("#check-yourself details:not([open]) > summary")) in (2, 3)
    assert page.select_one("#next a.reference")["href"].endswith(".html")


@every_computed
def test_a_chapter_that_computes_ends_with_what_to_keep_and_a_script(name):
    page = built(name)
    sections = [heading.contents[0].strip() for heading in page.find_all("h2")]
    assert sections[-5:] == ["Try it", "Check yourself", "Remember", "The same as a script", "Next"]
    assert len(page.select("#the-same-as-a-script .card a")) == 1
    assert len(page.select(".cell_output img")) >= 4  # two figures, light and dark


def test_the_first_chapter_says_why_before_any_formula():
    first = built(CHAPTERS[0])
    assert not first.select("math, .cell")


def test_the_first_that_derives_is_short_and_shows_a_bowl_before_a_matrix():
    page = built("derivation")
    bowl = page.find("img", alt=re.compile("bowl"))
    assert bowl.sourceline < page.select_one("#the-same-with-matrices").sourceline
    for aside in page.select("pre, math, img, gd-explorable, .headerlink, .eqno"):
        aside.decompose()
    assert len(re.findall(r"\S*\w\S*", page.get_text())) <= 1500


@every_computed
def test_the_numeric_questions_have_computed_answers(name):
    answers = SOURCES[name].partition("## Check yourself")[2].partition("## Remember")[0]
    assert "{eval}`" in answers


@every_executed
def test_a_chapter_states_the_known_facts(name):
    text, facts = " ".join(built(name).get_text().split()), said(name, "STATED", ())
    assert facts
    missing = [fact for fact in facts if fact not in text]
    assert not missing, f"the page does not state {missing}, which its module has in STATED"


# -- Pages, modules and the toctree -----------------------------------------------------------------
def test_every_page_of_the_tutorial_is_in_the_toctree():
    unlisted = {path.stem for path in (DOCS / "tutorial").rglob("*.md")} - {*pages(DOCS)}
    assert not unlisted, f"the toctree of docs/index.md lacks {', '.join(sorted(unlisted))}"


@every_source
def test_every_page_has_a_module(name):
    assert name in MODULES, f"write tests/chapters/{name.replace('-', '_')}.py"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_page(name):
    assert name in SOURCES, f"there is no docs/tutorial/{name}.md"
    if said(name, "COMPUTED", "") or said(name, "STATED", ()):
        assert name in EXECUTED, f"docs/tutorial/{name}.md has no cells that compute"


@every_source
def test_the_first_page_leads_to_every_other(name):
    links = {link["href"] for link in built("index").select("a.reference.internal")}
    why = f"give docs/tutorial/{name}.md a summary, for a chapter; or name it in index.md"
    assert name == "index" or f"{name}.html" in links, why


def test_chapters_are_listed_in_the_order_of_the_toctree():
    page = BeautifulSoup((DOCS / "_build/html/index.html").read_text("utf-8"), "html.parser")
    beside = [link["href"] for link in page.select(".sidebar-tree a[href^='tutorial/']")]
    assert beside == [f"tutorial/{name}.html" for name in pages(DOCS)]
    listed = [link["href"] for link in built("index").select("#what-you-will-learn li a")]
    assert listed == [f"{name}.html" for name in CHAPTERS]
    assert built("index").select_one(".lead").text.split()[:2] == [
        NUMBERS.split()[len(CHAPTERS)].title(),
        "chapters,",
    ]


@pytest.mark.parametrize(("name", "after"), [*itertools.pairwise(CHAPTERS)])
def test_a_chapter_ends_with_a_link_to_the_next(name, after):
    end = built(name).select_one("#next p")
    assert end.find("a")["href"] == f"{after}.html"
    assert front_matter(DOCS / f"tutorial/{after}.md")["teaser"] in end.text
