"""What an item's money is for, where a sentence tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner
from assistant.mention import Mention
from assistant.paragraphs import Paragraph
from assistant.reply.passages import disclosures, quote, read, topic
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.words import is_row, wording_of
from assistant.targets import Target
from assistant.text import fold, key, squeeze
from corpus import vocabulary

_CONSISTS = r"主要(?:是|为|包括|有)|包括|购(?:买|置)|采购"
"""Words before what money is spent on, where no sentence says 用于."""
_CUES = r"用于|用来|用途|用作|资金用|安排给"
_DESCRIBED = 0.6
"""The least share of the question's words that the name of a row with the amount of the question must hold."""


def purpose(scene: Scene) -> Answer | None:
    """What an item's money is for: the printed purpose of the figure, else the sentence that tells it."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        row = _of_amount(scene, target)
        if row is None and scene.mention and _figure_purpose(scene, target, scene.mention):
            said = True
            continue
        found = row or telling(scene, target, _CUES) or _of_row(scene, target) or _made_of(scene, target)
        if found is not None:
            quote(scene, target, found)
            said = True
    return scene.answered() if said else None


def origin(scene: Scene) -> Answer | None:
    """The sentence that names the document by which an item's money was given (…〔2023〕17号)."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        found = telling(scene, target, _NUMBERED)
        if found is not None:
            quote(scene, target, found)
            said = True
    return scene.answered() if said else None


_NUMBERED = r"[〔\[（(【]\s*20\d\d\s*[〕\])）】]\s*(?:第\s*)?\d+\s*号"
"""The number of an official document."""


def _figure_purpose(scene: Scene, target: Target, mention: Mention) -> bool:
    figures = [f for f in scene.evidence.about(target.document, mention) if f.purpose]
    for figure in figures[:1]:
        place = scene.evidence.place_of(figure.purpose or "", figure.source)
        if place is None:
            return False
        scene.draft.say(f"{owner(target.document)}“{figure.item}”主要用于：{figure.purpose}{scene.draft.mark((place,))}。")
        level = scene.evidence.level(target.document, mention)
        if level is not None:
            scene.draft.say(f"金额 {scene.draft.fact(level.lead, bold=False)}。")
    return bool(figures)


def telling(scene: Scene, target: Target, cue: str) -> Paragraph | None:
    """The sentence with the cue that is most about the item: by its name, its amount, its section."""
    mention = scene.mention
    names = names_of(mention) if mention else [key(w) for w in topic(scene).split() if len(w) >= 2]
    level = scene.evidence.level(target.document, mention) if mention else None
    amounts = {format(level.lead.value, "f")} if level and level.lead.value else set()
    amounts |= {n.rstrip("%") for n in scene.question.numbers}
    best: tuple[float, Paragraph] | None = None
    for paragraph in read(scene, target.document):
        if "名词" in "".join(paragraph.section):
            continue
        opening = paragraph.sentences()[0]
        for sentence in paragraph.sentences():
            if not re.search(cue, sentence.text) or is_row(sentence.text):
                continue
            score = max(_about(sentence, names, amounts), _opened(opening, names))
            if score >= 2 and (best is None or score > best[0]):
                best = (score, sentence)
    return best[1] if best else None


_REMARK = re.compile(r"(?<=\d)\s+([\u4e00-\u9fff][^\d]{8,}.*)$")
"""The words behind the numbers of a row, as lists of projects print them."""


def _of_row(scene: Scene, target: Target) -> Paragraph | None:
    """What a list of projects tells of the item in the row of its amounts."""
    names = names_of(scene.mention) if scene.mention else []
    for line in scene.evidence.ledger.lines(target.document.id) if names else ():
        remark = _REMARK.search(line.text)
        if remark and any(key(line.text).startswith(n) for n in names):
            return Paragraph((replace(line, text=remark[1]),), ())
    return None


def _of_amount(scene: Scene, target: Target) -> Paragraph | None:
    """What a list of projects tells in the row that prints an amount of the question beside a name which the question describes."""
    amounts = {Decimal(n.replace(",", "")) for n in scene.question.numbers if not n.endswith("%")}
    wording = wording_of(scene, [target], re.sub(r"[\d.,]+[万亿]?元?", " ", scene.question.rest_with_items))
    best: tuple[float, Paragraph] | None = None
    for line in scene.evidence.ledger.lines(target.document.id) if amounts else ():
        remark, name = _REMARK.search(line.text), _NAME.match(line.text)
        if not (remark and name) or not amounts & {
            Decimal(n.replace(",", "")) for n in _PRINTED.findall(line.text[: remark.start()])
        }:
            continue
        share = wording.cover(squeeze(fold(name[0])))
        if share >= _DESCRIBED and (best is None or share > best[0]):
            best = (share, Paragraph((replace(line, text=remark[1]),), ()))
    return best[1] if best else None


_NAME = re.compile(r"[^\d]+(?=\s+\d)")
_PRINTED = re.compile(r"(?<!\S)\d[\d,]*(?:\.\d+)?(?!\S)")


def _made_of(scene: Scene, target: Target) -> Paragraph | None:
    """The sentence that names the item and then what it consists of; one that lists the item among others tells nothing of it.

    Where no item is named, that which prints an amount of the question.
    """
    if scene.mention is None and scene.question.numbers:
        return telling(scene, target, _CONSISTS)
    names = "|".join(re.escape(n) for n in names_of(scene.mention)) if scene.mention else ""
    follows = re.compile(rf"(?:{names})[^、]{{0,24}}?(?:{_CONSISTS})") if names else None
    found = telling(scene, target, _CONSISTS) if follows else None
    return found if found and follows and follows.search(key(found.text)) else None


def names_of(mention: Mention) -> list[str]:
    """Spellings of an item, in the form in which labels are compared."""
    items = [vocabulary.item(n) for n in mention.items]
    return list(
        dict.fromkeys(
            key(n)
            for n in (mention.said, *mention.items, *(s for i in items if i for s in (*i.labels, *i.aliases)))
            if len(key(n)) >= 3
        )
    )


def _opened(opening: Paragraph, names: Iterable[str]) -> float:
    """What speaks for a sentence of a paragraph that begins with the item itself: 3、公务接待费支出0.39万元。…主要用于…."""
    begun = key(re.sub(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?(?:[23]\d{2,6}\s*[-—－]?)?", "", opening.text))
    return 2.0 if any(begun.startswith(n) for n in names) else 0.0


def _about(sentence: Paragraph, names: Iterable[str], amounts: Iterable[str]) -> float:
    text, heading = key(sentence.text), key("".join(sentence.section[-1:]))
    score = 2.0 if any(n in text for n in names) else 0.0
    score += 1.0 if any(n in heading for n in names) else 0.0
    flat = fold(sentence.text)
    score += (
        2.0
        if any(
            re.search(rf"(?<![\d.]){re.escape(a)}(?![\d.])", flat) or re.search(rf"(?<![\d.]){re.escape(a)}\.0+(?!\d)", flat)
            for a in amounts
        )
        else 0.0
    )
    return score
