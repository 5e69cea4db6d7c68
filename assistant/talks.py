"""Talks that outlast the browser's tab: kept in the store's folder, for each person apart, for a time that is set.

    talks.sqlite    beside the generations; not part of any of them, so that a build leaves the talks as they are

Every call names the owner, and nothing of another owner is found, changed or counted: an id that belongs to somebody else is as
unknown as one that never was. The page and the API keep their talks here alike.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError

from assistant.answer import Answer
from assistant.cues import Cue
from corpus.errors import SettingsError, StoreError
from index import codec, database

FILE = "talks.sqlite"
DAYS = 30
"""Days that a talk is kept after its last question, unless MINGZHANG_TALK_DAYS says otherwise."""
MOST = 300
"""Talks kept for one person; the one not continued for longest goes first."""
TURNS = 200
"""Turns kept of one talk, the newest."""
UNDO = 600
"""Seconds for which a deleted talk can be brought back."""
TITLE = 60
"""Characters of a title."""
_ID = Cue("[0-9a-f]{32}")

_metadata = MetaData()
_talks = Table(
    "talks", _metadata, Column("id", String, primary_key=True), Column("owner", String, nullable=False), Column("title", String, nullable=False),
    Column("created", Float, nullable=False), Column("updated", Float, nullable=False), Column("deleted", Float), Column("batch", String),
    Index("talks_owner", "owner", "updated"),
)  # fmt: skip
_turns = Table(
    "turns", _metadata, Column("key", Integer, primary_key=True), Column("talk", String, nullable=False), Column("question", String, nullable=False),
    Column("answer", String, nullable=False), Column("filters", String, nullable=False), Index("turns_talk", "talk", "key"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """A talk in the list: its title is its first question unless it was renamed; ``updated`` is in seconds since 1970."""

    id: str
    title: str
    updated: float


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its answer. ``answer`` is None where an earlier version of the program wrote it in a way not known any more.

    ``filters`` is what the page wants to remember of the question, as text.
    """

    question: str
    answer: Answer | None
    filters: str = ""


def lifetime(environment: Mapping[str, str] = os.environ) -> int:
    """Days that talks are kept, from MINGZHANG_TALK_DAYS; 0 keeps none. Raises SettingsError for what is no number of days."""
    written = environment.get("MINGZHANG_TALK_DAYS", "").strip()
    if not written:
        return DAYS
    if not (written.isascii() and written.isdigit() and len(written) < 6):
        raise SettingsError(f"MINGZHANG_TALK_DAYS={written}：要写天数，0 表示不保留；请改正后再试")
    return int(written)


