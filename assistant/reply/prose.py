"""Answers in the document's own words: definitions, duties, purposes, reasons, and what else is said about a topic."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Status
from assistant.compose import owner
from assistant.labels import Mention
from assistant.paragraphs import Paragraph, squash
from assistant.reply import ends
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import GAP, fold, key, squeeze
from corpus import vocabulary
from corpus.document import Line, Source
from index.ledger import DocumentRecord

LONGEST = 320
"""Characters of a paragraph that are shown whole; of a longer one the sentences that matter."""

QUOTED = 520
"""Characters of a paragraph that are stated at most; its citation quotes all of them."""

_HEAD = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?|\d{1,2}[、．.]|[(（]\d{1,2}[)）])?\s*(.{2,40}?)\s*(?:[:：]|是?指)"
)
_TABLE = re.compile(r"^\s*表[\d一二三四五六七八九十]|单位名称|部门名称|编制(?:部门|单位)|科目编码|科目名称|单位：(?:万?元|人)")
"""Words of tables that stand behind the glossary."""
_PHONE = re.compile(r"1\d{10}|\d{3,4}-\d{7,8}|联系人|联系电话")


@cache
def _knowledge() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "prose.toml").read_text("utf-8"))


def read(scene: Scene, document: DocumentRecord) -> list[Paragraph]:
    """The document's paragraphs, without those that hold personal data."""
    return [p for p in scene.texts.of(scene.evidence.ledger, document.id) if not _PHONE.search(p.text)]


def _within(kind: str, texts: Sequence[Paragraph]) -> list[Paragraph]:
    pattern = re.compile(_knowledge()["sections"][kind])
    return [p for p in texts if any(pattern.search(re.sub(r"\s", "", h)) for h in p.section)]


def _own(scene: Scene) -> list[Target]:
    """The disclosures to read: those of the years asked for, else the newest of each department."""
    own = [t for t in scene.found if not t.prior]
    if scene.question.years:
        return own
    newest: dict[str, Target] = {}
    for target in own:
        newest.setdefault(target.document.issuer, target)
    return list(newest.values())


def topic(scene: Scene) -> str:
    """What the question is about beside department and year: its words without those that only ask."""
    stop = re.compile(_knowledge()["stop"]["words"])
    return stop.sub(" ", scene.question.rest_with_items.replace(GAP, " ").replace(",", " "))


# ── definitions ──


def define(scene: Scene) -> Answer | None:
    """The entry of the glossary, from each document that has one."""
    names = _terms(scene)
    said = 0
    for target in _own(scene):
        entry = _entry(_within("glossary", read(scene, target.document)), names)
        if entry is None:
            continue
        if said >= TABLE_LIMIT:
            break
        _quote(scene, target, _unsigned(entry))
        said += 1
    return scene.answered() if said else None


def _terms(scene: Scene) -> list[str]:
    """Spellings of the term asked for, as written first."""
    quoted = re.findall(r"[“\"「『‘']([^”\"」』’']{2,20})[”\"」』’']", scene.question.text)
    said = [m.said for m in scene.question.mentions]
    names = [n for m in scene.question.mentions for n in m.items]
    words = [] if said or quoted else [w for w in topic(scene).split() if len(w) >= 2]
    return list(dict.fromkeys(key(n) for n in (*quoted, *said, *names, *words) if n))


def _entry(glossary: Sequence[Paragraph], names: Sequence[str]) -> Paragraph | None:
    heads: list[tuple[str, Paragraph]] = []
    for index, paragraph in enumerate(glossary):
        match = _HEAD.match(paragraph.text)
        if match and not _TABLE.search(paragraph.text):
            heads.append((key(match[1]), _with_rest(glossary, index)))
    for name in names:
        exact = [p for head, p in heads if head == name]
        if exact:
            return exact[0]
    for name in names:
        near = [
            p
            for head, p in heads
            if len(name) >= 3 and (name in head and len(head) <= len(name) + 8 or head in name and len(head) >= 4)
        ]
        if near:
            return near[0]
    return None


