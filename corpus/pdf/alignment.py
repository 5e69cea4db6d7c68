"""Tables without rulings: numbers that stand under each other make columns, and the grid is drawn between them.

Only what the print leaves no doubt about becomes a grid: numbers of one line that fall into one column, or labels that reach into the
numbers, and the region is left as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.amount import parse_number
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.page import Glyph
from corpus.pdf.stacked import owners
from corpus.pdf.words import gap, join

_WORD_GAP = 0.75
_CODE = re.compile(r"\d{2,7}")
_MONEY = re.compile(r"[-−－(（]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?[)）]?|[-−－(（]?\d+\.\d{1,6}[)）]?|0|[-—–]{1,2}")
_ENDS_CAPTION = re.compile(r"单位\s*[:：]|表$|表[（(].*[)）]$|^第.{1,3}部分")
_PROSE = re.compile(r"[。；]$|[，。].*[，。]")
_HEADER_LINES = 6
_LOOSE_LINES = 3
_LONGEST_LABEL = 26


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
class TextLine:
    """A printed line as tokens; ``numbers`` are those that are amounts, codes before a label not counted."""

    tokens: tuple[Token, ...]
    numbers: tuple[Token, ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def aligned_grids(rows: Sequence[Sequence[Glyph]]) -> list[Grid]:
    """The grids of tables printed without rulings in free lines (top to bottom); each covers header and body."""
    lines = [text_line(row) for row in rows]
    return [made for first, last in regions(lines) if (made := _grid(lines, first, last))]


def text_line(row: Sequence[Glyph]) -> TextLine:
    """One printed line cut at wide white."""
    parts: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        if gap(before, glyph) > _WORD_GAP:
            parts.append([])
        parts[-1].append(glyph)
    tokens = tuple(Token(join(part), part[0].left, max(g.right for g in part)) for part in parts)
    return TextLine(tokens, _numbers(tokens), min(g.top for g in row), max(g.bottom for g in row))


def _numbers(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The amounts of a line: whole numbers right before a label are codes."""
    found: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        if _MONEY.fullmatch(token.text) or parse_number(token.text) is not None:
            run.append(token)
            continue
        while run and _CODE.fullmatch(run[-1].text):
            run.pop()
        found.extend(run)
        run = []
    return tuple(found + run)


def regions(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Runs of lines (first, last) whose numbers make a table: three lines and more, or fewer with three numbers each."""
    found: list[tuple[int, int]] = []
    run: list[int] = []
    for index, line in enumerate(lines):
        if _is_value_line(line):
            if run and not _goes_on(lines, run[-1], index):
                found.extend(_worthy(lines, run))
                run = []
            run.append(index)
    return found + _worthy(lines, run)


def _is_value_line(line: TextLine) -> bool:
    return len(line.tokens) >= 2 and any(_MONEY.fullmatch(token.text) and parse_number(token.text) is not None for token in line.numbers)


def _goes_on(lines: Sequence[TextLine], before: int, index: int) -> bool:
    between = lines[before + 1 : index]
    if len(between) > _LOOSE_LINES or any(_is_prose(line) for line in between):
        return False
    return lines[index].top - lines[before].bottom < 6 * (lines[before].bottom - lines[before].top)


def _is_prose(line: TextLine) -> bool:
    return any(_PROSE.search(t.text) or len(t.text) > _LONGEST_LABEL + 10 for t in line.tokens) or bool(_ENDS_CAPTION.search(line.tokens[-1].text))


def _worthy(lines: Sequence[TextLine], run: list[int]) -> list[tuple[int, int]]:
    if len(run) >= 3 or run and all(len(lines[i].numbers) >= 3 for i in run):
        return [(run[0], run[-1])]
    return []


def _grid(lines: Sequence[TextLine], first: int, last: int) -> Grid | None:
    """The grid over the lines ``first`` to ``last`` and the header above them."""
    body = lines[first : last + 1]
    values = number_columns(body)
    if not values:
        return None
    xs = _borders(body, values)
    top = _header_start(lines, first)
    anchors = _anchors(lines, first, last)
    if xs is None:
        return None
    header = [lines[i] for i in range(top, first)]
    ys = _heights(header, [lines[i] for i in anchors], lines[last])
    cells = _header_cells(header, xs, values)
    count, width = len(ys) - 1, len(xs) - 1
    cells += [GridCell(row, column, row + 1, column + 1) for row in range(len(header), count) for column in range(width)]
    cells.sort(key=lambda c: (c.top, c.left))
    return Grid(tuple(xs), tuple(ys), tuple(cells), owners(cells, count, width), False, len(header))


def number_columns(body: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The reach of each column of numbers; empty where two numbers of one line would share a column."""
    spans: list[list[float]] = []
    for token in sorted((t for line in body for t in line.numbers), key=lambda t: t.left):
        if spans and token.left < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], token.right)
        else:
            spans.append([token.left, token.right])
    for line in body:
        homes = [next(i for i, (left, right) in enumerate(spans) if left <= t.middle <= right) for t in line.numbers]
        if len(set(homes)) < len(homes):
            return []
    return [(left, right) for left, right in spans]


