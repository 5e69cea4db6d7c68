"""The amount of the year before, printed in a prior-year column or derived from this year's amount and its printed change."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import calculate
from assistant.calculate import NotComparable, Term
from assistant.facts import Change, Fact
from assistant.labels import Mention
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.figure import Finding


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


def derive(scene: Scene, mention: Mention, target: Target) -> tuple[Fact, Change, calculate.Result] | None:
    """This year's amount, its change, and the prior-year amount that follows; None where they do not belong together."""
    for change in scene.evidence.changes(target.document, mention):
        if change.amount is None or change.amount.amount.value is None:
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
        f"未收录 {target.year} 年的原文。"
    )
