"""Grade one answer against what its case expects.

A case is right when status, figures, texts and places are right and nothing forbidden is said. A *wrong number* is worse than
a miss and counted apart: an answer where there should be none, a forbidden string, or a first figure other than the expected one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Status
from assistant.proof import Original
from eval.case import Case, ExpectedFigure
from eval.library import Held, Library
from eval.match import Record, records, same, same_unit, same_value, squeeze, supports

Tally = tuple[int, int]
"""How many, of how many."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What is right about an answer.

    ``answered`` says whether the system gave an answer at all, ``refused`` whether it declined to. ``quotes_true`` and
    ``quotes_false`` count citations whose quote stands at its place or not. ``parts`` counts the rest: "value", "unit",
    "issuer" and "year" of the figures expected, "cited" places found of those expected, "citing" citations that lie at one.
    """

    status: bool
    figures: bool
    text: bool
    cites: bool
    forbidden: tuple[str, ...] = ()
    wrong: bool = False
    quotes_true: int = 0
    quotes_false: int = 0
    answered: bool = False
    refused: bool = False
    parts: Mapping[str, Tally] = field(default_factory=dict)

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


def unanswered(case: Case) -> Grade:
    """The grade of a case that got no answer: silence is scored, as a miss in everything that was expected."""
    places, figures = len(case.expect.cites), len(case.expect.figures)
    parts = dict.fromkeys(("value", "unit", "issuer", "year"), (0, figures)) | {"cited": (0, places)}
    return Grade(status=False, figures=False, text=False, cites=False, parts=parts)


def grade(case: Case, answer: Record, originals: Mapping[str, Original], held: Sequence[Held] = ()) -> Grade:
    """Grade an answer's JSON.

    ``originals`` maps SHA-256 to the file, to check that quotes are true; ``held`` says whose documents they are.
    """
    expect = case.expect
    status = str(answer.get("status"))
    answered = status == Status.ANSWERED
    status_right = status in [s.value for s in expect.status]
    figures, citations = records(answer, "figures"), records(answer, "citations")
    figures_right = _figures_right(expect.figures, figures) if _must_give_figures(case, answered, status_right) else True
    text = squeeze(answer.get("text"))
    forbidden = tuple(f for f in expect.forbid if squeeze(f) in text)
    mistaken = bool(forbidden) or (bool(expect.figures) and bool(figures) and not figures_right) or not case.answerable
    truths = [_quote_true(c, originals) for c in citations]
    judged = answered or not status_right
    return Grade(
        status=status_right,
        figures=figures_right,
        text=not answered or all(any(squeeze(option) in text for option in options) for options in expect.text),
        cites=not answered or all(any(supports(place, c) for c in citations) for place in expect.cites),
        forbidden=forbidden,
        wrong=answered and mistaken,
        quotes_true=truths.count(True),
        quotes_false=truths.count(False),
        answered=answered,
        refused=status in set(Status) - {Status.ANSWERED},
        parts=_parts(case, figures, citations, held) if judged else {},
    )


def _must_give_figures(case: Case, answered: bool, status_right: bool) -> bool:
    """Figures are judged unless the case wants none, or the answer rightly declined."""
    return case.answerable and (answered or not status_right)


def _figures_right(wanted: Sequence[ExpectedFigure], figures: Sequence[Record]) -> bool:
    if len(wanted) == 1:
        return bool(figures) and same(wanted[0], figures[0])
    return all(any(same(w, figure) for figure in figures) for w in wanted)


def _parts(case: Case, figures: Sequence[Record], citations: Sequence[Record], held: Sequence[Held]) -> dict[str, Tally]:
    wanted = case.expect.figures
    owners = [h for h in held if any(Library((h,)).named(d) for d in case.documents)]
    pairs = [(w, _candidate(w, figures, only=len(wanted) == 1)) for w in wanted]
    total = len(pairs)
    parts = {
        "value": (sum(f is not None and same_value(w, f) for w, f in pairs), total),
        "unit": (sum(f is not None and same_unit(w, f) for w, f in pairs), total),
    }
    if owners or any(w.issuer for w in wanted):
        parts["issuer"] = (sum(f is not None and _owned(w, f, owners) for w, f in pairs), total)
        parts["year"] = (sum(f is not None and _dated(w, f, owners) for w, f in pairs), total)
    places = case.expect.cites
    parts["cited"] = (sum(any(supports(place, c) for c in citations) for place in places), len(places))
    if places:
        parts["citing"] = (sum(any(supports(place, c) for place in places) for c in citations), len(citations))
    return parts


def _candidate(wanted: ExpectedFigure, figures: Sequence[Record], only: bool) -> Record | None:
    """The figure to compare: the first where one number is asked for, else the one that fits best."""
    if only or not figures:
        return figures[0] if figures else None
    return max(figures, key=lambda f: (same(wanted, f), same_value(wanted, f)))


def _owned(wanted: ExpectedFigure, figure: Record, owners: Sequence[Held]) -> bool:
    issuers = {wanted.issuer} if wanted.issuer else {h.issuer for h in owners}
    return figure.get("issuer") in issuers


def _dated(wanted: ExpectedFigure, figure: Record, owners: Sequence[Held]) -> bool:
    """A derived number may be about the year before the document's: documents print what changed against it."""
    years = {wanted.fiscal_year} if wanted.fiscal_year else {h.fiscal_year for h in owners}
    if wanted.derived and not wanted.fiscal_year:
        years |= {h.fiscal_year - 1 for h in owners}
    return figure.get("fiscal_year") in years


def _quote_true(citation: Record, originals: Mapping[str, Original]) -> bool:
    original = originals.get(str(citation.get("sha256")))
    return original is not None and original.holds(citation)
