"""Figures and passages as rows of the ledger and back, with nothing lost."""

from __future__ import annotations

import json
from collections import namedtuple
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from corpus.amount import Amount, State
from corpus.document import Box, Reading, Side, Source, Stage
from corpus.figure import Figure, Measure
from index import codec, schema
from index.chunk import Chunk

FigureRow: Any = namedtuple("FigureRow", list(schema.figures.c.keys()))  # type: ignore[misc]
"""A row of ``index.schema.figures`` as the driver gives it, under its columns' names."""


def figure_to_row(figure: Figure) -> dict[str, object]:
    """The columns of ``index.schema.figures`` except ``key`` and ``document``.

    Raises ValueError where the figure points at a document other than its own.
    """
    if any(s.document_id != figure.document_id for s in (figure.source, *figure.also)):
        raise ValueError(f"{figure.item}: a figure and its sources must be of one document")
    source, amount = figure.source, figure.amount
    return {
        "issuer": figure.issuer, "fiscal_year": figure.fiscal_year, "stage": figure.stage, "item": figure.item,
        "row_label": figure.row_label, "measure": figure.measure.value, "value": None if amount.value is None else str(amount.value),
        "unit": amount.unit, "state": amount.state.value, "reading": figure.reading.value, "code": figure.code,
        "row_path": codec.dump(figure.row_path), "column": figure.column, "column_path": codec.dump(figure.column_path),
        "side": figure.side.value if figure.side else None, "form": figure.form, "fund": figure.fund, "kind": figure.kind,
        "value_year": figure.value_year, "direction": figure.direction, "base": figure.base, "whole": figure.whole,
        "reason": figure.reason, "purpose": figure.purpose, "candidates": codec.dump(figure.candidates), "quote": source.quote,
        "page": source.page, "line_start": source.line_start, "line_end": source.line_end, "section": codec.dump(source.section),
        "table_number": source.table_number, "table_title": source.table_title,
        "box": codec.dump(source.box) if source.box else None, "also": codec.dump(figure.also),
    }  # fmt: skip


def figure_from_row(row: Any, document_id: str) -> Figure:
    """The figure that ``figure_to_row`` wrote; ``row`` has the columns of ``index.schema.figures`` as attributes."""
    value = None if row.value is None else Decimal(row.value)
    return Figure(
        document_id=document_id, issuer=row.issuer, fiscal_year=row.fiscal_year, stage=row.stage, item=row.item, row_label=row.row_label,
        measure=Measure(row.measure), amount=Amount(value, row.unit, State(row.state)), source=_source(row, document_id),
        reading=Reading(row.reading), code=row.code, row_path=_strings(row.row_path), column=row.column,
        column_path=_strings(row.column_path), side=Side(row.side) if row.side else None, form=row.form, fund=row.fund, kind=row.kind,
        value_year=row.value_year, direction=row.direction, base=row.base, whole=row.whole, reason=row.reason, purpose=row.purpose,
        candidates=_strings(row.candidates), also=() if row.also == "[]" else codec.load(tuple[Source, ...], row.also),
    )  # fmt: skip


def chunk_from_row(row: Any) -> Chunk:
    """A passage from a row of ``index.schema.passages`` joined with its document's id, issuer, fiscal_year and stage."""
    return Chunk(
        id=row.id, document_id=row.document_id, text=row.text, heading=_strings(row.heading), source=codec.load(Source, row.source),
        issuer=row.issuer, fiscal_year=row.fiscal_year, stage=Stage(row.stage),
        also=() if row.also == "[]" else codec.load(tuple[Source, ...], row.also),
    )  # fmt: skip


def chunk_query() -> Select[Any]:
    """The rows that ``chunk_from_row`` reads, of all passages."""
    documents = schema.documents.c
    return select(
        schema.passages, documents.id.label("document_id"), documents.issuer, documents.fiscal_year, documents.stage
    ).join(schema.documents)


def _source(row: Any, document_id: str) -> Source:
    return Source(
        document_id=document_id, quote=row.quote, page=row.page, line_start=row.line_start, line_end=row.line_end,
        section=_strings(row.section), table_number=row.table_number, table_title=row.table_title,
        box=codec.load(Box, row.box) if row.box else None,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _strings(text: str) -> tuple[str, ...]:
    """Paths of headings, rows and columns: the same few stand under most figures of a document."""
    return () if text == "[]" else tuple(json.loads(text))
