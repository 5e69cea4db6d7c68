"""Duties in the document's own words: the one that is named, meant or counted (第三条), or all of them in short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.nearest import HINT, NEAR, scored
from assistant.numerals import number_of
from assistant.paragraphs import Paragraph
from assistant.reply import ends, words
from assistant.reply.passages import (
    LONGEST,
    clean,
    disclosures,
    knowledge,
    most_about,
    part,
    quote,
    read,
    shortened,
    told_before,
    topic,
)
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import GAP

_ENTRY = Cue(r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]")
_FIRST = Cue(r"\s*[(（]?[一1][)）、．.]")
_CLOSE = 0.92
"""How near to the best duty another one must come to be shown with it."""
_SAID = 0.62
"""The share of the question's words from which on a duty is not only the nearest one, but names what is asked."""
_NTH = Cue(r"(?:第([一二三四五六七八九十]{1,3}|\d{1,2})|(倒数第一|最后|末尾?|兜底)(?:的)?(?:那|这)?一?)(?:条|项|款|个|点)")
_OTHER = Cue("交办|其他(?:任务|事项|工作)")
"""The duty that takes in whatever no other names."""
_AND = Cue(r"、|以及|(?<![参涉普])[与及](?!时)|(?<![平温缓调])[和跟](?![谐解平睦踪])")
"""What stands between two things that are listed."""
_TASKS = Cue("工作任务|目标")
"""Headings of what is to be done this year, which is no standing duty."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A sentence of a duty with how near it is to what is asked, and the share of the question's words that it holds."""

    duty: Paragraph
    sentence: Paragraph
    score: float
    share: float

    @property
    def shown(self) -> Paragraph:
        """The duty, or of a long one the sentence."""
        return self.duty if len(self.duty.text) <= LONGEST else self.sentence


def duty(scene: Scene) -> Answer | None:
    """The duty that names or means the topic; all duties in short where no topic is named, and an honest end where none is near."""
    return _answer(scene, sure=False)


def told(scene: Scene) -> Answer | None:
    """As ``duty``, but None where no duty is near the topic: for questions that may be about something else altogether."""
    return _answer(scene, sure=True)


def _answer(scene: Scene, *, sure: bool) -> Answer | None:
    about = [w for w in topic(scene).split() if len(w) >= 2] or told_before(scene)
    nth = _NTH.search(scene.question.plain)
    if sure and (nth or not about):
        return None
    said, read_any = False, False
    hints: list[tuple[Target, Meant]] = []
    for target in disclosures(scene)[:TABLE_LIMIT]:
        duties = part("duty", read(scene, target.document))
        read_any = read_any or bool(duties)
        if not duties:
            continue
        if nth or not about:
            _nth(scene, target, duties, nth) if nth else _overview(scene, target, duties)
            said = True
        elif best := _named(duties, about):
            for paragraph in best[:2]:
                quote(scene, target, shortened(paragraph, about))
            said = True
        else:
            found = meant(scene, target, duties)
            hints += [(target, m) for m in found[:1]]
            said = _state_each(scene, target, duties) or _state(scene, target, found) or said
    if said:
        return scene.answered()
    return _untold(scene, about, hints) if read_any and about and not sure else None


def _named(duties: Sequence[Paragraph], about: Sequence[str]) -> list[Paragraph]:
    """Duties that hold all of the topic's words as they are typed."""
    found = most_about(duties, about)
    return [p for p in found if all(w in p.squeezed for w in about)]


def asked_parts(scene: Scene) -> list[str]:
    """What is asked about in each clause of the question, without the words that only ask whose task it is."""
    asking = re.compile(knowledge()["duty"]["asking"])
    clauses = scene.question.rest_with_items.replace(GAP, " ").split(",")
    bare = [re.sub(r"\s+", " ", asking.sub(" ", clause)).strip(" 的") for clause in clauses]
    return [clause for clause in bare if len(clause.replace(" ", "")) >= 2]


def _things(scene: Scene) -> list[str]:
    """The things that one clause lists (在A、B上, 对A和B分别); none where it lists no two of them."""
    listed = [_AND.split(clause) for clause in asked_parts(scene)]
    pieces = [[piece for p in parts if (piece := p.strip())] for parts in listed]
    return next((parts for parts in pieces if len(parts) > 1 and all(len(p) > 1 for p in parts)), [])


