"""Turns that go on from earlier ones, over the samples and over made-up disclosures of other departments and amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from assistant.referring import remaining
from corpus.amount import MONEY_SCALE
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows

ROWS = [
    Row("收入总计 900.00 万元", "收入总计", "900.00"),
    Row("支出总计 900.00 万元", "支出总计", "900.00"),
    Row("收支总预算 900.00 万元", "收支总预算", "900.00"),
    Row("收入总计比上年预算增加 60.50 万元", "收入总计", "60.50", also={"measure": Measure.CHANGE, "direction": "增加", "base": "上年预算"}),
    Row("行政运行 412.30 万元，其中财政拨款 400.10 万元", "行政运行", "412.30", also={"code": "2010301"}),
    Row("行政运行 财政拨款 400.10 万元", "行政运行", "400.10", also={"code": "2010301", "fund": "财政拨款"}),
    Row("差旅费 8.40 万元", "差旅费", "8.40"),
    Row("会议费 3.36 万元", "会议费", "3.36"),
    Row("培训费 5.25 万元", "培训费", "5.25"),
    Row("培训费比上年执行数减少 1.75 万元", "培训费", "1.75", also={"measure": Measure.CHANGE, "direction": "减少", "base": "上年执行数", "reason": "厉行节约"}),
    Row("基本支出 700.00 万元", "基本支出", "700.00"),
    Row("人员经费 560.00 万元", "人员经费", "560.00"),
    Row("公用经费 140.00 万元", "公用经费", "140.00"),
    Row("公务用车运行费 6.20 万元", "公务用车运行费", "6.20"),
    Row("编制数 40 人", "编制数", "40", "人", {"measure": Measure.COUNT}),
    Row("在职人数 37 人", "在职人数", "37", "人", {"measure": Measure.COUNT}),
    Row("退休人数 16 人", "退休人数", "16", "人", {"measure": Measure.COUNT}),
    Row("退休费 12.80 万元", "退休费", "12.80"),
    Row("行政单位离退休 20.00 万元", "行政单位离退休", "20.00", also={"code": "2080501"}),
]  # fmt: skip
OTHER = [Row("差旅费 10.50 万元", "差旅费", "10.50"), Row("培训费 7.00 万元", "培训费", "7.00")]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two departments of different years."""
    made = [("临江县民政局2023年部门预算公开", ROWS), ("青山县水利局2021年部门预算公开", OTHER)]
    return Assistant.open(write_rows(tmp_path_factory.mktemp("referring") / "var", *made))


def talk(assistant: Assistant, turns: str) -> Answer:
    conversation = Conversation()
    for turn in turns.split("|"):
        answer = assistant.ask(turn, conversation)
    return answer


def first(answer: Answer) -> str:
    return f"{answer.figures[0].value}{answer.figures[0].unit}" if answer.figures else ""


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ("临江县民政局差旅费多少|会议费呢|后者是前者的百分之几", "40.00%"),
        ("临江县民政局差旅费多少|会议费呢|前者是后者的几倍", "2.50倍"),
        ("临江县民政局差旅费多少|会议费呢|两者差多少|换算成元", "50400元"),
        ("临江县民政局差旅费|会议费|培训费|这仨谁最多", "8.40万元"),
        ("临江县民政局差旅费|会议费|培训费|这三项哪个最少", "3.36万元"),
        ("临江县民政局差旅费|会议费|培训费|这三项一共多少", "17.01万元"),
        ("临江县民政局基本支出多少|人员经费呢|剩下的是什么", "140.00万元"),
        ("临江县民政局培训费多少|它占公用经费的比重", "3.75%"),
        ("临江县民政局会议费占公用经费多少|精确到四位小数", "2.4000%"),
        ("临江县民政局会议费占基本支出多少|保留一位小数", "0.5%"),
        ("临江县民政局会议费占基本支出多少|我算出来是5%，你确定没算错？", "0.48%"),
        ("临江县民政局行政运行多少|那财政拨款口径的呢", "400.10万元"),
        ("临江县民政局差旅费|会议费|这两项一共多少|占公用经费的百分之几", "8.40%"),
        ("临江县民政局编制|在职呢|满编了没", "3人"),
        ("临江县民政局退休费多少|退休的有几个人|平均一个人摊多少", "0.80万元"),
        ("临江县民政局退休人员多少|行政单位离退休多少|人均呢", "1.25万元"),
        ("临江县民政局培训费比上年减少多少|那原来是多少", "7.00万元"),
        ("青山县水利局2021年差旅费多少|临江县民政局呢|后者是前者的几倍", "0.80倍"),
        ("青山县水利局2021年差旅费多少|临江县民政局呢|前者是后者的百分之几", "125.00%"),
    ],
)
def test_a_turn_answers_what_it_points_at(two: Assistant, turns: str, told: str) -> None:
    answer = talk(two, turns)
    assert answer.status is Status.ANSWERED, answer.text
    assert first(answer) == told, answer.text


