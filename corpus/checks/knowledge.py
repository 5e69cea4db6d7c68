"""The data of the checks: the rules and what they know, from ``rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule: id, Chinese name, the function that applies it ("module.function"), and why it may not be applicable."""

    id: str
    name: str
    apply: str
    unless: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An item and the items that make it up; ``other`` marks wholes that may hold further, unnamed parts."""

    name: str
    parts: tuple[str, ...]
    other: bool = False


@cache
def knowledge() -> Mapping[str, Any]:
    """The parsed file."""
    return tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))


@cache
def entries() -> tuple[Entry, ...]:
    """All rules in the order they are applied."""
    return tuple(Entry(**entry) for entry in knowledge()["rule"])


@cache
def wholes() -> tuple[Whole, ...]:
    """Items that the prose tells with their parts."""
    return tuple(Whole(e["name"], tuple(e["parts"]), bool(e.get("other", False))) for e in knowledge()["whole"])


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words or patterns."""
    return tuple(knowledge()["words"][name])


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of items: (part, whole), (count, amount), (by function, by economic class), and so on."""
    return tuple((one, other) for one, other in knowledge()["pairs"][name])
