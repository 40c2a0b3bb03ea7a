"""Each check of the audit against a page or a build that it must catch, and one that it must not."""

import random
import re
import subprocess
import zipfile

import pytest
import serving
from audit import __main__ as audit
from audit import files, visits

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="A page that stands for any other.">
<title>A page</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="style.css">
</head>
<body>
<main><article><h1 id="top">A page</h1>
<p>Words, and <a href="index.html#top">a link with a name</a>.</p>
{broken}
</article></main>
</body>
</html>
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90" height="60">'
    '<rect width="90" height="60" fill="#ffffff"/>'
    '<g id="text_1"><path d="M0 9h9v9z" fill="{text}"/></g>'
    '<path id="line" d="M0 50h90" fill="none" stroke="{line}"/></svg>'
)
PICTURE = '<img src="{}.svg" width="90" height="60" alt="{}">'
ALT = "a line that runs from left to right"
DRAWN = SVG.replace("<svg", '<svg role="img" aria-label="A line"').format(text="#757575", line="{}")
# Pages that break one bar each: the check, and what is put in the page with what must be said of it.
BROKEN = {
    "invalid": ("valid HTML", {
        '<p role="heading">No level</p>': "aria-level",
        "<p><div>A block in a paragraph</div></p>": "No “p” element in scope",
    }),
    "misleading": ("links", {
        '<a href="missing.html">A link</a>': "missing.html",
        '<a href="index.html#missing">A link</a>': "index.html#missing",
        '<a href="#lost">A link</a>': "#lost",
        '<a href="#description">A link</a>': "#description",
        '<a href="../outside.html">A link</a>': "../outside.html",
        '<form action="missing-too.html"><button>Go</button></form>': "missing-too.html",
        '<link rel="preload" as="font" href="missing.woff2">': "missing.woff2",
        PICTURE.format("missing", ALT): "missing.svg",
    }),
    "inaccessible": ("accessible", {
        '<a href="index.html"><span hidden>name</span></a>': "link-name",
        '<p class="pale">Words too faint to read</p>': 'class="pale"',
        '<p class="night">Words lost in the dark</p>': 'class="night"',
        '<p class="wide">Words lost on a phone</p>': 'class="wide"',
    }),
    "loud": ("quiet", {
        '<img src="http://127.0.0.1:8009/x.png" alt="">': "asks for http://127.0.0.1:8009",
        '<script src="noisy.js"></script>': "console: a warning",
        '<script src="failing.js"></script>': "error: an error",
        PICTURE.format("missing", ALT): "404 for",
        PICTURE.format("lite/good", ALT): "loads JupyterLite before anybody asks for it",
    }),
    "insecure": ("content security", {
        '<p style="color: #000">Words</p>': "style-src",
        "<script>1 + 1</script>": "script-src",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">': "img-src",
    }),
    "pictures": ("figures", {
        '<img src="good.svg" width="90" height="60">': "good.svg is described as None",
        PICTURE.format("good", ""): "good.svg is described as ''",
        PICTURE.format("good", "figure"): "good.svg is described as 'figure'",
        PICTURE.format("missing", ALT): "missing.svg did not come",
        PICTURE.format("faint-line", ALT): "line of 2.85:1 in line",
        PICTURE.format("faint-text", ALT): "text of 3.54:1 in text_1",
        PICTURE.format("dark", ALT): "on rgb(0, 0, 0)",
        f"<gd-explorable>{DRAWN.format('#bbbbbb')}</gd-explorable>":
            "line of 1.92:1 in line",
        PICTURE.format("white-line", ALT): "line of 1.00:1 in line",
        PICTURE.format("thin", ALT): "line of 1.94:1 in line",
        PICTURE.format("surface", ALT): (
            "line of 2.79:1 in faint-on-high",
            "line of 1.61:1 in band-elsewhere",
            "line of 1.00:1 in shade-on-itself",
            "text of 1.61:1 in text_1",
        ),
        "<gd-explorable></gd-explorable>": "a live figure is not drawn",
    }),
    "moving": ("layout shift", {'<script src="moving.js"></script>': "moves by"}),
    "heavy": ("weight", {f"<gd-explorable>{DRAWN.format('#757575')}</gd-explorable>{PICTURE.format('heavy', ALT)}": "weighs"}),
}  # fmt: skip
SLIPS = [
    (page, says)
    for page, (_, slips) in BROKEN.items()
    for said in slips.values()
    for says in ([said] if isinstance(said, str) else said)
]
FILES = {
    "style.css": """
        body { background: #fff; color: #111; }
        .pale { color: #bbb; }
        @media (prefers-color-scheme: dark) {
          body { background: #000; color: #eee; }
          a { color: #8cf; }
          .night { color: #333; }
        }
        @media (max-width: 500px) { .wide { color: #777; } }
    """,
    "noisy.js": "console.warn('a warning');",
    "failing.js": "throw new Error('an error');",
    "moving.js": """
        setTimeout(() => {
          const late = document.createElement("div");
          late.style.height = "400px";
          document.body.prepend(late);
        }, 60);
    """,
    "icon.svg": SVG.format(text="#111111", line="#111111"),
    # Mid greys, which are legible on white and on black.
    "good.svg": SVG.format(text="#757575", line="#757575"),
    "lite/good.svg": SVG.format(text="#757575", line="#757575"),
    "faint-line.svg": SVG.format(text="#757575", line="#999999"),
    "faint-text.svg": SVG.format(text="#888888", line="#757575"),
    "white-line.svg": SVG.format(text="#757575", line="#ffffff"),
    "thin.svg": SVG.format(text="#757575", line='#757575" opacity="0.5'),
    "dark.svg": SVG.format(text="#111111", line="#757575"),
    # Two marks in one colour, which is faint on the surface; the second has a casing. And what has the colour
    # of the surface, and is neither that nor its colour bar.
    "surface.svg": """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90" height="60">
        <g id="axes_1">
          <g id="QuadContourSet_1"><path fill="#cccccc" d="M0 0h90v60H0z"/></g>
          <path id="faint-on-high" fill="#777777" d="M0 0h9v9z"/>
          <path id="cased" fill="#777777" stroke="#ffffff" d="M20 0h9v9z"/>
          <g id="text_2"><g id="patch_2"><path fill="#cccccc" d="M50 0h9v9z"/></g></g>
          <g id="text_3"><g id="patch_3"><path fill="#ffffff" d="M50 20h9v9z"/></g></g>
          <path id="shade-on-itself" fill="#cccccc" d="M40 0h9v9z"/>
        </g>
        <g id="axes_2">
          <g id="patch_1"><path fill="#cccccc" d="M60 0h9v9z"/></g>
          <g id="QuadMesh_1"><path fill="#cccccc" d="M60 9h9v60z"/></g>
          <path id="band-elsewhere" fill="#cccccc" d="M70 0h9v9z"/>
          <text id="text_1" fill="#cccccc" x="70" y="40">J</text>
        </g></svg>""",
    "heavy.svg": f"{SVG.format(text='#757575', line='#757575')}<!-- {random.Random(0).randbytes(210_000).hex()} -->",
}


