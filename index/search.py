"""Finding passages: keywords and vectors, each ranking on its own, fused by reciprocal rank under a hard filter of documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.errors import SettingsError
from index import keywords, schema
from index.chunk import Hit
from index.ledger import Ledger
from index.settings import Settings
from index.store import PASSAGES

if TYPE_CHECKING:
    from index.embedder import Embedder, Vectors
    from index.passages import Passages

RANK_OFFSET = 60
"""The k of reciprocal rank fusion, 1 / (k + rank), as its authors chose it (Cormack, Clarke and Büttcher, SIGIR 2009)."""

VECTOR_WEIGHT = 0.5
"""What a rank by vectors counts beside one by keywords: a small static model knows less of these texts than their own words."""

DEPTH = 30
"""How many hits of each ranking are fused."""


HELD = 200
"""Documents whose vectors are held in memory, some 50 kB each."""

Ranking = Sequence[tuple[str, float]]
"""Ids of passages with their scores, best first."""


class Search:
    """Searches the passages of an open ledger. Chroma and the embedding model are loaded at the first search by meaning."""

    def __init__(self, ledger: Ledger, settings: Settings | None = None) -> None:
        self.ledger = ledger
        self._settings = settings
        self._held: dict[int, tuple[list[str], Vectors]] = {}

    def by_keywords(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by shared terms; needs neither Chroma nor a model."""
        return keywords.search(self.ledger, question, document_ids, limit)

    def by_meaning(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by vectors; scores are cosine similarities.

        Raises SettingsError where the model set now is not the one that the index was built with, StoreError for a damaged index.
        """
        return self._hits(self._nearest(question, document_ids, limit))

    def hybrid(self, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The best passages by both rankings. Raises as ``by_meaning``."""
        depth = max(DEPTH, limit)
        by_words = keywords.rank(self.ledger, question, document_ids, depth)
        by_vectors = self._nearest(question, document_ids, depth)
        return self._hits(fuse([(1.0, by_words), (VECTOR_WEIGHT, by_vectors)])[:limit])

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

    def _nearest(self, question: str, document_ids: Sequence[str], limit: int) -> Ranking:
        keys = self.ledger.document_keys(document_ids)
        if not question.strip() or (document_ids and not keys):
            return []
        vector = self.embedder.embed([question[: keywords.QUESTION_LIMIT]])
        if not keys or len(keys) == len(self.ledger.documents()):
            return self.passages.nearest(vector, limit)
        scored: list[tuple[str, float]] = []
        for key in keys:
            ids, rows = self._rows(key)
            scored += zip(ids, (rows @ vector.reshape(-1)).tolist(), strict=True)
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _rows(self, key: int) -> tuple[list[str], Vectors]:
        """A document's vectors: within a filter they are compared one by one, which is exact and no dearer in a large corpus."""
        if (held := self._held.get(key)) is None:
            with self.ledger.connect() as connection:
                ids = connection.execute(select(schema.passages.c.id).where(schema.passages.c.document == key)).scalars().all()
            if len(self._held) >= HELD:
                self._held.clear()
            held = self._held[key] = self.passages.vectors(ids) if ids else ([], self.embedder.embed([]))
        return held

    def _hits(self, ranking: Ranking) -> list[Hit]:
        chunks = self.ledger.passages([name for name, _ in ranking])
        return [Hit(chunks[name], score) for name, score in ranking if name in chunks]


def fuse(rankings: Sequence[tuple[float, Ranking]]) -> Ranking:
    """Weighted rankings as one: an id scores weight / (60 + rank) in each that has it; ties stay in the first ranking's order."""
    scores: dict[str, float] = {}
    for weight, ranking in rankings:
        for rank, (name, _) in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
