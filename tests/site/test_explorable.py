"""The directive `explorable`, in reST and MyST, right and wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

DOCS = Path(__file__).parents[2] / "docs"
CONF = f"""
import sys
sys.path.append({str(DOCS / "_ext")!r})
extensions = ["explorable", "myst_parser"]
html_theme = "basic"
"""


def build(folder, name, text):
    """Build a project of one page; what Sphinx said of it, and the page."""
    (folder / "conf.py").write_text(CONF)
    (folder / name).write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", folder, folder / "out"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    page = BeautifulSoup((folder / "out/index.html").read_text("utf-8"), "html.parser")
    return run.stderr, page


REST = """
Page
====

.. explorable:: two-parameters
   :shift: 2
   :start: -1, 1
   :standardise:
   :name: here

   Try it.
"""
MYST = """
# Page

```{explorable} two-parameters
:shift: 2
:start: -1, 1
:standardise:
:name: here

Try it.
```
"""


@pytest.mark.parametrize(("name", "text"), [("index.rst", REST), ("index.md", MYST)])
def test_it_works_in_both_languages(tmp_path, name, text):
    said, page = build(tmp_path, name, text)
    assert not said
    (element,) = page.select("gd-explorable")
    assert element.attrs == {
        "id": "here",
        "kind": "two-parameters",
        "shift": "2",
        "start": "-1, 1",
        "standardise": "",
    }
    stills = element.select("img")
    assert len(stills) == 3
    assert "to 5.6e-14" in stills[-1]["alt"]  # the cost at the end, with x standardised
    assert all(image["alt"] and (tmp_path / "out" / image["src"]).exists() for image in stills)
    assert page.select_one(".explorable-caption p").text == "Try it."


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (".. explorable:: three-parameters", "kind must be one of one-parameter, two-parameters"),
        (".. explorable:: one-parameter\n   :steps: 101", "steps must be from 0 to 100; got 101"),
        (".. explorable:: one-parameter\n   :steps: 3.5", "steps must be a whole number; got 3.5"),
        (".. explorable:: one-parameter\n   :alpha: much", "alpha must be 1 number(s); got much"),
        (".. explorable:: one-parameter\n   :alpha: nan", "alpha must be from"),
        (".. explorable:: one-parameter\n   :start: 0, 1", "start must be 1 number(s); got 0, 1"),
        (".. explorable:: one-parameter\n   :shift: 1", "one-parameter has no option shift"),
    ],
)
def test_a_mistake_is_an_error_that_names_it(tmp_path, line, complaint):
    said, _ = build(tmp_path, "index.rst", f"Page\n====\n\n{line}\n")
    assert complaint in said
    assert "index.rst:4" in said
