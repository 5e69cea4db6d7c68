"""Tables as files: workbook, CSV and Markdown. Every row with the place it is printed at, digits as printed, text never a formula."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from assistant.calculate import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.page.compare import Comparison
    from assistant.page.texts import Texts
    from corpus.document import Source
    from corpus.figure import Figure, Finding
    from index.ledger import DocumentRecord

    Value = str | int | Decimal | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
KINDS = {"xlsx": XLSX, "csv": CSV, "md": MARKDOWN}
"""The forms a table can be had in, by the ending of the file."""

FIGURES = (
    "issuer", "year", "stage", "item", "code", "column", "fund", "kind", "measure", "direction", "value", "unit", "state", "value_year",
    "table", "file", "page", "line", "quote", "sha256",
)  # fmt: skip
"""Columns of exported figures; their names in either language are the words ``column_…``."""
FINDINGS = ("issuer", "year", "stage", "finding", "message", "printed", "computed", "rule", "places", "file", "sha256")
"""Columns of exported findings."""
PICKED = (
    "issuer", "year", "stage", "item", "column", "fund", "kind", "value", "unit", "difference", "difference_unit", "ratio", "growth",
    "formulas", "table", "file", "page", "line", "quote", "sha256",
)  # fmt: skip
"""Columns of an exported comparison; the differences are to its first row."""
_LONGEST = 32_000
"""Characters a cell holds."""
_EXACT = 15
"""Digits a spreadsheet keeps of a number; a longer one is written as text."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
"""What the name of a sheet must not hold; nor may it be longer than 31 characters."""
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def headings(columns: Sequence[str], texts: Texts) -> list[str]:
    """The names of columns in the reader's language."""
    return [texts.say(f"column_{name}") for name in columns]


def figure_rows(figures: Iterable[Figure], name_of: Callable[[str], str]) -> Iterable[Sequence[Value]]:
    """Rows under ``FIGURES``; ``name_of`` gives the file name of a document's id."""
    for f in figures:
        yield (
            f.issuer, f.fiscal_year, f.stage, f.item, f.code, f.column, f.fund, f.kind, f.measure.value, f.direction, f.amount.value,
            f.amount.unit, f.amount.state.value, f.value_year, *_printed_at(f.source, name_of),
        )  # fmt: skip


def _printed_at(source: Source, name_of: Callable[[str], str]) -> tuple[Value, ...]:
    table = " ".join(part for part in (source.table_number, source.table_title) if part) or " / ".join(source.section)
    return table, name_of(source.document_id), source.page, source.line_start, source.quote, source.document_id


def picked_rows(comparison: Comparison, name_of: Callable[[str], str]) -> Iterable[Sequence[Value]]:
    """Rows under ``PICKED``: what is computed with its formulas, which name the printed numbers."""
    for row in comparison.rows:
        f, named = row.figure, (row.converted, row.difference, row.ratio, row.growth)
        formulas = "\n".join(f"{r.formula} = {plain(r.value)} {r.unit}" for r in named if r)
        difference, unit = (row.difference.value, row.difference.unit) if row.difference else (None, None)
        yield (
            f.issuer, f.fiscal_year, f.stage, f.item, f.column, f.fund, f.kind, f.amount.value, f.amount.unit, difference, unit,
            row.ratio.value if row.ratio else None, row.growth.value if row.growth else None, formulas, *_printed_at(f.source, name_of),
        )  # fmt: skip


def finding_rows(found: Iterable[Finding], record_of: Callable[[str], DocumentRecord], texts: Texts) -> Iterable[Sequence[Value]]:
    """Rows under ``FINDINGS``: each with all its places, one below the other."""
    for f in found:
        record = record_of(f.document_id)
        kind = texts.words.get(f"kind_{f.kind}", f.kind)
        places = "\n".join(f"{where(place, texts)}：“{' '.join(place.quote.split())}”" for place in f.places)
        yield (
            record.issuer, record.fiscal_year, str(record.stage), kind, f.message, "\n".join(f.printed), f.computed, f.rule, places,
            record.name, record.id,
        )  # fmt: skip


def where(source: Source, texts: Texts) -> str:
    """A printed place in words: table or section, and page or line."""
    table = " ".join(part for part in (source.table_number, source.table_title) if part)
    named = table or (source.section[-1] if source.section else "") or source.quote[:30]
    at = texts.say("place_page", page=source.page) if source.page else texts.say("place_line", first=source.line_start or 0)
    return f"{named} · {at}"


def table_file(form: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], title: str) -> bytes:
    """A table under headings as a file of one of ``KINDS``. Raises KeyError for another form."""
    if form == "md":
        return to_markdown(columns, rows, title)
    return {"csv": lambda: to_csv(columns, rows), "xlsx": lambda: to_xlsx(columns, rows, title)}[form]()


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file that spreadsheets open as UTF-8; text that they would take for a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def to_markdown(columns: Sequence[str], rows: Iterable[Sequence[Value]], title: str = "") -> bytes:
    r"""A Markdown table, under a heading where there is a ``title``; what is text stays text, whatever marks it holds.

    >>> to_markdown(("项目", "数值"), [("甲|乙", Decimal("8.30"))]).decode()
    '| 项目 | 数值 |\n|---|---|\n| 甲\\|乙 | 8.30 |\n'
    """
    lines = [f"# {_inert(title)}", ""] if title else []
    lines += [_marked(columns), "|" + "---|" * len(columns), *map(_marked, rows)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _marked(row: Sequence[Value]) -> str:
    return "| " + " | ".join("<br>".join(_inert(line) for line in _shown(value).splitlines()) for value in row) + " |"


def _shown(value: Value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)


def _inert(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;")


def to_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str) -> bytes:
    """A workbook with one sheet: numbers as numbers with the decimals they are printed with, text never as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    written = list(rows)
    book = Workbook(write_only=True)
    page = book.create_sheet(_SHEET.sub(" ", sheet)[:31].strip(" '") or "1")
    page.freeze_panes = "A2"
    for i in range(len(columns)):
        page.column_dimensions[get_column_letter(i + 1)].width = _width([row[i] for row in written[:100] if i < len(row)])
    head = [_cell(page, name) for name in columns]
    for cell in head:
        cell.font = Font(bold=True)
    page.append(head)
    for row in written:
        page.append([_cell(page, value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(written) + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _width(values: Sequence[Value]) -> int:
    """Room for the longest line of a column's first rows; a Chinese character is two wide."""
    lines = (line for value in values for line in _shown(value).splitlines())
    return min(60, max([10, *(sum(2 if ord(c) > 0x2E80 else 1 for c in line) + 2 for line in lines)]))


def _cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value == "":
        return None
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _EXACT:
        exponent = value.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell = WriteOnlyCell(page, value)
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
    elif isinstance(value, int):
        cell = WriteOnlyCell(page, value)
    else:
        text = format(value, "f") if isinstance(value, Decimal) else value
        cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
        cell.data_type = "s"  # a text that begins with = would be taken for a formula
    return cell
