"""Ways to ask that once went astray: sums in other words, things taken back, names with their level, words that only look like an item."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows

ECONOMIC = {"form": "general_budget_economic", "kind": "基本支出"}


def _rows(scale: int) -> list[Row]:
    return [
        Row(f"支出总计 {scale}00.00", "支出总计", f"{scale}00.00", also={"form": "expenditure", "column": "合计"}),
        Row(f"项目支出 {scale}0.00", "项目支出", f"{scale}0.00"),
        Row(f"30202 印刷费 {scale}.10", "印刷费", f"{scale}.10", also={**ECONOMIC, "code": "30202"}),
        Row(f"30205 水费 {scale}.20", "水费", f"{scale}.20", also={**ECONOMIC, "code": "30205"}),
        Row(f"30207 邮电费 {scale}.30", "邮电费", f"{scale}.30", also={**ECONOMIC, "code": "30207"}),
        Row(f"2200150 事业运行 {scale}4.00", "事业运行", f"{scale}4.00", also={"form": "expenditure", "code": "2200150"}),
        Row(
            f"220 自然资源海洋气象等支出 {scale}5.00",
            "自然资源海洋气象等支出",
            f"{scale}5.00",
            also={"form": "expenditure", "code": "220"},
        ),
        Row(f"政府采购服务预算 {scale}.70", "政府采购服务预算", f"{scale}.70"),
        Row(f"政府采购预算 {scale}.90", "政府采购预算", f"{scale}.90"),
        Row(
            f"事业运行比上年减少 {scale}.05 万元",
            "事业运行",
            f"{scale}.05",
            also={"measure": Measure.CHANGE, "direction": "减少"},
        ),
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("otherwise") / "var"
    return Assistant.open(write_rows(folder, ("河口县林业局2031年部门预算", _rows(3)), ("山前县水务局2032年部门预算", _rows(6))))


def _asked(assistant: Assistant, turns: Sequence[str]) -> Answer:
    conversation = Conversation()
    return [assistant.ask(turn, conversation) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (["河口县林业局印刷费、水费、邮电费三项求和"], "9.60"),
        (["河口县林业局印刷费、水费求个总数"], "6.30"),
        (["河口县林业局事业运行在支出总计300.00万元中占多大比重"], "11.33"),
        (["科目编码2200150，2031年的数是多少"], "34.00"),
        (["河口县林业局自然资源海洋气象等（类）支出多少"], "35.00"),
        (["山前县水务局31年…哦不对是32年的水费多少"], "6.20"),
        (["河口县林业局事业运行多少", "水费呢", "那事业运行比上年少了多少"], "3.05"),
        (["河口县林业局水费多少", "相当于印刷费的多少倍"], "1.03"),
        (["山前县水务局政府采购盘子比河口县林业局大多少"], "3.00"),
    ],
)
def test_the_number_asked_for_comes_first(made: Assistant, turns: list[str], first: str) -> None:
    answer = _asked(made, turns)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.figures[0].value == Decimal(first), answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ["河口县林业局印刷费、水费、苗木费这三样加一起多少"],
        ["河口县林业局水费多少", "2032年的水费呢"],
        ["河口县林业局给来访群众提供些什么服务"],
    ],
)
def test_what_is_not_told_is_not_answered_with_something_near(made: Assistant, turns: list[str]) -> None:
    answer = _asked(made, turns)
    assert answer.status is not Status.ANSWERED or not answer.figures, answer.text
