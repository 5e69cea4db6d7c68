"""The stages of table reading one by one: titles, tokens, body, rows, forms, hierarchy, identities."""

from __future__ import annotations

import pytest

from corpus.document import Side
from corpus.read.text import to_lines
from corpus.tables.body import counting_row, split, unit_of
from corpus.tables.forms import fits, forms, meanings, recognise
from corpus.tables.hierarchy import parents_by_code, parents_by_label, path_of
from corpus.tables.identities import leading_total, sums
from corpus.tables.lexer import Kind, tokens
from corpus.tables.rows import coded_rows, plain_rows
from corpus.tables.sides import SideReader, paired_rows
from corpus.tables.solve import Sum
from corpus.tables.titles import is_note, regions, running_headers
from tests.generator.reading import read_text


def kinds(text: str) -> list[tuple[str, str]]:
    return [(t.kind.value, t.text) for t in tokens(text, 0)]


def lexed(text: str) -> list[tuple[int, tuple]]:
    return [(i, tokens(line, i)) for i, line in enumerate(text.split("\n")) if line.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "201 13 01 行政运行 359.11 12.64",
            [("code", "201"), ("code", "13"), ("code", "01"), ("text", "行政运行"), ("number", "359.11"), ("number", "12.64")],
        ),
        ("2080505 机关养老 1234567 0", [("code", "2080505"), ("text", "机关养老"), ("number", "1234567"), ("number", "0")]),
        ("210卫生健康支出", [("code", "210"), ("text", "卫生健康支出")]),
        ("[2014001]行政运行 3.00", [("code", "2014001"), ("text", "行政运行"), ("number", "3.00")]),
        (
            "收 入 总 计 815.12 支 出 总 计 815.12",
            [("text", "收 入 总 计"), ("number", "815.12"), ("text", "支 出 总 计"), ("number", "815.12")],
        ),
        ("合计8.30", [("text", "合计"), ("number", "8.30")]),
        ("行政运行 1,234.50 — (3.20)", [("text", "行政运行"), ("number", "1,234.50"), ("nil", "—"), ("number", "(3.20)")]),
        (
            "事业收入 12.00 203 国防支出 7.00",
            [("text", "事业收入"), ("number", "12.00"), ("code", "203"), ("text", "国防支出"), ("number", "7.00")],
        ),
        ("２０８ 社会保障 ３６．３７", [("code", "208"), ("text", "社会保障"), ("number", "３６．３７")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_token_places_point_at_the_printed_digits() -> None:
    line = " 201 13 行政运行  359.11 元"
    for token in tokens(line, 7):
        assert line[token.start : token.start + len(token.text)] == token.text
        assert token.line == 7


def test_titles_need_a_table_behind_them() -> None:
    text = "目录\n一、收支总表\n二、收入总表\n第二部分 预算表\n公开01表\n收支总表\n部门：某局 单位：万元\n收入 支出\n一、事业收入 1.00 一、国防支出 1.00\n第三部分 说明\n一、关于收支总表的说明\n"
    assert [(r.number, r.title, r.first, r.last) for r in regions(to_lines(text))] == [("公开01表", "收支总表", 4, 8)]


def test_narrative_after_the_last_table_does_not_belong_to_it() -> None:
    text = "表1\n支出总表\n单位：万元\n科目编码 科目名称 合计\n201 一般公共服务支出 8.30\n按照全口径预算的原则，本单位所有收入和支出均纳入部门预算管理，收支总预算为八万元。\n"
    assert regions(to_lines(text))[0].last == 4


def test_running_headers_are_recognised_by_repetition_after_page_numbers() -> None:
    text = "\n".join(f"正文{i}\n- {i} -\n某市信访局2025年度部门预算公开" for i in range(1, 5))
    assert running_headers(to_lines(text)) == {"某市信访局2025年度部门预算公开"}


@pytest.mark.parametrize(
    ("text", "note"),
    [("备注：无内容应公开空表并说明情况。", True), ("某局2024年没有使用政府性基金，为空表。", True), ("行政运行 3.00", False)],
)
def test_notes(text: str, note: bool) -> None:
    assert is_note(text) is note


@pytest.mark.parametrize(
    ("text", "unit"),
    [("单位：万元", "万元"), ("金额单位:人民币元", "元"), ("单位：千元", "千元"), ("单位：亿元", "亿元"), ("单位：某局", None)],
)
def test_units(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


def test_counting_rows() -> None:
    assert counting_row(tokens("※ ※ ※ 1 2 3", 0)) == 3
    assert counting_row(tokens("栏次 1 2 3 4", 0)) == 4
    assert counting_row(tokens("301 01 基本工资 1.00 2.00", 0)) is None


def test_a_header_repeated_on_a_new_page_is_no_row() -> None:
    page = "科目编码 科目名称 合计\n类 款 项\n"
    text = (
        "表1\n支出总表\n单位：万元\n"
        + page
        + "201 一般公共服务支出 8.30\n编制部门：某局 单位：万元\n"
        + page
        + "202 外交支出 1.00\n"
    )
    lines = to_lines(text)
    body = split(lines, regions(lines)[0], frozenset())
    assert [lines[i].text for i, _ in body.lines] == ["201 一般公共服务支出 8.30", "202 外交支出 1.00"]


@pytest.mark.parametrize(
    "text",
    [
        "2080505 机关事业单位基本养老保险缴费支出 36.37\n210 卫生健康支出 26.46",
        "208 05 05\n机关事业单位基本养老保险缴\n费支出\n36.37\n210 卫生健康支出 26.46",
        "208 05 05\n机关事业单位基本\n36.37\n养老保险缴费支出\n210 卫生健康支出 26.46",
        "208 05 05\n机关事业单位基本养老保 36.37\n险缴费支出\n210 卫生健康支出 26.46",
        "机关事业单位基本养老\n2080505 36.37\n保险缴费支出\n210 卫生健康支出 26.46",
        "2080505 机关事业单位基本养老保险缴费 36.37\n支出\n210 卫生健康支出 26.46",
        "机关事业单位基本养老保险缴费支出\n2080505 36.37\n卫生健康支出\n210 26.46",
    ],
)
def test_labels_broken_in_any_way_are_rejoined(text: str) -> None:
    rows = coded_rows(lexed(text))
    assert [(r.code, r.label, [t.text for t in r.numbers]) for r in rows] == [
        ("2080505", "机关事业单位基本养老保险缴费支出", ["36.37"]),
        ("210", "卫生健康支出", ["26.46"]),
    ]


def test_a_lone_part_code_continues_the_code_above() -> None:
    assert [
        r.code
        for r in coded_rows(
            lexed("208 社会保障和就业支出 9.00\n05 行政事业单位养老支出 9.00\n05 机关事业单位基本养老保险缴费支出 9.00")
        )
    ] == ["208", "20805", "2080505"]


def test_rows_without_codes_keep_their_own_lines() -> None:
    rows = plain_rows(
        lexed("合计 8.30\n因公出国（境）费\n公务接待费 2.30\n关于预拨 2023 年贷款\n贴息资金的通知\n6.00"),
        frozenset({"因公出国境费", "公务接待费"}),
    )
    assert [(r.label, [t.text for t in r.numbers]) for r in rows] == [
        ("合计", ["8.30"]),
        ("因公出国（境）费", []),
        ("公务接待费", ["2.30"]),
        ("关于预拨2023年贷款贴息资金的通知", ["6.00"]),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "一、本年收入 623.12 201 一般公共服务支出 489.56",
            [("收入", "一、本年收入", ["623.12"]), ("支出", "一般公共服务支出", ["489.56"])],
        ),
        (
            "用事业基金弥补收支差额 208 社会保障和就业支出 51.62",
            [("收入", "用事业基金弥补收支差额", []), ("支出", "社会保障和就业支出", ["51.62"])],
        ),
        ("二、政府性基金预算拨款收入 二、外交支出", [("收入", "二、政府性基金预算拨款收入", []), ("支出", "二、外交支出", [])]),
        ("上年结转结余 年终结转结余", [("收入", "上年结转结余", []), ("支出", "年终结转结余", [])]),
        ("十、卫生健康支出 62.09", [("支出", "十、卫生健康支出", ["62.09"])]),
        ("收 入 总 计 8.00 支 出 总 计 8.00 5.00", [("收入", "收入总计", ["8.00"]), ("支出", "支出总计", ["8.00", "5.00"])]),
    ],
)
def test_two_sided_lines_are_split_by_side(line: str, expected: list) -> None:
    (pair,) = paired_rows(lexed(line), SideReader())
    assert [(r.side.value, r.label, [t.text for t in r.numbers]) for r in pair] == expected


def test_numbers_on_the_line_below_two_labels_go_left_then_right() -> None:
    (pair,) = paired_rows(lexed("一、财政拨款收入 一、一般公共服务支出\n2,940.05 2,106.66"), SideReader())
    assert [(r.side, [t.text for t in r.numbers]) for r in pair] == [
        (Side.REVENUE, ["2,940.05"]),
        (Side.EXPENDITURE, ["2,106.66"]),
    ]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("部门收支总体情况表", "revenue_expenditure"),
        ("收入支出决算总表", "revenue_expenditure"),
        ("2026年预算单位财政拨款收支预算总表", "fiscal_appropriation"),
        ("收入决算表", "revenue"),
        ("部门支出总体情况表", "expenditure"),
        ("一般公共预算财政拨款支出决算表", "general_budget"),
        ("一般公共预算财政拨款基本支出决算表", "basic_economic"),
        ("一般公共预算项目支出情况表", "project"),
        ("财政拨款 三公 经费支出决算表", "three_public"),
        ("政府性基金预算支出表", "government_fund"),
        ("国有资本经营预算支出预算表", "state_capital"),
        ("上年结转结余情况明细表", "carry_over"),
        ("财政拨款支出表（功能科目）", "appropriation_function"),
        ("政府采购支出表", "procurement"),
    ],
)
def test_forms_are_known_by_title(title: str, form: str) -> None:
    found = recognise(title)
    assert found is not None
    assert found.id == form


