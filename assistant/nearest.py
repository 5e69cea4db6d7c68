"""Which of a document's sentences a question means, by its words and by the shipped embedding together.

Neither is enough where a question tells a task in words of its own: words find 办展会 (展览会) and miss 避雷 (雷电防御), vectors find
both and take 学生午餐 for 餐饮. Measured in docs/decisions/0015 (``python -m benchmarks.duties``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.cues import Cue
from assistant.meaning import embedder
from assistant.wording import Wording, activities

if TYPE_CHECKING:
    from index.embedder import Vectors

NEAR = 0.32
"""The least score of a sentence that is meant: half its share of the question's words, half its cosine (docs/decisions/0015)."""
HINT = 0.25
"""The least score of a sentence that is worth a look where none is meant."""
_CLAUSE, _PART = 0.9, 0.9
"""What a match of one clause of the sentence, and of one part of the question, is worth against a match of the whole."""
_SHORT = 4
"""Characters of a clause that is compared by itself."""
_TELLING = 0.7
"""The least that a question or a part of it must talk about to be compared at all."""
_NUMBER = Cue(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]")


class Sentences:
    """Sentences laid out by meaning, whole and in clauses; the vectors are made at the first question that needs them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = [_NUMBER.sub("", text) for text in texts]
        self._clauses = [[c for c in re.split("[，、]", text) if len(c) >= _SHORT] for text in self._whole]

    @cached_property
    def _vectors(self) -> tuple[Vectors, list[Vectors]] | None:
        model = embedder()
        if model is None or not self._whole:
            return None
        rows = model.embed([*self._whole, *(c for clauses in self._clauses for c in clauses)])
        parts, at = [], len(self._whole)
        for clauses in self._clauses:
            parts.append(rows[at : at + len(clauses)])
            at += len(clauses)
        return rows[: len(self._whole)], parts

    def cosines(self, asked: str) -> list[float]:
        """How near each sentence, or the nearest of its clauses, is to a text; all 0 where no embedding model is set."""
        model, held = embedder(), self._vectors
        if model is None or held is None:
            return [0.0] * len(self._whole)
        vector = model.embed([asked]).reshape(-1)
        whole, parts = held
        return [
            max(float(cosine), _CLAUSE * max((rows @ vector).tolist(), default=0.0))
            for cosine, rows in zip((whole @ vector).tolist(), parts, strict=True)
        ]


def scored(
    sentences: Sentences, squeezed: Sequence[str], parts: Sequence[str], counts: Counter[str], total: int
) -> list[tuple[float, float]]:
    """For each sentence its score, and the share of the question's words that it holds.

    ``squeezed`` are the sentences in the form in which questions are compared, ``parts`` what the question asks in each of its clauses.
    """
    best = [(0.0, 0.0)] * len(squeezed)
    asked = [" ".join(parts), *(parts if len(parts) > 1 else ())]
    for number, text in enumerate(asked):
        wording = Wording(text, counts, total, lighter=True)
        if wording.telling < _TELLING:
            continue
        worth = _PART if number else 1.0
        cosines = _cosines(sentences, wording)
        for at, sentence in enumerate(squeezed):
            share = wording.cover(sentence)
            best[at] = max(best[at], (worth * (cosines[at] + share) / 2, share))
    return best


def _cosines(sentences: Sentences, wording: Wording) -> list[float]:
    """By the whole text and by its things alone: 消防检查 is about fire, and not about what is done (检查)."""
    whole = sentences.cosines(wording.told)
    things = activities().sub(" ", wording.told)
    if len(things.strip()) < 2 or things == wording.told:
        return whole
    return [(one + two) / 2 for one, two in zip(whole, sentences.cosines(things), strict=True)]
