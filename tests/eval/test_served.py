"""A running server of this program, asked over HTTP as other systems ask it; and servers that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from corpus.errors import SettingsError
from eval.case import load
from eval.library import Library
from eval.run import run
from eval.served import Served
from eval.systems import InProcess, NoReply, Options, open_system
from eval.wire import KEY_VARIABLE
from tests.conftest import ROOT
from tests.eval.made import LIBRARY, answer, case, figure
from tests.eval.serving import Server
from tests.page.conftest import serving

CASES = [c for n, c in enumerate(load(sorted((ROOT / "eval" / "cases").glob("*.jsonl")))) if n % 12 == 0 or len(c.turns) > 1][:50]
GOOD = answer({"value": "8.30", "unit": "万元"})


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.close()


@pytest.fixture(scope="module")
def running(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the whole application, and its store."""
    import shutil

    store = Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("served") / "store"))
    with serving(Desk(lambda: Assistant.open(store), Conversation), Intake(store)) as url:
        yield url, store


def test_a_server_answers_as_the_program_does(running: tuple[str, Path]) -> None:
    url, store = running
    library = Library.open(store)
    over, within = (run(CASES, system, library) for system in (open_system("http", Options(store, server=url)), InProcess(store)))
    assert len(CASES) > 40 and sum(len(c.turns) > 1 for c in CASES) >= 5
    for one, other in zip(over, within, strict=True):
        assert one.answer and other.answer, one.error
        assert (one.answer["status"], one.answer["text"], one.answer["figures"]) == (
            other.answer["status"], other.answer["text"], other.answer["figures"],
        )  # fmt: skip
        assert one.grade == other.grade


def test_a_question_goes_out_with_the_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "k-1")
    server.gives(GOOD)
    (result,) = run([case(figures=[figure()])], Served(f"{server.url}/api/v1/"), LIBRARY)
    assert result.grade.right and result.seconds > 0
    path, headers, body = server.requests[0]
    assert (path, body) == ("/api/v1/ask", {"question": "问"})
    assert {k.lower(): v for k, v in headers.items()}["authorization"] == "Bearer k-1"


def test_turns_go_through_a_conversation_that_is_deleted(server: Server) -> None:
    server.gives({"id": "c1"}, GOOD, GOOD, {})
    assert Served(server.url).ask(["三公经费多少", "比上年呢"]).answer["status"] == "answered"
    assert [(path, body) for path, _, body in server.requests] == [
        ("/api/v1/conversations", {}), ("/api/v1/ask", {"question": "三公经费多少", "conversation": "c1"}),
        ("/api/v1/ask", {"question": "比上年呢", "conversation": "c1"}), ("/api/v1/conversations/c1", {}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "status", "told"),
    [
        ({"answer": "8.30"}, 200, "status"),
        ({"status": "fine"}, 200, "不是一个回答"),
        ([], 200, "status"),
        ({"detail": "太长"}, 422, "太长"),
        ({}, 503, "503"),
        ({}, 429, "429"),
    ],
)
def test_no_usable_answer_is_a_miss_of_one_case(server: Server, reply: Any, status: int, told: str) -> None:
    server.gives(reply, status=status)
    with pytest.raises(NoReply, match=told):
        Served(server.url, retries=0).ask(["问"])


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.replies = [(503, "text/plain", b"later"), (200, "application/json", json.dumps(GOOD).encode())]
    assert Served(server.url).ask(["问"]).answer["status"] == "answered"


@pytest.mark.parametrize(
    ("body", "status", "kind", "told"),
    [
        (b"<!doctype html><title>portal</title>", 200, "text/html", "text/html"),
        (b"no such address", 404, "text/plain", "404"),
        (b"who are you", 401, "text/plain", KEY_VARIABLE),
    ],
)
def test_a_server_of_another_kind_ends_the_run_in_one_line(
    server: Server, body: bytes, status: int, kind: str, told: str
) -> None:
    server.gives(body, status=status, kind=kind)
    with pytest.raises(SettingsError, match=told) as caught:
        run([case()], Served(server.url), LIBRARY)
    assert "\n" not in str(caught.value)
    assert "--server" in str(caught.value) or "7860" in str(caught.value)


@pytest.mark.parametrize("url", ["", "localhost:7860"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="--server"):
        Served(url)
