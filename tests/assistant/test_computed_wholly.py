"""Computations whose money, divisor, base or second term the question names in other words, or leaves to the turn before."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.answer import Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check
from tests.assistant.test_relations import talk

TITLE = "云岭县文化和旅游局2023年部门预算公开"
LATER = "云岭县文化和旅游局2024年部门预算公开"
WHO = "云岭县文化和旅游局2023年"


def row(item: str, value: str, unit: str = "万元", **also: Any) -> Row:
    return Row(f"{item} {also.get('fund') or ''}{also.get('kind') or ''} {value} {unit}", item, value, unit, also=also)


GUIDES = "聘用夜间导览员6名，支出33.00万元。"
GENERAL, BASIC, PROJECT = {"fund": "一般公共预算"}, {"kind": "基本支出"}, {"kind": "项目支出"}
HEADS = {"measure": Measure.COUNT, "value_year": 2022}
ROWS = (
    row("行政运行", "500.00"), row("行政运行", "400.00", **GENERAL),
    row("事业运行", "300.00"), row("事业运行", "160.00", **GENERAL),
    row("印刷费", "12.00", **BASIC), row("印刷费", "3.50", **PROJECT), row("奖金", "40.00", **BASIC), row("绩效工资", "25.00", **BASIC),
    row("津贴补贴", "30.00", **BASIC), row("离休费", "18.00", **BASIC), row("离休人数", "4", "人", **HEADS), row("在职人数", "20", "人", **HEADS),
    Row(GUIDES, "夜间导览员", "6", "名", also={"measure": Measure.COUNT}), Row(GUIDES, "夜间导览员支出", "33.00"),
    row("培训费", "9.00"), row("培训费", "12.00", value_year=2022), row("培训费", "3.00", measure=Measure.CHANGE, direction="减少"),
)  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    later = (row("印刷费", "14.00", **BASIC), row("支出总计", "900.00"))
    return Assistant.open(write_rows(tmp_path_factory.mktemp("computed") / "store", (TITLE, ROWS), (LATER, later)))


@pytest.mark.parametrize(
    ("asked", "value", "unit"),
    [
        (f"照一般公共预算口径，{WHO}行政运行是事业运行的几倍", "2.50", "倍"),
        (f"只看一般公共预算，{WHO}行政运行和事业运行差多少", "240.00", "万元"),
        (f"{WHO}一般公共预算里行政运行比事业运行高多少", "240.00", "万元"),
        (f"{WHO}行政运行是事业运行的几倍", "1.67", "倍"),
        (f"{WHO}奖金与绩效工资两项总额", "65.00", "万元"),
        (f"{WHO}奖金、绩效工资、津贴补贴归拢到一起多少", "95.00", "万元"),
        (f"{WHO}印刷费的基本支出和项目支出合到一起是多少", "15.50", "万元"),
        (f"{WHO}奖金和绩效工资哪个多，多多少", "15.00", "万元"),
        (f"{WHO}那几位离休的，离休费一人合多少", "4.50", "万元"),
        (f"{WHO}奖金平摊到在职的，每人多少", "2.00", "万元"),
        (f"{WHO}夜间导览员平均一个合多少万", "5.50", "万元"),
        (f"{WHO}培训费比上年降了百分之几", "25.00", "%"),
        (f"座谈会上要用，{WHO}奖金多少", "40.00", "万元"),
    ],
)
def test_one_question(county: Assistant, asked: str, value: str, unit: str) -> None:
    answer = county.ask(asked)
    check(county, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert (answer.figures[0].value, answer.figures[0].unit) == (Decimal(value), unit), answer.text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((f"{WHO}奖金多少", "再加上绩效工资呢"), "65.00"),
        ((f"{WHO}奖金多少", "加上绩效工资呢", "再加津贴补贴一共多少"), "95.00"),
        ((f"{WHO}奖金多少", "算上绩效工资和津贴补贴呢"), "95.00"),
        ((f"{WHO}奖金比津贴补贴多多少", "绩效工资呢"), "5.00"),
        ((f"{WHO}印刷费多少", "2024年打算花多少"), "14.00"),
        ((f"{WHO}印刷费多少", "2024年一共花多少"), "900.00"),
    ],
)
def test_a_turn_that_goes_on(county: Assistant, turns: tuple[str, ...], value: str) -> None:
    answer = talk(county, *turns)
    check(county, answer)
    assert answer.figures[0].value == Decimal(value), answer.text


def test_a_sum_with_a_term_that_is_not_told_is_none(county: Assistant) -> None:
    answer = county.ask(f"{WHO}奖金和会议费一共多少")
    assert answer.status is Status.NOT_DISCLOSED and "无法" in answer.text


def test_an_account_is_not_set_against_a_budget_that_is_asked_for(tmp_path: Path) -> None:
    """比2023年预算 is told by the change that the budget prints, not by what the account of 2023 says was spent."""
    account = (row("奖金", "35.00"),)
    budget = (row("奖金", "40.00"), row("奖金", "8.00", measure=Measure.CHANGE, direction="增加"))
    store = write_rows(tmp_path / "store", ("云岭县文化和旅游局2023年部门决算公开", account), (LATER, budget))
    answer = Assistant.open(store).ask("云岭县文化和旅游局2024年奖金预算比2023年预算增加多少，增幅多少")
    assert [f.value for f in answer.figures[:2]] == [Decimal("8.00"), Decimal("25.00")], answer.text


def test_two_amounts_that_are_both_printed_are_told_with_their_places(tmp_path: Path) -> None:
    rows = (
        row("离休费", "18.00", code="30301", table="表4 基本支出表"),
        row("离休费", "21.00", code="2080501", table="表2 支出总表"),
    )
    answer = Assistant.open(write_rows(tmp_path / "store", (TITLE, rows))).ask(
        "离休费，总表里是21.00，基本支出表里写18.00，怎么回事"
    )
    assert [f.value for f in answer.figures[:2]] == [Decimal("21.00"), Decimal("18.00")], answer.text
    assert "相差 3.00" in answer.text


def test_the_money_asked_about_holds_for_a_share(county: Assistant) -> None:
    answer = county.ask(f"按一般公共预算算，{WHO}事业运行占行政运行的百分之几")
    assert answer.figures[0].value == Decimal("40.00"), answer.text
