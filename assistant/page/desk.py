"""Behind the page: opens the assistant, asks it, and turns what comes back into HTML. Knows nothing of Gradio."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from assistant.page import feedback, shell, sources
from assistant.page.markup import EMPTY
from assistant.page.paper import page_size
from assistant.page.printed import printed
from assistant.page.session import Session
from assistant.page.sheet import original_html, sheet_html
from assistant.page.texts import texts
from corpus.amount import NUMBER, parse_number
from corpus.errors import MingzhangError, StoreEmpty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from decimal import Decimal

    from assistant.answer import Answer, Citation
    from assistant.page.markup import Html
    from assistant.page.shell import Listed
    from assistant.page.texts import Texts
    from corpus.document import Line
    from index.ledger import Ledger

Name = tuple[str, str | None]
"""Item and column of a figure."""
NEIGHBOURS = 40
"""Lines shown before and after the cited ones: enough to see the head of most tables."""


class Answerer(Protocol):
    """What the page needs of an assistant; assistant.Assistant is one. All calls may come from several threads."""

    def ask(self, question: str, conversation: Any = None) -> Answer:
        """One answer; ``conversation`` remembers what was said before and is changed by asking."""

    def documents(self) -> Sequence[Listed]:
        """What is loaded."""

    def examples(self) -> Sequence[str]:
        """Questions that the loaded documents can answer."""

    def source(self, citation: Citation, context: int = ...) -> Sequence[Line]:
        """The cited lines with ``context`` lines before and after, in reading order; the whole page of a paged document."""

    @property
    def ledger(self) -> Ledger:
        """What is answered from."""

    def refresh(self) -> None:
        """Go over to a newer index, where there is one."""


class Desk:
    """One assistant for all sessions, opened when first needed and again after a failure."""

    def __init__(self, open_assistant: Callable[[], Answerer], new_conversation: Callable[[], object]) -> None:
        self._open, self._new_conversation = open_assistant, new_conversation
        self._assistant: Answerer | None = None
        self._lock = Lock()

    def assistant(self) -> Answerer:
        """The assistant. Raises MingzhangError as long as it cannot be opened; the next call tries again."""
        with self._lock:
            if self._assistant is None:
                self._assistant = self._open()
            return self._assistant

    def ledger(self) -> Ledger:
        """The newest generation of the store. Raises MingzhangError where it cannot be opened."""
        assistant = self.assistant()
        assistant.refresh()
        return assistant.ledger

    def bar(self, session: Session) -> Html:
        """The title bar."""
        return shell.bar_html(self._documents(), texts(session.language))

    def _documents(self) -> Sequence[Listed]:
        """What is loaded; nothing where there is no usable index, which the talk explains."""
        try:
            self.assistant().refresh()
            return self.assistant().documents()
        except MingzhangError:
            return ()

    def log(self, session: Session) -> Html:
        """The talk; the welcome before the first question; what to do when there is no usable index."""
        words = texts(session.language)
        try:
            examples = () if session.turns else self.assistant().examples()
        except StoreEmpty as error:
            return shell.no_index_html(str(error.store), words)
        except MingzhangError as error:
            return shell.trouble_html(str(error), words)
        return shell.log_html(session.turns, examples, words, session.rated)

    def answer(self, session: Session) -> None:
        """Ask the question that the session began last, and close that turn."""
        if session.conversation is None:
            session.conversation = self._new_conversation()
        turn = session.turns[-1]
        try:
            session.finish(self.assistant().ask(turn.question, session.conversation), turn=turn.number)
        except MingzhangError as error:
            session.finish(None, str(error), turn.number)

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
        return sources.note_html(words.say("source_empty"), words, shell.shelf_html(self._documents(), words))

    def source(self, session: Session, turn: int, number: int) -> Html:
        """The panel for the mark [number] of a turn."""
        words = texts(session.language)
        citation = session.citation(turn, number)
        if citation is None:
            return sources.note_html(words.say("source_gone"), words)
        try:
            lines = self.lines(citation)
        except MingzhangError as error:
            return sources.note_html(words.say("source_unreadable", reason=error), words)
        return self.place(citation, lines, _values(session, turn, number), words, _named(session, turn, number))

    def lines(self, citation: Citation) -> Sequence[Line]:
        """The cited lines among their neighbours. Raises MingzhangError."""
        return self.assistant().source(citation, NEIGHBOURS)

    def place(
        self, citation: Citation, lines: Sequence[Line], values: Collection[Decimal], words: Texts, named: Collection[Name] = ()
    ) -> Html:
        """The panel for a citation whose lines are known: the printed page where there is one, the lines otherwise.

        ``values`` and ``named`` say which numbers are boxed (``printed.printed``).
        """
        if citation.page is None:
            link = original_html(citation.document_id, words)
            return sources.source_html(citation, lines, values, words, link=link)
        sheet = EMPTY
        try:
            ledger = self.ledger()
            size = page_size(ledger.store.original(citation.document_id), citation.page)
            if size:
                sheet = sheet_html(citation.document_id, citation.page, size, printed(ledger, citation, values, named), words)
        except MingzhangError:
            sheet = EMPTY  # the words of the page are in the index and can still be read
        return sources.source_html(citation, lines, values, words, sheet, original_html(citation.document_id, words))


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
