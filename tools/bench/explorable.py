"""The live figures' size, and the time from a slider's input event to the painted frame.

The clock starts when the slider's `input` event reaches the document. It stops in the first task
after the frame in which the change was drawn: style, layout, paint and commit are in it. Thirty
moves a second, a sweep over the slider in three; Chromium is slowed down by its own throttling.
"""

import gzip
import re
import statistics
import sys
import time

import numpy as np
from chromium import browser
from playwright.sync_api import Locator
from serving import DOCS, HTML, pages, site

sys.path.append(str(DOCS / "_ext/explorable"))
import settings

LIMIT_BYTES = 25_000
LIMITS_MS = {1: 8, 4: 16}
LIMIT_OF_DATA_MS = 16  # of a plane, or contours, that follow them
MOVES = 150
PREPARE = """
(figure, steps) => {
  figure.steps = steps;
  scrollTo({ top: figure.getBoundingClientRect().top + scrollY - 60, behavior: "instant" });
}
"""
WATCH = """
window.times = [];
document.addEventListener("input", (event) => {
  if (event.target.type === "range") watch();
}, true);
document.addEventListener("pointermove", (event) => {
  if (event.buttons && event.target.closest(".panel")) watch();
}, true);
function watch() {
  const start = performance.now();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => times.push(performance.now() - start);
  requestAnimationFrame(() => port2.postMessage(0));
}
"""


def measure(figure: Locator, label: str, slowdown: int) -> list[float]:
    """Drag a slider of a figure, or a point along its panel, up and down; the milliseconds of each move."""
    page, handle = figure.page, figure.get_by_label(label, exact=True)
    page.evaluate("times.length = 0")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    box, begin = handle.bounding_box(), 0.5
    if handle.evaluate("(node) => node.matches('.g-handle')"):
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        panel = handle.locator("xpath=ancestor::*[local-name() = 'svg']").last.bounding_box()
        box = {"x": panel["x"] + 40, "y": y, "width": panel["width"] - 60, "height": 0}
        begin = (x - box["x"] - 10) / (box["width"] - 20)

    def mouse(kind: str, part: float) -> None:
        # Not by page.mouse, which runs a script of its own in the page at each move.
        x, y = box["x"] + 10 + part * (box["width"] - 20), box["y"] + box["height"] / 2
        at = {"x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        session.send("Input.dispatchMouseEvent", {"type": kind, **at})

    mouse("mousePressed", begin)
    for move in range(MOVES):
        mouse("mouseMoved", abs((2 * move + 100) % 200 - 100) / 100)
        time.sleep(1 / 30)
    mouse("mouseReleased", 0.5)
    page.wait_for_timeout(300)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return page.evaluate("times")


sheet, common = (HTML / "_static" / name for name in ("explorable.css", "explorable.js"))
failed = False
with site() as address, browser() as chromium:
    for kind, table in settings.kinds().items():
        files = [sheet, common, HTML / f"_static/explorable-{kind}.js"]
        size = sum(len(gzip.compress(path.read_bytes())) for path in files)
        print(f"{kind}: scripts and style sheet, compressed: {size} bytes (limit {LIMIT_BYTES})")
        failed |= size >= LIMIT_BYTES
        # A page where it stands as it comes, with any panel first.
        as_it_comes = re.compile(f'kind="{kind}"( first="[a-z]+")?>')
        name = next((c for c in pages() if as_it_comes.search((HTML / c).read_text("utf-8"))), None)
        if not name:
            sys.exit(f"no page shows {kind} as it comes")
        page = chromium.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(f"{address}/{name}")
        figure = page.locator(f"gd-explorable[kind={kind}]").first
        figure.evaluate(PREPARE, table["steps"]["max"])
        page.evaluate(WATCH)
        # The rate, and what comes after the start, if anything does: the data change with it.
        moved = [s for key, s in table.items() if "min" in s and key not in settings.EACH]
        labels = [np.atleast_1d(s["label"])[-1] for s in (table["alpha"], *moved[:1])]
        bars = [(label, *bar) for bar in LIMITS_MS.items() for label in labels]
        if "momentum" in table:
            bars.append((table["shift"]["label"], 1, LIMIT_OF_DATA_MS))
        if "changed" in table:
            bars.append(("Flight 14 of 23", 1, LIMIT_OF_DATA_MS))
        for label, slowdown, limit in bars:
            times = measure(figure, label, slowdown)
            p95 = statistics.quantiles(times, n=20)[-1]
            print(
                f"{kind}, {label}, CPU {slowdown} times slower, {len(times)} moves: "
                f"median {statistics.median(times):.1f} ms, 95 % {p95:.1f} ms (limit {limit})"
            )
            failed |= p95 >= limit
        page.close()
sys.exit(failed)
