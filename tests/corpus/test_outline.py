"""Headings and what they cover."""

from __future__ import annotations

from corpus.outline import outline
from corpus.read.text import to_lines

TEXT = """第一部分 概况
一、主要职能
（一）贯彻执行方针政策。
（二）承办其他事项。
二、机构设置
下设 3 个处室。
第二部分 情况说明
一、关于平安县水利局 2024 年收支预算情况总体说
明
收支总预算 8.30 万元。
"""


def test_sections_nest_and_cover_their_lines() -> None:
    sections = outline(to_lines(TEXT))
    assert [(s.level, s.title, s.first, s.last) for s in sections] == [
        (1, "第一部分 概况", 0, 5),
        (2, "一、主要职能", 1, 3),
        (3, "（一）贯彻执行方针政策", 2, 2),
        (3, "（二）承办其他事项", 3, 3),
        (2, "二、机构设置", 4, 5),
        (1, "第二部分 情况说明", 6, 10),
        (2, "一、关于平安县水利局 2024 年收支预算情况总体说明", 7, 10),
    ]
    assert sections[2].path == ("第一部分 概况", "一、主要职能", "（一）贯彻执行方针政策")


def test_contents_lines_and_tables_open_no_section() -> None:
    lines = to_lines("一、主要职能…………3\n一、一般公共预算拨款收入 2,723.94\n二、机构设置\n")
    assert [s.title for s in outline(lines, skip=frozenset({1}))] == ["二、机构设置"]
