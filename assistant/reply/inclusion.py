"""Whether a whole holds a part (53人里退休的算没算, 总预算含不含结转), and whether a part is all of it: by which printed amounts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from assistant import calculate
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.facts import Fact
from assistant.mention import Mention
from assistant.reply.parts import REVENUE, parts_of
from assistant.reply.prints import quoted, touching
from assistant.reply.scene import Scene
from assistant.reply.whole import around
from assistant.restricting import FUNDS
from assistant.targets import Target
from corpus import vocabulary

_MOST = 9
"""Parts of which combinations are tried at most."""

_STEP = Decimal("0.01")
"""What rounding makes of a sum."""

_TOTALLED = {
    "收入总计": ("本年收入合计", "上年结转结余", "用事业基金弥补收支差额"),
    "支出总计": ("本年支出合计", "年末结转结余", "结转下年", "结余分配"),
}
"""What the totals of both sides are made of by the form of the budget."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A whole and one that may be a part of it."""

    whole: Fact
    part: Fact


def say(scene: Scene, target: Target) -> bool:
    """State whether the whole holds the part; False where the printed amounts do not tell."""
    pair = _pair(scene, target)
    if pair is None or pair.whole.unit != pair.part.unit:
        return False
    if not pair.part.value:
        return _say_nothing(scene, target, pair)
    sums = next((found for parts in _parts(scene, target, pair) if (found := made_of(pair.whole, parts))), [])
    held = {any(f.figure.item == pair.part.figure.item for f in found) for found in sums}
    if len(held) != 1 and not _listed_in(scene, target, pair):
        return False
    inside = held.pop() if len(held) == 1 else True
    draft = scene.draft
    draft.say(
        f"{owner(target.document)}“{pair.whole.figure.item}” {draft.fact(pair.whole)}，{'含' if inside else '不含'}"
        f"“{pair.part.figure.item}” {draft.fact(pair.part, bold=False)}。"
    )
    if sums:
        _say_sum(scene, pair.whole, sums[0])
    else:
        draft.say(f"文件把它列为“{pair.whole.figure.item}”的一项。")
    touching(scene, target, [pair.whole.figure, pair.part.figure])
    return True


def _say_nothing(scene: Scene, target: Target, pair: Pair) -> bool:
    """A part that is nothing changes no whole."""
    draft = scene.draft
    draft.say(
        f"{owner(target.document)}“{pair.whole.figure.item}” {draft.fact(pair.whole)}；“{pair.part.figure.item}”是 {draft.fact(pair.part)}，含不含都不影响。"
    )
    return True


def _say_sum(scene: Scene, whole: Fact, parts: Sequence[Fact]) -> None:
    """The amounts that the whole is made of."""
    draft = scene.draft
    listed = "，".join(f"{f.figure.item} {draft.fact(f, bold=False)}" for f in parts)
    if len(parts) == 1:
        draft.say(f"它等于{listed}，只含这一项。")
        return
    result = calculate.total([Term(f.value, f.unit) for f in parts])
    stated = draft.result(result, whole.figure, "sum", [f.places[0] for f in parts])
    rounded = "" if result.value == whole.value else "，只差四舍五入的尾差"
    draft.say(f"它由这些相加而成：{listed}，共 {stated}{rounded}。")


