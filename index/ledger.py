"""Reading the ledger: documents, figures, tables, findings and lines of the current generation, unchanged since the build.

An open ``Ledger`` keeps answering from the generation it was opened on while a new one is built; ``is_current`` tells when to
open again. All calls may be made from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select
from sqlalchemy.exc import DatabaseError

from corpus.document import Document, Line, Section, Stage, Table
from corpus.errors import StoreError, UnknownDocument
from corpus.figure import Figure, Finding
from index import codec, database, schema
from index.chunk import Chunk
from index.rows import chunk_from_row, chunk_query, figure_from_row
from index.store import LEDGER, Store

T = TypeVar("T")


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
        return Ledger(self.store, self.number, self._engine, kept, partial=self._partial or len(kept) < len(self._documents))

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
        """Whether no newer generation has taken this one's place (one small file is read)."""
        return self.store.current() == self.number

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for reading; errors of the database come out as StoreError."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreError(self.store.root, "读取索引失败", "请重新打开，或重新运行 mingzhang build") from error

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
        table = schema.figures.c
        query = select(schema.figures).order_by(table.key).limit(limit)
        wanted = [(table.item, items), (table.code, codes), (table.form, forms), (table.measure, measures), (table.kind, kinds)]
        for column, members in wanted:
            if members:
                query = query.where(_among(column, members))
        return self._fetch(query, table.document, document_ids, figure_from_row)

    def tables(self, document_id: str, form: str | None = None) -> list[Table]:
        """The tables of a document in order, those of one ``form`` where it is given. Raises UnknownDocument."""
        table = schema.tables.c
        query = select(table.document, table.body).where(table.document == self._known(document_id)[0]).order_by(table.key)
        if form is not None:
            query = query.where(table.form == form)
        return self._fetch(query, table.document, (), lambda row, _: codec.load(Table, row.body))

    def findings(self, document_ids: Sequence[str] = ()) -> list[Finding]:
        """What the documents (all, where none are named) contradict themselves in, in document order."""
        table = schema.findings.c
        query = select(table.document, table.body).order_by(table.key)
        return self._fetch(query, table.document, document_ids, lambda row, _: codec.load(Finding, row.body))

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The outline of a document. Raises UnknownDocument."""
        table = schema.sections.c
        query = select(table.document, table.body).where(table.document == self._known(document_id)[0]).order_by(table.key)
        return tuple(self._fetch(query, table.document, (), lambda row, _: codec.load(Section, row.body)))

    def lines(self, document_id: str, first: int | None = None, last: int | None = None, page: int | None = None) -> list[Line]:
        """Lines of a document in reading order, blank ones included.

        ``first`` and ``last`` are inclusive line *numbers* (1-based, as ``Source`` cites them): over the file for a text, within
        ``page`` for a paged document. Without them the whole document, or page, is given. Raises UnknownDocument.
        """
        table = schema.lines.c
        query = select(table.document, table.number, table.page, table.text).where(table.document == self._known(document_id)[0])
        if page is not None:
            query = query.where(table.page == page)
        if first is not None:
            query = query.where(table.number >= first)
        if last is not None:
            query = query.where(table.number <= last)
        return self._fetch(
            query.order_by(table.position), table.document, (), lambda row, _: Line(row.number, row.text, row.page)
        )

    def span(self, document_id: str, first: int, last: int) -> list[Line]:
        """The lines at *positions* ``first`` to ``last`` in reading order (0-based, inclusive), as sections and tables count them.

        Raises UnknownDocument.
        """
        table = schema.lines.c
        query = select(table.document, table.number, table.page, table.text).where(table.document == self._known(document_id)[0])
        query = query.where(table.position.between(first, last)).order_by(table.position)
        return self._fetch(query, table.document, (), lambda row, _: Line(row.number, row.text, row.page))

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

    def _fetch(
        self, query: Select[Any], column: ColumnElement[int], document_ids: Sequence[str], make: Callable[[Any, str], T]
    ) -> list[T]:
        query = query.where(*self.among(column, document_ids))
        with self.connect() as connection:
            return [make(row, self._ids[row.document]) for row in connection.execute(query)]


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


def _among(column: ColumnElement[Any], members: Sequence[str | None]) -> ColumnElement[bool]:
    named = column.in_([m for m in members if m is not None])
    return named | column.is_(None) if None in members else named


def _document_order(record: DocumentRecord) -> tuple[str, int, str, str]:
    return record.issuer, -record.fiscal_year, record.stage, record.name


def _record(row: Any) -> DocumentRecord:
    return DocumentRecord(
        id=row.id, name=row.name, path=row.path, issuer=row.issuer, fiscal_year=row.fiscal_year, stage=Stage(row.stage),
        published=row.published, paged=row.paged, size=row.size, lines=row.lines, tables=row.tables, figures=row.figures,
        ambiguous=row.ambiguous, findings=row.findings, passages=row.passages,
    )  # fmt: skip
