"""What a printed column means: fund, kind, year, measure and unit, read from its chain of header labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from corpus.document import Column
from corpus.pdf.header import RawColumn
from corpus.pdf.lexicon import pairs, pattern, squeeze
from corpus.tables.forms import Meaning, meanings


def column(raw: RawColumn, year: int | None, texts: Sequence[str]) -> Column:
    """A value column as the document model has it. ``year`` is the year of the table, ``texts`` are the column's printed cells."""
    path = tuple(squeeze_label(label) for label in raw.path)
    tight = [squeeze(label) for label in raw.path]
    return Column(
        path,
        raw.side,
        _first(reversed(tight), "fund"),
        _first(reversed(tight), "kind"),
        _year_offset(tight, year),
        _measure(tight),
        _unit(tight, texts),
    )


def squeeze_label(text: str) -> str:
    """A header label without the white space that only spreads its characters (收　　入)."""
    return re.sub(r"\s+", "", text)


@cache
def _known() -> dict[str, Meaning]:
    known: dict[str, Meaning] = {}
    for name, meaning in meanings().items():
        for label in (name, *meaning.labels):
            known.setdefault(squeeze(label), meaning)
    return known


def _first(labels: Iterable[str], what: str) -> str | None:
    """The innermost label's fund or kind."""
    for label in labels:
        bare = re.sub(r"^其中[:：]", "", label)
        if found := _known().get(bare):
            value = found.fund if what == "fund" else found.kind
        else:
            value = next((name for words, name in pairs("meaning", what) if words.search(label)), None)
        if value:
            return value
    return None


def _year_offset(labels: Iterable[str], year: int | None) -> int:
    for label in labels:
        if year and (match := pattern("meaning", "year").search(label)):
            return min(int(match["year"]) - year, 0)
        if pattern("meaning", "prior").search(label):
            return -1
    return 0


def _measure(labels: Sequence[str]) -> str:
    for label in reversed(labels):
        if pattern("meaning", "share").search(label):
            return "share"
        if pattern("meaning", "growth").search(label):
            return "growth"
        if pattern("meaning", "change").search(label):
            return "change"
    return "level"


def _unit(labels: Sequence[str], texts: Sequence[str]) -> str | None:
    if texts and all(text.endswith(("%", "％")) for text in texts):
        return "%"
    return next((match["unit"] for label in reversed(labels) if (match := pattern("meaning", "unit").search(label))), None)
