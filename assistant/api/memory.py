"""What a conversation has come to after some turns, found again from the turns alone.

A conversation is kept as what was asked. Whoever answers the next turn needs ``assistant.Conversation`` as it stood after the
turns before: this process may remember it, and any other makes it anew by going through the turns again. So it does not matter
which of several server processes answers, and a client of the OpenAI protocol, which sends all turns each time, is served by
the same means.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import deepcopy
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Assistant
    from assistant.conversation import Conversation
    from assistant.within import Within

REPLAYED = 24
"""Turns gone through again at most; what was said before them is forgotten."""
KEPT = 512
"""Conversations remembered by one process."""
Key = tuple[int, "Within | None", tuple[str, ...]]


class Memory:
    """Conversations by the turns that led to them. All calls may come from several threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept, self._known, self._lock = kept, OrderedDict[Key, "Conversation"](), Lock()

    def ask(self, assistant: Assistant, turns: tuple[str, ...], within: Within | None) -> Answer:
        """The answer to the last of ``turns`` after those before it; never raises on any strings, as ``Assistant.ask``."""
        turns = turns[-REPLAYED - 1 :]
        generation = assistant.ledger.number
        conversation, known = self._recall(generation, within, turns[:-1])
        for turn in turns[known:-1]:
            assistant.ask(turn, conversation, within=within)
        answer = assistant.ask(turns[-1], conversation, within=within)
        self._keep((generation, within, turns), conversation)
        return answer

    def _recall(self, generation: int, within: Within | None, turns: tuple[str, ...]) -> tuple[Conversation, int]:
        """The conversation after the longest beginning of ``turns`` that is known, and the length of that beginning."""
        from assistant.conversation import Conversation

        with self._lock:
            for length in range(len(turns), 0, -1):
                found = self._known.get((generation, within, turns[:length]))
                if found is not None:
                    self._known.move_to_end((generation, within, turns[:length]))
                    return deepcopy(found), length
        return Conversation(), 0

    def _keep(self, key: Key, conversation: Conversation) -> None:
        with self._lock:
            self._known[key] = conversation
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
