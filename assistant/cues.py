"""Expressions of which one is looked for in a text, most of which cannot occur in it and are never compiled.

There are some hundreds of cues, a question holds a handful: what each match of a cue must hold (its *needle*, 倍 of ``几倍|多少倍``) is read
off the expression, and a cue is only compiled and searched where its needle stands in the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

Needles = frozenset[str]
"""Strings of which each match holds at least one; empty where nothing is known."""


@lru_cache(maxsize=512)
def _characters(text: str) -> frozenset[str]:
    """The characters of a text, which many cues are looked for in one after the other."""
    return frozenset(text)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class Cue:
    """One expression, used as a compiled one is."""

    def __init__(self, expression: str) -> None:
        self.pattern = expression

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """Strings of which each match holds at least one; none where nothing is known."""
        return tuple(needles(self.pattern))

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as Python has it; its own methods take the place of these here, which are slower, from then on."""
        compiled = re.compile(self.pattern)
        self.__dict__.update((name, getattr(compiled, name)) for name in _METHODS)
        return compiled

    def may(self, text: str) -> bool:
        """Whether it can match in the text at all."""
        for needle in self.needles:
            if needle in text:
                return True
        return not self.needles

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match that begins at ``start`` or behind it."""
        return self.compiled.search(text, start) if self.may(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at ``start`` and ends at ``end`` or before it."""
        return self.compiled.match(text, start, end) if self.may(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at ``start`` and ends at ``end``, the end of the text if that comes first."""
        return self.compiled.fullmatch(text, start, end) if self.may(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches from left to right."""
        return self.compiled.finditer(text) if self.may(text) else iter(())

    def findall(self, text: str) -> list[Any]:
        """What the matches hold, as ``re.findall`` gives it."""
        return self.compiled.findall(text) if self.may(text) else []

    def split(self, text: str) -> list[str | Any]:
        """The text cut at the matches, as ``re.split`` cuts it."""
        return self.compiled.split(text) if self.may(text) else [text]

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """The text with the matches (the first ``count``) replaced, as ``re.sub`` replaces them."""
        return self.compiled.sub(new, text, count) if self.may(text) else text


class Cues:
    """Several expressions, matched as one in which they are alternatives: leftmost first, and the earlier one of two at a place.

    Groups are numbered within the expression that matched. An expression must not match nothing.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        self._cues = [Cue(expression) for expression in expressions]

    @cached_property
    def _needles(self) -> tuple[frozenset[str], dict[str, list[tuple[str, int]]], list[int]]:
        """The last characters of needles; by it the needles, each with the place of its expression; and places that have none."""
        ends: dict[str, list[tuple[str, int]]] = {}
        for place, cue in enumerate(self._cues):
            for needle in cue.needles:
                ends.setdefault(needle[-1], []).append((needle, place))
        return frozenset(ends), ends, [place for place, cue in enumerate(self._cues) if not cue.needles]

    def possible(self, text: str) -> list[int]:
        """Places of the expressions that may match, in their order."""
        last, ends, always = self._needles
        standing = last & _characters(text)
        if not standing:
            return always
        return sorted({*always, *(place for end in standing for needle, place in ends[end] if needle in text)})

    @property
    def pattern(self) -> str:
        """All of them as one expression."""
        return "|".join(f"(?:{cue.pattern})" for cue in self._cues)

    def occurring(self, text: str) -> Iterator[int]:
        """Places of the expressions that match somewhere, in their order."""
        return (place for place in self.possible(text) if self._cues[place].compiled.search(text))

    def occur(self, text: str) -> bool:
        """Whether one of them matches somewhere."""
        places = self.possible(text)
        return bool(places) and any(self._cues[place].compiled.search(text) for place in places)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches from left to right, none within another."""
        found = [(m.start(), place, m) for place in self.possible(text) if (m := self._cues[place].compiled.search(text))]
        while found:
            match = min(found)[2]
            yield match
            # A cue whose match began within the one that was taken is looked for again behind it.
            later = [(p, self._cues[p].search(text, match.end())) if s < match.end() else (p, m) for s, p, m in found]
            found = [(m.start(), p, m) for p, m in later if m]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return next(self.finditer(text), None)

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced by a string, as it stands, or by what a function makes of it."""
        told, at = "", 0
        for match in self.finditer(text):
            told += text[at : match.start()] + (new if isinstance(new, str) else new(match))
            at = match.end()
        return told + text[at:]


_PLAIN = r"[^\\\[\](){}.^$?*+|]"
_TOKEN = re.compile(
    rf"{_PLAIN}+(?![?*+{{])|\((?:\?(?::|<?[=!]))?(?:{_PLAIN}|\|)*\)|\((?:\?(?::|=|!|<=|<!|P<\w+>))?"
    r"|\\(?:U[\da-fA-F]{8}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|[?*+][?+]?|\{[\d,]*\}[?+]?|.",
    re.DOTALL,
)
"""Words, groups of nothing but words, beginnings of other groups, escapes, classes, quantifiers, and single characters."""

_WORDS = re.compile(rf"(?:{_PLAIN}|\|)*")
"""An expression that only lists words."""

_MOST = 8
"""Characters of a class that are looked for one by one."""

_OPENING = ("(", "(?:", "(?=", "(?!", "(?<=", "(?<!")
_AROUND = ("(?=", "(?!", "(?<")
"""Beginnings of groups, and of those that look around and match nothing themselves."""

_UNKNOWN: Needles = frozenset()


def needles(expression: str) -> Needles:
    r"""Strings of which every match of an expression holds one; an empty set where none is certain.

    >>> sorted(needles("(?:增|减)了?多少")), sorted(needles("几倍|多少倍")), needles(r"\d+")
    (['多少'], ['几倍', '多少倍'], frozenset())
    """
    if _WORDS.fullmatch(expression):
        return _listed(expression)
    return _needles(_TOKEN.findall(expression)[::-1])


def _needles(tokens: list[str]) -> Needles:
    """Needles of the expression on top of a stack of tokens, which is taken off up to the bracket that closes it."""
    found: list[Needles] = []
    certain: list[Needles] = []
    run = ""
    while True:
        token = tokens.pop() if tokens else ")"
        if token in ("|", ")"):
            found.append(min([*certain, *_whole(run)], key=_likely, default=_UNKNOWN))
            certain, run = [], ""
            if token == ")":
                return frozenset().union(*found) if all(found) else _UNKNOWN
            continue
        choice = _needles(tokens) if token in _OPENING or token[:3] == "(?P" else _choice(token)
        quantifier = tokens.pop() if tokens and tokens[-1][0] in "?*+{" else ""
        sure = not quantifier.startswith(("?", "*", "{0", "{,"))
        literal = _literal(token)
        run += literal if sure else ""
        if quantifier or not literal:
            certain += _whole(run)
            run = ""
        if choice and sure and not token.startswith(_AROUND):
            certain.append(choice)


def _whole(run: str) -> list[Needles]:
    return [frozenset((run,))] if run else []


def _likely(choice: Needles) -> float:
    """How likely a text holds one of the strings, roughly: each character more makes it far less likely."""
    return sum(0.1 ** len(needle) for needle in choice)


def _literal(token: str) -> str:
    """The characters that a token stands for; nothing where it stands for one of several, or for none."""
    if token[0] == "\\":
        return chr(int(token[2:], 16)) if len(token) > 2 else "" if token[1:].isalnum() else token[1:]
    return token if token[0] not in ".^$[({" else ""


def _choice(token: str) -> Needles:
    """The words of a group that lists nothing else, the characters of a class that names a few."""
    if token[0] == "(":
        return _listed(token[3 if token[1] == "?" else 1 : -1])
    few = token[0] == "[" and token[1] != "^" and len(token) <= _MOST + 2 and "-" not in token and "\\" not in token
    return frozenset(token[1:-1]) if few else _UNKNOWN


def _listed(words: str) -> Needles:
    found = words.split("|")
    return frozenset(found) if all(found) else _UNKNOWN
