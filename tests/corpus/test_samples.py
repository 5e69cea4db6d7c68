"""The two sample disclosures against hand-made truth: every cell in its row and column, nothing invented, each kind of nothing told apart."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from corpus.amount import State
from corpus.document import Document, Reading, Stage
from corpus.figure import Figure
from corpus.figures import figures
from corpus.read import read

ROOT = Path(__file__).parents[2]
SAMPLES = ("jimsar-2024", "changji-2020")


@cache
def document(name: str) -> Document:
    return read(ROOT / "corpus" / "documents" / f"{name}.txt")


@cache
def found(name: str) -> tuple[Figure, ...]:
    return tuple(figures(document(name)))


def truth(name: str, kind: str) -> list[dict]:
    path = ROOT / "tests" / "data" / "truth" / name / f"{kind}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tight(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def cell_truth() -> list[tuple[str, dict]]:
    return [(name, cell) for name in SAMPLES for cell in truth(name, "cells") if "绩效" not in cell["table_title"]]


@pytest.mark.parametrize(
    ("name", "cell"), cell_truth(), ids=lambda v: f"{v['table']}:{v['line']}:{v['column']}" if isinstance(v, dict) else v
)
def test_every_cell_is_read_in_its_row_and_column(name: str, cell: dict) -> None:
    code = re.sub(r"\D", "", cell["row_code"] or "") or None
    same_line = [
        f
        for f in found(name)
        if f.column is not None and f.source.line_start <= cell["line"] <= f.source.line_end and f.side in (None, cell["side"])
    ]
    hits = [
        f
        for f in same_line
        if tight(f.column) == tight(cell["column"])
        and f.code == code
        and f.column_path[-2:-1] in ((), tuple(cell["column_path"][-2:-1]))
    ]
    assert [(f.amount.value is not None and format(f.amount.value, "f"), f.amount.unit) for f in hits] == [
        (cell["value"], cell["unit"])
    ]
    figure = hits[0]
    assert figure.reading is not Reading.AMBIGUOUS
    assert tight(figure.row_label) == tight(cell["row_label"])
    assert (figure.source.table_number or "").replace(" ", "") == cell["table"]
    assert figure.source.table_title == cell["table_title"]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_invented(name: str) -> None:
    lines = document(name).lines
    for figure in found(name):
        if figure.amount.state is State.STATED:
            place = tight("".join(lines[i].text for i in range(figure.source.line_start - 1, figure.source.line_end)))
            assert format(figure.amount.value, "f") in place.replace(",", ""), figure


@pytest.mark.parametrize("name", SAMPLES)
def test_every_quote_stands_at_its_lines(name: str) -> None:
    lines = document(name).lines
    for figure in found(name):
        place = tight("".join(lines[i].text for i in range(figure.source.line_start - 1, figure.source.line_end)))
        quote = tight(figure.source.quote)
        assert quote, figure
        assert quote in place or all(tight(token) in place for token in figure.source.quote.split()), figure


@pytest.mark.parametrize("name", SAMPLES)
def test_no_table_cell_beyond_the_truth(name: str) -> None:
    known = {(c["line"], c["value"]) for c in truth(name, "cells")}
    for table in document(name).tables:
        for row in table.rows:
            for cell in row.cells:
                assert (cell.line + 1, format(cell.value, "f")) in known, (table.title, row.label, cell)


@pytest.mark.parametrize(("name", "row"), [(name, row) for name in SAMPLES for row in truth(name, "empty_rows")], ids=str)
def test_rows_without_numbers_are_blank(name: str, row: dict) -> None:
    at = [
        f
        for f in found(name)
        if f.source.line_start <= row["line"] <= f.source.line_end
        and tight(f.row_label) == tight(row["row_label"])
        and f.side in (None, row["side"])
    ]
    assert [f.amount.state for f in at] == [State.BLANK]


@pytest.mark.parametrize("name", SAMPLES)
def test_tables_declared_empty_are_nil_and_filled_ones_are_not(name: str) -> None:
    declared = {t["table"]: t for t in truth(name, "empty_tables") if t.get("kind", "empty") == "empty"}
    for table in document(name).tables:
        number = (table.number or "").replace(" ", "")
        if number in declared:
            assert table.empty_note is not None
            assert tight(declared[number]["statement"]) in tight(table.empty_note.quote) or tight(
                table.empty_note.quote
            ) in tight(declared[number]["statement"])
            nil = [f for f in found(name) if f.source.table_title == table.title and f.amount.state is State.DECLARED_NIL]
            assert [f.amount.value for f in nil] == [0]
        else:
            assert table.empty_note is None


def test_columns_of_every_table_are_those_of_the_form() -> None:
    wanted: dict[str, list[str]] = {}
    for column in truth("jimsar-2024", "columns"):
        if "绩效" not in column["table_title"]:
            wanted.setdefault(column["table"], []).append(tight(column["column"]))
    got = {(t.number or "").replace(" ", ""): [tight(c.label) for c in t.columns] for t in document("jimsar-2024").tables}
    assert got == wanted


def test_identity_is_read_from_the_pages() -> None:
    first, second = document("jimsar-2024"), document("changji-2020")
    assert (first.issuer, first.fiscal_year, first.stage, first.published) == (
        "吉木萨尔县商务和工业信息化局",
        2024,
        Stage.BUDGET,
        "2024-02-19",
    )
    assert (second.issuer, second.fiscal_year, second.stage, second.published) == (
        "昌吉市商务和工业信息化局",
        2020,
        Stage.BUDGET,
        "2020-01-22",
    )


def test_the_same_fact_elsewhere_is_linked() -> None:
    total = next(f for f in found("jimsar-2024") if f.item == "三公经费" and f.column == "合计" and f.amount.value is not None)
    assert any(place.line_start > total.source.line_end for place in total.also)
