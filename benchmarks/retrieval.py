"""Finding the passage that answers: how often and how fast, ours beside its halves, its untrained model and LangChain's defaults.

``python -m benchmarks.retrieval --documents 2 20 200`` prints the tables; ``make bench`` measures the small ones. Questions and
documents are none that the embedding was trained on or that fusion was chosen by (``benchmarks.corpora``). A question counts as met
where the text of a hit, in the right document, holds the print that answers it, so that ways which cut the documents differently
are measured alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from benchmarks.corpora import GENERATED, SPLITS, TEST, Papers, Question, Split, indexed, shelves
from benchmarks.ratio import Ratio
from index.embedder import Embedder
from index.ledger import Ledger
from index.passages import embedded_text
from index.retriever import as_embeddings
from index.search import Search
from index.settings import SHIPPED_MODEL, quiet

QUICK = (2, 20)
DEPTH = 10
TOP = 4
"""Hits that LangChain's tutorials, and this benchmark's clock, ask for."""

PIECE, OVERLAP = 500, 50
"""LangChain's pieces: as long as a passage of ours may be. (Its splitter's own default, 4,000, holds a whole part of a disclosure.)"""

MARK = "<!-- measured -->"
"""Where the model card's tables begin."""

Found = Sequence[tuple[str, str]]
"""The hits of one question, best first, as (id of the document, text)."""

Way = Callable[[Question, int], Found]


@dataclass(frozen=True, slots=True)
class Measures:
    """How a way did: shares of the questions met by the first hit and by the first five, mean reciprocal rank, median seconds."""

    recall_1: float
    recall_5: float
    mrr_10: float
    seconds: float

    def row(self) -> str:
        """The measures as cells of a Markdown table."""
        return f"{self.recall_1:.3f} | {self.recall_5:.3f} | {self.mrr_10:.3f} | {self.seconds * 1000:.1f} ms"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a way did with one question: which of its hits, best first, hold the answer, and the seconds it took."""

    found: tuple[bool, ...]
    seconds: float
    real: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured with one number of documents, or ``kind`` of them."""

    documents: int
    kind: str
    questions: int
    measured: dict[str, Measures]


def measure() -> Iterator[Ratio]:
    """Print the quick tables, and yield their ratios."""
    tables = report(QUICK)
    print("\n" + written(tables) + "\n")
    yield from ratios(tables)


def report(counts: Sequence[int], split: Split = TEST) -> list[Table]:
    """Measure with each number of documents; those with the most, once more on the real documents alone."""
    quiet()
    tables = []
    for count in counts:
        outcomes = asked(split, count)
        tables.append(_table(count, "", outcomes))
    real = {name: [o for o in of if o.real] for name, of in outcomes.items()}
    return [*tables, _table(counts[-1], "the published ones alone", real)]


def asked(split: Split, count: int, ways: Callable[[Papers, Path], Mapping[str, Way]] | None = None) -> dict[str, list[Outcome]]:
    """Every question of a split in every way, ``count`` documents loaded at a time."""
    outcomes: dict[str, list[Outcome]] = {}
    for documents, wanted in shelves(split, count):
        with tempfile.TemporaryDirectory() as folder:
            made = (ways or _ways)(indexed(documents, Path(folder) / "store"), Path(folder))
            for name, of in evaluate(made, wanted).items():
                outcomes.setdefault(name, []).extend(of)
    return outcomes


def ratios(tables: Sequence[Table]) -> Iterator[Ratio]:
    """What our search costs beside LangChain's defaults, and with the most documents beside the fewest."""
    counted = [table for table in tables if not table.kind]
    for table in counted:
        ours, plain = table.measured[OURS].seconds, table.measured[PLAIN].seconds
        yield Ratio(f"search by both / LangChain defaults, {table.documents} documents", ours, plain, 1.0)
    many, few = counted[-1], counted[0]
    name = f"search by both in {many.documents} documents / in {few.documents}"
    yield Ratio(name, many.measured[OURS].seconds, few.measured[OURS].seconds, 2.0)


def written(tables: Sequence[Table]) -> str:
    """The tables in Markdown."""
    return "\n\n".join(
        f"{table.documents} documents{table.kind and f', {table.kind}'}, {table.questions} questions:\n\n"
        "| | recall@1 | recall@5 | MRR@10 | median |\n|---|---|---|---|---|\n"
        + "\n".join(f"| {name} | {found.row()} |" for name, found in table.measured.items())
        for table in tables
    )


def write_card(tables: Sequence[Table]) -> None:
    """Put the tables into the model card, in place of what was measured before."""
    card = SHIPPED_MODEL / "README.md"
    card.write_text(card.read_text("utf-8").partition(MARK)[0] + f"{MARK}\n{written(tables)}\n", "utf-8")


