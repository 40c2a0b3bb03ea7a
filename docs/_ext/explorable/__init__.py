"""The directive `explorable`: a live figure, and the still one that stands there before it.

    ```{explorable} one-parameter
    :alpha: 5.6
    :steps: 20
    :first: cost
    ```

A kind is a module, docs/explorable/kinds/KIND.js, with a table of its settings: the options here, and the
element's attributes. `first` names the panel that comes before the others, `controls` the settings that a reader is
shown controls for (none: the panels, Play and Reset), and `preset` makes a button that sets some (Too large:
alpha=2.1&steps=20). The content, if any, is a caption. stills/KIND.py draws the still panels, with gd and
Matplotlib, while the page is written.
"""

from __future__ import annotations

import hashlib
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import matplotlib.style
from assets import joined
from docutils import nodes
from docutils.parsers.rst import directives
from join import join, modules
from matplotlib.figure import Figure
from sphinx.util.docutils import SphinxDirective

from .settings import SOURCE, controls, kinds, parse, preset

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

KINDS = kinds()
OFFERS = ("first", "controls", "preset")  # attributes that are no settings
TABLES = [*SOURCE.glob("kinds/*.js")]


class LiveFigure(nodes.General, nodes.Element):
    """A live figure, with the attributes of its element."""


class Explorable(SphinxDirective):
    """Place a live figure."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        **dict.fromkeys(("name", *OFFERS), directives.unchanged),
        **{key: directives.unchanged for settings in KINDS.values() for key in settings},
    }

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0]
        if kind not in KINDS:
            raise self.error(f"kind must be one of {', '.join(KINDS)}; got {kind}")
        drawn = Path(__file__).with_name("stills") / f"{kind.replace('-', '_')}.py"
        if not drawn.is_file():
            raise self.error(f"{kind} has no still figure: write stills/{drawn.name}")
        offers = {key: self.options[key] for key in OFFERS if key in self.options}
        given = {k: text for k, text in self.options.items() if k not in ("name", *OFFERS)}
        chosen = {key: setting["value"] for key, setting in KINDS[kind].items()}
        shows = None
        if unknown := [key for key in given if key not in chosen]:
            raise self.error(f"{kind} has no option {unknown[0]}")
        try:
            for key, text in given.items():
                chosen[key] = parse(key, KINDS[kind][key], text)
            if "controls" in offers:
                shows = " ".join(controls(KINDS[kind], offers["controls"]))
            if "preset" in offers:
                preset(KINDS[kind], offers["preset"])
        except ValueError as error:
            raise self.error(str(error)) from error
        for source in TABLES:
            self.env.note_dependency(str(source))
        panels = still(kind).PANELS
        if (first := offers.get("first")) not in (None, *panels):
            raise self.error(f"first must be one of {', '.join(panels)}; got {first}")
        name = self.options.get("name", f"live-{self.env.new_serialno('explorable')}")
        ids = [nodes.make_id(name)]
        node = LiveFigure(
            ids=ids, kind=kind, given=given, chosen=chosen, offers=offers, shows=shows
        )
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]


def still(kind: str) -> ModuleType:
    """What draws a kind before it is live."""
    return import_module(f".stills.{kind.replace('-', '_')}", __package__)


def visit_html(self: HTML5Translator, node: LiveFigure) -> None:
    """The element, with its still panels inside; then its caption."""
    drawn, first = still(node["kind"]), node["offers"].get("first")
    given = {"kind": node["kind"]} | node["given"]
    solution = drawn.solve(node["chosen"])
    digest = hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()[:10]
    folder = Path(self.builder.outdir, self.builder.imagedir)
    folder.mkdir(parents=True, exist_ok=True)
    attributes = " ".join(
        f'{key}="{escape(text)}"' for key, text in (given | node["offers"]).items()
    )
    shows = "" if node["shows"] is None else f' data-shows="{node["shows"]}"'
    self.body.append(f'<gd-explorable id="{node["ids"][0]}" {attributes}>\n')
    self.body.append(f'<div class="still" data-panels="{len(drawn.PANELS)}"{shows}>\n')
    for name in sorted(drawn.PANELS, key=lambda name: name != first):
        draw = drawn.PANELS[name]
        with matplotlib.style.context(["default", "gd.figure"]):
            figure = Figure(figsize=(3.6, 3.0))
            alt = draw(figure.subplots(), solution)
            path = folder / f"explorable-{digest}-{name}.svg"
            figure.savefig(path, metadata={"Date": None})
        source = f"{self.builder.imgpath}/{path.name}"
        self.body.append(f'<img src="{source}" alt="{escape(alt)}" width="360" height="300">\n')
    self.body.append("</div>\n</gd-explorable>\n")
    if node.children:
        self.body.append('<div class="explorable-caption">')


def depart_html(self: HTML5Translator, node: LiveFigure) -> None:
    if node.children:
        link = f'<a class="headerlink" href="#{node["ids"][0]}" title="Link to this figure">¶</a>'
        self.body.append(f"{link}</div>\n")


def visit_other(self: Any, node: LiveFigure) -> None:
    """Where there is no picture, the caption stays."""


def load(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Ask for the scripts of the page's kinds and the style sheet where there is a live figure, and only there."""
    shown = {figure["kind"] for figure in doctree.findall(LiveFigure)} if doctree else ()
    if shown:
        app.add_css_file("explorable.css")
        for script in ("explorable", *(f"explorable-{kind}" for kind in sorted(shown))):
            app.add_js_file(f"{script}.js")


