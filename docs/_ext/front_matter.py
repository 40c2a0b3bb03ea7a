"""What a page of MyST says of itself before its first line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


def front_matter(page: Path) -> dict[str, Any]:
    """Its front matter; nothing where there is none, or no such page."""
    text = page.read_text("utf-8") if page.is_file() else ""
    found = re.match(r"---\n(.*?)^---$", text, re.MULTILINE | re.DOTALL)
    return (found and yaml.safe_load(found[1])) or {}
