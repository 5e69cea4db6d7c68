"""The whole application behind a gate, served on a free port of this machine."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

import app
from assistant.gate.gate import Gate
from assistant.page import web
from assistant.page.desk import Desk
from assistant.page.intake import Intake


def application(desk: Desk, intake: Intake | None, gate: Gate) -> FastAPI:
    """The application; made within an event loop, because without one Gradio opens several and closes none."""

    async def make() -> FastAPI:
        return app.web_app(app.page(desk), desk, intake, gate)

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(make())).result()


@contextmanager
def serving(desk: Desk, intake: Intake | None, gate: Gate) -> Iterator[str]:
    """Serve it; gives the address."""
    listener = web.bind("127.0.0.1", 0)
    config = uvicorn.Config(application(desk, intake, gate), log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield web.address(listener)
    server.should_exit = server.force_exit = True
    thread.join(10)
    listener.close()
