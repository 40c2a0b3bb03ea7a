"""The colours of figures, by role, as `gd.figure` says them: each is said there, and nowhere else.

From there figures have their dark twins, style sheets --gd-path and its like, the page its accent,
and the icon its strokes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

STYLE = Path(__file__).parents[2] / "src/gd/figure.mplstyle"
TABLE = r"^# +([a-z]+(?: +[a-z]+)*)\n{}: (.*)\n# on a dark page: (.*)$"
COLOUR = re.compile(r'"([0-9A-F]{6})"')
LEGIBLE = 6  # to 1: thin letters, and on Furo's greys, too


class Role(NamedTuple):
    """A colour on white, and the lighter step of its hue on a dark page."""

    light: str
    dark: str


def read(style: str, line: str) -> dict[str, Role]:
    """The roles in that line of a style of Matplotlib's: their names stand above it, the dark ones below."""
    if not (table := re.search(TABLE.format(re.escape(line)), style, re.MULTILINE)):
        raise ValueError(f"expected names above {line}, and '# on a dark page: …' below")
    names = table[1].split()
    light, dark = ([f"#{c.lower()}" for c in COLOUR.findall(line)] for line in table.group(2, 3))
    if not len(names) == len(light) == len(dark):
        raise ValueError(
            f"expected a light and a dark colour for each of {', '.join(names)}; "
            f"got {len(light)} and {len(dark)}"
        )
    return dict(zip(names, map(Role, light, dark), strict=True))


ROLES = read(STYLE.read_text("utf-8"), "axes.prop_cycle")
# The ends of a surface: low is light, on a dark page too.
SURFACE = read(STYLE.read_text("utf-8"), "# on a light page")


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, from 1 to 21, as WCAG has it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (channel / 255 for channel in rgb(colour))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def rgb(colour: str) -> tuple[int, ...]:
    """Red, green and blue of #rrggbb."""
    return tuple(bytes.fromhex(colour[1:]))


def twin(shade: str) -> str | None:
    """What a surface's shade becomes on a dark page, as far on the way up; None if it is none."""
    low, high = (np.array([*map(rgb, role)]) for role in SURFACE.values())
    way = (high - low)[0]
    part = (rgb(shade) - low[0]) @ way / (way @ way)
    light, dark = low + part * (high - low)
    if not 0 <= part <= 1 or np.abs(light - rgb(shade)).max() >= 1:
        return None
    return "#" + bytes(dark.round().astype("uint8")).hex()


def accent(path: Role) -> Role:
    """The colour of links and buttons: that of the path; on white as much darker as letters need."""
    channels = rgb(path.light)
    steps = (
        "#" + bytes(round(c * brightest / max(channels)) for c in channels).hex()
        for brightest in range(max(channels), 0, -1)
    )
    return Role(next(step for step in steps if contrast(step, "#ffffff") >= LEGIBLE), path.dark)


def declare(sheet: str) -> str:
    """The style sheet with the colours in the place of `--roles: light` and `--roles: dark`."""
    brand = accent(ROLES["path"])
    colours = {"color-brand-primary": brand, "color-brand-content": brand}
    colours |= {f"gd-{name}": role for name, role in (ROLES | SURFACE).items()}
    for mode in Role._fields:
        lines = "; ".join(f"--{name}: {getattr(role, mode)}" for name, role in colours.items())
        sheet = sheet.replace(f"--roles: {mode}", lines)
    return sheet


def paint(picture: str) -> str:
    """The picture with a colour where it names a role: stroke="path"."""
    for name, role in ROLES.items():
        picture = picture.replace(f'="{name}"', f'="{role.light}"')
    return picture
