"""The last door of every answer: each number and each mark in its text must occur in the evidence that it carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assistant.answer import Answer, AnswerFigure, Status
from assistant.cues import Cue
from corpus.amount import SPELLED, fold, spelled

_MARK = Cue(r"\[(\d+)\]")
_COUNTED = Cue(r"\d+ (?:份文件|个部门|项指标)|第 \d+ 位")
"""How many documents an answer speaks of; counted, not cited."""
_IN_WORDS = Cue(rf"({SPELLED})\s*(?:个|人|名|辆|家|台)")
_NUMBER = Cue(r"\d+(?:,\d{3})*(?:\.\d+)?")


def problems(answer: Answer, known: Iterable[str] = (), granted: frozenset[Decimal] = frozenset()) -> list[str]:
    """What in the answer's text has no evidence, one line each; empty where all of it holds.

    ``known`` are further texts whose numbers may be repeated: the question itself, codes of its items.
    ``granted`` are numbers that any answer may name, such as the years on record.
    """
    cited = {str(c.id) for c in answer.citations}
    found = [f"标记 [{m}] 没有引用" for m in sorted(set(_MARK.findall(answer.text)) - cited)]
    quoted = {c.id: frozenset(numbers(c.quote)) for c in answer.citations}
    allowed = _allowed(answer, known).union(granted, *quoted.values())
    for number in numbers(_COUNTED.sub(" ", _MARK.sub(" ", answer.text))):
        if number not in allowed:
            found.append(f"{number} 没有出处")
    for figure in answer.figures:
        if not figure.citations or not set(map(str, figure.citations)) <= cited:
            found.append(f"{figure.item} {figure.value} 没有引用")
        elif not figure.derived and figure.value != 0 and not _stands(answer, figure, quoted):
            found.append(f"{figure.item} {figure.value} 不在所引之处")
    if answer.status is Status.ANSWERED and not answer.citations:
        found.append("没有引用")
    return found


def _allowed(answer: Answer, known: Iterable[str]) -> set[Decimal]:
    texts = [
        f"{c.fiscal_year} {c.issuer} {c.table or ''} {c.section or ''} {c.line_start or ''} {c.line_end or ''} {c.page or ''}"
        for c in answer.citations
    ]
    texts += [f"{f.formula or ''} {f.fiscal_year} {f.item} 100 10000" for f in answer.figures]
    texts += [f.message for f in answer.findings]
    stated = set(numbers("\n".join((*texts, *known))))
    return stated | {abs(f.value) for f in answer.figures} | {Decimal(0)}


def _stands(answer: Answer, figure: AnswerFigure, quoted: Mapping[int, frozenset[Decimal]]) -> bool:
    """Whether the number stands in one of the figure's quotes, in digits or in words."""
    value = abs(figure.value)
    if any(value in quoted[n] for n in figure.citations):
        return True
    return any(value in counted_in_words(c.quote) for c in answer.citations if c.id in figure.citations)


def counted_in_words(text: str) -> list[Decimal]:
    """Counts that a text writes in words (内设十个机构)."""
    return [Decimal(spelled(written)) for written in _IN_WORDS.findall(text)]


@lru_cache(maxsize=2048)
def numbers(text: str) -> tuple[Decimal, ...]:
    """The numbers of a text, without sign; characters between digits and a broken line do not hide them."""
    found = []
    for written in _NUMBER.findall(fold(text)):
        try:
            found.append(abs(Decimal(written.replace(",", ""))))
        except InvalidOperation:
            continue
    return tuple(found)
