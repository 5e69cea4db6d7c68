"""Ways of asking that name no item plainly, held against the plain question for the same thing, over generated documents too."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from tests.assistant.test_ask import check

SAME = [
    ("{d}{y}年盘子有多大", "{d}{y}年收支总预算"),
    ("{d}{y}年有几个科", "{d}{y}年内设机构数"),
    ("{d}{y}年给退休老同志发的钱", "{d}{y}年退休费"),
    ("{d}{y}年在职人员的基本工资", "{d}{y}年基本工资"),
    ("{d}{y}年水钱", "{d}{y}年水费"),
    ("{d}{y}年公用部分的经费", "{d}{y}年公用经费"),
    ("{d}{y}年差履费多少", "{d}{y}年差旅费多少"),
    ("{d}{y}年公务用车几辆", "{d}{y}年车辆数"),
]


def first(answer: Answer) -> tuple[str, str] | None:
    told = answer.status is Status.ANSWERED and answer.figures
    return (format(answer.figures[0].value, "f"), answer.figures[0].unit) if told else None


@pytest.mark.parametrize(("asked", "plain"), SAME, ids=[asked for asked, _ in SAME])
def test_another_way_of_asking_gets_the_same_answer(generated: Assistant, assistant: Assistant, asked: str, plain: str) -> None:
    told = 0
    for one in (assistant, generated):
        for document in one.documents()[:8]:
            names = {"d": document.issuer, "y": document.fiscal_year}
            expected = first(one.ask(plain.format(**names)))
            if expected is not None:
                answer = one.ask(asked.format(**names))
                check(one, answer)
                assert first(answer) == expected, answer.text
                told += 1
    assert told


def test_a_place_with_a_character_left_out_is_still_the_place(assistant: Assistant) -> None:
    assert first(assistant.ask("吉木萨县2024年培训费")) == ("3.24", "万元")


@pytest.mark.parametrize("question", ["吉木萨尔县2024年食堂补贴多少", "昌吉市2020年遗属补贴", "2024年临聘工资多少"])
def test_a_word_before_a_general_name_makes_another_thing_of_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is not Status.ANSWERED or answer.figures[0].item not in ("津贴补贴", "工资福利支出"), answer.text


@pytest.mark.parametrize(
    ("question", "whole"), [("吉县商工局事业编人员的运行经费", "121.36"), ("退休人员的生活补助2024年多少", "3.34")]
)
def test_money_of_some_is_not_told_by_money_of_all(assistant: Assistant, question: str, whole: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_DISCLOSED
    assert whole in answer.text


def test_each_side_of_a_comparison_has_its_own_year(assistant: Assistant) -> None:
    assert assistant.ask("2024年总预算是昌吉市2020年的几倍").figures[0].formula == "815.12 ÷ 658.02"
    assert assistant.ask("昌吉市2020年总预算是吉木萨尔县2024年的几倍").figures[0].formula == "658.02 ÷ 815.12"
    assert assistant.ask("2024年三公经费比昌吉市2020年少多少").figures[0].formula == "10.40 − 8.30"
    assert assistant.ask("2024年和2020年昌吉市三公经费差多少").status is Status.NOT_DISCLOSED


def test_the_subject_of_an_item_is_told_with_its_row(assistant: Assistant) -> None:
    answer = assistant.ask("住房公积金的科目编码是多少")
    check(assistant, answer)
    assert "2210201" in answer.text
    assert "30113" in answer.text


def test_both_sides_of_the_budget_are_told_where_both_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县2024年收入多少，支出多少")
    assert {f.item for f in answer.figures} >= {"收入总计", "支出总计"}


def test_a_definition_ends_before_the_signature(assistant: Assistant) -> None:
    answer = assistant.ask("机关运行经费是啥意思")
    assert "其他费用" in answer.text
    assert "2020年1月22日" not in answer.text.replace(" ", "")


ENGLISH = [
    ("Why did Changji's operating expenses fall in 2020?", ["decrease of", "Reason given in the document: “单位人员减少”"]),
    ('What does "三公经费" mean?', ["Definition in the glossary", "因公出国"]),
    ("What are the duties of the Changji bureau?", ["From the list of duties", "民爆"]),
    ("What was general public services money used for in Jimsar 2024?", ["Used for, as the document states it"]),
    ("who spends more on receptions, Jimsar or Changji?", ["difference", "The years differ"]),
    ("Jimsar 2024 meeting expenses", ["Not disclosed in the documents on record: meeting"]),
    ("What documents do you have?", ["2024 budget", "2020 budget"]),
]


@pytest.mark.parametrize(("question", "said"), ENGLISH, ids=[q for q, _ in ENGLISH])
def test_english_is_answered_in_english_around_the_quotations(assistant: Assistant, question: str, said: list[str]) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    assert all(words in answer.text for words in said), answer.text
