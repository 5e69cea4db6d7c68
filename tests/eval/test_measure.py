from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Status
from eval.case import Case, Expect
from eval.grade import UNANSWERED, Grade
from eval.measure import compare, share, totals
from eval.run import Result

RIGHT = Grade(status=True, figures=True, text=True, cites=True, quotes_true=2)
WRONG = Grade(status=True, figures=False, text=True, cites=True, wrong=True, quotes_false=1)


def _result(name: str, graded: Grade, category: str = "lookup", seconds: float = 0.01) -> Result:
    answer = None if graded is UNANSWERED else {"status": "answered"}
    return Result(Case(name, category, ("问",), Expect((Status.ANSWERED,))), graded, answer, seconds)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_the_interval_holds_the_share(outcomes: list[bool]) -> None:
    measured = share(outcomes)
    assert 0 <= measured.low <= measured.value <= measured.high <= 1
    assert measured.value == sum(outcomes) / len(outcomes)


def test_more_cases_give_a_narrower_interval() -> None:
    few, many = share([True, False] * 5), share([True, False] * 200)
    assert many.high - many.low < (few.high - few.low) / 3


def test_silence_counts() -> None:
    measured = totals([_result("a", RIGHT), _result("b", UNANSWERED)])
    assert (measured.right.hits, measured.right.total, measured.wrong.hits) == (1, 2, 0)


def test_totals_by_category_quote_and_time() -> None:
    results = [_result("a", RIGHT, "sum", 0.001), _result("b", WRONG, "sum", 0.003), _result("c", RIGHT, "unit", 0.002)]
    measured = totals(results)
    assert {name: (s.hits, s.total) for name, s in measured.categories.items()} == {"sum": (1, 2), "unit": (1, 1)}
    assert (measured.quotes.hits, measured.quotes.total, measured.wrong.hits) == (4, 5, 1)
    assert measured.latency == {"p50": 0.002, "p95": 0.003, "max": 0.003}


def test_gains_and_losses() -> None:
    changes = compare(
        [_result("a", RIGHT), _result("b", WRONG), _result("c", RIGHT), _result("new", RIGHT)], {"a": False, "b": True, "c": True}
    )
    assert (changes.gains, changes.losses) == (("a",), ("b",))
