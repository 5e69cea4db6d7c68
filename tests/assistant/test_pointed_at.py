"""What a turn points at in the turns before, a whole named before or behind its part, and items in both kinds of spending."""

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

WHO = "松岗县司法局2025年"
OTHER = "白河县司法局"


def row(item: str, value: str, unit: str = "万元", **also: Any) -> Row:
    return Row(f"{item} {also.get('fund') or ''}{also.get('kind') or ''} {value} {unit}", item, value, unit, also=also)


BASIC, PROJECT, GENERAL = {"kind": "基本支出"}, {"kind": "项目支出"}, {"fund": "一般公共预算"}
ROWS = (
    row("本年收入合计", "880.00"), row("支出总计", "900.00"), row("基本支出", "600.00"), row("项目支出", "300.00"), row("人员经费", "500.00"), row("公用经费", "100.00"),
    row("咨询费", "8.00", **BASIC), row("咨询费", "5.00", **PROJECT), row("邮电费", "4.00", **BASIC), row("邮电费", "7.00", **PROJECT),
    row("绩效工资", "90.00"), row("奖金", "40.00"), row("住房公积金", "60.00"), row("机关运行经费", "120.00"), row("普法宣传", "52.30"), row("普法宣传", "481600", "元", **GENERAL), row("编制数", "30", "人", measure=Measure.COUNT),
)  # fmt: skip
ROWS_OF_OTHER = (row("机关运行经费", "75.00"), row("法律援助", "33.00", **GENERAL))


@pytest.fixture(scope="module")
def bureaus(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    store: Path = tmp_path_factory.mktemp("pointed") / "store"
    made = (("松岗县司法局2025年部门预算公开", ROWS), (f"{OTHER}2024年部门预算公开", ROWS_OF_OTHER))
    return Assistant.open(write_rows(store, *made))


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        ((f"{WHO}奖金多少", "绩效工资和住房公积金呢", "三样一共多少"), "190.00", "万元"),
        ((f"{WHO}奖金和绩效工资多少", "住房公积金呢", "这三个加起来"), "190.00", "万元"),
        ((f"{WHO}奖金和绩效工资多少", "住房公积金呢", "一共多少"), "190.00", "万元"),
        ((f"{WHO}奖金多少", "绩效工资和住房公积金呢", "两项加起来"), "150.00", "万元"),
        ((f"{WHO}奖金多少", "绩效工资呢", "后一项比前一项多几万"), "50.00", "万元"),
        ((f"{WHO}奖金多少", "绩效工资呢", "第二个比第一个多多少"), "50.00", "万元"),
        ((f"{WHO}奖金多少", "人员经费呢", "前者占后者多少"), "8.00", "%"),
        ((f"{WHO}奖金多少", "加上绩效工资呢", "一共占人员经费多少"), "26.00", "%"),
        ((f"{WHO}奖金和绩效工资一共多少", "两项占人员经费多大比重"), "26.00", "%"),
        ((f"{WHO}机关运行经费多少", f"{OTHER}的呢", "前者比后者高出几何"), "45.00", "万元"),
        ((f"{WHO}机关运行经费多少", f"{OTHER}的呢", "前者是后者的几倍"), "1.60", "倍"),
    ],
)
def test_a_turn_points_at_amounts_told_before(bureaus: Assistant, turns: tuple[str, ...], value: str, unit: str) -> None:
    answer = talk(bureaus, *turns)
    check(bureaus, answer)
    assert (answer.figures[0].value, answer.figures[0].unit) == (Decimal(value), unit), answer.text


def test_more_amounts_than_were_told_are_not_added_up(bureaus: Assistant) -> None:
    answer = talk(bureaus, f"{WHO}奖金和绩效工资多少", "这三项合计多少")
    assert answer.status is Status.NOT_DISCLOSED, answer.text


def test_a_share_that_is_not_told_leads_with_no_other_amount(bureaus: Assistant) -> None:
    answer = talk(bureaus, f"{WHO}奖金占人员经费多少", "那手续费呢")
    assert answer.status is Status.NOT_DISCLOSED and not answer.figures, answer.text


def test_the_budget_of_another_year_is_that_of_the_item_before(bureaus: Assistant) -> None:
    assert talk(bureaus, f"{WHO}奖金多少", "2024年预算多少").status is Status.NOT_DISCLOSED
    assert talk(bureaus, "2024年机关运行经费多少", f"{WHO[:-5]}2025年预算多少").status is Status.ANSWERED


def test_another_form_of_an_answer_that_was_not_given_is_none(bureaus: Assistant) -> None:
    first, second = talk(bureaus, f"{WHO}司法援助补贴多少"), talk(bureaus, f"{WHO}司法援助补贴多少", "折算成元")
    assert first.status is second.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("asked", "value", "unit"),
    [
        (f"{WHO}的人员经费，奖金就占去几成", "8.00", "%"),
        (f"{WHO}奖金，人员经费里占几成", "8.00", "%"),
        (f"{WHO}奖金占全部人员经费的比重", "8.00", "%"),
        (f"{WHO}支出总计，基本支出占多大比例", "66.67", "%"),
        (f"{WHO}咨询费，把基本支出和项目支出里的合到一块是多少", "13.00", "万元"),
        (f"{WHO}咨询费加邮电费总共多少，基本支出和项目支出里的都算", "24.00", "万元"),
        (f"{WHO}邮电费，基本和项目支出合起来多少", "11.00", "万元"),
        (f"不算上年结转，{WHO}本年收入合计多少", "880.00", "万元"),
        (f"{OTHER}2024年法律援助财政拨款多少", "33.00", "万元"),
    ],
)
def test_parts_and_wholes_in_any_order(bureaus: Assistant, asked: str, value: str, unit: str) -> None:
    answer = bureaus.ask(asked)
    check(bureaus, answer)
    assert (answer.figures[0].value, answer.figures[0].unit) == (Decimal(value), unit), answer.text


def test_an_amount_said_roughly_is_the_print_a_little_above_it(bureaus: Assistant) -> None:
    answer = bureaus.ask(f"{WHO}普法宣传，说明写52.30万元，表上是48万多，到底哪个对")
    check(bureaus, answer)
    assert [f.value for f in answer.figures[:2]] == [Decimal("52.30"), Decimal("481600")], answer.text


def test_heads_alone_are_nothing_to_divide(bureaus: Assistant) -> None:
    assert bureaus.ask("再除以编制数，每人多少").status is Status.CLARIFY
