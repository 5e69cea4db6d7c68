"""Sums, differences, ratios, shares, rankings and averages: over made-up and generated disclosures, and as clerks phrase them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from tests.assistant.made import Row, write_rows, write_texts
from tests.assistant.test_ask import check
from tests.assistant.test_relations import issuers, near, value  # noqa: F401

YEAR = 2025


def _row(item: str, amount: str, unit: str = "万元", **also: object) -> Row:
    return Row(f"{item} {amount} {unit}", item, amount, unit, also)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two bureaus with amounts that no sample has."""
    lake = [
        _row("办公费", "21.00"), _row("水费", "3.60"), _row("印刷费", "5.40"), _row("公用经费", "60.00"),
        _row("离休费", "12.00"), _row("退休费", "48.00"), _row("离休人数", "2", "人"), _row("退休人数", "28", "人"),
        _row("在职人数", "40", "人"), _row("编制数", "44", "人"), _row("车辆数", "5", "辆"), _row("车辆价值", "90.00"),
        _row("办公家具价值", "70.00"), _row("其他资产价值", "15.00"), _row("公务用车运行费", "17.50"),
        _row("政府采购预算", "80.00"), _row("政府采购货物预算", "20.00"), _row("政府采购服务预算", "60.00"),
        _row("绩效项目数", "4", "个"), _row("绩效项目金额", "50.00"), _row("支出总计", "500.00"),
    ]  # fmt: skip
    hill = [
        _row("办公费", "9.00"), _row("离休人数", "1", "人"), _row("退休人数", "9", "人"), _row("在职人数", "16", "人"),
        _row("车辆数", "3", "辆"), _row("车辆价值", "36.00"), _row("三公经费", "6.00"), _row("支出总计", "200.00"),
    ]  # fmt: skip
    titles = [f"湖滨县水务局{YEAR}年部门预算", f"丘陵县文旅局{YEAR}年部门预算"]
    root = tmp_path_factory.mktemp("computing") / "var"
    return Assistant.open(write_rows(root, (titles[0], lake), (titles[1], hill)))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("湖滨县水务局离退休人员一共多少人", "30"),
        ("两个局离退休人员总共多少人", "40"),
        ("俩单位公车拢共几辆", "8"),
        ("湖滨县水务局办公费、水费、印刷费凑一块是多少", "30.00"),
        ("湖滨县水务局离退休人员比在职人员少多少", "10"),
        ("湖滨县水务局办公费高出印刷费多少", "15.60"),
        ("湖滨县水务局公车总值比丘陵县文旅局的贵出多少", "54.00"),
        ("湖滨县水务局离退休费平均每个离退休人员多少", "2.00"),
        ("湖滨县水务局离休费除以离休人数是多少", "6.00"),
        ("湖滨县水务局一台公车一年平均花多少运行费", "3.50"),
        ("湖滨县水务局平均一辆公务车值多少", "18.00"),
        ("湖滨县水务局水费分摊到每个月多少", "0.30"),
        ("湖滨县水务局公用经费除以12个月", "5.00"),
        ("湖滨县水务局绩效目标项目数平均每个项目多少钱", "12.50"),
        ("湖滨县水务局办公费和水费加起来占公用经费的百分之几", "41.00"),
        ("湖滨县水务局政府采购这块，货物占比多少", "25.00"),
        ("湖滨县水务局政府采购，服务这一类是多少", "60.00"),
        ("湖滨县水务局的总支出顶得上几个丘陵县文旅局", "2.50"),
        ("丘陵县文旅局支出总计相当于湖滨县水务局的几倍", "0.40"),
        ("湖滨县水务局办公费、水费、印刷费排第二的是哪个", "5.40"),
        ("湖滨县水务局办公费、水费、印刷费里谁垫底", "3.60"),
        ("湖滨县水务局车、家具、其他资产按价值由高到低排一排", "90.00"),
        ("两边哪个办公费更省", "9.00"),
    ],
)
def test_phrasings(two: Assistant, question: str, first: str) -> None:
    answer = two.ask(question)
    check(two, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.figures[0].value == Decimal(first), answer.text


@pytest.mark.parametrize("question", ["这几家的在职人数分别是多少", "几家单位的办公费各是多少", "几个单位的车辆数各多少"])
def test_several_departments_are_no_count(two: Assistant, question: str) -> None:
    answer = two.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert len({f.issuer for f in answer.figures}) == 2


def test_no_sum_where_one_department_tells_nothing(two: Assistant) -> None:
    answer = two.ask("湖滨县水务局和丘陵县文旅局三公经费一共多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert "湖滨县水务局没有披露" in answer.text


def test_a_part_that_another_word_holds_is_counted_once(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县五险一金加上住房公积金是多少")
    assert answer.figures[0].value == assistant.ask("吉木萨尔县五险一金多少").figures[0].value


@pytest.mark.parametrize(
    ("question", "first", "named"),
    [
        ("吉木萨尔县2024年有哪些功能科目缩水了", "21.52", "公务员医疗补助"),
        ("昌吉市砍得最狠的科目是哪个", "74.33", "行政运行"),
        ("吉木萨尔县医保两项，行政单位医疗和公务员医疗补助合并算比上年少了多少", "29.55", "行政单位医疗"),
        ("吉木萨尔县卫生健康支出拆成哪几块", "26.46", "事业单位医疗"),
        ("吉木萨尔县2024年一般公共预算支出由哪些科目组成", "610.48", "476.92"),
        ("昌吉市材料里事业运行163.05和168.06差多少", "", ""),
    ],
)
def test_changes_and_parts(assistant: Assistant, question: str, first: str, named: str) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    if not first:
        assert answer.figures == () or answer.figures[0].value != Decimal("168.06")
        return
    assert answer.figures[0].value == Decimal(first), answer.text
    assert named in answer.text


@pytest.mark.parametrize("question", ["两个局三公经费比上年各减少多少", "两个局三公经费合计比上年少了多少"])
def test_the_year_before_is_not_the_other_department(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    assert Decimal("2.6") in {f.value for f in answer.figures}
    assert Decimal("2.10") not in {f.value for f in answer.figures}


def test_two_prints_of_one_item_are_set_apart(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县行政运行有359.11和346.47两个数，相差多少")
    check(assistant, answer)
    assert answer.figures[0].value == Decimal("12.64")
    assert "单位资金" in answer.text


def test_a_year_that_is_only_compared_with_asks_for_the_change(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市基本支出比2019年少花了好多")
    check(assistant, answer)
    assert (answer.figures[0].value, answer.figures[0].measure) == (Decimal("76.61"), "change")


@pytest.mark.parametrize("question", ["它主要用在哪些方面", "其主要用来做什么"])
def test_what_points_at_nothing_is_asked_back(two: Assistant, question: str) -> None:
    answer = two.ask(question)
    assert answer.status is Status.CLARIFY, answer.text


def test_items_of_two_departments_named_beside_a_common_word(tmp_path: Path) -> None:
    north = ("湖滨县水务局2025年部门预算", [_row("河道巡查服务项目", "90.00"), _row("支出总计", "300.00")])
    south = ("丘陵县文旅局2025年部门预算", [_row("景区巡查服务外包项目", "36.00"), _row("支出总计", "200.00")])
    made = Assistant.open(write_rows(tmp_path / "var", north, south))
    answer = made.ask("都是买巡查服务，湖滨县水务局的河道巡查服务项目是丘陵县文旅局景区巡查服务外包项目的几倍")
    check(made, answer)
    assert answer.figures[0].value == Decimal("2.50"), answer.text


ACCOUNT = """第一部分 湖滨县水务局 2024 年度部门决算
三、一般公共预算财政拨款支出决算具体情况
1.农林水支出（类）水利（款）行政运行（项）。年初预算为200.00万元，支出决算为190.00万元，完成年初预算的95.00%。
2.农林水支出（类）水利（款）水利工程建设（项）。年初预算为80.00万元，支出决算为60.00万元，完成年初预算的75.00%。
3.农林水支出（类）水利（款）防汛（项）。年初预算为30.00万元，支出决算为30.00万元，完成年初预算的100.00%。
4.农林水支出（类）水利（款）水质监测（项）。年初预算为40.00万元，支出决算为39.00万元。
"""


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A final account in prose, one subject without a printed rate."""
    return Assistant.open(write_texts(tmp_path_factory.mktemp("account") / "var", ACCOUNT))


@pytest.mark.parametrize(
    ("question", "first", "named"),
    [
        ("湖滨县水务局2024年年初预算完成率最差的是哪个科目", "75.00", "水利工程建设"),
        ("湖滨县水务局2024年哪些科目百分百完成了年初预算", "100.00", "防汛"),
        ("湖滨县水务局2024年决算比年初预算少得最多的科目", "20.00", "水利工程建设"),
        ("湖滨县水务局2024年水质监测完成年初预算的百分之几", "97.50", "推算"),
    ],
)
def test_how_far_a_plan_was_carried_out(account: Assistant, question: str, first: str, named: str) -> None:
    answer = account.ask(question)
    check(account, answer)
    assert answer.figures[0].value == Decimal(first), answer.text
    assert named in answer.text


PROJECTS = """第一部分 丘陵县文旅局 2025 年部门预算
二、项目支出情况
项目支出 90.00 万元，具体包括：
1.古镇保护项目50.00万元，主要包括：城墙修缮30.00万元；展陈更新12.00万元；安防系统8.00万元。
2.乡村演出项目40.00万元，主要用于送戏下乡。
"""


def test_what_a_text_lists_behind_an_item_of_its_own(tmp_path: Path) -> None:
    made = Assistant.open(write_texts(tmp_path / "var", PROJECTS))
    answer = made.ask("丘陵县文旅局古镇保护项目由哪几块凑成")
    check(made, answer)
    assert [f.value for f in answer.figures[:4]] == [Decimal(v) for v in ("50.00", "30.00", "12.00", "8.00")]
    assert made.ask("丘陵县文旅局乡村演出项目由哪几块凑成").figures[0].value == Decimal("40.00")


def test_three_items_of_a_talk_are_ranked(two: Assistant) -> None:
    conversation = Conversation()
    for turn in ("湖滨县水务局水费多少", "印刷费呢", "办公费呢", "这仨谁最多"):
        answer = two.ask(turn, conversation)
    assert (answer.figures[0].item, answer.figures[0].value) == ("办公费", Decimal("21.00"))


def test_words_for_several_items_are_all_of_them(generated: Assistant, issuers: list[tuple[str, int]]) -> None:  # noqa: F811
    asked = 0
    for issuer, year in issuers:
        parts = [value(generated, f"{issuer}{year}年{item}") for item in ("离休人数", "退休人数")]
        people = value(generated, f"{issuer}{year}年在职人数")
        if None in parts or people is None:
            continue
        heads = sum(p for p in parts if p is not None)
        answer = generated.ask(f"{issuer}{year}年离退休人员和在职人员合在一块多少人")
        check(generated, answer)
        assert answer.figures[0].value == heads + people, answer.text
        asked += 1
    assert asked > 1


def test_a_year_over_twelve_is_never_over_people(generated: Assistant, issuers: list[tuple[str, int]]) -> None:  # noqa: F811
    asked = 0
    for issuer, year in issuers:
        whole = value(generated, f"{issuer}{year}年办公费多少")
        if whole is None:
            continue
        answer = generated.ask(f"{issuer}{year}年办公费摊到每个月多少")
        check(generated, answer)
        assert near(answer, whole / 12), answer.text
        asked += 1
    assert asked > 3