def _borders(body: Sequence[TextLine], values: Sequence[tuple[float, float]]) -> list[float] | None:
    """Borders of all columns: text columns from the white rivers through the body; None where text reaches into numbers."""
    spans = [[left, right] for left, right in values]
    texts: list[list[float]] = []
    for token in sorted((t for line in body for t in line.tokens if t not in line.numbers), key=lambda t: t.left):
        if any(token.left < right and left < token.right for left, right in values):
            return None
        if texts and token.left < texts[-1][1]:
            texts[-1][1] = max(texts[-1][1], token.right)
        else:
            texts.append([token.left, token.right])
    ordered = sorted(spans + texts)
    if len(ordered) < 2:
        return None
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(ordered)]
    return [ordered[0][0] - 2, *inner, ordered[-1][1] + 2]


def _header_start(lines: Sequence[TextLine], first: int) -> int:
    """The first line of the header above line ``first``."""
    start = first
    while start > 0 and first - start < _HEADER_LINES:
        above = lines[start - 1]
        far = lines[start].top - above.bottom > 3 * (above.bottom - above.top)
        if far or _is_prose(above) or len(above.tokens) < 2 and start == first and len(above.tokens[0].text) > _LONGEST_LABEL:
            break
        start -= 1
    return start


def _anchors(lines: Sequence[TextLine], first: int, last: int) -> list[int]:
    """Lines that open a row: those with numbers or codes, and label lines that keep the usual distance."""
    fixed = [i for i in range(first, last + 1) if lines[i].numbers or _CODE.fullmatch(lines[i].tokens[0].text)]
    pitch = sorted(lines[b].middle - lines[a].middle for a, b in pairwise(fixed))
    usual = pitch[len(pitch) // 2] if pitch else 0.0
    loose = [
        i for i in range(first, last + 1) if i not in fixed and min(abs(lines[i].middle - lines[f].middle) for f in fixed) > 0.85 * usual
    ]
    return sorted(fixed + loose)


def _heights(header: Sequence[TextLine], rows: Sequence[TextLine], last: TextLine) -> list[float]:
    """Horizontal borders: around each header line, and half way between the rows."""
    ordered = [*header, *rows]
    inner = [(above.middle + below.middle) / 2 for above, below in pairwise(ordered)]
    return [ordered[0].top - 1, *inner, max(last.bottom, rows[-1].bottom) + 1]


def _header_cells(header: Sequence[TextLine], xs: Sequence[float], values: Sequence[tuple[float, float]]) -> list[GridCell]:
    """The cells of the header lines: each label over the columns it stands on, groups over the labels they are centred on."""
    width = len(xs) - 1
    middles = [next(((a + b) / 2 for a, b in values if left <= a and b <= right), (left + right) / 2) for left, right in pairwise(xs)]
    cells: list[GridCell] = []
    under: dict[int, list[Token]] = {}
    for row in range(len(header) - 1, -1, -1):
        direct = [_covered(token, middles, xs) for token in header[row].tokens]
        spans = [_group(token, span, direct, under) for token, span in zip(header[row].tokens, direct, strict=True)]
        free = set(range(width))
        for token, (left, right) in zip(header[row].tokens, spans, strict=True):
            if set(range(left, right)) <= free:
                free -= set(range(left, right))
                cells.append(GridCell(row, left, row + 1, right))
                for column in range(left, right):
                    under.setdefault(column, []).append(token)
        cells.extend(GridCell(row, c, row + 1, c + 1) for c in sorted(free))
    return cells


def _covered(token: Token, middles: Sequence[float], xs: Sequence[float]) -> tuple[int, int]:
    """The columns a label stands on: those whose middle it reaches, else the one it lies in."""
    inside = [i for i, x in enumerate(middles) if token.left - 2 <= x <= token.right + 2]
    if inside:
        return inside[0], inside[-1] + 1
    home = next((i for i, (left, right) in enumerate(pairwise(xs)) if left <= token.middle <= right), None)
    if home is None:
        home = 0 if token.middle < xs[0] else len(xs) - 2
    return home, home + 1


def _group(token: Token, span: tuple[int, int], beside: Sequence[tuple[int, int]], under: dict[int, list[Token]]) -> tuple[int, int]:
    """A label over labels: the run of columns whose lower labels it is centred on, none of them under a neighbour of its line."""
    if not set(range(*span)) & set(under):
        return span
    others = {c for other in beside if other != span for c in range(*other)}
    low, high = span
    while low - 1 in under and low - 1 not in others:
        low -= 1
    while high in under and high not in others:
        high += 1
    best, least = span, float("inf")
    for left in range(low, high):
        for right in range(left + 1, high + 1):
            ends = [t for c in range(left, right) for t in under.get(c, ())]
            if ends and (off := abs((min(t.left for t in ends) + max(t.right for t in ends)) / 2 - token.middle)) < least - 0.5:
                best, least = (left, right), off
    return best
