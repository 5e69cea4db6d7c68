"""A figure: one number (or declared absence of one) with what it measures and where it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.amount import Amount
from corpus.document import Reading, Side, Source


class Measure(StrEnum):
    """What a number measures about its item."""

    LEVEL = "level"
    """An amount of money, in the year."""
    CHANGE = "change"
    """Increase or decrease against a base; positive, with ``Figure.direction``."""
    GROWTH = "growth"
    """The change in percent of the base; positive, with ``Figure.direction``."""
    SHARE = "share"
    """Percent of a whole."""
    COUNT = "count"
    """People, vehicles, rooms, projects, square metres …"""
    TARGET = "target"
    """A performance target or its weight."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as printed.

    item         canonical name (corpus.vocabulary) or, where the vocabulary has none, the cleaned row label
    code         full functional or economic code without spaces
    row_label    the label as printed (rejoined); row_path its ancestors and itself
    column(_path) the column label(s), None for prose
    form         id of the form the table was recognised as, None for prose and unknown tables
    fund         全部资金 (None) or the fund the number is restricted to: 一般公共预算, 政府性基金预算, 国有资本经营预算, 单位资金 …
    kind         None = all, or the kind of spending it is restricted to: 基本支出, 项目支出, 人员经费, 公用经费
    value_year   the year the number is about (the prior year in prior-year columns, an as-of year for stocks)
    direction    "增加" or "减少" for changes and growth
    base         what a change is measured against: 上年预算, 上年执行数, 上年 …
    whole        for shares: the item it is a share of, where the text names it
    reason, purpose  the words after 主要原因是 / 主要用于
    candidates   the columns that remain possible where ``reading`` is AMBIGUOUS
    also         further places that print the same fact (corroboration), in document order
    """

    document_id: str
    issuer: str
    fiscal_year: int
    stage: str
    item: str
    row_label: str
    measure: Measure
    amount: Amount
    source: Source
    reading: Reading = Reading.PRINTED
    code: str | None = None
    row_path: tuple[str, ...] = ()
    column: str | None = None
    column_path: tuple[str, ...] = ()
    side: Side | None = None
    form: str | None = None
    fund: str | None = None
    kind: str | None = None
    value_year: int | None = None
    direction: str | None = None
    base: str | None = None
    whole: str | None = None
    reason: str | None = None
    purpose: str | None = None
    candidates: tuple[str, ...] = ()
    also: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a document disagrees with itself.

    kind is error | rounding | omission | oddity; ``printed`` holds the numbers or words as printed, ``computed`` what they
    should give (None where nothing is computed); ``rule`` is the id of the rule that found it.
    """

    document_id: str
    rule: str
    kind: str
    message: str
    printed: tuple[str, ...]
    computed: str | None
    places: tuple[Source, ...]
