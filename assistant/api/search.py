"""Figures of the ledger by what a system may filter for, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query

from assistant.api.models import DocumentId, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select

    from corpus.figure import Figure
    from index.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; None restricts nothing. ``item`` and ``table`` are words looked for in names and titles, the others must be equal."""

    document: Annotated[DocumentId | None, Query(description="文件编号（SHA-256）")] = None
    issuer: Annotated[Text | None, Query(max_length=200, description="部门全称")] = None
    year: Annotated[int | None, Query(ge=1949, le=2199, description="年度")] = None
    stage: Annotated[Literal["预算", "决算"] | None, Query(description="文种")] = None
    item: Annotated[Text | None, Query(max_length=200, description="项目名称中的词，空格分开", examples=["公务 接待"])] = None
    table: Annotated[Text | None, Query(max_length=200, description="表名中的词，或表号", examples=["三公"])] = None
    code: Annotated[str | None, Query(pattern=r"^[0-9]{1,20}$", description="科目编码", examples=["2080505"])] = None
    measure: Annotated[
        Literal["level", "change", "growth", "share", "count", "target"] | None, Query(description="度量：数额、增减、增长率……")
    ] = None
    reading: Annotated[Literal["printed", "solved", "ambiguous"] | None, Query(description="栏位是怎样定下来的")] = None


def count(ledger: Ledger, wanted: Wanted) -> int:
    """How many figures there are in all."""
    from sqlalchemy import func, select

    from index import schema

    with ledger.connect() as connection:
        query = select(func.count()).select_from(schema.figures).where(*_conditions(ledger, wanted))
        return int(connection.execute(query).scalar_one())


def figures(ledger: Ledger, wanted: Wanted, begin: int, limit: int) -> Iterator[tuple[int, Figure]]:
    """Figures with their keys in document order, those whose key is over ``begin``."""
    from sqlalchemy import select

    from index import schema
    from index.rows import figure_from_row

    table = schema.figures
    query: Select[Any] = select(table).where(table.c.key > begin, *_conditions(ledger, wanted)).order_by(table.c.key).limit(limit)
    ids = {ledger.document_keys([record.id])[0]: record.id for record in ledger.documents()}
    with ledger.connect() as connection:
        for row in connection.execute(query):
            yield row.key, figure_from_row(row, ids[row.document])


def _conditions(ledger: Ledger, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    from sqlalchemy import or_

    from index import schema

    table = schema.figures.c
    equal = (
        (table.issuer, wanted.issuer), (table.fiscal_year, wanted.year), (table.stage, wanted.stage), (table.code, wanted.code),
        (table.measure, wanted.measure), (table.reading, wanted.reading),
    )  # fmt: skip
    found = [*ledger.among(table.document, (wanted.document,) if wanted.document else ())]
    found += [column == value for column, value in equal if value is not None]
    for words, columns in (
        (wanted.item, (table.item, table.row_label, table.column)),
        (wanted.table, (table.table_title, table.table_number)),
    ):
        for word in (words or "").split()[:8]:
            found.append(or_(*(column.contains(word, autoescape=True) for column in columns)))
    return found
