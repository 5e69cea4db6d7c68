from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import calculate
from assistant.calculate import NotComparable, Term
from assistant.formula import evaluate

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2)


@given(st.lists(amounts, min_size=2, max_size=6))
def test_a_sum_is_what_its_formula_gives(values: list[Decimal]) -> None:
    result = calculate.total([Term(v, "万元") for v in values])
    assert evaluate(result.formula)[0] == result.value


@given(amounts, amounts)
def test_differences_shares_and_ratios_follow_from_their_formulas(one: Decimal, other: Decimal) -> None:
    a, b = Term(one, "万元"), Term(other, "万元")
    assert evaluate(calculate.difference(a, b).formula)[0] == abs(one - other)
    assert abs(evaluate(calculate.percent(a, b).formula)[0] - calculate.percent(a, b).value) <= Decimal("0.005")
    assert abs(evaluate(calculate.times(a, b).formula)[0] - calculate.times(a, b).value) <= Decimal("0.005")


@given(amounts, amounts, st.sampled_from(["增加", "减少"]))
def test_last_year_plus_its_change_is_this_year(now: Decimal, change: Decimal, direction: str) -> None:
    before = calculate.prior(Term(now, "万元"), Term(change, "万元"), direction).value
    assert (before + change if direction == "增加" else before - change) == now


def test_money_is_brought_to_one_unit_and_nothing_else_is() -> None:
    assert calculate.total([Term(Decimal("1.5"), "万元"), Term(Decimal("5000"), "元")]).value == Decimal("2.0")
    with pytest.raises(NotComparable):
        calculate.difference(Term(Decimal(3), "人"), Term(Decimal(3), "万元"))
    with pytest.raises(NotComparable):
        calculate.percent(Term(Decimal(3), "万元"), Term(Decimal(0), "万元"))
    with pytest.raises(NotComparable):
        calculate.per_head(Term(Decimal(3), "万元"), Term(Decimal(0), "人"))
