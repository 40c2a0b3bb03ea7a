"""Formulas as MathML, made at build time by docutils.

Sphinx's own renderers need a script or a TeX installation. This one needs neither.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

# All but the first in these is a script; what is higher than a line.
WITH_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
PARTS = dict.fromkeys(("mfrac", "mroot", *WITH_SCRIPTS), 2) | {"msubsup": 3, "munderover": 3}
HIGH = {"mfrac", "mtable", "munder", "mover", "munderover", "msqrt", "mroot", *"∑∏∫"}
BARS = {"|", "‖"}
OPENING, CLOSING = {*"([{⟨⌊⌈", *BARS}, {*")]}⟩⌋⌉"}
ACCENTS = {"ˉ": "‾", "ˆ": "\u0302"}  # what WebKit sets high above, and what it does not
THIN, THICK = "0.167em", "0.278em"  # TeX's


def keep_together(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Wrap a formula and the mark after it, which browsers would let begin the next line."""
    if app.builder.format != "html":
        return
    for formula in list(doctree.findall(nodes.math)):
        after = formula.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.Text) and after.startswith(tuple(".,:;?!)")):
            wrapper = nodes.inline(classes=["math-and-mark"])
            formula.parent.replace(formula, wrapper)
            wrapper += [formula, nodes.Text(after[0])]
            wrapper.parent.replace(after, nodes.Text(after[1:]))


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_mathml(node, as_block=False))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    # Furo wraps each formula in a container, to which it gives the same id.
    wrapped = "math-wrapper" in node.parent.get("classes", ())
    self.body.append(self.starttag(nodes.Element() if wrapped else node, "div", CLASS="math"))
    self.body.append(_mathml(node, as_block=True))
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    tex = node.astext()
    try:
        return convert(tex, as_block=as_block)
    except MathError as error:
        logger.warning("cannot write as MathML: %s: %s", error, tex, location=node)
        return ""


def convert(tex: str, *, as_block: bool) -> str:
    """MathML, or a MathError where the TeX is broken, of which docutils passes over much."""
    _check_ends(tex)
    try:
        return spell(tex2mathml(tex, as_block=as_block))
    except MathError:
        raise
    except Exception as error:  # it has many of its own, such as for a & outside of a table
        raise MathError("docutils cannot read it") from error


def _check_ends(tex: str) -> None:
    """Refuse what docutils ends by itself: what is open at the end, or at the end of what is around it."""
    ends = []
    for token in re.findall(r"\\(?:begin|end)\s*\{\w+\*?\}|\\[A-Za-z]+|\\.|[{}]", tex):
        if token == "{":
            ends.append("}")
        elif token == r"\left":
            ends.append(r"\right")
        elif token.startswith(r"\begin"):
            ends.append(token.replace("begin", "end"))
        elif token in ("}", r"\right") or token.startswith(r"\end"):
            due = ends.pop() if ends else "nothing"
            if token != due:
                raise MathError(f"expected {due}, got {token}")
    if ends:
        raise MathError(f"expected {ends[-1]}, got the end")


def _check_parts(formula: ET.Element) -> None:
    """Refuse a command without what it is about, which docutils leaves empty."""
    for part in formula.iter():
        lacks = len(part) < PARTS.get(part.tag, 0)
        if lacks or (part.tag in ("mi", "mn", "mo") and not part.text):
            raise MathError("a command, or a script, lacks what it is about")


def spell(mathml: str) -> str:
    """Say of an operator what each browser takes from a dictionary of its own: its space, and if it stretches."""
    mathml = re.sub(r' xmlns="[^"]*"', "", mathml)  # HTML does without
    formula = ET.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))
    _check_parts(formula)
    for part in formula.iter():
        if len(part):
            part.text = None
        for child in part:
            child.tail = None
        if part.tag in WITH_SCRIPTS:
            for script in part[1:]:
                for operator in script.iter("mo"):
                    _space(operator)
                    if operator.text in ACCENTS:
                        operator.text, operator.attrib["stretchy"] = ACCENTS[operator.text], "true"
        else:
            _spell_row(part)
    return ET.tostring(formula, "unicode", short_empty_elements=False)


def _spell_row(row: ET.Element) -> None:
    high = any(part.tag in HIGH or part.text in HIGH for part in row.iter())
    for before, part, after in zip([None, *row], row, [*row[1:], None], strict=False):
        operator = part[0] if part.tag in WITH_SCRIPTS else part
        name = operator.text or ""
        if operator.tag != "mo":
            continue
        if name in OPENING | CLOSING and not {"stretchy", "minsize"} & {*operator.keys()}:
            ends = row.tag == "mrow" and (before is None or after is None)  # of left and right
            operator.set("stretchy", "true" if ends and high else "false")
        if operator.get("lspace"):  # it is a script
            continue
        if name in ("/", *BARS):
            _space(operator)
        elif name in ("∣", "∥"):  # mid, parallel
            _space(operator, THICK, THICK)
        elif name.isalpha() and name.isascii():  # max, min
            close = before is not None and (before.tag != "mo" or before.text in CLOSING)
            while after is not None and len(after):
                after = after[0]
            opens = after is not None and after.text in OPENING
            _space(operator, THIN if close else "0", "0" if opens else THIN)


def _space(operator: ET.Element, before: str = "0", after: str = "0") -> None:
    operator.set("lspace", before)
    operator.set("rspace", after)


def say_whose(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Say of which page an equation of another page is: each page counts its own."""
    for link in doctree.findall(nodes.reference):
        other, _, label = link.get("refuri", "").partition("#equation-")
        if other and label:
            home, _ = app.env.domains["math"].equations[label]
            link += [nodes.Text(" of "), nodes.emphasis("", app.env.titles[home].astext())]


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(visit_math, None),
        block_renderers=(visit_math_block, None),
    )
    app.connect("doctree-resolved", keep_together)
    app.connect("doctree-resolved", say_whose)
