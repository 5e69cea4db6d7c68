"""What a spreadsheet cell shows: its value in its number format, as it would be printed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_DROPPED = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+")
_DATE = re.compile(r"(?<![a-z])(?:y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2})(?![a-z])|年|月|日", re.IGNORECASE)
_MARK = "\ue000"
_SIGNIFICANT = 15
"""Digits that a spreadsheet keeps of a number."""


def shown(value: object, code: str | None) -> str:
    """The print of a cell's value (number, text, truth, date or None) under a number format code; "" for nothing.

    >>> shown(8.3, "0.00"), shown(1234.5, "#,##0.00_ "), shown(0, '0.00;-0.00;""'), shown(0.1 + 0.2, "General"), shown(0.305, "0.00%")
    ('8.30', '1,234.50', '', '0.3', '30.50%')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _day(value)
    if not isinstance(value, (int, float, Decimal)):
        return str(value)
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_SIGNIFICANT}g"))
    return _formatted(number, code or "General") if number.is_finite() else str(value)


def _day(value: datetime | date | time) -> str:
    if isinstance(value, time):
        return value.isoformat()
    return f"{value.year}年{value.month}月{value.day}日"


def _formatted(number: Decimal, code: str) -> str:
    sections = _SECTION.split(code)
    if number < 0 and len(sections) > 1:
        return _section(-number, sections[1])
    if not number and len(sections) > 2:
        return _section(number, sections[2])
    printed = _section(abs(number), sections[0])
    negative = number < 0 and any(sign in "123456789" for sign in printed)
    return f"-{printed}" if negative else printed


def _section(number: Decimal, code: str) -> str:
    """A number that is not negative under one section of a code."""
    literals = [first or second for first, second in _LITERAL.findall(code)]
    bare = _DROPPED.sub("", _LITERAL.sub(_MARK, code))
    if not bare or "general" in bare.lower() or "@" in bare:
        printed = "" if not bare and not literals else _plain(number)
    elif match := _DIGITS.search(bare):
        scaled = number * (100 if "%" in bare else 1)
        printed = bare[: match.start()] + _digits(scaled, match.group()) + bare[match.end() :]
    else:
        printed = bare
    for literal in literals:
        printed = printed.replace(_MARK, literal, 1)
    return printed.strip() if printed.strip() else ""


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(number: Decimal, pattern: str) -> str:
    """A number with the decimals, the grouping and the thousands scaling of a digit pattern (#,##0.00)."""
    body = pattern.rstrip(",")
    number = number.scaleb(-3 * (len(pattern) - len(body)))
    whole, _, decimals = body.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    text = format(rounded, "f")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if decimals and optional:
        head, _, tail = text.partition(".")
        kept = tail[: len(tail) - optional] + tail[len(tail) - optional :].rstrip("0")
        text = f"{head}.{kept}" if kept else head
    head, point, tail = text.partition(".")
    head = head.zfill(whole.count("0")) if head != "0" or "0" in whole else ""
    if "," in whole and head:
        head = f"{int(head):,}"
    return head + point + tail


def is_date(code: str) -> bool:
    """Whether a number format shows dates or times."""
    return bool(_DATE.search(_LITERAL.sub("", _DROPPED.sub("", code)))) and "general" not in code.lower()
