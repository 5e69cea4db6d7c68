"""What sentences tell of terms, moves, purposes, sets and duties, asked for in other words than they use, over made-up disclosures."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Status
from tests.assistant.made import write_texts

MADE = """东湖县林业局2033年部门预算公开
第一部分 部门概况
一、主要职能
东湖县林业局是养护城郊林地、看护古树名木的事业单位。
（一）负责木材、竹、藤流通的监督管理工作。
（二）保障煤、电、油、运等生产要素的供需平衡。
（三）组织林业博览会和林产品会展工作。
（四）执行林业债务管理制度，建立债务风险预警机制。
二、2033年主要工作任务
围绕年度目标，实施育苗提质、护林攻坚、林道畅通“三大行动”，力争造林面积达到900亩。
第二部分 部门预算情况说明
一、收支预算总体情况
2033年收支总预算600.00万元，比上年减少580.00万元，下降49.15%，主要原因是林区道路工程完工。
2033年收入预算600.00万元，其中：一般公共预算拨款500.00万元，上年结转结余100.00万元，比上年增加60.00万元，增长150.00%，主要原因是2031-2032年结转项目为防火物资30.00万元，苗圃改造25.00万元；本年度管护补助结转100.00万元。
二、“三公”经费预算情况
1.公务接待费2.00万元，比上年减少1.00万元，主要原因是接待批次压减。
2.公务用车运行维护费8.00万元，比上年增加3.00万元，主要原因是巡山车辆大修。
三、项目支出情况
东湖县林业局 古树复壮服务项目 36.00 36.00 0.00 聘请专业机构为古树清腐、支撑、补洞，并对树下铺装作透气改造。
第三部分 名词解释
一、项目支出：指在基本支出之外为完成特定任务发生的支出。
二、项目支出绩效目标：指项目支出在一定期限内预期达到的产出和效果。
三、上年结转结余资金：包括结转和结余。财政拨款结转是指下年按原用途继续使用的资金。财政拨款结余是指任务完成后剩余的资金。
东湖县林业局
2033年2月18日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("told"), MADE))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("名词解释里的项目支出绩效目标", ["产出和效果"]),
        ("项目支出绩效目标的解释是什么", ["产出和效果"]),
        ("财政拨款结转跟财政拨款结余有什么区别", ["原用途", "任务完成后"]),
        ("怎么区分项目支出和项目支出绩效目标", ["特定任务", "产出和效果"]),
        ("2033年的钱怎么忽然少了一半", ["林区道路工程完工"]),
        ("林业局的经费为什么缩水", ["林区道路工程完工"]),
        ("公务用车运行维护费增加的依据是什么", ["巡山车辆大修"]),
        ("公务接待费低于上年，怎么解释的", ["接待批次压减"]),
        ("花36万做的古树复壮是干什么的", ["清腐"]),
        ("古树复壮服务项目36万到底是做什么用的", ["清腐"]),
        ("“三大行动”是哪三个", ["育苗提质", "护林攻坚", "林道畅通"]),
        ("2031-2032年结转的是哪两个项目", ["防火物资", "苗圃改造"]),
        ("2033年预算的落款日期是哪一天", ["2033年2月18日"]),
        ("林业局是看护哪些树木的单位", ["古树名木"]),
        ("煤、电、油供应紧张时林业局有什么责任", ["供需平衡"]),
        ("作为县人大代表，我想了解林业局在债务方面负有哪些职责", ["风险预警"]),
        ("对会展管不管", ["会展"]),
    ],
)
def test_the_sentence_that_tells_it_is_quoted(made: Assistant, question: str, words: list[str]) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED
    assert [word for word in words if word not in answer.text] == []


def test_the_amounts_of_a_set_are_those_behind_its_name(made: Assistant) -> None:
    answer = made.ask("2031-2032年结转的是哪两个项目？金额各是多少？")
    assert [str(figure.value) for figure in answer.figures] == ["30.00", "25.00"]


@pytest.mark.parametrize("question", ["林业局的七大工程是哪七个", "养老院的事林业局管吗", "林区食堂是哪两个项目"])
def test_what_no_sentence_tells_is_not_quoted_from_another(made: Assistant, question: str) -> None:
    assert made.ask(question).status is not Status.ANSWERED


def test_where_the_money_comes_from_is_told_by_kinds_of_revenue(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市商工局的经费主要是从哪些渠道来的")
    assert "一般公共预算拨款" in answer.text
    assert assistant.ask("这笔钱从哪来的").status is Status.CLARIFY


def test_who_asks_is_no_part_of_a_place(assistant: Assistant) -> None:
    """投资办 in 投资办厂 is no office."""
    assert "外商投资" in assistant.ask("外商想到昌吉市投资办厂，商工局管什么").text


def test_a_promise_of_a_target_is_a_goal_and_no_count(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县2024年绩效目标里，对退休人员作了什么承诺")
    assert "交通补助" in answer.text
    assert not answer.figures


@pytest.mark.parametrize(
    "question",
    [
        "老百姓想看住古树名木，东湖县林业局有这方面的职责吗",
        "要是企业打算参加林产品会展，东湖县林业局有没有这方面的职能",
        "商户希望申请做竹材流通，东湖县林业局有没有这方面的职责",
    ],
)
def test_a_wish_of_a_citizen_is_held_against_the_duties(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED and any(word in answer.text for word in ("古树名木", "会展", "竹"))


@pytest.mark.parametrize(
    "question", ["村民想开饭店，东湖县林业局有这方面的职责吗", "家长想给孩子报名，东湖县林业局有没有这方面的职责"]
)
def test_a_wish_that_no_duty_is_about_is_told_as_missing(made: Assistant, question: str) -> None:
    assert made.ask(question).status is Status.NOT_DISCLOSED
