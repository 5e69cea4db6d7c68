"""All the places where a document prints an amount for one item: what its prose says beside what its tables say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from assistant.compose import Draft, scope_words
from assistant.cues import Cue
from assistant.facts import WHOLE_FORMS, Fact, agree, group, is_plan, joined
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.restricting import KINDS
from assistant.targets import Target
from assistant.verify import numbers
from corpus.document import Source
from corpus.figure import Figure, Measure

_AMOUNTS = (Measure.LEVEL, Measure.COUNT)
_PROSE_FIRST = Cue(r"(?:正文|文字|说明|文本).*表")
_TABLE_FIRST = Cue(r"表.*(?:正文|文字|说明|文本)")


def prints_of(scene: Scene, target: Target, mention: Mention) -> list[Fact]:
    """The amounts that the document prints for the item on one scope, those that say the same joined; one alone is agreement.

    A sentence that says what any table says of the item is no other amount. The first is the one that a plain question is answered
    with, unless the question names the prose or the tables first.
    """
    level = scene.evidence.level(target.document, mention, scene.question.fund, scene.question.kind)
    if level is None:
        return []
    fund = scene.question.fund
    own = [f for f in scene.evidence.about(target.document, mention) if _comparable(f, level.lead.figure)]
    tables = [f for f in own if not in_prose(f) and fund in (None, f.fund)]
    prose = [f for f in own if in_prose(f) and (fund in (None, f.fund) or (f.fund is None and quoted(scene, f)))]
    printed = group(tables)
    odd = [fact for fact in group(prose) if agree(fact, level.lead) or not any(agree(fact, known) for known in printed)]
    facts = [level.lead]
    for fact in (*group(_same_scope(tables, level.lead)), *odd):
        same = next((i for i, known in enumerate(facts) if agree(known, fact)), None)
        if same is None:
            facts.append(fact)
        elif facts[same].unit == fact.unit:
            facts[same] = joined([facts[same], fact])
    return _ordered(facts, scene.question.plain)


def _comparable(figure: Figure, lead: Figure) -> bool:
    """Whether a figure is the same thing as the leading one, of the same year, spent where that is spent."""
    return (
        figure.item == lead.item
        and figure.measure in _AMOUNTS
        and bool(figure.amount.value)
        and figure.value_year in (None, lead.value_year, lead.fiscal_year)
        and is_plan(figure) == is_plan(lead)
        and not (figure.code and lead.code and figure.code != lead.code)
    )


_WHOLE = (*(form for form in WHOLE_FORMS if form != "revenue"), "project", None)
"""Forms about all the money; what a table of revenue gives a subject may differ from what is spent on it.

A table of projects may be of one fund without saying so: it tells each project, and not all projects together.
"""


def _same_scope(tables: Sequence[Figure], lead: Fact) -> list[Figure]:
    """Of each table the amount of the item on the scope of the leading fact (of the first table, where a sentence leads)."""
    funds = {lead.figure.fund, None} if in_prose(lead.figure) else {lead.figure.fund}
    own = [f for f in tables if f.fund in funds and not (f.form == "project" and f.item in KINDS)]
    own = [f for f in own if (f.form in _WHOLE or lead.figure.fund or f.form == lead.figure.form)]
    kinds = {_kind(f) for f in own}
    kind = _kind(lead.figure) if not in_prose(lead.figure) else None if None in kinds else next(iter(kinds), None)
    apart: dict[object, list[Figure]] = {}
    for figure in own:
        if _kind(figure) == kind:
            apart.setdefault((figure.form, figure.source.table_title, figure.source.page), []).append(figure)
    one_row = [found for found in apart.values() if len({(f.source.quote, f.source.line_start) for f in found}) == 1]
    return [max(found, key=lambda f: f.amount.value or 0) for found in one_row]


def _kind(figure: Figure) -> str | None:
    """The kind of spending that restricts a figure; an item that is itself a kind is not restricted by it."""
    return None if figure.kind == figure.item else figure.kind


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


def touching(scene: Scene, target: Target, figures: Sequence[Figure]) -> None:
    """Findings of the document at one of the places of these figures."""
    places = [p for f in figures for p in (f.source, *f.also)]
    found = [
        finding
        for finding in scene.evidence.ledger.findings((target.document.id,))
        if any(_same_place(p, own) for p in finding.places for own in places)
    ]
    values = {f.amount.value for f in figures if f.amount.value}
    told = [finding for finding in found if values & {n for text in finding.printed for n in numbers(text)}]
    lined = [finding for finding in found if finding.places[0].line_start is not None]
    for finding in told or lined[:1]:
        scene.draft.finding(finding)


def _same_place(one: Source, other: Source) -> bool:
    """Whether two places begin at one line; where pages have no lines, whether the words of one stand in those of the other."""
    if one.page != other.page or one.line_start != other.line_start:
        return False
    return one.line_start is not None or one.quote in other.quote or other.quote in one.quote


SCALES = (Decimal(1), Decimal(10_000), Decimal(1) / 10_000, Decimal(100_000_000))
"""What a number of a question may have to be multiplied with to be the printed one: 5 万 is printed as 50000 元."""


def decimal_of(written: str) -> Decimal | None:
    """The number that a question writes (51.62, 1,200, 7.9%), None where it is none."""
    try:
        return Decimal(written.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None


def quoted(scene: Scene, figure: Figure) -> bool:
    """Whether the question states the number of a figure, in its unit or another one."""
    value, percent = figure.amount.value, figure.amount.unit == "%"
    said = [d for n in scene.question.numbers if n.endswith("%") == percent and (d := decimal_of(n)) is not None]
    if value is None:
        return False
    return any(value == number * scale for number in said for scale in (SCALES[:1] if percent else SCALES))
