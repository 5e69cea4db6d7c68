"""Reading the ledger: documents, figures, tables, findings and lines of the current generation, unchanged since the build.

An open ``Ledger`` keeps answering from the generation it was opened on while a new one is built; ``is_current`` tells when to
open again. All calls may be made from several threads.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select
from sqlalchemy.exc import DatabaseError

from corpus.document import Document, Line, Section, Stage, Table
from corpus.errors import StoreError, UnknownDocument
from corpus.figure import Figure, Finding
from index import codec, database, schema
from index.chunk import Chunk
from index.memory import Memory
from index.rows import FigureRow, chunk_from_row, chunk_query, figure_from_row
from index.store import LEDGER, Store

T = TypeVar("T")

FIGURES_KEPT = 10_000
"""Figures that stay in memory once they were read, some 2.5 kB each."""

DOCUMENTS_KEPT = 64
"""Documents whose lines, outline, tables and findings stay in memory once they were read, some 0.5 MB each."""

LOOKUPS_KEPT = 1000
"""Look-ups whose keys stay in memory, most of them some dozen keys: the same items are asked about again and again."""

_FIGURES_BY_KEY = "SELECT * FROM figures WHERE key IN (SELECT value FROM json_each(?))"
_FIGURE_KEYS = "SELECT key, document FROM figures WHERE"
_HOLDING = "SELECT DISTINCT document FROM figures WHERE measure = ? AND document IN (SELECT value FROM json_each(?))"
_COLUMNS = ("item", "code", "form", "measure", "kind")
"""Columns by which figures are looked for."""
_AMONG = "{column} IN (SELECT value FROM json_each(?))"
_LINES = "SELECT number, text, page FROM lines WHERE document = ?"
_BODIES = {
    "sections": "SELECT body FROM sections WHERE document = ? ORDER BY key",
    "tables": "SELECT body FROM tables WHERE document = ? ORDER BY key",
    "findings": "SELECT body FROM findings WHERE document = ? ORDER BY key",
}


@dataclass(slots=True)
class _Memory:
    """What was read of a generation, by the inner keys of its documents; a ledger and its parts share it."""

    figures: dict[int, Figure] = field(default_factory=dict)
    lookups: Memory[Hashable, tuple[tuple[int, int], ...]] = field(default_factory=lambda: Memory(LOOKUPS_KEPT))
    lines: Memory[tuple[int, int | None], tuple[Line, ...]] = field(default_factory=lambda: Memory(DOCUMENTS_KEPT))
    sections: Memory[int, tuple[Section, ...]] = field(default_factory=lambda: Memory(DOCUMENTS_KEPT))
    tables: Memory[int, tuple[Table, ...]] = field(default_factory=lambda: Memory(DOCUMENTS_KEPT))
    findings: Memory[int, tuple[Finding, ...]] = field(default_factory=lambda: Memory(DOCUMENTS_KEPT))


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What the ledger knows of an indexed document without reading its figures.

    ``id`` is the SHA-256 of the file, ``name`` its file name, ``path`` the absolute path it was built from, ``size`` its bytes.
    ``lines``, ``tables``, ``figures``, ``ambiguous``, ``findings`` and ``passages`` are counts.
    """

    id: str
    name: str
    path: str
    issuer: str
    fiscal_year: int
    stage: Stage
    published: str | None
    paged: bool
    size: int
    lines: int
    tables: int
    figures: int
    ambiguous: int
    findings: int
    passages: int


class Label(NamedTuple):
    """A name under which figures stand, and how many documents use it."""

    item: str
    code: str | None
    row_label: str
    column: str | None
    documents: int


