"""Rows named inside what holds them: purchases, projects and what their words tell, vehicles by use, offices left out of a count."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from tests.assistant.made import Row, write_rows, write_texts

TEXT = """河湾市林业局 2025 年部门预算
第一部分 部门概况
一、机构设置
河湾市林业局设6个内设科室和离退休工作办公室，内设科室分别是办公室、计财科、造林科、资源科、防火科、法规科。
第二部分 2025 年部门预算情况说明
五、国有资产占用情况
截至2024年12月31日，河湾市林业局及所属各预算单位共有车辆14辆，其中，机要通信用车3辆、应急保障用车5辆、执法执勤用车6辆。
六、绩效目标
河湾市林业局林区防火巡护项目设置瞭望站点27个，火情处置响应时限2小时。
"""


def bought(item: str, value: str, label: str = "") -> Row:
    also = {"form": "procurement", "column_path": ("总计",), "table": "政府采购支出表", "row_label": label or item}
    return Row(f"{item} {value}", item, value, also=also)


ROWS = [
    bought("政府采购预算", "60.00", "合计"),
    bought("政府采购货物预算", "12.00", "货物"),
    bought("碎纸机", "2.00"),
    bought("投影仪", "10.00"),
    bought("政府采购服务预算", "48.00", "服务"),
    bought("物业服务", "48.00"),
    Row("项目支出 90.00", "项目支出", "90.00", also={"form": "expenditure", "kind": "项目支出"}),
    Row(
        "2025年驻外经费 90.00 1、支付驻外房租费52.5万元。2、报销驻外人员差旅费21万元。3、租赁车辆16.5万元。",
        "2025年驻外经费", "90.00", also={"form": "project"},
    ),
    Row("差旅费 7.00", "差旅费", "7.00", also={"form": "basic_economic", "kind": "基本支出", "code": "30211"}),
    Row("奖金 33.00", "奖金", "33.00", also={"form": "basic_economic", "kind": "基本支出", "code": "30103"}),
    Row("人员经费 80.00", "人员经费", "80.00", also={"kind": "人员经费"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_rows(tmp_path_factory.mktemp("rows") / "store", ("云台县水务局 2025 年部门预算", ROWS)))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("texts") / "store", TEXT))


def values(answer: Answer) -> list[str]:
    return [format(f.value, "f") for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("云台县水务局政府采购里买投影仪花多少钱", "10.00"),
        ("水务局采购预算中采购碎纸机的是多少", "2.00"),
        ("云台县水务局政府采购里有多少是用于投影仪的", "10.00"),
        ("云台县水务局2025年采购预算里头，物业服务安排了多少", "48.00"),
        ("想核对一下云台县水务局政府采购中碎纸机的金额是多少", "2.00"),
        ("云台县水务局人员经费里发奖金用了多少", "33.00"),
        ("云台县水务局人员经费里头的奖金多少", "33.00"),
        ("云台县水务局公用经费里花在差旅费上的有多少", "7.00"),
        ("云台县水务局项目支出里给驻外经费的是多少", "90.00"),
        ("云台县水务局政府采购总共多少，里面投影仪多少", "60.00"),
    ],
)
def test_a_row_is_told_before_what_holds_it(rows: Assistant, question: str, first: str) -> None:
    answer = rows.ask(question)
    assert values(answer)[:1] == [first], answer.text


@pytest.mark.parametrize(
    "question", ["云台县水务局政府采购列了哪些项目，每项多少钱", "水务局政府采购每一项各是多少", "云台水务局政府采购用于哪些方面"]
)
def test_purchases_are_the_rows_of_their_table(rows: Assistant, question: str) -> None:
    answer = rows.ask(question)
    assert values(answer) == ["60.00", "2.00", "10.00", "48.00"], answer.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云台县水务局驻外经费里房租、差旅、租车各多少", ["52.5", "21", "16.5"]),
        ("云台县水务局驻外那90万怎么花，差旅、租房分别多少", ["21", "52.5"]),
        ("云台县水务局驻外经费里差旅费多少", ["21"]),
        ("云台县水务局差旅费多少", ["7.00"]),
    ],
)
def test_the_words_of_a_row_tell_its_uses(rows: Assistant, question: str, expected: list[str]) -> None:
    answer = rows.ask(question)
    assert values(answer) == expected, answer.text


def test_a_use_that_the_row_does_not_tell_is_no_amount_of_all_the_office(rows: Assistant) -> None:
    answer = rows.ask("云台县水务局驻外经费里奖金多少")
    assert answer.status is Status.NOT_DISCLOSED and "33.00" not in values(answer), answer.text


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (("河湾市林业局和所属单位一共有几辆车",), "14"),
        (("河湾市林业局连同下属单位共有多少辆公车", "其中应急保障的几辆"), "5"),
        (("河湾市林业局有几辆车", "里面执法执勤的呢"), "6"),
        (("河湾市林业局的公车都派什么用场",), "14"),
        (("林业局那几十辆公车分别什么用途",), "14"),
        (("河湾市林业局设了几个内设科室（离退休工作办公室不算）",), "6"),
        (("河湾市林业局有多少内设科室，不含离退休工作办公室",), "6"),
        (("河湾市林业局林区防火巡护项目设瞭望站点几个，火情多久内要处置响应",), "27"),
    ],
)
def test_counts_are_told_of_what_is_asked(told: Assistant, turns: tuple[str, ...], first: str) -> None:
    conversation = Conversation()
    answer = [told.ask(turn, conversation) for turn in turns][-1]
    assert values(answer)[:1] == [first], answer.text


def test_an_office_that_is_counted_is_not_taken_for_one_that_is_not(told: Assistant) -> None:
    assert not told.ask("河湾市林业局内设科室几个，防火科不算").figures


@pytest.mark.parametrize("question", ["昌吉市商工局的公车都派什么用场", "昌吉市商工局公车分别是什么用途"])
def test_things_asked_for_by_their_use_are_counted(assistant: Assistant, question: str) -> None:
    assert values(assistant.ask(question))[:1] == ["4"]


def test_the_subject_of_a_code_comes_with_its_amount(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市商工局2080505是什么科目？预算数？")
    assert values(answer)[:1] == ["51.62"] and "养老保险" in answer.text


def test_a_table_named_by_its_title_is_no_item(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县商工局“一般公共预算基本支出情况表”上办公费是多少")
    assert values(answer)[:1] == ["7.50"], answer.text
