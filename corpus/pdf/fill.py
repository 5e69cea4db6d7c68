"""Glyphs into the cells of a grid: which cell each character belongs to, and the text of each cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.amount import parse_number
from corpus.document import Box
from corpus.pdf.grid import Grid
from corpus.pdf.page import Glyph
from corpus.pdf.words import NUMERIC, gap, join, join_rows, middle_rows

_TOUCHING = 0.2
_CROSSING = 0.3
_DOUBT = 0.3
_MOSTLY = 0.65
_WORD_GAP = 0.75
_FULL = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d{2}")


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell prints. ``pieces`` are its printed lines at the heights ``levels``, ``text`` the whole without spreading white space.

    ``unclear`` says why a number cannot be trusted: it lies over two columns, or breaks in a way that can be read twice.
    """

    text: str
    pieces: tuple[str, ...] = ()
    box: Box | None = None
    indent: float = 0.0
    unclear: str | None = None
    levels: tuple[float, ...] = ()


EMPTY = CellText("")


@dataclass(frozen=True, slots=True)
class Filled:
    """A grid with the text of each cell, ``texts`` running parallel to ``grid.cells``."""

    grid: Grid
    texts: tuple[CellText, ...]
    page: int = 1

    def text_at(self, row: int, column: int) -> CellText:
        """The text of the cell that covers an atom."""
        return self.texts[self.grid.owner[row][column]]


def fill(grid: Grid, rows: Sequence[Sequence[Glyph]], page: int) -> Filled:
    """Put the printed lines of a page (those inside the grid) into its cells."""
    members: list[list[Glyph]] = [[] for _ in grid.cells]
    doubts: dict[int, str] = {}
    for row in rows:
        for run in _runs(row) if grid.ruled else words(row):
            _place(grid, run, members, doubts)
    texts = tuple(_text(grid, index, glyphs, doubts.get(index)) for index, glyphs in enumerate(members))
    return Filled(grid, texts, page)


