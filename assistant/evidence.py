"""Figures for an answer: taken from the ledger, equal ones joined, and put in the order of their scope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.facts import (
    MONEY_UNITS,
    Change,
    Fact,
    Level,
    agree,
    distinct,
    group,
    is_plan,
    joined,
    overlap,
    pick,
)
from assistant.mention import Mention
from assistant.numerals import table_number
from assistant.scopes import (
    CLASSES,
    alike_units,
    crowded_tables,
    empty_fund,
    filled_first,
    namesakes_of,
    narrower,
    other_code,
    scope_order,
    table_of,
    twin,
)
from corpus import vocabulary
from corpus.amount import State
from corpus.document import Reading, Side, Source
from corpus.figure import Figure, Measure
from index.ledger import DocumentRecord, Ledger

__all__ = ["WHOLE", "Evidence", "Fact", "agree", "named_total", "pick"]

AHEAD = 12
"""Documents that one look-up reads at most where steps go through many."""

WHOLE = "收支总预算"
"""The item of all revenue and all expenditure together."""

SIDES = ("支出总计", "收入总计")
"""The totals of the two sides of the whole budget."""

APPROPRIATION = "财政拨款收支总预算"
_GIVEN = {"政府性基金预算支出": "政府性基金预算拨款", "国有资本经营预算支出": "国有资本经营预算拨款"}
"""What is spent of a fund, and what is given of it: where nothing is given, nothing is spent."""

TOTALS_ALSO = {
    "收入总计": ("总计",),
    "支出总计": ("总计",),
    "本年收入合计": ("收入总计",),
    "本年支出合计": ("支出总计",),
}
"""Names under which the ledger may hold a total; see ``named_total``."""

SPENDING = {"一般公共预算支出": "一般公共预算拨款", "政府性基金预算支出": "政府性基金预算拨款"}
"""Spending out of a fund: where a document does not name it, the total of the table that spends the fund."""

APPROPRIATED = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
"""The funds that 财政拨款 is made of: what is told of one of them only is the appropriation."""

_LEVELS = (Measure.LEVEL, Measure.COUNT)


class Evidence:
    """One question's view of the ledger: every look-up is kept, so that a step may ask again.

    ``ahead`` are the documents that the question is about, in the order in which steps go through them: a look-up in one of them
    fetches the same of some that follow, so that going through many asks few times.
    """

    def __init__(self, ledger: Ledger, ahead: Sequence[str] = ()) -> None:
        self.ledger = ledger
        self._ahead = tuple(dict.fromkeys(ahead))
        self._place = {document: place for place, document in enumerate(self._ahead)}
        self._of_item: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self._of_code: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self._whole: dict[str, tuple[Figure, ...]] = {}

    def load(self, document_ids: Sequence[str], items: Iterable[str] = (), codes: Iterable[str] = ()) -> None:
        """Fetch figures of many items (or codes) of many documents in one query each; later look-ups then ask no more."""
        if items:
            self._fetch(self._of_item, document_ids, tuple(dict.fromkeys(items)), by_code=False)
        if codes:
            self._fetch(self._of_code, document_ids, tuple(dict.fromkeys(codes)), by_code=True)

    def _fetch(
        self, kept: dict[tuple[str, str], tuple[Figure, ...]], document_ids: Sequence[str], names: Sequence[str], by_code: bool
    ) -> None:
        documents = [d for d in document_ids if any((d, n) not in kept for n in names)]
        if not documents:
            return
        if len(documents) == 1 and (place := self._place.get(documents[0])) is not None:
            documents += [d for d in self._ahead[place + 1 : place + AHEAD] if any((d, n) not in kept for n in names)]
        if by_code:
            found = self.ledger.figures(document_ids=documents, codes=names)
        else:
            wider = dict.fromkeys(n for name in names for n in (name, *TOTALS_ALSO.get(name, ()), SPENDING.get(name, name)))
            found = self.ledger.figures(document_ids=documents, items=tuple(wider))
            found = [*found, *_spending(found)]
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

    def measured(self, document_id: str, measure: Measure) -> tuple[Figure, ...]:
        """Readable figures of a document that measure one thing, in document order."""
        found = map(named_total, self.ledger.figures(document_ids=(document_id,), measures=(measure.value,)))
        return tuple(f for f in found if f.reading is not Reading.AMBIGUOUS)

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
        table: int | None = None,
    ) -> Level | None:
        """What the item amounts to in the document's year (or ``year``); None where the document says nothing of it.

        ``plan`` asks a final account for what was planned, not for what was spent; ``table`` is the number of the only table to look
        in. The whole budget is also found under the totals of its two sides.
        """
        mention = _of_account(document, mention)
        figures = [f for f in self.about(document, mention) if f.measure in _LEVELS and _of_year(f, year or document.fiscal_year)]
        if table is not None:
            figures = [f for f in figures if table_number(f.source.table_number) == table]
        found = self._level(document, mention, figures, fund, kind, plan)
        if mention.items[:1] == (APPROPRIATION,) and not (fund or kind or plan):
            found = self._appropriation(document, year) or found
        if found is None and not kind and mention.items and (given := _GIVEN.get(mention.items[0])):
            found = self.level(document, Mention(mention.said, (given,)), fund, kind, year, plan, table)
            return found if found is not None and found.lead.value == 0 else None
        if found is None and fund == "财政拨款":
            each = [self.level(document, mention, own, kind, year, plan, table) for own in APPROPRIATED]
            told = [lv for lv in each if lv is not None and lv.lead.value]
            return told[0] if len(told) == 1 else None
        if found is None and mention.items[:1] == (WHOLE,):
            return self.level(document, Mention(mention.said, SIDES), fund, kind, year, plan, table)
        return found

    def _appropriation(self, document: DocumentRecord, year: int | None) -> Level | None:
        """The total of the table of appropriations, with the places of the prose that say the same; None without such a table."""
        own = self.figures(document.id, items=(APPROPRIATION, "支出总计", "收入总计", "总计"))
        wanted = [f for f in own if f.measure in _LEVELS and _of_year(f, year or document.fiscal_year) and f.amount.value]
        table = group(f for f in wanted if f.form == "fiscal_appropriation" and f.fund == "财政拨款" and f.item != APPROPRIATION)
        if not table or len({fact.value for fact in table}) != 1:
            return None
        said = [fact for fact in group(f for f in wanted if f.item == APPROPRIATION) if agree(fact, table[0])]
        lead = joined([*table, *(fact for fact in said if fact.unit == table[0].unit)])
        return Level(replace(lead, figure=replace(lead.figure, item=APPROPRIATION)), (), (), (), ())

    def _level(
        self, document: DocumentRecord, mention: Mention, figures: list[Figure], fund: str | None, kind: str | None, plan: bool
    ) -> Level | None:
        if fund:
            figures = [f for f in figures if f.fund == fund]
        if plan and document.stage == "决算":
            figures = [f for f in figures if is_plan(f)] or figures
        if kind:
            figures = _of_kind(figures, kind, mention)
        missing = tuple(f for f in figures if f.amount.state is State.MISSING)
        facts = group(f for f in figures if f.amount.state is not State.MISSING)
        facts = facts if fund else [f for f in facts if not empty_fund(f)]
        if not facts:
            return None
        crowded = crowded_tables(figures)
        facts.sort(key=lambda fact: scope_order(fact, mention, crowded, plan))
        facts = filled_first(facts)
        lead = facts[0]
        namesakes = namesakes_of(facts)
        same = [
            f
            for f in facts[1:]
            if f.figure.item == lead.figure.item and not twin(f, lead) and not other_code(f.figure, lead.figure)
        ]
        agreeing = [f for f in facts[1:] if agree(f, lead) and not f.nil and not other_code(f.figure, lead.figure)]
        lead = joined([lead, *(f for f in agreeing if f.unit == lead.unit)]) if agreeing else lead
        scopes = tuple(
            f
            for f in same
            if not agree(f, lead)
            and not f.nil
            and alike_units(f.unit, lead.unit)
            and narrower(f, lead)
            and table_of(f.figure) not in crowded
        )
        twins = tuple(f for f in facts[1:] if twin(f, facts[0]) and not agree(f, lead) and f.value)
        return Level(lead, distinct(scopes), distinct(twins), missing, namesakes)

    def changes(self, document: DocumentRecord, mention: Mention) -> list[Change]:
        """Printed changes of the item against the year before, the widest scope first.

        Where none is printed under the name of an economic class (养老保险缴费), those of the subject of that name by function
        (养老保险缴费支出) are told, under its own name.
        """
        figures = self._moves(document, mention)
        if not figures and not mention.codes:
            spending = tuple(f"{name}支出" for name in mention.items if not name.endswith("支出"))
            figures = self._moves(document, replace(mention, items=spending)) if spending else []
        changes: list[Change] = []
        rates = [f for f in figures if f.measure is Measure.GROWTH]
        for amount in (f for f in figures if f.measure is Measure.CHANGE):
            near = [r for r in rates if r.item == amount.item and r.fund == amount.fund and overlap(r.source, amount.source)]
            changes.append(Change(amount, near[0] if near else None))
            rates = [r for r in rates if not near or r is not near[0]]
        changes += [Change(None, rate) for rate in rates]
        return sorted(changes, key=lambda c: (c.figure.fund is not None, c.rate is None, c.amount is None))

    def _moves(self, document: DocumentRecord, mention: Mention) -> list[Figure]:
        about = self.about(document, mention)
        return [f for f in about if f.measure in (Measure.CHANGE, Measure.GROWTH) and f.amount.value is not None]

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

    def saying(self, document: DocumentRecord, words: str) -> list[Source]:
        """The lines of a document that hold the words."""
        return [
            Source(document.id, line.text.strip(), page=line.page)
            if line.page is not None
            else Source(document.id, line.text.strip(), line_start=line.number, line_end=line.number)
            for line in self.ledger.lines(document.id)
            if words in line.text
        ]

    def targets(self, document: DocumentRecord, mention: Mention) -> list[Figure]:
        """Performance targets and weights of the item."""
        return [f for f in self.about(document, mention) if f.measure is Measure.TARGET and f.amount.value is not None]

    def beside(self, document: DocumentRecord, change: Figure) -> Fact | None:
        """The amount that a change is about: that of the same sentence, else the item's only amount of the same scope."""
        levels = [
            f
            for f in self.figures(document.id, items=(change.item,))
            if f.measure in _LEVELS and f.amount.value is not None and _of_year(f, document.fiscal_year) and not is_plan(f)
        ]
        levels = [f for f in levels if f.code in (change.code, None) or (change.code is None and f.item == change.item)]
        close = [f for f in levels if f.form is None and overlap(f.source, change.source, reach=2)]
        scoped = close or [f for f in levels if f.fund == change.fund and f.kind in (change.kind, None)] or levels
        facts = group(scoped)
        if len({fact.value for fact in facts}) != 1:
            return None
        return joined(facts)


