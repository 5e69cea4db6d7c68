"""What a browser sent with an event, taken as what it has to be: anybody can send anything."""

from __future__ import annotations


def number(event: object, name: str) -> int:
    """A whole number; 0, which names nothing, where anything else was sent."""
    value = getattr(event, name, 0)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def text(event: object, name: str) -> str:
    """A text; empty where anything else was sent."""
    value = getattr(event, name, "")
    return value if isinstance(value, str) else ""


def flag(event: object, name: str) -> bool:
    """Whether true was sent, and nothing that only looks like it."""
    return getattr(event, name, False) is True
