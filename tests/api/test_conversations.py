"""Conversations over HTTP: they carry on, also in another server process, end in time, and belong to one user."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from starlette.types import Receive, Scope, Send

from assistant import Assistant, Conversation
from assistant.api.rest import rest_app
from assistant.api.service import Service
from assistant.gate import Role, User
from assistant.page import feedback
from assistant.page.desk import Desk
from tests.api.conftest import SANGONG
from tests.api.test_asking import promised

TALKS = "/api/v1/conversations"
NEXT = "那公务接待费呢"


def ask(client: TestClient, question: str, talk: str, path: str = "/api/v1/ask") -> dict[str, Any]:
    told = client.post(path, json={"question": question, "conversation": talk})
    assert told.status_code == 200, told.text
    answer: dict[str, Any] = told.json()
    return answer


def new(client: TestClient, path: str = TALKS) -> str:
    created = client.post(path)
    assert created.status_code == 201
    assert created.headers["location"].endswith(created.json()["id"])
    return str(created.json()["id"])


class Known:
    """The interface with a user before it, as the gate puts one there."""

    def __init__(self, app: Any, user: User) -> None:
        self.app, self.user = app, user

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": {"user": self.user}}, receive, send)


def as_user(shelf: Path, name: str, role: Role = Role.READER) -> TestClient:
    """A client of another server process, as far as memory goes, for one user."""
    service = Service(Desk(lambda: Assistant.open(shelf), Conversation))
    return TestClient(Known(rest_app(service), User(name, role)), base_url="http://127.0.0.1")


def test_a_follow_up_is_understood_and_everything_is_kept(client: TestClient, desk: Desk) -> None:
    talk = new(client)
    first, second = ask(client, SANGONG, talk), ask(client, NEXT, talk)
    conversation, direct = Conversation(), desk.assistant()
    for question, told in ((SANGONG, first), (NEXT, second)):
        assert promised(told) == promised(direct.ask(question, conversation).to_json())
        assert told["conversation"] == talk
    kept = client.get(f"{TALKS}/{talk}").json()
    assert kept["title"] == SANGONG
    assert [turn["answer"] for turn in kept["history"]] == [first, second]
    assert client.get(TALKS).json()["conversations"][0]["id"] == talk


def test_another_process_goes_on_with_it(shelf: Path) -> None:
    here, there = as_user(shelf, "甲"), as_user(shelf, "甲")
    talk = new(here, "/conversations")
    ask(here, SANGONG, talk, "/ask")
    moved = ask(there, NEXT, talk, "/ask")
    assert (moved["figures"][0]["item"], moved["figures"][0]["fiscal_year"]) == ("公务接待费", 2024)
    assert len(here.get(f"/conversations/{talk}").json()["history"]) == 2


def test_it_belongs_to_one_user(shelf: Path) -> None:
    mine, other = as_user(shelf, "甲"), as_user(shelf, "乙", Role.ADMIN)
    talk = new(mine, "/conversations")
    ask(mine, SANGONG, talk, "/ask")
    assert talk not in [t["id"] for t in other.get("/conversations").json()["conversations"]]
    refused = (
        other.get(f"/conversations/{talk}"),
        other.delete(f"/conversations/{talk}"),
        other.get(f"/export/conversations/{talk}.md"),
        other.post("/ask", json={"question": NEXT, "conversation": talk}),
        other.post("/feedback", json={"conversation": talk, "turn": 1, "rating": "up"}),
    )
    assert [told.status_code for told in refused] == [404] * 5
    assert len(mine.get(f"/conversations/{talk}").json()["history"]) == 1


def test_a_deleted_one_is_gone(client: TestClient) -> None:
    talk = new(client)
    assert client.delete(f"{TALKS}/{talk}").status_code == 204
    assert client.get(f"{TALKS}/{talk}").status_code == 404
    assert client.post("/api/v1/ask", json={"question": NEXT, "conversation": talk}).status_code == 404


def test_where_none_are_kept_none_is_begun(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_TALK_DAYS", "0")
    told = as_user(shelf, "甲").post("/conversations")
    assert (told.status_code, told.json()["type"]) == (409, "urn:mingzhang:problem:not-kept")


def test_it_can_be_taken_along(client: TestClient) -> None:
    talk = new(client)
    answer = ask(client, SANGONG, talk)
    export = f"/api/v1/export/conversations/{talk}"
    assert client.get(f"{export}.json").json() == [{"question": SANGONG, "answer": answer}]
    told = client.get(f"{export}.md").text
    assert answer["text"] in told
    assert all(citation["quote"].split()[0] in told for citation in answer["citations"])
    sheet = load_workbook(io.BytesIO(client.get(f"{export}.xlsx").content)).active
    assert sheet is not None
    assert [row[8] for row in sheet.iter_rows(min_row=2, values_only=True)] == [float(f["value"]) for f in answer["figures"]]
    assert client.get(f"{export}.csv").content.decode("utf-8-sig").count(SANGONG) == len(answer["figures"])


def test_a_judgement_is_kept_without_a_name(shelf: Path) -> None:
    judge, admin = as_user(shelf, "某某"), as_user(shelf, "管", Role.ADMIN)
    talk = new(judge, "/conversations")
    answer = ask(judge, SANGONG, talk, "/ask")
    judged = {"conversation": talk, "turn": 1, "rating": "down", "reason": "单位不对"}
    assert judge.post("/feedback", json=judged).status_code == 204
    assert judge.post("/feedback", json={**judged, "turn": 2}).status_code == 404
    line = (shelf / feedback.FILE).read_text(encoding="utf-8").splitlines()[-1]
    assert {**json.loads(line)["answer"], "conversation": talk} == answer
    assert "某某" not in line
    assert judge.get("/feedback").status_code == 403
    assert admin.get("/feedback").json()[0]["reason"] == "单位不对"