def put(folder, pages):
    """Write a site of these pages, and the files that they share."""
    for name, broken in pages.items():
        (folder / f"{name}.html").write_text(PAGE.format(broken=broken))
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """All checks but the slow ones, once, over one site: the good page and every broken one."""
    pages = {"index": PICTURE.format("good", ALT)}
    pages |= {page: "\n".join(slips) for page, (_, slips) in BROKEN.items()}
    folder = put(tmp_path_factory.mktemp("site"), pages)
    names = [f"{name}.html" for name in pages]
    with serving.site(folder, compressed=True) as address:
        visited = visits.visit_all(address, names)
        return [files.validity(folder, names), files.links(folder, names), *visits.judge(visited)]


@pytest.mark.parametrize(("page", "says"), SLIPS)
def test_what_is_broken_is_caught(found, page, says):
    (caught,) = [check for check in found if check.name.startswith(BROKEN[page][0])]
    # What is too faint in a picture is told of the picture.
    told = [what for where, what in caught.faults if where == f"{page}.html" or ".svg" in where]
    assert any(says in what for what in told), told
    assert not [what for what in told if re.search("in (cased|patch|Quad)", what)]


def test_a_good_page_passes(found):
    faults = [fault for check in found for fault in check.faults]
    assert not [fault for fault in faults if fault.page in ("index.html", "good.svg")]


def test_every_check_of_the_pages_is_tested(found):
    tested = {check for check, _ in BROKEN.values()}
    assert all(any(check.name.startswith(name) for name in tested) for check in found)


def archive(folder, day):
    folder.mkdir()
    with zipfile.ZipFile(folder / "all.zip", "w") as packed:
        packed.writestr(zipfile.ZipInfo("a.py", (2026, 1, day, 0, 0, 0)), "print()")
    return folder


def test_a_zip_that_keeps_the_hour_is_caught(tmp_path):
    one, same, other = (
        archive(tmp_path / name, day) for name, day in [("a", 1), ("b", 1), ("c", 2)]
    )
    assert not files.same(one, same).faults
    (fault,) = files.same(one, other).faults
    assert "all.zip" in fault.what


def test_a_file_that_only_one_build_has_is_caught(tmp_path):
    one, other = (archive(tmp_path / name, 1) for name in ("a", "b"))
    (other / "more.html").touch()
    (fault,) = files.same(one, other).faults
    assert "more.html" in fault.what


def test_no_build_is_not_the_same_build(tmp_path):
    (tmp_path / "empty").mkdir()
    for other in ("empty", "missing"):
        with pytest.raises(ValueError, match="cannot compare"):
            files.same(tmp_path / "empty", tmp_path / other)


@pytest.mark.parametrize(
    ("expression", "differs"),
    [("'the same'", False), ("__file__", True), ("hash('a')", True), ("os.urandom(8)", True)],
)
def test_builds_of_two_clones_are_compared(tmp_path, expression, differs):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/build.py").write_text(
        "import os, pathlib\n"
        "html = pathlib.Path(__file__).parent / '_build/html'\n"
        f"html.mkdir(parents=True)\n(html / 'index.html').write_text(str({expression}))\n"
    )
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init"], ["add", "docs"], [*identity, "commit", "-m", "A build"]):
        subprocess.run(["git", "-C", tmp_path, *command], check=True, capture_output=True)
    faults = files.twice(tmp_path).faults
    assert bool(faults) == differs
    assert all("index.html" in fault.what and "\n> " in fault.what for fault in faults)


def test_a_build_that_fails_is_not_passed_over(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        files.twice(tmp_path)


@pytest.mark.parametrize(("broken", "passes"), [("", True), ("<p><div></div></p>", False)])
def test_the_audit_fails_on_any_bar_and_tells_of_the_worst_page(tmp_path, capsys, broken, passes):
    put(tmp_path, {"index": "", "other": broken})
    assert audit.audit(tmp_path) == passes
    told = capsys.readouterr().out
    assert ("FAIL  valid HTML" in told) != passes
    worst = told.partition("The worst pages")[2].splitlines()[1]
    assert passes or worst.startswith("other.html")
