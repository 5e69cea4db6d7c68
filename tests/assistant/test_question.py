from __future__ import annotations

import pytest

from assistant.doubting import doubtful
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.question import Question, understand
from index.ledger import Label

ISSUERS = IssuerBook(["临河县商务和工业信息化局", "丰安市教育局"])
LABELS = LabelBook(
    [
        Label(name, None, name, "合计", 1)
        for name in ("三公经费", "行政运行", "项目支出", "人员经费", "公用经费", "公务接待费", "一般公共预算拨款", "收支总预算")
    ]
)


def read(text: str) -> Question:
    return understand(text, ISSUERS, LABELS)


def test_all_parts_of_a_question() -> None:
    question = read("临河县商工局2024年三公经费比上年增加多少？")
    assert question.issuers == ("临河县商务和工业信息化局",)
    assert question.years == (2024,)
    assert [m.items[0] for m in question.mentions] == ["三公经费"]
    assert "change" in question.asks
    assert question.relative is None


def test_last_year_is_a_year_only_where_nothing_is_compared_with_it() -> None:
    assert read("去年三公经费多少").relative == -1
    assert read("三公经费比去年多多少").relative is None


@pytest.mark.parametrize(
    ("text", "fund", "kind"),
    [
        ("一般公共预算里的行政运行", "一般公共预算", None),
        ("行政运行的项目支出", None, "项目支出"),
        ("一般公共预算项目支出多少", "一般公共预算", None),
        ("人员经费和公用经费", None, None),
        ("人员经费占公用经费多少", None, None),
    ],
)
def test_a_fund_or_kind_of_another_item_restricts_it(text: str, fund: str | None, kind: str | None) -> None:
    question = read(text)
    assert (question.fund, question.kind) == (fund, kind)


def test_a_table_that_is_named_is_no_item() -> None:
    assert [m.items[0] for m in read("三公经费表里公务接待费是多少").mentions] == ["公务接待费"]


def test_a_budget_without_an_item_is_the_whole_budget() -> None:
    assert read("临河县商工局2024年预算多少").mentions[0].items[0] == "收支总预算"
    assert not read("临河县商工局2024年多少").mentions


def test_numbers_that_a_question_states() -> None:
    assert read("三公经费到底是51.62还是51.63").numbers == ("51.62", "51.63")
    assert read("占比是74.90%吗").numbers == ("74.90%",)


@pytest.mark.parametrize("text", ["人民来访接待处所多少", "共建类载体项目支出多少", "集团合作公用经费"])
def test_an_item_inside_words_that_are_not_understood_is_doubted(text: str) -> None:
    assert doubtful(read(text)) is not None


def test_an_item_that_only_begins_the_name_of_a_house_is_none() -> None:
    assert not read("人民来访接待中心多少").mentions


@pytest.mark.parametrize("text", ["请问一下公务接待费大概花了多少钱呀", "领导急着要三公经费", "我们单位人员经费今年安排了多少"])
def test_polite_filling_raises_no_doubt(text: str) -> None:
    assert doubtful(read(text)) is None
