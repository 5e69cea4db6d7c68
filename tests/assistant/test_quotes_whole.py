"""What is quoted: whole duties, the opening that names the item, the words of one row, and never the head of a table."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.reply.purpose import _REMARK
from assistant.reply.quantities import _QUANTITY
from assistant.reply.words import is_row
from tests.assistant.made import write_texts

MADE = """青岩县文化馆2035年部门预算公开
第一部分 部门概况
一、主要职责
青岩县文化馆的主要职责是贯彻群众文化方针；组织群众文艺演出；负责非遗名录的整理和保护；指导乡镇文化站的业务。
二、2035年主要工作任务
（一）办好春节晚会。
（二）修缮老戏台。
第二部分 部门预算情况说明
一、收支预算总体情况
2035年收支总预算300.00万元。
二、一般公共预算支出情况
1.文化和旅游支出（类）群众文化（款）支出88.00万元。主要用于馆员的工资和演出服装。
三、绩效目标设置情况
本部门共4个项目纳入绩效目标管理，涉及资金66.00万元。
第三部分 名词解释
一、“三公”经费：其中因公出国（境）费安排国际旅费、住宿费、培训费、公杂费等支出，公务用车购置及运行费用于安排市内因公出差。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("quotes"), MADE))


@pytest.mark.parametrize("question", ["青岩县文化馆的主要职责是什么", "青岩县文化馆有哪些职能"])
def test_duties_told_in_one_text_are_listed_to_its_end_and_without_the_tasks_of_the_year(made: Assistant, question: str) -> None:
    text = made.ask(question, Conversation()).text
    assert "文艺演出" in text and "非遗名录" in text and "乡镇文化站" in text and "老戏台" not in text


def test_the_tasks_of_the_year_are_listed_where_they_are_asked_for(made: Assistant) -> None:
    text = made.ask("青岩县文化馆2035年主要任务有哪些", Conversation()).text
    assert "春节晚会" in text and "老戏台" in text and "非遗名录" not in text


def test_a_purpose_is_quoted_with_the_opening_that_names_the_item(made: Assistant) -> None:
    text = made.ask("青岩县文化馆群众文化支出主要用于什么", Conversation()).text
    assert "演出服装" in text and "群众文化" in text


@pytest.mark.parametrize("question", ["青岩县文化馆2035年的工作目标是什么", "青岩县文化馆总体目标是什么"])
def test_goals_as_a_whole_are_no_count(made: Assistant, question: str) -> None:
    assert not made.ask(question, Conversation()).figures


def test_an_item_in_the_middle_of_a_list_has_not_the_purpose_of_another(made: Assistant) -> None:
    assert "因公出差" not in made.ask("青岩县文化馆培训费是做什么用的", Conversation()).text


def test_the_head_of_a_table_is_no_prose() -> None:
    assert is_row("公开09表一般公共预算三公经费支出表部门：青岩县文化馆单位：万元公务用车购置费")
    assert not is_row("本表（单位：万元）所列公务接待费用于接待来访。")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2035年馆舍运行费 42.00 1、缴纳电费9万元。2、修门窗。 产出指标 数量指标 次数 >=3次 40", "1、缴纳电费9万元。2、修门窗。"),
        ("下乡演出经费 12.00 用于租赁车辆和舞台搭建等", "用于租赁车辆和舞台搭建等"),
    ],
)
def test_the_words_of_a_row_end_before_its_indicators(row: str, words: str) -> None:
    found = _REMARK.search(row)
    assert found is not None and found[1] == words


def test_an_amount_in_a_table_is_no_count() -> None:
    assert (
        not _QUANTITY.search("资金总额306.00财政拨款") and _QUANTITY.search("平均得分99.33分") and _QUANTITY.search("共6个项目")
    )
