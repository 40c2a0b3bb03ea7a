"""The chapters: whole, with numbers that come from code, code that runs, and terms that are explained."""

import ast
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
    MdParserConfig(
        enable_extensions={"attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"}
    ),
    RendererHTML,
)
# All but the references, whose numbers are years, volumes and pages.
every_source = pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"references"}))
every_chapter = pytest.mark.parametrize("name", CHAPTERS)
every_executed = pytest.mark.parametrize("name", EXECUTED)


def built(name):
    page = ROOT / f"docs/_build/html/tutorial/{name}.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser").find("article")


# -- Numbers ----------------------------------------------------------------------------------------
# What a sentence may say in figures or in words: an input, with the code that has it too.
INPUTS = {
    "derivation": {"α = 0.1": "alpha = 0.1\n", "ten steps": "range(10)", "twenty points": ""},
    "one-parameter": {
        "Twenty points": "np.linspace(-1, 1, 20)",
        "$y = 0.5x$": "y = 0.5 * x\n",
        "nineteen steps": "range(19)",
        "after nineteen": "thetas[19]",
        "α = 1.15": "alpha = 1.15\n",
        "one millionth": "np.log(1e-6)",
        "less than a millionth": "np.log(1e-6)",
        "logarithm of a millionth": "np.log(1e-6)",
        "fourfold": "4 * h",
    },
    "learning-rate": {
        "twenty points again": "np.linspace(-1, 1, 20)",
        "twenty steps": "thetas[20, 4, 0]",
        "99 %": "0.99 * gd.critical_rate(J)",
        "leave a millionth": "np.log(1e-6)",
        "α = 1.15": "2 / h - 1.15",
        "α = 0.01": "np.log(1 - 0.01 * h)",
        "twenty points of this chapter": "np.linspace(-1, 1, 20)",
        "steps to a millionth": "np.log(1e-6)",
    },
    "two-parameters": {
        "Take fourteen": "steps=14",
        "fourteen steps": "steps=14",
        "approach twenty points": "np.linspace(-1, 1, 20)",
        "steps to a millionth": "np.log(1e-6)",
        "α = 0.7": "alpha = 0.7\n",
        "at 0.7": "alpha = 0.7\n",
    },
    "scaling": {
        "twenty years": "(1990, 2009)",
        "to a millionth": "np.log(1e-6)",
        "a million steps a second": "/ 1e6 /",
        "twenty points around": "np.linspace(-1, 1, 20) + 2",
        "a hundred steps at three quarters": "alpha = 0.75 * gd.critical_rate(J)",
        "a hundred steps": "steps=100",
        "after a hundred": "** 100",
        "the twenty points": "np.linspace(-1, 1, 20) + 2",
    },
    "conventions": {
        "The twenty points": "np.linspace(-1, 1, 20)",
        "the twenty points": "np.linspace(-1, 1, 20)",
        "$\\alpha = 0.01$": "",  # that of the advice
        "a thousand times": "",  # as an example
        "η = 0.02": "2 * m * 0.02",
    },
    "index": {"Python 3.11": "", "ten minutes": ""},  # a version, a guess
}
# Figures, with exponent and per cent, fractions and raised figures; words from ten on.
NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?:e[-−+]?\d+)?(?:\s?%)?|[¼-¾⅐-⅞⁰¹²³⁴-⁹]+"
    r"|\b(?:ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b"
    r"|\w*(?:hundred|thousand|million|billion)\w*|\b(?:three|four|five|ten)fold\b|\bquarters?\b",
    re.IGNORECASE,
)
NO_NUMBERS = {"0", "1", "2", "½"}
BLOCKS = "heading paragraph bullet_list ordered_list list_item dl dt dd table thead tbody tr th td"
SILENT = ("em", "strong", "link")


def prose(text):
    """The text of a page without code, headings and what the code inserts.

    What is not known to be silent is an error: HTML, formulas between $$, footnotes.
    """
    heading = False
    for token in PARSER.parse(text):
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        if token.type == "inline":
            yield from () if heading else sentences(token)
        elif token.type == "front_matter":
            yield yaml.safe_load(token.content)["myst"]["html_meta"]["description"]
        elif token.type in ("fence", "colon_fence"):
            yield from directive(token)
        else:
            assert token.type == "myst_target" or token.type.rpartition("_")[0] in BLOCKS.split(), (
                token
            )


def sentences(inline):
    """The text of a paragraph in one line, with formulas in it only if they hold a decimal number."""
    text = ""
    for child in inline.children:
        if child.type == "math_inline":
            text += f"${child.content}$" if re.search(r"\d\.\d", child.content) else "$"
        elif child.type == "myst_role" and child.meta["name"] == "eval":
            names = [
                node for node in ast.walk(ast.parse(child.content)) if isinstance(node, ast.Name)
            ]
            assert names, f"nothing is computed by {child.content}"
        elif child.type in ("text", "image", "myst_role"):
            text += child.content
        elif child.type == "softbreak":
            text += " "
        else:
            assert child.type == "code_inline" or child.type.partition("_")[0] in SILENT, child
        text += child.attrs.get("title", "")
    yield text


