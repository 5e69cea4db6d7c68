"""Sign-in at an OpenID Connect provider, through Authlib: authorization code with PKCE, state and nonce."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.gate import claims
from assistant.gate.refusal import page
from assistant.gate.tokens import LEEWAY
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from assistant.gate.settings import GateSettings
    from assistant.gate.user import User

PENDING = "mingzhang-signing-in"
"""The cookie that holds a sign-in on its way: state, nonce and verifier, signed, for ten minutes."""
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures that a provider may use."""
_TROUBLE = "登录没有完成；请重新登录，再不行请联系管理员"


def provider_routes(settings: GateSettings, admit: Callable[[Request, User, str], Response]) -> APIRouter:
    """To the provider and back; ``admit`` begins the session of who came back."""
    from authlib.integrations.base_client.errors import OAuthError
    from httpx import HTTPError
    from joserfc.errors import JoseError

    client, router = _client(settings), APIRouter(prefix="/oidc")
    wanted = {
        "iss": {"essential": True, "values": [settings.oidc.issuer, f"{settings.oidc.issuer}/"]},
        "aud": {"essential": True, "value": settings.oidc.client},
    }

    @router.get("/login")
    async def login(request: Request, to: str = "") -> Response:
        request.session["to"] = to[:2000]
        try:
            await _metadata(client, settings)
            response: Response = await client.authorize_redirect(request, f"{settings.public_url}/mz/oidc/callback")
        except (HTTPError, OAuthError, NotAdmitted) as error:
            return _failed(error)
        return response

    @router.get("/callback")
    async def callback(request: Request) -> Response:
        to = str(request.session.pop("to", ""))
        try:
            await _metadata(client, settings)
            told = await client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
            held = told.get("userinfo") or {}
            user = claims.user(held.get(settings.oidc.name) or held.get("sub"), held, settings.roles)
        except (HTTPError, OAuthError, JoseError, NotAdmitted, ValueError) as error:
            return _failed(error)
        return admit(request, user, to)

    return router


def _client(settings: GateSettings) -> Any:
    from authlib.integrations.starlette_client import OAuth

    oidc = settings.oidc
    registry = OAuth()
    return registry.register(
        "provider", client_id=oidc.client, client_secret=oidc.secret or None,
        server_metadata_url=f"{oidc.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": oidc.scope, "code_challenge_method": "S256", "timeout": 10},
    )  # fmt: skip


async def _metadata(client: Any, settings: GateSettings) -> None:
    """The provider's own description, kept to signatures by a key of its own: "none" or a shared secret never sign for anybody.

    Raises NotAdmitted where it speaks for another issuer.
    """
    told = await client.load_server_metadata()
    if str(told.get("issuer", "")).rstrip("/") != settings.oidc.issuer:
        raise NotAdmitted("单点登录的签发者与设置不符；请检查 MINGZHANG_OIDC_ISSUER")
    offered = told.get("id_token_signing_alg_values_supported") or ()
    told["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNATURES] or ["RS256"]


def _failed(error: Exception) -> HTMLResponse:
    """What somebody sees whose sign-in failed; the provider's words are not shown, for anybody can write them into the address."""
    import sys

    sys.stderr.write(f"单点登录失败：{type(error).__name__}\n")
    return HTMLResponse(page("登录", f'<p role="alert">{_TROUBLE}</p><a class="go" href="../login">重新登录</a>'), 401)
