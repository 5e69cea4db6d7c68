"""A gate over a store of its own, before a small application that tells who asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.websockets import WebSocket

from assistant.gate import keys, user_of
from assistant.gate.application import keep_door
from assistant.gate.gate import Gate
from assistant.gate.keeper import Keeper
from assistant.gate.settings import GateSettings

SECRET = "5f0c7a8e9d1b4c3f5f0c7a8e9d1b4c3f5f0c7a8e9d1b4c3f5f0c7a8e9d1b4c3f"
PROXY, ELSEWHERE = ("10.1.2.3", 4000), ("10.9.9.9", 4000)


def settings(**variables: str) -> GateSettings:
    """Settings from variables without their common beginning."""
    return GateSettings.from_environment({f"MINGZHANG_{name}": value for name, value in variables.items()})


def told(request: Request) -> dict[str, Any]:
    """Who asks, and the headers that got through."""
    user = user_of(request)
    return {"name": user.name, "role": user.role.name, "groups": sorted(user.groups), "headers": dict(request.headers)}


def application(gate: Gate) -> FastAPI:
    """An application behind a gate that answers everything with who asks."""
    app = FastAPI()
    keep_door(app, gate)
    app.add_api_route("/healthz", lambda: "ok")

    @app.websocket("/ws")
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def everything(request: Request) -> dict[str, Any]:
        return told(request)

    return app


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """The memory of an empty store."""
    return Keeper(tmp_path / "store")


Door = Callable[..., TestClient]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A client before a gate with the settings given by name; ``client`` is its address."""
    opened: list[TestClient] = []

    def open_(
        client: tuple[str, int] = ("127.0.0.1", 5000), url: str = "http://127.0.0.1", local: bool = False, **variables: str
    ) -> TestClient:
        gate = Gate.open(tmp_path / "store", settings(**variables), local)
        opened.append(TestClient(application(gate), url, client=client, follow_redirects=False))
        return opened[-1]

    yield open_
    for client in opened:
        client.close()


def token(key: str = SECRET, algorithm: str = "HS256", headers: dict[str, str] | None = None, **claims: Any) -> str:
    """A token that holds unless a claim says otherwise; a claim of None is left out."""
    now = int(time.time())
    held = {"sub": "王某", "iss": "portal", "aud": "mingzhang", "iat": now, "exp": now + 300, **claims}
    return jwt.encode({k: v for k, v in held.items() if v is not None}, key, algorithm, headers)


def bearer(text: str) -> dict[str, str]:
    """The header that shows a token or key."""
    return {"Authorization": f"Bearer {text}"}


def new_key(store: Path, name: str = "系统", **more: Any) -> str:
    """A key of a store."""
    return keys.add(Keeper(store), name, **more)