def inside(grid: Grid, glyph: Glyph) -> bool:
    """Whether a glyph's middle lies in the grid."""
    x, y = (glyph.left + glyph.right) / 2, glyph.middle
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def _runs(row: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """Neighbours that touch and are of one kind (parts of numbers, or other characters)."""
    run: list[Glyph] = []
    for glyph in row:
        if run and ((glyph.text in NUMERIC) != (run[-1].text in NUMERIC) or gap(run[-1], glyph) > _TOUCHING):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def words(row: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """A line cut at wide white, and behind a number that fills its column to the last point."""
    part = [row[0]]
    for glyph in row[1:]:
        if gap(part[-1], glyph) > _WORD_GAP or _number_ends(part, glyph):
            yield part
            part = []
        part.append(glyph)
    yield part


def _number_ends(part: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a label begins right behind a number."""
    if glyph.text.isascii() or not part[-1].text.isdigit():
        return False
    return bool(_FULL.fullmatch("".join(g.text for g in part)))


def cell_at(grid: Grid, x: float, y: float) -> int:
    """The cell at a place, the nearest one for places on or over the outline."""
    column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
    row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
    return grid.owner[row][column]


def _place(grid: Grid, run: list[Glyph], members: list[list[Glyph]], doubts: dict[int, str]) -> None:
    """Give a run to its cell; one that reaches over a border goes where the print says, with a doubt where it does not."""
    owners = [cell_at(grid, (g.left + g.right) / 2, g.middle) for g in run]
    if not grid.ruled:
        owners = [cell_at(grid, (run[0].left + run[-1].right) / 2, run[0].middle)] * len(run)
    if len(set(owners)) == 1:
        members[owners[0]].extend(run)
        return
    shares = _shares(run, owners)
    home = max(shares, key=lambda owner: shares[owner])
    whole, doubtful = _one_token(grid, run, owners)
    if not whole:
        for glyph, owner in zip(run, owners, strict=True):
            members[owner].append(glyph)
        return
    members[home].extend(run)
    if run[0].text in NUMERIC and (doubtful or 1 - shares[home] / sum(shares.values()) > _DOUBT):
        for owner in shares:
            doubts[owner] = "数字跨两栏"


def _shares(run: Sequence[Glyph], owners: Sequence[int]) -> dict[int, float]:
    shares: dict[int, float] = {}
    for glyph, owner in zip(run, owners, strict=True):
        shares[owner] = shares.get(owner, 0.0) + glyph.right - glyph.left
    return shares


def _one_token(grid: Grid, run: Sequence[Glyph], owners: Sequence[int]) -> tuple[bool, bool]:
    """(whether the run is one token printed over a border, whether that is doubtful)."""
    if run[0].text not in NUMERIC:
        return _cut_by_border(grid, run, owners), False
    pieces, breaks = _split(run, owners)
    if parse_number("".join(pieces)) is None:
        return False, False
    if any(parse_number(piece) is None or re.fullmatch(r"0\d+", piece) for piece in pieces):
        return True, False
    usual = sorted(gap(a, b) for a, b in pairwise(run))[len(run) // 2]
    return max(breaks) <= usual + 0.08, True


def _split(run: Sequence[Glyph], owners: Sequence[int]) -> tuple[list[str], list[float]]:
    """The run cut where the cell changes, and the white at each cut."""
    pieces: list[str] = []
    breaks: list[float] = []
    for index, glyph in enumerate(run):
        if index and owners[index] == owners[index - 1]:
            pieces[-1] += glyph.text
            continue
        pieces.append(glyph.text)
        if index:
            breaks.append(gap(run[index - 1], glyph))
    return pieces, breaks


def _cut_by_border(grid: Grid, run: Sequence[Glyph], owners: Sequence[int]) -> bool:
    """Whether a border runs through the middle of a character and little stands beyond it: then the text overflows its cell.

    Two labels that both fill their cells to the border look alike, but share the run evenly.
    """
    most = max(owners.count(owner) for owner in set(owners))
    if most < _MOSTLY * len(run):
        return False
    for index in range(1, len(run)):
        if owners[index] == owners[index - 1]:
            continue
        before, after = run[index - 1], run[index]
        border = grid.xs[min(bisect_right(grid.xs, (after.left + after.right) / 2), len(grid.xs) - 1) - 1]
        width = min(before.right - before.left, after.right - after.left)
        if max(before.right - border, border - after.left) > _CROSSING * width:
            return True
    return False


def _text(grid: Grid, index: int, glyphs: list[Glyph], doubt: str | None) -> CellText:
    if not glyphs:
        return CellText("", unclear=doubt) if doubt else EMPTY
    rows = middle_rows(glyphs)
    pieces = tuple(join(row) for row in rows)
    outline = grid.cell_box(index)
    box = Box(
        min(g.left for g in glyphs), min(g.top for g in glyphs), max(g.right for g in glyphs), max(g.bottom for g in glyphs)
    )
    text = join_rows(rows)
    if doubt is None and len(rows) > 1 and _stacked(rows, pieces, text, outline):
        doubt = "一格内有几个数"
    return CellText(text, pieces, box, rows[0][0].left - outline.left, doubt, tuple(row[0].middle for row in rows))


def _stacked(rows: list[list[Glyph]], pieces: Sequence[str], text: str, outline: Box) -> bool:
    """Whether a cell's lines are several numbers, or one that need not have been broken there."""
    if not all(re.fullmatch(r"[\d.,，%\-−－]+", piece) for piece in pieces):
        return False
    if parse_number(text.rstrip("%")) is None:
        return True
    for above, below in pairwise(rows):
        room = outline.right - outline.left - (above[-1].right - above[0].left)
        needed = sum(g.right - g.left for g in below)
        if all(parse_number(join(part)) is not None for part in (above, below)) and room > needed + 3 * (
            below[0].right - below[0].left
        ):
            return True
    return False
