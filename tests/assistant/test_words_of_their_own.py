"""Duties, principles, limits and subjects that are asked for in words of the asker's own, over a made-up disclosure and the samples."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Status
from assistant.issuers import IssuerBook
from assistant.reply.quantities import up_to
from tests.assistant.made import write_texts

MADE = """青石县民政局2034年部门预算公开
第一部分 部门概况
一、主要职能
青石县民政局是救助困难群众、管理社会组织的政府工作部门。
（一）负责城乡低保和临时救助的审批发放工作。
（二）指导殡葬改革，监督管理公墓和殡仪服务机构。
（三）负责行政区划和地名管理工作。
（四）组织协调本县反倾销、反补贴应诉工作。
第二部分 部门预算情况说明
一、收支预算总体情况
按照量入为出的原则，青石县民政局2034年所有收入和支出均纳入部门预算管理。收支总预算900.00万元。
二、“三公”经费预算情况
公务用车运行维护费0.00万元。
三、项目评审情况
民政设施改扩建投资概算400.00万元及以下的竣工验收由县民政局负责，超出的报县发展改革局。
四、国有资产占用情况
截至2033年12月31日，青石县民政局共有车辆0辆。
第三部分 名词解释
一、临时救助支出：反映对突发困难家庭给予的一次性救助支出。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("own"), MADE))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("青石县民政局编预算遵循的什么原则", ["量入为出"]),
        ("青石县民政局把收支全部纳入预算，依据的是哪条原则", ["量入为出"]),
        ("临时救助支出这个科目反映的是什么", ["突发困难家庭"]),
        ("临时救助支出这个科目是干什么的", ["突发困难家庭"]),
        ("临时救助支出主要核算哪些内容", ["突发困难家庭"]),
        ("青石县民政局在殡葬改革、地名管理上承担什么工作", ["公墓", "行政区划"]),
        ("青石县民政局在低保和殡葬上做些什么", ["低保", "公墓"]),
        ("被国外反补贴调查了，青石县民政局负责做什么", ["应诉"]),
        ("青石县民政局平时都忙些什么", ["低保", "殡葬", "地名"]),
        ("青石县民政局是救助哪些人的，平时主要做什么", ["困难群众", "殡葬"]),
    ],
)
def test_it_is_told_in_the_words_of_the_document(made: Assistant, question: str, told: list[str]) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED and not answer.figures
    assert all(word in answer.text for word in told)


@pytest.mark.parametrize(
    "question",
    ["民政设施改扩建投资概算多大规模以内的竣工验收归青石县民政局管", "青石县民政局负责多大金额以下的民政设施改扩建竣工验收"],
)
def test_the_limit_of_a_duty_is_the_number_that_its_sentence_prints(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert (str(answer.figures[0].value), answer.figures[0].unit) == ("400.00", "万元")


def test_only_a_limit_asks_for_an_amount_beside_a_duty() -> None:
    assert up_to("多大金额以上的项目归谁评审") and up_to("造价在多高以内的由你们批")
    assert not up_to("多大的公园归谁管")


def test_nothing_is_spent_on_running_vehicles_where_there_are_none(made: Assistant) -> None:
    answer = made.ask("青石县民政局那几辆公务车加油维修要花多少")
    assert answer.figures[0].value == 0 and answer.figures[0].unit == "万元"
    assert "没有车辆" in answer.text


def test_the_meaning_of_an_item_that_nobody_explains_is_no_amount(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县商工局的印刷费这个科目反映的是什么")
    assert not answer.figures or answer.status is Status.NOT_DISCLOSED


def test_a_place_alone_gives_way_to_its_department_that_is_named_further_on() -> None:
    book = IssuerBook(["江川市临湖区财政局", "江川市临湖区社会福利院"])
    assert book.find("在临湖,竣工审计归区财政局管吗").issuers == ("江川市临湖区财政局",)
    assert len(book.find("临湖哪家多,区财政局还是社会福利院").issuers) == 2


def test_vehicles_that_are_pointed_at_are_run_and_not_counted(assistant: Assistant) -> None:
    for question in ("吉木萨尔县商工局这2台车加油保养花多少", "吉木萨尔县商工局那几辆车一年要花多少"):
        answer = assistant.ask(question)
        assert (str(answer.figures[0].value), answer.figures[0].unit) == ("6.00", "万元")
