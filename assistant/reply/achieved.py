"""A result held against its performance target: one that the question claims is compared, one that is asked for no plan tells."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import Answer
from assistant.calculate import plain
from assistant.compose import gap, owner
from assistant.cues import Cue
from assistant.operations import pattern, says
from assistant.reply import ends
from assistant.reply.indicators import Indicator, bound, listed, named
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.amount import MONEY_SCALE
from corpus.figure import Figure

_CLAIM = Cue(
    r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十](?=[场家次项名件批个]))(?:来|多|几)?(?:个(?=亿|万))?(?P<unit>亿元?|万元|万(?!人)|元|%|[\u4e00-\u9fff])"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def reply(scene: Scene) -> Answer | None:
    """Whether a claimed result reaches the target (the target first), or that the result is not disclosed; None for other questions."""
    question = scene.question
    against = says("indicator", "against", question.plain) and bool(question.numbers or _CLAIM.search(question.plain))
    if not against and not _asks_result(scene):
        return None
    for target in scene.found[:TABLE_LIMIT]:
        if target.document.stage == "决算" or _spent(scene, target):
            continue
        meant = [each for each in _meant(scene, target) if each.values]
        if not meant:
            continue
        if _asks_result(scene) and not against:
            names = list({each.name: each for each in meant if each.table} or {each.name: each for each in meant})
            return ends.undisclosed(scene, f"{names[0] if len(names) == 1 else '绩效指标'}的实际完成数")
        if not target.prior and _compare(scene, target, meant[0].values[0]):
            return scene.answered()
    return None


def _asks_result(scene: Scene) -> bool:
    """Whether what was reached is asked for; words for the target beside it (实际要完成多少) make it a question for the target."""
    return says("indicator", "reached", scene.question.plain) and "weight" not in scene.question.asks


def _spent(scene: Scene, target: Target) -> bool:
    """Whether the question names an amount of the document, whose account is another matter than a target."""
    return any(scene.evidence.level(target.document, mention) for mention in scene.question.mentions)


def _meant(scene: Scene, target: Target) -> list[Indicator]:
    """The indicators that the question describes beside its claim and the words for reaching it."""
    rest = scene.question.rest_with_items
    found = listed(scene.evidence, target.document)
    if not _CLAIM.search(rest) and len(own := named(scene.question, found, rest.replace("实际", ","))) == 1:
        return own
    for cue in (_CLAIM, pattern("indicator", "reached"), pattern("indicator", "against")):
        rest = cue.sub(lambda m: "," * len(m[0]), rest)
    return named(scene.question, found, rest)


def _compare(scene: Scene, target: Target, figure: Figure) -> bool:
    """State the target and whether the claim reaches it; False where the claim is in no unit of the target."""
    claim = next((c for m in _CLAIM.finditer(scene.question.plain) if (c := _claimed(m, figure))), None)
    goal = figure.amount.value
    if claim is None or goal is None:
        return False
    value, said = claim
    sign = bound(figure)
    reached = value <= goal if sign == "≤" else value >= goal
    stated = scene.draft.figure(figure, None, (figure.source,))
    scene.draft.say(f"{stated} — {owner(target.document)}绩效指标“{figure.item}”的目标值{f'（{sign}）' if sign else ''}。")
    relation = "等于目标" if value == goal else "低于目标" if value < goal else "高于目标"
    scene.draft.say(f"所说的 {said}{relation}，{'达到' if reached else '没有达到'}目标要求；文件没有披露实际完成数。")
    return True


def _claimed(match: re.Match[str], figure: Figure) -> tuple[Decimal, str] | None:
    """The claimed number in the unit of the target, and as it was said; None where the units do not agree."""
    number = Decimal(_DIGITS.get(match["number"], match["number"]))
    unit, own = match["unit"], figure.amount.unit
    money = {"亿": "亿元", "万": "万元"}.get(unit, unit)
    if money in MONEY_SCALE and own in MONEY_SCALE:
        return number * MONEY_SCALE[money] / MONEY_SCALE[own], f"{plain(number)} {money}"
    if unit[0] == own[:1]:
        return number, f"{plain(number)}{gap(own)}{own}"
    return None
