"""The web server under the page: headers that keep the browser at home, and a port that is checked before anything is built."""

from __future__ import annotations

import socket
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING

from assistant.page.intake import LARGEST
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI, Request, Response

_POLICY = "; ".join((
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio starts from inline scripts and compiles its templates
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every response; the policy lets the browser talk to no other host, whatever stands in a document."""


def asset(name: str) -> str:
    """A style sheet or script of the page, by file name."""
    return files("assistant.page").joinpath(name).read_text(encoding="utf-8")


_GRADIO = "/gradio_api/"
_NEEDED = ("queue/", "heartbeat/", "startup-events", "theme.css", "reset", "cancel", "info")
"""What the page asks of Gradio's own interface; uploads, file access, proxying and recording are not among it."""
LARGEST_REQUEST = 1_000_000
"""Bytes; a question is text."""
_UPLOAD = "/mz/upload"


def guard(app: FastAPI) -> None:
    """Send ``HEADERS`` with every response of ``app``; refuse what the page never asks for."""
    from fastapi import Response

    @app.middleware("http")
    async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        refused = _refusal(request.url.path, request.headers.get("content-length", "0"))
        response = Response(status_code=refused) if refused else await call_next(request)
        response.headers.update(HEADERS)
        return response


def _refusal(path: str, length: str) -> int | None:
    """The HTTP status to refuse a request with, or None to let it through."""
    _, gradio, rest = path.partition(_GRADIO)
    if gradio and not rest.startswith(_NEEDED):
        return 404
    largest = LARGEST if path == _UPLOAD else LARGEST_REQUEST
    return None if length.isascii() and length.isdigit() and int(length) <= largest else 413


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SettingsError where the address is taken or is not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{host}:{port}: 地址无效（{error}）；请用 --host 换一个地址") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(f"{host}:{port}: 端口不可用（{error.strerror or error}）；请用 --port 换一个端口") from error
    return listener


def address(listener: socket.socket) -> str:
    """The URL under which a bound socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_local(listener: socket.socket) -> bool:
    """Whether a bound socket can be reached from this machine only."""
    return ip_address(listener.getsockname()[0]).is_loopback
