"""Figures for an answer: taken from the ledger, equal ones joined, and put in the order of their scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from assistant.labels import Mention
from assistant.question import FUNDS
from assistant.text import key
from corpus import vocabulary
from corpus.amount import MONEY_SCALE, State
from corpus.document import Reading, Source
from corpus.figure import Figure, Measure
from index.ledger import DocumentRecord, Ledger

WHOLE_FORMS = ("revenue_expenditure", "expenditure", "revenue", "three_public", "carry_over", "procurement", "operating")
"""Forms whose unrestricted figures are about the whole budget of the department, or about the item's own table."""

WHOLE = "收支总预算"
"""The item of all revenue and all expenditure together."""

TOTALS_ALSO = {
    "收入总计": ("总计",),
    "支出总计": ("总计",),
    "本年收入合计": ("收入总计",),
    "本年支出合计": ("支出总计",),
}
"""Names under which the ledger may hold a total; see ``named_total``."""

MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")
_LEVELS = (Measure.LEVEL, Measure.COUNT)


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


class Evidence:
    """One question's view of the ledger: every look-up is kept, so that a step may ask again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._of_item: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self._of_code: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self._whole: dict[str, tuple[Figure, ...]] = {}

    def load(self, document_ids: Sequence[str], items: Iterable[str] = (), codes: Iterable[str] = ()) -> None:
        """Fetch figures of many items (or codes) of many documents in one query each; later look-ups then ask no more."""
        self._fetch(self._of_item, document_ids, tuple(dict.fromkeys(items)), by_code=False)
        self._fetch(self._of_code, document_ids, tuple(dict.fromkeys(codes)), by_code=True)

    def _fetch(
        self, kept: dict[tuple[str, str], tuple[Figure, ...]], document_ids: Sequence[str], names: Sequence[str], by_code: bool
    ) -> None:
        documents = [d for d in document_ids if any((d, n) not in kept for n in names)]
        if not documents or not names:
            return
        if by_code:
            found = self.ledger.figures(document_ids=documents, codes=names)
        else:
            wider = dict.fromkeys(n for name in names for n in (name, *TOTALS_ALSO.get(name, ())))
            found = self.ledger.figures(document_ids=documents, items=tuple(wider))
        for document in documents:
            for name in names:
                kept[document, name] = ()
        for figure in map(named_total, found):
            spot = figure.document_id, figure.code or "" if by_code else figure.item
            if figure.reading is not Reading.AMBIGUOUS and spot in kept and spot[1] in names:
                kept[spot] += (figure,)

    def figures(self, document_id: str, items: Sequence[str] = (), codes: Sequence[str] = ()) -> tuple[Figure, ...]:
        """Readable figures of a document about the items, and those with the codes, in the order asked for."""
        self.load((document_id,), items, codes)
        found = [f for i in items for f in self._of_item[document_id, i]]
        return tuple(found + [f for c in codes for f in self._of_code[document_id, c]])

    def whole(self, document_id: str) -> tuple[Figure, ...]:
        """All readable figures of a document: for questions about no item in particular."""
        if document_id not in self._whole:
            found = map(named_total, self.ledger.figures(document_ids=(document_id,)))
            self._whole[document_id] = tuple(f for f in found if f.reading is not Reading.AMBIGUOUS)
        return self._whole[document_id]

    def about(self, document: DocumentRecord, mention: Mention) -> tuple[Figure, ...]:
        """All figures of a document that a mention can mean, its likeliest item first."""
        if mention.codes:
            coded = self.figures(document.id, codes=mention.codes)
            return coded or tuple(f for f in self.figures(document.id, items=mention.items) if f.code is None)
        return self.figures(document.id, items=mention.items)

    def level(
        self,
        document: DocumentRecord,
        mention: Mention,
        fund: str | None = None,
        kind: str | None = None,
        year: int | None = None,
        plan: bool = False,
    ) -> Level | None:
        """What the item amounts to in the document's year (or ``year``); None where the document says nothing of it.

        ``plan`` asks a final account for what was planned, not for what was spent. The whole budget is also found under the totals
        of its two sides.
        """
        mention = _of_account(document, mention)
        found = self._level(document, mention, fund, kind, year, plan)
        if found is None and mention.items[:1] == (WHOLE,):
            return self._level(document, Mention(mention.said, ("支出总计", "收入总计")), fund, kind, year, plan)
        return found

    def _level(
        self, document: DocumentRecord, mention: Mention, fund: str | None, kind: str | None, year: int | None, plan: bool
    ) -> Level | None:
        figures = [f for f in self.about(document, mention) if f.measure in _LEVELS and _of_year(f, year or document.fiscal_year)]
        if fund:
            figures = [f for f in figures if f.fund == fund]
        if plan and document.stage == "决算":
            figures = [f for f in figures if is_plan(f)] or figures
        if kind:
            figures = [f for f in figures if f.kind == kind or (f.item == kind and len(mention.items) == 1)]
        missing = tuple(f for f in figures if f.amount.state is State.MISSING)
        facts = _facts(f for f in figures if f.amount.state is not State.MISSING)
        if not facts:
            return None
        crowded = _crowded(figures)
        facts.sort(key=lambda fact: _scope_order(fact, mention, crowded, plan))
        facts = _filled_first(facts)
        lead = facts[0]
        namesakes = _namesakes(facts)
        same = [
            f
            for f in facts[1:]
            if f.figure.item == lead.figure.item and not _twin(f, lead) and not _other_code(f.figure, lead.figure)
        ]
        agreeing = [f for f in facts[1:] if agree(f, lead) and not f.nil and not _other_code(f.figure, lead.figure)]
        lead = _joined([lead, *(f for f in agreeing if f.unit == lead.unit)]) if agreeing else lead
        scopes = tuple(
            f
            for f in same
            if not agree(f, lead)
            and not f.nil
            and _alike(f.unit, lead.unit)
            and _narrower(f, lead)
            and _table_of(f.figure) not in crowded
        )
        twins = tuple(f for f in facts[1:] if _twin(f, facts[0]) and not agree(f, lead) and not f.nil)
        return Level(lead, _distinct(scopes), _distinct(twins), missing, namesakes)

    def changes(self, document: DocumentRecord, mention: Mention) -> list[Change]:
        """Printed changes of the item against the year before, the widest scope first."""
        figures = [
            f
            for f in self.about(document, mention)
            if f.measure in (Measure.CHANGE, Measure.GROWTH) and f.amount.value is not None
        ]
        changes: list[Change] = []
        rates = [f for f in figures if f.measure is Measure.GROWTH]
        for amount in (f for f in figures if f.measure is Measure.CHANGE):
            near = [r for r in rates if r.item == amount.item and r.fund == amount.fund and _overlap(r.source, amount.source)]
            changes.append(Change(amount, near[0] if near else None))
            rates = [r for r in rates if not near or r is not near[0]]
        changes += [Change(None, rate) for rate in rates]
        return sorted(changes, key=lambda c: (c.figure.fund is not None, c.rate is None, c.amount is None))

    def shares(self, document: DocumentRecord, mention: Mention) -> list[Figure]:
        """Printed shares of the item in some whole."""
        found = [f for f in self.about(document, mention) if f.measure is Measure.SHARE and f.amount.value is not None]
        return [f for f in found if "完成" not in (f.column or "")]

    def completion(self, document: DocumentRecord, mention: Mention) -> list[Figure]:
        """How much of the plan was carried out, in percent, as a final account prints it."""
        found = [f for f in self.about(document, mention) if f.measure is Measure.SHARE and f.amount.value is not None]
        return [f for f in found if "完成" in (f.column or "")]

    def place_of(self, words: str, near: Source) -> Source | None:
        """The lines at or after a place that hold the words (a reason printed a sentence later), or None."""
        wanted = _squash(words)
        if not wanted or wanted in _squash(near.quote):
            return near if wanted else None
        last = None if near.line_end is None else near.line_end + 12
        lines = self.ledger.lines(near.document_id, first=near.line_start, last=last, page=near.page)
        for end in range(1, len(lines) + 1):
            if wanted in _squash("".join(line.text for line in lines[:end])):
                start = max(s for s in range(end) if wanted in _squash("".join(line.text for line in lines[s:end])))
                held = lines[start:end]
                quote = "\n".join(line.text.strip() for line in held if line.text.strip())
                if near.page is not None:
                    return Source(near.document_id, quote, page=near.page, section=near.section)
                return Source(near.document_id, quote, line_start=held[0].number, line_end=held[-1].number, section=near.section)
        return None

    def targets(self, document: DocumentRecord, mention: Mention) -> list[Figure]:
        """Performance targets and weights of the item."""
        return [f for f in self.about(document, mention) if f.measure is Measure.TARGET and f.amount.value is not None]

    def beside(self, document: DocumentRecord, change: Figure) -> Fact | None:
        """The amount that a change is about: that of the same sentence, else the item's only amount of the same scope."""
        levels = [
            f for f in self.figures(document.id, items=(change.item,))
            if f.measure in _LEVELS and f.amount.value is not None and _of_year(f, document.fiscal_year) and f.code in (change.code, None)
            or change.code is None and f.item == change.item and f.measure in _LEVELS and f.amount.value is not None
        ]  # fmt: skip
        levels = [f for f in levels if not is_plan(f)]
        close = [f for f in levels if f.form is None and _overlap(f.source, change.source, reach=2)]
        scoped = close or [f for f in levels if f.fund == change.fund and f.kind in (change.kind, None)] or levels
        facts = _facts(scoped)
        if len({fact.value for fact in facts}) != 1:
            return None
        return _joined(facts)


