"""The road of one question: understand, gather, calculate, compose, verify."""

from __future__ import annotations

import time
from dataclasses import replace
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


class Assistant:
    """Answers questions about the disclosures of one store. May be used from several threads; see ``Conversation`` for sessions."""

    def __init__(self, store: Path, ledger: Ledger) -> None:
        self._store = store
        self._use(ledger)

    @classmethod
    def open(cls, store: str | Path) -> Assistant:
        """Open a store. Raises StoreEmpty, NotAStore, NewerStore or StoreError."""
        return cls(Path(store), Ledger.open(store))

    def _use(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._documents = ledger.documents()
        self._issuers = IssuerBook(d.issuer for d in self._documents)
        self._labels = LabelBook(ledger.labels())
        named = (f"{d.issuer} {d.fiscal_year} {d.name}" for d in self._documents)
        self._granted = frozenset(number for text in named for number in verify.numbers(text))

    @property
    def ledger(self) -> Ledger:
        """The generation that is answered from."""
        return self._ledger

    def documents(self) -> tuple[DocumentRecord, ...]:
        """What is on record, by department, newest first."""
        return self._documents

    def examples(self) -> tuple[str, ...]:
        """Questions that can be answered from what is on record."""
        return examples(self._documents)

    def refresh(self) -> None:
        """Go over to a newer generation of the store, where there is one."""
        if not self._ledger.is_current():
            self._use(Ledger.open(self._store))

    def source(self, citation: Citation, context: int = 8) -> list[Line]:
        """The cited lines with ``context`` lines before and after them (the whole page of a paged document)."""
        document_id = str(citation.document_id)
        page, first, last = (getattr(citation, name) for name in ("page", "line_start", "line_end"))
        if page is not None:
            return self._ledger.lines(document_id, page=page)
        if first is None or last is None:
            return []
        return self._ledger.lines(document_id, first=max(1, first - context), last=last + context)

    def ask(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Answer one question; a turn of ``conversation`` where one is given. Never raises on any string."""
        started = time.perf_counter()
        try:
            self.refresh()
            understood, answer = self._answer(str(question), conversation)
        except MingzhangError as error:
            understood, answer = Question(str(question)), _unreadable(str(question), error)
        if conversation is not None:
            conversation.record(understood, answer)
        return answer.timed(time.perf_counter() - started)

    def _answer(self, text: str, conversation: Conversation | None) -> tuple[Question, Answer]:
        question = understand(text, self._issuers, self._labels)
        if conversation is not None:
            question = conversation.complete(question)
        targets = find_targets(question, self._documents)
        if (
            not targets.found
            and "issuer" in question.carried
            and "item" not in question.carried
            and "year" not in question.carried
        ):
            question = replace(question, issuers=(), carried=tuple(c for c in question.carried if c != "issuer"))
            targets = find_targets(question, self._documents)
        scene = Scene(question, targets, Evidence(self._ledger), self._labels, self._documents)
        answer = true_quotes(respond(scene), self._ledger)
        if question.english:
            from assistant.english import in_english

            answer = in_english(answer, self._documents)
        codes = (code for mention in scene.question.mentions for code in mention.codes)
        faults = verify.problems(answer, (question.text, *codes), self._granted)
        if faults:
            answer = Answer(text, Status.CLARIFY, UNVERIFIED, suggestions=self.examples()[:3], trace=(*answer.trace, *faults))
        return scene.question, replace(answer, question=text)


def _unreadable(text: str, error: MingzhangError) -> Answer:
    """A store that went away while asking is one clear line."""
    kind = "索引" if isinstance(error, StoreError) else "文件"
    return Answer(text, Status.NOT_DISCLOSED, f"{kind}暂时无法读取：{error}")
