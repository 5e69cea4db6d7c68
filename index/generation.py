"""The next generation of an index while it is written: ledger and vectors together, committed as one or discarded."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from corpus.errors import StoreError
from index.extract import Extract, Task
from index.settings import Settings
from index.store import LEDGER, PASSAGES, Store
from index.writer import LedgerWriter

if TYPE_CHECKING:
    from index.chunk import Chunk
    from index.embedder import Embedder
    from index.passages import Passages

_BUFFER = 1000
"""Passages that are embedded together."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is taken over from the generation before: its ledger, or that and its vectors."""

    ledger: Path | None = None
    passages: Path | None = None


class Generation:
    """Use as a context manager inside ``Store.writing``; leaving it without an error makes it the current generation.

    An error, or leaving without any change, discards it. Errors of the database come out as StoreError.
    """

    def __init__(self, store: Store, base: Base, meta: Mapping[str, str], settings: Settings) -> None:
        """``base`` is what to start from, ``meta`` what the index says it was built with."""
        self._store, self._base, self._meta, self._settings = store, base, meta, settings
        self._changed = False
        self._waiting: list[Chunk] = []
        self._passages: Passages | None = None
        self._embedder: Embedder | None = None

    def __enter__(self) -> Generation:
        self._number, self._folder = self._store.begin()
        self._ledger = LedgerWriter(self._folder / LEDGER, self._base.ledger)
        if self._base.passages is not None:
            shutil.copytree(self._base.passages, self._folder / PASSAGES)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None and self._changed:
                self._commit()
        except DatabaseError as failed:
            error = failed
        finally:
            self._close()
            if self._store.current() != self._number:
                shutil.rmtree(self._folder, ignore_errors=True)
        if isinstance(error, DatabaseError):
            raise StoreError(self._store.root, f"写入失败（{error.orig}）", "原有索引未变；请检查磁盘空间后再试") from error

    def load_model(self) -> None:
        """Load the embedding model now, so that a wrong setting is known before files are read. Raises SettingsError."""
        from index.embedder import load_embedder

        self._embedder = self._embedder or load_embedder(self._settings)

    def put(self, extract: Extract) -> None:
        """Add a document, in place of one with the same id."""
        self.drop(extract.document.id)
        task = extract.task
        self._ledger.put(extract.document, extract.figures, extract.findings, extract.chunks, path=task.path, size=task.size)
        self._embed(extract.chunks)

    def drop(self, document_id: str) -> None:
        """Take a document out; one that is not there is no error."""
        self._changed = True
        if self._ledger.drop(document_id):
            self._waiting = [chunk for chunk in self._waiting if chunk.document_id != document_id]
            if self._passages is not None or self._base.passages is not None:
                self._vectors().drop(document_id)

    def move(self, task: Task) -> None:
        """The document's bytes stand at another path now."""
        self._changed = True
        self._ledger.rename(task.id, task.name, task.path)

    def embed_all(self) -> None:
        """Make the vectors of every document in the ledger, where none were taken over."""
        self._changed = True
        for chunks in self._ledger.chunks():
            self._embed(chunks)

    def _embed(self, chunks: Iterable[Chunk]) -> None:
        self._waiting += chunks
        if len(self._waiting) >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self.load_model()
            if self._embedder is not None:
                self._vectors().put(self._waiting, self._embedder)
            self._waiting = []

    def _vectors(self) -> Passages:
        if self._passages is None:
            from index.passages import Passages

            self._passages = Passages(self._folder / PASSAGES, create=True)
        return self._passages

    def _commit(self) -> None:
        self._flush()
        self._vectors()
        ids = self._ledger.finish(self._meta)
        self._close()
        self._store.commit(self._number, ids)

    def _close(self) -> None:
        self._ledger.close()
        if self._passages is not None:
            self._passages.close()
            self._passages = None
