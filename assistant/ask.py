"""The road of one question: understand, gather, calculate, compose, verify."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from assistant import verify
from assistant.answer import Answer, Citation, Status
from assistant.conversation import Conversation
from assistant.evidence import Evidence
from assistant.examples import examples
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.question import Question, understand
from assistant.quotes import true_quotes
from assistant.reply.dispatch import respond
from assistant.reply.scene import Scene
from assistant.targets import find_targets
from corpus.document import Line
from corpus.errors import MingzhangError, StoreError
from index.ledger import DocumentRecord, Ledger

UNVERIFIED = "找到了相关内容，但无法逐一核对其中的数字，因此不给出答案；请换个问法，或查阅原文。"
FAILED = "这个问题处理时出了错，没有给出答案；请换个问法。"

_DEFECTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake of ours raises on a question nobody has asked before; it must not break a conversation."""


@dataclass(frozen=True, slots=True)
class _View:
    """Everything known of one generation of the store; a newer one takes its place as a whole."""

    ledger: Ledger
    documents: tuple[DocumentRecord, ...]
    issuers: IssuerBook
    labels: LabelBook
    granted: frozenset[Decimal]
    """Numbers that any answer may name: years, and digits in names of departments and files."""

    @classmethod
    def of(cls, ledger: Ledger) -> _View:
        documents = ledger.documents()
        named = (f"{d.issuer} {d.fiscal_year} {d.name}" for d in documents)
        granted = frozenset(number for text in named for number in verify.numbers(text))
        return cls(ledger, documents, IssuerBook(d.issuer for d in documents), LabelBook(ledger.labels()), granted)

    def scene(self, question: Question) -> Scene:
        """The question before the evidence; a department that was only carried over gives way where it has no such year."""
        targets = find_targets(question, self.documents)
        if not targets.found and "issuer" in question.carried and not {"item", "year"} & set(question.carried):
            question = replace(question, issuers=(), carried=tuple(c for c in question.carried if c != "issuer"))
            targets = find_targets(question, self.documents)
        return Scene(question, targets, Evidence(self.ledger), self.labels, self.documents)


class Assistant:
    """Answers questions about the disclosures of one store. May be used from several threads; see ``Conversation`` for sessions."""

    def __init__(self, store: Path, ledger: Ledger) -> None:
        self._store, self._view = store, _View.of(ledger)

    @classmethod
    def open(cls, store: str | Path) -> Assistant:
        """Open a store. Raises StoreEmpty, NotAStore, NewerStore or StoreError."""
        return cls(Path(store), Ledger.open(store))

    @property
    def ledger(self) -> Ledger:
        """The generation that is answered from."""
        return self._view.ledger

    def documents(self) -> tuple[DocumentRecord, ...]:
        """What is on record, by department, newest first."""
        return self._view.documents

    def examples(self) -> tuple[str, ...]:
        """Questions that can be answered from what is on record."""
        return examples(self._view.documents)

    def refresh(self) -> None:
        """Go over to a newer generation of the store, where there is one. Raises StoreError as ``open``."""
        if not self._view.ledger.is_current():
            self._view = _View.of(Ledger.open(self._store))

    def source(self, citation: Citation, context: int = 8) -> list[Line]:
        """The cited lines with ``context`` lines before and after them (the whole page of a paged document)."""
        ledger, first, last = self._view.ledger, citation.line_start, citation.line_end
        if citation.page is not None:
            return ledger.lines(citation.document_id, page=citation.page)
        if first is None or last is None:
            return []
        return ledger.lines(citation.document_id, first=max(1, first - context), last=last + context)

    def understand(self, question: str, conversation: Conversation | None = None) -> Question:
        """How a question is read, with what the conversation adds to it; nothing is recorded."""
        view = self._view
        understood = understand(question, view.issuers, view.labels)
        return conversation.complete(understood) if conversation is not None else understood

    def ask(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Answer one question; a turn of ``conversation`` where one is given. Never raises on any string."""
        started = time.perf_counter()
        try:
            self.refresh()
            understood, answer = self._answer(question, conversation)
        except MingzhangError as error:
            understood, answer = Question(question), _unreadable(question, error)
        except _DEFECTS as error:
            trace = (f"{type(error).__name__}: {error}",)
            understood, answer = Question(question), Answer(question, Status.CLARIFY, FAILED, trace=trace)
        if conversation is not None:
            conversation.record(understood, answer)
        return answer.timed(time.perf_counter() - started)

    def _answer(self, text: str, conversation: Conversation | None) -> tuple[Question, Answer]:
        view = self._view
        scene = view.scene(self.understand(text, conversation))
        answer = true_quotes(respond(scene), view.ledger)
        if os.environ.get("MINGZHANG_MODEL"):
            from assistant.model import improve

            answer = improve(scene, answer)
        if scene.question.english:
            from assistant.english import in_english

            answer = in_english(answer, view.documents)
        codes = (code for mention in scene.question.mentions for code in mention.codes)
        faults = verify.problems(answer, (text, *codes), view.granted)
        if faults:
            answer = Answer(text, Status.CLARIFY, UNVERIFIED, suggestions=self.examples()[:3], trace=(*answer.trace, *faults))
        return scene.question, replace(answer, question=text)


def _unreadable(text: str, error: MingzhangError) -> Answer:
    """A store that went away while asking is one clear line."""
    kind = "索引" if isinstance(error, StoreError) else "文件"
    return Answer(text, Status.NOT_DISCLOSED, f"{kind}暂时无法读取：{error}")
