"""The amount of the year before, printed in a prior-year column or derived from this year's amount and its printed change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import calculate
from assistant.calculate import NotComparable, Term
from assistant.evidence import SIDES, WHOLE
from assistant.facts import Change, Fact, Level, agree
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Finding


def prior_lines(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> list[str]:
    """One line for each item and disclosure whose prior-year amount is printed or follows exactly."""
    lines = []
    for target in targets:
        for mention in mentions:
            line = _printed(scene, mention, target) or _derived(scene, mention, target)
            lines += [line] if line else []
    return lines


def _printed(scene: Scene, mention: Mention, target: Target) -> str | None:
    level = scene.evidence.level(target.document, mention, scene.question.fund, scene.question.kind, year=target.year)
    if level is None or level.lead.figure.value_year != target.year or _misdated(scene, target, level.lead):
        return None
    stated = scene.draft.fact(level.lead)
    return f"{stated} — {target.document.issuer} {target.year} 年“{level.lead.figure.item}”，印在 {target.document.fiscal_year} 年部门{target.document.stage}的上年栏。"


def warn(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> None:
    """Warn of sentences that print this year's amount under the year before."""
    for target in targets:
        for mention in mentions:
            level = scene.evidence.level(target.document, mention, year=target.year)
            for finding in _misdated(scene, target, level.lead) if level else ():
                scene.draft.finding(finding)


def _misdated(scene: Scene, target: Target, fact: Fact) -> tuple[Finding, ...]:
    """Findings that the sentence which prints the amount names the wrong year: it is this year's amount, not the year's before."""
    lines = {(p.page, p.line_start) for p in fact.places}
    found = scene.evidence.ledger.findings((target.document.id,))
    return tuple(f for f in found if f.rule == "words.year" and any((p.page, p.line_start) in lines for p in f.places))


def _all_of(target: Target, mention: Mention, item: str) -> str:
    """That the amount derived is of the part that this year is all of the item asked for."""
    if item in (*mention.items, *SIDES):
        return ""
    return f"{target.document.fiscal_year} 年“{mention.name}”全部是“{item}”。"


def derive(scene: Scene, mention: Mention, target: Target) -> tuple[Fact, Change, calculate.Result] | None:
    """This year's amount, its change, and the prior-year amount that follows; None where they do not belong together."""
    for change in _changes(scene, mention, target):
        if change.amount is None or change.amount.amount.value is None or not _of_kind(scene, change.amount):
            continue
        fact = scene.evidence.beside(target.document, change.amount)
        if fact is None:
            continue
        try:
            result = calculate.prior(
                Term(fact.value, fact.unit), Term(change.amount.amount.value, change.amount.amount.unit), change.amount.direction
            )
        except NotComparable:
            continue
        return fact, change, result
    return None


def _changes(scene: Scene, mention: Mention, target: Target) -> list[Change]:
    """Changes of the item; of the whole budget, those of its sides; else those of the one part that is all of the item this year."""
    told = scene.evidence.changes(target.document, mention)
    if not told and mention.items[:1] == (WHOLE,):
        told = scene.evidence.changes(target.document, Mention(mention.said, SIDES))
    if told:
        return told
    part = sole_part(scene, target, mention)
    return scene.evidence.changes(target.document, part[0]) if part else []


def sole_part(scene: Scene, target: Target, mention: Mention) -> tuple[Mention, Level] | None:
    """The part with a printed change that is all of the item: 上年结转结余 that is 财政拨款结转 and nothing else. With the item's own amount."""
    whole = scene.evidence.level(target.document, mention)
    item = whole.lead.figure.item if whole else ""
    for name in (*_SOURCES.get(item, ()), *parts_names(item)) if whole and whole.lead.value else ():
        part = Mention(name, (name,))
        level = scene.evidence.level(target.document, part)
        if whole and level is not None and agree(level.lead, whole.lead) and scene.evidence.changes(target.document, part):
            return part, whole
    return None


_SOURCES = {"收入总计": ("财政拨款收入", "一般公共预算拨款"), "支出总计": ("财政拨款支出", "一般公共预算支出")}
"""What all revenue or all expenditure of a small department often is."""


def parts_names(item: str) -> tuple[str, ...]:
    """Standard parts of an item, and the parts of those."""
    known = vocabulary.item(item)
    direct = known.parts if known else ()
    return tuple(dict.fromkeys([*direct, *(p for name in direct for p in parts_names(name))]))


def _of_kind(scene: Scene, change: Figure) -> bool:
    """Whether the change is against what is asked of the year before: what was spent is not what was planned."""
    base, plain = change.base or "", scene.question.plain
    if "预算" in base and re.search("执行|实际|决算数|支出了|花了", plain):
        return False
    return not ("执行" in base and re.search("年初预算|预算数|预算安排", plain))


def _derived(scene: Scene, mention: Mention, target: Target) -> str | None:
    found = derive(scene, mention, target)
    if found is None:
        return None
    fact, change, result = found
    amount = change.amount
    if amount is None or amount.amount.value is None:
        return None
    near = [p for p in fact.places if not p.table_title] or list(fact.places)
    places = [*near[:1], amount.source, *[p for p in fact.places if p.table_title][:1]]
    stated = scene.draft.result(result, fact.figure, "level", places, year=target.year)
    base = amount.base or "上年"
    return (
        f"{stated}（推算）— {target.document.issuer} {target.year} 年“{fact.figure.item}”。文件只印了 {target.document.fiscal_year} 年 "
        f"{calculate.plain(fact.value)} {fact.unit}及“比{base}{amount.direction or '增加'} {calculate.plain(amount.amount.value)} {amount.amount.unit}”；"
        f"未收录 {target.year} 年的原文。{_all_of(target, mention, fact.figure.item)}"
    )


_TOTALS = (
    "收支总预算",
    "收入总计",
    "支出总计",
    "本年收入合计",
    "本年支出合计",
    "财政拨款收入",
    "一般公共预算拨款",
    "一般公共预算支出",
    "基本支出",
)
"""Totals that often come to the same amount, of which a document tells the change of one."""


def same_as_total(scene: Scene, target: Target, mention: Mention) -> tuple[Fact, tuple[Change, ...]] | None:
    """The total and the printed changes of an item that is as much, where the total's own change is not printed."""
    total = scene.evidence.level(target.document, mention)
    if mention.items[0] not in _TOTALS or total is None or scene.evidence.changes(target.document, mention):
        return None
    for name in _TOTALS:
        own = Mention(name, (name,))
        level = scene.evidence.level(target.document, own)
        changes = tuple(c for c in scene.evidence.changes(target.document, own) if c.amount is not None)
        if level is not None and changes and (level.lead.value, level.lead.unit) == (total.lead.value, total.lead.unit):
            return total.lead, changes
    return None
