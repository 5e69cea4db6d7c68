"""Facts: figures of one document that say the same, joined, with all the places that print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.cues import Cue
from assistant.restricting import FUNDS
from corpus.amount import MONEY_SCALE, State
from corpus.document import Source
from corpus.figure import Figure

WHOLE_FORMS = ("revenue_expenditure", "expenditure", "revenue", "three_public", "carry_over", "procurement", "operating")
"""Forms whose unrestricted figures are about the whole budget of the department, or about the item's own table."""

MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")


@dataclass(frozen=True, slots=True)
class Fact:
    """Figures of one document that say the same: one leads, ``places`` are all the places that print it, tables first."""

    figure: Figure
    places: tuple[Source, ...]
    figures: tuple[Figure, ...]

    @property
    def value(self) -> Decimal:
        """The value; an empty cell or a declared absence is 0."""
        return self.figure.amount.value if self.figure.amount.value is not None else Decimal(0)

    @property
    def unit(self) -> str:
        """The unit as printed."""
        return self.figure.amount.unit

    @property
    def nil(self) -> bool:
        """Whether the document says that there is none, in words or by an empty cell, instead of a number."""
        return self.figure.amount.state in (State.DECLARED_NIL, State.BLANK)

    @property
    def declared(self) -> bool:
        """Whether one of its places says in words that nothing is planned."""
        return any(f.amount.state is State.DECLARED_NIL for f in self.figures)

    @property
    def scope(self) -> tuple[str | None, str | None]:
        """Fund and kind that the figure is restricted to; an item that is itself a fund or kind is not restricted by it."""
        figure = self.figure
        own = figure.fund == "财政拨款" or FUNDS.get(figure.item) == figure.fund
        fund = None if figure.item in (*FUNDS, "财政拨款收入") and own else figure.fund
        return fund, None if figure.kind == figure.item else figure.kind


@dataclass(frozen=True, slots=True)
class Level:
    """What an item amounts to. ``lead`` answers; ``scopes`` are its amounts under narrower scopes, ``twins`` look-alikes.

    ``missing`` are places where the document leaves the number out, ``namesakes`` other subjects of the same name (行政运行 under two
    classes), each with its own code.
    """

    lead: Fact
    scopes: tuple[Fact, ...] = ()
    twins: tuple[Fact, ...] = ()
    missing: tuple[Figure, ...] = ()
    namesakes: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """How an item changed: amount and rate from one sentence, either of which may be missing; ``reason`` as printed."""

    amount: Figure | None
    rate: Figure | None

    @property
    def figure(self) -> Figure:
        """The figure that carries direction, base and reason."""
        chosen = self.amount or self.rate
        if chosen is None:
            raise ValueError("a change without figures")
        return chosen

    @property
    def direction(self) -> str | None:
        """增加, 减少, or None where nothing changed."""
        if all(f is None or f.amount.value == 0 for f in (self.amount, self.rate)):
            return None
        return self.figure.direction

    @property
    def reason(self) -> str | None:
        """The printed reason."""
        return next((f.reason for f in (self.amount, self.rate) if f and f.reason), None)


_PLAN = Cue(r"^(?:年初|全年|调整后?|本年|当年)?预算(?:数|金额)?$")


def is_plan(figure: Figure) -> bool:
    """Whether a final account repeats what was planned (预算数), beside what was spent."""
    return figure.stage == "决算" and any(_PLAN.match(label) for label in figure.column_path or (figure.column or "",))


def agree(one: Fact, other: Fact) -> bool:
    """Whether two amounts say the same: equal, or the one is the other in a larger unit, rounded or cut."""
    if one.unit == other.unit:
        return one.value == other.value
    if one.unit not in MONEY_SCALE or other.unit not in MONEY_SCALE:
        return False
    fine, coarse = (one, other) if MONEY_SCALE[one.unit] < MONEY_SCALE[other.unit] else (other, one)
    step = Decimal(1).scaleb(int(coarse.value.as_tuple().exponent))
    return abs(fine.value * MONEY_SCALE[fine.unit] / MONEY_SCALE[coarse.unit] - coarse.value) < step


def group(figures: Iterable[Figure]) -> list[Fact]:
    """Figures that say the same of the same scope, joined."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        value = f.amount.value if f.amount.value is not None else Decimal(0)
        code_class = f.code[0] if f.code else None
        groups.setdefault((f.item, code_class, value, f.amount.unit, f.fund, f.kind), []).append(f)
    return [fact_of(group) for group in groups.values()]


def fact_of(figures: Sequence[Figure]) -> Fact:
    """Figures that say the same as one fact, the printed number of the widest table first."""
    ordered = sorted(figures, key=lambda f: (f.amount.state is not State.STATED, f.form is None, f.form not in WHOLE_FORMS))
    places: dict[object, Source] = {}
    for figure in ordered:
        for place in (figure.source, *figure.also):
            places.setdefault(_place(place), place)
    return Fact(ordered[0], tuple(places.values()), tuple(ordered))


def joined(facts: Sequence[Fact]) -> Fact:
    """The first fact with the places of all of them."""
    if len(facts) == 1:
        return facts[0]
    whole = fact_of([f for fact in facts for f in fact.figures])
    lead = facts[0]
    first = {_place(p) for p in lead.places}
    return Fact(lead.figure, (*lead.places, *(p for p in whole.places if _place(p) not in first)), whole.figures)


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The first fact of each value."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(fact.value == k.value for k in kept):
            kept.append(fact)
    return tuple(kept)


def _place(source: Source) -> tuple[object, ...]:
    """What two sources at the same place have in common: their lines, or their words where no lines are known."""
    words = source.quote if source.line_start is None else None
    return source.document_id, source.page, source.line_start, source.line_end, words


def overlap(one: Source, other: Source, reach: int = 0) -> bool:
    """Whether two places touch (or lie within ``reach`` lines of each other)."""
    if one.page != other.page:
        return False
    if one.line_start is None or other.line_start is None or one.line_end is None or other.line_end is None:
        return one.section == other.section
    return one.line_start <= other.line_end + reach and other.line_start <= one.line_end + reach


def pick(places: Sequence[Source], limit: int = 2, prefer: Callable[[Source], bool] | None = None) -> tuple[Source, ...]:
    """A few places that show a fact best: its table and the prose that says the same."""
    tables = [p for p in places if p.table_title or p.table_number]
    prose = [p for p in places if not (p.table_title or p.table_number)]
    mixed = [*tables[:1], *prose[:1], *tables[1:], *prose[1:]]
    if prefer:
        mixed.sort(key=lambda p: not prefer(p))
    return tuple(mixed[:limit])
