"""The settings of a kind of live figure: its table, as its module has it, and what their texts ask for.

docs/explorable/settings.js reads the same table and takes the same texts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[2] / "explorable"
TABLE = re.compile(r"^export const settings = (\{.*?^\});$", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
SPACE = " \t\n\r\f"
LONGEST = 2000
SWITCH = {"": True, "true": True, "false": False}
EACH = ("steps", "alpha", "start")  # kind has these
# What a number, points or a switch says of itself, and what it may say.
FORMS = (("min", "max", "step", "value"), ("points", "reach", "value"), ("value",))
MORE = ("label", "least", "most", "whole", "first")


def kinds() -> dict[str, dict[str, Any]]:
    """The table of each kind, by the kind's name."""
    return {path.stem: _table(path) for path in sorted(SOURCE.glob("kinds/*.js"))}


def _table(path: Path) -> dict[str, Any]:
    text = path.read_text("utf-8")
    if not (found := TABLE.search(text)):
        raise ValueError(f"{path.name} has no table: export const settings = {{…}};")
    try:
        table = json.loads(found[1])
    except json.JSONDecodeError as error:
        line = text.count("\n", 0, found.start(1)) + error.lineno
        why = f"are not JSON, in line {line}: {error.msg}"
        raise ValueError(f"the settings of {path.name} {why}") from error
    if missing := [key for key in EACH if key not in table]:
        raise ValueError(f"the settings of {path.name} lack {', '.join(missing)}")
    for key, setting in table.items():
        if {*setting} - {*MORE} not in map(set, FORMS):
            raise ValueError(
                f"{key} of {path.name} must have {' or '.join(map(', '.join, FORMS))},"
                f" and may have {', '.join(MORE)}; got {', '.join(setting)}"
            )
    return table


def parse(key: str, setting: dict[str, Any], text: str) -> Any:
    """The value that a text asks for; ValueError where it makes no sense."""
    value = setting["value"]
    if len(text) > LONGEST:
        raise ValueError(f"{key} is longer than {LONGEST} characters")
    if "points" in setting:
        return _moved(key, setting, text)
    if isinstance(value, bool):
        if text not in SWITCH:
            raise ValueError(f"{key} must be true, false or nothing; got {text}")
        return SWITCH[text]
    wanted = len(value) if isinstance(value, list) else 1
    values = _numbers(text)
    if len(values) != wanted or None in values:
        raise ValueError(f"{key} must be {wanted} number(s); got {text}")
    least, most = setting.get("least", setting["min"]), setting.get("most", setting["max"])
    if not all(least <= v <= most for v in values):
        raise ValueError(f"{key} must be from {least:g} to {most:g}; got {text}")
    if setting.get("whole"):
        if any(v % 1 for v in values):
            raise ValueError(f"{key} must be a whole number; got {text}")
        values = [int(v) for v in values]
    return values if isinstance(value, list) else values[0]


def _moved(key: str, setting: dict[str, Any], text: str) -> dict[int, list[float]]:
    """3,0.1,0.2_5,0,1: by how much points 3 and 5 were moved, in x and in y."""
    moved, reach = {}, setting["reach"]
    for part in text.split("_") if text else ():
        numbers = _numbers(part)
        if len(numbers) != 3 or None in numbers:
            raise ValueError(f"{key} must be like 3,0.1,0.2_5,0,1; got {text}")
        i, *offset = numbers
        if i % 1 or not 0 <= i < setting["points"] or not all(-reach <= d <= reach for d in offset):
            raise ValueError(
                f"{key} must name points below {setting['points']}, and move them by {reach} at most; got {text}"
            )
        moved[int(i)] = offset
    return moved


def controls(table: dict[str, Any], text: str) -> list[str]:
    """The controls that a text names: steps, alpha. An empty text: none."""
    names = _split(text) if text.strip(SPACE) else []
    there = [key for key, setting in table.items() if "label" in setting]
    if unknown := [name for name in names if name not in there]:
        raise ValueError(f"controls may be {', '.join(there)}; got {', '.join(unknown)}")
    return names


def preset(table: dict[str, Any], text: str) -> tuple[str, dict[str, Any]]:
    """A button: its words, a colon, and what it sets, as links have it: Too large: alpha=2.1&steps=20."""
    words, _, pairs = text.rpartition(":")
    state = {}
    for pair in pairs.strip(SPACE).split("&"):
        key, equals, asked = pair.partition("=")
        if not words.strip(SPACE) or not equals or key not in table:
            raise ValueError(
                f"preset must be like Too large: alpha=2.1&steps=20, of {', '.join(table)}; got {text}"
            )
        state[key] = parse(key, table[key], asked)
    return words.strip(SPACE), state


def _split(text: str) -> list[str]:
    return re.split(f"[{SPACE},]+", text.strip(SPACE))


def _numbers(text: str) -> list[float | None]:
    return [float(word) if NUMBER.fullmatch(word) else None for word in _split(text)]
