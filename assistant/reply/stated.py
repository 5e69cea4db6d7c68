"""Two amounts that a document prints of one item: what lies between them, and what is printed that explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner, scope_words
from assistant.facts import Fact, group
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import combined, printed
from assistant.targets import Target
from corpus.figure import Measure


def apart(scene: Scene) -> Answer | None:
    """The difference of two printed amounts of the item that the question states; None where it states none that are printed."""
    numbers = [Decimal(n.replace(",", "")) for n in scene.question.numbers if not n.endswith("%")]
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


_TWO_PRINTS = re.compile(r"表.*表|两处|两张表|[两俩](?:个|种)?口径")


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