_SPENT = {"支出总计": "本年支出合计", "收入总计": "本年收入合计"}


def _of_account(document: DocumentRecord, mention: Mention) -> Mention:
    """支出 said in short of a final account is what the year spent, without what is carried on into the next."""
    year = _SPENT.get(mention.items[0]) if mention.items else None
    if document.stage != "决算" or year is None or mention.said.endswith("总计"):
        return mention
    return replace(mention, items=(year, *(i for i in mention.items if i != year)))


def named_total(figure: Figure) -> Figure:
    """The figure under the name of the total that it is.

    A 总计 row of two sides is the total of its side; the 合计 row of a table of this year's money (column 本年收入合计) is no more
    than that, and not the 收入总计 that carried-over money belongs to.
    """
    if figure.item == "总计" and figure.side is not None:
        return replace(figure, item=f"{figure.side.value}总计")
    if figure.item in ("收入总计", "支出总计") and figure.column:
        column = re.sub(r"\s+", "", figure.column)
        own = f"本年{figure.item[:2]}合计"
        if own in column:
            return replace(figure, item=own)
    return figure


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _narrower(fact: Fact, lead: Fact) -> bool:
    """Whether a fact is about a part of the lead's scope, or what was planned of it, and not about another table's total."""
    if is_plan(fact.figure) and not is_plan(lead.figure):
        return True
    own = ("three_public", "carry_over")
    if fact.value == 0 and fact.figure.fund != "一般公共预算":
        return False
    return fact.scope != lead.scope and any(fact.scope) and (fact.figure.form not in own or lead.figure.form in own)


