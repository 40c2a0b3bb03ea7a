"""What nox ran, from its reports and its log: why sessions failed, and a table of all.

It comes last, so that whoever sees the end of a long log sees the reasons.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

BEGUN = re.compile(r"nox > Running session (\S+)")
FAILED = re.compile(r"nox > Session \S+ (failed|aborted)")
TESTS = re.compile(r"\b(\d+) (passed|failed|skipped|errors?)\b(?=.* in [\d.]+s)")
TOLD = re.compile(r"E  |FAILED |ERROR ")  # by pytest: why, of a test that failed, and its name
LINES, WIDTH = 40, 300  # of a session, at most

log, *reports = map(Path, sys.argv[1:])
tests: Counter[tuple[str, str]] = Counter()
said: list[str] = []
session = ""
for line in re.sub(r"\x1b\[[\d;]*m", "", log.read_text("utf-8", "replace")).split("\n"):
    if begun := BEGUN.match(line):
        session, said = begun[1], []
    said.append(line.rpartition("\r")[2])  # of a line that was written again and again, the last
    if FAILED.match(line):
        told = sorted(filter(TOLD.match, said), key=lambda text: text.startswith("E  "))
        why = told[:LINES] or list(filter(str.strip, said))[-LINES:]
        print(f"\n{session}", *(text.strip()[:WIDTH] for text in why), sep="\n  ")
    for number, outcome in TESTS.findall(line):
        tests[session, outcome.rstrip("s")] += int(number)

print(f"\n{'session':<14}{'outcome':<10}{'seconds':>8}{'passed':>8}{'failed':>8}{'skipped':>8}")
for report in reports:
    if not report.exists():
        continue
    for ran in json.loads(report.read_text("utf-8"))["sessions"]:
        (name,) = ran["signatures"][:1] or [ran["name"]]
        counts = (tests[name, "passed"], tests[name, "failed"] + tests[name, "error"])
        numbers = "".join(f"{n or '':>8}" for n in (*counts, tests[name, "skipped"]))
        print(f"{name:<14}{ran['result']:<10}{ran['duration']:>8.0f}{numbers}")
total = Counter()
for (_, outcome), number in tests.items():
    total[outcome] += number
print(
    f"\n{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped"
)
