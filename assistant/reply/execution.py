"""Planned and spent side by side: a final account prints both, and the question wants both or the gap between them."""

from __future__ import annotations

import re

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.facts import Fact, is_plan
from assistant.labels import Mention
from assistant.question import Question
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.figure import Measure

_BOTH = re.compile(r"预算数?.{0,8}(?:决算|实际|执行数)|(?:决算|实际|执行数).{0,8}预算")

_OWN = (Measure.LEVEL, Measure.SHARE)
"""What the reason for a gap is printed with: the amounts, or how much of the plan was carried out."""


def wanted(question: Question) -> bool:
    """Whether a question about one item names what was planned and what was spent."""
    if len(question.mentions) != 1 or "share" in question.asks or len(question.years) > 1:
        return False
    said = question.mentions[0].said
    rest = question.plain.replace(said, "预算" if said.endswith("预算") else "、", 1)
    return bool(_BOTH.search(rest))


def reply(scene: Scene) -> Answer | None:
    """One line a final account; None where none prints both."""
    said = False
    for target in [t for t in scene.found if not t.prior and t.document.stage == "决算"][:TABLE_LIMIT]:
        pair = _pair(scene, target)
        if pair is not None:
            _say(scene, target, *pair)
            said = True
    return scene.answered() if said else None


def _pair(scene: Scene, target: Target) -> tuple[Fact, Fact] | None:
    mention = scene.question.mentions[0]
    for name in (None, *_SPENT_OF.get(mention.name, ())):
        item = mention if name is None else Mention(mention.said, (name,))
        planned = scene.evidence.level(target.document, item, scene.question.fund, plan=True)
        spent = scene.evidence.level(target.document, item, scene.question.fund)
        if planned is not None and spent is not None and is_plan(planned.lead.figure) and not is_plan(spent.lead.figure):
            return planned.lead, spent.lead
    return None


_SPENT_OF = {"一般公共预算拨款": ("一般公共预算支出",), "财政拨款收入": ("财政拨款支出",)}
"""What is given of a fund, and what is spent of it: a final account prints the plan of the latter."""


def _say(scene: Scene, target: Target, planned: Fact, spent: Fact) -> None:
    draft, whose = scene.draft, f"{owner(target.document)}“{spent.figure.item}”"
    try:
        apart = calculate.difference(Term(planned.value, planned.unit), Term(spent.value, spent.unit))
    except NotComparable:
        apart = None
    places = [planned.places[0], spent.places[0]]
    if apart is not None and {"difference", "change", "compare"} & scene.question.asks:
        word = "相等" if apart.value == 0 else "决算比预算少" if planned.value > spent.value else "决算比预算多"
        draft.say(f"{whose}{word} {draft.result(apart, spent.figure, 'difference', places)}。")
    empty = "（表中该栏为空）" if spent.nil else ""
    draft.say(f"{whose}：预算 {draft.fact(planned)}，决算 {draft.fact(spent)}{empty}。")
    for done in scene.evidence.completion(target.document, scene.question.mentions[0])[:1]:
        draft.say(f"完成预算的 {draft.figure(done, None, (done.source,), bold=False)}。")
    if "reason" in scene.question.asks:
        _because(scene, target)


def _because(scene: Scene, target: Target) -> None:
    """Why the two differ, as the document says it."""
    told = [f for f in scene.evidence.about(target.document, scene.question.mentions[0]) if f.reason and f.measure in _OWN]
    place = scene.evidence.place_of(told[0].reason or "", told[0].source) if told else None
    if place is None:
        scene.draft.say("文件没有说明差异的原因。")
    else:
        scene.draft.say(f"原因：{told[0].reason}{scene.draft.mark((place,))}。")
