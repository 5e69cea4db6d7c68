"""Where on a page a citation is printed: the box of its row, and the boxes of the numbers taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.words import words_on
from corpus.document import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from assistant.answer import Citation
    from corpus.figure import Figure
    from index.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Printed:
    """``rows`` span the printed row or the lines of the sentence, ``cells`` the numbers asked about; empty where not found."""

    rows: tuple[Box, ...] = ()
    cells: tuple[Box, ...] = ()


def printed(
    ledger: Ledger, citation: Citation, values: Collection[Decimal], named: Collection[tuple[str, str | None]] = ()
) -> Printed:
    """The boxes of a citation: those of its page's figures in the same printed row, or else of its words on the page.

    ``values`` are the numbers to be boxed; where a row prints one of them more than once, only in the cells of ``named`` (item and
    column).
    """
    if citation.page is None:
        return Printed()
    figures = figures_on(ledger, citation.document_id, citation.page)
    row = [f for f in figures if f.source.box and f.source.quote[: len(citation.quote)] == citation.quote]
    if not row:
        return Printed(*words_on(ledger.store.original(citation.document_id), citation.page, citation.quote, values))
    boxes = {f.source.box: f.amount.value for f in row if f.source.box}
    once = {value for value in values if list(boxes.values()).count(value) == 1}
    meant = [f for f in row if f.amount.value in values and (f.amount.value in once or (f.item, f.column) in named)]
    return Printed((around(list(boxes)),), tuple(dict.fromkeys(f.source.box for f in meant if f.source.box)))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them, of which there must be one."""
    return Box(min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes))


def figures_on(ledger: Ledger, document_id: str, page: int) -> list[Figure]:
    """The figures printed on a page of a document, in document order."""
    from sqlalchemy import select

    from index import schema
    from index.rows import figure_from_row

    table = schema.figures.c
    keys = ledger.document_keys([document_id])
    query = select(schema.figures).where(table.document.in_(keys), table.page == page).order_by(table.key)
    with ledger.connect() as connection:
        return [figure_from_row(row, document_id) for row in connection.execute(query)]
