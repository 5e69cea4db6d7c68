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
from corpus.pdf.fill import words
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.groups import Token, header_cells
from corpus.pdf.page import Glyph
from corpus.pdf.stacked import owners
from corpus.pdf.words import join

_CODE = re.compile(r"\d{2,7}")
_MONEY = re.compile(r"[-−－(（]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?[)）]?|[-−－(（]?\d+\.\d{1,6}[)）]?|0|[-—–]{1,2}")
_OWN_ROW = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[、.．]|其中|[本上年]+收入|[本上年]+支出|.{0,8}[合总]计)"
)
_ENDS_CAPTION = re.compile(r"单位\s*[:：]|表$|表[（(].*[)）]$|^第.{1,3}部分")
_PROSE = re.compile(r"[。；]$|[，。].*[，。]")
_HEADER_LINES = 6
_LOOSE_LINES = 3
_LONGEST_LABEL = 26


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
    tokens = tuple(Token(join(part), part[0].left, max(g.right for g in part)) for part in words(row))
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
    return len(line.tokens) >= 2 and any(
        _MONEY.fullmatch(token.text) and parse_number(token.text) is not None for token in line.numbers
    )


def _goes_on(lines: Sequence[TextLine], before: int, index: int) -> bool:
    between = lines[before + 1 : index]
    if len(between) > _LOOSE_LINES or any(_is_prose(line) for line in between):
        return False
    return lines[index].top - lines[before].bottom < 6 * (lines[before].bottom - lines[before].top)


def _is_prose(line: TextLine) -> bool:
    return any(_PROSE.search(t.text) or len(t.text) > _LONGEST_LABEL + 10 for t in line.tokens) or bool(
        _ENDS_CAPTION.search(line.tokens[-1].text)
    )


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
    heads = [token for line in header for token in line.tokens]
    xs = [min([xs[0], *(t.left - 2 for t in heads)]), *xs[1:-1], max([xs[-1], *(t.right + 2 for t in heads)])]
    ys = _heights(header, [lines[i] for i in anchors], lines[last])
    cells = header_cells([line.tokens for line in header], [(line.top, line.bottom) for line in header], xs, values)
    if cells is None:
        return None
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
    """Lines that open a row: those with numbers, codes or an enumeration, and label lines that keep the usual distance."""
    inside = range(first, last + 1)
    steps = sorted(lines[b].middle - lines[a].middle for a, b in pairwise(inside))
    usual = steps[len(steps) // 2] if steps else 0.0
    return [
        i
        for i in inside
        if _opens_row(lines[i])
        or all(abs(lines[i].middle - lines[j].middle) > 0.85 * usual for j in (i - 1, i + 1) if j in inside)
    ]


def _opens_row(line: TextLine) -> bool:
    return bool(line.numbers or _CODE.fullmatch(line.tokens[0].text) or any(_OWN_ROW.match(token.text) for token in line.tokens))


def _heights(header: Sequence[TextLine], rows: Sequence[TextLine], last: TextLine) -> list[float]:
    """Horizontal borders: around each header line, and half way between the rows."""
    ordered = [*header, *rows]
    inner = [(above.middle + below.middle) / 2 for above, below in pairwise(ordered)]
    return [ordered[0].top - 1, *inner, max(last.bottom, rows[-1].bottom) + 1]
