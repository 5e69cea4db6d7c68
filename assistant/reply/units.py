"""Subordinate units that a department's document lists by name: their own rows, never the department's total instead."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import Answer, Status
from assistant.compose import owner, scope_words
from assistant.evidence import WHOLE
from assistant.facts import fact_of
from assistant.issuer import is_organ, unbracketed
from assistant.labels import unit_name
from assistant.question import FUNDS, KINDS
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.amount import State
from corpus.figure import Figure, Measure

_TOTALS = (WHOLE, "收入总计", "支出总计", "本年收入合计", "本年支出合计")


def reply(scene: Scene) -> Answer | None:
    """What the documents print in the unit's rows; not disclosed where its rows do not tell the item."""
    unit = scene.question.unit
    if unit is None:
        return None
    named = scene.mention.name if scene.mention else ""
    listing = [t for t in scene.found if not t.prior and scene.evidence.figures(t.document.id, items=(unit,))][:TABLE_LIMIT]
    for target in listing:
        found = _rows(scene, target, unit)
        if found:
            fact = fact_of(found[:1])
            scope = f"（{scope_words(fact.figure)}）" if any(fact.scope) else f"（{fact.figure.column or '合计'}）"
            scene.draft.say(f"{scene.draft.fact(fact)} — {unit_name(unit)}{scope}，印在{owner(target.document)}。")
            scene.draft.say(_others(scene, found[1:4]))
    if scene.draft.figures:
        return scene.answered()
    for target in listing:
        scene.draft.say(f"{owner(target.document)}没有披露“{unit_name(unit)}{'的' if named else ''}{named}”。")
    return scene.draft.answer(Status.NOT_DISCLOSED) if listing else None


_EACH = re.compile(r"(?:哪[几些]?|几|各|每|多少)个?(?:预算|下属|所属|二级)?(?:个)?单位[^,]*,?[^,]*(?:各|分别|每)|各单位|每个单位")
_FORMS = {"收入": "revenue", "支出": "expenditure"}


def wants_each(scene: Scene) -> bool:
    """Whether the revenue or expenditure of each unit in a department's document is asked for."""
    plain, named = scene.question.plain, [m.items[0] for m in scene.question.mentions]
    return set(named) <= set(_TOTALS) and any(word in plain for word in _FORMS) and bool(_EACH.search(plain))


def each(scene: Scene) -> Answer | None:
    """The units that a table lists with their money; None where the rows do not make up its total."""
    told = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        word = next(word for word in _FORMS if word in scene.question.plain)
        rows = _adding_up(scene, target, _FORMS[word])
        if rows:
            scene.draft.say(f"{owner(target.document)}各单位的{word}：")
            told = True
        for figure in rows:
            scene.draft.say(f"- {unit_name(figure.row_label)} {scene.draft.figure(figure, None, (figure.source,))}")
    return scene.answered() if told else None


def _adding_up(scene: Scene, target: Target, form: str) -> list[Figure]:
    """The first amount in the row of each unit, where these come to the total of their table."""
    every = [f for f in scene.evidence.whole(target.document.id) if f.form == form and _amount(f, target)]
    every = [f for f in every if f.fund is None and f.kind is None and not f.code]
    totals = {f.amount.value for f in every if f.row_label.endswith("计")}
    own = [f for f in every if is_organ(unbracketed(unit_name(f.row_label))) and f.amount.value not in totals]
    rows = list({(f.row_label, f.amount.value): f for f in reversed(own)}.values())[::-1]
    return rows if len(rows) > 1 and sum((f.amount.value or Decimal(0) for f in rows), Decimal(0)) in totals else []


def _others(scene: Scene, figures: list[Figure]) -> str:
    """Further amounts of the unit, where the question names no item."""
    if scene.mention is not None:
        return ""
    parts = [f"{scope_words(f)} {scene.draft.fact(fact_of([f]), bold=False)}" for f in figures]
    return f"其中：{'，'.join(parts)}。" if parts else ""


def _rows(scene: Scene, target: Target, unit: str) -> list[Figure]:
    own = [f for f in scene.evidence.figures(target.document.id, items=(unit,)) if _amount(f, target)]
    mention = scene.mention
    if mention is None or mention.items[0] in _TOTALS:
        whole = [f for f in own if f.fund is None and f.kind is None]
        return whole + [f for f in own if f.fund is None and f.kind is not None and mention is None and f.amount.value]
    name = mention.items[0]
    if name in KINDS:
        return [f for f in own if f.kind == name and f.fund is None]
    if name in FUNDS or any(f.fund == name for f in own):
        return [f for f in own if f.fund == FUNDS.get(name, name) and f.kind is None]
    about = scene.evidence.about(target.document, mention)
    return [f for f in about if _amount(f, target) and unit in (f.row_label, *f.row_path)]


def _amount(figure: Figure, target: Target) -> bool:
    stated = figure.measure in (Measure.LEVEL, Measure.COUNT) and figure.amount.state is State.STATED
    return stated and figure.value_year in (None, target.year)
