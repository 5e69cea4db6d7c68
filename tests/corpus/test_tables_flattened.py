"""What flattening does to tables, one made-up table each: what the sums prove is read, what they do not prove stays open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus.document import Document, Reading, Stage, Table
from corpus.figures import corroborate, table_figures
from corpus.read.text import to_lines
from corpus.tables import read_tables, regions
from corpus.tables.forms import explain, forms, meaning_of
from corpus.tables.implied import implied_codes
from corpus.tables.layouts import parse_layout
from corpus.tables.lexer import tokens
from corpus.tables.mend import rejoin_digits
from corpus.tables.rows import full_code
from corpus.tables.solve import SolvableRow, Sum, solve
from corpus.tables.titles import numbered_pages


def document(text: str, year: int = 2026) -> Document:
    return Document("x", "公开.txt", "沙河县水利局", year, Stage.BUDGET, tuple(to_lines(text)))


def table(text: str, year: int = 2026) -> Table:
    made = document(text, year)
    (found,) = read_tables(made, regions(made.lines))
    return found


def read(found: Table) -> list[tuple[str | None, str, dict[str, str]]]:
    """Code, label and cells by column path of each row with numbers; open cells under "?"."""
    rows = []
    for row in found.rows:
        cells = {".".join(found.columns[c.column].path) if c.column is not None else "?": c.printed for c in row.cells}
        if row.cells:
            rows.append((row.code, row.label, cells))
    return rows


NARROW = """表5
一般公共预算支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
小计 人员经费 公用经费
{first}
201 一般公共服务支出 800.00 150.50 {item}
{second}
20106 财政事务 1500.50 950.50 800.00 150.50 550.00
2010601 行政运行 1500.50 950.50 800.00 150.50 550.00
"""


def test_digits_broken_off_by_a_narrow_cell_are_joined_where_the_sums_prove_it() -> None:
    found = read(table(NARROW.format(first="1500.5 950.5", second="0 0", item="550.00")))
    assert found[0][2] == {
        "合计": "1500.50",
        "基本支出.小计": "950.50",
        "基本支出.人员经费": "800.00",
        "基本支出.公用经费": "150.50",
        "项目支出": "550.00",
    }


def test_joined_digits_that_do_not_add_up_stay_open() -> None:
    found = table(NARROW.format(first="1500.5 950.5", second="3 0", item="550.00"))
    assert {c.reading for c in found.rows[0].cells} == {Reading.AMBIGUOUS}


def test_only_pieces_that_make_up_the_usual_decimals_are_joined() -> None:
    def lines(*texts: str) -> list:
        return [(i, tokens(t, i)) for i, t in enumerate(texts)]

    joined = rejoin_digits(lines("12.3 4.5", "201 外交支出 7.00", "6 7"))
    assert [t.text for t in joined[0][1]] == ["201", "外交支出", "7.00", "12.36", "4.57"]
    for kept in (("12.34", "201 外交支出 7.00", "6"), ("12.3 4.5", "201 外交支出 7.00", "6"), ("12.3", "201 外交支出 7.00")):
        assert len(rejoin_digits(lines(*kept))) == len(kept)


BESIDE = """表3
支出总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
合计 30.00 12.00
42.00
一般公共服务支出 30.00 12.00
201 42.00
财政事务 30.00 12.00
201 06 42.00
行政运行 30.00
201 06 01 30.00
一般行政管理事务
201 06 02 12.00 12.00
"""


def test_a_label_set_beside_its_code_is_one_row_with_two_lines_of_numbers() -> None:
    assert read(table(BESIDE)) == [
        (None, "合计", {"合计": "42.00", "基本支出": "30.00", "项目支出": "12.00"}),
        ("201", "一般公共服务支出", {"合计": "42.00", "基本支出": "30.00", "项目支出": "12.00"}),
        ("20106", "财政事务", {"合计": "42.00", "基本支出": "30.00", "项目支出": "12.00"}),
        ("2010601", "行政运行", {"合计": "30.00", "基本支出": "30.00"}),
        ("2010602", "一般行政管理事务", {"合计": "12.00", "项目支出": "12.00"}),
    ]


def test_lines_that_no_sum_ties_together_stay_open() -> None:
    row = SolvableRow((Decimal(30), Decimal(12), Decimal(42)), (0, 1, 2), streams=(2, 1))
    assert solve([row], (Sum(0, (1, 2)),), 0).readings == [((1, 2, 0),)]
    found = table(BESIDE.replace("201 42.00", "201 43.00"))
    assert all(c.reading is Reading.AMBIGUOUS for row in found.rows if row.code == "201" for c in row.cells)


def test_optional_and_free_columns() -> None:
    layout = parse_layout("合计 | 基本支出 | ~上缴上级支出 | ~经营支出 | =会议费?")
    names = [[slot.path[-1] for slot in slots] for slots in layout.expand(lambda name: name != "会议费")]
    assert names == [["合计", "基本支出", "上缴上级支出", "经营支出"], ["合计", "基本支出", "经营支出", "上缴上级支出"]]
    assert len(list(layout.expand(lambda name: True))) == 4


def test_columns_whose_order_the_header_does_not_tell_stay_open_unless_their_values_agree() -> None:
    text = """表3
