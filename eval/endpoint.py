"""Any OpenAI-compatible endpoint as a system under test: a model's server, a gateway, or a question-answering product's."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from eval.reading import read_reply, system_prompt
from eval.systems import NoReply, Reply
from eval.wire import Wire

_HINT = "请写到 /v1 为止，如 http://127.0.0.1:8000/v1"


class Endpoint:
    """Talks to ``{url}/chat/completions``. The whole conversation is sent with each turn, as that protocol wants it."""

    passages = False

    def __init__(self, url: str, model: str, timeout: float = 120.0, retries: int = 2) -> None:
        """``url`` is the base, up to and including /v1. Raises SettingsError for what is no address."""
        self._model = model or "default"
        self._wire = Wire(url, "--url", _HINT, timeout, retries)

    @property
    def name(self) -> str:
        """The model, which is what differs between runs."""
        return f"endpoint:{self._model}"

    def ask(self, turns: Sequence[str]) -> Reply:
        """Answer the last turn.

        Raises SettingsError where the endpoint cannot be used at all (down, no such model, a web page), NoReply where this
        one conversation got no usable answer.
        """
        messages = [{"role": "system", "content": system_prompt()}]
        text, seconds = "", 0.0
        for turn in turns:
            messages.append({"role": "user", "content": turn})
            started = time.perf_counter()
            text = self._complete(messages)
            seconds = time.perf_counter() - started
            messages.append({"role": "assistant", "content": text})
        return Reply(read_reply(text), seconds, (text,))

    def _complete(self, messages: Sequence[Mapping[str, str]]) -> str:
        body = {"model": self._model, "messages": list(messages), "temperature": 0, "stream": False}
        answered = self._wire.post("/chat/completions", body)
        try:
            content = answered["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise NoReply("回复里没有 choices[0].message.content") from error
        if not isinstance(content, str) or not content.strip():
            raise NoReply("接口返回了空的回答")
        return content
