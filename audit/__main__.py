"""Judge the built site by the checkers that others judge sites by: `nox -s audit [-- quick]`.

Every page is looked at, but those of JupyterLite, which are not ours. A line a check tells what was
seen and, in brackets, the bar.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import chromium

from . import files, speed, visits
from .report import Check, tell


def audit(folder: Path, *, quick: bool) -> bool:
    """Run the checks, tell what they find, and whether all bars are met."""
    start = time.perf_counter()
    pages = chromium.pages(folder)
    checks: list[Check] = []
    performance: dict[str, int] = {}

    def done(*some: Check) -> None:
        checks.extend(some)
        print(*some, sep="\n", flush=True)

    if not pages:
        sys.exit(f"No pages in {folder}: run nox -s docs")
    print(f"{len(pages)} pages\n", flush=True)
    done(files.validity(folder, pages), files.links(folder, pages))
    with chromium.site(folder, compressed=True) as address:
        visited = visits.visit_all(address, pages)
        done(*visits.judge(visited))
        if not quick:
            check, performance = speed.lighthouse(address, pages)
            done(check)
    if not quick:
        done(files.twice())
    tell(checks)
    _table(visited, performance, checks)
    print(f"\nAudited in {time.perf_counter() - start:.0f} s.")
    return not any(check.faults for check in checks)


def _table(visited: list[visits.Visit], performance: dict[str, int], checks: list[Check]) -> None:
    """The worst pages: by faults, then by performance, then by weight."""
    faults = Counter(fault.page for check in checks for fault in check.faults)
    sizes = {v.page: v.size for v in visited}
    shifts = {v.page: max(w.shift for w in visited if w.page == v.page) for v in visited}
    worst = sorted(sizes, key=lambda page: (-faults[page], performance.get(page, 0), -sizes[page]))
    print(f"\n{'The worst pages':<36} faults  performance     kB   shift")
    for page in worst[:8]:
        seen = (faults[page], performance.get(page, "–"), sizes[page] / 1000, shifts[page])
        print("{:<36} {:>6} {:>12} {:>6.0f} {:>7.4f}".format(page, *seen))


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["quick"]):
        sys.exit(f"Expected nothing, or: quick; got: {' '.join(sys.argv[1:])}")
    sys.exit(not audit(chromium.HTML, quick=sys.argv[1:] == ["quick"]))
