"""Tables drawn the ways disclosures draw them, read back whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import Reading, Side, Table
from corpus.read.pdf import PdfPages, read_pdf
from tests.corpus.pdf.sheet import Sheet, Spot

XS = (40, 120, 300, 400, 500, 600, 700)
HEADER = (
    Spot("科目编码", 0, 0, 2), Spot("科目名称", 0, 1, 2), Spot("合计", 0, 2, 2),
    Spot("基本支出", 0, 3, 1, 2), Spot("人员经费", 1, 3), Spot("公用经费", 1, 4), Spot("项目支出", 0, 5, 2),
)  # fmt: skip
ROWS = (
    ("", "合计", "1,234.50", "1,000.00", "34.50", "200.00"),
    ("201", "一般公共服务支出", "1,134.50", "900.00", "34.50", "200.00"),
    ("20101", "　人大事务", "1,134.50", "900.00", "34.50", "200.00"),
    ("2010101", "　　行政运行", "934.50", "900.00", "34.50", ""),
    ("208", "社会保障|和就业支出", "100.00", "100.00", "", ""),
)
PATHS = [("合计",), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)]


def titled(sheet: Sheet, title: str = "2024年部门支出总表", unit: str = "万元", number: str = "表3") -> None:
    """Number, title, department and unit over a table."""
    sheet.text(40, 40, number)
    sheet.text(sheet.size[0] / 2, 60, title, "centre", 14)
    sheet.text(40, 80, "部门：某某市统计局")
    sheet.text(700, 80, f"单位：{unit}", "right")


def expenditure(rules: str = "all", size: tuple[float, float] = (842, 595)) -> Sheet:
    """The usual expenditure table."""
    sheet = Sheet(size, rules)
    titled(sheet)
    top = sheet.header(XS, 90, HEADER)
    sheet.rows(XS, top, ROWS, "llrrrr")
    return sheet


def only(pages: PdfPages) -> Table:
    """The one table of a file."""
    assert len(pages.tables) == 1, [table.title for table in pages.tables]
    return pages.tables[0]


def grid(table: Table) -> list[list[str]]:
    """Code, label and the printed cells by column, "" where blank."""
    found = []
    for row in table.rows:
        cells = [""] * len(table.columns)
        for cell in row.cells:
            assert cell.column is not None and cell.reading is Reading.PRINTED
            cells[cell.column] = cell.printed
        found.append([row.code or "", row.label, *cells])
    return found


def as_drawn(rows: tuple[tuple[str, ...], ...] = ROWS) -> list[list[str]]:
    """The rows as they must come back: lines rejoined, indentation gone."""
    return [[words.replace("|", "").strip("　") for words in row] for row in rows]


def test_a_ruled_table_with_merged_headers() -> None:
    """Caption, header chains, rows, blanks, labels over two lines, the hierarchy by codes."""
    table = only(read_pdf(expenditure().data(), "x.pdf"))
    assert (table.number, table.title, table.unit) == ("表3", "2024年部门支出总表", "万元")
    assert [column.path for column in table.columns] == PATHS
    assert [column.kind for column in table.columns] == [None, "人员经费", "公用经费", "项目支出"]
    assert grid(table) == as_drawn()
    assert table.rows[3].path == ("一般公共服务支出", "人大事务", "行政运行")
    assert [row.total for row in table.rows] == [True, False, False, False, False]


def test_lines_stand_in_reading_order_with_their_numbers() -> None:
    """One line a row, numbered within the page, thousands separators intact; cells point into them."""
    pages = read_pdf(expenditure().data(), "x.pdf")
    texts = [line.text for line in pages.lines]
    assert texts[:3] == ["表3", "2024年部门支出总表", "部门：某某市统计局 单位：万元"]
    assert "2010101 行政运行 934.50 900.00 34.50" in texts
    assert [line.number for line in pages.lines] == list(range(1, len(texts) + 1))
    for row in only(pages).rows:
        for cell in row.cells:
            assert pages.lines[cell.line].text[cell.start :].startswith(cell.printed)
    assert {texts[index] for index in pages.in_table}.isdisjoint(texts[:3])


@pytest.mark.parametrize("rules", ["none", "rows"])
def test_a_table_without_lines_between_columns_is_left_alone_or_right(rules: str) -> None:
    """Alignment reads the figures where the header leaves no choice, and never gives one to another column."""
    right = {(row[1], path, row[2 + i]) for row in as_drawn() for i, path in enumerate(PATHS)}
    for table in read_pdf(expenditure(rules).data(), "x.pdf").tables:
        for row in table.rows:
            for cell in row.cells:
                assert cell.column is not None
                assert (row.label, table.columns[cell.column].path, cell.printed) in right


def test_a_plain_header_without_any_line_is_read() -> None:
    """Columns with one label each need no ruling."""
    sheet = Sheet(rules="none")
    titled(sheet)
    spots = [Spot(word, 0, i) for i, word in enumerate(("科目编码", "科目名称", "合计", "人员经费", "公用经费", "项目支出"))]
    sheet.rows(XS, sheet.header(XS, 90, spots), ROWS[:4], "llrrrr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [column.path for column in table.columns] == [("合计",), ("人员经费",), ("公用经费",), ("项目支出",)]
    assert grid(table) == as_drawn(ROWS[:4])


def test_rows_without_lines_between_them() -> None:
    """Only columns and the outline are ruled: numbers below each other are rows of their own."""
    sheet = Sheet()
    titled(sheet)
    top = sheet.header(XS, 90, HEADER)
    for left, right in zip(XS, XS[1:], strict=False):
        sheet.box(left, top, right, top + 4 * 18)
    sheet.rules = "none"
    sheet.rows(XS, top, ROWS[:4], "llrrrr")
    assert grid(only(read_pdf(sheet.data(), "x.pdf"))) == as_drawn(ROWS[:4])


def test_open_sides() -> None:
    """A table without outer lines left and right."""
    sheet = Sheet()
    titled(sheet)
    top = sheet.header(XS, 90, HEADER)
    sheet.rows(XS, top, ROWS, "llrrrr")
    closed = only(read_pdf(sheet.data(), "x.pdf"))
    sheet = Sheet(rules="rows")
    titled(sheet)
    top = sheet.header(XS, 90, HEADER)
    end = sheet.rows(XS, top, ROWS, "llrrrr")
    for x in XS[1:-1]:
        sheet.canvas.line(x, 595 - 90, x, 595 - end) if x != 500 else sheet.canvas.line(x, 595 - 108, x, 595 - end)
    opened = only(read_pdf(sheet.data(), "x.pdf"))
    assert grid(opened) == grid(closed)
    assert opened.columns == closed.columns


@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_pages_is_one_table(repeat: bool) -> None:
    """With the header repeated and without; page heads and page numbers between the parts do not part it."""
    sheet = Sheet()
    for number, rows in enumerate((ROWS[:3], ROWS[3:4], ROWS[4:]), start=1):
        sheet.text(40, 20, "某某市统计局2024年度部门预算公开")
        if number == 1:
            titled(sheet)
        top = sheet.header(XS, 90, HEADER) if repeat or number == 1 else 90
        sheet.rows(XS, top, rows, "llrrrr")
        sheet.text(421, 570, f"- {number} -", "centre")
        sheet.page()
    pages = read_pdf(sheet.data(), "x.pdf")
    table = only(pages)
    assert grid(table) == as_drawn()
    assert [pages.lines[row.first].page for row in table.rows] == [1, 1, 1, 2, 3]


def test_the_next_table_is_another_table() -> None:
    """The same columns under another title do not continue the table before."""
    sheet = Sheet()
    for title in ("2024年部门支出总表", "2024年一般公共预算支出表"):
        titled(sheet, title)
        sheet.rows(XS, sheet.header(XS, 90, HEADER), ROWS, "llrrrr")
        sheet.page()
    assert [table.title for table in read_pdf(sheet.data(), "x.pdf").tables] == ["2024年部门支出总表", "2024年一般公共预算支出表"]


def test_the_same_form_of_another_unit_is_another_table() -> None:
    """Several units in one file print the same title: each begins with its own total."""
    sheet = Sheet()
    for _ in range(2):
        titled(sheet)
        sheet.rows(XS, sheet.header(XS, 90, HEADER), ROWS, "llrrrr")
        sheet.page()
    assert [len(table.rows) for table in read_pdf(sheet.data(), "x.pdf").tables] == [5, 5]


def test_a_label_cut_by_the_page_end_is_put_together() -> None:
    """The rest of a label on top of the next page has neither code nor number."""
    sheet = Sheet()
    titled(sheet)
    sheet.rows(XS, sheet.header(XS, 90, HEADER), (*ROWS[:4], ("208", "社会保障", "100.00", "100.00", "", "")), "llrrrr")
    sheet.page()
    sheet.rows(XS, 60, (("", "和就业支出", "", "", "", ""), ("210", "卫生健康支出", "5.00", "5.00", "", "")), "llrrrr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [row.label for row in table.rows][-2:] == ["社会保障和就业支出", "卫生健康支出"]


def test_two_sides() -> None:
    """收入 and 支出 side by side: each side with its rows, paths by enumeration and indentation."""
    xs = (40, 220, 320, 520, 640)
    sheet = Sheet()
    titled(sheet, "收支总表")
    spots = (
        Spot("收　　入", 0, 0, 1, 2),
        Spot("支　　出", 0, 2, 1, 2),
        Spot("项　目", 1, 0),
        Spot("预算数", 1, 1),
        Spot("项　目", 1, 2),
        Spot("预算数", 1, 3),
    )
    rows = (
        ("一、财政拨款收入", "120.00", "一、一般公共服务支出", "80.00"),
        ("　一般公共预算", "120.00", "　人大事务", "80.00"),
        ("二、其他收入", "", "二、教育支出", "40.00"),
        ("收入总计", "120.00", "支出总计", "120.00"),
    )
    sheet.rows(xs, sheet.header(xs, 90, spots), rows, "lrlr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [(column.side, column.path) for column in table.columns] == [
        (Side.REVENUE, ("收入", "预算数")),
        (Side.EXPENDITURE, ("支出", "预算数")),
    ]
    assert [(row.side, row.path) for row in table.rows] == [
        (Side.REVENUE, ("一、财政拨款收入",)),
        (Side.REVENUE, ("一、财政拨款收入", "一般公共预算")),
        (Side.REVENUE, ("二、其他收入",)),
        (Side.REVENUE, ("收入总计",)),
        (Side.EXPENDITURE, ("一、一般公共服务支出",)),
        (Side.EXPENDITURE, ("一、一般公共服务支出", "人大事务")),
        (Side.EXPENDITURE, ("二、教育支出",)),
        (Side.EXPENDITURE, ("支出总计",)),
    ]
    assert [[str(cell.value) for cell in row.cells] for row in table.rows] == [
        ["120.00"], ["120.00"], [], ["120.00"], ["80.00"], ["80.00"], ["40.00"], ["120.00"],
    ]  # fmt: skip


def test_repeated_panels_with_split_codes() -> None:
    """类 and 款 in columns of their own, two panels side by side: codes joined, panels read one after the other."""
    xs = (40, 80, 120, 240, 320, 360, 400, 520, 600)
    half = (
        Spot("经济分类科目编码", 0, 0, 1, 2),
        Spot("类", 1, 0),
        Spot("款", 1, 1),
        Spot("科目名称", 0, 2, 2),
        Spot("决算数", 0, 3, 2),
    )
    spots = half + tuple(Spot(s.text, s.row, s.column + 4, s.rows, s.columns) for s in half)
    rows = (
        ("301", "", "工资福利支出", "30.00", "302", "", "商品和服务支出", "12.00"),
        ("301", "01", "基本工资", "20.00", "302", "01", "办公费", "12.00"),
        ("", "02", "津贴补贴", "10.00", "", "", "", ""),
    )
    sheet = Sheet()
    titled(sheet, "一般公共预算财政拨款基本支出决算表")
    sheet.rows(xs, sheet.header(xs, 90, spots), rows, "cclrcclr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [(row.code, row.path[-1], row.side) for row in table.rows] == [
        ("301", "工资福利支出", None), ("30101", "基本工资", None), ("30102", "津贴补贴", None), ("302", "商品和服务支出", None), ("30201", "办公费", None),
    ]  # fmt: skip
    assert table.rows[2].path == ("工资福利支出", "津贴补贴")


def test_the_total_in_the_row_of_lei_kuan_xiang() -> None:
    """类 款 项 stand in the same row as 合计 and its numbers: labels on the left, figures on the right."""
    xs = (40, 80, 120, 160, 320, 420)
    sheet = Sheet()
    titled(sheet, "支出决算表")
    sheet.header(xs, 90, (Spot("科目编码", 0, 0, 1, 3), Spot("科目名称", 0, 3), Spot("本年支出合计", 0, 4)))
    sheet.rows(xs, 108, (("类", "款", "项", "合计", "12.00"), ("201", "01", "05", "人大会议", "12.00")), "ccclr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert grid(table) == [["", "合计", "12.00"], ["2010105", "人大会议", "12.00"]]
    assert table.rows[0].total


def test_title_and_unit_inside_the_grid() -> None:
    """The first rows of the grid are its caption."""
    sheet = Sheet()
    sheet.cell(40, 50, 600, 70, "支出总表（预算表3）", "centre")
    sheet.cell(40, 70, 500, 90, "预算单位：某某市统计局")
    sheet.cell(500, 70, 600, 90, "单位：万元", "right")
    xs = (40, 120, 300, 450, 600)
    spots = (Spot("科目编码", 0, 0), Spot("科目名称", 0, 1), Spot("基本支出", 0, 2), Spot("项目支出", 0, 3))
    sheet.rows(xs, sheet.header(xs, 90, spots), (("201", "一般公共服务支出", "3.00", "1.20"),), "llrr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert (table.number, table.title, table.unit) == ("预算表3", "支出总表（预算表3）", "万元")
    assert [column.path for column in table.columns] == [("基本支出",), ("项目支出",)]


def test_a_row_of_column_numbers_is_no_data() -> None:
    """栏次 1 2 3 under the header is neither header nor row."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 200, 300, 400, 500)
    spots = [Spot(word, 0, i) for i, word in enumerate(("项目", "合计", "基本支出", "项目支出"))]
    sheet.rows(
        xs, sheet.header(xs, 90, spots), (("栏次", "1", "2", "3"), ("合计", "5", "3", "2"), ("教育支出", "5", "3", "2")), "lrrr"
    )
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert grid(table) == [["", "合计", "5", "3", "2"], ["", "教育支出", "5", "3", "2"]]
    assert [column.path for column in table.columns] == [("合计",), ("基本支出",), ("项目支出",)]


