"""The road of one question: understand, gather, calculate, compose, verify."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant import compound, verify
from assistant.answer import Answer, Citation, Status
from assistant.clauses import parts
from assistant.conversation import Conversation
from assistant.examples import examples
from assistant.focus import focused
from assistant.question import Question
from assistant.quotes import true_quotes
from assistant.reply.dispatch import respond
from assistant.reply.scene import Scene
from assistant.views import View, Views
from assistant.within import Within
from corpus.document import Line
from corpus.errors import MingzhangError, StoreError
from index.ledger import DocumentRecord, Ledger

UNVERIFIED = "找到了相关内容，但无法逐一核对其中的数字，因此不给出答案；请换个问法，或查阅原文。"
NOTHING = "没有可以查阅的预算、决算公开文件；请先收录文件，或联系管理员开放权限。"
NOTHING_LEFT = "没有文件符合当前的筛选（{}）；请更改或取消筛选后再问。"
FAILED = "这个问题处理时出了错，没有给出答案；请换个问法。"

_DEFECTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake of ours raises on a question nobody has asked before; it must not break a conversation."""


Turn = tuple[Question, Answer]


class Assistant:
    """Answers questions about the disclosures of one store. May be used from several threads; see ``Conversation`` for sessions.

    Whatever takes ``within`` keeps to the documents that it leaves: nothing of any other is read, named or offered.
    """

    def __init__(self, store: Path, ledger: Ledger) -> None:
        self._store, self._views = store, Views(ledger)

    @classmethod
    def open(cls, store: str | Path) -> Assistant:
        """Open a store. Raises StoreEmpty, NotAStore, NewerStore or StoreError."""
        return cls(Path(store), Ledger.open(store))

    @property
    def ledger(self) -> Ledger:
        """The generation that is answered from."""
        return self._views.whole.ledger

    def ledger_within(self, within: Within | None = None) -> Ledger:
        """The generation as if only the documents that ``within`` leaves were in it."""
        return self._views.whole.ledger if within is None else self._views.whole.ledger.part(d.id for d in self.documents(within))

    def documents(self, within: Within | None = None) -> tuple[DocumentRecord, ...]:
        """What is on record, by department, newest first."""
        records = self._views.whole.documents
        return records if within is None else within.of(records)

    def examples(self, within: Within | None = None) -> tuple[str, ...]:
        """Questions that can be answered from what is on record."""
        return examples(self.documents(within))

    def refresh(self) -> None:
        """Go over to a newer generation of the store, where there is one. Raises StoreError as ``open``."""
        if not self._views.whole.ledger.is_current():
            self._views = Views(Ledger.open(self._store))

    def source(self, citation: Citation, context: int = 8, within: Within | None = None) -> list[Line]:
        """The cited lines with ``context`` lines before and after them (the whole page of a paged document).

        Raises UnknownDocument where the document is not on record.
        """
        ledger, first, last = self.ledger_within(within), citation.line_start, citation.line_end
        if citation.page is not None:
            return ledger.lines(citation.document_id, page=citation.page)
        if first is None or last is None:
            return []
        return ledger.lines(citation.document_id, first=max(1, first - context), last=last + context)

    def understand(self, question: str, conversation: Conversation | None = None, within: Within | None = None) -> Question:
        """How a question is read, with what the conversation adds to it; nothing is recorded."""
        views = self._views
        return _read(views, _view(views, within), question, conversation, within)

    def recall(self, question: str, answer: Answer, conversation: Conversation, within: Within | None = None) -> None:
        """Put an earlier turn back into a conversation of which only questions and answers were kept. Never raises."""
        try:
            for part in parts(question):
                conversation.record(self.understand(part, conversation, within), answer)
        except (MingzhangError, *_DEFECTS):
            return

    def overview(self, within: Within | None = None) -> Scene:
        """All documents that ``within`` leaves, as a question about none in particular finds them: for tools that look things up."""
        return _view(self._views, within).scene(Question(""))

    def ask(self, question: str, conversation: Conversation | None = None, *, within: Within | None = None) -> Answer:
        """Answer one question; a turn of ``conversation`` where one is given. Never raises on any string."""
        started = time.perf_counter()
        try:
            self.refresh()
            turns, answer = self._answer(question, conversation, within)
        except MingzhangError as error:
            answer = _unreadable(question, error)
            turns = [(Question(question), answer)]
        except _DEFECTS as error:
            answer = Answer(question, Status.CLARIFY, FAILED, trace=(f"{type(error).__name__}: {error}",))
            turns = [(Question(question), answer)]
        if conversation is not None:
            for turn in turns:
                conversation.record(*turn)
        return answer.timed(time.perf_counter() - started)

    def _answer(self, text: str, conversation: Conversation | None, within: Within | None) -> tuple[list[Turn], Answer]:
        """The turns that a question makes, one for each thing it asks where one reply does not tell them all, and the answer."""
        talk = Conversation() if conversation is None else conversation.fork()
        asked = parts(text)
        several = len(asked) > 1 or bool(compound.each(text, talk.before))
        whole = self._turn(text, conversation, within, alone=not several)
        if several:
            turns = self._parts(asked, talk, within)
            answer = compound.together(text, whole[1], [answer for _, answer in turns])
            if answer is not None:
                return turns, answer
            whole = self._turn(text, conversation, within) if _modelled() else whole
        return [whole], whole[1]

    def _parts(self, asked: Iterable[str], talk: Conversation, within: Within | None) -> list[Turn]:
        """A turn for each part; one that asks the same of several items makes a turn for each of them."""
        turns: list[Turn] = []
        for part in asked:
            spread = compound.each(part, talk.before)
            turns += [self._turn(one, talk, within, alone=False) for one in spread or [part]]
            talk.record(*turns[-1])
        return turns

    def _turn(self, text: str, conversation: Conversation | None, within: Within | None, *, alone: bool = True) -> Turn:
        """One question and its answer by the rules; a question that stands alone may also go to the language model."""
        views = self._views
        view = _view(views, within)
        filters = within.said(within.visible(views.whole.documents)) if within is not None and within.filters else ""
        if not view.documents:
            return Question(text), Answer(text, Status.NOT_DISCLOSED, NOTHING_LEFT.format(filters) if filters else NOTHING)
        scene = view.scene(_read(views, view, text, conversation, within), filters)
        answer = true_quotes(respond(scene), view.ledger)
        if alone and _modelled():
            from assistant.model import improve

            answer = improve(scene, answer)
        if scene.question.english:
            from assistant.english import in_english

            answer = in_english(answer, view.documents, scene.question)
        named = (word for mention in scene.question.mentions for word in (mention.name, *mention.codes))
        meant = (*scene.question.years, *(target.year for target in scene.found if target.prior))
        faults = verify.problems(answer, (text, *named, *map(str, meant), filters), view.granted)
        if faults:
            suggestions = examples(view.documents)[:3]
            answer = Answer(text, Status.CLARIFY, UNVERIFIED, suggestions=suggestions, trace=(*answer.trace, *faults))
        return scene.question, answer if answer.question == text else replace(answer, question=text)


