"""Layouts of standard forms that differ by place: line numbers, three panels, doubtful cells, titles without 表."""

from __future__ import annotations

from corpus.document import Reading, Side
from corpus.read.pdf import read_pdf
from tests.corpus.pdf.sheet import Sheet, Spot
from tests.corpus.pdf.test_tables import grid, only, titled


def test_final_account_form_with_line_numbers() -> None:
    """项目 行次 金额 on both sides, a row 栏次 1 2: line numbers are neither labels nor figures."""
    xs = (40, 200, 230, 320, 480, 510, 600)
    spots = (
        Spot("收入", 0, 0, 1, 3), Spot("支出", 0, 3, 1, 3),
        *(Spot(word, 1, i) for i, word in enumerate(("项目", "行次", "金额") * 2)),
    )  # fmt: skip
    rows = (
        ("栏　次", "", "1", "栏　次", "", "2"),
        ("一、一般公共预算财政拨款收入", "1", "12.00", "一、一般公共服务支出", "31", "9.00"),
        ("二、政府性基金预算财政拨款收入", "2", "", "二、外交支出", "32", ""),
        ("本年收入合计", "3", "12.00", "本年支出合计", "33", "9.00"),
    )
    sheet = Sheet()
    titled(sheet, "收入支出决算总表", number="公开01表")
    sheet.rows(xs, sheet.header(xs, 90, spots), rows, "lcrlcr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [(column.side, column.path) for column in table.columns] == [
        (Side.REVENUE, ("收入", "金额")),
        (Side.EXPENDITURE, ("支出", "金额")),
    ]
    assert [(row.label, [str(c.value) for c in row.cells]) for row in table.rows] == [
        ("一、一般公共预算财政拨款收入", ["12.00"]), ("二、政府性基金预算财政拨款收入", []), ("本年收入合计", ["12.00"]),
        ("一、一般公共服务支出", ["9.00"]), ("二、外交支出", []), ("本年支出合计", ["9.00"]),
    ]  # fmt: skip


def test_three_panels_under_two_headings() -> None:
    """人员经费 once, 公用经费 twice, side by side."""
    xs = [40 + 70 * i for i in range(10)]
    spots = [Spot("人员经费", 0, 0, 1, 3), Spot("公用经费", 0, 3, 1, 6)]
    spots += [Spot(word, 1, i) for i, word in enumerate(("科目编码", "科目名称", "决算数") * 3)]
    rows = (
        ("301", "工资福利支出", "5.00", "302", "商品和服务支出", "3.00", "310", "资本性支出", "1.00"),
        ("30101", "基本工资", "5.00", "30201", "办公费", "3.00", "31002", "办公设备购置", "1.00"),
        ("人员经费合计", "", "5.00", "公用经费合计", "", "", "", "", "4.00"),
    )
    sheet = Sheet(font=8)
    titled(sheet, "一般公共预算财政拨款基本支出决算表")
    sheet.rows(xs, sheet.header(xs, 90, spots), rows, "llrllrllr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [(column.path, column.kind) for column in table.columns] == [
        (("人员经费", "决算数"), "人员经费"), (("公用经费", "决算数"), "公用经费"), (("公用经费", "决算数"), "公用经费"),
    ]  # fmt: skip
    assert [row.code for row in table.rows if row.code] == ["301", "30101", "302", "30201", "310", "31002"]


def test_a_number_beside_several_labels_is_ambiguous() -> None:
    """One amount for two projects: which of them it belongs to is not printed."""
    sheet = Sheet()
    titled(sheet, "项目支出表")
    xs = (40, 200, 300)
    top = sheet.header(xs, 90, (Spot("项目名称", 0, 0), Spot("金额", 0, 1)))
    sheet.rows(xs[:2], top, (("甲项目",), ("乙项目",), ("丙项目",)), "l")
    sheet.cell(200, top, 300, top + 36, "8.00", "right")
    sheet.cell(200, top + 36, 300, top + 54, "2.00", "right")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    cells = [(row.label, cell.printed, cell.reading, cell.column) for row in table.rows for cell in row.cells]
    assert cells == [("甲项目", "8.00", Reading.AMBIGUOUS, None), ("丙项目", "2.00", Reading.PRINTED, 0)]


