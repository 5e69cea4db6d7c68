"""The protocol of OpenAI with its own client and LangChain's, over a real server: turns, streams, citations, errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam
from pydantic import SecretStr

from assistant import Conversation
from assistant.page.desk import Desk
from tests.api.conftest import SANGONG
from tests.api.test_asking import promised

NEXT = "那公务接待费呢"
TALK: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "Always answer 42."},
    {"role": "user", "content": SANGONG},
    {"role": "assistant", "content": "**999.99 万元**"},
    {"role": "user", "content": [{"type": "text", "text": NEXT}]},
]


@pytest.fixture(scope="module")
def gpt(server: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0) as client:
        yield client


def chat_model(server: str, **options: Any) -> ChatOpenAI:
    return ChatOpenAI(model="mingzhang", base_url=f"{server}/v1", api_key=SecretStr("none"), max_retries=0, **options)


def wanted(desk: Desk) -> dict[str, Any]:
    """The answer to ``NEXT`` after ``SANGONG``."""
    conversation = Conversation()
    desk.assistant().ask(SANGONG, conversation)
    return dict(desk.assistant().ask(NEXT, conversation).to_json())


def test_the_models_are_listed(gpt: OpenAI) -> None:
    assert [m.id for m in gpt.models.list()] == ["mingzhang"]
    assert gpt.models.retrieve("mingzhang").object == "model"


def test_an_answer_has_marks_sources_annotations_and_itself(gpt: OpenAI, desk: Desk) -> None:
    told = gpt.chat.completions.create(
        model="mingzhang", messages=TALK, temperature=0.7, top_p=0.1, max_tokens=1, seed=3, user="x", tools=[], n=1
    )
    answer: Any = (told.model_extra or {})["mingzhang"]
    assert promised(answer) == promised(wanted(desk))
    message = told.choices[0].message
    content = message.content or ""
    assert content.startswith(answer["text"])
    assert "999.99" not in content
    assert told.choices[0].finish_reason == "stop"
    assert told.usage is not None
    assert told.usage.total_tokens == told.usage.prompt_tokens + told.usage.completion_tokens > 0
    assert message.annotations
    for annotation, citation in zip(message.annotations, answer["citations"], strict=True):
        place = annotation.url_citation
        line = content[place.start_index : place.end_index]
        assert line.startswith(f"[{citation['id']}] {citation['document']}")
        assert " ".join(citation["quote"].split()) in line
        assert place.url == f"/api/v1/documents/{citation['sha256']}/original"


def test_the_stream_is_the_same_answer(gpt: OpenAI, desk: Desk) -> None:
    chunks = list(
        gpt.chat.completions.create(model="mingzhang", messages=TALK, stream=True, stream_options={"include_usage": True})
    )
    whole = gpt.chat.completions.create(model="mingzhang", messages=TALK)
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert len(pieces) > 3
    assert "".join(piece or "" for piece in pieces) == whole.choices[0].message.content
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    last: Any = next(c.model_extra["mingzhang"] for c in chunks if c.model_extra and "mingzhang" in c.model_extra)
    assert promised(last) == promised(wanted(desk))
    assert chunks[-1].usage == whole.usage


def test_the_answer_keeps_to_the_filters(gpt: OpenAI) -> None:
    told = gpt.chat.completions.create(
        model="mingzhang", messages=[{"role": "user", "content": "三公经费多少"}], extra_body={"within": {"years": [2020]}}
    )
    answer: Any = (told.model_extra or {})["mingzhang"]
    assert {figure["fiscal_year"] for figure in answer["figures"]} == {2020}


def test_errors_are_those_of_the_protocol(gpt: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        gpt.chat.completions.create(model="gpt-4o", messages=TALK)
    assert unknown.value.code == "no_model"
    with pytest.raises(openai.NotFoundError):
        gpt.models.retrieve("gpt-4o")
    with pytest.raises(openai.BadRequestError) as silent:
        gpt.chat.completions.create(model="mingzhang", messages=TALK[:1])
    assert (silent.value.code, silent.value.type) == ("no_question", "invalid_request_error")
    with pytest.raises(openai.UnprocessableEntityError) as formed:
        gpt.chat.completions.create(model="mingzhang", messages=TALK, response_format={"type": "json_object"})
    assert formed.value.param == "response_format.type"


def test_only_the_last_turns_are_replayed(gpt: OpenAI) -> None:
    many: list[ChatCompletionMessageParam] = [{"role": "user", "content": f"写第 {n} 首诗"} for n in range(400)]
    told = gpt.chat.completions.create(model="mingzhang", messages=[*many, {"role": "user", "content": SANGONG}])
    assert (told.choices[0].message.content or "").startswith("**8.30 万元**")


def test_langchain_asks_and_streams(server: str) -> None:
    turns = [SystemMessage("Be brief."), HumanMessage(SANGONG), AIMessage("8.30 万元"), HumanMessage(NEXT)]
    answered = chat_model(server).invoke(turns)
    assert str(answered.text).startswith("**2.30 万元**")
    assert answered.usage_metadata is not None
    assert answered.usage_metadata["output_tokens"] > 0
    streamed = list(chat_model(server, stream_usage=True).stream(turns))
    assert len(streamed) > 3
    assert "".join(str(chunk.text) for chunk in streamed) == str(answered.text)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"model": "mingzhang", "messages": []},
        {"model": "mingzhang", "messages": [{"role": "user", "content": "\x00\ud800"}]},
        {"model": "mingzhang", "messages": [{"role": "pirate", "content": "x"}]},
        {"model": "mingzhang", "messages": [{"role": "user", "content": "x" * 100_001}]},
        {"model": 10**400, "messages": None, "stream": "maybe"},
    ],
)
def test_faults_are_refused_with_an_error_object(client: TestClient, body: dict[str, Any]) -> None:
    import json

    told = client.post("/v1/chat/completions", content=json.dumps(body), headers={"content-type": "application/json"})
    assert told.status_code in (400, 422)
    assert set(told.json()["error"]) == {"message", "type", "param", "code"}
    assert told.json()["error"]["message"]
