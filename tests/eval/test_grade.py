from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Status
from assistant.proof import Original
from eval.case import Case, Expect, ExpectedFigure, ExpectedPlace
from eval.grade import Grade, grade, same

PAGE = Original("某局-2024.txt", "第一行\n合计 8.30\n".encode())
ORIGINALS = {PAGE.sha256: PAGE}
YUAN = {"value": "83000", "unit": "元"}
RIGHT = {"value": "8.30", "unit": "万元"}
WRONG = {"value": "8.31", "unit": "万元"}


def _case(*status: Status, figures: tuple[ExpectedFigure, ...] = (), **more: Any) -> Case:
    return Case("a", "lookup", ("问",), Expect(status or (Status.ANSWERED,), figures, **more))


def _expected(value: str = "8.30", unit: str = "万元", derived: bool = False) -> ExpectedFigure:
    return ExpectedFigure(Decimal(value), unit, derived)


def _answer(
    *figures: dict[str, str], status: str = "answered", text: str = "8.30 万元[1]", line: int = 2, quote: str = "合计 8.30"
) -> dict[str, Any]:
    citation = {"id": 1, "document": "某局-2024.txt", "sha256": PAGE.sha256, "line_start": line, "line_end": line, "quote": quote}
    return {"status": status, "text": text, "figures": list(figures), "citations": [citation]}


def _grade(case: Case, answer: dict[str, Any]) -> Grade:
    return grade(case, answer, ORIGINALS)


@pytest.mark.parametrize(
    ("expected", "figure", "equal"),
    [
        (_expected("8.30"), RIGHT, True),
        (_expected("8.30"), YUAN, True),
        (_expected("8.30"), {"value": "8.3", "unit": "万元"}, True),
        (_expected("8.30"), {"value": "-8.30", "unit": "万元"}, True),
        (_expected("8.30"), WRONG, False),
        (_expected("8.30"), {"value": "8.30", "unit": "元"}, False),
        (_expected("8.30"), {"value": "8.30", "unit": "%"}, False),
        (_expected("8.30"), {"value": None, "unit": "万元"}, False),
        (_expected("3.4", "%", True), {"value": "3.41", "unit": "%"}, True),
        (_expected("3.4", "%", True), {"value": "3.46", "unit": "%"}, False),
        (_expected("3.4", "%"), {"value": "3.4", "unit": "个百分点"}, True),
        (_expected("2", "台"), {"value": "2", "unit": "台（套）"}, True),
    ],
)
def test_when_two_figures_are_the_same(expected: ExpectedFigure, figure: dict[str, Any], equal: bool) -> None:
    assert same(expected, figure) is equal


@given(st.decimals(min_value=0, max_value=10**8, places=2), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_a_figure_is_the_same_as_itself_in_any_money_unit(value: Decimal, unit: str) -> None:
    from corpus.amount import MONEY_SCALE

    converted = value * MONEY_SCALE["万元"] / MONEY_SCALE[unit]
    assert same(ExpectedFigure(value, "万元"), {"value": format(converted, "f"), "unit": unit})


def test_a_right_answer() -> None:
    place = ExpectedPlace("某局-2024", ((1, 3),))
    graded = _grade(_case(figures=(_expected(),), text=(("8.30万元", "无"),), forbid=("9.30",), cites=(place,)), _answer(RIGHT))
    assert graded.right
    assert not graded.wrong
    assert (graded.quotes_true, graded.quotes_false) == (1, 0)


def test_the_figure_asked_for_comes_first() -> None:
    case = _case(figures=(_expected(),))
    assert not _grade(case, _answer(WRONG, RIGHT)).figures
    assert _grade(_case(figures=(_expected(), _expected("8.31"))), _answer(WRONG, RIGHT)).figures


@pytest.mark.parametrize(
    ("case", "answer", "wrong"),
    [
        (_case(figures=(_expected(),)), _answer(WRONG), True),
        (_case(figures=(_expected(),)), _answer(), False),
        (_case(figures=(_expected(),)), _answer(status="not_disclosed"), False),
        (_case(Status.NOT_DISCLOSED), _answer(RIGHT), True),
        (_case(Status.NOT_DISCLOSED), _answer(RIGHT, status="clarify"), False),
        (_case(figures=(_expected(),), forbid=("8.30 万元",)), _answer(RIGHT), True),
    ],
)
def test_wrong_numbers_are_told_from_misses(case: Case, answer: dict[str, Any], wrong: bool) -> None:
    graded = _grade(case, answer)
    assert not graded.right
    assert graded.wrong is wrong


def test_declining_is_right_where_it_may_be() -> None:
    assert _grade(_case(Status.ANSWERED, Status.CLARIFY, figures=(_expected(),)), _answer(status="clarify")).right


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        (ExpectedPlace("某局-2024", ((2, 2),)), True),
        (ExpectedPlace("某局-2024", ((3, 9),)), False),
        (ExpectedPlace("某局-2024"), True),
        (ExpectedPlace("另一局", ((2, 2),)), False),
        (ExpectedPlace("某局-2024", pages=(1,)), False),
    ],
)
def test_places(place: ExpectedPlace, cited: bool) -> None:
    assert _grade(_case(figures=(_expected(),), cites=(place,)), _answer(RIGHT)).cites is cited


def test_a_quote_that_stands_elsewhere_is_false() -> None:
    graded = _grade(_case(figures=(_expected(),)), _answer(RIGHT, line=1))
    assert (graded.quotes_true, graded.quotes_false) == (0, 1)


def test_faults_are_named() -> None:
    graded = _grade(_case(figures=(_expected(),), text=(("甲",),)), _answer(WRONG))
    assert graded.faults == ("figures", "text")
