"""Writing the ledger of a new generation: a copy of the last one, with documents taken out and put in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, text

from corpus.document import Document, Reading
from corpus.figure import Figure, Finding
from index import codec, database, keywords, schema
from index.chunk import Chunk
from index.rows import chunk_from_row, chunk_query, figure_to_row


class LedgerWriter:
    """Writes one ledger file that nobody reads yet. Nothing is kept unless ``finish`` is called."""

    def __init__(self, file: Path, copy_of: Path | None = None) -> None:
        """``file`` is the ledger to write; it starts as a copy of ``copy_of``, or empty."""
        if copy_of is not None:
            shutil.copyfile(copy_of, file)
        self._engine = database.engine(file, database.WRITE)
        self._connection = self._engine.connect()
        if copy_of is None:
            schema.metadata.create_all(self._connection)
            keywords.create(self._connection)

    def put(
        self,
        document: Document,
        figures: Sequence[Figure],
        findings: Sequence[Finding],
        chunks: Sequence[Chunk],
        *,
        path: str,
        size: int,
    ) -> None:
        """Add a document that is not in the ledger yet; ``path`` is where it was read from, ``size`` its bytes."""
        key = self._put_record(document, figures, findings, chunks, path, size)
        bodies: list[tuple[Any, list[dict[str, object]]]] = [
            (
                schema.lines,
                [{"position": i, "number": n.number, "page": n.page, "text": n.text} for i, n in enumerate(document.lines)],
            ),
            (schema.sections, [{"body": codec.dump(section)} for section in document.sections]),
            (schema.tables, [{"form": table.form, "body": codec.dump(table)} for table in document.tables]),
            (schema.figures, [figure_to_row(figure) for figure in figures]),
            (schema.findings, [{"body": codec.dump(finding)} for finding in findings]),
        ]
        for table, rows in bodies:
            if rows:
                self._connection.execute(insert(table), [row | {"document": key} for row in rows])
        self._put_passages(key, chunks)

    def drop(self, document_id: str) -> bool:
        """Take a document out; returns whether it was there."""
        key = self._connection.execute(select(schema.documents.c.key).where(schema.documents.c.id == document_id)).scalar()
        if key is None:
            return False
        keywords.drop(self._connection, self._passages(key))
        for table in (schema.passages, schema.findings, schema.figures, schema.tables, schema.sections, schema.lines):
            self._connection.execute(delete(table).where(table.c.document == key))
        self._connection.execute(delete(schema.documents).where(schema.documents.c.key == key))
        return True

    def chunks(self) -> Iterator[list[Chunk]]:
        """The passages of each document."""
        for key in self._connection.execute(select(schema.documents.c.key)).scalars().all():
            yield [chunk for _, _, chunk in self._passages(key)]

    def rename(self, document_id: str, name: str, path: str) -> None:
        """The same bytes are found under another name now."""
        table = schema.documents
        self._connection.execute(table.update().where(table.c.id == document_id).values(name=name, path=path))

    def finish(self, meta: Mapping[str, str]) -> list[str]:
        """Bring the summaries up to date, record ``meta`` and close the file; returns the ids of all documents."""
        table = schema.figures.c
        names = (table.item, table.code, table.row_label, table.column)
        self._connection.execute(delete(schema.labels))
        counted = select(*names, func.count(table.document.distinct())).group_by(*names)
        self._connection.execute(insert(schema.labels).from_select([c.name for c in schema.labels.c], counted))
        keywords.count(self._connection)
        self._connection.execute(delete(schema.meta))
        for name, value in meta.items():
            self._connection.execute(insert(schema.meta).values(name=name, value=value))
        self._connection.execute(text("ANALYZE"))
        ids = list(self._connection.execute(select(schema.documents.c.id)).scalars())
        self._connection.commit()
        self.close()
        return ids

    def close(self) -> None:
        """Release the file; what was not finished is lost."""
        self._connection.close()
        self._engine.dispose()

    def _put_record(
        self,
        document: Document,
        figures: Sequence[Figure],
        findings: Sequence[Finding],
        chunks: Sequence[Chunk],
        path: str,
        size: int,
    ) -> int:
        record = {
            "id": document.id, "name": document.name, "path": path, "issuer": document.issuer, "fiscal_year": document.fiscal_year,
            "stage": document.stage.value, "published": document.published, "paged": document.paged,
            "cleaning": codec.dump(document.cleaning), "size": size, "lines": len(document.lines), "tables": len(document.tables),
            "figures": len(figures), "ambiguous": sum(f.reading is Reading.AMBIGUOUS for f in figures), "findings": len(findings),
            "passages": len(chunks),
        }  # fmt: skip
        return int(self._connection.execute(insert(schema.documents).returning(schema.documents.c.key), record).scalar_one())

    def _put_passages(self, key: int, chunks: Sequence[Chunk]) -> None:
        if not chunks:
            return
        first = int(self._connection.execute(select(func.coalesce(func.max(schema.passages.c.key), 0))).scalar_one()) + 1
        rows = [
            {
                "key": first + i, "id": chunk.id, "document": key, "heading": codec.dump(chunk.heading), "text": chunk.text,
                "source": codec.dump(chunk.source), "also": codec.dump(chunk.also),
            }
            for i, chunk in enumerate(chunks)
        ]  # fmt: skip
        self._connection.execute(insert(schema.passages), rows)
        keywords.add(self._connection, [(first + i, key, chunk) for i, chunk in enumerate(chunks)])

    def _passages(self, document: int) -> list[tuple[int, int, Chunk]]:
        """A document's passages as (key of the passage, key of the document, passage)."""
        query = chunk_query().where(schema.passages.c.document == document).order_by(schema.passages.c.key)
        return [(row.key, document, chunk_from_row(row)) for row in self._connection.execute(query)]
