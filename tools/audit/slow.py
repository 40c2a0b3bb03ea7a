"""Pages over a slow network, as readers on a train have it: the first words come soon, and nothing moves."""

from __future__ import annotations

from collections.abc import Collection
from statistics import median

import chromium

from .report import Check, Fault
from .visits import MOST_SHIFT, WATCH

# What others call slow 3G: 400 kbit/s, and 400 ms until an answer begins to come.
NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
LATEST = 1500  # ms
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity"


def slow(address: str, pages: Collection[str]) -> Check:
    """First words later than they should be, and pages that move while they come.

    One after the other, for each should have the machine for itself. One that is late is opened twice
    more, and the median counts.
    """
    with chromium.browser() as browser:
        words, shifts, faults = [], [], []
        for page in pages:
            first, shift, moved = _visit(browser, f"{address}/{page}")
            if first > LATEST:
                again = [_visit(browser, f"{address}/{page}")[0] for _ in range(2)]
                first = median([first, *again])
            if first > LATEST:
                faults.append(Fault(page, f"shows its first words after {first:.0f} ms"))
            if shift > MOST_SHIFT:
                faults.append(Fault(page, f"moves by {shift:.3f}: {'; '.join(moved[:4])}"))
            words.append(first)
            shifts.append(shift)
    figure = f"first words after {max(words):.0f} ms at most ({LATEST}); shift {max(shifts):.4f} ({MOST_SHIFT})"
    return Check("slow 3G", figure, faults)


def _visit(browser, address: str) -> tuple[float, float, list[str]]:
    """When the first words were there, in ms; how far the page moved, and what of it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(WATCH)
    tab = context.new_page()
    network = context.new_cdp_session(tab)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", NETWORK)
    tab.goto(address)
    tab.wait_for_timeout(100)
    first, noted = tab.evaluate(PAINTED), tab.evaluate("audit")
    context.close()
    return first, noted["shift"], noted["moved"]
