"""What sphinx-gallery is told, and what of it is replaced: all that decides how scripts run.

What it has made of a script is used again until the script changes, or what it ran on: of our
extensions this file alone (rebuild.py). So it imports no other of them.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
from sphinx.errors import ConfigError
from sphinx_gallery.scrapers import matplotlib_scraper

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The lesson's: a script that is not named here is an error.
ORDER = (
    "derive_the_gradient.py",
    "fit_one_parameter.py",
    "one_parameter_in_numpy.py",
    "choose_the_learning_rate.py",
    "fit_two_parameters.py",
    "two_parameters_in_numpy.py",
    "scale_the_features.py",
    "stop_in_time.py",
    "predict_the_o_ring.py",
    "momentum.py",
    "more_rows_than_memory.py",
    "hubble_1929.py",
)
PLACES = ("left", "center", "right")  # of a title

# It hides the text of a card's link (`display: none`), so that the link has no name, and writes an
# invalid `tooltip` attribute.
CARD = """
.. container:: card

   .. image:: /{thumbnail}
      :alt:

   :doc:`{doc_name}`

   {intro}

"""
# Without its note about downloads at the end: there are none, for the box says it (take_home.py).
HEADER = """
.. "{0}"

.. rst-class:: sphx-glr-example-title

.. _sphx_glr_{1}:

"""
# Its module and constant, the start of the SHA-256 of its text that is known, and ours.
REPLACED = (
    ("backreferences.THUMBNAIL_TEMPLATE", "1041bdc170f7d606", CARD),
    ("backreferences.BACKREF_THUMBNAIL_TEMPLATE", "e8b62f16913bc297", CARD),
    ("gen_rst.EXAMPLE_HEADER", "94cf13f28bcf8db6", HEADER),
    ("gen_rst.DOWNLOAD_LINKS_HEADER", "77fd318eeebf28d5", ""),
    ("gen_rst.CODE_DOWNLOAD", "243ca07611cf39b8", ""),
    ("gen_rst.NOTEBOOK_DOWNLOAD", "af177e55fe4a1a77", ""),
    ("gen_rst.ZIP_DOWNLOAD", "893ee477932fe16c", ""),
)


class Order:
    """A sort key for sphinx-gallery."""

    def __init__(self, src_dir: str) -> None:
        pass

    def __call__(self, filename: str) -> int:
        if not filename.removesuffix(".py").isidentifier():
            raise ValueError(f"a script is to be named by a Python identifier; got {filename}")
        if filename not in ORDER:
            raise ValueError(f"{filename} has no place in ORDER of docs/_ext/gallery.py")
        return ORDER.index(filename)


def svg_scraper(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """The gallery's figures as SVG, without the date and the random names that would make two builds differ."""
    for number in plt.get_fignums():
        figure = plt.figure(number)
        titles = (axes.get_title(loc=loc) for axes in figure.axes for loc in PLACES)
        if not (figure.get_suptitle() or any(titles)):
            raise ValueError(f"{block_vars['src_file']}: a figure has no title, to be its alt text")
    with plt.rc_context({"svg.hashsalt": "gd"}):  # as in gd.figure, which not every script uses
        return matplotlib_scraper(
            block, block_vars, gallery_conf, format="svg", metadata={"Date": None}
        )


def replace(name: str, known: str, ours: str) -> None:
    """Put our text in the place of one of sphinx-gallery's, if that is the one that is known."""
    where, constant = name.split(".")
    module = import_module(f"sphinx_gallery.{where}")
    text = getattr(module, constant, None)
    if text != ours and (text is None or hashlib.sha256(text.encode()).hexdigest()[:16] != known):
        raise ConfigError(
            f"sphinx-gallery {version('sphinx-gallery')} has another {name} than the one that"
            f" docs/_ext/gallery.py replaces: {text!r}"
        )
    setattr(module, constant, ours)


def setup(app: Sphinx) -> None:
    for replaced in REPLACED:
        replace(*replaced)
