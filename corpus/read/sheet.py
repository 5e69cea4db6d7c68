"""Spreadsheets (.xlsx and .xls): every visible sheet is a page, its cells as their number formats print them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import DamagedFile
from corpus.grid.cells import Printed
from corpus.grid.flow import Item
from corpus.pdf.caption import read_caption
from corpus.read.container import UNSOUND, check_markup
from corpus.read.shown import is_date, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_SHEETS = 500
MAX_CELLS = 1_000_000
"""More sheets, and more places on them, than tables of a disclosure have."""
_INDENT = 9.0
_ADVICE = "请用 Excel 打开，另存后再试"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The pages of a workbook, sheet by sheet (a hidden sheet is an empty page), and what was left out of it."""

    pages: tuple[tuple[Item, ...], ...]
    remarks: tuple[str, ...]


def read_sheets(data: bytes, name: str) -> Workbook:
    """Read an .xlsx. Raises DamagedFile: damaged, over a limit, or with formulas whose results were not saved."""
    import openpyxl
    from lxml.etree import LxmlError
    from openpyxl.utils.exceptions import InvalidFileException

    check_markup(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False) if _computes(data) else None
    except (InvalidFileException, LxmlError, *UNSOUND) as error:
        raise DamagedFile(name, "表格文件损坏，读不完整", _ADVICE) from error
    sheets = book.worksheets
    _limit(len(sheets), sum(sheet.max_row * sheet.max_column for sheet in sheets), name)
    if formulas is not None:
        _check_results(sheets, formulas.worksheets, name)
    pages = tuple(tuple(_page(sheet)) if sheet.sheet_state == "visible" else () for sheet in sheets)
    return Workbook(pages, tuple(_hidden(sheet.title) for sheet in sheets if sheet.sheet_state != "visible"))


def _hidden(title: str) -> str:
    return f"工作表“{title}”是隐藏的，未读取"


def _limit(sheets: int, cells: int, name: str) -> None:
    if sheets > MAX_SHEETS:
        raise DamagedFile(name, f"有 {sheets} 张工作表，超过上限 {MAX_SHEETS} 张", "请拆分后再试")
    if cells > MAX_CELLS:
        raise DamagedFile(name, f"工作表共有 {cells} 格，超过上限 {MAX_CELLS} 格", "请删去空行空列后再试")


def _computes(data: bytes) -> bool:
    """Whether any sheet holds formulas."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return any(
            b"<f" in file.read(part) for part in file.namelist() if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


def _check_results(values: Sequence[Worksheet], formulas: Sequence[Worksheet], name: str) -> None:
    """Refuse formulas without results: their cells print numbers that the file does not hold. Raises DamagedFile."""
    for sheet, source in zip(values, formulas, strict=True):
        for row in source.iter_rows():
            for cell in row:
                if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None and sheet.sheet_state == "visible":
                    raise DamagedFile(name, f"工作表“{sheet.title}”{cell.coordinate} 的公式没有保存结果", _ADVICE)


def _page(sheet: Worksheet) -> Iterator[Item]:
    """The visible cells of a sheet."""
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    rows = _visible(sheet.row_dimensions, sheet.max_row, lambda key: (key, key))
    letters = sheet.column_dimensions
    columns = _visible(letters, sheet.max_column, lambda key: (letters[key].min, letters[key].max))
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            text = shown(cell.value, cell.number_format)
            area = spans.get((cell.row, cell.column))
            last = (area.max_row, area.max_col) if area else (cell.row, cell.column)
            height, width = rows[last[0]] - rows[cell.row - 1], columns[last[1]] - columns[cell.column - 1]
            if text.strip() and height and width:
                indent = _INDENT * float(cell.alignment.indent or 0)
                cells.append(Printed(rows[cell.row - 1], columns[cell.column - 1], text, height, width, indent))
    yield from _with_title(cells, sheet.title)


def _with_title(cells: list[Printed], title: str) -> Iterator[Item]:
    """The cells of a sheet; its name, where that is a title and the cells print none, stands over them."""
    if not cells:
        return
    printed = (read_caption(line) for cell in cells for line in cell.pieces)
    if read_caption(title).title and not any(caption.title for caption in printed):
        yield title
    yield cells


def _visible(dimensions: Any, count: int, reach: Any) -> list[int]:
    """For each row (or column) how many visible ones there are up to it; index 0 stands for none."""
    hidden: set[int] = set()
    for key in list(dimensions):
        if dimensions[key].hidden:
            first, last = reach(key)
            hidden.update(range(first or 0, min(last or 0, count) + 1))
    seen = [0]
    for index in range(1, count + 1):
        seen.append(seen[-1] + (index not in hidden))
    return seen


def read_old_sheets(data: bytes, name: str) -> Workbook:
    """Read an .xls. Raises DamagedFile: damaged, encrypted or over a limit."""
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), ignore_workbook_corruption=False
        )
        sheets = book.sheets()
        _limit(len(sheets), sum(sheet.nrows * sheet.ncols for sheet in sheets), name)
        pages = tuple(tuple(_old_page(book, sheet)) if not sheet.visibility else () for sheet in sheets)
    except (xlrd.XLRDError, CompDocError, *UNSOUND) as error:
        locked = "encrypted" in str(error).lower()
        raise DamagedFile(name, "文件加了密码，打不开" if locked else "表格文件损坏，读不完整", _ADVICE) from error
    return Workbook(pages, tuple(_hidden(sheet.name) for sheet in sheets if sheet.visibility))


def _old_page(book: Any, sheet: Any) -> Iterator[Item]:
    spans = {(top, left): (bottom, right) for top, bottom, left, right in sheet.merged_cells}
    covered = {(r, c) for (t, lf), (b, rt) in spans.items() for r in range(t, b) for c in range(lf, rt)} - set(spans)
    rows = [0]
    for index in range(sheet.nrows):
        info = sheet.rowinfo_map.get(index)
        rows.append(rows[-1] + (info is None or not info.hidden))
    columns = [0]
    for index in range(sheet.ncols):
        info = sheet.colinfo_map.get(index)
        columns.append(columns[-1] + (info is None or not info.hidden))
    cells = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            bottom, right = spans.get((row, column), (row + 1, column + 1))
            height = rows[min(bottom, sheet.nrows)] - rows[row]
            width = columns[min(right, sheet.ncols)] - columns[column]
            if (row, column) not in covered and height and width and (text := _old_text(book, sheet, row, column)).strip():
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                cells.append(Printed(rows[row], columns[column], text, height, width, _INDENT * style.alignment.indent_level))
    yield from _with_title(cells, sheet.name)


def _old_text(book: Any, sheet: Any, row: int, column: int) -> str:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value), None)
    code = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    if kind == xlrd.XL_CELL_DATE and is_date(code):
        return shown(xlrd.xldate_as_datetime(value, book.datemode), code) if value >= 1 else ""
    return shown(value, code)
