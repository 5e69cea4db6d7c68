"""The item that a question names: misspelt, by a part of a row's name, behind a container, beside what is denied."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows

PROJECT = {"form": "project", "kind": "项目支出", "column": "总计"}

ROWS = [
    Row("总计 900.00", "支出总计", "900.00", also={"form": "expenditure", "column": "合计"}),
    Row("201 一般公共服务支出 500.00", "一般公共服务支出", "500.00", also={"form": "expenditure", "code": "201"}),
    Row("2010301 行政运行 300.00", "行政运行", "300.00", also={"form": "expenditure", "code": "2010301", "column": "合计"}),
    Row(
        "2010301 行政运行 政府采购 41.50", "行政运行", "41.50",
        also={"form": "expenditure", "code": "2010301", "column": "小计", "column_path": ("政府采购项目", "小计")},
    ),
    Row("政府采购预算 77.70 万元", "政府采购预算", "77.70"),
    Row("303 对个人和家庭的补助 30.00", "对个人和家庭的补助", "30.00", also={"form": "general_budget_economic", "code": "303", "kind": "基本支出"}),
    Row("30302 退休费 12.00", "退休费", "12.00", also={"form": "general_budget_economic", "code": "30302", "kind": "基本支出"}),
    Row("30217 公务接待费 1.10", "公务接待费", "1.10", also={"form": "general_budget_economic", "code": "30217", "kind": "基本支出"}),
    Row("30214 租赁费 6.60", "租赁费", "6.60", also={"form": "general_budget_economic", "code": "30214", "kind": "基本支出"}),
    Row("30227 委托业务费 5.00", "委托业务费", "5.00", also={"form": "general_budget_economic", "code": "30227", "kind": "基本支出"}),
    Row("航标灯塔修缮及看护经费 18.20", "航标灯塔修缮及看护经费", "18.20", also=PROJECT),
    Row("2031年海带育苗补助（第一批） 55.00", "2031年海带育苗补助（第一批）", "55.00", also=PROJECT),
    Row("2031年海带育苗补助（第二批） 21.00", "2031年海带育苗补助（第二批）", "21.00", also=PROJECT),
    Row("渔港监控系统运维项目 33.00", "渔港监控系统运维项目", "33.00", also=PROJECT),
    Row("2030年渔业资源增殖放流资金 8.30", "2030年渔业资源增殖放流资金", "8.30", also=PROJECT),
    Row("塑封机 0.80", "塑封机", "0.80", also={"form": "procurement", "column": "总计"}),
    Row("东沙县渔船检验服务站 44.40", "东沙县渔船检验服务中心", "44.40", also={"form": "revenue", "column": "合计"}),
    Row("渔船检验 9 艘", "渔船检验", "9", "艘", {"measure": Measure.TARGET, "column": "指标值"}),
]  # fmt: skip
TITLE = "东沙县海洋与渔业局2031年部门预算公开"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("rows") / "var"
    return Assistant.open(write_rows(root, (TITLE, ROWS)))


def first(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED, answer.text
    return format(answer.figures[0].value, "f")


@pytest.mark.parametrize(
    ("question", "value", "name"),
    [
        ("东沙县公务接侍费多少", "1.10", "公务接待费"),
        ("东沙县海洋与渔业局租凭费", "6.60", "租赁费"),
        ("东沙县委拖业务费2031年列了多少", "5.00", "委托业务费"),
        ("東沙縣 退休費", "12.00", ""),
        ("东沙县海洋与鱼业局公务接待费多少", "1.10", "东沙县海洋与渔业局"),
        ("东沙县公务接待废２０３１年予算", "1.10", "公务接待费"),
    ],
)
def test_a_misspelt_name_is_read_and_the_reading_told(made: Assistant, question: str, value: str, name: str) -> None:
    answer = made.ask(question)
    assert first(answer) == value
    assert f"按“{name}”理解" in answer.text if name else "理解" not in answer.text


@pytest.mark.parametrize("question", ["东沙县商务接待费多少", "东沙县2031年实业收入多少"])
def test_a_word_of_its_own_is_not_put_right(made: Assistant, question: str) -> None:
    answer = made.ask(question)
    assert answer.status is not Status.ANSWERED and "理解" not in answer.text


def test_a_misspelt_item_is_not_the_item_of_the_turn_before(made: Assistant) -> None:
    talk = Conversation()
    made.ask("东沙县退休费多少", talk)
    assert first(made.ask("租凭费呢", talk)) == "6.60"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("东沙县海洋与渔业局给灯塔看护安排了多少钱", ["18.20"]),
        ("东沙县“航标灯塔”那笔经费多少", ["18.20"]),
        ("东沙县渔港监控运维多少", ["33.00"]),
        ("东沙县海带育苗第二批补助多少", ["21.00"]),
        ("东沙县海带育苗补助第一批和第二批拢共多少", ["76.00", "55.00", "21.00"]),
        ("东沙县海带育苗补助多少", ["55.00", "21.00"]),
        ("东沙县采购清单里的塑封机多少钱", ["0.80"]),
        ("东沙县渔检中心总共多少", ["44.40"]),
    ],
)
def test_a_row_is_known_by_a_part_of_its_name(made: Assistant, question: str, values: list[str]) -> None:
    answer = made.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert [format(f.value, "f") for f in answer.figures][: len(values)] == values


@pytest.mark.parametrize(
    "question", ["东沙县无人机采购多少钱", "东沙县灯塔拆除经费多少", "东沙县跨海大桥经费多少", "东沙县渔港疏浚项目多少"]
)
def test_what_a_row_does_not_hold_is_not_answered_with_it(made: Assistant, question: str) -> None:
    assert made.ask(question).status in (Status.CLARIFY, Status.NOT_DISCLOSED)


def test_a_row_set_against_an_item_stays_beside_it(made: Assistant) -> None:
    answer = made.ask("东沙县灯塔看护占支出总计多少")
    assert answer.status is Status.ANSWERED and "18.20" in answer.text and "900.00" in answer.text


def test_a_year_in_a_rows_name_is_no_other_year(made: Assistant) -> None:
    assert first(made.ask("东沙县2030年增殖放流那笔资金多少")) == "8.30"


@pytest.mark.parametrize("question", ["东沙县行政运行管不管灯塔看护", "灯塔看护归不归东沙县海洋与渔业局负责"])
def test_a_question_for_duties_is_not_answered_with_a_row(made: Assistant, question: str) -> None:
    assert not any("灯塔" in f.item for f in made.ask(question).figures)


def test_a_row_goes_before_the_item_of_the_turn_before(made: Assistant) -> None:
    talk = Conversation()
    made.ask("东沙县退休费多少", talk)
    assert first(made.ask("那灯塔看护呢", talk)) == "18.20"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("东沙县303类下面退休费那一行", "12.00"),
        ("东沙县2031年303 合计", "30.00"),
        ("请问，30217列了多少", "1.10"),
        ("东沙县摘要写着30214，多少", "6.60"),
        ("东沙县基本支出里头经济分类的委托业务费多少", "5.00"),
        ("东沙县行政运行这个科目对应的政府采购金额", "41.50"),
        ("东沙县行政运行的政府采购是多少", "41.50"),
        ("东沙县退休费，不对，是租赁费", "6.60"),
        ("东沙县租赁费多少，别给我按功能分类的行政运行", "6.60"),
        ("注意我不是问退休费，问东沙县公务接待费", "1.10"),
        ("东沙县退休费，一般公共服务支出里没找到，多少", "12.00"),
    ],
)
def test_the_inner_or_affirmed_item_is_answered(made: Assistant, question: str, value: str) -> None:
    assert first(made.ask(question)) == value
