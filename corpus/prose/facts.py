"""What the reading of the prose passes on: facts, the setting their headings give, the subject of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.amount import State
from corpus.figure import Measure
from corpus.prose.labels import Label, Meaning
from corpus.prose.mentions import Mention


@dataclass(slots=True)
class Fact:
    """A number with its meaning, before it becomes a Figure. ``start``/``end`` span it in the paragraph's text."""

    mention: Mention
    label: str
    meaning: Meaning
    measure: Measure
    state: State = State.STATED
    path: tuple[str, ...] = ()
    code: str | None = None
    column: str | None = None
    direction: str | None = None
    base: str | None = None
    whole: str | None = None
    value_year: int | None = None
    fund: str | None = None
    kind: str | None = None
    side: str | None = None
    reason: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What headings and document say about every number under them."""

    issuer: str
    fiscal_year: int
    stage: str
    fund: str | None = None
    kind: str | None = None
    side: str | None = None
    subject: Label | None = None
    classes: tuple[str, ...] = ()
    goals: bool = False


@dataclass(slots=True)
class Subject:
    """What the sentence is about at this point."""

    label: Label
    meaning: Meaning
    unit: str = "万元"
