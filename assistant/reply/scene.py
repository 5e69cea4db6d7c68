"""Everything a reply works with: the question, the disclosures it is about, the evidence, and the draft being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answer import Answer, Status
from assistant.compose import Draft
from assistant.evidence import Evidence
from assistant.labels import LabelBook
from assistant.mention import Mention
from assistant.paragraphs import Texts
from assistant.question import Question
from assistant.reply.follow_ups import follow_ups
from assistant.targets import Target, Targets, on_record
from index.ledger import DocumentRecord

TABLE_LIMIT = 5
"""Disclosures that one answer lists; more are asked back, ranked or summed."""


@dataclass(slots=True)
class Scene:
    """One question on its way to an answer. ``documents`` are all it may be answered from (``records`` the same by id); ``filters`` says why where it was cut.

    ``basis`` tells which disclosures were set side by side, where others that match were left out.
    """

    question: Question
    targets: Targets
    evidence: Evidence
    labels: LabelBook
    documents: tuple[DocumentRecord, ...]
    filters: str = ""
    texts: Texts = field(default_factory=Texts)
    basis: str = ""
    draft: Draft = field(init=False)
    records: Mapping[str, DocumentRecord] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.records = {d.id: d for d in self.documents}
        self.renew()

    def renew(self) -> Draft:
        """A fresh draft; replies that give up leave nothing behind."""
        wanted = self.question.wanted
        self.draft = Draft(self.question.text, self.records, unit=wanted.unit, digits=wanted.digits)
        return self.draft

    @property
    def found(self) -> tuple[Target, ...]:
        """The disclosures asked about."""
        return self.targets.found

    @property
    def mention(self) -> Mention | None:
        """The first item asked about."""
        return self.question.mentions[0] if self.question.mentions else None

    def answered(self) -> Answer:
        """The draft as an answer, with what may be asked next."""
        if not self.draft.suggestions:
            self.draft.suggestions += follow_ups(self)
        return self.draft.answer(Status.ANSWERED)

    def on_record(self) -> str:
        """What is on record of the departments asked about (all, where none is named)."""
        return on_record(self.documents, self.question.issuers)
