"""What a caller may not see is nowhere in the interface: not listed, answered, found, exported or downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant import Assistant, Conversation
from assistant.api.chat import chat_app
from assistant.api.rest import rest_app
from assistant.api.service import Service
from assistant.gate import Role, User
from assistant.gate.gate import Gate
from assistant.gate.settings import GateSettings
from assistant.gate.visible import allow
from assistant.page.desk import Desk
from index.ledger import DocumentRecord, Ledger

ASKED = "2024年三公经费多少"


class Gated:
    """An application with a user and the store's gate before it."""

    def __init__(self, app: Any, user: User, gate: Gate) -> None:
        self.app, self.user, self.gate = app, user, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": {"user": self.user, "gate": self.gate}}, receive, send)


@pytest.fixture
def hidden(store: Path) -> Iterator[DocumentRecord]:
    """The disclosure of 2024, given to one group."""
    with Ledger.open(store) as ledger:
        yield next(d for d in ledger.documents() if d.fiscal_year == 2024)


def clients(store: Path, user: User) -> tuple[TestClient, TestClient]:
    """REST and the protocol of OpenAI for a user."""
    gate = Gate.open(store, GateSettings())
    service = Service(Desk(lambda: Assistant.open(store), Conversation))
    return TestClient(Gated(rest_app(service), user, gate)), TestClient(Gated(chat_app(service), user, gate))


def told(rest: TestClient, chat: TestClient, document: str) -> str:
    """Everything that can be had of a document, as one text."""
    completion = {"model": "mingzhang", "messages": [{"role": "user", "content": ASKED}]}
    answers = [
        rest.post("/ask", json={"question": ASKED}),
        rest.post("/ask/stream", json={"question": ASKED}),
        chat.post("/chat/completions", json=completion),
        *(rest.get(path) for path in ("/documents", "/findings", "/export/figures.json", "/export/findings.csv")),
        rest.get("/figures", params={"document": document}),
        rest.get(f"/documents/{document}"),
        rest.get(f"/documents/{document}/original"),
    ]
    return "".join(answer.text for answer in answers)


def test_a_document_of_a_group_is_there_for_it_alone(store: Path, hidden: DocumentRecord) -> None:
    gate = Gate.open(store, GateSettings())
    assert gate.keeper is not None
    allow(gate.keeper, "document", hidden.id, "甲组")
    outside = told(*clients(store, User("乙")), hidden.id)
    for secret in (hidden.issuer, hidden.name, "8.30"):
        assert secret not in outside
    inside = told(*clients(store, User("甲", groups=frozenset({"甲组"}))), hidden.id)
    assert inside.count(hidden.issuer) > 20
    assert "8.30" in inside
    assert hidden.issuer in told(*clients(store, User("管", Role.ADMIN)), hidden.id)
