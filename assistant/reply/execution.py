"""Planned and spent side by side: a final account prints both, and the question wants both, the gap, or how far the plan was carried out."""

from __future__ import annotations

from dataclasses import replace

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Fact, is_plan
from assistant.mention import Mention
from assistant.operations import says
from assistant.question import Question
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.figure import Measure

_BOTH = Cue(r"比(?:年初|全年|调整后?)?预算|预算数?.{0,8}(?:决算|实际|执行数)|(?:决算|实际|执行数).{0,8}预算")

_OWN = (Measure.LEVEL, Measure.SHARE)
"""What the reason for a gap is printed with: the amounts, or how much of the plan was carried out."""

_SPENT_OF = {"一般公共预算拨款": "一般公共预算支出", "政府性基金预算拨款": "政府性基金预算支出", "财政拨款收入": "财政拨款支出"}
"""What is spent of what is given: an account compares that with the plan."""


def wanted(question: Question) -> bool:
    """Whether a question about one item names what was planned and what was spent."""
    if len(question.mentions) != 1 or "share" in question.asks or len(question.years) > 1:
        return False
    said = question.mentions[0].said
    rest = question.plain.replace(said, "预算" if said.endswith("预算") else "、", 1)
    return bool(_BOTH.search(rest)) or says("scope", "over_plan", question.plain)


def reply(scene: Scene) -> Answer | None:
    """One line a final account; None where none prints both."""
    said = False
    for target in accounts(scene)[:TABLE_LIMIT]:
        pair = planned_and_spent(scene, target, scene.question.mentions[0])
        if pair is not None:
            _say(scene, target, *pair)
            said = True
    return scene.answered() if said else None


def accounts(scene: Scene) -> list[Target]:
    """The final accounts asked about; where only the budgets of their years were found, the accounts beside them."""
    own = [t for t in scene.found if not t.prior and t.document.stage == "决算"]
    spots = {(t.document.issuer, t.document.fiscal_year) for t in scene.found if not t.prior}
    beside = [d for d in scene.documents if d.stage == "决算" and (d.issuer, d.fiscal_year) in spots]
    return own or [Target(d, d.fiscal_year) for d in beside]


def planned_and_spent(scene: Scene, target: Target, mention: Mention) -> tuple[Fact, Fact] | None:
    """What the account prints as planned of the item and as spent, None where it does not print both."""
    for each in (mention, *_spent_of(mention)):
        planned = scene.evidence.level(target.document, each, scene.question.fund, plan=True)
        spent = scene.evidence.level(target.document, each, scene.question.fund)
        if planned is not None and spent is not None and is_plan(planned.lead.figure) and not is_plan(spent.lead.figure):
            return planned.lead, spent.lead
    return None


def _spent_of(mention: Mention) -> list[Mention]:
    """What is spent of a fund, beside what is given of it: an account compares the former with its plan."""
    return [replace(mention, items=(_SPENT_OF[i],)) for i in mention.items[:1] if i in _SPENT_OF]


def _say(scene: Scene, target: Target, planned: Fact, spent: Fact) -> None:
    draft, whose = scene.draft, f"{owner(target.document)}“{spent.figure.item}”"
    try:
        apart = calculate.difference(Term(planned.value, planned.unit), Term(spent.value, spent.unit))
    except NotComparable:
        apart = None
    over = apart is not None and apart.formula.startswith(calculate.plain(spent.value)) and apart.value > 0
    places = [planned.places[0], spent.places[0]]
    premise = says("scope", "over_plan", scene.question.plain)
    if apart is not None and not premise and {"difference", "change", "compare"} & scene.question.asks:
        word = "相等" if apart.value == 0 else "决算比预算多" if over else "决算比预算少"
        draft.say(f"{whose}{word} {draft.result(apart, spent.figure, 'difference', places)}。")
    empty = "（表中该栏为空）" if spent.nil else ""
    if premise and apart is not None:
        word = "超过预算" if over else "没有超过预算，低于预算" if apart.value else "没有超过预算，与预算相等"
        draft.say(f"{whose}{word}：决算 {draft.fact(spent)}{empty}，预算 {draft.fact(planned)}。")
        _gap(scene, apart.value and draft.result(apart, spent.figure, "difference", places))
    else:
        draft.say(f"{whose}：预算 {draft.fact(planned)}，决算 {draft.fact(spent)}{empty}。")
    _carried_out(scene, target, spent)
    if "reason" in scene.question.asks:
        _because(scene, target)


def _gap(scene: Scene, stated: object) -> None:
    scene.draft.say(f"相差 {stated}。" if stated else "")


def _carried_out(scene: Scene, target: Target, spent: Fact) -> None:
    """The printed percentage of the plan."""
    item = spent.figure.item
    for done in scene.evidence.completion(target.document, Mention(item, (item,)))[:1]:
        scene.draft.say(f"完成预算的 {scene.draft.figure(done, None, (done.source,), bold=False)}。")


def _because(scene: Scene, target: Target) -> None:
    """Why the two differ, as the document says it."""
    told = [f for f in scene.evidence.about(target.document, scene.question.mentions[0]) if f.reason and f.measure in _OWN]
    place = scene.evidence.place_of(told[0].reason or "", told[0].source) if told else None
    if place is None:
        scene.draft.say("文件没有说明差异的原因。")
    else:
        scene.draft.say(f"原因：{told[0].reason}{scene.draft.mark((place,))}。")
