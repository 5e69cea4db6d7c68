"""Explanations inside a paragraph: where reasons (主要原因是 …) and purposes (主要用于 …) begin and end."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.prose.words import words

_NEAR = 70
_AMOUNT_OF_CHANGE = re.compile(r"(?:增|减|升|降|涨|缩)[加少长]?了?-?[\d,.]+(?:万|亿)?元")


class Aside(NamedTuple):
    """A stretch that explains and does not state: ``kind`` is reason or purpose, its own words begin at ``words``."""

    start: int
    end: int
    kind: str
    words: int


def asides(text: str) -> list[Aside]:
    """The explanations of a paragraph, in order; none lies inside another."""
    zones: list[Aside] = []
    for kind, pattern in (("reason", words().reason), ("reason", words().weak_reason), ("purpose", words().purpose)):
        for match in pattern.finditer(text):
            if any(zone.start <= match.start() < zone.end for zone in zones):
                continue
            if kind == "reason" and pattern is words().reason and "原因" not in match.group():
                continue
            zones.append(Aside(match.start(), _aside_end(text, match.end(), kind), kind, match.end()))
    return sorted(zones)


def _aside_end(text: str, start: int, kind: str) -> int:
    """Where an explanation ends: the full stop; a semicolon unless the explanation is itself a list; a new comparison."""
    for match in re.finditer(
        r"[。；]|[，）](?=其中[：，])|，(?=(?:比|较|与|同比)(?:上|去|20|同|年)|占[\d本一财总])", text[start:]
    ):
        position = start + match.start()
        if match.group() == "；" and kind == "reason" and _goes_on(text, start, position):
            continue
        if match.group() == "，" and kind == "reason" and _quantified(text, start, position):
            continue
        return position
    return len(text)


def _quantified(text: str, start: int, comma: int) -> bool:
    """Whether a comparison inside a reason is the reason's own ("增加 5 万元。主要原因：项目支出增加，较上年增加 6 万元").

    What it explains has its amount already then, and the clause before says of something else that it rose or fell.
    """
    explained = _AMOUNT_OF_CHANGE.search(text[max(0, start - _NEAR) : start])
    return explained is not None and words().direction.search(text[start:comma]) is not None


def _goes_on(text: str, start: int, semicolon: int) -> bool:
    """Whether a reason runs over a semicolon: numbered reasons (一是…；二是…), or amounts listed inside it."""
    rest = text[semicolon + 1 : semicolon + 60]
    if re.match(r"[二三四五六]是|（[二三四]）|[2-9][.、]", rest):
        return True
    clause = clauses_of(rest)[0]
    return bool(re.search(r"\d(?:万元|元)", text[start:semicolon])) and not re.search(r"增加|减少|占|预算", clause)


def without(text: str, start: int, end: int, zones: list[Aside]) -> str:
    """The stretch ``start``..``end`` without the explanations that lie wholly inside it."""
    kept, position = "", start
    for zone in zones:
        if position <= zone.start and zone.end <= end:
            kept, position = kept + text[position : zone.start], zone.end
    return kept + text[position:end]


def clauses_of(lead: str) -> list[str]:
    """A stretch cut at full stops, semicolons, commas and colons (not at 、)."""
    return re.split(r"[。；，：]", lead)