def test_a_number_over_two_columns_is_ambiguous() -> None:
    """Its candidates are the columns it touches."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 200, 300, 400)
    top = sheet.header(xs, 90, (Spot("科目名称", 0, 0), Spot("基本支出", 0, 1), Spot("项目支出", 0, 2)))
    sheet.rows(xs, top, (("行政运行", "1.00", "2.00"), ("信访业务", "", "")), "lrr")
    sheet.text(300, top + 27, "1,234.56", "centre")
    (cell,) = only(read_pdf(sheet.data(), "x.pdf")).rows[1].cells
    assert (cell.printed, cell.column, cell.reading, cell.candidates) == ("1,234.56", None, Reading.AMBIGUOUS, (0, 1))


def test_labels_that_span_rows_go_to_each_of_them() -> None:
    """The unit stands once beside its projects; the project names the row."""
    sheet = Sheet()
    titled(sheet, "项目支出表")
    xs = (40, 140, 300, 400)
    top = sheet.header(xs, 90, (Spot("单位名称", 0, 0), Spot("项目名称", 0, 1), Spot("金额", 0, 2)))
    sheet.cell(40, top, 140, top + 36, "某某中心")
    sheet.rows(xs[1:], top, (("甲项目", "8.00"), ("乙项目", "2.00")), "lr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert [row.path for row in table.rows] == [("某某中心", "甲项目"), ("某某中心", "乙项目")]


def test_a_title_that_does_not_say_table() -> None:
    """Between its number and the unit stands the title, whatever it ends with."""
    sheet = Sheet()
    titled(sheet, "2024年部门收支预算总体情况")
    xs = (40, 200, 300)
    sheet.rows(xs, sheet.header(xs, 90, (Spot("项目", 0, 0), Spot("预算数", 0, 1))), (("合计", "8.00"),), "lr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert (table.number, table.title) == ("表3", "2024年部门收支预算总体情况")


def test_two_tables_on_one_page() -> None:
    """Each with its own caption, and the text between them outside both."""
    sheet = Sheet()
    titled(sheet, "收入预算表")
    xs = (40, 200, 300)
    spots = (Spot("项目", 0, 0), Spot("预算数", 0, 1))
    end = sheet.rows(xs, sheet.header(xs, 90, spots), (("合计", "8.00"),), "lr")
    sheet.text(40, end + 20, "以上为收入情况，以下为支出情况。")
    sheet.text(421, end + 50, "支出预算表", "centre", 14)
    sheet.text(300, end + 70, "单位：元", "right")
    sheet.rows(xs, sheet.header(xs, end + 80, spots), (("合计", "80,000.00"),), "lr")
    pages = read_pdf(sheet.data(), "x.pdf")
    assert [(table.title, table.unit, grid(table)) for table in pages.tables] == [
        ("收入预算表", "万元", [["", "合计", "8.00"]]), ("支出预算表", "元", [["", "合计", "80,000.00"]]),
    ]  # fmt: skip
    between = [index for index, line in enumerate(pages.lines) if line.text.startswith("以上为")]
    assert between and not set(between) & pages.in_table


def test_empty_cells_stay_empty() -> None:
    """A table of which one column is filled gives that column alone."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 200, 300, 400, 500)
    spots = [Spot(word, 0, i) for i, word in enumerate(("科目名称", "合计", "基本支出", "项目支出"))]
    sheet.rows(xs, sheet.header(xs, 90, spots), (("行政运行", "", "", "2.00"), ("信访业务", "", "", "")), "lrrr")
    assert grid(only(read_pdf(sheet.data(), "x.pdf"))) == [["", "行政运行", "", "", "2.00"], ["", "信访业务", "", "", ""]]


def test_text_in_a_bordered_column_stays_text() -> None:
    """A frame around paragraphs is no table: its lines can be read as prose."""
    sheet = Sheet()
    for i, words in enumerate(("一、收入1,234.50万元，比上年增加。", "二、支出1,234.50万元，比上年减少。", "三、其他说明。")):
        sheet.cell(40, 60 + 30 * i, 600, 90 + 30 * i, words)
    pages = read_pdf(sheet.data(), "x.pdf")
    assert pages.tables == () and not pages.in_table
    assert pages.lines[0].text == "一、收入1,234.50万元，比上年增加。"


def test_a_page_that_merges_columns_still_continues_the_table() -> None:
    """The last page prints one wide cell where the others print two columns: the rest stays in its columns."""
    sheet = Sheet()
    titled(sheet)
    xs = (40, 200, 300, 400, 500)
    spots = [Spot(word, 0, i) for i, word in enumerate(("科目名称", "合计", "基本支出", "项目支出"))]
    sheet.rows(xs, sheet.header(xs, 90, spots), (("行政运行", "3.00", "1.00", "2.00"),), "lrrr")
    sheet.page()
    sheet.rows((40, 200, 300, 500), 90, (("信访业务", "7.00", ""), ("其他支出", "8.00", "")), "lrr")
    table = only(read_pdf(sheet.data(), "x.pdf"))
    assert grid(table) == [
        ["", "行政运行", "3.00", "1.00", "2.00"], ["", "信访业务", "7.00", "", ""], ["", "其他支出", "8.00", "", ""],
    ]  # fmt: skip


def test_numbers_under_no_header_are_ambiguous() -> None:
    """A grid that neither says nor continues anything gives values without a column."""
    sheet = Sheet()
    sheet.rows((40, 200, 300, 400), 90, (("行政运行", "3.00", "1.00"), ("信访业务", "7.00", "")), "lrr")
    cells = [cell for row in only(read_pdf(sheet.data(), "x.pdf")).rows for cell in row.cells]
    assert [(cell.printed, cell.column, cell.reading) for cell in cells] == [
        ("3.00", None, Reading.AMBIGUOUS), ("1.00", None, Reading.AMBIGUOUS), ("7.00", None, Reading.AMBIGUOUS),
    ]  # fmt: skip
