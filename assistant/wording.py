"""How much of what a question talks about a text holds: its content words, weighed by how rare they are in the documents.

Chinese prints no spaces, so that words are known by pairs of neighbouring characters. A pair that no document has may still be meant:
under a name of the trade, written with another character of the same sound, or with other words in between (防雷: 雷电防御).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path

from assistant.cues import Cue
from assistant.text import GAP

_LISTED = Cue(r"(?<=(?<![\u4e00-\u9fff])[\u4e00-\u9fff])、(?=[\u4e00-\u9fff])")
"""What parts single characters that are listed: 煤、电、油 is one word of documents (煤电油)."""
_RUN = Cue(r"[\u3400-\u9fff]+|[a-z0-9][a-z0-9.+\-]*")
_WINDOW = 3
"""Characters within which the two of an unknown pair must stand to count as near each other."""
_BY_SOUND, _NEAR, _EMPTY = 0.6, 0.5, 0.5
"""What a pair is worth that is only found by its sound, with words in between, or with a character that carries no meaning."""
_LIGHT = 0.4
"""What a word for an activity weighs against one for a thing, where ``lighter`` is wanted."""
_UNKNOWN, _LEAST = 0.7, 0.15
"""The weight of a character in no word of the documents, and the least of one that is in a word of nearly all their paragraphs."""


@cache
def _words() -> dict[str, Cue]:
    raw = tomllib.loads((Path(__file__).parent / "wording.toml").read_text("utf-8"))
    return {
        "asking": Cue("|".join(raw["asking"]["words"])),
        "empty": Cue(f"[{raw['empty']['characters']}]"),
        "part": Cue(f"[{raw['empty']['within_words']}]"),
        "amount": Cue("|".join(raw["amount"]["words"])),
        "activity": Cue("|".join(raw["activity"]["words"])),
    }


def activities() -> Cue:
    """Words for what is done with a thing, whatever the thing is (检查, 审批)."""
    return _words()["activity"]


@cache
def _same() -> dict[str, tuple[str, ...]]:
    raw = tomllib.loads((Path(__file__).parent / "wording.toml").read_text("utf-8"))
    return {said: tuple(meant) for said, meant in raw["same"].items()}


def pairs(text: str) -> Iterable[str]:
    """Pairs of neighbouring characters of a text, Latin words and numbers whole.

    >>> list(pairs("防雷,gdp"))
    ['防雷', 'gdp']
    """
    for run in _RUN.findall(text):
        if run[0] < "\u3400":
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


class Wording:
    """What a question talks about. ``counts`` tells in how many of ``total`` paragraphs each pair of characters stands.

    ``lighter`` lets words for activities weigh less than words for things: whose task 消防检查 is depends on 消防.
    """

    def __init__(self, asked: str, counts: Counter[str], total: int, *, lighter: bool = False) -> None:
        text = _LISTED.sub("", asked.replace(GAP, " "))
        for cue in ("amount", "asking"):
            text = _words()[cue].sub(lambda m: " " * len(m[0]), text)
        self.text, self.counts, self.total = text, counts, max(total, 1)
        self._light = {i for m in activities().finditer(text) for i in range(m.start(), m.end())} if lighter else set()
        self._spans = [(m.start(), m.end()) for m in _RUN.finditer(text) if len(m[0]) > 1 and not m[0][0].isdigit()]
        self.numbers = tuple(n.rstrip(".") for n in re.findall(r"\d[\d.]*", asked.replace(",", "")))

    @cached_property
    def weights(self) -> dict[int, float]:
        """The weight of each character that carries meaning, by its place in the question."""
        found: dict[int, float] = {}
        for first, last in self._spans:
            for at in range(first, last):
                if not _words()["empty"].match(self.text[at]):
                    found[at] = self._weight(at, first, last) * (_LIGHT if at in self._light else 1.0)
        return {at: weight for at, weight in found.items() if weight}

    def _weight(self, at: int, first: int, last: int) -> float:
        if self.text[first] < "\u3400":
            return self._rarity(self.text[first:last])
        around = (self.text[i : i + 2] for i in (at - 1, at) if first <= i and i + 2 <= last)
        known = [self._rarity(pair) for pair in around if self.counts[pair] and not _words()["empty"].search(pair)]
        return max(known, default=self._unknown(at, first, last))

    def _unknown(self, at: int, first: int, last: int) -> float:
        """The weight of a character in no word of the documents: less where it may only link words, none between such characters."""
        if not _words()["part"].match(self.text[at]):
            return _UNKNOWN
        around = (self.text[i] for i in (at - 1, at + 1) if first <= i < last)
        linking = (_words()["part"].match(c) or _words()["empty"].match(c) for c in around)
        return 0.0 if all(linking) else _UNKNOWN / 2

    def _rarity(self, pair: str) -> float:
        seen = self.counts[pair]
        return max(_LEAST, math.log((self.total + 1) / (seen + 0.5)) / math.log(2 * self.total + 2)) if seen else _UNKNOWN

    @cached_property
    def words(self) -> list[tuple[tuple[int, ...], str, bool]]:
        """The places of each pair (or Latin word), the pair, and whether the documents have it."""
        listed = []
        for first, last in self._spans:
            whole = self.text[first] < "\u3400"
            for at in range(first, last if whole else last - 1):
                places = tuple(range(first, last)) if whole else (at, at + 1)
                pair = self.text[first:last] if whole else self.text[at : at + 2]
                listed.append((places, pair, bool(self.counts[pair])))
                if whole:
                    break
        return listed

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        """For pairs that no document has: those of the documents with the same sound."""
        unknown = [pair for _, pair, known in self.words if not known and pair[0] >= "\u3400"]
        if not unknown:
            return {}
        from assistant.sounds import syllables

        heard = {pair: syllables(pair) for pair in unknown}
        found: dict[str, list[str]] = {pair: [] for pair in unknown}
        shared = {c for pair in unknown for c in pair}
        for other in self.counts:
            if len(other) == 2 and (other[0] in shared or other[1] in shared):
                for pair in unknown:
                    if (pair[0] == other[0] or pair[1] == other[1]) and syllables(other) == heard[pair]:
                        found[pair].append(other)
        return {pair: tuple(others) for pair, others in found.items()}

    @cached_property
    def _meant(self) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """Words of the question that documents call otherwise."""
        return [
            (tuple(range(m.start(), m.end())), meant) for said, meant in _same().items() for m in re.finditer(said, self.text)
        ]

    @property
    def told(self) -> str:
        """The words that are weighed, with what documents call them (打工: 劳务): for comparing by meaning."""
        return " ".join((self.text, *(word for _, meant in self._meant for word in meant[:1]))).strip()

    @property
    def telling(self) -> float:
        """How much the question talks about: the weights of all its characters together."""
        return sum(self.weights.values())

    def held(self, text: str) -> dict[int, float]:
        """How far a squeezed text holds each character that carries meaning, 0 to 1; those that it does not hold are left out."""
        found: dict[int, float] = {}
        for places, pair, known in self.words:
            credit = self._credit(pair, known, text)
            for at in places if credit else ():
                found[at] = max(found.get(at, 0.0), credit)
        for places, meant in self._meant:
            if any(word in text for word in meant):
                found.update(dict.fromkeys(places, 1.0))
        return {at: credit for at, credit in found.items() if at in self.weights}

    def _credit(self, pair: str, known: bool, text: str) -> float:
        empty = _EMPTY if any(_words()["empty"].match(c) for c in pair) else 1.0
        if pair in text:
            return empty
        if known or len(pair) != 2:
            return 0.0
        if any(other in text for other in self._others.get(pair, ())):
            return _BY_SOUND
        if empty == 1.0 and re.search(rf"{pair[0]}.{{0,{_WINDOW}}}{pair[1]}|{pair[1]}.{{0,{_WINDOW}}}{pair[0]}", text):
            return _NEAR
        return 0.0

    def share(self, held: dict[int, float]) -> float:
        """The share of what the question talks about that is held (see ``held``), 0 to 1."""
        return sum(self.weights[at] * credit for at, credit in held.items()) / self.telling if self.telling else 0.0

    def cover(self, text: str) -> float:
        """The share of what the question talks about that a squeezed text holds, 0 to 1."""
        return self.share(self.held(text))


def joined(*parts: dict[int, float]) -> dict[int, float]:
    """What several texts hold together."""
    found: dict[int, float] = {}
    for part in parts:
        for at, credit in part.items():
            found[at] = max(found.get(at, 0.0), credit)
    return found


def counted(texts: Sequence[str]) -> Counter[str]:
    """In how many texts each pair of characters stands."""
    return Counter(pair for text in texts for pair in set(pairs(text)))
