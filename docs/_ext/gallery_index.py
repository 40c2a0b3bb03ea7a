"""The gallery's index: its order, and cards whose link has a readable name.

sphinx-gallery hides the text of a card's link (`display: none`), so that the link has no name, and
writes an invalid `tooltip` attribute. Its template is a constant of the module; this is another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_gallery import backreferences

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ORDER = (
    "derive_the_gradient.py",
    "fit_one_parameter.py",
    "choose_the_learning_rate.py",
    "fit_two_parameters.py",
    "scale_the_features.py",
    "more_rows_than_memory.py",
    "hubble_1929.py",
)

CARD = """
.. container:: card

   .. image:: /{thumbnail}
      :alt:

   :doc:`{doc_name}`

   {intro}

"""


class Order:
    """A sort key for sphinx-gallery. A script that is not named above comes last."""

    def __init__(self, src_dir: str) -> None:
        pass

    def __call__(self, filename: str) -> tuple[int, str]:
        if not filename.removesuffix(".py").isidentifier():
            raise ValueError(f"a script is to be named by a Python identifier; got {filename}")
        return (ORDER.index(filename) if filename in ORDER else len(ORDER), filename)


def setup(app: Sphinx) -> None:
    backreferences.THUMBNAIL_TEMPLATE = CARD
    backreferences.BACKREF_THUMBNAIL_TEMPLATE = CARD
