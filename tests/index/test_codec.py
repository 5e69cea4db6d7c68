from decimal import Decimal

import pytest
from hypothesis import given

from corpus.document import Document, Line, Stage, Table
from corpus.figure import Figure, Finding
from index import codec
from tests.index.made import FIGURES, FINDINGS, TABLES


@given(TABLES)
def test_a_table_comes_back_as_it_was(table: Table) -> None:
    assert codec.load(Table, codec.dump(table)) == table


@given(FINDINGS)
def test_a_finding_comes_back_as_it_was(finding: Finding) -> None:
    assert codec.load(Finding, codec.dump(finding)) == finding


@given(FIGURES)
def test_the_digits_of_a_figure_survive(figure: Figure) -> None:
    back = codec.load(Figure, codec.dump(figure))
    assert back == figure
    assert str(back.amount.value) == str(figure.amount.value)


def test_defaults_are_left_out_and_come_back() -> None:
    line = Line(3, "合计 8.30")
    assert codec.dump(line) == '{"number":3,"text":"合计 8.30"}'
    assert codec.load(Line, codec.dump(line)) == line


def test_tuples_of_plain_values() -> None:
    assert codec.load(tuple[str, ...], codec.dump(("收入", "支出"))) == ("收入", "支出")
    assert codec.load(tuple[Decimal, ...], codec.dump((Decimal("8.30"),)))[0].as_tuple().exponent == -2


def test_enums_are_read_as_members() -> None:
    document = Document("d", "n", "局", 2024, Stage.FINAL_ACCOUNT, ())
    assert codec.load(Document, codec.dump(document)).stage is Stage.FINAL_ACCOUNT


def test_an_unknown_field_is_no_silent_loss() -> None:
    with pytest.raises(KeyError):
        codec.load(Line, '{"number":1,"text":"","colour":"red"}')
