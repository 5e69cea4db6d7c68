"""Names typed as people speak, words beside an item that leave it as it is, parts by kind, and questions about something else."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.spelling import Spelling
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows

ECONOMIC = {"form": "general_budget_economic", "kind": "基本支出"}
COUNT = {"measure": Measure.COUNT}
ROWS = [
    Row("总计 640.00", "支出总计", "640.00", also={"form": "expenditure", "column": "合计"}),
    Row("30211 差旅费 7.30", "差旅费", "7.30", also={**ECONOMIC, "code": "30211"}),
    Row("30215 会议费 4.40", "会议费", "4.40", also={**ECONOMIC, "code": "30215"}),
    Row("30110 职工基本医疗保险缴费 5.50", "职工基本医疗保险缴费", "5.50", also={**ECONOMIC, "code": "30110"}),
    Row("30399 其他对个人和家庭的补助 8.80", "其他对个人和家庭的补助", "8.80", also={**ECONOMIC, "code": "30399"}),
    Row("2210202 提租补贴 6.60", "提租补贴", "6.60", also={"code": "2210202"}),
    Row("在职人员 41 人", "在职人数", "41", "人", COUNT),
    Row("车辆 6 辆", "车辆数", "6", "辆", COUNT),
    Row("一般公务用车 2 辆", "一般公务用车", "2", "辆", COUNT),
    Row("执法执勤用车 4 辆", "执法执勤用车", "4", "辆", COUNT),
    Row("办公家具 12.30", "办公家具价值", "12.30"),
]  # fmt: skip
OFFICE = "云岭县农业农村和水利局2031年部门预算"
CENTRE = "云岭县茶叶技术推广服务中心（云岭县茶叶科学研究所）2031年部门预算"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("names") / "var"
    return Assistant.open(write_rows(root, (OFFICE, ROWS), (CENTRE, [Row("30211 差旅费 3.30", "差旅费", "3.30", also=ECONOMIC)])))


def first(assistant: Assistant, *turns: str) -> str:
    conversation = Conversation()
    for turn in turns:
        answer = assistant.ask(turn, conversation)
    assert answer.status is Status.ANSWERED, answer.text
    return str(answer.figures[0].value)


@pytest.mark.parametrize(
    "asked",
    [
        "云岭县农业农村和水利局差旅费折人民币多少元", "云岭县农业农村和水利局的差旅费当初列了多少", "云岭县农业农村和水利局差旅费满打满算多少",
        "云岭县农业农村和水利局差旅费名义上多少钱", "云岭县农业农村和水利局差旅费从国库领了多少", "云岭县农业农村和水利局差旅费顶多多少钱",
        "云岭县农业农村和水利局差旅费占用了多少钱", "云岭县农业啥水利局差旅费多少", "云岭县那个农业农村和什么水利局的差旅费",
        "云岭县农业农村部门出差要花多少",
    ],
)  # fmt: skip
def test_words_that_leave_an_item_and_a_department_as_they_are(made: Assistant, asked: str) -> None:
    assert first(made, asked).rstrip("0") in ("7.3", "73")


@pytest.mark.parametrize("asked", ["司机出差花多少", "驻村工作队差旅费多少", "农技推广站网络差旅费多少"])
def test_words_that_make_another_thing_of_an_item(made: Assistant, asked: str) -> None:
    assert made.ask(f"云岭县农业农村和水利局{asked}", Conversation()).status is not Status.ANSWERED


@pytest.mark.parametrize("name", ["云岭县茶叶科学研究所", "云岭茶叶科学研究所", "茶叶科学研究所", "茶叶技术推广服务中心"])
def test_a_second_name_is_known_with_and_without_its_place(made: Assistant, name: str) -> None:
    assert first(made, f"{name}2031年差旅费多少") == "3.30"


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("给在职的人要交多少医保", "5.50"), ("给在职人员缴多少医保", "5.50"), ("租金补贴多少", "6.60"), ("文件柜、书桌和沙发这些账面值多少", "12.30"),
        ("其它对个人合家庭的补住", "8.80"), ("职工基本医辽保险激费", "5.50"), ("车辆里执法的有几台", "4"), ("车辆里面那些执法执勤的有几辆", "4"),
    ],
)  # fmt: skip
def test_what_an_item_is_called(made: Assistant, asked: str, figure: str) -> None:
    assert first(made, f"云岭县农业农村和水利局2031年{asked}") == figure


def test_a_part_by_kind_in_the_next_turn(made: Assistant) -> None:
    assert first(made, "云岭县农业农村和水利局有几辆车", "其中一般公务用的有几辆") == "2"
    conversation = Conversation()
    made.ask("云岭县农业农村和水利局有几辆车", conversation)
    assert made.ask("其中柴油的有几辆", conversation).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    "asked",
    [
        "云岭县哪家米线最地道", "云岭县古镇门票多少钱", "一百美金能兑多少人民币", "农艺师资格证怎么考", "云岭县的茶园怎么样", "云岭社保怎么转移",
    ],
)  # fmt: skip
def test_other_matters_of_a_place(made: Assistant, asked: str) -> None:
    assert made.ask(asked, Conversation()).status is Status.OUT_OF_SCOPE


def test_a_long_name_is_known_with_two_wrong_characters() -> None:
    spelling = Spelling(["公务用车运行维护费", "会议费"])
    assert spelling.corrected("公务用车运型维户费多少")[0] == "公务用车运行维护费多少"
    assert spelling.corrected("汇仪费多少") == ("汇仪费多少", ())
