"""The documents that a question set is asked about: their files, to check quotes, and whose and of what year they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.proof import Original
from corpus.errors import CaseError
from eval.case import Case
from eval.match import names
from index.ledger import Ledger
from index.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """An indexed document: file name, department, fiscal year."""

    name: str
    issuer: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Library:
    """What a store holds. ``originals`` maps SHA-256 to the file as it was indexed."""

    held: Sequence[Held] = ()
    originals: dict[str, Original] = field(default_factory=dict)

    @classmethod
    def open(cls, store: Path) -> Library:
        """What a store holds. Raises StoreError."""
        files = Store.open(store)
        with Ledger.open(store) as ledger:
            documents = ledger.documents()
        return cls(
            tuple(Held(d.name, d.issuer, d.fiscal_year) for d in documents),
            {d.id: Original(d.name, files.original(d.id).read_bytes()) for d in documents},
        )

    def named(self, document: str) -> tuple[Held, ...]:
        """The documents that a case's document name means."""
        return tuple(h for h in self.held if names(document, h.name))

    def require(self, cases: Iterable[Case]) -> None:
        """Raise CaseError where a case cites a document that the store lacks: it could only be graded wrongly."""
        for case in cases:
            for document in case.documents:
                if not self.named(document):
                    held = "、".join(h.name for h in self.held[:5]) or "空"
                    raise CaseError(
                        f"{case.id}：索引里没有题目引用的文件“{document}”（现有 {held}）；请先用 mingzhang build 收录"
                    )