def test_numbers_broken_in_a_narrow_cell() -> None:
    """A number broken over two lines is one number."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 140, 170, 300)
    spots = [Spot("项目", 0, 0), Spot("合|计", 0, 1), Spot("项目支出", 0, 2)]
    top = sheet.header(xs, 90, spots, 30)
    sheet.rows(xs, top, (("合计", "1682.7|6", "1,682.76"), ("教育支出", "1682.7|6", "0.00")), "lcr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [[str(cell.value) for cell in row.cells] for row in table.rows] == [["1682.76", "1682.76"], ["1682.76", "0.00"]]


def test_one_row_without_a_label() -> None:
    """三公 tables print one row of numbers: columns are the items."""
    xs = (40, 140, 240, 340, 440, 540)
    spots = (
        Spot("合计", 0, 0, 2), Spot("因公出国（境）费", 0, 1, 2), Spot("公务接待费", 0, 4, 2),
        Spot("公务用车购置及运行费", 0, 2, 1, 2), Spot("购置费", 1, 2), Spot("运行费", 1, 3),
    )  # fmt: skip
    sheet = Sheet()
    titled(sheet, "一般公共预算“三公”经费支出表")
    sheet.rows(xs, sheet.header(xs, 90, spots), (("8.30", "0.00", "", "6.00", "2.30"),), "rrrrr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [column.item for column in table.columns] == [
        "三公经费",
        "因公出国（境）费",
        "公务用车购置费",
        "公务用车运行费",
        "公务接待费",
    ]
    assert [(cell.column, cell.value) for cell in table.rows[0].cells] == [
        (0, Decimal("8.30")),
        (1, Decimal("0.00")),
        (3, Decimal("6.00")),
        (4, Decimal("2.30")),
    ]


def test_two_years_in_one_row() -> None:
    """The earlier year's columns are a year back."""
    xs = (40, 200, 300, 400)
    sheet = Sheet()
    titled(sheet, "2026年一般公共预算支出情况表")
    spots = (Spot("科目名称", 0, 0), Spot("2025年预算数", 0, 1), Spot("2026年预算数", 0, 2))
    sheet.rows(xs, sheet.header(xs, 90, spots), (("行政运行", "5.00", "6.00"), ("合计", "5.00", "6.00")), "lrr")
    assert [column.year_offset for column in only(read_pdf(sheet.data(), "x.pdf")).columns] == [-1, 0]


