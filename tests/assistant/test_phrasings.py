"""Ways of asking that name no item plainly, held against the plain question for the same thing, over generated documents too."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
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


WHOLES = [("公用经费", "办公费"), ("人员经费", "基本工资"), ("支出总计", "项目支出"), ("三公经费", "公务接待费")]


@pytest.mark.parametrize(("whole", "part"), WHOLES)
def test_a_part_left_out_of_its_whole_is_taken_off(generated: Assistant, assistant: Assistant, whole: str, part: str) -> None:
    told = 0
    for one in (assistant, generated):
        for document in one.documents()[:8]:
            whose = f"{document.issuer}{document.fiscal_year}年"
            answers = [one.ask(f"{whose}{item}是多少") for item in (whole, part)]
            both = [a.figures[0] for a in answers if a.status is Status.ANSWERED and a.figures and not a.figures[0].derived]
            if len(both) < 2 or both[0].unit != both[1].unit or both[0].value < both[1].value:
                continue
            answer = one.ask(f"{whose}{whole}里除了{part}还有多少")
            check(one, answer)
            assert answer.figures, (whose, answer.text)
            assert answer.figures[0].value == both[0].value - both[1].value, answer.text
            inside = one.ask(f"{whose}{whole}里的{part}是多少")
            assert inside.figures, (whose, inside.text)
            assert (inside.figures[0].value, inside.figures[0].unit) == (both[1].value, both[1].unit), inside.text
            told += 1
    assert told


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (["2024年支出功能分类第二大的类"], "192.00"),
        (["2024年公用经费里办公费和培训费一共多少"], "10.74"),
        (["2024年不含结转的收入总额"], "623.12"),
        (["行政运行除了单位资金还有多少，吉木萨尔县2024"], "346.47"),
        (["昌吉市2020年，不是三公经费，是机关运行经费"], "43.22"),
        (["2024年三公经费（不要昌吉的）"], "8.30"),
        (["哪个局第二多三公经费"], "8.30"),
        (["昌吉市三公经费比吉木萨尔县高吗"], "10.40"),
        (["2024年办公费", "培训费", "工会经费", "三项一共"], "15.06"),
        (["2024年办公费", "培训费", "工会经费", "后两项加起来"], "7.56"),
        (["2024年行政运行", "其中一般公共预算多少"], "346.47"),
        (["昌吉市2020年总预算", "人均多少", "换成元"], "168723.08"),
    ],
    ids=lambda x: "/".join(x) if isinstance(x, list) else x,
)
def test_the_number_meant_comes_first(assistant: Assistant, turns: list[str], value: str) -> None:
    conversation = Conversation()
    for turn in turns:
        answer = assistant.ask(turn, conversation)
    check(assistant, answer)
    assert format(answer.figures[0].value, "f") == value, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "除了三公经费，2024年还有什么",
        "吉木萨尔县2024年其他商品和服务支出具体买了什么",
        "吉木萨尔县2024年三公经费执行了多少",
        "吉木萨尔县2024年绩效目标完成了多少",
    ],
)
def test_what_the_documents_do_not_tell_is_not_told_by_another_number(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status in (Status.NOT_DISCLOSED, Status.CLARIFY)


def test_two_amounts_are_held_against_each_other(assistant: Assistant) -> None:
    assert "两个数相等" in assistant.ask("昌吉市机关运行经费和公用经费一样吗").text
    assert "两个数相等" in assistant.ask("2024年收入和支出平不平").text
