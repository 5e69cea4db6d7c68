from __future__ import annotations

import pytest

from assistant.operations import prior_base, unexplained, wanted


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("比上年增加多少", "change"), ("增长百分之几", "growth"), ("占多少", "share"), ("为啥涨了", "reason"), ("加起来多少", "sum"),
        ("差多少", "difference"), ("几倍", "ratio"), ("人均多少", "per"), ("最大的三项", "rank"), ("有哪些明细", "list"), ("对比一下", "compare"),
        ("什么是", "define"), ("有什么职责", "duty"), ("主要用于什么", "purpose"), ("目标是几个", "target"), ("对得上吗", "check"), ("是什么科目", "code"),
    ],
)  # fmt: skip
def test_words_of_each_operation(text: str, ask: str) -> None:
    assert ask in wanted(text).asks


@pytest.mark.parametrize(("text", "ask"), [("为什么增加了", "sum"), ("占用情况", "share"), ("参加培训", "sum")])
def test_words_that_contain_a_cue_by_chance(text: str, ask: str) -> None:
    assert ask not in wanted(text).asks


def test_rankings_say_how_many_and_which_end() -> None:
    assert (wanted("前三项").top, wanted("最少的5个").top) == (3, 5)
    assert wanted("最少的是哪项").ascending
    assert not wanted("最大的").ascending


def test_units_directions_and_stages() -> None:
    assert (wanted("换算成元").unit, wanted("折合多少亿").unit, wanted("多少").unit) == ("元", "亿元", None)
    assert (wanted("为什么减少").direction, wanted("为什么上涨").direction, wanted("是增是减").direction) == (
        "减少",
        "增加",
        None,
    )
    assert (wanted("决算数").stage, wanted("预算数").stage) == ("决算", "预算")


def test_comparison_with_last_year_is_no_year() -> None:
    assert "上年" not in prior_base("比上年增加多少")


def test_what_no_word_explains_remains() -> None:
    assert unexplained("请问三年一共花了多少钱呢").split() == []
    assert "塔吊" in unexplained("塔吊租了多少")


@pytest.mark.parametrize("text", ["有没有超过差旅费", "低于差旅费吗", "比差旅费高还是低", "比差旅费贵还是便宜"])
def test_more_or_less_than_another_is_a_comparison(text: str) -> None:
    assert "compare" in wanted(text).asks


@pytest.mark.parametrize("text", ["超过100万元的设备有几台", "超过总支出的一半了吗", "有没有超过预算"])
def test_a_threshold_is_none(text: str) -> None:
    assert "compare" not in wanted(text).asks


def test_more_than_the_year_before_is_a_change() -> None:
    assert "change" in wanted("有没有超过上年").asks
