"""Open each page in Chromium as a reader would, and note what goes wrong and what it weighs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import chromium

from .report import Check, Fault

MOST_BYTES, MOST_SHIFT = 200_000, 0.01
HERE = Path(__file__).parent
MODES, WIDTHS = ("light", "dark"), (390, 1440)
WATCH = """
window.audit = { shift: 0, moved: [], blocked: [] };
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    if (shift.hadRecentInput) continue;
    audit.shift += shift.value;
    for (const { node } of shift.sources) audit.moved.push((node?.outerHTML ?? node?.data ?? "").slice(0, 60));
  }
}).observe({ type: "layout-shift", buffered: true });
addEventListener("securitypolicyviolation", (event) => {
  audit.blocked.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
# Every rule, but a selector for each element of what is wrong only, not of all that is right.
AXE = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"
FIGURES = """
() => ({
  paper: getComputedStyle(document.body).backgroundColor,
  live: [...document.querySelectorAll("gd-explorable svg[role]")],
  dead: [...document.querySelectorAll("gd-explorable")].filter((figure) => !figure.querySelector("svg[role]")).length,
  still: [...document.querySelectorAll("article img")].map((image) => ({
    source: image.currentSrc || image.src,
    alt: image.getAttribute("alt"),
    decorates: image.closest(".card") !== null,
    seen: image.checkVisibility(),
    loaded: image.naturalWidth > 0,
  })),
})
"""


class Visit(NamedTuple):
    """What a page did while it was read; each fault is a line of text."""

    page: str
    violations: list[str]  # of axe's rules
    noises: list[str]  # requests elsewhere, failed requests, what the console said
    blocked: list[str]  # by the content security policy
    figures: list[str]
    pictures: set[tuple[str, str]]  # the address of each picture, and the colour behind it
    shift: float
    moved: list[str]  # by it
    size: int  # bytes that came over the wire
    live: bool  # is a live figure in it?


def visit_all(address: str, pages: list[str]) -> list[Visit]:
    """Visit each page in both modes and at both widths, in two browsers side by side."""
    with ThreadPoolExecutor(2) as both:
        halves = both.map(lambda half: _visit_some(address, half), (pages[::2], pages[1::2]))
    return [visit for half in halves for visit in half]


def judge(visits: list[Visit]) -> list[Check]:
    """The checks that visits answer."""

    def none_of(name: str, field: str, what: str, others: Iterable[Fault] = ()) -> Check:
        faults = [Fault(v.page, fault) for v in visits for fault in getattr(v, field)]
        faults += others
        return Check(name, f"{len(faults)} {what} (0)", faults)

    faint = look_at(set().union(*(visit.pictures for visit in visits)))
    shifts = [
        Fault(v.page, f"moves by {v.shift:.3f}: {'; '.join(map(repr, v.moved[:4]))}")
        for v in visits
        if v.shift > MOST_SHIFT
    ]
    chapters = [visit for visit in visits if visit.live]
    heavy = [Fault(v.page, f"weighs {v.size} B") for v in chapters if v.size > MOST_BYTES]
    heaviest = max((visit.size for visit in chapters), default=0) / 1000
    return [
        none_of("accessible (axe)", "violations", "violations"),
        none_of("quiet, self-contained", "noises", "requests elsewhere, failures, warnings"),
        none_of("content security", "blocked", "blocked"),
        none_of("figures", "figures", "undescribed, missing or too faint", faint),
        Check("layout shift", f"{max(v.shift for v in visits):.4f} at most (0.01)", shifts),
        Check("weight of live chapters", f"{heaviest:.0f} kB at most (200)", heavy),
    ]


def _visit_some(address: str, pages: list[str]) -> list[Visit]:
    with chromium.browser() as browser:
        cases = itertools.product(pages, MODES, WIDTHS)
        return [_visit(browser, address, *case) for case in cases]


def _visit(browser, address: str, page: str, mode: str, width: int) -> Visit:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)
    context.add_init_script(WATCH)
    tab = context.new_page()
    noises, sizes = _listen(tab, address), []
    network = context.new_cdp_session(tab)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    tab.goto(f"{address}/{page}")
    for y in [*range(0, tab.evaluate("document.documentElement.scrollHeight"), 800), 0]:
        tab.evaluate("(y) => scrollTo({ top: y, behavior: 'instant' })", y)
        tab.wait_for_timeout(30)
    tab.wait_for_function(
        "() => [...document.images].every((image) => image.complete || !image.checkVisibility())"
    )
    tab.wait_for_timeout(100)
    noted, size = tab.evaluate("audit"), int(sum(sizes))
    tab.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    tab.evaluate((HERE.parent / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    violations = tab.evaluate(AXE)
    found = [f"{v['id']}: {node['html'][:100]}" for v in violations for node in v["nodes"]]
    figures, pictures = _look(tab)
    live = page != "index.html" and tab.locator("gd-explorable").count() > 0
    context.close()
    shift, moved, blocked = (noted[key] for key in ("shift", "moved", "blocked"))
    return Visit(page, found, noises, blocked, figures, pictures, shift, moved, size, live)


def _listen(tab, address: str) -> list[str]:
    noises: list[str] = []

    def asked(request):
        if not request.url.startswith((f"{address}/", "blob:")):
            noises.append(f"asks for {request.url[:100]}")
        if request.url.startswith(f"{address}/lite/"):
            noises.append("loads JupyterLite before anybody asks for it")

    def said(message):
        if message.type in ("error", "warning"):
            noises.append(f"console: {message.text[:200]}")

    def answered(response):
        if response.status >= 400:
            noises.append(f"{response.status} for {response.url}")

    tab.on("request", asked)
    tab.on("requestfailed", lambda request: noises.append(f"failed: {request.url[:100]}"))
    tab.on("response", answered)
    tab.on("console", said)
    tab.on("pageerror", lambda error: noises.append(f"error: {error}"))
    return noises


def _look(tab) -> tuple[list[str], set[tuple[str, str]]]:
    """What figures lack in words and in contrast, and the pictures that are still to be seen."""
    found = tab.evaluate_handle(FIGURES)
    paper, still = found.evaluate("({ paper }) => paper"), found.evaluate("({ still }) => still")
    faults = found.evaluate(
        f"({{ live, paper }}) => live.flatMap((svg) => ({_contrast()})([svg, paper]))"
    )
    faults += ["a live figure is not drawn"] * found.evaluate("({ dead }) => dead")
    for image in still:
        name = image["source"].rpartition("/")[2]
        if image["alt"] is None or (len(image["alt"].split()) < 4 and not image["decorates"]):
            faults.append(f"{name} is described as {image['alt']!r}")
        if image["seen"] and not image["loaded"]:
            faults.append(f"{name} did not come")
    return faults, {
        (image["source"], paper) for image in still if image["seen"] and image["loaded"]
    }


def look_at(pictures: set[tuple[str, str]]) -> list[Fault]:
    """What is too faint in pictures, each opened by itself."""
    faults = []
    with chromium.browser() as browser:
        tab = browser.new_page()
        for source, paper in sorted(pictures):
            tab.goto(source)
            script = f"(paper) => ({_contrast()})([document.documentElement, paper])"
            name = source.rpartition("/")[2]
            faults += [Fault(name, f"{what} on {paper}") for what in tab.evaluate(script, paper)]
    return faults


def _contrast() -> str:
    return (HERE / "contrast.js").read_text("utf-8")
