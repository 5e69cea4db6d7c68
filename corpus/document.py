"""What a document is: printed lines, the outline over them, the tables in them, and places to point at."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """文种: whether the document plans (预算) or accounts (决算)."""

    BUDGET = "预算"
    FINAL_ACCOUNT = "决算"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``number`` is 1-based: over the file for a text, within its ``page`` where pages are known."""

    number: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document. ``quote`` is text standing there, so that a machine can check it.

    A text file has ``line_start``/``line_end`` (1-based, inclusive) and no page; a paged file has ``page`` (1-based).
    """

    document_id: str
    quote: str
    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    section: tuple[str, ...] = ()
    table_number: str | None = None
    table_title: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it: ``first``/``last`` index ``Document.lines`` (0-based, inclusive, heading included).

    ``path`` holds the headings from the outermost to this one; ``level`` is 1 for 第N部分, 2 for 一、, 3 for （一）, 4 for 1.
    """

    title: str
    path: tuple[str, ...]
    level: int
    first: int
    last: int


class Side(StrEnum):
    """The half of a two-sided table."""

    REVENUE = "收入"
    EXPENDITURE = "支出"


class Reading(StrEnum):
    """How a cell's column was found."""

    PRINTED = "printed"
    """The layout leaves no choice."""
    SOLVED = "solved"
    """Only one assignment satisfies the identities that must hold."""
    AMBIGUOUS = "ambiguous"
    """More than one assignment survives; the cell names its candidates."""


@dataclass(frozen=True, slots=True)
class Column:
    """A value column. ``path`` is the chain of header labels, outermost first; the last is the column's own label.

    ``fund`` and ``kind`` are its canonical meaning from the registry of forms (e.g. fund 一般公共预算, kind 基本支出), None = all.
    ``item`` names the column itself as the item (三公 columns); ``total`` marks a 合计 or 小计 column.
    ``year_offset`` is -1 for a prior-year column. ``measure`` is "level" unless the header says otherwise (增减额 …).
    """

    path: tuple[str, ...]
    side: Side | None = None
    fund: str | None = None
    kind: str | None = None
    year_offset: int = 0
    measure: str = "level"
    unit: str | None = None
    item: str | None = None
    total: bool = False

    @property
    def label(self) -> str:
        """The column's own label."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed (or declared) value of a row. ``column`` indexes ``Table.columns``; None where AMBIGUOUS.

    ``line`` indexes ``Document.lines``, ``start`` is the 0-based character offset of the printed number in that line's text. ``unit``
    is the cell's own where it prints one (≥ 90 %), before that of its column and table.
    """

    value: Decimal
    printed: str
    column: int | None
    reading: Reading
    line: int
    start: int
    candidates: tuple[int, ...] = ()
    box: Box | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table (one side of it, in two-sided tables).

    ``code`` is the full code without spaces ("2080505") or None. ``path`` holds the labels of the ancestors and the row's own.
    ``first``/``last`` index ``Document.lines``. A row without cells prints a label only (all its cells are BLANK).
    """

    label: str
    path: tuple[str, ...]
    code: str | None
    side: Side | None
    cells: tuple[Cell, ...]
    first: int
    last: int
    level: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. ``form`` is the id of the registry's form it was recognised as, or None.

    ``first``/``last`` index ``Document.lines``. ``empty_note`` is the statement that declares the table empty, with its place.
    ``relaxed`` names identities that the printed numbers break (each becomes a finding). ``torn`` says that the text prints each cell
    on a line of its own, so that neither columns nor blank cells can be told.
    """

    number: str | None
    title: str
    form: str | None
    unit: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    first: int
    last: int
    section: tuple[str, ...] = ()
    empty_note: Source | None = None
    notes: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A disclosure as read. ``id`` is the SHA-256 of the file's bytes in hex; ``name`` the file name as given.

    ``issuer`` is the department or unit in full, as its pages print it; ``fiscal_year`` and ``stage`` come from the pages too.
    ``published`` is the signing date as printed (ISO ``YYYY-MM-DD``), or None. ``lines`` are in reading order.
    """

    id: str
    name: str
    issuer: str
    fiscal_year: int
    stage: Stage
    lines: tuple[Line, ...]
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    published: str | None = None
    paged: bool = False
    cleaning: tuple[str, ...] = field(default=())
    """Names of the fixers that changed something (see corpus.clean)."""
    remarks: tuple[str, ...] = field(default=())
    """What could not be read, one line each (a scanned page without the means to recognise it)."""

    def source(
        self, first: int, last: int, quote: str, section: tuple[str, ...] = (), table: Table | None = None, box: Box | None = None
    ) -> Source:
        """The place spanned by the lines at indices ``first`` to ``last`` (inclusive), with ``quote`` standing there."""
        start, end = self.lines[first], self.lines[last]
        return Source(
            document_id=self.id,
            quote=quote,
            page=start.page if self.paged else None,
            line_start=None if self.paged else start.number,
            line_end=None if self.paged else end.number,
            section=section or (table.section if table else ()),
            table_number=table.number if table else None,
            table_title=table.title if table else None,
            box=box,
        )

    def section_at(self, index: int) -> tuple[str, ...]:
        """The heading path of the innermost section that holds the line at ``index``; empty before the first heading."""
        inside = [s for s in self.sections if s.first <= index <= s.last]
        return max(inside, key=lambda s: s.level).path if inside else ()
