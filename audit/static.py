"""Checks of files: valid HTML, links that lead somewhere, the same bytes from two builds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .report import Check, Fault

HERE = Path(__file__).parent
ROOT = HERE.parent


def validity(folder: Path) -> Check:
    """Let vnu, the validator of the W3C, read every page."""
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    messages = json.loads(answer)["messages"]
    faults = [
        Fault(said["url"].partition(f"{folder.name}/")[2], said["message"])
        for said in messages
        if said["type"] in ("error", "non-document-error")
    ]
    return Check("valid HTML (vnu)", f"{len(faults)} errors (0)", faults)


def links(address: str, pages: list[str]) -> Check:
    """Let linkinator follow every link within the site, to its fragment."""
    options = ["--check-fragments", "--check-css", "--redirects", "error", "--format", "json"]
    elsewhere = ["--skip", f"^(?!{address}/)"]
    command = [HERE / "node_modules/.bin/linkinator", *options, *elsewhere]
    where = [f"{address}/{page}" for page in pages]
    answer = subprocess.run([*command, *where], capture_output=True, text=True, check=False)
    followed = json.loads(answer.stdout)["links"]
    faults = [
        Fault(_path(link.get("parent", ""), address), f"leads to {_path(link['url'], address)}")
        for link in followed
        if link["state"] == "BROKEN"
    ]
    seen = sum(link["state"] == "OK" for link in followed)
    return Check("links (linkinator)", f"{len(faults)} of {seen} broken (0)", faults)


def _path(url: str, address: str) -> str:
    return url.removeprefix(f"{address}/")


def twice() -> Check:
    """Build what is committed in two fresh clones, whose paths and hash seeds differ."""
    with TemporaryDirectory() as folder:
        clones = [Path(folder, "one"), Path(folder, "deeper", "and longer", "two")]
        for seed, clone in enumerate(clones, start=1):
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
            surroundings = {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(clone / "src")}
            build = subprocess.run(
                [sys.executable, str(clone / "docs/build.py")],
                env=os.environ | surroundings,
                capture_output=True,
                text=True,
                check=False,
            )
            if build.returncode:
                return same(*clones, [Fault("the build", build.stdout[-500:] + build.stderr[-500:])])
        return same(*(clone / "docs/_build/html" for clone in clones))


def same(one: Path, other: Path) -> Check:
    """Compare two builds byte by byte."""
    files = sum(path.is_file() for path in one.rglob("*"))
    command = ["diff", "--recursive", "--brief", str(one), str(other)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    faults = [
        Fault(line.replace(str(one), "one").replace(str(other), "other"), "differs")
        for line in said.splitlines()
    ]
    return Check("the same bytes twice", f"{len(faults)} of {files} files differ (0)", faults)
