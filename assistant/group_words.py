"""Words for several departments at once: 各部门, 这三家单位, 哪个局."""

from __future__ import annotations

import re
from functools import cache

from assistant.cues import Cue
from assistant.issuer import naming
from assistant.text import GAP, key

_SO_MANY = Cue(
    r"(?<!下属)(?<!所属)(?<!下设)(?<!下面)(?<!直属)(?<!第)(?<!有)这?[三四五六七八九十]{1,2}(?:家(?:单位|部门|局)?|个(?:单位|部门|局|委办局))(?!企业|公司)"
)
"""So many departments: all of those on record that match."""


def group_words(text: str) -> tuple[bool, bool, str]:
    """Whether a squeezed question is about all departments, or asks which of them, and the text with gaps in the places of such words."""
    every = which = False
    for word in _keys("all"):
        if word in text and (found := _all_of(word).search(text)):
            every, text = True, _cut(text, found)
    if counted := _SO_MANY.search(text):
        every, text = True, _cut(text, counted)
    for word in _keys("which"):
        if word in text and (asked := _asked_for(word)).search(text):
            which, text = True, asked.sub(GAP * len(word), text)
    return every, which, text


@cache
def _keys(words: str) -> tuple[str, ...]:
    """The words of one row of the rules as they stand in a squeezed question, the longest first."""
    return tuple(key(word) for word in sorted(naming()["words"][words], key=len, reverse=True))


@cache
def _all_of(word: str) -> Cue:
    """A word for all departments, where it does not tell how many offices one of them has: 设了几个部门."""
    return Cue(rf"(?<!下面)(?<!里面)(?<![设分])(?<![设分][了有成为]){re.escape(word)}")


@cache
def _asked_for(word: str) -> Cue:
    return Cue(rf"(?<![给由归找问])(?<!补贴)(?<!补助){re.escape(word)}")


def _cut(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + GAP * len(found[0]) + text[found.end() :]
