from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.conversation import TURNS


def last(assistant: Assistant, *turns: str) -> tuple[str, list[str]]:
    conversation = Conversation()
    for turn in turns:
        answer = assistant.ask(turn, conversation)
    return answer.text, [f"{f.value}" for f in answer.figures]


def test_item_department_and_year_are_carried_over(assistant: Assistant) -> None:
    assert last(assistant, "吉木萨尔县2024年三公经费多少", "那公务接待费呢")[1][0] == "2.30"
    assert last(assistant, "昌吉市公用经费多少", "吉木萨尔县呢")[1][0] == "121.36"


def test_what_was_asked_is_carried_over(assistant: Assistant) -> None:
    assert last(assistant, "2024年行政单位医疗比上年变化多少", "公务员医疗补助呢")[1][0] == "8.03"


def test_a_carried_year_gives_way_and_a_named_one_does_not(assistant: Assistant) -> None:
    text, values = last(assistant, "吉木萨尔县2024年三公经费多少", "那昌吉市呢")
    assert values[0] == "10.40"
    assert "未收录其 2024 年预算" in text
    conversation = Conversation()
    assistant.ask("昌吉市三公经费多少", conversation)
    assert assistant.ask("2024年呢", conversation).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize("asked", ["2019年三公经费", "2022年三公经费", "2023年机关运行经费是多少"])
def test_a_carried_year_gives_way_even_to_a_year_it_could_be_derived_from(assistant: Assistant, asked: str) -> None:
    text, values = last(assistant, asked, "昌吉市公务用车运行费")
    assert values[0] == "10.40"
    assert f"**2020** 年部门预算（未收录其 {asked[:4]} 年预算）" in text


def test_a_carried_year_stays_where_no_department_is_named(assistant: Assistant) -> None:
    assert last(assistant, "2022年三公经费", "公务接待费呢")[1] == []
    assert last(assistant, "昌吉市2020年三公经费", "2019年呢", "公务用车运行费呢")[1][0] == "13.00"


def test_a_department_set_against_the_one_before_brings_its_own_year(assistant: Assistant) -> None:
    text, values = last(assistant, "吉木萨尔县2024年三公经费", "跟昌吉市的比差多少")
    assert values[0] == "2.10"
    assert "年度不同" in text


def test_two_departments_of_two_turns_are_set_against_each_other(assistant: Assistant) -> None:
    assert last(assistant, "吉木萨尔县2024年总预算多少", "昌吉市2020年的呢", "两家差多少")[1][0] == "157.10"


def test_a_whole_question_does_not_inherit_a_department_that_lacks_its_year(assistant: Assistant) -> None:
    assert last(assistant, "昌吉市2020年三公经费多少", "2024年培训费多少")[1][0] == "3.24"


def test_conversations_share_nothing(assistant: Assistant) -> None:
    one, two = Conversation(), Conversation()
    assistant.ask("吉木萨尔县2024年三公经费多少", one)
    assert assistant.ask("为什么", two).status is Status.CLARIFY
    assert len(two) <= 1


def test_a_conversation_is_bounded(assistant: Assistant) -> None:
    conversation = Conversation()
    for turn in range(40):
        assistant.ask(f"吉木萨尔县2024年{'办公费' if turn % 2 else '奖金'}多少", conversation)
    assert len(conversation) == TURNS
    assert assistant.ask("那培训费呢", conversation).figures[0].value.as_tuple().digits == (3, 2, 4)


def test_small_talk_does_not_break_the_thread(assistant: Assistant) -> None:
    assert last(assistant, "吉木萨尔县2024年三公经费多少", "今天天气怎么样", "那公务接待费呢")[1][0] == "2.30"


def test_a_part_is_set_against_the_item_before(assistant: Assistant) -> None:
    assert last(assistant, "昌吉市2020年公用经费多少", "里面办公费占多少")[1][0] == "27.07"


def test_two_items_of_two_turns_are_set_against_each_other(assistant: Assistant) -> None:
    assert last(assistant, "昌吉市编制多少", "实有人数呢", "差几个")[1][0] == "2"


def test_which_of_two_departments_after_a_turn_about_each(assistant: Assistant) -> None:
    text, values = last(assistant, "吉木萨尔县2024年三公经费多少", "2020年昌吉市的呢", "哪个多")
    assert "昌吉市" in text.split("\n")[0]
    assert {"10.40", "8.30", "2.10"} <= set(values)


def test_a_reason_after_the_year_before_is_that_of_the_change_between_them(assistant: Assistant) -> None:
    assert "人员减少" in last(assistant, "昌吉市2020年机关运行经费多少", "2019年呢", "为什么减少")[0]


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("吉木萨尔县商工局编制是几个", "昌吉市的比它多几个"), "6"),
        (("昌吉市2020年公用经费", "吉木萨尔县的是它的几倍"), "2.81"),
        (("吉木萨尔县2024年公用经费", "昌吉市的是它的几倍"), "0.36"),
    ],
)
def test_it_is_what_was_told_before(assistant: Assistant, turns: tuple[str, ...], value: str) -> None:
    assert last(assistant, *turns)[1][0] == value


@pytest.mark.parametrize("said", ["比邮电费高还是低", "比邮电费多吗", "和邮电费比哪个多"])
def test_an_item_is_set_against_the_one_before(assistant: Assistant, said: str) -> None:
    assert last(assistant, "昌吉市2020年水费多少", said)[1][0] == "1.56"
    assert str(assistant.ask(f"昌吉市2020年水费多少，{said}").figures[1].value) == "1.56"


def test_the_talk_goes_on_from_the_year_that_a_carried_one_gave_way_to(assistant: Assistant) -> None:
    begin = ("吉木萨尔县2024年项目支出多少", "昌吉市的电费呢")
    assert last(assistant, *begin, "公务用车运行费呢")[1][0] == "10.40"
    assert "2020 年部门预算" in last(assistant, *begin, "住房公积金多少")[0]
    derived = last(assistant, "吉木萨尔县2023年项目支出多少", "三公经费呢", "公务接待费呢")
    assert "2023 年" in derived[0]


def test_these_departments_are_no_amounts_told_before(assistant: Assistant) -> None:
    _, values = last(assistant, "吉木萨尔县2024年项目支出多少", "昌吉市有几辆车", "这两个局谁的编制多，多几个")
    assert set(values[:3]) == {"6", "41", "35"}
    _, values = last(assistant, "昌吉市水费多少", "邮电费呢", "这两个加起来")
    assert values[0] == "3.12"
