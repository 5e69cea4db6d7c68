"""A running server of this program as a system under test: questions go to its REST interface, as other systems ask them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from assistant.answer import Status
from eval.systems import NoReply, Reply
from eval.wire import Wire

_API = "/api/v1"
_HINT = "请写服务器的地址，如 http://127.0.0.1:7860"


class Served:
    """Asks ``{url}/api/v1/ask``. Several turns go through a conversation of the server, which is deleted afterwards."""

    name = "http"
    passages = False

    def __init__(self, url: str, timeout: float = 120.0, retries: int = 2) -> None:
        """``url`` is the server's address, without a path. Raises SettingsError for what is no address."""
        self._wire = Wire(url.rstrip("/").removesuffix(_API), "--server", _HINT, timeout, retries)

    def ask(self, turns: Sequence[str]) -> Reply:
        """Answer the last turn.

        Raises SettingsError where the server cannot be used at all, NoReply where this one conversation got no usable answer.
        """
        if len(turns) == 1:
            return self._answered({"question": turns[0]})
        talk = _field(self._wire.post(f"{_API}/conversations"), "id")
        try:
            for turn in turns[:-1]:
                self._wire.post(f"{_API}/ask", {"question": turn, "conversation": talk})
            return self._answered({"question": turns[-1], "conversation": talk})
        finally:
            self._wire.delete(f"{_API}/conversations/{talk}")

    def _answered(self, body: Mapping[str, object]) -> Reply:
        started = time.perf_counter()
        answer = self._wire.post(f"{_API}/ask", body)
        seconds = time.perf_counter() - started
        if _field(answer, "status") not in list(Status):
            raise NoReply("服务返回的不是一个回答")
        return Reply(answer, seconds)


def _field(given: object, name: str) -> str:
    """A text of a JSON object. Raises NoReply where there is none."""
    value = given.get(name) if isinstance(given, dict) else None
    if not isinstance(value, str):
        raise NoReply(f"服务返回的 JSON 里没有 {name}")
    return value
