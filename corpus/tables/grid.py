"""One region to one Table: rows, columns of the layout that fits, cells with the column that was found for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.amount import fold
from corpus.document import Cell, Document, Reading, Row, Side, Source, Table
from corpus.tables.anchors import Anchors, admits, concept, is_grand_total, usual_kind
from corpus.tables.body import Body, split
from corpus.tables.forms import Fit, Form, Slot, column, fits, recognise
from corpus.tables.hierarchy import parents_by_code, parents_by_label, path_of
from corpus.tables.identities import leading_total, sums
from corpus.tables.lexer import Kind
from corpus.tables.rows import RawRow, SideReader, coded_rows, paired_rows, plain_rows
from corpus.tables.solve import Solution, SolvableRow, solve
from corpus.tables.titles import Region

_SINGLE = ("预算数", "决算数", "合计", "金额", "预算", "决算", "总计")
_EMPTY = re.compile(r"空表|没有|未安排|无|不涉及")
_LEAF_WORDS = re.compile(r"编码|名称|^项目$|^科目$|^[类款项]$|序号|^收入$|^支出$")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A region taken apart, before its columns are solved. ``panels`` holds the rows, one list a side (None for one-sided tables)."""

    regions: tuple[Region, ...]
    form: Form | None
    body: Body
    panels: dict[Side | None, tuple[RawRow, ...]]
    notes: tuple[int, ...]

    @property
    def widest(self) -> dict[Side | None, int]:
        """Most numbers printed in one row, by side."""
        return {side: max((len(r.numbers) for r in rows), default=0) for side, rows in self.panels.items()}


@cache
def _known_labels() -> frozenset[str]:
    from corpus.vocabulary import items

    return frozenset(re.sub(r"[\s()（）“”、,，:：]", "", fold(label)) for item in items() for label in (item.name, *item.labels))


def take_apart(document: Document, parts: Sequence[Region], ignored: frozenset[str]) -> RawTable:
    """Rows and header of a table; ``parts`` are its regions where a title is repeated on each page."""
    bodies = [split(document.lines, part, ignored) for part in parts]
    form = recognise(parts[0].title)
    lines = [line for body in bodies for line in body.lines]
    panels: dict[Side | None, tuple[RawRow, ...]] = {}
    if form is not None and form.two_sided:
        pairs = paired_rows(lines, SideReader())
        for side in Side:
            panels[side] = tuple(row for pair in pairs for row in pair if row.side is side)
    elif any(token.kind is Kind.CODE for _, row in lines for token in row):
        panels[None] = tuple(coded_rows(lines))
    else:
        panels[None] = tuple(plain_rows(lines, _known_labels()))
    return RawTable(tuple(parts), form, bodies[0], panels, tuple(n for body in bodies for n in body.notes))


def _layouts(raw: RawTable) -> list[Fit]:
    """Column arrangements to try, best fit first; a table of one number a row needs no registered layout."""
    found = fits(raw.form, raw.body.header, raw.body.width, raw.widest) if raw.form else []
    unique: list[Fit] = []
    for fit in found:
        if not any([c.path for c in fit.columns] == [c.path for c in other.columns] for other in unique):
            unique.append(fit)
    if unique:
        return unique
    generic = _single(raw) if max(raw.widest.values(), default=0) <= 1 else _from_header(raw)
    return [generic] if generic else []


def _single(raw: RawTable) -> Fit | None:
    tight = "".join(re.sub(r"\s+", "", fold(line)) for line in raw.body.header)
    word = next((w for w in _SINGLE if w in tight), None)
    if word is None:
        return None
    slots = tuple(Slot((word,), side) for side in raw.panels)
    return Fit(slots, tuple(column(slot) for slot in slots), 0, 0)


def _from_header(raw: RawTable) -> Fit | None:
    """Columns from a header of a single line that prints one label for each number of the widest row."""
    lines = [line for line in raw.body.header if any(not _LEAF_WORDS.search(fold(w)) for w in line.split())]
    if len(lines) != 1 or None not in raw.panels:
        return None
    labels = [w for w in lines[0].split() if not _LEAF_WORDS.search(fold(w)) and not re.fullmatch(r"[\d*※]+", fold(w))]
    if len(labels) != raw.widest[None] or len(set(labels)) != len(labels):
        return None
    slots = tuple(Slot((label,), loose=True) for label in labels)
    return Fit(slots, tuple(column(slot) for slot in slots), 0, 0)


