"""Sentences of a document that a question doubts, over made-up disclosures with other names and amounts, and over the samples."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from tests.assistant.made import write_texts
from tests.assistant.test_ask import check

BUDGET = """云岭县水务局
2023年部门预算公开
第一部分 部门概况
云岭县水务局编制数 30 人，实有人数 41 人，其中：在职 26 人，减少 2 人；退休 15 人，增加 3 人；离休 0 人，增加 0 人。
第三部分 部门预算情况说明
一、关于云岭县水务局 2023 年收支预算情况的总体说明
2023年收支总预算 905.40 万元。
收入预算包括：一般公共预算 880.40 万元、上年结转 25.00 万元。
支出预算包括：农林水支出 820.30 万元、社会保障和就业支出 85.10 万元。
三、关于云岭县水务局 2023 年支出预算情况说明
云岭县水务局 2023 年支出预算 905.40 万元，其中：
基本支出 505.40 万元，占 55.82%，比上年增加 60.25 万元，主要原因是人员增加。
项目支出 400.00 万元，占 44.18%，比上年减少 30.00 万元，主要原因是工程完工。
五、关于云岭县水务局 2023 年一般公共预算当年拨款情况说明
云岭县水务局 2023 年一般公共预算拨款基本支出 505.40 万元，比上年执行数增加 60.25 万元，增长 14%。主要原因是人员增加。
1.社会保障和就业支出（208类）行政事业单位养老支出（05款）机关事业单位基本养老保险缴费支出（05项）：2022年预算数为 85.10 万元，比上年执行数减少 4.10 万元，下降 4.60%。
八、关于云岭县水务局 2023 年“三公”经费预算情况说明
云岭县水务局 2023 年“三公”经费财政拨款预算数为 9.60 万元，其中：因公出国（境）费 0 万元，公务用车购置 0 万元，公务用车运行费 8.00 万元，公务接待费 1.60 万元。
2023 年“三公”经费财政拨款预算比上年减少 1.50 万元，其中：因公出国（境）费减少 0 万元，主要原因是未安排预算；公务用车购置费减少 0 万元，主要原因是未安排预算；公务用车运行费减少 1.50 万元，主要原因是报废车辆；公务接待费减少 0 万元，主要原因是与上年持平。
十、其他重要事项的情况说明
2023 年，云岭县水务局政府采购预算 37.50 万元，其中：政府采购货物预算 12.50 万元，政府采购工程预算 0 万元，政府采购服务预算 25.00 万元。
2023 年，云岭县水务局面向小微企业预留政府采购项目预算金额 37.50 万元。
截至2022年底，云岭县水务局占用使用国有资产总体情况为：
1.房屋 120 平方米，价值 210.50 万元。
2.车辆 3 辆，价值 45.30 万元；其中：一般公务用车 3 辆，价值 45.30 万元；执法执勤用车 0 辆，价值 0 万元；其他车辆 0 辆，价值 0 万元。
3.办公家具价值 18.20 万元。
4.其他资产价值 66.00 万元。
单位价值50万元以上大型设备 1 台（套），单位价值100万元以上大型设备 2 台（套）。
2023年度，云岭县水务局当年非财政拨款项目 0 个，涉及预算金额 6.75 万元。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("doubts"), BUDGET))


def first(answer: Answer) -> tuple[str, str]:
    assert answer.status is Status.ANSWERED, answer.text
    return str(answer.figures[0].value), answer.figures[0].unit


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("水务局养老保险那一项写“2022年预算数为85.10万元”，年份写对了吗", ("85.10", "万元"), "2023"),
        ("养老保险缴费写的是2022年85.10万元，到底哪一年的", ("85.10", "万元"), "2023"),
        ("增加60.25万元，究竟是跟上年比还是跟上年执行数比", ("60.25", "万元"), "不一致"),
        ("水务局实有41人，退休的算在内没有", ("41", "人"), "含“退休人数”"),
        ("2023年收支总预算含不含上年结转", ("905.40", "万元"), "含“上年结转结余”"),
        ("水务局三公经费减的1.5万，是不是全减在车上", ("1.50", "万元"), "全部来自“公务用车运行费”"),
        ("水务局政府采购是不是全部留给小微企业", ("37.50", "万元"), "相等"),
        ("水务局基本支出少了60.25万，是裁人了吧", ("60.25", "万元"), "而是比上年增加"),
        ("50万元以上设备1台，100万元以上设备却有2台，说得通吗", ("1", "台（套）"), "矛盾"),
        ("非财政拨款项目0个，怎么又列了6.75万元", ("0", "个"), "对不上"),
        ("水务局说基本支出增长14%，按60.25万元算准吗", ("14", "%"), "13.53"),
        ("水务局基本支出增长14%，精确到两位小数是多少", ("13.53", "%"), "14"),
        ("基本支出505.40加项目支出400，等于支出总计吗", ("905.40", "万元"), "一致"),
        ("没减员之前水务局在职多少人", ("28", "人"), ""),
        ("2022年底水务局国有资产一共值多少", ("340.00", "万元"), ""),
        ("水务局房屋、车辆、家具、其他资产四项加起来多少钱", ("340.00", "万元"), ""),
        ("水务局打算买车的预算多少", ("0", "万元"), "未安排"),
        ("既然退休增加了，那在职的增加了几个", ("2", "人"), "减少"),
    ],
)  # fmt: skip
def test_a_doubt_is_settled_from_the_print(made: Assistant, question: str, value: tuple[str, str], words: str) -> None:
    answer = made.ask(question)
    assert first(answer) == value, answer.text
    assert words in answer.text
    check(made, answer)


@pytest.mark.parametrize(
    "question",
    [
        "水务局那三辆车是什么牌子",
        "水务局采购服务的中标供应商是谁",
        "水务局2025年三公经费比2023年高还是低",
        "2023年末水务局有几辆车",
    ],
)
def test_what_no_print_tells_is_not_told(made: Assistant, question: str) -> None:
    assert made.ask(question).status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("昌吉市商工局政府采购预算那句没写数字，该是多少", "漏印"),
        ("昌吉市商工局文件里哪些地方漏写了数字", "漏印"),
        ("昌吉市商工局实有人数里算没算退休的", "不含"),
        ("吉木萨尔县商工局项目支出前面写204.64万，后面又说没有安排，怎么回事", "一般公共预算"),
    ],
)
def test_doubts_over_the_samples(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert words in answer.text, answer.text


def test_a_plain_question_is_no_doubt(made: Assistant) -> None:
    for question, value in [
        ("水务局退休多少人", "15"),
        ("水务局三公经费比上年减少多少", "1.50"),
        ("水务局政府采购全部多少", "37.50"),
    ]:
        assert str(made.ask(question).figures[0].value) == value, question
