"""The process that serves page and API: its port, its door, the index behind it, and its workers."""

from __future__ import annotations

import gc
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from assistant.conversation import Conversation
from assistant.gate.gate import Gate
from assistant.gate.settings import GateSettings
from assistant.gate.settings import root_path as prefix
from assistant.page import web
from assistant.page.desk import Answerer, Desk
from assistant.page.intake import Intake
from assistant.talks import Talks, lifetime
from corpus.errors import MingzhangError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    from fastapi import FastAPI

    Application = Callable[[Desk, Intake, Gate], FastAPI]


def run(
    application: Application,
    store: Path,
    host: str,
    port: int,
    root_path: str | None = None,
    workers: int = 1,
    api_port: int = 0,
) -> None:
    """Serve what ``application`` makes over the index in ``store`` until interrupted, under the path ``root_path`` of a reverse proxy.

    With more than one of ``workers`` so many further processes serve the API alone at ``api_port`` (the one after ``port``).
    Without an index the page comes up too and says how to build one. Raises SettingsError where the port cannot be had, and
    where other machines could reach it while nobody is identified.
    """
    settings = GateSettings.from_environment()
    if root_path is not None:
        settings = replace(settings, root_path=prefix(root_path))
    listener = web.bind(host, port)
    if not (settings.ways or web.is_local(listener)):
        listener.close()
        raise SettingsError(
            f"{host}: 没有设置身份验证，只能监听本机（127.0.0.1）；请先设置 MINGZHANG_IDENTITY，见 docs/deploy.md"
        )
    if workers > 1:
        from assistant.api.workers import beside

        with beside(store, host, api_port or port + 1, workers, settings.root_path) as systems:
            _say(f"接口另有 {workers} 个进程：{web.address(systems)}")
            _serve(application, store, listener, settings)
        return
    _serve(application, store, listener, settings)


def _serve(application: Application, store: Path, listener: socket, settings: GateSettings) -> None:
    gate = Gate.open(store, settings, web.is_local(listener))
    desk = Desk(_opener(store, settings.personal), Conversation, Talks(store, lifetime()), gate.visible)
    app = application(desk, Intake(store), gate)
    _say(f"明账已就绪：{web.address(listener)}（按 Ctrl+C 停止）")
    threading.Thread(target=_warm, args=(desk,), daemon=True, name="warm-up").start()
    # Open pages hold a connection each; without a limit Ctrl+C would wait until the last of them is closed.
    uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, proxy_headers=False)
    ).run(sockets=[listener])


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _opener(store: Path, personal: bool) -> Callable[[], Answerer]:
    def open_assistant() -> Answerer:
        from assistant import Assistant
        from assistant.gate.discreet import Discreet

        assistant = Assistant.open(store)
        return assistant if personal else Discreet(assistant)

    return open_assistant


def _warm(desk: Desk) -> None:
    """Open the index before the first question; what is wrong with it is said on the page, not here."""
    try:
        desk.assistant().examples()
    except MingzhangError:
        return
    gc.freeze()  # libraries and index stay; collecting garbage need not look through them at every question
