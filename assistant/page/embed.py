"""The talk alone, for a frame in another page: /embed shows it, /embed.js puts it there with one line of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.gate.door import route_path
from assistant.page import web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/embed"
_SCRIPT = {"Cache-Control": "public, max-age=3600"}


class Embedded:
    """ASGI middleware: the page's own address and ``/embed`` give the same page, which sees by its address what it is to show."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and route_path(scope) in (PATH, f"{PATH}/"):
            scope = {**scope, "path": f"{scope.get('root_path', '')}/", "raw_path": None}
        await self.app(scope, receive, send)


def embed_routes() -> APIRouter:
    """The script for pages that want the talk; it holds nothing of anybody, so it is open to all."""
    router = APIRouter(include_in_schema=False)

    @router.get("/embed.js")
    def script() -> Response:
        return Response(web.asset("embed.js"), media_type="text/javascript", headers=_SCRIPT)

    return router


def head(frames: Sequence[str]) -> str:
    """What the page's head needs to know when it stands in a frame: whom it may tell that an answer is there."""
    return f'<meta name="mingzhang-frames" content="{" ".join(frames)}"><script>{web.asset("framed.js")}</script><style>{web.asset("framed.css")}</style>'