class Talks:
    """The talks of one store's folder, which must exist when the first turn is written. May be used from several threads and processes."""

    def __init__(self, root: Path, days: int = DAYS) -> None:
        self._file, self._days = root / FILE, days
        self._engine: Engine | None = None
        self._lock = Lock()
        self._tidied = 0.0

    @property
    def days(self) -> int:
        """How long talks are kept; 0 where none are."""
        return self._days

    def listed(self, owner: str) -> tuple[TalkRecord, ...]:
        """The owner's talks, the one continued last first. Raises StoreError, as all calls here."""
        query = self._alive(owner, select(_talks.c.id, _talks.c.title, _talks.c.updated))
        query = query.where(exists().where(_turns.c.talk == _talks.c.id)).order_by(_talks.c.updated.desc())
        with self._reading() as connection:
            return tuple(TalkRecord(*row) for row in connection.execute(query)) if connection else ()

    def find(self, owner: str, talk: str) -> TalkRecord | None:
        """One of the owner's talks, also one that has only begun; None where the owner has no such talk."""
        query = self._alive(owner, select(_talks.c.id, _talks.c.title, _talks.c.updated)).where(_talks.c.id == talk)
        with self._reading() as connection:
            row = connection.execute(query).first() if connection else None
        return TalkRecord(*row) if row else None

    def begin(self, owner: str) -> TalkRecord:
        """A talk without a turn, for a caller that wants its id before the first question; it is listed once it has one."""
        self._tidy(owner)
        talk = TalkRecord(new_id(), "", time.time())
        with self._writing() as connection:
            row = {"id": talk.id, "owner": owner, "title": "", "created": talk.updated, "updated": talk.updated}
            connection.execute(insert(_talks).values(row))
        return talk

    def turns(self, owner: str, talk: str) -> tuple[KeptTurn, ...]:
        """What was asked and answered in a talk, in order; nothing where the owner has no such talk."""
        wanted = _talks.c.id == _turns.c.talk
        query = self._alive(
            owner, select(_turns.c.question, _turns.c.answer, _turns.c.filters).select_from(_turns.join(_talks, wanted))
        )
        with self._reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(query.where(_talks.c.id == talk).order_by(_turns.c.key))
            return tuple(KeptTurn(row.question, _answer(row.answer), row.filters) for row in rows)

    def add(self, owner: str, talk: str, question: str, answer: Answer, filters: str = "", *, again: bool = False) -> str:
        """Keep a turn at the end of a talk; returns the talk's id.

        A talk begins with its first turn, under the id that the caller made with ``new_id``. Where that id is no talk of this owner
        (any more), the turn begins a talk of another id. ``again`` puts it in the place of the last one, which was asked again.
        Nothing is kept where ``days`` is 0.
        """
        if not self._days:
            return talk
        self._tidy(owner)
        with self._writing() as connection:
            talk = self._begun(connection, owner, talk, question)
            if again:
                last = select(func.max(_turns.c.key)).where(_turns.c.talk == talk).scalar_subquery()
                connection.execute(delete(_turns).where(_turns.c.key == last))
            row = {"talk": talk, "question": _text(question), "answer": _text(codec.dump(answer)), "filters": filters}
            connection.execute(insert(_turns).values(row))
            _drop_old_turns(connection, talk)
        return talk

    def _begun(self, connection: Connection, owner: str, talk: str, question: str) -> str:
        """The talk to write to: that of this id where the owner has it, else a new one."""
        now = time.time()
        mine = (_talks.c.owner == owner) & _talks.c.deleted.is_(None) & (_talks.c.id == talk)
        named = case((_talks.c.title == "", titled(question)), else_=_talks.c.title)
        if connection.execute(update(_talks).where(mine).values(updated=now, title=named)).rowcount:
            return talk
        if not _ID.fullmatch(talk) or connection.execute(select(_talks.c.id).where(_talks.c.id == talk)).first():
            talk = new_id()
        connection.execute(insert(_talks).values(id=talk, owner=owner, title=titled(question), created=now, updated=now))
        return talk

    def rename(self, owner: str, talk: str, title: str) -> bool:
        """Give a talk another title; False where the owner has no such talk or the title is empty."""
        named = titled(title)
        if not named:
            return False
        with self._writing() as connection:
            mine = (_talks.c.owner == owner) & (_talks.c.id == talk) & _talks.c.deleted.is_(None)
            return bool(connection.execute(update(_talks).where(mine).values(title=named)).rowcount)

    def delete(self, owner: str, talk: str | None = None) -> str | None:
        """Delete a talk, or all of the owner's; returns what ``restore`` brings them back by, None where there was nothing to delete."""
        batch = uuid.uuid4().hex
        mine = (_talks.c.owner == owner) & _talks.c.deleted.is_(None)
        with self._writing() as connection:
            chosen = mine if talk is None else mine & (_talks.c.id == talk)
            gone = connection.execute(update(_talks).where(chosen).values(deleted=time.time(), batch=batch)).rowcount
        return batch if gone else None

    def restore(self, owner: str, batch: str) -> int:
        """Bring back what one ``delete`` took away, for ``UNDO`` seconds; returns how many talks came back."""
        recent = (_talks.c.owner == owner) & (_talks.c.batch == batch) & (_talks.c.deleted > time.time() - UNDO)
        with self._writing() as connection:
            return connection.execute(update(_talks).where(recent).values(deleted=None, batch=None)).rowcount

    def tidy(self) -> int:
        """Remove for good what is past its time or was deleted and not brought back; returns how many talks went."""
        now = time.time()
        old = (_talks.c.updated < now - self._days * 86400) | (_talks.c.deleted < now - UNDO)
        with self._writing() as connection:
            return _remove(connection, select(_talks.c.id).where(old))

    def close(self) -> None:
        """Release the file; it is opened again when next needed."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def _alive(self, owner: str, query: Select[Any]) -> Select[Any]:
        since = time.time() - self._days * 86400
        return query.where(_talks.c.owner == owner, _talks.c.deleted.is_(None), _talks.c.updated >= since)

    def _tidy(self, owner: str) -> None:
        """Once an hour what is past its time goes; and what one person has too much of, always."""
        if time.time() - self._tidied > 3600:
            self._tidied = time.time()
            self.tidy()
        with self._writing() as connection:
            mine = (
                select(_talks.c.id).where(_talks.c.owner == owner, _talks.c.deleted.is_(None)).order_by(_talks.c.updated.desc())
            )
            _remove(connection, mine.offset(MOST - 1).limit(MOST))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._open().begin() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreError(self._file, "对话记录读写失败", "请检查磁盘与权限；若文件已损坏，移走它后重试") from error

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """None where nothing was ever kept: reading makes no file, least of all in a folder that is no store yet."""
        if self._engine is None and not self._file.exists():
            yield None
            return
        with self._writing() as connection:
            yield connection

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                fresh = not self._file.exists()
                engine = database.engine(self._file, database.WRITE)
                _metadata.create_all(engine)
                if fresh:
                    self._file.chmod(0o600)
                self._engine = engine
            return self._engine


def new_id() -> str:
    """An id for a talk that is about to begin; nobody can guess it."""
    return uuid.uuid4().hex


def titled(question: str) -> str:
    """A title of one line, cut to ``TITLE`` characters."""
    line = " ".join(_text(question).split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"


def _text(words: str) -> str:
    """Text that a database takes: half surrogates, which no UTF-8 can hold, become question marks."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _answer(written: str) -> Answer | None:
    try:
        return codec.load(Answer, written)
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return None


def _remove(connection: Connection, chosen: Select[Any]) -> int:
    ids = list(connection.execute(chosen).scalars())
    if not ids:
        return 0
    connection.execute(delete(_turns).where(_turns.c.talk.in_(ids)))
    return connection.execute(delete(_talks).where(_talks.c.id.in_(ids))).rowcount


def _drop_old_turns(connection: Connection, talk: str) -> None:
    count = connection.execute(select(func.count()).where(_turns.c.talk == talk)).scalar_one()
    if count > TURNS:
        old = select(_turns.c.key).where(_turns.c.talk == talk).order_by(_turns.c.key).limit(count - TURNS)
        connection.execute(delete(_turns).where(_turns.c.key.in_(list(connection.execute(old).scalars()))))
