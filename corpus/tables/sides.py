"""Two-sided tables: the revenue half of a line told apart from its expenditure half."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amount import fold
from corpus.document import Side
from corpus.tables.body import is_total
from corpus.tables.implied import is_known_name
from corpus.tables.lexer import Kind, Token
from corpus.tables.mend import Lines
from corpus.tables.rows import RawRow, squeeze_label, torn
from corpus.tables.titles import squeeze


def paired_rows(lines: Lines, sides: SideReader) -> list[tuple[RawRow, ...]]:
    """Lines of a two-sided table: for each line the rows of its sides (one or two), numbers already given to a side where that is clear.

    Where two labels share their numbers on a line below, the numbers go left then right, one side each; an odd count stays with the side
    that has no number of its own and is told apart by the solver.
    """
    found: list[list[RawRow]] = []
    for line, row in lines:
        segments = sides.segments(row)
        if not any(words or codes for _, codes, words, _ in segments) and found:
            _numbers_below(found[-1], segments[0][3], line)
            continue
        rows = [_row(side, codes, words, numbers, line) for side, codes, words, numbers in segments]
        if found and len(rows) == 1 and not rows[0].code and _completes(found[-1], rows[0]):
            _append_label(found[-1], rows[0])
            continue
        found.append(rows)
    return [tuple(rows) for rows in _closed(found)]


def _closed(lines: list[list[RawRow]]) -> list[list[RawRow]]:
    """Lines with labels put together that break around the line of their numbers, where the other side's label stands.

    "二、社会保障和就业支 / 二、政府性基金预算 20.00 20.00 / 出": the name proves the label; the numbers go to the sides as the other lines
    of the table share them out, and stay where they are if that leaves a choice.
    """
    shares = {tuple(len(row.numbers) for row in rows) for rows in lines if len(rows) == 2 and all(row.numbers for row in rows)}
    widths = {share[1] for share in shares}
    found: list[list[RawRow]] = []
    for rows in lines:
        if len(rows) == 1 and len(found) >= 2 and len(found[-1]) == len(found[-2]) == 1 and _closes(found[-2][0], rows[0]):
            upper, middle = found[-2][0], found[-1][0]
            whole = replace(upper, label=upper.label + rows[0].label, last=rows[0].last)
            found[-2:] = [_shared(whole, middle, widths)]
            continue
        found.append(rows)
    return found


def _closes(upper: RawRow, lower: RawRow) -> bool:
    if upper.numbers or lower.numbers or lower.code or _ENUMERATED.match(fold(lower.label)) or is_total(lower.label):
        return False
    return is_known_name(upper.label + lower.label) and not is_known_name(upper.label)


def _shared(whole: RawRow, middle: RawRow, widths: set[int]) -> list[RawRow]:
    """The rows of both sides, revenue first; numbers of the middle line that are as many as expenditure rows print belong to that side."""
    if whole.side is Side.REVENUE or middle.side is not Side.REVENUE:
        return [whole, middle] if whole.side is Side.REVENUE else [middle, whole]
    count = len(middle.numbers)
    own = [taken for taken in (0, 1) if count - taken in widths]
    if len(own) != 1:
        return [middle, whole]
    cut = own[0]
    return [replace(middle, numbers=middle.numbers[:cut]), replace(whole, numbers=middle.numbers[cut:])]


def _row(side: Side, codes: tuple[str, ...], words: tuple[Token, ...], numbers: tuple[Token, ...], line: int) -> RawRow:
    return RawRow("".join(codes) or None, "".join(squeeze_label(t.text) for t in words), side, numbers, line, line)


def _completes(above: Sequence[RawRow], row: RawRow) -> bool:
    """Whether a line with one label goes on with a label that the line above left torn."""
    return any(torn(r.label) for r in above) and not _ENUMERATED.match(fold(row.label)) and not is_total(row.label)


def _append_label(rows: list[RawRow], row: RawRow) -> None:
    at = next(position for position, other in enumerate(rows) if torn(other.label))
    other = rows[at]
    rows[at] = replace(other, label=other.label + row.label, numbers=other.numbers or row.numbers, last=row.last)


def _numbers_below(rows: list[RawRow], numbers: tuple[Token, ...], line: int) -> None:
    empty = [position for position, row in enumerate(rows) if not row.numbers]
    if len(empty) == 1:
        rows[empty[0]] = replace(rows[empty[0]], numbers=numbers, last=line)
    elif len(empty) == 2 and len(numbers) >= 2:
        rows[empty[0]] = replace(rows[empty[0]], numbers=numbers[:1], last=line)
        rows[empty[1]] = replace(rows[empty[1]], numbers=numbers[1:], last=line)


Segment = tuple[Side, tuple[str, ...], tuple[Token, ...], tuple[Token, ...]]
_REVENUE = re.compile(
    r"收入|拨款|财力|转移支付|财政专户|单位资金|结余弥补|弥补收支|核拨|使用.*结余|事业基金|(?:上年|年初).*(?:结转|结余)|专项收入|预算资金|一般公共预算|政府性基金|国有资本经营"
)
_EXPENDITURE = re.compile(r"支出|年终|年末|结转下年|结余分配|预备费|下年")
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])")


class SideReader:
    """Tells the revenue half of a line from its expenditure half: by code, by enumeration, by what the words mean.

    ``numbered`` tables number their lines (行次) between a label and its amounts; those numbers are no amounts.
    """

    def __init__(self, numbered: bool = False) -> None:
        self._numbered = numbered

    def segments(self, row: Sequence[Token]) -> list[Segment]:
        """The halves present on a line, left one first: (side, codes, label words, numbers)."""
        groups: list[list[Token]] = []
        for token in row:
            fresh = not groups
            if groups and token.kind is Kind.CODE and any(t.kind is not Kind.CODE for t in groups[-1]):
                fresh = True
            elif groups and token.kind is Kind.TEXT:
                fresh = self._turns(groups[-1], token)
            if fresh:
                groups.append([])
            groups[-1].append(token)
        return [self._segment(group, position, len(groups)) for position, group in enumerate(groups)]

    def _turns(self, group: Sequence[Token], token: Token) -> bool:
        """Whether a word opens the other half: after numbers, with an enumeration of its own, or by its meaning."""
        words = [t for t in group if t.kind is Kind.TEXT]
        if any(t.kind is Kind.NUMBER for t in group):
            return True
        if not words:
            return False
        if _ENUMERATED.match(fold(token.text)):
            return True
        left, right = _meaning("".join(t.text for t in words)), _meaning(token.text)
        return (left is Side.REVENUE and right is Side.EXPENDITURE) or (is_total(words[-1].text) and is_total(token.text))

    def _segment(self, group: Sequence[Token], position: int, count: int) -> Segment:
        codes = tuple(t.text for t in group if t.kind is Kind.CODE)
        words = tuple(t for t in group if t.kind is Kind.TEXT)
        numbers = tuple(t for t in group if t.kind is Kind.NUMBER)
        if self._numbered and words and numbers and numbers[0].text.isdigit() and len(numbers[0].text) <= 3:
            numbers = numbers[1:]
        return self._side(codes, words, position, count), codes, words, numbers

    def _side(self, codes: Sequence[str], words: Sequence[Token], position: int, count: int) -> Side:
        if count >= 2:
            return Side.REVENUE if position == 0 else Side.EXPENDITURE
        if codes:
            return Side.EXPENDITURE
        meaning = _meaning("".join(t.text for t in words))
        if meaning is not None:
            return meaning
        return Side.EXPENDITURE


def _meaning(label: str) -> Side | None:
    tight = squeeze(label)
    if _EXPENDITURE.search(tight) and not re.search(r"收入|财政拨款支出.*结转", tight):
        return Side.EXPENDITURE
    if _REVENUE.search(tight):
        return Side.REVENUE
    return None
