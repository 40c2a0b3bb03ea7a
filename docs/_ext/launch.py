"""Where a notebook can be opened with one click, and at what address.

JupyterLite is part of the site. Colab and Binder read a branch of the hosting repository, which the
workflow publishes when it has built that of the sources: the same name, with `-notebooks` after it.
Where no repository on GitHub is known, or another branch is built, there are no buttons for them.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

SOURCES = "main"  # the branch from which the workflow publishes
REMOTE = re.compile(
    r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])"
    r"([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)


class Published(NamedTuple):
    """The repository, as owner/name, and its branch that has what readers take home."""

    repository: str
    branch: str


def published(environ: Mapping[str, str], folder: Path) -> Published | None:
    """Derive it from the variables of GitHub Actions, else from git's remote `origin`.

    The folder is the top of our sources; where they lie within another repository, its address is not
    ours. A tag, a pull request or another branch publishes no notebooks.
    """
    if repository := environ.get("GITHUB_REPOSITORY"):
        # Other forges set these variables, too.
        remote = f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{repository}"
        branch = environ.get("GITHUB_REF_NAME", "")
        if not environ.get("GITHUB_REF", "refs/heads/").startswith("refs/heads/"):
            branch = ""
    else:
        # In a folder further down git would also print the way to it.
        if _git(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix") != "true":
            return None
        remote = _git(folder, "remote", "get-url", "origin")
        branch = _git(folder, "branch", "--show-current")
    known = REMOTE.fullmatch(remote)
    return Published(known[1], f"{branch}-notebooks") if known and branch == SOURCES else None


def _git(folder: Path, *command: str) -> str:
    try:
        answer = subprocess.run(
            # In a container the repository may be another user's, which git asks about.
            ["git", "-c", "safe.directory=*", "-C", folder, *command],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:  # no git here
        return ""
    return answer.stdout.strip()


def colab(where: Published, notebook: str) -> str:
    """The notebook in Colab."""
    branch = quote(where.branch, safe="")
    return f"https://colab.research.google.com/github/{where.repository}/blob/{branch}/{notebook}"


def binder(where: Published, notebook: str) -> str:
    """The notebook in JupyterLab on Binder."""
    branch, path = quote(where.branch, safe=""), quote(f"lab/tree/{notebook}", safe="")
    return f"https://mybinder.org/v2/gh/{where.repository}/{branch}?urlpath={path}"


def raw(where: Published, file: str) -> str:
    """A file of the branch."""
    branch = quote(where.branch, safe="")
    return f"https://raw.githubusercontent.com/{where.repository}/{branch}/{file}"


def lite(notebook: str) -> str:
    """The notebook in JupyterLite, from the site's root."""
    return f"lite/notebooks/index.html?path={quote(notebook)}"
