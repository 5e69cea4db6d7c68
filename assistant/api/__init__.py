"""How systems ask: REST, the protocol of OpenAI, MCP, and what operators look at. ``connect`` puts it all under the page's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.page.desk import Desk
    from assistant.page.intake import Intake


def connect(app: FastAPI, desk: Desk, intake: Intake | None = None) -> None:
    """Serve the interface beside the page; to be called before the page takes all other addresses."""
    from assistant.api import agents, chat, rest
    from assistant.api.service import Service

    service = Service(desk, intake)
    app.mount(rest.PREFIX, rest.rest_app(service))
    app.mount(chat.PREFIX, chat.chat_app(service))
    agents.offer(app, service)
