"""Signed tokens (JWT) from a portal or another issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.gate import claims
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from assistant.gate.keeper import Keeper
    from assistant.gate.settings import Roles, Tokens
    from assistant.gate.user import User

LEEWAY = 30
"""Seconds that two clocks may differ."""
_WRONG = {
    "ExpiredSignatureError": "令牌已过期",
    "InvalidAudienceError": "令牌不是给本系统的",
    "InvalidIssuerError": "令牌的签发者不对",
    "ImmatureSignatureError": "令牌还没有生效",
    "MissingRequiredClaimError": "令牌缺少必需的内容",
}


def check(settings: Tokens, roles: Roles, text: str) -> User:
    """The user of a token that may be shown until it expires. Raises NotAdmitted."""
    held = _claims(settings, text)
    return claims.user(held["sub"], held, roles)


def check_once(settings: Tokens, roles: Roles, text: str, keeper: Keeper) -> User:
    """The user of a token that lets somebody in once: it must carry an id (``jti``), which is used up. Raises NotAdmitted."""
    held = _claims(settings, text, "jti")
    found = claims.user(held["sub"], held, roles)
    if not keeper.spend(f"{held['iss']} {held['jti']}", held["exp"] + LEEWAY):
        raise NotAdmitted("令牌已经用过；请从门户重新进入")
    return found


def _claims(settings: Tokens, text: str, *needed: str) -> dict[str, Any]:
    """What a token says, once its signature, time, issuer and audience hold.

    The algorithm is the configured one alone, whatever the token's header says: neither "none" nor a public key used as a
    shared secret gets through.
    """
    import jwt

    try:
        held: dict[str, Any] = jwt.decode(
            text, settings.key, algorithms=[settings.algorithm], audience=settings.audience, issuer=settings.issuer, leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub", *needed]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise NotAdmitted(f"{_WRONG.get(type(error).__name__, '令牌无效')}；请重新获取") from error
    if held["exp"] - held["iat"] > settings.longest:
        raise NotAdmitted(f"令牌的有效期超过 {settings.longest} 秒；请让签发者缩短")
    return held
