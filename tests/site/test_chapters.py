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
CHAPTERS = ["derivation", "one-parameter", "learning-rate", "two-parameters", "scaling", "scale"]
EXECUTED = [*CHAPTERS, "conventions"]
EXTENSIONS = re.search(
    r"^myst_enable_extensions = (\[.*?\])$",
    (ROOT / "docs/conf.py").read_text("utf-8"),
    re.MULTILINE,
)[1]
PARSER = create_md_parser(
    MdParserConfig(enable_extensions=set(ast.literal_eval(EXTENSIONS))), RendererHTML
)
# All but the references, whose numbers are years, volumes and pages.
every_source = pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"references"}))
every_chapter = pytest.mark.parametrize("name", CHAPTERS)
every_executed = pytest.mark.parametrize("name", EXECUTED)


def built(name):
    page = ROOT / f"docs/_build/html/tutorial/{name}.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser").find("article")


# -- Numbers ----------------------------------------------------------------------------------------
# What a sentence may say in figures or in words: an input, with the code that has it too, or why.
INPUTS = {
    "derivation": {
        "α = 0.1": "alpha = 0.1\n",
        "ten steps": "range(10)",
        "twenty points": "# of the live figure: the draws of kinds.js",
    },
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
    "scale": {
        "twenty points": "# an example",
        "twenty million": "# an example",
        "a thousand points": "m = 1000\n",
        "over the thousand points": "m = 1000\n",
        "sixteen digits": "# of a double",
        "thirteen of its digits": "far = 1e6",
        "measured to a hundredth": "rng.normal(0, 0.01, 50)",
        "some hundreds of points": "# TALL of gd",
        "A million rows of ten columns": "1000 * m * 11",
    },
    "conventions": {
        "The twenty points": "np.linspace(-1, 1, 20)",
        "the twenty points": "np.linspace(-1, 1, 20)",
        "$\\alpha = 0.01$": "# the advice that is quoted",
        "a thousand times": "# an example",
        "η = 0.02": "2 * m * 0.02",
    },
    "index": {"Python 3.11": "# the oldest that gd supports", "ten minutes": "# a guess"},
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
    """The text of a paragraph in one line; of its formulas those that are, or hold, a typed result."""
    text = ""
    for child in inline.children:
        if child.type == "math_inline":
            number = re.search(r"\d[.,{}]+\d", child.content) or not re.search(
                "[A-Za-z]", child.content.replace(r"\frac", "")
            )
            text += f"${child.content}$" if number else "$"
        elif child.type == "myst_role" and child.meta["name"] == "eval":
            text += " ".join(inserted(child.content))
        elif child.type in ("text", "image", "myst_role"):
            text += child.content
        elif child.type == "softbreak":
            text += " "
        else:
            assert child.type == "code_inline" or child.type.partition("_")[0] in SILENT, child
        text += child.attrs.get("title", "")
    yield text


def inserted(expression):
    """The texts that an expression inserts beside what it computes from the names of the chapter."""
    tree = ast.parse(expression)
    formats = [node.format_spec for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]
    silent = {id(node) for spec in formats if spec for node in ast.walk(spec)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names & ASSIGNED, f"nothing is computed by {expression}"
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


def directive(token):
    """What a reader is told by a directive: its argument, its text, the alt text of a figure."""
    name = re.match(r"\{(\S+)\}|", token.info)[1]
    options, body = parts(token)
    if name == "code-cell":
        yield options.get("mystnb", {}).get("image", {}).get("alt", "")
    elif name == "eval-rst":
        assert re.fullmatch(r"\.\. minigallery:: \S+\n", body)
    elif name == "math":
        assert body.startswith(":label: "), "a formula without a number has no test"
    else:
        assert name in ("admonition", "explorable", "glossary"), token.info
        yield token.info.partition("}")[2]
        yield from prose(re.sub(r"\A(:\w+:.*\n)+", "", body))


def parts(token):
    """The options of a directive, where they are YAML, and its body."""
    options, body = re.match(r"(?:---\n(.*?)---\n|)(.*)", token.content, re.DOTALL).groups()
    return yaml.safe_load(options or "{}"), body


def cells(name):
    """The options and the code of each cell."""
    for token in PARSER.parse(SOURCES[name]):
        if token.info.startswith("{code-cell}"):
            yield parts(token)


def code(name):
    """The cells of a chapter, one after the other, as a reader would paste them into a file."""
    return "\n".join(body for _, body in cells(name))


ASSIGNED = {
    node.name if isinstance(node, ast.FunctionDef) else node.id
    for name in EXECUTED
    for node in ast.walk(ast.parse(code(name)))
    if isinstance(node, ast.FunctionDef)
    or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
}


def typed(text, inputs=()):
    """Numbers in prose that somebody typed, but for those inputs."""
    said = "\n".join(prose(text))
    for phrase in inputs:
        rest = re.sub(rf"(?<![\w.]){re.escape(phrase)}(?![\w.]*\d)", " ", said)
        assert rest != said, f"nobody says {phrase}"
        said = rest
    return set(NUMBER.findall(said)) - NO_NUMBERS


@every_source
def test_no_number_in_prose_was_typed(name):
    inputs = INPUTS.get(name, {})
    assert not typed(SOURCES[name], inputs)
    for where in inputs.values():
        assert where.startswith("# ") or (where and where in SOURCES[name])


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
        "It takes $25$ steps, or $\\frac{38}{7}$.",
        "The rate is {eval}`f'{h:.2f} and 5.43'`.",
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
        "The rate is {eval}`f'{h:.2f}'`, or `5.43` in code, or $3x^4$.",
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
        "The rate is {eval}`str(5.43)`.",
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


# What the names of a chapter mean, by gd, which has tests of its own.
COMPUTED = {
    "derivation": """
        J(theta) == cost(theta)
        np.allclose(gradient(theta), cost.gradient(theta))
        np.allclose(update(theta, alpha), gd.update(cost, theta, alpha))
        np.allclose(hypothesis(theta), gd.hypothesis(theta, X))
        np.allclose(X @ theta - y, r)
        np.allclose(H, cost.hessian)
        np.allclose(minimiser, cost.minimizer)
        np.allclose(walked, gd.descend(cost, theta, alpha, 10).thetas[-1])
        np.allclose(power @ (theta - minimiser), walked - minimiser)
        np.isclose(2 / eigenvalues.max(), gd.critical_rate(cost))
    """,
    "one-parameter": """
        J(0.3) == cost([0.3])
        gradient(0.3) == cost.gradient([0.3])[0]
        np.array_equal(path.thetas[:, 0], thetas)
        np.allclose(path.costs, costs)
        np.isclose(h, cost.hessian[0, 0])
        np.allclose(predicted, errors)
    """,
    "learning-rate": """
        np.isclose(h, J.hessian[0, 0])
        np.allclose(np.abs(1 - alphas * h)[1:4:2], [0, 1])
    """,
    "two-parameters": """
        np.allclose([least, most], [7 / 19, 1])
        np.isclose(best, 19 / 13) and np.isclose(rho, 6 / 13)
    """,
    "scaling": """
        np.isclose(condition(x), np.linalg.cond(J.hessian))
        np.allclose([theta_0, theta_1], J.minimizer)
        np.allclose(path.thetas[-1], K.minimizer)
    """,
    "scale": """
        np.isclose(by_means(0.7), by_points(0.7)) and np.isclose(J([0.7]), by_points(0.7))
        np.isclose(np.sum((R @ [0.7, -1]) ** 2) / (2 * m), by_points(0.7))
        abs(u @ G @ u / 2 - far_J(far_J.minimizer)) > far_J(far_J.minimizer)
        remembered(3) == 10
        np.allclose(total.minimizer, whole.minimizer)
        np.allclose(thetas[-1], np.linalg.lstsq(X, y)[0], atol=1e-2)
    """,
    "conventions": """
        np.isclose(descend(1 / m, 1.15), 0.4999858251049993, rtol=1e-14)
        np.isclose(one, 38 / 7) and np.isclose(two, 2)
    """,
}


@every_executed
def test_the_code_of_a_chapter_computes_what_the_library_computes(tmp_path, name):
    script = tmp_path / "pasted.py"
    checks = [f"assert {line.strip()}\n" for line in COMPUTED[name].strip().splitlines()]
    script.write_text(code(name) + "\n" + "".join(checks), "utf-8")
    silent = {"env": os.environ | {"MPLBACKEND": "svg"}, "capture_output": True, "text": True}
    run = subprocess.run([sys.executable, script], check=False, cwd=tmp_path, **silent)
    assert run.returncode == 0, run.stderr


# Facts that were computed elsewhere, as the page must state them.
STATED = {
    "derivation": "rate below 0.4759 | J from 1.4375 to 0.54875 | 0.0875",
    "one-parameter": "−0.1842 | 0.2118 | 0.4043 | 0.4999858 | 57.6 % | 33.2 % | 2.7143 | 26 | 1.474 | 1.357",
    "learning-rate": "5.42857142 | 1.70 | 4.2786 | 3744 | 0.00054 | step 5790 | step 11571 | 1.8e+308",
    "two-parameters": "30 % | 74 % | 1.9999999 1.96927109 | 0.4615384 | 18 at 1.4615 | 47 at 0.7 | 63 %",
    "scaling": "2.7143 | 17.499 | 132.6 | 12712 | 4.8073e+11 | 18 steps | 38 days | 76.2 | 2.714",
    "scale": "n = 1 N = 3 | n = 100 N = 5151 | m=1000, n=2 | 11,000,000 | keeps 66",
    "conventions": "5.4286 or 2.0000 | 2.7143 or 1.0000 | 0.1357 or 0.0500 | = 0.8",
}


@every_executed
def test_a_chapter_states_the_known_facts(name):
    said = " ".join(built(name).get_text().split())
    missing = [fact for fact in STATED[name].split(" | ") if fact not in said]
    assert not missing


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
    assert len([*(ROOT / "docs/tutorial").rglob("*.md")]) == len(SOURCES)


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
