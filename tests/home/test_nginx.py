"""The site, served by nginx with the configuration that the page about hosting gives."""

import gzip
import os
import re
import shlex
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager

import fediverse
import machine
import pytest
import serving

from conftest import ROOT, first_answer, started

SITE = serving.HTML
CONFIGURATION = (ROOT / "docs/how-to/nginx.conf").read_text("utf-8")
NGINX = shutil.which("nginx", path=machine.PATH)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """nginx with the site; its address."""
    with serving_by_nginx(tmp_path_factory.mktemp("nginx"), SITE, CONFIGURATION) as address:
        yield address


@contextmanager
def serving_by_nginx(folder, root, server):
    """Start nginx, at a port and with a root of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    changes = {"listen 80;": f"listen 127.0.0.1:{port};", "/srv/gradient-descent": f'"{root}"'}
    for old, new in changes.items():
        assert server.count(old) == 1
        server = server.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f'{kind}_temp_path "{folder}/{kind}";\n' for kind in kinds)
    around = f"""
        {"" if os.geteuid() else "user root;"}
        daemon off;
        pid "{folder}/pid";
        error_log stderr warn;
        events {{}}
        http {{
            include /etc/nginx/mime.types;
            access_log off;
            {paths}
            {server}
        }}
    """
    (folder / "nginx.conf").write_text(around, "utf-8")
    command = [NGINX, "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", "stderr"]
    subprocess.run([*command, "-t", "-q"], check=True)
    with started(shlex.join(command)):
        first_answer(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"


def get(address, **headers):
    """Status, headers and body; an error is an answer too."""
    try:
        answer = urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=10
        )
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read()


def test_text_is_compressed(nginx):
    gzipped = {"Accept-Encoding": "gzip"}
    static = [path.relative_to(SITE).as_posix() for path in SITE.glob("_static/site.*")]
    svg = next(SITE.glob("_images/*.svg")).relative_to(SITE).as_posix()
    for path in ["index.html", "searchindex.js", *static, svg, "lite/jupyter-lite.json"]:
        _, headers, body = get(f"{nginx}/{path}", **gzipped)
        whole = (SITE / path).read_bytes()
        assert headers["Content-Encoding"] == "gzip", path
        assert headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == whole
        assert len(body) < 0.6 * len(whole), path


def test_what_has_a_hash_is_kept_and_all_else_is_asked_for_again(nginx):
    page = (SITE / "index.html").read_text("utf-8")
    hashed = re.findall(r'(?:href|src)="(_static/[^"]+\?v=\w+)"', page)
    assert hashed
    for path in hashed:
        assert get(f"{nginx}/{path}")[1]["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("", "index.html", "_static/favicon.svg", "download/gallery.zip"):
        _, headers, _ = get(f"{nginx}/{path}")
        assert headers["Cache-Control"] == "no-cache"
        status, _, body = get(f"{nginx}/{path}", **{"If-None-Match": headers["ETag"]})
        assert (status, body) == (304, b"")


def test_an_error_is_not_kept(nginx):
    status, headers, _ = get(f"{nginx}/no.js?v=1")
    assert (status, headers["Cache-Control"]) == (404, None)


def test_what_is_not_there_gets_the_page_for_it(nginx):
    status, headers, body = get(f"{nginx}/no/such/page.html")
    assert status == 404
    assert body == (SITE / "404.html").read_bytes()
    assert headers["Content-Security-Policy"] == serving.POLICY


def test_the_policies_are_those_under_which_all_is_tested(nginx):
    assert serving.POLICY == "default-src 'self'"
    for path in ("", "tutorial/one-parameter.html", "_static/site.css"):
        assert get(f"{nginx}/{path}")[1]["Content-Security-Policy"] == serving.POLICY
    for path in ("lite/notebooks/index.html", "lite/service-worker.js"):
        assert get(f"{nginx}/{path}")[1]["Content-Security-Policy"] == serving.LITE


def test_text_is_utf_8_and_nothing_is_taken_for_what_it_is_not(nginx):
    for path, kind in {
        "index.html": "text/html; charset=utf-8",
        "_static/site.css": "text/css",
        "_static/site.js": "application/javascript",
        "_static/favicon.svg": "image/svg+xml",
    }.items():
        _, headers, _ = get(f"{nginx}/{path}")
        assert headers["Content-Type"].startswith(kind), path
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_live_figure_works_from_there_and_nothing_is_blocked(nginx, tab):
    complaints = []
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(request.url))
    tab.goto(f"{nginx}/lab/one-parameter.html")
    tab.locator("gd-explorable svg[role]").first.wait_for()
    assert not complaints


def test_with_comments_the_page_asks_their_host_and_the_policy_no_other(tmp_path, tab):
    mastodon = fediverse.Mastodon()
    mastodon.tell(fediverse.status(1), fediverse.status(2))
    root = tmp_path / "site"
    root.mkdir()
    with serving.running(mastodon) as host:
        fediverse.add_page(root, host)
        ours, told = re.findall(r"^ +(?:# )?default .*;\n", CONFIGURATION, re.MULTILINE)[:2]
        told = told.replace("# ", "").replace("https://mastodon.example", host)
        server = CONFIGURATION.replace(ours, told)
        with serving_by_nginx(tmp_path, root, server) as address:
            _, headers, _ = get(f"{address}/{fediverse.PAGE}")
            tab.goto(f"{address}/{fediverse.PAGE}")
            tab.get_by_role("button", name="Load comments").click()
            tab.get_by_text("2 replies.").wait_for()
    policy = f"default-src 'self'; connect-src 'self' {host}"
    assert headers["Content-Security-Policy"] == policy == fediverse.policy(host)
