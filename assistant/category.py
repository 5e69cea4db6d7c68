"""What category a question belongs to, by a second reader that has learned it from graded questions.

The rules of ``operations.toml`` read a question by cues that somebody wrote down; a new turn of phrase passes them by. The second reader
weighs all runs of one to three characters of the question (TF-IDF) with a linear model (multinomial logistic regression). What was
recognised is masked first, so that it learns how something is asked and not about what. ``python -m eval.learn`` trains it (decision
0016); it never supplies a number, it only agrees or disagrees with the answer that the rules have found (``assistant.reply.second``).
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add, mul
from pathlib import Path

from assistant.question import COMPARED, Question
from assistant.text import GAP

WEIGHTS = Path(__file__).parent / "category.json.gz"
LONGEST = 3
"""Characters of the longest run that is weighed."""
SCALE = 100
"""Weights are kept as whole hundredths, which read fast and without numpy: a figure is asked for without it."""

ITEM, NAMED, START, END = "项", "某", "^", "$"
"""What stands for an item and for a department or year that was recognised, and the ends of the question."""


def masked(question: Question) -> str:
    """How something is asked, without what is asked about: items, departments, years and digits are masked, items counted at the end.

    >>> from assistant.mention import Mention
    >>> masked(Question("", plain="公务接待费是培训费的几倍", rest="公务接待费是培训费的几倍", mentions=(Mention("公务接待费", ("公务接待费",)),)))
    '^项是培训费的几倍$#'
    """
    plain, rest = question.plain, question.rest if len(question.rest) == len(question.plain) else question.plain
    starts = {m.start: len(m.said) for m in question.mentions if m.said and plain.startswith(m.said, m.start)}
    told, at = START, 0
    while at < len(plain):
        if at in starts:
            told, at = told + ITEM, at + starts[at]
            continue
        character = plain[at] if rest[at] == COMPARED else rest[at]
        if character != GAP:
            told += character
        elif not told.endswith(NAMED):
            told += NAMED
        at += 1
    return re.sub(r"\d", "0", told) + END + "#" * min(len(starts), 3)


def runs(text: str) -> Counter[str]:
    """All runs of one to ``LONGEST`` characters of a text, with their numbers."""
    found, longer = Counter(text), list(text)
    for length in range(1, LONGEST):
        longer = list(map(add, longer, text[length:]))
        found.update(longer)
    return found


@dataclass(frozen=True, slots=True)
class Reader:
    """The trained weights in hundredths: ``names`` of the categories and the ``bias`` of each; by run its rarity and its weight for each.

    A run's row stays the text that it is kept as until the run is met: most never are.
    """

    names: tuple[str, ...]
    bias: tuple[int, ...]
    runs: dict[str, str]

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Reader:
        """The reader that is shipped, or another of the same form."""
        kept = json.loads(gzip.decompress(path.read_bytes()))
        return cls(tuple(kept["names"]), tuple(kept["bias"]), kept["runs"])

    def probabilities(self, text: str) -> dict[str, float]:
        """How likely a masked question is of each category; they add up to 1."""
        found = [(1 + math.log(number), _row(kept)) for run, number in runs(text).items() if (kept := self.runs.get(run))]
        values = [often * rarity for often, (rarity, _) in found]
        length = math.hypot(*values) or 1.0
        columns = zip(*(weights for _, (_, weights) in found), strict=True) if found else ((),) * len(self.names)
        scores = [
            (bias + sum(map(mul, values, weights)) / length) / SCALE for bias, weights in zip(self.bias, columns, strict=True)
        ]
        highest = max(scores)
        raised = [math.exp(score - highest) for score in scores]
        total = sum(raised)
        return {name: each / total for name, each in zip(self.names, raised, strict=True)}


@lru_cache(maxsize=4096)
def _row(kept: str) -> tuple[int, tuple[int, ...]]:
    """The rarity of a run and its weights."""
    rarity, *weights = map(int, kept.split())
    return rarity, tuple(weights)


@cache
def _shipped() -> Reader:
    return Reader.load()


def category(question: Question) -> tuple[str, float]:
    """The likeliest category of a question (a name of docs/evaluation.md; "lookup" for all that ask one amount) and how likely it is."""
    return _likeliest(masked(question))


@lru_cache(maxsize=1024)
def _likeliest(text: str) -> tuple[str, float]:
    """The same of a masked question: without their items, departments and years many questions are one."""
    told = _shipped().probabilities(text)
    name = max(told, key=lambda each: told[each])
    return name, told[name]
