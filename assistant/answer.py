"""What the assistant gives back: a frozen answer that carries its own evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_DISCLOSED = "not_disclosed"
    CLARIFY = "clarify"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed place behind a number or a statement; ``id`` is the n of the [n] marks in the text.

    ``line_start``/``line_end`` are 1-based lines of a text file, ``page`` a 1-based page of a PDF; ``quote`` stands there.
    """

    id: int
    document_id: str
    document: str
    issuer: str
    fiscal_year: int
    quote: str
    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    section: str | None = None
    table: str | None = None

    def to_json(self) -> dict[str, object]:
        """The citation as CONTRACTS promises it (``sha256`` is the document's id)."""
        return {
            "id": self.id, "document": self.document, "sha256": self.document_id, "issuer": self.issuer,
            "fiscal_year": self.fiscal_year, "page": self.page, "line_start": self.line_start, "line_end": self.line_end,
            "section": self.section, "table": self.table, "quote": self.quote,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A number of an answer: printed (``formula`` None) or derived from cited terms by ``formula``.

    ``value`` keeps the digits as printed; ``measure`` is level, change, growth, share, count, target, ratio, sum or difference.
    """

    value: Decimal
    unit: str
    issuer: str
    fiscal_year: int
    stage: str
    item: str
    measure: str
    citations: tuple[int, ...]
    column: str | None = None
    formula: str | None = None

    @property
    def derived(self) -> bool:
        """Whether the number is computed and printed nowhere."""
        return self.formula is not None

    def to_json(self) -> dict[str, object]:
        """The figure as CONTRACTS promises it."""
        return {
            "value": format(self.value, "f"), "unit": self.unit, "issuer": self.issuer, "fiscal_year": self.fiscal_year,
            "stage": self.stage, "item": self.item, "column": self.column, "measure": self.measure, "derived": self.derived,
            "formula": self.formula, "citations": list(self.citations),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """Something the document contradicts itself in that bears on this answer."""

    kind: str
    message: str
    citations: tuple[int, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The finding as CONTRACTS promises it."""
        return {"kind": self.kind, "message": self.message, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``text`` is Markdown with [n] marks; the figure asked for comes first in ``figures``."""

    question: str
    status: Status
    text: str
    figures: tuple[AnswerFigure, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[AnswerFinding, ...] = ()
    suggestions: tuple[str, ...] = ()
    seconds: float = 0.0
    trace: tuple[str, ...] = ()
    """How the question was read, step by step; for people who debug, not part of the promised JSON."""

    def timed(self, seconds: float) -> Answer:
        """The same answer with the time it took."""
        return replace(self, seconds=seconds)

    def to_json(self) -> dict[str, object]:
        """The answer as CONTRACTS promises it, ready for ``json.dumps``."""
        return {
            "question": self.question, "status": self.status.value, "text": self.text,
            "figures": [f.to_json() for f in self.figures], "citations": [c.to_json() for c in self.citations],
            "findings": [f.to_json() for f in self.findings], "suggestions": list(self.suggestions), "seconds": round(self.seconds, 6),
        }  # fmt: skip
