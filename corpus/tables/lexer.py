"""One printed line of a table as tokens: codes, label words, numbers, marks for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from corpus.amount import NIL_MARKS, fold, parse_number


class Kind(Enum):
    """What a token is."""

    CODE = "code"
    TEXT = "text"
    NUMBER = "number"
    NIL = "nil"


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place: ``line`` indexes the document's lines, ``start`` is the offset in the line's text."""

    kind: Kind
    text: str
    line: int
    start: int
    value: Decimal | None = None


_GLUED_CODE = re.compile(r"^[\[(]?(\d{3}(?:\d{2}){0,2})[\])]?(?=[\u4e00-\u9fff])")
_BRACKET_CODE = re.compile(r"^\[(\d{3,9})\]$")
_GLUED_NUMBER = re.compile(r"^(.*[\u4e00-\u9fff)”])(-?\d[\d,]*\.\d{1,4})$")
_CODE_HEAD = re.compile(r"^(?:[1-3]\d\d|[1-3]\d{4}|[1-3]\d{6}|5\d\d|5\d{4})$")
_STARS = re.compile(r"^[※*＊]+$")
_NEXT_PART = re.compile(r"^\d{2}$")


def tokens(text: str, line: int) -> tuple[Token, ...]:
    """Tokens of the line in order. Whole numbers before the label are codes where they have the shape of one, after it they are amounts."""
    found: list[Token] = []
    words = list(re.finditer(r"\S+", text))
    for match, following in zip(words, [*words[1:], None], strict=True):
        found.extend(_split(match.group(), line, match.start(), found, following.group() if following else ""))
    return tuple(_merge_spaced(found))


def _split(word: str, line: int, start: int, before: list[Token], following: str) -> list[Token]:
    folded = fold(word)
    if _STARS.match(folded):
        return []
    if folded in NIL_MARKS and before:
        return [Token(Kind.NIL, word, line, start)]
    if bracket := _BRACKET_CODE.match(folded):
        return [Token(Kind.CODE, bracket.group(1), line, start)]
    if glued := _GLUED_CODE.match(folded):
        rest = word[glued.end() :] if len(folded) == len(word) else folded[glued.end() :]
        return [Token(Kind.CODE, glued.group(1), line, start), *_split(rest, line, start + glued.end(), before, following)]
    if (value := parse_number(folded)) is not None:
        if _is_code(folded, before, following):
            return [Token(Kind.CODE, folded, line, start)]
        return [Token(Kind.NUMBER, word, line, start, value)]
    if (glued_number := _GLUED_NUMBER.match(folded)) and parse_number(glued_number.group(2)) is not None:
        cut = len(glued_number.group(1))
        return [
            Token(Kind.TEXT, word[:cut], line, start),
            Token(Kind.NUMBER, word[cut:], line, start + cut, parse_number(glued_number.group(2))),
        ]
    return [Token(Kind.TEXT, word, line, start)]


def is_amount_like(token: Token) -> bool:
    """Whether a number token is written as an amount: with decimals or thousands separators, or a bare 0."""
    return token.kind is Kind.NUMBER and ("." in token.text or "," in fold(token.text) or token.value == 0)


_UNIT_CODE = re.compile(r"^\d{6}(?:\d{3})?$")
_UNIT_CODE_HEAD = re.compile(r"(?:部门|单位)(?:代码|编码)")
_MOST = 0.8


def is_unit_code(token: Token) -> bool:
    """Whether a token has the shape of the code of a department or one of its units (six or nine digits)."""
    return token.kind is not Kind.CODE and bool(_UNIT_CODE.match(fold(token.text)))


def with_unit_codes(lines: Sequence[tuple[int, tuple[Token, ...]]], header: str) -> list[tuple[int, tuple[Token, ...]]]:
    """The lines with codes of departments, first on their lines, as words: they are no amounts.

    Digits of that shape are codes where the header names a column of them, or where the amounts of the table have decimals.
    """
    amounts = [t for _, row in lines for t in row if t.kind is Kind.NUMBER and t.value and not is_unit_code(t)]
    exact = sum("." in token.text for token in amounts)
    if not _UNIT_CODE_HEAD.search(header) and (not exact or exact < _MOST * len(amounts)):
        return list(lines)
    return [
        (line, (Token(Kind.TEXT, row[0].text, row[0].line, row[0].start), *row[1:]) if is_unit_code(row[0]) else row)
        for line, row in lines
    ]


def _is_code(digits: str, before: list[Token], following: str) -> bool:
    if not digits.isdigit():
        return False
    last = before[-1] if before else None
    if last is None:
        return bool(_CODE_HEAD.match(digits) or _NEXT_PART.match(digits))
    if last.kind is Kind.CODE:
        return bool(_NEXT_PART.match(digits)) and _code_width(before) < 3
    return bool(_CODE_HEAD.match(digits)) and bool(re.match(r"[\u4e00-\u9fff]|\d{2}$", fold(following)))


def _code_width(before: list[Token]) -> int:
    width = 0
    for token in reversed(before):
        if token.kind is not Kind.CODE:
            break
        width += 1
    return width


def _merge_spaced(found: list[Token]) -> list[Token]:
    """Labels set wide ("收 入 总 计") as one token."""
    merged: list[Token] = []
    for token in found:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.kind is token.kind is Kind.TEXT
            and len(token.text) == 1
            and _is_spaced(last.text)
            and _han(token.text)
        ):
            merged[-1] = Token(Kind.TEXT, last.text + " " + token.text, last.line, last.start)
        else:
            merged.append(token)
    return merged


def _is_spaced(text: str) -> bool:
    return all(len(part) == 1 and _han(part) for part in text.split(" ")) and len(text) < 12


def _han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"
