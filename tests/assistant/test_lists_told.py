"""Lists that a document tells in a table's rows or in a sentence: purchases, a unit's parts, units taken in, money carried over, empty tables."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from tests.assistant.made import Row, write_rows, write_texts

TEXT = """河湾市林业局 2025 年部门预算
第一部分 部门概况
二、部门预算单位构成
从预算单位构成看，纳入河湾市林业局2025年部门汇总预算编制范围的预算单位共计3家，具体包括：河湾市林业局（本级）、河湾市林业工作站、河湾市苗圃中心。
三、派出机构
青山管护中队、白沙管护中队，为河湾市林业局派出机构。
第二部分 2025 年部门预算情况说明
河湾市林业局预算800.00万元，包括在职人员经费500.11万元、公用经费99.94万元、增人增资20.00万元、项目支出179.94万元。
财政拨款结转 90.00 万元，比上年预算增加 20.00 万元，主要原因是河湾市林业局 2021-2022 年结转项目为林道维修资金 35.00 万元，苗圃改造项目 15.00 万元；2023-2024 年度防火补贴结转 40.00 万元。
“本年预算数”的实有人员41人，其中：在职人员30人，退休人员11人。
河湾市林业局固定资产总量为500.00万元，其中：房屋300.00万元，设备150.00万元，家具50.00万元。
"""


def bought(item: str, value: str, label: str = "", line: str = "") -> Row:
    also = {"form": "procurement", "column_path": ("总计",), "table": "政府采购支出表", "row_label": label or item}
    return Row(line or f"{item} {value}", item, value, also=also)


def unit(item: str, value: str, path: tuple[str, ...]) -> Row:
    also = {"form": "basic_economic", "kind": "基本支出", "column_path": ("总计",), "table": "基本支出表"}
    return Row(f"{item} {value}", item, value, also=also | {"row_path": path, "row_label": path[-1]})


STATION = "云台县水利服务中心"
ROWS = [
    bought("政府采购预算", "60.00", "合计"),
    bought("政府采购货物预算", "12.00", "货物"),
    bought("碎纸机", "2.00"),
    bought("投影仪", "10.00"),
    bought("政府采购服务预算", "48.00", "服务"),
    bought("物业服务", "30.00", line="办公楼运行费 物业服务 集中采购 30.00"),
    bought("物业服务", "18.00", line="水情中心运行费 物业服务 分散采购 18.00"),
    unit(STATION, "70.00", (STATION,)),
    unit("工资福利支出", "55.00", (STATION, "工资福利支出")),
    unit("商品和服务支出", "15.00", (STATION, "商品和服务支出")),
    Row("事业收入 20.00", "事业收入", "20.00", also={"form": "revenue_expenditure"}),
    Row("财政拨款收入 60.00", "财政拨款收入", "60.00", also={"form": "revenue_expenditure"}),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("told"), TEXT))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_rows(tmp_path_factory.mktemp("rows"), ("云台县水务局2025年部门预算", ROWS)))


def values(answer: Answer) -> list[str]:
    return [format(f.value, "f") for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云台县水务局今年打算采购什么货物，每件多少", ["12.00", "2.00", "10.00"]),
        ("水务局采购预算里的服务有哪些", ["48.00", "30.00", "18.00"]),
        ("云台水务局政府采购的明细", ["60.00", "2.00", "10.00", "30.00", "18.00"]),
        ("水务局政府采购具体买哪些东西", ["60.00", "2.00", "10.00", "30.00", "18.00"]),
        ("云台水务局政府采购里最贵的一笔是什么", ["30.00", "60.00"]),
        ("水务局政府采购预算包括哪些", ["60.00", "12.00", "48.00"]),
        ("云台水利服务中心基本支出由哪几块组成", ["70.00", "55.00", "15.00"]),
        ("云台县水利服务中心的基本支出里哪一块最大", ["55.00", "15.00"]),
        ("云台县水利服务中心基本支出是多少", ["70.00"]),
        ("云台水务局财政拨款收入是事业收入的几倍", ["3.00", "60.00", "20.00"]),
    ],
)  # fmt: skip
def test_rows_of_a_table_are_listed(rows: Assistant, question: str, expected: list[str]) -> None:
    answer = rows.ask(question)
    assert values(answer) == expected, answer.text


def test_rows_of_the_same_name_are_told_apart_by_their_print(rows: Assistant) -> None:
    text = rows.ask("云台县水务局采购的服务都有哪些").text
    assert "办公楼运行费 物业服务 集中采购" in text and "水情中心运行费 物业服务 分散采购" in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("河湾市林业局部门预算算进来的预算单位有几家，是哪几家", ["3"]),
        ("河湾林业局2025年预算把哪几家单位包进去了", ["3"]),
        ("河湾市林业局下属单位有几个，叫什么", ["2"]),
        ("河湾市林业局的管护中队一共有几个", ["2"]),
        ("林业局2025年800万元预算包括公用经费等哪四块，各多少", ["500.11", "99.94", "20.00", "179.94"]),
        ("河湾市林业局2021-2022年结转了哪些项目", ["35.00", "15.00"]),
        ("林业局2023到2024年度结转的有多少", ["40.00"]),
        ("林业局2021-2022年结转的林道维修资金多少", ["35.00"]),
        ("河湾林业局实有多少人，在职和退休的各几个", ["41", "30", "11"]),
        ("河湾市林业局固定资产由哪些构成，各值多少", ["500.00", "300.00", "150.00", "50.00"]),
    ],
)  # fmt: skip
def test_what_a_sentence_lists_is_told(told: Assistant, question: str, expected: list[str]) -> None:
    answer = told.ask(question)
    assert values(answer)[: len(expected)] == expected, answer.text


def test_years_of_which_nothing_was_carried_over_get_no_amount(told: Assistant) -> None:
    answer = told.ask("河湾市林业局2018-2019年结转的有哪些")
    assert answer.status is Status.NOT_DISCLOSED and not answer.figures


@pytest.mark.parametrize("question", ["昌吉市商工局哪些表是空的", "昌吉市商务局2020年没有数据的表有哪些"])
def test_empty_tables_are_named(assistant: Assistant, question: str) -> None:
    text = assistant.ask(question).text
    assert "项目支出情况表" in text and "政府性基金预算支出情况表" in text, text


def test_a_code_asked_in_a_table_is_its_row(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县一般公共预算支出情况表（表5）中20113这一行多少")
    assert values(answer)[:1] == ["476.92"], answer.text
