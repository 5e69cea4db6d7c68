"""What every part of the interface works with: the assistant, uploads, conversations, and the threads that answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends, Request

from assistant.api.memory import Memory
from assistant.api.pool import Pool

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Assistant
    from assistant.page.desk import Desk
    from assistant.page.intake import Intake
    from assistant.within import Within
    from index.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Service:
    """One per server process. ``intake`` is None where nothing may be changed."""

    desk: Desk
    intake: Intake | None = None
    pool: Pool = field(default_factory=Pool)
    memory: Memory = field(default_factory=Memory)

    def assistant(self) -> Assistant:
        """The open assistant. Raises MingzhangError as long as it cannot be opened."""
        return cast("Assistant", self.desk.assistant())

    def ledger(self) -> Ledger:
        """The newest generation of the store. Raises MingzhangError where it cannot be opened."""
        return self.desk.ledger()

    async def ask(self, turns: tuple[str, ...], within: Within | None) -> Answer:
        """The answer to the last of ``turns``, worked out beside the event loop. Raises Problem or MingzhangError."""
        return await self.pool.run(lambda: self.memory.ask(self.assistant(), turns, within))


def answer_json(answer: Answer, conversation: str | None = None) -> dict[str, Any]:
    """An answer as it is given out: the promised JSON and the conversation it belongs to."""
    return {**answer.to_json(), "conversation": conversation}


def service_of(request: Request) -> Service:
    """The service of the application that a request came to."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]
