"""What a page of MyST says of itself before its first line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


def front_matter(page: Path) -> dict[str, Any]:
    """Its front matter; nothing where there is none, or no such page.

    Raises
    ------
    ValueError
        If it is no YAML.
    TypeError
        If it is no mapping.
    """
    text = page.read_text("utf-8") if page.is_file() else ""
    found = re.match(r"---\n(.*?)^---$", text, re.MULTILINE | re.DOTALL)
    try:
        said = (found and yaml.safe_load("\n" + found[1])) or {}  # the line of --- counts
    except yaml.YAMLError as error:
        raise ValueError(f"{page}: {error}") from error
    if not isinstance(said, dict):
        raise TypeError(f"{page}: front matter must be names with values; got {said!r}")
    return said
