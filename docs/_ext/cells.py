"""A chapter as it is taken home: its text as Markdown, or as comments, and its code.

Both are made from the page as Sphinx has read it, with its references resolved, its formulas numbered and its
values computed. Links lead to the site where its address is known, and are words where it is not. Pictures and
live figures stay on the page.
"""

from __future__ import annotations

import re
from textwrap import fill, indent
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from docutils import nodes
from explorable import LiveFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKUP = re.compile(r"[\\`*_$<~]|\](?=[(:\[])")
FORMULA = re.compile(r"(?<!\\)\$.+?(?<!\\)\$", re.DOTALL)
WHOLE = re.compile(rf"`[^`]*`|{FORMULA.pattern}", re.DOTALL)  # what no line ends within
WIDTH = 88  # as in gallery/
# What only looks, or says something to machines.
SILENT = (nodes.Invisible, nodes.image, nodes.meta, nodes.raw, nodes.target)


def notebook(chapter: nodes.document, address: str) -> Iterator[tuple[str, str]]:
    """Its cells, `code` and `markdown`; the text begins a new one with each heading and question."""
    write, texts = Markdown(address), []
    for level, part in _parts(chapter):
        title, cell = isinstance(part, nodes.title), _is_cell(part)
        if texts and (title or cell or isinstance(part, nodes.admonition)):
            yield "markdown", "\n\n".join(texts)
            texts = []
        if cell:
            yield "code", _code(part)
        elif text := f"{'#' * level} {write.words(part)}" if title else write.block(part):
            texts.append(text)
    if texts:
        yield "markdown", "\n\n".join(texts)


def script(chapter: nodes.document, address: str) -> str:
    """Its code in cells that editors show, each below what leads to it: a paragraph that ends in a colon.

    The formulas between the two are what the code says.
    """
    write, heading, lead, formula, told = Markdown(""), "", "", False, []
    for _, part in _parts(chapter):
        if isinstance(part, nodes.title):
            heading, lead = write.words(part), ""
            told = told or [f'r"""\n{heading}\n{"=" * len(heading)}\n']
        elif isinstance(part, nodes.paragraph):
            lead, formula = write.words(part), False
            if len(told) == 1:
                where = f"\n{address}\n" if address else ""
                told.append(f'{_filled(lead)}\n{where}"""\n')
        elif _is_cell(part):
            told.append(f"# %% {heading}".rstrip())
            told.append(f"{_comment(lead, formula)}\n{_code(part)}\n")
            heading = lead = ""
        elif any(part.findall(nodes.math_block)):
            formula = True
        elif not isinstance(part, SILENT):
            lead = ""
    return "\n".join(told)


