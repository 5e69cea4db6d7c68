"""Numbers of recognised tables: sums prove, broken sums do not."""

from __future__ import annotations

from decimal import Decimal

from corpus.document import Cell, Column, Document, Line, Reading, Row, Stage, Table
from corpus.figures import figures
from corpus.read.proof import proved
from corpus.read.recognised import recognised_pages, remark

COLUMNS = (Column(("合计",), total=True), Column(("基本支出",)), Column(("项目支出",)))


def table(*rows: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Table:
    """Rows of label, path above it and prints of the columns."""
    made = tuple(
        Row(
            label, (*above, label), None, None,
            tuple(Cell(Decimal(p), p, c, Reading.PRINTED, index, 0) for c, p in enumerate(prints) if p),
            index, index, total=label == "合计",
        )
        for index, (label, above, prints) in enumerate(rows)
    )  # fmt: skip
    return Table("表1", "支出预算总表", None, "万元", COLUMNS, made, 0, len(rows) - 1)


def readings(judged: Table) -> list[str]:
    return ["".join(cell.reading.value[0] for cell in row.cells) for row in judged.rows]


EVERY = frozenset(range(9))


def test_sums_of_columns_and_of_rows_prove_their_numbers() -> None:
    sound = table(("教育支出", (), ("3", "1", "2")), ("培训", ("教育支出",), ("3", "1", "2")), ("合计", (), ("3", "1", "2")))
    assert readings(proved(sound, EVERY)) == ["sss", "sss", "sss"]
    lone = table(("教育支出", (), ("3", "", "")), ("科学支出", (), ("4", "", "")), ("合计", (), ("7", "", "")))
    assert readings(proved(lone, EVERY)) == ["s", "s", "s"]


def test_a_number_that_breaks_a_sum_is_in_doubt_with_all_of_that_sum() -> None:
    misread = table(("教育支出", (), ("3", "1", "2")), ("科学支出", (), ("9", "2", "2")), ("合计", (), ("7", "3", "4")))
    judged = proved(misread, EVERY)
    assert readings(judged) == ["ass", "aaa", "ass"]
    cell = judged.rows[1].cells[0]
    assert (cell.column, cell.candidates, cell.value) == (None, (0,), Decimal(9))


def test_one_equal_number_proves_nothing() -> None:
    assert readings(proved(table(("教育支出", (), ("3", "3", "")), ("无", (), ("", "", ""))), EVERY)) == ["aa", ""]


def test_lines_with_a_text_layer_stay_as_they_are() -> None:
    printed = table(("教育支出", (), ("3", "1", "1")))
    assert proved(printed, frozenset()) is printed
    assert readings(proved(printed, frozenset({5}))) == ["ppp"]


def test_figures_of_recognised_pages_are_in_doubt_unless_solved() -> None:
    lines = tuple(
        Line(i, text, page) for page, i, text in ((1, 1, "教育支出 3 1 2"), (1, 2, "无"), (2, 1, "公务接待费 8.30 万元。"))
    )
    judged = proved(table(("教育支出", (), ("3", "1", "2")), ("无", (), ())), frozenset({0, 1}))
    document = Document(
        "d", "a.pdf", "某局", 2024, Stage.BUDGET, lines, (), (judged,), paged=True, remarks=(remark(1, 0.98), remark(2, 0.9))
    )
    assert recognised_pages(document) == {1, 2}
    found = {(f.source.page, str(f.amount.value), f.reading) for f in figures(document)}
    assert {(p, v, r) for p, v, r in found if p == 1} == {
        (1, "3", Reading.SOLVED),
        (1, "1", Reading.SOLVED),
        (1, "2", Reading.SOLVED),
        (1, "None", Reading.AMBIGUOUS),
    }
    assert all(reading is Reading.AMBIGUOUS for page, _, reading in found if page == 2)
