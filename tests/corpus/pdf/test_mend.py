"""Pieces of line that are missing: neighbours do not run together, and real merged cells stay merged."""

from __future__ import annotations

from corpus.document import Reading
from corpus.read.pdf import read_pdf
from tests.corpus.pdf.sheet import Sheet, Spot
from tests.corpus.pdf.test_tables import grid, only, titled

XS = (40, 100, 220, 320, 420)
HEADS = tuple(Spot(word, 0, i) for i, word in enumerate(("科目编码", "科目名称", "基本支出", "项目支出")))
ROWS = (
    ("201", "一般公共服务支出", "3.00", "1.00"),
    ("20101", "人大事务", "2.00", "1.00"),
    ("20103", "政府办公厅事务", "1.00", ""),
)


def with_gap(column: int, row: int) -> Sheet:
    """The table with the border right of one cell left out; row -1 is the header."""
    sheet = Sheet()
    titled(sheet)
    for at, texts in enumerate((tuple(s.text for s in HEADS), *ROWS), start=-1):
        top = 90 + 18 * (at + 1)
        for i, words in enumerate(texts):
            align = "centre" if at < 0 else "left" if i < 2 else "right"
            sheet.rules = "all" if at != row else "rows"
            sheet.cell(XS[i], top, XS[i + 1], top + 18, words, align)
        if at == row:
            for i, x in enumerate(XS):
                if i != column + 1:
                    sheet.canvas.line(x, 595 - top, x, 595 - top - 18)
    return sheet


def test_a_gap_between_label_and_number() -> None:
    """The label does not swallow the number."""
    assert grid(only(read_pdf(with_gap(1, 0).data(), "x.pdf"))) == [list(row) for row in ROWS]


def test_a_gap_between_two_numbers() -> None:
    """Two numbers stay in their columns."""
    assert grid(only(read_pdf(with_gap(2, 1).data(), "x.pdf"))) == [list(row) for row in ROWS]


def test_a_gap_between_two_header_labels() -> None:
    """Each in the middle of its column."""
    table = only(read_pdf(with_gap(2, -1).data(), "x.pdf"))
    assert [column.path for column in table.columns] == [("基本支出",), ("项目支出",)]
    assert grid(table) == [list(row) for row in ROWS]


def test_spread_words_in_merged_cells_are_no_gap() -> None:
    """收　　入 over two columns, and 合　计 over code and name, are one word each."""
    xs = (40, 160, 240, 360, 440)
    sheet = Sheet()
    titled(sheet, "收支总表")
    spots = (
        Spot("收　　　　　入", 0, 0, 1, 2),
        Spot("支　　　　　出", 0, 2, 1, 2),
        *(Spot(word, 1, i) for i, word in enumerate(("项目", "预算数") * 2)),
    )
    sheet.rows(
        xs, sheet.header(xs, 90, spots), (("财政拨款", "1.00", "教育支出", "1.00"), ("其他收入", "", "其他支出", "")), "lrlr"
    )
    assert [column.path for column in only(read_pdf(sheet.data(), "x.pdf")).columns] == [("收入", "预算数"), ("支出", "预算数")]


def test_one_header_over_two_columns_of_numbers_is_ambiguous() -> None:
    """The print does not say which is which."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 160, 260, 360)
    sheet.rows(xs, sheet.header(xs, 90, (Spot("项目", 0, 0), Spot("预算数", 0, 1, 1, 2))), (("教育支出", "3.00", "1.00"),), "lrr")
    cells = only(read_pdf(sheet.data(), "x.pdf")).rows[0].cells
    assert [(cell.printed, cell.column, cell.reading, cell.candidates) for cell in cells] == [
        ("3.00", None, Reading.AMBIGUOUS, (0, 1)), ("1.00", None, Reading.AMBIGUOUS, (0, 1)),
    ]  # fmt: skip
