"""Reasons and purposes hung on the facts they explain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.amount import State
from corpus.figure import Measure
from corpus.prose.asides import asides
from corpus.prose.facts import Fact
from corpus.prose.labels import meaning, read_label
from corpus.prose.words import words

_FALL = re.compile("减|降|缩|低")
_RISE = re.compile("增|升|涨|高")


def explain(text: str, facts: list[Fact], earlier: Sequence[Fact] = (), issuer: str = "") -> None:
    """Hang reasons on the changes before them and purposes on the levels they belong to.

    A reason that names what it explains ("财政拨款收入支出增加的主要原因是 …") belongs to that item's changes, which may stand in an
    ``earlier`` paragraph under the same heading; any other belongs to what stands last before it.
    """
    zones = asides(text)
    for start, end, kind, words_from in zones:
        if kind == "reason" and _explain_named(text, start, words_from, text[words_from:end], [*earlier, *facts], issuer):
            continue
        stated = [fact.mention.start for fact in facts if words_from <= fact.mention.start < end]
        if kind == "purpose" and stated:
            end = max(text.rfind("，", words_from, stated[0]), words_from)
        said = text[words_from:end].strip("，。；：、")
        before = [
            fact
            for fact in facts
            if fact.mention.start < start
            and fact.state is State.STATED
            and not any(zone.start <= fact.mention.start < zone.end for zone in zones)
        ]
        if not said or not before:
            if said and kind == "purpose":
                _purpose_ahead(facts, end, said)
            continue
        last = before[-1]
        weak = kind == "reason" and "原因" not in text[start:words_from]
        if kind == "purpose" or (weak and last.measure in (Measure.LEVEL, Measure.COUNT)):
            if last.measure is Measure.LEVEL and last.purpose is None and "。" not in text[last.mention.end : start]:
                last.purpose = said
            elif kind == "purpose":
                _purpose_ahead(facts, end, said)
            continue
        _reason(text, before, said, start)


def _explain_named(text: str, start: int, words_from: int, said: str, stated: Sequence[Fact], issuer: str) -> bool:
    """Hang a reason on the changes of the item that its own clause names; False where it names none, or one that has no change."""
    opening = max((m.end() for m in re.finditer("[。；，：、]|其中", text[:start])), default=0)
    subject, moved = text[opening:start], text[start:words_from]
    reason = said.strip("，。；：、")
    if "原因" not in moved or not subject or not reason or re.search(r"\d", subject.removeprefix("20")):
        return False
    items = _items(subject, issuer)
    found = _of_items(stated, items)
    for fact in found:
        if fact.reason is None and _same_way(fact, moved):
            fact.reason = reason
    return bool(found)


def _items(subject: str, issuer: str) -> tuple[str, ...]:
    """The items that a reason's own clause names; none where its words name no known item."""
    label = read_label(subject, issuer)
    for pattern, items in words().wholes:
        if pattern.fullmatch(label.text):
            return items
    means = meaning(label)
    return (means.item,) if label.text and means.known else ()


def _of_items(stated: Iterable[Fact], items: Sequence[str]) -> list[Fact]:
    return [
        fact
        for fact in stated
        if fact.meaning.item in items and fact.measure in (Measure.CHANGE, Measure.GROWTH) and fact.state is State.STATED
    ]


def _same_way(fact: Fact, moved: str) -> bool:
    """Whether a change goes the way that the reason speaks of (增加的主要原因); a reason that names no way fits both."""
    falls, rises = bool(_FALL.search(moved)), bool(_RISE.search(moved))
    return falls == rises or (fact.direction == "减少") == falls


def _purpose_ahead(facts: list[Fact], end: int, said: str) -> None:
    """主要用于… printed before the amounts: it belongs to the levels of the next subject."""
    after = [fact for fact in facts if fact.mention.start >= end]
    for fact in after:
        if fact.label != after[0].label:
            break
        if fact.measure is Measure.LEVEL and fact.purpose is None:
            fact.purpose = said


def _reason(text: str, before: list[Fact], said: str, start: int) -> None:
    last = before[-1]
    accounts = "预算数" in text[max(0, start) : start + 24]
    for fact in reversed(before):
        if fact.label != last.label or fact.reason is not None:
            break
        if fact.measure in (Measure.CHANGE, Measure.GROWTH) or (accounts and fact.measure in (Measure.LEVEL, Measure.SHARE)):
            fact.reason = said
        if fact.measure is Measure.LEVEL and not accounts:
            break
