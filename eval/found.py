"""How good passages are that were found for a case, without anybody having read them yet.

Plain retrieval is judged kindly: a case counts as found when the passages hold the figure asked for, as if a reader never
picked the wrong one; a computed number, a zero in words or a text counts as found when the passages cover every place that
is expected. Passages never decline, so that what cannot be answered is a miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.amount import MONEY_SCALE, NUMBER, fold
from eval.case import Case, ExpectedFigure
from eval.grade import Grade
from eval.match import Record, names, records, squeeze, supports


def found(case: Case, answer: Record) -> Grade:
    """How good passages are for a case. They say nothing themselves, so that no wrong number can be laid to them."""
    citations = records(answer, "citations")
    covered = [any(supports(place, c) for c in citations) for place in case.expect.cites]
    everything = bool(covered) and all(covered)
    there = [c for c in citations if not case.documents or any(names(d, c.get("document")) for d in case.documents)]
    text = squeeze(" ".join(str(c.get("quote")) for c in there))
    figures = everything or (bool(case.expect.figures) and all(_printed(f, there) for f in case.expect.figures))
    texts = everything or all(any(squeeze(option) in text for option in options) for options in case.expect.text)
    settled = case.answerable and (figures if case.expect.figures else texts and bool(case.expect.text or covered))
    citing = sum(any(supports(place, c) for place in case.expect.cites) for c in citations)
    parts = {"cited": (sum(covered), len(covered))} | ({"citing": (citing, len(citations))} if covered else {})
    return Grade(status=case.answerable, figures=settled, text=True, cites=True, answered=True, parts=parts)


def _printed(figure: ExpectedFigure, citations: Sequence[Record]) -> bool:
    if figure.derived or not figure.value:
        return False
    unit = squeeze(figure.unit)
    scales = {a / MONEY_SCALE[unit] for a in MONEY_SCALE.values()} if unit in MONEY_SCALE else {Decimal(1)}
    numbers = {
        abs(Decimal(n.replace(",", "").replace("，", ""))) for c in citations for n in NUMBER.findall(fold(str(c.get("quote"))))
    }
    return any(number * scale == abs(figure.value) for number in numbers for scale in scales)
