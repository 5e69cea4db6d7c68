"""Plain retrieval, to compare with: what one gets without a ledger of figures.

A passage finder hands the first few passages to whoever reads them; ``eval.found`` judges them.
"""

from __future__ import annotations

import time
import uuid
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import SettingsError
from eval.systems import Reply
from index.ledger import DocumentRecord, Ledger
from index.retriever import as_embeddings
from index.search import Search

if TYPE_CHECKING:
    from index.chunk import Chunk

CHUNK_SIZE, CHUNK_OVERLAP = 500, 50
"""Characters of a piece and of what two neighbours share, in the plain approach; the usual choice of tutorials."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: lines (1-based, inclusive) of a text file, or a page."""

    id: str
    document: str
    text: str
    line_start: int | None
    line_end: int | None
    page: int | None = None

    def to_json(self, number: int) -> dict[str, object]:
        """As a citation."""
        return {
            "id": number, "document": self.document, "page": self.page, "line_start": self.line_start,
            "line_end": self.line_end, "quote": self.text,
        }  # fmt: skip


class Finder(Protocol):
    """Finds passages for a question among all that it has."""

    @property
    def passages(self) -> Sequence[Passage]:
        """All that can be found."""

    def find(self, question: str, limit: int) -> list[Passage]:
        """The best passages, best first."""


class Passages:
    """A finder as a system under test: it answers with what it found."""

    passages = True

    def __init__(self, name: str, finder: Finder, limit: int) -> None:
        self.name = f"{name}@{limit}"
        self._finder, self._limit = finder, limit

    def ask(self, turns: Sequence[str]) -> Reply:
        """The passages for all that was said in the conversation."""
        started = time.perf_counter()
        found = self._finder.find(" ".join(turns), self._limit)
        seconds = time.perf_counter() - started
        text = "\n\n".join(p.text for p in found)
        return Reply(
            {"status": "answered", "text": text, "figures": [], "citations": [p.to_json(n) for n, p in enumerate(found, 1)]},
            seconds,
        )


class OwnPassages:
    """This program's passages, found by its keywords, its vectors, or both."""

    def __init__(self, ledger: Ledger, way: str) -> None:
        """``way`` is "keywords", "vectors" or "hybrid"."""
        from sqlalchemy import select

        from index import schema

        self._search = Search(ledger)
        self._named = {record.id: record.name for record in ledger.documents()}
        with ledger.connect() as connection:
            ids = connection.execute(select(schema.passages.c.id)).scalars().all()
        self.passages = tuple(self._passage(chunk) for chunk in ledger.passages(ids).values())
        self._find = {"keywords": self._search.by_keywords, "vectors": self._search.by_meaning}.get(way, self._search.hybrid)

    def find(self, question: str, limit: int) -> list[Passage]:
        """The best passages, best first."""
        return [self._passage(hit.chunk) for hit in self._find(question, limit=limit)]

    def _passage(self, chunk: Chunk) -> Passage:
        source = chunk.source
        text = "\n".join((*chunk.heading, chunk.text))
        return Passage(chunk.id, self._named[chunk.document_id], text, source.line_start, source.line_end, source.page)


class LangChainRag:
    """The approach of every tutorial: RecursiveCharacterTextSplitter, Chroma, nearest vectors of the same embedding model."""

    def __init__(self, ledger: Ledger) -> None:
        """Raises SettingsError where LangChain's splitters are not installed."""
        from index.settings import quiet

        quiet()
        try:
            from langchain_text_splitters import RecursiveCharacterTextSplitter
        except ImportError as error:
            raise SettingsError("--system rag：缺少 langchain-text-splitters；请运行 pip install 'mingzhang[eval]'") from error
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True)
        self.passages = tuple(p for record in ledger.documents() for p in _split(ledger, record, splitter))
        self._by_id = {p.id: p for p in self.passages}
        self._store = _vector_store(Search(ledger))
        self._store.add_texts([p.text for p in self.passages], ids=list(self._by_id))

    def find(self, question: str, limit: int) -> list[Passage]:
        """The nearest passages, best first."""
        return [self._by_id[document.id] for document in self._store.similarity_search(question, k=limit)]


def open_finder(name: str, store: Path) -> Finder:
    """The finder of a name: rag, keywords, vectors or hybrid. Raises StoreError or SettingsError."""
    ledger = Ledger.open(store)
    return LangChainRag(ledger) if name == "rag" else OwnPassages(ledger, name)


def _split(ledger: Ledger, record: DocumentRecord, splitter: Any) -> list[Passage]:
    lines = ledger.lines(record.id)
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line.text) + 1
    passages = []
    for number, piece in enumerate(splitter.create_documents(["\n".join(line.text for line in lines)])):
        start = int(piece.metadata["start_index"])
        first = lines[bisect_right(starts, start) - 1]
        last = lines[bisect_right(starts, start + len(piece.page_content) - 1) - 1]
        place = (None, None, first.page) if record.paged else (first.number, last.number, None)
        passages.append(Passage(f"{record.id[:16]}-{number:05d}", record.name, piece.page_content, *place))
    return passages


def _vector_store(search: Search) -> Any:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    return Chroma(client=client, collection_name=f"rag-{uuid.uuid4().hex}", embedding_function=as_embeddings(search.embedder))
