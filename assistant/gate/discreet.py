"""An assistant whose answers and lines come without personal numbers; everything else about it is as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.gate.personal import masked_answer, masked_lines

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.within import Within
    from corpus.document import Line


class Discreet:
    """Stands before an assistant; takes the same calls."""

    def __init__(self, assistant: Any) -> None:
        self._assistant = assistant

    def ask(self, question: str, conversation: Any = None, *, within: Within | None = None) -> Answer:
        """As ``Assistant.ask``, masked."""
        return masked_answer(self._assistant.ask(question, conversation, within=within))

    def source(self, citation: Citation, context: int = 8, within: Within | None = None) -> list[Line]:
        """As ``Assistant.source``, masked; a word in one line counts for the next."""
        lines = self._assistant.source(citation, context, within)
        return [replace(line, text=text) for line, text in zip(lines, masked_lines([line.text for line in lines]), strict=True)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)
