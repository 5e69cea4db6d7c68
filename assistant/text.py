"""What a person typed, brought to one form: half-width, simplified, without spaces, quotes and brackets.

Questions and labels go through the same door, so that “三公”经费, 三公 經費 and 三公经费 are one key.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from assistant.cues import Cue

LONGEST_QUESTION = 600
"""Characters of a question that are read; what follows is ignored (and nothing breaks)."""

KEPT = 65_536
"""Texts whose keys are remembered: far more than the labels in use (the vocabulary and two documents make 3,200).

Whole lines are remembered too, so without a bound a long-running server would end up holding every text it ever compared.
"""

GAP = "\ue000"
"""Stands where a recognised part was taken out, so that its neighbours do not run together."""

_DROPPED = Cue(r"[\s\u200b-\u200f\ufeff“”\"'‘’《》〈〉「」『』【】()（）\[\]〔〕{}<>]+")
_INVISIBLE = Cue(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]")
"""Control characters, half surrogates and private use: nothing that a person types."""
_PAUSE = Cue(r"[，,。；;：:！!？?…~～]+")


_PLAIN = re.compile(r"[\u4e00-\u9fff\d]*", re.ASCII)
"""Characters and digits, which only may have to be simplified."""


@cache
def _simplified() -> dict[int, int]:
    data = tomllib.loads((Path(__file__).parent / "traditional.toml").read_text("utf-8"))
    return str.maketrans(data["traditional"], data["simplified"])


def fold(text: str) -> str:
    """The text half-width, simplified and lower-case; spaces and signs stay; cut at ``LONGEST_QUESTION``.

    >>> fold("２０２４年 三公經費 ABC")
    '2024年 三公经费 abc'
    """
    head = text[:LONGEST_QUESTION]
    visible = _INVISIBLE.sub(" ", head)
    return unicodedata.normalize("NFKC", visible).translate(_simplified()).lower()


def squeeze(folded: str) -> str:
    """A folded text without spaces, quotes and brackets; pauses become one comma.

    >>> squeeze("“三公” 经费（2024）？？")
    '三公经费2024,'
    """
    return _PAUSE.sub(",", _DROPPED.sub("", folded))


@lru_cache(maxsize=KEPT)
def key(label: str) -> str:
    """The form in which labels are compared: folded, squeezed, without pauses, dots and signs.

    >>> key("因公出国（境）费") == key("因公出国 (境) 费")
    True
    """
    if _PLAIN.fullmatch(label) and len(label) <= LONGEST_QUESTION:
        return label.translate(_simplified())
    return re.sub(r"[,、.·*※—\-]", "", squeeze(fold(label)))


_SENTENCE = re.compile(r"\b(?:what|how|why|which|who|when|is|are|was|were|does|did|do|the|of|list|tell|show)\b", re.IGNORECASE)


def is_english(text: str) -> bool:
    """Whether the question is written in English: letters, and hardly any Chinese but for a term quoted in an English sentence.

    >>> is_english("How much was spent on vehicles in 2024?"), is_english("GDP是多少"), is_english("What does 三公经费 mean?")
    (True, False, True)
    """
    letters = sum(c.isascii() and c.isalpha() for c in text)
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    if letters < 6:
        return False
    return letters > 4 * chinese or (letters > chinese and bool(_SENTENCE.search(text)))