def _alike(one: str, other: str) -> bool:
    return one == other or (one in MONEY_UNITS and other in MONEY_UNITS)


def _of_year(figure: Figure, year: int) -> bool:
    """Whether the figure is about the year; what is owned or staffed is told as of the end of the year before."""
    if figure.value_year in (None, year):
        return True
    return figure.value_year == figure.fiscal_year - 1 == year - 1 and figure.form is None and _is_stock(figure)


def _is_stock(figure: Figure) -> bool:
    return (
        figure.measure is Measure.COUNT or figure.amount.unit not in MONEY_UNITS or "价值" in figure.item or "资产" in figure.item
    )


def _twin(one: Fact, other: Fact) -> bool:
    """Look-alikes: the same thing by function and by economic class."""
    a, b = one.figure.code, other.figure.code
    return bool(a and b and a[0] != b[0]) and _related(one.figure.item, other.figure.item)


def _other_code(one: Figure, other: Figure) -> bool:
    """Whether two figures are of different subjects of one classification."""
    return bool(one.code and other.code and one.code != other.code and one.code[0] == other.code[0])


def _filled_first(facts: list[Fact]) -> list[Fact]:
    """Of subjects of the same name and scope, one that has money before one that has none."""
    lead = facts[0]
    if lead.value:
        return facts
    filled = [f for f in facts[1:] if _namesake(f, lead) and f.value]
    return [filled[0], *(f for f in facts if f is not filled[0])] if filled else facts


