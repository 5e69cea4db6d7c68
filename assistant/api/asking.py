"""``POST /ask``: one answer, as JSON or as server-sent events."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.api import stream
from assistant.api.access import Caller, Reader
from assistant.api.models import ANSWER_EXAMPLE, Answer, Asked
from assistant.api.service import Service, Serving, answer_json

router = APIRouter(tags=["提问"])
_EVENTS: dict[str, Any] = {
    "description": "先是若干 delta 事件（文字分段），最后是一个 answer 事件（完整的回答）",
    "content": {
        stream.MEDIA: {
            "schema": stream.SCHEMA,
            "example": "".join((stream.event({"text": "**8.30 万元**[1]"}, "delta"), stream.event(ANSWER_EXAMPLE, "answer"))),
        }
    },
}


_ABOUT = "一个问题，一个有出处的回答。要边出边看，用请求头 `Accept: text/event-stream`，或改用 `/ask/stream`。"
_ABOUT_STREAM = "与 `/ask` 相同，但总是以事件流回答。文字里的数核对过之后才开始送出。"


@router.post("/ask", response_model=Answer, responses={200: _EVENTS}, summary="提问", description=_ABOUT)
async def ask(asked: Asked, request: Request, service: Serving, caller: Reader) -> Response:
    """Answer as JSON, or as events where the client prefers them."""
    answered = await _answered(service, caller, asked)
    if stream.MEDIA in request.headers.get("accept", ""):
        return _streamed(answered)
    return JSONResponse(answered)


@router.post(
    "/ask/stream",
    response_class=StreamingResponse,
    responses={200: _EVENTS},
    summary="提问，回答分段送出",
    description=_ABOUT_STREAM,
)
async def ask_stream(asked: Asked, service: Serving, caller: Reader) -> Response:
    """Answer as events."""
    return _streamed(await _answered(service, caller, asked))


async def _answered(service: Service, caller: Caller, asked: Asked) -> dict[str, Any]:
    if asked.conversation is not None:
        return await service.go_on(caller, asked.conversation, asked.question, asked.within)
    return answer_json(await service.ask(caller, (asked.question,), asked.within))


def _streamed(answered: dict[str, Any]) -> StreamingResponse:
    return StreamingResponse(stream.answer_events(answered), media_type=stream.MEDIA, headers=stream.HEADERS)
