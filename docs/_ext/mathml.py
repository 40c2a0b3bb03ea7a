"""Formulas as MathML, made at build time by docutils, in a subset of STIX Two Math.

Sphinx's own renderers need a script or a TeX installation. This one needs neither.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from fontTools import subset
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

FORMULA = (nodes.math, nodes.math_block)

FONT = "stix-two-math.woff2"
# Latin and Greek, upright and italic, the operators and brackets of analysis and linear algebra.
# Without the smaller forms for subscripts (ssty), which would double its 33 kB.
CHARACTERS = (
    "20-7E,A0,AC,AF,B1,B7,BD,D7,F7,2C6,2DC,302-308,20D7,391-3C9,3D1,3D5,3F5,2013,2016,2026,2032,"
    "2033,203E,2061-2064,2102,2115,211D,210E,2190-2194,21A6,21D2,21D4,2200-222B,223C,2243,2245,"
    "2248,2254,2260-226B,2282-2287,2295,2297,22A4,22A5,22C5,22EE-22F1,2308-230B,23DC-23DF,27E8,"
    "27E9,1D434-1D467,1D6FC-1D71B"
)


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
        return tex2mathml(tex, as_block=as_block)
    except MathError as error:
        logger.warning("cannot write as MathML: %s: %s", error, tex, location=node)
        return ""


def preload(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Ask for the font early where there are formulas: text moves when it comes after them."""
    if doctree is not None and any(doctree.findall(lambda n: isinstance(n, FORMULA))):
        script = context["pathto"]("_static/font.js", 1)
        context["metatags"] += f'<script src="{script}"></script>\n'


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Put the subset of the font, which ships inside ziamath, beside the style sheets."""
    target = Path(app.outdir, "_static", FONT)
    if exception or app.builder.format != "html" or target.exists():
        return
    subset.log.setLevel("WARNING")
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    source = files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(visit_math, None),
        block_renderers=(visit_math_block, None),
    )
    app.connect("doctree-resolved", keep_together)
    app.connect("html-page-context", preload)
    app.connect("build-finished", write_font)
