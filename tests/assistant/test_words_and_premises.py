"""Premises about an amount, reasons beside other items, quoted numbers, effects, bases and days, over a made-up disclosure and the samples."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Status
from tests.assistant.made import write_texts

MADE = """柳河县民政局2034年部门预算公开
第一部分 部门概况
一、主要职能
柳河县民政局是收养孤残儿童、流浪少年的行政机关。
（一）负责灾害天气救助预案的拟订和组织实施。
（二）监督管理殡葬服务机构。
二、2034年主要工作任务
二是壮大养老护理员队伍。开设护理夜校，评选金牌护理员。
力争新增托养床位320张、护理员45名。
第二部分 部门预算情况说明
一、收支预算总体情况
2034年收支总预算900.00万元。
二、“三公”经费预算情况
“三公”经费9.00万元，比上年减少1.00万元，其中：
1.公务接待费4.00万元，比上年增加1.50万元，主要原因是养老试点观摩增多。
2.公务用车运行维护费5.00万元，比上年减少2.50万元，主要原因是报废旧车一辆。
3.因公出国（境）费0.00万元，主要原因是出访经费由省厅统一列支。
三、机关运行经费情况
2034年机关运行经费77.00万元。
四、政府性基金预算情况
2034年政府性基金预算拨款0.00万元，未安排政府性基金预算支出。
五、国有资产占用情况
截至2033年12月31日，柳河县民政局占用使用国有资产总体情况为：房屋600.00平方米，车辆3辆。
本年度拟添置固定资产8.40万元，主要是购买护理床、轮椅及制氧机。
六、绩效目标
1.扶持助老组织数量6个及以上；2.所扶持的助老组织中，农村组织（含乡镇敬老院）占比70%及以上。
第三部分 名词解释
一、上年结转结余资金：包括结转和结余。财政拨款结转是指下年按原用途继续使用的资金。财政拨款结余是指任务完成后剩余的资金。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("premises"), MADE))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("民政局接收什么样的孩子", ["孤残儿童", "流浪少年"]),
        ("柳河县民政局收养的是哪类对象", ["孤残儿童"]),
        ("我是护理专业的毕业生，想了解柳河县民政局对护理员队伍有什么打算", ["护理夜校"]),
        ("灾害天气这块，柳河县民政局负责些什么", ["救助预案"]),
        ("财政拨款结余作何解释", ["任务完成后"]),
        ("财政拨款结转作何解释", ["原用途"]),
        ("房屋这些数是截至什么时候的", ["2033年12月31日"]),
        ("资产数据是哪个时点的", ["2033年12月31日"]),
        ("打算花8.40万买什么设备", ["护理床", "制氧机"]),
        ("花8.40万元添置固定资产，都是些什么东西", ["轮椅"]),
        ("别的三公都在压，公务接待费怎么反而上去了", ["观摩增多"]),
        ("因公出国（境）费怎么是0", ["省厅统一列支"]),
    ],
)
def test_the_words_asked_for_are_quoted(made: Assistant, question: str, words: list[str]) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert all(word in answer.text.replace(" ", "") for word in words), answer.text


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("机关运行经费为什么一分钱都没安排", "77.00", "并非没有安排"),
        ("为什么没有机关运行经费", "77.00", "并非没有安排"),
        ("因公出国（境）费怎么那么高", "0.00", "并不高"),
        ("因公出国（境）费涨了多少", "0.00", "没有增加"),
        ("政府性基金的钱投到哪些项目上了", "0.00", "没有这笔钱"),
        ("文件里冒出一个77.00，是个什么数", "77.00", "机关运行经费"),
        ("900.00这个数字是哪来的", "900.00", "收支总预算"),
    ],
)
def test_a_false_premise_is_met_with_the_amount(made: Assistant, question: str, value: str, words: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert (format(answer.figures[0].value, "f"), words in answer.text) == (value, True), answer.text


def test_each_of_two_items_gets_its_own_reason(made: Assistant) -> None:
    text = made.ask("公务接待费和公务用车运行维护费为什么变了").text
    assert text.index("观摩增多") < text.index("报废旧车")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("要扶持几个助老组织，农村组织占比不低于多少", ["6", "70"]),
        ("托养床位和护理员各要新增几何", ["320", "45"]),
    ],
)
def test_each_number_of_a_goal_is_told(made: Assistant, question: str, values: list[str]) -> None:
    answer = made.ask(question)
    assert [format(f.value, "f") for f in answer.figures] == values, answer.text


@pytest.mark.parametrize("question", ["柳河县明天天气怎么样", "帮我看看柳河县的天气"])
def test_a_word_of_the_document_opens_no_other_subject(made: Assistant, question: str) -> None:
    assert made.ask(question).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    "question", ["柳河县民政局服务哪些企业", "柳河县民政局为哪些孩子服务", "柳河县民政局里的4321.09是什么数"]
)
def test_no_amount_answers_what_no_sentence_tells(made: Assistant, question: str) -> None:
    assert made.ask(question).figures == ()


@pytest.mark.parametrize("question", ["吉木萨尔县绩效指标拿什么当依据", "吉木萨尔县设定考核指标的根据是什么"])
def test_the_basis_of_indicators_is_no_law(assistant: Assistant, question: str) -> None:
    assert "州绩效考核指标" in assistant.ask(question).text


@pytest.mark.parametrize(
    ("question", "values"),
    [("招商引资项目数这个指标值几分", ["15"]), ("招商引资项目数的目标值多少、权重多少", ["50", "15"])],
)
def test_the_weight_alone_is_told_where_it_alone_is_asked(assistant: Assistant, question: str, values: list[str]) -> None:
    answer = assistant.ask(f"吉木萨尔县{question}")
    assert [format(f.value, "f") for f in answer.figures] == values, answer.text


def test_the_effect_of_an_activity_is_a_goal(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县2024年促消费想达到什么目的")
    assert (answer.status, "促消费活动" in answer.text) == (Status.ANSWERED, True)
