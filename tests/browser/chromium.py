"""A real Chromium, and the built site on 127.0.0.1 for it to open."""

import functools
import http.server
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

HTML = Path(__file__).parents[2] / "docs/_build/html"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def site():
    """Serve the built site; its address."""
    handler = functools.partial(Quiet, directory=HTML)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def find(playwright):
    """The path of the Chromium that is installed, or an empty string."""
    on_path = (shutil.which(name) for name in NAMES)
    own = playwright.chromium.executable_path
    return next(filter(None, on_path), own if Path(own).exists() else "")


@contextmanager
def browser():
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        path = find(playwright)
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        print(find(playwright), end="")
