"""Items that the words of a question may mean though none of them names one: the nearest labels by the embedding model.

They are only ever offered to choose from. See docs/decisions/0013 for the measurement (``python -m benchmarks.meaning``): among words
near enough to be offered anything the nearest label is the wrong one for every third, so that none is answered with.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from corpus.errors import SettingsError
from index.settings import HASHING, Settings

if TYPE_CHECKING:
    from index.embedder import Embedder, Vectors

NEAR = 0.45
"""Least cosine of a label that is offered: half of the words that only 0.40 would add mean another label (``benchmarks.meaning``)."""

OFFERED = 3
"""Labels that are offered at most; further ones are hardly ever the one meant."""

_LONGEST = 20
"""Characters of a label that can be what a clerk means by a word; longer ones are names of single projects."""


def embedder() -> Embedder | None:
    """The embedding model that is set; None where none is, or where it cannot be loaded: rules then do without it."""
    try:
        settings = Settings.from_environment()
        return None if settings.embedding == HASHING else _loaded(settings)
    except SettingsError:
        return None


@cache
def _loaded(settings: Settings) -> Embedder:
    from index.embedder import load_embedder

    return load_embedder(settings)


class Meaning:
    """The labels of some documents as vectors, made at the first question that no rule understands."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = [label for label in labels if 2 <= len(label) <= _LONGEST]
        self._rows: Vectors | None = None

    def nearest(self, words: str) -> list[str]:
        """The labels nearest in meaning, best first; empty where none is near, or where no embedding model is set."""
        return [label for score, label in self.scored(words)[:OFFERED] if score >= NEAR]

    def scored(self, words: str) -> list[tuple[float, str]]:
        """All labels with their cosines, best first: what NEAR is chosen from."""
        model, rows = embedder(), self._vectors()
        if rows is None or model is None or not words.strip():
            return []
        scores = (rows @ model.embed([words]).reshape(-1)).tolist()
        return sorted(zip(scores, self._labels, strict=True), key=lambda pair: -pair[0])

    def _vectors(self) -> Vectors | None:
        if self._rows is None and self._labels and (model := embedder()) is not None:
            self._rows = model.embed(self._labels)
        return self._rows
