"""What every part of the interface works with: the assistant, uploads, conversations, and the threads that answer."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends, Request

from assistant.api.memory import Memory
from assistant.api.metrics import Metrics
from assistant.api.pool import Pool
from assistant.api.problems import Problem
from assistant.talks import TalkRecord, Talks, lifetime

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answer import Answer
    from assistant.api.access import Caller
    from assistant.api.models import Filters
    from assistant.ask import Assistant
    from assistant.page.desk import Desk
    from assistant.page.intake import Intake
    from index.ledger import Ledger


class Service:
    """One per server process. ``intake`` is None where nothing may be changed."""

    def __init__(self, desk: Desk, intake: Intake | None = None) -> None:
        self.desk, self.intake, self.pool, self.memory, self.metrics = desk, intake, Pool(), Memory(), Metrics()

    @property
    def store(self) -> Path:
        """The folder of the index. Raises MingzhangError where there is none."""
        return self.intake.store if self.intake is not None else self.desk.ledger().store.root

    @cached_property
    def talks(self) -> Talks:
        """The conversations that are kept. Raises MingzhangError where there is no index."""
        return Talks(self.store, lifetime())

    def assistant(self) -> Assistant:
        """The open assistant. Raises MingzhangError as long as it cannot be opened."""
        return cast("Assistant", self.desk.assistant())

    def ledger(self, caller: Caller) -> Ledger:
        """The newest generation of the store, as far as ``caller`` may see it. Raises MingzhangError where it cannot be opened."""
        assistant = self.assistant()
        assistant.refresh()
        return assistant.ledger_within(caller.within(assistant.documents()))

    async def ask(self, caller: Caller, turns: tuple[str, ...], filters: Filters | None = None) -> Answer:
        """The answer to the last of ``turns``, worked out beside the event loop. Raises Problem or MingzhangError."""
        return await self.pool.run(lambda: self.answer(caller, turns, filters))

    async def go_on(self, caller: Caller, talk: str, question: str, filters: Filters | None = None) -> dict[str, Any]:
        """The answer to the next question of a kept conversation, as it is given out and kept. Raises as ``ask``."""
        return await self.pool.run(lambda: self._go_on(caller, talk, question, filters))

    def answer(self, caller: Caller, turns: tuple[str, ...], filters: Filters | None = None) -> Answer:
        """As ``ask``, in the thread of the one who calls."""
        assistant = self.assistant()
        assistant.refresh()
        answer = caller.shown(self.memory.ask(assistant, turns, caller.within(assistant.documents(), filters)))
        self.metrics.answered(answer)
        caller.note("ask", question=turns[-1], status=answer.status.value)
        return answer

    def _go_on(self, caller: Caller, talk: str, question: str, filters: Filters | None) -> dict[str, Any]:
        self.talk(caller, talk)
        before = tuple(turn.question for turn in self.talks.turns(caller.name, talk))
        answer = self.answer(caller, (*before, question), filters)
        return answer_json(answer, self.talks.add(caller.name, talk, question, answer))

    def talk(self, caller: Caller, talk: str) -> TalkRecord:
        """One of the caller's conversations. Raises Problem ``not-found``, also for one of somebody else's."""
        found = self.talks.find(caller.name, talk)
        if found is None:
            raise Problem("not-found", f"没有编号为 {talk} 的对话")
        return found


def answer_json(answer: Answer, conversation: str | None = None) -> dict[str, Any]:
    """An answer as it is given out: the promised JSON and the conversation it belongs to."""
    return {**answer.to_json(), "conversation": conversation}


async def service_of(request: Request) -> Service:
    """The service of the application that a request came to."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]
