"""Checks that a question asks for, plans beside accounts, counts of assets and procurement, and premises, on made-up disclosures."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.document import Side
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows, write_texts
from tests.assistant.test_ask import check

PLAN = {"column": "年初预算"}
SPENT = {"column": "决算数"}
CODED = {"form": "basic_economic", "kind": "基本支出", "fund": "一般公共预算", "table": "基本支出表"}

ACCOUNT = (
    Row("302 商品和服务支出 30.00", "商品和服务支出", "30.00", also=CODED | {"code": "302", "column": "合计"}),
    Row("30201 办公费 12.00", "办公费", "12.00", also=CODED | {"code": "30201", "column": "合计"}),
    Row("30211 差旅费 8.00", "差旅费", "8.00", also=CODED | {"code": "30211", "column": "合计"}),
    Row("30216 培训费 9.00", "培训费", "9.00", also=CODED | {"code": "30216", "column": "合计"}),
    Row("公路养护年初预算 250.00 万元", "公路养护", "250.00", also=PLAN | {"code": "2140106"}),
    Row("公路养护支出决算 240.00 万元", "公路养护", "240.00", also=SPENT | {"code": "2140106"}),
    Row("一般公共预算财政拨款支出年初预算 900.00 万元", "一般公共预算支出", "900.00", also=PLAN),
    Row("一般公共预算财政拨款支出决算 860.50 万元", "一般公共预算支出", "860.50", also=SPENT),
    Row("一般公共预算财政拨款收入 860.50", "一般公共预算拨款", "860.50", also={"form": "revenue_expenditure", "column": "决算数"}),
    Row("会议费年初预算 4.00 万元", "会议费", "4.00", also=PLAN),
    Row("会议费决算 4.60 万元", "会议费", "4.60", also=SPENT),
    Row("年末结转和结余 18.20", "年末结转结余", "18.20", also={"form": "revenue_expenditure", "side": Side.EXPENDITURE}),
    Row("年初结转和结余 11.90", "上年结转结余", "11.90", also={"form": "revenue_expenditure", "side": Side.REVENUE}),
    Row("绩效自评的项目平均得分 96.5 分", "绩效自评的项目平均得分", "96.5", "分", {"measure": Measure.COUNT}),
    Row("绩效自评的项目 7 个", "绩效自评的项目", "7", "个", {"measure": Measure.COUNT}),
    Row("绩效评级为“优”的项目 5 个", "绩效评级为“优”的项目", "5", "个", {"measure": Measure.COUNT}),
    Row("绩效评级为“不合格”的项目 1 个", "绩效评级为“不合格”的项目", "1", "个", {"measure": Measure.COUNT}),
    Row("公务接待 3 批次", "公务接待批次", "3", "批次", {"measure": Measure.COUNT}),
    Row("公务接待 41 人次", "公务接待人次", "41", "人次", {"measure": Measure.COUNT}),
    Row("面向小微企业预留 21.40 万元", "面向小微企业预留政府采购", "21.40"),
    Row("面向中小企业预留 85.60 万元", "面向中小企业预留政府采购", "85.60"),
    Row("政府采购支出 214.00 万元", "政府采购预算", "214.00"),
)  # fmt: skip

BUDGET = (
    Row("公路养护 2760000 元", "公路养护", "2760000", "元", {"form": "expenditure", "code": "2140106", "column": "合计"}),
    Row("会议费 46000 元", "会议费", "46000", "元", {"form": "three_public", "column": "会议费"}),
    Row("机关运行经费表 66.00 万元", "机关运行经费", "66.00", also={"form": "three_public", "column": "机关运行经费", "table": "三公表"}),
    Row("机关运行经费为 60.00 万元", "机关运行经费", "60.00"),
    Row("固定资产 800.00 万元", "固定资产", "800.00", also={"column": "金额"}),
    Row("设备 100.00 万元", "设备", "100.00", also={"column": "金额"}),
    Row("设备占固定资产 13.50%", "设备", "13.50", "%", {"measure": Measure.SHARE, "column": "占比", "whole": "固定资产"}),
    Row("车辆 6 辆", "车辆数", "6", "辆", {"measure": Measure.COUNT}),
    Row("执法执勤用车 2 辆", "执法执勤用车", "2", "辆", {"measure": Measure.COUNT}),
    Row("其他用车 4 辆", "其他车辆", "4", "辆", {"measure": Measure.COUNT, "row_label": "其他用车"}),
    Row("单价100万元以上设备 3 台（套）", "100万元以上大型设备", "3", "台（套）", {"measure": Measure.COUNT}),
    Row("安排购置100万元以上设备 1 台（套）", "安排购置100万元以上大型设备", "1", "台（套）", {"measure": Measure.COUNT}),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("checks") / "var"
    return Assistant.open(
        write_rows(root, ("石河县交通运输局2024年度部门决算", ACCOUNT), ("石河县交通运输局2025年部门预算", BUDGET))
    )


def values(answer: Answer) -> list[tuple[str, str]]:
    return [(format(f.value, "f"), f.unit) for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # what is planned beside what is spent
        ("石河县交通运输局2024年公路养护完成年初预算的百分之几", [("96.00", "%")]),
        ("石河县交通运输局公路养护2024年预算执行率", [("96.00", "%")]),
        ("石河县交通运输局2024年一般公共预算拨款决算比年初预算少花了多少", [("39.50", "万元")]),
        ("石河县交通运输局2024年公路养护怎么会超预算", [("240.00", "万元"), ("250.00", "万元")]),
        ("石河县交通运输局2024年会议费超支了没有", [("4.60", "万元"), ("4.00", "万元")]),
        # one year's account beside the next year's budget
        ("石河县交通运输局公路养护从2024年决算到2025年预算涨了百分之几", [("15.00", "%"), ("240.00", "万元"), ("2760000", "元")]),
        ("石河县交通运输局公路养护2025年预算比2024年决算多多少", [("36.00", "万元")]),
        ("石河县交通运输局2024年实际花的公路养护跟2025年预算安排的比，是升还是降", [("240.00", "万元"), ("2760000", "元")]),
        ("石河县交通运输局会议费2024年决算和2025年预算一样吗", [("4.60", "万元"), ("46000", "元")]),
        # ends of the year
        ("石河县交通运输局2024年末结转结余比年初多了多少", [("6.30", "万元")]),
        ("石河县交通运输局2024年底结转结余多少", [("18.20", "万元")]),
        # counts
        ("石河县交通运输局单台上百万的设备有几台", [("3", "台（套）")]),
        ("石河县交通运输局100万元（含）以上的大设备几台套", [("3", "台（套）")]),
        ("石河县交通运输局设备里单价超过一百万的有几台", [("3", "台（套）")]),
        ("石河县交通运输局2025年准备买几台百万以上的设备", [("1", "台（套）")]),
        ("石河县交通运输局绩效自评平均分多少", [("96.5", "分")]),
        ("石河县交通运输局自评得优的有几个项目，不合格的有几个", [("5", "个"), ("1", "个")]),
        ("石河县交通运输局公务接待几批、多少人次", [("3", "批次"), ("41", "人次")]),
        ("石河县交通运输局政府采购专门留给小微企业的部分有多少", [("21.40", "万元")]),
        ("石河县交通运输局面向中小企业的采购份额占政府采购的比重", [("40.00", "%")]),
        # checks
        ("石河县交通运输局商品和服务支出各明细加总能不能等于印的30万", [("30.00", "万元"), ("29.00", "万元")]),
        ("石河县交通运输局办公费、差旅费加起来等不等于25万", [("20.00", "万元")]),
        ("石河县交通运输局机关运行经费文字和表里写的一样吗", [("60.00", "万元"), ("66.00", "万元")]),
        ("石河县交通运输局机关运行经费60万这个数靠谱吗", [("60.00", "万元"), ("66.00", "万元")]),
        ("石河县交通运输局设备占固定资产13.50%，我用计算器算不对，请复核", [("13.50", "%"), ("12.50", "%")]),
        ("石河县交通运输局设备占固定资产的比例按金额重算，保留一位小数", [("12.5", "%"), ("13.50", "%")]),
        # premises
        ("石河县交通运输局那4辆执法执勤用车都干什么用", [("2", "辆"), ("4", "辆")]),
        ("石河县交通运输局2024年9万的会议费花到哪里去了", [("4.60", "万元")]),
    ],
)  # fmt: skip
def test_what_is_asked_for_comes_first(made: Assistant, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = made.ask(question)
    check(made, answer)
    assert answer.status is Status.ANSWERED, answer.text
    assert values(answer)[: len(wanted)] == wanted, answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("石河县交通运输局2024年公路养护怎么会超预算", "没有超过预算"),
        ("石河县交通运输局2024年会议费超支了没有", "超过预算"),
        ("石河县交通运输局商品和服务支出各明细加总能不能等于印的30万", "不等于"),
        ("石河县交通运输局办公费、差旅费加起来等不等于20万", "等于所说的 20"),
        ("石河县交通运输局机关运行经费文字和表里写的一样吗", "不一致"),
        ("石河县交通运输局那4辆执法执勤用车都干什么用", "“其他用车”"),
        ("石河县交通运输局会议费2024年决算和2025年预算一样吗", "持平"),
    ],
)
def test_what_the_check_comes_to_is_said(made: Assistant, question: str, said: str) -> None:
    assert said in made.ask(question).text


def test_a_number_that_is_true_is_no_false_premise(made: Assistant) -> None:
    answer = made.ask("石河县交通运输局那2辆执法执勤用车和其他用车一共几辆")
    assert "没有 2" not in answer.text


MISPRINT = """清泉县粮食局2026年部门预算
第三部分 2026年部门预算情况说明
一、收支预算情况
清泉县粮食局2026年收入预算300.00万元，支出预算300.00万元。
二、支出情况
行政运行（项）2025年预算数为120.00万元，比上年增加10.00万元，增长9%。
"""


def test_a_year_that_is_doubted_is_not_the_year_asked_for(tmp_path: Path) -> None:
    assistant = Assistant.open(write_texts(tmp_path / "var", MISPRINT))
    answer = assistant.ask("清泉县粮食局说明写2025年收入预算300万，年份是不是印错了")
    assert ("300.00", "万元") in values(answer)
    assert all(f.fiscal_year == 2026 for f in answer.figures)


def test_several_prints_need_one_scope(generated: Assistant) -> None:
    """A document that contradicts itself nowhere is not said to: what differs by scope is not called a disagreement."""
    for document in generated.documents()[:6]:
        for item in ("基本支出", "项目支出", "公用经费", "行政运行"):
            answer = generated.ask(f"{document.issuer}{document.fiscal_year}年{item}正文和表格的数一致吗")
            check(generated, answer)
            assert "不一致" not in answer.text, answer.text
