"""Finding the passage that answers: how often and how fast, ours beside its halves, its untrained model and LangChain's defaults.

``python -m benchmarks.retrieval --documents 2 20 200`` prints the tables; ``make bench`` measures the small ones. Questions and
documents are none that the embedding was trained on. A question counts as met where the text of a hit, in the right document, holds
the print that answers it, so that ways which cut the documents differently are measured alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.corpora import Papers, Question, indexed, papers, questions
from benchmarks.ratio import Ratio
from index.embedder import Embedder
from index.ledger import Ledger
from index.passages import embedded_text
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
class Table:
    """What was measured with one number of documents."""

    documents: int
    questions: int
    measured: dict[str, Measures]


def measure() -> Iterator[Ratio]:
    """Print the quick tables, and yield their ratios."""
    tables = report(QUICK)
    print("\n" + written(tables) + "\n")
    yield from ratios(tables)


def report(counts: Sequence[int]) -> list[Table]:
    """Measure with each number of documents."""
    quiet()
    everything = papers(max(counts))
    found = []
    for count in counts:
        documents = everything[:count]
        asked = questions(documents)
        with tempfile.TemporaryDirectory() as folder:
            ways = _ways(indexed(documents, Path(folder) / "store"), Path(folder))
            measured = evaluate(ways, asked)
        found.append(Table(count, len(asked), measured))
    return found


def ratios(tables: Sequence[Table]) -> Iterator[Ratio]:
    """What our search costs beside LangChain's defaults, and with the most documents beside the fewest."""
    for table in tables:
        ours, plain = table.measured[OURS].seconds, table.measured[PLAIN].seconds
        yield Ratio(f"search by both / LangChain defaults, {table.documents} documents", ours, plain, 1.0)
    many, few = tables[-1], tables[0]
    name = f"search by both in {many.documents} documents / in {few.documents}"
    yield Ratio(name, many.measured[OURS].seconds, few.measured[OURS].seconds, 2.0)


def written(tables: Sequence[Table]) -> str:
    """The tables in Markdown."""
    return "\n\n".join(
        f"{table.documents} documents, {table.questions} questions:\n\n"
        "| | recall@1 | recall@5 | MRR@10 | median |\n|---|---|---|---|---|\n"
        + "\n".join(f"| {name} | {found.row()} |" for name, found in table.measured.items())
        for table in tables
    )


def write_card(tables: Sequence[Table]) -> None:
    """Put the tables into the model card, in place of what was measured before."""
    card = SHIPPED_MODEL / "README.md"
    card.write_text(card.read_text("utf-8").partition(MARK)[0] + f"{MARK}\n{written(tables)}\n", "utf-8")


def evaluate(ways: Mapping[str, Way], asked: Sequence[Question]) -> dict[str, Measures]:
    """Ask every question in every way, in turns, after one that does not count."""
    import ir_measures
    from ir_measures import RR, Qrel, ScoredDoc, Success

    judged: dict[str, list[Qrel]] = {name: [] for name in ways}
    runs: dict[str, list[ScoredDoc]] = {name: [] for name in ways}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(asked[0], TOP)
    for number, question in enumerate(asked):
        for name, way in ways.items():
            started = time.perf_counter()
            way(question, TOP)
            seconds[name].append(time.perf_counter() - started)
            found = [document == question.document_id and question.answered_by(text) for document, text in way(question, DEPTH)]
            judged[name] += [Qrel(str(number), str(rank), int(right)) for rank, right in enumerate(found)] or [
                Qrel(str(number), "none", 0)
            ]
            runs[name] += [ScoredDoc(str(number), str(rank), -float(rank)) for rank in range(len(found))]
    first, five, rank = Success @ 1, Success @ 5, RR @ DEPTH
    means = {name: ir_measures.calc_aggregate([first, five, rank], judged[name], runs[name]) for name in ways}
    return {name: Measures(m[first], m[five], m[rank], statistics.median(seconds[name])) for name, m in means.items()}


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
    from index.train import untrained

    embedder: Embedder = untrained()
    rows = {
        document.id: (
            own := [c for c in loaded.passages if c.document_id == document.id],
            embedder.embed([embedded_text(c) for c in own]),
        )
        for document in loaded.documents[:10]
    }

    def way(question: Question, limit: int) -> Found:
        own, vectors = rows[question.document_id]
        order = (-(vectors @ embedder.embed([question.text])[0])).argsort(kind="stable")[:limit]
        return [(own[i].document_id, own[i].text) for i in order]

    return way


def _langchain(loaded: Papers, folder: Path, embedder: Embedder) -> Callable[[bool], Way]:
    """What a tutorial builds: a recursive splitter, Chroma, the nearest pieces; the same vectors as ours.

    Unfiltered, the question names department and year; filtered, Chroma is told the document.
    """
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Adapter(Embeddings):
        """The shipped model as LangChain calls it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    store = Chroma(embedding_function=Adapter(), persist_directory=str(folder), collection_metadata={"hnsw:space": "cosine"})
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
    parser.add_argument("--card", action="store_true", help="write the tables into the model card")
    options = parser.parse_args(arguments)
    tables = report(options.documents)
    print(written(tables))
    if options.card:
        write_card(tables)
    found = list(ratios(tables))
    print("\n".join(["", *map(str, found)]))
    return 0 if all(ratio.kept for ratio in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
