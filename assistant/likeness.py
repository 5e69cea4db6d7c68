"""Finding the label that someone meant but did not write: misspelt, or told in other words. Used only after exact matching failed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.text import key

if TYPE_CHECKING:
    from assistant.labels import Mention

COVERED = 0.62
"""Least share of a label's telling pairs of characters that the question must contain. Measured on the tests' own questions:
below it, questions about items that no document lists begin to find neighbours."""

_EMPTY = re.compile(
    r"请问|一下|帮忙|帮我|查询|查|看看|看下|告诉|我想|知道|多少|几个|是多|什么|怎么|哪些|哪个|如何|目标|指标|计划|预算|安排|支出|资金|情况|总共|一共|大概|[的了吗呢啊呀吧哦是有在和与跟及或把被要还都就也很我你他她它这那个啥]"
)


def closest(words: Sequence[str], labels: Sequence[str], spellings: Mapping[str, tuple[str, ...]]) -> Mention | None:
    """The mention of the label that resembles the words, or None."""
    return _misspelt(words, spellings) or _paraphrased("".join(words), labels)


def _misspelt(words: Sequence[str], spellings: Mapping[str, tuple[str, ...]]) -> Mention | None:
    """A known spelling with the same sound as a stretch of the question."""
    from assistant.labels import Mention
    from assistant.sounds import syllables

    for word in words:
        near = [s for s in spellings if 3 <= len(s) <= min(len(word), 12) and 2 * len(set(s) & set(word)) >= len(set(s))]
        heard = syllables(word)
        if len(heard) != len(word):
            continue
        for meant in sorted(near, key=len, reverse=True):
            sound = syllables(meant)
            for at in range(len(word) - len(meant) + 1):
                typed = word[at : at + len(meant)]
                if heard[at : at + len(meant)] == sound and 2 * len(set(meant) & set(typed)) >= len(set(meant)):
                    return Mention(typed, spellings[meant], sure=False)
    return None


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _paraphrased(question: str, labels: Sequence[str]) -> Mention | None:
    """The label most of whose telling pairs of characters stand in the question, where it is clearly ahead of the next."""
    from assistant.labels import Mention

    asked = _pairs(_EMPTY.sub(" ", question))
    if len(asked) < 2:
        return None
    ranked = sorted(((_covered(asked, _EMPTY.sub(" ", key(label))), label) for label in labels), reverse=True)
    ahead = [label for score, label in ranked if score >= COVERED and score >= ranked[0][0] - 0.08]
    if not ahead or len({key(label) for label in ahead}) > 2:
        return None
    return Mention(question, tuple(ahead), sure=False)


def _covered(asked: set[str], label: str) -> float:
    """The mean of how much of the question the label covers and how much of the label the question covers."""
    pairs = {p for p in _pairs(label) if " " not in p}
    told = {p for p in asked if " " not in p}
    if len(pairs) < 3 or not told:
        return 0.0
    both = len(pairs & told)
    return (both / len(pairs) + both / len(told)) / 2


def likeliest(question: str, labels: Sequence[str]) -> list[str]:
    """Of a few labels, those that the question describes.

    They hold nearly all of its pairs of characters that any label holds, rare pairs counting more. Empty where too little of the
    question is known to any label.

    >>> likeliest("招商引资要完成多少", ["完成招商引资到位资金数", "打造产业链招商引资项目数", "工业增加值同比增长率"])
    ['完成招商引资到位资金数']
    """
    held = {label: _pairs(key(label)) for label in labels}
    asked = {p for p in _pairs(_EMPTY.sub(" ", question)) if " " not in p and not re.search(r"[^\u4e00-\u9fffa-z0-9]", p)}
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
