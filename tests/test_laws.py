"""Every formula of the tutorial, read from its page and held to what it says by a law of its chapter."""

import inspect
import itertools
import re
from pathlib import Path

import pytest
import sympy

pytest.register_assert_rewrite("chapters", "laws")
from chapters import MODULES
from laws import LAWS
from laws.fits import ONE, TWO
from laws.formulas import FORMULAS, IN_SENTENCES, NUMBERED, PAGES, ReadingError, holds


def module(page):
    return f"tests/chapters/{page.replace('-', '_')}.py"


def table(head):
    """The rows below that line, on whichever page it stands."""
    tables = re.escape(head) + r"\n\|[-|]+\|\n((?:\|.*\n)+)"
    found = [rows for page in PAGES.values() for rows in re.findall(tables, page)]
    assert len(found) == 1, f"{len(found)} tables have the head {head}"
    return [
        [cell.strip(" $") for cell in row.strip("|").split("|")] for row in found[0].splitlines()
    ]


def check(name, **given):
    """Run a law with each value of what it asks for."""
    law = LAWS[name].check
    given = {"one": ONE, "two": TWO} | given
    if name.startswith("|"):
        given["rows"] = [table(name)]
    for values in itertools.product(*(given[asked] for asked in inspect.signature(law).parameters)):
        law(*values)


@pytest.mark.parametrize("name", LAWS)
def test_what_a_formula_says_is_so(name):
    check(name)


# -- Every formula has its law, and every law its formula -----------------------------------------
@pytest.mark.parametrize("page", PAGES)
def test_every_numbered_formula_of_a_page_has_a_law_in_its_module(page):
    labels = {label for label, _ in NUMBERED.findall(PAGES[page])}
    laws = {
        name
        for name, law in LAWS.items()
        if law.check.__module__ == f"chapters.{page.replace('-', '_')}"
    }
    bare, idle = labels - laws, {name for name in laws - labels if not name.startswith("|")}
    assert not bare, f"{module(page)} has no law for {', '.join(sorted(bare))}"
    assert not idle, f"docs/tutorial/{page}.md has no formula {', '.join(sorted(idle))}"


def test_every_label_was_read():
    labels = [label for page in PAGES.values() for label in re.findall(r"label: *(\S+)", page)]
    assert len(FORMULAS) >= 50
    unread = sorted({label for label in labels if label not in FORMULAS or labels.count(label) > 1})
    assert not unread, f"not read, or given twice: {', '.join(unread)}"


# What a formula may have beside, or in the place of, "equal".
SIGNS = {r"\approx", "<", r"\leq", r"\Leftrightarrow", r"\coloneq", r"\to"}


@pytest.mark.parametrize("label", FORMULAS)
def test_equal_is_said_where_it_is_meant(label):
    assert {sign for sign in SIGNS if sign in FORMULAS[label]} == LAWS[label].signs


# -- Formulas in sentences ------------------------------------------------------------------------
SAID = {page: module.said() for page, module in MODULES.items() if hasattr(module, "said")}
GIVEN = {page: getattr(module, "GIVEN", set()) for page, module in MODULES.items()}
ALL_SAID = [tex for said in SAID.values() for tex in said]


@pytest.mark.parametrize("page", PAGES)
def test_every_formula_in_a_sentence_is_said_or_given(page):
    here = IN_SENTENCES[page]
    untold = here - {*ALL_SAID} - GIVEN.get(page, set())
    assert not untold, f"{module(page)}: neither in said() nor GIVEN: {', '.join(sorted(untold))}"
    idle = (GIVEN.get(page, set()) | SAID.get(page, {}).keys()) - here
    assert not idle, f"docs/tutorial/{page}.md does not say {', '.join(sorted(idle))}"


def test_no_formula_is_said_twice():
    assert sorted(ALL_SAID) == sorted({*ALL_SAID})


@pytest.mark.parametrize(("page", "tex"), [(page, tex) for page in SAID for tex in SAID[page]])
def test_what_a_formula_in_a_sentence_says_is_so(page, tex):
    assert holds(tex, {}, SAID[page][tex])


def test_the_gallery_displays_no_formula_that_has_no_test():
    scripts = [*Path(__file__).parents[1].glob("gallery/*.py")]
    assert scripts
    assert not [script for script in scripts if ".. math::" in script.read_text("utf-8")]


# -- A law can fail -------------------------------------------------------------------------------
SLIPS = {
    "a sign": (r"(?<=[\w})] )([+-])(?= )", lambda found: {"+": "-", "-": "+"}[found[1]]),
    "a number": (r"(?<![_{\d=,])(\d)(?!\})", lambda found: str(int(found[1]) + 1)),
    "a lost half": (r"\\frac\{1\}\{2m\}", lambda found: r"\frac{1}{m}"),
    "a lost rate": (r"\\alpha\b(?!_)", lambda found: "1"),
    "a square": (r"\^2\b", lambda found: "^3"),
    "a transpose": (r"\^\\mathsf\{T\}", lambda found: ""),
    "lost bars": (
        r"\\left\\lvert (.*?) \\right\\rvert",
        lambda found: f"({found[1]})",
    ),
    "the other eigenvalue": (
        r"\\(max|min)(?=\})",
        lambda found: {"max": r"\min", "min": r"\max"}[found[1]],
    ),
    "twice as much": (r"(?<!i)(=|\\coloneq|\\to|\\approx)(?! 0)", lambda found: found[1] + " 2 "),
}


def slips():
    """Every formula with one slip of the pen in it, and whether it does no harm."""
    for label, tex in FORMULAS.items():
        for name, (pattern, replacement) in SLIPS.items():
            for number, found in enumerate(re.finditer(pattern, tex)):
                wrong = tex[: found.start()] + replacement(found) + tex[found.end() :]
                yield label, f"{name} {number}", wrong


HARMLESS = {(label, slip) for label, law in LAWS.items() for slip in law.harmless}
HARMFUL = [slip for slip in slips() if slip[:2] not in HARMLESS]


def test_there_is_a_slip_for_every_formula():
    assert {label for label, *_ in HARMFUL} == FORMULAS.keys()
    assert {(label, slip) for label, slip, _ in slips()} >= HARMLESS


@pytest.mark.parametrize(
    ("label", "wrong"),
    [pytest.param(label, wrong, id=f"{label}: {slip}") for label, slip, wrong in HARMFUL],
)
def test_a_slip_in_a_formula_is_caught(monkeypatch, label, wrong):
    given = {"one": ONE[1:2], "two": TWO[:1]}
    check(label, **given)
    monkeypatch.setitem(FORMULAS, label, wrong)
    try:
        check(label, **given)
    except (AssertionError, ReadingError, sympy.ShapeError):
        return
    pytest.fail(f"the law takes {wrong}, too: give it other values, or say why in `harmless`")