_SIGNED = re.compile(r"^[^。；]{0,40}?(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)$")
"""Department and date that close a document, printed right after the last entry."""


def _unsigned(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the signature that closes the document."""
    sentences = paragraph.sentences()
    while len(sentences) > 1 and _SIGNED.match(re.sub(r"\s", "", sentences[-1].text)):
        sentences = sentences[:-1]
    lines = [line for s in sentences for line in s.lines]
    return Paragraph(tuple(dict.fromkeys(lines)), paragraph.section)


def _with_rest(glossary: Sequence[Paragraph], index: int) -> Paragraph:
    """An entry with the paragraphs that go on with it."""
    lines = list(glossary[index].lines)
    for paragraph in glossary[index + 1 : index + 4]:
        if _HEAD.match(paragraph.text) or paragraph.section != glossary[index].section or len(paragraph.text) < 20:
            break
        lines += paragraph.lines
    return Paragraph(tuple(lines), glossary[index].section)


def _quote(scene: Scene, target: Target, paragraph: Paragraph, lead: str | None = None) -> None:
    """State a paragraph in its own words, with its place; of one that never ends, its beginning."""
    paragraph = _beginning(paragraph)
    mark = scene.draft.mark(paragraph.sources(target.document.id))
    scene.draft.say(f"{lead or owner(target.document)}：{_clean(paragraph.text)}{mark}")


def _beginning(paragraph: Paragraph) -> Paragraph:
    """Whole sentences from the beginning that a citation can quote in full."""
    if len(paragraph.text) <= QUOTED:
        return paragraph
    kept: list[Line] = []
    for sentence in paragraph.sentences():
        if kept and len(Paragraph((*kept, *sentence.lines), paragraph.section).text) > QUOTED:
            break
        kept += sentence.lines
    while len(kept) > 1 and len(Paragraph(tuple(kept), paragraph.section).text) > QUOTED:
        kept.pop()
    return Paragraph(tuple(kept), paragraph.section)


def _clean(text: str) -> str:
    return text.replace("[", "［").replace("]", "］").replace("|", "｜")


# ── duties ──


def duty(scene: Scene) -> Answer | None:
    """The duty that names the topic; all duties in short where no topic is named."""
    about = [w for w in topic(scene).split() if len(w) >= 2]
    said, read_any = False, False
    for target in _own(scene)[:TABLE_LIMIT]:
        duties = _within("duty", read(scene, target.document))
        read_any = read_any or bool(duties)
        if not duties:
            continue
        if not about:
            _overview(scene, target, duties)
            said = True
            continue
        best = _best(duties, about)
        for paragraph in best[:2]:
            _quote(scene, target, _shortened(paragraph, about))
            said = True
    if said:
        return scene.answered()
    return ends.undisclosed(scene, f"{'、'.join(about)}方面的职能") if read_any and about else None


def _overview(scene: Scene, target: Target, duties: Sequence[Paragraph]) -> None:
    """The first words of each duty."""
    listed = [p for p in duties if re.match(r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]", p.text)] or list(duties)
    scene.draft.say(f"{owner(target.document)}列出的主要职能：")
    for paragraph in listed[:30]:
        first = paragraph.sentences()[0]
        scene.draft.say(f"- {_clean(first.text)}{scene.draft.mark(first.sources(target.document.id))}")


def _best(texts: Sequence[Paragraph], about: Sequence[str]) -> list[Paragraph]:
    """Paragraphs that hold the topic's words, those with the most of them first; near words only where none holds them whole."""
    squeezed = [(p, p.squeezed) for p in texts]
    whole = [(sum(text.count(w) > 0 for w in about), _density(text, about), p) for p, text in squeezed]
    top = max((n for n, _, _ in whole), default=0)
    if top:
        ranked = sorted((row for row in whole if row[0] == top), key=lambda row: -row[1])
        return [p for _, density, p in ranked if density >= ranked[0][1] * 0.6][:2]
    pairs = {w[i : i + 2] for w in about for i in range(len(w) - 1)}
    near = sorted(
        ((len({x for x in pairs if x in text}) / max(len(pairs), 1), p) for p, text in squeezed), key=lambda row: -row[0]
    )
    return [p for score, p in near[:1] if score >= 0.6]


def _density(text: str, about: Sequence[str]) -> float:
    """How much a text is about the words: their number, first mention and share of it."""
    counted = sum(text.count(w) * len(w) for w in about)
    first = min((text.find(w) for w in about if w in text), default=len(text))
    return counted / (len(text) + 30) + 0.1 / (1 + first / 12)


def _shortened(paragraph: Paragraph, about: Sequence[str]) -> Paragraph:
    """A long paragraph cut to its sentences that hold the topic's words."""
    if len(paragraph.text) <= LONGEST:
        return paragraph
    kept = [s for s in paragraph.sentences() if any(w in s.squeezed for w in about)]
    return Paragraph(tuple(line for s in kept[:3] for line in s.lines), paragraph.section) if kept else paragraph


# ── purposes and reasons ──


def purpose(scene: Scene) -> Answer | None:
    """What an item's money is for: the printed purpose of the figure, else the sentence that tells it."""
    said = False
    for target in _own(scene)[:TABLE_LIMIT]:
        if scene.mention and _figure_purpose(scene, target, scene.mention):
            said = True
            continue
        found = _telling(scene, target, r"用于|用来|用途|用作|资金用|安排给")
        if found is not None:
            _quote(scene, target, found)
            said = True
    return scene.answered() if said else None


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


def reasons(scene: Scene) -> Answer | None:
    """The sentence that gives the reason of an item's change, where no figure carries it."""
    said = False
    for target in _own(scene)[:TABLE_LIMIT]:
        found = _telling(scene, target, r"原因|由于|因为|因[^公私此素为而]|未安排.{0,8}是")
        if (
            found is not None
            and scene.mention is not None
            and any(key(n) in key(found.text) for n in (scene.mention.said, *scene.mention.items))
        ):
            _quote(scene, target, found)
            said = True
    return scene.answered() if said else None


def _telling(scene: Scene, target: Target, cue: str) -> Paragraph | None:
    """The sentence with the cue that is most about the item: by its name, its amount, its section."""
    mention = scene.mention
    names = _names(mention) if mention else [key(w) for w in topic(scene).split() if len(w) >= 2]
    level = scene.evidence.level(target.document, mention) if mention else None
    amounts = {format(level.lead.value, "f")} if level and level.lead.value else set()
    amounts |= {n.rstrip("%") for n in scene.question.numbers}
    best: tuple[float, Paragraph] | None = None
    for paragraph in read(scene, target.document):
        for sentence in paragraph.sentences():
            if not re.search(cue, sentence.text):
                continue
            score = _about(sentence, names, amounts)
            if score >= 2 and (best is None or score > best[0]):
                best = (score, sentence)
    return best[1] if best else None


def _names(mention: Mention) -> list[str]:
    items = [vocabulary.item(n) for n in mention.items]
    return list(
        dict.fromkeys(
            key(n)
            for n in (mention.said, *mention.items, *(s for i in items if i for s in (*i.labels, *i.aliases)))
            if len(key(n)) >= 3
        )
    )


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


# ── anything else that is said ──


def anything(scene: Scene) -> Answer | None:
    """A sentence that states the topic: by its known wording, else by sharing its telling words."""
    plain = scene.question.rest_with_items
    whole = scene.question.plain
    for issuer in scene.question.issuers:
        whole = whole.replace(key(issuer), GAP)
    if not scene.question.mentions and (answer := _under_heading(scene)):
        return answer
    for entry in _knowledge()["topic"]:
        if (re.search(entry["asks"], plain) or re.search(entry["asks"], whole)) and (
            answer := _stating(scene, entry["states"], entry.get("within", ""))
        ):
            return answer
    about = [w for w in topic(scene).split() if len(w) >= 2]
    if not about or not _own(scene) or len(_own(scene)) > TABLE_LIMIT:
        return None
    said = False
    for target in _own(scene):
        texts = [p for p in read(scene, target.document) if not re.search("公开表|名词", "".join(p.section))]
        found = [p for p in _best(texts, about) if all(w in p.squeezed for w in about)]
        found = [s for p in found for s in p.sentences() if _gives_number(s, about)] if _NUMERIC & scene.question.asks else found
        if found:
            _quote(scene, target, _shortened(found[0], about))
            said = True
    return scene.answered() if said else None


def _under_heading(scene: Scene) -> Answer | None:
    """What stands under a heading that the question names in full (主要工作目标), from its beginning."""
    said = False
    for target in _own(scene)[:TABLE_LIMIT]:
        texts = read(scene, target.document)
        titles = {p.section[-1]: _title(p.section[-1]) for p in texts if p.section}
        named = [s for s, core in titles.items() if len(core) >= _TITLE_LEAST and core in scene.question.plain]
        if not named:
            continue
        heading = max(named, key=lambda s: len(titles[s]))
        under = [p for p in texts if heading in p.section and len(p.text) >= _TITLE_LEAST][:_UNDER]
        for number, paragraph in enumerate(under):
            _quote(scene, target, paragraph, owner(target.document) if number == 0 else "接下来")
            said = True
    return scene.answered() if said else None


_TITLE_LEAST, _UNDER = 5, 4
"""Characters that make a heading a name, and paragraphs that are shown from under it."""


def _title(heading: str) -> str:
    """A heading without its number, its year and the words every heading ends in."""
    bare = re.sub(
        r"^(?:第[一二三四五六七八九十]+部分|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?)", "", squeeze(fold(heading))
    )
    bare = re.sub(r"^(?:20\d\d年度?)?(?:本?部门|本?单位)?", "", bare)
    return re.sub(r"(?:的?(?:总体)?(?:情况)?说明|情况)$", "", bare)


_NUMERIC = {"level", "count", "change", "growth", "share", "sum", "difference", "ratio", "per", "rank"}
"""Questions that want a number: a sentence without one next to the topic is no answer to them."""


def _gives_number(sentence: Paragraph, about: Sequence[str]) -> bool:
    text = sentence.squeezed
    return all(w in text for w in about) and bool(re.search(rf"{re.escape(about[-1])}[^,]{{0,8}}\d", text))


def _stating(scene: Scene, states: str, within: str) -> Answer | None:
    pattern = re.compile(states)
    said = False
    for target in _own(scene)[:TABLE_LIMIT]:
        sentence = next(
            (
                s
                for p in read(scene, target.document)
                if re.search(within, "".join(p.section))
                for s in p.sentences()
                if pattern.search(s.text) and len(s.text) < 400
            ),
            None,
        )
        if sentence is not None:
            _quote(scene, target, sentence)
            said = True
    return scene.answered() if said else None


def sentence_at(scene: Scene, target: Target, place: Source) -> Paragraph | None:
    """The sentence that holds a place: of those on its lines (or its page) the one with its words, else the first on its lines."""
    words, near = squash(place.quote), None
    for paragraph in read(scene, target.document):
        for sentence in paragraph.sentences():
            first, last = sentence.lines[0], sentence.lines[-1]
            if place.page is None and not first.number <= (place.line_start or 0) <= last.number:
                continue
            if place.page is not None and first.page != place.page:
                continue
            if words in squash(sentence.text) or squash(sentence.text) in words:
                return sentence
            near = near or (sentence if place.page is None else None)
    return near


def refused(scene: Scene) -> Answer:
    """Nothing in words was found."""
    draft = scene.renew()
    draft.say("在已收录的文件里没有找到相关的说法。")
    draft.suggestions += ends.suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)
