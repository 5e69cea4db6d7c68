"""What the gate remembers, in <store>/gate/gate.sqlite: API keys as hashes, spent tokens, and who may see which documents.

Threads and several server processes need no agreement: what one changes the others see at their next request. Nothing is created by
reading. Its folder is readable by its owner only.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
import weakref
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from corpus.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, hash TEXT NOT NULL, name TEXT NOT NULL UNIQUE, role INTEGER NOT NULL,
                                 groups TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS spent (id TEXT PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS visible (kind TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, subject, name));
"""
Row = tuple[str | int, ...]
_MOST = 10_000
"""Answers remembered; what is asked for each request is few things again and again."""


class Keeper:
    """The memory of one store's gate. All methods may be called from several threads; all raise StoreError where it cannot be used."""

    def __init__(self, store: Path) -> None:
        self.store, self.folder = store, store / "gate"
        self.file = self.folder / "gate.sqlite"
        self._lock, self._known, self._version = threading.Lock(), dict[tuple[str, tuple[str | int, ...]], list[Row]](), 0
        self._reader: sqlite3.Connection | None = None

    def read(self, query: str, values: Sequence[str | int] = ()) -> list[Row]:
        """Rows of a query; none where nothing was ever kept."""
        if not self.file.exists():
            return []
        try:
            with self._lock:
                return self._remembered(query, tuple(values))
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _remembered(self, query: str, values: tuple[str | int, ...]) -> list[Row]:
        """Rows as they were read before, unless anybody has changed the database since, which it tells by its version."""
        if self._reader is None:
            self._reader = sqlite3.connect(self.file, timeout=10, check_same_thread=False)
            weakref.finalize(self, self._reader.close)
        (version,) = self._reader.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._known) > _MOST:
            self._known.clear()
            self._version = version
        if (query, values) not in self._known:
            self._known[query, values] = list(self._reader.execute(query, values))
        return self._known[query, values]

    def write(self, statement: str, values: Sequence[str | int] = ()) -> int:
        """How many rows a statement changed."""
        self.prepare()
        with self._open() as database, database:
            return database.execute(statement, values).rowcount

    def spend(self, token: str, until: float) -> bool:
        """Use up something that may be used once, and that is void after ``until`` anyway; False where it was used before."""
        self.write("DELETE FROM spent WHERE until < ?", (int(time.time()),))
        return self.write("INSERT OR IGNORE INTO spent VALUES (?, ?)", (token, int(until) + 1)) == 1

    def spent(self, token: str) -> bool:
        """Whether something was used up."""
        return bool(self.read("SELECT 1 FROM spent WHERE id = ?", (token,)))

    def session_secret(self) -> str:
        """The secret that signs sessions, drawn when first needed and the same for all processes of this store."""
        file = self.folder / "session.secret"
        self._once(file, lambda part: part.write_text(secrets.token_hex(32), "ascii"))
        return file.read_text("ascii")

    def prepare(self) -> None:
        """The folder and the database are there, readable by their owner only."""

        def make(part: Path) -> None:
            with closing(sqlite3.connect(part)) as database:
                database.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")

        self._once(self.file, make)

    def _once(self, file: Path, make: Callable[[Path], object]) -> None:
        """A file that is there whole, made by whichever process comes first."""
        if file.exists():
            return
        from index.store import Store

        Store.create(self.store)
        part = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            part.touch(mode=0o600)
            make(part)
            with suppress(FileExistsError):
                file.hardlink_to(part)
            part.unlink()
        except OSError as error:
            raise StoreError(self.folder, f"不能写入（{error.strerror}）", "请检查权限") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.file, timeout=10)) as database:
                yield database
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: sqlite3.Error) -> StoreError:
        return StoreError(self.file, f"身份数据库不可用（{error}）", "请检查权限和磁盘空间，或从备份恢复")
