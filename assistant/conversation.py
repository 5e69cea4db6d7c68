"""What a conversation remembers: the last few questions as understood, and nothing of anyone else's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Status
from assistant.question import Question

TURNS = 12
"""Turns that are kept; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was finally understood (with what was carried over) and how it ended.

    ``asked_years`` are the years that the person named, in this turn or before; ``document_ids`` the documents that answered.
    """

    question: Question
    status: Status
    document_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Conversation:
    """One person's conversation. Give the same object to every ``Assistant.ask`` of it; objects share nothing."""

    _turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=TURNS))

    def record(self, question: Question, answer: Answer) -> None:
        """Remember a turn; one that was not about disclosures is not remembered, so that the thread goes on."""
        if answer.status is Status.OUT_OF_SCOPE or question.bare:
            return
        documents = tuple(dict.fromkeys(c.document_id for c in answer.citations))
        self._turns.append(Turn(question, answer.status, documents))

    @property
    def last(self) -> Turn | None:
        """The turn before."""
        return self._turns[-1] if self._turns else None

    def __iter__(self) -> Iterator[Turn]:
        """Turns from the newest to the oldest."""
        return reversed(self._turns)

    def __len__(self) -> int:
        return len(self._turns)

    def complete(self, question: Question) -> Question:
        """The question with what it leaves out taken from the turns before: department, year, item, and what is asked."""
        last = self.last
        if last is None:
            return question
        before = last.question
        carried: list[str] = []
        continues = _continues(question)
        if not question.mentions and continues and before.mentions:
            question = replace(question, mentions=before.mentions, fund=before.fund, kind=before.kind)
            carried.append("item")
        if "占" in question.plain[:1] and len(question.mentions) == 1 and "item" not in carried and before.mentions:
            question = replace(question, mentions=(before.mentions[0], *question.mentions))
            carried.append("part")
        if not question.asks and continues and before.asks:
            question = replace(question, wanted=before.wanted)
            carried.append("operation")
        if not (question.issuers or question.every or question.which or question.unknown) and before.issuers:
            question = replace(question, issuers=before.issuers)
            carried.append("issuer")
        if not question.years and question.relative is None and before.years:
            question = replace(question, years=before.years)
            carried.append("year")
        elif question.relative is not None and question.relative < 0 and before.years:
            question = replace(question, years=tuple(y + question.relative for y in before.years[:1]), relative=None)
        return replace(question, carried=tuple(carried))


def _continues(question: Question) -> bool:
    """Whether the question hangs on the one before: it names no item of its own."""
    return not question.mentions
