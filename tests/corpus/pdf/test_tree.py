"""Which row is part of which, from what is printed."""

from __future__ import annotations

import pytest

from corpus.pdf.tree import Entry, parents


def labelled(*rows: str) -> list[Entry]:
    """Entries of labels; each leading 　 is ten points of white, ! marks a total."""
    return [Entry(row.strip("　!"), None, 10.0 * (len(row) - len(row.lstrip("　"))), row.endswith("!")) for row in rows]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            labelled(
                "一、本年收入", "（一）一般公共预算拨款", "（二）基金", "二、上年结转", "（一）一般公共预算拨款", "收入总计!"
            ),
            [None, 0, 0, None, 3, None],
        ),
        (labelled("科学技术支出", "　技术研究", "　　转化", "教育支出"), [None, 0, 1, None]),
        (labelled("一、一般公共服务支出", "　信访事务", "　　行政运行", "　　信访业务", "二、教育支出"), [None, 0, 1, 1, None]),
        (labelled("九、其他收入", "上年结转结余", "　1.财政拨款结转"), [None, None, 1]),
        (
            labelled("三公经费", "　其中：（一）出国", "　（二）公务用车", "　　1.购置", "　　2.运行", "　（三）接待"),
            [None, 0, 0, 2, 2, 0],
        ),
        (labelled("合计!", "1、出国", "2、接待", "3、公务用车", "其中：（1）购置", "（2）运行"), [None, None, None, None, 3, 3]),
    ],
)
def test_by_print(rows: list[Entry], found: list[int | None]) -> None:
    """Enumeration first, white before the label where there is none."""
    assert parents(rows) == found


def test_by_code() -> None:
    """Codes decide where most rows have them, whatever the white."""
    rows = [
        Entry("合计", None, 0, True),
        Entry("一般公共服务支出", "201", 20),
        Entry("行政运行", "2010301", 0),
        Entry("政府办", "20103", 0),
    ]
    assert parents(rows) == [None, None, 3, 1]
