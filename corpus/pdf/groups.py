"""Header labels without rulings: labels over several lines put together, groups laid over the labels they are centred on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pdf.grid import GridCell
from corpus.pdf.lexicon import names

_TIGHT = 0.55
"""White between two lines of one label, in parts of the line's height."""

_CENTRED = 3.0
"""Points by which a group may miss the middle of its labels."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line between wide white."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A header label: its words, its reach, and the header lines ``first`` to ``last`` it is printed on."""

    text: str
    left: float
    right: float
    first: int
    last: int

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.left + self.right) / 2


def labels(lines: Sequence[Sequence[Token]], heights: Sequence[tuple[float, float]]) -> list[Label]:
    """The labels of header lines; ``heights`` are the lines' tops and bottoms."""
    found: list[Label] = []
    for row, tokens in enumerate(lines):
        for token in _unspread(tokens):
            home = next((i for i, label in enumerate(found) if _continues(label, token, row, heights)), None)
            if home is None:
                found.append(Label(token.text, token.left, token.right, row, row))
            else:
                above = found[home]
                found[home] = Label(
                    above.text + token.text, min(above.left, token.left), max(above.right, token.right), above.first, row
                )
    return found


def _unspread(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with words spread over their cell (收　　入) put together."""
    found: list[Token] = []
    for token in tokens:
        if found and found[-1].text + token.text in names("header", "spread"):
            found[-1] = replace(found[-1], text=found[-1].text + token.text, right=token.right)
        else:
            found.append(token)
    return found


def _continues(label: Label, token: Token, row: int, heights: Sequence[tuple[float, float]]) -> bool:
    """Whether a token is the next line of a label: close below it and centred with it (or flush left)."""
    if label.last >= row:
        return False
    size = heights[row][1] - heights[row][0]
    close = heights[row][0] - heights[label.last][1] < _TIGHT * size
    return close and (
        abs(label.middle - token.middle) < size / 2 or abs(label.left - token.left) < 2 and token.right <= label.right
    )


def header_cells(
    lines: Sequence[Sequence[Token]],
    heights: Sequence[tuple[float, float]],
    xs: Sequence[float],
    values: Sequence[tuple[float, float]],
) -> list[GridCell] | None:
    """The cells of a header: one row of atoms a line, each label over its columns, the rest left empty.

    None where a group might stand over one set of columns as well as over another.
    """
    found = labels(lines, heights)
    middles = [
        next(((a + b) / 2 for a, b in values if left <= a and b <= right), (left + right) / 2) for left, right in pairwise(xs)
    ]
    direct = [_covered(label, middles, xs) for label in found]
    free = {(row, column) for row in range(len(lines)) for column in range(len(xs) - 1)}
    cells = []
    for label, span in zip(found, direct, strict=True):
        reach = _group(label, span, found, direct)
        if reach is None:
            return None
        atoms = {(row, column) for row in range(label.first, label.last + 1) for column in range(*reach)}
        if not atoms <= free:
            return None
        free -= atoms
        cells.append(GridCell(label.first, reach[0], label.last + 1, reach[1]))
    return cells + [GridCell(row, column, row + 1, column + 1) for row, column in sorted(free)]


def _covered(label: Label, middles: Sequence[float], xs: Sequence[float]) -> tuple[int, int]:
    """The columns a label stands on: those whose middle it reaches, else the one it lies in."""
    inside = [i for i, x in enumerate(middles) if label.left - 2 <= x <= label.right + 2]
    if inside:
        return inside[0], inside[-1] + 1
    home = next((i for i, (left, right) in enumerate(pairwise(xs)) if left <= label.middle <= right), None)
    if home is None:
        home = 0 if label.middle < xs[0] else len(xs) - 2
    return home, home + 1


def _group(
    label: Label, span: tuple[int, int], found: Sequence[Label], direct: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The columns of a label: its own where nothing stands below it, else the run of lower labels it is centred on.

    None where it is centred on no run, or nearly as well on two.
    """
    below = [(other, reach) for other, reach in zip(found, direct, strict=True) if other.first > label.last]
    beside = {
        c
        for other, reach in zip(found, direct, strict=True)
        if other is not label and _level_with(other, label)
        for c in range(*reach)
    }
    runs = {run for line in {other.first for other, _ in below} for run in _runs(below, line, beside, span)} | _runs(
        below, None, beside, span
    )
    if not runs:
        return span
    offs = sorted((abs(_middle(below, run) - label.middle), run) for run in runs)
    if offs[0][0] > _CENTRED or len(offs) > 1 and offs[1][0] < offs[0][0] + 2 * _CENTRED:
        return None
    return offs[0][1]


def _level_with(other: Label, label: Label) -> bool:
    return other.first <= label.last and other.last >= label.first


def _runs(
    below: Sequence[tuple[Label, tuple[int, int]]], line: int | None, beside: set[int], span: tuple[int, int]
) -> set[tuple[int, int]]:
    """Runs of columns around a label that have labels below it (on one line, or on any), none of them under a neighbour."""
    columns = {c for other, reach in below if line is None or other.first == line for c in range(*reach)} - beside
    if not columns:
        return set()
    low, high = span
    if not set(range(low, high)) & columns:
        return set()
    while low - 1 in columns:
        low -= 1
    while high in columns:
        high += 1
    return {
        (left, right)
        for left in range(low, high)
        for right in range(left + 1, high + 1)
        if left <= span[0] < right or left < span[1] <= right
    }


def _middle(below: Sequence[tuple[Label, tuple[int, int]]], run: tuple[int, int]) -> float:
    ends = [other for other, reach in below if set(range(*reach)) & set(range(*run))]
    return (min(e.left for e in ends) + max(e.right for e in ends)) / 2
