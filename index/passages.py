"""Passages by meaning: vectors in an embedded Chroma, beside the ledger of the same generation.

Chroma holds ids, vectors and the fields to filter by, with the text for those who read the collection through LangChain; the
passages themselves come from the ledger, so that both kinds of search give the same objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import StoreError
from index.settings import quiet

if TYPE_CHECKING:
    from index.chunk import Chunk
    from index.embedder import Embedder, Vectors

COLLECTION = "passages"
_BATCH = 1000


class Passages:
    """The vectors of one generation. Opening costs about a second, the import of chromadb."""

    def __init__(self, folder: Path, create: bool = False) -> None:
        """``folder`` is the generation's passages folder. Raises StoreError where it is missing or damaged."""
        if not create and not folder.is_dir():
            raise StoreError(folder, "缺少段落索引", "请重新运行 mingzhang build")
        quiet()
        import chromadb
        from chromadb.config import Settings

        self._folder = folder
        with self._said():
            self._client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            make = self._client.get_or_create_collection if create else self._client.get_collection
            options: dict[str, Any] = {"configuration": {"hnsw": {"space": "cosine"}}} if create else {}
            self.collection = make(COLLECTION, embedding_function=None, **options)

    @property
    def client(self) -> Any:
        """Chroma's client, for adapters."""
        return self._client

    def close(self) -> None:
        """Write everything out and release the files."""
        self._client.close()

    def put(self, chunks: Sequence[Chunk], embedder: Embedder) -> None:
        """Add passages, or replace those of the same ids."""
        for start in range(0, len(chunks), _BATCH):
            batch = chunks[start : start + _BATCH]
            vectors = embedder.embed([embedded_text(chunk) for chunk in batch])
            with self._said():
                self.collection.upsert(
                    ids=[chunk.id for chunk in batch],
                    embeddings=vectors,
                    documents=[chunk.text for chunk in batch],
                    metadatas=[_fields(chunk) for chunk in batch],
                )

    def drop(self, document_id: str) -> None:
        """Take a document's passages out."""
        with self._said():
            self.collection.delete(where={"document_id": document_id})

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Ids of the passages of all documents whose vectors are nearest to a row, best first, with their cosine similarity."""
        with self._said():
            found = self.collection.query(query_embeddings=vector.reshape(1, -1), n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The vectors of passages as rows, with the ids in the order of the rows."""
        import numpy as np

        with self._said():
            held = self.collection.get(ids=list(ids), include=["embeddings"])
        return held["ids"], np.asarray(held["embeddings"], np.float32)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Chroma's errors come out as StoreError, in one line."""
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
            raise StoreError(
                self._folder, f"段落索引读写失败（{reason}）", "请检查磁盘；索引损坏时删除它后重新运行 mingzhang build"
            ) from error


def embedded_text(chunk: Chunk) -> str:
    """What stands for a passage in the vector space: the nearest heading over it, and its text."""
    return "\n".join((*chunk.heading[-1:], chunk.text))


def _fields(chunk: Chunk) -> dict[str, str | int]:
    """What a passage can be filtered by, and where it is printed (Chroma has no empty fields, so they are left out)."""
    source = chunk.source
    fields: dict[str, str | int | None] = {
        "document_id": chunk.document_id,
        "issuer": chunk.issuer,
        "fiscal_year": chunk.fiscal_year,
        "stage": chunk.stage.value,
        "section": " > ".join(source.section),
        "page": source.page,
        "line_start": source.line_start,
        "line_end": source.line_end,
    }
    return {name: value for name, value in fields.items() if value is not None}