def test_an_empty_table_says_so() -> None:
    """A table of blanks with a note that there is nothing."""
    sheet = Sheet()
    titled(sheet, "政府性基金预算支出表")
    end = sheet.rows(XS, sheet.header(XS, 90, HEADER), (("", "合计", "", "", "", ""), ("", "", "", "", "", "")), "llrrrr")
    sheet.text(40, end + 20, "注：本部门2024年没有政府性基金预算支出，故本表无数据。")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [row.cells for row in table.rows] == [()]
    assert table.empty_note is not None and table.empty_note.quote.startswith("注：本部门2024年没有")
    assert table.notes == ("注：本部门2024年没有政府性基金预算支出，故本表无数据。",)


def test_codes_inside_labels() -> None:
    """Bracketed codes go to the code; a year or an amount in front of a label does not."""
    xs = (40, 300, 420)
    sheet = Sheet()
    titled(sheet)
    rows = (("[2014001]行政运行", "5.00"), ("2014004信访业务", "6.00"), ("2025年结转", "1.00"), ("200万元以上设备", "2.00"))
    sheet.rows(xs, sheet.header(xs, 90, (Spot("支出项目", 0, 0), Spot("合计", 0, 1))), rows, "lr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [(row.code, row.label) for row in table.rows] == [
        ("2014001", "行政运行"), ("2014004", "信访业务"), (None, "2025年结转"), (None, "200万元以上设备"),
    ]  # fmt: skip