def _modelled() -> bool:
    """Whether a language model is set."""
    return bool(os.environ.get("MINGZHANG_MODEL"))


def _view(views: Views, within: Within | None) -> View:
    return views.whole if within is None else views.part(within.of(views.whole.documents))


def _read(views: Views, view: View, text: str, conversation: Conversation | None, within: Within | None) -> Question:
    """The question as read within a view; what the conversation carries over from outside it is dropped.

    A department that the reader may see and has filtered out is told as missing, never taken for a neighbour that is left. A filter by
    department names that department anew, where the one carried over is not among those left.
    """
    question = focused(text, view.issuers, view.labels)
    if within is not None and within.filters and not question.unknown:
        visible = views.part(within.visible(views.whole.documents))
        named = focused(text, visible.issuers, view.labels).issuers
        if named and not set(named) & set(view.issuers.names):
            question = replace(question, issuers=(), unknown=named[0])
    completed = question if conversation is None else conversation.complete(question)
    with_rows = view.named(question, completed)
    if conversation is None:
        return with_rows
    question = completed if with_rows is question else conversation.complete(with_rows)
    kept = tuple(i for i in question.issuers if i in view.issuers.names)
    if kept == question.issuers:
        return question
    if kept:
        return replace(question, issuers=kept)
    filtered = tuple(i for i in view.issuers.names if within is not None and i in within.issuers)
    return replace(question, issuers=filtered, carried=tuple(c for c in question.carried if c != "issuer"))


def _unreadable(text: str, error: MingzhangError) -> Answer:
    """A store that went away while asking is one clear line."""
    kind = "索引" if isinstance(error, StoreError) else "文件"
    return Answer(text, Status.NOT_DISCLOSED, f"{kind}暂时无法读取：{error}")
