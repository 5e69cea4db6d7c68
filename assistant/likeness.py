"""Finding the label that someone meant but did not write: misspelt, or told in other words. Used only after exact matching failed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.cues import Cue
from assistant.text import key

if TYPE_CHECKING:
    from assistant.mention import Mention

COVERED = 0.62
"""Least share of a label's telling pairs of characters that the question must contain. Measured on the tests' own questions:
below it, questions about items that no document lists begin to find neighbours."""

_SOUNDED = 12
"""Characters of a spelling that is compared by sound."""

_EMPTY = Cue(
    r"请问|一下|帮忙|帮我|查询|查|看看|看下|告诉|我想|知道|多少|几个|是多|什么|怎么|哪些|哪个|如何|目标|指标|计划|预算|安排|支出|资金|情况|总共|一共|大概|[的了吗呢啊呀吧哦是有在和与跟及或把被要还都就也很我你他她它这那个啥]"
)


class Likeness:
    """Labels and known spellings, laid out by their characters so that a question is held only against those that share some."""

    def __init__(self, labels: Sequence[str], spellings: Mapping[str, tuple[str, ...]]) -> None:
        self._spellings = spellings
        self._order = {spelling: place for place, spelling in enumerate(spellings)}
        self._by_character: dict[str, list[str]] = {}
        for spelling in spellings:
            if 3 <= len(spelling) <= _SOUNDED:
                for character in set(spelling):
                    self._by_character.setdefault(character, []).append(spelling)
        self._pairs = {label: told for label in labels if len(told := _telling(key(label))) >= 3}
        self._by_pair: dict[str, list[str]] = {}
        for label, told in self._pairs.items():
            for pair in told:
                self._by_pair.setdefault(pair, []).append(label)

    def closest(self, words: Sequence[str]) -> Mention | None:
        """The mention of the label that resembles the words, or None."""
        return self._misspelt(words) or self._paraphrased("".join(words))

    def _misspelt(self, words: Sequence[str]) -> Mention | None:
        """A known spelling with the same sound as a stretch of the question."""
        from assistant.mention import Mention
        from assistant.sounds import syllables

        for word in words:
            near = self._near(word)
            heard = syllables(word) if near else ()
            if len(heard) != len(word):
                continue
            for meant in near:
                sound = syllables(meant)
                for at in range(len(word) - len(meant) + 1):
                    typed = word[at : at + len(meant)]
                    if heard[at : at + len(meant)] == sound and 2 * len(set(meant) & set(typed)) >= len(set(meant)):
                        return Mention(typed, self._spellings[meant], sure=False)
        return None

    def _near(self, word: str) -> list[str]:
        """Spellings no longer than the word at least half of whose characters are in it, the longest first."""
        shared = Counter(spelling for character in set(word) for spelling in self._by_character.get(character, ()))
        near = [s for s, count in shared.items() if len(s) <= len(word) and 2 * count >= len(set(s))]
        return sorted(near, key=lambda s: (-len(s), self._order[s]))

    def _paraphrased(self, question: str) -> Mention | None:
        """The label most of whose telling pairs of characters stand in the question, where it is clearly ahead of the next."""
        from assistant.mention import Mention

        asked = _telling(question)
        shared = Counter(label for pair in asked for label in self._by_pair.get(pair, ()))
        scores = {label: (both / len(self._pairs[label]) + both / len(asked)) / 2 for label, both in shared.items()}
        best = max(scores.values(), default=0.0)
        ahead = [label for label, score in scores.items() if score >= max(COVERED, best - 0.08)]
        if not ahead or len({key(label) for label in ahead}) > 2:
            return None
        return Mention(question, tuple(sorted(ahead, key=lambda label: (scores[label], label), reverse=True)), sure=False)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _telling(text: str) -> set[str]:
    """Pairs of neighbouring characters, without words that are in every question or label."""
    return {pair for pair in _pairs(_EMPTY.sub(" ", text)) if " " not in pair}


def likeliest(question: str, labels: Sequence[str]) -> list[str]:
    """Of a few labels, those that the question describes.

    They hold nearly all of its pairs of characters that any label holds, rare pairs counting more. Empty where too little of the
    question is known to any label.

    >>> likeliest("招商引资要完成多少", ["完成招商引资到位资金数", "打造产业链招商引资项目数", "工业增加值同比增长率"])
    ['完成招商引资到位资金数']
    """
    held = {label: _pairs(key(label)) for label in labels}
    asked = {p for p in _telling(question) if not re.search(r"[^\u4e00-\u9fffa-z0-9]", p)}
    known = {p for p in asked if any(p in pairs for pairs in held.values())}
    if len(known) < 2 or len(known) < 0.4 * len(asked):
        return []
    weight = {p: 1 / sum(p in pairs for pairs in held.values()) for p in known}
    score = {label: sum(weight[p] for p in known & pairs) / sum(weight.values()) for label, pairs in held.items()}
    count = {label: len(known & pairs) / len(known) for label, pairs in held.items()}
    best = max(score, key=lambda label: (count[label], score[label]))
    if count[best] < 0.6:
        return []
    return [label for label in labels if count[label] >= count[best] - 0.01 and score[label] >= score[best] * 0.75]
