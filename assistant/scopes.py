"""Which of several facts about an item leads, and which are its narrower scopes, look-alikes and namesakes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache

from assistant.facts import MONEY_UNITS, WHOLE_FORMS, Fact, is_plan
from assistant.mention import Mention
from assistant.text import key
from corpus import vocabulary
from corpus.amount import MONEY_SCALE, State
from corpus.figure import Figure

CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "307", "309", "310", "399")}
"""The 类 that the two kinds of basic spending are spent under, where no column tells them apart."""


def narrower(fact: Fact, lead: Fact) -> bool:
    """Whether a fact is about a part of the lead's scope, or what was planned of it, and not about another table's total."""
    if is_plan(fact.figure) and not is_plan(lead.figure):
        return True
    if _larger(fact, lead):
        return False
    own = ("three_public", "carry_over")
    if fact.value == 0 and fact.figure.fund != "一般公共预算":
        return False
    return fact.scope != lead.scope and any(fact.scope) and (fact.figure.form not in own or lead.figure.form in own)


def _larger(fact: Fact, lead: Fact) -> bool:
    """Whether an amount is more than the whole it should be a part of: then one of the two is printed wrong, and it is no part."""
    if fact.unit not in MONEY_SCALE or lead.unit not in MONEY_SCALE:
        return False
    return abs(fact.value) * MONEY_SCALE[fact.unit] > abs(lead.value) * MONEY_SCALE[lead.unit]


def alike_units(one: str, other: str) -> bool:
    """Whether amounts in the two units can be set beside each other."""
    return one == other or (one in MONEY_UNITS and other in MONEY_UNITS)


def twin(one: Fact, other: Fact) -> bool:
    """Look-alikes: the same thing by function and by economic class."""
    a, b = one.figure.code, other.figure.code
    return bool(a and b and a[0] != b[0]) and _related(one.figure.item, other.figure.item)


def other_code(one: Figure, other: Figure) -> bool:
    """Whether two figures are of different subjects of one classification."""
    return bool(one.code and other.code and one.code != other.code and one.code[0] == other.code[0])


def filled_first(facts: list[Fact]) -> list[Fact]:
    """Of subjects of the same name and scope, one that has money before one that has none."""
    lead = facts[0]
    if lead.value:
        return facts
    filled = [f for f in facts[1:] if _namesake(f, lead) and f.value]
    return [filled[0], *(f for f in facts if f is not filled[0])] if filled else facts


def _namesake(fact: Fact, lead: Fact) -> bool:
    """Whether a fact is of another subject of the same name and scope; a subject's own parts (30301 离休费, 3030101 离休费) are not."""
    one, other = fact.figure.code or "", lead.figure.code or ""
    if one.startswith(other) or other.startswith(one):
        return False
    return fact.figure.item == lead.figure.item and other_code(fact.figure, lead.figure) and fact.scope == lead.scope


def namesakes_of(facts: Sequence[Fact]) -> tuple[Fact, ...]:
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


def table_of(figure: Figure) -> _Table:
    """The column of a table, and the subject, that a figure stands in."""
    return (
        figure.source.table_number,
        figure.source.table_title,
        figure.fund,
        figure.kind,
        figure.column,
        figure.code,
        figure.item,
    )


def crowded_tables(figures: Iterable[Figure]) -> set[_Table]:
    """Columns of tables that print several amounts for the item: one for each unit or project, and none for the whole."""
    values: dict[_Table, set[Decimal]] = {}
    for f in figures:
        if f.form is not None and f.amount.value:
            values.setdefault(table_of(f), set()).add(f.amount.value)
    return {table for table, found in values.items() if len(found) > 1}


_RARE_FUNDS = ("政府性基金预算", "国有资本经营预算")


def empty_fund(fact: Fact) -> bool:
    """Whether a fact only says that one of the rare funds has nothing of a kind of spending: no answer to how much it is in all."""
    figure = fact.figure
    return fact.value == 0 and figure.fund in _RARE_FUNDS and figure.item in ("基本支出", "项目支出", *_OF_BASIC)


_OF_BASIC = ("人员经费", "公用经费")
"""Parts of basic spending: that a table says so restricts them to nothing."""


def scope_order(fact: Fact, mention: Mention, crowded: set[_Table], plan: bool) -> tuple[object, ...]:
    """A sort key: the item likeliest meant first, then the widest scope, then the table that is about the whole."""
    figure = fact.figure
    return (
        _rank(figure.item, mention),
        is_plan(figure) != plan and figure.stage == "决算",
        table_of(figure) in crowded,
        fact.nil and figure.amount.state is State.BLANK,
        fact.scope[1] is not None and not (fact.scope[1] == "基本支出" and figure.item in _OF_BASIC),
        fact.scope[0] is not None,
        figure.form not in WHOLE_FORMS,
        bool(figure.code) and figure.form == "revenue",
        bool(figure.code and figure.code[0] == "3"),
        -len(fact.places),
    )
