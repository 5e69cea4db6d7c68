from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Status
from corpus.amount import MONEY_SCALE
from eval.case import Case, ExpectedFigure, ExpectedPlace
from eval.grade import Grade, grade, unanswered
from eval.match import same
from tests.eval.made import HELD, LIBRARY, PLACE
from tests.eval.made import answer as _answer
from tests.eval.made import case as _made
from tests.eval.made import figure as _expected

YUAN = {"value": "83000", "unit": "元"}
RIGHT = {"value": "8.30", "unit": "万元"}
WRONG = {"value": "8.31", "unit": "万元"}
OWNED = RIGHT | {"issuer": HELD.issuer, "fiscal_year": HELD.fiscal_year}


def _case(*status: Status, **more: Any) -> Case:
    return _made("a", *status, **more)


def _grade(case: Case, answer: dict[str, Any]) -> Grade:
    return grade(case, answer, LIBRARY.originals, LIBRARY.held)


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
        (_expected("3.4", "%", derived=True), {"value": "3.41", "unit": "%"}, True),
        (_expected("3.4", "%", derived=True), {"value": "3.46", "unit": "%"}, False),
        (_expected("3.4", "%"), {"value": "3.4", "unit": "个百分点"}, True),
        (_expected("2", "台"), {"value": "2", "unit": "台（套）"}, True),
    ],
)
def test_when_two_figures_are_the_same(expected: ExpectedFigure, figure: dict[str, Any], equal: bool) -> None:
    assert same(expected, figure) is equal


@given(st.decimals(min_value=0, max_value=10**8, places=2), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_a_figure_is_the_same_as_itself_in_any_money_unit(value: Decimal, unit: str) -> None:
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


@pytest.mark.parametrize(
    ("figure", "parts"),
    [
        (OWNED, (1, 1, 1, 1)),
        (OWNED | {"issuer": "另一局"}, (1, 1, 0, 1)),
        (OWNED | {"fiscal_year": 2023}, (1, 1, 1, 0)),
        (OWNED | {"value": "8.31"}, (0, 1, 1, 1)),
        (OWNED | {"unit": "%"}, (1, 0, 1, 1)),
    ],
)
def test_what_is_exact_about_a_figure(figure: dict[str, Any], parts: tuple[int, ...]) -> None:
    graded = _grade(_case(figures=(_expected(),), cites=(PLACE,)), _answer(figure))
    assert tuple(graded.parts[name][0] for name in ("value", "unit", "issuer", "year")) == parts


def test_a_derived_number_may_be_of_the_year_before() -> None:
    last_year = OWNED | {"fiscal_year": 2023}
    assert _grade(_case(figures=(_expected(derived=True),), cites=(PLACE,)), _answer(last_year)).parts["year"] == (1, 1)
    named = _expected(derived=True, fiscal_year=2024, issuer="另一局")
    parts = _grade(_case(figures=(named,), cites=(PLACE,)), _answer(last_year)).parts
    assert (parts["year"], parts["issuer"]) == ((0, 1), (0, 1))


def test_citations_are_counted_both_ways() -> None:
    other = ExpectedPlace("某局-2024", ((3, 3),))
    told = _answer(RIGHT)
    told["citations"].append({**told["citations"][0], "id": 2, "line_start": 1, "line_end": 1})
    parts = _grade(_case(figures=(_expected(),), cites=(PLACE, other)), told).parts
    assert (parts["cited"], parts["citing"]) == ((1, 2), (1, 2))


def test_declining_rightly_misses_nothing_and_silence_misses_all() -> None:
    case = _case(Status.ANSWERED, Status.CLARIFY, figures=(_expected(),), cites=(PLACE,))
    assert _grade(case, _answer(status="clarify")).parts == {}
    assert _grade(_case(figures=(_expected(),), cites=(PLACE,)), _answer(status="clarify")).parts["value"] == (0, 1)
    silent = unanswered(case)
    assert (silent.parts["value"], silent.parts["cited"], silent.right, silent.refused) == ((0, 1), (0, 1), False, False)
