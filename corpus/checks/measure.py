"""Arithmetic with printed numbers: each stands for every value that would round to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from corpus.amount import MONEY_SCALE

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: ``value`` in 元 for money (else in its own unit), ``step`` one unit of its last decimal, ``text`` as printed."""

    value: Decimal
    step: Decimal
    text: str

    @property
    def low(self) -> Decimal:
        """The least value that rounds to the number."""
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        """The greatest value that rounds to the number."""
        return self.value + self.step / 2


def step_of(value: Decimal) -> Decimal:
    """One unit of the last decimal printed.

    >>> step_of(Decimal("8.30")), step_of(Decimal("12"))
    (Decimal('0.01'), Decimal('1'))
    """
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def number(value: Decimal, unit: str, text: str | None = None, step: Decimal | None = None) -> Number:
    """The Number of a printed value; ``step`` where the column prints more decimals than this one value."""
    scale = MONEY_SCALE.get(unit, Decimal(1))
    return Number(value * scale, (step or step_of(value)) * scale, text or str(value))


def gap_kind(total: Number, parts: Iterable[Number]) -> str | None:
    """How a total and the sum of its parts differ: None (equal), "rounding" (explained by rounding each of them) or "error"."""
    listed = list(parts)
    gap = abs(total.value - sum((p.value for p in listed), Decimal(0)))
    if not gap:
        return None
    slack = (total.step + sum((p.step for p in listed), Decimal(0))) / 2
    return "rounding" if gap <= max(slack, total.step) else "error"


def same_kind(one: Number, other: Number) -> str | None:
    """How two prints of one amount differ: None (one is the other, rounded), "rounding" (up to two units of the coarser) or "error"."""
    gap, coarse = abs(one.value - other.value), max(one.step, other.step)
    if gap <= (coarse / 2 if one.step != other.step else Decimal(0)):
        return None
    return "rounding" if gap <= coarse * 2 else "error"


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """The part in percent of the whole, to more digits than anybody prints."""
    with localcontext() as context:
        context.prec = 28
        return part * HUNDRED / whole


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The value rounded half up to a multiple of ``step`` (a power of ten)."""
    return value.quantize(step, ROUND_HALF_UP)


def rate_kind(printed: Decimal, exact: Decimal, low: Decimal, high: Decimal) -> str | None:
    """How a printed percentage differs from the computed one.

    ``low`` … ``high`` are what the rounding of its terms allows. None: it is the exact one, rounded as printed; "rounding": another one
    within that range, or the exact one cut off; else "error".
    """
    step = step_of(printed)
    if rounded(exact, step) == printed:
        return None
    if low <= printed + step / 2 and high >= printed - step / 2:
        return "rounding"
    return "rounding" if exact.quantize(step, ROUND_DOWN) == printed else "error"


def plain(value: Decimal, unit: str = "元") -> str:
    """A value held in 元 (or a count) as a plain decimal of ``unit``, at least two decimals where it has any."""
    shown = value / MONEY_SCALE.get(unit, Decimal(1))
    shown = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() and unit not in ("万元", "亿元") else shown
    text = f"{shown:f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals.ljust(2, '0')}" if decimals or unit in ("万元", "亿元") else whole
