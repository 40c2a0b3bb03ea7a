"""The cells of the tutorial: a script that runs, and computes what gd computes."""

import os
import re
import subprocess
import sys

from pages import DOCS, EXECUTED, SOURCES, built, cells, code, every_executed, every_source, said

OTHERS = 'a[href*=".html#equation-"]'


@every_executed
def test_the_cells_of_a_chapter_pasted_into_one_file_are_a_script(tmp_path, name):
    script = tmp_path / "pasted.py"
    script.write_text(code(name), "utf-8")
    imported = set(re.findall(r"^(?:import|from) (\w+)", code(name), re.MULTILINE))
    assert {"gd", "numpy"} <= imported <= {"gd", "numpy", "matplotlib"}
    run = subprocess.run(
        [sys.executable, "-W", "error", script],
        check=False,
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "svg"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    # What it prints is what the page shows.
    shown = [output.get_text().strip() for output in built(name).select(".cell_output .stream")]
    assert run.stdout.split() == " ".join(shown).split()


@every_executed
def test_the_code_of_a_chapter_computes_what_the_library_computes(tmp_path, name):
    script = tmp_path / "pasted.py"
    checks = [
        f"assert {line.strip()}\n" for line in said(name, "COMPUTED", "").strip().splitlines()
    ]
    assert checks
    script.write_text(code(name) + "\n" + "".join(checks), "utf-8")
    silent = {"env": os.environ | {"MPLBACKEND": "svg"}, "capture_output": True, "text": True}
    run = subprocess.run([sys.executable, script], check=False, cwd=tmp_path, **silent)
    assert run.returncode == 0, run.stderr


@every_executed
def test_nothing_is_hidden_but_the_code_of_figures_which_opens(name):
    for options, _ in cells(name):
        alt = {"mystnb": {"image": {"alt": options.get("mystnb", {}).get("image", {}).get("alt")}}}
        assert options in ({}, alt, alt | {"tags": ["hide-input"]})
    for details in built(name).select(".cell details"):
        assert details.find_parent(class_="cell").select(".cell_output img")
    assert not built(name).select(".cell_output .text_plain")  # a script would not print it


@every_source
def test_a_page_that_shows_code_can_be_taken_home(name):
    shows = any("hide-input" not in options.get("tags", ()) for options, _ in cells(name))
    boxes = built(name).select(".take-home")
    assert len(boxes) == shows
    for box in boxes:
        assert box.name == "details"
        assert not box.has_attr("open")
        assert box.find_previous("p").parent == built(name).find("section")  # its first words
        assert box.find_next("h2") == built(name).find("h2")
        links = {
            link.text: DOCS / "_build/html/tutorial" / link["href"]
            for link in box.select(".ways a")
        }
        assert {"Script", "Notebook", "Everything (zip)"} <= links.keys()
        assert all(
            links[text].is_file() for text in links.keys() - {"JupyterLite", "Colab", "Binder"}
        )


def test_a_page_and_its_notebook_say_of_which_page_the_equation_of_another_is():
    links = [(name, link) for name in EXECUTED for link in built(name).select(OTHERS)]
    assert links
    for name, link in links:
        other = link["href"].partition(".html")[0]
        title = re.search(r"^# (.+)$", SOURCES[other], re.MULTILINE)[1]
        book = DOCS / f"_build/html/download/tutorial/{name}.ipynb"
        number, _, whose = link.text.partition(" of ")
        assert whose == title
        assert f"{number} of *{title}*" in book.read_text("utf-8")
