"""Behind the page: opens the assistant, asks it, and turns what comes back into HTML. Knows nothing of Gradio."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from assistant.page import feedback, narrow, shell, sources, whole
from assistant.page.markup import EMPTY, join
from assistant.page.memory import Memory
from assistant.page.paper import page_size
from assistant.page.printed import printed
from assistant.page.session import Session
from assistant.page.sheet import original_html, sheet_html
from assistant.page.texts import texts
from assistant.within import Within
from corpus.amount import NUMBER, parse_number
from corpus.errors import MingzhangError, StoreEmpty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from decimal import Decimal

    from assistant.answer import Answer, Citation
    from assistant.gate.user import User
    from assistant.page.markup import Html
    from assistant.page.shell import Listed
    from assistant.page.texts import Texts
    from assistant.talks import Talks
    from corpus.document import Line
    from index.ledger import Ledger

Name = tuple[str, str | None]
"""Item and column of a figure."""
NEIGHBOURS = 40
"""Lines shown before and after the cited ones: enough to see the head of most tables."""


RECALLED = 12
"""Turns of a kept talk that the assistant is reminded of when it goes on; it remembers no more of a talk either."""


class Answerer(Protocol):
    """What the page needs of an assistant; assistant.Assistant is one. All calls may come from several threads.

    Nothing outside ``within`` is read, named or offered.
    """

    def ask(self, question: str, conversation: Any = None, *, within: Within | None = None) -> Answer:
        """One answer; ``conversation`` remembers what was said before and is changed by asking."""

    def recall(self, question: str, answer: Answer, conversation: Any, within: Within | None = None) -> None:
        """Put an earlier turn back into a conversation."""

    def documents(self, within: Within | None = None) -> Sequence[Listed]:
        """What is loaded."""

    def examples(self, within: Within | None = None) -> Sequence[str]:
        """Questions that the loaded documents can answer."""

    def source(self, citation: Citation, context: int = ..., within: Within | None = None) -> Sequence[Line]:
        """The cited lines with ``context`` lines before and after, in reading order; the whole page of a paged document."""

    @property
    def ledger(self) -> Ledger:
        """What is answered from."""

    def ledger_within(self, within: Within | None = None) -> Ledger:
        """The same, as if only the documents that ``within`` leaves were in it."""

    def refresh(self) -> None:
        """Go over to a newer index, where there is one."""


def everything(user: User, documents: Sequence[Listed]) -> Collection[str] | None:
    """Ids of the documents that somebody may see, None for all of them; here nothing is kept from anybody."""
    return None


class Desk:
    """One assistant for all sessions, opened when first needed and again after a failure.

    ``talks`` keeps what was asked, where it is given. ``visible`` says which documents a user may see.
    """

    def __init__(
        self,
        open_assistant: Callable[[], Answerer],
        new_conversation: Callable[[], object],
        talks: Talks | None = None,
        visible: Callable[[User, Sequence[Any]], Collection[str] | None] = everything,
    ) -> None:
        self._open, self._new_conversation = open_assistant, new_conversation
        self.memory = Memory(talks)
        self._visible = visible
        self._assistant: Answerer | None = None
        self._lock = Lock()
        self.watch: Callable[[Answer], None] = lambda answer: None

    def assistant(self) -> Answerer:
        """The assistant. Raises MingzhangError as long as it cannot be opened; the next call tries again."""
        with self._lock:
            if self._assistant is None:
                self._assistant = self._open()
            return self._assistant

    def ledger(self, user: User | None = None) -> Ledger:
        """The newest generation of the store, as far as a user may see it. Raises MingzhangError where it cannot be opened."""
        assistant = self.assistant()
        assistant.refresh()
        within = self._seen(user) if user is not None else None
        return assistant.ledger_within(within) if within is not None else assistant.ledger

    def _seen(self, user: User) -> Within | None:
        """What a user may see, without any filter; None where that is everything."""
        ids = self._visible(user, self.assistant().documents())
        return None if ids is None else Within(documents=ids)

    def within(self, session: Session) -> Within | None:
        """What the session's questions are answered from: what its user may see, and of that what its filters leave."""
        seen = self._seen(session.user)
        if not session.within.filters:
            return seen
        return replace(session.within, documents=None if seen is None else seen.documents)

    def bar(self, session: Session) -> Html:
        """The title bar."""
        return shell.bar_html(self._documents(session), texts(session.language), past=self.memory.on)

    def _documents(self, session: Session) -> Sequence[Listed]:
        """What is loaded, filters aside; nothing where there is no usable index, which the talk explains."""
        try:
            self.assistant().refresh()
            return self.assistant().documents(self._seen(session.user))
        except MingzhangError:
            return ()

    def narrow(self, session: Session) -> Html:
        """The row of filters."""
        return narrow.narrow_html(session.within, self._documents(session), texts(session.language))

    def begin(self, session: Session, question: str) -> None:
        """A new turn with the filters that are on."""
        session.begin(question, narrow.narrowed(session.within, self._documents(session)) if session.within.filters else None)

    def log(self, session: Session) -> Html:
        """The talk; the welcome before the first question; what to do when there is no usable index."""
        words = texts(session.language)
        try:
            examples = () if session.turns else self.assistant().examples(self.within(session))
        except StoreEmpty as error:
            return shell.no_index_html(str(error.store), words)
        except MingzhangError as error:
            return shell.trouble_html(str(error), words)
        kept = session.talk if self.memory.on else ""
        return shell.log_html(session.turns, examples, words, session.rated, kept)

    def answer(self, session: Session) -> None:
        """Ask the question that the session began last, and close that turn."""
        turn = session.turns[-1]
        try:
            within = self.within(session)
            if session.conversation is None:
                session.conversation = self._recalled(session, within)
            answer = self.assistant().ask(turn.question, session.conversation, within=within)
            self.watch(answer)
            session.finish(answer, turn=turn.number)
        except MingzhangError as error:
            session.finish(None, str(error), turn.number)

    def _recalled(self, session: Session, within: Within | None) -> object:
        """The assistant's memory of the turns shown, made anew: of a talk that was kept, or without the turn asked again."""
        conversation = self._new_conversation()
        for turn in session.turns[-RECALLED - 1 :]:
            if turn.answer:
                self.assistant().recall(turn.question, turn.answer, conversation, within)
        return conversation

    def stop(self, session: Session) -> None:
        """Close the open turn without its answer; what is still being worked out for it is dropped."""
        if session.turns and session.turns[-1].open:
            session.finish(None, texts(session.language).say("stopped"))

    def rate(self, session: Session, turn: int, rating: str, reason: str) -> None:
        """Write down what was thought of a turn. Raises MingzhangError or OSError where it cannot be kept."""
        judgement = feedback.record(session, turn, rating, reason)
        if judgement is not None:
            feedback.write(self.ledger().store.root, judgement)
            session.rated[turn] = rating

    def fail(self, session: Session) -> None:
        """Close the turn that is still open after an unexpected failure, which the server has logged."""
        if session.turns and session.turns[-1].open:
            session.finish(None, texts(session.language).say("failed"))

    def first_source(self, session: Session) -> Html:
        """The panel for the first citation of the last answer; what it is for and what is loaded where there is none."""
        last = session.turns[-1] if session.turns else None
        if last and last.answer and last.answer.citations:
            return self.source(session, last.number, last.answer.citations[0].id)
        words = texts(session.language)
        return sources.note_html(words.say("source_empty"), words, shell.shelf_html(self._documents(session), words))

    def source(self, session: Session, turn: int, number: int) -> Html:
        """The panel for the mark [number] of a turn."""
        words = texts(session.language)
        citation = session.citation(turn, number)
        if citation is None:
            return sources.note_html(words.say("source_gone"), words)
        try:
            lines = self.lines(citation, session.user)
        except MingzhangError as error:
            return sources.note_html(words.say("source_unreadable", reason=error), words)
        return self.place(citation, lines, _values(session, turn, number), words, _named(session, turn, number))

    def lines(self, citation: Citation, user: User | None = None) -> Sequence[Line]:
        """The cited lines among their neighbours, as far as ``user`` may see them. Raises MingzhangError."""
        within = self._seen(user) if user is not None else None
        return self.assistant().source(citation, NEIGHBOURS, within)

    def place(
        self, citation: Citation, lines: Sequence[Line], values: Collection[Decimal], words: Texts, named: Collection[Name] = ()
    ) -> Html:
        """The panel for a citation whose lines are known: the printed page where there is one, the lines otherwise.

        ``values`` and ``named`` say which numbers are boxed (``printed.printed``).
        """
        sheet = button = EMPTY
        try:
            ledger = self.ledger()
            spot = whole.find(ledger, citation, values, named)
            button = whole.whole_button(spot.address(citation.document_id), words) if spot else EMPTY
            if citation.page is not None:
                size = page_size(ledger.store.original(citation.document_id), citation.page)
                found = printed(ledger, citation, values, named)
                sheet = sheet_html(citation.document_id, citation.page, size, found, words) if size else EMPTY
        except MingzhangError:
            sheet = EMPTY  # the words of the page are in the index and can still be read
        link = join([original_html(citation.document_id, words), button])
        return sources.source_html(citation, lines, values, words, sheet, link)


def _named(session: Session, turn: int, number: int) -> set[Name]:
    """Item and column of the figures that a turn's answer takes from the place [number]."""
    answers = [t.answer for t in session.turns if t.number == turn and t.answer]
    return {(f.item, f.column) for a in answers for f in a.figures if number in f.citations}


def _values(session: Session, turn: int, number: int) -> set[Decimal]:
    """The numbers that a turn's answer takes from the place [number]: its figures, and the terms of those it derives."""
    answers = [t.answer for t in session.turns if t.number == turn and t.answer]
    figures = [f for a in answers for f in a.figures if number in f.citations]
    terms = (parse_number(term) for f in figures for term in NUMBER.findall(f.formula or ""))
    return {f.value for f in figures} | {term for term in terms if term is not None}