支出总表
单位：万元
上缴上级支出
科目编码 科目名称 合计 基本支出 项目支出
事业单位经营支出
对附属单位补助支出
201 一般公共服务支出 {whole} 4.00 2.00 {part} 0.00 0.00
"""
    told = read(table(text.format(whole="6.00", part="0.00")))
    assert "?" not in told[0][2]
    open_ = table(text.format(whole="9.00", part="3.00")).rows[0].cells
    assert [c.reading is Reading.AMBIGUOUS for c in open_] == [False, False, False, True, True, True]


def test_whole_words_of_one_line_give_the_columns_of_an_unregistered_order() -> None:
    found = table("表2\n收入总表\n单位：万元\n部门名称 合计 其他收入 事业收入 一般公共预算\n某中心 9.00 4.00 2.00 3.00\n")
    assert read(found)[0][2] == {"合计": "9.00", "其他收入": "4.00", "事业收入": "2.00", "一般公共预算": "3.00"}
    strange = table("表2\n收入总表\n单位：万元\n部门名称 合计 其他收入 彩票 一般公共预算\n公益金\n某中心 9.00 4.00 2.00 3.00\n")
    assert "?" in read(strange)[0][2]


def test_words_that_mean_different_things_tell_nothing() -> None:
    assert meaning_of("项目支出") == "项目支出"
    assert meaning_of("彩票收入") is None


YEARS = """表8
三公经费支出表
单位：万元
项目 {header}
合计 8.00 9.00
公务接待费 8.00 9.00
"""


def test_the_printed_years_decide_which_column_is_the_prior_year() -> None:
    def offsets(header: str) -> list[int]:
        return [c.year_offset for c in table(YEARS.format(header=header)).columns]

    assert offsets("2025年预算数 2026年预算数") == [-1, 0]
    assert offsets("2026年预算数 2025年预算数") == [0, -1]
    assert offsets("上年预算数 本年预算数") == [-1, 0]
    assert offsets("预算数 预算数") == []
    assert offsets("2023年预算数 2026年预算数") == []


def test_rows_for_years_and_for_the_change_between_them() -> None:
    made = document(
        "表9\n三公经费支出表\n单位：万元\n年度 合计 因公出国（境）费 公务接待费 公务用车购置及运行费\n小计 公务用车购置费 公务用车运行费\n2025年 9.00 0.00 1.00 8.00 0.00 8.00\n2026年 7.00 0.00 1.00 6.00 0.00 6.00\n增减变化金额 -2.00 0.00 0.00 -2.00 0.00 -2.00\n"
    )
    (found,) = read_tables(made, regions(made.lines))
    totals = [f for f in table_figures(made, found) if f.column == "合计"]
    assert [(f.item, f.value_year, f.measure.value, f.direction, str(f.amount.value)) for f in totals] == [
        ("三公经费", 2025, "level", None, "9.00"),
        ("三公经费", 2026, "level", None, "7.00"),
        ("三公经费", None, "change", "减少", "2.00"),
    ]


def test_a_fund_column_of_a_narrower_table_is_no_amount_of_the_whole_fund() -> None:
    made = document("表9\n政府采购预算表\n单位：万元\n项目 合计 一般公共预算 政府性基金预算\n合计 9.00 7.00 2.00\n")
    (found,) = read_tables(made, regions(made.lines))
    assert [(f.item, f.fund) for f in table_figures(made, found)] == [
        ("政府采购预算", None),
        ("政府采购预算", "一般公共预算"),
        ("政府采购预算", "政府性基金预算"),
    ]


def test_rows_without_codes_add_up_by_their_names() -> None:
    assert implied_codes(["工资福利支出", "基本工资", "商品和服务支出", "办公费", "某某费"]) == [
        "301",
        "30101",
        "302",
        "30201",
        None,
    ]
    found = table(
        "表6\n一般公共预算基本支出表\n单位：万元\n科目名称 合计 人员经费 公用经费\n合计 9.00 5.00 4.00\n工资福利支出 5.00 5.00\n基本工资 5.00 5.00\n商品和服务支出 4.00 4.00\n办公费 4.00 4.00\n"
    )
    assert [cells for _, _, cells in read(found)][1:] == [
        {"合计": "5.00", "人员经费": "5.00"},
        {"合计": "5.00", "人员经费": "5.00"},
        {"合计": "4.00", "公用经费": "4.00"},
        {"合计": "4.00", "公用经费": "4.00"},
    ]


def test_line_numbers_of_two_sided_accounts_are_no_amounts() -> None:
    found = table(
        "公开01表\n收入支出决算总表\n单位：万元\n收入 支出\n项目 行次 金额 项目 行次 金额\n栏次 1 栏次 2\n一、一般公共预算财政拨款收入 1 50.00 一、一般公共服务支出 32 40.00\n二、政府性基金预算财政拨款收入 2 二、外交支出 33\n八、其他收入 8 5.00 八、社会保障和就业支出 39 15.00\n总计 31 55.00 总计 62 55.00\n"
    )
    assert [(row[1], row[2]) for row in read(found)] == [
        ("一、一般公共预算财政拨款收入", {"金额": "50.00"}),
        ("一、一般公共服务支出", {"金额": "40.00"}),
        ("八、其他收入", {"金额": "5.00"}),
        ("八、社会保障和就业支出", {"金额": "15.00"}),
        ("总计", {"金额": "55.00"}),
        ("总计", {"金额": "55.00"}),
    ]


def test_numbers_alone_that_count_on_are_page_numbers() -> None:
    text = "\n".join(f"正文\n{number}" for number in ("11", "1 2", "13", "14")) + "\n正文\n700\n"
    assert sorted(numbered_pages(to_lines(text))) == [1, 3, 5, 7]


def test_a_lone_code_part_takes_the_level_that_its_label_names() -> None:
    assert full_code(["08"], "2080505", "抚恤") == "20808"
    assert full_code(["05"], "20805", "机关事业单位基本养老保险缴费支出") == "2080505"


def test_spellings_that_use_up_the_header_win() -> None:
    layout = next(slots for form in forms() if form.id == "three_public" for slots in form.layouts if len(slots) == 6)
    fit = explain(
        layout, ["合计 因公出国（境）费用 小计 公务用车购置费 公务用车运行维护费 公务接待费", "公务用车购置及运行维护费"]
    )
    assert (fit.score, fit.left) == (0, 0)


def test_tables_of_many_equal_numbers_end_soon() -> None:
    rows = [SolvableRow((Decimal(72),) * 2, tuple(range(9)))] + [
        SolvableRow((Decimal(9),) * 2, tuple(range(9)), 0) for _ in range(8)
    ]
    solution = solve(rows, (Sum(0, tuple(range(1, 9))),), 0)
    assert all(len(options) == 8 for options in solution.readings)


def test_figures_of_one_fact_are_linked_those_of_different_funds_are_not() -> None:
    made = document("表9\n政府采购预算表\n单位：万元\n项目 合计 一般公共预算 政府性基金预算\n合计 4.00 2.00 2.00\n")
    (found,) = read_tables(made, regions(made.lines))
    whole, general, fund = table_figures(made, found)
    elsewhere = replace(whole.source, line_start=1, line_end=1)
    unnamed = replace(general, fund=None, source=elsewhere)
    linked = corroborate([general, fund, replace(whole, source=elsewhere), unnamed])
    assert [f.also for f in linked] == [(elsewhere,), (elsewhere,), (), (general.source,)]


AROUND = """表4
财政拨款收支总表
单位：万元
收入 支出
项目 预算数 项目 合计 一般公共预算 政府性基金预算
一、一般公共预算 50.00 一、一般公共服务支出 30.00 30.00
二、社会保障和就业支
二、政府性基金预算 20.00 20.00
出
收入总计 50.00 支出总计 50.00 50.00
"""


def test_a_label_that_breaks_around_the_other_sides_line_takes_the_numbers_of_its_side() -> None:
    rows = [(row.side.value, row.label, [c.printed for c in row.cells]) for row in table(AROUND).rows if row.side is not None]
    assert ("收入", "二、政府性基金预算", []) in rows
    assert ("支出", "二、社会保障和就业支出", ["20.00", "20.00"]) in rows


def test_numbers_that_either_side_may_have_stay_where_they_are() -> None:
    either = AROUND.replace("一、一般公共服务支出 30.00 30.00", "一、一般公共服务支出 30.00")
    rows = {row.label: [c.printed for c in row.cells] for row in table(either).rows}
    assert rows["二、社会保障和就业支出"] == []
