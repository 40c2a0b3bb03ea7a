"""The colours: each is said once, in the style of figures, and what is built has it, legibly."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from assets import IMPORT, joined
from colours import ROLES, STYLE, SURFACE, accent, contrast, read, rgb, twin
from figures import DARK, darken
from matplotlib import rcParams, style
from matplotlib.colors import to_hex

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "docs/_build/html/_static"
SHEETS = ROOT / "docs/style"
SITE, FURO, LIVE = (
    (STATIC / name).read_text("utf-8") for name in ("site.css", "styles/furo.css", "explorable.css")
)
HEX = re.compile(r"#[0-9a-f]{6}\b")
PAIR = re.compile(r"linspace\((\[[\d., ]+\]), (\[[\d., ]+\]), len\(levels\)\)")
ACCENT = accent(ROLES["path"])
PAPER = ("#ffffff", DARK["#ffffff"])
COPY = "docs/readme.svg"  # of a figure: see below

COLOURS = ROLES | SURFACE

every_role = pytest.mark.parametrize("name", ROLES)
every_colour = pytest.mark.parametrize("name", COLOURS)
both_modes = pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])


def test_a_colour_is_said_in_one_file_and_once():
    said = {colour for role in (*COLOURS.values(), ACCENT) for colour in role}
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
    # A script that does without gd cannot ask its style: it says the colours, and only these.
    plain = [
        name
        for name in files
        if re.fullmatch(r"gallery/\w+\.py", name) and "\nimport gd\n" not in texts[name]
    ]
    assert {*re.findall("#[0-9a-f]{6}", "".join(texts.pop(name) for name in plain))} <= said
    where = {name: len(found) for name, text in texts.items() if (found := alone.findall(text))}
    assert where == {STYLE.relative_to(ROOT).as_posix(): 2 * len(COLOURS)}


def test_letters_that_matplotlib_leaves_black_are_light_in_the_dark():
    (dark,) = STATIC.parent.glob("_images/sphx_glr_one_parameter_in_numpy_001-dark.svg")
    (letters,) = re.findall(r'<svg fill="(#\w+)"', dark.read_text("utf-8"))
    assert contrast(letters, PAPER[1]) >= 4.5


def test_matplotlib_draws_in_them():
    with style.context("gd.figure"):
        colours = rcParams["axes.prop_cycle"].by_key()["color"]
    assert [colour.lower() for colour in colours] == [role.light for role in ROLES.values()]


@both_modes
@every_colour
def test_a_page_has_each_role(name, mode):
    # Dark where it was chosen, and where the system is.
    assert SITE.count(f"--gd-{name}:{COLOURS[name][mode]}") == (1, 2)[mode]


@both_modes
def test_links_and_buttons_have_the_accent(mode):
    for use in ("primary", "content"):
        assert SITE.count(f"--color-brand-{use}:{ACCENT[mode]}") == (1, 2)[mode]


def test_live_figures_ask_for_roles_that_there_are():
    asked = set(re.findall(r"--gd-(\w+)", LIVE))
    assert asked
    assert asked <= COLOURS.keys()


def test_the_icon_has_two_of_them():
    icon = (STATIC / "favicon.svg").read_text("utf-8")
    drawn = re.findall(r'\b(?:fill|stroke)="(.*?)"', icon)
    assert {*drawn} - {"none"} == {ROLES["path"].light, ROLES["now"].light}


@both_modes
@every_colour
def test_figures_are_drawn_in_them(name, mode):
    drawn = {
        figure.name: figure.read_text("utf-8")
        for figure in STATIC.parent.glob("_images/*.svg")
        if figure.stem.endswith("-dark") == bool(mode)
    }
    assert any(COLOURS[name][mode] in text for text in drawn.values())
    assert not [figure for figure, text in drawn.items() if COLOURS[name][1 - mode] in text]


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


def shades(mode, number=10):
    low, high = (rgb(end[mode]) for end in SURFACE.values())
    return np.linspace(low, high, number)


def oklab(shades):
    """L, a and b of OKLab (Ottosson, 2020), where a distance is a difference to the eye."""
    linear = np.where(
        shades <= 10.31, shades / 12.92, 255 * ((shades / 255 + 0.055) / 1.055) ** 2.4
    )
    cones = linear / 255 @ [
        [0.4122214708, 0.2119034982, 0.0883024619],
        [0.5363325363, 0.6806995451, 0.2817188376],
        [0.0514459929, 0.1073969566, 0.6299787005],
    ]  # fmt: skip
    return np.cbrt(cones) @ [
        [0.2104542553, 1.9779984951, 0.0259040371],
        [0.7936177850, -2.4285922050, 0.7827717662],
        [-0.0040720468, 0.4505937099, -0.8086757660],
    ]  # fmt: skip


@both_modes
def test_a_surface_darkens_in_steps_that_look_even(mode):
    steps = np.diff(oklab(shades(mode)), axis=0)
    assert np.all(steps[:, 0] < 0)
    size = np.linalg.norm(steps, axis=1)
    assert size.max() < 1.2 * size.min()
    assert size.min() > 0.015


@both_modes
def test_paths_and_letters_are_seen_on_all_of_a_surface(mode):
    letters = "#333333" if mode == 0 else darken("#333333")  # "0.2"
    for shade in shades(mode) / 255:
        assert contrast(ROLES["path"][mode], to_hex(shade)) >= 3
        assert contrast(letters, to_hex(shade)) >= 4.5


@pytest.mark.parametrize("number", [2, 10, 33])
def test_each_shade_of_a_surface_has_its_twin(number):
    light, dark = (shades(mode, number) for mode in (0, 1))
    twins = [rgb(twin(to_hex(shade / 255))) for shade in light]
    np.testing.assert_allclose(twins, dark, atol=1.2)
    assert not any(twin(colour) for role in ROLES.values() for colour in (*role, *PAPER))
    assert not twin("#e0e0e0")


def test_scripts_that_draw_a_surface_have_its_ends():
    ends = tuple(role.light for role in SURFACE.values())
    sources = {
        p: p.read_text("utf-8") for p in ROOT.glob("docs/**/*.md") if "_build" not in p.parts
    }
    sources |= {p: p.read_text("utf-8") for p in ROOT.glob("gallery/*.py")}
    surfaces = {p: PAIR.findall(text) for p, text in sources.items() if "contourf(" in text}
    assert len(surfaces) >= 3
    for path, pairs in surfaces.items():
        said = {tuple(to_hex(json.loads(end)) for end in pair) for pair in pairs}
        assert said == {ends}, path


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
        read(text.replace(old, new), "axes.prop_cycle")


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
