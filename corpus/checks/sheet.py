"""A table with its decided numbers by row and column: what the rules within one table look at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from corpus.checks.context import RUN_TOGETHER, Context
from corpus.checks.measure import Number, number, step_of
from corpus.document import Cell, Document, Reading, Row, Source, Table


@dataclass(frozen=True, slots=True)
class Placed:
    """A number of a table with its row."""

    row: Row
    cell: Cell
    number: Number


class Sheet:
    """A table with its decided cells by row and column."""

    def __init__(self, document: Document, table: Table) -> None:
        self.document, self.table = document, table
        self.unit = table.unit or "万元"
        steps = [step_of(c.value) for r in table.rows for c in r.cells if c.reading is not Reading.AMBIGUOUS]
        self.step = min(steps, default=Decimal(1))
        self.rows = [self._placed(row) for row in table.rows]

    def _placed(self, row: Row) -> dict[int, Placed] | None:
        """The row's numbers by column, None where one of them is undecided or the row's label swallowed another row."""
        if any(cell.column is None or cell.reading is Reading.AMBIGUOUS for cell in row.cells) or RUN_TOGETHER.search(row.label):
            return None
        found = {}
        for cell in row.cells:
            if cell.column is not None:
                unit = self.table.columns[cell.column].unit or self.unit
                found[cell.column] = Placed(row, cell, number(cell.value, unit, cell.printed, self.step))
        return found

    def place(self, placed: Placed) -> Source:
        """Where a number stands: the line that prints it."""
        line = placed.cell.line
        return self.document.source(line, line, self.document.lines[line].text.strip(), table=self.table, box=placed.cell.box)

    def label(self, index: int | None) -> str:
        """The column's header labels joined, "" for a table whose columns have none."""
        return "/".join(self.table.columns[index].path) if index is not None and index < len(self.table.columns) else ""


def sheets(context: Context) -> list[Sheet]:
    """The document's tables that hold numbers."""
    return [Sheet(context.document, table) for table in context.document.tables if any(row.cells for row in table.rows)]
