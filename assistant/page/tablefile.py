"""A table of a document as a file: each row as it was read, with the page, the line and the words it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.export import KINDS, headings
from assistant.page.markup import Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from assistant.page.export import Value
    from assistant.page.texts import Texts
    from corpus.document import Cell, Line, Row, Table
    from index.ledger import DocumentRecord

_PLACE = ("unit", "page", "line", "quote", "file", "sha256")


def title(table: Table, texts: Texts) -> str:
    """What the table is called: number and title."""
    return " ".join(part for part in (table.number, table.title) if part) or texts.say("whole_untitled")


def columns(table: Table, texts: Texts) -> list[str]:
    """The heads of the columns: side, code, item, the table's own columns, numbers whose column is open, and the place."""
    own = [" / ".join(column.path) or str(i) for i, column in enumerate(table.columns, 1)]
    return [*headings(("side", "code", "item"), texts), *own, texts.say("whole_open"), *headings(_PLACE, texts)]


def rows(table: Table, lines: Sequence[Line], record: DocumentRecord, hide: Callable[[str], str]) -> Iterator[Sequence[Value]]:
    """Rows under ``columns``. ``lines`` are those from the table's first on; what is quoted goes through ``hide``."""
    for row in table.rows:
        printed = lines[row.first - table.first : row.last - table.first + 1]
        quote = hide("\n".join(line.text.strip() for line in printed if line.text.strip()))
        first = printed[0] if printed else None
        place = (table.unit, first.page if first else None, first.number if first else None, quote, record.name, record.id)
        yield (str(row.side or ""), row.code, hide(row.label), *_values(row, len(table.columns)), _open(row), *place)


def _values(row: Row, count: int) -> list[Value]:
    held: dict[int | None, Cell] = {cell.column: cell for cell in row.cells}
    return [_value(held[i]) if i in held else None for i in range(count)]


def _value(cell: Cell) -> str | Decimal:
    """The number; what prints a unit of its own keeps it."""
    return cell.printed if cell.unit else cell.value


def _open(row: Row) -> str:
    return " ".join(cell.printed for cell in row.cells if cell.column is None)


def links(document_id: str, number: int, texts: Texts) -> Html:
    """The links that save the table, one for each form."""
    saved = (
        tag(
            "a", escape(texts.say(f"export_{form}")), href=f"mz/export/table/{document_id}/{number}.{form}?lang={texts.language}",
            download=True, class_="mz-original",
        )
        for form in KINDS
    )  # fmt: skip
    return tag("p", *saved, class_="mz-whole-note")
