"""Finding passages: keywords and vectors, each ranking on its own, fused by reciprocal rank under a hard filter of documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.errors import SettingsError
from index import keywords, schema
from index.chunk import Chunk, Hit
from index.ledger import Ledger
from index.settings import Settings
from index.store import PASSAGES

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.passages import Passages

RANK_OFFSET = 60
"""The k of reciprocal rank fusion, 1 / (k + rank), as its authors chose it (Cormack, Clarke and Büttcher, SIGIR 2009)."""

VECTOR_WEIGHT = 0.5
"""What a rank by vectors counts beside one by keywords: a small static model knows less of these texts than their own words."""

DEPTH = 30
"""How many hits of each ranking are fused."""


class Search:
    """Searches the passages of an open ledger. Chroma and the embedding model are loaded at the first search by meaning."""

    def __init__(self, ledger: Ledger, settings: Settings | None = None) -> None:
        self.ledger = ledger
        self._settings = settings

    def by_keywords(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by shared terms; needs neither Chroma nor a model."""
        return keywords.search(self.ledger, question, document_ids, limit)

    def by_meaning(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by vectors; scores are cosine similarities.

        Raises SettingsError where the model set now is not the one that the index was built with, StoreError for a damaged index.
        """
        known = self.ledger.document_keys(document_ids)
        if not question.strip() or (document_ids and not known):
            return []
        vector = self.embedder.embed([question[: keywords.QUESTION_LIMIT]])
        if not known or len(known) == len(self.ledger.documents()):
            found = self.passages.nearest(vector, limit)
        else:
            found = self.passages.nearest_among(vector, self._ids(known), limit)
        chunks = self._chunks([name for name, _ in found])
        return [Hit(chunks[name], score) for name, score in found if name in chunks]

    def hybrid(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by both rankings. Raises as ``by_meaning``."""
        depth = max(DEPTH, limit)
        by_words = self.by_keywords(question, document_ids, depth)
        return fuse([(1.0, by_words), (VECTOR_WEIGHT, self.by_meaning(question, document_ids, depth))])[:limit]

    @cached_property
    def embedder(self) -> Embedder:
        """The model that the index was built with. Raises SettingsError where the settings name another one."""
        from index.embedder import load_embedder

        embedder = load_embedder(self._settings)
        built_with = self.ledger.meta().get("embedding", "")
        if built_with != embedder.name:
            raise SettingsError(f"索引用的向量模型是 {built_with}，现在设置的是 {embedder.name}；请重新运行 mingzhang build")
        return embedder

    @cached_property
    def passages(self) -> Passages:
        """The vectors of the ledger's generation. Raises StoreError where they are missing or damaged."""
        from index.passages import Passages

        return Passages(self.ledger.path / PASSAGES)

    def _ids(self, keys: Sequence[int]) -> list[str]:
        query = select(schema.passages.c.id).where(schema.passages.c.document.in_(keys))
        with self.ledger.connect() as connection:
            return list(connection.execute(query).scalars())

    def _chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        documents = schema.documents.c
        query = (
            select(schema.passages, documents.id.label("document_id"), documents.issuer, documents.fiscal_year, documents.stage)
            .join(schema.documents)
            .where(schema.passages.c.id.in_(ids))
        )
        with self.ledger.connect() as connection:
            return {row.id: keywords.chunk_from_row(row) for row in connection.execute(query)}


def fuse(rankings: Sequence[tuple[float, Sequence[Hit]]]) -> list[Hit]:
    """Weighted rankings as one: a hit scores weight / (60 + rank) in each that has it; ties stay in the first ranking's order."""
    scores: dict[str, float] = {}
    chunks: dict[str, Chunk] = {}
    for weight, ranking in rankings:
        for rank, hit in enumerate(ranking, 1):
            chunks.setdefault(hit.chunk.id, hit.chunk)
            scores[hit.chunk.id] = scores.get(hit.chunk.id, 0.0) + weight / (RANK_OFFSET + rank)
    return [Hit(chunks[name], score) for name, score in sorted(scores.items(), key=lambda pair: -pair[1])]
