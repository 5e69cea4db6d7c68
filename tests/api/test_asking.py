"""Asking over HTTP: the promised answer, the same one in pieces, and errors that say what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.page.desk import Desk
from tests.api.conftest import SANGONG

ASK = "/api/v1/ask"


def promised(answer: dict[str, Any]) -> dict[str, Any]:
    """What of an answer is the same each time."""
    return {name: value for name, value in answer.items() if name not in ("seconds", "conversation")}


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events of a response: name and data."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.split("\n\n") if block]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_an_answer_is_exactly_the_promised_one(client: TestClient, desk: Desk) -> None:
    answered = client.post(ASK, json={"question": SANGONG})
    assert answered.status_code == 200
    direct = desk.assistant()
    assert isinstance(direct, Assistant)
    wanted = direct.ask(SANGONG).to_json()
    told = answered.json()
    assert promised(told) == promised(dict(wanted))
    assert set(told) == {*wanted, "conversation"}
    assert (told["figures"][0]["value"], told["figures"][0]["unit"]) == ("8.30", "万元")


@pytest.mark.parametrize(("path", "accept"), [(ASK, "text/event-stream"), (f"{ASK}/stream", "*/*")])
def test_the_pieces_are_the_text_and_the_whole_answer_ends_them(client: TestClient, path: str, accept: str) -> None:
    answered = client.post(path, json={"question": SANGONG}, headers={"accept": accept})
    assert answered.headers["content-type"].startswith("text/event-stream")
    *deltas, (last, whole) = events(answered.text)
    assert {name for name, _ in deltas} == {"delta"}
    assert len(deltas) > 1
    assert last == "answer"
    assert "".join(data["text"] for _, data in deltas) == whole["text"]
    assert promised(whole) == promised(client.post(ASK, json={"question": SANGONG}).json())


def test_nothing_outside_the_filters_is_answered(client: TestClient) -> None:
    asked = {"question": "三公经费多少", "within": {"years": [2020]}}
    figures = client.post(ASK, json=asked).json()["figures"]
    assert figures
    assert {f["fiscal_year"] for f in figures} == {2020}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/question"),
        ({"question": "  "}, "/question"),
        ({"question": None}, "/question"),
        ({"question": "长" * 2001}, "/question"),
        ({"question": "\ud800"}, "/question"),
        ({"question": "x", "within": {"years": [10**40]}}, "/within/years/0"),
        ({"question": "x", "within": {"year": [2024]}}, "/within/year"),
        ({"question": "x", "conversation": "../etc"}, "/conversation"),
    ],
)
def test_a_fault_is_named_with_its_place(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    told = client.post(ASK, content=json.dumps(body), headers={"content-type": "application/json"})
    assert told.status_code == 422
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    assert problem["instance"] == ASK
    assert problem["next"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", ASK, 405), ("GET", "/api/v1/nothing", 404), ("POST", "/api/v1/../ask", 404)],
)
def test_what_is_not_offered_is_a_problem_too(client: TestClient, method: str, path: str, status: int) -> None:
    told = client.request(method, path)
    assert told.status_code == status
    if path != "/api/v1/../ask":
        assert told.headers["content-type"] == "application/problem+json"


def test_what_is_no_json_is_malformed(client: TestClient) -> None:
    told = client.post(ASK, content=b"{", headers={"content-type": "application/json"})
    assert (told.status_code, told.json()["type"]) == (400, "urn:mingzhang:problem:malformed")
