"""Finding passages: keywords and vectors, each ranking on its own, their scores fused under a hard filter of documents."""

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
    from index.embedder import Embedder, Vectors
    from index.passages import Passages

MEANING = 0.6
"""What the best hit by vectors scores in the fusion; the best by keywords scores the rest (see docs/decisions/0008)."""

DEPTH = 30
"""How many hits of each ranking are fused."""

HELD = 200
"""Documents whose vectors are held in memory, some 70 kB each."""

KEPT = 5000
"""Passages kept once they were found, some 2 kB each."""

Ranking = Sequence[tuple[str, float]]
"""Ids of passages with their scores, best first."""


class Search:
    """Searches the passages of an open ledger. Chroma and the embedding model are loaded at the first search by meaning."""

    def __init__(self, ledger: Ledger, settings: Settings | None = None) -> None:
        self.ledger = ledger
        self._settings = settings
        self._held: dict[int, tuple[list[str], Vectors]] = {}
        self._chunks: dict[str, Chunk] = {}

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
        return self._hits(fuse([(1 - MEANING, by_words), (MEANING, by_vectors)])[:limit])

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
        keys = self.ledger.restriction(document_ids)
        if not question.strip() or keys == []:
            return []
        vector = self.embedder.embed([question[: keywords.QUESTION_LIMIT]])
        if keys is None:
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
        missing = [name for name, _ in ranking if name not in self._chunks]
        if missing:
            if len(self._chunks) + len(missing) > KEPT:
                self._chunks = {}
            self._chunks |= self.ledger.passages(missing)
        chunks = self._chunks
        return [Hit(chunks[name], score) for name, score in ranking if name in chunks]


def fuse(rankings: Sequence[tuple[float, Ranking]]) -> Ranking:
    """Weighted rankings as one: an id adds up weight * score / best score over those that have it.

    Equal sums stay in the order of the rankings given. A score below 0 counts as 0.
    """
    scores: dict[str, float] = {}
    for weight, ranking in rankings:
        best = ranking[0][1] if ranking else 0.0
        for name, score in ranking:
            scores[name] = scores.get(name, 0.0) + (weight * max(score, 0.0) / best if best > 0 else 0.0)
    return sorted(scores.items(), key=lambda pair: -pair[1])
