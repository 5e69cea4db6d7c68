"""A web application served by a thread of this process on a free port; the tests and the measure of the page use it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from socket import socket
from typing import Any

import uvicorn

from assistant.page import web

PATIENCE = 60.0
"""Seconds a server may take to start, on a busy machine."""


def made(make: Callable[[], Any]) -> Any:
    """What ``make`` gives within an event loop of a thread of its own.

    Without a loop Gradio opens several and closes none; and the browser driver keeps one running in the thread of the tests.
    """

    async def within() -> Any:
        return make()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(within())).result()


@contextmanager
def served(application: Any, listener: socket | None = None, log_level: str = "error", **settings: Any) -> Iterator[str]:
    """Serve an application, on ``listener`` where one is given; gives the address. ``settings`` are uvicorn's.

    Raises RuntimeError where the server ends before it has started (its lifespan failed), or does not start in time.
    """
    listener = listener or web.bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(application, log_level=log_level, **settings))
    thread = threading.Thread(target=_run, args=(server, listener), daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield web.address(listener)
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
        listener.close()


def _run(server: uvicorn.Server, listener: socket) -> None:
    with suppress(SystemExit):  # how uvicorn ends where the lifespan fails
        server.run(sockets=[listener])


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("the server did not start; its log says why")
        time.sleep(0.02)
