"""Raw tables to the document's tables: codes completed, rows put under their parents, cells valued."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.amount import parse_number
from corpus.document import Cell, Line, Reading, Row, Source, Table
from corpus.pdf import indicators
from corpus.pdf.document import PageFacts
from corpus.pdf.header import RawColumn, Role
from corpus.pdf.lexicon import pattern, squeeze
from corpus.pdf.meaning import column, items_of_totals
from corpus.pdf.page import displayed
from corpus.pdf.raw import RawCell, RawRow, RawTable
from corpus.pdf.tree import Entry, parents
from corpus.tables.forms import recognise
from corpus.tables.hierarchy import path_of


def convert(raw: RawTable, lines: Sequence[Line], pages: Sequence[PageFacts], document_id: str) -> Table:
    """The table of the document model; ``lines`` and ``pages`` are the document's, for notes and for boxes as viewers show them."""
    aims = indicators.layout(raw)
    values = [i for i, c in enumerate(raw.columns) if c.role is Role.VALUE and not (aims and i in aims.columns)]
    places = {index: position for position, index in enumerate(values)}
    year = _year(raw)
    columns = tuple(
        column(raw.columns[i], year, [c.text for row in raw.rows for c in row.cells if c.column == i]) for i in values
    )
    rows = tuple(row for panel in sorted({r.panel for r in raw.rows}) for row in _panel(raw, panel, places, pages))
    if aims:
        money, sources = indicators.funds(raw, aims, lines, pages, len(columns) + len(aims.added))
        told = {row.first for row in money}
        rows = (
            *money,
            *(r for r in _money(rows, aims, raw) if r.first not in told),
            *indicators.rows(raw, aims, lines, pages, len(columns)),
        )
        columns = (*columns, *aims.added, *sources)
    form = recognise(raw.caption.title) if raw.caption.title else None
    if form and form.id == "three_public":
        columns = items_of_totals(columns)
    notes = tuple(raw.notes)
    table = Table(
        raw.caption.number, raw.caption.title, form.id if form else None, raw.caption.unit, columns, rows, raw.first, raw.last,
        notes=tuple(lines[i].text for i in notes),
    )  # fmt: skip
    return table if any(row.cells for row in rows) else _declared_empty(table, notes, lines, document_id)


def _money(rows: Sequence[Row], aims: indicators.Layout, raw: RawTable) -> tuple[Row, ...]:
    """The rows of a table with indicators that print money; those from the indicators' own header on print none."""
    first = raw.rows[aims.first - 1].line if aims.first else None
    return tuple(row for row in rows if row.cells and (first is None or row.first < first))


def _declared_empty(table: Table, notes: Sequence[int], lines: Sequence[Line], document_id: str) -> Table:
    """The table with the statement that there is nothing in it, from a row or a note."""
    for index in (*(row.first for row in table.rows), *notes):
        if pattern("meaning", "nothing").search(squeeze(lines[index].text)):
            line = lines[index]
            place = Source(document_id, line.text, line.page, table_number=table.number, table_title=table.title)
            return replace(table, empty_note=place)
    return table


def _year(raw: RawTable) -> int | None:
    """The year of a table: the one in its title, else the latest in its header."""
    for texts in ([raw.caption.title], [label for c in raw.columns for label in c.path]):
        years = [int(match["year"]) for text in texts if (match := pattern("meaning", "year").search(squeeze(text)))]
        if years:
            return max(years)
    return None


def _panel(raw: RawTable, panel: int, places: dict[int, int], pages: Sequence[PageFacts]) -> list[Row]:
    """The rows of one panel under their parents."""
    printed = [row for row in raw.rows if row.panel == panel]
    side = next((c.side for c in raw.columns if c.panel == panel), None)
    codes = _codes(printed, raw.columns)
    labels = [_without_code(row) for row in printed]
    entries = [
        Entry(label, code, _indent(row), _is_total(label, raw)) for row, label, code in zip(printed, labels, codes, strict=True)
    ]
    above = parents(entries)
    rows = []
    for index, row in enumerate(printed):
        outer = tuple(lab.text for i, lab in enumerate(row.labels) if i != row.own and raw.columns[lab.column].role is Role.LABEL)
        path = path_of(index, labels, above)
        cells = tuple(cell for c in row.cells for cell in _cells(c, places, pages[c.page - 1], _namesakes(raw, c.column)))
        path = (*outer, *path) if len(path) == 1 and outer else path
        rows.append(Row(labels[index], path, codes[index], side, cells, row.line, row.line, len(path) - 1, entries[index].total))
    return rows


