"""Printed percentages computed anew from the printed amounts: 按计算器不是这个数, 只写了下降10%,请按金额重算."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term, plain
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Change, Fact
from assistant.mention import Mention
from assistant.numerals import number_of
from assistant.operations import says
from assistant.question import Question
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.worked_out import asks_amount
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure

_DIGITS = Cue(r"(?:保留|精确到?|小数点后|取)([一二两三四\d])位")


def wanted(question: Question) -> bool:
    """Whether a percentage is to be computed anew: said so, or a printed share is doubted."""
    if not question.mentions:
        return False
    percent = any(n.endswith("%") for n in question.numbers)
    related = bool({"share", "growth", "change"} & question.asks) or percent
    asked = "check" in question.asks or says("scope", "yes_no", question.plain)
    doubted = percent and asked and ("share" in question.asks or len(question.numbers) > 1)
    doubted = doubted or (percent and question.wanted.digits is not None)
    recomputed = says("scope", "recompute", question.plain) or (
        says("scope", "verified", question.plain) and not asks_amount(question.plain)
    )
    recomputed = recomputed and bool(question.numbers or not says("scope", "step", question.plain))
    return doubted or (related and recomputed)


def reply(scene: Scene) -> Answer | None:
    """The printed percentage and the computed one; None where the document prints no percentage to check."""
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        ways = (_share, _rate) if "share" in scene.question.asks else (_rate, _share)
        said = any(way(scene, target) for way in ways) or said
    return scene.answered() if said else None


def _share(scene: Scene, target: Target) -> bool:
    part = scene.question.mentions[0]
    shares = scene.evidence.shares(target.document, part)
    for share in sorted(shares, key=lambda s: not _named(scene.question, s)):
        fact = scene.evidence.beside(target.document, share) or _level(scene, target, part)
        whole = _whole(scene, target, share)
        if fact is None or whole is None:
            continue
        try:
            result = calculate.percent(Term(fact.value, fact.unit), Term(whole.value, whole.unit))
        except NotComparable:
            continue
        lead = f"{owner(target.document)}“{share.item}”占“{whole.figure.item}”"
        _both(scene, lead, share, _to_digits(scene.question, result, fact.value, whole), fact, whole)
        return True
    return False


def _named(question: Question, share: Figure) -> bool:
    """Whether a share is the one that the question quotes."""
    return any(n.endswith("%") and share.amount.value == Decimal(n.rstrip("%")) for n in question.numbers)


def _level(scene: Scene, target: Target, mention: Mention) -> Fact | None:
    found = scene.evidence.level(target.document, mention)
    return found.lead if found is not None else None


def _whole(scene: Scene, target: Target, share: Figure) -> Fact | None:
    """What the share is a share of: the whole that the question names, else the one printed with it."""
    if len(scene.question.mentions) > 1:
        return _level(scene, target, scene.question.mentions[1])
    name = vocabulary.canonical(share.whole) if share.whole else ""
    return _level(scene, target, Mention(name, (name,))) if name else None


def _to_digits(question: Question, result: Result, part: Decimal, whole: Fact) -> Result:
    """The result with as many digits as the question asks for."""
    said = _DIGITS.search(question.plain)
    digits = number_of(said[1]) if said else None
    if digits is None or not whole.value or result.unit != "%":
        return result
    return replace(result, value=calculate.rounded(part / whole.value * 100, digits))


def _both(scene: Scene, lead: str, printed: Figure, computed: Result, *facts: Fact) -> None:
    """The two percentages, the one that is asked for first."""
    draft = scene.draft
    places = [p for fact in facts for p in fact.places[:1]] + [printed.source]
    anew = says("scope", "anew", scene.question.plain) or scene.question.wanted.digits is not None
    said = draft.result(computed, printed, printed.measure.value, places) if anew else ""
    stated = draft.figure(printed, None, (printed.source,))
    said = said or draft.result(computed, printed, printed.measure.value, places)
    first, second = f"按印出的金额计算 {said}", f"文件印的是 {stated}"
    draft.say(f"{lead}：{f'{first}；{second}' if anew else f'{second}；{first}'}。")
    gap = abs(computed.value - (printed.amount.value or Decimal(0)))
    digits = calculate.decimals(printed.amount.value or Decimal(0))
    if gap == 0:
        draft.say("两者一致。")
    elif calculate.rounded(computed.value, digits) == printed.amount.value:
        draft.say("两者一致，印的是四舍五入后的数。")
    else:
        draft.say("两者不一致，文件没有解释，以上照录。")


def _rate(scene: Scene, target: Target) -> bool:
    """The rate of a change, from its amount and the level that it led to."""
    for change in _changes(scene, target):
        fact = scene.evidence.beside(target.document, change.figure)
        amount = change.amount.amount if change.amount else None
        if fact is None or amount is None or amount.value is None or change.rate is None or not change.direction:
            continue
        before = calculate.prior(Term(fact.value, fact.unit), Term(amount.value, amount.unit), change.direction)
        if before.value <= 0:
            continue
        said = _DIGITS.search(scene.question.plain)
        digits = (number_of(said[1]) if said else None) or 2
        in_unit = calculate.convert(amount.value, amount.unit, before.unit)
        value = calculate.rounded(in_unit / before.value * 100, digits)
        result = Result(value, "%", f"{plain(in_unit)} ÷ ({before.formula}) × 100%")
        word = "下降" if change.direction == "减少" else "增长"
        lead = f"{owner(target.document)}“{change.figure.item}”比{change.figure.base or '上年'}{change.direction}，{word}"
        amount_fact = Fact(change.amount or change.figure, (change.figure.source,), (change.figure,))
        _both(scene, lead, change.rate, result, fact, amount_fact)
        return True
    return False


def _changes(scene: Scene, target: Target) -> list[Change]:
    """Changes of the item with amount and rate, those of a quoted rate first; an amount may be printed in another sentence."""
    found = scene.evidence.changes(target.document, scene.question.mentions[0])
    amounts = [c.amount for c in found if c.amount is not None]
    whole = [c if c.amount or not amounts else Change(amounts[0], c.rate) for c in found]
    return sorted(whole, key=lambda c: c.rate is None or not _named(scene.question, c.rate))
