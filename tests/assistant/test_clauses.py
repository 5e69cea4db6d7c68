"""A question cut into what it says beside and what it asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.clauses import MOST, beside, parts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("水费多少，电费多少，哪个贵", ["水费多少", "电费多少", "哪个贵"]),
        ("奖金有多少？为什么减少？去年呢？", ["奖金有多少？", "为什么减少？", "去年呢？"]),
        ("房屋面积多大、值多少钱", ["房屋面积多大", "值多少钱"]),
        ("水费、电费、邮电费各多少", ["水费、电费、邮电费各多少"]),
        ("培训费多少，另外会议费呢", ["培训费多少", "会议费呢"]),
        ("培训费多少，比会议费多还是少", ["培训费多少", "比会议费多还是少"]),
        ("培训费变了几个点？升还是降", ["培训费变了几个点？升还是降"]),
        ("培训费多少，谢谢", ["培训费多少，谢谢"]),
        ("这几个局的培训费是多少，对吗", ["这几个局的培训费是多少，对吗"]),
        ("占1,234.50万元的多少", ["占1,234.50万元的多少"]),
        ("“什么，为什么”一栏填了多少", ["“什么，为什么”一栏填了多少"]),
        ("How many staff are there, and why did it fall?", ["How many staff are there", "why did it fall?"]),
    ],
)
def test_each_thing_asked_is_a_part(text: str, asked: list[str]) -> None:
    found = [part.rstrip("，,？?") for part in parts(text)]
    assert found == [part.rstrip("，,？?") for part in asked]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我在写毕业论文。某局培训费多少", "我在写毕业论文。"),
        ("记者想了解：某局培训费多少", "记者想了解："),
        ("您好，我是会计，培训费多少", "您好，我是会计，"),
        ("培训费多少", ""),
        ("某局2024年，培训费多少", ""),
        ("我想知道培训费多少", ""),
    ],
)
def test_what_is_said_beside_is_taken_off(text: str, said: str) -> None:
    assert beside(text) == (said, text[len(said) :])


@given(st.text(alphabet="多少吗，、。？！：:,() （）“”水费12我是\n", max_size=60))
def test_nothing_that_is_asked_gets_lost(text: str) -> None:
    cut = parts(text)
    assert 1 <= len(cut) <= MOST
    for sign in "多少水费吗":
        assert sum(part.count(sign) for part in cut) == text.count(sign)
    said, left = beside(text)
    assert sorted(said + left) == sorted(text)
