"""Numbers that name something: 表五 and 表 5 are one table."""

from __future__ import annotations

import re

from assistant.cues import Cue

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
_TABLE = Cue(
    r"公开(?P<before>\d{1,2}|[一二三四五六七八九十]{1,3})表|表[(（]?(?P<behind>\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?(?![\d.]*(?:%|万|元|个|张|份)|[共样起致般直定])"
)


def number_of(written: str) -> int | None:
    """A small number as written, None where it is none.

    >>> number_of("12"), number_of("十二"), number_of("二十一"), number_of("百")
    (12, 12, 21, None)
    """
    if written.isdigit():
        return int(written)
    if not written or any(c not in _DIGITS for c in written):
        return None
    tens, mark, ones = written.rpartition("十")
    if not mark:
        return _DIGITS[written] if len(written) == 1 else None
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def table_number(text: str | None) -> int | None:
    """The number of the table that a text names.

    >>> table_number("表五"), table_number("附表 11"), table_number("公开03表"), table_number("两张表")
    (5, 11, 3, None)
    """
    match = _TABLE.search(re.sub(r"\s+", "", text or ""))
    return number_of(match["before"] or match["behind"]) if match else None


def table_named(text: str) -> str:
    """The table as the text names it ("表五"); empty where it names none."""
    match = _TABLE.search(text)
    return match[0] if match else ""


def without_table(text: str, gap: str) -> str:
    """The text with a gap for each character of the table's number that it names."""
    return _TABLE.sub(lambda match: gap * len(match[0]), text)


_SPLIT_CODE = Cue(
    r"类\s*(\d{3})\s*[、,]?\s*款\s*(\d{2})(?:\s*[、,]?\s*项\s*(\d{2}))?|(\d{3})\s*类\s*[、,]?\s*(\d{2})\s*款(?:\s*[、,]?\s*(\d{2})\s*项)?"
)


def joined_code(folded: str) -> str:
    """A folded question with codes that are given by 类, 款 and 项 as one.

    >>> joined_code("类208、款05、项01多少")
    '208 05 01多少'
    """
    return _SPLIT_CODE.sub(lambda match: " ".join(part for part in match.groups() if part), folded)
