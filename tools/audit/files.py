"""Checks of files: valid HTML, links that lead somewhere, the same bytes from two builds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from .report import Check, Fault

ROOT = Path(__file__).parents[2]
URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


def validity(folder: Path, pages: list[str]) -> Check:
    """Let vnu, the validator of the W3C, read every page."""
    jar = ROOT / "tools/node_modules/vnu-jar/build/dist/vnu.jar"
    options = ["--stdout", "--exit-zero-always", "--format", "json"]
    command = ["java", "-jar", jar, *options, *(folder / page for page in pages)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    messages = json.loads(answer)["messages"]
    faults = [
        Fault(said["url"].rpartition(f"{folder.resolve()}/")[2], said["message"])
        for said in messages
        if said["type"] in ("error", "non-document-error")
    ]
    return Check("valid HTML (vnu)", f"{len(faults)} errors (0)", faults)


def links(folder: Path, pages: list[str]) -> Check:
    """Follow every link within the site, to its fragment.

    (linkinator 7.6 looks for a fragment only if its page was not fetched before without one.)
    """
    soups = {
        page: BeautifulSoup((folder / page).read_text("utf-8"), "html.parser") for page in pages
    }
    names = {
        (folder / page).resolve(): {tag["id"] for tag in soup.find_all(id=True)}
        for page, soup in soups.items()
    }
    asked = [
        (page, tag[attribute])
        for page, soup in soups.items()
        for attribute in ("href", "src", "action", "data", "poster")
        for tag in soup.find_all(attrs={attribute: True})
    ]
    asked += [
        (sheet.relative_to(folder).as_posix(), address)
        for sheet in folder.rglob("*.css")
        if sheet.relative_to(folder).parts[0] != "lite"
        for address in URL.findall(sheet.read_text("utf-8"))
    ]
    faults, followed = [], 0
    for where, link in asked:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:  # another host's; no build asks the network
            continue
        followed += 1
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        start = folder if path.startswith("/") else (folder / where).parent
        target = (start / path.lstrip("/") if path else folder / where).resolve()
        target = target / "index.html" if target.is_dir() else target
        # "#" and "#top" are the top of any page.
        known = names.get(target, {fragment}) | {"", "top"}
        inside = target.is_file() and target.is_relative_to(folder.resolve())
        if not inside or fragment not in known:
            faults.append(Fault(where, f"leads to {link}"))
    return Check("links and fragments", f"{len(faults)} of {followed} broken (0)", faults)


def twice(repository: Path = ROOT) -> Check:
    """Build what is committed in two fresh clones at once, whose paths and hash seeds differ."""
    with TemporaryDirectory() as folder:
        clones = [Path(folder, "one"), Path(folder, "deeper Ü", "#2, 100 %")]
        for clone in clones:
            # In a container the repository may be another user's, which git asks about.
            git = ["git", "-c", "safe.directory=*", "clone", "--quiet", repository, clone]
            subprocess.run(git, check=True)

        def build(number: int) -> None:
            environ = os.environ | {"PYTHONHASHSEED": str(number)}
            command = [sys.executable, clones[number] / "docs/build.py"]
            subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)

        with ThreadPoolExecutor() as both:
            list(both.map(build, range(len(clones))))
        return same(*(clone / "docs/_build/html" for clone in clones))


def same(one: Path, other: Path) -> Check:
    """Compare two builds byte by byte."""
    files = sum(path.is_file() for path in one.rglob("*"))
    command = ["diff", "--recursive", str(one), str(other)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode > 1 or not files:
        raise ValueError(f"cannot compare {one} and {other}: {answer.stderr or 'no files'}")
    said = re.split(r"^(?=diff |Only in |Binary files )", answer.stdout, flags=re.MULTILINE)[1:]
    faults = [Fault("", what.replace(f"{one}/", "").strip()[:400]) for what in said]
    return Check("the same bytes twice", f"{len(faults)} of {files} files differ (0)", faults)
