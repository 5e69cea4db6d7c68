"""The tests' own server: what does not start is said at once, and its port is free again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from assistant.page import web
from tests.serving import served


def test_a_server_that_cannot_start_is_an_error() -> None:
    @asynccontextmanager
    async def broken(_: FastAPI) -> AsyncIterator[None]:
        raise OSError("no store")
        yield

    listener = web.bind("127.0.0.1", 0)
    with pytest.raises(RuntimeError, match="did not start"), served(FastAPI(lifespan=broken), listener, log_level="critical"):
        pytest.fail("served although it never started")
    assert listener.fileno() == -1


def test_a_server_answers_at_its_address_and_ends() -> None:
    with served(FastAPI()) as url:
        assert httpx.get(f"{url}/openapi.json").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
