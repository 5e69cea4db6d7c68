"""Finding passages: what it costs with twenty times the documents, and beside plain LangChain retrieval over the same texts."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.ratio import Ratio, best_of
from corpus.read import read
from index.build import build
from index.embedder import load_embedder
from index.ledger import Ledger
from index.search import Search
from index.settings import quiet

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "documents").glob("*.txt"))
QUESTIONS = ("招商引资方面做哪些工作", "三公经费减少的主要原因", "机关运行经费指什么", "公积金怎么变化", "购置车辆有没有安排")
MANY = 40
ROUNDS = 9


def measure() -> Iterator[Ratio]:
    """Three ratios: either search with 40 documents against 2, under a filter of one; and ours against LangChain's defaults."""
    quiet()
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_searches(Path(folder) / str(count), count) for count in (len(SAMPLES), MANY))
        for name, ways in (("by keywords", ("by_keywords",)), ("by both", ("hybrid",))):
            ours, base = best_of(ROUNDS, *(_asking(search, one, ways[0]) for search, one in (many, few)))
            yield Ratio(f"search {name} in {MANY} documents / in {len(SAMPLES)}", ours, base, 2.0)
        ours, base = best_of(ROUNDS, _asking(*few, "hybrid"), _langchain(Path(folder) / "plain"))
        yield Ratio("search by both / LangChain Chroma on 500-character pieces", ours, base)


def _searches(folder: Path, count: int) -> tuple[Search, Sequence[str]]:
    """A search over the samples and copies of them under other names, with the id of the first sample."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for number in range(count):
        text = SAMPLES[number % len(SAMPLES)].read_text("utf-8")
        if number >= len(SAMPLES):
            issuer = read(SAMPLES[number % len(SAMPLES)]).issuer
            text = text.replace(issuer, f"第{number}县{issuer[-10:]}")
        (papers / f"{number}.txt").write_text(text, "utf-8")
    build([papers], folder / "store")
    return Search(Ledger.open(folder / "store")), [hashlib.sha256((papers / "0.txt").read_bytes()).hexdigest()]


def _asking(search: Search, documents: Sequence[str], way: str) -> Callable[[], object]:
    return lambda: [getattr(search, way)(question, documents, 4) for question in QUESTIONS]


def _langchain(folder: Path) -> Callable[[], object]:
    """What a tutorial builds: fixed-size pieces, the same vectors, the four nearest."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    embedder = load_embedder()

    class Adapter(Embeddings):
        """The shipped model as LangChain calls it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    whole = "\n".join(sample.read_text("utf-8") for sample in SAMPLES)
    pieces = [whole[start : start + 500] for start in range(0, len(whole), 450)]
    store = Chroma.from_texts(pieces, Adapter(), persist_directory=str(folder))
    return lambda: [store.similarity_search(question, k=4) for question in QUESTIONS]
