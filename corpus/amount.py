"""Amounts as they are printed: digits kept, four kinds of "no number" told apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MONEY_SCALE: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""Money units in 元; a unit that is not listed here cannot be converted."""

NUMBER = re.compile(r"[-−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
"""A printed number after NFKC folding: thousands separators, decimals, a leading minus."""

NIL_MARKS = frozenset({"—", "–", "-", "－", "/", "／", "*", "——", "--", "无"})
"""Marks that a table prints in a cell to say "nothing"."""


class State(StrEnum):
    """What the document says about a number. Four different things; only STATED carries a positive or negative value."""

    STATED = "stated"
    """A number is printed, 0 included."""
    DECLARED_NIL = "declared_nil"
    """The document says in words that there is none (空表, 未安排); the value is 0."""
    BLANK = "blank"
    """An empty cell of a table that is otherwise filled."""
    MISSING = "missing"
    """The text leaves the number out by mistake ("政府采购预算万元"); the value is unknown."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit. ``value`` keeps the printed decimals (``Decimal("8.30")``) and is None for BLANK and MISSING."""

    value: Decimal | None
    unit: str
    state: State = State.STATED

    def to(self, unit: str) -> Decimal:
        """The value in another money unit.

        Raises ValueError where there is no value, or where either unit is not money and the units differ.

        >>> Amount(Decimal("8.30"), "万元").to("元")
        Decimal('83000')
        """
        if self.value is None:
            raise ValueError(f"an amount that is {self.state} has no value")
        if unit == self.unit:
            return self.value
        if unit not in MONEY_SCALE or self.unit not in MONEY_SCALE:
            raise ValueError(f"{self.unit} cannot be converted to {unit}")
        scaled = self.value * MONEY_SCALE[self.unit] / MONEY_SCALE[unit]
        return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled.normalize()


def fold(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones (Unicode NFKC).

    >>> fold("２０２４年３６．３７％")
    '2024年36.37%'
    """
    return unicodedata.normalize("NFKC", text)


def parse_number(text: str) -> Decimal | None:
    """The number a cell prints, or None where the text is not exactly one number.

    Thousands separators go, decimals stay as printed; brackets and a minus both mean negative.

    >>> parse_number("1,234.50"), parse_number("（3.2）"), parse_number("—")
    (Decimal('1234.50'), Decimal('-3.2'), None)
    """
    folded = fold(text).replace(" ", "").replace("−", "-").replace("－", "-")
    if negative := re.fullmatch(r"\((.+)\)", folded):
        folded = "-" + negative.group(1)
    if not NUMBER.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", "").replace("，", ""))


SPELLED = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
"""A count in words, up to 99, as disclosures write it for offices and posts (内设十二个机构)."""


def spelled(text: str) -> int:
    """The value of a count in words that ``SPELLED`` matches.

    >>> [spelled(text) for text in ("两", "十", "十二", "二十", "三十五")]
    [2, 10, 12, 20, 35]
    """
    digits = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
    tens, ten, ones = text.rpartition("十")
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)
