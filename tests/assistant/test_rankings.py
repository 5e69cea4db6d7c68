"""Rankings and lists of parts: the members of the innermost container, by class, row by row, and of each unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant
from assistant.answer import Status
from assistant.clauses import parts
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check

TITLE = "第一部分 湖滨县水务局 2025 年部门预算"
BASIC = {"form": "basic_economic", "table": "一般公共预算基本支出表"}


def _row(item: str, amount: str, **also: object) -> Row:
    return Row(f"{item} {amount} 万元", item, amount, "万元", also)


def _basic(item: str, whole: str, kind: str) -> list[Row]:
    """One row of a table of basic spending without codes: its total, and the same or nothing in the two columns of kinds."""
    amounts = {"基本支出": whole, "人员经费": "0.00", "公用经费": "0.00", kind: whole}
    return [_row(item, amount, kind=name, column_path=(name,), **BASIC) for name, amount in amounts.items()]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A bureau whose table prints names alone, with money of projects beside it, purchases row by row and units of its own."""
    economic = [("基本工资", "60.00"), ("奖金", "90.00"), ("退休费", "30.00")]
    running = [("办公费", "12.00"), ("差旅费", "25.00"), ("公务用车运行费", "8.00"), ("办公设备购置", "5.00")]
    rows = [
        *(row for name, amount in economic for row in _basic(name, amount, "人员经费")),
        *(row for name, amount in running for row in _basic(name, amount, "公用经费")),
        *_basic("商品和服务支出", "45.00", "公用经费"),
        *(_row(kind, total, kind=kind, column_path=(kind,), **BASIC) for kind, total in (("人员经费", "180.00"), ("公用经费", "50.00"))),
        _row("差旅费", "300.00", kind="项目支出", form="project", table="项目支出经济分类表"),
        _row("电费", "400.00", kind="项目支出", form="project", table="项目支出经济分类表"),
        *(_row(item, total, form="procurement", column_path=("总计",), table="政府采购表") for item, total in (
            ("政府采购预算", "70.00"), ("水泵", "42.00"), ("测流设备", "28.00"), ("湖滨县水务局", "70.00"))),
        *(_row(unit, amount, kind="基本支出", form="basic_economic", table="基本支出预算表")
          for unit, amount in (("湖滨县水文监测中心", "33.00"), ("湖滨县河道管理中心", "21.00"))),
    ]  # fmt: skip
    return Assistant.open(write_rows(tmp_path_factory.mktemp("ranked") / "var", (TITLE, rows)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("湖滨县水务局公用经费里最大的两款", ["25.00", "12.00"]),
        ("湖滨县水务局基本支出的公用经费中哪三款最多", ["25.00", "12.00", "8.00"]),
        ("湖滨县水务局公用经费（商品和服务支出）里头前三", ["25.00", "12.00", "8.00"]),
        ("湖滨县水务局人员经费中最高的是哪一款", ["90.00"]),
        ("湖滨县水务局商品和服务支出里花得最多的两项", ["25.00", "12.00"]),
        ("湖滨县水务局公用经费中支出最少的两款", ["5.00", "8.00"]),
        ("湖滨县水务局公用经费里排第二的是哪款", ["12.00"]),
    ],
)
def test_members_of_the_innermost_container_are_ranked(lake: Assistant, question: str, expected: list[str]) -> None:
    answer = lake.ask(question)
    check(lake, answer)
    assert [str(f.value) for f in answer.figures][: len(expected)] == expected, answer.text


def test_a_part_is_never_ranked_by_money_of_another_kind(lake: Assistant) -> None:
    answer = lake.ask("湖滨县水务局公用经费里最大的五款")
    assert Decimal("300.00") not in [f.value for f in answer.figures], answer.text
    assert Decimal("90.00") not in [f.value for f in answer.figures], answer.text


def test_a_container_before_the_items_is_not_ranked_with_them(lake: Assistant) -> None:
    answer = lake.ask("湖滨县水务局基本支出中，人员经费与公用经费谁最大")
    assert answer.figures[0].value == Decimal("180.00"), answer.text


def test_purchases_are_listed_row_by_row(lake: Assistant) -> None:
    answer = lake.ask("湖滨县水务局政府采购有哪几笔，每笔多少")
    check(lake, answer)
    assert [str(f.value) for f in answer.figures] == ["70.00", "42.00", "28.00"], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "湖滨县水务局下属单位叫什么，各自的基本支出多少",
        "湖滨县水务局各下属单位的基本支出",
        "湖滨县水务局每家下属单位基本支出多少",
    ],
)
def test_each_unit_with_its_money_of_a_kind(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    check(lake, answer)
    assert {str(f.value) for f in answer.figures} == {"33.00", "21.00"}, answer.text


def test_what_is_asked_of_each_unit_is_not_cut_off() -> None:
    assert len(parts("下属单位叫什么，各自的基本支出多少")) == 1
    assert len(parts("三公经费多少，各自的原因是什么")) == 2


@pytest.mark.parametrize(
    ("question", "first", "among"),
    [
        ("吉木萨尔2024年一般公共预算拨款按大类列出，每类多少", "610.48", "476.92"),
        ("吉木萨尔2024年单位把钱用在哪几大类上", "815.12", "192.00"),
        ("昌吉2020年一般公共预算当年拨款分几类，各是多少", "658.02", "606.40"),
        ("吉木萨尔2024年国有资产盘点，哪类资产价值最高", "454.78", "148.00"),
        ("吉木萨尔2024年哪种资产最值钱", "454.78", "32.76"),
        ("昌吉2020年301类表六没印小计，加起来多少", "529.60", "203.20"),
        ("吉木萨尔2024年基本支出的工资福利支出里哪两项最多", "86.82", "86.05"),
        ("昌吉2020年公用经费中支出最多的两款", "11.7", "10.4"),
        ("吉木萨尔2024年各科目里增加额排第一的是哪个", "25.95", "25.95"),
        ("吉木萨尔2024年编制说明里哪个科目增加得最多", "25.95", "25.95"),
    ],
)
def test_over_the_samples(assistant: Assistant, question: str, first: str, among: str) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    values = [f.value for f in answer.figures]
    assert values[0] == Decimal(first) and Decimal(among) in values, answer.text


def test_money_of_projects_is_not_told_by_that_of_basic_spending(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔2024年项目支出里的商品和服务支出最大的是哪项")
    assert answer.status is not Status.ANSWERED, answer.text


def test_all_the_money_is_no_member_of_an_item(assistant: Assistant) -> None:
    question = assistant.understand("两个局里谁的政府采购盘子最大")
    assert "政府采购预算" in [m.name for m in question.mentions]
