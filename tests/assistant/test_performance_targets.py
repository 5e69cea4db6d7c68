"""Tables of performance targets: indicators by list and group, their money, words, claims, and the projects that have targets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows, write_texts

TABLE = """云溪县水利局 2027 年部门预算
第三部分 2027 年部门预算情况说明
一、预算绩效情况
2027 年，本部门编报绩效目标的项目共 2 个，涉及项目预算资金 500.00 万元。其中：河道清淤费 420.00 万元，水文站网运行费 80.00 万元。
部门整体绩效目标表
（2027 年）
部门名称（盖章） 云溪县水利局
年度绩效目标
1、保障水库移民直补资金按月足额发放。2、完成河道清淤 30 公里以上。3、减少山洪
灾害损失，维护群众安全。
年度预算(万元)
资金来源 资金总额（万元）
财政资金（万元）
上级安排 350.00
本级安排 120.50
其他资金（万元） 其他 29.50
一级指标 二级指标 三级指标 指标值 指标设定依据 分值权重
履职效能
数量指标 河道清淤完成里程 ＞=30 公里
云溪县河长制工作
考核办法
40
数量指标 水文站网巡检次数 ＞=12 次
云溪县水文管理规定
25
质量指标 水文站网数据到报率 ＞=95%
云溪县水文管理规定
20
成本指标 单站巡检成本 <=0.8 万元
市场询价
15
第四部分 名词解释
一、财政拨款:指一般公共预算安排的拨款。
"""
EMPTY = """青石县档案局 2026 年部门预算
第三部分 2026 年部门预算情况说明
（四）预算绩效情况
2026 年度，本年度实行绩效管理的项目 0 个，涉及预算金额 0 万元。具体情况见下表：
项目支出绩效目标表
预算单位 青石县档案局 项目名称 ****
项目资金（万元） 年度资金总额： 其中：财政拨款 其他资金
一级指标 二级指标 三级指标 指标值
数量指标
质量指标
（五）其他需说明的事项
无其他需说明的事项。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("targets") / "var", TABLE, EMPTY))


def told(answer: Answer) -> list[str]:
    return [f"{f.value}{f.unit}" for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("云溪县整体绩效目标的资金里，上级安排、本级安排和其他资金各多少", ["350.00万元", "120.50万元", "29.50万元"]),
        ("云溪县水利局绩效目标表上本级安排的钱有多少", ["120.50万元"]),
        ("云溪县水利局绩效表上年度资金分上级安排和其他，分别几多", ["350.00万元", "29.50万元"]),
        ("云溪县绩效目标表里上级安排比本级安排多多少", ["229.50万元"]),
        ("云溪县绩效目标表里上级安排、本级安排、其他资金加起来多少", ["500.00万元"]),
        ("河道清淤里程和水文站网数据到报率的目标值、权重分别是多少", ["30公里", "40分", "95%", "20分"]),
        ("单站巡检成本、河道清淤里程各占几分", ["15分", "40分"]),
        ("跟水文站网有关的两个指标一共多少分", ["45分"]),
        ("水文站网的两个指标，目标各是多少", ["12次", "95%"]),
        ("云溪县绩效指标里权重垫底的是哪个", ["15分"]),
        ("云溪县哪个绩效指标分值最高", ["40分"]),
        ("云溪县水利局全部绩效指标的权重加总", ["100分"]),
    ],
)
def test_indicators_and_money_of_a_table_of_targets(made: Assistant, question: str, figures: Sequence[str]) -> None:
    assert told(made.ask(question))[: len(figures)] == figures


def test_the_weight_of_what_was_asked_before(made: Assistant) -> None:
    from assistant import Conversation

    talk = Conversation()
    made.ask("云溪县水文站网巡检要做几次", talk)
    assert told(made.ask("这一项考核占几分", talk))[0] == "25分"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("云溪县绩效指标是按什么设定的", ("河长制工作考核办法", "水文管理规定", "市场询价")),
        ("水文站网巡检次数这个指标的设定依据填的是什么", ("水文管理规定",)),
        ("年度绩效目标对水库移民直补资金怎么要求", ("按月足额发放",)),
        ("云溪县目标里提没提山洪灾害", ("减少山洪灾害损失",)),
        ("青石县的项目支出绩效目标表填了没有", ("空表", "没有填内容")),
        ("云溪县整体绩效目标表是不是空白的", ("填了内容", "河道清淤完成里程")),
    ],
)
def test_words_of_a_table_of_targets(made: Assistant, question: str, words: Sequence[str]) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED
    assert all(word in answer.text for word in words)
    assert answer.citations


