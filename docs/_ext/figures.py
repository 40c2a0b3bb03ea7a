"""Figures as SVG, each with a dark twin: Furo shows the one that fits the page's mode."""

from __future__ import annotations

import colorsys
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colours import ROLES, rgb, twin
from docutils import nodes
from outlines import thin
from sphinx.util import logging
from sphinx_gallery.directives import imgsgnode

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

WARNED = re.compile(r"^.*\b[A-Z]\w+Warning: .*$", re.MULTILINE)
SHOWS = re.compile(r"^plt\.show\(", re.MULTILINE)
# The roles by their twins; white becomes the page, which is Furo's.
DARK = dict(ROLES.values()) | {"#ffffff": "#131416"}
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*_images/[^"]+)\.svg"[^>]*>')
PART = re.compile(r"/explorable-|_thumb$")
SIZE = re.compile(r'\b(width|height)="([\d.]+)(pt)?"')
STYLE = re.compile(r'(?<=\s)style="([^"]*)"')
BARE = re.compile(r'fill="(#[0-9a-f]{6})"(?! stroke=)')
# Matplotlib sets these for all that it draws, in a style sheet; from the root they are inherited.
SHEET = '<style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>'
ROOT = 'stroke-linejoin="round" stroke-linecap="butt"'


def demand(app: Sphinx, doctree: nodes.document) -> None:
    """Warn, and so fail, where a figure did not come, or came without words for who cannot see it.

    A warning that an example printed, which may come of the machine that builds, fails too.
    """
    page = app.env.docname
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code":
            continue
        described = cell["cell_metadata"].get("mystnb", {}).get("image", {}).get("alt")
        code = cell.children[0].astext() if cell.children else ""
        if (described or SHOWS.search(code)) and not _images(cell):
            logger.warning("the cell should give a figure, and gave none", location=cell)
    if page.startswith("gallery/") and page != "gallery/index" and not _images(doctree):
        logger.warning("the script should give a figure, and gave none", location=page)
    for block in doctree.findall(nodes.literal_block):
        if warned := WARNED.search(block.astext()):
            logger.warning("the page would show a warning: %s", warned[0], location=block)
    for image in _images(doctree):
        # A card has a link of that name beside its picture.
        card = image.parent and "card" in image.parent.get("classes", ())
        if not (card or image.get("alt", "").strip()):
            logger.warning("%s has no alt text", image["uri"], location=image.parent)


def _images(node: nodes.Element) -> list[nodes.Element]:
    return [*node.findall(lambda n: isinstance(n, (nodes.image, imgsgnode)))]


def without_styles(svg: str) -> str:
    """The same picture with attributes for styles, which a content security policy would block."""
    svg = STYLE.sub(_attributes, svg)
    return svg.replace("<svg", f"<svg {ROOT}", 1).replace(SHEET, "") if SHEET in svg else svg


def without_seams(svg: str) -> str:
    """The same picture with an outline around each band of a surface, or the page would shine through between two."""
    return BARE.sub(lambda band: _outlined(band) if twin(band[1]) else band[0], svg)


def _outlined(band: re.Match[str]) -> str:
    return f'{band[0]} stroke="{band[1]}" stroke-width="0.5"'


def _in_pixels(svg: str) -> str:
    """The same picture in whole pixels, as the page gives its size, so that nothing moves when it comes."""
    head, end, rest = svg.partition("viewBox")
    return SIZE.sub(lambda side: f'{side[1]}="{_pixels(side)}"', head) + end + rest


def _pixels(side: re.Match[str]) -> int:
    return round(float(side[2]) * (4 / 3 if side[3] else 1))


def _attributes(style: re.Match[str]) -> str:
    declared = dict(part.split(":") for part in style[1].split(";") if part.strip())
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in declared.items())


def darken(svg: str) -> str:
    """The same picture for a dark page: roles by the table, surfaces likewise, all else with its lightness turned."""
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: _dark(colour[0]), svg, flags=re.IGNORECASE)


def _dark(colour: str) -> str:
    if dark := DARK.get(colour.lower()) or twin(colour):
        return dark
    hue, lightness, saturation = colorsys.rgb_to_hls(*(c / 255 for c in rgb(colour)))
    channels = colorsys.hls_to_rgb(hue, 0.08 + 0.86 * (1 - lightness), saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def show_both(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the dark twin beside each figure; lazy loading leaves it unfetched where the page is light.

    (Where it is dark, site.js fetches the light one too, once all else is there: for print.)

    A figure, but not a card's picture or a part of a live figure, has an address of its own.
    """
    if body := context.get("body"):
        numbers = itertools.count(1)

        def show(image: re.Match[str]) -> str:
            pair = _pair(image, app)
            if PART.search(image[1]):
                return pair
            name = f"figure-{next(numbers)}"
            link = f'<a class="headerlink" href="#{name}" title="Link to this figure">¶</a>'
            return f'<span class="figure" id="{name}">{pair}{link}</span>'

        context["body"] = IMAGE.sub(show, body)


def _pair(image: re.Match[str], app: Sphinx) -> str:
    lazy = image[0] if "loading=" in image[0] else image[0].replace("<img", '<img loading="lazy"')
    if "width=" not in lazy:
        lazy = lazy.replace("<img", f"<img{_size(f'{Path(image[1]).name}.svg', app)}")
    dark = lazy.replace(f"{image[1]}.svg", f"{image[1]}-dark.svg")
    return _with_class(lazy, "only-light") + _with_class(dark, "only-dark")


def _size(name: str, app: Sphinx) -> str:
    """Width and height, so that a page does not move when its figure comes."""
    waiting = (source for source, target in app.builder.images.items() if target == name)
    path = next((app.srcdir / source for source in waiting), Path(app.outdir, "_images", name))
    head = path.read_text("utf-8")[:1000] if path.exists() else ""
    sizes = SIZE.finditer(head.partition("viewBox")[0])
    return "".join(f' {side[1]}="{_pixels(side)}"' for side in sizes)


def _with_class(image: str, name: str) -> str:
    classed = re.sub(r'\bclass ?= ?"', f'class="{name} ', image)
    return classed if classed != image else image.replace("<img", f'<img class="{name}"')


def write_twins(app: Sphinx) -> None:
    """Write the dark twins; take out figures of earlier builds that no page shows any more."""
    pages = (page.read_text("utf-8") for page in Path(app.outdir).rglob("*.html"))
    shown = {name for page in pages for name in re.findall(r'_images/([^"/]+\.svg)', page)}
    for figure in Path(app.outdir, "_images").glob("*.svg"):
        if figure.name not in shown:
            figure.unlink()
        elif not figure.stem.endswith("-dark"):
            light = thin(without_seams(without_styles(figure.read_text("utf-8"))))
            if not figure.name.startswith("explorable-"):  # whose size is given elsewhere
                light = _in_pixels(light)
            figure.write_text(light, "utf-8")
            # Black is what Matplotlib does not name.
            black = light.replace("<svg", '<svg fill="#000000"', 1)
            figure.with_stem(f"{figure.stem}-dark").write_text(darken(black), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", demand)
    app.connect("html-page-context", show_both)
