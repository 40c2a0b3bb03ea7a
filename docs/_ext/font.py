"""The font of formulas: the part of STIX Two Math that the pages need, which ships inside ziamath."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import decomposition

from fontTools import subset

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from sphinx.application import Sphinx

WRITTEN = re.compile(r"<math\b.*?</math>", re.DOTALL)
FIRST = re.compile(r'(<div class="math\b[^>]*>\s*)?<math\b')
SCRIPT = re.compile(r"_static/font\.js(\?v=\w+)?")
TOKEN = re.compile(r"<(mi|mn|mo|mtext)\b([^>]*)>([^<]*)<")
# As what a letter that stands by itself is drawn.
ITALIC = (
    0x210E,
    *range(0x1D434, 0x1D455),
    *range(0x1D456, 0x1D468),
    0x1D6A4,
    0x1D6A5,
    *range(0x1D6E2, 0x1D71C),
)
SLANTED = {chr(int(decomposition(chr(code)).split()[-1], 16)): chr(code) for code in ITALIC}


def ask_for_font(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Have the font before the first formula is drawn: text moves when it comes after them.

    So it is in a script, which browsers wait for (and which they take from a folder on disk, too). It
    stands at the first formula, so that they show the words before it while they wait; and there it
    asks for the font, which would else come beside the style sheets, and hold up the first words.
    """
    font = context["pathto"]("_static/font.js", 1)
    script = f'<script src="{font}"></script>'
    if body := context.get("body"):
        context["body"] = FIRST.sub(lambda formula: script + formula[0], body, count=1)


def bring_font(app: Sphinx) -> None:
    """Write what the pages need of the font, which ships inside ziamath, and the name of that state of it.

    Without the smaller forms for subscripts (ssty), which would double it. The file beside the script
    is for who lets no script run.
    """
    texts = {page: page.read_text("utf-8") for page in Path(app.outdir).rglob("*.html")}
    formulas = "".join(formula for text in texts.values() for formula in WRITTEN.findall(text))
    font = _subset(drawn(formulas))
    version = hashlib.sha256(font).hexdigest()[:8]
    for page, text in texts.items():
        named = SCRIPT.sub(f"_static/font.js?v={version}", text)
        if named != text:
            page.write_text(named, "utf-8")
    static = Path(app.outdir, "_static")
    (static / "stix-two-math.woff2").write_bytes(font)
    (static / "font.js").write_text(
        'document.write(`<script src="${new URL("stix-two-math.js", document.currentScript.src)}'
        f'?v={version}"></script>`);\n'
    )
    (static / "stix-two-math.js").write_text(
        f'{{ const bytes = Uint8Array.from(atob("{base64.b64encode(font).decode()}"), (letter) =>'
        ' letter.charCodeAt()); document.fonts.add(new FontFace("STIX Two Math", bytes)); }\n'
    )


def drawn(formulas: str) -> set[str]:
    """The characters that browsers draw for what is written."""
    characters = {"√"} if re.search("<msqrt|<mroot", formulas) else set()
    for element, attributes, text in TOKEN.findall(formulas):
        letters = html.unescape(text)
        if element == "mi" and len(letters) == 1 and "mathvariant" not in attributes:
            letters = SLANTED.get(letters, letters)
        characters.update(letters)
    return characters


def _subset(characters: set[str]) -> bytes:
    subset.log.setLevel("WARNING")
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, bidi_closure=False)
    whole = files("ziamath") / "fonts/STIXTwoMath-Regular.ttf"
    font = subset.load_font(str(whole), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    _narrow_root(font)
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return file.getvalue()


def _narrow_root(font: TTFont) -> None:
    """Leave √ one form. Chromium gives a root the width of the widest, and a gap would follow each."""
    variants, root = font["MATH"].table.MathVariants, font.getBestCmap().get(ord("√"))
    if root in (coverage := variants.VertGlyphCoverage.glyphs):
        forms = variants.VertGlyphConstruction[coverage.index(root)]
        forms.MathGlyphVariantRecord = forms.MathGlyphVariantRecord[:1]
        forms.VariantCount, forms.GlyphAssembly = 1, None


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", ask_for_font)
