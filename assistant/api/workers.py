"""Several processes for systems: each serves the API, without the page, at one address that they share.

The page keeps each visitor's state in the process that it was opened in, so it stays in one; a conversation over the API does not
(``assistant.api.memory``), so whichever process is free answers. All read the same index, and the lock of the store lets one write.

    python -m assistant.api.workers STORE FD ROOT_PATH    one process, on a listening socket that it inherits

A worker ends when its stdin does, which also happens when the process that started it is killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from assistant.page import web
from assistant.page.intake import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from assistant.gate.gate import Gate

PAUSE = 1.0
"""Seconds before a worker that ended is started again."""
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def beside(store: Path, host: str, port: int, count: int, root_path: str = "") -> Iterator[socket]:
    """So many workers at an address, for as long as the context lasts. Raises SettingsError where the port cannot be had.

    Must be entered before anything counts: the workers and this process count together from here on.
    """
    listener = web.bind(host, port)
    with tempfile.TemporaryDirectory(prefix="mingzhang-metrics-") as folder:
        os.environ[_FOLDER] = folder
        command = [sys.executable, "-m", "assistant.api.workers", str(store), str(listener.fileno()), root_path]
        ending = threading.Event()
        keepers = [threading.Thread(target=_keep, args=(command, listener, ending), daemon=True) for _ in range(count)]
        for keeper in keepers:
            keeper.start()
        try:
            yield listener
        finally:
            ending.set()
            for keeper in keepers:
                keeper.join(10)
            listener.close()
            os.environ.pop(_FOLDER, None)


def _keep(command: list[str], listener: socket, ending: threading.Event) -> None:
    """Run one worker, and another where it ends before its time."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    while not ending.is_set():
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, pass_fds=(listener.fileno(),), env={**os.environ, "PYTHONPATH": paths}
        ) as worker:
            while worker.poll() is None and not ending.wait(0.2):
                pass
            if worker.stdin:
                worker.stdin.close()
            try:
                worker.wait(5)
            except subprocess.TimeoutExpired:
                worker.kill()
        ending.wait(PAUSE)


def worker_app(store: Path, gate: Gate) -> FastAPI:
    """The API without the page."""
    from fastapi import FastAPI

    from assistant import Assistant, Conversation, api
    from assistant.gate.application import keep_door
    from assistant.page.desk import Desk
    from assistant.page.intake import Intake
    from assistant.talks import Talks, lifetime

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    keep_door(app, gate)
    api.connect(app, Desk(lambda: Assistant.open(store), Conversation, Talks(store, lifetime()), gate.visible), Intake(store))
    return app


def main(store: Path, descriptor: int, root_path: str) -> None:
    """Serve on an inherited socket until stdin ends."""
    import uvicorn

    from assistant.gate.gate import Gate
    from assistant.gate.settings import GateSettings

    listener = socket(fileno=descriptor)
    settings = replace(GateSettings.from_environment(), root_path=root_path)
    app = worker_app(store, Gate.open(store, settings, web.is_local(listener)))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, proxy_headers=False)
    )

    def watch() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=watch, daemon=True).start()
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
