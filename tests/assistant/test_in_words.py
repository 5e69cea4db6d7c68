"""Meanings, duties told otherwise, offices, attributes and reasons, over a made-up disclosure: in its words, or an honest end."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.nearest import NEAR, Sentences, scored
from assistant.paragraphs import Paragraph
from assistant.reply.organisation import _fitting
from assistant.wording import Wording
from corpus.document import Line
from tests.assistant.made import write_texts

MADE = """青崖县文化和旅游局2033年部门预算公开
第一部分 部门概况
一、主要职能
（一）贯彻执行文化和旅游工作的法律法规，拟订规划并组织实施。
（二）负责文物保护和考古工作，监督管理民间收藏文物。
（三）负责娱乐场所、互联网上网服务营业场所的监督管理。
（四）指导旅行社和导游人员的管理，承担旅游投诉的受理。
（五）组织实施广播电视安全播出，指导乡村应急广播建设。
（六）指导非物质文化遗产保护，组织民间艺术的传承。
（七）完成县委、县政府交办的其他任务。
二、机构设置
青崖县文化和旅游局内设机构包括：1.综合股。2.文物股（考古办）。3.市场监管股。4.广电股（应急广播站）。本部门无下属单位。
第二部分 部门预算情况说明
一、收支预算总体情况
2033年收入总计600.00万元，支出总计600.00万元，比上年增加60.00万元，增长11.11%。主要原因是新增古塔修缮。
二、“三公”经费预算情况
1.公务用车购置及运行费7.00万元，与上年持平。
2.公务接待费2.00万元，比上年减少0.50万元，下降20.00%，主要原因是压减接待批次。主要用于接待外地考古专家和巡回演出团体。
3.培训费4.00万元，比上年增加1.00万元，增长33.33%，主要原因是导游轮训。
三、其他收入情况
其他收入9.60万元，存放在单位零余额账户，主要用于展览布置。
四、国有资产占用情况
截至2032年12月31日，共有车辆3辆，价值45.00万元。
第三部分 名词解释
一、财政拨款：指由一般公共预算安排的拨款数。
二、其他资金：包括门票收入、场地出租收入、捐赠收入等。
三、基本支出：包括人员经费、公用经费。其中，人员经费包括工资福利支出、对个人和家庭的补助。
四、“三公”经费：指部门因公出国（境）费、公务用车购置及运行费和公务接待费，其中：因公出国（境）费反映出访的国际旅费、签证费等支出；公务用车购置及运行费反映车辆购置税、油料费、过路费、保险费等支出；公务接待费反映接待来宾的食宿费支出。
五、机关运行经费：指行政单位的公用经费，包括办公及印刷费、邮电费、差旅费、办公用房物业管理费等。
2033年2月20日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("in_words") / "store", MADE))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("其他资金涵盖哪些方面", "门票收入"),
        ("文旅局的机关运行经费到底是啥钱", "公用经费，包括办公"),
        ("人员经费怎么界定", "工资福利支出、对个人和家庭的补助"),
        ("公务接待费指的是哪些开支", "来宾的食宿费"),
        ("预算公开里“财政拨款”的解释", "一般公共预算安排的拨款数"),
        ("油料费属于三公里的哪一块", "“公务用车购置及运行费”的解释"),
        ("签证费归在三公经费的哪一项", "“因公出国（境）费”的解释"),
        ("门票收入算在哪类资金里", "“其他资金”的解释"),
        ("差旅费在不在机关运行经费范围之内", "差旅费"),
        ("租场地的场地出租收入属于什么资金", "其他资金"),
    ],
)
def test_a_meaning_is_answered_by_the_glossary_and_not_by_an_amount(made: Assistant, question: str, words: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert words in answer.text, answer.text
    assert not answer.figures


def test_the_whole_is_told_from_its_part_by_its_place(made: Assistant) -> None:
    assert "公务用车购置及运行费”的解释没有列出" not in made.ask("公务用车购置及运行费算在机关运行经费里吗").text


def test_a_term_that_the_whole_does_not_name_is_said_not_to_be_named(made: Assistant) -> None:
    answer = made.ask("培训费算不算三公经费")
    assert "没有列出“培训费”" in answer.text


@pytest.mark.parametrize(
    ("question", "value"), [("公务接待费多少", "2.00"), ("基本工资和培训费各多少", "4.00"), ("三公里公务用车那块几万", "7.00")]
)
def test_an_amount_is_not_answered_by_a_meaning(made: Assistant, question: str, value: str) -> None:
    assert value in [str(f.value) for f in made.ask(question).figures]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("网吧归青崖县文旅局管吗", "互联网上网服务营业场所"),
        ("游客投诉旅行社，找文旅局对口不对口", "旅游投诉"),
        ("古董收藏这一块，文旅局管到什么程度", "收藏文物"),
        ("农村应急大喇叭、广播播出的安全，青崖县文旅局承担什么角色", "应急广播"),
        ("青崖县文旅局第六条职责是什么", "非物质文化遗产"),
        ("文旅局职责里最后那一条兜底的怎么写", "交办的其他任务"),
    ],
)
def test_a_duty_is_found_that_is_told_in_other_words(made: Assistant, question: str, words: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert words in answer.text, answer.text


@pytest.mark.parametrize(
    "question", ["养鱼的事归青崖县文旅局管吗", "青崖县文旅局管不管自来水", "开餐馆的许可找青崖县文旅局对不对口"]
)
def test_a_task_that_is_no_duty_is_declined(made: Assistant, question: str) -> None:
    assert made.ask(question).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("考古办挂在青崖县文旅局哪个股", "文物股（考古办）"),
        ("文旅局管市场的该找哪个股", "“市场监管股”"),
        ("列一下青崖县文旅局的内设股室", "4.广电股（应急广播站）"),
        ("青崖县文旅局二级预算单位名称", "没有下属单位"),
        ("公务接待接待的是哪些人", "考古专家和巡回演出团体"),
        ("文旅局其他收入存在什么账户", "零余额账户"),
    ],
)
def test_offices_units_and_attributes_are_told_in_the_documents_words(made: Assistant, question: str, words: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert words in answer.text, answer.text


@pytest.mark.parametrize("question", ["那三辆公车是什么牌子、哪年买的", "公务用车的供应商是谁"])
def test_an_attribute_that_is_not_printed_is_not_answered_by_an_amount(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.NOT_DISCLOSED, answer.text
    assert not answer.figures


def test_the_last_item_named_is_asked_for_its_reason(made: Assistant) -> None:
    answer = made.ask("同样是三公，公务接待费降了，培训费为啥反倒涨33.33%")
    assert "导游轮训" in answer.text
    assert "压减接待批次" not in answer.text


@pytest.mark.parametrize("question", ["它主要用在哪些方面", "这笔钱是干什么用的", "那个项目是解决什么问题的"])
def test_a_question_about_it_asks_back_where_nothing_was_named(made: Assistant, question: str) -> None:
    assert made.ask(question, Conversation()).status is Status.CLARIFY


def test_a_place_begins_after_the_words_before_it(made: Assistant) -> None:
    assert made.understand("登记归县文旅局管吗").unknown is None


def test_sentences_without_a_model_are_compared_by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_EMBEDDING", "hashing")
    sentences = ["负责河道采砂管理", "负责路灯维护"]
    rated = scored(Sentences(sentences), sentences, ["河道采砂"], Counter(), 2)
    assert rated[0][0] == 0.5 > NEAR
    assert rated[1] == (0.0, 0.0)


def test_words_for_activities_weigh_less_than_words_for_things() -> None:
    held = Wording("消防检查", Counter(), 10, lighter=True)
    assert held.cover("负责卫生检查") < 0.4 < held.cover("负责消防设施")


def test_offices_that_fit_equally_well_are_named_together() -> None:
    sentence = Paragraph((Line(1, "内设机构包括：办公室、陆路口岸科、港口口岸科、财务科。"),), ())
    assert _fitting(sentence, "口岸") == ["陆路口岸科", "港口口岸科"]
    assert _fitting(sentence, "绿化") == []
