"""Lighthouse's mobile preset on every page, and a slow network: `nox -s lighthouse`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median_low

import chromium
import serving

from .report import Check, Fault, tell
from .slow import slow

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

    Two are measured side by side, which no page is the faster for. One that falls short then is
    measured twice more by itself, and the median of all counts.
    """
    runs: dict[str, list] = defaultdict(list)
    bars = {page: 99 if page in kinds else 97 for page in pages}

    def short() -> list[str]:
        return [page for page in pages if performance(page) < bars[page]]

    def performance(page: str) -> int:
        return median_low(run["performance"][0] for run in runs[page])

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda half: _run(address, half, runs), (pages[::2], pages[1::2])))
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


def main() -> bool:
    """Whether every page meets its bars; the slowest are told."""
    pages = serving.pages(serving.HTML)
    with serving.site(serving.HTML, compressed=True) as address:
        check, performance = lighthouse(address, pages)
        checks = [check, slow(address, [*KINDS.values(), "tutorial/derivation.html"])]
    print(*checks, sep="\n")
    tell(checks)
    print(f"\n{'The slowest pages':<36} performance")
    for page in sorted(pages, key=performance.__getitem__)[:8]:
        print(f"{page:<36} {performance[page]:>11}")
    return not any(check.faults for check in checks)


if __name__ == "__main__":
    sys.exit(not main())