def _indent(row: RawRow) -> float:
    return 0.0 if row.own is None else row.labels[row.own].indent


def _is_total(label: str, raw: RawTable) -> bool:
    """Whether a row sums up its table: 总计, 合计, or the name of the department the table is about."""
    tight = squeeze(label)
    return bool(pattern("row", "total").match(tight)) or bool(raw.caption.issuer) and tight == raw.caption.issuer


def _codes(rows: Sequence[RawRow], columns: Sequence[RawColumn]) -> list[str | None]:
    """Full codes: parts printed side by side are joined, parts left blank on the left are those of the row above."""
    codes: list[str | None] = []
    above: dict[int, str] = {}
    for row in rows:
        if not row.code:
            codes.append(_code_in_label(row))
            continue
        slots = [i for i, c in enumerate(columns) if c.panel == row.panel and c.role is Role.CODE]
        own = {slot: text for text, slot in row.code}
        first = min(own)
        kept = {slot: above[slot] for slot in slots if slot < first and slot in above}
        if not _needs_parents(own[first], kept):
            kept = {}
        above = {**kept, **own}
        codes.append(_joined([above[slot] for slot in sorted(above)]))
    return codes


def _needs_parents(part: str, kept: dict[int, str]) -> bool:
    return bool(kept) and len(part) == 2


def _joined(parts: Sequence[str]) -> str:
    """``201`` ``06`` ``01`` as one code; parts that repeat the code so far (``201`` ``20106``) are not added twice."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) else code + part
    return code


def _code_in_label(row: RawRow) -> str | None:
    match = _coded_label(row.label)
    return match["code"] if match else None


def _coded_label(label: str) -> re.Match[str] | None:
    tight = squeeze(label)
    return pattern("row", "bracketed_code").match(tight) or pattern("row", "leading_code").match(tight)


def _without_code(row: RawRow) -> str:
    """The label as printed, without a code that stands in it."""
    match = None if row.code else _coded_label(row.label)
    if not match:
        return row.label
    bare = re.sub(r"^[\[［(（【〔]?[\d０-９]+[\])］）】〕]?[-—_.、:：\s]*", "", row.label)
    return bare or row.label


def _namesakes(raw: RawTable, index: int) -> tuple[int, ...]:
    """The value columns of the panel with the header chain of a column, itself included; none where it has no header."""
    own = raw.columns[index]
    alike = [i for i, c in enumerate(raw.columns) if c.role is Role.VALUE and (c.panel, c.path) == (own.panel, own.path)]
    return tuple(alike) if own.path else ()


def _cells(raw: RawCell, places: dict[int, int], page: PageFacts, namesakes: Sequence[int]) -> tuple[Cell, ...]:
    """The valued cell; none for text. A number in doubt, under no header or under one that heads several columns has no column.

    Several numbers that run together in one cell are kept each, as undecided: which of them stands for the row is not printed.
    """
    if raw.column not in places:
        return ()
    value = parse_number(raw.text.rstrip("%％"))
    if value is None:
        return _run_together(raw, (places[raw.column],), page)
    box = displayed(raw.box, page.turns, page.width, page.height)
    place = places[raw.column]
    if raw.unclear or len(namesakes) != 1:
        near = tuple(sorted({place, *(places[c] for c in (*raw.candidates, *namesakes) if c in places)}))
        return (Cell(Decimal(value), raw.text, None, Reading.AMBIGUOUS, raw.line, raw.start, near, box),)
    return (Cell(Decimal(value), raw.text, place, Reading.PRINTED, raw.line, raw.start, (), box),)


_FULL = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d")


def _run_together(raw: RawCell, near: tuple[int, ...], page: PageFacts) -> tuple[Cell, ...]:
    """The amounts of a cell that prints several and nothing else ("12.0034.50"); none for other text."""
    found = list(_FULL.finditer(raw.text))
    if len(found) < 2 or "".join(match.group() for match in found) != re.sub(r"\s", "", raw.text):
        return ()
    box = displayed(raw.box, page.turns, page.width, page.height)
    return tuple(
        Cell(
            parse_number(m.group()) or Decimal(0), m.group(), None, Reading.AMBIGUOUS, raw.line, raw.start + m.start(), near, box
        )
        for m in found
    )
