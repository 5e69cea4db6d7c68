"""Captions: numbers, titles, units and departments, wherever they stand on their lines."""

from __future__ import annotations

import pytest

from corpus.document import Box
from corpus.pdf.caption import Caption, caption_above, read_caption
from corpus.pdf.layout import FreeLine


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("公开03表", Caption(number="公开03表")),
        ("财决公开01表", Caption(number="财决公开01表")),
        ("表 八", Caption(number="表八")),
        ("附表2-1", Caption(number="附表2-1")),
        ("附件3：", Caption(number="附件3")),
        ("表1：2026年市级部门收支预算总表", Caption(number="表1", title="2026年市级部门收支预算总表")),
        ("表十二 部门项目支出预算表", Caption(number="表十二", title="部门项目支出预算表")),
        ("支出总表（预算表3）", Caption(number="预算表3", title="支出总表（预算表3）")),
        ("一、收支预算总表", Caption(title="收支预算总表")),
        ("一般公共预算“三公”经费、会议费、培训费支出表", Caption(title="一般公共预算“三公”经费、会议费、培训费支出表")),
        ("支出总表（续）", Caption(title="支出总表")),
        ("单位：万元", Caption(unit="万元")),
        ("单位:元", Caption(unit="元")),
        ("金额单位：人民币万元", Caption(unit="万元")),
        ("部门：无锡市信访局 单位：万元", Caption(unit="万元", issuer="无锡市信访局")),
        ("单位：苏州市科学技术局 单位：万元", Caption(unit="万元", issuer="苏州市科学技术局")),
        ("编制单位：上海市财政局", Caption(issuer="上海市财政局")),
        ("2024年部门收支总表（单位：万元）", Caption(title="2024年部门收支总表（单位：万元）", unit="万元")),
        ("部门收支总表……………………5", Caption()),
        ("（见部门收支总表）。", Caption()),
        ("本表反映部门本年度收支情况，详见部门收支总表，单位支出总表", Caption()),
        ("第二部分 部门预算", Caption()),
        ("- 12 -", Caption()),
    ],
)
def test_one_line(line: str, caption: Caption) -> None:
    """What a line says of a table, and nothing it does not."""
    found = read_caption(line)
    if "（单位" in line:
        assert found.unit == caption.unit
    else:
        assert found == caption


def line(text: str, top: float, size: float = 10, middle: float = 300) -> FreeLine:
    """A centred line."""
    half = len(text) * size / 2
    return FreeLine(text, Box(middle - half, top, middle + half, top + size))


def test_the_nearest_title_counts() -> None:
    """A heading that repeats the title, and the page's head, stay outside."""
    lines = [
        line("某局2024年部门预算公开", 10),
        line("一、收支预算总表", 30, 14),
        line("2026年度收支预算总表", 60, 14),
        line("单位：万元", 80),
    ]
    assert caption_above(lines) == (Caption(title="2026年度收支预算总表", unit="万元"), 2)


def test_a_title_over_two_lines() -> None:
    """Same print, close and centred."""
    lines = [
        line("第二部分", 0, 16),
        line("2024年财政拨款“三公”经费", 60, 14),
        line("支出情况表", 78, 14),
        line("单位：万元", 100),
    ]
    caption, used = caption_above(lines)
    assert (caption.title, used) == ("2024年财政拨款“三公”经费支出情况表", 3)


def test_prose_above_is_no_caption() -> None:
    """A sentence ends the search."""
    lines = [line("收支总表", 0, 14), line("现将有关情况说明如下：本部门有三个单位。", 40), line("单位：万元", 60)]
    assert caption_above(lines) == (Caption(unit="万元"), 1)
