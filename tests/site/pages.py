"""The pages of the tutorial: as written, as built, and what their modules say of them."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from chapters import MODULES
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from tutorial import chapters

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCES = {path.stem: path.read_text("utf-8") for path in DOCS.glob("tutorial/*.md")}
CHAPTERS = [*chapters(DOCS)]
# The chapters, and what is made like one: an appendix, which is none of the course.
LESSONS = [name for name, text in SOURCES.items() if name in CHAPTERS or "{explorable}" in text]
EXECUTED = [name for name, text in SOURCES.items() if "{code-cell}" in text]
EXTENSIONS = re.search(
    r"^myst_enable_extensions = (\[.*?\])$", (DOCS / "conf.py").read_text("utf-8"), re.MULTILINE
)[1]
PARSER = create_md_parser(
    MdParserConfig(enable_extensions=set(ast.literal_eval(EXTENSIONS))), RendererHTML
)
# All but the references, whose numbers are years, volumes and pages.
every_source = pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"references"}))
every_lesson = pytest.mark.parametrize("name", LESSONS)
every_computed = pytest.mark.parametrize("name", [name for name in LESSONS if name in EXECUTED])
every_executed = pytest.mark.parametrize("name", sorted(EXECUTED))


def said(name, what, nothing):
    """What the module of a page says, where it has one and says something."""
    return getattr(MODULES.get(name), what, nothing)


def built(name):
    page = DOCS / f"_build/html/tutorial/{name}.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser").find("article")


def parts(token):
    """The options of a directive, where they are YAML, and its body."""
    options, body = re.match(r"(?:---\n(.*?)---\n|)(.*)", token.content, re.DOTALL).groups()
    return yaml.safe_load(options or "{}"), body


def cells(name):
    """The options and the code of each cell."""
    for token in PARSER.parse(SOURCES[name]):
        if token.info.startswith("{code-cell}"):
            yield parts(token)


def code(name):
    """The cells of a chapter, one after the other, as a reader would paste them into a file."""
    return "\n".join(body for _, body in cells(name))
