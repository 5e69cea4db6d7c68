"""Counts that stand side by side in one text: people by where they stand, vehicles by use, projects by their rating; how many are ranked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from tests.assistant.made import Row, write_rows, write_texts

ACCOUNT = """清溪县水利局 2025 年度部门决算
第一部分 单位概况
二、人员情况
实有人数 61 人，其中：在职 40 人，增加 0 人；退休 18 人，增加 2 人；离休 3 人，增加 0 人。
第二部分 2025 年度部门决算情况说明
四、国有资产占用情况说明
截至2025年12月31日，清溪县水利局共有车辆9辆，其中机要通信用车2辆，应急保障用车4辆，其他按照规定配备的公务用车3辆。
五、预算绩效情况说明
2025年度绩效自评的项目7个，平均得分96.50分；绩效评级为“优”的项目5个，绩效评级为“良”的项目2个，绩效自评中共发现问题3个。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("kinds"), ACCOUNT))


def told(answer: Answer, number: int) -> list[str]:
    assert answer.status is Status.ANSWERED, answer.text
    return [f"{f.value}{f.unit}" for f in answer.figures[:number]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("清溪县水利局在岗的有几个人，退了的几个人", ["40人", "21人"]),
        ("清溪县水利局在职和离退休各有多少人", ["40人", "21人"]),
        ("清溪县水利局退下来的老同志有多少人", ["21人"]),
        ("清溪县水利局退休的几个，离休的几个", ["18人", "3人"]),
        ("清溪县水利局的车按用途分，各几辆", ["4辆", "3辆", "2辆"]),
        ("清溪县水利局公务用车分哪几类，每类多少辆", ["4辆", "3辆", "2辆"]),
        ("清溪县水利局一共有几辆车", ["9辆"]),
        ("清溪县水利局自评查出几个问题", ["3个"]),
        ("清溪县水利局自评拿了良的项目几个，总共评了几个项目", ["2个", "7个"]),
        ("清溪县水利局绩效自评评为优的几个，发现问题几个", ["5个", "3个"]),
        ("清溪县水利局自评了几个项目，平均几分", ["7个", "96.50分"]),
    ],
)
def test_each_count_is_told(made: Assistant, question: str, expected: list[str]) -> None:
    assert sorted(told(made.ask(question), len(expected))) == sorted(expected)


@pytest.mark.parametrize(
    ("turn", "expected"), [("平均打了几分", "96.50分"), ("拿优的呢", "5个"), ("那问题有几个", "3个"), ("平均多少分", "96.50分")]
)
def test_a_phrase_that_needs_the_item_before(made: Assistant, turn: str, expected: str) -> None:
    talk = Conversation()
    made.ask("清溪县水利局做了绩效自评的项目几个", talk)
    assert told(made.ask(turn, talk), 1) == [expected]


def test_kinds_that_do_not_come_to_their_total_are_not_told_before_it(tmp_path: Path) -> None:
    text = ACCOUNT.replace("车辆9辆", "车辆10辆").replace("清溪县", "白石县")
    answer = Assistant.open(write_texts(tmp_path, text)).ask("白石县水利局的车按用途分，各几辆")
    assert told(answer, 1) == ["10辆"]


def test_a_part_of_those_together_is_no_whole(tmp_path: Path) -> None:
    text = ACCOUNT.replace("；离休 3 人，增加 0 人", "").replace("清溪县", "白石县")
    assert Assistant.open(write_texts(tmp_path, text)).ask("白石县水利局离退休多少人").status is Status.NOT_DISCLOSED


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A bureau with a table of projects."""
    title = "第一部分 青石市公路局 2026 年部门预算"
    amounts = {"道路养护专项": "300.00", "桥梁检测费": "80.00", "护栏更换项目": "45.00", "标线复划项目": "0.00"}
    form = {"form": "project", "kind": "项目支出", "table": "项目支出表"}
    rows = [Row(f"{name} {amount}", name, amount, "万元", form) for name, amount in amounts.items()]
    rows.append(Row("项目支出 425.00", "项目支出", "425.00", "万元", form))
    return Assistant.open(write_rows(tmp_path_factory.mktemp("works"), (title, rows)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青石市公路局那些项目里，谁钱最少", ["45.00万元"]),
        ("青石市公路局这么多项目，最花钱的两个是哪两个", ["300.00万元", "80.00万元"]),
        ("青石市公路局的项目当中，哪个排第二", ["80.00万元"]),
        ("青石市公路局所有项目里，倒数第二呢", ["80.00万元"]),
        ("青石市公路局各个项目，最省钱的两项", ["45.00万元", "80.00万元"]),
    ],
)
def test_projects_are_ranked_in_words_of_speech(works: Assistant, question: str, expected: list[str]) -> None:
    assert told(works.ask(question), len(expected)) == expected


def test_fewer_than_wanted_is_said(works: Assistant) -> None:
    answer = works.ask("青石市公路局项目里，最贵的五个")
    assert told(answer, 3) == ["300.00万元", "80.00万元", "45.00万元"]
    assert "不足所问之数" in answer.text


@pytest.mark.parametrize(
    "question", ["商务局占用房屋几平方米", "昌吉市商工局占了房子多少平", "吉木萨尔商工局占用的房屋有多少平方米"]
)
def test_what_is_occupied_is_no_share(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert all(f.unit == "平方米" for f in answer.figures), answer.text
    assert answer.status is Status.ANSWERED, answer.text


def test_a_project_pointed_at_by_its_amount_is_no_count(works: Assistant) -> None:
    answer = works.ask("青石市公路局桥梁检测那80万，要求至少完成几个项目")
    assert answer.status is not Status.ANSWERED, answer.text


@pytest.mark.parametrize(
    "question",
    ["昌吉市商工局水费、电费这些商品和服务支出有哪些", "昌吉市商工局办公费、差旅费等商品和服务支出都有哪几项，分别列出来"],
)
def test_examples_of_a_whole_are_not_what_is_asked(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {"办公费", "福利费", "其他商品和服务支出"} <= {f.item for f in answer.figures}, answer.text


@pytest.mark.parametrize("question", ["昌吉市商工局人员经费占了多少钱", "昌吉市商工局人员经费占掉多少万"])
def test_money_that_an_item_takes_up_is_no_share(assistant: Assistant, question: str) -> None:
    assert told(assistant.ask(question), 1) == ["614.80万元"]
