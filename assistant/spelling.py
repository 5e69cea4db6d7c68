"""Names typed with a wrong character (a long name with two) that sounds or looks like the right one, put right before anything is read.

A name is put right only where one known name fits, and where what was typed is no name or word of its own. The text keeps its length,
so that positions stay; what was read differently is told with the answer (``Slip``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import ne
from pathlib import Path
from typing import Any

SHORTEST, LONGEST = 3, 16
"""Characters of names that are put right: in a shorter one a single wrong character leaves too little to know it by."""


_LONG = 6
"""Characters from which on a name is known with two of them wrong."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of a question and the name it was read as."""

    typed: str
    meant: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "lookalikes.toml").read_text("utf-8"))


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_data()["groups"]):
        for character in group:
            found.setdefault(character, set()).add(number)
    return {character: frozenset(numbers) for character, numbers in found.items()}


@cache
def confusable(one: str, other: str) -> bool:
    """Whether two characters look or sound alike.

    >>> confusable("侍", "待"), confusable("捕", "补"), confusable("商", "公")
    (True, True, False)
    """
    if one == other or _groups().get(one, frozenset()) & _groups().get(other, frozenset()):
        return True
    if not all("\u4e00" <= character <= "\u9fff" for character in (one, other)):
        return False
    from assistant.sounds import syllables

    return syllables(one) == syllables(other)


def misspells(typed: str, meant: str) -> bool:
    """Whether each character that differs looks or sounds like the right one, and at least one does not differ."""
    wrong = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    return 0 < len(wrong) < len(typed) and all(confusable(a, b) for a, b in wrong)


class Spelling:
    """Known names, laid out by their pieces, one more than a slip may have wrong characters: one piece is then as it should be.

    ``own`` are words that are never taken for a misspelling of another; ``long`` is the length from which two characters may be wrong.
    """

    def __init__(self, names: Iterable[str], own: Iterable[str] = (), long: int = _LONG) -> None:
        self._own, self._long = (*_data()["apart"], *own), long
        self._names = {name for name in names if SHORTEST <= len(name) <= LONGEST}
        self._pieces: dict[int, list[tuple[slice, dict[str, list[str]]]]] = {}
        for name in self._names:
            pieces = self._pieces.setdefault(len(name), [(cut, {}) for cut in _cuts(len(name), self._slips_in(name) + 1)])
            for cut, held in pieces:
                held.setdefault(name[cut], []).append(name)
        self._heads = _lengths((name[: min(2, len(name) // (self._slips_in(name) + 1))], len(name)) for name in self._names)
        self._tails = _lengths((name[-2:], len(name)) for name in self._names)

    def corrected(self, text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[str, tuple[Slip, ...]]:
        """The text with misspelt names put right; ``taken`` are stretches that are names as they stand.

        A part that is put right may show the longer name that it stands in: 公物接侍费, 公物接待费, 公务接待费.
        """
        text, slips = self._pass(text, taken)
        if not slips:
            return text, ()
        text, longer = self._pass(text, taken)
        return text, (*slips, *longer)

    def _pass(self, text: str, taken: Sequence[tuple[int, int]]) -> tuple[str, tuple[Slip, ...]]:
        slips: list[Slip] = []
        done = list(taken)
        for length, at in self._stretches(text, taken):
            typed = text[at : at + length]
            if not _free(at, at + length, done) or (meant := self._meant(typed)) is None:
                continue
            text = text[:at] + meant + text[at + length :]
            slips.append(Slip(typed, meant))
            done.append((at, at + length))
        return text, tuple(slips)

    def _stretches(self, text: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Lengths and beginnings of what may be a misspelt name, the longest first: with one wrong character, a half of it is right."""
        found: set[tuple[int, int]] = set()
        for at, one in enumerate(text):
            two = text[at : at + 2]
            for head in (one, two):
                if head in self._heads:
                    found.update((length, at) for length in self._heads[head] if at + length <= len(text))
            if two in self._tails:
                found.update((length, at + 2 - length) for length in self._tails[two] if length <= at + 2)
        free = [(length, start) for length, start in found if _free(start, start + length, taken)]
        return sorted(free, key=lambda stretch: (-stretch[0], stretch[1]))

    def _meant(self, typed: str) -> str | None:
        """The one known name that differs from the typed one in no more characters than a slip may, each of them alike."""
        if typed in self._names:
            return None
        most = self._slips_in(typed)
        near = {name for cut, held in self._pieces.get(len(typed), ()) for name in held.get(typed[cut], ())}
        close = {name: wrong for name in near if (wrong := _differing(typed, name)) <= most}
        fits = [name for name in close if misspells(typed, name) and not self._own_word(typed, name)]
        least = min((close[name] for name in fits), default=0)
        meant = [name for name in fits if close[name] == least]
        return meant[0] if len(meant) == 1 else None

    def _slips_in(self, name: str) -> int:
        """How many characters of a name may be wrong for it to be known."""
        return 1 if len(name) < self._long else 2

    def _own_word(self, typed: str, name: str) -> bool:
        """Whether what was typed for another word is a word of its own: 实业收入 is not 事业收入, nor 宿州市 苏州市."""
        if any(a != b and a in _data()["speech"] for a, b in zip(typed, name, strict=True)):
            return True
        return any(word in typed and word not in name for word in self._own)


def short_slip(typed: str, names: Iterable[str]) -> Slip | None:
    """The one short name that a word of a question is a slip of (奖今 for 奖金), where the word is all that was not understood.

    >>> short_slip("奖今", ["奖金", "津贴"]), short_slip("津贴", ["奖金", "津贴"])
    (Slip(typed='奖今', meant='奖金'), None)
    """
    own = set(names)
    if typed in own or not 2 <= len(typed) <= SHORTEST or any(word in typed for word in _data()["apart"]):
        return None
    meant = {n for n in own if len(n) == len(typed) and _differing(typed, n) == 1 and misspells(typed, n)}
    return Slip(typed, meant.pop()) if len(meant) == 1 else None


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for sign, length in pairs:
        found.setdefault(sign, set()).add(length)
    return {sign: frozenset(lengths) for sign, lengths in found.items()}


def without_slips(text: str) -> str:
    """The text with the commonest slips of the field's own words put right, which leave no doubt: 绝算 for 决算.

    >>> without_slips("2024年部们绝算")
    '2024年部门决算'
    """
    for typed, meant in _data()["slips"].items():
        text = text.replace(typed, meant)
    return text


def _differing(typed: str, name: str) -> int:
    return sum(map(ne, typed, name))


def _cuts(length: int, count: int) -> list[slice]:
    """Where a name of a length is cut into so many pieces of equal length."""
    ends = [length * part // count for part in range(count + 1)]
    return [slice(*cut) for cut in pairwise(ends)]


def _free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch cuts through no name that stands in the text, nor lies inside one."""
    return all(b <= start or end <= a or (start <= a and b <= end and end - start > b - a) for a, b in taken)
