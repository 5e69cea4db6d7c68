"""A talk of Gradio belongs to the user who began it.

Gradio knows a browser tab by a ``session_hash`` that the tab draws and sends along; whoever sends the same one would get the
other's talk. The first user who uses one keeps it.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

_MOST = 100_000
"""Tabs remembered; the longest unused go first."""
_IN_PATH = re.compile(r"/gradio_api/(?:heartbeat|stream)/([^/]+)")
LARGEST = 1_000_000
"""Bytes of a request of Gradio's, which is text."""


class Owners:
    """Who began which talk, for one server."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def belongs(self, session: str, user: str) -> bool:
        """Whether a user may use a talk; the first to ask becomes its owner."""
        with self._lock:
            owner = self._owners.setdefault(session, user)
            self._owners.move_to_end(session)
            if len(self._owners) > _MOST:
                self._owners.popitem(last=False)
            return owner == user


async def sessions_of(scope: Scope, path: str, receive: Receive) -> tuple[set[str], Receive]:
    """The talks that a request to Gradio speaks of, and a ``receive`` that gives the body again where it had to be read."""
    found = set(parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", []))
    if in_path := _IN_PATH.match(path):
        found.add(in_path.group(1))
    if scope["method"] != "POST":
        return found, receive
    body, messages = await _body(receive)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and isinstance(told.get("session_hash"), str):
        found.add(told["session_hash"])
    return found, _again(messages, receive)


async def _body(receive: Receive) -> tuple[bytes, list[Message]]:
    messages: list[Message] = []
    size, more = 0, True
    while more and size <= LARGEST:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    return b"".join(m.get("body", b"") for m in messages), messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def received() -> Message:
        return next(waiting, None) or await receive()

    return received
