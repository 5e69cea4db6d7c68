"""Numbers of recognised tables: which of them sums prove, and the rest put in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.document import Cell, Reading, Row, Table
from corpus.tables.identities import sums
from corpus.tables.layouts import Slot

Place = tuple[int, int]
"""Index of a row, index of a column."""
_ENOUGH = 2


def proved(table: Table, recognised: frozenset[int]) -> Table:
    """The table with the cells on recognised lines (indices into the document's) SOLVED where sums prove them, else AMBIGUOUS.

    A sum of two numbers and more proves all of them; one number that equals its only part proves half. A broken sum proves none.
    """
    if not any(cell.line in recognised for row in table.rows for cell in row.cells):
        return table
    cells = {(r, c.column): c.value for r, row in enumerate(table.rows) for c in row.cells if c.column is not None}
    weight: Counter[Place] = Counter()
    broken: set[Place] = set()
    for total, parts in _identities(table):
        printed = [place for place in parts if cells.get(place)]
        if total not in cells or not printed:
            continue
        if cells[total] == sum((cells[place] for place in printed), Decimal(0)):
            weight.update(dict.fromkeys([total, *printed], min(len(printed), _ENOUGH)))
        else:
            broken.update([total, *printed])
    sure = {place for place, votes in weight.items() if votes >= _ENOUGH} - broken
    return replace(table, rows=tuple(_judged(row, r, sure, recognised) for r, row in enumerate(table.rows)))


def _judged(row: Row, number: int, sure: set[Place], recognised: frozenset[int]) -> Row:
    def judged(cell: Cell) -> Cell:
        if cell.line not in recognised or cell.column is None:
            return cell
        if (number, cell.column) in sure:
            return replace(cell, reading=Reading.SOLVED)
        return replace(cell, column=None, reading=Reading.AMBIGUOUS, candidates=(cell.column,))

    return replace(row, cells=tuple(map(judged, row.cells)))


def _identities(table: Table) -> Iterator[tuple[Place, list[Place]]]:
    """Totals and their parts: columns by the tree of their headers in every row, rows by their paths in every column."""
    rules = sums(
        [Slot(column.path, column.side, column.measure != "level" or bool(column.year_offset)) for column in table.columns]
    )
    for r in range(len(table.rows)):
        for rule in rules:
            yield (r, rule.total), [(r, part) for part in rule.parts]
    for whole, parts in _families(table.rows):
        for column in range(len(table.columns)):
            yield (whole, column), [(part, column) for part in parts]


def _families(rows: Sequence[Row]) -> Iterator[tuple[int, list[int]]]:
    """Rows and the rows that are their parts; a total row and the outermost rows of its side."""
    for index, row in enumerate(rows):
        if row.total:
            yield (
                index,
                [i for i, other in enumerate(rows) if other.side == row.side and not other.total and len(other.path) == 1],
            )
            continue
        parts = []
        for i in range(index + 1, len(rows)):
            if rows[i].side != row.side or rows[i].path[: len(row.path)] != row.path:
                break
            if len(rows[i].path) == len(row.path) + 1:
                parts.append(i)
        if parts:
            yield index, parts
