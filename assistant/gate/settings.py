"""Settings of the gate, from the environment; docs/deploy.md has them in one table."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.gate.environment import Environment
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

WAYS = ("header", "token", "key", "oidc")
"""Ways in which somebody can say who they are."""
ALGORITHMS = ("HS256", "RS256", "ES256", "EdDSA")
"""Signatures that a token may carry; a server accepts exactly one of them."""
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.*\[\]:_-]+")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that says who asks. Believed only from ``trusted`` addresses and with the shared ``secret``."""

    secret: str = field(default="", repr=False)
    trusted: tuple[IPv4Network | IPv6Network, ...] = ()
    user: str = "x-forwarded-user"
    groups: str = "x-forwarded-groups"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signed tokens. ``key`` is the shared secret (HS256) or the signer's public key in PEM; ``longest`` their life in seconds."""

    key: str = field(default="", repr=False)
    algorithm: str = "HS256"
    issuer: str = ""
    audience: str = "mingzhang"
    longest: int = 3600


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider, known by its issuer's address."""

    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    scope: str = "openid profile email"
    name: str = "preferred_username"


@dataclass(frozen=True, slots=True)
class Roles:
    """Where a person's role and groups stand among the claims, and which groups are editors or administrators."""

    role: str = "role"
    groups: str = "groups"
    editors: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one user may ask of the server; rates as ``limits`` writes them ("60/minute").

    ``upload_bytes`` is the size of one file, ``upload_files`` how many one request may order, ``session_hours`` how long a
    talk that nobody touches, or a sign-in, is remembered.
    """

    rate: str = "120/minute"
    upload_rate: str = "60/hour"
    upload_bytes: int = 100_000_000
    upload_files: int = 2000
    session_hours: int = 4


@dataclass(frozen=True, slots=True)
class GateSettings:
    """How people get in and what goes out; made by ``from_environment``. ``ways`` is empty where nobody is identified.

    ``root_path`` is the address's path before ours behind a proxy, without its last slash; ``public_url`` the address people
    type, where it is known; ``frames`` the origins that may frame the page beside our own, ``origins`` those whose scripts
    may call the API, ``personal`` whether personal numbers are shown, ``audit_days`` how long the log is kept.
    """

    ways: frozenset[str] = frozenset()
    proxy: Proxy = Proxy()
    tokens: Tokens = Tokens()
    oidc: Oidc = Oidc()
    roles: Roles = Roles()
    limits: Limits = Limits()
    session_secret: str = field(default="", repr=False)
    root_path: str = ""
    public_url: str = ""
    frames: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    personal: bool = False
    audit_days: int = 180

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] = os.environ) -> GateSettings:
        """The settings that the environment asks for. Raises SettingsError for a value that cannot be used."""
        env = Environment(variables)
        ways = env.chosen("IDENTITY", WAYS)
        return cls(
            ways=ways, proxy=_proxy(env, "header" in ways), tokens=_tokens(env, "token" in ways), oidc=_oidc(env, "oidc" in ways),
            roles=_roles(env), limits=_limits(env), session_secret=_session_secret(env), root_path=root_path(env.text("ROOT_PATH")),
            public_url=_public_url(env), frames=_origins(env, "FRAME_ANCESTORS"), origins=_origins(env, "CORS_ORIGINS"),
            personal=env.switch("SHOW_PERSONAL"), audit_days=env.whole("AUDIT_DAYS", 180),
        )  # fmt: skip


def root_path(text: str) -> str:
    """A path as a proxy puts it before ours. Raises SettingsError.

    >>> root_path("/budget-assistant/"), root_path("/")
    ('/budget-assistant', '')
    """
    bare = text.rstrip("/")
    if bare and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", bare):
        raise SettingsError(f"路径前缀 {text} 无效；例如 /budget-assistant")
    return bare


def _proxy(env: Environment, wanted: bool) -> Proxy:
    trusted = env.networks("PROXY_TRUSTED", "127.0.0.1 ::1")
    secret = env.long_secret("PROXY_SECRET", "MINGZHANG_IDENTITY=header") if wanted else env.secret("PROXY_SECRET")
    names = env.text("PROXY_USER_HEADER", "x-forwarded-user"), env.text("PROXY_GROUPS_HEADER", "x-forwarded-groups")
    return Proxy(secret, trusted, names[0].lower(), names[1].lower())


def _tokens(env: Environment, wanted: bool) -> Tokens:
    why = "MINGZHANG_IDENTITY=token"
    algorithm = env.text("TOKEN_ALGORITHM", "HS256")
    if algorithm not in ALGORITHMS:
        raise SettingsError(f"MINGZHANG_TOKEN_ALGORITHM={algorithm}：只能是 {'、'.join(ALGORITHMS)}；请改正后再试")
    if not wanted:
        return Tokens()
    key = env.long_secret("TOKEN_KEY", why)
    if key.startswith("-----") == (algorithm == "HS256"):
        raise SettingsError(
            f"MINGZHANG_TOKEN_KEY：{algorithm} 要用{'共享密钥' if algorithm == 'HS256' else ' PEM 公钥'}；请改正后再试"
        )
    longest = env.whole("TOKEN_SECONDS", 3600)
    return Tokens(key, algorithm, env.needed("TOKEN_ISSUER", why), env.text("TOKEN_AUDIENCE", "mingzhang"), longest)


def _oidc(env: Environment, wanted: bool) -> Oidc:
    if not wanted:
        return Oidc()
    why = "MINGZHANG_IDENTITY=oidc"
    issuer, client = env.needed("OIDC_ISSUER", why).rstrip("/"), env.needed("OIDC_CLIENT", why)
    scope, name = env.text("OIDC_SCOPE", "openid profile email"), env.text("OIDC_NAME_CLAIM", "preferred_username")
    env.needed("PUBLIC_URL", why)
    return Oidc(issuer, client, env.secret("OIDC_SECRET"), scope, name)


def _roles(env: Environment) -> Roles:
    editors, admins = frozenset(env.listed("EDITOR_GROUPS")), frozenset(env.listed("ADMIN_GROUPS"))
    return Roles(env.text("ROLE_CLAIM", "role"), env.text("GROUPS_CLAIM", "groups"), editors, admins)


def _limits(env: Environment) -> Limits:
    default = Limits()
    return Limits(
        _rate(env, "RATE", default.rate), _rate(env, "UPLOAD_RATE", default.upload_rate),
        env.whole("UPLOAD_BYTES", default.upload_bytes), env.whole("UPLOAD_FILES", default.upload_files),
        env.whole("SESSION_HOURS", default.session_hours),
    )  # fmt: skip


def _rate(env: Environment, name: str, default: str) -> str:
    from limits import parse

    text = env.text(name, default)
    try:
        parse(text)
    except ValueError as error:
        raise SettingsError(f"MINGZHANG_{name}={text}：要写成 60/minute 这样；请改正后再试") from error
    return text


def _session_secret(env: Environment) -> str:
    """Empty where it is not set: then one is drawn and kept with the store."""
    return env.long_secret("SESSION_SECRET", "登录会话") if env.secret("SESSION_SECRET") else ""


def _public_url(env: Environment) -> str:
    text = env.text("PUBLIC_URL").rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[A-Za-z0-9._~/-]*)?", text):
        raise SettingsError(f"MINGZHANG_PUBLIC_URL={text}：要写成 https://portal.example.gov.cn/budget-assistant 这样")
    return text


def _origins(env: Environment, name: str) -> tuple[str, ...]:
    origins = tuple(text.rstrip("/") for text in env.listed(name))
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(f"MINGZHANG_{name}：{origin} 不是来源；要写成 https://portal.example.gov.cn 这样")
    return origins
