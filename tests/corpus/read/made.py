"""Small disclosures as paragraphs and tables, and the same printed as web page, Word file, spreadsheet, PDF and picture."""

from __future__ import annotations

import html
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.document import Document
from corpus.grid.cells import Printed
from tests.corpus.pdf.sheet import Sheet
from tests.generator.budget import Budget, Scale, make_budget
from tests.generator.families import FAMILIES
from tests.generator.forms import Col, Form, FormRow

Truth = tuple[str, str | None, str, str | None, tuple[str, ...], str]
"""Title, code, label, side, header path and print of a number."""


@dataclass(frozen=True)
class Sheaf:
    """A disclosure: paragraphs, and tables under their captions; ``truth`` holds the numbers of the tables."""

    before: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], list[Printed]], ...]
    after: tuple[str, ...]
    truth: frozenset[Truth]


def sheaf(seed: int, family: str = "eleven", tables: int = 12) -> Sheaf:
    """The disclosure of a seed."""
    rng = random.Random(seed)
    budget = make_budget(rng, Scale())
    forms = [form for form in FAMILIES[family](budget) if not form.empty and not form.bare][:tables]
    truth: set[Truth] = set()
    laid = tuple((_caption(form, budget), _laid(form, truth)) for form in forms)
    before = (
        f"{budget.year}年{budget.issuer}部门预算公开",
        f"第一部分 {budget.issuer}概况",
        "一、主要职能",
        "贯彻执行国家有关方针政策。",
        f"第二部分 {budget.year}年部门预算公开表",
    )
    after = (
        f"第三部分 {budget.year}年部门预算情况说明",
        "一、关于“三公”经费预算情况说明",
        f"{budget.issuer}{budget.year}年“三公”经费财政拨款预算数为8.30万元，其中：公务接待费8.30万元。",
    )
    return Sheaf(before, laid, after, frozenset(truth))


def _caption(form: Form, budget: Budget) -> tuple[str, ...]:
    return tuple(filter(None, (form.number, form.title, f"{form.owner}：{budget.issuer} 单位：{form.unit}")))


def tight(text: str) -> str:
    """A label without the white that spreads it."""
    return "".join(text.split())


def money(value: Decimal) -> str:
    return f"{value:,.2f}" if value else ""


def _laid(form: Form, truth: set[Truth]) -> list[Printed]:
    """The cells of a form: header tree, then rows; the halves of a two-sided table beside each other."""
    cells: list[Printed] = []
    halves = [(form.columns, form.rows, form.sides[0] if form.right else None)]
    if form.right:
        halves.append((form.right_columns, form.right, form.sides[1]))
    top, left = 1 if form.right else 0, 0
    depth = max(len(c.path) for columns, _, _ in halves for c in columns)
    for columns, rows, side in halves:
        coded = any(row.code for row in rows)
        stub = ("科目编码", "科目名称") if coded else ("项目",)
        width = len(stub) + len(columns)
        if side:
            cells.append(Printed(0, left, side, 1, width))
        cells += [Printed(top, left + i, label, depth) for i, label in enumerate(stub)]
        cells += _header(columns, top, left + len(stub), depth)
        cells += _rows(form, columns, rows, side, (top + depth, left), coded, truth)
        left += width
    return cells


def _header(columns: Sequence[Col], top: int, left: int, depth: int) -> list[Printed]:
    cells = []
    for level in range(depth):
        place = 0
        while place < len(columns):
            path = columns[place].path[: level + 1]
            end = place
            while end < len(columns) and columns[end].path[: level + 1] == path:
                end += 1
            if len(path) > level:
                last = len(columns[place].path) == level + 1
                cells.append(Printed(top + level, left + place, path[-1], depth - level if last else 1, end - place))
            place = end
    return cells


def _rows(
    form: Form,
    columns: Sequence[Col],
    rows: Sequence[FormRow],
    side: str | None,
    at: tuple[int, int],
    coded: bool,
    truth: set[Truth],
) -> Iterable[Printed]:
    top, left = at
    for number, row in enumerate(rows, start=top):
        texts = [*([row.code] if coded else []), row.label, *map(money, row.values)]
        for column, value in zip(columns, row.values, strict=True):
            if value:
                path = (side, *column.path) if side else column.path
                half = side and ("收入" if "收入" in tight(side) else "支出")
                truth.add((form.title, row.code or None, tight(row.label), half, tuple(map(tight, path)), money(value)))
        yield from (Printed(number, left + i, text) for i, text in enumerate(texts) if text)


def read_back(document: Document) -> frozenset[Truth]:
    """The numbers of a document's tables in the same terms; those in doubt have no column."""
    return frozenset(
        (
            t.title,
            r.code,
            tight(r.label),
            r.side.value if r.side else None,
            t.columns[c.column].path if c.column is not None else (),
            c.printed,
        )
        for t in document.tables
        for r in t.rows
        for c in r.cells
    )


