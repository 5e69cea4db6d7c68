"""Stores of generated and of made-up disclosures, written without vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.amount import Amount
from corpus.checks import check
from corpus.document import Document, Source
from corpus.figure import Figure, Measure
from corpus.figures import figures
from corpus.read import read_bytes
from index.chunk import chunks
from index.store import LEDGER, Store
from index.writer import LedgerWriter
from tests.generator.disclosure import generate, random_profile


def write_generated(root: Path, seeds: Iterable[int]) -> Path:
    """One disclosure a seed; a department appears once a year."""
    store, seen = Store.create(root), set()
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for seed in seeds:
            made = generate(random_profile(seed))
            if (made.truth.issuer, made.truth.year) in seen:
                continue
            seen.add((made.truth.issuer, made.truth.year))
            document = read_bytes(made.text.encode("utf-8"), f"g{seed}.txt")
            found = list(figures(document))
            writer.put(document, found, list(check(document, found).findings), list(chunks(document)), path=document.name, size=1)
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return root


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line of a made-up disclosure and the figure that it prints; ``also`` holds further fields of the figure."""

    line: str
    item: str
    value: str
    unit: str = "万元"
    also: Mapping[str, Any] = field(default_factory=dict)


def write_rows(root: Path, *made: tuple[str, Sequence[Row]]) -> Path:
    """Disclosures of a title line and one line a figure, each with the figures as given."""
    store = Store.create(root)
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for index, (title, rows) in enumerate(made):
            text = "\n".join([title, *(row.line for row in rows)])
            document = read_bytes(text.encode("utf-8"), f"m{index}.txt")
            found = [_figure(document, at, row) for at, row in enumerate(rows, start=2)]
            writer.put(document, found, [], list(chunks(document)), path=document.name, size=len(text))
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return root


def write_texts(root: Path, *texts: str) -> Path:
    """Disclosures of plain text, read as any file is read."""
    store = Store.create(root)
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for index, text in enumerate(texts):
            document = read_bytes(text.encode("utf-8"), f"t{index}.txt")
            found = list(figures(document))
            writer.put(
                document, found, list(check(document, found).findings), list(chunks(document)), path=document.name, size=len(text)
            )
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return root


def _figure(document: Document, line: int, row: Row) -> Figure:
    also = dict(row.also)
    title = also.pop("table", None)
    source = Source(document.id, row.line, line_start=line, line_end=line, table_title=title)
    plain: dict[str, Any] = {"measure": Measure.LEVEL, "row_label": row.item, "value_year": document.fiscal_year}
    amount = Amount(Decimal(row.value), row.unit)
    return Figure(
        document.id,
        document.issuer,
        document.fiscal_year,
        document.stage,
        row.item,
        amount=amount,
        source=source,
        **(plain | also),
    )
