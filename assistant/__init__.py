"""How disclosures are asked: ``from assistant import Assistant``. Importing this package is cheap; what it offers loads on use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer as Answer
    from assistant.ask import Assistant as Assistant
    from assistant.conversation import Conversation as Conversation
    from assistant.within import Within as Within

_HOMES = {
    "Assistant": "assistant.ask",
    "Answer": "assistant.answer",
    "Conversation": "assistant.conversation",
    "Within": "assistant.within",
}

__all__ = ["Answer", "Assistant", "Conversation", "Within"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
