"""Tables of a flattened text: found by title, split into rows, columns solved by the identities that must hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.tables.titles import Region, regions

if TYPE_CHECKING:
    from corpus.document import Document, Table

__all__ = ["Region", "read_tables", "regions"]


def read_tables(document: Document, found: Sequence[Region]) -> tuple[Table, ...]:
    """The tables in ``found`` regions, read and solved together, in document order."""
    return ()