def evaluate(ways: Mapping[str, Way], wanted: Sequence[Question]) -> dict[str, list[Outcome]]:
    """Ask every question in every way, in turns, after one that does not count."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in ways}
    for way in ways.values():
        way(wanted[0], TOP)
    for question in wanted:
        for name, way in ways.items():
            started = time.perf_counter()
            way(question, TOP)
            seconds = time.perf_counter() - started
            found = tuple(
                document == question.document_id and question.answered_by(text) for document, text in way(question, DEPTH)
            )
            outcomes[name].append(Outcome(found, seconds, question.real))
    return outcomes


def summed(outcomes: Sequence[Outcome]) -> Measures:
    """The measures of outcomes, as ir-measures computes them."""
    import ir_measures
    from ir_measures import RR, Qrel, ScoredDoc, Success

    judged, run = [], []
    for number, outcome in enumerate(outcomes):
        judged += [Qrel(str(number), str(rank), int(right)) for rank, right in enumerate(outcome.found)] or [
            Qrel(str(number), "none", 0)
        ]
        run += [ScoredDoc(str(number), str(rank), -float(rank)) for rank in range(len(outcome.found))]
    first, five, rank = Success @ 1, Success @ 5, RR @ DEPTH
    means = ir_measures.calc_aggregate([first, five, rank], judged, run)
    return Measures(means[first], means[five], means[rank], statistics.median(o.seconds for o in outcomes))


def _table(count: int, kind: str, outcomes: Mapping[str, Sequence[Outcome]]) -> Table:
    return Table(count, kind, len(next(iter(outcomes.values()))), {name: summed(of) for name, of in outcomes.items()})


OURS = "both, fused (ours)"
PLAIN = "LangChain defaults"


def _ways(loaded: Papers, folder: Path) -> dict[str, Way]:
    search = Search(Ledger.open(loaded.store))
    langchain = _langchain(loaded, folder / "plain", search.embedder)
    return {
        OURS: partial(_ours, search.hybrid),
        "keywords alone": partial(_ours, search.by_keywords),
        "vectors alone": partial(_ours, search.by_meaning),
        "vectors alone, untrained": _untrained(loaded),
        PLAIN: langchain(False),
        "LangChain defaults, filtered": langchain(True),
    }


def _ours(search: Callable[..., Sequence[object]], question: Question, limit: int) -> Found:
    hits = search(question.text, [question.document_id], limit)
    return [(hit.chunk.document_id, hit.chunk.text) for hit in hits]  # type: ignore[attr-defined]


def _untrained(loaded: Papers) -> Way:
    """The vectors that training starts from, compared one by one."""
    embedder = _first_model()
    rows = {
        document.id: (
            own := [c for c in loaded.passages if c.document_id == document.id],
            embedder.embed([embedded_text(c) for c in own]),
        )
        for document in loaded.documents[: 2 * GENERATED]
    }

    def way(question: Question, limit: int) -> Found:
        own, vectors = rows[question.document_id]
        order = (-(vectors @ embedder.embed([question.text])[0])).argsort(kind="stable")[:limit]
        return [(own[i].document_id, own[i].text) for i in order]

    return way


@cache
def _first_model() -> Embedder:
    from index.train import untrained

    return untrained()


def _langchain(loaded: Papers, folder: Path, embedder: Embedder) -> Callable[[bool], Way]:
    """What a tutorial builds: a recursive splitter, Chroma, the nearest pieces; the same vectors as ours.

    Unfiltered, the question names department and year; filtered, Chroma is told the document.
    """
    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    store = Chroma(
        embedding_function=as_embeddings(embedder), persist_directory=str(folder), collection_metadata={"hnsw:space": "cosine"}
    )
    for document in loaded.documents:
        pieces = splitter.split_text("\n".join(line.text for line in document.lines))
        store.add_texts(pieces, [{"document": document.id}] * len(pieces))

    def way(question: Question, limit: int, filtered: bool) -> Found:
        if filtered:
            found = store.similarity_search(question.text, k=limit, filter={"document": question.document_id})
        else:
            found = store.similarity_search(question.owner + question.text, k=limit)
        return [(str(document.metadata["document"]), document.page_content) for document in found]

    return lambda filtered: partial(way, filtered=filtered)


def main(arguments: Sequence[str]) -> int:
    """Measure with the numbers of documents asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description="Recall and speed of finding passages.")
    parser.add_argument(
        "--documents", type=int, nargs="+", default=list(QUICK), help="numbers of documents loaded (default: 2 20)"
    )
    parser.add_argument("--split", choices=list(SPLITS), default=TEST.name, help="which questions and documents (default: test)")
    parser.add_argument("--card", action="store_true", help="write the tables into the model card")
    options = parser.parse_args(arguments)
    tables = report(options.documents, SPLITS[options.split])
    print(written(tables))
    if options.card:
        write_card(tables)
    found = list(ratios(tables))
    print("\n".join(["", *map(str, found)]))
    return 0 if all(ratio.kept for ratio in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
