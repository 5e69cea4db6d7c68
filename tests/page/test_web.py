"""The server under the page: what it refuses, what it sends along, when it does not start."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.page import web
from assistant.page.desk import Desk
from corpus.errors import SettingsError
from tests.page.conftest import application
from tests.page.standin import StandIn

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    standin = StandIn()
    with TestClient(application(Desk(lambda: standin, standin.talk))) as client:
        yield client


def test_every_response_keeps_the_browser_at_home(client: TestClient) -> None:
    for path in ("/", "/theme.css", "/gradio_api/upload"):
        headers = client.get(path).headers
        assert "connect-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["upload", "file=/etc/passwd", "file/etc/passwd", "proxy=http://127.0.0.1/", "component_server", "runs"]
)
def test_what_the_page_never_asks_for_is_refused(client: TestClient, path: str) -> None:
    assert client.get(f"/gradio_api/{path}").status_code == 404
    assert client.post(f"/gradio_api/{path}", files={"files": b"x"}).status_code == 404


def test_a_request_that_is_no_question_is_too_large(client: TestClient) -> None:
    assert client.post("/gradio_api/queue/join", content=b"x" * (web.LARGEST_REQUEST + 1)).status_code == 413
    assert client.post("/gradio_api/queue/join", headers={"content-length": "-1"}).status_code == 413


def test_no_event_is_offered_to_other_programs(client: TestClient) -> None:
    endpoints = client.get("/gradio_api/info").json()
    assert endpoints["named_endpoints"] == {}
    assert endpoints["unnamed_endpoints"] == {}


def test_the_page_names_no_other_host_for_fonts_or_scripts(client: TestClient) -> None:
    html = client.get("/").text
    assert "fonts.g" not in html + client.get("/theme.css").text
    assert 'src="http' not in html


def test_a_port_that_is_taken_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="请用 --port 换一个端口"):
            web.bind("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["999.1.1.1", "", "no such host"])
def test_an_address_that_is_none_is_one_line(host: str) -> None:
    try:
        web.bind(host, 0).close()
    except SettingsError as error:
        assert "--host" in str(error) or "--port" in str(error)
        assert "\n" not in str(error)
    else:
        assert host == ""


def test_the_program_says_in_one_line_why_it_does_not_start() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "app.py", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "端口不可用" in done.stderr
