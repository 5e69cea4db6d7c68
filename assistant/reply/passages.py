"""Paragraphs of the disclosures a question is about: read, chosen by what they are about, quoted with their place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from assistant.compose import owner
from assistant.cues import Cue
from assistant.paragraphs import Paragraph, squash
from assistant.reply.scene import Scene
from assistant.targets import Target
from assistant.text import GAP
from corpus.document import Line, Source
from index.ledger import DocumentRecord

LONGEST = 320
"""Characters of a paragraph that are shown whole; of a longer one the sentences that matter."""
QUOTED = 520
"""Characters of a paragraph that are stated at most; its citation quotes all of them."""
_CELLS = Cue(r"^.*?资金总额[\d.,\s]+.{0,40}?年度(?:绩效)?目标(?=[\u4e00-\u9fff])")
"""The cells of a form of targets (project, office, money) that were read as one text with the goal behind them."""


@cache
def knowledge() -> dict[str, Any]:
    """What is known of a disclosure's wording, from ``prose.toml``."""
    return tomllib.loads((Path(__file__).parent / "prose.toml").read_text("utf-8"))


def read(scene: Scene, document: DocumentRecord) -> list[Paragraph]:
    """The document's paragraphs, without those that hold personal data."""
    return list(scene.texts.impersonal(scene.evidence.ledger, document.id))


def part(kind: str, texts: Sequence[Paragraph]) -> list[Paragraph]:
    """Those under headings of a kind, such as ``duty`` or ``glossary`` (``sections`` in ``prose.toml``)."""
    return [p for p in texts if _headed(kind, p.section)]


@lru_cache(maxsize=4096)
def _headed(kind: str, section: tuple[str, ...]) -> bool:
    return any(re.search(knowledge()["sections"][kind], re.sub(r"\s", "", heading)) for heading in section)


@cache
def _asking(table: str) -> list[tuple[Cue, dict[str, Any]]]:
    return [(Cue(entry["asks"]), entry) for entry in knowledge()[table]]


def asked_with(table: str, plain: str) -> list[dict[str, Any]]:
    """The entries of a table of ``prose.toml`` whose words a squeezed question asks with."""
    return [entry for cue, entry in _asking(table) if cue.search(plain)]


def disclosures(scene: Scene) -> list[Target]:
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
    return _without_stops(scene.question.rest_with_items)


def told_before(scene: Scene) -> list[str]:
    """Telling words of the turns before that this question goes on from."""
    return [w for w in _without_stops(scene.question.about).split() if len(w) >= 2]


def _without_stops(text: str) -> str:
    stop = re.compile(knowledge()["stop"]["words"])
    return stop.sub(" ", text.replace(GAP, " ").replace(",", " "))


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


def most_about(texts: Sequence[Paragraph], about: Sequence[str]) -> list[Paragraph]:
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


def shortened(paragraph: Paragraph, about: Sequence[str]) -> Paragraph:
    """A long paragraph cut to its sentences that hold the topic's words."""
    if len(paragraph.text) <= LONGEST:
        return paragraph
    kept = [s for s in paragraph.sentences() if any(w in s.squeezed for w in about)]
    return Paragraph(tuple(line for s in kept[:3] for line in s.lines), paragraph.section) if kept else paragraph


def quote(scene: Scene, target: Target, paragraph: Paragraph, lead: str | None = None) -> None:
    """State a paragraph in its own words, with its place; of one that never ends, its beginning."""
    paragraph = _beginning(paragraph)
    mark = scene.draft.mark(paragraph.sources(target.document.id))
    scene.draft.say(f"{lead or owner(target.document)}：{clean(_CELLS.sub('', paragraph.text))}{mark}")


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


def clean(text: str) -> str:
    """The text without the signs that mark citations and table columns in an answer."""
    return text.replace("[", "［").replace("]", "］").replace("|", "｜")


_LEADS = Cue(r"(?:[：:]|如下|下表|以下(?:工作|任务|单位|几项)|名称|备注)\s*[：:。]?\s*$")
_ENTRY = Cue(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]|[一二三四五六七八九十]是|\d)")
LISTED = 30
"""Entries of a list that are shown at most."""


def list_after(scene: Scene, target: Target, text: Paragraph) -> None:
    """State the list that a text leads to (抓好以下工作：), to its end, over breaks of lines and pages; nothing where it leads to none."""
    if not _LEADS.search(text.text):
        return
    texts = read(scene, target.document)
    last = text.lines[-1]
    at = next(
        (i for i, p in enumerate(texts) if any((x.page, x.number) == (last.page, last.number) for x in p.lines)), len(texts)
    )
    for paragraph in texts[at + 1 : at + 1 + LISTED]:
        if paragraph.section[: len(text.section)] != text.section or not _ENTRY.match(paragraph.text):
            return
        quote(scene, target, paragraph, "-")
