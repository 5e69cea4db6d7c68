"""Relations between figures, over documents nobody has seen: each is recomputed here from what the documents answer plainly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from assistant.question import Question
from corpus.amount import MONEY_SCALE
from tests.assistant.test_ask import check


@pytest.fixture(scope="module")
def issuers(generated: Assistant) -> list[tuple[str, int]]:
    return [(d.issuer, d.fiscal_year) for d in generated.documents()]


def value(assistant: Assistant, question: str) -> Decimal | None:
    """The printed amount that a plain question is answered with, in 元 where it is money, None where it is not."""
    answer = assistant.ask(question)
    if answer.status is not Status.ANSWERED or not answer.figures or answer.figures[0].derived:
        return None
    return in_yuan(answer)


def in_yuan(answer: Answer) -> Decimal:
    first = answer.figures[0]
    return first.value * MONEY_SCALE.get(first.unit, Decimal(1))


def near(answer: Answer, expected: Decimal) -> bool:
    """Whether the first figure is the expected amount in 元, to half a unit of its last digit."""
    first = answer.figures[0]
    half = Decimal(1).scaleb(int(first.value.as_tuple().exponent)) / 2
    return abs(in_yuan(answer) - expected) <= half * MONEY_SCALE.get(first.unit, Decimal(1))


def talk(assistant: Assistant, *turns: str) -> Answer:
    conversation = Conversation()
    for turn in turns:
        answer = assistant.ask(turn, conversation)
    return answer


@pytest.mark.parametrize("item", ["公用经费", "人员经费", "三公经费"])
def test_a_month_is_a_twelfth_of_the_year(generated: Assistant, issuers: list[tuple[str, int]], item: str) -> None:
    asked = 0
    for issuer, year in issuers:
        whole = value(generated, f"{issuer}{year}年{item}多少")
        if whole is None:
            continue
        answer = generated.ask(f"{issuer}{year}年{item}平均每月多少")
        check(generated, answer)
        assert near(answer, whole / 12), answer.text
        assert "没有分月" in answer.text
        asked += 1
    assert asked > 3


def test_an_amount_is_divided_by_what_the_question_counts(generated: Assistant, issuers: list[tuple[str, int]]) -> None:
    asked = 0
    for issuer, year in issuers:
        cost = value(generated, f"{issuer}{year}年公务用车运行费多少")
        for words, count in (("车均", "车辆数"), ("每个编制", "编制数"), ("退休人员人均", "退休人数")):
            heads = value(generated, f"{issuer}{year}年{count}")
            if cost is None or not heads:
                continue
            answer = generated.ask(f"{issuer}{year}年{words}公务用车运行费")
            assert near(answer, cost / heads), (issuer, words, answer.text)
            asked += 1
    assert asked > 3


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("差多少", lambda a, b: abs(a - b)),
        ("一共多少", lambda a, b: a + b),
        ("差几倍", lambda a, b: max(a, b) / min(a, b)),
        ("谁高", max),
        ("哪家少", max),
    ],
)
def test_two_turns_are_set_against_each_other(
    generated: Assistant, issuers: list[tuple[str, int]], ask: str, expected: Callable[[Decimal, Decimal], Decimal]
) -> None:
    asked = 0
    for (one, year), (other, later) in zip(issuers[:8], issuers[1:8], strict=False):
        a, b = value(generated, f"{one}{year}年公用经费"), value(generated, f"{other}{later}年公用经费")
        if not a or not b or one == other:
            continue
        answer = talk(generated, f"{one}{year}年公用经费", f"{other}{later}年的呢", ask)
        check(generated, answer)
        assert near(answer, expected(a, b)), (one, other, answer.text)
        asked += 1
    assert asked > 3


def test_a_table_is_known_by_its_number(generated: Assistant, issuers: list[tuple[str, int]]) -> None:
    asked = 0
    for document in generated.documents()[:5]:
        for table in generated.ledger.tables(document.id):
            if not table.number:
                continue
            answer = generated.ask(f"{document.issuer}{document.fiscal_year}年{table.number}合计")
            check(generated, answer)
            for citation in answer.citations:
                assert citation.table is None or citation.table.startswith(table.number), (table.number, citation.table)
            asked += answer.status is Status.ANSWERED
    assert asked > 10


def test_all_assets_are_the_sum_of_what_is_listed(generated: Assistant, issuers: list[tuple[str, int]]) -> None:
    for issuer, year in issuers:
        answer = generated.ask(f"{issuer}{year}年国有资产总价值")
        check(generated, answer)
        if answer.figures and answer.figures[0].derived:
            shown = [f.value for f in answer.figures[1:]]
            assert answer.figures[0].value == sum(shown)
            assert "没有印合计" in answer.text


def test_one_item_under_two_scopes(assistant: Assistant) -> None:
    answer = assistant.ask("2024年行政运行全口径比一般公共预算多多少")
    assert answer.figures[0].formula == "359.11 − 346.47"


def test_a_share_has_the_whole_of_its_kind(assistant: Assistant) -> None:
    assert assistant.ask("昌吉市退休人员占比").figures[0].formula == "50 ÷ (39 + 50 + 3) × 100%"
    assert assistant.ask("吉木萨尔县车辆价值占资产比例").figures[0].formula == "32.76 ÷ (0.00 + 32.76 + 454.78 + 148.00) × 100%"


@pytest.mark.parametrize("question", ["昌吉市每平方米房屋的物业费", "昌吉市房屋面积占比"])
def test_a_relation_that_cannot_be_computed_is_not_told_by_a_plain_amount(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NOT_DISCLOSED


def test_a_sentence_of_the_wrong_year_is_not_last_years_amount(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市2019年养老保险缴费支出执行数")
    assert (format(answer.figures[0].value, "f"), answer.figures[0].formula) == ("56.66", "51.62 + 5.04")
    assert any("年份应为2020年" in finding.message for finding in answer.findings)


def test_weights_add_up(assistant: Assistant) -> None:
    assert talk(assistant, "2024年招商引资到位资金目标", "权重呢").figures[0].unit == "分"
    assert format(assistant.ask("吉木萨尔县2024年绩效指标权重合计多少").figures[0].value, "f") == "90"


def test_pairs_are_kept_in_their_years(assistant: Assistant) -> None:
    conversation = Conversation()
    for turn in ("2024年机关运行经费", "昌吉市呢"):
        assistant.ask(turn, conversation)
    completed: Question = assistant.understand("一共多少", conversation)
    assert completed.pairs == (("吉木萨尔县商务和工业信息化局", 2024), ("昌吉市商务和工业信息化局", 2020))