def _of_kind(figures: Sequence[Figure], kind: str, mention: Mention) -> list[Figure]:
    """The figures of a kind of spending; of 公用经费 those of its classes in all basic spending, where no column tells the kinds apart.

    A row with a name of its own and no code is known by that alone: the kind that is said beside it only tells where it stands.
    """
    own = [f for f in figures if f.kind == kind or (f.item == kind and len(mention.items) == 1)]
    own = own or [f for f in figures if f.kind == "基本支出" and (f.code or "").startswith(CLASSES.get(kind, ("-",)))]
    named = bool(figures) and not any(f.code or f.kind or vocabulary.item(f.item) for f in figures)
    return list(figures) if named and not own else own


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


def _spending(figures: Sequence[Figure]) -> list[Figure]:
    """Totals of the tables that spend a fund, under the name of that spending, for documents that print no such name."""
    named = {(f.document_id, f.item) for f in figures}
    names = {fund: name for name, fund in SPENDING.items()}
    return [
        replace(f, item=names[f.item])
        for f in figures
        if f.item in names
        and f.kind is None
        and (f.side is Side.EXPENDITURE or f.form in _SPENDS)
        and (f.document_id, names[f.item]) not in named
    ]


_SPENDS = ("general_budget", "general_budget_economic", "government_fund")


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _of_year(figure: Figure, year: int) -> bool:
    """Whether the figure is about the year; what is owned or staffed is told as of the end of the year before."""
    if figure.value_year in (None, year):
        return True
    return figure.value_year == figure.fiscal_year - 1 == year - 1 and figure.form is None and _is_stock(figure)


def _is_stock(figure: Figure) -> bool:
    return (
        figure.measure is Measure.COUNT
        or figure.amount.unit not in MONEY_UNITS
        or re.search("价值|资产|^设备$|家具", figure.item) is not None
    )
