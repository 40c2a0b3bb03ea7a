"""Faults in what Sphinx and its extensions write, each mended in the text of the page.

A checker's rule stands beside each: vnu and axe are what `nox -s audit` runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FAULTS = (
    # Sphinx: the caption of a contents tree is a heading of no level (vnu; axe aria-required-attr).
    (r'<p class="caption" role="heading">', r'<p class="caption" role="heading" aria-level="2">'),
    # Sphinx, in the listed source of a module: a <div> within <pre> (vnu).
    (r"<pre>.*?</pre>", lambda pre: re.sub(r"(</?)div\b", r"\1span", pre[0])),
    # myst-nb: <p> within <summary> (vnu), under a name that is not what can be read there (axe).
    (
        r'<summary aria-label="Toggle hidden content">\s*<p ([^>]*)>(.*?)</p>\s*<p ([^>]*)>(.*?)</p>',
        r"<summary><span \1>\2</span><span \3>\4</span>",
    ),
    # Sphinx: a term's address is that of the word alone, and that is all its search shows of it.
    (r'<dt id="(term-[^"]*)">(.*?</dt>)(.*?</dd>)', r'<div id="\1"><dt>\2\n\3</div>'),
    # Furo: two landmarks of the same kind without names (axe landmark-unique).
    (r'<aside class="sidebar-drawer"', r'<aside class="sidebar-drawer" aria-label="Site"'),
    (r'<aside class="toc-drawer', r'<aside aria-label="On this page" class="toc-drawer'),
    # Furo: a script and styles in the page, which a content security policy would have to allow.
    (r"<script>\s*document\.body\.dataset\.theme\b.*?</script>", ""),
    (r'<svg xmlns="http://www.w3.org/2000/svg" style="display: none;">', '<svg display="none">'),
    (r'style="opacity: 50%"', 'opacity="0.5"'),
    # Sphinx and Furo both set the viewport; Furo closes the search page to search engines.
    (r'<meta name="viewport" content="width=device-width, initial-scale=1" />\s*', ""),
    (r'<meta name="robots" content="noindex" />', ""),
)
COMPILED = [(re.compile(fault, re.DOTALL), right) for fault, right in FAULTS]


def mend(html: str) -> str:
    """The same HTML without the faults."""
    for fault, right in COMPILED:
        html = fault.sub(right, html)
    return html


def offer(app: Sphinx) -> None:
    """Let the templates say {{ super() | mend }}."""
    if app.builder.format == "html":
        app.builder.templates.environment.filters["mend"] = mend


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", offer)
