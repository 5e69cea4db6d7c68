"""Final accounts, units, namesakes and sums, on small made-up disclosures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.document import Side
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check

ACCOUNT = (
    Row("总计 120.50", "总计", "120.50", also={"side": Side.REVENUE, "form": "revenue_expenditure", "column": "决算数"}),
    Row("本年收入合计 100.00", "收入总计", "100.00", also={"form": "revenue", "column": "本年收入合计", "row_label": "合计"}),
    Row("总 计 120.50", "总计", "120.50", also={"side": Side.EXPENDITURE, "form": "revenue_expenditure", "column": "决算数"}),
    Row("本年支出合计 110.25", "支出总计", "110.25", also={"form": "expenditure", "column": "本年支出合计", "row_label": "合计"}),
    Row("项目支出 44.10", "项目支出", "44.10", also={"form": "expenditure", "kind": "项目支出", "column": "项目支出"}),
    Row("年末结转和结余 10.25", "年末结转结余", "10.25", also={"form": "revenue_expenditure", "side": Side.EXPENDITURE}),
    Row("年初结转和结余 20.50", "上年结转结余", "20.50", also={"form": "revenue_expenditure", "side": Side.REVENUE}),
    Row("三公预算 3.00", "三公经费", "3.00", also={"form": "three_public", "column": "预算数", "column_path": ("合计", "预算数")}),
    Row("三公决算 1.20", "三公经费", "1.20", also={"form": "three_public", "column": "决算数", "column_path": ("合计", "决算数")}),
    Row("公务接待费预算数 0.90", "公务接待费", "0.90", also={"form": "three_public", "column": "预算数"}),
    Row("公务接待费决算数 0.40", "公务接待费", "0.40", also={"form": "three_public", "column": "决算数"}),
    Row("公务接待 2 批次", "公务接待费", "2", "批次", {"measure": Measure.COUNT, "row_label": "公务接待"}),
    Row("三公经费比上年减少 0.15 万元", "三公经费", "0.15", also={"measure": Measure.CHANGE, "direction": "减少", "base": "上年"}),
    Row("三公经费完成预算的 40%", "三公经费", "40", "%", {"measure": Measure.SHARE, "column": "完成预算比例"}),
    Row("2010301 行政运行 50.00", "行政运行", "50.00", also={"form": "expenditure", "code": "2010301"}),
    Row("2014001 行政运行 20.00", "行政运行", "20.00", also={"form": "expenditure", "code": "2014001"}),
    Row("21502 制造业 0.00", "制造业", "0.00", also={"form": "expenditure", "code": "21502"}),
    Row("2159802 制造业 9.70", "制造业", "9.70", also={"form": "expenditure", "code": "2159802"}),
    Row("2120101 收入 61.30", "城乡社区规划与管理", "61.30", also={"form": "revenue", "code": "2120201"}),
    Row("2120101 支出 60.80", "城乡社区规划与管理", "60.80", also={"form": "expenditure", "code": "2120201"}),
)  # fmt: skip

BUDGET = (
    Row("30101 基本工资 30.00", "基本工资", "30.00", also={"form": "basic_economic", "code": "30101", "kind": "基本支出"}),
    Row("30102 津贴补贴 12.50", "津贴补贴", "12.50", also={"form": "basic_economic", "code": "30102", "kind": "基本支出"}),
    Row("青河县水文监测中心 8.80", "青河县水文监测中心", "8.80", also={"form": "revenue", "column": "合计"}),
    Row("青河县水文监测中心 基本 5.60", "青河县水文监测中心", "5.60", also={"form": "basic_economic", "kind": "基本支出", "column": "总计"}),
    Row("基本支出合计 88.00", "基本支出", "88.00", also={"form": "expenditure", "kind": "基本支出", "column": "基本支出"}),
    Row("离退休人员 26 人", "离退休人数", "26", "人", {"measure": Measure.COUNT}),
    Row("在职人员 30 人", "在职人数", "30", "人", {"measure": Measure.COUNT}),
    Row("三公经费 1.00", "三公经费", "1.00", also={"form": "three_public", "column": "合计"}),
)  # fmt: skip

OTHER = (
    Row("301 工资福利支出 40.00", "工资福利支出", "40.00", also={"form": "basic_economic", "code": "301", "kind": "基本支出"}),
    Row("公务用车运行费 7.00", "公务用车运行费", "7.00", also={"form": "three_public", "column": "预算数"}),
    Row("30231 公务用车运行维护费 2.00", "公务用车运行维护费", "2.00",
        also={"form": "basic_economic", "code": "30231", "kind": "基本支出"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("made") / "var"
    return Assistant.open(
        write_rows(
            root,
            ("宁和县财政局2024年度部门决算", ACCOUNT),
            ("青河县水利局2025年部门预算", BUDGET),
            ("沙湾市经济技术开发区税源局2025年部门预算", OTHER),
        )
    )


def first(answer: Answer) -> tuple[str, str]:
    assert answer.figures, answer.text
    return format(answer.figures[0].value, "f"), answer.figures[0].unit


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("宁和县财政局2024年收入总计多少", "120.50"),
        ("宁和县财政局2024年支出总计多少", "120.50"),
        ("宁和县财政局本年收入合计", "100.00"),
        ("宁和县财政局本年支出合计", "110.25"),
        ("宁和县财政局2024年决算支出多少", "110.25"),
        ("宁和县财政局2024年花了多少钱", "110.25"),
        ("宁和县财政局年末结转多少", "10.25"),
        ("宁和县财政局年初结转多少", "20.50"),
        ("宁和县财政局三公经费多少", "1.20"),
        ("宁和县财政局三公经费预算数多少", "3.00"),
        ("宁和县财政局2024年三公经费预算", "3.00"),
        ("宁和县财政局公务接待费预算安排了多少，不是决算", "0.90"),
        ("宁和县财政局2024年公务接待费决算数", "0.40"),
        ("宁和县财政局三公经费预算和决算差多少", "1.80"),
        ("宁和县财政局三公经费完成率", "40"),
        ("宁和县财政局2023年三公经费", "1.35"),
        ("宁和县财政局制造业多少", "9.70"),
        ("宁和县财政局2120201多少", "60.80"),
        ("宁和县财政局项目支出占总支出的比例", "40.00"),
        ("青河县水文监测中心基本支出多少", "5.60"),
        ("青河县水文监测中心收入多少", "8.80"),
        ("青河县水利局基本支出多少", "88.00"),
        ("青河县水利局离退休人数", "26"),
        ("青河县水利局工资福利支出多少", "42.50"),
        ("青河县水利局经济科目301多少", "42.50"),
        ("青河县水利局人均三公经费多少元", "333.33"),
        ("税源局公务用车运行维护费多少", "7.00"),
        ("沙湾市开发区税源局公务用车运行费", "7.00"),
        ("沙湾经开区税源局30231多少", "2.00"),
    ],
)  # fmt: skip
def test_the_figure_asked_for_comes_first(made: Assistant, question: str, value: str) -> None:
    answer = made.ask(question)
    check(made, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert first(answer)[0] == value


def test_planned_and_spent_stand_side_by_side(made: Assistant) -> None:
    answer = made.ask("宁和县财政局三公经费预算和决算各是多少")
    assert [str(f.value) for f in answer.figures[:2]] == ["3.00", "1.20"]


def test_an_answer_of_a_plan_does_not_mix_in_what_was_spent(made: Assistant) -> None:
    answer = made.ask("宁和县财政局2024年三公经费预算")
    assert not {"1.20", "0.40", "0.15"} & {str(f.value) for f in answer.figures}
    assert "预算数" in answer.text


def test_subjects_of_one_name_are_told_apart_and_added(made: Assistant) -> None:
    answer = made.ask("宁和县财政局行政运行多少")
    assert [str(f.value) for f in answer.figures] == ["50.00", "20.00", "70.00"]
    assert "2010301" in answer.text
    assert "2014001" in answer.text


def test_groups_of_guests_are_counted(made: Assistant) -> None:
    assert first(made.ask("宁和县财政局公务接待几批次")) == ("2", "批次")


def test_a_units_rows_do_not_tell_what_they_do_not_print(made: Assistant) -> None:
    answer = made.ask("青河县水文监测中心三公经费多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert not answer.figures


def test_a_sum_of_listed_rows_joins_a_comparison(made: Assistant) -> None:
    answer = made.ask("青河县水利局和税源局工资福利支出差多少")
    check(made, answer)
    assert first(answer)[0] == "2.50"
    assert answer.figures[0].formula == "(30.00 + 12.50) − 40.00"


def test_money_under_a_name_nobody_knows_is_not_disclosed(made: Assistant) -> None:
    answer = made.ask("青河县水利局2025年彩票公益金支出多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert "彩票公益金" in answer.text


def test_departments_are_ranked_where_a_rank_of_departments_is_asked_for(generated: Assistant) -> None:
    answer = generated.ask("三公经费前三名")
    values = [f.value for f in answer.figures if f.measure == "level"]
    assert answer.status is Status.ANSWERED
    assert values[0] == max(values)


SAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("基本支出加项目支出等于总支出吗", {"has": ["815.12", "658.02"], "not": ["1019.76"]}),
    ("昌吉市机关运行经费下降了几个点", {"first": "38.42"}),
    ("吉木萨尔县人均三公经费多少元", {"first": "3608.70"}),
    ("三公经费各占多少", {"has": ["72.29", "27.71"]}),
    ("吉木萨尔县三公经费和上年一样吗", {"first": "0.00", "text": "持平"}),
    ("昌吉市哪些科目减少了", {"has": ["74.33", "5.04", "5.01"]}),
    ("水电费一共多少", {"text": "没有披露“电费”"}),
    ("吉木萨尔县钱都花哪儿去了", {"has": ["489.56", "192.00"]}),
    ("经济科目302多少", {"first": "121.36"}),
    ("吉木萨尔县301和302哪个多", {"first": "328.00"}),
    ("吉木萨尔县2024年支出增长百分之几", {"has": ["21.66"]}),
    ("How much did Changji spend on vehicles in 2020?", {"first": "10.40"}),
    ("Did the three public expenses of Changji go up in 2020?", {"first": "2.6"}),
]


@pytest.mark.parametrize(("question", "wanted"), SAMPLES)
def test_colloquial_questions(assistant: Assistant, question: str, wanted: dict[str, Any]) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    assert answer.status is Status.ANSWERED, answer.text
    values = [format(f.value, "f") for f in answer.figures]
    assert values[:1] == [wanted["first"]] if "first" in wanted else True
    assert set(wanted.get("has", [])) <= set(values)
    assert not set(wanted.get("not", [])) & set(values)
    assert wanted.get("text", "") in answer.text
