"""The colours: each is said once, in the style of figures, and what is built has it, legibly."""

import re
import subprocess
from pathlib import Path

import pytest
from assets import IMPORT, joined
from colours import ROLES, STYLE, accent, contrast, read, rgb
from figures import DARK
from matplotlib import rcParams, style

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "docs/_build/html/_static"
SHEETS = ROOT / "docs/style"
SITE, FURO, LIVE = (
    (STATIC / name).read_text("utf-8") for name in ("site.css", "styles/furo.css", "explorable.css")
)
HEX = re.compile(r"#[0-9a-f]{6}\b")
ACCENT = accent(ROLES["path"])
PAPER = ("#ffffff", DARK["#ffffff"])
COPY = "docs/readme.svg"  # of a figure: see below

every_role = pytest.mark.parametrize("name", ROLES)
both_modes = pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])


def test_a_colour_is_said_in_one_file_and_once():
    said = {colour for role in (*ROLES.values(), ACCENT) for colour in role}
    forms = {colour[1:] for colour in said}
    forms |= {by.join(map(str, rgb(colour))) for colour in said for by in (", ", ",", " ")}
    # In a container the repository may be another user's, which git asks about.
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = {name for name in listed.split("\0") if (ROOT / name).is_file()} - {COPY}
    texts = {name: (ROOT / name).read_text("utf-8", "ignore").lower() for name in files}
    # Six letters of a hash are no colour.
    alone = re.compile(rf"(?<![0-9a-f])(?:{'|'.join(forms)})(?![0-9a-f])")
    where = {name: len(found) for name in files if (found := alone.findall(texts[name]))}
    assert where == {STYLE.relative_to(ROOT).as_posix(): 2 * len(ROLES)}


def test_matplotlib_draws_in_them():
    with style.context("gd.figure"):
        colours = rcParams["axes.prop_cycle"].by_key()["color"]
    assert [colour.lower() for colour in colours] == [role.light for role in ROLES.values()]


@both_modes
@every_role
def test_a_page_has_each_role(name, mode):
    # Dark where it was chosen, and where the system is.
    assert SITE.count(f"--gd-{name}:{ROLES[name][mode]}") == (1, 2)[mode]


@both_modes
def test_links_and_buttons_have_the_accent(mode):
    for use in ("primary", "content"):
        assert SITE.count(f"--color-brand-{use}:{ACCENT[mode]}") == (1, 2)[mode]


def test_live_figures_ask_for_roles_that_there_are():
    asked = set(re.findall(r"--gd-(\w+)", LIVE))
    assert asked
    assert asked <= ROLES.keys()


def test_the_icon_has_two_of_them():
    icon = (STATIC / "favicon.svg").read_text("utf-8")
    drawn = re.findall(r'\b(?:fill|stroke)="(.*?)"', icon)
    assert {*drawn} - {"none"} == {ROLES["path"].light, ROLES["now"].light}


@both_modes
@every_role
def test_figures_are_drawn_in_them(name, mode):
    drawn = {
        figure.name: figure.read_text("utf-8")
        for figure in STATIC.parent.glob("_images/*.svg")
        if figure.stem.endswith("-dark") == bool(mode)
    }
    assert any(ROLES[name][mode] in text for text in drawn.values())
    assert not [figure for figure, text in drawn.items() if ROLES[name][1 - mode] in text]


def test_the_readme_has_the_colours_of_the_figure_that_it_shows():
    (drawn,) = STATIC.parent.glob("_images/sphx_glr_fit_two_parameters_001.svg")
    kept = ROOT / COPY
    colours = ({*HEX.findall(path.read_text("utf-8"))} for path in (kept, drawn))
    assert len({frozenset(found) for found in colours}) == 1, f"cp {drawn} {kept}"


def test_a_contrast_is_what_others_measure():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)  # WebAIM's
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.00, abs=0.005)


@both_modes
@every_role
def test_lines_and_marks_are_seen_on_the_page(name, mode):
    assert contrast(ROLES[name][mode], PAPER[mode]) >= (3, 4.5)[mode]


@both_modes
def test_a_link_is_legible(mode):
    assert contrast(ACCENT[mode], PAPER[mode]) >= 6


def test_a_dark_figure_has_the_ground_of_a_dark_page():
    grounds = re.findall(r"--color-background-primary:(\S+?)[;}]", FURO)
    assert {*grounds} == {"#fff", PAPER[1]}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# on a dark page", "# by night", "'# on a dark page: …' below"),
        ("axes.prop_cycle", "axes.cycle", "names above axes.prop_cycle"),
        (
            f', "{ROLES["danger"].dark[1:].upper()}"',
            "",
            "for each of path, now, truth, danger; got 4 and 3",
        ),
        ("danger\n", "danger   shade\n", "of path, now, truth, danger, shade; got 4 and 4"),
    ],
)
def test_a_style_without_its_table_is_an_error(old, new, says):
    text = STYLE.read_text("utf-8")
    assert old in text
    with pytest.raises(ValueError, match=re.escape(says)):
        read(text.replace(old, new))


def test_every_style_sheet_is_in_that_of_the_page():
    names = [
        part[1].strip('"') for part in IMPORT.finditer((SHEETS / "site.css").read_text("utf-8"))
    ]
    assert sorted([*names, "site.css"]) == sorted(path.name for path in SHEETS.glob("*.css"))
    assert "@import" not in SITE + LIVE


def test_a_style_sheet_that_is_not_there_is_an_error_that_names_it(tmp_path):
    (tmp_path / "all.css").write_text('@import "none.css";\n')
    with pytest.raises(FileNotFoundError, match=r"none\.css"):
        joined(tmp_path / "all.css")
