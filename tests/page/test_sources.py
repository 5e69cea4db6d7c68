"""The source panel: which lines, words and numbers are marked."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assistant.answer import Citation
from assistant.page.sources import note_html, quoted_spans, source_html
from assistant.page.texts import texts
from corpus.document import Line
from tests.page.standin import EVIL, LINES, PROSE, TABLE, citation

ZH = texts("zh")
VALUES = {Decimal("8.30")}


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    assert quoted_spans(PROSE, LINES) == {59: (2, len("八、“三公”经费预算数为")), 60: (0, len("8.30 万元"))}


@pytest.mark.parametrize("quote", ["", "   ", "不在这里"])
def test_a_quote_that_is_not_there_marks_no_words_but_the_lines(quote: str) -> None:
    cited = citation(1, 40, 40, quote)
    assert quoted_spans(cited, LINES) == {}
    html = source_html(cited, LINES, VALUES, ZH)
    assert '<li class="mz-line mz-cited" data-line="40">' in html
    assert "<mark>" not in html


def test_a_quote_is_looked_for_in_the_cited_lines_only() -> None:
    assert list(quoted_spans(citation(1, 43, 43, "2.30"), [Line(42, "2.30"), Line(43, "公务接待费 2.30")])) == [1]


def test_the_number_is_boxed_where_it_is_printed_once() -> None:
    assert '<b class="mz-box">8.30</b> 万元</mark>' in source_html(PROSE, LINES, VALUES, ZH)
    assert "mz-box" not in source_html(TABLE, LINES, VALUES, ZH), "8.30 stands twice in this row"
    assert "mz-box" not in source_html(PROSE, LINES, {Decimal("8.31")}, ZH)


def test_each_number_of_the_answer_is_boxed_by_itself() -> None:
    line = Line(5, "预算 121.36 万元，比上年增加 4.00 万元，增长 3.41%")
    html = source_html(citation(1, 5, 5, line.text), [line], {Decimal("121.36"), Decimal("4"), Decimal("117.36")}, ZH)
    assert re.findall(r'<b class="mz-box">([^<]+)</b>', html) == ["121.36", "4.00"]
    assert line.text in re.sub(r"<[^>]+>", "", html)


def test_a_number_inside_a_longer_one_is_not_boxed() -> None:
    line = Line(5, "2018.30 与 8.301")
    assert "mz-box" not in source_html(citation(1, 5, 5, line.text), [line], VALUES, ZH)


@pytest.mark.parametrize(("printed", "value"), [("1,234.50", "1234.50"), ("-6.42", "-6.42"), ("8.3", "8.30")])
def test_the_box_knows_how_numbers_are_printed(printed: str, value: str) -> None:
    line = Line(5, f"合计 {printed} 99")
    html = source_html(citation(1, 5, 5, line.text), [line], {Decimal(value)}, ZH)
    assert f'<b class="mz-box">{printed}</b>' in html


def test_the_place_is_named() -> None:
    html = source_html(TABLE, LINES, VALUES, ZH)
    for words in ("某县商务局 · 2024", "第二部分", "表10 “三公”经费支出情况表", "第 40 行", "[1]"):
        assert words in html


def test_empty_lines_are_gaps_without_a_number() -> None:
    html = source_html(TABLE, LINES, VALUES, ZH)
    assert 'data-line="41"' not in html
    assert html.count("mz-gap") == 1


def test_a_page_of_a_paged_document_is_marked() -> None:
    cited = Citation(1, "x", "a.pdf", "某局", 2024, "合计 1", page=3)
    lines = [Line(9, "第二页", 2), Line(1, "合计 1", 3)]
    html = source_html(cited, lines, (), ZH)
    assert "第 3 页" in html
    assert html.count("mz-cited") == 1
    assert "<mark>合计 1</mark>" in html


def test_lines_are_escaped() -> None:
    html = source_html(citation(1, 62, 62, EVIL), LINES, (), ZH) + note_html(EVIL, ZH)
    assert "<script" not in html
    assert "<img" not in html
