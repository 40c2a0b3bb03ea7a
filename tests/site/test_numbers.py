"""No number in the prose of the tutorial was typed, but for those that a chapter's module tells of."""

import ast
import re

import pytest
import yaml
from pages import EXECUTED, PARSER, SOURCES, code, every_source, parts, said

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
DIRECTIVES = ("admonition", "chapters", "explorable", "glossary", "next-chapter")


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
            told = yaml.safe_load(token.content)
            yield from (told.get(name, "") for name in ("summary", "teaser"))
            yield told.get("myst", {}).get("html_meta", {}).get("description", "")
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
        assert name in DIRECTIVES, token.info
        yield token.info.partition("}")[2]
        yield from prose(re.sub(r"\A(:\w+:.*\n)+", "", body))


ASSIGNED = {
    node.name if isinstance(node, ast.FunctionDef) else node.id
    for name in EXECUTED
    for node in ast.walk(ast.parse(code(name)))
    if isinstance(node, ast.FunctionDef)
    or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
}


def typed(text, inputs=()):
    """Numbers in prose that somebody typed, but for those inputs."""
    words = "\n".join(prose(text))
    for phrase in inputs:
        rest = re.sub(rf"(?<![\w.]){re.escape(phrase)}(?![\w.]*\d)", " ", words)
        assert rest != words, f"nobody says {phrase}"
        words = rest
    return set(NUMBER.findall(words)) - NO_NUMBERS


@every_source
def test_no_number_in_prose_was_typed(name):
    inputs = said(name, "INPUTS", {})
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
        "---\nsummary: It is 5.43.\n---\n# Title",
        "---\nteaser: it is 5.43.\n---\n# Title",
        "```{next-chapter}\nIt is 5.43.\n```",
        "Every step keeps 2 % of it.",
        "After eighteen steps.",
        "A tolerance of 1e-2, or 2⁶.",
        "The rate is $\\alpha = 5.43$.",
        "It takes $25$ steps, or $\\frac{38}{7}$.",
        "The rate is {eval}`f'{factor:.2f} and 5.43'`.",
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
        "The rate is {eval}`f'{factor:.2f}'`, or `5.43` in code, or $3x^4$.",
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
