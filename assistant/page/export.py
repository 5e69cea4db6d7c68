"""Figures as files for a spreadsheet: every row with the place it is printed at, digits as printed."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.figure import Figure

    Value = str | int | Decimal | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
COLUMNS = (
    "部门", "年度", "文种", "项目", "科目编码", "栏目", "资金", "口径", "度量", "方向", "数值", "单位", "状态", "数据年度", "表或章节",
    "文件", "页", "行", "原文", "文件SHA256",
)  # fmt: skip
_WIDTHS = {"部门": 28, "项目": 26, "栏目": 18, "表或章节": 34, "文件": 30, "原文": 48, "文件SHA256": 20}
_LONGEST = 32_000
"""Characters a cell holds."""
_EXACT = 15
"""Digits a spreadsheet keeps of a number; a longer one is written as text."""


def figure_rows(figures: Iterable[Figure], name_of: Callable[[str], str]) -> Iterable[Sequence[Value]]:
    """Rows under ``COLUMNS``; ``name_of`` gives the file name of a document's id."""
    for f in figures:
        table = " ".join(part for part in (f.source.table_number, f.source.table_title) if part)
        yield (
            f.issuer, f.fiscal_year, f.stage, f.item, f.code, f.column, f.fund, f.kind, f.measure.value, f.direction, f.amount.value,
            f.amount.unit, f.amount.state.value, f.value_year, table or " / ".join(f.source.section), name_of(f.document_id),
            f.source.page, f.source.line_start, f.source.quote, f.document_id,
        )  # fmt: skip


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file that spreadsheets open as UTF-8; text that they would take for a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def to_markdown(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    r"""A Markdown table; a bar or a line break of a text does not break it.

    >>> to_markdown(("项目", "数值"), [("甲|乙", Decimal("8.30"))]).decode()
    '| 项目 | 数值 |\n|---|---|\n| 甲\\|乙 | 8.30 |\n'
    """
    lines = [columns, *rows]
    told = ["| " + " | ".join(_bare(value) for value in line) + " |" for line in lines]
    return "\n".join([told[0], "|" + "---|" * len(columns), *told[1:], ""]).encode("utf-8", "replace")


def _bare(value: Value) -> str:
    text = format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def to_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str) -> bytes:
    """A workbook with one sheet: numbers as numbers with the decimals they are printed with, text never as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for i, name in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(i)].width = _WIDTHS.get(name, 12)
    head = [_cell(page, name) for name in columns]
    for cell in head:
        cell.font = Font(bold=True)
    page.append(head)
    written = list(rows)
    for row in written:
        page.append([_cell(page, value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(written) + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


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
