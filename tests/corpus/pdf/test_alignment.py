"""Tables without rulings: columns from numbers under each other, or nothing at all."""

from __future__ import annotations

from corpus.pdf.alignment import aligned_grids, number_columns, text_line
from corpus.pdf.words import middle_rows
from tests.corpus.pdf.test_words import print_at


def page(*lines: str) -> list[list]:  # type: ignore[type-arg]
    """Printed lines; a full-width blank is ten points of white."""
    return middle_rows([glyph for i, line in enumerate(lines) for glyph in print_at(0, 18.0 * i, line)])


def test_numbers_under_each_other_are_columns() -> None:
    """Right-aligned numbers of any length share a column."""
    body = [text_line(row) for row in page("行政运行　　　　1.00　　　　　2.00", "信访业务　　 100.00　　　　20.00")]
    assert len(number_columns(body)) == 2


def test_numbers_that_share_no_clear_column_are_left_alone() -> None:
    """Two numbers of one line over one number of another."""
    lines = page(
        "项目　　　　　　合计　　　基本支出",
        "行政运行　　　　1.00　2.00",
        "信访业务　　　　123,456,789.00",
        "其他支出　　　　1.00　2.00",
    )
    assert aligned_grids(lines) == []


def test_prose_with_numbers_is_no_table() -> None:
    """Sentences hold no wide white."""
    text = "2024年支出预算1,234.50万元，比上年增加12.30万元，增长1.01%。"
    assert aligned_grids(page(text, text, text, text)) == []


def test_contents_with_dots_are_no_table() -> None:
    """Page numbers are whole numbers behind leaders."""
    assert aligned_grids(page(*[f"{i}、部门收支总表…………　　{i}" for i in range(1, 8)])) == []


def test_codes_before_labels_are_no_amounts() -> None:
    """201 06 01 行政运行 5.00 has one number."""
    assert [token.text for token in text_line(page("201　06　01　行政运行　　　5.00")[0]).numbers] == ["5.00"]