def test_every_layout_is_made_of_known_columns_or_plain_groups() -> None:
    for form in forms():
        for slots in form.layouts:
            assert len({(s.side, s.path) for s in slots}) == len(slots), form.id
            assert form.two_sided == any(s.side for s in slots), form.id
    assert all(m.labels for m in meanings().values())


def test_a_layout_must_explain_the_whole_header() -> None:
    form = recognise("支出总表")
    assert form is not None
    header = ["科目编码 科目名称 合计 基本支出 项目支出"]
    assert [c.label for c in fits(form, header, None, {None: 3})[0].columns] == ["合计", "基本支出", "项目支出"]
    assert fits(form, ["科目编码 科目名称 合计 基本支出 结转下年 项目支出"], None, {None: 3}) == []


def test_labels_of_one_line_fix_the_order() -> None:
    form = recognise("一般公共预算基本支出表")
    assert form is not None
    assert fits(form, ["科目名称 合计 公用经费 人员经费"], None, {None: 3}) == []


def test_identities_follow_the_tree_of_columns() -> None:
    layout = next(
        slots
        for form in forms()
        if form.id == "revenue"
        for slots in form.layouts
        if len(slots) == 12 and "小计" in slots[1].path[-1]
    )
    assert set(sums(layout)) == {Sum(0, (1, 8, 9, 10, 11)), Sum(1, (2, 3, 4, 5, 6, 7))}
    assert leading_total(layout) == 0


