"""Lines of a table that belong to one row, put together before rows are read: digits a narrow cell broke off, labels beside their codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amount import fold, parse_number
from corpus.tables.lexer import Kind, Token, is_unit_code

Lines = Sequence[tuple[int, tuple[Token, ...]]]


def rejoin_digits(lines: Lines) -> list[tuple[int, tuple[Token, ...]]]:
    """Lines with the numbers that narrow cells broke over two lines put together.

    A cell too narrow for its number prints "1682.7" above and "6" below the line of the row. Where a line of bare numbers with too few
    decimals stands above a row and one of as many bare digits below it, and together they have the decimals of the table, they are joined
    and put behind the row's own numbers. Their column is for the solver to find: tokens of another line than the row's are another stream.
    """
    usual = _usual_decimals(lines)
    if not usual:
        return list(lines)
    found: list[tuple[int, tuple[Token, ...]]] = []
    at = 0
    while at < len(lines):
        joined = _joined(lines[at : at + 3], usual)
        if joined is None:
            found.append((lines[at][0], tuple(lines[at][1])))
            at += 1
        else:
            found.append((lines[at + 1][0], (*lines[at + 1][1], *joined)))
            at += 3
    return found


def _usual_decimals(lines: Lines) -> int:
    counts = Counter(_decimals(t) for _, row in lines for t in row if t.kind is Kind.NUMBER and "." in t.text)
    return max(counts) if counts else 0


def _decimals(token: Token) -> int:
    return len(fold(token.text).partition(".")[2])


def _joined(three: Lines, usual: int) -> tuple[Token, ...] | None:
    if len(three) < 3:
        return None
    above, row, below = (t for _, t in three)
    if not (_bare(above) and _bare(below) and len(above) == len(below)) or not any(t.kind in (Kind.TEXT, Kind.CODE) for t in row):
        return None
    tokens = []
    for head, tail in zip(above, below, strict=True):
        text = head.text + tail.text
        value = parse_number(text)
        if value is None or not tail.text.isdigit() or len(text.partition(".")[2]) != usual or _decimals(head) == usual:
            return None
        tokens.append(replace(head, kind=Kind.NUMBER, text=text, value=value))
    return tuple(tokens)


def _bare(row: Sequence[Token]) -> bool:
    """Numbers and nothing else; digits alone on a line may have the shape of a code."""
    return bool(row) and all(t.kind is Kind.NUMBER or (t.kind is Kind.CODE and len(t.text) <= 2) for t in row)


@dataclass(frozen=True, slots=True)
class Piece:
    """One panel of a line: codes, label words, numbers."""

    codes: tuple[str, ...]
    words: tuple[Token, ...]
    numbers: tuple[Token, ...]
    line: int

    @property
    def label(self) -> str:
        """The words without white space."""
        return re.sub(r"\s", "", "".join(t.text for t in self.words))

    @property
    def names_unit(self) -> bool:
        """Whether the words open with the code of a department or unit."""
        return bool(self.words) and is_unit_code(self.words[0])
