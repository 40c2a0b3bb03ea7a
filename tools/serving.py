"""The built site on 127.0.0.1, served as a good host would."""

import re
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

DOCS = Path(__file__).parents[1] / "docs"
HTML = DOCS / "_build/html"
# As the page about hosting has them: for the site, the same with comments from a host, and for JupyterLite.
POLICY, COMMENTS, LITE = re.findall(
    r'^ +(?:default|# default|~\^/lite/) +"(default-src .*)";$',
    (DOCS / "how-to/nginx.conf").read_text(),
    re.MULTILINE,
)


def pages(folder=HTML):
    """The pages of a built site, but for those of JupyterLite, which are not ours."""
    every = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    if not every:
        raise FileNotFoundError(f"no pages in {folder}: python -m nox -s docs makes them")
    return [page for page in every if not page.startswith("lite/")]


class ContentSecurityPolicy:
    """Send the policy of the address with every answer."""

    def __init__(self, app, policy):
        self.app, self.policy = app, policy

    async def __call__(self, scope, receive, send):
        policy = LITE if scope["path"].startswith("/lite/") else self.policy

        async def send_with_policy(message):
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = policy
            await send(message)

        await self.app(scope, receive, send_with_policy)


@contextmanager
def running(app):
    """Run an application on 127.0.0.1; its address."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


@contextmanager
def site(folder=HTML, *, compressed=False, policy=POLICY):
    """Serve a built site, with its own page for what is not found; its address.

    Below explorable/ are the modules of the live figures, which the site has joined.
    """
    routes = [
        Mount("/explorable", StaticFiles(directory=DOCS / "explorable")),
        Mount("/", StaticFiles(directory=folder, html=True, follow_symlink=True)),
    ]
    around = [Middleware(ContentSecurityPolicy, policy=policy), Middleware(GZipMiddleware)]
    with running(Starlette(routes=routes, middleware=around[: 1 + compressed])) as address:
        yield address
