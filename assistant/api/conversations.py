"""``/conversations`` and ``/feedback``: what was asked and answered before, each user's own, and what they thought of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from assistant.api import paging
from assistant.api.access import Admin, Reader
from assistant.api.models import ConversationBody, ConversationEntry, ConversationPage, Id, Judged
from assistant.api.paging import Cursor, Limit
from assistant.api.problems import Problem
from assistant.api.service import Serving, answer_json
from assistant.page import feedback
from assistant.talks import TalkRecord

router = APIRouter(tags=["对话"])
Conversation = Annotated[Id, Path(description="对话编号", examples=["5f2b7a0c9d3e4b61a8c7d6e5f4031220"])]


@router.post("/conversations", status_code=201, summary="新开一段对话", response_model=ConversationEntry)
def create(service: Serving, caller: Reader, response: Response) -> dict[str, Any]:
    """A new conversation; its questions go to ``/ask``."""
    if not service.talks.days:
        raise Problem("not-kept", "MINGZHANG_TALK_DAYS=0")
    talk = service.talks.begin(caller.name)
    response.headers["Location"] = f"/api/v1/conversations/{talk.id}"
    return entry(talk)


@router.get("/conversations", summary="自己的对话", response_model=ConversationPage)
def listed(service: Serving, caller: Reader, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """The user's conversations, those held on the page among them."""
    begin, talks = paging.start(cursor, 0), service.talks.listed(caller.name)
    follows = paging.after(0, begin + limit) if begin + limit < len(talks) else None
    return {"total": len(talks), "next": follows, "conversations": [entry(talk) for talk in talks[begin : begin + limit]]}


@router.get("/conversations/{conversation_id}", summary="一段对话的全部内容", response_model=ConversationBody)
def one(conversation_id: Conversation, service: Serving, caller: Reader) -> dict[str, Any]:
    """A conversation with its turns."""
    talk, turns = service.talk(caller, conversation_id), service.talks.turns(caller.name, conversation_id)
    history = [
        {"number": number, "question": turn.question, "answer": answer_json(turn.answer, talk.id) if turn.answer else None}
        for number, turn in enumerate(turns, 1)
    ]
    return entry(talk) | {"history": history}


@router.delete("/conversations/{conversation_id}", status_code=204, summary="删除一段对话")
def remove(conversation_id: Conversation, service: Serving, caller: Reader) -> None:
    """Forget a conversation."""
    service.talk(caller, conversation_id)
    service.talks.delete(caller.name, conversation_id)


@router.post("/feedback", status_code=204, summary="评价一个回答", tags=["评价"])
def judge(judged: Judged, service: Serving, caller: Reader) -> None:
    """Keep what somebody thinks of a turn, in the same file as the page does; who it was is not written down."""
    service.talk(caller, judged.conversation)
    turns = service.talks.turns(caller.name, judged.conversation)[: judged.turn]
    answer = turns[-1].answer if len(turns) == judged.turn else None
    if answer is None:
        raise Problem("not-found", f"这段对话没有第 {judged.turn} 轮回答")
    judgement: dict[str, object] = {
        "time": datetime.now().astimezone().isoformat(timespec="seconds"), "turns": [turn.question for turn in turns],
        "rating": judged.rating, "reason": judged.reason.strip(), "answer": answer.to_json(),
    }  # fmt: skip
    caller.note("rate", rating=judged.rating)
    feedback.write(service.store, judgement)


@router.get("/feedback", summary="大家的评价（管理员）", tags=["评价"])
def judgements(service: Serving, caller: Admin, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> list[dict[str, Any]]:
    """The latest judgements, the newest first."""
    return feedback.latest(service.store, limit)


def entry(talk: TalkRecord) -> dict[str, Any]:
    """A conversation as it is given out."""
    return {
        "id": talk.id,
        "title": talk.title,
        "updated": datetime.fromtimestamp(talk.updated, UTC).isoformat(timespec="seconds"),
    }
