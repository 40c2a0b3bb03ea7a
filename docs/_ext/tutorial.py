"""The chapters, in the order of the toctree: how many there are, which there are, which comes next.

A chapter is a page of the tutorial whose front matter has a `summary`, for the list of chapters, and says
how many `minutes` it takes. Its `teaser` ends the chapter before. An appendix has none of these.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from textwrap import indent
from typing import TYPE_CHECKING, Any

from docutils import nodes
from front_matter import front_matter
from sphinx.util.docutils import SphinxDirective, SphinxRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TOCTREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"^# .*", re.MULTILINE)
NOTED = "chapters"  # a file beside the doctrees
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


def toctree(docs: Path, page: str = "index") -> list[str]:
    """The pages that the front page names, in their order, each with those that it names itself."""
    source = docs / f"{page}.md"
    text = source.read_text("utf-8") if source.is_file() else ""
    names = re.findall(r"^[\w/-]+$", "".join(TOCTREE.findall(text)), re.MULTILINE)
    below = [str(PurePosixPath(page).parent / name) for name in names]
    return [found for name in below for found in (name, *toctree(docs, name))]


def pages(docs: Path) -> list[str]:
    """Those of the tutorial."""
    names = toctree(docs)
    return [name.removeprefix("tutorial/") for name in names if name.startswith("tutorial/")]


def chapters(docs: Path) -> dict[str, dict[str, Any]]:
    """The front matter of each chapter, in the order of the toctree.

    Raises
    ------
    ValueError
        If one does not say how many minutes it takes.
    """
    written = {name: front_matter(docs / f"tutorial/{name}.md") for name in pages(docs)}
    found = {name: said for name, said in written.items() if "summary" in said}
    for name, said in found.items():
        minutes = said.get("minutes")
        if not isinstance(minutes, int) or minutes < 1:
            raise ValueError(f"{name}.md: a chapter needs a line like minutes: 15; got {minutes!r}")
    return found


def note(app: Sphinx) -> None:
    """Write what pages say of the chapters: the file is another when that is, and for no other word of theirs."""
    docs, file = Path(app.srcdir), Path(app.doctreedir, NOTED)
    told = ""
    for name, said in chapters(docs).items():
        title = TITLE.search((docs / f"tutorial/{name}.md").read_text("utf-8"))
        told += f"{name}\n{title and title[0]}\n{said['minutes']}\n{said['summary']}\n{said.get('teaser')}\n"
    if not file.exists() or file.read_text("utf-8") != told:
        file.write_text(told, "utf-8")


def followed(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    """The chapters; the page that is being read is to be read again when what it says of them changes."""
    env.note_dependency(str(Path(env.doctreedir, NOTED)))
    return chapters(Path(env.srcdir))


class Count(SphinxRole):
    """``{count}`Chapters` `` is "Six chapters"."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        number = len(followed(self.env))
        words = NUMBERS.split()
        said = f"{words[number] if number < len(words) else number} {self.text.lower()}"
        return [nodes.Text(said[0].upper() + said[1:] if self.text[0].isupper() else said)], []


class Minutes(SphinxRole):
    """``{minutes}`in all` `` is "85 minutes in all"."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        every = followed(self.env).values()
        return [nodes.Text(f"{sum(said['minutes'] for said in every)} minutes {self.text}")], []


class Chapters(SphinxDirective):
    """A list of the chapters, each with the time it takes and its summary."""

    def run(self) -> list[nodes.Node]:
        items = [
            f"{number}.  []({name}.md), {said['minutes']} minutes.\n{indent(said['summary'], '    ')}"
            for number, (name, said) in enumerate(followed(self.env).items(), start=1)
        ]
        return self.parse_text_to_nodes("\n".join(items))


class NextChapter(SphinxDirective):
    """A link to the chapter that comes next, if one does, with its teaser; then what stands here."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        all_of_them = followed(self.env)
        names = [*all_of_them]
        here = Path(self.env.docname).name
        if here not in names:
            raise self.error(f"{here}.md has no summary in its front matter: it is no chapter")
        text = "\n".join(self.content)
        if after := names[names.index(here) + 1 :]:
            teaser = all_of_them[after[0]].get("teaser")
            if teaser is None:
                raise self.error(f"{after[0]}.md needs a teaser in its front matter: it comes next")
            text = f"[]({after[0]}.md): {teaser}{text and ' '}{text}"
        return self.parse_text_to_nodes(text)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", note)
    app.add_role("count", Count())
    app.add_role("minutes", Minutes())
    app.add_directive("chapters", Chapters)
    app.add_directive("next-chapter", NextChapter)
