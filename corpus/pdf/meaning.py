"""What a printed column means: fund, kind, year, measure and unit, read from its chain of header labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from corpus.document import Column
from corpus.pdf.header import RawColumn
from corpus.pdf.lexicon import names, pairs, pattern, squeeze
from corpus.tables.forms import Meaning, meanings
from corpus.vocabulary import canonical


def column(raw: RawColumn, year: int | None, texts: Sequence[str]) -> Column:
    """A value column as the document model has it. ``year`` is the year of the table, ``texts`` are the column's printed cells."""
    path = tuple(squeeze_label(label) for label in raw.path)
    tight = [squeeze(label) for label in raw.path]
    return Column(
        path,
        raw.side,
        _carried(tight) or _first(reversed(tight), "fund"),
        _first(reversed(tight), "kind"),
        _year_offset(tight, year),
        _measure(tight),
        _unit(tight, texts),
        _item(tight),
        bool(tight) and _is_total(tight[-1]),
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


def _carried(labels: Sequence[str]) -> str | None:
    """The fund of a column that stands in a group of money carried over (上年结转结余 / 一般公共预算): none of this year's."""
    return next((name for label in labels[:-1] for words, name in pairs("meaning", "carried") if words.search(label)), None)


def _is_total(label: str) -> bool:
    found = _known().get(label)
    return bool(found and found.total)


def _item(labels: Sequence[str]) -> str | None:
    """The item a column of a 三公 table names; 合计, 小计, funds and 预算数 stand for the group above them."""
    for label in reversed(labels):
        bare = pattern("meaning", "neutral").sub("", label)
        known = _known().get(label) or _known().get(bare)
        name = known.item if known and known.item else canonical(bare) if bare else ""
        if name in names("meaning", "column_items"):
            return name
    return None


def items_of_totals(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a 三公 table, its plain totals named: 合计 beside 公务接待费 … is 三公经费."""
    if not any(column.item for column in columns):
        return tuple(columns)
    return tuple(
        replace(c, item="三公经费") if c.item is None and any(_is_total(squeeze(label)) for label in c.path) else c
        for c in columns
    )


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
