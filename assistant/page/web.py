"""The web server under the page: headers that keep the browser at home, and a port that is checked before anything is built."""

from __future__ import annotations

import socket
from asyncio import CancelledError
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING

from assistant.gate.door import route_path
from assistant.gate.limiter import is_upload
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.gate.settings import GateSettings

_POLICY = (
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio starts from inline scripts and compiles its templates
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)


def headers(frames: Sequence[str] = ()) -> dict[str, str]:
    """What is sent with every response: the browser talks to no other host, whatever stands in a document.

    Only our own pages and those of the origins ``frames`` may show ours in a frame.
    """
    policy = "; ".join((*_POLICY, " ".join(("frame-ancestors 'self'", *frames))))
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def asset(name: str) -> str:
    """A style sheet or script of the page, by file name."""
    return files("assistant.page").joinpath(name).read_text(encoding="utf-8")


_GRADIO = "/gradio_api/"
_NEEDED = ("queue/", "heartbeat/", "startup-events", "theme.css", "reset", "cancel", "info")
"""What the page asks of Gradio's own interface; uploads, file access, proxying and recording are not among it."""
LARGEST_REQUEST = 1_000_000
"""Bytes; a question is text."""


class Guard:
    """ASGI middleware: sends ``headers`` with every response; refuses what the page never asks for, and what is too large."""

    def __init__(self, app: ASGIApp, settings: GateSettings) -> None:
        self.app, self._limits = app, settings.limits
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers(settings.frames).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it; a body that says nothing of its size is counted as it comes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                ours = {name for name, _ in self._headers}
                theirs = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
                message = {**message, "headers": [*theirs, *self._headers]}
            await send(message)

        from starlette.exceptions import HTTPException
        from starlette.responses import Response

        path = route_path(scope)
        largest = self._limits.upload_bytes if is_upload(path) else LARGEST_REQUEST
        refused = _refusal(path, scope["headers"], largest)
        try:
            if not refused:
                await self.app(scope, _counted(receive, largest), sent)
        except HTTPException as error:
            if started or error.status_code != 413:
                raise
            refused = 413
        except CancelledError:
            if not started:
                raise
            return  # the server goes down while a page listens for news: that is no failure, and not to be logged as one
        if refused:
            await Response(status_code=refused)(scope, receive, sent)


def _refusal(path: str, told: Iterable[tuple[bytes, bytes]], largest: int) -> int | None:
    """The HTTP status to refuse a request with, or None to let it through."""
    _, gradio, rest = path.partition(_GRADIO)
    if gradio and not rest.startswith(_NEEDED):
        return 404
    lengths = [value for name, value in told if name.lower() == b"content-length"]
    return None if all(length.isdigit() and int(length) <= largest for length in lengths) else 413


def _counted(receive: Receive, largest: int) -> Receive:
    """A ``receive`` that breaks off a body that grows too large."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > largest:
            from starlette.exceptions import HTTPException

            raise HTTPException(413)
        return message

    return received


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
