"""Several questions in one: each is answered as a turn of its own, and the answers are put together in their order.

“公务员医疗补助多少，占卫生健康支出百分之几，比上年降了多少” asks three things. One reply often tells all of them; where it leaves one
out, the answers to the parts are given instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, AnswerFigure, Citation, Status
from assistant.compose import bare
from assistant.cues import Cue
from assistant.question import Question
from corpus.figure import Measure

_MARK = Cue(r"\[(\d+)\]")
_TOLD = {Status.ANSWERED, Status.NOT_DISCLOSED}


_EACH = Cue(
    r"^(?:那|它们|他们|这些|这?[两二三四五](?:项|个|者|块|样|笔)|二者|又)*(?:各自|各个|各|分别|都)(?=[^,，]*?(?:占|增|减|涨|降|比|为什么|为何|原因))"
)
"""Words that ask of each item before them more than its amount, which one reply tells of all."""


def each(text: str, before: Question | None) -> list[str]:
    """“各占多少” after several items, as a question of each; empty where the same is not asked of each."""
    if before is None or len(before.mentions) < 2 or not _EACH.search(text):
        return []
    return [mention.said + _EACH.sub("", text) for mention in before.mentions]


def together(text: str, whole: Answer, parts: Sequence[Answer]) -> Answer | None:
    """The answers to the parts as one; None where the answer to the whole tells as much, or where a part was not understood."""
    if parts[0].status is not Status.ANSWERED or any(part.status not in _TOLD for part in parts):
        return None
    if whole.status is Status.ANSWERED and _first(whole) == _first(parts[0]) and _tells_more(whole, parts):
        return None
    if whole.status is Status.ANSWERED and _first(whole) == _first(parts[0]) and all(_covers(whole, part) for part in parts):
        return None
    if whole.status is Status.ANSWERED and whole.figures and not parts[0].figures and _covers(whole, parts[0]):
        return None
    return joined(text, parts)


def _tells_more(whole: Answer, parts: Sequence[Answer]) -> bool:
    """Whether a part was understood only beside the others (几批、几个人): alone it found nothing, and the whole tells a figure more."""
    missed = any(part.status is Status.NOT_DISCLOSED for part in parts)
    return missed and set(map(_said, whole.figures)) > {_said(f) for part in parts for f in part.figures}


def _first(answer: Answer) -> tuple[object, ...] | None:
    return _said(answer.figures[0]) if answer.figures else None


def _said(figure: AnswerFigure) -> tuple[object, ...]:
    return figure.value, figure.unit, figure.issuer


def _covers(whole: Answer, part: Answer) -> bool:
    """Whether an answer tells the figure that a part leads with; where it has none, all of its sentences.

    A rate of growth that the whole tells of the same item is the one asked for: the part no longer says against which year.
    """
    if part.status is not Status.ANSWERED:
        return False
    if part.figures:
        first = part.figures[0]
        rates = {(f.item, f.issuer) for f in whole.figures if f.measure == Measure.GROWTH == first.measure}
        return _said(first) in map(_said, whole.figures) or (first.item, first.issuer) in rates
    return all(line in bare(whole.text) for line in bare(part.text).splitlines())


def joined(text: str, parts: Sequence[Answer]) -> Answer:
    """One answer of all parts: its citations counted through, a line that two parts share told once, what was checked at its end."""
    citations: list[Citation] = []
    lines: list[str] = []
    figures: list[AnswerFigure] = []
    findings = []
    for number, part in enumerate(parts):
        if number and _adds_nothing(part, figures, citations):
            continue
        numbers = {c.id: _number(c, citations) for c in part.citations}
        for line in part.text.split("\n"):
            written = _MARK.sub(lambda m, numbers=numbers: f"[{numbers[int(m[1])]}]", line)  # type: ignore[misc]
            if written not in lines or written.startswith("|"):
                lines.append(written)
        figures += [replace(f, citations=tuple(numbers[n] for n in f.citations)) for f in part.figures]
        findings += [replace(f, citations=tuple(numbers[n] for n in f.citations)) for f in part.findings]
    return Answer(
        question=text, status=Status.ANSWERED, text="\n".join(sorted(lines, key=_checked)), figures=tuple(dict.fromkeys(figures)), citations=tuple(citations),
        findings=tuple({f.message: f for f in findings}.values()), suggestions=parts[-1].suggestions,
        trace=tuple(step for part in parts for step in part.trace),
    )  # fmt: skip


def _adds_nothing(part: Answer, figures: Sequence[AnswerFigure], citations: Sequence[Citation]) -> bool:
    """Whether all figures of a part were told of the same items before it, from places that were cited before it."""
    told, cited = {(f.item, *_said(f)) for f in figures}, {replace(c, id=0) for c in citations}
    if part.status is not Status.ANSWERED or not part.figures:
        return False
    return {(f.item, *_said(f)) for f in part.figures} <= told and {replace(c, id=0) for c in part.citations} <= cited


def _checked(line: str) -> bool:
    """Whether a line tells how the print agrees with itself, and is no part of what was asked."""
    return line.startswith(("✓", "⚠"))


def _number(citation: Citation, taken: list[Citation]) -> int:
    """The number of a place in the whole answer; a new one where no part before has cited it."""
    for known in taken:
        if replace(known, id=citation.id) == citation:
            return known.id
    taken.append(replace(citation, id=len(taken) + 1))
    return len(taken)
