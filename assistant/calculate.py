"""Arithmetic over printed figures, in Decimal, each result with the formula that anyone can check by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.amount import MONEY_SCALE


class NotComparable(ValueError):
    """Figures of different units, or a division by nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """A printed value in its unit."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """A computed value, its unit, and the formula over the printed terms."""

    value: Decimal
    unit: str
    formula: str


def plain(value: Decimal) -> str:
    """A value as it is printed: all its digits, never an exponent."""
    return format(value, "f")


def decimals(value: Decimal) -> int:
    """Digits after the point."""
    return max(0, -int(value.as_tuple().exponent))


_COUNTED = {"台（套）": "台", "台(套)": "台", "台/套": "台", "台套": "台", "套": "台", "名": "人", "位": "人"}


def counted(unit: str) -> str:
    """The unit that a unit of counting stands for: 台（套） and 台 count the same things."""
    return _COUNTED.get(unit, unit)


def common(terms: Sequence[Term]) -> list[Term]:
    """The terms in one unit: as they are, or all in the money unit of the first. Raises NotComparable."""
    unit = terms[0].unit
    if all(counted(t.unit) == counted(unit) for t in terms):
        return [Term(t.value, unit) for t in terms]
    if not all(t.unit in MONEY_SCALE for t in terms):
        raise NotComparable("、".join(dict.fromkeys(t.unit for t in terms)))
    return [Term(convert(t.value, t.unit, unit), unit) for t in terms]


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """Money in another unit, exact and without superfluous zeros.

    >>> convert(Decimal("8.30"), "万元", "元"), convert(Decimal("14.20"), "亿元", "万元")
    (Decimal('83000'), Decimal('142000'))
    """
    if unit == to:
        return value
    exact = value * MONEY_SCALE[unit] / MONEY_SCALE[to]
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """Rounded half up, as accounts are."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def total(terms: Sequence[Term]) -> Result:
    """The sum.

    >>> total([Term(Decimal("2.30"), "万元"), Term(Decimal("3.24"), "万元")])
    Result(value=Decimal('5.54'), unit='万元', formula='2.30 + 3.24')
    """
    same = common(terms)
    return Result(sum((t.value for t in same), Decimal(0)), same[0].unit, " + ".join(plain(t.value) for t in same))


def difference(one: Term, other: Term) -> Result:
    """The larger less the smaller.

    >>> difference(Term(Decimal("8.30"), "万元"), Term(Decimal("10.40"), "万元")).formula
    '10.40 − 8.30'
    """
    a, b = common([one, other])
    if a.value < b.value:
        a, b = b, a
    return Result(a.value - b.value, a.unit, f"{plain(a.value)} − {plain(b.value)}")


def prior(now: Term, change: Term, direction: str | None) -> Result:
    """The amount of the year before, from this year's and the printed change."""
    a, b = common([now, change])
    sign = 1 if direction == "减少" else -1
    return Result(a.value + sign * b.value, a.unit, f"{plain(a.value)} {'+' if sign > 0 else '−'} {plain(b.value)}")


def percent(part: Term, whole: Term) -> Result:
    """The share in percent, two decimals. Raises NotComparable for a whole of 0."""
    a, b = common([part, whole])
    if b.value == 0:
        raise NotComparable("0")
    return Result(rounded(a.value / b.value * 100), "%", f"{plain(a.value)} ÷ {plain(b.value)} × 100%")


def times(one: Term, other: Term) -> Result:
    """How many times the second the first is, two decimals. Raises NotComparable for 0."""
    a, b = common([one, other])
    if b.value == 0:
        raise NotComparable("0")
    return Result(rounded(a.value / b.value), "倍", f"{plain(a.value)} ÷ {plain(b.value)}")


def per_head(amount: Term, heads: Term) -> Result:
    """The amount for each of the heads, two decimals, in the unit of the amount. Raises NotComparable for no heads."""
    if heads.value == 0:
        raise NotComparable("0")
    return Result(rounded(amount.value / heads.value), amount.unit, f"{plain(amount.value)} ÷ {plain(heads.value)}")
