"""What is known of a generation of the store, as a whole and of any set of its documents, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import verify
from assistant.evidence import Evidence
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.paragraphs import Texts
from assistant.question import Question
from assistant.reply.scene import Scene
from assistant.specific import Rows, with_rows
from assistant.targets import find_targets
from corpus.document import Reading
from corpus.figure import Measure
from index.ledger import DocumentRecord, Ledger
from index.memory import Memory

FEW = 8
"""Documents whose own rows are looked through; of more, those of all on record are."""

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
    rows: Memory[tuple[str, ...], Rows]

    @classmethod
    def of(cls, ledger: Ledger, texts: Texts) -> View:
        """The view of all documents of a ledger."""
        documents = ledger.documents()
        named = (f"{d.issuer} {d.fiscal_year} {d.name}" for d in documents)
        years = [d.fiscal_year for d in documents]
        between = map(Decimal, range(min(years), max(years)) if years else ())
        granted = frozenset((*between, *(number for text in named for number in verify.numbers(text))))
        issuers = IssuerBook(d.issuer for d in documents)
        labels = LabelBook(ledger.labels(), [issuer.body for issuer in issuers.issuers])
        return cls(ledger, documents, issuers, labels, granted, texts, Memory(KEPT))

    def named(self, question: Question, completed: Question) -> Question:
        """The question with the rows that it names by a part of their name in the documents asked about.

        ``completed`` is the question with what the conversation adds: it tells which documents those are. The year before, where it is not on
        record and stands in the row's name, belongs to the name.
        """
        found = find_targets(completed, self.documents).found
        ids = tuple(dict.fromkeys(t.document.id for t in found))
        if not ids:
            return question
        organs = dict.fromkeys(issuer.body for issuer in self.issuers.issuers)
        few = ids if len(ids) <= FEW else ()
        rows = self.rows.get(few, lambda: self._rows(few))
        named = with_rows(question, rows, lambda items: self._stated(ids, items), organs)
        if named.mentions == question.mentions or not all(t.prior for t in found):
            return named
        own = [m.name for m in named.mentions if m.row]
        return replace(named, years=tuple(y for y in named.years if not any(str(y) in name for name in own)))

    def _rows(self, ids: Sequence[str]) -> Rows:
        """The rows of a few documents, or of all where none are given."""
        labels = self.ledger.part(ids).labels() if ids else self.labels.labels
        return Rows(label.item for label in labels)

    def _stated(self, ids: Sequence[str], items: Sequence[str]) -> set[str]:
        """Which of the items have an amount of money in the documents."""
        figures = self.ledger.figures(items=tuple(items), document_ids=ids, measures=(Measure.LEVEL.value,))
        return {f.item for f in figures if f.reading is not Reading.AMBIGUOUS}

    def scene(self, question: Question, filters: str = "") -> Scene:
        """The question before the evidence; a department that was only carried over gives way where it has no such year.

        It stays where the item is that of the turn before too: 2026年的培训费呢 asks of the same department.
        """
        targets = find_targets(question, self.documents)
        if not targets.found and "issuer" in question.carried and not {"item", "year", "subject"} & set(question.carried):
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
