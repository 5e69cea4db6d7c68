"""Cells as a format gives them to the grids that the table reader works on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.amount import parse_number
from corpus.clean import clean
from corpus.pdf.fill import CellText, Filled
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.stacked import owners
from corpus.pdf.words import tighten

COLUMN, ROW = 60.0, 20.0
"""Points that a column is wide and a row is high in the geometry made up for these tables."""
_SIGN = 9.0
_NUMERIC = re.compile(r"[-−－(（]?\d[\d.,，]*[)）]?[%％]?")
_APART = re.compile(r"(?<=\d)\s+(?=[\d(（−－-])")
_GROUPED = re.compile(r"[-−－]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")
_LEAD = re.compile(r"[ \u3000]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell at its place in the file's table: ``rows`` x ``columns`` atoms from (``row``, ``column``), all counted from 0.

    ``text`` keeps its line ends and the white before it; ``indent`` is white that the format adds before the text, in points.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    indent: float = 0.0

    @property
    def pieces(self) -> tuple[str, ...]:
        """The lines of the text, blank ones left out."""
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())


def tidied(cells: Iterable[Printed]) -> list[Printed]:
    """The cells with text, in reading order, moved together over rows and columns that print nothing, stacked rows parted.

    A cell that reaches into one that stands there already is cut to the atom it begins in.
    """
    kept: list[Printed] = []
    taken: set[tuple[int, int]] = set()
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        cleaned = replace(cell, text=clean(cell.text.replace("\r\n", "\n").replace("\r", "\n"))[0])
        if not cleaned.pieces:
            continue
        if not taken.isdisjoint(_atoms(cleaned)):
            cleaned = replace(cleaned, rows=1, columns=1)
        taken.update(_atoms(cleaned))
        kept.append(cleaned)
    return _parted(packed(kept))


def _atoms(cell: Printed) -> Iterable[tuple[int, int]]:
    return ((r, c) for r in range(cell.row, cell.row + cell.rows) for c in range(cell.column, cell.column + cell.columns))


def packed(cells: Sequence[Printed]) -> list[Printed]:
    """The cells without rows and columns in which no cell begins."""
    rows, columns = sorted({c.row for c in cells}), sorted({c.column for c in cells})
    packed = []
    for cell in cells:
        top, left = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        bottom, right = bisect_left(rows, cell.row + cell.rows), bisect_left(columns, cell.column + cell.columns)
        packed.append(replace(cell, row=top, column=left, rows=bottom - top, columns=right - left))
    return packed


def _parted(cells: Sequence[Printed]) -> list[Printed]:
    """Rows that hold several printed rows, one in each line of every cell, taken apart."""
    by_row: dict[int, list[Printed]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    shift = {row: height - 1 for row, members in by_row.items() if (height := _stack(members)) > 1}
    if not shift:
        return list(cells)
    result: list[Printed] = []
    for cell in cells:
        moved = cell.row + sum(more for row, more in shift.items() if row < cell.row)
        if cell.row in shift and len(cell.pieces) > 1:
            result.extend(replace(cell, row=moved + place, text=piece) for place, piece in enumerate(cell.pieces))
        else:
            inside = sum(more for row, more in shift.items() if cell.row <= row < cell.row + cell.rows)
            result.append(replace(cell, row=moved, rows=cell.rows + (inside if cell.rows > 1 else 0)))
    return sorted(result, key=lambda c: (c.row, c.column))


def _stack(members: Sequence[Printed]) -> int:
    """How many rows one row of the file prints: the lines of its numbers, where all its cells have as many lines."""
    heights = {len(cell.pieces) for cell in members}
    numbers = any(
        len(c.pieces) > 1 and all(map(_NUMERIC.fullmatch, c.pieces)) and any("." in p for p in c.pieces) for c in members
    )
    if len(members) < 2 or len(heights) > 1 or not numbers or any(cell.rows > 1 for cell in members):
        return 1
    return heights.pop()


def filled(cells: Sequence[Printed], page: int, width: int) -> Filled:
    """The grid of packed cells, ``width`` columns wide, with their texts; atoms that no cell covers are empty cells."""
    first = min(c.row for c in cells)
    height = max(c.row + c.rows for c in cells) - first
    places = [GridCell(c.row - first, c.column, c.row + c.rows - first, c.column + c.columns) for c in cells]
    covered = {(r, c) for p in places for r in range(p.top, p.bottom) for c in range(p.left, p.right)}
    texts = {(place.top, place.left): cell_text(cell) for place, cell in zip(places, cells, strict=True)}
    places += [GridCell(r, c, r + 1, c + 1) for r in range(height) for c in range(width) if (r, c) not in covered]
    places.sort(key=lambda p: (p.top, p.left))
    xs, ys = tuple(COLUMN * i for i in range(width + 1)), tuple(ROW * i for i in range(height + 1))
    made = Grid(xs, ys, tuple(places), owners(places, height, width))
    return Filled(made, tuple(texts.get((p.top, p.left), CellText("")) for p in places), page)


def cell_text(cell: Printed) -> CellText:
    """What a cell prints, without the white that only spreads its characters; several numbers in one cell are told apart.

    >>> cell_text(Printed(0, 0, "收　　入")).text, cell_text(Printed(0, 0, "12 34")).unclear
    ('收入', '一格内有几个数')
    """
    pieces = tuple(part for piece in cell.pieces for part in _numbers(piece))
    indent = cell.indent + sum(_SIGN if sign == "\u3000" else _SIGN / 2 for sign in _lead(cell.text))
    if len(pieces) > 1 and all(map(_NUMERIC.fullmatch, pieces)):
        return CellText("/".join(pieces), pieces, None, indent, "一格内有几个数")
    text = ""
    for piece in pieces:
        text += " " if _latin(text[-1:]) and _latin(piece[:1]) else ""
        text += piece
    return CellText(tighten(text), pieces, None, indent)


def _lead(text: str) -> str:
    match = _LEAD.match(text.lstrip("\n"))
    return match.group() if match else ""


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _numbers(piece: str) -> list[str]:
    """A line of a cell; one that prints several numbers and nothing else as its numbers."""
    parts = _APART.split(piece)
    several = len(parts) > 1 and not _GROUPED.fullmatch(piece) and all(map(_NUMERIC.fullmatch, parts))
    return parts if several and any(parse_number(part.rstrip("%％")) is not None for part in parts) else [piece]
