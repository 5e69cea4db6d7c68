"""All the places where a document prints an amount for one item: what its prose says beside what its tables say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.compose import Draft, scope_words
from assistant.facts import Fact, agree, group, is_plan, joined
from assistant.labels import Mention
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.document import Source
from corpus.figure import Figure, Measure

_AMOUNTS = (Measure.LEVEL, Measure.COUNT)
_PROSE_FIRST = re.compile(r"(?:正文|文字|说明|文本).*表")
_TABLE_FIRST = re.compile(r"表.*(?:正文|文字|说明|文本)")


def prints_of(scene: Scene, target: Target, mention: Mention) -> list[Fact]:
    """The amounts that the document prints for the item on its widest scope, those that say the same joined, in their order.

    The first is the one that a plain question is answered with, unless the question names the prose or the tables first.
    """
    level = scene.evidence.level(target.document, mention, scene.question.fund, scene.question.kind)
    if level is None:
        return []
    own = [
        f
        for f in scene.evidence.about(target.document, mention)
        if _comparable(f, level.lead.figure, scene.question.fund is None)
    ]
    facts = [level.lead]
    for fact in group(_widest(own)):
        same = next((i for i, known in enumerate(facts) if agree(known, fact)), None)
        if same is None:
            facts.append(fact)
        elif facts[same].unit == fact.unit:
            facts[same] = joined([facts[same], fact])
    return _ordered(facts, scene.question.plain)


def _comparable(figure: Figure, lead: Figure, open_fund: bool) -> bool:
    """Whether a figure is the same thing as the leading one: same item, money and year, spent as that is spent.

    ``open_fund`` says that no fund is asked for, so that a sentence which names none may be about the fund of the leading table.
    """
    alike = figure.item == lead.item or bool(figure.code and lead.code and figure.code[0] != lead.code[0])
    return (
        alike
        and figure.measure in _AMOUNTS
        and bool(figure.amount.value)
        and (figure.fund == lead.fund or (open_fund and figure.fund is None and in_prose(figure)))
        and figure.value_year in (None, lead.value_year, lead.fiscal_year)
        and is_plan(figure) == is_plan(lead)
        and not (figure.code and lead.code and figure.code[0] == lead.code[0] and figure.code != lead.code)
    )


def _widest(figures: Iterable[Figure]) -> list[Figure]:
    """Of each table the amount that holds the others of its row; all of the prose. Tables of several rows for the item tell none."""
    tables: dict[object, list[Figure]] = {}
    kept: list[Figure] = []
    for figure in figures:
        if in_prose(figure):
            kept.append(figure)
        else:
            tables.setdefault((figure.form, figure.source.table_title, figure.source.page), []).append(figure)
    for found in tables.values():
        wide = [f for f in found if f.kind is None] or found
        if len({(f.source.quote, f.source.line_start) for f in wide}) == 1:
            kept.append(max(wide, key=lambda f: f.amount.value or 0))
    return kept


def in_prose(figure: Figure) -> bool:
    """Whether a figure stands in a sentence and not in a table."""
    return figure.form is None and not (figure.source.table_title or figure.source.table_number)


def _ordered(facts: Sequence[Fact], plain: str) -> list[Fact]:
    prose_first, table_first = bool(_PROSE_FIRST.search(plain)), bool(_TABLE_FIRST.search(plain))
    if prose_first == table_first:
        return sorted(facts, key=lambda f: _at(f.places)) if re.search("前后|前面", plain) else list(facts)
    return sorted(facts, key=lambda f: any(map(in_prose, f.figures)) != prose_first)


def _at(places: Sequence[Source]) -> tuple[int, int]:
    return min((p.page or 0, p.line_start or 0) for p in places)


def say_prints(draft: Draft, facts: Sequence[Fact]) -> None:
    """One line for each amount: what it is, its scope and where it is printed."""
    for fact in facts:
        shown = list(fact.places[:3])
        where = "、".join(dict.fromkeys(named_place(p) for p in shown))
        draft.say(f"- {draft.fact(fact, places=shown)}：{fact.figure.item}（{scope_words(fact.figure)}），印在{where}。")


def named_place(place: Source) -> str:
    """A place by the number or title of its table, 文字说明 for the prose."""
    return place.table_number or place.table_title or "文字说明"
