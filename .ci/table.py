"""What nox ran, from its reports and its log: why sessions failed, and a table of them.

It comes last, so that whoever sees the end of a long log sees the reasons.
"""

import json
import re
import sys
from collections import Counter, deque
from pathlib import Path

BEGUN = re.compile(r"nox > Running session (\S+)")
TESTS = re.compile(r"\b(\d+) (passed|failed|skipped|errors?)\b(?=.* in [\d.]+s)")

FAILURE = re.compile(r"_{3,} (.*\S) _{3,}")
LINES, WIDTH = 30, 300  # of a reason, at most

log, *reports = map(Path, sys.argv[1:])
tests: Counter[tuple[str, str]] = Counter()
reasons: dict[str, list[str]] = {}
before: deque[str] = deque(maxlen=LINES)  # what a command said that failed
session = test = ""
for line in re.sub(r"\x1b\[[\d;]*m", "", log.read_text("utf-8", "replace")).splitlines():
    if begun := BEGUN.match(line):
        session = begun[1]
    if failure := FAILURE.fullmatch(line):
        test = f"{session}: {failure[1]}"
    if line.startswith("E  "):
        reasons.setdefault(test, []).append(line[1:])
    if line.startswith("nox > Command"):
        told = any(reason.startswith(f"{session}: ") for reason in reasons)  # by its tests
        reasons[f"{session}: command"] = [line] if told else [*before, line]
    before.append(line)
    for number, outcome in TESTS.findall(line):
        tests[session, outcome.rstrip("s")] += int(number)

for test, reason in reasons.items():
    print(f"\n{test}", *(line.strip()[:WIDTH] for line in reason[-LINES - 1 :]), sep="\n  ")
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
