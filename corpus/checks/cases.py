"""Totals with the parts that should make them: built down a column, picked where they fail, told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.context import Context, finding, where
from corpus.checks.measure import gap_kind, plain
from corpus.checks.sheet import Placed, Sheet
from corpus.figure import Finding


@dataclass(frozen=True, slots=True)
class Case:
    """A total and the parts that should make it, in one column or in one row."""

    total: Placed
    parts: tuple[Placed, ...]
    partial: bool = False
    """Whether the table may list only some of the parts: then only a sum above the total contradicts it."""


def down(sheet: Sheet, total: int, members: Sequence[int], partial: bool = False) -> Iterator[Case]:
    """One case per column in which the total and at least one member print a number."""
    head, rows = sheet.rows[total], [sheet.rows[i] for i in members]
    if head is None or any(row is None for row in rows):
        return
    for index, cell in head.items():
        parts = tuple(row[index] for row in rows if row and index in row)
        if parts:
            yield Case(cell, parts, partial)


def kind_of(case: Case) -> str | None:
    """How far the parts are from the total: None where they make it, else as ``gap_kind`` says."""
    return gap_kind(case.total.number, [part.number for part in case.parts])


def above(case: Case) -> bool:
    """Whether the parts add up to more than the total."""
    return sum((p.number.value for p in case.parts), Decimal(0)) > case.total.number.value


def trusted(cases: Sequence[Case]) -> Iterator[Case]:
    """Cases that fail. A sum below its total counts only in a table whose other sums hold: else it lists a selection."""
    listed = [(case, kind_of(case)) for case in cases]
    broken = sum(kind == "error" for _, kind in listed)
    whole = broken * 2 <= len(listed) or broken == 1
    for case, kind in listed:
        if kind and (above(case) or (whole and not case.partial)):
            yield case


def distinct(cases: Iterable[Case]) -> Iterator[Case]:
    """Cases that do not add up, one for each row and set of numbers: columns that repeat one another say the same thing."""
    seen = set()
    for case in cases:
        key = (case.total.row.first, case.total.cell.value, tuple(part.cell.value for part in case.parts))
        if kind_of(case) and key not in seen:
            seen.add(key)
            yield case


def told(context: Context, rule: str, sheet: Sheet, case: Case, relation: str) -> Finding:
    """The finding about a case: its total, the terms of the sum and what is missing; ``relation`` is 横向 for a sum across a row."""
    table, total = sheet.table, case.total
    computed = sum((p.number.value for p in case.parts), Decimal(0))
    unit = sheet.unit
    across = relation == "横向"
    name = f"“{total.row.label or '（无名行）'}”行"
    terms = " + ".join(
        f"{sheet.label(p.cell.column) if across else (p.row.label or p.row.code or '')} {p.cell.printed}" for p in case.parts[:24]
    )
    message = (
        f"{table.number or ''}{table.title} {name}“{sheet.label(total.cell.column)}”栏印 {total.cell.printed}，"
        f"各{'栏' if across else '行'}之和 {terms} = {plain(computed, unit)}，相差 {plain(abs(computed - total.number.value), unit)} {unit}"
        f"（{where(sheet.place(total))}）"
    )
    spots = dict.fromkeys(sheet.place(p) for p in (total, *case.parts))
    stated = (total.cell.printed, *(p.cell.printed for p in case.parts))
    return finding(context, rule, kind_of(case) or "rounding", message, stated, plain(computed, unit), tuple(spots))
