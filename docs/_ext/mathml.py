"""Formulas as MathML, made at build time by docutils, in a subset of STIX Two Math.

Sphinx's own renderers need a script or a TeX installation. This one needs neither.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

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

FONT = files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"
WRITTEN = re.compile(r"<math\b.*?</math>", re.DOTALL)
SCRIPT = re.compile(r"_static/font\.js(\?v=\w+)?")
# A letter that stands by itself is drawn as one of these.
ITALIC = [chr(code) for code in (0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))]


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


def ask_for_font(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Have the font before the first formula is drawn: text moves when it comes after them.

    So it is in a script, which browsers wait for (and which they take from a folder on disk, too).
    """
    if doctree is not None and any(doctree.findall(lambda n: isinstance(n, FORMULA))):
        script = context["pathto"]("_static/font.js", 1)
        context["metatags"] += f'<script src="{script}"></script>\n'


def bring_font(app: Sphinx, exception: Exception | None) -> None:
    """Write what the pages need of the font, which ships inside ziamath, and the name of that state of it.

    Without the smaller forms for subscripts (ssty), which would double it. The file beside the script
    is for who lets no script run.
    """
    if exception or app.builder.format != "html":
        return
    texts = {page: page.read_text("utf-8") for page in Path(app.outdir).rglob("*.html")}
    formulas = "".join(formula for text in texts.values() for formula in WRITTEN.findall(text))
    characters = {*html.unescape(re.sub(r"<[^>]+>", "", formulas))}
    characters |= {letter for letter in ITALIC if normalize("NFKC", letter) in characters}
    font = _subset(characters)
    version = hashlib.sha256(font).hexdigest()[:8]
    for page, text in texts.items():
        named = SCRIPT.sub(f"_static/font.js?v={version}", text)
        if named != text:
            page.write_text(named, "utf-8")
    static = Path(app.outdir, "_static")
    (static / "stix-two-math.woff2").write_bytes(font)
    (static / "font.js").write_text(
        f'{{ const bytes = Uint8Array.from(atob("{base64.b64encode(font).decode()}"), (letter) =>'
        ' letter.charCodeAt()); document.fonts.add(new FontFace("STIX Two Math", bytes)); }\n'
    )


def _subset(characters: set[str]) -> bytes:
    subset.log.setLevel("WARNING")
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    font = subset.load_font(str(FONT), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return file.getvalue()


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(visit_math, None),
        block_renderers=(visit_math_block, None),
    )
    app.connect("doctree-resolved", keep_together)
    app.connect("html-page-context", ask_for_font)
    app.connect("build-finished", bring_font)
