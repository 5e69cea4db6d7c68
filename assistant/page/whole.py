"""The whole table behind a citation, as it was read: every row under its columns, the cited row and its columns marked.

A print that has lost its rules is hard to check by eye; beside it this table shows which column each number was read into.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.compose import scope_name
from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from assistant.answer import Citation
    from assistant.page.texts import Texts
    from corpus.document import Cell, Column, Row, Side, Table
    from index.ledger import Ledger

Path = tuple[str, ...]
"""The labels over a column, the outermost first."""
Spot = tuple[int, int]
"""A row of a table and a column in it, counted from 0."""
ROWS = 1500
"""Rows shown; no form of disclosure has nearly as many."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which table of its document is meant (counted from 0), and which of its rows and cells are cited."""

    table: int
    rows: tuple[int, ...] = ()
    cells: tuple[Spot, ...] = ()

    def address(self, document_id: str) -> str:
        """Where this server gives the table out."""
        marks = {"rows": ",".join(map(str, self.rows)), "cells": ",".join(f"{r}.{c}" for r, c in self.cells)}
        return f"mz/table/{document_id}/{self.table}?{urlencode(marks, safe=',')}"


def find(
    ledger: Ledger, citation: Citation, values: Collection[Decimal], named: Collection[tuple[str, str | None]]
) -> Place | None:
    """The table that a citation stands in; None where it is prose or no table was read there.

    Of the cited rows those cells are meant that became figures of ``named`` (item and column), or else those that hold one of
    ``values`` which their row prints once. Raises UnknownDocument.
    """
    if citation.table is None:
        return None
    cited = _positions(ledger, citation)
    for index, table in enumerate(ledger.tables(citation.document_id)):
        name = " ".join(part for part in (table.number, table.title) if part)
        if name == citation.table and any(table.first <= position <= table.last for position in cited):
            return _placed(index, table, cited, values, _printed_as(ledger, citation, named))
    return None


def _placed(index: int, table: Table, cited: set[int], values: Collection[Decimal], known: set[tuple[str, Path]]) -> Place:
    rows = [i for i, row in enumerate(table.rows) if any(row.first <= p <= row.last for p in cited)]
    cells = [(i, c) for i in rows for c in _meant(table, table.rows[i], values, known)]
    return Place(index, tuple(dict.fromkeys(i for i, _ in cells)) or tuple(rows), tuple(cells))


def _positions(ledger: Ledger, citation: Citation) -> set[int]:
    """Where the cited lines stand in the document's reading order: of a page, those that make up the quote."""
    first, last = citation.line_start, citation.line_end
    if citation.page is None:
        return set(ledger.positions(citation.document_id, first=first, last=last)) if first is not None else set()
    wanted = "".join(citation.quote.split())
    lines = ledger.positions(citation.document_id, page=citation.page)
    words = {position: "".join(text.split()) for position, text in lines.items()}
    return {p for p, text in words.items() if text and (text in wanted or wanted in text)}


def _printed_as(ledger: Ledger, citation: Citation, named: Collection[tuple[str, str | None]]) -> set[tuple[str, Path]]:
    """Row labels and columns under which the figures of ``named`` stand in this place."""
    figures = ledger.figures(items=[item for item, _ in named], document_ids=[citation.document_id]) if named else []
    here = (citation.page, citation.line_start)
    return {
        (f.row_label, f.column_path)
        for f in figures
        if (f.source.page, f.source.line_start) == here and f.column_path and (f.item, scope_name(f)) in named
    }


def _meant(table: Table, row: Row, values: Collection[Decimal], known: set[tuple[str, Path]]) -> list[int]:
    held = [(cell.column, cell.value) for cell in row.cells if cell.column is not None and cell.value in values]
    named = [column for column, _ in held if (row.label, table.columns[column].path) in known]
    return named or [column for column, value in held if [v for _, v in held].count(value) == 1]


def whole_html(table: Table, place: Place, texts: Texts, links: Html = EMPTY) -> Html:
    """The table under its head, one part for each side of a two-sided one; ``links`` save it as a file."""
    unit = texts.say("whole_unit", unit=table.unit) if table.unit else ""
    title = " ".join(part for part in (table.number, table.title) if part) or texts.say("whole_untitled")
    sides = list(dict.fromkeys(column.side for column in table.columns)) or [None]
    parts = [_side(table, side, place, texts) for side in sides]
    notes = [tag("p", escape(note), class_="mz-whole-note") for note in table.notes]
    told = tag("p", tag("b", escape(title)), tag("span", escape(unit)), class_="mz-whole-title")
    more = tag("p", escape(texts.say("whole_more")), class_="mz-whole-note")
    return tag("div", told, *parts, *notes, more, links, class_="mz-whole", tabindex=0, role="group", aria_label=title)


