"""Missing pieces of line: a cell that runs over a usual border is cut there where its words stand clear on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.amount import parse_number
from corpus.pdf.fill import cell_at, words
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.page import Glyph
from corpus.pdf.stacked import owners
from corpus.pdf.words import join

_USUAL = 0.5
"""Share of the rows (or columns) of a grid that draw a border for it to be usual."""
_OFF = 0.15
_WHOLE = re.compile(r"-?\d[\d,，]*\.\d{2}%?|\d{3}(?:\d{2}){0,2}|\d{2}")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    middle: float


def mended(grid: Grid, rows: Sequence[Sequence[Glyph]]) -> Grid | None:
    """The grid with the cells cut that a missing piece of line had joined; None where there are none."""
    wide = _usual([[a != b for a, b in pairwise(line)] for line in grid.owner])
    high = _usual([[above[c] != below[c] for above, below in pairwise(grid.owner)] for c in range(len(grid.xs) - 1)])
    suspects = {
        i for i, cell in enumerate(grid.cells) if _inner(cell.left, cell.right, wide) or _inner(cell.top, cell.bottom, high)
    }
    if not suspects:
        return None
    held: dict[int, list[_Word]] = {}
    for row in rows:
        for part in words(row):
            left, right, middle = part[0].left, max(g.right for g in part), part[0].middle
            if (home := cell_at(grid, (left + right) / 2, middle)) in suspects:
                held.setdefault(home, []).append(_Word(join(part), left, right, middle))
    cells = [
        piece for i, cell in enumerate(grid.cells) for piece in (_cut(grid, cell, held[i], wide, high) if i in held else [cell])
    ]
    if len(cells) == len(grid.cells):
        return None
    cells.sort(key=lambda c: (c.top, c.left))
    return Grid(grid.xs, grid.ys, tuple(cells), owners(cells, len(grid.ys) - 1, len(grid.xs) - 1), grid.ruled, grid.header)


def _usual(walls: Sequence[Sequence[bool]]) -> set[int]:
    """Inner borders that are drawn in a fair share of the lines across them."""
    return {border for border, drawn in enumerate(zip(*walls, strict=True), start=1) if sum(drawn) >= _USUAL * len(drawn)}


def _inner(low: int, high: int, usual: set[int]) -> list[int]:
    return [border for border in range(low + 1, high) if border in usual]


def _cut(grid: Grid, cell: GridCell, held: Sequence[_Word], wide: set[int], high: set[int]) -> list[GridCell]:
    """The pieces of a cell: columns first, rows where it holds nothing but whole numbers or codes."""
    across = [
        b for b in _inner(cell.left, cell.right, wide) if all(w.right <= grid.xs[b] + 1 or w.left >= grid.xs[b] - 1 for w in held)
    ]
    borders = [cell.left, *across, cell.right]
    columns = [(a, b) for a, b in pairwise(borders)]
    filled = [[w for w in held if grid.xs[a] <= (w.left + w.right) / 2 <= grid.xs[b]] for a, b in columns]
    if not across or sum(map(bool, filled)) < 2 or not _apart(grid, columns, filled):
        columns, filled = [(cell.left, cell.right)], [list(held)]
    return [piece for (a, b), inside in zip(columns, filled, strict=True) for piece in _cut_rows(grid, cell, a, b, inside, high)]


def _apart(grid: Grid, columns: Sequence[tuple[int, int]], filled: Sequence[Sequence[_Word]]) -> bool:
    """Whether words on both sides are texts of their own: one of them a number, or each in the middle of its column."""
    every = [word for inside in filled for word in inside]
    if any(parse_number(word.text.rstrip("%％")) is not None for word in every):
        return True
    for (a, b), inside in zip(columns, filled, strict=True):
        middle, width = (grid.xs[a] + grid.xs[b]) / 2, grid.xs[b] - grid.xs[a]
        if any(len(w.text) < 2 or abs((w.left + w.right) / 2 - middle) > _OFF * width for w in inside):
            return False
    return True


def _cut_rows(grid: Grid, cell: GridCell, left: int, right: int, held: Sequence[_Word], high: set[int]) -> list[GridCell]:
    borders = [cell.top, *_inner(cell.top, cell.bottom, high), cell.bottom]
    parts = [[w for w in held if grid.ys[a] <= w.middle <= grid.ys[b]] for a, b in pairwise(borders)]
    if sum(map(bool, parts)) < 2 or not all(_WHOLE.fullmatch(w.text) for w in held):
        return [GridCell(cell.top, left, cell.bottom, right)]
    return [GridCell(a, left, b, right) for a, b in pairwise(borders)]
