"""JSON over HTTP for systems under test: what a server cannot do for one question, and what makes it useless for all."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corpus.errors import SettingsError
from eval.systems import NoReply

if TYPE_CHECKING:
    import httpx

KEY_VARIABLE = "MINGZHANG_EVAL_KEY"
"""Environment variable with the server's key, where it wants one; a key is never an option, which others could read in a list of processes."""

_BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""What a later question may not meet again."""

_REFUSED = frozenset({400, 413, 422})
"""What another question may not meet."""

_LONGEST_WAIT = 5.0
"""Seconds waited at most before a question is sent again."""


class Wire:
    """Talks to one base address. ``option`` is the option that gave it, for messages; ``hint`` what such an address looks like."""

    def __init__(self, url: str, option: str, hint: str, timeout: float = 120.0, retries: int = 2) -> None:
        """Raises SettingsError for what is no address."""
        import httpx

        if not url.startswith(("http://", "https://")):
            raise SettingsError(f"{option} {url or '（空）'}：不是地址；{hint}")
        self._base, self._option, self._hint, self._retries = url.rstrip("/"), option, hint, retries
        key = os.environ.get(KEY_VARIABLE, "")
        self._client = httpx.Client(timeout=timeout, headers={"Authorization": f"Bearer {key}"} if key else {})
        weakref.finalize(self, self._client.close)

    def post(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        """The JSON that a POST is answered with.

        Raises SettingsError where the server cannot be used at all (down, no such address, a web page), NoReply where this one
        request got no usable answer.
        """
        for attempt in range(self._retries + 1):
            response = self._send("POST", path, body)
            if response.status_code not in _BUSY:
                return self._json(path, response)
            if attempt < self._retries:
                time.sleep(_wait(response, attempt))
        raise NoReply(f"服务忙或出错（HTTP {response.status_code}）")

    def delete(self, path: str) -> None:
        """Take away what a POST made; what is answered does not matter. Raises as ``post`` where the server is gone."""
        self._send("DELETE", path, None)

    def _send(self, method: str, path: str, body: Mapping[str, object] | None) -> httpx.Response:
        import httpx

        try:
            return self._client.request(method, f"{self._base}{path}", json=body)
        except httpx.TimeoutException as error:
            raise NoReply("服务超时，没有回答") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SettingsError(
                f"{self._base}：连不上（{error}）；请确认服务已启动、{self._option} 无误，再运行一次即从断处继续"
            ) from error

    def _json(self, path: str, response: httpx.Response) -> Any:
        if response.status_code >= 400:
            reason = " ".join(response.text.split())[:160]
            if response.status_code in _REFUSED:
                raise NoReply(f"服务不受理这一问（HTTP {response.status_code}：{reason}）")
            raise SettingsError(
                f"{self._base}{path}：HTTP {response.status_code}（{reason}）；请检查 {self._option} 和环境变量 {KEY_VARIABLE}"
            )
        try:
            return response.json()
        except ValueError as error:
            kind = response.headers.get("content-type", "未知类型")
            raise SettingsError(f"{self._base}{path}：返回的不是 JSON 而是 {kind}，像是网页；{self._hint}") from error


def _wait(response: httpx.Response, attempt: int) -> float:
    """Seconds until the next attempt: what the server asks for, else longer each time."""
    asked = response.headers.get("retry-after", "")
    return min(float(asked) if asked.isdigit() else 2.0**attempt * 0.2, _LONGEST_WAIT)
