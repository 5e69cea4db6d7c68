"""What the page keeps of talks beyond the tab: written turn by turn, opened again, renamed, deleted and brought back."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html
from assistant.page.narrow import Narrowed
from assistant.page.past import past_html
from assistant.page.session import TURNS_SHOWN, Session, Turn
from assistant.page.texts import texts
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from assistant.talks import Talks


class Memory:
    """The kept talks of everybody; each call is about those of the session's user alone."""

    def __init__(self, talks: Talks | None) -> None:
        self._lock = Lock()
        self._talks = talks if talks is not None and talks.days else None

    @property
    def on(self) -> bool:
        """Whether talks are kept at all."""
        return self._talks is not None

    def keep(self, session: Session) -> None:
        """Write down the answered turns that are not kept yet. Raises StoreError."""
        while self._talks is not None and (turn := self._next(session)) is not None:
            if turn.answer is not None:
                filters, again = turn.narrowed.written() if turn.narrowed else "", turn.number in session.instead
                session.talk = self._talks.add(session.user.name, session.talk, turn.question, turn.answer, filters, again=again)

    def _next(self, session: Session) -> Turn | None:
        """The next turn to write, given out once: events of one tab may run side by side."""
        with self._lock:
            turn = next((t for t in session.turns if t.answer and t.number > session.kept), None)
            session.kept = turn.number if turn else session.kept
            return turn

    def past(self, session: Session, undo: tuple[str, str] | None = None) -> Html:
        """The drawer of the user's earlier talks; ``undo`` is what was deleted, in words, and what brings it back."""
        words = texts(session.language)
        if self._talks is None:
            return EMPTY
        try:
            return past_html(self._talks.listed(session.user.name), session.talk, self._talks.days, words, undo)
        except MingzhangError as error:
            return past_html((), session.talk, self._talks.days, words, (str(error), ""))

    def reopen(self, session: Session, talk: str) -> Session | None:
        """A session that goes on with one of the user's earlier talks; None where the user has no such talk. Raises StoreError."""
        kept = self._talks.turns(session.user.name, talk) if self._talks else ()
        if not kept:
            return None
        words = texts(session.language)
        opened = Session(session.language, session.user, talk, asked=len(kept), kept=len(kept))
        for number, turn in enumerate(kept, 1):
            trouble = None if turn.answer else words.say("past_unreadable")
            opened.turns.append(Turn(number, turn.question, turn.answer, trouble, Narrowed.read(turn.filters)))
        opened.turns = opened.turns[-TURNS_SHOWN:]
        return opened

    def alter(self, session: Session, action: str, talk: str, title: str, batch: str) -> tuple[str, str] | None:
        """Rename or delete a talk, delete all, or restore a ``batch``; anything else does nothing.

        Returns what ``past`` is to say of it: that something was deleted, with what brings it back, or what went wrong.
        """
        owner, words = session.user.name, texts(session.language)
        if self._talks is None:
            return None
        try:
            if action == "rename":
                self._talks.rename(owner, talk, title)
            elif action == "restore":
                self._talks.restore(owner, batch)
            elif action in ("delete", "delete_all"):
                gone = self._talks.delete(owner, talk if action == "delete" else None)
                return (words.say("past_deleted" if action == "delete" else "past_deleted_all"), gone) if gone else None
        except MingzhangError as error:
            return str(error), ""
        return None
