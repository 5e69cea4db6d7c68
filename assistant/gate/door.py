"""The door before everything that is served: who asks is known before any of it runs.

Pure ASGI, so that answers that stream are not held back, and so that the routes that Gradio brings along are behind it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.gate.user import LOCAL

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.gate.settings import GateSettings


class Door:
    """ASGI middleware that puts the user into ``request.state.user``."""

    def __init__(self, app: ASGIApp, settings: GateSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its user."""
        if scope["type"] in ("http", "websocket"):
            state: dict[str, Any] = dict(scope.get("state") or {})
            scope = {**scope, "state": {**state, "user": LOCAL}}
        await self.app(scope, receive, send)
