"""Frames to grids: atoms between neighbouring rulings, joined to cells where the wall between them is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Box
from corpus.pdf.rulings import NEAR, Frame, Ruling

_WALL = 0.6
"""Part of an atom's side that a ruling must cover to be a wall."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: atom rows ``top`` to ``bottom`` and atom columns ``left`` to ``right`` (end exclusive)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of atoms with ``xs`` and ``ys`` as borders. ``owner[row][column]`` is the index of the atom's cell in ``cells``.

    ``ruled`` tells whether the borders are printed; a grid from alignment alone has none, but knows its ``header`` rows.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]
    ruled: bool = True
    header: int | None = None

    @property
    def box(self) -> Box:
        """The outline of the grid."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_box(self, index: int) -> Box:
        """The rectangle of a cell."""
        cell = self.cells[index]
        return Box(self.xs[cell.left], self.ys[cell.top], self.xs[cell.right], self.ys[cell.bottom])


def grid(frame: Frame) -> Grid | None:
    """The grid of a frame, or None where it is only a line or a box around text."""
    frame = _closed(frame)
    if len(frame.rows) < 2 or len(frame.columns) < 2:
        return None
    xs, ys = _borders([c.at for c in frame.columns]), _borders([r.at for r in frame.rows])
    if len(xs) * len(ys) <= 4:
        return None
    upright = _walls(frame.columns, xs, ys)
    level = _walls(frame.rows, ys, xs)
    cells = _cells(len(ys) - 1, len(xs) - 1, upright, level)
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for index, cell in enumerate(cells):
        for row in range(cell.top, cell.bottom):
            for column in range(cell.left, cell.right):
                owner[row][column] = index
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owner)))


def _closed(frame: Frame) -> Frame:
    """The frame with its open sides closed: tables without outer lines left and right, or above and below."""
    rows, columns = list(frame.rows), list(frame.columns)
    if len(rows) >= 2:
        left, right = min(r.start for r in rows), max(r.end for r in rows)
        top, bottom = min(r.at for r in rows), max(r.at for r in rows)
        for side in (left, right):
            if columns and all(abs(c.at - side) > 2 * NEAR for c in columns):
                columns.append(Ruling(side, top, bottom))
    if len(columns) >= 2:
        top, bottom = min(c.start for c in columns), max(c.end for c in columns)
        left, right = min(c.at for c in columns), max(c.at for c in columns)
        for side in (top, bottom):
            if rows and all(abs(r.at - side) > 2 * NEAR for r in rows):
                rows.append(Ruling(side, left, right))
    return Frame(tuple(rows), tuple(columns))


def _borders(places: Sequence[float]) -> list[float]:
    """Distinct places, near ones averaged."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][0] <= NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(g) / len(g) for g in groups]


def _nearest(borders: Sequence[float], place: float) -> int:
    return min(range(len(borders)), key=lambda i: abs(borders[i] - place))


def _walls(rulings: Sequence[Ruling], across: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """``walls[i][k]``: whether border i of ``across`` is drawn between borders k and k+1 of ``along``."""
    pieces: list[list[Ruling]] = [[] for _ in across]
    for ruling in rulings:
        pieces[_nearest(across, ruling.at)].append(ruling)
    walls = []
    for group in pieces:
        row = []
        for low, high in zip(along, along[1:], strict=False):
            drawn = sum(max(0.0, min(p.end, high) - max(p.start, low)) for p in group)
            row.append(drawn >= _WALL * (high - low))
        walls.append(row)
    return walls


def _cells(rows: int, columns: int, upright: list[list[bool]], level: list[list[bool]]) -> list[GridCell]:
    """Join atoms over missing walls; where a joined shape is no rectangle it is cut into rectangles by rows."""
    label = [[-1] * columns for _ in range(rows)]
    shapes: list[list[tuple[int, int]]] = []
    for row in range(rows):
        for column in range(columns):
            if label[row][column] < 0:
                shapes.append(_flood(row, column, len(shapes), label, upright, level))
    cells = [cell for shape in shapes for cell in _rectangles(shape)]
    return sorted(cells, key=lambda c: (c.top, c.left))


def _flood(
    row: int, column: int, name: int, label: list[list[int]], upright: list[list[bool]], level: list[list[bool]]
) -> list[tuple[int, int]]:
    shape, todo = [], [(row, column)]
    label[row][column] = name
    while todo:
        r, c = todo.pop()
        shape.append((r, c))
        steps = ((r, c - 1, upright[c][r]), (r, c + 1, upright[c + 1][r]), (r - 1, c, level[r][c]), (r + 1, c, level[r + 1][c]))
        for nr, nc, wall in steps:
            if not wall and 0 <= nr < len(label) and 0 <= nc < len(label[0]) and label[nr][nc] < 0:
                label[nr][nc] = name
                todo.append((nr, nc))
    return shape


def _rectangles(shape: list[tuple[int, int]]) -> list[GridCell]:
    runs: list[tuple[int, int, int]] = []
    for r, c in sorted(shape):
        if runs and runs[-1][0] == r and runs[-1][2] == c:
            runs[-1] = (r, runs[-1][1], c + 1)
        else:
            runs.append((r, c, c + 1))
    cells: list[GridCell] = []
    for r, left, right in runs:
        for index, cell in enumerate(cells):
            if cell.bottom == r and (cell.left, cell.right) == (left, right):
                cells[index] = GridCell(cell.top, left, r + 1, right)
                break
        else:
            cells.append(GridCell(r, left, r + 1, right))
    return cells
