"""Picked figures beside each other: the difference to the first, how many times it, and the growth over years, each with its formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.calculate import NotComparable, Result, Term, common, convert, plain, rounded, times
from corpus.amount import MONEY_SCALE, State
from corpus.document import Reading
from corpus.figure import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.figure import Figure

    Keyed = tuple[int, Figure]

MOST = 20
"""Figures that can be compared at a time."""
_LEVELS = (Measure.LEVEL, Measure.COUNT)
"""What can be subtracted and divided; changes and rates of growth have a direction of their own."""
_RATES = (Measure.SHARE,)
"""What can be subtracted, in percentage points."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of a comparison. What is None cannot be computed; ``difference`` is signed: this one less the first.

    ``converted`` is the value in the first one's unit where it is printed in another.
    """

    key: int
    figure: Figure
    difference: Result | None = None
    ratio: Result | None = None
    growth: Result | None = None
    converted: Result | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures in order; ``why_not`` is the key of the words that say why nothing is computed, empty where it is."""

    rows: tuple[Compared, ...]
    why_not: str = ""

    @property
    def title(self) -> str:
        """What all figures are of, joined by " / " where they are of several items."""
        return " / ".join(dict.fromkeys(row.figure.item for row in self.rows))


def compare(picked: Sequence[Keyed]) -> Comparison:
    """Figures of one item and department in order of their years, others in the order in which they were picked."""
    owners = {(f.issuer, f.item, f.column, f.fund, f.kind) for _, f in picked}
    ordered = sorted(picked, key=lambda keyed: _year(keyed[1])) if len(owners) == 1 else list(picked)
    why_not = _why_not([f for _, f in ordered])
    if why_not or not ordered:
        return Comparison(tuple(Compared(key, f) for key, f in ordered), why_not)
    first = ordered[0][1]
    return Comparison((Compared(*ordered[0]), *(_against(first, key, f) for key, f in ordered[1:])))


def _year(figure: Figure) -> int:
    return figure.value_year or figure.fiscal_year


def _why_not(figures: Sequence[Figure]) -> str:
    if len(figures) < 2:
        return "compare_more"
    if any(f.reading is Reading.AMBIGUOUS for f in figures):
        return "compare_undecided"
    if any(f.amount.value is None or f.amount.state not in (State.STATED, State.DECLARED_NIL) for f in figures):
        return "compare_blank"
    if len({f.measure for f in figures}) > 1:
        return "compare_measures"
    if figures[0].measure not in (*_LEVELS, *_RATES):
        return "compare_changes"
    units = {f.amount.unit for f in figures}
    return "" if len(units) == 1 or units <= MONEY_SCALE.keys() else "compare_units"


def _against(first: Figure, key: int, figure: Figure) -> Compared:
    base, own = common([_term(first), _term(figure)])
    unit = "个百分点" if first.measure in _RATES else base.unit
    difference = Result(own.value - base.value, unit, f"{plain(own.value)} − {_bracketed(base)}")
    converted = None
    if first.amount.unit != figure.amount.unit:
        printed = _term(figure)
        converted = Result(convert(printed.value, printed.unit, base.unit), base.unit, f"{plain(printed.value)} {printed.unit}")
    if first.measure in _RATES:
        return Compared(key, figure, difference, converted=converted)
    return Compared(key, figure, difference, _ratio(own, base), _growth(first, figure, own, base), converted)


def _term(figure: Figure) -> Term:
    if figure.amount.value is None:
        raise NotComparable(figure.item)
    return Term(figure.amount.value, figure.amount.unit)


def _bracketed(term: Term) -> str:
    return f"({plain(term.value)})" if term.value < 0 else plain(term.value)


def _ratio(own: Term, base: Term) -> Result | None:
    """How many times the first; nothing where that would be rounded to nothing at all."""
    ratio = times(own, base) if own.value >= 0 and base.value > 0 else None
    return ratio if ratio and (ratio.value > 0 or own.value == 0) else None


def _same_but_year(figure: Figure) -> tuple[object, ...]:
    return figure.issuer, figure.stage, figure.item, figure.code, figure.fund, figure.kind


def _growth(first: Figure, figure: Figure, own: Term, base: Term) -> Result | None:
    """The growth in percent: of the same item of the same department, from an earlier year to a later one, from more than nothing."""
    if _same_but_year(first) != _same_but_year(figure) or _year(first) >= _year(figure) or base.value <= 0 or own.value < 0:
        return None
    grown = rounded((own.value - base.value) / base.value * 100)
    return Result(grown, "%", f"({plain(own.value)} − {plain(base.value)}) ÷ {plain(base.value)} × 100%")
