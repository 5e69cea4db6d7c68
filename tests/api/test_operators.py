"""What operators look at, with the parser of Prometheus: alive, ready, counted by the template of the route."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from assistant.api.metrics import Metrics
from assistant.ask import UNVERIFIED
from assistant.page.desk import Desk
from tests.api.conftest import SANGONG
from tests.page.conftest import application

ROOT = Path(__file__).parent.parent.parent
Sample = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def fresh(shelf: Path) -> Iterator[TestClient]:
    """A server that nobody has asked yet."""
    with TestClient(application(Desk(lambda: Assistant.open(shelf), Conversation)), base_url="http://127.0.0.1") as client:
        yield client


def samples(text: str) -> Sample:
    """Every sample by name and labels."""
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def test_it_lives_and_is_ready(fresh: TestClient) -> None:
    assert fresh.get("/healthz").json() == {"status": "ok"}
    assert fresh.get("/readyz").json() == {"status": "ready"}


def test_without_an_index_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    client = TestClient(application(Desk(lambda: Assistant.open(tmp_path / "no"), Conversation)), base_url="http://127.0.0.1")
    assert client.get("/healthz").status_code == 200
    told = client.get("/readyz")
    assert (told.status_code, told.json()["type"]) == (503, "urn:mingzhang:problem:no-index")
    assert str(tmp_path) not in told.text
    assert client.post("/api/v1/ask", json={"question": SANGONG}).status_code == 503
    assert (
        client.post("/v1/chat/completions", json={"model": "mingzhang", "messages": [{"role": "user", "content": "x"}]}).json()[
            "error"
        ]["code"]
        == "no_index"
    )
    assert client.get("/metrics").status_code == 200


def test_what_happened_is_counted(fresh: TestClient) -> None:
    for question in (SANGONG, SANGONG, "写首诗"):
        fresh.post("/api/v1/ask", json={"question": question})
    fresh.get(f"/api/v1/documents/{'0' * 64}")
    fresh.get("/no/such/page")
    fresh.post("/v1/chat/completions", json={})
    told = samples(fresh.get("/metrics").text)

    def requests(method: str, route: str, status: int) -> float | None:
        labels = (("method", method), ("route", route), ("status", str(status)))
        return told.get(("mingzhang_http_requests_total", labels))

    assert told["mingzhang_questions_total", (("status", "answered"),)] == 2
    assert told["mingzhang_questions_total", (("status", "out_of_scope"),)] == 1
    assert told["mingzhang_answer_seconds_count", ()] == 3
    assert told["mingzhang_guard_total", (("kind", "unverified"),)] == 0
    assert told["mingzhang_documents", ()] == 2
    assert requests("POST", "/api/v1/ask", 200) == 3
    assert requests("GET", "/api/v1/documents/{document_id}", 404) == 1
    assert requests("POST", "/v1/chat/completions", 422) == 1
    assert not [name for name in told if "0000" in str(name) or "no/such" in str(name)]


def test_an_answer_that_was_held_back_is_counted() -> None:
    metrics = Metrics()
    metrics.answered(Answer("问", Status.CLARIFY, UNVERIFIED))
    assert samples(metrics.text().decode())["mingzhang_guard_total", (("kind", "unverified"),)] == 1


def test_several_processes_tell_the_sum(tmp_path: Path) -> None:
    program = (
        "from assistant.api.metrics import Metrics; from assistant.answer import Answer, Status; m = Metrics();"
        "m.answered(Answer('问', Status.ANSWERED, '答')); import sys; sys.stdout.write(m.text().decode())"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    told = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert samples(told[1].stdout)["mingzhang_questions_total", (("status", "answered"),)] == 2
