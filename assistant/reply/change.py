"""How an item changed against the year before, and why; a premise that is false is corrected first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Term, plain
from assistant.compose import owner, scope_words
from assistant.facts import Change, Fact
from assistant.labels import Mention
from assistant.reply import compare, ends, successive
from assistant.reply.level import findings
from assistant.reply.parts import REVENUE
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.successive import rate_first
from assistant.targets import Target
from corpus import vocabulary
from corpus.document import Source


def reply(scene: Scene) -> Answer | None:
    """Amount, rate and reason, whichever the question wants first."""
    if not scene.mention:
        return None
    if (answer := successive.reply(scene)) is not None:
        return answer
    _use_base_year(scene)
    told: list[tuple[Target, list[Change]]] = []
    later = _later_year(scene)
    for target in (t for t in scene.found if not t.prior or "year" in scene.question.carried):
        if later is not None and target.document.fiscal_year != later:
            continue
        if any(t.document.id == target.document.id for t, _ in told):
            continue
        changes = _changes(scene, target, scene.mention)
        if changes:
            told.append((target, changes))
        if len(told) > TABLE_LIMIT:
            return ends.clarify(scene, f"有多份文件说明了“{scene.mention.name}”的增减，请说明部门或年度：")
    if not told:
        return (compare.reply(scene) if later is not None else None) or _without_change(scene)
    for target, changes in told:
        _state(scene, target, changes, several=len(told) > 1)
    return scene.answered()


def _later_year(scene: Scene) -> int | None:
    """Of two years named, one against the other (2025年比2024年增加多少), the one whose disclosure tells the change."""
    years = scene.question.years
    against = re.search(r"(?:比|较|和|与|跟|同)(?:20)?\d\d年", scene.question.plain)
    return max(years) if len(years) == 2 and against else None


def _use_base_year(scene: Scene) -> None:
    """“三公经费比2025年变化多少” asks the disclosure of 2026: the year after 比 is only what is compared with."""
    based = re.search(r"(?:比|较|和|与|跟|同)(?:20)?\d\d年", scene.question.plain)
    if based and scene.found and all(t.prior for t in scene.found):
        found = tuple(Target(t.document, t.document.fiscal_year) for t in scene.found)
        scene.targets = replace(scene.targets, found=found)


def _changes(scene: Scene, target: Target, mention: Mention) -> list[Change]:
    changes = scene.evidence.changes(target.document, mention)
    if scene.question.fund:
        changes = [c for c in changes if c.figure.fund == scene.question.fund] or changes
    first = mention.items[0]
    return sorted(changes, key=lambda c: c.figure.item != first) if any(c.figure.item == first for c in changes) else changes


def _state(scene: Scene, target: Target, changes: Sequence[Change], several: bool) -> None:
    draft, change = scene.draft, _first_with_rate(changes) if "growth" in scene.question.asks else changes[0]
    item = change.figure.item
    fact = scene.evidence.beside(target.document, change.figure)
    premise = _premise(scene, change, fact)
    whose = f"{owner(target.document)}“{item}”"
    if premise:
        draft.say(premise.replace("{whose}", whose))
    else:
        draft.say(f"{whose}{_lead(scene, change, fact)}。")
    _because(scene, target, change, item, changes)
    if fact is not None and not premise:
        draft.say(f"{target.document.fiscal_year} 年为 {draft.fact(fact, bold=False)}。")
    if not several:
        findings(scene, target, [])


def _first_with_rate(changes: Sequence[Change]) -> Change:
    """The first change, or the same change where another sentence prints its rate too."""
    first = changes[0]
    same = [
        c for c in changes if c.rate and (first.amount is None or c.amount and c.amount.amount.value == first.amount.amount.value)
    ]
    return first if first.rate or not same else same[0]


def _lead(scene: Scene, change: Change, fact: Fact | None) -> str:
    """The change in words, with the rate computed where it is asked for and not printed."""
    draft = scene.draft
    if change.rate is None and "growth" in scene.question.asks and fact is not None and change.amount is not None:
        amount = change.amount.amount
        if amount.value is not None and change.direction:
            before = calculate.prior(Term(fact.value, fact.unit), Term(amount.value, amount.unit), change.direction)
            if before.value > 0:
                rate = calculate.percent(Term(amount.value, amount.unit), Term(before.value, before.unit))
                rate = calculate.Result(rate.value, "%", f"{plain(amount.value)} ÷ ({before.formula}) × 100%")
                places = [change.amount.source, *fact.places[:2]]
                computed = draft.result(rate, change.amount, "growth", places)
                stated = draft.change(change, bold=True)
                return f"{stated}；{'降' if change.direction == '减少' else '增'}幅 {computed}（文件没有印，推算）"
    if rate_first(scene) and change.rate is not None and change.direction:
        base = change.figure.base or "上年"
        stated = draft.figure(change.rate, None, (change.rate.source,))
        amount_text = (
            f"，{change.direction} {draft.figure(change.amount, None, (change.amount.source,), bold=False)}"
            if change.amount
            else ""
        )
        return f"比{base}{'下降' if change.direction == '减少' else '增长'} {stated}{amount_text}"
    if rate_first(scene) and change.rate is not None and change.amount is not None and change.direction is None:
        at_rate = draft.figure(change.rate, None, (change.rate.source,))
        by_amount = draft.figure(change.amount, None, (change.amount.source,), bold=False)
        return f"与{change.figure.base or '上年'}持平（增长 {at_rate}，增加 {by_amount}）"
    return draft.change(change, bold=True)


def _premise(scene: Scene, change: Change, fact: Fact | None) -> str | None:
    """The correction of a premise: asked why it rose where it did not, or why it is so high where it is nothing."""
    wanted, draft = scene.question.wanted, scene.draft
    if "reason" not in scene.question.asks:
        return None
    if wanted.high and fact is not None and fact.value == 0:
        return f"{{whose}}是 {draft.fact(fact)}，并不高：{draft.change(change)}。"
    if wanted.direction is None or wanted.direction == change.direction:
        return None
    word = "增加" if wanted.direction == "增加" else "减少"
    if change.direction is None:
        return f"{{whose}}没有{word}：{draft.change(change, bold=True)}。"
    return f"{{whose}}没有{word}，而是{change.direction}：{draft.change(change, bold=True)}。"


def _because(scene: Scene, target: Target, change: Change, item: str, changes: Sequence[Change] = ()) -> None:
    """The printed reason, or those of the parts where the whole has none."""
    draft = scene.draft
    if change.reason and (told := draft.reason(change, scene.evidence.place_of(change.reason, change.figure.source))):
        draft.say(f"{'文件的说法' if change.direction is None else '原因'}：{told}。")
        return
    for other in changes:
        if other.reason and other.direction == change.direction and other.figure.fund != change.figure.fund:
            told = draft.reason(other, scene.evidence.place_of(other.reason, other.figure.source))
            if told:
                draft.say(f"其中{scope_words(other.figure)}{draft.change(other)}，原因：{told}。")
                return
    for name in parts_names(item):
        for part in scene.evidence.changes(target.document, Mention(name, (name,)))[:1]:
            if part.reason and (part.direction or change.direction is None):
                told = draft.reason(part, scene.evidence.place_of(part.reason, part.figure.source))
                draft.say(
                    f"其中{name}{draft.change(part)}{'，原因：' if part.direction else '，文件的说法：'}{told}。" if told else ""
                )
    if "reason" in scene.question.asks and not any("原因" in line or "说法" in line for line in draft.lines):
        draft.say("文件没有说明原因。")


def parts_names(item: str) -> tuple[str, ...]:
    """Standard parts of an item, and the parts of those."""
    known = vocabulary.item(item)
    direct = known.parts if known else ()
    return tuple(dict.fromkeys([*direct, *(p for name in direct for p in parts_names(name))]))


def _without_change(scene: Scene) -> Answer | None:
    """No printed change: two columns may give it, or the changes of all parts; else the level, and that no change is told."""
    for target in (t for t in scene.found if not t.prior):
        if scene.mention and any(way(scene, target, scene.mention) for way in (_from_columns, _from_parts, _from_all_of_it)):
            return scene.answered()
    from assistant.reply import level, purpose

    if "reason" in scene.question.asks:
        found = purpose.reasons(scene)
        if found:
            return found
    answer = level.reply(scene)
    if answer is not None and scene.draft.figures and answer.figures:
        scene.draft.say(
            f"文件没有说明“{scene.mention.name if scene.mention else ''}”比上年的增减{'和原因' if 'reason' in scene.question.asks else ''}。"
        )
        zero = all(f.value == 0 for f in answer.figures)
        if not zero:
            from assistant.answer import Status

            return scene.draft.answer(Status.NOT_DISCLOSED)
        return scene.answered()
    return answer


def _from_columns(scene: Scene, target: Target, mention: Mention) -> bool:
    """A table with a column of the year before."""
    year = target.document.fiscal_year
    now = scene.evidence.level(target.document, mention)
    then = scene.evidence.level(target.document, mention, year=year - 1)
    if now is None or then is None or then.lead.figure.value_year != year - 1 or now.lead.figure.value_year == year - 1:
        return False
    _computed(scene, target, now.lead, then.lead, mention.name)
    return True


def _computed(scene: Scene, target: Target, now: Fact, then: Fact, name: str) -> None:
    draft = scene.draft
    one, two = Term(now.value, now.unit), Term(then.value, then.unit)
    direction = (
        "持平"
        if one.value == calculate.convert(two.value, two.unit, one.unit)
        else "增加"
        if one.value > calculate.convert(two.value, two.unit, one.unit)
        else "减少"
    )
    places = [now.places[0], then.places[0]]
    amount = draft.result(calculate.difference(one, two), now.figure, "change", places, item=name)
    draft.say(f"{owner(target.document)}“{name}”比上年{direction} {amount}（按表中两年的数推算）。")
    if two.value:
        rate = calculate.difference(one, two)
        percent = calculate.percent(Term(rate.value, one.unit), two)
        shown = draft.result(
            calculate.Result(percent.value, "%", f"({rate.formula}) ÷ {plain(two.value)} × 100%"),
            now.figure,
            "growth",
            places,
            item=name,
        )
        draft.say(f"幅度 {shown}。")
        if rate_first(scene):
            draft.figures.reverse()


def _from_all_of_it(scene: Scene, target: Target, mention: Mention) -> bool:
    """The printed change of the part that is all of the item: 上年结转结余 that is 财政拨款结转 and nothing else."""
    whole = scene.evidence.level(target.document, mention)
    for name in parts_names(whole.lead.figure.item) if whole and whole.lead.value else ():
        part = Mention(name, (name,))
        level, changes = scene.evidence.level(target.document, part), scene.evidence.changes(target.document, part)
        if whole and level is not None and changes and (level.lead.value, level.lead.unit) == (whole.lead.value, whole.lead.unit):
            _state(scene, target, changes, several=False)
            scene.draft.say(f"“{whole.lead.figure.item}” {scene.draft.fact(whole.lead, bold=False)}，全部是“{name}”。")
            return True
    return False


def _rate_of(scene: Scene, whole: Fact, change: calculate.Result, places: Sequence[Source]) -> str:
    """The rate of a computed change, where it is asked for."""
    before = whole.value - change.value
    if "growth" not in scene.question.asks or change.unit != whole.unit or before <= 0:
        return ""
    rate = calculate.percent(Term(abs(change.value), whole.unit), Term(before, whole.unit))
    formula = f"({change.formula}) ÷ ({plain(whole.value)} − ({change.formula})) × 100%"
    stated = scene.draft.result(calculate.Result(rate.value, "%", formula), whole.figure, "growth", [*places, whole.places[0]])
    if rate_first(scene):
        scene.draft.figures.reverse()
    return f"{'降' if change.value < 0 else '增'}幅 {stated}（推算）。"


def _complete_parts(item: str) -> list[tuple[str, ...]]:
    """Sets of parts that may make up the item without a rest: kinds of spending, sources of revenue, its standard parts."""
    spending, revenue = ("基本支出", "项目支出"), tuple(group[0] for group in REVENUE)
    totals: dict[str, list[tuple[str, ...]]] = {"支出总计": [spending], "收入总计": [revenue], "收支总预算": [spending, revenue]}
    known = vocabulary.item(item)
    return [*totals.get(item, []), *([known.parts] if known and known.parts else [])]


def _from_parts(scene: Scene, target: Target, mention: Mention) -> bool:
    """The change of a total as the sum of the printed changes of parts that make up the total."""
    whole = scene.evidence.level(target.document, mention)
    if whole is None:
        return False
    for parts in _complete_parts(whole.lead.figure.item):
        rows = [
            (scene.evidence.level(target.document, Mention(p, (p,))), scene.evidence.changes(target.document, Mention(p, (p,))))
            for p in parts
        ]
        told = [
            (lv, next((c for c in changes if c.amount is not None), None))
            for lv, changes in rows
            if lv is not None and lv.lead.value
        ]
        if (
            len(told) < 2
            or any(c is None for _, c in told)
            or sum((lv.lead.value for lv, _ in told), Decimal(0)) != whole.lead.value
        ):
            continue
        amounts = [c.amount for _, c in told if c is not None and c.amount is not None]
        signed = [(-1 if a.direction == "减少" else 1) * (a.amount.value or Decimal(0)) for a in amounts]
        formula = " + ".join(plain(v) if v >= 0 else f"({plain(v)})" for v in signed)
        result = calculate.Result(sum(signed, Decimal(0)), amounts[0].amount.unit, formula)
        word = "增加" if result.value > 0 else "减少" if result.value < 0 else "持平"
        stated = scene.draft.result(result, whole.lead.figure, "change", [a.source for a in amounts])
        listed = "、".join(a.item for a in amounts)
        scene.draft.say(
            f"{owner(target.document)}“{whole.lead.figure.item}”比上年{word} {stated}（{listed}的增减相加；总额的增减文件没有印）。"
        )
        scene.draft.say(_rate_of(scene, whole.lead, result, [a.source for a in amounts]))
        scene.draft.say(f"{target.document.fiscal_year} 年为 {scene.draft.fact(whole.lead, bold=False)}。")
        return True
    return False
