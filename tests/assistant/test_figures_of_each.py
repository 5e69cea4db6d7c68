"""Figures told of each thing asked about: departments and items that moved, a thing named before its count, a number given to another item."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant
from assistant.answer import Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check

ONE, TWO = "云岭县文化和旅游局2023年部门预算公开", "平川县水利局2023年部门预算公开"


def rows(rise: str, direction: str) -> tuple[Row, ...]:
    count = {"measure": Measure.COUNT}
    return (
        Row("会议费 30.00 万元", "会议费", "30.00"),
        Row(f"会议费比上年{direction} {rise} 万元", "会议费", rise, also={"measure": Measure.CHANGE, "direction": direction}),
        Row("编制数 40 人", "编制数", "40", "人", also=count), Row("在职人数 36 人", "在职人数", "36", "人", also=count),
        Row("实有人数 61 人", "实有人数", "61", "人", also=count), Row("车辆数 7 辆", "车辆数", "7", "辆", also=count),
        Row("绩效项目数 9 个", "绩效项目数", "9", "个", also=count), Row("绩效项目金额 520.00 万元", "绩效项目金额", "520.00"),
        Row("财政拨款收入 900.00 万元", "财政拨款收入", "900.00"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    made = ((ONE, rows("4.00", "增加")), (TWO, rows("2.50", "减少")))
    return Assistant.open(write_rows(tmp_path_factory.mktemp("each") / "store", *made))


def values(assistant: Assistant, asked: str) -> list[Decimal]:
    answer = assistant.ask(asked)
    check(assistant, answer)
    assert answer.status is Status.ANSWERED, answer.text
    return [f.value for f in answer.figures]


def test_each_department_is_told_how_it_moved(counties: Assistant) -> None:
    asked = "平川县水利局和云岭县文化和旅游局的会议费各自比上年增减多少，方向一样吗"
    assert values(counties, asked)[0] == Decimal("2.50")
    assert Decimal("4.00") in values(counties, asked)
    assert "方向相反" in counties.ask(asked).text


def test_the_money_of_counted_projects_is_theirs(counties: Assistant) -> None:
    told = values(counties, "云岭县文化和旅游局有几个项目设了绩效目标，一共涉及多少财政资金")
    assert told == [Decimal(9), Decimal("520.00")]


def test_a_thing_named_before_its_count(counties: Assistant) -> None:
    told = values(counties, "云岭县文化和旅游局编制多少个？车呢，几辆？")
    assert told[:2] == [Decimal(40), Decimal(7)]


def test_a_number_given_to_another_item(counties: Assistant) -> None:
    answer = counties.ask("云岭县文化和旅游局编制40人，在职写着61人，为什么对不上")
    assert "61 是“实有人数”，不是“在职人数”" in answer.text
    assert "36 人" in answer.text


@pytest.mark.parametrize("asked", ["刚才说的那个项目预算数再报一遍", "上次问的那个项目的预算是多少来着", "这个项目花了多少"])
def test_a_project_only_pointed_at_is_asked_back(counties: Assistant, asked: str) -> None:
    assert counties.ask(asked).status is Status.CLARIFY
