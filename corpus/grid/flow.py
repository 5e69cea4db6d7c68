"""Lines and tables in reading order, read like the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.clean import clean
from corpus.document import Box, Line, Table
from corpus.grid.cells import COLUMN, ROW, Printed, filled, packed, tidied
from corpus.pdf.caption import Caption, read_caption
from corpus.pdf.convert import convert
from corpus.pdf.document import PageFacts, with_notes
from corpus.pdf.header import is_amount
from corpus.pdf.layout import Block, FreeLine, printed_rows
from corpus.pdf.lexicon import pattern, squeeze
from corpus.pdf.raw import Part, RawTable, assemble, continues, part

Item = str | Sequence[Printed]
"""A paragraph (its line ends kept) or the cells of a table."""

_CHUNK = 60
"""Rows after which a long table is cut, the way pages cut it."""
_NOTE = 40
"""Signs from which a lone text under a table is a note."""


@dataclass(frozen=True, slots=True)
class Printout:
    """What a file prints: its lines, the tables with indices into them, and the indices of the lines inside tables."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    inside: frozenset[int]


@dataclass(slots=True)
class _Page:
    """A page as it fills: ``base`` is the document's index of its first line, ``mark`` the page's line where the last table ended."""

    number: int
    base: int
    texts: list[str]
    mark: int = 0


def printout(pages: Iterable[Sequence[Item]], document_id: str, paged: bool) -> Printout:
    """Read the items of each page. Where ``paged`` is False there is one page, and lines are numbered over the file."""
    lines: list[Line] = []
    raws: list[RawTable] = []
    facts: list[PageFacts] = []
    for number, items in enumerate(pages, start=1):
        page = _Page(number, len(lines), [])
        raws.extend(_tables(page, items))
        lines.extend(Line(at, text, number if paged else None) for at, text in enumerate(page.texts, start=1))
        facts.append(PageFacts(number, COLUMN, ROW, sum(map(len, page.texts)), 0, 0, 0.0))
    raws = list(with_notes(raws, lines))
    tables = tuple(_placed(convert(raw, lines, facts, document_id), lines, paged) for raw in raws)
    return Printout(tuple(lines), tables, frozenset(line for raw in raws for line in raw.inside))


def _placed(table: Table, lines: Sequence[Line], paged: bool) -> Table:
    """The table without the boxes that were made up, its empty note at the line where it stands."""
    rows = tuple(replace(row, cells=tuple(replace(cell, box=None) for cell in row.cells)) for row in table.rows)
    note = table.empty_note
    if note is not None and not paged:
        at = next(line.number for line in lines[table.first :] if line.text == note.quote)
        note = replace(note, line_start=at, line_end=at)
    return replace(table, rows=rows, empty_note=note)


def _tables(page: _Page, items: Sequence[Item]) -> Iterator[RawTable]:
    """The raw tables of a page; its lines are added on the way. A table that goes on in the next item is joined."""
    group: list[Part] = []
    for item in items:
        if isinstance(item, str):
            page.texts.extend(text for line in item.splitlines() if (text := clean(line)[0].strip()))
            continue
        for piece in _pieces(tidied(item)):
            if isinstance(piece, str):
                page.texts.extend(piece.split("\n"))
                continue
            parts = list(_parts(page, piece))
            if group and not parts[0].block.above and continues(group[-1], group[0], parts[0]):
                group.extend(parts)
                continue
            if group:
                yield assemble(group)
            group = parts
    if group:
        yield assemble(group)


