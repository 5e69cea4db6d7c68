"""A person or a system that asks, as the gate let it in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What somebody may do; each role may do all that the lower ones may."""

    READER = 1
    """Ask, look at figures and documents, export."""
    EDITOR = 2
    """Also take documents in, read them again and remove them."""
    ADMIN = 3
    """Also read what is kept of others: the audit log, their feedback."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a ``name`` that is unique here; sees the documents of no group and those of the ``groups``."""

    name: str
    role: Role = Role.READER
    groups: frozenset[str] = frozenset()


LOCAL = User("local", Role.ADMIN)
"""Everybody, where the server listens on loopback only and no way of identifying people is set."""


def user_of(request: object) -> User:
    """Who sends a request: a Starlette or FastAPI request, or the ``gr.Request`` that a Gradio event is given.

    A Gradio event asks for the request by a parameter of that type, which Gradio fills in:

        def ask(self, question: str, session: Session | None, request: gr.Request) -> ...:
            user = user_of(request)

    LOCAL where the application has no door before it, as in a test of a single router; ``app.web_app`` always has one, and
    nothing gets through it without a user.
    """
    inner = getattr(request, "request", None)
    state = getattr(inner if inner is not None else request, "state", None)
    user = getattr(state, "user", LOCAL)
    return user if isinstance(user, User) else LOCAL