@dataclass(frozen=True, slots=True)
class _Panel:
    """A side solved under one layout: rows, their parents, the solution, and the slots with their places in the whole layout."""

    rows: tuple[RawRow, ...]
    parents: tuple[int | None, ...]
    totals: frozenset[int]
    slots: tuple[Slot, ...]
    places: tuple[int, ...]
    solution: Solution

    @property
    def cost(self) -> int:
        """How many identities had to be dropped."""
        return len(self.solution.relaxed)


def _solve_panel(rows: Sequence[RawRow], side: Side | None, fit: Fit, raw: RawTable, anchors: Anchors, issuer: str) -> _Panel:
    places = tuple(i for i, slot in enumerate(fit.slots) if slot.side is side)
    slots = tuple(fit.slots[i] for i in places)
    by_code = any(row.code for row in rows)
    parents = parents_by_code([r.code for r in rows]) if by_code else parents_by_label([r.label for r in rows])
    totals = [i for i, row in enumerate(rows) if not row.code and is_grand_total(row.label, issuer)]
    linked = _link_to_total(rows, parents, totals, by_code)
    columns = tuple(range(len(slots)))
    solvable = [
        SolvableRow(tuple(t.value for t in r.numbers if t.value is not None), columns, up, by_code)
        for r, up in zip(rows, linked, strict=True)
    ]
    keys = [concept(slot, fit.columns[place], raw.form) for slot, place in zip(slots, places, strict=True)]

    columns_here = [fit.columns[place] for place in places]

    def known_total(index: int, reading: tuple[int, ...]) -> bool:
        if index not in totals and len(rows) > 1:
            return True
        cells = dict(zip(reading, solvable[index].numbers, strict=True))
        return all(admits(anchors, key, cells.get(c, Decimal(0)), raw.form) for c, key in enumerate(keys))

    def usual_class(index: int, reading: tuple[int, ...]) -> bool:
        usual = usual_kind(rows[index].code)
        return usual is None or all(columns_here[c].kind in (None, usual) for c in reading)

    basic = raw.form is not None and raw.form.id == "basic_economic"
    solution = solve(solvable, sums(slots), leading_total(slots), (known_total, usual_class) if basic else (known_total,))
    return _Panel(tuple(rows), tuple(parents), frozenset(totals), slots, places, solution)


def _link_to_total(
    rows: Sequence[RawRow], parents: Sequence[int | None], totals: Sequence[int], by_code: bool
) -> list[int | None]:
    """Parents for the solver: coded rows without a parent add up into the table's only total; rows without codes only share its columns."""
    if not by_code:
        return [totals[0] if totals and i not in totals else None for i in range(len(rows))]
    if len(totals) != 1:
        return [p if p is None or rows[p].numbers else None for p in parents]
    return [totals[0] if p is None and rows[i].code and i != totals[0] else p for i, p in enumerate(parents)]


def assemble(document: Document, raw: RawTable, anchors: Anchors) -> Table:
    """Solve the columns of a table taken apart and put it together; ``anchors`` are facts known from the rest of the document."""
    best: list[_Panel] | None = None
    best_fit: Fit | None = None
    for fit in _layouts(raw):
        panels = [_solve_panel(rows, side, fit, raw, anchors, document.issuer) for side, rows in raw.panels.items()]
        if best is None or sum(p.cost for p in panels) < sum(p.cost for p in best):
            best, best_fit = panels, fit
    title = raw.regions[0]
    unit = raw.body.unit
    table = Table(
        title.number, title.title, raw.form.id if raw.form else None, unit, best_fit.columns if best_fit else (), (),
        title.first, raw.regions[-1].last, document.section_at(title.first), notes=_note_texts(document, raw.notes),
    )  # fmt: skip
    rows = _unsolved(raw, document.issuer) if best is None else _solved(best)
    relaxed = () if best is None else tuple(name for panel in best for name in _named(panel))
    empty = None if any(row.cells for row in rows) else _empty_note(document, raw, table)
    return replace(table, rows=tuple(rows), relaxed=relaxed, empty_note=empty)


def _named(panel: _Panel) -> list[str]:
    """Dropped identities in words: the row (or the parent) whose numbers do not add up."""
    names = []
    for entry in panel.solution.relaxed:
        kind, _, index = entry.rpartition(":" if entry.startswith("row:") else " ")
        row = panel.rows[int(index)]
        names.append(f"{'横向合计' if kind == 'row' else '下级合计'}：{row.code or ''}{row.label}")
    return names


