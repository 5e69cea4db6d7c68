"""Performance targets: the indicator that the question describes, its value, and its weight where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Term
from assistant.compose import owner
from assistant.likeness import likeliest
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.figure import Figure, Measure


def reply(scene: Scene) -> Answer | None:
    """The indicator's target and weight, for each disclosure that has one like it."""
    targets = [t for t in scene.found if not t.prior][: TABLE_LIMIT * 4]
    said = False
    for target in targets:
        figures = [
            f
            for f in scene.evidence.ledger.figures(document_ids=(target.document.id,), measures=(Measure.TARGET.value,))
            if f.amount.value is not None
        ]
        if "sum" in scene.question.asks and _weights_together(scene, target, figures):
            said = True
            continue
        chosen = _meant(scene, figures)
        if chosen:
            _state(scene, target, chosen)
            said = True
    return scene.answered() if said else None


def overview(scene: Scene) -> Answer | None:
    """All indicators with their values and weights; the goals in words where the document has no indicators."""
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        figures = [
            f
            for f in scene.evidence.ledger.figures(document_ids=(target.document.id,), measures=(Measure.TARGET.value,))
            if f.amount.value is not None
        ]
        weighed = {f.item for f in figures if f.amount.unit == "分"}
        rows = [f for f in figures if f.item in weighed] or figures
        if not rows:
            continue
        scene.draft.say(f"{owner(target.document)}的绩效指标：")
        for name in list(dict.fromkeys(f.item for f in rows))[:20]:
            parts = [scene.draft.figure(f, None, (f.source,), bold=f.amount.unit != "分") for f in rows if f.item == name]
            scene.draft.say(f"- {name}：{'，权重 '.join(parts[:2])}")
        said = True
    return scene.answered() if said else None


def _weights_together(scene: Scene, target: Target, figures: Sequence[Figure]) -> bool:
    """“A和B的权重合计”: the weights of the indicators named, or of all where none is named, added up."""
    if "weight" not in scene.question.asks:
        return False
    weights = [f for f in figures if f.amount.unit == "分"]
    names = list(dict.fromkeys(f.item for f in weights))
    words = re.split(r"[和与跟及、,+]|加上?", scene.question.about + scene.question.rest_with_items)
    meant = [name for word in words for name in likeliest(word, names)[:1]]
    chosen = list({f.item: f for f in weights if f.item in meant or not meant}.values())
    if len(chosen) < 2:
        return False
    draft = scene.draft
    result = calculate.total([Term(f.amount.value or Decimal(0), f.amount.unit) for f in chosen])
    whose = f"{owner(target.document)}绩效的 {len(chosen)} 项指标" if meant else f"{owner(target.document)}列出的全部绩效指标"
    stated = draft.result(result, chosen[0], "sum", [f.source for f in chosen], item="分值权重")
    draft.say(f"{stated} — {whose}的分值权重合计。")
    for figure in chosen:
        draft.say(f"- {figure.item} {draft.figure(figure, None, (figure.source,), bold=False)}")
    return True


def _meant(scene: Scene, figures: Sequence[Figure]) -> list[Figure]:
    """Figures of the indicator that the words of the question resemble, in the words of its table and of the prose."""
    names = list(dict.fromkeys(f.item for f in figures))
    chosen = likeliest(scene.question.about + scene.question.rest_with_items, names)
    exact = {name for m in scene.question.mentions for name in m.items if name in names}
    order = [*chosen, *sorted(exact - set(chosen))]
    return sorted((f for f in figures if f.item in order), key=lambda f: order.index(f.item))


def _state(scene: Scene, target: Target, figures: Sequence[Figure]) -> None:
    draft = scene.draft
    weights = [f for f in figures if f.amount.unit == "分"]
    values = [f for f in figures if f.amount.unit != "分"]
    only_weight = "weight" in scene.question.asks and "几个" not in scene.question.plain and not _asks_value(scene)
    shown = weights[:1] if only_weight and weights else values[:1] + (weights[:1] if "weight" in scene.question.asks else [])
    others = {(f.amount.value, f.amount.unit): f for f in (values if shown and shown[0] in values else []) if f not in shown}
    if shown:
        others.pop((shown[0].amount.value, shown[0].amount.unit), None)
    for number, figure in enumerate(shown or figures[:1]):
        same = [f.source for f in figures if f.amount.value == figure.amount.value and f.amount.unit == figure.amount.unit]
        unit = figure.amount.unit
        stated = draft.figure(figure, None, same[:2])
        if number == 0:
            draft.say(
                f"{stated} — {owner(target.document)}绩效指标“{figure.item}”{'的分值权重' if unit == '分' else '的目标值'}。"
            )
        else:
            draft.say(f"分值权重 {stated}。")
    for figure in _elsewhere(shown, weights):
        place = figure.source.table_number or figure.source.table_title or "另一处"
        draft.say(f"{place}给的分值权重不一样：{draft.figure(figure, None, (figure.source,))}。")
    for figure in list(others.values())[:4]:
        draft.say(f"另有相近的指标“{figure.item}”：{draft.figure(figure, None, (figure.source,))}。")


def _elsewhere(shown: Sequence[Figure], weights: Sequence[Figure]) -> list[Figure]:
    """Other weights that the document gives the same indicator in another place."""
    own = next((f for f in shown if f in weights), None)
    if own is None:
        return []
    return list({f.amount.value: f for f in weights if f.item == own.item and f.amount.value != own.amount.value}.values())


def _asks_value(scene: Scene) -> bool:
    return any(word in scene.question.plain for word in ("目标", "多少个", "几个", "几场", "指标值", "多少万", "多少亿"))
