"""One side of a table solved under one layout, and what all layouts that do equally well agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus.document import Cell, Column, Reading, Row, Side
from corpus.tables import solve as solver
from corpus.tables.anchors import Anchors, Knowledge, is_grand_total
from corpus.tables.forms import Fit, Form, meanings
from corpus.tables.hierarchy import parents_by_code, parents_by_label, path_of
from corpus.tables.identities import leading_total, sums
from corpus.tables.implied import codes_of
from corpus.tables.layouts import Slot
from corpus.tables.rows import RawRow

_MOST_OPEN = 400
"""Readings of one row beyond which its cells are left open without comparing them."""


@dataclass(frozen=True)
class Panel:
    """A side solved under one layout: rows, their parents, the solution, and the slots with their places in the whole layout.

    ``unmet`` counts the rows whose every reading contradicts what the document states elsewhere.
    """

    rows: tuple[RawRow, ...]
    parents: tuple[int | None, ...]
    totals: frozenset[int]
    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]
    places: tuple[int, ...]
    solution: solver.Solution
    unmet: int = 0

    @cached_property
    def keys(self) -> tuple[object, ...]:
        """What each column means, comparable between layouts that name it differently."""
        return tuple(
            tuple(_sense(name, label) for name, label in zip(slot.path, column.path, strict=True))
            for slot, column in zip(self.slots, self.columns, strict=True)
        )

    @cached_property
    def distrusted(self) -> bool:
        """Whether the reading of a table must be wrong as a whole.

        So many rows break their own sums that the layout cannot be right, or lines of bare numbers stand between coded rows: digits that
        a narrow cell broke off.
        """
        telling = [i for i, row in enumerate(self.rows) if len(row.numbers) >= 2]
        failed = sum(f"row:{i}" in self.solution.relaxed for i in telling)
        stray = sum(not row.label and not row.code for row in self.rows)
        return (len(self.slots) > 1 and failed * 3 > len(telling)) or (stray > 1 and any(row.code for row in self.rows))

    def broken(self) -> list[str]:
        """Dropped identities in words: the row (or the parent) whose numbers do not add up."""
        names = []
        for entry in self.solution.relaxed:
            kind, _, index = entry.rpartition(":" if entry.startswith("row:") else " ")
            row = self.rows[int(index)]
            names.append(f"{'横向合计' if kind == 'row' else '下级合计'}：{row.code or ''}{row.label}")
        return names

    def senses(self, index: int) -> list[dict[object, Decimal]]:
        """The readings left to a row as column meaning to value."""
        numbers = values(self.rows[index])
        return [
            {self.keys[c]: value for c, value in zip(reading, numbers, strict=True)} for reading in self.solution.readings[index]
        ]

    def sound(self, index: int) -> bool:
        """Whether a row's readings may be believed at all: it keeps its sums where columns are blank, and sums tie its lines together."""
        row = self.rows[index]
        kept = f"row:{index}" not in self.solution.relaxed
        if self.distrusted or (not kept and len(row.numbers) < len(self.slots)):
            return False
        return len(row.streams) <= 1 or (kept and (len(row.numbers) == len(self.slots) or self._tied(index)))

    def _tied(self, index: int) -> bool:
        row = self.rows[index]
        lines = [token.line for token in row.numbers]
        return all(
            any(
                len({lines[reading.index(c)] for c in (rule.total, *rule.parts) if c in reading}) > 1 for rule in sums(self.slots)
            )
            for reading in self.solution.readings[index]
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A layout tried on all sides of a table."""

    fit: Fit
    panels: tuple[Panel, ...]

    @property
    def cost(self) -> int:
        """How many identities had to be dropped."""
        return sum(len(panel.solution.relaxed) for panel in self.panels)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What is wrong with it, worst first: dropped identities, header left unexplained, words of it left over, facts contradicted."""
        return self.cost, self.fit.score, self.fit.left, sum(panel.unmet for panel in self.panels)


def _sense(name: str, label: str) -> object:
    """What a name of a layout tells; its printed label where it tells nothing more."""
    meaning = meanings().get(name)
    told = (None, None, None, False, 0)
    if meaning is None or told == (found := (meaning.fund, meaning.kind, meaning.item, meaning.total, meaning.year_offset)):
        return label
    return found


def values(row: RawRow) -> tuple[Decimal, ...]:
    """The numbers of a row in printed order."""
    return tuple(t.value for t in row.numbers if t.value is not None)


def tied(trials: Sequence[Trial]) -> list[Trial]:
    """The trials that do best: fewest dropped identities, then the header explained best; several where nothing tells them apart."""
    best = min((t.rank for t in trials), default=None)
    return [t for t in trials if t.rank == best]


def solve_panel(rows: Sequence[RawRow], side: Side | None, fit: Fit, form: Form | None, anchors: Anchors, issuer: str) -> Panel:
    """The rows of one side under the columns that ``fit`` gives it."""
    places = tuple(i for i, slot in enumerate(fit.slots) if slot.side is side)
    slots = tuple(fit.slots[i] for i in places)
    totals = [i for i, row in enumerate(rows) if not row.code and is_grand_total(row.label, issuer)]
    codes = codes_of(rows, totals)
    printed = any(row.code for row in rows)
    parents = parents_by_code([r.code for r in rows]) if printed else parents_by_label([r.label for r in rows])
    linked = _link_to_total(rows, parents_by_code(codes) if codes else parents, totals, codes)
    columns = tuple(range(len(slots)))
    solvable = [
        solver.SolvableRow(values(r), columns, up, codes is not None, r.streams) for r, up in zip(rows, linked, strict=True)
    ]
    known = tuple(fit.columns[place] for place in places)
    knowledge = Knowledge(anchors, form, slots, known, tuple(rows), tuple(codes or (None,) * len(rows)), frozenset(totals))
    solution = solver.solve(solvable, sums(slots), leading_total(slots), knowledge.tests())
    unmet = sum(
        bool(row.numbers and readings) and not any(knowledge.tests()[0](index, reading) for reading in readings)
        for index, (row, readings) in enumerate(zip(rows, solution.readings, strict=True))
    )
    return Panel(tuple(rows), tuple(parents), frozenset(totals), slots, known, places, solution, unmet)


def _link_to_total(
    rows: Sequence[RawRow], parents: Sequence[int | None], totals: Sequence[int], codes: Sequence[str | None] | None
) -> list[int | None]:
    """Parents for the solver: coded rows without a parent add up into the table's only total; rows without codes only share its columns."""
    if codes is None:
        return [totals[0] if totals and i not in totals else None for i in range(len(rows))]
    if len(totals) != 1:
        return [p if p is None or rows[p].numbers else None for p in parents]
    return [totals[0] if p is None and codes[i] and i != totals[0] else p for i, p in enumerate(parents)]


def solved_rows(rivals: Sequence[Trial]) -> list[Row]:
    """Rows of a solved table; a cell has a column where all rivals agree on what that column holds."""
    rows: list[Row] = []
    for at, panel in enumerate(rivals[0].panels):
        labels = [row.label for row in panel.rows]
        others = [trial.panels[at] for trial in rivals]
        for index, row in enumerate(panel.rows):
            rows.append(
                Row(
                    row.label, path_of(index, labels, panel.parents), row.code, row.side, _cells(others, index),
                    row.first, row.last, depth(index, panel.parents), index in panel.totals,
                )
            )  # fmt: skip
    return sorted(rows, key=lambda r: (r.first, r.side is Side.EXPENDITURE)) if len(rivals[0].panels) > 1 else rows


def depth(index: int, parents: Sequence[int | None]) -> int:
    """How many ancestors a row has."""
    found, up = 0, parents[index]
    while up is not None and found < len(parents):
        found, up = found + 1, parents[up]
    return found


def _cells(panels: Sequence[Panel], index: int) -> tuple[Cell, ...]:
    panel = panels[0]
    row, readings = panel.rows[index], panel.solution.readings[index]
    count = sum(len(p.solution.readings[index]) for p in panels)
    open_ = not readings or count > _MOST_OPEN or not all(p.sound(index) and p.solution.readings[index] for p in panels)
    senses = [] if open_ else [sense for p in panels for sense in p.senses(index)]
    full = len(row.numbers) == len(panel.slots) and len(row.streams) <= 1
    cells = []
    for position, token in enumerate(row.numbers):
        value = token.value if token.value is not None else Decimal(0)
        column = _agreed(panel, readings[0][position], value, senses) if senses else None
        reading = Reading.AMBIGUOUS if column is None else (Reading.PRINTED if full else Reading.SOLVED)
        options = () if column is not None else tuple(sorted({panel.places[r[position]] for r in readings}))
        cells.append(Cell(value, token.text, column, reading, token.line, token.start, options))
    if len(row.streams) > 1 and all(cell.column is not None for cell in cells):
        cells.sort(key=lambda cell: cell.column or 0)
    return tuple(cells)


def _agreed(panel: Panel, column: int, value: Decimal, senses: Sequence[Mapping[object, Decimal]]) -> int | None:
    """The column's place in the layout where every reading puts this value under that meaning."""
    key = panel.keys[column]
    return panel.places[column] if all(sense.get(key) == value for sense in senses) else None
