"""What one browser session remembers: its conversation and the turns shown. Never shared between sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.page.texts import DEFAULT

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation

TURNS_SHOWN = 60
"""Turns kept on the page; older ones scroll out, so that a page left open for days stays quick."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; ``answer`` is None while it is being worked on, ``trouble`` says why there is none."""

    number: int
    question: str
    answer: Answer | None = None
    trouble: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is still being worked on."""
        return self.answer is None and self.trouble is None


@dataclass(slots=True)
class Session:
    """One browser tab's talk. ``conversation`` is the assistant's own memory of it (assistant.Conversation), made on first use.

    ``rated`` holds what was thought of turns, ``saved`` how often the talk was saved.
    """

    language: str = DEFAULT
    conversation: object | None = None
    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    saved: int = 0
    rated: dict[int, str] = field(default_factory=dict)

    def begin(self, question: str) -> Turn:
        """A new turn, without an answer yet."""
        self.asked += 1
        turn = Turn(self.asked, question)
        self.turns = [*self.turns, turn][-TURNS_SHOWN:]
        return turn

    def finish(self, answer: Answer | None, trouble: str | None = None, turn: int | None = None) -> None:
        """Close the last turn with an answer, or with the reason why there is none.

        Where ``turn`` is no longer the open one (it was stopped) nothing happens.
        """
        last = self.turns[-1]
        if turn is not None and (last.number != turn or not last.open):
            return
        self.turns = [*self.turns[:-1], Turn(last.number, last.question, answer, trouble)]

    def citation(self, turn: int, number: int) -> Citation | None:
        """The citation [number] of a turn; None where this session has no such turn or mark (an expired or forged request)."""
        answers = [t.answer for t in self.turns if t.number == turn and t.answer]
        return next((c for a in answers for c in a.citations if c.id == number), None)