def directive(token):
    """What a reader is told by a directive: its argument, its text, the alt text of a figure."""
    name = re.match(r"\{(\S+)\}|", token.info)[1]
    options, body = re.match(r"(?:---\n(.*?)---\n|)(.*)", token.content, re.DOTALL).groups()
    if name == "code-cell":
        alt = yaml.safe_load(options or "{}").get("mystnb", {}).get("image", {}).get("alt", "")
        yield alt
    elif name == "eval-rst":
        assert re.fullmatch(r"\.\. minigallery:: \S+\n", body)
    elif name == "math":
        assert body.startswith(":label: "), "a formula without a number has no test"
    else:
        assert name in ("admonition", "explorable", "glossary"), token.info
        yield token.info.partition("}")[2]
        yield from prose(re.sub(r"\A(:\w+:.*\n)+", "", body))


def cells(name):
    """The options and the code of each cell."""
    for token in PARSER.parse(SOURCES[name]):
        if token.info.startswith("{code-cell}"):
            options, body = re.match(r"(?:---\n(.*?)---\n|)(.*)", token.content, re.DOTALL).groups()
            yield yaml.safe_load(options or "{}"), body


def code(name):
    """The cells of a chapter, one after the other, as a reader would paste them into a file."""
    return "\n".join(body for _, body in cells(name))


def typed(text, inputs=()):
    """Numbers in prose that somebody typed, but for those inputs."""
    said = "\n".join(prose(text))
    for phrase in inputs:
        assert phrase in said
        said = said.replace(phrase, "")
    return set(NUMBER.findall(said)) - NO_NUMBERS


@every_source
def test_no_number_in_prose_was_typed(name):
    inputs = INPUTS.get(name, {})
    assert not typed(SOURCES[name], inputs)
    assert not [where for where in inputs.values() if where not in SOURCES[name]]


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
        "Every step keeps 2 % of it.",
        "After eighteen steps.",
        "A tolerance of 1e-2, or 2⁶.",
        "The rate is $\\alpha = 5.43$.",
        "![A mark at 5.43](x.svg)",
        '[a](x.md "at 5.43")',
    ],
)
def test_a_typed_number_is_found_wherever_it_stands(slip):
    assert typed(slip)


@pytest.mark.parametrize(
    "right",
    [
        "# Chapter 5",
        "The rate is {eval}`f'{rate:.2f}'`, or `5.43` in code, or $3x^4$.",
        "```{math}\n:label: a\n\nx = 5.43\n```",
        "```{code-cell} python\nx = 5.43\n```",
        "```{explorable} one-parameter\n---\nalpha: 4.5\n---\nTry it.\n```",
    ],
)
def test_a_number_in_code_and_maths_is_none_of_prose(right):
    assert not typed(right)


@pytest.mark.parametrize(
    "unseen",
    [
        "The rate is {eval}`5.43`.",
        "<p>The rate is 5.43.</p>",
        "So:\n\n    the rate is 5.43",
        "- so\n\n  $$\n  x = 5.43\n  $$ (label)",
        "```{math}\nx = 5.43\n```",
        "```{eval-rst}\n.. math::\n\n   x = 5.43\n```",
        "```{note}\nThe rate is 5.43.\n```",
    ],
)
def test_what_the_scan_cannot_read_is_an_error(unseen):
    with pytest.raises(AssertionError):
        typed(unseen)


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
    for options, _ in cells(name):
        alt = {"mystnb": {"image": {"alt": options.get("mystnb", {}).get("image", {}).get("alt")}}}
        assert options in ({}, alt, alt | {"tags": ["hide-input"]})
    for details in built(name).select(".cell details"):
        assert details.find_parent(class_="cell").select(".cell_output img")
    assert not built(name).select(".cell_output .text_plain")  # a script would not print it


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


VERBS = ("converge", "diverge", "standardise")


def occurrence(term):
    """A pattern for a term in a sentence: its plural, and other forms of a verb."""
    stem = f"{term[:-1]}(?:e|ed|es|ing)" if term in VERBS else f"{term}s?"
    return re.compile(rf"\b{stem}\b".replace(" ", r"\s+"), re.IGNORECASE)


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


def test_every_page_of_the_tutorial_is_known():
    assert SOURCES.keys() == {*EXECUTED, "index", "glossary", "references"}
    assert len([*(ROOT / "docs/tutorial").rglob("*.*")]) == len(SOURCES)


def test_every_term_is_used():
    pages = [built(name) for name in EXECUTED]
    for address in TERMS:
        assert any(page.find("a", href=f"glossary.html#{address}") for page in pages), address


def test_the_words_are_those_of_the_glossary_everywhere():
    written = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("gallery/*.py"), *ROOT.glob("src/gd/*.py")]
    for path in [*written, *ROOT.glob("docs/explorable/*.js"), ROOT / "README.md"]:
        text = path.read_text("utf-8")
        assert not re.search(
            r"\b(iteration|iterate|epoch|true minimum|optimum)s?\b", text, re.IGNORECASE
        ), path