def test_a_basis_that_was_not_asked_for_is_not_told(made: Assistant) -> None:
    assert "市场询价" not in made.ask("河道清淤里程这个指标的设定依据是什么").text


@pytest.mark.parametrize(
    ("question", "figure", "verdict"),
    [
        ("云溪县河道清淤只做了28公里，完成目标了吗", "30公里", "没有达到"),
        ("水文站网数据到报率到了97%，对照2027年目标算达标吗", "95%", "，达到"),
        ("单站巡检成本花了0.9万元，达标了没有", "0.8万元", "没有达到"),
    ],
)
def test_a_claimed_result_is_held_against_the_target(made: Assistant, question: str, figure: str, verdict: str) -> None:
    answer = made.ask(question)
    assert told(answer)[0] == figure
    assert verdict in answer.text


@pytest.mark.parametrize("question", ["云溪县河道清淤实际完成了多少公里", "2026年云溪县水文站网实际巡检几次"])
def test_a_target_is_no_result(made: Assistant, question: str) -> None:
    assert made.ask(question).status is Status.NOT_DISCLOSED


def test_projects_with_targets_are_listed_with_their_money(made: Assistant) -> None:
    answer = made.ask("云溪县水利局编报绩效目标的项目是哪几个，金额分别多少")
    assert told(answer) == ["2个", "500.00万元", "420.00万元", "80.00万元"]
    assert "河道清淤费" in answer.text


def test_projects_that_do_not_add_up_are_not_listed(tmp_path: Path) -> None:
    text = TABLE.replace("水文站网运行费 80.00", "水文站网运行费 70.00")
    answer = Assistant.open(write_texts(tmp_path / "var", text)).ask("云溪县水利局编报绩效目标的项目是哪几个，金额分别多少")
    assert told(answer) == ["2个", "500.00万元"]


def test_projects_by_what_pays_for_them(tmp_path: Path) -> None:
    line = "当年财政拨款项目 3 个，涉及预算金额 66.00 万元；当年非财政拨款项目 1 个，涉及预算金额 4.50 万元。"
    count = {"measure": Measure.COUNT, "column": "数量"}
    rows = [
        Row(line, "当年财政拨款项目数", "3", "个", count), Row(line, "当年财政拨款项目金额", "66.00"),
        Row(line, "当年非财政拨款项目数", "1", "个", count), Row(line, "当年非财政拨款项目金额", "4.50"),
    ]  # fmt: skip
    assistant = Assistant.open(write_rows(tmp_path / "var", ("丰原县林业局 2025 年部门预算", rows)))
    assert told(assistant.ask("丰原县当年财政拨款的项目报了几个绩效目标，涉及多少钱")) == ["3个", "66.00万元"]
    assert told(assistant.ask("丰原县非财政拨款的项目有几个，涉及多少资金")) == ["1个", "4.50万元"]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("云溪县水利局河道清淤完成里程算数量指标还是质量指标", "数量指标"),
        ("云溪县水文站网数据到报率属于哪类指标", "质量指标"),
        ("云溪县水利局单站巡检成本是不是时效指标", "成本指标"),
        ("云溪县水文站网巡检次数归在什么指标里", "数量指标"),
    ],
)
def test_the_kind_of_an_indicator_is_the_one_printed_before_it(made: Assistant, question: str, kind: str) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED and f"列为“{kind}”" in answer.text and not answer.figures


def test_the_kind_of_the_indicator_asked_for_before(made: Assistant) -> None:
    from assistant import Conversation

    talk = Conversation()
    made.ask("云溪县水文站网数据到报率的目标值多少", talk)
    assert "列为“质量指标”" in made.ask("它算效益指标还是质量指标", talk).text


def test_a_kind_that_its_row_does_not_print_is_not_told(tmp_path: Path) -> None:
    merged = TABLE.replace("数量指标 水文站网巡检次数", "水文站网巡检次数")
    answer = Assistant.open(write_texts(tmp_path / "var", merged)).ask("云溪县水文站网巡检次数属于哪类指标")
    assert answer.status is Status.NOT_DISCLOSED and "数量指标" not in answer.text
