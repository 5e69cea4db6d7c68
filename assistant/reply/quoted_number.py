"""What a number is that the question quotes from a document: 冒出一个815.12,是什么数."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner, scope_words
from assistant.facts import Fact, group
from assistant.meant import TOTALS
from assistant.operations import says
from assistant.paragraphs import Paragraph
from assistant.question import Question
from assistant.reply.passages import disclosures, quote, read
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.words import is_row, wording_of
from assistant.targets import Target
from assistant.text import fold
from corpus.figure import Measure

_NAMED = 4
"""Other items of the same amount that are named."""


def wanted(question: Question) -> bool:
    """Whether it is asked what one quoted number is."""
    return len(set(question.numbers)) == 1 and says("scope", "what_number", question.plain)


def reply(scene: Scene) -> Answer | None:
    """The items of which documents print the number, the whole budget before all others, and the sentence that it is quoted from.

    None where no document prints it of any item: what it is is then left to the words.
    """
    number = scene.question.numbers[0]
    if number.endswith("%"):
        return None
    said = [_tell(scene, target, number) for target in disclosures(scene)[:TABLE_LIMIT]]
    return scene.answered() if any(said) else None


def _tell(scene: Scene, target: Target, number: str) -> bool:
    value = Decimal(re.sub(r"[^\d.]", "", number))
    figures = [f for f in scene.evidence.whole(target.document.id) if f.amount.value == value and f.measure is not Measure.TARGET]
    levels = [f for f in figures if f.measure is Measure.LEVEL]
    facts = sorted(group(levels or figures), key=_rank)
    if not facts:
        return False
    scene.draft.say(f"{scene.draft.fact(facts[0])} — {owner(target.document)}，{_name(facts[0])}。")
    others = list(dict.fromkeys(name for fact in facts[1:] if (name := _name(fact)) != _name(facts[0])))
    scene.draft.say(f"同为这个数的还有：{'、'.join(others[:_NAMED])}。" if others else "")
    if sentence := _quoted_from(scene, target, number, facts):
        quote(scene, target, sentence, "这个数还印在这一句里，句中没有说它是什么")
    return True


def _rank(fact: Fact) -> tuple[bool, bool, int]:
    """The whole budget first, then amounts of all money before those of one fund or kind, then what is printed most often."""
    return fact.figure.item not in TOTALS, bool(fact.figure.fund or fact.figure.kind), -len(fact.places)


def _name(fact: Fact) -> str:
    scope = scope_words(fact.figure)
    return f"“{fact.figure.item}”" + (f"（{scope}）" if scope and scope != fact.figure.item else "")


def _quoted_from(scene: Scene, target: Target, number: str, facts: Sequence[Fact]) -> Paragraph | None:
    """The sentence with the number that holds most of the question's other words, where no figure was read from it."""
    used = {(p.page, p.line_start) for fact in facts for p in fact.places}
    wording = wording_of(scene, [target], scene.question.plain.replace(number, " "))
    rated = [
        (wording.cover(sentence.squeezed), sentence)
        for paragraph in read(scene, target.document)
        for sentence in paragraph.sentences()
        if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", fold(sentence.text)) and not is_row(sentence.text)
        if not any((line.page, None if line.page else line.number) in used for line in sentence.lines)
    ]
    share, best = max(rated, key=lambda row: row[0], default=(0.0, None))
    return best if share > 0 else None
