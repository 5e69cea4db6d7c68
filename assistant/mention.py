"""An item that a question names, and the words of speech that stand for items (``colloquial.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.cues import Cue, Cues

WEAK = Cue(r"多少|几|有|一年|总共|一共|花|个")
"""Words that make a spelling a question rather than a name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An item a question names. ``items`` are canonical names, the likeliest first; ``codes`` restrict to subjects where given.

    ``said`` is what the question says, ``start`` where (in the squeezed question); ``sure`` is False for a guess by likeness;
    ``together`` says that the word means all of its items, added up; ``row`` that it was known by a part of the name of a row.
    """

    said: str
    items: tuple[str, ...]
    codes: tuple[str, ...] = ()
    start: int = 0
    sure: bool = True
    together: bool = False
    row: bool = False

    @property
    def weak(self) -> bool:
        """Whether it is hardly more than a question word (一年花多少, 有多少人), and gives way to any item that is named."""
        return bool(WEAK.search(self.said)) and len(WEAK.sub("", self.said)) <= 1

    @property
    def name(self) -> str:
        """The name to show for it."""
        return self.items[0] if self.items else self.said


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole that many documents do not print: ``printed`` the item under which one may (or empty), ``parts`` what makes it up."""

    name: str
    words: Cue
    of: Cue | None
    printed: str
    parts: tuple[str, ...]


@cache
def wholes() -> tuple[Whole, ...]:
    """The wholes of ``colloquial.toml``."""
    return tuple(
        Whole(w["name"], Cue(w["words"]), Cue(w["of"]) if "of" in w else None, w["printed"], tuple(w["parts"]))
        for w in list[dict[str, Any]](colloquial()["whole"])
    )


def phrases(text: str) -> tuple[tuple[Cue, Cue | None, str], ...]:
    """Words for one item that a text may hold, what else the question must say for them to mean it, and the item."""
    known = _phrases()
    return tuple(known[place] for place in _spoken().possible(text))


def beside_item(name: str, text: str) -> Mention | None:
    """What a phrase means that tells an item only beside the one named before: 平均得了几分 after 绩效自评的项目."""
    for words, of, item in phrases(text):
        if of is not None and of.search(name) and (match := words.search(text)):
            return Mention(match[0], (item,), start=match.start())
    return None


@cache
def _spoken() -> Cues:
    return Cues([entry["words"] for entry in colloquial()["phrase"]])


@cache
def _phrases() -> tuple[tuple[Cue, Cue | None, str], ...]:
    entries: list[dict[str, str]] = colloquial()["phrase"]
    return tuple((Cue(e["words"]), Cue(e["of"]) if "of" in e else None, e["item"]) for e in entries)


@cache
def general(said: str) -> bool:
    """Whether a name is so general that words before it make another thing of it."""
    words = colloquial()["general"]["words"]
    return said in words or WEAK.sub("", said) in words


@cache
def holders() -> tuple[str, ...]:
    """Words that hold the name of an item and are none."""
    return tuple(colloquial()["other"]["words"])


@cache
def colloquial() -> dict[str, Any]:
    """The tables of ``colloquial.toml``: what words of speech stand for."""
    return tomllib.loads((Path(__file__).parent / "colloquial.toml").read_text("utf-8"))
