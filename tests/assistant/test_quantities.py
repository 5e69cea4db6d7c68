"""Numbers that only sentences print: each with the words that stand with it, and none where two are equally near."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant
from assistant.reply.quantities import _QUANTITY, _with_each
from tests.assistant.made import write_texts

MADE = """白沙县林业局2032年部门预算
第一部分 部门概况
一、主要职能
白沙县林业局负责全县森林防火和种苗培育工作，为林农提供技术咨询、种苗检测、病虫害测报等综合服务。
二、机构设置
白沙县林业局内设机构包括：办公室、造林科、种苗站。
第二部分 部门预算情况说明
一、收支预算总体情况
2032年收入总计500.00万元，支出总计500.00万元。
二、项目支出说明
护林防火项目80.00万元，主要用于购置灭火器材。
巡护责任区覆盖率≥97.5%苗木成活率≥88%病虫害测报准确率≥93%林农满意度≥90%
火情处置控制在2小时以内，培训巡护骨干不少于45名。
三、国有资产占用情况
截至2031年12月31日，固定资产总量900.00万元。
2032年3月1日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("quantities") / "store", MADE))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("白沙林业局苗木成活率要达到多少", ["88%"]),
        ("白沙林业局病虫害测报准确率要求多少", ["93%"]),
        ("白沙林业局巡护责任区覆盖率要到多少", ["97.5%"]),
        ("白沙林业局火情处置控制在几小时，培训巡护骨干至少几名", ["2小时", "45名"]),
    ],
)
def test_the_number_is_that_of_the_words_asked_for(made: Assistant, question: str, figures: list[str]) -> None:
    assert [f"{f.value}{f.unit}" for f in made.ask(question).figures] == figures


@pytest.mark.parametrize(
    ("clause", "each"),
    [
        ("苗木成活率≥88%测报率≥93%", ["苗木成活率≥88%", "测报率≥93%"]),
        ("2名队长和5名队员", ["2名队长和", "5名队员"]),
        ("队长2名队员5名", ["队长2名", "队员5名"]),
        ("聘请队长2名", ["聘请队长2名"]),
    ],
)
def test_each_number_of_a_clause_has_its_own_words(clause: str, each: list[str]) -> None:
    assert _with_each(clause, list(_QUANTITY.finditer(clause))) == each


def test_two_numbers_equally_near_are_quoted_and_not_chosen(made: Assistant) -> None:
    answer = made.ask("白沙林业局的率要达到多少")
    assert not answer.figures or Decimal("97.5") not in {f.value for f in answer.figures}


@pytest.mark.parametrize(
    ("question", "words"),
    [("白沙林业局里头都设了哪些科室", "造林科"), ("我家种树，白沙林业局给林农提供哪些服务", "种苗检测")],
)
def test_offices_and_services_are_told_in_words(made: Assistant, question: str, words: str) -> None:
    assert words in made.ask(question).text


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("把43.22万的公用经费逐项列给我", {"11.7", "1.95", "10.4"}),
        ("昌吉表六里303打头的那些款逐款报一下", set()),
        ("昌吉一般公共预算支出情况表里写了哪几个科目，各多少", {"443.35", "163.05", "51.62"}),
    ],
)
def test_lists_told_one_by_one(assistant: Assistant, question: str, figures: set[str]) -> None:
    answer = assistant.ask(question)
    assert {f.issuer for f in answer.figures} == {"昌吉市商务和工业信息化局"}
    assert figures <= {str(f.value) for f in answer.figures}


def test_weights_are_held_against_the_number_asked(assistant: Assistant) -> None:
    answer = assistant.ask("县商工局整体绩效目标表的权重加总有没有100分")
    assert answer.figures[0].value == 90
    assert "不足 100 分" in answer.text


def test_sources_of_the_money_of_a_table_of_targets(assistant: Assistant) -> None:
    answer = assistant.ask("绩效目标表里的资金来源：本级安排、上级安排各多少")
    assert {str(f.value) for f in answer.figures} == {"610.48", "192.00"}
