"""How systems ask: REST, the protocol of OpenAI, MCP, and what operators look at. ``connect`` puts it all under the page's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.page.desk import Desk
    from assistant.page.intake import Intake


def connect(app: FastAPI, desk: Desk, intake: Intake | None = None) -> None:
    """Serve the interface beside the page; to be called before the page takes all other addresses."""
    from starlette.middleware import Middleware

    from assistant.api import agents, chat, operators, rest
    from assistant.api.metrics import Counted, Named
    from assistant.api.service import Service

    service = Service(desk, intake)
    desk.watch = service.metrics.answered
    app.add_middleware(Counted, metrics=service.metrics)
    app.user_middleware.append(Middleware(Named))
    app.include_router(operators.operator_routes(service))
    app.mount(rest.PREFIX, rest.rest_app(service))
    app.mount(chat.PREFIX, chat.chat_app(service))
    agents.offer(app, service)