def _namesake(fact: Fact, lead: Fact) -> bool:
    return fact.figure.item == lead.figure.item and _other_code(fact.figure, lead.figure) and fact.scope == lead.scope


def _namesakes(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The leading fact's namesakes, one a code, those without money left out."""
    kept: dict[str | None, Fact] = {}
    for fact in facts[1:]:
        if _namesake(fact, facts[0]) and fact.value:
            kept.setdefault(fact.figure.code, fact)
    return tuple(kept.values())


def _related(one: str, other: str) -> bool:
    """Whether two names are of one thing: 公务员医疗补助 and 公务员医疗补助缴费."""
    return one in other or other in one


def _rank(item: str, mention: Mention) -> int:
    """How likely the mention means the item; look-alikes are equally likely.

    An item of 三公 goes before the economic class of nearly the same name (公务用车运行维护费), which holds basic expenditure only.
    """
    if item in _trips() and item in mention.items:
        return -2
    if key(item) == key(mention.said):
        return -1
    return next((i for i, name in enumerate(mention.items) if _related(name, item)), 0)


@cache
def _trips() -> frozenset[str]:
    """三公经费 and all it is made of."""
    known, names = vocabulary.item("三公经费"), {"三公经费"}
    for name in known.parts if known else ():
        part = vocabulary.item(name)
        names |= {name, *(part.parts if part else ())}
    return frozenset(names)


_Table = tuple[str | None, str | None, str | None, str | None, str | None, str | None, str]


def _table_of(figure: Figure) -> _Table:
    return (
        figure.source.table_number,
        figure.source.table_title,
        figure.fund,
        figure.kind,
        figure.column,
        figure.code,
        figure.item,
    )


def _crowded(figures: Iterable[Figure]) -> set[_Table]:
    """Columns of tables that print several amounts for the item: one for each unit or project, and none for the whole."""
    values: dict[_Table, set[Decimal]] = {}
    for f in figures:
        if f.form is not None and f.amount.value:
            values.setdefault(_table_of(f), set()).add(f.amount.value)
    return {table for table, found in values.items() if len(found) > 1}


def _scope_order(fact: Fact, mention: Mention, crowded: set[_Table], plan: bool) -> tuple[object, ...]:
    figure = fact.figure
    return (
        _rank(figure.item, mention),
        is_plan(figure) != plan and figure.stage == "决算",
        _table_of(figure) in crowded,
        fact.nil and figure.amount.state is State.BLANK,
        fact.scope[1] is not None,
        fact.scope[0] is not None,
        figure.form not in WHOLE_FORMS,
        bool(figure.code) and figure.form == "revenue",
        bool(figure.code and figure.code[0] == "3"),
        -len(fact.places),
    )


_PLAN = re.compile(r"^(?:年初|全年|调整后?|本年|当年)?预算(?:数|金额)?$")


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


def _facts(figures: Iterable[Figure]) -> list[Fact]:
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
    places: list[Source] = []
    for figure in ordered:
        for place in (figure.source, *figure.also):
            if not any(_same_place(place, p) for p in places):
                places.append(place)
    return Fact(ordered[0], tuple(places), tuple(ordered))


def _joined(facts: Sequence[Fact]) -> Fact:
    """The first fact with the places of all of them."""
    if len(facts) == 1:
        return facts[0]
    whole = fact_of([f for fact in facts for f in fact.figures])
    lead = facts[0]
    first = list(lead.places)
    return Fact(lead.figure, tuple(first + [p for p in whole.places if not any(_same_place(p, q) for q in first)]), whole.figures)


def _distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The first fact of each value."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(fact.value == k.value for k in kept):
            kept.append(fact)
    return tuple(kept)


def _same_place(one: Source, other: Source) -> bool:
    return (one.document_id, one.page, one.line_start, one.line_end) == (
        other.document_id,
        other.page,
        other.line_start,
        other.line_end,
    ) and (one.line_start is not None or one.quote == other.quote)


def _overlap(one: Source, other: Source, reach: int = 0) -> bool:
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
