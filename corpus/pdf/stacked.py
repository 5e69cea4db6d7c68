"""Tables without lines between their rows: the numbers stacked in one ruled row give the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from corpus.amount import parse_number
from corpus.pdf.fill import CellText, Filled
from corpus.pdf.grid import Grid, GridCell

_NUMBER = re.compile(r"-?\d[\d,，]*(?:\.\d+)?%?")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_SAME = 4.0
"""Points within which heights count as one printed line."""


def unstacked(filled: Filled) -> Grid | None:
    """The grid with borders between numbers that stand below each other in one ruled row; None where there is nothing to part."""
    grid = filled.grid
    extra = {row: cuts for row in range(len(grid.ys) - 1) if (cuts := _cuts(filled, row))}
    if not extra:
        return None
    ys: list[float] = []
    place: list[int] = []
    for row, y in enumerate(grid.ys):
        place.append(len(ys))
        ys.extend([y, *extra.get(row, ())])
    cells: list[GridCell] = []
    for cell in grid.cells:
        top, bottom = place[cell.top], place[cell.bottom]
        tall = cell.bottom - cell.top > 1
        cells.extend(
            [GridCell(top, cell.left, bottom, cell.right)]
            if tall
            else (GridCell(r, cell.left, r + 1, cell.right) for r in range(top, bottom))
        )
    cells.sort(key=lambda c: (c.top, c.left))
    return Grid(grid.xs, tuple(ys), tuple(cells), owners(cells, len(ys) - 1, len(grid.xs) - 1), grid.ruled, grid.header)


def owners(cells: Iterable[GridCell], rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    """The cell of each atom of a grid."""
    owner = [[-1] * columns for _ in range(rows)]
    for index, cell in enumerate(cells):
        for row in range(cell.top, cell.bottom):
            owner[row][cell.left : cell.right] = [index] * (cell.right - cell.left)
    return tuple(map(tuple, owner))


def _cuts(filled: Filled, row: int) -> list[float]:
    """Heights at which an atom row is to be cut: half way between the lines of its stacked numbers or codes."""
    levels: list[float] = []
    found = False
    for cell, text in zip(filled.grid.cells, filled.texts, strict=True):
        if cell.top == row and cell.bottom == row + 1 and text.text:
            stack = _is_stack(text)
            found = found or stack
            if stack or _is_single(text):
                levels.extend(text.levels)
    if not found:
        return []
    anchors: list[float] = []
    for level in sorted(levels):
        if not anchors or level - anchors[-1] > _SAME:
            anchors.append(level)
    return [(above + below) / 2 for above, below in pairwise(anchors)]


def _is_single(text: CellText) -> bool:
    return len(text.pieces) == 1 and bool(_NUMBER.fullmatch(text.pieces[0]))


def _is_stack(text: CellText) -> bool:
    """Whether a cell's lines are whole numbers or codes of several rows; a number broken over lines is none."""
    if len(text.pieces) < 2:
        return False
    if all(_CODE.fullmatch(piece) for piece in text.pieces):
        return True
    if not all(_NUMBER.fullmatch(piece) for piece in text.pieces):
        return False
    return parse_number("".join(text.pieces).rstrip("%")) is None and all("." in piece for piece in text.pieces[:-1])
