from __future__ import annotations

import pytest

from assistant.labels import LabelBook
from assistant.likeness import likeliest
from assistant.text import fold, squeeze
from index.ledger import Label

BOOK = LabelBook(
    [
        Label("三公经费", None, "合计", "合计", 3),
        Label("行政运行", "2011301", "行政运行", "合计", 3),
        Label("物业管理费", "30209", "物业管理费", "合计", 2),
        Label("机关事业单位基本养老保险缴费", "30108", "机关事业单位基本养老保险缴费", "合计", 2),
        Label("机关事业单位基本养老保险缴费支出", "2080505", "机关事业单位基本养老保险缴费支出", "合计", 2),
        Label("打造产业链招商项目数", None, "打造产业链招商项目数", "指标值", 1),
        Label("政府性基金预算拨款结转", None, "政府性基金预算拨款结余、结转", "预算数", 1),
    ]
)


def named(text: str) -> list[tuple[str, ...]]:
    coded, rest = BOOK.take_codes(fold(text))
    found, _ = BOOK.find(squeeze(rest))
    return [m.items for m in (*coded, *found)]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("“三公”经费多少", "三公经费"),
        ("吃喝花了多少", "公务接待费"),
        ("人头费", "人员经费"),
        ("2011301是多少", "行政运行"),
        ("201 13 01", "行政运行"),
        ("30209", "物业管理费"),
        ("政府性基金预算拨款结余、结转", "政府性基金预算拨款结转"),
    ],
)
def test_items_by_label_alias_and_code(text: str, item: str) -> None:
    assert named(text)[0][0] == item


def test_a_longer_name_wins_over_one_it_contains() -> None:
    assert named("机关事业单位基本养老保险缴费支出") == [("机关事业单位基本养老保险缴费支出",)]


def test_a_word_for_two_look_alikes_means_both() -> None:
    assert set(named("养老保险")[0]) == {"机关事业单位基本养老保险缴费", "机关事业单位基本养老保险缴费支出"}


@pytest.mark.parametrize("text", ["合计多少", "总计", "2024年", "100万元", "201.5", "金额", "部门"])
def test_what_is_no_item(text: str) -> None:
    assert named(text) == []


def test_a_homophone_is_heard_and_a_stranger_is_not() -> None:
    heard = BOOK.resemble("物业管里费")
    assert heard is not None and heard.items == ("物业管理费",) and not heard.sure
    assert BOOK.resemble("量子计算机") is None


def test_a_word_for_several_items_means_their_sum() -> None:
    found, _ = BOOK.find("水电费多少")
    assert found[0].together and found[0].items == ("水费", "电费")


def test_indicators_are_known_by_their_description() -> None:
    labels = ["打造产业链招商项目数", "完成招商引资到位资金数", "工业增加值同比增长率"]
    assert likeliest("产业链招商项目要谋划几个", labels) == ["打造产业链招商项目数"]
    assert likeliest("农业产值增长目标", labels) == []