def size(cells: Sequence[Printed]) -> tuple[int, int]:
    """Rows and columns of a table."""
    return max(c.row + c.rows for c in cells), max(c.column + c.columns for c in cells)


def owners(cells: Sequence[Printed]) -> dict[tuple[int, int], Printed]:
    """The cell of each atom; places without one are blank cells."""
    height, width = size(cells)
    found = {(r, c): Printed(r, c, "") for r in range(height) for c in range(width)}
    for cell in cells:
        found.update(
            {(r, c): cell for r in range(cell.row, cell.row + cell.rows) for c in range(cell.column, cell.column + cell.columns)}
        )
    return found


def as_web(made: Sheaf) -> bytes:
    """A web page, as a content system writes it."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><style>td{}</style></head><body><div>"]
    parts += [f"<p>{html.escape(text)}</p>" for text in made.before]
    for caption, cells in made.tables:
        parts += [f"<p style='text-align:center'><span>{html.escape(text)}</span></p>" for text in caption]
        begun = {(c.row, c.column): c for c in owners(cells).values()}
        parts.append("<table border=1><tbody>")
        for row in range(size(cells)[0]):
            line = (
                f"<td rowspan={c.rows} colspan={c.columns}><p>{html.escape(c.text)}</p></td>"
                for (r, _), c in sorted(begun.items())
                if r == row
            )
            parts.append(f"<tr>{''.join(line)}</tr>")
        parts.append("</tbody></table>")
    return "\n".join([*parts, *(f"<p>{html.escape(text)}</p>" for text in made.after), "</div></body></html>"]).encode()


def as_word(made: Sheaf) -> bytes:
    """A Word file."""
    import docx

    document = docx.Document()
    for text in made.before:
        document.add_paragraph(text)
    for caption, cells in made.tables:
        for text in caption:
            document.add_paragraph(text)
        table = document.add_table(*size(cells))
        grid = [list(row.cells) for row in table.rows]
        for cell in cells:
            place = grid[cell.row][cell.column]
            if cell.rows > 1 or cell.columns > 1:
                place = place.merge(grid[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
            place.paragraphs[0].text = cell.text
    for text in made.after:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_sheets(made: Sheaf) -> bytes:
    """A spreadsheet: cover, a sheet a table with its caption in merged cells, the text; amounts are numbers with a format."""
    import openpyxl
    from openpyxl.styles import Alignment

    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    for number, text in enumerate(made.before, start=1):
        cover.cell(number, 1, text)
    for caption, cells in made.tables:
        sheet = book.create_sheet()
        width = size(cells)[1]
        for number, text in enumerate(caption, start=1):
            owner, _, unit = text.partition(" 单位：")
            sheet.cell(number, 1, owner)
            if unit:
                sheet.cell(number, width, f"单位：{unit}")
            else:
                sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        top = len(caption) + 1
        for cell in cells:
            amount = cell.text.replace(",", "")
            money = "." in amount and amount.replace(".", "").isdigit()
            place = sheet.cell(top + cell.row, 1 + cell.column, float(amount) if money else cell.text)
            place.number_format = "#,##0.00_ " if money else "@"
            place.alignment = Alignment(wrap_text=True)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(start_row=top + cell.row, end_row=top + cell.row + cell.rows - 1, start_column=1 + cell.column, end_column=cell.column + cell.columns)  # fmt: skip
    words = book.create_sheet()
    for number, text in enumerate(made.after, start=1):
        words.cell(number, 1, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(made: Sheaf, font: float = 9, size_: tuple[float, float] = (842, 1190)) -> bytes:
    """A PDF with ruled tables, a page each; long ones are printed smaller."""
    sheet = Sheet(size_, font=font)
    for number, text in enumerate(made.before):
        sheet.text(40, 40 + 24 * number, text)
    for caption, cells in made.tables:
        sheet.page()
        for number, text in enumerate(caption):
            sheet.text(40, 30 + 18 * number, text)
        height, width = size(cells)
        step, wide = min(24.0, (size_[1] - 100) / height), (size_[0] - 80) / width
        top = 40 + 18 * len(caption)
        for cell in {id(c): c for c in owners(cells).values()}.values():
            box = (
                40 + wide * cell.column,
                top + step * cell.row,
                40 + wide * (cell.column + cell.columns),
                top + step * (cell.row + cell.rows),
            )
            room = int((box[2] - box[0] - 6) // font)
            text = (
                cell.text
                if cell.text[:1].isdigit()
                else "|".join(cell.text[i : i + room] for i in range(0, len(cell.text), room))
            )
            sheet.cell(*box, text, "right" if "." in cell.text else "left")
    sheet.page()
    for number, text in enumerate(made.after):
        sheet.text(40, 40 + 24 * number, text)
    sheet.page()
    return sheet.data()
