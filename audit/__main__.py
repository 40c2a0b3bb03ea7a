"""Judge the built site by the checkers that others judge sites by: `nox -s audit [-- quick]`.

Every page is looked at; a line a check tells what was seen and, in brackets, the bar.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import chromium

from . import static, visits
from .report import Check, Fault, tell

LIVE = "<gd-explorable"
# One page of each kind is measured three times; a kind that the site does not have is left out.
KINDS = {
    "landing": "index.html",
    "chapter with a live figure": "tutorial/one-parameter.html",
    "chapter without": "tutorial/conventions.html",
    "gallery": "gallery/index.html",
    "example": "gallery/fit_two_parameters.html",
    "reference": "reference/index.html",
    "lab": "lab/one-parameter.html",
}
MOST_BYTES, MOST_SHIFT = 200_000, 0.01


def visited(all_visits: list[visits.Visit], faint: list[str], live: set[str]) -> list[Check]:
    """The checks that a visit in Chromium answers."""

    def check(name: str, field: str, unit: str) -> Check:
        faults = [Fault(v.page, what) for v in all_visits for what in getattr(v, field)]
        return Check(name, f"{len(faults)} {unit} (0)", faults)

    figures = check("figures", "figures", "faults")
    figures = Check(
        "figures",
        f"{len(figures.faults) + len(faint)} undescribed, missing or faint (0)",
        [*figures.faults, *(Fault("a picture", what) for what in faint)],
    )
    shift = max(v.shift for v in all_visits)
    shifts = [
        Fault(v.page, f"moves by {v.shift:.3f}") for v in all_visits if v.shift > MOST_SHIFT
    ]
    sizes = {v.page: v.size for v in all_visits if v.page in live}
    heavy = [
        Fault(page, f"weighs {size / 1000:.0f} kB")
        for page, size in sizes.items()
        if size > MOST_BYTES
    ]
    return [
        check("accessible (axe)", "violations", "violations"),
        check("silent, self-contained", "noises", "requests elsewhere, failures, warnings"),
        check("content security", "blocked", "things blocked"),
        figures,
        Check("layout shift", f"{shift:.4f} at most ({MOST_SHIFT})", shifts),
        Check("weight, live chapter", f"{max(sizes.values(), default=0) / 1000:.0f} kB at most (200)", heavy),
    ]


def lighthouse(address: str, pages: list[str]) -> tuple[Check, dict[str, int]]:
    """Lighthouse's scores. One below the bar of a single run is measured again: the median counts."""
    runs = defaultdict(list)

    def run(some: list[str]) -> None:
        command = ["node", str(Path(__file__).with_name("lighthouse.mjs")), chromium.path()]
        where = [f"{address}/{page}" for page in some]
        answer = subprocess.run([*command, *where], stdout=subprocess.PIPE, text=True, check=True)
        for line in answer.stdout.splitlines():
            measured = json.loads(line)
            runs[measured["address"].removeprefix(f"{address}/")].append(measured)

    thrice = [page for page in KINDS.values() if page in pages]
    run([*pages, *thrice, *thrice])
    bars = {page: 99 if page in thrice else 97 for page in pages}
    speed = {page: median(r["scores"]["performance"] for r in runs[page]) for page in pages}
    again = [page for page in pages if speed[page] < bars[page] and page not in thrice]
    run([*again, *again])
    speed = {page: int(median(r["scores"]["performance"] for r in runs[page])) for page in pages}
    faults = [
        Fault(page, f"performance {speed[page]}, should be {bars[page]}: {runs[page][0]['reasons']}")
        for page in pages
        if speed[page] < bars[page]
    ]
    others = []
    for page in pages:
        for measured in runs[page]:
            for category, score in measured["scores"].items():
                if category != "performance":
                    others.append(score)
                    if score < 100:
                        faults.append(Fault(page, f"{category} {score}: {measured['reasons']}"))
    kinds = min(speed[page] for page in thrice)
    rest = min(speed[page] for page in pages if page not in thrice)
    figure = f"performance {kinds} (99), run once {rest} (97), others {min(others)} (100)"
    return Check("Lighthouse, mobile", figure, faults), speed


def main(quick: bool) -> int:
    start = time.perf_counter()
    folder = chromium.HTML
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    live = {page for page in pages if LIVE in (folder / page).read_text("utf-8")} - {"index.html"}
    checks, speed = [], {}

    def done(*some: Check) -> None:
        checks.extend(some)
        print(*some, sep="\n", flush=True)

    print(f"{len(pages)} pages\n", flush=True)
    done(static.validity(folder))
    with chromium.site(folder) as address:
        done(static.links(address, pages))
        all_visits = visits.visit_all(address, pages)
        faint = visits.look_at(set().union(*(visit.pictures for visit in all_visits)))
        done(*visited(all_visits, faint, live))
        if not quick:
            check, speed = lighthouse(address, pages)
            done(check)
    if not quick:
        done(static.twice())
    tell(checks)
    table(all_visits, speed, checks)
    print(f"\nAudited in {time.perf_counter() - start:.0f} s.")
    return any(check.faults for check in checks)


def table(all_visits: list[visits.Visit], speed: dict[str, int], checks: list[Check]) -> None:
    """The pages that are worst: by faults, then by speed, then by weight."""
    faults = defaultdict(int)
    for check in checks:
        for fault in check.faults:
            faults[fault.page] += 1
    sizes, shifts = {}, {}
    for v in all_visits:
        sizes[v.page] = max(v.size, sizes.get(v.page, 0))
        shifts[v.page] = max(v.shift, shifts.get(v.page, 0))
    worst = sorted(sizes, key=lambda page: (-faults[page], speed.get(page, 0), -sizes[page]))
    print(f"\n{'The worst pages':<36} faults  performance     kB   shift")
    for page in worst[:8]:
        print(
            f"{page:<36} {faults[page]:>6} {speed.get(page, '–'):>12} {sizes[page] / 1000:>6.0f}"
            f" {shifts[page]:>7.4f}"
        )


match sys.argv[1:]:
    case []:
        sys.exit(main(quick=False))
    case ["quick"]:
        sys.exit(main(quick=True))
    case other:
        sys.exit(f"Expected nothing, or: quick; got: {' '.join(other)}")
