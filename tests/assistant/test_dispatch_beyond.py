"""What a budget cannot tell is not answered with the budgeted amount."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Status
from index.build import build

SAMPLES = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    store = tmp_path_factory.mktemp("beyond") / "store"
    build(sorted(SAMPLES.glob("*.txt")), store)
    return Assistant.open(store)


@pytest.mark.parametrize(
    "question",
    [
        "吉木萨尔县2024年三公经费支出进度",
        "昌吉市2020年公务用车运行费超支了多少",
        "昌吉市2020年公用经费节约了多少",
        "吉木萨尔县2024年以后未来三年的项目支出",
        "2024年培训费第二季度花了多少",
        "昌吉市2021年三公经费比2020年增加多少",
        "吉木萨尔县2025年机关运行经费比2024年多多少",
    ],
)
def test_what_a_budget_cannot_tell_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_DISCLOSED
    assert answer.figures == ()


@pytest.mark.parametrize(
    ("question", "value"), [("2024年机关运行经费比2023年增加多少", "4.00"), ("2024年上年结转结余多少", "192.00")]
)
def test_what_it_tells_is_still_answered(assistant: Assistant, question: str, value: str) -> None:
    assert format(assistant.ask(question).figures[0].value, "f") == value


@pytest.mark.parametrize("body", ["人民政府", "党委", "人大", "政协", "纪委"])
def test_other_bodies_of_the_place_are_not_the_bureau(assistant: Assistant, body: str) -> None:
    answer = assistant.ask(f"昌吉市{body}2020年三公经费多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert body in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "吉木萨尔县2024年新增编制几个",
        "2024年食堂采买开支多少",
    ],
)
def test_another_kind_of_number_is_no_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in (Status.CLARIFY, Status.NOT_DISCLOSED)
    assert answer.figures == ()


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("两个局公务用车一共几辆", "6", "辆"),
        ("吉木萨尔县公务用车有几台", "2", "辆"),
        ("昌吉市2020年买了几辆新车", "0", "万元"),
        ("2024年新买了几台50万以上的设备", "0", "台"),
    ],
)
def test_what_is_counted_is_told_in_its_own_unit(assistant: Assistant, question: str, value: str, unit: str) -> None:
    first = assistant.ask(question).figures[0]
    assert (format(first.value, "f"), first.unit) == (value, unit)


def test_what_a_thing_is_worth_is_not_told_by_how_many_there_are(assistant: Assistant) -> None:
    answer = assistant.ask("50万元以上大型设备价值多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert "只披露了数量" in answer.text
