"""One store's gate: how people get in, what they may see, what is kept of them. What runs behind the door asks it by request."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.gate.audit import Audit
from assistant.gate.cookies import Cookies
from assistant.gate.keeper import Keeper
from assistant.gate.settings import GateSettings
from assistant.gate.user import User, user_of
from assistant.gate.visible import Listed, visible
from assistant.gate.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Gate:
    """Made by ``open`` for a server. ``Gate()`` lets everybody in as LOCAL and keeps nothing: for tests of other things.

    ``local`` where only this machine is served: then a request must name this machine, for another site could give its own
    name this machine's address.
    """

    settings: GateSettings = field(default_factory=GateSettings)
    keeper: Keeper | None = None
    audit: Audit | None = None
    ways: Ways | None = None
    local: bool = False

    @classmethod
    def open(cls, store: Path, settings: GateSettings, local: bool = False) -> Gate:
        """The gate of a store. Raises StoreError where its folder cannot be written and a way of the settings needs that."""
        keeper = Keeper(store)
        secret = settings.session_secret or (keeper.session_secret() if settings.ways else "")
        ways = Ways(settings, keeper, Cookies(settings, keeper, secret))
        return cls(settings, keeper, Audit(store, settings.audit_days), ways, local and not settings.ways)

    def visible(self, user: User, documents: Iterable[Listed]) -> frozenset[str] | None:
        """The ids of those ``documents`` that a user may see; None where nothing is kept from them."""
        return visible(self.keeper, user, documents) if self.keeper else None


def gate_of(request: object) -> Gate:
    """The gate that a request (of Starlette, FastAPI or Gradio) came through."""
    inner = getattr(request, "request", None)
    gate = getattr(getattr(inner if inner is not None else request, "state", None), "gate", None)
    return gate if isinstance(gate, Gate) else Gate()


def visible_to(request: object, documents: Iterable[Listed]) -> frozenset[str] | None:
    """The ids of those ``documents`` that the one who sends a request may see; None where nothing is kept from them.

    What is given to ``assistant.within.Within(documents=...)``.
    """
    return gate_of(request).visible(user_of(request), documents)


def noted(request: object, act: str, **details: str | int | None) -> None:
    """Keep in the audit log that the one who sends a request did something; ``details`` say to what.

    The acts are ask, rate, upload, build, reread, remove, export, sign-in, sign-out, refused. A full disk stops no answer: it is
    told on stderr.
    """
    note(gate_of(request), user_of(request), act, **details)


def note(gate: Gate, user: User, act: str, **details: str | int | None) -> None:
    """As ``noted``, for a user who is known."""
    if gate.audit is None:
        return
    try:
        gate.audit.note(user, act, **details)
    except OSError as error:
        sys.stderr.write(f"审计日志没有写成：{error.strerror or error}；请检查磁盘空间和权限\n")
