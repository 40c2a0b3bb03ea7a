"""Formulas: MathML that browsers draw alike, numbered, and refused where its TeX is broken."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from mathml import convert, spell

HTML = Path(__file__).parents[2] / "docs/_build/html"


@pytest.mark.parametrize(
    ("tex", "part", "spelled"),
    [
        (r"\bar x", "mover > mo", {"text": "‾", "stretchy": "true"}),
        (r"\hat y", "mover > mo", {"text": "\u0302", "stretchy": "true"}),
        (r"\lambda_{\min}", "msub > mo", {"lspace": "0", "rspace": "0"}),
        (r"\theta^*", "msup > mo", {"lspace": "0", "rspace": "0"}),
        (r"\sum_{i=1}^m x", "mrow > mo", {"text": "=", "lspace": "0", "rspace": "0"}),
        (r"|r|", "mo", {"text": "|", "lspace": "0", "rspace": "0", "stretchy": "false"}),
        (r"\lVert Zu\rVert^2", "msup > mo", {"text": "‖", "rspace": "0", "stretchy": "false"}),
        (r"\left(\frac{1}{2}\right)", "mo", {"text": "(", "stretchy": "true"}),
        (r"\left(x\right)", "mo", {"text": "(", "stretchy": "false"}),
        (r"\left(\sqrt{x}\right)", "mo", {"text": "(", "stretchy": "true"}),
        (r"\bigl(x\bigr)", "mo", {"text": "(", "minsize": "1.2em"}),
        (r"x \mid y", "mo", {"text": "∣", "lspace": "0.278em", "rspace": "0.278em"}),
        (r"\max\,x", "mo", {"text": "max", "lspace": "0", "rspace": "0.167em"}),
        (r"\max\theta^{(i)}", "mo", {"text": "max", "rspace": "0.167em"}),
        (r"f(x)\max y", "mo:nth-of-type(3)", {"text": "max", "lspace": "0.167em"}),
        (r"\max(a, b)", "mo", {"text": "max", "lspace": "0", "rspace": "0"}),
        (r"2\max a", "mo", {"text": "max", "lspace": "0.167em", "rspace": "0.167em"}),
        (r"2/h", "mo", {"text": "/", "lspace": "0", "rspace": "0"}),
    ],
)
def test_what_engines_space_and_stretch_each_in_its_way_is_spelled_out(tex, part, spelled):
    found = BeautifulSoup(spell(tex2mathml(tex)), "html.parser").select_one(part)
    assert {name: found.get(name, found.text) for name in spelled} == spelled


def test_equations_are_mathml_with_numbers_that_references_find():
    text = (HTML / "tutorial/one-parameter.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser")
    equations = page.select("div.math")
    assert [equation.select_one(".eqno").text[:3] for equation in equations] == [
        f"({number})" for number in range(1, len(equations) + 1)
    ]
    assert all(equation.find("math") for equation in equations)
    links = [link["href"] for link in page.select("div.math .eqno a.headerlink")]
    assert links == [f"#{wrapper['id']}" for wrapper in page.select(".math-wrapper")]
    assert len(links) == len(equations)
    references = page.select('a[href^="#equation-"].reference')
    assert len(references) >= 4
    for reference in references:
        number = page.find(id=reference["href"][1:]).select_one(".eqno").text
        assert reference.text == f"equation {number.partition(')')[0][1:]}"


@pytest.mark.parametrize("as_block", [False, True])
@pytest.mark.parametrize(
    ("tex", "says"),
    [
        (r"\frac{a}{b", "expected }, got the end"),
        (r"\frac{a}b}", "expected nothing, got }"),
        (r"\sum_{i x", "expected }, got the end"),
        (r"\left(a", r"expected \right, got the end"),
        (r"a\right)", r"expected nothing, got \right"),
        (r"\left(\frac{a}{b\right)}", r"expected }, got \right"),
        (r"\begin{aligned} a", r"expected \end{aligned}, got the end"),
        (r"a \end{aligned}", r"expected nothing, got \end{aligned}"),
        (r"\begin{pmatrix} a \end{aligned}", r"expected \end{pmatrix}, got \end{aligned}"),
        (r"\begin{nothing} a \end{nothing}", 'Environment "nothing" not supported!'),
        (r"\nothing", r'Unknown LaTeX command "\nothing".'),
        (r"⌘", 'Unsupported character: "⌘"!'),
        (r"\frac{a}", "Last node missing children. Source incomplete?"),
        (r"{\frac{a}} b", "a command, or a script, lacks what it is about"),
        (r"\operatorname", "a command, or a script, lacks what it is about"),
        (r"\left(a\right", "a command, or a script, lacks what it is about"),
        (r"^2", "docutils cannot read it"),
        (r"a & b", "docutils cannot read it"),
    ],
)
def test_broken_tex_is_refused(tex, says, as_block):
    with pytest.raises(MathError, match=f"^{re.escape(says)}$"):
        convert(tex, as_block=as_block)


@pytest.mark.parametrize(
    "tex",
    [
        r"\left.a\right|",
        r"\{a\}",
        r"a \leftarrow b \rightarrow c",
        r"\left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.",
        r"x_{}",
        r"{x^1}^2",
        r"x_1^2",
        r"\frac ab",
        r"\text{if $a$}",
    ],
)
def test_tex_that_is_whole_is_not(tex):
    assert convert(tex, as_block=False).startswith("<math>")
