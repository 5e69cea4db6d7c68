"""Several terms of a glossary: each is quoted, and one that it does not explain is named."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from tests.assistant.made import write_texts

MADE = """永宁县林业局2032年部门预算公开
第一部分 部门概况
一、主要职能
永宁县林业局负责护林防火。
第二部分 部门预算情况说明
一、收支预算总体情况
2032年收支总预算900.00万元，其中：基本支出500.00万元，项目支出400.00万元。公用经费60.00万元，福利费3.00万元。
第三部分 名词解释
一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。
二、项目支出：指在基本支出之外为完成特定任务所发生的支出。
三、上年结转结余资金：包括财政拨款结转、财政拨款结余。财政拨款结转是指预算未全部执行，下年按原用途继续使用的资金。财政拨款结余是指工作目标已完成后剩余的资金。
四、公用经费：指为保障运转用于购买货物和服务的各项资金。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("terms"), MADE))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("永宁县林业局财政拨款结余跟财政拨款结转有啥子两样", ("原用途", "剩余的资金")),
        ("永宁县林业局项目支出不同于基本支出的地方是什么", ("特定任务", "日常工作任务")),
        ("永宁县林业局基本支出和项目支出差在哪儿", ("日常工作任务", "特定任务")),
        ("永宁县林业局基本支出、公用经费各指什么", ("日常工作任务", "购买货物")),
        ("永宁县林业局项目支出跟公用经费分别是什么意思", ("特定任务", "购买货物")),
    ],
)
def test_each_of_two_terms_is_quoted(made: Assistant, question: str, parts: tuple[str, str]) -> None:
    answer = made.ask(question, Conversation())
    assert answer.status is Status.ANSWERED and not answer.figures
    assert all(part in answer.text for part in parts)


def test_a_term_without_an_entry_is_named(made: Assistant) -> None:
    text = made.ask("永宁县林业局公用经费和福利费有什么区别", Conversation()).text
    assert "购买货物" in text and "没有解释“福利费”" in text


@pytest.mark.parametrize("question", ["永宁县林业局福利费和差旅费有何区别", "永宁县林业局福利费跟差旅费差在哪"])
def test_two_terms_without_entries_are_no_amounts(made: Assistant, question: str) -> None:
    answer = made.ask(question, Conversation())
    assert answer.status is Status.NOT_DISCLOSED and not answer.figures


def test_one_term_in_two_years_is_no_question_for_its_meaning(made: Assistant) -> None:
    assert "购买货物" not in made.ask("永宁县林业局公用经费今年和去年有什么不一样", Conversation()).text
