"""The ways in which a request can say who sends it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from assistant.gate import claims, cookies, keys, tokens
from assistant.gate.user import LOCAL, User
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from assistant.gate.keeper import Keeper
    from assistant.gate.settings import GateSettings, Proxy

SECRET_HEADER = "x-mingzhang-proxy-secret"
"""Carries the secret that the proxy shares with us."""
FORWARDED = (
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-gradio-server",
    "forwarded",
)
"""What only a proxy may say of a request."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request. ``ambient`` where the browser adds that by itself, so that another site could make it send the request."""

    user: User
    ambient: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways that the settings allow; in this order: a key or token that was sent on purpose, the proxy, the session."""

    settings: GateSettings
    keeper: Keeper
    cookies: cookies.Cookies

    def caller(self, request: HTTPConnection, trusted: bool) -> Caller | None:
        """Who sends a request, None where it does not say. Raises NotAdmitted where what it says does not hold.

        ``trusted`` is whether it comes from the proxy's address.
        """
        if not self.settings.ways:
            return Caller(LOCAL, ambient=True)
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and text.strip():
            return Caller(self._bearer(text.strip()), ambient=False)
        if "header" in self.settings.ways and trusted:
            user = _from_proxy(request, self.settings)
            if user is not None:
                return Caller(user, ambient=True)
        cookie = request.cookies.get(cookies.NAME)
        return Caller(self.cookies.user(cookie), ambient=True) if cookie else None

    def _bearer(self, text: str) -> User:
        if "key" in self.settings.ways and text.startswith(keys.PREFIX):
            return keys.check(self.keeper, text)[1]
        if "token" in self.settings.ways:
            return tokens.check(self.settings.tokens, self.settings.roles, text)
        raise NotAdmitted("不接受这种凭据；请向管理员要密钥或令牌")


def from_proxy_address(proxy: Proxy, host: str) -> bool:
    """Whether an address is one of the proxy's."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in proxy.trusted)


def _from_proxy(request: HTTPConnection, settings: GateSettings) -> User | None:
    """The user that the proxy names; its word is taken only with the secret."""
    proxy = settings.proxy
    told, name = _header(request, SECRET_HEADER), _header(request, proxy.user)
    if not told:
        return None
    if not hmac.compare_digest(told.encode(), proxy.secret.encode()):
        raise NotAdmitted("代理的密钥不对；请检查代理和 MINGZHANG_PROXY_SECRET")
    if not name:
        return None
    return claims.user(name, {settings.roles.groups: _header(request, proxy.groups)}, settings.roles)


def _header(request: HTTPConnection, name: str) -> str:
    """A header as UTF-8, which proxies send names in; several of the same name are not to be told apart, so they are none."""
    found = [value for key, value in request.scope["headers"] if key == name.encode()]
    try:
        return found[0].decode().strip() if len(found) == 1 else ""
    except UnicodeDecodeError as error:
        raise NotAdmitted("代理给出的姓名不是 UTF-8；请检查代理的设置") from error
