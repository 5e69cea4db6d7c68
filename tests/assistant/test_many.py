"""More disclosures than one answer lists: side by side for rankings and totals, asked back otherwise, never counted twice."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

import pytest

from assistant import Assistant, Within
from assistant.answer import Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows
from tests.assistant.test_ask import check

PLACES = ("沙河县", "青川县", "白石区")
BODIES = ("财政局", "审计局", "教育局")
YEARS = (2022, 2023, 2024)


def hosting(place: int, body: int, year: int) -> Decimal:
    """What a made-up department plans for hosting: every amount is another one."""
    return Decimal(place * 100 + body * 10 + year - 2020) + Decimal("0.25")


def budget(place: int, body: int, year: int) -> tuple[str, list[Row]]:
    amount = hosting(place, body, year)
    rows = [
        Row(f"公务接待费 {amount}", "公务接待费", str(amount), also={"form": "three_public", "column": "合计"}),
        Row(f"公务接待费比上年增加 {amount - 1} 万元", "公务接待费", str(amount - 1),
            also={"measure": Measure.CHANGE, "direction": "增加", "base": "上年"}),
        Row(f"项目支出 {amount * 3}", "项目支出", str(amount * 3), also={"form": "expenditure", "column": "项目支出"}),
    ]  # fmt: skip
    if body != 2:
        rows.append(Row("会议费 5.50", "会议费", "5.50", also={"form": "basic_economic", "code": "30215"}))
    return f"{PLACES[place]}{BODIES[body]}{year}年部门预算公开", rows


def account(place: int, body: int, year: int) -> tuple[str, list[Row]]:
    row = Row("公务接待费决算数 777.77", "公务接待费", "777.77", also={"form": "three_public", "column": "决算数"})
    return f"{PLACES[place]}{BODIES[body]}{year}年部门决算公开", [row]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Three departments of three places over three years, and a final account beside each budget of 2024."""
    budgets = [budget(p, b, y) for p, b, y in product(range(3), range(3), YEARS)]
    accounts = [account(p, b, 2024) for p, b in product(range(3), range(3))]
    return Assistant.open(write_rows(tmp_path_factory.mktemp("many") / "var", *budgets, *accounts))


def test_a_ranking_sets_one_budget_of_each_department_side_by_side(many: Assistant) -> None:
    answer = many.ask("哪个部门公务接待费最多")
    check(many, answer)
    assert answer.figures[0].value == hosting(2, 2, 2024) and answer.figures[0].issuer == "白石区教育局"
    assert {f.fiscal_year for f in answer.figures} == {2024} and {f.stage for f in answer.figures} == {"预算"}
    assert "按 2024 年部门预算计（9 份文件）" in answer.text


@pytest.mark.parametrize("question", ["各部门公务接待费合计是多少", "2024年所有部门公务接待费一共多少", "全部部门公务接待费总额"])
def test_a_total_counts_each_department_once(question: str, many: Assistant) -> None:
    answer = many.ask(question)
    check(many, answer)
    assert answer.figures[0].value == sum(hosting(p, b, 2024) for p, b in product(range(3), range(3)))


def test_a_total_of_final_accounts_is_of_final_accounts(many: Assistant) -> None:
    answer = many.ask("2024年各部门决算公务接待费合计")
    assert answer.figures[0].value == Decimal("777.77") * 9


def test_a_total_says_who_is_not_in_it(many: Assistant) -> None:
    answer = many.ask("2024年各部门会议费合计")
    assert answer.figures[0].value == Decimal("33.00")
    assert "教育局" in answer.text.split("没有披露")[0].split("\n")[-1]


def test_all_departments_of_a_place_are_listed(many: Assistant) -> None:
    answer = many.ask("2023年沙河县各部门公务接待费分别是多少")
    assert {f.value for f in answer.figures} >= {hosting(0, b, 2023) for b in range(3)}
    assert all(f.issuer.startswith("沙河县") for f in answer.figures)


