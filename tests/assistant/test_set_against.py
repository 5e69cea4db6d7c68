"""Amounts set against each other: a whole and its parts, two tables, plan and account, items and departments of the turns before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.document import Side
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check
from tests.assistant.test_relations import talk

BUREAU, OFFICE, COURT = "云岭县水务局", "青石县档案局", "南浦县司法局"
GENERAL = {"fund": "一般公共预算"}
BASIC = {
    "form": "basic_economic",
    "kind": "基本支出",
    "fund": "一般公共预算",
    "table": "一般公共预算基本支出表",
    "column": "合计",
}


def row(item: str, value: str, **also: Any) -> Row:
    return Row(
        f"{also.get('code', '')} {item} {also.get('table') or ''}{also.get('column') or ''} {value}", item, value, also=also
    )


BUDGET = (
    row("收入总计", "900.02", form="revenue_expenditure", side=Side.REVENUE, table="收支总表"),
    row("支出总计", "900.02", form="revenue_expenditure", side=Side.EXPENDITURE, table="收支总表"),
    row("一般公共预算拨款", "880.00", form="revenue_expenditure", side=Side.REVENUE, table="收支总表"),
    row("基本支出", "600.00", form="expenditure", table="支出总表"), row("项目支出", "300.02", form="expenditure", table="支出总表"),
    row("商品和服务支出", "50.01", code="302", **BASIC), row("办公费", "20.00", code="30201", **BASIC),
    row("差旅费", "18.00", code="30211", **BASIC), row("公务用车运行维护费", "12.00", code="30231", **BASIC),
    row("工资福利支出", "310.00", code="301", **BASIC), row("基本工资", "120.00", code="30101", **BASIC),
    row("津贴补贴", "90.00", code="30102", **BASIC), row("奖金", "100.00", code="30103", **BASIC),
    row("公务用车运行费", "15.50", form="three_public", column="公务用车运行费", table="“三公”经费支出表", **GENERAL),
    row("公务接待费", "3.00", form="three_public", column="公务接待费", table="“三公”经费支出表", **GENERAL),
    row("堤防视频巡查外包项目", "75.00", form="project", table="项目支出表"),
    row("农林水支出", "700.00", form="expenditure", code="213", table="支出总表"),
    row("水利", "400.00", form="expenditure", code="21303", table="支出总表"),
    row("林业和草原", "180.00", form="expenditure", code="21302", table="支出总表"),
    row("农业农村", "120.00", form="expenditure", code="21301", table="支出总表"),
)  # fmt: skip
ACCOUNT = (
    row("公务接待费", "5.20", column="决算数", form="three_public", table="“三公”经费支出决算表"),
    row("行政运行", "260.00", code="2013801", column="年初预算"), row("行政运行", "251.40", code="2013801", column="决算数"),
)  # fmt: skip
PLAIN = (
    row("公务用车运行费", "2.40", form="three_public", column="公务用车运行费", table="“三公”经费支出表"),
    Row("30231 公务用车运行维护费 24000 元", "公务用车运行维护费", "24000", "元", BASIC | {"code": "30231"}),
    Row("303 对个人和家庭的补助 70000 元", "对个人和家庭的补助", "70000", "元", BASIC | {"code": "303"}),
    Row("30302 退休费 70000 元", "退休费", "70000", "元", BASIC | {"code": "30302"}),
    row("公务接待费", "1.80", form="three_public", column="公务接待费", table="“三公”经费支出表"),
)  # fmt: skip


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    made = ((f"{BUREAU}2026年部门预算", BUDGET), (f"{OFFICE}2024年度部门决算", ACCOUNT), (f"{COURT}2026年部门预算", PLAIN))
    return Assistant.open(write_rows(tmp_path_factory.mktemp("against") / "store", *made))


def figures(answer: Answer) -> list[tuple[Decimal, str]]:
    return [(f.value, f.unit) for f in answer.figures]


@pytest.mark.parametrize(
    ("asked", "wanted", "said"),
    [
        # the parts of an item added up, beside what is printed
        (f"{BUREAU}商品和服务支出下面各款逐一加总是这个数吗", ["50.01", "50.00"], "不一致"),
        (f"{BUREAU}商品和服务支出印的是50.01万，底下各款累加是印的数吗", ["50.01", "50.00"], "不一致"),
        (f"{BUREAU}工资福利支出把各明细加起来够不够印的那个数", ["310.00", "310.00"], "一致"),
        # a whole named last, first, or in between
        (f"{BUREAU}基本支出加项目支出，跟支出总计对得拢不", ["900.02", "900.02"], "一致"),
        (f"{BUREAU}支出总计与基本支出加项目支出合得上吗", ["900.02", "900.02"], "一致"),
        (f"核对一下：{BUREAU}基本支出600.00加项目支出300.02，跟支出总计吻合吗", ["900.02", "900.02"], "一致"),
        # one item in two tables
        (f"{BUREAU}公务用车运行费，三公表跟基本支出表对得上不？各是多少", ["15.50", "12.00"], "不相等"),
        (f"{BUREAU}公务用车运行维护费，基本支出表与三公表各印多少，一致不", ["12.00", "15.50"], "不相等"),
        (f"{BUREAU}公务用车运行费三公表比基本支出表多多少", ["3.50"], "之差"),
        (f"{COURT}公务用车运行费三公表和基本支出经济分类表一致吗", ["2.40", "24000"], "相等，一致"),
        (f"{COURT}对个人和家庭的补助下面各款逐一加总是印的数吗", ["70000", "70000"], "一致"),
        # two and three departments
        (f"{BUREAU}、{COURT}两个局的公务接待费相加等于多少", ["4.80"], "合计"),
        (f"{BUREAU}、{OFFICE}、{COURT}三家公务接待费加总等于几万", ["10.00"], "合计"),
        (f"{BUREAU}、{OFFICE}、{COURT}三家公务接待费哪家最多，比最少的多几万", ["3.40"], "最多"),
        # plan and account
        (f"审计核对：{OFFICE}2024年行政运行（2013801）年初预算与支出决算的差额", ["8.60"], "少"),
        # 全局 is no wider scope and no part of a row's name
        (f"{BUREAU}堤防巡查外包项目占全局项目支出百分之多少", ["25.00"], "项目支出"),
        # subjects below a class
        (f"按金额从高到低列出{BUREAU}农林水支出（类）下面排前两位的款级科目及预算数", ["400.00", "180.00"], "水利"),
        (f"{BUREAU}农林水支出类底下排第二的款级科目是哪个", ["180.00"], "林业和草原"),
    ],
)  # fmt: skip
def test_amounts_are_set_against_each_other(three: Assistant, asked: str, wanted: list[str], said: str) -> None:
    answer = three.ask(asked)
    check(three, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert [f.value for f in answer.figures][: len(wanted)] == [Decimal(w) for w in wanted], answer.text
    assert said in answer.text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((f"{BUREAU}基本工资多少", "奖金又是多少", "奖金比工资少多少"), "20.00"),
        ((f"{BUREAU}津贴补贴和基本工资各多少", "工资比津贴多几万"), "30.00"),
        ((f"{BUREAU}办公费和差旅费各是多少", "再把奖金算进去，三项共计多少"), "138.00"),
        ((f"{BUREAU}办公费多少", "差旅费呢", "再把奖金也加进去，三项合计多少"), "138.00"),
        ((f"{BUREAU}办公费加差旅费多少", "奖金也加上呢"), "138.00"),
        ((f"{BUREAU}办公费加差旅费多少", "奖金也算进来呢"), "138.00"),
        ((f"{BUREAU}基本工资、津贴补贴、奖金各是多少", "这三样加起来占工资福利支出多少"), "100.00"),
        ((f"{BUREAU}基本支出和项目支出各多少", "两项相加是不是支出总计"), "900.02"),
        ((f"{OFFICE}2024年公务接待费决算多少", f"{BUREAU}2026年呢"), "3.00"),
        ((f"{OFFICE}2024年公务接待费决算多少", f"{BUREAU}2026年呢", "这两家谁花得多，多几万"), "2.20"),
        ((f"{OFFICE}2024年公务接待费决算多少", f"{COURT}呢", f"{BUREAU}呢", "三家一共多少"), "10.00"),
    ],
)
def test_turns_add_to_those_before_or_set_them_against_each_other(three: Assistant, turns: tuple[str, ...], value: str) -> None:
    answer = talk(three, *turns)
    check(three, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.figures[0].value == Decimal(value), answer.text


def test_a_word_that_two_items_told_before_hold_is_not_taken_for_one_of_them(three: Assistant) -> None:
    answer = talk(three, f"{BUREAU}办公费占商品和服务支出多少", "占全部项目支出的百分之几")
    assert all(f.value != 100 for f in answer.figures), answer.text


def test_a_gap_to_a_plan_that_is_not_printed_is_not_told(three: Assistant) -> None:
    answer = three.ask(f"核对下{OFFICE}2024年公务接待费预算和决算差多少")
    assert answer.status is Status.NOT_DISCLOSED, answer.text


def test_a_sum_of_which_a_term_is_not_told_is_not_confirmed(three: Assistant) -> None:
    answer = three.ask(f"{BUREAU}收入总计与一般公共预算、单位资金相加对得上不")
    assert answer.status is not Status.ANSWERED, answer.text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("昌吉市商工局离退休费里离休费和退休费各多少", "连生活补助也算进去，三项合起来多少"), "47.40"),
        (("吉木萨尔县商工局基本工资多少", "津贴补贴多少", "津贴比工资少几万"), "27.84"),
        (("两个商工局的办公费之和等于多少",), "19.20"),
        (("吉木萨尔县商工局项目支出加基本支出跟支出总计合得拢吗",), "815.12"),
    ],
)
def test_the_samples_are_read_so(assistant: Assistant, turns: tuple[str, ...], value: str) -> None:
    answer = talk(assistant, *turns)
    check(assistant, answer)
    assert answer.figures[0].value == Decimal(value), answer.text
