"""Items that the words of a question may mean though none of them names one: the nearest labels by the embedding model.

They are only ever offered to choose from. See docs/decisions/0013 for the measurement: the nearest label is the wrong one for every
fifth word, so that none is answered with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.errors import SettingsError
from index.settings import HASHING, Settings

if TYPE_CHECKING:
    from index.embedder import Embedder, Vectors

NEAR = 0.5
"""Least cosine of a label that is offered: below it, words that have nothing to do with budgets begin to find neighbours."""

OFFERED = 3
"""Labels that are offered at most; among so many the one meant nearly always is."""

_LONGEST = 20
"""Characters of a label that can be what a clerk means by a word; longer ones are names of single projects."""


class Meaning:
    """The labels of some documents as vectors, made at the first question that no rule understands."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = [label for label in labels if 2 <= len(label) <= _LONGEST]
        self._model: Embedder | None = None
        self._rows: Vectors | None = None

    def nearest(self, words: str) -> list[str]:
        """The labels nearest in meaning, best first; empty where none is near, or where no embedding model is set."""
        rows = self._vectors()
        if rows is None or self._model is None or not words.strip():
            return []
        scores = (rows @ self._model.embed([words]).reshape(-1)).tolist()
        ranked = sorted(zip(scores, self._labels, strict=True), key=lambda pair: -pair[0])
        return [label for score, label in ranked[:OFFERED] if score >= NEAR]

    def _vectors(self) -> Vectors | None:
        if self._rows is None and self._labels:
            from index.embedder import load_embedder

            try:
                settings = Settings.from_environment()
                if settings.embedding == HASHING:
                    return None
                self._model = load_embedder(settings)
            except SettingsError:
                return None
            self._rows = self._model.embed(self._labels)
        return self._rows
