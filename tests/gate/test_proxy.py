"""The documented nginx in front of the server, and a real browser behind it: the page, streamed answers, uploads, frames."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Assistant, Conversation
from assistant.gate.gate import Gate
from assistant.gate.keeper import Keeper
from assistant.page import web
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.gate.conftest import SECRET, new_key, settings
from tests.gate.serving import serving
from tests.page import made

ROOT = Path(__file__).parent.parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine (Debian: apt-get install nginx-light)"),
]
PATH = "/budget-assistant/"
PAGE = f'<!doctype html><title>门户</title><p>某县门户</p><script src="{PATH}embed.js" data-theme="dark" data-highest="900"></script>'
LISTEN = "<script>addEventListener('mingzhang-answer', e => { window.told = e.detail; }); addEventListener('mingzhang-height', e => { window.height = e.detail.height; });</script>"


@dataclass(frozen=True)
class Site:
    """A portal with nginx in front; ``foreign`` is the same page under another origin."""

    url: str
    foreign: str
    store: Path


def _location(port: str) -> str:
    """The documented location, passing on to our port with our secret."""
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```nginx\n(.+?)```", guide, re.DOTALL)
    return text.replace("http://127.0.0.1:7860", port).replace("0" * 64, SECRET)


def _configuration(folder: Path, location: str, port: int, other: int) -> str:
    return f"""
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; charset utf-8;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; location / {{ root {folder}/www; }}
{location.replace("/etc/nginx/mingzhang.htpasswd", f"{folder}/people")}
  }}
  server {{ listen 127.0.0.1:{other}; location / {{ root {folder}/www; }} }}
}}
"""


def _free() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("portal")
    store = Path(shutil.copytree(sample_store, folder / "store"))
    port, other = _free(), _free()
    given = settings(
        IDENTITY="header,key",
        PROXY_SECRET=SECRET,
        ROOT_PATH=PATH,
        PUBLIC_URL=f"http://127.0.0.1:{port}{PATH}",
        EDITOR_GROUPS="预算股",
    )
    gate = Gate.open(store, given)
    desk = Desk(lambda: Assistant.open(store), Conversation)
    (folder / "www").mkdir()
    (folder / "www" / "index.html").write_text(PAGE.replace("<script src", f"{LISTEN}<script src"))
    (folder / "www" / "foreign.html").write_text(f'<iframe src="http://127.0.0.1:{port}{PATH}embed"></iframe>')
    (folder / "people").write_text("clerk:{PLAIN}pass\n")
    with serving(desk, Intake(store), gate) as url:
        (folder / "nginx.conf").write_text(_configuration(folder, _location(url), port, other), encoding="utf-8")
        running = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/", folder)
            yield Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}", store)
        finally:
            running.terminate()
            running.wait(10)


def _wait(url: str, folder: Path) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = folder / "error.log"
    raise RuntimeError(f"nginx did not start: {log.read_text() if log.exists() else ''}")


@pytest.fixture
def clerk(chromium: Any, site: Site) -> Iterator[Any]:
    """A page of somebody whom nginx knows; every request it makes is noted in ``requests``."""
    context = chromium.new_context(http_credentials={"username": "clerk", "password": "pass"})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    context.close()


def _ask(frame: Any, question: str) -> None:
    frame.locator("#mz-box textarea").fill(question)
    frame.locator("#mz-box textarea").press("Enter")
    frame.locator(".mz-number").first.wait_for()


def test_page_answers_and_uploads_work_under_a_path(site: Site, clerk: Any, tmp_path: Path) -> None:
    clerk.goto(f"{site.url}{PATH}")
    clerk.wait_for_selector(".mz-welcome")
    _ask(clerk, "三公经费 2024年多少")
    assert clerk.locator(".mz-number").inner_text() == "8.30"
    clerk.locator("[data-cite]").first.click()
    clerk.wait_for_selector(".mz-quoted")
    clerk.locator("[data-view=documents]").click()
    (tmp_path / "new.pdf").write_bytes(made.pdf())
    clerk.locator(".mz-pick").first.set_input_files(tmp_path / "new.pdf")
    clerk.wait_for_selector("[data-state=done]", timeout=60_000)
    assert clerk.locator(".mz-job .mz-good").all_inner_texts() == ["已收录：new.pdf"]
    assert [r for r in clerk.requests if not r.startswith((f"{site.url}{PATH}", "data:", "blob:"))] == []
    acts = [(t["user"], t["act"]) for t in _kept(site)]
    assert ("clerk", "upload") in acts
    assert ("clerk", "build") in acts


def _kept(site: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for file in (site.store / "gate" / "audit").iterdir() for line in file.read_text().splitlines()]


def test_the_talk_stands_in_a_page_of_the_portal_and_tells_it(site: Site, clerk: Any) -> None:
    clerk.goto(f"{site.url}/")
    frame = clerk.frame_locator("iframe.mingzhang")
    frame.locator(".mz-welcome").wait_for()
    assert not frame.locator("#mz-bar").is_visible()
    assert "dark" in frame.locator("body").get_attribute("class")
    _ask(frame, "三公经费 2024年多少")
    clerk.wait_for_function("window.told && window.height")
    told = clerk.evaluate("window.told")
    assert (told["source"], told["type"], told["status"]) == ("mingzhang", "answer", "answered")
    assert told["question"] == "三公经费 2024年多少"
    assert 320 <= clerk.evaluate("document.querySelector('iframe').offsetHeight") <= 900


def test_a_page_of_another_site_shows_and_hears_nothing(site: Site, clerk: Any) -> None:
    said: list[str] = []
    clerk.on("console", lambda message: said.append(message.text))
    clerk.goto(f"{site.foreign}/foreign.html")
    clerk.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in said)
    assert clerk.frame_locator("iframe").locator(".mz-welcome").count() == 0


def test_answers_arrive_through_the_proxy_as_they_are_written(site: Site) -> None:
    body = {"question": "三公经费 2024年多少"}
    with httpx.stream("POST", f"{site.url}{PATH}api/v1/ask/stream", json=body, auth=("clerk", "pass"), timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = "".join(answer.iter_text())
    assert events.count("event: delta") >= 1
    assert "8.30" in events


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-User": "admin"}, {"X-Forwarded-User": "admin", "X-Forwarded-Groups": "admins"}]
)
def test_nobody_brings_a_name_of_their_own(site: Site, headers: dict[str, str]) -> None:
    assert httpx.get(f"{site.url}{PATH}", headers=headers).status_code == 401
    httpx.post(f"{site.url}{PATH}api/v1/ask", json={"question": "三公经费多少"}, headers=headers, auth=("clerk", "pass"))
    assert "admin" not in {t["user"] for t in _kept(site)}


def test_the_server_itself_wants_more_than_a_header(site: Site) -> None:
    location = re.search(r"proxy_pass (http://[0-9.:]+);", (site.store.parent / "nginx.conf").read_text())
    assert location
    assert httpx.get(f"{location.group(1)}{PATH}", headers={"X-Forwarded-User": "admin"}).status_code == 401
    key = new_key(site.store, "直连")
    assert httpx.get(f"{location.group(1)}{PATH}", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert Keeper(site.store).file.exists()
    assert web.asset("embed.js") == httpx.get(f"{location.group(1)}{PATH}embed.js").text
