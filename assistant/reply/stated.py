"""Two amounts that a document prints of one item: what lies between them, and what is printed that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.facts import Fact, group
from assistant.mention import Mention
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import combined, printed
from assistant.scopes import alike_units
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Measure


def apart(scene: Scene) -> Answer | None:
    """The difference of two printed amounts of the item that the question states; None where it states none that are printed."""
    numbers = scene.question.amounts
    mention = scene.mention
    if mention is None or len(scene.question.mentions) != 1 or len(numbers) != 2:
        return None
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        figures = [f for f in scene.evidence.about(target.document, mention) if f.measure is Measure.LEVEL]
        facts = group(f for f in figures if f.amount.value)
        pair = [fact for n in numbers if (fact := next((f for f in facts if f.value == n), None))]
        if len(pair) == 2 and pair[0].unit == pair[1].unit:
            _say(scene, target, pair, facts)
    return scene.answered() if scene.draft.figures else None


_TWO_PRINTS = Cue(r"表.*表|两处|两张表|[两俩](?:个|种)?口径")


def prints(scene: Scene) -> Answer | None:
    """The difference of the two amounts that two tables print of one item; None where they print another number of amounts."""
    mention = scene.mention
    if mention is None or len(scene.question.mentions) != 1 or not _TWO_PRINTS.search(scene.question.plain):
        return None
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        level = scene.evidence.level(target.document, mention)
        facts = [level.lead, *level.scopes, *level.twins] if level is not None else []
        if len(facts) == 2:
            _say(scene, target, facts, ())
    return scene.answered() if scene.draft.figures else None


_TABLE = Cue(r"((?:(?![比和跟与的里表])[\u4e00-\u9fff]){2,16}?)(?:表格|表)(?![述示现明决扬彰态])")
"""The words of a table's title before where something is looked for in it: 基本支出表里的X."""


def of_tables(scene: Scene) -> Answer | None:
    """What two tables that are named print of one item, set apart: 三公表里的X比基本支出表里的X大多少."""
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        pair = in_tables(scene, target)
        if pair is not None:
            _say_tables(scene, target, *pair)
    return scene.answered() if scene.draft.figures else None


def in_tables(scene: Scene, target: Target) -> tuple[Fact, Fact] | None:
    """The item as each of the two tables prints it that the question names; None where it names no two that both do."""
    mentions, titles = scene.question.mentions, _titles(scene)
    if len(mentions) not in (1, 2) or len(titles) != 2:
        return None
    one, two = (_in_table(scene, target, m, words) for m, words in zip((mentions[0], mentions[-1]), titles, strict=True))
    if one is None or two is None or one.figure.source.table_title == two.figure.source.table_title:
        return None
    return (one, two) if alike_units(one.unit, two.unit) else None


def _titles(scene: Scene) -> list[str]:
    """The words of the two tables that the question names, in its order."""
    return _TABLE.findall(scene.question.plain)


def _in_table(scene: Scene, target: Target, mention: Mention, words: str) -> Fact | None:
    """The item as the table prints it whose title the words tell best; None where two tables are told as well."""
    # One table prints it by a column (公务用车运行费), another as an economic class of nearly the same name.
    alike = [i for i in vocabulary.items() if mention.name in (i.name, *i.labels)]
    wider = replace(mention, items=tuple(dict.fromkeys([*mention.items, *(n for i in alike for n in (i.name, *i.labels))])))
    own = [f for f in scene.evidence.about(target.document, wider) if f.measure is Measure.LEVEL and f.source.table_title]
    own = [f for f in own if f.amount.value is not None and f.value_year in (None, target.year)]
    scores: dict[str, int] = {}
    for figure in own:
        title = figure.source.table_title or ""
        scores[title] = sum(words[i : i + 2] in title.replace("“", "").replace("”", "") for i in range(len(words) - 1))
    best = max(scores.values(), default=0)
    named = [title for title, score in scores.items() if score == best and best]
    named = [title for title in named if title == f"{words}表"] or named
    facts = group(f for f in own if len(named) == 1 and f.source.table_title == named[0])
    facts = [f for f in facts if not any(f.scope)] or facts
    return facts[0] if len({f.value for f in facts}) == 1 else None


def _say_tables(scene: Scene, target: Target, one: Fact, two: Fact) -> None:
    draft, facts = scene.draft, sorted((one, two), key=lambda f: -f.value)
    result = combined("difference", [printed(f) for f in facts])
    shown = draft.result(result, facts[0].figure, "difference", [f.places[0] for f in facts])
    draft.say(f"{shown} — {owner(target.document)}两张表所印“{one.figure.item}”之差{'' if result.value else '，两者相等'}。")
    for fact in (one, two):
        draft.say(f"- {fact.figure.source.table_title}：{draft.fact(fact, bold=False, places=fact.places[:1])}")


def _say(scene: Scene, target: Target, pair: Sequence[Fact], facts: Sequence[Fact]) -> None:
    draft = scene.draft
    result = combined("difference", [printed(f) for f in pair])
    shown = draft.result(result, pair[0].figure, "difference", [f.places[0] for f in pair])
    draft.say(f"{shown} — {owner(target.document)}“{pair[0].figure.item}”印有的两个数之差。")
    for fact in pair:
        draft.say(f"- {scope_words(fact.figure)} {draft.fact(fact, bold=False)}")
    rest = next((f for f in facts if f.value == result.value and f.unit == result.unit and any(f.scope)), None)
    if rest is not None:
        draft.say(f"差额正是其中的{scope_words(rest.figure)} {draft.fact(rest, bold=False)}。")
