"""How well passages are found: recall, reciprocal rank and nDCG, as ir-measures computes them.

Every passage that overlaps a place where a document states what is asked is relevant. Cases that cite nothing have no
relevant passage and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import SettingsError
from eval.baselines import Finder
from eval.bootstrap import Share, ratio
from eval.case import Case
from eval.match import supports

DEPTH = 20
"""How many passages are asked for."""

MEASURES = {
    "Success@1": "首段即有出处",
    "Success@5": "前 5 段有出处",
    "R@5": "召回率@5",
    "R@10": "召回率@10",
    "RR@10": "首个出处名次的倒数（MRR）",
    "nDCG@10": "排序质量 nDCG@10",
}
"""Measures in the notation of ir-measures, and what to call them."""


Shares = Mapping[str, Share]
"""Measures by the names in MEASURES."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The measures of one finder over ``cases`` questions, and the same by category and by the document that is to be cited."""

    cases: int
    measures: Shares
    categories: Mapping[str, Shares] = field(default_factory=dict)
    documents: Mapping[str, Shares] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {
            "cases": self.cases,
            **_json(self.measures),
            "categories": {name: _json(of) for name, of in self.categories.items()},
            "documents": {name: _json(of) for name, of in self.documents.items()},
        }


def judged(cases: Sequence[Case]) -> list[Case]:
    """The cases that retrieval can be judged by."""
    return [case for case in cases if case.answerable and case.expect.cites]


def measure(cases: Sequence[Case], finder: Finder) -> Retrieval:
    """Measure a finder over the cases that cite something. Raises SettingsError where ir-measures is not installed."""
    try:
        import ir_measures
    except ImportError as error:
        raise SettingsError("检索指标要用 ir-measures；请运行 pip install 'mingzhang[eval]'") from error
    wanted = judged(cases)
    relevant = [ir_measures.Qrel(case.id, name, 1) for case in wanted for name in _relevant(case, finder)]
    ranked = [
        ir_measures.ScoredDoc(case.id, passage.id, float(DEPTH - rank))
        for case in wanted
        for rank, passage in enumerate(finder.find(" ".join(case.turns), DEPTH))
    ]
    scores: dict[str, dict[str, float]] = {name: {case.id: 0.0 for case in wanted} for name in MEASURES}
    parsed = {ir_measures.parse_measure(name): name for name in MEASURES}
    for metric in ir_measures.iter_calc(list(parsed), relevant, ranked):
        scores[parsed[metric.measure]][metric.query_id] = metric.value
    return Retrieval(
        len(wanted),
        _shares(scores, wanted),
        _by(scores, wanted, lambda case: (case.category,)),
        _by(scores, wanted, lambda case: case.documents),
    )


def _by(
    scores: Mapping[str, Mapping[str, float]], cases: Sequence[Case], of: Callable[[Case], Iterable[str]]
) -> dict[str, dict[str, Share]]:
    members: dict[str, list[Case]] = {}
    for case in cases:
        for name in of(case):
            members.setdefault(name, []).append(case)
    return {name: _shares(scores, of_name) for name, of_name in sorted(members.items())}


def _shares(scores: Mapping[str, Mapping[str, float]], cases: Sequence[Case]) -> dict[str, Share]:
    return {name: ratio([(found[case.id], 1.0) for case in cases]) for name, found in scores.items()}


def _json(shares: Shares) -> dict[str, object]:
    return {name: share.to_json() for name, share in shares.items()}


def _relevant(case: Case, finder: Finder) -> list[str]:
    return [p.id for p in finder.passages if any(supports(place, p.to_json(0)) for place in case.expect.cites)]
