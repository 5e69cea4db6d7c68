"""The ways in for browsers: a page to sign in, a portal's token that is good once, a provider's sign-in, and the way out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.gate import cookies, keys, tokens
from assistant.gate.gate import note
from assistant.gate.refusal import page
from assistant.gate.user import user_of
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from assistant.gate.gate import Gate
    from assistant.gate.user import User

_FORM = """<form method="post" action="login"><label>访问密钥 <input name="key" type="password" autocomplete="current-password" required></label>
<input type="hidden" name="to" value="{to}"><button>进入</button></form>"""
_PROVIDER = '<a class="go" href="oidc/login?to={to}">用单位账号登录</a>'


def entry_routes(gate: Gate) -> APIRouter:
    """The addresses that the gate's settings call for; none where nobody is identified."""
    router = APIRouter(prefix="/mz", include_in_schema=False)
    if not gate.settings.ways or gate.ways is None:
        return router
    way = _Entry(gate)
    router.add_api_route("/login", way.form, methods=["GET"], response_model=None)
    router.add_api_route("/logout", way.leave, methods=["POST"], response_model=None)
    if "key" in gate.settings.ways:
        router.add_api_route("/login", way.by_key, methods=["POST"], response_model=None)
    if "token" in gate.settings.ways:
        router.add_api_route("/enter", way.by_token, methods=["GET"], response_model=None)
    if "oidc" in gate.settings.ways:
        from assistant.gate.provider import provider_routes

        router.include_router(provider_routes(gate.settings, way.admit))
    return router


class _Entry:
    """Signing in and out at one gate."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def form(self, to: str = "") -> HTMLResponse:
        """What there is to sign in with."""
        return self._page("", to)

    def by_key(self, request: Request, key: Annotated[str, Form(max_length=500)], to: Annotated[str, Form()] = "") -> Response:
        """Sign in with an API key."""
        keeper = self.gate.keeper
        try:
            if keeper is None:
                raise NotAdmitted("没有可用的密钥")
            identifier, user = keys.check(keeper, key.strip())
        except NotAdmitted as error:
            note(self.gate, user_of(request), "refused", path="/mz/login", status=401)
            return self._page(str(error), to, 401)
        return self.admit(request, user, to, identifier)

    def by_token(self, request: Request, token: str, to: str = "") -> Response:
        """Come in from a portal with a token that is good once."""
        settings, keeper = self.gate.settings, self.gate.keeper
        try:
            if keeper is None:
                raise NotAdmitted("没有可用的令牌")
            user = tokens.check_once(settings.tokens, settings.roles, token, keeper)
        except NotAdmitted as error:
            note(self.gate, user_of(request), "refused", path="/mz/enter", status=401)
            return self._page(str(error), to, 401)
        return self.admit(request, user, to)

    def admit(self, request: Request, user: User, to: str, key: str = "") -> Response:
        """Begin a session and go to the page; the address with the token does not stay in the browser's history."""
        response = RedirectResponse(f"{self.gate.settings.root_path}{here(to)}", 303, {"Cache-Control": "no-store"})
        note(self.gate, user, "sign-in")
        made = self._cookies().value(user, key)
        self._cookies().give(response, made, self._secure(request))
        return response

    def leave(self, request: Request) -> Response:
        """Sign out; the session is void from now on."""
        value = request.cookies.get(cookies.NAME, "")
        if value:
            self._cookies().close(value)
            note(self.gate, user_of(request), "sign-out")
        response = RedirectResponse(f"{self.gate.settings.root_path}/mz/login", 303, {"Cache-Control": "no-store"})
        self._cookies().give(response, "", self._secure(request))
        return response

    def _page(self, trouble: str, to: str, status: int = 200) -> HTMLResponse:
        told: dict[str, Any] = {"to": escape(here(to))}
        ways = self.gate.settings.ways
        body = (f'<p role="alert">{escape(trouble)}</p>' if trouble else "") + (_FORM.format(**told) if "key" in ways else "")
        body += _PROVIDER.format(**told) if "oidc" in ways else ""
        return HTMLResponse(page("登录", body or "<p>请从门户进入。</p>"), status, {"Cache-Control": "no-store"})

    def _secure(self, request: Request) -> bool:
        """Whether the cookie may travel encrypted only: always, except where people use plain http on this machine or say so."""
        return (urlsplit(self.gate.settings.public_url).scheme or request.url.scheme) == "https"

    def _cookies(self) -> cookies.Cookies:
        if self.gate.ways is None:
            raise NotAdmitted("没有设置身份验证")
        return self.gate.ways.cookies


def here(to: str) -> str:
    r"""An address of ours to go on to; the page itself where ``to`` leads anywhere else.

    >>> here("/embed?theme=dark"), here("//evil.example/"), here("https://evil.example/"), here("/\\evil.example")
    ('/embed?theme=dark', '/', '/', '/')
    """
    plain = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable() and len(to) < 2000
    return to if plain else "/"
