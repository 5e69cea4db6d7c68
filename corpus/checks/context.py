"""What the rules look at: a document's figures by kind, its running text, and words for places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.amount import MONEY_SCALE, NUMBER, State, fold, parse_number
from corpus.checks.measure import Number, number
from corpus.document import Document, Reading, Source, Stage
from corpus.figure import Figure, Finding, Measure
from corpus.tables.titles import is_page_number

RUN_TOGETHER = re.compile(r"\d\.\d")
"""A row label that holds an amount: rows of two panels run together, nothing in it can be trusted."""
PLANNED = re.compile(r"^(?:年初|调整|全年)?预算数?$")
"""A column of a final account that prints what had been planned."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule found, and in how many places it could be applied (0: it is not applicable to the document)."""

    findings: tuple[Finding, ...]
    examined: int


@dataclass(frozen=True, slots=True)
class Running:
    """The text outside the tables without white space, full-width signs folded; ``lines`` holds for each character its line index."""

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """A document with its figures sorted: ``told`` in prose, ``cells`` in tables (decided ones that have a value and are no mere plan).

    ``misprinted`` pairs an amount in 元 with one of the same digits and item in 万元; the first of each takes part in nothing else.
    """

    document: Document
    figures: tuple[Figure, ...]
    told: tuple[Figure, ...]
    cells: tuple[Figure, ...]
    misprinted: tuple[tuple[Figure, Figure], ...]
    running: Running

    def levels(self) -> Iterator[Figure]:
        """Amounts of money that the prose states for the document's year; in a final account not what had been planned."""
        for figure in self.told:
            stated = figure.measure is Measure.LEVEL and figure.amount.state is State.STATED and figure.amount.unit in MONEY_SCALE
            planned = self.document.stage is Stage.FINAL_ACCOUNT and "预算" in (figure.column or "")
            if stated and not planned and figure.value_year == self.document.fiscal_year:
                yield figure


def context_of(document: Document, figures: Sequence[Figure]) -> Context:
    """Sort the figures and run the prose together."""
    told = tuple(f for f in figures if f.source.table_title is None and f.form is None)
    cells = tuple(
        f
        for f in figures
        if (f.source.table_title is not None or f.form is not None)
        and f.amount.value is not None
        and f.amount.state is State.STATED
        and f.reading is not Reading.AMBIGUOUS
        and not RUN_TOGETHER.search(f.row_label)
        and not (document.stage is Stage.FINAL_ACCOUNT and any(PLANNED.search(label) for label in f.column_path))
    )
    misprinted = tuple(_misprinted(told, cells))
    wrong = {id(figure) for figure, _ in misprinted}
    told = tuple(f for f in told if id(f) not in wrong)
    return Context(document, tuple(figures), told, cells, misprinted, _running(document))


def _misprinted(told: Sequence[Figure], cells: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    amounts = [f for f in (*cells, *told) if f.measure is Measure.LEVEL and f.amount.unit == "万元" and f.amount.value]
    for figure in told:
        if figure.measure is Measure.LEVEL and figure.amount.unit == "元" and figure.amount.value:
            twin = next((f for f in amounts if f.item == figure.item and f.amount.value == figure.amount.value), None)
            if twin is not None:
                yield figure, twin


def _running(document: Document) -> Running:
    inside = {line for table in document.tables for line in range(table.first, table.last + 1)}
    text: list[str] = []
    lines: list[int] = []
    for index, line in enumerate(document.lines):
        if index in inside or is_page_number(line.text):
            continue
        tight = "".join(fold(line.text).split())
        text.append(tight)
        lines.extend([index] * len(tight))
    return Running("".join(text), tuple(lines))


def spot(context: Context, start: int, end: int) -> Source:
    """The place of characters ``start`` to ``end`` of the running text; cut at the end of a page."""
    lines = context.running.lines
    first, last = lines[start], lines[end - 1]
    if context.document.paged:
        page = context.document.lines[first].page
        end = next((i for i in range(start, end) if context.document.lines[lines[i]].page != page), end)
        last = lines[end - 1]
    return context.document.source(first, last, context.running.text[start:end], context.document.section_at(first))


def printed(figure: Figure) -> str:
    """The number of a figure as its place prints it."""
    if figure.amount.value is None:
        return ""
    for match in NUMBER.finditer(fold(figure.source.quote)):
        if parse_number(match.group()) == figure.amount.value:
            return match.group()
    return str(figure.amount.value)


def value_of(figure: Figure) -> Number:
    """A figure's amount as a Number. Raises ValueError where it has none."""
    if figure.amount.value is None:
        raise ValueError(f"{figure.item} has no value")
    return number(figure.amount.value, figure.amount.unit, printed(figure))


def where(source: Source) -> str:
    """A place in words: the table and line or page.

    >>> where(Source("x", "合计 8.30", line_start=829, line_end=829, table_number="表10", table_title="“三公”经费支出情况表"))
    '表10“三公”经费支出情况表（第829行）'
    """
    at = f"第{source.page}页" if source.page is not None else f"第{source.line_start}行"
    if source.table_title is None:
        return f"正文（{at}）"
    return f"{source.table_number or ''}{source.table_title}（{at}）"


def shown(figure: Figure) -> str:
    """Item and number as a reader would quote them: “行政运行”减少 74.33 万元."""
    direction = figure.direction or ""
    return f"“{figure.item}”{direction}{printed(figure)}{'' if figure.amount.unit == '%' else ' '}{figure.amount.unit}"


def at_line(figure: Figure) -> tuple[int, int]:
    """Sort key of a figure's place: page and line."""
    return figure.source.page or 0, figure.source.line_start or 0


def near(one: Figure, other: Figure, lines: int = 12) -> bool:
    """Whether two prose figures stand within some lines of each other (same or next page in paged files) under one heading."""
    if one.source.section != other.source.section:
        return False
    if one.source.page is not None and other.source.page is not None:
        return abs(one.source.page - other.source.page) <= 1
    return abs((one.source.line_start or 0) - (other.source.line_start or 0)) <= lines


def places(figures: Sequence[Figure]) -> tuple[Source, ...]:
    """The places of the figures, each once."""
    return tuple(dict.fromkeys(f.source for f in figures))


def finding(
    context: Context, rule: str, kind: str, message: str, stated: Sequence[str], computed: str | None, at: Sequence[Source]
) -> Finding:
    """A Finding about the context's document; white space in the message is made one line."""
    return Finding(context.document.id, rule, kind, re.sub(r"\s*\n\s*", " ", message), tuple(stated), computed, tuple(at))
