"""Pages that must stay silent: an error or a warning in the console fails the test."""

from contextlib import contextmanager

import chromium
import fediverse
import pytest
import serving


def pytest_addoption(parser):
    parser.addoption(
        "--engines", default="chromium", help="those in which test_engines.py uses the site"
    )


@pytest.fixture(scope="session")
def address():
    with serving.site() as address:
        yield address


@pytest.fixture(scope="session")
def chrome():
    with chromium.browser() as browser:
        yield browser


# Figures of which the words do not tell yet what was changed last.
WATCH = """
window.unsettled = new Set();
addEventListener("input", ({ target }) => target.localName === "gd-explorable" && unsettled.add(target), true);
addEventListener("change", ({ target }) => unsettled.delete(target), true);
"""


def go(page, address, name, until="domcontentloaded"):
    where, mark, fragment = name.partition("#")
    shared = "?" in fragment
    page.goto(f"{address}/{where}.html{mark * shared}{fragment * shared}", wait_until=until)
    if fragment:  # where the theme would glide, and a finger come down on the way
        page.evaluate("() => { document.documentElement.style.scrollBehavior = 'auto' }")
    if fragment and not shared:  # it names a figure, to which the browser would scroll
        page.evaluate("(name) => history.replaceState(null, '', name)", f"#{fragment}")


@contextmanager
def opening(chrome, address):
    contexts, complaints = [], []

    def open_page(name, width=1440, height=1000, until="domcontentloaded", clock=False, **options):
        context = chrome.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        if clock:  # time goes on as the test says
            page.clock.install()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        page.on(
            "request",
            lambda asked: (
                complaints.append(f"asked for {asked.url}")
                if not asked.url.startswith((address, "data:", "blob:"))
                else None
            ),
        )
        go(page, address, name, until)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def open_page(chrome, address):
    """Open a page of the site: `open_page("index", width=360, has_touch=True)`."""
    with opening(chrome, address) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def open_for_several(chrome, address):
    """The same, for a page that several tests look at."""
    with opening(chrome, address) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def visit(open_for_several, address):
    """Go on to a page, `visit("index", width=390)`, in the tab of the test before: a third of the work of a new one.

    It is for tests that leave nothing behind but what goes with the page.
    """
    tab = open_for_several("index")

    def visit(name, width=1440, height=1000):
        tab.set_viewport_size({"width": width, "height": height})
        go(tab, address, name)
        return tab

    return visit


@pytest.fixture(scope="module")
def mastodon():
    """A server like Mastodon's, which answers as it is told to."""
    server = fediverse.Mastodon()
    with serving.running(server) as server.address:
        yield server


@pytest.fixture(scope="module")
def commented(tmp_path_factory, mastodon):
    """A folder with the site, and a page that has comments from there."""
    folder = tmp_path_factory.mktemp("home") / "my site, 100 % Ü #1"
    folder.mkdir()
    fediverse.add_page(folder, mastodon.address)
    return folder


@pytest.fixture(scope="module")
def discussed(commented, mastodon):
    """The address of that page, served with the policy that the page about hosting has for it."""
    with serving.site(commented, policy=fediverse.policy(mastodon.address)) as address:
        yield f"{address}/{fediverse.PAGE}"
