"""A page in reading order: lines of free text, and one line for each row of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Box
from corpus.pdf.alignment import aligned_grids
from corpus.pdf.fill import Filled, fill, inside
from corpus.pdf.grid import Grid, grid
from corpus.pdf.header import Role, columns, with_roles
from corpus.pdf.lexicon import squeeze
from corpus.pdf.mend import mended
from corpus.pdf.page import Glyph, PageView
from corpus.pdf.rulings import frames
from corpus.pdf.stacked import unstacked
from corpus.pdf.words import join, middle_rows

_BETWEEN = " "


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A printed line outside grids."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """A grid on a page, and where its print stands among the page's lines (0-based indices into ``PageLayout.lines``).

    ``above`` are the free lines between the thing printed before and the grid; ``row_line`` maps atom rows to lines,
    ``starts`` cells to offsets in their line.
    """

    filled: Filled
    above: tuple[FreeLine, ...]
    above_first: int
    row_line: dict[int, int]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The lines of a page in reading order, and its grids from top to bottom; ``free`` marks the lines outside grids."""

    view: PageView
    lines: tuple[str, ...]
    free: tuple[bool, ...]
    blocks: tuple[Block, ...]


def lay_out(view: PageView) -> PageLayout:
    """The layout of a page: grids of its rulings first, tables without rulings in what remains."""
    grids = _outermost([found for frame in frames(view.segments) if (found := grid(frame)) and _has_columns(found)])
    held, free = _shared(view.glyphs, grids)
    rows = middle_rows(free)
    if aligned := [made for made in aligned_grids(rows) if _speaks_for_itself(made, rows, view.number)]:
        grids = _outermost([*grids, *aligned])
        held, free = _shared(view.glyphs, grids)
        rows = middle_rows(free)
    filled = [_filled(g, glyphs, view.number) for g, glyphs in zip(grids, held, strict=True)]
    return _in_order(view, [_free_line(row) for row in rows], filled)


def _has_columns(found: Grid) -> bool:
    """Whether a grid has lines between columns; a box around text has none, and lines between rows alone leave columns to alignment."""
    return len(found.xs) > 2


def _speaks_for_itself(made: Grid, rows: Sequence[Sequence[Glyph]], page: int) -> bool:
    """Whether a grid made by alignment heads each column of numbers with a label chain of its own; else it is left as text."""
    lines = [row for row in rows if inside(made, row[0])]
    filled = fill(made, lines, page)
    found, _ = columns(filled, 0, made.header or 0)
    bodies: list[list[str]] = [[] for _ in found]
    for cell, text in zip(made.cells, filled.texts, strict=True):
        if cell.top >= (made.header or 0) and text.text:
            bodies[cell.left].append(text.text)
    typed = with_roles(found, bodies)
    chains = [(c.panel, c.side, tuple(map(squeeze, c.path))) for c in typed if c.role is Role.VALUE]
    return (
        bool(chains)
        and all(path for *_, path in chains)
        and len(set(chains)) == len(chains)
        and any(c.role is Role.LABEL for c in typed)
    )


def _shared(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The glyphs inside each grid, and those outside all."""
    held: list[list[Glyph]] = [[] for _ in grids]
    free: list[Glyph] = []
    for glyph in glyphs:
        home = next((i for i, g in enumerate(grids) if inside(g, glyph)), None)
        (free if home is None else held[home]).append(glyph)
    return held, free


def _filled(printed: Grid, glyphs: Sequence[Glyph], page: int) -> Filled:
    rows = middle_rows(glyphs)
    filled = fill(mended(printed, rows) or printed, rows, page)
    parted = unstacked(filled)
    return fill(parted, rows, page) if parted else filled


def _outermost(grids: Sequence[Grid]) -> list[Grid]:
    """Grids from top to bottom, without those that lie inside another."""
    kept: list[Grid] = []
    for candidate in sorted(grids, key=lambda g: (g.ys[0], -len(g.cells))):
        box = candidate.box
        middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        if not any(k.xs[0] <= middle[0] <= k.xs[-1] and k.ys[0] <= middle[1] <= k.ys[-1] for k in kept):
            kept.append(candidate)
    return kept


def _free_line(row: Sequence[Glyph]) -> FreeLine:
    outline = Box(row[0].left, min(g.top for g in row), max(g.right for g in row), max(g.bottom for g in row))
    return FreeLine(join(row), outline)


def _in_order(view: PageView, waiting: list[FreeLine], filled: list[Filled]) -> PageLayout:
    lines: list[str] = []
    free: list[bool] = []
    blocks: list[Block] = []
    mark = 0
    for part in filled:
        above = [line for line in waiting if (line.box.top + line.box.bottom) / 2 < part.grid.ys[0]]
        waiting = [line for line in waiting if line not in above]
        lines.extend(line.text for line in above)
        free.extend([True] * len(above))
        row_line, starts, printed = printed_rows(part, len(lines))
        blocks.append(Block(part, tuple(above), mark, row_line, starts))
        lines.extend(printed)
        free.extend([False] * len(printed))
        mark = len(lines)
    lines.extend(line.text for line in waiting)
    free.extend([True] * len(waiting))
    return PageLayout(view, tuple(lines), tuple(free), tuple(blocks))


def printed_rows(filled: Filled, base: int) -> tuple[dict[int, int], tuple[int, ...], list[str]]:
    """(line of each atom row, offset of each cell in its line, the lines): cells of a row joined by one space, empty rows left out."""
    printed: list[str] = []
    row_line: dict[int, int] = {}
    starts = [0] * len(filled.texts)
    for row in range(len(filled.grid.ys) - 1):
        line = ""
        for index, (cell, text) in enumerate(zip(filled.grid.cells, filled.texts, strict=True)):
            if cell.top == row and text.text:
                line += _BETWEEN if line else ""
                starts[index] = len(line)
                line += text.text
        if line:
            row_line[row] = base + len(printed)
            printed.append(line)
    return row_line, tuple(starts), printed
