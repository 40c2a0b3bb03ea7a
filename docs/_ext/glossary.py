"""Other names of a term: ``{index}`SGD` `` in its explanation leads the search to the term.

Sphinx would lead to the word itself, where nothing is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class OtherNames(SphinxTransform):
    """Give the entries of the index that stand in an explanation the address of its term."""

    default_priority = 840  # at 850 Sphinx collects them

    def apply(self) -> None:
        for glossary in self.document.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                term, explanation = item.children
                for index in explanation.findall(addnodes.index):
                    index["entries"] = [
                        (kind, name, term["ids"][0], "main", key)
                        for kind, name, _, _, key in index["entries"]
                    ]


def keep(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell the search again what is in the index: of pages that it does not write again, Sphinx forgets it."""
    for page, entries in env.domains.index_domain.entries.items():
        words = {
            (word, target or "", main)
            for kind, value, target, main, _ in entries
            for word in split_index_msg(kind, value)
        }
        env._search_index_index_entries.setdefault(page, sorted(words))


def setup(app: Sphinx) -> None:
    app.add_transform(OtherNames)
    app.connect("env-updated", keep)
