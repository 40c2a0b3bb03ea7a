"""What of the system our sessions use, by Debian's packages: `python3 tools/machine.py` names those that are missing.

noxfile.py asks it for a session's own, .ci/run for all. It runs wherever Python does, with nothing installed.
"""

import os
import shutil
from pathlib import Path

CHROMIUM = "chromium chromium-browser google-chrome chrome"
# A package, and what shows that it is there, or something that does as well: a program, or a file.
SHOWN_BY = {
    "chromium": CHROMIUM,
    "chromium-headless-shell": f"chromium-headless-shell {CHROMIUM}",
    "default-jre-headless": "java",
    "firefox-esr": "firefox-esr firefox",
    "gir1.2-webkit2-4.1": "/usr/lib/*/girepository-1.0/WebKit2-4.1.typelib",
    "iproute2": "ip",
    "mmdebstrap": "mmdebstrap",
    "nginx-light": "nginx",
    "nodejs": "node",
    "npm": "npm",
    "python3-gi": "/usr/lib/python3/dist-packages/gi",
    "webkit2gtk-driver": "WebKitWebDriver",
    "xvfb": "Xvfb",
}
PATH = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])  # where Debian has ip and nginx


def missing(packages=tuple(SHOWN_BY)):
    """Those of the packages of which nothing is there."""
    return [name for name in packages if not any(map(_found, SHOWN_BY[name].split()))]


def _found(what):
    if what.startswith("/"):
        return any(Path("/").glob(what[1:]))
    return shutil.which(what, path=PATH) is not None


if __name__ == "__main__":
    print(*missing())