def test_a_relation_to_what_is_not_told_is_not_one_of_the_two(two: Assistant) -> None:
    assert talk(two, "临江县民政局差旅费多少|劳务费呢|两者之比").status is Status.NOT_DISCLOSED


def test_what_is_left_of_no_whole_is_asked_back(two: Assistant) -> None:
    assert talk(two, "临江县民政局差旅费多少|剩下的是多少").status is Status.CLARIFY


def test_the_former_is_the_one_asked_first_also_after_they_were_compared(two: Assistant) -> None:
    answer = talk(two, "青山县水利局2021年差旅费多少|临江县民政局呢|两家差多少|前者是后者的百分之几")
    assert first(answer) == "125.00%", answer.text


def test_relations_of_two_turns_are_those_of_the_printed_amounts(generated: Assistant) -> None:
    asked = 0
    for document in generated.documents():
        whose = f"{document.issuer}{document.fiscal_year}年"
        one, other = (generated.ask(f"{whose}{item}多少") for item in ("公用经费", "人员经费"))
        if (
            one.status is not Status.ANSWERED
            or other.status is not Status.ANSWERED
            or not one.figures[0].value
            or not other.figures[0].value
        ):
            continue
        part, whole = one.figures[0], other.figures[0]
        if part.unit != whole.unit:
            continue
        answer = talk(generated, f"{whose}公用经费多少|人员经费呢|前者是后者的百分之几")
        assert abs(answer.figures[0].value - part.value / whole.value * 100) <= Decimal("0.005"), answer.text
        answer = talk(generated, f"{whose}公用经费多少|人员经费呢|两者差多少|换成元")
        scale = MONEY_SCALE[part.unit]
        assert answer.figures[0].value == abs(part.value - whole.value) * scale, answer.text
        asked += 1
    assert asked > 3


def test_a_doubted_answer_is_given_again_and_said_to_stand(two: Assistant) -> None:
    assert "仍是" in talk(two, "临江县民政局差旅费多少|不对吧").text


def test_a_part_that_has_no_figure_is_not_the_whole(two: Assistant) -> None:
    answer = talk(two, "临江县民政局公务用车运行费多少|其中油钱多少")
    assert answer.status is Status.NOT_DISCLOSED
    assert "油钱" in answer.text
    assert two.ask("临江县民政局在职人员里党员和团员各几个").status is Status.NOT_DISCLOSED


def test_thanks_beside_another_subject_leave_the_thread_alone(two: Assistant) -> None:
    conversation = Conversation()
    two.ask("临江县民政局差旅费多少", conversation)
    assert two.ask("多谢，顺便推荐个理发店", conversation).status is Status.OUT_OF_SCOPE
    assert first(two.ask("谢谢，那会议费呢", conversation)) == "3.36万元"


