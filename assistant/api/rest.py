"""The REST interface under ``/api/v1``: an application of its own, so that its errors, its description and its paths are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from assistant.api import asking, conversations, docs, export, library, uploads
from assistant.api.models import ProblemBody
from assistant.api.problems import MEDIA, tell_problems

if TYPE_CHECKING:
    from assistant.api.service import Service

PREFIX = "/api/v1"
_ABOUT = "预算公开问答：每个数都有出处，没有出处就不给数。错误一律是 RFC 9457 的 problem+json。"
_PROBLEM: dict[str, Any] = {
    "model": ProblemBody,
    "description": "出错：哪里不对，接着怎么做",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}},
}


def rest_app(service: Service) -> FastAPI:
    """The application to mount at ``PREFIX``."""
    app = FastAPI(
        title="明账 Mingzhang", description=_ABOUT, version="1", docs_url=None, redoc_url=None, responses={"default": _PROBLEM}
    )
    app.state.service = service
    for part in (asking, conversations, library, export, uploads):
        app.include_router(part.router)
    tell_problems(app)

    @app.get("/docs", include_in_schema=False)
    def shown() -> HTMLResponse:
        return HTMLResponse(docs.page(app.openapi()))

    return app
