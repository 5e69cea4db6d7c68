"""The session of somebody who came in through the browser: a signed cookie that no script can read."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.gate import keys
from assistant.gate.user import Role, User
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from starlette.responses import Response

    from assistant.gate.keeper import Keeper
    from assistant.gate.settings import GateSettings

NAME = "mingzhang-session"


@dataclass(frozen=True, slots=True)
class Cookies:
    """Makes and reads the cookie of one server; ``secret`` signs it."""

    settings: GateSettings
    keeper: Keeper
    secret: str

    @property
    def seconds(self) -> int:
        """How long somebody stays signed in."""
        return self.settings.limits.session_hours * 3600

    def value(self, user: User, key: str = "") -> str:
        """A cookie's value; ``key`` is the id of the API key that somebody signed in with."""
        held = {"u": user.name, "r": int(user.role), "g": sorted(user.groups), "k": key, "s": secrets.token_urlsafe(16)}
        text = self._signer().dumps(held)
        return text if isinstance(text, str) else text.decode()

    def user(self, value: str) -> User:
        """Who a cookie is of. Raises NotAdmitted where it is forged, too old, signed out of, or its key revoked."""
        held = self._held(value)
        if held["k"] and not keys.valid(self.keeper, held["k"]) or self.keeper.spent(f"session {held['s']}"):
            raise NotAdmitted("登录已失效；请重新登录")
        return User(held["u"], Role(held["r"]), frozenset(held["g"]))

    def close(self, value: str) -> None:
        """Sign out: the cookie is void from now on, wherever a copy of it may lie."""
        try:
            self.keeper.spend(f"session {self._held(value)['s']}", time.time() + self.seconds)
        except NotAdmitted:
            return

    def give(self, response: Response, value: str, secure: bool) -> None:
        """Set the cookie with a response; an empty value takes it away."""
        response.set_cookie(
            NAME, value, max_age=self.seconds if value else 0, path=self.settings.root_path or "/", secure=secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def _held(self, value: str) -> dict[str, Any]:
        from itsdangerous import BadData

        try:
            held: dict[str, Any] = self._signer().loads(value, max_age=self.seconds)
        except BadData as error:
            raise NotAdmitted("登录已过期；请重新登录") from error
        return held

    def _signer(self) -> Any:
        import hashlib

        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(self.secret, salt="mingzhang session", signer_kwargs={"digest_method": hashlib.sha256})
