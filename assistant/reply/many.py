"""More disclosures than one answer lists: which of them may stand side by side, and when to ask back instead of answering for a few."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.mention import Mention
from assistant.operations import says
from assistant.question import Question
from assistant.reply import arithmetic, compare, ends, trend
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.signs import ranks_departments
from assistant.targets import Target
from assistant.text import GAP
from corpus.figure import Measure

CHOICES = 5
"""Disclosures that are offered where a question fits more than one answer lists."""

_IN_WORDS = {"define", "target", "weight"}
"""Questions whose answer is looked for in the words of all disclosures."""
_OF_ONE = {"duty", "findings"}
"""Questions that, without an item, are about one department."""
_OF_ALL_ITEMS = {"sum", "difference", "ratio", "share", "per", "compare"}
"""Questions that need every item they name."""
_PLAIN = {"level", "count", "list"}
_SET_APART = {"compare", "ratio", "difference", "rank", "change"}
"""Questions that set departments against each other: 合计 then names an item, and no sum over them."""


def prepare(scene: Scene) -> Answer | None:
    """Settle which disclosures the replies may use; the answer itself where asking back or listing all of them is one."""
    question = scene.question
    own = [t for t in scene.found if not t.prior]
    own = _of_amount(scene, own)
    if question.mentions and "rank" in question.asks and says("scope", "which_year", question.plain):
        return trend.by_year(scene)
    if len({t.document.issuer for t in own}) > 1 and _across(scene):
        return _side_by_side(scene, own)
    return _narrow(scene, own) if len(own) > TABLE_LIMIT else None


def _of_amount(scene: Scene, own: Sequence[Target]) -> list[Target]:
    """Of several disclosures those that print the amount which a question for a list gives its item (把81.2万的公用经费逐项列出)."""
    question = scene.question
    if len(own) < 2 or not question.numbers or "list" not in question.asks or len(question.mentions) != 1:
        return list(own)
    said = {n.replace(",", "") for n in question.numbers}
    kept = [
        t
        for t in own
        if (level := scene.evidence.level(t.document, question.mentions[0]))
        and {format(level.lead.value, "f"), format(level.lead.value.normalize(), "f")} & said
    ]
    if kept:
        scene.targets = replace(scene.targets, found=tuple(kept))
    return kept or list(own)


def _across(scene: Scene) -> bool:
    """Whether the departments are to be set side by side: ranked, added up, or each listed."""
    question = scene.question
    ranked = "rank" in question.asks and ranks_departments(scene)
    return bool(question.mentions) and question.recent is None and (question.every or question.which or ranked)


def _side_by_side(scene: Scene, own: Sequence[Target]) -> Answer | None:
    """Keep one disclosure a department, all of one kind and (where no year is named) one year; list all where each is asked for."""
    question = scene.question
    if (held := _holding_code(scene, own)) is not None:
        scene.targets = replace(scene.targets, found=tuple(held))
        return None
    kept = _of_one_year(question, _of_one_kind(question, own))
    if len(kept) < len(own):
        scene.targets = replace(scene.targets, found=(*kept, *(t for t in scene.found if t.prior)))
        scene.basis = _basis(kept)
    if (
        question.every
        and len(question.mentions) == 1
        and says("scope", "all_of_it", question.plain)
        and not _SET_APART & question.asks
    ):
        return arithmetic.across(scene)
    listed = question.every and len(question.mentions) == 1 and question.asks <= _PLAIN
    return compare.reply(scene) if listed and len(kept) > TABLE_LIMIT else None


def _holding_code(scene: Scene, own: Sequence[Target]) -> list[Target] | None:
    """For a code that each is asked for, whatever the year: the newest disclosure of each department that has it; None else."""
    question = scene.question
    coded = len(question.mentions) == 1 and bool(question.mentions[0].codes)
    if not coded or question.years or question.which or not question.asks <= _PLAIN:
        return None
    newest: dict[str, Target] = {}
    for target in sorted(_of_one_kind(question, own), key=lambda t: t.year):
        if _states(scene, target, question.mentions[0]):
            newest[target.document.issuer] = target
    return [t for t in own if newest.get(t.document.issuer) is t] if 1 < len(newest) <= TABLE_LIMIT else None


def _of_one_kind(question: Question, targets: Sequence[Target]) -> list[Target]:
    """A budget beside the final account of the same year would count a department twice."""
    held = Counter((t.document.issuer, t.year) for t in targets)
    if question.wanted.stage is not None or max(held.values()) < 2:
        return list(targets)
    return [t for t in targets if t.document.stage == "预算" or held[t.document.issuer, t.year] < 2]


def _of_one_year(question: Question, targets: Sequence[Target]) -> list[Target]:
    """The newest year of which at least half as many departments are on record as of any; a few of one year each stay."""
    issuers: dict[int, set[str]] = {}
    for t in targets:
        issuers.setdefault(t.year, set()).add(t.document.issuer)
    several = max(Counter(t.document.issuer for t in targets).values()) > 1
    if question.years or len(issuers) < 2 or not several and len(targets) <= TABLE_LIMIT:
        return list(targets)
    most = max(map(len, issuers.values()))
    if most == 1:
        newest = {t.document.issuer: t for t in sorted(targets, key=lambda t: t.year)}
        return [t for t in targets if newest[t.document.issuer] is t]
    year = max(y for y, held in issuers.items() if 2 * len(held) >= most and len(held) > 1)
    return [t for t in targets if t.year == year]


def _basis(kept: Sequence[Target]) -> str:
    years = sorted({t.year for t in kept}, reverse=True)
    stages = sorted({str(t.document.stage) for t in kept})
    return f"按 {'、'.join(map(str, years))} 年部门{'、'.join(stages)}计（{len(kept)} 份文件）；其他年度或文种没有计入。"


def _narrow(scene: Scene, own: Sequence[Target]) -> Answer | None:
    """Keep to the disclosures that state what is asked; ask back where they are still more than one answer lists."""
    question = scene.question
    departments = len({t.document.issuer for t in own})
    if not question.mentions and question.asks & _OF_ONE and departments > TABLE_LIMIT:
        return _ask_back(scene, own, "收录的部门较多，请说明要问哪个部门：")
    if {"target", "weight"} & question.asks:
        return _with_targets(scene, own)
    if question.asks & _IN_WORDS or question.recent is not None or _computes_over_all(question):
        return None
    if question.mentions:
        stating = _stating(scene, own)
        if len(stating) > TABLE_LIMIT:
            return _ask_back(scene, stating, f"有多份文件披露了“{question.mentions[0].name}”，请说明部门或年度：")
        if stating:
            scene.targets = replace(scene.targets, found=(*stating, *(t for t in scene.found if t.prior)))
        return None
    return None


def _computes_over_all(question: Question) -> bool:
    """Totals over years that are named, and whatever names all departments."""
    return question.every or "sum" in question.asks and len(question.years) > 1


def _stating(scene: Scene, targets: Sequence[Target]) -> list[Target]:
    """Disclosures that state one of the items, one more than an answer lists: enough to know that there are many."""
    question = scene.question
    needed = all if question.asks & _OF_ALL_ITEMS else any
    kept: list[Target] = []
    for target in targets:
        if needed(_states(scene, target, mention) for mention in question.mentions):
            kept.append(target)
        if len(kept) > CHOICES * TABLE_LIMIT:
            break
    return kept


def _states(scene: Scene, target: Target, mention: Mention) -> bool:
    question, evidence = scene.question, scene.evidence
    if (question.asks <= _PLAIN or question.fund or question.kind) and not mention.together:
        return evidence.level(target.document, mention, question.fund, question.kind, plan=question.plan) is not None
    if {"change", "growth"} & question.asks:
        return bool(evidence.changes(target.document, mention))
    return bool(evidence.about(target.document, mention))


def _with_targets(scene: Scene, own: Sequence[Target]) -> Answer | None:
    """Only few disclosures print indicators; the one meant may be any of them."""
    held = set(scene.evidence.ledger.holding((t.document.id for t in own), Measure.TARGET.value))
    kept = [t for t in own if t.document.id in held]
    if len(kept) > TABLE_LIMIT and "weight" in scene.question.asks and not scene.question.mentions:
        return _ask_back(scene, kept, "有多份文件披露了绩效指标，请说明部门或年度：")
    if kept:
        scene.targets = replace(scene.targets, found=tuple(kept))
    return None


def _ask_back(scene: Scene, targets: Sequence[Target], lead: str) -> Answer:
    """The same question for the newest disclosure of each department first: the likeliest ones to be meant."""
    issuers: dict[str, list[Target]] = {}
    for t in targets:
        issuers.setdefault(t.document.issuer, []).append(t)
    turns = sorted((place, number, t) for number, own in enumerate(issuers.values()) for place, t in enumerate(own))
    chosen = [t for _, _, t in turns[:CHOICES]]
    years = Counter((t.document.issuer, t.year) for t in targets)
    return ends.clarify(scene, lead, [_choice(scene.question, t, years) for t in chosen])


def _choice(question: Question, target: Target, held: Counter[tuple[str, int]]) -> str:
    """The question for one disclosure, complete in itself."""
    document = target.document
    stage = f"部门{document.stage}" if held[document.issuer, target.year] > 1 else ""
    whose = f"{document.issuer} {target.year} 年{stage}"
    mention = question.mentions[0] if question.mentions else None
    if mention is not None and (question.asks <= _PLAIN or "item" in question.carried) and len(question.mentions) == 1:
        return f"{whose}{f'{mention.said} ' if mention.codes else ''}{mention.name}多少"
    plain = question.plain.strip(",").replace(",", "，")
    if question.issuers and "issuer" not in question.carried:
        return whose + re.sub("\ue001+", "上年", question.rest_with_items.replace(GAP, "")).strip(",的 ")
    named = question.years and "year" not in question.carried
    return f"{document.issuer}{plain}" if named else f"{whose}{plain}"


def with_basis(scene: Scene, answer: Answer) -> Answer:
    """The answer with a line that says which disclosures were set side by side, where others were left out."""
    if not scene.basis or answer.status is not Status.ANSWERED:
        return answer
    return replace(answer, text=f"{answer.text}\n{scene.basis}")
