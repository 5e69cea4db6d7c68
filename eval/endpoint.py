"""Any OpenAI-compatible endpoint as a system under test: a model's server, a gateway, or a question-answering product's."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import SettingsError
from eval.reading import read_reply, system_prompt
from eval.systems import NoReply, Reply

if TYPE_CHECKING:
    import httpx

KEY_VARIABLE = "MINGZHANG_EVAL_KEY"
"""Environment variable with the endpoint's key, where it wants one; a key is never an option, which others could read in a list of processes."""

_BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""What a later question may not meet again."""


class Endpoint:
    """Talks to ``{url}/chat/completions``. The whole conversation is sent with each turn, as that protocol wants it."""

    passages = False

    def __init__(self, url: str, model: str, timeout: float = 120.0, retries: int = 2) -> None:
        """``url`` is the base, up to and including /v1. Raises SettingsError for what is no address."""
        import httpx

        if not url.startswith(("http://", "https://")):
            raise SettingsError(f"--url {url or '（空）'}：不是接口地址；请写到 /v1 为止，如 http://127.0.0.1:8000/v1")
        self._url, self._model, self._retries = f"{url.rstrip('/')}/chat/completions", model or "default", retries
        key = os.environ.get(KEY_VARIABLE, "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=timeout, headers=headers)

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
        for attempt in range(self._retries + 1):
            response = self._post(body)
            if response.status_code not in _BUSY:
                return self._content(response)
            if attempt < self._retries:
                time.sleep(min(2.0**attempt * 0.2, 5.0))
        raise NoReply(f"接口忙或出错（HTTP {response.status_code}）")

    def _post(self, body: Mapping[str, object]) -> httpx.Response:
        import httpx

        try:
            return self._client.post(self._url, json=body)
        except httpx.TimeoutException as error:
            raise NoReply("接口超时，没有回答") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SettingsError(
                f"{self._url}：连不上（{error}）；请确认接口已启动、--url 无误，再运行一次即从断处继续"
            ) from error

    def _content(self, response: httpx.Response) -> str:
        if response.status_code >= 400:
            reason = " ".join(response.text.split())[:120]
            raise SettingsError(
                f"{self._url}：HTTP {response.status_code}（{reason}）；请检查 --url、--model 和环境变量 {KEY_VARIABLE}"
            )
        try:
            answered: Any = response.json()
        except ValueError as error:
            kind = response.headers.get("content-type", "未知类型")
            raise SettingsError(f"{self._url}：返回的不是 JSON 而是 {kind}，像是网页；请把 --url 写到 /v1 为止") from error
        try:
            content = answered["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise NoReply("回复里没有 choices[0].message.content") from error
        if not isinstance(content, str) or not content.strip():
            raise NoReply("接口返回了空的回答")
        return content
