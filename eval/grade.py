"""Grade one answer against what its case expects.

A case is right when status, figures, texts and places are right and nothing forbidden is said. A *wrong number* is worse than
a miss and counted apart: an answer where there should be none, a forbidden string, or a first figure other than the expected one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from assistant.answer import Status
from assistant.proof import Original
from corpus.amount import MONEY_SCALE, fold
from eval.case import Case, ExpectedFigure, ExpectedPlace

_SAME_UNITS = (frozenset({"台", "台(套)", "台套"}), frozenset({"%", "个百分点"}))
"""Names of one unit; money units are converted instead."""

_DERIVED_TOLERANCE = Decimal("0.51")
"""Of one unit of the last digit expected: half of it, and a hair for the other way of rounding a half."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What is right about an answer. ``quotes_true`` and ``quotes_false`` count citations whose quote stands at its place or not."""

    status: bool
    figures: bool
    text: bool
    cites: bool
    forbidden: tuple[str, ...] = ()
    wrong: bool = False
    quotes_true: int = 0
    quotes_false: int = 0

    @property
    def right(self) -> bool:
        """Whether everything holds."""
        return self.status and self.figures and self.text and self.cites and not self.forbidden

    @property
    def faults(self) -> tuple[str, ...]:
        """The names of what does not hold."""
        named = {
            "status": self.status,
            "figures": self.figures,
            "text": self.text,
            "cites": self.cites,
            "forbid": not self.forbidden,
        }
        return tuple(name for name, good in named.items() if not good)


UNANSWERED = Grade(status=False, figures=False, text=False, cites=False)
"""The grade of a case that got no answer: silence is scored."""


def grade(case: Case, answer: Mapping[str, object], originals: Mapping[str, Original]) -> Grade:
    """Grade an answer's JSON. ``originals`` maps SHA-256 to the file, to check that quotes are true."""
    expect = case.expect
    status = str(answer.get("status"))
    answered = status == Status.ANSWERED
    status_right = status in [s.value for s in expect.status]
    figures, citations = _records(answer, "figures"), _records(answer, "citations")
    figures_right = _figures_right(expect.figures, figures) if _must_give_figures(case, answered, status_right) else True
    text = squeeze(answer.get("text"))
    forbidden = tuple(f for f in expect.forbid if squeeze(f) in text)
    mistaken = (
        bool(forbidden) or (bool(expect.figures) and bool(figures) and not figures_right) or Status.ANSWERED not in expect.status
    )
    truths = [_quote_true(c, originals) for c in citations]
    return Grade(
        status=status_right,
        figures=figures_right,
        text=not answered or all(any(squeeze(option) in text for option in options) for options in expect.text),
        cites=not answered or all(_cited(place, citations) for place in expect.cites),
        forbidden=forbidden,
        wrong=answered and mistaken,
        quotes_true=truths.count(True),
        quotes_false=truths.count(False),
    )


def squeeze(text: object) -> str:
    """Half-width, without white space: the form in which texts are compared."""
    return re.sub(r"\s+", "", fold(str(text or "")))


def same(expected: ExpectedFigure, figure: Mapping[str, object]) -> bool:
    """Whether a figure of an answer is the expected one, after unit conversion and without regard to sign.

    Printed figures must agree exactly, derived ones within half a unit of the last digit expected.

    >>> same(ExpectedFigure(Decimal("8.30"), "万元"), {"value": "83000", "unit": "元"})
    True
    >>> same(ExpectedFigure(Decimal("8.30"), "万元"), {"value": "8.30", "unit": "%"})
    False
    """
    try:
        value = abs(Decimal(str(figure.get("value")).replace(",", "")))
    except InvalidOperation:
        return False
    wanted, unit, got_unit = abs(expected.value), squeeze(expected.unit), squeeze(figure.get("unit"))
    if unit in MONEY_SCALE and got_unit in MONEY_SCALE:
        value = value * MONEY_SCALE[got_unit] / MONEY_SCALE[unit]
    elif unit and got_unit and unit != got_unit and not any({unit, got_unit} <= names for names in _SAME_UNITS):
        return False
    if expected.derived:
        last_digit = min(int(wanted.as_tuple().exponent), 0)
        return abs(wanted - value) <= _DERIVED_TOLERANCE.scaleb(last_digit)
    return wanted == value


def _must_give_figures(case: Case, answered: bool, status_right: bool) -> bool:
    """Figures are judged unless the case wants none, or the answer rightly declined."""
    return Status.ANSWERED in case.expect.status and (answered or not status_right)


def _figures_right(wanted: Sequence[ExpectedFigure], figures: Sequence[Mapping[str, object]]) -> bool:
    if len(wanted) == 1:
        return bool(figures) and same(wanted[0], figures[0])
    return all(any(same(w, figure) for figure in figures) for w in wanted)


def _cited(place: ExpectedPlace, citations: Sequence[Mapping[str, object]]) -> bool:
    return any(_in_document(place, c) and _overlaps(place, c) for c in citations)


def _in_document(place: ExpectedPlace, citation: Mapping[str, object]) -> bool:
    name = str(citation.get("document"))
    return PurePath(name).stem == place.document or squeeze(place.document) in squeeze(name)


def _overlaps(place: ExpectedPlace, citation: Mapping[str, object]) -> bool:
    first, last = citation.get("line_start"), citation.get("line_end")
    if place.lines:
        return isinstance(first, int) and isinstance(last, int) and any(first <= b and a <= last for a, b in place.lines)
    return not place.pages or citation.get("page") in place.pages


def _quote_true(citation: Mapping[str, object], originals: Mapping[str, Original]) -> bool:
    original = originals.get(str(citation.get("sha256")))
    return original is not None and original.holds(citation)


def _records(answer: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = answer.get(key)
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []
