from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.formula import FormulaError, evaluate

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("121.36 − 4.00", "117.36"),
        ("121.36-4.00", "117.36"),
        ("1,234.50 + 0.50", "1235.00"),
        ("2 + 3 × 4", "14"),
        ("（2 + 3）× 4", "20"),
        ("-2 + 3", "1"),
        ("121.36 万元 ÷ 在职 2 人", "60.68"),
        ("8 × 100%", "800"),
        ("200 × 50%", "100"),
        ("８．３０ － ０．３０", "8.00"),
    ],
)
def test_results(formula: str, result: str) -> None:
    assert evaluate(formula)[0] == Decimal(result)


@pytest.mark.parametrize("formula", ["", "万元", "1 +", "(1 + 2", "1 2", "1 ÷ 0", "0 ÷ 0", "+", ")", "(" * 500 + "1"])
def test_what_cannot_be_computed_says_so(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula)


def test_the_terms_are_the_numbers_as_printed() -> None:
    assert evaluate("(8.30 − 7.50) ÷ 7.50 × 100%")[1] == tuple(map(Decimal, ("8.30", "7.50", "7.50", "100")))


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_sums_and_differences_are_exact(a: Decimal, b: Decimal, c: Decimal) -> None:
    assert evaluate(f"{a} + {b} − {c}") == (a + b - c, (a, b, c))


@given(st.text(alphabet="0123456789.,+-−×÷*/()（）% 万元", max_size=40))
def test_any_text_gives_a_number_or_a_formula_error(text: str) -> None:
    try:
        result, _ = evaluate(text)
    except FormulaError:
        return
    assert result.is_finite()
