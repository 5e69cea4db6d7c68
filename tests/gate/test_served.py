"""The whole server behind its gate: what each of two users gets to see of the other's, and what strangers get."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.answer import Citation
from assistant.gate import Role, User
from assistant.gate.discreet import Discreet
from assistant.gate.gate import Gate
from assistant.gate.keeper import Keeper
from assistant.gate.visible import allow, forget
from assistant.page.desk import Answerer, Desk
from assistant.page.intake import Intake
from assistant.page.session import Session
from index.build import build
from index.ledger import Ledger
from tests.gate.conftest import SECRET, bearer, new_key, settings, token
from tests.page.conftest import application

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
    desk = Desk(lambda: Assistant.open(store), Conversation, visible=gate.visible)
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


def _records(server: TestClient, key: str) -> set[str]:
    return {d["issuer"] for d in server.get("/api/v1/documents", headers=bearer(key)).json()["documents"]}


def test_what_another_group_may_see_is_not_there_for_the_others(server: TestClient, store: Path) -> None:
    inside, outside = _key(store, "内", groups=("内部",)), _key(store, "外")
    with Ledger.open(store) as ledger:
        records = ledger.documents()
        hidden = next(r for r in records if "昌吉" in r.issuer)
        generation = ledger.number
        figure = ledger.document_keys([hidden.id])[0]
    allow(Keeper(store), "document", hidden.id, "内部")
    try:
        assert len(_records(server, inside)) == len(records) == len(_records(server, outside)) + 1
        assert f"{hidden.issuer}" in server.get("/mz/view/data", headers=bearer(inside)).text
        for path in (
            "/mz/view/data", "/mz/view/documents", "/mz/view/checked", "/mz/export/figures.csv", "/mz/export/findings.csv",
            f"/mz/place/figure/{generation}/{figure}", f"/mz/original/{hidden.id}", f"/mz/page/{hidden.id}/1", f"/mz/table/{hidden.id}/0",
            f"/api/v1/documents/{hidden.id}", "/api/v1/figures", "/api/v1/findings", "/api/v1/export/figures.csv",
        ):  # fmt: skip
            text = server.get(path, headers=bearer(outside)).text
            assert hidden.issuer not in text, path
            assert hidden.name not in text, path
        assert server.get(f"/mz/original/{hidden.id}", headers=bearer(inside)).status_code == 200
        assert server.get(f"/mz/original/{hidden.id}", headers=bearer(outside)).status_code == 404
        told = server.post("/api/v1/ask", json={"question": f"{hidden.issuer}2020年三公经费多少"}, headers=bearer(outside)).json()
        assert told["figures"] == [] and hidden.id not in str(told["citations"])
        seen = server.post("/api/v1/ask", json={"question": f"{hidden.issuer}2020年三公经费多少"}, headers=bearer(inside)).json()
        assert seen["figures"][0]["value"] == "10.40"
    finally:
        forget(Keeper(store), "document", hidden.id, "内部")
    assert len(_records(server, outside)) == len(records)


def test_a_remembered_talk_shows_nothing_that_is_hidden_now(store: Path) -> None:
    gate = Gate.open(store, settings(**GIVEN))
    desk = Desk(lambda: Assistant.open(store), Conversation, visible=gate.visible)
    user = User("某", groups=frozenset({"内部"}))
    session = Session(user=user)
    desk.begin(session, "昌吉市商务和工业信息化局2020年三公经费多少")
    desk.answer(session)
    citation = session.turns[-1].answer.citations[0]  # type: ignore[union-attr]
    assert "data-line" in desk.source(session, 1, citation.id)
    allow(Keeper(store), "document", citation.document_id, "别的组")
    try:
        assert citation.quote[:8] not in desk.source(session, 1, citation.id)
    finally:
        forget(Keeper(store), "document", citation.document_id, "别的组")


def _same(assistant: Answerer) -> Answerer:
    return assistant


PHONE, CARD = "13899912345", "11010519491231002X"


def test_personal_numbers_leave_the_server_masked(samples: list[Path], tmp_path: Path) -> None:
    lines = next(s for s in samples if "jimsar" in s.name).read_text("utf-8").split("\n")
    place = max(i for i, line in enumerate(lines) if "三公" in line)
    lines.insert(place, f"联系人：王某 联系电话：{PHONE} 身份证 {CARD}")
    (tmp_path / "paper.txt").write_text("\n".join(lines), "utf-8")
    build([tmp_path / "paper.txt"], tmp_path / "store")
    for personal in (False, True):
        gate = Gate.open(tmp_path / "store", settings(SHOW_PERSONAL=str(int(personal))))
        assistant: Answerer = Assistant.open(tmp_path / "store")
        desk = Desk(partial(_same, assistant if personal else Discreet(assistant)), Conversation)
        with TestClient(application(desk, None, gate), "http://127.0.0.1") as client:
            document = client.get("/api/v1/documents").json()["documents"][0]["id"]
            around = Citation(
                1,
                document,
                "paper.txt",
                "",
                2024,
                "",
                line_start=place + 1,
                line_end=place + 2,
            )
            shown = " ".join(one.text for one in desk.lines(around))
            answers = [
                client.post("/api/v1/ask", json={"question": q}).text
                for q in ("联系人电话多少", "三公经费是怎么说明的", "三公经费多少")
            ]
        for told in (shown, *answers):
            assert personal or PHONE not in told
            assert personal or CARD not in told
        assert (PHONE in shown) is personal
        assert any("8.30" in told for told in answers)
