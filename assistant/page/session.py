"""What one browser session remembers: its conversation and the turns shown. Never shared between sessions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.gate.user import LOCAL, User
from assistant.page.texts import DEFAULT
from assistant.talks import new_id
from assistant.within import Within

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.page.narrow import Narrowed

TURNS_SHOWN = 60
"""Turns kept on the page; older ones scroll out, so that a page left open for days stays quick."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; ``answer`` is None while it is being worked on, ``trouble`` says why there is none.

    ``narrowed`` is how far filters narrowed down what was looked at, None where none was on.
    """

    number: int
    question: str
    answer: Answer | None = None
    trouble: str | None = None
    narrowed: Narrowed | None = None

    @property
    def open(self) -> bool:
        """Whether it is still being worked on."""
        return self.answer is None and self.trouble is None


@dataclass(slots=True)
class Session:
    """One browser tab's talk. ``conversation`` is the assistant's own memory of it (assistant.Conversation), made on first use.

    ``user`` is whose it is; ``talk`` the id under which it is kept, up to the turn numbered ``kept``; ``instead`` holds the turns
    that take the place of the kept one before; ``within`` holds the filters that are on; ``rated`` what was
    thought of turns; ``saved`` how often the talk was saved.
    """

    language: str = DEFAULT
    user: User = LOCAL
    talk: str = field(default_factory=new_id)
    within: Within = field(default_factory=Within)
    conversation: object | None = None
    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    kept: int = 0
    instead: set[int] = field(default_factory=set)
    saved: int = 0
    rated: dict[int, str] = field(default_factory=dict)

    def begin(self, question: str, narrowed: Narrowed | None = None) -> Turn:
        """A new turn, without an answer yet."""
        self.asked += 1
        turn = Turn(self.asked, question, narrowed=narrowed)
        self.turns = [*self.turns, turn][-TURNS_SHOWN:]
        return turn

    def take_back(self) -> Turn | None:
        """Take the last turn away, to be asked again; None where there is none or it is still being worked on."""
        if not self.turns or self.turns[-1].open:
            return None
        *self.turns, last = self.turns
        self.conversation = None
        if last.number <= self.kept or last.number in self.instead:
            self.instead.add(self.asked + 1)
        self.rated.pop(last.number, None)
        return last

    def finish(self, answer: Answer | None, trouble: str | None = None, turn: int | None = None) -> None:
        """Close the last turn with an answer, or with the reason why there is none.

        Where ``turn`` is no longer the open one (it was stopped) nothing happens.
        """
        last = self.turns[-1]
        if turn is not None and (last.number != turn or not last.open):
            return
        self.turns = [*self.turns[:-1], replace(last, answer=answer, trouble=trouble)]

    def citation(self, turn: int, number: int) -> Citation | None:
        """The citation [number] of a turn; None where this session has no such turn or mark (an expired or forged request)."""
        answers = [t.answer for t in self.turns if t.number == turn and t.answer]
        return next((c for a in answers for c in a.citations if c.id == number), None)
