"""Settings of the site; what they need of code is in _ext."""

import os
import re
import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_ext"))  # before all that is called launch, head, … elsewhere
import launch

os.environ["IPYTHONDIR"] = str(DOCS / "_ipython")  # for the kernels of the chapters

about = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))["project"]
project = "Gradient descent"
author = "The gradient descent tutorial's authors"
copyright = f"2026, {author}. Text and figures CC BY 4.0, code BSD-3-Clause"
version = release = about["version"]

extensions = [
    "rebuild",
    "assets",
    "comments",
    "explorable",
    "figures",
    "finish",
    "font",
    "gallery",
    "glossary",
    "head",
    "kernels",
    "mathml",
    "mend",
    "myst_nb",
    "repository",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "take_home",
    "tutorial",
]
exclude_patterns = [
    "_build",
    "_ext",
    "_ipython",
    "_templates",
    "explorable",
    "inventories",
    # What sphinx-gallery writes beside its pages; myst-nb would take the notebooks for pages too.
    "gallery/*.ipynb",
    "gallery/*.py",
    "gallery/*.zip",
]
default_role = "py:obj"
# sphinx-gallery means files, and warns of a space in the path to all of them.
suppress_warnings = ["sphinx_gallery.space_in_filename"]

# -- Pages -----------------------------------------------------------------------------------
html_theme = "furo"
html_title = project
pygments_dark_style = "github-dark"
html_favicon = "_static/favicon.svg"
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_show_sourcelink = False
# Only where it is hosted is its address known: https://…/ with a slash at its end.
html_baseurl = os.environ.get("SITE_URL", "")
if html_baseurl and not re.fullmatch(r"https?://.+/", html_baseurl):
    raise ValueError(f"SITE_URL must be like https://example.org/gd/; got {html_baseurl}")
launch_published = launch.published(os.environ, DOCS.parent)
html_context = {"summary": about["description"]}
html_math_renderer = "mathml"
math_eqref_format = "equation {number}"
copybutton_exclude = ".linenos, .gp, .go"
copybutton_selector = "div:not(.output, .sphx-glr-script-out) > div.highlight pre"

# -- Chapters --------------------------------------------------------------------------------
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
nb_execution_mode = "inline"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_eval_name_regex = ".+"
nb_render_markdown_format = "myst"  # with tables
nb_code_prompt_show = "Show the code of this figure"
nb_code_prompt_hide = "Hide the code of this figure"

# -- Gallery ---------------------------------------------------------------------------------
sphinx_gallery_conf = {
    "examples_dirs": "../gallery",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "gallery.Order",
    "image_scrapers": "gallery.svg_scraper",
    "abort_on_example_error": True,
    "only_warn_on_example_error": False,
    "doc_module": ("gd",),
    "backreferences_dir": "gallery/backreferences",
    "remove_config_comments": True,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": sys.maxsize,
    "write_computation_times": False,
    "download_all_examples": False,
    "capture_repr": (),
    "css": (),
}

# -- Reference -------------------------------------------------------------------------------
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
# A few names each, in the plain first format of Sphinx's inventories: no build asks the network.
intersphinx_mapping = {
    "python": ("https://docs.python.org/3/", "inventories/python.txt"),
    "numpy": ("https://numpy.org/doc/stable/", "inventories/numpy.txt"),
    "matplotlib": ("https://matplotlib.org/stable/", "inventories/matplotlib.txt"),
}
