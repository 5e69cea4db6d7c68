"""Answers as server-sent events. The text goes out in pieces only after every number of it has been checked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

MEDIA = "text/event-stream"
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
"""Keep a proxy from holding the events back."""
SCHEMA = {"type": "object", "required": ["data"], "properties": {"event": {"type": "string"}, "data": {"type": "string"}}}
"""One event, for the description of the interface."""
_PIECE = re.compile(r"[^。；，\n]*[。；，\n]?")


def pieces(text: str) -> Iterator[str]:
    r"""The text in pieces that end where one can pause; put together they are the text.

    >>> list(pieces("**8.30 万元**[1]，三公经费。\n没有"))
    ['**8.30 万元**[1]，', '三公经费。', '\n', '没有']
    """
    return (piece for piece in _PIECE.findall(text) if piece)


def event(data: Mapping[str, Any] | str, name: str = "") -> str:
    """One event; ``data`` is sent as JSON on one line, a text as it is."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "") + f"data: {text}\n\n"


async def answer_events(answer: Mapping[str, Any]) -> AsyncIterator[str]:
    """``delta`` events with the text in pieces, then one ``answer`` event with the whole answer."""
    for piece in pieces(str(answer["text"])):
        yield event({"text": piece}, "delta")
    yield event(answer, "answer")
