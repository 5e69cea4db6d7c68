"""Header labels without rulings: labels over several lines put together, groups laid over the labels they are centred on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from corpus.pdf.grid import GridCell
from corpus.pdf.lexicon import names

_TIGHT = 0.55
"""White between two lines of one label, in parts of the line's height."""

_STANDS_OUT = 12.0
"""Points by which a group may miss the middle of its labels, and by which any other sharing must miss it more."""


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

    Headers of one level and of two are told; None where there are more, or where a group might stand over other labels as well.
    """
    found = labels(lines, heights)
    middles = [
        next(((a + b) / 2 for a, b in values if left <= a and b <= right), (left + right) / 2) for left, right in pairwise(xs)
    ]
    reaches = _reaches(found, [_covered(label, middles, xs) for label in found])
    if reaches is None:
        return None
    free = {(row, column) for row in range(len(lines)) for column in range(len(xs) - 1)}
    cells = []
    for label, (left, right) in zip(found, reaches, strict=True):
        atoms = {(row, column) for row in range(label.first, label.last + 1) for column in range(left, right)}
        if not atoms <= free:
            return None
        free -= atoms
        cells.append(GridCell(label.first, left, label.last + 1, right))
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


def _reaches(found: Sequence[Label], direct: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The columns of each label, groups widened over the labels they head; None where that is in doubt."""
    groups = [
        i
        for i, label in enumerate(found)
        if any(_below(found[j], label) and set(range(*direct[i])) & set(range(*direct[j])) for j in range(len(found)))
    ]
    if not groups:
        return list(direct)
    leaves = sorted(
        (j for j in range(len(found)) if j not in groups and _below(found[j], found[groups[0]])), key=lambda j: direct[j]
    )
    one_level = len({found[i].first for i in groups}) == 1 and len({found[j].first for j in leaves}) == 1
    tall = {c for i in range(len(found)) if i not in groups and i not in leaves for c in range(*direct[i])}
    if not one_level or tall & {c for j in leaves for c in range(*direct[j])}:
        return None
    reaches = list(direct)
    for run in _between(leaves, direct, tall):
        over = sorted((i for i in groups if direct[run[0]][0] <= direct[i][0] < direct[run[-1]][1]), key=lambda i: found[i].left)
        shares = _shared_out(found, over, run)
        if shares is None:
            return None
        for i, (first, last) in zip(over, shares, strict=True):
            reaches[i] = (direct[run[first]][0], direct[run[last - 1]][1])
    return reaches


def _below(lower: Label, upper: Label) -> bool:
    return lower.first > upper.last


def _between(leaves: Sequence[int], direct: Sequence[tuple[int, int]], tall: set[int]) -> list[list[int]]:
    """The lower labels in runs, parted where a label of the full height stands between them."""
    runs: list[list[int]] = []
    for leaf in leaves:
        if runs and not set(range(direct[runs[-1][-1]][1], direct[leaf][0])) & tall:
            runs[-1].append(leaf)
        else:
            runs.append([leaf])
    return runs


def _shared_out(found: Sequence[Label], over: Sequence[int], run: Sequence[int]) -> list[tuple[int, int]] | None:
    """How a run of lower labels is shared among the groups over it, each centred on its share; None where no way stands out."""
    if not 0 < len(over) <= len(run):
        return None
    ways = []
    for cuts in combinations(range(1, len(run)), len(over) - 1):
        shares = list(pairwise((0, *cuts, len(run))))
        offs = [
            abs((found[run[a]].left + found[run[b - 1]].right) / 2 - found[i].middle)
            for i, (a, b) in zip(over, shares, strict=True)
        ]
        ways.append((max(offs), shares))
    ways.sort(key=lambda way: way[0])
    clear = len(ways) == 1 or ways[1][0] > ways[0][0] + _STANDS_OUT
    return ways[0][1] if clear and ways[0][0] < _STANDS_OUT else None
