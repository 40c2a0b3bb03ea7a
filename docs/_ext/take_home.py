"""The box that says how to take a page home, or open it elsewhere.

An example's is under its title; that of a chapter, which is first read, is closed and after its first words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import examples
import gd_wheel
import launch

if TYPE_CHECKING:
    from examples import Example
    from sphinx.application import Sphinx

GALLERY = "gallery/index"
TITLE = re.compile("</h1>")
FIRST_WORDS = re.compile(r"</h1>.*?(?=<section |\Z)", re.DOTALL)
ZIP = {"Everything (zip)": "../download/gallery.zip"}


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the box there; on any page, link to the wheel."""
    if app.builder.format != "html" or "body" not in context:
        return
    wheel = context["pathto"](f"download/gallery/{gd_wheel.name(app)}", 1)
    link = f'<a class="wheel" href="{wheel}" download>{gd_wheel.address(app)}</a>'
    body = context["body"].replace("WHEEL.whl", link).replace("GD.whl", gd_wheel.name(app))
    example = examples.of(page)
    if example or page == GALLERY:
        offered = (
            _one(app, example) if example else {"downloads": {**ZIP}, "needs": examples.common()}
        )
        if not example or example.has_gd:
            offered["downloads"] |= {"gd (.whl)": wheel}
            offered["needs"] = [*offered["needs"], link]
        chapter = bool(example) and example.kind == "tutorial"
        offered |= {"chapter": chapter}
        box = app.builder.templates.render("take-home.html", offered)
        before = FIRST_WORDS if chapter else TITLE
        body = before.sub(lambda found: f"{found[0]}\n{box}", body, count=1)
    context["body"] = body


def _one(app: Sphinx, example: Example) -> dict[str, Any]:
    """What is offered of one example."""
    book, where = f"{example.page}.ipynb", app.config.launch_published
    launches = {"JupyterLite": f"../{launch.lite(book)}"} if example.runs_in_browsers else {}
    if where:
        launches |= {"Colab": launch.colab(where, book), "Binder": launch.binder(where, book)}
    notebook, name = {"Notebook": f"../download/{book}"}, example.source.stem
    if example.is_script:
        downloads = {"Script": f"../download/{example.page}.py"} | notebook | ZIP
        needs, run = example.needs, f"python {name}.py"
    else:
        downloads = notebook
        needs, run = ["jupyterlab", *example.needs], f"jupyter lab {name}.ipynb"
    return {"downloads": downloads, "launches": launches, "needs": needs, "run": run}


def setup(app: Sphinx) -> None:
    app.add_config_value("launch_published", None, "html", (launch.Published, type(None)))
    app.connect("html-page-context", offer)
