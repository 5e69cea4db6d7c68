"""Behind a path of a proxy: whether the proxy takes its part off the address or not, our routes see their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """ASGI middleware that tells the application under which path it is reached. ``root_path`` is empty or /like/this."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app, self._root = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the path as the browser knows it."""
        if self._root and scope["type"] in ("http", "websocket"):
            path = scope["path"]
            inside = path == self._root or path.startswith(f"{self._root}/")
            whole = path if inside else f"{self._root}{path}"
            scope = {**scope, "path": f"{whole}/" if whole == self._root else whole, "root_path": self._root}
        await self.app(scope, receive, send)
