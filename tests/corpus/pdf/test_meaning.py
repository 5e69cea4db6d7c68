"""What columns mean."""

from __future__ import annotations

import pytest

from corpus.pdf.header import RawColumn
from corpus.pdf.meaning import column


@pytest.mark.parametrize(
    ("path", "fund", "kind"),
    [
        (("基本支出", "人员经费"), None, "人员经费"),
        (("基本支出", "小 计"), None, "基本支出"),
        (("其中：", "项目支出"), None, "项目支出"),
        (("其中：基本支出",), None, "基本支出"),
        (("基本支出", "日常公用支出"), None, "公用经费"),
        (("财政拨款", "政府性基金预算拨款"), "政府性基金预算", None),
        (("本年收入", "一般公共预算"), "一般公共预算", None),
        (("上年结转结余",), "上年结转结余", None),
        (("财政专户管理资金",), "财政专户管理资金", None),
        (("合计",), None, None),
    ],
)
def test_fund_and_kind(path: tuple[str, ...], fund: str | None, kind: str | None) -> None:
    """The innermost label that says something."""
    found = column(RawColumn(0, 1, path), 2024, [])
    assert (found.fund, found.kind) == (fund, kind)


@pytest.mark.parametrize(
    ("label", "offset", "measure", "unit"),
    [
        ("2023年预算数", -1, "level", None),
        ("2024年预算数", 0, "level", None),
        ("上年预算数", -1, "level", None),
        ("上年结转", 0, "level", None),
        ("增减额", 0, "change", None),
        ("增减%", 0, "growth", None),
        ("占比", 0, "share", None),
        ("金额（万元）", 0, "level", "万元"),
    ],
)
def test_year_measure_unit(label: str, offset: int, measure: str, unit: str | None) -> None:
    """Read from the label."""
    found = column(RawColumn(0, 1, (label,)), 2024, [])
    assert (found.year_offset, found.measure, found.unit) == (offset, measure, unit)


def test_percent_cells_make_a_percent_column() -> None:
    """Where the header is silent, the cells tell."""
    assert column(RawColumn(0, 1, ("完成预算",)), None, ["98.5%", "100%"]).unit == "%"
