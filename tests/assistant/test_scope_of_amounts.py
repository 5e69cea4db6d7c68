"""What the items of a computation are: one item in two kinds of spending, things listed in brackets, a budget that is only the base."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check
from tests.assistant.test_relations import talk

WHO = "松原县水文站2025年"
BASIC, PROJECT = {"kind": "基本支出"}, {"kind": "项目支出"}


def row(item: str, value: str, unit: str = "万元", **also: object) -> Row:
    return Row(f"{item} {also.get('fund') or also.get('kind') or ''} {value} {unit}", item, value, unit, also=also)


ROWS = (
    row("基本支出", "400.00"), row("项目支出", "200.00"), row("支出总计", "600.00"), row("收入总计", "600.00"),
    row("差旅费", "8.00", **BASIC), row("差旅费", "24.00", **PROJECT), row("水费", "3.00", **BASIC),
    row("培训费", "6.00"), row("培训费", "0.00", measure=Measure.CHANGE), row("机关运行经费", "50.00"), row("行政运行", "250.00"), row("行政运行", "240.00", fund="一般公共预算"),
    row("行政运行", "10.00", fund="单位资金"),
    Row("机关运行经费比上年预算增加10.00万元", "机关运行经费", "10.00", also={"measure": Measure.CHANGE, "direction": "增加"}),
    row("房屋面积", "120.00", "平方米"), row("房屋价值", "30.00"), row("车辆价值", "20.00"), row("办公家具价值", "5.00"),
    row("其他资产价值", "1.50"),
)  # fmt: skip
OTHER = (row("支出总计", "950.00"), row("收入总计", "950.00"))


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("scopes") / "store"
    return Assistant.open(write_rows(root, ("松原县水文站2025年部门预算公开", ROWS), ("青岭县档案馆2025年部门预算公开", OTHER)))


@pytest.mark.parametrize(
    ("asked", "value", "unit"),
    [
        (f"{WHO}项目支出里的差旅费，是基本支出里差旅费的几倍", "3.00", "倍"),
        (f"{WHO}差旅费：基本支出的是项目支出的百分之几", "33.33", "%"),
        (f"{WHO}差旅费在项目支出里比基本支出里多多少", "16.00", "万元"),
        (f"{WHO}基本支出中的差旅费和项目支出中的差旅费相差多少", "16.00", "万元"),
        (f"{WHO}差旅费，项目支出加基本支出共多少", "32.00", "万元"),
        (f"{WHO}差旅费在基本支出和项目支出里分别是多少", "8.00", "万元"),
        (f"{WHO}项目支出里的差旅费占全部差旅费的百分之几", "75.00", "%"),
        (f"{WHO}差旅费里基本支出占几成", "25.00", "%"),
        (f"{WHO}差旅费占项目支出的百分之几", "12.00", "%"),
        (f"{WHO}行政运行里单位资金占多少", "4.00", "%"),
        (f"{WHO}一般公共预算支出中，基本支出和项目支出各多少", "400.00", "万元"),
        (f"{WHO}一般公共预算支出里，基本支出是项目支出的几倍", "2.00", "倍"),
        (f"{WHO}水费、基本支出、项目支出合计多少", "603.00", "万元"),
        (f"{WHO}占用的国有资产（房屋、车辆、家具、其他）价值总计", "56.50", "万元"),
        (f"{WHO}国有资产中房屋、车辆、办公家具、其他资产价值一共多少", "56.50", "万元"),
        (f"{WHO}国有资产（车辆、办公家具）价值合计", "25.00", "万元"),
        (f"请核一下，{WHO}机关运行经费比上年增加了多少，增幅百分之几", "10.00", "万元"),
        (f"想核对下{WHO}机关运行经费较上年预算多了多少、增长率多少", "10.00", "万元"),
        ("松原县水文站和青岭县档案馆，2025年总预算哪家盘子大？大多少", "350.00", "万元"),
        ("松原县水文站和青岭县档案馆2025年哪家预算大，大多少", "350.00", "万元"),
    ],
)
def test_the_amounts_meant(station: Assistant, asked: str, value: str, unit: str) -> None:
    answer = station.ask(asked)
    check(station, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert (answer.figures[0].value, answer.figures[0].unit) == (Decimal(value), unit), answer.text


@pytest.mark.parametrize(
    ("turn", "value"),
    [
        ("比上年预算增加多少，增长百分之几", "10.00"),
        ("较上一年的预算多了多少", "10.00"),
        ("那上一年的预算是多少", "40.00"),
        ("与去年预算相比呢", "10.00"),
    ],
)
def test_the_budget_of_the_year_before_is_no_item(station: Assistant, turn: str, value: str) -> None:
    answer = talk(station, f"{WHO}机关运行经费有多少", turn)
    check(station, answer)
    assert answer.figures[0].value == Decimal(value), answer.text


def test_what_did_not_move_moved_by_no_per_cent(station: Assistant) -> None:
    answer = station.ask(f"{WHO}培训费比上年增加多少，增长百分之几")
    check(station, answer)
    assert [(f.value, f.unit) for f in answer.figures[:2]] == [(Decimal("0.00"), "万元"), (Decimal("0.00"), "%")], answer.text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("行政运行年初预算多少", "那实际支出呢"), "91.00"),
        (("行政运行年初预算多少", "决算呢"), "91.00"),
        (("行政运行支出决算多少", "年初预算呢"), "100.00"),
        (("行政运行支出决算多少", "完成率呢"), "91.00"),
    ],
)
def test_a_turn_names_what_was_planned_or_spent_itself(tmp_path: Path, turns: tuple[str, str], value: str) -> None:
    plan = {"column": "年初预算数", "column_path": ("年初预算数",)}
    rows = (
        row("行政运行", "91.00", column="决算数"), row("行政运行", "100.00", **plan),
        row("支出总计", "700.00", column="决算数"), row("收支总预算", "800.00", **plan),
    )  # fmt: skip
    hall = Assistant.open(write_rows(tmp_path / "store", ("青岭县档案馆2023年部门决算公开", rows)))
    answer = talk(hall, f"青岭县档案馆2023年{turns[0]}", turns[1])
    check(hall, answer)
    assert answer.figures[0].value == Decimal(value), answer.text


@pytest.mark.parametrize(
    "asked", ["项目支出里的水费是基本支出里水费的几倍", "水费，基本支出比项目支出多多少", "水费里项目支出占多少"]
)
def test_one_of_two_kinds_is_not_set_against_what_is_not_told(station: Assistant, asked: str) -> None:
    assert station.ask(f"{WHO}{asked}").status is Status.NOT_DISCLOSED