class Ledger:
    """The read side of one generation. ``with Ledger.open("var") as ledger: ledger.figures(items=["三公经费"])``."""

    def __init__(
        self, store: Store, number: int, engine: Engine, documents: dict[str, tuple[int, DocumentRecord]], partial: bool = False
    ) -> None:
        self.store, self.number, self._engine, self._documents, self._partial = store, number, engine, documents, partial
        self._memory = _Memory()
        self._seen: tuple[int, int] | None = None
        self._ids = {key: document_id for document_id, (key, _) in documents.items()}
        self._records = tuple(record for _, record in sorted(documents.values(), key=lambda pair: _document_order(pair[1])))

    @classmethod
    def open(cls, store: Path | str) -> Ledger:
        """Open the current generation read-only.

        Raises StoreEmpty, NotAStore, NewerStore, or StoreError where the files are damaged.
        """
        opened = Store.open(store)
        for _ in range(5):
            number = opened.require()
            engine = database.engine(opened.generation(number) / LEDGER, database.READ)
            try:
                with engine.connect() as connection:
                    records = {row.id: (row.key, _record(row)) for row in connection.execute(select(schema.documents))}
                return cls(opened, number, engine, records)
            except DatabaseError:
                engine.dispose()
                if opened.current() == number:
                    break
        raise StoreError(opened.root, "索引文件缺失或已损坏", "请删除这个文件夹后重新运行 mingzhang build")

    def part(self, document_ids: Iterable[str]) -> Ledger:
        """This ledger as if only the documents given were in it; it shares the file, which either of the two closes."""
        kept = {i: self._documents[i] for i in document_ids if i in self._documents}
        made = Ledger(self.store, self.number, self._engine, kept, partial=self._partial or len(kept) < len(self._documents))
        made._memory = self._memory
        return made

    def close(self) -> None:
        """Release the file; the ledger cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The folder of this generation."""
        return self.store.generation(self.number)

    def is_current(self) -> bool:
        """Whether no newer generation has taken this one's place (one small file is read where it has changed)."""
        seen = self.store.changed()
        if seen is None or seen != self._seen:
            self._seen = seen if self.store.current() == self.number else None
        return self._seen is not None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for reading; errors of the database come out as StoreError."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise self._damaged() from error

    def meta(self) -> dict[str, str]:
        """What the index was built with (see ``index.schema.meta``)."""
        with self.connect() as connection:
            return {row.name: row.value for row in connection.execute(select(schema.meta))}

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents, by issuer, then newest year first."""
        return self._records

    def document(self, document_id: str) -> Document:
        """The whole document as it was read. Raises UnknownDocument."""
        record = self.record(document_id)
        return Document(
            id=record.id, name=record.name, issuer=record.issuer, fiscal_year=record.fiscal_year, stage=record.stage,
            lines=tuple(self.lines(document_id)), sections=self.sections(document_id), tables=tuple(self.tables(document_id)),
            published=record.published, paged=record.paged, cleaning=codec.load(tuple[str, ...], self._cleaning(document_id)),
        )  # fmt: skip

    def record(self, document_id: str) -> DocumentRecord:
        """One document's record. Raises UnknownDocument."""
        return self._known(document_id)[1]

    def figures(
        self,
        *,
        items: Sequence[str] = (),
        codes: Sequence[str] = (),
        document_ids: Sequence[str] = (),
        forms: Sequence[str | None] = (),
        measures: Sequence[str] = (),
        kinds: Sequence[str | None] = (),
        limit: int | None = None,
    ) -> list[Figure]:
        """The figures that match every restriction given (an empty one restricts nothing), in document order.

        Within a restriction any member matches; None in ``forms`` or ``kinds`` matches figures that have none.
        Document ids that the ledger does not hold match nothing.
        """
        keys = self.restriction(document_ids)
        wanted = tuple(map(tuple, (items, codes, forms, measures, kinds))), None if keys is None else tuple(keys)
        found = self._memory.lookups.get(wanted, lambda: self._keys(*wanted))
        return self._figures(found[:limit])

    def _keys(self, wanted: Sequence[Sequence[str | None]], documents: Sequence[int] | None) -> tuple[tuple[int, int], ...]:
        """The keys of the figures that have one of the values wanted in each column that has any, in document order.

        They alone are read, from an index; figures that were read before are not read again. Sorted here: told to sort by key, the
        database would rather read all figures in order than a few by their index.
        """
        given = [_among(column, members) for column, members in zip(_COLUMNS, wanted, strict=True) if members]
        given += [] if documents is None else [_among("document", documents)]
        conditions = " AND ".join(condition for condition, _ in given) or "true"
        return tuple(sorted(self._rows(" ".join((_FIGURE_KEYS, conditions)), *(value for _, value in given))))

    def holding(self, document_ids: Iterable[str], measure: str) -> list[str]:
        """Those of the documents that have a figure of one measure, in the order given; no figure is read."""
        keys = {self._documents[i][0]: i for i in document_ids if i in self._documents}
        found = {key for (key,) in self._rows(_HOLDING, measure, json.dumps(list(keys)))}
        return [document_id for key, document_id in keys.items() if key in found]

    def _figures(self, found: Sequence[tuple[int, int]]) -> list[Figure]:
        """The figures of keys, in that order. What is held is never taken out, only replaced as a whole: threads may be reading it."""
        held = self._memory.figures
        missing = [key for key, _ in found if key not in held]
        read: dict[int, Figure] = {}
        if missing:
            rows: list[Any] = list(map(FigureRow._make, self._rows(_FIGURES_BY_KEY, json.dumps(missing))))
            read = {row.key: figure_from_row(row, self._ids[row.document]) for row in rows}
            if len(held) + len(read) <= FIGURES_KEPT:
                held.update(read)
            else:
                self._memory.figures = dict(read) if len(read) <= FIGURES_KEPT else {}
        return [read[key] if key in read else held[key] for key, _ in found]

    def tables(self, document_id: str, form: str | None = None) -> list[Table]:
        """The tables of a document in order, those of one ``form`` where it is given. Raises UnknownDocument."""
        key = self._known(document_id)[0]
        found = self._memory.tables.get(key, lambda: self._bodies("tables", Table, key))
        return [table for table in found if form is None or table.form == form]

    def findings(self, document_ids: Sequence[str] = ()) -> list[Finding]:
        """What the documents (all, where none are named) contradict themselves in, in document order."""
        keys = sorted(self.document_keys(document_ids or self._documents))
        return [finding for key in keys for finding in self._findings(key)]

    def _findings(self, key: int) -> tuple[Finding, ...]:
        return self._memory.findings.get(key, lambda: self._bodies("findings", Finding, key))

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The outline of a document. Raises UnknownDocument."""
        key = self._known(document_id)[0]
        return self._memory.sections.get(key, lambda: self._bodies("sections", Section, key))

    def lines(self, document_id: str, first: int | None = None, last: int | None = None, page: int | None = None) -> list[Line]:
        """Lines of a document in reading order, blank ones included.

        ``first`` and ``last`` are inclusive line *numbers* (1-based, as ``Source`` cites them): over the file for a text, within
        ``page`` for a paged document. Without them the whole document, or page, is given. Raises UnknownDocument.
        """
        key = self._known(document_id)[0]
        if first is None and last is None:
            return list(self._memory.lines.get((key, page), lambda: tuple(self._lines(key, None, None, page))))
        held = self._memory.lines.kept((key, None)) if page is None else None
        if held and held[-1].number == len(held):  # one line for each number, so that numbers are positions
            return list(held[max(first or 1, 1) - 1 : None if last is None else max(last, 0)])
        return self._lines(key, first, last, page)

    def _lines(self, key: int, first: int | None, last: int | None, page: int | None) -> list[Line]:
        bounds = (("page = ?", page), ("number >= ?", first), ("number <= ?", last))
        given = [(condition, value) for condition, value in bounds if value is not None]
        statement = " AND ".join((_LINES, *(condition for condition, _ in given)))
        rows = self._rows(statement + " ORDER BY position", key, *(value for _, value in given))
        return [Line(number, text, on) for number, text, on in rows]

    def span(self, document_id: str, first: int, last: int) -> list[Line]:
        """The lines at *positions* ``first`` to ``last`` in reading order (0-based, inclusive), as sections and tables count them.

        Raises UnknownDocument.
        """
        key = self._known(document_id)[0]
        rows = self._rows(_LINES + " AND position BETWEEN ? AND ? ORDER BY position", key, first, last)
        return [Line(number, text, on) for number, text, on in rows]

    def positions(
        self, document_id: str, first: int | None = None, last: int | None = None, page: int | None = None
    ) -> dict[int, str]:
        """The lines that ``lines`` gives, by their positions in reading order (as ``span`` counts). Raises UnknownDocument."""
        table = schema.lines.c
        query = select(table.position, table.text).where(table.document == self._known(document_id)[0])
        if page is not None:
            query = query.where(table.page == page)
        if first is not None:
            query = query.where(table.number >= first)
        if last is not None:
            query = query.where(table.number <= last)
        with self.connect() as connection:
            return {row.position: row.text for row in connection.execute(query.order_by(table.position))}

    def labels(self) -> list[Label]:
        """Every distinct name of figures, the most common first."""
        with self.connect() as connection:
            return [Label(*row) for row in connection.execute(_labels_of(self.restriction()))]

    def passages(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Passages by their ids; those that the ledger does not hold are left out."""
        query = chunk_query().where(schema.passages.c.id.in_(ids), *self.among(schema.passages.c.document))
        with self.connect() as connection:
            return {row.id: chunk_from_row(row) for row in connection.execute(query)}

    def document_keys(self, document_ids: Iterable[str]) -> list[int]:
        """The ledger's inner keys of documents; ids it does not hold are left out."""
        return [self._documents[i][0] for i in document_ids if i in self._documents]

    def restriction(self, document_ids: Collection[str] = ()) -> list[int] | None:
        """The inner keys that a query for some documents (all, where none are named) must keep to.

        None where it may read the whole file, which holds no other documents then.
        """
        if not self._partial and (not document_ids or set(document_ids) >= set(self._documents)):
            return None
        return self.document_keys(document_ids or self._documents)

    def among(self, column: ColumnElement[int], document_ids: Collection[str] = ()) -> tuple[ColumnElement[bool], ...]:
        """What every query of one's own must add to its conditions: ``column``, a document's inner key, is of this ledger."""
        keys = self.restriction(document_ids)
        return () if keys is None else (column.in_(keys),)

    def _known(self, document_id: str) -> tuple[int, DocumentRecord]:
        try:
            return self._documents[document_id]
        except KeyError as error:
            raise UnknownDocument(
                self.store.root, f"没有编号为 {document_id[:12]} 的文件", "用 mingzhang documents 查看已收录的文件"
            ) from error

    def _cleaning(self, document_id: str) -> str:
        with self.connect() as connection:
            query = select(schema.documents.c.cleaning).where(schema.documents.c.id == document_id)
            return str(connection.execute(query).scalar_one())

    def _bodies(self, table: str, kind: type[T], key: int) -> tuple[T, ...]:
        return tuple(codec.load(kind, body) for (body,) in self._rows(_BODIES[table], key))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return database.rows(self._engine, statement, values)
        except database.FAILURES as error:
            raise self._damaged() from error

    def _damaged(self) -> StoreError:
        return StoreError(self.store.root, "读取索引失败", "请重新打开，或重新运行 mingzhang build")


