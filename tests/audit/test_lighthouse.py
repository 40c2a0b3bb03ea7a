"""Lighthouse's bars against a good page, and against one that is slow, unlabelled and not described."""

import random

import pytest
import serving
from audit import slow, speed
from test_audit import ALT, PICTURE, put

SLOW = """
const end = Date.now() + 3000; while (Date.now() < end);
document.body.addEventListener("click", () => {});
"""


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    links = '<a href="index.html"><span hidden>name</span></a> <a>A link to those who press it</a>'
    pages = {
        "index": PICTURE.format("good", ALT),
        "poor": f'<script src="slow.js"></script>{links}',
    }
    folder = put(tmp_path_factory.mktemp("scored"), pages)
    (folder / "slow.js").write_text(SLOW)
    poor = (folder / "poor.html").read_text().replace('<meta name="description"', "<meta")
    (folder / "poor.html").write_text(poor)
    with serving.site(folder, compressed=True) as address:
        return speed.lighthouse(address, ["index.html", "poor.html"], ["index.html", "lab.html"])


@pytest.mark.parametrize(
    "says", ["performance", "link-name", "meta-description", "crawlable-anchors"]
)
def test_lighthouse_tells_of_what_is_below_its_bar(scores, says):
    check, _ = scores
    assert any(says in what for where, what in check.faults if where == "poor.html"), check.faults


def test_a_kind_of_page_that_is_gone_is_missed(scores):
    assert "lab.html" in {fault.page for fault in scores[0].faults}


def test_lighthouse_lets_a_good_page_pass(scores):
    check, performance = scores
    assert performance["index.html"] >= 99
    assert "index.html" not in {fault.page for fault in check.faults}


def test_who_is_late_or_moves_over_a_slow_network_is_caught(tmp_path):
    style = f"/* {random.Random(0).randbytes(60_000).hex()} */"
    pages = {"index": "", "late": "", "moving": '<script src="moving.js"></script>'}
    folder = put(tmp_path, pages)
    (folder / "late.css").write_text(style)
    late = (folder / "late.html").read_text().replace("style.css", "late.css")
    (folder / "late.html").write_text(late)
    with serving.site(folder, compressed=True) as address:
        check = slow.slow(address, [f"{name}.html" for name in pages])
    assert [(page, what.split()[0]) for page, what in check.faults] == [
        ("late.html", "shows"),
        ("moving.html", "moves"),
    ]
