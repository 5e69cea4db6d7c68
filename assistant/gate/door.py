"""The door before everything that is served: who asks is known before any of it runs.

Pure ASGI, so that answers that stream are not held back, and so that the routes that Gradio brings along are behind it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.gate import ways
from assistant.gate.gate import note
from assistant.gate.limiter import Limiter, counted
from assistant.gate.refusal import Refusal, refuse
from assistant.gate.sessions import Owners, sessions_of
from assistant.gate.user import LOCAL, User
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.gate.gate import Gate

NOBODY = User("")
"""Who asks for what is open to all: whether the server lives and can answer, the way in, and the script that frames the page."""
OPEN = ("/healthz", "/readyz", "/embed.js", "/mz/login", "/mz/enter", "/mz/oidc/login", "/mz/oidc/callback")
_SAFE = ("GET", "HEAD", "OPTIONS")
_HERE = ("127.0.0.1", "localhost", "::1")
_GRADIO = "/gradio_api/"


class Door:
    """ASGI middleware that puts the user into ``request.state.user`` and refuses who may not come in.

    In this order: what only a proxy may say is dropped unless it comes from one; who asks; whether another site sends it; how often.
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate
        self._limiter, self._owners = Limiter(gate.settings.limits), Owners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its user, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = route_path(scope)
        trusted = ways.from_proxy_address(self.gate.settings.proxy, (scope.get("client") or ("",))[0])
        original, scope = scope, _cleaned(scope, trusted, self.gate.settings.proxy.user, self.gate.settings.proxy.groups)
        try:
            user = self._user(original, scope, path, trusted)
            self._limit(user, scope, path)
            if path.startswith(_GRADIO) and scope["type"] == "http":
                found, receive = await sessions_of(scope, path, receive)
                if not all(self._owners.belongs(session, user.name) for session in found):
                    raise Refusal(403, "这段对话属于另一个人；请重新打开网页")
        except Refusal as refusal:
            if refusal.status != 401:
                note(self.gate, refusal.user or NOBODY, "refused", path=path, status=refusal.status)
            await refuse(refusal, self.gate.settings, scope, receive, send)
            return
        state: dict[str, Any] = dict(scope.get("state") or {})
        await self.app({**scope, "state": {**state, "user": user, "gate": self.gate}}, receive, send)

    def _user(self, original: Scope, scope: Scope, path: str, trusted: bool) -> User:
        """Who asks. Raises Refusal."""
        from starlette.requests import HTTPConnection

        request = HTTPConnection(original)
        if self.gate.local and HTTPConnection(scope).url.hostname not in _HERE:
            raise Refusal(403, "没有设置身份验证，只接受对本机地址的请求；见 docs/deploy.md")
        try:
            caller = self.gate.ways.caller(request, trusted) if self.gate.ways else ways.Caller(LOCAL, ambient=True)
        except NotAdmitted as error:
            if path in OPEN:
                return NOBODY
            raise Refusal(401, str(error)) from error
        if caller is None and path not in OPEN:
            raise Refusal(401, "请先登录")
        strange = scope["type"] == "websocket" or scope["method"] not in _SAFE
        if strange and (caller is None or caller.ambient) and self._foreign(HTTPConnection(scope).headers):
            raise Refusal(403, "请求来自另一个网站", caller.user if caller else None)
        return caller.user if caller else NOBODY

    def _foreign(self, headers: Headers) -> bool:
        """Whether a page of another site makes the browser send this. Other programs than browsers send neither header."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site not in ("same-origin", "none")
        if origin is None:
            return False
        ours = (headers.get("host"), headers.get("x-forwarded-host"), urlsplit(self.gate.settings.public_url).netloc)
        return urlsplit(origin).netloc not in filter(None, ours)

    def _limit(self, user: User, scope: Scope, path: str) -> None:
        """Count the request. Raises Refusal where there were too many."""
        kind = counted(scope.get("method", "GET"), path)
        if kind is None or user is LOCAL:
            return
        who = user.name if kind != "sign-in" else (scope.get("client") or ("",))[0]
        wait = self._limiter.wait(kind, who)
        if wait:
            raise Refusal(429, f"请求太频繁；请在 {wait} 秒后再试", user, wait)


def route_path(scope: Scope) -> str:
    """The path as our routes know it, without the proxy's part before it."""
    from starlette._utils import get_route_path

    return get_route_path(scope)


def _cleaned(scope: Scope, trusted: bool, *identity: str) -> Scope:
    """The request as it is passed on: without secrets and names that a proxy gave, and without what strangers forged of it."""
    dropped = {ways.SECRET_HEADER, *identity, *(() if trusted else ways.FORWARDED)}
    headers = [(name, value) for name, value in scope["headers"] if name.decode("latin-1").lower() not in dropped]
    told = {name: value.decode("latin-1") for name, value in headers}
    changed: dict[str, Any] = {"headers": headers}
    if trusted and told.get(b"x-forwarded-proto") in ("http", "https") and scope["type"] == "http":
        changed["scheme"] = told[b"x-forwarded-proto"]
    if trusted and told.get(b"x-forwarded-for"):
        changed["client"] = (told[b"x-forwarded-for"].rpartition(",")[2].strip(), 0)
    return {**scope, **changed}
