"""Telling somebody at the door that they may not come in: people are led to the sign-in, systems get a problem (RFC 9457)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from assistant.gate.settings import GateSettings
    from assistant.gate.user import User

_KINDS = {
    401: ("unauthorized", "需要身份"),
    403: ("forbidden", "不允许"),
    429: ("too-many", "请求太频繁"),
    413: ("too-large", "请求太大"),
}


class Refusal(Exception):
    """A request that ends at the door: HTTP status, one line that says why, who asked where that is known, seconds to wait."""

    def __init__(self, status: int, why: str, user: User | None = None, wait: int = 0) -> None:
        self.status, self.why, self.user, self.wait = status, why, user, wait
        super().__init__(why)


async def refuse(refusal: Refusal, settings: GateSettings, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with a refusal."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await _response(refusal, settings, scope)(scope, receive, send)


def _response(refusal: Refusal, settings: GateSettings, scope: Scope) -> Response:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

    request = Request(scope)
    kind, title = _KINDS[refusal.status]
    headers = {"Cache-Control": "no-store"}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="mingzhang"'
    if refusal.wait:
        headers["Retry-After"] = str(refusal.wait)
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        if refusal.status == 401 and settings.ways & {"key", "oidc"}:
            return RedirectResponse(f"{settings.root_path}/mz/login", 303, {"Cache-Control": "no-store"})
        return HTMLResponse(page(title, f"<p>{escape(refusal.why)}</p>"), refusal.status, headers)
    told = {
        "type": f"urn:mingzhang:problem:{kind}", "title": title, "status": refusal.status, "detail": refusal.why,
        "instance": request.url.path, "next": refusal.why,
        "error": {"message": refusal.why, "type": kind, "code": kind, "param": None},
    }  # fmt: skip
    return JSONResponse(told, refusal.status, headers, "application/problem+json")


def page(title: str, body: str) -> str:
    """A small page of the gate's own; ``body`` is HTML."""
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)} · 明账</title><style>body{{font:16px/1.7 system-ui,sans-serif;max-width:24em;margin:15vh auto;padding:0 1em}}"
        "input,button,a.go{font:inherit;padding:.5em .8em;width:100%;box-sizing:border-box;margin:.3em 0;display:block}"
        f"button,a.go{{background:#065f46;color:#fff;border:0;text-align:center;text-decoration:none;cursor:pointer}}</style>"
        f"<main><h1>明账</h1><h2>{escape(title)}</h2>{body}</main></html>"
    )
