"""When two things are the same: texts, figures, and the places that citations and cases name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from corpus.amount import MONEY_SCALE, fold
from eval.case import ExpectedFigure, ExpectedPlace

Record = Mapping[str, object]
"""A figure or a citation in an answer's JSON."""

_SAME_UNITS = (frozenset({"台", "台(套)", "台套"}), frozenset({"%", "个百分点"}))
"""Names of one unit; money units are converted instead."""

_DERIVED_TOLERANCE = Decimal("0.51")
"""Of one unit of the last digit expected: half of it, and a hair for the other way of rounding a half."""


def squeeze(text: object) -> str:
    """Half-width, without white space: the form in which texts are compared."""
    return re.sub(r"\s+", "", fold(str(text or "")))


def records(answer: Record, key: str) -> list[Record]:
    """The objects of a list in an answer; whatever else stands there is left out."""
    value = answer.get(key)
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def same(expected: ExpectedFigure, figure: Record) -> bool:
    """Whether a figure of an answer is the expected one, after unit conversion and without regard to sign.

    Printed figures must agree exactly, derived ones within half a unit of the last digit expected.

    >>> same(ExpectedFigure(Decimal("8.30"), "万元"), {"value": "83000", "unit": "元"})
    True
    >>> same(ExpectedFigure(Decimal("8.30"), "万元"), {"value": "8.30", "unit": "%"})
    False
    """
    return same_unit(expected, figure) and same_value(expected, figure)


def same_value(expected: ExpectedFigure, figure: Record) -> bool:
    """Whether the numbers agree; money is converted first, a unit of another kind is left to ``same_unit``."""
    try:
        value = abs(Decimal(str(figure.get("value")).replace(",", "")))
    except InvalidOperation:
        return False
    wanted, unit, got = abs(expected.value), squeeze(expected.unit), squeeze(figure.get("unit"))
    if unit in MONEY_SCALE and got in MONEY_SCALE:
        value = value * MONEY_SCALE[got] / MONEY_SCALE[unit]
    if not expected.derived or not value.is_finite():
        return wanted == value
    last_digit = min(int(wanted.as_tuple().exponent), 0)
    return abs(wanted - value) <= _DERIVED_TOLERANCE.scaleb(last_digit)


def same_unit(expected: ExpectedFigure, figure: Record) -> bool:
    """Whether the units measure the same thing, so that one can be converted into the other. An empty unit fits any."""
    unit, got = squeeze(expected.unit), squeeze(figure.get("unit"))
    if not unit or not got or unit == got or (unit in MONEY_SCALE and got in MONEY_SCALE):
        return True
    return any({unit, got} <= names for names in _SAME_UNITS)


def names(document: str, given: object) -> bool:
    """Whether a case's document name (a file name without its ending) means the file of that name."""
    return PurePath(str(given)).stem == document or squeeze(document) in squeeze(given)


def supports(place: ExpectedPlace, citation: Record) -> bool:
    """Whether a citation lies in the document of an expected place and overlaps its lines, or its pages."""
    if not names(place.document, citation.get("document")):
        return False
    first, last = citation.get("line_start"), citation.get("line_end")
    if place.lines:
        return isinstance(first, int) and isinstance(last, int) and any(first <= b and a <= last for a, b in place.lines)
    return not place.pages or citation.get("page") in place.pages
