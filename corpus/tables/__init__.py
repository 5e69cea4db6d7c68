"""Tables of a flattened text: found by title, split into rows, columns solved by the identities that must hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.tables.titles import Region, regions

if TYPE_CHECKING:
    from corpus.document import Document, Table

__all__ = ["Region", "read_tables", "regions"]


def read_tables(document: Document, found: Sequence[Region], stated: Iterable[tuple[str, Decimal]] = ()) -> tuple[Table, ...]:
    """The tables in ``found`` regions, in document order.

    Tables are solved twice: alone, then with what the first pass settled elsewhere (``corpus.tables.anchors``) and with ``stated``
    facts of the prose, so that a total row that fits two columns is told apart by the table that names the fund.
    """
    from corpus.tables.anchors import gather
    from corpus.tables.grid import arrangements, assemble, take_apart
    from corpus.tables.hearsay import stated_kinds
    from corpus.tables.titles import numbered_pages, running_headers

    ignored = running_headers(document.lines)
    pages = numbered_pages(document.lines)
    raw = [take_apart(document, parts, ignored, pages) for parts in _joined(found)]
    stated = [*stated, *stated_kinds(document, found)]
    layouts = [arrangements(table, document.fiscal_year) for table in raw]
    alone = gather((), stated)
    first = [assemble(document, table, fits, alone) for table, fits in zip(raw, layouts, strict=True)]
    anchors = gather(first, stated)
    return tuple(assemble(document, table, fits, anchors) for table, fits in zip(raw, layouts, strict=True))


def _joined(found: Sequence[Region]) -> list[list[Region]]:
    """Regions of one table whose number and title are printed again on each page."""
    groups: list[list[Region]] = []
    for region in found:
        if groups and region.number is not None and (groups[-1][0].number, groups[-1][0].title) == (region.number, region.title):
            groups[-1].append(region)
        else:
            groups.append([region])
    return groups
