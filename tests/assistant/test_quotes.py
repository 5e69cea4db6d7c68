from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Status
from assistant.quotes import true_quotes
from corpus.document import Document, Line, Stage
from index.ledger import Ledger
from index.store import LEDGER, Store
from index.writer import LedgerWriter

ID = "d" * 64


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[bool, list[Line]], Ledger]:
    def made(paged: bool, lines: list[Line]) -> Ledger:
        store = Store.create(tmp_path / "var")
        with store.writing():
            number, folder = store.begin()
            writer = LedgerWriter(folder / LEDGER)
            document = Document(ID, "a", "临河县商务局", 2024, Stage.BUDGET, tuple(lines), paged=paged)
            writer.put(document, [], [], [], path="/a", size=1)
            store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
        return Ledger.open(tmp_path / "var")

    return made


def answer(**place: object) -> Answer:
    citation = Citation(1, ID, "a", "临河县商务局", 2024, "出国费用9.54万元，与上年持平；", **place)  # type: ignore[arg-type]
    figure = AnswerFigure(Decimal("9.54"), "万元", "临河县商务局", 2024, "预算", "因公出国（境）费", "level", (1,))
    return Answer("q", Status.ANSWERED, "**9.54 万元**[1]", (figure,), (citation,))


def test_a_page_number_inside_a_sentence_is_quoted_with_it(ledger: Callable[[bool, list[Line]], Ledger]) -> None:
    opened = ledger(False, [Line(1, "出国费用"), Line(2, "- 17 -"), Line(3, "9.54万元，与上年持平；")])
    assert true_quotes(answer(line_start=1, line_end=3), opened).citations[0].quote == "出国费用\n- 17 -\n9.54万元，与上年持平；"


def test_a_sentence_over_a_page_break_is_cited_on_both_pages(ledger: Callable[[bool, list[Line]], Ledger]) -> None:
    opened = ledger(True, [Line(1, "其中：出国费用", 3), Line(1, "9.54万元，与上年持平；", 4)])
    mended = true_quotes(answer(page=3), opened)
    assert [(c.id, c.page, c.quote) for c in mended.citations] == [(1, 3, "出国费用"), (2, 4, "9.54万元，与上年持平；")]
    assert mended.figures[0].citations == (1, 2)


def test_a_quote_that_stands_is_left_alone(ledger: Callable[[bool, list[Line]], Ledger]) -> None:
    opened = ledger(True, [Line(1, "出国费用9.54万元，", 3), Line(2, "与上年持平；", 3)])
    asked = answer(page=3)
    assert true_quotes(asked, opened) is asked