def made_of(whole: Fact, parts: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """All choices of the parts that add up to the whole; where none does exactly, those that only rounding keeps from it."""
    usable = [f for f in parts if f.unit == whole.unit and f.value and f.figure.item != whole.figure.item][:_MOST]
    choices = [found for n in range(1, len(usable) + 1) for found in combinations(usable, n)]
    exact = [found for found in choices if _gap(whole, found) == 0]
    return exact or [found for found in choices if len(found) > 1 and whole.unit == "万元" and _gap(whole, found) <= _STEP]


def _gap(whole: Fact, parts: Sequence[Fact]) -> Decimal:
    return abs(sum((f.value for f in parts), Decimal(0)) - whole.value)


def _pair(scene: Scene, target: Target) -> Pair | None:
    """The two items of the question, or its one item and the whole that it belongs to, where the question says that too."""
    fund = next((item for item, fund in FUNDS.items() if fund == scene.question.fund), None)
    mentions = [*scene.question.mentions, *([Mention(fund, (fund,))] if fund else [])]
    facts = [lv.lead for m in mentions if (lv := scene.evidence.level(target.document, m))]
    if len(facts) == 1:
        whole = _whole_of(scene, target, facts[0])
        return Pair(whole, facts[0]) if whole is not None and _said(scene, whole) else None
    if len(facts) != 2 or facts[0].figure.item == facts[1].figure.item:
        return None
    one, two = facts
    if _parent(one) == two.figure.item or (_parent(two) != one.figure.item and one.value < two.value):
        return Pair(two, one)
    return Pair(one, two)


def _said(scene: Scene, whole: Fact) -> bool:
    """Whether the question names a whole, or states its number (在不在这39个人里)."""
    item = vocabulary.item(whole.figure.item)
    names = (item.name, *item.aliases) if item else (whole.figure.item,)
    return quoted(scene, whole.figure) or any(name in scene.question.plain for name in names)


def _parent(fact: Fact) -> str | None:
    item = vocabulary.item(fact.figure.item)
    return item.parent if item else None


def _whole_of(scene: Scene, target: Target, part: Fact) -> Fact | None:
    parent = _parent(part)
    mention = Mention(parent, (parent,)) if parent else around(part)
    level = scene.evidence.level(target.document, mention) if mention is not None else None
    return level.lead if level is not None else None


def _listed_in(scene: Scene, target: Target, pair: Pair) -> bool:
    """Whether the document lists the part among those that come to the whole: 住房公积金 among the rows of 人员经费."""
    item = pair.whole.figure.item
    rows = parts_of(scene, target, Mention(item, (item,)))
    near = abs(sum((f.value for f in rows), Decimal(0)) - pair.whole.value) <= _STEP * len(rows)
    return near and any(f.figure.item == pair.part.figure.item and f.value == pair.part.value for f in rows)


def _parts(scene: Scene, target: Target, pair: Pair) -> list[list[Fact]]:
    """What the whole may be made of, the surest first: its standard parts, what its form totals, the sources of revenue.

    Sources tell only where all of them come to the total of revenue: else one of them is printed with another in it.
    """
    whole, part = pair.whole.figure.item, pair.part.figure.item
    item = vocabulary.item(whole)
    lists = [levels(scene, target, names) for names in (item.parts if item else (), _TOTALLED.get(whole, ())) if part in names]
    known, totals = sources(scene, target), levels(scene, target, ("收入总计",)) or levels(scene, target, ("收支总预算",))
    if totals and any(f.figure.item == part for f in known) and len(made_of(totals[0], known)) == 1:
        lists += [known] if len(made_of(totals[0], known)[0]) == len([f for f in known if f.value]) else []
    return lists


def sources(scene: Scene, target: Target) -> list[Fact]:
    """What a disclosure prints of each source of revenue; the members of a group where it prints no whole of it."""
    found: list[Fact] = []
    for group in REVENUE:
        found += levels(scene, target, group[:1]) or levels(scene, target, group[1:])
    return found


def levels(scene: Scene, target: Target, names: Sequence[str]) -> list[Fact]:
    """What a disclosure prints of each of the items."""
    return [lv.lead for n in names if (lv := scene.evidence.level(target.document, Mention(n, (n,))))]


def _belongs(pair: Pair) -> bool:
    """Whether the field knows the part as one of the whole."""
    item = vocabulary.item(pair.whole.figure.item)
    return _parent(pair.part) == pair.whole.figure.item or bool(item and pair.part.figure.item in item.parts)


def wholly(scene: Scene, target: Target) -> bool:
    """“是不是全都留给小微企业了”: whether a part is as much as its whole, else its share."""
    pair = _pair(scene, target)
    if pair is None or not pair.whole.value or not _belongs(pair):
        return False
    try:
        share = calculate.percent(Term(pair.part.value, pair.part.unit), Term(pair.whole.value, pair.whole.unit))
    except NotComparable:
        return False
    draft, equal = scene.draft, pair.whole.value == pair.part.value
    draft.say(
        f"{'是，全部都是' if equal else '不是全部'}：{owner(target.document)}“{pair.part.figure.item}” {draft.fact(pair.part)}，"
        f"“{pair.whole.figure.item}” {draft.fact(pair.whole)}，{'两个数相等' if equal else '两个数不相等'}。"
    )
    places = [pair.part.places[0], pair.whole.places[0]]
    draft.say("" if equal else f"占 {draft.result(share, pair.part.figure, 'share', places)}。")
    touching(scene, target, [pair.whole.figure, pair.part.figure])
    return True
