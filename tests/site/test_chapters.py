"""The chapters: whole, with numbers that come from code, code that runs, and terms that are explained."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: path.read_text("utf-8") for path in ROOT.glob("docs/tutorial/*.md")}
CHAPTERS = ["derivation", "one-parameter", "learning-rate", "two-parameters", "scaling"]
EXECUTED = [*CHAPTERS, "conventions"]
PARSER = create_md_parser(
    MdParserConfig(enable_extensions={"colon_fence", "deflist", "dollarmath"}), RendererHTML
)
# All but the references, whose numbers are years, volumes and pages.
every_source = pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"references"}))
every_chapter = pytest.mark.parametrize("name", CHAPTERS)
every_executed = pytest.mark.parametrize("name", EXECUTED)


def built(name):
    page = ROOT / f"docs/_build/html/tutorial/{name}.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser").find("article")


# -- Numbers ----------------------------------------------------------------------------------------
SHOWN = "an input, which stands in the code of the chapter"
NUMBERS = {
    "derivation": {"0.1": SHOWN},
    "one-parameter": {"1.15": SHOWN},
    "learning-rate": {"1.15": SHOWN, "0.01": "an input, of the page that the question quotes"},
    "two-parameters": {"0.7": SHOWN},
    "conventions": {"0.02": "an input, of the book that the question quotes"},
    "index": {"3.11": "a version of Python"},
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def prose(text):
    """The text of a page without code, maths, headings and what the code inserts."""
    tokens = PARSER.parse(text)
    heading = False
    for token in tokens:
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        if token.type == "inline" and not heading:
            for child in token.children:
                if child.type == "text" or (
                    child.type == "myst_role" and child.meta["name"] != "eval"
                ):
                    yield child.content
        elif token.type == "front_matter":
            yield yaml.safe_load(token.content)["myst"]["html_meta"]["description"]
        elif token.type in ("fence", "colon_fence"):
            yield from directive(token)


def directive(token):
    """What a reader is told by a directive: its argument, its text, the alt text of a figure."""
    name = re.match(r"\{(\S+)\}|", token.info)[1]
    options, body = re.match(r"(?:---\n(.*?)---\n|)(.*)", token.content, re.DOTALL).groups()
    if name == "code-cell":
        yield yaml.safe_load(options)["mystnb"]["image"]["alt"] if options else ""
    elif name == "math":
        assert body.startswith(":label: "), "a formula without a number has no test"
    else:
        assert name in ("admonition", "explorable", "eval-rst", "glossary"), token.info
        yield token.info.partition("}")[2]
        yield from prose(re.sub(r"^:\w+:.*\n", "", body, flags=re.MULTILINE))


def code(name):
    """The cells of a chapter, one after the other, as a reader would paste them into a file."""
    cells = [token for token in PARSER.parse(SOURCES[name]) if token.info.startswith("{code-cell}")]
    return "\n".join(
        re.sub(r"\A---\n.*?^---\n", "", cell.content, flags=re.DOTALL | re.MULTILINE)
        for cell in cells
    )


def typed(text):
    """Numbers in prose that somebody typed; 0, 1 and 2 are words of mathematics."""
    return {number for part in prose(text) for number in NUMBER.findall(part)} - {"0", "1", "2"}


@every_source
def test_no_number_in_prose_was_typed(name):
    allowed = NUMBERS.get(name, {})
    assert typed(SOURCES[name]) == allowed.keys()
    for number, reason in allowed.items():
        if reason is SHOWN:
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", code(name))


@pytest.mark.parametrize(
    "slip",
    [
        "The rate is 5.43.",
        "A list:\n\n- of 17 steps",
        "| a | b |\n|---|---|\n| 1 | 0.3 |",
        ":::{admonition} Is it 5.43?\n:class: question\n\nYes.\n:::",
        ":::{admonition} What is it?\n:class: question\n\nIt is *5.43*.\n:::",
        "```{explorable} one-parameter\n---\nname: here\n---\nThe mark is at 5.43.\n```",
        "```{code-cell} python\n---\nmystnb:\n  image:\n    alt: A mark at 5.43.\n---\nplt.show()\n```",
        "Term\n: which is 5.43",
        "---\nmyst:\n  html_meta:\n    description: It is 5.43.\n---\n# Title",
    ],
)
def test_a_typed_number_is_found_wherever_it_stands(slip):
    assert typed(slip)


@pytest.mark.parametrize(
    "right",
    [
        "# Chapter 5",
        "The rate is {eval}`f'{5.43:.2f}'`, or `5.43` in code, or $5.43$.",
        "```{math}\n:label: a\n\nx = 5.43\n```",
        "```{code-cell} python\nx = 5.43\n```",
        "```{explorable} one-parameter\n---\nalpha: 4.5\n---\nTry it.\n```",
    ],
)
def test_a_number_in_code_and_maths_is_none_of_prose(right):
    assert not typed(right)


# -- Code ---------------------------------------------------------------------------------------------
@every_executed
def test_the_cells_of_a_chapter_pasted_into_one_file_are_a_script(tmp_path, name):
    script = tmp_path / "pasted.py"
    script.write_text(code(name), "utf-8")
    imported = set(re.findall(r"^(?:import|from) (\w+)", code(name), re.MULTILINE))
    assert {"gd", "numpy"} <= imported <= {"gd", "numpy", "matplotlib"}
    run = subprocess.run(
        [sys.executable, "-W", "error", script],
        check=False,
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "svg"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    # What it prints is what the page shows.
    shown = [output.get_text().strip() for output in built(name).select(".cell_output .stream")]
    assert run.stdout.split() == " ".join(shown).split()


@every_executed
def test_nothing_is_hidden_but_the_code_of_figures_which_opens(name):
    assert set(re.findall(r"^tags: (.*)$", SOURCES[name], re.MULTILINE)) <= {"[hide-input]"}
    for details in built(name).select(".cell details"):
        assert details.find_parent(class_="cell").select(".cell_output img")


# -- Anatomy ------------------------------------------------------------------------------------------
@every_chapter
def test_a_chapter_has_all_that_a_chapter_has(name):
    page = built(name)
    sections = [heading.contents[0].strip() for heading in page.find_all("h2")]
    assert sections[0] == "The idea"
    assert sections[-5:] == ["Try it", "Check yourself", "Remember", "The same as a script", "Next"]
    assert page.find("p").get_text().startswith("After this chapter you can ")
    assert len(page.select("gd-explorable")) == 1
    assert len(page.select("#check-yourself details:not([open]) > summary")) in (2, 3)
    assert len(page.select("#the-same-as-a-script .card a")) == 1
    assert page.select_one("#next a.reference")["href"].endswith(".html")
    assert len(page.select(".cell_output img")) >= 4  # two figures, light and dark
    assert len(page.select("div.math .eqno")) >= 4


@every_chapter
def test_the_numeric_questions_have_computed_answers(name):
    answers = SOURCES[name].partition("## Check yourself")[2].partition("## Remember")[0]
    assert "{eval}`" in answers


# -- Terms --------------------------------------------------------------------------------------------
TERMS = {
    term["id"]: term.contents[0].strip() for term in built("glossary").select("dl.glossary dt")
}


def occurrence(term):
    """A pattern for a term in a sentence: its plural, and other forms of a verb."""
    stem = (
        re.escape(term.removesuffix("e")) + "(?:e|es|ed|ing)"
        if term[-3:] in ("rge", "ise")
        else term
    )
    return re.compile(rf"\b{stem}s?\b", re.IGNORECASE)


def first_use(page, term):
    """The piece of text in which a term first stands, outside headings, code, cards, other links."""
    for text in page.find_all(string=occurrence(term)):
        longer = [other for other in TERMS.values() if term in other and term != other]
        seen = re.sub(
            "|".join(occurrence(other).pattern for other in longer) or "$^",
            "",
            text,
            flags=re.IGNORECASE,
        )
        elsewhere = text.find_parent(["h1", "h2", "pre", "code", "math", "gd-explorable"])
        link = text.find_parent("a")
        other = link and not link["href"].startswith("glossary.html")
        if occurrence(term).search(seen) and not (
            elsewhere or other or text.find_parent(class_="card")
        ):
            return text
    return None


@every_executed
def test_the_first_use_of_a_term_links_to_the_glossary(name):
    page = built(name)
    bare = []
    for address, term in TERMS.items():
        text = first_use(page, term)
        if text is not None and not text.find_parent("a", href=f"glossary.html#{address}"):
            bare.append(f"{term}: {text.strip()}")
    assert not bare


def test_every_term_is_used_and_every_definition_leads_on():
    pages = [built(name) for name in EXECUTED]
    for address in TERMS:
        assert any(page.find("a", href=f"glossary.html#{address}") for page in pages), address


def test_an_update_is_called_a_step_everywhere():
    written = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("gallery/*.py"), *ROOT.glob("src/gd/*.py")]
    for path in [*written, *ROOT.glob("docs/explorable/*.js"), ROOT / "README.md"]:
        text = path.read_text("utf-8")
        assert not re.search(
            r"\b(iteration|iterate|epoch|true minimum|optimum)s?\b", text, re.IGNORECASE
        ), path