def _solved(panels: Sequence[_Panel]) -> list[Row]:
    rows: list[Row] = []
    for panel in panels:
        distrusted = _distrusted(panel)
        labels = [row.label for row in panel.rows]
        for index, row in enumerate(panel.rows):
            cells = _cells(panel, index, distrusted)
            rows.append(
                Row(
                    row.label,
                    path_of(index, labels, panel.parents),
                    row.code,
                    row.side,
                    cells,
                    row.first,
                    row.last,
                    _depth(index, panel.parents),
                    index in panel.totals,
                )
            )
    return sorted(rows, key=lambda r: (r.first, r.side is Side.EXPENDITURE)) if len(panels) > 1 else rows


def _depth(index: int, parents: Sequence[int | None]) -> int:
    depth, up = 0, parents[index]
    while up is not None and depth < len(parents):
        depth, up = depth + 1, parents[up]
    return depth


def _distrusted(panel: _Panel) -> bool:
    """Whether the reading of a table must be wrong as a whole.

    So many rows break their own sums that the layout cannot be right, or lines of bare numbers stand between coded rows: digits that a
    narrow cell broke off.
    """
    telling = [i for i, row in enumerate(panel.rows) if len(row.numbers) >= 2]
    broken = sum(f"row:{i}" in panel.solution.relaxed for i in telling)
    stray = sum(not row.label and not row.code for row in panel.rows)
    return (len(panel.slots) > 1 and broken * 3 > len(telling)) or (stray > 1 and any(row.code for row in panel.rows))


def _cells(panel: _Panel, index: int, distrusted: bool) -> tuple[Cell, ...]:
    row, readings = panel.rows[index], panel.solution.readings[index]
    numbers = row.numbers
    cells = []
    for position, token in enumerate(numbers):
        options = tuple(sorted({r[position] for r in readings}))
        certain = (
            len(options) == 1
            and not distrusted
            and not (len(numbers) < len(panel.slots) and f"row:{index}" in panel.solution.relaxed)
        )
        full = len(numbers) == len(panel.slots)
        reading = (Reading.PRINTED if full else Reading.SOLVED) if certain else Reading.AMBIGUOUS
        value = token.value if token.value is not None else Decimal(0)
        cells.append(
            Cell(
                value,
                token.text,
                panel.places[options[0]] if certain else None,
                reading,
                token.line,
                token.start,
                () if certain else tuple(panel.places[o] for o in options),
            )
        )
    return tuple(cells)


def _unsolved(raw: RawTable, issuer: str) -> list[Row]:
    """Rows of a table whose columns are not known: every number is kept, none is given a column."""
    rows = []
    for panel in raw.panels.values():
        labels = [row.label for row in panel]
        parents = parents_by_code([r.code for r in panel]) if any(r.code for r in panel) else parents_by_label(labels)
        for index, row in enumerate(panel):
            cells = tuple(Cell(t.value or Decimal(0), t.text, None, Reading.AMBIGUOUS, t.line, t.start) for t in row.numbers)
            total = not row.code and is_grand_total(row.label, issuer)
            rows.append(
                Row(
                    row.label,
                    path_of(index, labels, parents),
                    row.code,
                    row.side,
                    cells,
                    row.first,
                    row.last,
                    _depth(index, parents),
                    total,
                )
            )
    return rows


def _note_texts(document: Document, notes: Sequence[int]) -> tuple[str, ...]:
    return tuple(document.lines[i].text.strip() for i in notes)


def _empty_note(document: Document, raw: RawTable, table: Table) -> Source | None:
    """The statement that a table is empty, its lines joined; a standing instruction on the form does not count as one."""
    telling = [i for i in raw.notes if _EMPTY.search(document.lines[i].text) and "无内容应公开空表" not in document.lines[i].text]
    if not telling:
        return None
    group = [
        i
        for i in raw.notes
        if telling[0] <= i and all(not document.lines[k].text.strip() or k in raw.notes for k in range(telling[0], i))
    ]
    last = group[-1] if group else telling[0]
    quote = "".join(document.lines[i].text.strip() for i in range(telling[0], last + 1))
    return document.source(telling[0], last, quote, table=table)
