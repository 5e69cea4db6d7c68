"""Reasons and purposes hung on the facts they explain."""

from __future__ import annotations

from corpus.amount import State
from corpus.figure import Measure
from corpus.prose.asides import asides
from corpus.prose.facts import Fact


def explain(text: str, facts: list[Fact]) -> None:
    """Hang reasons on the changes before them and purposes on the levels they belong to."""
    zones = asides(text)
    for start, end, kind, words_from in zones:
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
