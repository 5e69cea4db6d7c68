"""Sentences of a document that a question doubts: the year they print, a number they leave out, what their change is measured against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.answer import Answer, Status
from assistant.compose import owner
from assistant.facts import Fact, agree, fact_of
from assistant.operations import saying
from assistant.reply import attributed, contradiction, inclusion, premise, stated_sum
from assistant.reply.prints import quoted, touching
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.years import take_named
from corpus.amount import State
from corpus.figure import Figure, Finding, Measure

Way = Callable[[Scene, Target], bool]


def reply(scene: Scene) -> Answer | None:
    """The first doubt that the question words and a document settles; None where it doubts nothing, or no document tells."""
    doubted = saying("doubt", scene.question.plain)
    for name, way in _WAYS if doubted else ():
        if name not in doubted:
            continue
        scene.renew()
        # 上年 in a question for the base of a change is no year that is asked for.
        targets = _all(scene) if name == "base" else [t for t in scene.found if not t.prior]
        said = [way(scene, target) for target in targets[:TABLE_LIMIT]]
        if any(said):
            told = bool(scene.draft.figures or scene.draft.findings)
            return scene.answered() if told else scene.draft.answer(Status.NOT_DISCLOSED)
    return None


def _all(scene: Scene) -> tuple[Target, ...]:
    """The disclosures found, or those of the departments named where the words for the base were taken for what is looked for."""
    own = [d for d in scene.documents if d.issuer in scene.question.issuers]
    return scene.found or tuple(Target(d, d.fiscal_year) for d in own)


def _year(scene: Scene, target: Target) -> bool:
    """“写的2019年，年份对吗”: the amount with the year it is of, then what the doubted sentence prints."""
    wrong = _found(scene, target, "words.year")
    if wrong and not (scene.question.mentions or scene.question.numbers):
        for finding in wrong:
            scene.draft.finding(finding)
        return True
    for finding in wrong:
        figure = next((f for f in _doubted(scene, target) if _stands_at(f, finding)), None)
        if figure is not None:
            _say_year(scene, target, _with_all_places(scene, target, figure))
            scene.draft.finding(finding)
            return True
    said, figure = take_named(scene.question.plain)[0], next(iter(_doubted(scene, target)), None)
    if not said or not scene.question.numbers or figure is None:
        return False
    _say_year(scene, target, fact_of([figure]))
    right = (figure.value_year or target.document.fiscal_year) in said
    scene.draft.say("年份没有印错。" if right else "没有发现文件把它的年份印错。")
    return True


def _say_year(scene: Scene, target: Target, fact: Fact) -> None:
    year, kind = fact.figure.value_year or target.document.fiscal_year, target.document.stage
    scene.draft.say(f"{scene.draft.fact(fact)} 是 {year} 年的{kind}数 — {owner(target.document)}，“{fact.figure.item}”。")


def _doubted(scene: Scene, target: Target) -> list[Figure]:
    """Amounts that the question quotes, of its items first; all amounts of its items where it quotes none."""
    own = [f for m in scene.question.mentions for f in scene.evidence.about(target.document, m)]
    return _amounts(scene, own) or (_amounts(scene, scene.evidence.whole(target.document.id)) if scene.question.numbers else [])


def _amounts(scene: Scene, figures: Iterable[Figure]) -> list[Figure]:
    told = [f for f in figures if f.measure in (Measure.LEVEL, Measure.COUNT) and f.amount.value is not None]
    return [f for f in told if not scene.question.numbers or quoted(scene, f)]


def _with_all_places(scene: Scene, target: Target, figure: Figure) -> Fact:
    """The amount with the other places that print it of the item."""
    if scene.mention is not None:
        level = scene.evidence.level(target.document, scene.mention)
        if level is not None and agree(level.lead, fact_of([figure])):
            return level.lead
    return fact_of([figure])


def _found(scene: Scene, target: Target, rule: str) -> list[Finding]:
    return [f for f in scene.evidence.ledger.findings((target.document.id,)) if f.rule == rule]


def _stands_at(figure: Figure, finding: Finding) -> bool:
    """Whether the first place of a finding is one that prints the figure."""
    place = finding.places[0]
    return any((p.page, p.line_start) == (place.page, place.line_start) for p in (figure.source, *figure.also))


def _left_out(scene: Scene, target: Target) -> bool:
    """“这句没写数字,应该是多少”: what other places print of the item, and the sentence that leaves it out."""
    if not scene.question.mentions:
        gaps = _found(scene, target, "gap.missing")
        for finding in gaps:
            scene.draft.finding(finding)
        return bool(gaps)
    gaps_of = [(m, f) for m in scene.question.mentions for f in scene.evidence.about(target.document, m) if _missing(f)]
    for mention, gap in {m.name: (m, f) for m, f in reversed(gaps_of)}.values():
        level = scene.evidence.level(target.document, mention)
        if level is not None:
            scene.draft.say(
                f"{scene.draft.fact(level.lead)} — {owner(target.document)}，“{level.lead.figure.item}”在其他地方印的数。"
            )
        scene.draft.say(f"说明中这一句漏印了数额：“{_words(gap)}”{scene.draft.mark((gap.source,))}。")
        scene.draft.say("" if level is not None else f"{owner(target.document)}其他地方也没有印“{mention.name}”的数额。")
    return bool(gaps_of)


def _missing(figure: Figure) -> bool:
    return figure.amount.state is State.MISSING


def _bases(scene: Scene, target: Target) -> bool:
    """“到底是跟上年预算比还是跟上年执行数比”: each base that the document names for the change, with its sentence."""
    figures = _changes(scene, target)
    bases: dict[str, list[Figure]] = {}
    for figure in figures:
        bases.setdefault(figure.base or "", []).append(figure)
    named = {base: found for base, found in bases.items() if base}
    if not named:
        return False
    draft, lead = scene.draft, figures[0]
    draft.say(
        f"{owner(target.document)}“{lead.item}”{lead.direction or '增减'} {draft.figure(lead, None, (lead.source,))}，比较的基数："
    )
    for base, found in named.items():
        first = found[0]
        draft.say(f"- 与“{base}”比：“{_words(first)}”{draft.mark([f.source for f in found[:3]])}")
    draft.say("各处写法不一致，文件没有说明以哪一个为准。" if len(named) > 1 else f"写的都是与“{next(iter(named))}”比。")
    touching(scene, target, figures)
    return True


def _changes(scene: Scene, target: Target) -> list[Figure]:
    """Changes that the question quotes, of its items first; of its items alone where it quotes no number."""
    items = {i for m in scene.question.mentions for i in m.items}
    kinds = (Measure.CHANGE, Measure.GROWTH)
    if not scene.question.numbers:
        own = [f for m in scene.question.mentions for f in scene.evidence.about(target.document, m) if f.measure in kinds]
        return [f for f in own if f.amount.value is not None]
    all_of_them = [f for kind in kinds for f in scene.evidence.measured(target.document.id, kind) if quoted(scene, f)]
    return [f for f in all_of_them if f.item in items] or all_of_them


def _words(figure: Figure) -> str:
    """The words in which a figure is printed, on one line."""
    return re.sub(r"\s+", "", figure.source.quote)[:120]


_WAYS: tuple[tuple[str, Way], ...] = (
    ("year", _year),
    ("left_out", _left_out),
    ("base", _bases),
    ("added", stated_sum.say),
    ("shares_added", stated_sum.shares),
    ("inclusion", inclusion.say),
    ("wholly", inclusion.wholly),
    ("attributed", attributed.say),
    ("moved", premise.other_way),
    ("contradiction", contradiction.say),
)
"""What a question may doubt (cues in the table [doubt] of ``operations.toml``), and what settles it."""
