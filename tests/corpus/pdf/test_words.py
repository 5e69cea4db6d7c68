"""Glyphs to words: spaces, spread digits, doubled print, and the cells that text belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.fill import Filled, fill
from corpus.pdf.grid import Grid, GridCell
from corpus.pdf.page import Glyph
from corpus.pdf.words import join, join_rows, middle_rows, tighten

SIZE = 10.0


def print_at(x: float, y: float, text: str, white: float = 0.0) -> list[Glyph]:
    """The glyphs of a text from x on, half-width signs half as wide, ``white`` points between them; "\u3000" is white."""
    found = []
    for sign in text:
        width = SIZE / 2 if sign.isascii() else SIZE
        if sign not in " \u3000":
            found.append(Glyph(sign, x, y, x + width, y + SIZE))
        x += width + white
    return found


def row_of(*xs: float) -> Grid:
    """A grid of one row with borders at xs."""
    count = len(xs) - 1
    return Grid(xs, (0.0, 40.0), tuple(GridCell(0, i, 1, i + 1) for i in range(count)), (tuple(range(count)),))


def texts(filled: Filled) -> list[str]:
    """What the cells print."""
    return [text.text for text in filled.texts]


@pytest.mark.parametrize(
    ("text", "white", "read"),
    [
        ("单位：万元", 0.0, "单位：万元"),
        ("2026年部门", 0.0, "2026年部门"),
        ("部门　　单位", 0.0, "部门 单位"),
        ("66,307.98万元", 4.0, "66,307.98万元"),
        ("12 34", 0.0, "12 34"),
        ("增长1,234.50万元", 0.8, "增长1,234.50万元"),
    ],
)
def test_words_of_a_line(text: str, white: float, read: str) -> None:
    """White between words is one space; spread digits are one number; two numbers stay two."""
    assert join(middle_rows(print_at(0, 0, text, white))[0]) == read


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.floats(0, 5))
def test_a_number_spread_evenly_is_one_number(value: object, white: float) -> None:
    """However far justification spreads its digits (up to a digit's width)."""
    text = f"{value:,}"
    assert join(middle_rows(print_at(0, 0, text, white))[0]) == text


def test_a_line_printed_twice_reads_once() -> None:
    """Bold made by printing again a hair to the right; repeated digits are no double print."""
    row = [*print_at(0, 0, "收支1,100.00总表"), *print_at(0.4, 0, "收支1,100.00总表")]
    assert [join(line) for line in middle_rows(row)] == ["收支1,100.00总表"]


def test_lines_are_ordered_by_height_then_place() -> None:
    """Whatever order the file has; sizes may differ on a line."""
    glyphs = [*print_at(60, 21, "二"), *print_at(0, 0, "甲"), *print_at(0, 20, "一")]
    assert [join(row) for row in middle_rows(reversed(glyphs))] == ["甲", "一 二"]


def test_cell_text_over_lines() -> None:
    """Lines join without white space, Latin words keep one space; spread characters come together."""
    assert join_rows([print_at(0, 0, "一般公共"), print_at(0, 12, "服务支出")]) == "一般公共服务支出"
    assert tighten("公 用 车 运 行") == "公用车运行"
    assert tighten("Microsoft Office 软件") == "Microsoft Office软件"


def test_a_number_and_a_label_that_touch_at_the_border() -> None:
    """They belong to their own cells."""
    row = [*print_at(45, 0, "171,915,169"), *print_at(100, 0, "一、一般公共服务支出")]
    assert texts(fill(row_of(0, 100, 220), [row], 1)) == ["171,915,169", "一、一般公共服务支出"]


def test_a_number_that_reaches_over_its_border_a_little() -> None:
    """It stays whole, in the cell that holds most of it."""
    filled = fill(row_of(0, 100, 200), [print_at(46, 0, "43,025,130.00")], 1)
    assert texts(filled) == ["43,025,130.00", ""]
    assert filled.texts[0].unclear is None


def test_a_number_over_two_columns_is_unclear() -> None:
    """Half in one column and half in the other: nobody can tell."""
    filled = fill(row_of(0, 100, 200), [print_at(70, 0, "43,025,130.00")], 1)
    assert texts(filled).count("43,025,130.00") == 1
    assert all(text.unclear for text in filled.texts)


def test_two_numbers_that_touch_are_two() -> None:
    """Together they would be no number."""
    row = [*print_at(80, 0, "0.00"), *print_at(100, 0, "0.00")]
    assert texts(fill(row_of(0, 100, 200), [row], 1)) == ["0.00", "0.00"]


def test_whole_numbers_that_touch_are_unclear() -> None:
    """12 and 34 without white between them could be 1234."""
    row = [*print_at(90, 0, "12"), *print_at(100, 0, "34")]
    assert any(text.unclear for text in fill(row_of(0, 100, 200), [row], 1).texts)


def test_a_label_cut_by_the_border_overflows_as_a_whole() -> None:
    """Text that runs on over an empty neighbour belongs where most of it stands."""
    assert texts(fill(row_of(0, 96, 200), [print_at(2, 0, "三、事业单位经营收入")], 1)) == ["三、事业单位经营收入", ""]


def test_two_labels_that_fill_their_cells_are_two() -> None:
    """Even where the first reaches over the border by half a character."""
    row = [*print_at(0, 0, "国有资本经营预算"), *print_at(80, 0, "政府性基金预算")]
    assert texts(fill(row_of(0, 76, 160), [row], 1)) == ["国有资本经营预算", "政府性基金预算"]


def test_a_number_broken_by_a_narrow_cell_is_rejoined() -> None:
    """There was no room for the last digit."""
    filled = fill(row_of(0, 33), [print_at(2, 5, "1682.7"), print_at(14, 18, "6")], 1)
    assert (texts(filled), filled.texts[0].unclear) == (["1682.76"], None)


def test_numbers_below_each_other_with_room_beside_are_unclear() -> None:
    """Nothing forced a break there: two numbers in one cell."""
    filled = fill(row_of(0, 120), [print_at(2, 5, "100"), print_at(2, 18, "200")], 1)
    assert filled.texts[0].unclear
