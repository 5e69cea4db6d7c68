"""What is counted from rows and lists where no count is printed: indicators, units, offices; the money of targets by its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows, write_texts
from tests.assistant.test_performance_targets import TABLE

UNITS = """沙河县教育局 2026 年部门预算
第一部分 单位概况
二、部门预算单位构成
纳入沙河县教育局2026年部门预算编制范围的单位包括：
序号 单位名称 备注
1 沙河县教育局（本级）
2 沙河县教师进修学校 预算不单列，并入本级
3 沙河县考试服务中心
三、内设机构
城东学区分局、城西学区分局、河口学区分局，为沙河县教育局派出机构。
第二部分 2026 年部门预算情况说明
退休人员 30 人，增加 4 人。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("counted"), TABLE, UNITS))


def first(answer: Answer) -> tuple[str, str] | None:
    return (format(answer.figures[0].value, "f"), answer.figures[0].unit) if answer.figures else None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云溪县水利局绩效目标表一共列了几个三级指标", ("4", "个")),
        ("云溪水利的考核指标总共有多少项", ("4", "个")),
        ("水利局整体绩效目标表共设多少个指标，都叫什么", ("4", "个")),
        ("沙河县教育局部门预算编制范围内有几个单位", ("3", "个")),
        ("纳入沙河教育局预算的单位有哪几家", ("3", "个")),
        ("沙河县教育局有几个学区分局", ("3", "个")),
        ("沙河县教育局退休人员多出来几个", ("4", "人")),
    ],
)  # fmt: skip
def test_what_is_listed_is_counted(made: Assistant, question: str, value: tuple[str, str]) -> None:
    answer = made.ask(question)
    assert first(answer) == value, answer.text


def test_the_formula_counts_each_row(made: Assistant) -> None:
    answer = made.ask("云溪县水利局绩效目标表有几个三级指标")
    assert answer.figures[0].formula == "1 + 1 + 1 + 1"
    assert "水文站网巡检次数" in answer.text


def test_a_level_that_no_row_keeps_is_not_counted(made: Assistant) -> None:
    assert made.ask("云溪县水利局绩效目标表有几个二级指标").status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    "question",
    [
        "云溪县水利局整体绩效目标表里，年度预算按资金来源怎么分",
        "云溪水利绩效目标表的资金来源有哪些，各多少",
        "整体绩效目标表里的年度预算，上级、本级和其他各填了多少",
    ],
)
def test_the_money_of_targets_is_told_by_source(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert [format(f.value, "f") for f in answer.figures[:3]] == ["350.00", "120.50", "29.50"], answer.text


def test_a_total_that_is_not_printed_is_the_sum_of_its_sources(made: Assistant) -> None:
    answer = made.ask("云溪县水利局整体绩效目标表的年度预算总共多少")
    assert (format(answer.figures[0].value, "f"), answer.figures[0].formula) == ("500.00", "350.00 + 120.50 + 29.50")


def test_a_false_direction_is_corrected_right_before_the_number(made: Assistant) -> None:
    assert "增加 4 人" in made.ask("沙河县教育局退休人员为什么减少了").text


def test_one_indicator_with_two_weights(tmp_path: Path) -> None:
    def row(line: str, item: str, value: str, table: str, column: str = "权重(%)") -> Row:
        also = {"measure": Measure.TARGET, "column": column, "table": table, "row_path": ("养护费", item)}
        return Row(line, item, value, "分", also)

    rows = [
        row("道路巡查率 权重 20", "道路巡查率", "20", "部门整体绩效目标表"),
        row("道路巡查率 权重 35", "道路巡查率", "35", "项目绩效目标表"),
        row("养护费满意度 权重 10", "养护费满意度", "10", "项目绩效目标表"),
    ]
    asked = Assistant.open(write_rows(tmp_path, ("临江市公路局 2026 年部门预算", rows)))
    answer = asked.ask("临江市公路局道路巡查率的权重，两张表一样吗")
    assert [format(f.value, "f") for f in answer.figures] == ["20", "35"], answer.text
    assert "不一样" in answer.text


def test_a_table_is_not_named_by_all_together(assistant: Assistant) -> None:
    assert assistant.understand("整体绩效目标表一共设了几个三级指标").table is None
