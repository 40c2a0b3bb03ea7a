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
    every_computed,
    every_executed,
    every_lesson,
    every_source,
    said,
)
from tutorial import NUMBERS, pages


@every_lesson
def test_a_chapter_has_all_that_a_chapter_has(name):
    page = built(name)
    sections = [heading.contents[0].strip() for heading in page.find_all("h2")]
    assert sections[0] == "The idea"
    assert {"Try it", "Check yourself", "Next"} <= {*sections}
    kind = "chapter" if name in CHAPTERS else "appendix"
    assert page.find("p").get_text().startswith(f"After this {kind} you can ")
    assert len(page.select("gd-explorable")) in (1, 2)
    assert len(page.select("#check-yourself details:not([open]) > summary")) in (2, 3)
    assert page.select_one("#next a.reference")["href"].endswith(".html")


@every_computed
def test_a_chapter_that_computes_ends_with_what_to_keep_and_a_script(name):
    page = built(name)
    sections = [heading.contents[0].strip() for heading in page.select("section section > h2")]
    assert sections[-5:] == ["Try it", "Check yourself", "Remember", "The same as a script", "Next"]
    assert len(page.select("#the-same-as-a-script .card a")) == 1
    assert len(page.select(".cell_output img")) >= 4  # two figures, light and dark
    assert len(page.select("div.math .eqno")) not in (1, 2, 3)  # it derives something, or nothing


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
    listed = built("index").select("#the-course li")
    assert [item.a["href"] for item in listed] == [f"{name}.html" for name in CHAPTERS]
    lead = built("index").select_one(".lead").text
    assert lead.split()[:2] == [NUMBERS.split()[len(CHAPTERS)].title(), "chapters,"]
    minutes = [int(re.search(r", (\d+) minutes\.", item.text)[1]) for item in listed]
    assert f" {sum(minutes)} minutes in all" in lead


def test_the_menu_has_the_course_first_and_what_maintainers_need_behind_about():
    page = BeautifulSoup((DOCS / "_build/html/index.html").read_text("utf-8"), "html.parser")
    first = {
        caption.text: [link["href"] for link in caption.find_next("ul").select("li.toctree-l1 > a")]
        for caption in page.select(".sidebar-tree .caption")
    }
    course, *others = first.values()
    assert course == ["tutorial/index.html", *(f"tutorial/{name}.html" for name in CHAPTERS)]
    assert "Big data" in first
    kept = {"how-to/host.html", "how-to/maintain.html"}
    assert kept.isdisjoint(link for links in others for link in links)
    behind = page.select(".sidebar-tree li.toctree-l1:has(> a[href='about.html']) li > a")
    assert {link["href"] for link in behind} == kept


# -- What is cited -----------------------------------------------------------------------------------
NOWHERE = {"polyak"}  # no address of the publisher's, nor of the author's


def test_a_reference_links_to_what_it_cites():
    cited = {
        entry["id"]: entry.dt.find("a", class_="external")
        for entry in built("references").select("dl[id]")
    }
    assert {name for name, link in cited.items() if link is None} == NOWHERE
    assert all(link["href"].startswith("https://") and link.em for link in cited.values() if link)


def test_a_credit_links_where_its_reference_does():
    page = BeautifulSoup((DOCS / "_build/html/about.html").read_text("utf-8"), "html.parser")
    credited = {link["href"] for link in page.select("#credits a.external")}
    cited = {
        link["href"] for link in built("references").select("#where-this-comes-from dt a.external")
    }
    assert len(credited & cited) == 4


@pytest.mark.parametrize(("name", "after"), [*itertools.pairwise(CHAPTERS)])
def test_a_chapter_ends_with_a_link_to_the_next(name, after):
    end = built(name).select_one("#next p")
    assert end.find("a")["href"] == f"{after}.html"
    assert front_matter(DOCS / f"tutorial/{after}.md")["teaser"] in end.text
