"""Performance targets: the indicators that the question means, their values, and their weights where those are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Term
from assistant.compose import owner
from assistant.labels import bare
from assistant.numerals import table_number
from assistant.operations import says
from assistant.reply import ends
from assistant.reply.indicators import Indicator, as_printed, bound, listed, named, unclear
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.document import Line, Source
from corpus.figure import Figure

_SHOWN = 20
"""Indicators that one answer lists."""


def reply(scene: Scene) -> Answer | None:
    """The targets and weights of the indicators that are meant, for each disclosure that has some like them."""
    told = False
    for target in [t for t in scene.found if not t.prior][: TABLE_LIMIT * 4]:
        found = _of_project(scene, listed(scene.evidence, target.document))
        meant = named(scene.question, found)
        if not meant and found and bare(found[0].owner) in _mentioned(scene) and not unclear(scene.question):
            meant = found
        together = {"sum", "weight"} <= scene.question.asks and _weights_together(scene, target, meant, found)
        several = not together and len({each.name for each in meant}) > 1 and _several(scene, target, meant)
        if meant and not (together or several):
            _state(scene, target, meant)
        told = told or together or bool(meant)
    return scene.answered() if told else None


def _mentioned(scene: Scene) -> set[str]:
    return {bare(item) for mention in scene.question.mentions for item in mention.items}


def _of_project(scene: Scene, found: list[Indicator]) -> list[Indicator]:
    """The indicators of the project that the question names, or all where it names none that has any."""
    return [each for each in found if each.owner and bare(each.owner) in _mentioned(scene)] or found


def overview(scene: Scene) -> Answer | None:
    """All indicators with their values and weights; the goals in words where the document has no indicators."""
    told = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = listed(scene.evidence, target.document)
        rows = [each for each in rows if each.weights] or rows
        if rows:
            scene.draft.say(f"{owner(target.document)}的绩效指标：")
            for each in rows[:_SHOWN]:
                _line(scene, each, value=True, weight=True)
            told = True
    return scene.answered() if told else None


def number(scene: Scene) -> Answer | None:
    """How many indicators each table has, counted one by one; an honest end where they are not all read or not told by level."""
    if unclear(scene.question) and not says("indicator", "level", scene.question.plain):
        return None
    known = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = _of_project(scene, [each for each in listed(scene.evidence, target.document) if each.table])
        known = known or bool(rows)
        for title, own in _by_table(scene, rows).items():
            if not says("indicator", "level", scene.question.plain) and _all_read(scene, target, own):
                _count(scene, target, title, own)
    if scene.draft.figures:
        return scene.answered()
    return ends.undisclosed(scene, "这一级绩效指标的个数") if known else None


def _all_read(scene: Scene, target: Target, rows: Sequence[Indicator]) -> bool:
    """Whether no indicator is missing: the weights of each project make up 100 (90 beside that of the budget's own execution).

    Where none has a weight, no target of the table may be told in words.
    """
    if any(each.weights for each in rows):
        groups = [[each for each in rows if each.owner == name] for name in _owners(rows)]
        return all(sum(_weight(each) for each in own if each.weights) in (90, 100) for own in groups)
    places = [each.values[0].source for each in rows]
    first, last = places[0], places[-1]
    lines = [line for line in scene.evidence.ledger.lines(target.document.id) if _between(line, first, last)]
    return not any(says("indicator", "in_words", line.text) for line in lines)


def _between(line: Line, first: Source, last: Source) -> bool:
    """Whether a line stands between two places, by pages where there are pages."""
    if first.page is not None and last.page is not None:
        return line.page is not None and first.page <= line.page <= last.page
    return (first.line_start or 0) <= line.number <= (last.line_end or 0)


def _count(scene: Scene, target: Target, title: str, rows: Sequence[Indicator]) -> None:
    """State how many indicators a table has, and each of them by its project."""
    figures = [(*each.values, *each.weights)[0] for each in rows]
    where = f"《{title}》" if title != "表" else "绩效目标表"
    counted = scene.draft.tally(len(rows), [f.source for f in figures], "绩效指标数")
    scene.draft.say(f"{counted} — {owner(target.document)}{where}的指标：")
    for name in _owners(rows):
        own = [each for each in rows if each.owner == name]
        scene.draft.say(f"- {f'{name}：' if name else ''}{'、'.join(each.name for each in own)}")


def weights(scene: Scene) -> Answer | None:
    """The indicators with the greatest (or smallest) weight of each table, or all of them in order."""
    told, wanted = False, scene.question.wanted
    for target in [t for t in scene.found if not t.prior]:
        found = _of_project(scene, listed(scene.evidence, target.document))
        for title, rows in _by_table(scene, [each for each in found if each.weights]).items():
            ranked = sorted(rows, key=_weight, reverse=not wanted.ascending)
            whole = re.search(r"排|从.到", scene.question.plain)
            top = wanted.top or (len(ranked) if whole else sum(_weight(each) == _weight(ranked[0]) for each in ranked))
            where = f"《{title}》" if title not in ("", "表") else "绩效指标"
            scene.draft.say(f"{owner(target.document)}{where}中，分值权重{'最低' if wanted.ascending else '最高'}的：")
            for each in ranked[:top]:
                _line(scene, each, value=False, weight=True)
            told = True
    return scene.answered() if told else None


def _weight(each: Indicator) -> Decimal:
    return each.weights[0].amount.value or Decimal(0)


def _by_table(scene: Scene, rows: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    """Indicators by their table, one of each name and project; only the tables of the kind that the question names (整体, 项目)."""
    found: dict[str, dict[tuple[str, str], Indicator]] = {}
    for each in _in_table(scene, rows):
        found.setdefault(each.table, {}).setdefault((each.name, each.owner), each)
    kind = next((word for word in ("整体", "项目") if re.search(f"{word}[^,]{{0,6}}(?:绩效|指标|表)", scene.question.plain)), "")
    kept = {title: list(own.values()) for title, own in found.items() if kind in title}
    return kept or {title: list(own.values()) for title, own in found.items()}


def _in_table(scene: Scene, rows: Sequence[Indicator]) -> Sequence[Indicator]:
    """The indicators of the table whose number the question names; all where it names none that has any."""
    return [each for each in rows if _number(each) == scene.question.table is not None] or rows


def _number(each: Indicator) -> int | None:
    return table_number((*each.values, *each.weights)[0].source.table_number)


def _weights_together(scene: Scene, target: Target, meant: Sequence[Indicator], all_of: Sequence[Indicator]) -> bool:
    """“A和B的权重合计”: the weights of the indicators that are meant, or of all of one table where none is, added up."""
    if len({each.name for each in meant}) == 1 or (not meant and unclear(scene.question)):
        return False
    rows = [each for each in (meant or all_of) if each.weights]
    chosen = next(iter(_by_table(scene, rows).values()), [])
    groups = [[each for each in rows if each.owner == name and each.table == chosen[0].table] for name in _owners(chosen)]
    for group in groups if len(groups) > 1 else [chosen]:
        if len(group) > 1:
            _sum(scene, target, group, whole=not meant)
    return any(len(group) > 1 for group in groups)


def _owners(rows: Sequence[Indicator]) -> list[str]:
    return list(dict.fromkeys(each.owner for each in rows))


def _sum(scene: Scene, target: Target, rows: Sequence[Indicator], *, whole: bool) -> None:
    figures = [as_printed(each.weights[0]) for each in rows]
    result = calculate.total([Term(f.amount.value or Decimal(0), f.amount.unit) for f in figures])
    project = f"“{rows[0].owner}”" if rows[0].owner else ""
    what = f"{project}列出的全部绩效指标" if whole else f"{project}绩效的 {len(rows)} 项指标"
    stated = scene.draft.result(result, figures[0], "sum", [f.source for f in figures], item="分值权重")
    against = _against(scene, result.value)
    scene.draft.say(f"{stated} — {owner(target.document)}{what}的分值权重合计{against}。")
    for figure in figures:
        scene.draft.say(f"- {figure.item} {scene.draft.figure(figure, None, (figure.source,), bold=False)}")


def _against(scene: Scene, total: Decimal) -> str:
    """How the weights stand to the number that the question holds them against: 够不够100分."""
    asked = re.search(r"(?<![\d.])(\d{2,3})分?", scene.question.plain.replace(",", "")) if scene.question.numbers else None
    if asked is None or asked[1] not in scene.question.numbers:
        return ""
    other = Decimal(asked[1])
    return f"，{'正好是' if total == other else '不足' if total < other else '超过'} {asked[1]} 分"


def _several(scene: Scene, target: Target, meant: Sequence[Indicator]) -> bool:
    """Several indicators in the order of the question, one line each."""
    value, weight = _wanted(scene)
    first: dict[str, Indicator] = {}
    for each in meant:
        known = first.get(each.name)
        if known is None or (weight and not known.weights):
            first[each.name] = each
    shown = _without_echoes(list(first.values()))
    if len(shown) < 2:
        return False
    if len(shown) == 2 and weight and says("indicator", "apart", scene.question.plain):
        _apart(scene, target, [as_printed(each.weights[0]) for each in shown if each.weights])
    scene.draft.say(f"{owner(target.document)}的绩效指标：")
    for each in shown[:_SHOWN]:
        _line(scene, each, value=value, weight=weight)
    return True


def _apart(scene: Scene, target: Target, figures: Sequence[Figure]) -> None:
    """By how much the weights of two indicators differ."""
    if len(figures) != 2:
        return
    more, less = sorted(figures, key=lambda f: -(f.amount.value or Decimal(0)))
    terms = [Term(f.amount.value or Decimal(0), f.amount.unit) for f in (more, less)]
    stated = scene.draft.result(calculate.difference(*terms), more, "difference", [more.source, less.source], item="分值权重")
    scene.draft.say(f"{stated} — {owner(target.document)}“{more.item}”的分值权重比“{less.item}”高。")


def _without_echoes(rows: list[Indicator]) -> list[Indicator]:
    """Without what the goals say in words of an indicator that a table prints with the same value."""
    printed = {(f.amount.value, f.amount.unit) for each in rows if each.table for f in each.values}
    return [each for each in rows if each.table or not {(f.amount.value, f.amount.unit) for f in each.values} & printed]


def _line(scene: Scene, each: Indicator, *, value: bool, weight: bool) -> None:
    parts = []
    if each.values and (value or not each.weights):
        figure = each.values[0]
        parts.append(f"{bound(figure)}{scene.draft.figure(figure, None, (figure.source,))}")
    if each.weights and weight:
        figure = as_printed(each.weights[0])
        stated = scene.draft.figure(figure, None, (figure.source,), bold=not value)
        parts.append(f"权重 {stated}" if value else stated)
    scene.draft.say(f"- {each.name}：{'，'.join(parts)}")


def _wanted(scene: Scene) -> tuple[bool, bool]:
    """Whether values are asked for, and whether weights are."""
    weight = "weight" in scene.question.asks
    return not weight or says("indicator", "value", scene.question.plain), weight


def _state(scene: Scene, target: Target, meant: Sequence[Indicator]) -> None:
    """One indicator: its value or weight as asked, what other tables give it, and its namesakes."""
    value, weight = _wanted(scene)
    meant = sorted(meant, key=lambda each: _number(each) != scene.question.table)
    values = [f for each in meant for f in each.values]
    weighed = [as_printed(f) for each in meant for f in each.weights]
    shown = (values[:1] if value or not weighed else []) + (weighed[:1] if weight else [])
    for number, figure in enumerate(shown or weighed[:1]):
        same = [f.source for f in (*values, *weighed) if f.item == figure.item and f.amount == figure.amount]
        stated = scene.draft.figure(figure, None, (same or [figure.source])[:2])
        sign = f"（{bound(figure)}）" if figure in values and bound(figure) else ""
        kind = "目标值" if figure in values else "分值权重"
        scene.draft.say(
            f"{stated} — {owner(target.document)}绩效指标“{figure.item}”的{kind}{sign}。"
            if number == 0
            else f"{kind} {stated}{sign}。"
        )
    for figure in _elsewhere(shown, weighed):
        scene.draft.say(f"{_place(figure)}给的分值权重不一样：{scene.draft.figure(figure, None, (figure.source,))}。")
    if weight and "check" in scene.question.asks and len(weighed) > 1 and not _elsewhere(shown, weighed):
        scene.draft.say(f"{'、'.join(dict.fromkeys(map(_place, weighed)))}给的分值权重一样。")
    lead = {(f.amount.value, f.amount.unit) for f in shown}
    others = {(f.amount.value, f.amount.unit): f for f in values if (f.amount.value, f.amount.unit) not in lead}
    for figure in list(others.values())[: 4 if shown and shown[0] in values else 0]:
        scene.draft.say(f"另有相近的指标“{figure.item}”：{scene.draft.figure(figure, None, (figure.source,))}。")


def _place(figure: Figure) -> str:
    return figure.source.table_number or figure.source.table_title or "另一处"


def _elsewhere(shown: Sequence[Figure], weighed: Sequence[Figure]) -> list[Figure]:
    """Other weights that the document gives the same indicator in another place."""
    own = next((f for f in shown if f in weighed), None)
    if own is None:
        return []
    return list({f.amount.value: f for f in weighed if f.item == own.item and f.amount.value != own.amount.value}.values())
