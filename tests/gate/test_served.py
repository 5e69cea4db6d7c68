"""The whole server behind its gate: what each of two users gets to see of the other's, and what strangers get."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.gate import Role
from assistant.gate.gate import Gate
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.gate.conftest import SECRET, bearer, new_key, settings, token
from tests.gate.serving import application

GIVEN = {
    "IDENTITY": "key,token,header",
    "TOKEN_KEY": SECRET,
    "TOKEN_ISSUER": "portal",
    "PROXY_SECRET": SECRET,
    "SESSION_SECRET": SECRET[::-1],
}


@pytest.fixture(scope="module")
def store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("served") / "store"))


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[TestClient]:
    gate = Gate.open(store, settings(**GIVEN))
    desk = Desk(lambda: Assistant.open(store), Conversation)
    with TestClient(application(desk, Intake(store), gate), "http://127.0.0.1") as client:
        yield client


def _routes(client: TestClient) -> list[tuple[str, str]]:
    """Every path of the application, Gradio's and the API's included, with something in each blank."""
    found: list[tuple[str, str]] = []

    def walk(routes: list[object], before: str) -> None:
        for route in routes:
            path = before + (getattr(route, "path", None) or getattr(getattr(route, "include_context", None), "prefix", ""))
            held = getattr(route, "original_router", None) or getattr(route, "app", None) or route
            inner = getattr(held, "routes", None)
            if inner:
                walk(list(inner), path.removesuffix("/"))
            else:
                found.extend((method, re.sub(r"{[^}]+}", "x", path)) for method in getattr(route, "methods", None) or ["GET"])

    walk(list(client.app.routes), "")  # type: ignore[attr-defined]
    return found


def test_no_route_is_reached_without_identity(server: TestClient) -> None:
    routes = _routes(server)
    assert {"/gradio_api/queue/join", "/config", "/api/v1/ask"} <= {path for _, path in routes}
    for method, path in routes:
        if path in ("/healthz", "/readyz", "/embed.js", "/mz/login", "/mz/enter"):
            continue
        answer = server.request(method, path, follow_redirects=False)
        refused = (401, 404) if path.startswith("/gradio_api/") else (401,)
        assert answer.status_code in refused, (method, path, answer.status_code)
        assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/mz/original/..%2f..%2fgate%2fgate.sqlite", "/mz/original/../../CURRENT", "/mz/page/..%2f..%2fCURRENT/1", "/mz/asset/..%2f..%2fdesk.py",
        "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/file=/etc/passwd", "/static/..%2f..%2f..%2fetc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd", "/custom_component/..%2f..%2fx/client/component/x.js", "/svelte/..%2f..%2fetc/passwd",
        "/api/v1/documents/..%2f..%2fCURRENT", "/%2e%2e/%2e%2e/etc/passwd", "/theme.css/../../gate/session.secret", "/mz/original/" + "0" * 64,
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(server: TestClient, store: Path, path: str) -> None:
    key = _key(store, "探路", Role.ADMIN)
    answer = server.get(path, headers=bearer(key), follow_redirects=False)
    assert answer.status_code in (400, 403, 404, 405, 422, 307), answer.status_code
    assert "root:" not in answer.text


_KEYS: dict[str, str] = {}


def _key(store: Path, name: str, role: Role = Role.READER, groups: tuple[str, ...] = ()) -> str:
    if name not in _KEYS:
        _KEYS[name] = new_key(store, name, role=role, groups=groups)
    return _KEYS[name]


def test_a_reader_changes_nothing(server: TestClient, store: Path) -> None:
    ours = {**bearer(_key(store, "读者")), "X-Mingzhang": "1"}
    for path in ("/mz/upload?name=a.txt", "/mz/build", f"/mz/remove/{'0' * 64}", f"/mz/reread/{'0' * 64}"):
        assert server.post(path, content=b"[]", headers=ours).status_code == 403
    assert server.get("/mz/job", headers=ours).status_code == 403
    assert "data-change" not in server.get("/mz/view/documents", headers=ours).text
    editor = {**bearer(_key(store, "编辑", Role.EDITOR)), "X-Mingzhang": "1"}
    assert "data-change" in server.get("/mz/view/documents", headers=editor).text


def test_secrets_are_written_nowhere(
    server: TestClient, store: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    key, good, once = _key(store, "问者"), token(), token(jti="once", sub="赵某")
    with caplog.at_level(logging.DEBUG):
        server.get("/mz/view/data", headers=bearer(key))
        server.get("/mz/view/data", headers=bearer(good))
        server.get("/mz/view/data", headers=bearer(f"{good}x"))
        server.get("/mz/view/data", headers={"X-Mingzhang-Proxy-Secret": SECRET, "X-Forwarded-User": "wang"})
        server.get(f"/mz/enter?token={once}", follow_redirects=False)
        server.post("/mz/login", data={"key": f"{key}x"})
        server.post("/mz/login", data={"key": key}, follow_redirects=False)
        server.post("/api/v1/ask", json={"question": "三公经费 2024年多少"}, headers=bearer(key))
    cookie = server.cookies["mingzhang-session"]
    server.cookies.clear()
    out, err = capfd.readouterr()
    kept = "".join(f.read_text(errors="replace") for f in (store / "gate" / "audit").iterdir())
    # The client's own log tells the addresses that it asks; it is not the server's.
    logged = "".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    for secret in (SECRET, SECRET[::-1], key, key.rsplit("_", 1)[1], good, once, cookie):
        for text in (out, err, kept, logged):
            assert secret not in text
    assert "问者" in kept
    assert "三公经费 2024年多少" in kept