def put(app: Sphinx) -> None:
    """Put the modules, joined, and the style sheet beside the other static files.

    One script is what all kinds have in common; one a kind is what that needs beside.
    """
    if app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    common = modules(SOURCE, "element")
    scripts = {"explorable": common}
    for kind in KINDS:
        own = modules(SOURCE, f"kinds/{kind}")
        scripts[f"explorable-{kind}"] = {
            name: text for name, text in own.items() if name not in common
        }
    for name, texts in scripts.items():
        (static / f"{name}.js").write_text(join(texts), "utf-8")
    (static / "explorable.css").write_text(style(), "utf-8")


def style() -> str:
    """The style sheet, with what follows from the settings of each kind."""
    sheet = joined(SOURCE / "explorable.css")
    shown = {key: None for table in KINDS.values() for key, s in table.items() if "label" in s}
    rules = [*map(_hidden, shown), *map(_room, KINDS)]
    every = f"gd-explorable > * {{ {'; '.join(f'--shows-{key}: 1' for key in shown)} }}\n"
    return "".join([sheet, every, *rules, _beside()])


def _hidden(key: str) -> str:
    """What becomes of a control, and of all that comes with it, in a figure that does not show it."""
    without = f'[data-shows]:not([data-shows~="{key}"])'
    return f'{without} {{ --shows-{key}: 0 }}\n{without} [data-of="{key}"] {{ display: none }}\n'


def _room(kind: str) -> str:
    """What the heights in the style sheet follow from: how many rows a figure has of each sort."""
    others = {
        key: s for key, s in KINDS[kind].items() if key not in ("steps", "alpha") and "label" in s
    }
    counts = {"sliders": ["0"], "first-sliders": ["0"], "switches": ["0"]}
    for key, setting in others.items():
        number = len(setting["label"]) if isinstance(setting["label"], list) else 1
        sort = "switches" if isinstance(setting["value"], bool) else "sliders"
        where = "first-sliders" if setting.get("first") else sort
        counts[where].append(f"{number} * var(--shows-{key})")
    rows = {sort: f"({' + '.join(terms)})" for sort, terms in counts.items()}
    rows["parameters"] = str(len(KINDS[kind]["start"]["value"]))
    declared = "; ".join(f"--{name}: {number}" for name, number in rows.items())
    return f'gd-explorable[kind="{kind}"] > * {{ {declared} }}\n'


def _beside() -> str:
    """How many rows sliders are, two or three of them side by side; a little more without round()."""
    rough = "--halves: ((var(--sliders) + 1) / 2); --thirds: ((var(--sliders) + 2) / 3)"
    exact = "--halves: round(up, var(--sliders) / 2, 1); --thirds: round(up, var(--sliders) / 3, 1)"
    rule = "gd-explorable > * {{ {} }}\n".format
    return f"{rule(rough)}@supports (height: round(up, 1px, 1px)) {{ {rule(exact)} }}\n"


def setup(app: Sphinx) -> None:
    app.add_node(
        LiveFigure,
        html=(visit_html, depart_html),
        **dict.fromkeys(("latex", "text", "man", "texinfo"), (visit_other, visit_other)),
    )
    app.add_directive("explorable", Explorable)
    app.connect("html-page-context", load)
    app.connect("builder-inited", put)
