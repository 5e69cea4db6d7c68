from __future__ import annotations

from assistant.paragraphs import join, paragraphs
from corpus.document import Line, Section

TEXT = [
    "一、主要职能",
    "（一）负责甲类",
    "事务；指导乙类。",
    "（二）完成交办的其他任务。",
    "- 3 -",
    "201 13 01 行政运行 1.00 2.00",
    "二、名词解释",
    "基本支出：指人员",
    "经费。",
]
LINES = [Line(i + 1, text) for i, text in enumerate(TEXT)]
SECTIONS = [Section("一、主要职能", ("一、主要职能",), 2, 0, 5), Section("二、名词解释", ("二、名词解释",), 2, 6, 8)]


def test_broken_lines_read_on_and_rows_headings_and_page_numbers_do_not() -> None:
    found = paragraphs(LINES, SECTIONS)
    assert [p.text for p in found] == ["（一）负责甲类事务；指导乙类。", "（二）完成交办的其他任务。", "基本支出：指人员经费。"]
    assert [p.section[-1] for p in found] == ["一、主要职能", "一、主要职能", "二、名词解释"]


def test_a_paragraph_knows_its_lines_and_so_does_each_sentence() -> None:
    first = paragraphs(LINES, SECTIONS)[0]
    source = first.source("d")
    assert (source.line_start, source.line_end) == (2, 3)
    assert [(s.text, s.source("d").line_start) for s in first.sentences()] == [("（一）负责甲类事务；", 2), ("指导乙类。", 3)]


def test_latin_words_keep_their_space() -> None:
    assert join(["使用 open source", "software 的", "情况"]) == "使用open source software的情况"
