"""What a generated disclosure says: every printed number with its meaning and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.generator.forms import Key


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A number printed in a table. ``line`` is 1-based, ``start`` its character offset in that line of the file.

    ``columns`` are the names its column may go by, the printed one first; ``parents`` the header labels above it.
    """

    table: str
    title: str
    code: str
    label: str
    columns: tuple[str, ...]
    parents: tuple[str, ...]
    side: str | None
    value: Decimal
    printed: str
    unit: str
    line: int
    start: int
    key: Key | None


@dataclass(frozen=True, slots=True)
class TrueFact:
    """A number printed in a sentence. ``items`` are the names its item may go by.

    ``direction`` is 增加 or 减少 of a change, ``whole`` the amount that a share is of.
    """

    items: tuple[str, ...]
    measure: str
    value: Decimal
    printed: str
    unit: str
    line: int
    start: int
    direction: str | None = None
    key: Key | None = None
    whole: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Places that are bound by a sum: the total and its parts, as indexes into ``Truth.cells``; ``unit`` scales them alike."""

    total: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class Truth:
    """The whole truth about one text."""

    issuer: str
    year: int
    published: str
    cells: list[TrueCell] = field(default_factory=list)
    facts: list[TrueFact] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    """Titles of the tables that print a statement instead of rows."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A generated text and the truth about it."""

    text: str
    truth: Truth
