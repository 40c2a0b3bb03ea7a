"""Lighthouse's mobile preset on every page, thrice where once does not decide."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from statistics import median_low

import chromium

from .report import Check, Fault

KINDS = {
    "landing": "index.html",
    "chapter with a live figure": "tutorial/one-parameter.html",
    "chapter without": "tutorial/conventions.html",
    "gallery": "gallery/index.html",
    "example": "gallery/fit_two_parameters.html",
    "lab": "lab/one-parameter.html",
    "reference": "reference/index.html",
}


def lighthouse(
    address: str, pages: list[str], kinds: Collection[str] = KINDS.values()
) -> tuple[Check, dict[str, int]]:
    """All that is below its bar, and each page's performance.

    A page that falls short is measured twice more, and the median of all counts: a run may have met
    a busy moment of the machine.
    """
    runs: dict[str, list] = defaultdict(list)
    bars = {page: 99 if page in kinds else 97 for page in pages}

    def short() -> list[str]:
        return [page for page in pages if performance(page) < bars[page]]

    def performance(page: str) -> int:
        return median_low(run["performance"][0] for run in runs[page])

    _run(address, pages, runs)
    _run(address, 2 * short(), runs)
    faults = [Fault(page, "is of a kind of its own, and not there") for page in {*kinds} - {*pages}]
    faults += [
        Fault(page, f"performance {performance(page)}, should be {bars[page]}") for page in short()
    ]
    others = {
        (page, category, score, reasons)
        for page in pages
        for run in runs[page]
        for category, (score, reasons) in run.items()
        if category != "performance"
    }
    faults += [
        Fault(page, f"{category} {score}: {reasons}")
        for page, category, score, reasons in sorted(others)
        if score < 100
    ]
    speed = {page: performance(page) for page in pages}
    least = min((speed[page] for page in pages if page in kinds), default=100)
    rest = min((speed[page] for page in pages if page not in kinds), default=100)
    else_ = min(score for _, _, score, _ in others)
    figure = f"performance {least} (99), of the rest {rest} (97); all else {else_} (100)"
    return Check("Lighthouse, mobile", figure, faults), speed


def _run(address: str, pages: list[str], runs: dict[str, list]) -> None:
    script = Path(__file__).with_name("lighthouse.mjs")
    where = [f"{address}/{page}" for page in pages]
    command = ["node", str(script), chromium.path(), *where]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    for page, line in zip(pages, answer.stdout.splitlines(), strict=True):
        runs[page].append(json.loads(line))
