"""What an item's money is for, where a sentence tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS
from assistant.labels import bare
from assistant.mention import Mention
from assistant.paragraphs import Paragraph
from assistant.reply.passages import disclosures, quote, read, topic
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.words import is_row, wording_of
from assistant.targets import Target
from assistant.text import fold, key, squeeze
from corpus import vocabulary
from corpus.figure import Figure, Measure

_CONSISTS = r"主要(?:是|为|包括|有)|包括|购(?:买|置)|(?<!政府)(?<!类)采购(?!预算)"
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
        elif scene.mention and scene.mention.name == "项目支出":
            said = _projects_told(scene, target) or said
    return scene.answered() if said else None


def _projects_told(scene: Scene, target: Target) -> bool:
    """The projects of which a document says what they are for, where it does not list them all."""
    told = [f for f in scene.evidence.measured(target.document.id, Measure.LEVEL) if f.purpose and not f.code and f.amount.value]
    projects = {(f.item, f.amount.value): f for f in told if _is_project(f)}
    for figure in projects.values():
        stated = scene.draft.figure(figure, None, (figure.source,))
        scene.draft.say(f"{owner(target.document)}“{figure.item}” {stated}，主要用于：{figure.purpose}。")
    return bool(projects)


def _is_project(figure: Figure) -> bool:
    """Whether an amount of money is that of a project: no standard item, told where projects or what is carried over are."""
    where = "".join((*figure.source.section[-1:], figure.source.table_title or "", figure.item))
    return vocabulary.item(figure.item) is None and figure.amount.unit in MONEY_UNITS and bool(re.search("项目|结转|专项", where))


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
    """The sentence with the cue that is most about the item: by its name, its amount, its section.

    Where an item is named, it stands before the cue; behind it stands what another is spent on (主要用于：…项目支出).
    """
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
            cued = list(re.finditer(cue, sentence.text))
            if not cued or is_row(sentence.text):
                continue
            ahead = sentence.text[: cued[-1].start()] if mention else sentence.text
            own, opened = _about(sentence, ahead, names, amounts), _opened(opening, names)
            if max(own, opened) >= 2 and (best is None or max(own, opened) > best[0]):
                shown = sentence if own >= opened or sentence is opening else with_opening(opening, sentence)
                best = (max(own, opened), shown)
    return best[1] if best else None


def with_opening(opening: Paragraph, sentence: Paragraph) -> Paragraph:
    """A sentence behind the opening of its paragraph, which says what it is about."""
    return Paragraph((*opening.lines, *sentence.lines), sentence.section)


_REMARK = Cue(
    r"(?<=\d)\s+(?!(?:万|亿|千)?元|[人辆个台名家件]|平方)((?:[\u4e00-\u9fff][^\d]{8,}|1[、.．]\s*[\u4e00-\u9fff]\S{8,}).*?)(?=\s+(?:产出|成本|效益|满意度)指标|$)"
)
"""The words behind the numbers of a row, as lists of projects print them, up to the indicators; a unit behind a number is one of a sentence."""


def _of_row(scene: Scene, target: Target) -> Paragraph | None:
    """What a list of projects tells of the item in the row of its amounts."""
    names = {bare(n) for n in names_of(scene.mention)} if scene.mention else set()
    for line in scene.evidence.ledger.lines(target.document.id) if names else ():
        remark = _REMARK.search(line.text)
        if remark and bare(line.text).startswith(tuple(names)):
            return Paragraph((replace(line, text=remark[1]),), ())
    return None


def row_told(scene: Scene, target: Target) -> Paragraph | None:
    """The words in the row of the project that the question names, or of the amount that it states; None where there are none."""
    return _of_amount(scene, target) or _of_row(scene, target)


def _of_amount(scene: Scene, target: Target) -> Paragraph | None:
    """What a list of projects tells in the row that prints an amount of the question beside a name which the question describes."""
    amounts = set(scene.question.amounts)
    clause = next((c for c in re.split("[,;](?!\\d)", scene.question.rest_with_items) if re.search(r"\d", c)), "")
    wording = wording_of(scene, [target], re.sub(r"[\d.,]+[万亿]?元?", " ", clause or " "))
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


_NAME = Cue(r"(?:20\d\d年?度?)?[^\d]+(?=\s+\d)")
_PRINTED = Cue(r"(?<!\S)\d[\d,]*(?:\.\d+)?(?!\S)")


def _made_of(scene: Scene, target: Target) -> Paragraph | None:
    """The sentence that names the item and then what it consists of; one that lists the item among others tells nothing of it.

    Nor does one that has the name only inside that of another item (政府采购项目预算). Where no item is named, the sentence that prints an
    amount of the question.
    """
    found = telling(scene, target, _CONSISTS) if scene.mention or scene.question.numbers else None
    if found is None or scene.mention is None:
        return found
    text = squeeze(fold(found.text))
    names = (*names_of(scene.mention), key(scene.mention.name))
    own = [m for m in scene.labels.find(text)[0] if set(m.items) & set(scene.mention.items) or _longer(m, names)]
    return found if any(_GOES_ON.match(text, m.start + len(m.said)) for m in own) else None


def _longer(mention: Mention, names: Sequence[str]) -> bool:
    """Whether a name is one of the names with words before it, and that of no other standard item: 拟购置固定资产."""
    return vocabulary.item(mention.name) is None and mention.said.endswith(tuple(names))


_GOES_ON = Cue(rf"[^、]{{0,24}}?(?:{_CONSISTS})")


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
    """What speaks for a sentence of a paragraph that begins with the item itself: 3、公务接待费支出0.39万元。…主要用于…, …（类）…（款）支出…."""
    levels = _LEVELS.findall(fold(opening.text))
    if levels and key(levels[-1]) in names:
        return 2.0
    begun = key(re.sub(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?(?:[23]\d{2,6}\s*[-—－]?)?", "", opening.text))
    return 2.0 if any(begun.startswith(n) for n in names) else 0.0


_LEVELS = Cue(r"([^()]+?)\((?:类|款|项)\)")
"""The names of a subject, from its class down to itself."""


def _about(sentence: Paragraph, ahead: str, names: Iterable[str], amounts: Iterable[str]) -> float:
    text, heading = key(ahead), key("".join(sentence.section[-1:]))
    listed = [key(piece) for piece in fold(ahead).split("、")[1:-1]]
    score = 2.0 if any(n in text and n not in listed for n in names) else 0.0
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
