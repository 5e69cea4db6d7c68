"""Questions that ask for words, over a made-up disclosure and over the samples: the passage that answers, or an honest end."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.paragraphs import paragraphs
from assistant.wording import Wording, counted
from corpus.document import Line
from tests.assistant.made import write_texts

MADE = """临江县水利局2031年部门预算公开
第一部分 部门概况
一、主要职能
（一）负责河道采砂的监督管理工作。
（二）组织实施城乡供水工程，指导农村改水。
（三）负责值班电话和防汛热线的受理工作。
（四）监督管理沿河码头作业点的堆放作业。
二、机构设置
临江县水利局内设四个机构，分别是：办公室、河湖科、供水科（节水办）、驻省城联络处。本部门无下属单位。
三、2031年主要工作任务
围绕年度目标，重点抓好以下工作：
（一）整治病险水库。
（二）推进“百村清流”行动。
（三）建设智慧灌区。
第二部分 部门预算情况说明
一、收支预算总体情况
2031年收入总计800.00万元，支出总计800.00万元，比上年减少160.00万元，下降16.67%。主要原因是灌区改造一期工程完工。
二、“三公”经费预算情况
1.因公出国（境）费0.00万元，与上年持平，本部门年初不编制因公出国（境）费预算，执行中按审批情况调增。
2.公务接待费3.00万元，与上年预算数相同。
3.会议费2.00万元，比上年减少1.00万元，主要原因是视频会议增多。
三、项目支出说明
水库巡查项目120.00万元，主要用于租用巡查船只和购买测深仪。项目实施周期为2031年3月1日至2031年11月30日。
聘请巡查员不少于9名（3名持证巡查员和6名见习巡查员），溃坝事件控制在0起，安全培训覆盖率达到95%。
四、国有资产占用情况
截至2030年9月30日，本部门共有车辆7辆，其中机要通信用车1辆，应急保障用车2辆，其他用车4辆。
第三部分 名词解释
一、农林水支出（类）水利（款）水利工程运行与维护（项）：反映水利系统用于江河湖库等水利工程运行与维护方面的支出。
二、商品和服务支出：反映单位购买商品和服务的支出（不包括用于购置固定资产的支出）。
2031年2月9日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("words") / "store", MADE))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("河道采沙归不归临江县水利局管", "河道采砂"),
        ("村里改水这事由谁指导", "农村改水"),
        ("防汛热线电话由哪家负责", "防汛热线"),
        ("河边码头的作业点，是不是水利局监管", "码头作业点"),
        ("节水的事在水利局归哪个科", "供水科（节水办）"),
        ("临江水利局内设机构里有没有设在省城的", "驻省城联络处"),
        ("水利局内部分哪几个部门", "河湖科"),
        ("水库巡查项目的实施周期从哪天到哪天", "2031年11月30日"),
        ("水利局的车辆情况截到什么时候", "2030年9月30日"),
        ("“百村清流”是个什么行动", "百村清流"),
        ("支出总计少了一成多，文件给的解释是什么", "灌区改造一期工程完工"),
        ("水利局怎么年初没列出国费", "不编制"),
        ("会议费为什么降了", "视频会议增多"),
        ("水库巡查项目的钱拿去干什么", "测深仪"),
        ("水利工程运行与维护这个科目怎么定义的", "江河湖库"),
        ("商品和服务支出里含不含购置固定资产的钱", "不包括用于购置固定资产"),
    ],
)
def test_the_passage_that_answers_is_quoted(made: Assistant, question: str, words: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert words in answer.text


def test_a_list_is_told_to_its_end(made: Assistant) -> None:
    text = made.ask("临江县水利局今年重点工作有哪三条").text
    assert all(words in text for words in ("病险水库", "百村清流", "智慧灌区"))


def test_numbers_that_only_a_sentence_prints_come_with_its_words(made: Assistant) -> None:
    answer = made.ask("水库巡查员至少聘几名，持证和见习的各几名")
    assert [f"{f.value}{f.unit}" for f in answer.figures] == ["9名", "3名", "6名"]
    vehicles = made.ask("水利局7辆车都是什么用途，各有多少")
    assert {"1", "2", "4"} <= {str(f.value) for f in vehicles.figures}


def test_the_reason_of_one_item_is_not_given_for_another(made: Assistant) -> None:
    assert "视频会议" not in made.ask("公务接待费为什么没变化").text


@pytest.mark.parametrize(
    "question",
    [
        "临江县水利局哪个科负责招商引资",
        "水利局管不管幼儿园",
        "水利局的食堂几点开门",
        "水利局办公楼由谁设计",
        "水利局为什么不修高铁",
        "水利局资助了几个博士后",
        "结婚登记归谁管",
        "猫为什么怕水",
        "四大名著分别叫什么",
        "春节放假从哪天到哪天",
    ],
)
def test_what_no_passage_holds_is_not_answered(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert answer.status is not Status.ANSWERED, answer.text


def test_a_department_that_is_not_on_record_is_not_answered_for(made: Assistant) -> None:
    assert made.ask("青山市水利局管不管河道采砂").status is Status.NOT_DISCLOSED


def test_a_follow_up_of_duty_keeps_its_topic(assistant: Assistant) -> None:
    talk = Conversation()
    assistant.ask("昌吉市商工局管不管民爆", conversation=talk)
    assert "民爆" in assistant.ask("吉木萨尔县管不管", conversation=talk).text


def test_words_are_weighed_by_how_rare_they_are() -> None:
    texts = ["负责供水工作", "负责排水工作", "负责水文工作"]
    wording = Wording("供水工作由谁负责", counted(texts), len(texts))
    assert wording.cover("负责供水工作") == 1.0
    assert wording.cover("负责排水工作") < 0.7


def test_another_character_of_the_same_sound_is_held_in_part() -> None:
    wording = Wording("挖沙", Counter({"挖砂": 1}), 1)
    assert 0.5 < wording.cover("沿河挖砂") < 1.0


def test_running_titles_do_not_break_a_sentence() -> None:
    lines = [
        Line(n, text, page)
        for page in (1, 2, 3)
        for n, text in enumerate(("甲县水利局部门预算公开", f"第{page}段一", f"第{page}段二"))
    ]
    assert "公开" not in "".join(p.text for p in paragraphs(lines, []))
