"""The printed reason of an item's change, of its being nothing, or of spending less than planned, where no figure carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer
from assistant.cues import Cue
from assistant.paragraphs import Paragraph
from assistant.reply.passages import disclosures, knowledge, quote, read
from assistant.reply.purpose import names_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.words import ENOUGH, is_row, wording_of
from assistant.targets import Target
from assistant.text import fold, key, squeeze
from assistant.wording import Wording

_OTHER = Cue(r"(?:费|支出|收入|补贴|资金|拨款)[^，。；]{0,12}\d")
"""A sentence that states an amount before it gives the reason gives that of its own item, not of one named before."""
_APART = 3
"""Sentences that may stand between the one that names the item and the one that gives the reason."""


def reasons(scene: Scene) -> Answer | None:
    """The sentences that name the item and give the reason, of each disclosure that has them."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        said = told(scene, target) or said
    return scene.answered() if said else None


def told(scene: Scene, target: Target, lead: str | None = None) -> bool:
    """State what one disclosure gives as the reason; False where it gives none."""
    best = max(_candidates(scene, target), key=lambda row: row[0], default=None)
    if best is None:
        return False
    quote(scene, target, best[1], lead)
    return True


def _candidates(scene: Scene, target: Target) -> Iterator[tuple[float, Paragraph]]:
    wording = wording_of(scene, [target])
    names = list(dict.fromkeys(n for m in scene.question.mentions for n in names_of(m)))
    cue = re.compile(knowledge()["reason"]["words"])
    for paragraph in read(scene, target.document):
        if not cue.search(paragraph.text) or "名词" in "".join(paragraph.section):
            continue
        heading = paragraph.section[-1] if paragraph.section else ""
        sentences = [s for s in paragraph.sentences() if not is_row(s.text)]
        for number, sentence in enumerate(sentences):
            if cue.search(sentence.text):
                before = sentences[max(number - _APART, 0) : number]
                yield from _scored(scene, wording, names, heading, before, sentence)


def _scored(
    scene: Scene, wording: Wording, names: Sequence[str], heading: str, before: Sequence[Paragraph], sentence: Paragraph
) -> Iterator[tuple[float, Paragraph]]:
    """The reason with the nearest sentence before it (or its own words, or the heading) that names the item."""
    ahead = sentence.squeezed
    if _OTHER.search(re.split(knowledge()["reason"]["words"], sentence.text)[0]):
        before = ()
    for near, text in [(0, sentence), *enumerate(reversed(before), start=1)]:
        score = _names_it(wording, names, text.squeezed)
        if score < ENOUGH:
            continue
        shown = sentence if near == 0 else Paragraph((*text.lines, *sentence.lines), sentence.section)
        yield score - 0.15 * near + _agrees(scene, text.squeezed + ahead), shown
    if _names_it(wording, names, squeeze(fold(heading))) >= ENOUGH:
        yield 0.5 + _agrees(scene, ahead), sentence


def _names_it(wording: Wording, names: Sequence[str], text: str) -> float:
    """How clearly a text is about the item: by its name, the earlier the better, or by what else the question talks about."""
    plain = key(text)
    places = [plain.find(n) for n in names if n in plain]
    if places:
        return 1.0 + 0.3 / (1 + min(places) / 10)
    return wording.cover(text) if not names else 0.0


def _agrees(scene: Scene, text: str) -> float:
    """What speaks for a reason beside the item: its direction, the numbers of the question, the year before or the plan."""
    question = scene.question
    score = 0.15 * sum(n.rstrip("%") in text for n in question.numbers)
    words = {"增加": "增加|增长|上升|提高", "减少": "减少|下降|降低|压减"}.get(question.wanted.direction or "")
    score += 0.2 if words and re.search(words, text) else 0.0
    score += 0.3 if _of_that_size(question.plain, text) else 0.0
    planned = re.search(knowledge()["reason"]["planned"], question.plain)
    return score + (0.3 if planned and re.search("年初预算|预算数|完成", text) else 0.0)


_TENTHS = Cue(r"([一二三四五六七八九])成|一半|腰斩")


def _of_that_size(plain: str, text: str) -> bool:
    """Whether a text prints the rate that the question rounds to tenths: 九成多 is 92.23%."""
    said = _TENTHS.search(plain)
    if not said:
        return False
    rates = [float(r) for r in re.findall(r"(\d+(?:\.\d+)?)%", text)]
    if said[1] is None:
        return any(45 <= r <= 55 for r in rates)
    return any(int(r // 10) == "零一二三四五六七八九".index(said[1]) for r in rates)
