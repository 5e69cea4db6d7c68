"""Everyday words for standard items, questions that only announce one, and departments typed with two wrong characters."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from tests.assistant.made import write_texts

MADE = """云岭县水务局2033年部门预算公开
第一部分 部门概况
一、主要职能
云岭县水务局负责河道治理。
第二部分 部门预算情况说明
一、收支预算总体情况
2033年收支总预算700.00万元。
二、“三公”经费预算情况
“三公”经费9.50万元，其中：
1.公务接待费2.50万元。
2.公务用车运行维护费7.00万元，比上年增加2.00万元，增长40.00%，主要原因是巡河车辆增加。
三、社会保障支出情况
机关事业单位基本养老保险缴费支出55.00万元，比上年增加9.00万元，增长19.57%，主要原因是退休人员增多。
四、购房补贴
购房补贴31.00万元。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("everyday"), MADE))


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("云岭县水务局2033年车子加油、保养、上保险一共多少钱", "7.00"),
        ("云岭县水务局2033年修车洗车停车这些费用多少", "7.00"),
        ("云岭县水务局2033年公车维修和保险的开支多少", "7.00"),
        ("云岭县水务局2033年给职工买房的补助是多少", "31.00"),
        ("云岭县水务局2033年补贴干部购房多少钱", "31.00"),
    ],
)
def test_what_people_call_an_item_by_what_it_pays_for(made: Assistant, question: str, amount: str) -> None:
    answer = made.ask(question, Conversation())
    assert answer.status is Status.ANSWERED and str(answer.figures[0].value) == amount


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("委外费用", "委托业务费"),
        ("误餐费", "伙食补助费"),
        ("修修补补", "维修（护）费"),
        ("律师费", "咨询费"),
        ("车辆维修费", "公务用车运行费"),
        ("买办公家具", "办公设备购置"),
        ("餐费", "公务接待费"),
    ],
)
def test_words_of_speech_stand_for_one_item(said: str, item: str) -> None:
    mentions, _ = LabelBook(()).find(said)
    assert [m.items[0] for m in mentions] == [item]


def test_building_work_beside_cars_is_no_cost_of_cars() -> None:
    mentions, _ = LabelBook(()).take_wholes("房屋维修维护和车辆购置", "房屋维修维护和车辆购置")
    assert "公务用车运行费" not in [i for m in mentions for i in m.items]


@pytest.mark.parametrize(
    "question", ["请帮我查个数据", "我想打听个事儿", "有个问题想请教你们", "能帮我核对一下数字吗", "换成别的年份看看"]
)
def test_a_question_that_only_announces_one_is_asked_back(assistant: Assistant, made: Assistant, question: str) -> None:
    for each in (assistant, made):
        assert each.ask(question, Conversation()).status is Status.CLARIFY


@pytest.mark.parametrize("question", ["养老保险缴费一下涨了近两成，怎么回事", "公车运行费猛增四成，咋回事"])
def test_a_rough_size_asks_for_the_reason_and_not_for_two_prints(made: Assistant, question: str) -> None:
    text = made.ask(question, Conversation()).text
    assert "增多" in text or "增加" in text and "原因" in text


@pytest.mark.parametrize("typed", ["梧洲市商务句", "梧洲伤务局", "梧州商物局"])
def test_a_department_is_known_with_two_wrong_characters(typed: str) -> None:
    book = IssuerBook(["梧州市商务局", "柳州市财政局"])
    assert book.find(book.spell(typed)[0]).issuers == ("梧州市商务局",)


def test_another_place_is_not_read_as_a_slip() -> None:
    book = IssuerBook(["苏州市商务局"])
    assert book.spell("宿州商物局")[0] == "宿州商物局"


def test_a_sentence_without_its_total_is_named(assistant: Assistant) -> None:
    text = assistant.ask("昌吉市商工局2020年说明里支出预算那一句没写总额，应该是多少", Conversation()).text
    assert "漏印" in text and "658.02" in text
