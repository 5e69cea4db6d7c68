"""The tables of the ledger. Documents are known inside by a small integer ``key``; their public id is the file's SHA-256.

Every look-up of the assistant (by item, by code, by document) has an index, so that its cost grows with the answer.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table

metadata = MetaData()

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))
"""What the index was built with: the fingerprint of the reading rules, the embedding model and its dimensions."""

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("path", String, nullable=False, index=True),
    Column("issuer", String, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("published", String),
    Column("paged", Boolean, nullable=False),
    Column("cleaning", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("tables", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)


def _document() -> Column[int]:
    return Column("document", Integer, ForeignKey("documents.key"), nullable=False)


figures = Table(
    "figures",
    metadata,
    Column("key", Integer, primary_key=True),
    _document(),
    Column("issuer", String, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("item", String, nullable=False),
    Column("row_label", String, nullable=False),
    Column("measure", String, nullable=False),
    Column("value", String),
    Column("unit", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reading", String, nullable=False),
    Column("code", String),
    Column("row_path", String, nullable=False),
    Column("column", String),
    Column("column_path", String, nullable=False),
    Column("side", String),
    Column("form", String),
    Column("fund", String),
    Column("kind", String),
    Column("value_year", Integer),
    Column("direction", String),
    Column("base", String),
    Column("whole", String),
    Column("reason", String),
    Column("purpose", String),
    Column("candidates", String, nullable=False),
    Column("quote", String, nullable=False),
    Column("page", Integer),
    Column("line_start", Integer),
    Column("line_end", Integer),
    Column("section", String, nullable=False),
    Column("table_number", String),
    Column("table_title", String),
    Column("box", String),
    Column("also", String, nullable=False),
    Index("figures_item", "item", "document"),
    Index("figures_code", "code", "document"),
    Index("figures_document", "document"),
    Index("figures_measure", "measure", "document"),
)
"""One row a figure, in document order; amounts are text so that the printed digits survive."""

tables = Table(
    "tables", metadata, Column("key", Integer, primary_key=True), _document(), Column("form", String), Column("body", String, nullable=False),
    Index("tables_document", "document", "form"),
)  # fmt: skip

findings = Table(
    "findings", metadata, Column("key", Integer, primary_key=True), _document(), Column("body", String, nullable=False),
    Index("findings_document", "document"),
)  # fmt: skip

sections = Table(
    "sections", metadata, Column("key", Integer, primary_key=True), _document(), Column("body", String, nullable=False),
    Index("sections_document", "document"),
)  # fmt: skip

lines = Table(
    "lines",
    metadata,
    Column("document", Integer, ForeignKey("documents.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("page", Integer),
    Column("text", String, nullable=False),
    Index("lines_number", "document", "page", "number"),
    sqlite_with_rowid=False,
)

labels = Table(
    "labels",
    metadata,
    Column("item", String, nullable=False),
    Column("code", String),
    Column("row_label", String, nullable=False),
    Column("column", String),
    Column("documents", Integer, nullable=False),
)
"""Distinct names of figures with the number of documents that use them; written once at the end of a build."""

passages = Table(
    "passages",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    _document(),
    Column("heading", String, nullable=False),
    Column("text", String, nullable=False),
    Column("source", String, nullable=False),
    Column("also", String, nullable=False),
    Index("passages_document", "document"),
)

terms = Table(
    "terms", metadata, Column("term", String, primary_key=True), Column("passages", Integer, nullable=False), sqlite_with_rowid=False
)  # fmt: skip
"""Each term of the keyword index with the number of passages that have it; written once at the end of a build."""