class Markdown:
    """What docutils has read as the Markdown that Jupyter shows."""

    def __init__(self, address: str) -> None:
        self.address = address  # of the page, from which its links lead on

    def words(self, node: nodes.Element) -> str:
        """What is in a line."""
        return "".join(map(self._word, node.children))

    def _word(self, node: nodes.Node) -> str:
        match node:
            case nodes.Text():
                return MARKUP.sub(r"\\\g<0>", node.astext())
            case nodes.math():
                return f"${_tex(node)}$"
            case nodes.literal():
                return f"`{node.astext()}`"
            case nodes.strong():
                return f"**{self.words(node)}**"
            case nodes.emphasis():
                return f"*{self.words(node)}*"
            case nodes.reference():
                return self._link(node)
            case nodes.raw():
                return node.astext()
            case nodes.inline() | nodes.container():
                return self.words(node)
            case nodes.Invisible() | nodes.target():
                return ""
        raise _unknown(node)

    def _link(self, node: nodes.reference) -> str:
        """A link; without an address the title of another page, or a word."""
        text, where = self.words(node), node.get("refuri", "")  # which none has to this page
        if where and "://" in (there := urljoin(self.address, where)):
            return f"[{text}]({there})"
        return f"*{text}*" if where and "#" not in where else text

    def blocks(self, parts: Iterable[nodes.Node]) -> str:
        return "\n\n".join(filter(None, map(self.block, parts)))

    def block(self, node: nodes.Node) -> str:
        """What stands by itself."""
        match node:
            case nodes.paragraph():
                return self.words(node)
            case nodes.math_block():
                number = rf" \tag{{{node['number']}}}" if node.get("number") else ""
                return f"$$\n{_tex(node)}{number}\n$$"
            case nodes.literal_block():
                return _fenced(node.get("language", ""), node.astext())
            case nodes.bullet_list():
                return self._items("-", node.children)
            case nodes.enumerated_list():
                return self._items("1.", node.children)
            case nodes.definition_list():
                return "\n".join(map(self._definition, node.children))
            case nodes.table():
                return self._table(node)
            case nodes.block_quote():
                return indent(self.blocks(node.children), "> ", lambda _: True)
            case nodes.Admonition():
                return self._admonition(node)
            case LiveFigure():
                page = (
                    f"[its page]({self.address}#{node['ids'][0]})" if self.address else "its page"
                )
                return f"*The live figure of this chapter is on {page}.*"
            case nodes.container():
                return self.blocks(node.children)
            case _ if isinstance(node, SILENT):
                return ""
        raise _unknown(node)

    def _items(self, mark: str, items: Iterable[nodes.Element]) -> str:
        return "\n".join(self._item(mark, self.blocks(item.children)) for item in items)

    def _item(self, mark: str, text: str) -> str:
        return f"{mark} {indent(text, ' ' * (len(mark) + 1)).lstrip()}"

    def _definition(self, item: nodes.definition_list_item) -> str:
        """Jupyter has no lists of definitions."""
        term, *more, meaning = item.children
        if more:
            raise _unknown(more[0])
        return self._item("-", f"**{self.words(term)}.** {self.blocks(meaning.children)}")

    def _table(self, table: nodes.table) -> str:
        for caption in table.findall(nodes.title):
            raise _unknown(caption)
        rows = [
            [_without_bars(" ".join(self.blocks(cell.children).split())) for cell in row]
            for row in table.findall(nodes.row)
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _admonition(self, node: nodes.Element) -> str:
        """A question, with its answer folded; or a remark."""
        titled = isinstance(node[0], nodes.title)
        title = self.words(node[0]) if titled else node.tagname.capitalize()
        text = self.blocks(node.children[titled:])
        if "collapsible" in node:
            return f"**{title}**\n\n<details><summary>Answer</summary>\n\n{text}\n\n</details>"
        return indent(f"**{title}**\n\n{text}", "> ", lambda _: True)


def _parts(node: nodes.Element, level: int = 0) -> Iterator[tuple[int, nodes.Node]]:
    """What a page has, one after the other, and how deep in sections it is."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _parts(child, level + 1)
        else:
            yield level, child


def _is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _code(cell: nodes.container) -> str:
    return next(cell.findall(nodes.literal_block)).astext().strip()


def _tex(node: nodes.Element) -> str:
    r"""Its TeX; Jupyter's programs draw \coloneq in different ways, or not at all."""
    return node.astext().strip().replace(r"\coloneq", ":=")


def _fenced(language: str, text: str) -> str:
    """Code, in a fence that is longer than what the code has of its kind."""
    fence = "`" * max([3, *(len(found) + 1 for found in re.findall("`+", text))])
    return f"{fence}{language}\n{text}\n{fence}"


def _without_bars(text: str) -> str:
    """In a row of a table a bar ends the cell, in a formula, too."""
    text = FORMULA.sub(lambda tex: tex[0].replace(r"\|", r"\Vert ").replace("|", r"\vert "), text)
    return text.replace("|", r"\|")


def _filled(text: str, width: int = WIDTH) -> str:
    """In lines, none of which ends within code or a formula: both are there to be copied."""
    whole = WHOLE.sub(lambda found: re.sub(r"\s", "\0", found[0]), text)
    return fill(whole, width, break_long_words=False, break_on_hyphens=False).replace("\0", " ")


def _comment(text: str, formula: bool) -> str:
    """What leads to something, but for what is not there: the formula above which a sentence begins,
    an equation by its number, the letters of the formula below."""
    if not text.endswith(":"):
        return ""
    told = re.split(r"(?<=[.?!]) ", text)[text[0].islower() :]
    told = [sentence for sentence in told if not re.search(r"\bequation\s\d", sentence)]
    if formula and told and told[-1].startswith("With "):
        told.pop()
    return indent(_filled(" ".join(told), WIDTH - 2), "# ") + "\n" * bool(told)


def _unknown(node: nodes.Node) -> ValueError:
    said = node.astext()[:60]
    return ValueError(f"{node.tagname} cannot be taken home yet, see docs/_ext/cells.py: {said!r}")
