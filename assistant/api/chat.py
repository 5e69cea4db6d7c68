"""The protocol of OpenAI's chat completions: any client of it can ask.

The user's messages are the turns of a conversation; all others are passed over, for what an assistant said is not taken from the
client, and no instruction changes how a question is answered. Citations are marks in the text, a list of sources under it, the
protocol's own ``annotations``, and the whole answer under ``mingzhang``. Parameters that steer a model are taken and ignored;
those that would promise another form of answer are refused.
"""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.api import stream
from assistant.api.access import Reader
from assistant.api.chat_models import Completion, CompletionAsked, ErrorBody, ModelList
from assistant.api.problems import Problem, body, problem_of
from assistant.api.service import Serving, answer_json
from assistant.present import place_text
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from assistant.api.service import Service

PREFIX = "/v1"
MODEL = "mingzhang"
CREATED = 1735689600
"""The date the protocol wants of a model: the first of 2025."""
_PROBLEM: dict[str, Any] = {"model": ErrorBody, "description": "出错，按协议的格式"}
_STREAM: dict[str, Any] = {
    "description": "stream 为真时是事件流，以 [DONE] 结束",
    "content": {stream.MEDIA: {"schema": stream.SCHEMA}},
}


def chat_app(service: Service) -> FastAPI:
    """The application to mount at ``PREFIX``."""
    app = FastAPI(
        title="明账 Mingzhang（OpenAI 协议）", version="1", docs_url=None, redoc_url=None, responses={"default": _PROBLEM}
    )
    app.state.service = service
    app.add_api_route("/models", models, response_model=ModelList, summary="可用的模型")
    app.add_api_route("/models/{model}", model, summary="一个模型", response_model=None)
    app.add_api_route(
        "/chat/completions", complete, methods=["POST"], response_model=Completion, responses={200: _STREAM}, summary="提问"
    )

    async def handle(_: Request, error: Exception) -> JSONResponse:
        return error_response(error)

    for kind in (Problem, MingzhangError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)
    return app


def models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [_model()]}


def model(model: str) -> dict[str, Any]:
    """A model by name. Raises Problem ``no-model``."""
    if model != MODEL:
        raise Problem("no-model", f"没有名为 {model} 的模型")
    return _model()


async def complete(asked: CompletionAsked, service: Serving, caller: Reader) -> Response:
    """Answer the last question of the user, after the ones before it."""
    if asked.model != MODEL:
        raise Problem("no-model", f"没有名为 {asked.model} 的模型")
    turns = asked.turns()
    if not turns:
        raise Problem("no-question", "messages 里没有 user 的文字")
    answer = answer_json(await service.ask(caller, turns, asked.within))
    content, annotations = written(answer)
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    usage = _usage(turns, content)
    if asked.stream:
        chunks = _chunks(head, content, annotations, answer, usage if asked.wants_usage else None)
        return StreamingResponse(chunks, media_type=stream.MEDIA, headers=stream.HEADERS)
    message = {"role": "assistant", "content": content, "refusal": None, "annotations": annotations}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": usage, "mingzhang": answer})


def written(answer: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The answer as the content of a message, and where in it which source stands."""
    content, annotations = str(answer["text"]), []
    for number, citation in enumerate(answer["citations"]):
        line = source_line(citation)
        content += ("\n\n来源：\n" if number == 0 else "\n") + line
        place = {"start_index": len(content) - len(line), "end_index": len(content)}
        url = f"/api/v1/documents/{citation['sha256']}/original"
        title = f"{citation['issuer']} {citation['fiscal_year']} {citation['document']}"
        annotations.append({"type": "url_citation", "url_citation": {**place, "url": url, "title": title}})
    return content, annotations


def source_line(citation: Mapping[str, Any]) -> str:
    """A source on one line: mark, document, table or section, place, quote."""
    where = place_text(citation["page"], citation["line_start"], citation["line_end"])
    parts = (f"[{citation['id']}]", citation["document"], citation["table"] or citation["section"], where)
    quote = " ".join(str(citation["quote"]).split())
    return " ".join(part for part in parts if part) + f"：“{quote}”"


def error_response(error: Exception) -> JSONResponse:
    """An error as the protocol wants it; ``mingzhang`` holds the problem as the REST interface tells it."""
    problem = problem_of(error)
    told = body(problem, PREFIX)
    places = "；".join(f"{fault['pointer'] or fault['where']} {fault['what']}" for fault in problem.errors)
    message = "；".join(part for part in (told["detail"], places, told["next"]) if part)
    kind = "invalid_request_error" if problem.status < 500 else "server_error"
    param = problem.errors[0]["pointer"].strip("/").replace("/", ".") or None if problem.errors else None
    return JSONResponse(
        {"error": {"message": message, "type": kind, "param": param, "code": problem.kind.replace("-", "_")}},
        problem.status,
        problem.headers,
    )


async def _chunks(
    head: Mapping[str, Any], content: str, annotations: object, answer: object, usage: Mapping[str, int] | None
) -> AsyncIterator[str]:
    """The events of a streamed completion; the last piece carries the annotations and the whole answer."""
    head = {**head, "object": "chat.completion.chunk"}

    def chunk(delta: Mapping[str, Any], finish: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return stream.event({**head, "choices": [choice], **more})

    yield chunk({"role": "assistant", "content": ""})
    for piece in stream.pieces(content):
        yield chunk({"content": piece})
    yield chunk({"annotations": annotations}, "stop", mingzhang=answer)
    if usage is not None:
        yield stream.event({**head, "choices": [], "usage": usage})
    yield stream.event("[DONE]")


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": CREATED, "owned_by": MODEL}


def _usage(turns: tuple[str, ...], content: str) -> dict[str, int]:
    """What the protocol wants counted; there is no model, so characters are counted."""
    asked, said = sum(map(len, turns)), len(content)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
