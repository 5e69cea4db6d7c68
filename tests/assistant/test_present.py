from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerFinding, Citation, Status
from assistant.present import answer_text, dump, figure_json, finding_json, finding_text, one_line, printable
from corpus.amount import Amount, State
from corpus.document import Document, Side, Source
from corpus.figure import Figure, Finding, Measure
from corpus.read import read

PLACE = Source("d", "合计 8.30", line_start=8, line_end=9, section=("第二部分", "表10"), table_number="表10", table_title="三公")


def _figure(amount: Amount) -> Figure:
    return Figure(
        "d",
        "某局",
        2024,
        "预算",
        "三公经费",
        "合计",
        Measure.LEVEL,
        amount,
        PLACE,
        row_path=("合计",),
        column="合计",
        side=Side.EXPENDITURE,
    )


def _document(samples: list[Path]) -> Document:
    return read(samples[0])


def test_a_value_keeps_its_digits(samples: list[Path]) -> None:
    record = figure_json(_figure(Amount(Decimal("8.30"), "万元")), _document(samples))
    assert (record["value"], record["unit"], record["state"], record["side"]) == ("8.30", "万元", "stated", "支出")
    assert (record["section"], record["table_number"], record["line_start"]) == ("第二部分 / 表10", "表10", 8)


def test_what_is_not_printed_has_no_value(samples: list[Path]) -> None:
    record = figure_json(_figure(Amount(None, "万元", State.MISSING)), _document(samples))
    assert (record["value"], record["state"]) == (None, "missing")


def test_a_large_value_is_never_written_with_an_exponent(samples: list[Path]) -> None:
    assert figure_json(_figure(Amount(Decimal("1E+8"), "元")), _document(samples))["value"] == "100000000"


def test_a_finding_names_its_places(samples: list[Path]) -> None:
    finding = Finding("d", "parts", "rounding", "相差 0.01", ("51.62", "51.63"), None, (PLACE,))
    assert finding_json(finding, _document(samples))["places"] == [
        {"page": None, "line_start": 8, "line_end": 9, "quote": "合计 8.30"}
    ]
    assert finding_text(finding) == "[rounding] 相差 0.01（第 8–9 行）"


def test_an_answer_for_reading() -> None:
    citation = Citation(1, "d", "某局.txt", "某局", 2024, "合计 8.30", line_start=8, line_end=8, table="表10 三公")
    answer = Answer(
        "问",
        Status.ANSWERED,
        "**8.30 万元**[1]",
        citations=(citation,),
        findings=(AnswerFinding("rounding", "相差 0.01"),),
        suggestions=("比上年呢？",),
    )
    assert answer_text(answer).split("\n\n") == [
        "**8.30 万元**[1]",
        "[1] 某局.txt 表10 三公 第 8 行",
        "⚠ 相差 0.01",
        "接着问：比上年呢？",
    ]


@given(st.text())
def test_nothing_steers_the_terminal(text: str) -> None:
    assert not set(printable(text)) & {"\x1b", "\x07", "\x08", "\r", "\x9b", "\u202e"}
    assert "\n" not in one_line(text)


@given(st.dictionaries(st.text(), st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_a_record_is_one_line_and_comes_back(record: dict[str, str]) -> None:
    line = dump(record)
    assert "\n" not in line
    assert len(json.loads(line)) <= len(record)


def test_an_undecodable_argument_does_not_break_the_output() -> None:
    assert dump({"question": "三\udcff"}) == '{"question": "三?"}'
