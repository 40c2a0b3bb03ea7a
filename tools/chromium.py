"""The Chromium that is on this machine."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import machine
from playwright.sync_api import expect, sync_playwright

# As all else of Playwright's: on a busy machine 5 s may be too few.
expect.set_options(timeout=30_000)
# The first has no window to draw even where nobody sees it, and is faster.
NAMES = ("chromium-headless-shell", *machine.CHROMIUM.split())
# An expression for what is settled once two frames are drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def find(playwright, names=NAMES):
    """The path of the Chromium that is installed, or an empty string."""
    on_path = (shutil.which(name) for name in names)
    own = playwright.chromium.executable_path
    return next(filter(None, on_path), own if Path(own).exists() else "")


def path():
    """The path of the Chromium that is installed, which has windows, too."""
    with sync_playwright() as playwright:
        return find(playwright, NAMES[1:])


@contextmanager
def browser(*more):
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", *more]
        chromium = playwright.chromium.launch(executable_path=find(playwright), args=arguments)
        yield chromium
        chromium.close()


if __name__ == "__main__":
    print(path(), end="")
