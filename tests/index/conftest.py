"""A store written without reading files, for tests of what is read from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.figure import Figure, Finding
from index.chunk import chunks
from index.store import LEDGER, Store
from index.writer import LedgerWriter

Entry = tuple[Document, Sequence[Figure], Sequence[Finding]]
Write = Callable[..., Path]


def write_store(root: Path, *entries: Entry) -> Path:
    """A store whose current generation holds the documents, without vectors."""
    store = Store.create(root)
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for document, figures, findings in entries:
            writer.put(document, figures, findings, chunks(document), path=f"/somewhere/{document.name}", size=1)
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return root


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """``write_store`` into a folder of this test."""

    def into(*entries: Entry) -> Path:
        return write_store(tmp_path / "var", *entries)

    return into