def meant(scene: Scene, target: Target, duties: Sequence[Paragraph], asked: Sequence[str] = ()) -> list[Meant]:
    """The sentences of the duties, the nearest first to the question, or to the parts of it that are ``asked``."""
    pieces = [(p, s) for p in _standing(duties) for s in p.sentences()]
    ledger, document = scene.evidence.ledger, target.document.id
    laid = scene.texts.by_meaning(document, "duty", [s for _, s in pieces])
    counts, total = scene.texts.counts(ledger, document), len(scene.texts.of(ledger, document))
    rated = scored(laid, [s.squeezed for _, s in pieces], asked or asked_parts(scene), counts, total)
    found = [Meant(p, s, score, share) for (p, s), (score, share) in zip(pieces, rated, strict=True)]
    return sorted(found, key=lambda m: -m.score)


def _state(scene: Scene, target: Target, found: Sequence[Meant]) -> bool:
    """State the nearest duty, two where they are close; False where none is near enough."""
    shown: list[Paragraph] = []
    for one in found:
        if one.score < max(NEAR, found[0].score * _CLOSE) or len(shown) == 2:
            break
        if one.duty in shown:
            continue
        shown.append(one.duty)
        _quote(scene, target, one)
    return bool(shown)


def _quote(scene: Scene, target: Target, one: Meant) -> None:
    """State a duty; one that does not name what is asked is said to be only the nearest."""
    lead = None if one.share >= _SAID else f"{owner(target.document)}，与所问最接近的职责"
    quote(scene, target, one.shown, lead)


def _state_each(scene: Scene, target: Target, duties: Sequence[Paragraph]) -> bool:
    """State the nearest duty of each thing that is listed; False where not each has one, or one duty is the nearest of all."""
    best = [found[0] for thing in _things(scene) if (found := meant(scene, target, duties, [thing]))]
    apart = {id(m.shown): m for m in best}
    if len(apart) < 2 or any(m.score < NEAR for m in best):
        return False
    for one in apart.values():
        _quote(scene, target, one)
    return True


def _untold(scene: Scene, about: Sequence[str], hints: Sequence[tuple[Target, Meant]]) -> Answer:
    """That no duty is about the topic, with the nearest one where one is not far."""
    if answer := words.asked_for(scene):
        return answer
    ended = ends.undisclosed(scene, f"{'、'.join(about)}方面的职能")
    for target, near in hints:
        if near.score >= HINT:
            quote(scene, target, near.sentence, "职责里字面最接近的一条（不一定是所问的）")
    return scene.draft.answer(ended.status)


def _nth(scene: Scene, target: Target, duties: Sequence[Paragraph], nth: re.Match[str]) -> None:
    """The duty of a number, or the last one."""
    listed = _listed(_standing(duties))
    if "兜底" in scene.question.plain:
        listed = [p for p in listed if _OTHER.search(p.text)] or listed
    at = len(listed) if nth[1] is None else number_of(nth[1]) or 0
    if 0 < at <= len(listed):
        quote(scene, target, listed[at - 1])
    else:
        _overview(scene, target, duties)


def _standing(duties: Sequence[Paragraph]) -> list[Paragraph]:
    """The duties without what is to be done this year; all where there is nothing else."""
    return [p for p in duties if not _TASKS.search("".join(p.section))] or list(duties)


def _listed(duties: Sequence[Paragraph]) -> list[Paragraph]:
    """The numbered ones; all where none is numbered."""
    return [p for p in duties if _ENTRY.match(p.text)] or list(duties)


def _overview(scene: Scene, target: Target, duties: Sequence[Paragraph]) -> None:
    """The first words of each duty, or task of the year where those are asked for; every piece of a text without numbers."""
    tasks = [p for p in duties if _TASKS.search("".join(p.section))] if "任务" in scene.question.plain else []
    scene.draft.say(f"{owner(target.document)}列出的主要{'任务' if tasks else '职能'}：")
    whole = tasks or _standing(duties)
    listed = _listed(whole)
    # Where the first number is missing, it was read as a heading: then nothing is left out.
    listed = listed if _FIRST.match(listed[0].text) else whole
    numbered = any(_ENTRY.match(p.text) for p in listed)
    for first in [s for p in listed for s in p.sentences()[: 1 if numbered else None]][:30]:
        scene.draft.say(f"- {clean(first.text)}{scene.draft.mark(first.sources(target.document.id))}")
