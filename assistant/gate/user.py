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
