"""Our own descriptions are held against what is served: whatever is sent, nothing breaks, and every answer is one that is described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from assistant import Assistant, Conversation
from assistant.api.chat import chat_app
from assistant.api.rest import rest_app
from assistant.api.service import Service
from assistant.page.desk import Desk

CHECKS = [schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=6, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def _operations(app: FastAPI) -> dict[str, Any]:
    """What an application says of itself, operation by operation."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


def _nobody() -> Service:
    """Enough to describe the interface."""
    return Service(Desk(lambda: Assistant.open("nowhere"), Conversation))


REST, CHAT = sorted(_operations(rest_app(_nobody()))), sorted(_operations(chat_app(_nobody())))


@pytest.fixture(scope="module")
def operations(shelf: Path) -> dict[str, Any]:
    """All operations over an index of the samples; nothing can be uploaded."""
    service = Service(Desk(lambda: Assistant.open(shelf), Conversation))
    return _operations(rest_app(service)) | _operations(chat_app(service))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", [*REST, *CHAT])
def test_whatever_is_sent_the_answer_is_as_described(operations: dict[str, Any], label: str, mode: GenerationMode) -> None:
    @FEW
    @given(case=operations[label].as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    try:
        holds()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "an operation takes nothing"


def test_the_description_has_examples_and_is_shown_without_other_hosts(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["components"]["schemas"]["Answer"]["examples"]
    assert {"/ask", "/ask/stream", "/conversations", "/documents", "/figures", "/findings", "/uploads", "/feedback"} <= set(
        described["paths"]
    )
    html = client.get("/api/v1/docs").text
    assert "http://" not in html.replace("http://127.0.0.1", "")
    assert "https://" not in html
    assert all(f"{path}<" in html for path in described["paths"])
