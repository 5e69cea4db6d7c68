"""A question as its clauses: what is only said beside it, and the several things that it asks.

“我是实习会计，领导让我对账。2024年公务员医疗补助多少，占卫生健康支出百分之几，比上年降了多少” says two things beside and asks three.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.cues import Cue
from assistant.text import LONGEST_QUESTION, fold, squeeze

MOST = 6
"""Parts that are answered one by one; a question of more is taken as one."""

_BOUNDARY = Cue(r"[，,、。；;？?！!：:\n]+")
_SENTENCE_END = Cue(r"[。；;！!\n]")
_BRACKETS = dict(zip("（(《“‘「『【[〈", "）)》”’」』】]〉", strict=True))


class _Clause(NamedTuple):
    """A stretch of text without a pause in it, and the signs behind it."""

    text: str
    end: str

    @property
    def plain(self) -> str:
        return _plain(self.text)

    @property
    def asks(self) -> bool:
        """Whether it asks something by itself."""
        return _asks(self.text)

    @property
    def names(self) -> bool:
        """Whether it names a relation that may be asked for beside what another clause asks."""
        return bool(_cue("named").search(self.plain))

    @property
    def aside(self) -> bool:
        """Whether it tells of the person who asks, or what could not be found."""
        return not self.plain or bool(_cue("persona").search(self.plain) or _cue("missed").search(self.plain))


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return squeeze(fold(text)).strip(",")


@lru_cache(maxsize=256)
def _asks(text: str) -> bool:
    plain = _plain(text)
    if not plain or _cue("tag").fullmatch(plain):
        return False
    return bool(_cue("asking").search(plain) or _cue("asking_in_english").search(fold(text).strip()))


def parts(text: str) -> tuple[str, ...]:
    """What a question asks, one text each, in its order; the text alone where it asks one thing or too many.

    A clause that asks nothing goes with the next one that does, or with the last, so that nothing is left out.

    >>> parts("2024年三公经费多少，占公用经费百分之几？精确到一位小数")
    ('2024年三公经费多少', '占公用经费百分之几？精确到一位小数')
    """
    found: list[str] = []
    pending = ""
    for clause in _clauses(text[:LONGEST_QUESTION]):
        pending += clause.text + clause.end
        if found and _cue("of_each").search(squeeze(fold(found[-1] + pending))):
            found[-1], pending = found[-1] + pending, ""
        elif clause.asks or (found and clause.names):
            found.append(pending)
            pending = ""
    if found:
        found[-1] += pending
    kept = tuple(_cue("link").sub("", part.strip().rstrip("，,、；;。")) for part in found)
    return kept if 1 < len(kept) <= MOST else (text,)


def beside(text: str) -> tuple[str, str]:
    """What a question says before it asks (who asks and why, what was not found), and what is left of it.

    Sentences that ask nothing are taken off, and so are clauses of somebody about themselves.

    >>> beside("我是实习会计，昨天刚来。三公经费多少")
    ('我是实习会计，昨天刚来。', '三公经费多少')
    """
    said = waiting = left = ""
    clauses = _clauses(text)
    for number, clause in enumerate(clauses):
        written = clause.text + clause.end
        if clause.asks:
            left = waiting + "".join(c.text + c.end for c in clauses[number:])
            break
        if clause.aside:
            said += written
        else:
            waiting += written
        if _SENTENCE_END.search(clause.end):
            said, waiting = said + waiting, ""
    return (said, left) if left else ("", text)


def _clauses(text: str) -> list[_Clause]:
    """The clauses of a text; what stands in brackets or quotes is not cut."""
    found, start, closing = [], 0, ""
    boundaries = {m.start(): m.end() for m in _BOUNDARY.finditer(text)}
    at = 0
    while at < len(text):
        if closing:
            closing = "" if text[at] == closing else closing
        elif text[at] in _BRACKETS and _BRACKETS[text[at]] in text[at:]:
            closing = _BRACKETS[text[at]]
        elif at in boundaries and not _within_number(text, at):
            found.append(_Clause(text[start:at], text[at : boundaries[at]]))
            at = start = boundaries[at]
            continue
        at += 1
    return [*found, _Clause(text[start:], "")] if start < len(text) else found


def _within_number(text: str, at: int) -> bool:
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


@cache
def _cue(kind: str) -> Cue:
    data = tomllib.loads((Path(__file__).parent / "clauses.toml").read_text("utf-8"))
    anywhere = "|".join(f"(?:{cue})" for cue in data[kind])
    return Cue(rf"^(?:{anywhere})\s*" if kind == "link" else anywhere)