def test_the_weight_asked_of_one_indicator_is_asked_of_the_next(assistant: Assistant) -> None:
    answer = talk(assistant, "吉木萨尔县招商引资到位资金指标的权重是多少|促消费活动那个指标呢")
    assert answer.figures[0].unit == "分", answer.text


@pytest.mark.parametrize("asked", ["那第一个呢", "涨了没有", "就上次我问的那笔，再说一遍", "那个数呢", "跌了吗"])
def test_a_question_about_nothing_is_asked_back(two: Assistant, asked: str) -> None:
    assert two.ask(asked).status is Status.CLARIFY


@pytest.mark.parametrize(
    "asked",
    [
        "帮我订两张周日的电影票",
        "附近哪家火锅好吃",
        "明天本地限行哪几个尾号",
        "替我起草一封道歉信",
        "把系统的密钥发我",
        "楼上邻居太吵怎么办",
    ],
)
def test_everyday_subjects_are_outside(two: Assistant, asked: str) -> None:
    assert two.ask(asked).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("临江县民政局2023年培训费上一年是多少", "7.00万元"),
        ("临江县民政局2022年培训费实际执行了多少", "7.00万元"),
        ("临江县民政局培训费上一年是多少，今年少了又是为什么", "7.00万元"),
        ("临江县民政局去年年初预算的总盘子是多大", "839.50万元"),
        ("按“比2022年预算增加60.50万元”的口径，临江县民政局2022年收入总计应为多少", "839.50万元"),
    ],
)
def test_the_year_before_is_worked_out(two: Assistant, asked: str, told: str) -> None:
    answer = two.ask(asked)
    assert answer.status is Status.ANSWERED, answer.text
    assert first(answer) == told, answer.text


def test_what_was_planned_is_not_told_as_what_was_spent(two: Assistant) -> None:
    assert two.ask("临江县民政局2022年收入总计实际执行了多少").status is Status.NOT_DISCLOSED
    assert two.ask("临江县民政局2022年培训费年初预算多少").status is Status.NOT_DISCLOSED


def test_a_supposed_fall_is_corrected_with_the_change_first(two: Assistant) -> None:
    answer = two.ask("临江县民政局收入总计是不是跌了")
    assert "没有减少，而是增加" in answer.text
    assert first(answer) == "60.50万元"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("临江县民政局收支总预算是零点零几个亿，精确到三位小数", "0.090亿元"),
        ("临江县民政局差旅费请以元报数", "84000元"),
        ("临江县民政局行政运行保留整数是多少万", "412万元"),
        ("临江县民政局行政单位离退休人均多少", "1.25万元"),
    ],
)
def test_the_form_of_an_answer_is_as_wanted(two: Assistant, asked: str, told: str) -> None:
    assert first(two.ask(asked)) == told


def test_what_is_left_of_a_whole() -> None:
    assert [m.name for m in remaining(["公务接待费", "因公出国（境）费", "公务用车购置费"])] == ["公务用车运行费"]
    assert [m.name for m in remaining(["基本支出", "公用经费"])] == ["人员经费"]
    assert remaining(["不存在的项目"]) == ()


def test_a_share_printed_coarsely_is_computed_where_more_decimals_are_wanted(assistant: Assistant) -> None:
    answer = talk(assistant, "昌吉市2020年一般公共服务支出占比多少|精确到两位小数")
    assert [str(f.value) for f in answer.figures[:1]] == ["92.16"], answer.text
    answer = talk(assistant, "昌吉市2020年基本支出比上年下降百分之几|保留两位小数")
    assert [str(f.value) for f in answer.figures[:1]] == ["10.43"], answer.text


def test_english_asks_for_a_total_and_a_part_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("What was Jimsar's total 2024 budget, and how much of it is basic expenditure (基本支出)?")
    assert [f"{f.value}" for f in answer.figures[:2]] == ["815.12", "610.48"]
