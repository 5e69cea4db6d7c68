"""What money is for: projects tell it for all money of projects, a row tells it for its own, and no fragment of a sentence is quoted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Status
from tests.assistant.made import write_texts

PARTLY = """第一部分 望江县档案局 2025 年部门预算
一、支出预算情况说明
2025年支出预算 180.00 万元，其中：
基本支出 100.00 万元，比上年预算增加 0.00 万元，增长 0.00%。
项目支出 80.00 万元，比上年预算增加 0.00 万元，增长 0.00%。主要原因是本年度无新增项目。
二、上年结转情况说明
上年结转 30.00 万元，其中：
1．库房温湿度改造补助 30.00 万元，主要用于望江县档案局更换库房空调。
三、政府采购情况
2025年面向中小企业预留政府采购项目预算金额 12.00 万元。
四、国有资产情况
截至2024年底，望江县档案局固定资产金额 640.00 万元。本年度拟购置固定资产 9.50 万元，主要是购买扫描仪等设备。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(Path(tmp_path_factory.mktemp("spent")) / "var", PARTLY))


@pytest.mark.parametrize("asked", ["项目支出都用在哪了", "项目支出主要用于什么", "项目支出花到哪里去了"])
def test_projects_tell_what_the_money_for_projects_is_for(made: Assistant, asked: str) -> None:
    answer = made.ask(f"望江县档案局2025年{asked}")
    assert answer.status is Status.ANSWERED, answer.text
    assert "更换库房空调" in answer.text
    assert "预留" not in answer.text
    assert "主要原因" not in answer.text


@pytest.mark.parametrize("asked", ["准备买多少钱固定资产", "打算花多少钱购置固定资产", "拟购置的固定资产多少万元"])
def test_what_is_to_be_bought_is_not_what_is_owned(made: Assistant, asked: str) -> None:
    assert made.ask(f"望江县档案局2025年{asked}").figures[0].value == Decimal("9.50")


def test_what_is_owned_stays_what_is_owned(made: Assistant) -> None:
    assert made.ask("望江县档案局固定资产有多少钱").figures[0].value == Decimal("640.00")


def test_the_kind_of_spending_alone_tells_no_purpose(made: Assistant) -> None:
    answer = made.ask("望江县档案局2025年基本支出主要用于什么")
    assert answer.status is Status.NOT_DISCLOSED, answer.text