def test_wide_pages_and_small_ones() -> None:
    """The page's size plays no part."""
    for size in ((1446, 595), (720, 540)):
        assert grid(only(read_pdf(expenditure(size=size).data(), "x.pdf"))) == as_drawn()


@pytest.mark.parametrize("angle", [90, 270])
def test_boxes_lie_on_the_page_as_shown(angle: int) -> None:
    """A table set sideways: its boxes are where a viewer shows the numbers."""
    sheet = Sheet((842, 842))
    sheet.canvas.translate(421, 421)
    sheet.canvas.rotate(angle)
    sheet.canvas.translate(-421, -421)
    titled(sheet)
    sheet.rows(XS, sheet.header(XS, 90, HEADER), ROWS, "llrrrr")
    upright = only(read_pdf(expenditure(size=(842, 842)).data(), "x.pdf"))
    sideways = only(read_pdf(sheet.data(), "x.pdf"))
    assert grid(sideways) == grid(upright)
    for shown, flat in zip(
        (c.box for r in sideways.rows for c in r.cells), (c.box for r in upright.rows for c in r.cells), strict=True
    ):
        assert shown and flat
        place = (flat.top, 842 - flat.right) if angle == 90 else (842 - flat.bottom, flat.left)
        assert (shown.left, shown.top) == pytest.approx(place, abs=0.5)


def test_amounts_that_run_together_in_a_cell_are_kept_undecided() -> None:
    """Two amounts in one cell are two undecided cells of its column, not nothing, and never one of them as the row's."""
    sheet = Sheet()
    titled(sheet)
    top = sheet.header(XS, 90, HEADER)
    sheet.rows(XS, top, (*ROWS[:2], ("208", "社会保障支出", "12.00 34.50", "46.50", "", "")), "llrrrr")
    row = only(read_pdf(sheet.data(), "x.pdf")).rows[-1]
    open_cells = [cell for cell in row.cells if cell.reading is Reading.AMBIGUOUS]
    assert [str(cell.value) for cell in open_cells] == ["12.00", "34.50"]
    assert all(cell.column is None and cell.candidates == (0,) for cell in open_cells)
    assert [cell.printed for cell in row.cells if cell.reading is Reading.PRINTED] == ["46.50"]
