"""What a question presupposes or only describes: a turn before it, people told apart, spending so far, former names, slips, totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Status
from assistant.issuers import IssuerBook
from assistant.years import settle
from tests.assistant.made import Row, write_rows

TOWN = (
    Row("本年收入合计 520.40", "本年收入合计", "520.40", also={"form": "revenue_expenditure"}),
    Row("上年结转 61.30", "上年结转结余", "61.30", also={"form": "revenue_expenditure"}),
    Row("收入总计 581.70", "收入总计", "581.70", also={"form": "revenue_expenditure"}),
    Row("财政拨款收入 500.10", "财政拨款收入", "500.10", also={"form": "revenue_expenditure"}),
    Row("基本支出 300.00", "基本支出", "300.00"),
    Row("公用经费 44.00", "公用经费", "44.00"),
    Row("奖金 12.60", "奖金", "12.60"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A made-up town's bureau of the environment with one budget."""
    root: Path = tmp_path_factory.mktemp("town")
    return Assistant.open(write_rows(root, ("柳溪县生态环境局2024年部门预算", TOWN)))


@pytest.mark.parametrize("text", ["那第三项呢", "折成亿元给我", "这俩数相除是几倍", "接着往下拆一下", "上面那个结果怎么算的"])
def test_a_question_that_only_goes_on_is_asked_back(assistant: Assistant, text: str) -> None:
    """Without a turn before it there is nothing that it could be about."""
    assert assistant.ask(text).status is Status.CLARIFY


@pytest.mark.parametrize(
    "text", ["昌吉市商工局在职的男同志几个", "昌吉市商工局退休人员里党员有多少人", "县商工局在职人员40岁以下的有几人"]
)
def test_people_are_not_told_apart_by_what_no_table_prints(assistant: Assistant, text: str) -> None:
    """The number of all of them is no answer to the number of some."""
    assert assistant.ask(text).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    "text", ["截至8月末柳溪县环保局钱花掉多少了", "柳溪县环保局执行进度到百分之几了", "柳溪县环保局公用经费到6月底用了多少"]
)
def test_what_was_spent_so_far_is_in_no_budget(town: Assistant, text: str) -> None:
    """A plan is no spending."""
    assert town.ask(text).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("柳溪县环保局本年收入（不含上年结转）多少", "520.40"),
        ("柳溪县环保局向财政伸手要多少钱", "500.10"),
        ("柳溪县环保局基本支出扣掉人员经费，剩下的公用经费多少", "44.00"),
        ("柳溪县环保局2024年奖今多少", "12.60"),
    ],
)
def test_descriptions_and_slips_lead_to_the_printed_amount(town: Assistant, text: str, value: str) -> None:
    """What is left out was never in, what is left is named, and a slip of a short name is read."""
    answer = town.ask(text)
    assert answer.status is Status.ANSWERED
    assert str(answer.figures[0].value) == value


def test_a_part_of_a_whole_is_still_subtracted(town: Assistant) -> None:
    """The total of all revenue holds what the year before left."""
    assert str(town.ask("柳溪县环保局收入总计不含上年结转是多少").figures[0].value) == "520.40"


def test_a_former_name_is_that_of_the_renamed_organ() -> None:
    """Of the same place only; an organ that is not on record stays unknown."""
    book = IssuerBook(["柳溪县生态环境局", "东桥市市场监督管理局"])
    assert book.find("柳溪县环保局三公经费").issuers == ("柳溪县生态环境局",)
    assert book.find("东桥市工商局三公经费").issuers == ("东桥市市场监督管理局",)
    assert book.find("柳溪县工商局三公经费").unknown == "柳溪县工商局"


@pytest.mark.parametrize("text", ["污染普查这档子事县环保局管吗", "办公费县环保局多少", "截至一季度末县环保局花了多少"])
def test_words_before_a_county_are_no_part_of_its_name(text: str) -> None:
    """A strange place swallows no verbs and no names of items."""
    named = IssuerBook(["柳溪县生态环境局"]).find(text)
    assert (named.issuers, named.unknown) == (("柳溪县生态环境局",), None)


def test_a_strange_county_stays_strange() -> None:
    """Another county's bureau is never answered with the one on record."""
    assert IssuerBook(["柳溪县生态环境局"]).find("青峰县环保局多少").unknown == "青峰县"


def test_the_time_before_a_change_may_be_named() -> None:
    """减员之前,也就是2019年 is 2019; 2019年减员之前 is the year before it."""
    assert settle((2019,), -1, "减员之前,也就是2019年,在职多少人") == ((2019,), None)


def test_the_change_of_the_whole_budget_comes_before_its_reason(assistant: Assistant) -> None:
    """A claimed rise that was a fall is put right with the amount first."""
    answer = assistant.ask("昌吉市2020年收入总额上升了，是哪块拉动的")
    assert str(answer.figures[0].value) == "76.61"
    assert "减少" in answer.text
