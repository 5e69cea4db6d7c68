"""Headers: where they end, the chain over each column, what columns hold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.document import Side
from corpus.pdf.fill import CellText, Filled
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.header import RawColumn, Role, columns, header_end, is_numbering, with_roles
from corpus.pdf.stacked import owners


def filled(*rows: Sequence[str]) -> Filled:
    """A grid from rows of texts; "<" joins a cell with the one on its left, "^" with the one above."""
    width = len(rows[0])
    cells: list[list[int]] = []
    owner = [[-1] * width for _ in rows]
    texts: list[str] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            home = owner[r][c - 1] if text == "<" else owner[r - 1][c] if text == "^" else len(texts)
            if home == len(texts):
                texts.append(text)
                cells.append([r, c, r + 1, c + 1])
            cells[home][2:] = [r + 1, c + 1]
            owner[r][c] = home
    shapes = [GridCell(*cell) for cell in cells]
    grid = Grid(
        tuple(50.0 * i for i in range(width + 1)),
        tuple(20.0 * i for i in range(len(rows) + 1)),
        tuple(shapes),
        owners(shapes, len(rows), width),
    )
    return Filled(grid, tuple(CellText(text) for text in texts))


def chains(table: Filled) -> list[tuple[str, ...]]:
    """The header chain over each column."""
    return [column.path for column in columns(table, 0, header_end(table, 0))[0]]


def test_header_ends_at_the_first_number() -> None:
    """However many levels it has."""
    table = filled(["科目", "合计", "基本支出", "<"], ["^", "^", "人员", "公用"], ["行政运行", "3", "1", "2"])
    assert header_end(table, 0) == 2
    assert chains(table) == [("科目",), ("合计",), ("基本支出", "人员"), ("基本支出", "公用")]


def test_header_ends_at_the_first_row_with_blanks() -> None:
    """A label row whose numbers are blank is body."""
    assert header_end(filled(["项目", "预算数"], ["一、财政拨款", ""], ["合计", "5.00"]), 0) == 1


def test_years_alone_are_header() -> None:
    """2025 and 2026 over columns are labels, not amounts."""
    assert header_end(filled(["项目", "2025", "2026"], ["行政运行", "5", "6"]), 0) == 1


def test_labels_in_the_first_body_row_belong_to_the_header() -> None:
    """小计 and its neighbours under 本年支出, beside the row 合计."""
    table = filled(["科目", "本年支出", "<", "年末"], ["合计", "小计", "基本支出", ""], ["", "", "", ""])
    found, inside = columns(table, 0, header_end(table, 0))
    assert [column.path for column in found] == [("科目",), ("本年支出", "小计"), ("本年支出", "基本支出"), ("年末",)]
    assert {table.texts[index].text for index in inside} == {"小计", "基本支出"}


@pytest.mark.parametrize(
    ("texts", "numbering"),
    [
        (["栏次", "1", "2", "3"], True), (["**", "**", "1", "2"], True), (["", "1", "2=3+4", "3"], True),
        (["合计", "1", "5", "7"], False), (["行政运行", "1", "2"], False), (["5", "6"], False),
    ],
)  # fmt: skip
def test_rows_that_number_columns(texts: list[str], numbering: bool) -> None:
    """栏次, stars, 1 2 3; rows of small numbers are data."""
    assert is_numbering(texts) is numbering


def roles(heads: Sequence[tuple[str, ...]], contents: Sequence[Sequence[str]]) -> list[tuple[Role, int]]:
    """Role and panel of each column."""
    found = with_roles([RawColumn(i, i + 1, head) for i, head in enumerate(heads)], contents)
    return [(column.role, column.panel) for column in found]


def test_roles_by_content_and_heading() -> None:
    """项目支出 holds amounts, 项目 labels; 行次 is neither."""
    heads = [("科目编码",), ("项目",), ("行次",), ("项目支出",), ("备注",)]
    assert roles(heads, [["201"], ["行政运行"], ["1"], [], ["按规定"]]) == [
        (Role.CODE, 0), (Role.LABEL, 0), (Role.INDEX, 0), (Role.VALUE, 0), (Role.TEXT, 0),
    ]  # fmt: skip


def test_panels_repeat_or_turn_sides() -> None:
    """收入 | 支出, the same labels twice; text among the numbers of a list opens none."""
    two = with_roles(
        [RawColumn(i, i + 1, (head,)) for i, head in enumerate(("收入项目", "金额", "支出项目", "金额"))],
        [["一"], ["1.0"], ["二"], ["2.0"]],
    )
    assert [column.side for column in two] == [Side.REVENUE, Side.REVENUE, Side.EXPENDITURE, Side.EXPENDITURE]
    assert [panel for _, panel in roles([("科目名称",), ("决算数",)] * 2, [["甲"], ["1"], ["乙"], ["2"]])] == [0, 0, 1, 1]
    assert [panel for _, panel in roles([("项目",), ("金额",), ("用途",), ("数量",)], [["甲"], ["1"], ["乙"], ["2"]])] == [
        0,
        0,
        0,
        0,
    ]