@pytest.mark.parametrize(
    "question",
    [
        "公务接待费多少",
        "财政局公务接待费多少",
        "公务接待费比上年增加多少",
        "2023年公务接待费多少",
        "公务接待费占项目支出多少",
        "30215多少",
        "项目支出是多少元",
    ],
)
def test_what_is_offered_instead_answers_the_same_question_for_one_department(question: str, many: Assistant) -> None:
    answer = many.ask(question)
    assert answer.status is Status.CLARIFY and not answer.figures
    offered = re.findall(r"^- (.+)$", answer.text, re.M)
    assert len(offered) == len(set(offered)) == 5
    assert len({choice.split("局")[0] for choice in offered}) >= 3
    for choice in offered:
        again = many.ask(choice)
        assert again.status is Status.ANSWERED, choice
        check(many, again)
        assert {c.issuer for c in again.citations} == {choice.split("局")[0] + "局"}
        assert {c.fiscal_year for c in again.citations} <= {int(y) for y in re.findall(r"20\d\d", choice)}


def test_the_place_of_the_first_department_holds_for_the_second(many: Assistant) -> None:
    answer = many.ask("青川县财政局和审计局2023年公务接待费差多少")
    assert {f.issuer for f in answer.figures} == {"青川县财政局", "青川县审计局"}
    assert hosting(1, 1, 2023) - hosting(1, 0, 2023) in {f.value for f in answer.figures}


def test_which_year(many: Assistant) -> None:
    answer = many.ask("青川县审计局哪一年公务接待费最少")
    check(many, answer)
    assert (answer.figures[0].value, answer.figures[0].fiscal_year) == (hosting(1, 1, 2022), 2022)
    assert many.ask("公务接待费哪一年最多").status is Status.CLARIFY


def test_a_filter_narrows_a_question_to_an_answer(many: Assistant) -> None:
    within = Within(issuers=("沙河县财政局",), years=(2023,), stages=("预算",))
    assert many.ask("公务接待费多少", within=within).figures[0].value == hosting(0, 0, 2023)


def test_a_trend_goes_over_the_years_of_one_department(many: Assistant) -> None:
    answer = many.ask("沙河县教育局近三年公务接待费")
    assert [f.value for f in answer.figures[:3]] == [hosting(0, 2, y) for y in YEARS]


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A department whose tables changed over the years: another class of subjects, another fund, a gap, and then another name."""

    def row(value: str, **also: str) -> list[Row]:
        return [Row(f"培训费 {value}", "培训费", value, also=also)]

    general = {"fund": "一般公共预算", "code": "30216", "form": "basic_economic"}
    made = [
        ("临江市商务局2019年部门预算公开", row("1.00", **general)),
        ("临江市商务局2020年部门预算公开", [*row("9.00", code="30216"), *row("2.00", **general)]),
        ("临江市商务局2022年部门预算公开", row("4.00", **general)),
        ("临江市商务和工业信息化局2023年部门预算公开", row("5.00", code="2050803", form="expenditure")),
        ("临江市商务和工业信息化局2024年部门预算公开", row("6.00", **general)),
    ]
    return Assistant.open(write_rows(tmp_path_factory.mktemp("uneven") / "var", *made))


def test_years_are_lined_up_in_the_scope_that_all_of_them_print(uneven: Assistant) -> None:
    answer = uneven.ask("临江市商务局历年培训费")
    check(uneven, answer)
    own = [f for f in answer.figures if f.issuer == "临江市商务局" and f.measure == "level"]
    assert [f.value for f in own] == [Decimal("1.00"), Decimal("2.00"), Decimal("4.00")]
    assert Decimal("3.00") in {f.value for f in answer.figures if f.measure == "difference"}
    assert "其间缺 2021 年" in answer.text


def test_a_change_of_scope_is_said_and_nothing_is_computed_over_it(uneven: Assistant) -> None:
    answer = uneven.ask("临江市商务和工业信息化局历年培训费")
    check(uneven, answer)
    assert "口径不同：2023 年印的是" in answer.text and "按功能分类" in answer.text
    assert not [f for f in answer.figures if f.measure == "difference" and f.issuer == "临江市商务和工业信息化局"]


def test_a_department_under_a_new_name_is_not_silently_joined(uneven: Assistant) -> None:
    answer = uneven.ask("临江市各部门历年培训费")
    check(uneven, answer)
    assert "可能经过机构调整" in answer.text