def test_parents() -> None:
    assert parents_by_code([None, "201", "20113", "2011301", "2080505"]) == [None, None, 1, 2, None]
    labels = [
        "一、本年收入",
        "1、一般公共预算拨款",
        "其中：一般财力",
        "上级转移支付",
        "2、基金预算拨款",
        "二、上年结转结余",
        "收入总计",
    ]
    parents = parents_by_label(labels)
    assert parents == [None, 0, 1, 1, 0, None, None]
    assert path_of(3, labels, parents) == ("一、本年收入", "1、一般公共预算拨款", "上级转移支付")


def test_kinds_cover_what_the_lexer_returns() -> None:
    assert {t.kind for t in tokens("201 行政运行 3.00 —", 0)} == set(Kind)


def test_subtotals_side_by_side_are_rows_of_their_own() -> None:
    """人员经费合计 and 公用经费合计 share the last line of a basic table in two panels; neither is 基本支出."""
    read = read_text(
        """2024 年沙河县水利局部门预算
表六
一般公共预算基本支出表
单位：万元
人员经费 公用经费
科目编码 科目名称 金额 科目编码 科目名称 金额
301 工资福利支出 30.00 302 商品和服务支出 8.00
30101 基本工资 30.00 30201 办公费 8.00
人员经费合计 30.00 公用经费合计 8.00
"""
    )
    found = {(figure.row_label, figure.item, str(figure.amount.value)) for figure in read.figures if "合计" in figure.row_label}
    assert found == {("人员经费合计", "人员经费", "30.00"), ("公用经费合计", "公用经费", "8.00")}


def test_a_unit_code_beside_or_under_its_name_is_no_amount() -> None:
    read = read_text(
        """2024 年沙河县水利局部门预算
收入总表
部门：沙河县水利局 单位：万元
部门代码 部门名称 合计 一般公共预算 政府性基金预算 国有资本经营预算
合计 13.00 10.00 3.00
沙河县水利
113001 9.00 7.00 2.00
局
113002 水利管理站 4.00 3.00 1.00
"""
    )
    assert "113001" not in {cell.printed for table in read.document.tables for row in table.rows for cell in row.cells}
    assert [row.label for row in read.document.tables[0].rows][-1] == "113002水利管理站"
