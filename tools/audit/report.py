"""What a check found, and how it is told."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong, and where."""

    page: str
    what: str


class Check(NamedTuple):
    """What was looked at, the figure that was seen beside its bar, and what broke the bar."""

    name: str
    figure: str
    faults: list[Fault]

    def __str__(self) -> str:
        return f"{'FAIL' if self.faults else 'pass'}  {self.name:<24} {self.figure}"


def tell(checks: list[Check], shown: int = 12) -> None:
    """Print the faults, many of a kind once."""
    for check in checks:
        if not check.faults:
            continue
        print(f"\n{check.name}:")
        kinds = Counter(fault.what for fault in check.faults)
        for what, times in kinds.most_common(shown):
            page = next(fault.page for fault in check.faults if fault.what == what)
            print(f"  {page}{f' and {times - 1} more' if times > 1 else ''}: {what}")
        if len(kinds) > shown:
            print(f"  … and {len(kinds) - shown} other kinds")
