"""The same few gestures in three engines: what a test asks of one it can ask of each.

Each engine is a context manager that gives an `Engine`. Firefox is driven by firefox.mjs, WebKit by
Selenium in the window that webkit.py opens.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import warnings
from abc import ABC, abstractmethod
from base64 import b64decode
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Error
from selenium import webdriver
from selenium.common.exceptions import NoSuchFrameException
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

HERE = Path(__file__).parent
FIREFOX = ("firefox-esr", "firefox")
MARGIN = 15  # mm, of a sheet of A4; webkit.py has the same


class Engine(ABC):
    """A browser with one page open in it."""

    @abstractmethod
    def open(self, address: str) -> None: ...

    @abstractmethod
    def resize(self, width: int, height: int = 1000) -> None: ...

    @abstractmethod
    def js(self, expression: str) -> Any:
        """What the expression gives, or what it promises; by the next page, if this one is left."""

    @abstractmethod
    def press(self, selector: str, key: str) -> None: ...

    def click(self, selector: str) -> None:
        """Click on the middle of what is named."""
        self.drag(selector, 0, 0)

    def drag(self, selector: str, right: int, down: int) -> None:
        """Take the middle of what is named, and leave it elsewhere."""
        self.js(f"document.querySelector({selector!r}).scrollIntoView({MIDDLE})")
        box = f"document.querySelector({selector!r}).getBoundingClientRect()"
        left, top, width, height = self.js(
            f"(({{ left, top, width, height }}) => [left, top, width, height])({box})"
        )
        x, y = left + width / 2, top + height / 2
        self._drag(x, y, x + right, y + down)

    @abstractmethod
    def _drag(self, x: float, y: float, x1: float, y1: float) -> None: ...

    @abstractmethod
    def pdf(self) -> bytes:
        """The page as it is printed, on A4."""

    @abstractmethod
    def picture(self) -> bytes:
        """What is seen of the page, as PNG."""

    @abstractmethod
    def failures(self) -> list[str]:
        """Errors and warnings of the console since it was asked last."""


def of_the_next(ask, left, says=""):
    """What is answered; where an error says that the page is left, by the one that follows.

    It may say so more than once: what is asked next may still reach the page that is left.
    """
    end = time.monotonic() + 10
    while True:
        try:
            return ask()
        except left as error:
            if says not in str(error) or time.monotonic() > end:
                raise


MIDDLE = "{ block: 'center', behavior: 'instant' }"


class Chromium(Engine):
    def __init__(self, page):
        self.page, self.failed = page, []
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on("console", lambda said: said.type in LOUD and self.failed.append(said.text))

    def open(self, address):
        self.page.goto(address)

    def resize(self, width, height=1000):
        self.page.set_viewport_size({"width": width, "height": height})

    def js(self, expression):
        asked = f"async () => await ({expression})"
        return of_the_next(lambda: self.page.evaluate(asked), Error, "context was destroyed")

    def press(self, selector, key):
        self.page.press(selector, key)

    def _drag(self, x, y, x1, y1):
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x1, y1)
        self.page.mouse.up()

    def pdf(self):
        return self.page.pdf(format="A4", margin=dict.fromkeys(SIDES, f"{MARGIN}mm"))

    def picture(self):
        return self.page.screenshot()

    def failures(self):
        failed, self.failed[:] = [*self.failed], []
        return failed


LOUD = ("error", "warning")
SIDES = ("top", "right", "bottom", "left")


class Firefox(Engine):
    def __init__(self, process):
        self.process = process

    def _ask(self, gesture, *what):
        print(json.dumps([gesture, *what]), file=self.process.stdin, flush=True)
        said = json.loads(self.process.stdout.readline() or '{"error": "Firefox is gone"}')
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["answer"]

    def open(self, address):
        self._ask("open", address)

    def resize(self, width, height=1000):
        self._ask("resize", width, height)

    def js(self, expression):
        said = self._ask("js", expression)
        return None if said is None else json.loads(said)

    def press(self, selector, key):
        self._ask("press", selector, key)

    def _drag(self, x, y, x1, y1):
        self._ask("drag", x, y, x1, y1)

    def pdf(self):
        return b64decode(self._ask("pdf", f"{MARGIN}mm"))

    def picture(self):
        return b64decode(self._ask("picture"))

    def failures(self):
        return self._ask("failures")


class WebKit(Engine):
    def __init__(self, driver, said):
        self.driver, self.said, self.folder = driver, said, Path(said.name).parent
        self.told = 0

    def open(self, address):
        self.driver.get(address)

    def resize(self, width, height=1000):
        self.driver.set_window_size(width, height)
        self.js(f"new Promise((done) => {{ {WHEN_SO_WIDE % width} }})")

    def js(self, expression):
        asked = partial(self.driver.execute_async_script, ASK % expression)
        value, error = of_the_next(asked, NoSuchFrameException)
        if error:
            raise RuntimeError(error)
        return value

    def press(self, selector, key):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).upper()
        target = self.driver.find_element(By.CSS_SELECTOR, selector)
        target.send_keys(getattr(Keys, name, key))

    def _drag(self, x, y, x1, y1):
        mouse = ActionBuilder(self.driver)
        mouse.pointer_action.move_to_location(x, y).pointer_down()
        mouse.pointer_action.move_to_location(x1, y1).pointer_up()
        mouse.perform()

    def pdf(self):
        target = self.folder / "printed.pdf"
        self.js(
            "new Promise((done) => { window.printed = done;"
            f" webkit.messageHandlers.print.postMessage({json.dumps(target.as_uri())}); }})"
        )
        return target.read_bytes()

    def picture(self):
        return self.driver.get_screenshot_as_png()

    def failures(self):
        self.told += 1
        last = f"told {self.told} times"  # what comes before it has come, too
        self.js(f"console.log('{last}')")
        said, end = "", time.monotonic() + 10
        while last not in said:
            if time.monotonic() > end:
                raise TimeoutError(f"WebKit has not {last}; got {said!r}")
            said += self.said.read()
        return re.findall(r".*\bCONSOLE .*\b(?:ERROR|WARN)\b.*", said)


# The answer, or what was thrown.
ASK = """
const done = arguments[0];
(async () => (%s))().then((value) => done([value ?? null, ""]), (error) => done([null, String(error)]));
"""
# A window takes its time to follow.
WHEN_SO_WIDE = (
    "const look = () => (innerWidth === %d ? done() : requestAnimationFrame(look)); look();"
)


@contextmanager
def open_chromium(chrome):
    page = chrome.new_page()
    engine = Chromium(page)
    engine.resize(1440)
    yield engine
    page.close()


@contextmanager
def open_firefox():
    path = next(filter(None, map(shutil.which, FIREFOX)))
    command = ["node", HERE / "firefox.mjs", path]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        try:
            engine = Firefox(process)
            engine.resize(1440)
            yield engine
        finally:
            process.stdin.close()


@contextmanager
def open_webkit():
    """WebKit has no mode without a window: it gets a screen that nobody sees."""
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x1200x24", "-nolisten", "tcp"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with ExitStack() as after:
        said = Path(after.enter_context(TemporaryDirectory()), "said")
        output = after.enter_context(said.open("w"))
        shown = after.enter_context(subprocess.Popen(screen, **pipes))
        after.callback(shown.terminate)
        surroundings = os.environ | {"DISPLAY": f":{shown.stdout.readline().strip()}"}
        options = webdriver.WebKitGTKOptions()
        options.binary_location = PYTHON
        options.add_argument(str(HERE / "webkit.py"))
        service = webdriver.WebKitGTKService(
            shutil.which("WebKitWebDriver"), log_output=output, env=surroundings
        )
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of its own
            driver = webdriver.WebKitGTK(options=options, service=service)
        after.callback(driver.quit)
        engine = WebKit(driver, after.enter_context(said.open()))
        engine.resize(1440)
        yield engine


PYTHON = "/usr/bin/python3"  # the system's own, for which Debian packs GTK
OTHERS = {"firefox": open_firefox, "webkit": open_webkit}
