"""What is known of a generation of the store, as a whole and of any set of its documents, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import verify
from assistant.evidence import Evidence
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.paragraphs import Texts
from assistant.question import Question
from assistant.reply.scene import Scene
from assistant.targets import find_targets
from index.ledger import DocumentRecord, Ledger
from index.memory import Memory

KEPT = 32
"""Views of parts that are kept; the one not used for longest gives way."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything known of some documents of one generation: nothing of it comes from any other document."""

    ledger: Ledger
    documents: tuple[DocumentRecord, ...]
    issuers: IssuerBook
    labels: LabelBook
    granted: frozenset[Decimal]
    """Numbers that any answer may name: years on record and between, and digits in names of departments and files."""
    texts: Texts

    @classmethod
    def of(cls, ledger: Ledger, texts: Texts) -> View:
        """The view of all documents of a ledger."""
        documents = ledger.documents()
        named = (f"{d.issuer} {d.fiscal_year} {d.name}" for d in documents)
        years = [d.fiscal_year for d in documents]
        between = map(Decimal, range(min(years), max(years)) if years else ())
        granted = frozenset((*between, *(number for text in named for number in verify.numbers(text))))
        return cls(ledger, documents, IssuerBook(d.issuer for d in documents), LabelBook(ledger.labels()), granted, texts)

    def scene(self, question: Question, filters: str = "") -> Scene:
        """The question before the evidence; a department that was only carried over gives way where it has no such year."""
        targets = find_targets(question, self.documents)
        if not targets.found and "issuer" in question.carried and not {"item", "year"} & set(question.carried):
            question = replace(question, issuers=(), carried=tuple(c for c in question.carried if c != "issuer"))
            targets = find_targets(question, self.documents)
        if filters and targets.absent:
            targets = replace(targets, absent=targets.absent.replace("未收录", "筛选范围内没有"))
        evidence = Evidence(self.ledger, [t.document.id for t in targets.found])
        return Scene(question, targets, evidence, self.labels, self.documents, filters, self.texts)


class Views:
    """The views of one generation. May be used from several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self.whole = View.of(ledger, Texts())
        self._parts: Memory[frozenset[str], View] = Memory(KEPT)

    def part(self, documents: Iterable[DocumentRecord]) -> View:
        """The view of some documents: the whole one where that is all of them."""
        ids = frozenset(d.id for d in documents)
        if len(ids) == len(self.whole.documents):
            return self.whole
        return self._parts.get(ids, lambda: View.of(self.whole.ledger.part(ids), self.whole.texts))
