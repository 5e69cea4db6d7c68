"""A real HTTP server on loopback plays the endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.errors import SettingsError
from eval.endpoint import Endpoint
from eval.run import run
from eval.systems import NoReply
from eval.wire import KEY_VARIABLE
from tests.eval.made import LIBRARY, case, figure
from tests.eval.serving import Server

GOOD = {"choices": [{"message": {"content": "三公经费为 8.30 万元"}}]}


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.close()


def test_a_right_reply_is_graded(server: Server) -> None:
    server.gives(GOOD)
    (result,) = run([case(figures=[figure()])], Endpoint(f"{server.url}/v1", "m"), LIBRARY)
    assert result.grade.right
    assert result.seconds > 0
    assert result.trace == ("三公经费为 8.30 万元",)


def test_a_wrong_number_and_a_made_up_citation_are_found(server: Server) -> None:
    told = {"status": "answered", "text": "x", "figures": [{"value": "83", "unit": "万元"}], "citations": [{"id": 1, "document": "某局-2024.txt", "sha256": "0", "quote": "x"}]}  # fmt: skip
    server.gives({"choices": [{"message": {"content": json.dumps(told)}}]})
    (result,) = run([case(figures=[figure()])], Endpoint(f"{server.url}/v1", "m"), LIBRARY)
    assert result.grade.wrong
    assert result.grade.quotes_false == 1


def test_a_conversation_is_sent_turn_by_turn_with_the_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "k-1")
    server.gives(GOOD)
    Endpoint(f"{server.url}/v1/", "m").ask(["三公经费多少", "比上年呢"])
    path, headers, body = server.requests[1]
    assert path == "/v1/chat/completions"
    assert {k.lower(): v for k, v in headers.items()}["authorization"] == "Bearer k-1"
    assert [m["role"] for m in body["messages"]] == ["system", "user", "assistant", "user"]
    assert (body["model"], body["temperature"]) == ("m", 0)


def test_a_busy_endpoint_is_asked_again(server: Server) -> None:
    server.replies = [(429, "text/plain", b"slow down"), (200, "application/json", json.dumps(GOOD).encode())]
    assert Endpoint(f"{server.url}/v1", "m").ask(["问"]).answer["status"] == "answered"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ({"choices": []}, 200),
        ({"choices": [{"message": {"content": None}}]}, 200),
        ({"choices": [{"message": {"content": " "}}]}, 200),
        ({}, 503),
    ],
)
def test_no_usable_reply_is_a_miss_of_one_case(server: Server, reply: Any, status: int) -> None:
    server.gives(reply, status=status)
    with pytest.raises(NoReply):
        Endpoint(f"{server.url}/v1", "m", retries=0).ask(["问"])


def test_a_slow_endpoint_is_a_miss_of_one_case() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoReply, match="超时"):
        Endpoint(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", "m", timeout=0.2).ask(["问"])


@pytest.mark.parametrize(
    ("body", "status", "kind", "told"),
    [
        (b"<!doctype html><title>portal</title>", 200, "text/html", "text/html"),
        (b'{"error": "no such model"}', 404, "application/json", "404"),
        (b"unauthorised", 401, "text/plain", KEY_VARIABLE),
    ],
)
def test_an_endpoint_that_cannot_be_used_ends_the_run_in_one_line(
    server: Server, body: bytes, status: int, kind: str, told: str
) -> None:
    server.gives(body, status=status, kind=kind)
    with pytest.raises(SettingsError, match=told) as caught:
        run([case()], Endpoint(f"{server.url}/v1", "m"), LIBRARY)
    assert "\n" not in str(caught.value)


def test_an_endpoint_that_is_down_is_one_line(server: Server) -> None:
    url = f"{server.url}/v1"
    server.close()
    with pytest.raises(SettingsError, match="连不上"):
        Endpoint(url, "m").ask(["问"])


@pytest.mark.parametrize("url", ["", "localhost:8000", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="--url"):
        Endpoint(url, "m")