def _side(table: Table, side: Side | None, place: Place, texts: Texts) -> Html:
    columns = [i for i, column in enumerate(table.columns) if column.side == side]
    rows = [(i, row) for i, row in enumerate(table.rows[:ROWS]) if row.side == side or (side is None and row.side is None)]
    spare = any(cell.column is None for _, row in rows for cell in row.cells)
    marked = {c for _, c in place.cells}
    head = _head([table.columns[i] for i in columns], [i in marked for i in columns], spare, texts)
    shown = (_row(i, row, columns, place, spare) for i, row in rows)
    body = tag("tbody", *shown) if rows else EMPTY
    caption = tag("caption", escape(str(side))) if side else EMPTY
    return tag("div", tag("table", caption, head, body), class_="mz-whole-part")


def _head(columns: Sequence[Column], marked: Sequence[bool], spare: bool, texts: Texts) -> Html:
    """The column labels as a tree: a label stands over all columns that share it."""
    depth = max((len(column.path) for column in columns), default=1) or 1
    first = tag("th", escape(texts.say("whole_item")), scope="col", rowspan=depth, class_="mz-whole-label")
    levels = [_level(columns, marked, level, depth) for level in range(depth)]
    if spare:
        levels[0].append(tag("th", escape(texts.say("whole_open")), scope="col", rowspan=depth))
    return tag("thead", *(tag("tr", first if level == 0 else EMPTY, *cells) for level, cells in enumerate(levels)))


def _level(columns: Sequence[Column], marked: Sequence[bool], level: int, depth: int) -> list[Html]:
    cells: list[Html] = []
    for (path, own), run in groupby(range(len(columns)), key=lambda i: _shared(columns[i].path or ("",), i, level)):
        over = list(run)
        if not path:
            continue
        down = depth - level if own is not None else 1
        look = "mz-whole-column" if any(marked[i] for i in over) else None
        wide, high = len(over) if len(over) > 1 else None, down if down > 1 else None
        scope = "colgroup" if own is None else "col"
        cells.append(tag("th", escape(path[-1]), scope=scope, class_=look, colspan=wide, rowspan=high))
    return cells


def _shared(path: Path, index: int, level: int) -> tuple[Path, int | None]:
    """What columns under one label have in common at a level: the labels down to it, and nothing else. A column's own label is its alone."""
    if level >= len(path):
        return (), None
    return path[: level + 1], index if level == len(path) - 1 else None


def _row(index: int, row: Row, columns: Sequence[int], place: Place, spare: bool) -> Html:
    cited = index in place.rows
    code = tag("small", escape(row.code), class_="mz-whole-code") if row.code else EMPTY
    look = f"mz-whole-label mz-level-{min(row.level, 4)}" + (" mz-whole-total" if row.total else "")
    label = tag("th", code, escape(row.label), scope="row", class_=look)
    held: dict[int, Cell] = {cell.column: cell for cell in row.cells if cell.column is not None}
    cells = [_cell(held.get(c), (index, c) in place.cells, any(c == meant for _, meant in place.cells)) for c in columns]
    if spare:
        cells.append(tag("td", escape(" ".join(c.printed for c in row.cells if c.column is None)), class_="number"))
    return tag("tr", label, *cells, class_="mz-whole-row" if cited else None, aria_current="true" if cited else None)


def _cell(cell: Cell | None, cited: bool, beneath: bool) -> Html:
    look = "number mz-whole-cell" if cited else "number mz-whole-column" if beneath else "number"
    content = escape(cell.printed) if cell else EMPTY
    return tag("td", tag("b", content) if cited else content, class_=look)


def whole_button(address: str, texts: Texts) -> Html:
    """The button that puts the table in the place of the printed lines, and back."""
    label = texts.say("whole")
    return tag(
        "button",
        escape(label),
        type="button",
        class_="mz-whole-button",
        data_whole=address,
        aria_pressed="false",
        data_failed=texts.say("view_failed"),
    )


def parsed(table: int, rows: str, cells: str) -> Place:
    """The place that an ``address`` names; what is no number in it marks nothing."""
    wanted = tuple(int(part) for part in rows.split(",") if _small(part))
    pairs = (cell.split(".") for cell in cells.split(","))
    spots = tuple((int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(map(_small, pair)))
    return Place(table, wanted, spots)


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