def _labels_of(keys: Sequence[int] | None) -> Select[Any]:
    """The distinct names of the figures of some documents, counted; of all of them they were counted by the build."""
    if keys is None:
        table = schema.labels.c
        query = select(table.item, table.code, table.row_label, table.column, table.documents)
        return query.order_by(table.documents.desc(), table.item)
    figures = schema.figures.c
    named = (figures.item, figures.code, figures.row_label, figures.column)
    count = func.count(figures.document.distinct())
    return select(*named, count).where(figures.document.in_(keys)).group_by(*named).order_by(count.desc(), figures.item)


def _among(column: str, members: Sequence[str | int | None]) -> tuple[str, str]:
    """The condition that a column has one of the values, and what to fill in for its mark."""
    named = _AMONG.format(column=column)
    text = json.dumps([m for m in members if m is not None])
    return (f"({named} OR {column} IS NULL)" if None in members else named), text


def _document_order(record: DocumentRecord) -> tuple[str, int, str, str]:
    return record.issuer, -record.fiscal_year, record.stage, record.name


def _record(row: Any) -> DocumentRecord:
    return DocumentRecord(
        id=row.id, name=row.name, path=row.path, issuer=row.issuer, fiscal_year=row.fiscal_year, stage=Stage(row.stage),
        published=row.published, paged=row.paged, size=row.size, lines=row.lines, tables=row.tables, figures=row.figures,
        ambiguous=row.ambiguous, findings=row.findings, passages=row.passages,
    )  # fmt: skip
