"""What the protocol of OpenAI's chat completions takes and gives, as far as it is served here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.api.memory import REPLAYED
from assistant.api.models import LONGEST, Answer, Filters, Given

MESSAGES = 1000
"""Messages of one request."""
_Long = Annotated[str, StringConstraints(max_length=100_000)]


class TextPart(Given):
    """A piece of a message; other pieces than text are passed over."""

    type: Annotated[str, StringConstraints(max_length=100)]
    text: _Long | None = None


class Message(Given):
    """A message; only the user's are read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Long | list[TextPart] | None = None

    def text(self) -> str:
        """Its text, no longer than a question may be."""
        if isinstance(self.content, list):
            told = "\n".join(part.text or "" for part in self.content if part.type == "text")
        else:
            told = self.content or ""
        return told.strip()[:LONGEST]


class StreamOptions(Given):
    """What else a stream carries."""

    include_usage: bool | None = None


class ResponseFormat(Given):
    """The form of the answer; only text is offered."""

    type: Literal["text"]


class CompletionAsked(BaseModel):
    """A request. Names that are not known are ignored, as clients send many that steer a model."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": "mingzhang", "messages": [{"role": "user", "content": "三公经费 2024年多少"}]}]
        },
    )
    model: Annotated[str, StringConstraints(max_length=200)]
    messages: Annotated[list[Message], Field(min_length=1, max_length=MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None
    n: Literal[1] | None = None
    within: Filters | None = Field(default=None, description="只在这些部门、年度、文种里找（协议之外）")

    def turns(self) -> tuple[str, ...]:
        """What the user asked, in order, as far back as it is replayed; empty where the last word is not a question of theirs."""
        texts = [message.text() for message in self.messages if message.role == "user"]
        return tuple(text for text in texts if text)[-REPLAYED - 1 :] if texts and texts[-1] else ()

    @property
    def wants_usage(self) -> bool:
        """Whether a stream ends with what was counted."""
        return bool(self.stream_options and self.stream_options.include_usage)


class ModelEntry(Given):
    """A model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(Given):
    """All models."""

    object: Literal["list"]
    data: list[ModelEntry]


class Completion(Given):
    """An answer; ``mingzhang`` is the whole of it as ``/api/v1/ask`` gives it."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    mingzhang: Answer


class ErrorTold(Given):
    """An error."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorBody(Given):
    """An error as the protocol wants it."""

    error: ErrorTold
