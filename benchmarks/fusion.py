"""How the two rankings are best made one: ``python -m benchmarks.fusion [--documents 2 20 200]``.

Each family of fusions, by scores and by reciprocal rank, is tried with many settings on the questions and documents of the tuning
split; the best of each family is then measured once on the test split, beside keywords and vectors alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path

from benchmarks.corpora import TEST, TUNE, Papers, Question
from benchmarks.retrieval import Found, Measures, Outcome, Way, asked, summed
from index.ledger import Ledger
from index.search import DEPTH, Ranking, Search, fuse
from index.settings import quiet

Fusion = Callable[[Ranking, Ranking], Ranking]
"""Makes one ranking of that by keywords and that by vectors."""

SHARES = (0.4, 0.5, 0.6, 0.7, 0.8)
"""What the ranking by vectors counts for; that by keywords counts for the rest."""

OFFSETS = (0, 2, 10, 60)
"""Added to a rank before it is turned over; 60 is what the method's authors and LangChain use."""

TUNED_WITH = 20


def by_scores(share: float, words: Ranking, vectors: Ranking) -> Ranking:
    """Weighted sums of scores, each ranking's divided by its best."""
    return fuse([(1 - share, words), (share, vectors)])


def by_rank(share: float, offset: int, words: Ranking, vectors: Ranking) -> Ranking:
    """Weighted reciprocal rank fusion (Cormack, Clarke and Büttcher 2009; the weights as in LangChain's EnsembleRetriever)."""
    scores: dict[str, float] = {}
    for weight, ranking in ((1 - share, words), (share, vectors)):
        for rank, (name, _) in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + weight / (offset + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


FAMILIES: dict[str, dict[str, Fusion]] = {
    "by scores": {f"by scores, vectors {share}": partial(by_scores, share) for share in SHARES},
    "by reciprocal rank": {
        f"by reciprocal rank + {offset}, vectors {share}": partial(by_rank, share, offset)
        for offset, share in product(OFFSETS, SHARES)
    },
}


def ways(fusions: Mapping[str, Fusion], loaded: Papers, _: Path) -> dict[str, Way]:
    """Keywords alone, vectors alone, and each fusion of the two, as ways to search."""
    search = Search(Ledger.open(loaded.store))
    texts = {chunk.id: (chunk.document_id, chunk.text) for chunk in loaded.passages}

    def way(fusion: Fusion, question: Question, limit: int) -> Found:
        words, vectors = (
            [(hit.chunk.id, hit.score) for hit in find(question.text, [question.document_id], DEPTH)]
            for find in (search.by_keywords, search.by_meaning)
        )
        return [texts[name] for name, _ in fusion(words, vectors)[:limit]]

    alone: dict[str, Fusion] = {"keywords alone": lambda words, _: words, "vectors alone": lambda _, vectors: vectors}
    return {name: partial(way, fusion) for name, fusion in (alone | dict(fusions)).items()}


def best(outcomes: Mapping[str, Sequence[Outcome]], family: Mapping[str, Fusion]) -> str:
    """The name of a family's member with the best sum of the measures, of all questions and of those to published documents."""

    def worth(name: str) -> float:
        parts = summed(outcomes[name]), summed(published(outcomes[name]))
        return sum(m.recall_1 + m.recall_5 + m.mrr_10 for m in parts)

    return max(family, key=worth)


def published(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those of questions to documents that were published rather than generated."""
    return [outcome for outcome in outcomes if outcome.real]


def main(arguments: Sequence[str]) -> None:
    """Tune, then measure what was chosen; print both as tables in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fusion", description="Fusion by scores and by reciprocal rank.")
    parser.add_argument("--documents", type=int, nargs="+", default=[TUNED_WITH], help="numbers of documents to test with")
    options = parser.parse_args(arguments)
    quiet()
    everything = {name: fusion for family in FAMILIES.values() for name, fusion in family.items()}
    tuned = asked(TUNE, TUNED_WITH, partial(ways, everything))
    _tell(f"tuning, {TUNED_WITH} documents", tuned)
    chosen = {name: family[name] for family in FAMILIES.values() for name in [best(tuned, family)]}
    for count in options.documents:
        _tell(f"test, {count} documents", asked(TEST, count, partial(ways, chosen)))


def _tell(title: str, outcomes: Mapping[str, Sequence[Outcome]]) -> None:
    print(_written(title, {name: summed(of) for name, of in outcomes.items()}))
    print(_written(f"{title}, the published ones alone", {name: summed(published(of)) for name, of in outcomes.items()}))


def _written(title: str, measured: Mapping[str, Measures]) -> str:
    rows = (f"| {name} | {m.recall_1:.3f} | {m.recall_5:.3f} | {m.mrr_10:.3f} |" for name, m in measured.items())
    return "\n".join((f"\n{title}:\n", "| | recall@1 | recall@5 | MRR@10 |", "|---|---|---|---|", *rows))


if __name__ == "__main__":
    main(sys.argv[1:])
