"""The same few gestures in three engines: open a page, ask it, press a key.

Each engine is a context manager that gives an object with `open(address)`, `js(expression)`,
`press(selector, key)` and `failures()`: what scripts failed with since it was asked last.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from contextlib import ExitStack, contextmanager
from glob import glob
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

FIREFOX = ("firefox-esr", "firefox")
WEBKIT = "/usr/lib/*/webkit2gtk-*/MiniBrowser"


class Chromium:
    def __init__(self, page):
        self.page, self.failed = page, []
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.failed.append(said.text))

    def open(self, address):
        self.page.goto(address)

    def js(self, expression):
        return self.page.evaluate(f"async () => await ({expression})")

    def press(self, selector, key):
        self.page.press(selector, key)

    def failures(self):
        failed, self.failed[:] = [*self.failed], []
        return failed


class Firefox:
    def __init__(self, process):
        self.process = process

    def _ask(self, gesture, what):
        print(json.dumps({gesture: what}), file=self.process.stdin, flush=True)
        said = json.loads(self.process.stdout.readline() or '{"error": "Firefox is gone"}')
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["answer"]

    def open(self, address):
        self._ask("open", address)

    def js(self, expression):
        said = self._ask("js", expression)
        return None if said is None else json.loads(said)

    def press(self, selector, key):
        self._ask("press", [selector, key])

    def failures(self):
        return self._ask("failures", None)


class WebKit:
    def __init__(self, driver):
        self.driver = driver

    def open(self, address):
        self.driver.get(address)

    def js(self, expression):
        script = "const done = arguments[0]; (async () => (%s))().then(done, (e) => done(`${e}`))"
        return self.driver.execute_async_script(script % expression)

    def press(self, selector, key):
        keys = {"ArrowRight": Keys.ARROW_RIGHT, "Enter": Keys.ENTER}
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(keys[key])

    def failures(self):
        return []  # its driver does not tell


@contextmanager
def open_chromium(chrome):
    page = chrome.new_page(viewport={"width": 1440, "height": 1000})
    yield Chromium(page)
    page.close()


@contextmanager
def open_firefox():
    path = next(filter(None, map(shutil.which, FIREFOX)))
    command = ["node", Path(__file__).with_name("firefox.mjs"), path]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        try:
            yield Firefox(process)
        finally:
            process.stdin.close()


@contextmanager
def open_webkit():
    """WebKit has no mode without a window: it gets a screen that nobody sees."""
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x1200x24", "-nolisten", "tcp"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with ExitStack() as after:
        shown = after.enter_context(subprocess.Popen(screen, **pipes))
        after.callback(shown.terminate)
        surroundings = os.environ | {"DISPLAY": f":{shown.stdout.readline().strip()}"}
        options = webdriver.WebKitGTKOptions()
        browsers = glob(WEBKIT)  # noqa: PTH207 - anywhere in the system
        if not browsers:
            raise FileNotFoundError(f"no {WEBKIT}, which the package of WebKitWebDriver needs")
        options.binary_location = browsers[0]
        options.add_argument("--automation")
        service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver"), env=surroundings)
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of its own
            driver = webdriver.WebKitGTK(options=options, service=service)
        after.callback(driver.quit)
        driver.set_window_size(1440, 1000)
        yield WebKit(driver)


OTHERS = {"firefox": open_firefox, "webkit": open_webkit}
