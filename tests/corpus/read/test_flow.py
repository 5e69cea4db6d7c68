"""Cells to tables: captions inside the grid, stacked rows, long tables, two tables on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.grid.cells import Printed, cell_text, tidied
from corpus.grid.flow import Item, Printout, printout


def cells(*rows: Sequence[str | Printed]) -> list[Printed]:
    """Rows of texts as cells; a Printed among them takes its own place."""
    return [
        text if isinstance(text, Printed) else Printed(row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]


def read(*items: Item) -> Printout:
    return printout([items], "d", False)


HEADER = ("项目", "合计", "基本支出")
BODY = ("教育支出", "3.00", "1.00")


def test_captions_in_the_first_rows_are_lines_above_the_table() -> None:
    made = read(cells((Printed(0, 0, "2024年支出预算总表", 1, 3),), (Printed(1, 0, "编制单位：某局", 1, 2), Printed(1, 2, "单位：万元")), HEADER, BODY, (Printed(4, 0, "注：以上为公开口径。", 1, 3),)))  # fmt: skip
    (table,) = made.tables
    assert (table.title, table.unit, table.notes) == ("2024年支出预算总表", "万元", ("注：以上为公开口径。",))
    assert [line.text for line in made.lines] == [
        "2024年支出预算总表",
        "编制单位：某局 单位：万元",
        "项目 合计 基本支出",
        "教育支出 3.00 1.00",
        "注：以上为公开口径。",
    ]
    assert made.inside == {2, 3}


def test_a_label_over_all_columns_stays_in_the_header() -> None:
    made = read("支出预算表", cells((Printed(0, 0, "上年决算数", 1, 3),), HEADER, BODY))
    assert [column.path[0] for column in made.tables[0].columns] == ["上年决算数"] * 2
    assert made.tables[0].columns[0].year_offset == -1


def test_blank_rows_and_columns_between_do_not_count() -> None:
    spread = [Printed(3 * c.row + 2, 2 * c.column + 5, c.text, 1, 1) for c in cells(HEADER, BODY)]
    assert read("支出预算表", spread).tables == read("支出预算表", cells(HEADER, BODY)).tables


def test_two_tables_on_one_sheet_are_two() -> None:
    made = read(cells(("收入预算表",), HEADER, BODY, ("支出预算表",), HEADER, BODY))
    assert [table.title for table in made.tables] == ["收入预算表", "支出预算表"]


def test_a_table_cut_in_two_is_one_and_one_with_a_header_of_its_own_is_not() -> None:
    assert len(read("支出预算表", cells(HEADER, BODY), cells(("科学支出", "4.00", "2.00"))).tables[0].rows) == 2
    assert len(read("支出预算表", cells(HEADER, BODY), "下一段。", cells(("科学支出", "4.00", "2.00"))).tables) == 2


def test_rows_stacked_in_one_row_are_parted() -> None:
    made = read("支出预算表", cells(HEADER, ("教育支出\n科学支出", "3.00\n4.00", "1.00\n2.00")))
    assert [(row.label, [c.printed for c in row.cells]) for row in made.tables[0].rows] == [
        ("教育支出", ["3.00", "1.00"]),
        ("科学支出", ["4.00", "2.00"]),
    ]


@pytest.mark.parametrize("text", ["1.00\n2.00", "12 34", "1,234.00 5"])
def test_several_numbers_in_one_cell_are_never_one(text: str) -> None:
    assert cell_text(Printed(0, 0, text)).unclear
    made = read("支出预算表", cells(HEADER, ("教育支出", "3.00", text), BODY))
    assert next([c.printed for c in row.cells if c.column is not None] for row in made.tables[0].rows) == ["3.00"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("收　　入", "收入"), ("1 234.50", "1234.50"), ("一般公共\n服务支出", "一般公共服务支出"), ("Air\nBus", "Air Bus")],
)
def test_white_that_only_spreads_goes(text: str, shown: str) -> None:
    assert (cell_text(Printed(0, 0, text)).text, cell_text(Printed(0, 0, text)).unclear) == (shown, None)


def test_cells_that_overlap_are_cut() -> None:
    assert tidied([Printed(0, 0, "甲", 3, 3), Printed(1, 1, "乙", 1, 5)]) == [Printed(0, 0, "甲", 2, 2), Printed(1, 1, "乙")]


def test_long_tables_are_whole() -> None:
    rows = [(f"项目{n}", f"{n}.00", f"{n}.10") if n % 7 else (f"小类{n}", "", "") for n in range(1, 401)]
    made = read("支出预算表", cells(HEADER, *rows))
    (table,) = made.tables
    assert [(r.label, [c.printed for c in r.cells]) for r in table.rows] == [(row[0], [p for p in row[1:] if p]) for row in rows]
    assert all(made.lines[c.line].text[c.start :].startswith(c.printed) for r in table.rows for c in r.cells)


def test_a_table_declared_empty_points_at_its_line() -> None:
    made = read("政府性基金预算支出表", cells(HEADER, ("", "", "")), "注：本部门无政府性基金预算，此表为空表。")
    note = made.tables[0].empty_note
    assert note and (note.line_start, note.quote) == (3, "注：本部门无政府性基金预算，此表为空表。")
