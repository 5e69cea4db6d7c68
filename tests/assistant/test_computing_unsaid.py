"""Computing that a question asks for in few words: shares without 占, ranks by the change, units and tables set apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows

UP, DOWN = {"measure": Measure.CHANGE, "direction": "增加"}, {"measure": Measure.CHANGE, "direction": "减少"}


def _row(item: str, amount: str, unit: str = "万元", **also: object) -> Row:
    return Row(f"{item} {amount} {unit}", item, amount, unit, also)


def _changed(item: str, code: str, amount: str, change: str, moved: dict[str, object]) -> list[Row]:
    return [
        _row(item, amount, code=code),
        Row(f"{item}比上年{moved['direction']}{change}万元", item, change, "万元", {**moved, "code": code}),
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two bureaus of one year and one of another, with changes of subjects only."""
    lake = [
        _row("卫生健康支出", "30.00", code="210"),
        *_changed("行政单位医疗", "2101101", "12.00", "4.00", DOWN),
        *_changed("事业单位医疗", "2101102", "10.00", "2.50", UP),
        *_changed("公务员医疗补助", "2101103", "8.00", "1.50", DOWN),
        _row("工资福利支出", "200.00", code="301"), _row("绩效工资", "50.00", code="30107"), _row("电费", "5.00"),
        _row("办公家具价值", "70.00"), _row("其他资产价值", "15.00"),
        _row("在职人数", "40", "人"), _row("离退休人数", "22", "人"), _row("人员经费", "250.00"), _row("支出总计", "500.00"),
        _row("收支总预算", "500.00"),
    ]  # fmt: skip
    hill = [_row("事业单位离退休", "6.00", code="2080502"), _row("收支总预算", "90.00"), _row("支出总计", "90.00")]
    moor = [_row("事业单位离退休", "7.00", code="2080502"), _row("收支总预算", "80.00"), _row("支出总计", "80.00")]
    titles = ["湖滨市水务局2025年部门预算", "丘陵市文旅局2025年部门预算", "荒原市档案局2024年部门预算"]
    root: Path = tmp_path_factory.mktemp("unsaid") / "var"
    return Assistant.open(write_rows(root, *zip(titles, (lake, hill, moor), strict=True)))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("湖滨市水务局绩效工资在人员经费里的比例", "20.00"),
        ("湖滨市水务局人员经费里绩效工资有几成", "20.00"),
        ("湖滨市水务局办公家具比其他资产多值多少钱", "55.00"),
        ("湖滨市水务局人员经费比工资福利支出大多少", "50.00"),
        ("湖滨市水务局连在职带离退休一共多少号人", "62"),
        ("行政单位医疗、事业单位医疗、公务员医疗补助,湖滨市水务局哪个减得最多", "4.00"),
        ("湖滨市水务局行政单位医疗和公务员医疗补助谁降得多", "4.00"),
        ("湖滨市水务局卫生健康支出下面哪个科目增加的钱最多", "2.50"),
        ("湖滨市水务局卫生健康支出总共比上年减少了多少", "3.00"),
        ("湖滨、丘陵两个市的水务局和文旅局总预算合计多少", "590.00"),
    ],
)
def test_the_result_comes_first(made: Assistant, question: str, first: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert format(abs(answer.figures[0].value), "f") == first, answer.text


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (("湖滨市水务局工资福利支出多少", "绩效工资在里面占百分之多少"), "25.00"),
        (("湖滨市水务局工资福利支出多少", "绩效工资占几成"), "25.00"),
        (("湖滨市水务局人员经费多少", "绩效工资占它的比重"), "20.00"),
        (("湖滨市水务局人员经费多少", "绩效工资在里头占几成", "那电费呢"), "2.00"),
    ],
)
def test_the_whole_of_a_share_is_the_item_before(made: Assistant, turns: tuple[str, ...], first: str) -> None:
    talk = Conversation()
    answer = [made.ask(turn, talk) for turn in turns][-1]
    assert format(answer.figures[0].value, "f") == first, answer.text


def test_a_code_is_told_of_every_department_that_has_it(made: Assistant) -> None:
    answer = made.ask("208 05 02 各家安排多少")
    assert {format(f.value, "f") for f in answer.figures} == {"6.00", "7.00"}, answer.text


def test_one_item_alone_is_no_difference(made: Assistant) -> None:
    answer = made.ask("湖滨市水务局会议费比电费大多少")
    assert answer.status is Status.NOT_DISCLOSED, answer.text


def test_changes_of_some_parts_are_no_change_of_the_whole(made: Assistant) -> None:
    answer = made.ask("湖滨市水务局工资福利支出比上年增加多少")
    assert answer.status is Status.NOT_DISCLOSED, answer.text


def test_amounts_are_not_ranked_where_changes_are_asked(made: Assistant) -> None:
    answer = made.ask("荒原市档案局哪个科目降幅最大")
    assert answer.status is Status.NOT_DISCLOSED, answer.text
