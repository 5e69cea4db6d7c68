"""Who asks and what they may do: what a route names to have it checked.

The checks are ``async`` because they wait for nothing: others would each be sent to a thread and back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from assistant.api.problems import Problem
from assistant.gate import Role, User, user_of
from assistant.gate.gate import Gate, gate_of, note
from assistant.gate.personal import masked, masked_answer
from assistant.gate.visible import visible
from assistant.within import Within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Answer
    from assistant.api.models import Filters
    from corpus.figure import Figure
    from index.ledger import DocumentRecord


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks, as the gate let them in."""

    user: User
    gate: Gate

    @property
    def name(self) -> str:
        """Unique among all who ask."""
        return self.user.name

    def within(self, documents: Sequence[DocumentRecord], filters: Filters | None = None) -> Within | None:
        """What of ``documents`` this caller is answered from; None where that is all of them."""
        seen = visible(self.gate.keeper, self.user, documents) if self.gate.keeper else None
        if filters is None or not (filters.issuers or filters.years or filters.stages):
            return None if seen is None else Within(documents=seen)
        return Within(tuple(filters.issuers), tuple(filters.years), tuple(filters.stages), seen)

    def shown(self, answer: Answer) -> Answer:
        """The answer as this gate lets it out: without personal numbers, unless they are to be shown."""
        return answer if self.gate.settings.personal else masked_answer(answer)

    def text(self, text: str) -> str:
        """As ``shown``, for a text of a document."""
        return text if self.gate.settings.personal else masked(text)

    def figure(self, figure: Figure) -> Figure:
        """As ``shown``, for a figure."""
        return replace(figure, source=replace(figure.source, quote=self.text(figure.source.quote)))

    def note(self, act: str, **details: str | int | None) -> None:
        """Keep in the audit log what was done."""
        note(self.gate, self.user, act, **details)


def caller_of(request: object) -> Caller:
    """Who sends a request."""
    return Caller(user_of(request), gate_of(request))


async def reader(request: Request) -> Caller:
    """Everybody whom the gate lets in may read."""
    return caller_of(request)


async def editor(request: Request) -> Caller:
    """Who changes the index. Raises Problem ``forbidden`` for a reader."""
    return _at_least(Role.EDITOR, request, "这一操作需要编辑角色")


async def admin(request: Request) -> Caller:
    """Who reads what is kept of others. Raises Problem ``forbidden`` for anybody else."""
    return _at_least(Role.ADMIN, request, "这一操作需要管理员角色")


def _at_least(role: Role, request: Request, otherwise: str) -> Caller:
    caller = caller_of(request)
    if caller.user.role < role:
        raise Problem("forbidden", otherwise)
    return caller


Reader = Annotated[Caller, Depends(reader)]
Editor = Annotated[Caller, Depends(editor)]
Admin = Annotated[Caller, Depends(admin)]