def _pieces(cells: Sequence[Printed]) -> Iterator[str | list[Printed]]:
    """A table taken apart: lone texts before it and under it are lines, and a title in its midst begins another table."""
    rows: dict[int, list[Printed]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    order = sorted(rows)
    if not order:
        return
    tables: list[list[int]] = [[]]
    for row in order:
        if _begins(rows[row]) and any(len(rows[r]) > 1 for r in tables[-1]):
            tables.append([])
        tables[-1].append(row)
    for table in tables:
        yield from _trimmed([rows[row] for row in table])


def _begins(row: Sequence[Printed]) -> bool:
    """Whether a row is the title or the number of a table."""
    if len(row) > 1 or row[0].rows > 1:
        return False
    caption = read_caption(" ".join(row[0].pieces))
    return bool(caption.title or caption.number)


def _trimmed(rows: Sequence[list[Printed]]) -> Iterator[str | list[Printed]]:
    """The lines above, the table, the lines below. What has one text a row from end to end is no table."""
    reach = max((i for i, row in enumerate(rows) if len(row) > 1), default=None)
    if reach is None:
        yield from (_line(row) for row in rows)
        return
    width = max(cell.column + cell.columns for row in rows for cell in row)
    leading = next(i for i, row in enumerate(rows) if i == reach or not _above(row))
    first = max((i + 1 for i in range(leading) if not _may_head(rows[i], width)), default=0)
    last = len(rows) - 1
    while last > first and _below(rows[last]):
        last -= 1
    if not any(len(row) > 1 for row in rows[first : last + 1]):
        first, last = 0, len(rows) - 1
    yield from (_line(row) for row in rows[:first])
    yield packed([cell for row in rows[first : last + 1] for cell in row])
    yield from (_line(row) for row in rows[last + 1 :])


def _line(row: Sequence[Printed]) -> str:
    return "\n".join(row[0].pieces) if len(row) == 1 else " ".join(" ".join(cell.pieces) for cell in row)


def _above(row: Sequence[Printed]) -> bool:
    """Whether a row stands over a table: one text, or nothing but captions (编制单位 … 单位：万元)."""
    if any(cell.rows > 1 for cell in row):
        return False
    return len(row) == 1 or all(read_caption(" ".join(cell.pieces)) != Caption() for cell in row)


def _may_head(row: Sequence[Printed], width: int) -> bool:
    """Whether a lone text may be a label over all columns: as wide as the table, and no caption."""
    text = " ".join(row[0].pieces)
    titled = read_caption(text) != Caption() or pattern("caption", "plain_title").search(squeeze(text))
    return len(row) == 1 and row[0].columns == width and not titled


def _below(row: Sequence[Printed]) -> bool:
    """Whether a row stands under a table: a note, or a lone text too long for a label."""
    text = squeeze("".join(row[0].pieces))
    return len(row) == 1 and (len(text) >= _NOTE or bool(pattern("meaning", "note").match(text)))


def _parts(page: _Page, cells: Sequence[Printed]) -> Iterator[Part]:
    """The parts of a table: the first with its header, the others going on under its columns."""
    first: Part | None = None
    width = max(c.column + c.columns for c in cells)
    for chunk in _chunks(cells):
        block = _block(page, chunk, width)
        if first is None:
            first = part(block, page.base, width * COLUMN)
            yield first
        else:
            at = page.base + block.above_first
            yield Part(block, page.base, Caption(), 0, 0, first.width, at, False, (), list(first.found))


def _chunks(cells: Sequence[Printed]) -> Iterator[list[Printed]]:
    """The cells of a long table in portions: cut before rows that print a number, never through a cell."""
    rows: dict[int, list[Printed]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    chunk: list[Printed] = []
    begun, reach = min(rows), 0
    for row in sorted(rows):
        numbers = any(is_amount(cell.pieces[0]) for cell in rows[row] if cell.column)
        if chunk and row - begun >= _CHUNK and row >= reach and numbers:
            yield chunk
            chunk, begun = [], row
        chunk.extend(rows[row])
        reach = max([reach, *(cell.row + cell.rows for cell in rows[row])])
    yield chunk


def _block(page: _Page, cells: Sequence[Printed], width: int) -> Block:
    """A portion of a table with its print added to the page."""
    grid = filled(cells, page.number, width)
    free = page.texts[page.mark :]
    above = tuple(FreeLine(text, Box(0.0, 3 * ROW * i, COLUMN, 3 * ROW * i + ROW)) for i, text in enumerate(free))
    row_line, starts, printed = printed_rows(grid, len(page.texts))
    block = Block(grid, above, page.mark, row_line, starts)
    page.texts.extend(printed)
    page.mark = len(page.texts)
    return block
