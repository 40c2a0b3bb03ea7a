"""Judge the built site by the checkers that others judge sites by: `nox -s audit`.

Every page is looked at, but those of JupyterLite, which are not ours. A line a check tells what was
seen and, in brackets, the bar.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import serving

from . import files, visits
from .report import Check, tell


def audit(folder: Path, *others: Callable[[], Check]) -> bool:
    """Run the checks, tell what they find, and whether all bars are met."""
    start = time.perf_counter()
    pages = serving.pages(folder)
    checks: list[Check] = []

    def done(*some: Check) -> None:
        checks.extend(some)
        print(*some, sep="\n", flush=True)

    print(f"{len(pages)} pages\n", flush=True)
    done(files.validity(folder, pages), files.links(folder, pages))
    with serving.site(folder, compressed=True) as address:
        visited = visits.visit_all(address, pages)
        done(*visits.judge(visited))
    for other in others:
        done(other())
    _table(visited, checks)
    tell(checks)  # last, where a long log is looked at
    print(f"\nAudited in {time.perf_counter() - start:.0f} s.")
    return not any(check.faults for check in checks)


def _table(visited: list[visits.Visit], checks: list[Check]) -> None:
    """The worst pages: by faults, then by weight."""
    faults = Counter(fault.page for check in checks for fault in check.faults)
    sizes = {v.page: v.size for v in visited}
    shifts = {v.page: max(w.shift for w in visited if w.page == v.page) for v in visited}
    print(f"\n{'The worst pages':<36} faults     kB   shift")
    for page in sorted(sizes, key=lambda page: (-faults[page], -sizes[page]))[:8]:
        print(f"{page:<36} {faults[page]:>6} {sizes[page] / 1000:>6.0f} {shifts[page]:>7.4f}")


if __name__ == "__main__":
    sys.exit(not audit(serving.HTML, files.twice))
