"""Reading a foreign system's reply: an answer in JSON where it gives one, else what its free text says."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.answer import Status
from corpus.amount import NUMBER, fold

_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)


def read_reply(text: str) -> Mapping[str, object]:
    """A reply as an answer.

    A JSON object with a known status is taken as it is. From free text, the status is read by the phrases of ``reading.toml``
    and every number with a unit becomes a figure, in order; such an answer has no citations.

    >>> read_reply("2024 年三公经费为 8.30 万元。")["figures"]
    [{'value': '8.30', 'unit': '万元'}]
    """
    said = _THINKING.sub("", text)
    given = _object(said)
    if given is not None:
        return {"text": "", "figures": [], "citations": [], **given}
    status = _status(said)
    figures = _figures(said) if status is Status.ANSWERED else []
    return {"status": status.value, "text": said, "figures": figures, "citations": []}


def system_prompt() -> str:
    """What an endpoint is told before the first question: the shape of an answer."""
    return str(_words()["prompt"]["system"]).strip()


def _object(text: str) -> Mapping[str, object] | None:
    try:
        given = json.loads(_FENCE.sub("", text))
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) and given.get("status") in list(Status) else None


def _status(text: str) -> Status:
    phrases: Mapping[str, list[str]] = _words()["status"]
    lowered = text.lower()
    return next((Status(name) for name, said in phrases.items() if any(p in lowered for p in said)), Status.ANSWERED)


def _figures(text: str) -> list[dict[str, object]]:
    units = sorted((fold(u) for u in _words()["units"]), key=len, reverse=True)
    pattern = re.compile(rf"({NUMBER.pattern})\s*({'|'.join(re.escape(u) for u in units)})")
    return [{"value": m[1].replace(",", ""), "unit": m[2]} for m in pattern.finditer(fold(text))]


@cache
def _words() -> Mapping[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("reading.toml").read_text(encoding="utf-8"))
