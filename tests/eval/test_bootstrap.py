from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bootstrap import quantile, ratio, share

PAIRS = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda p: (float(min(p)), float(max(p))))


@given(st.lists(PAIRS, max_size=40))
def test_the_interval_holds_the_share(pairs: list[tuple[float, float]]) -> None:
    measured = ratio(pairs)
    assert 0 <= measured.low <= measured.value <= measured.high <= 1
    total = sum(total for _, total in pairs)
    assert measured.total == total
    assert measured.value == pytest.approx(sum(hits for hits, _ in pairs) / total if total else 0)


def test_more_cases_give_a_narrower_interval() -> None:
    few, many = share([True, False] * 5), share([True, False] * 200)
    assert many.high - many.low < (few.high - few.low) / 3


def test_agreement_of_few_cases_proves_little() -> None:
    """The exact binomial bound: 1 - 0.025 ** (1 / n)."""
    assert share([False] * 160).high == pytest.approx(0.0228, abs=1e-4)
    assert share([True] * 3).low == pytest.approx(0.2924, abs=1e-4)
    assert (share([]).low, share([]).high) == (0.0, 1.0)


def test_a_case_is_drawn_with_all_that_it_counts() -> None:
    """Ten quotes of one answer stand or fall together: the interval is that of two cases, not of twenty."""
    together = ratio([(10.0, 10.0), (0.0, 10.0)])
    apart = ratio([(1.0, 1.0)] * 10 + [(0.0, 1.0)] * 10)
    assert (together.low, together.high) == (0.0, 1.0)
    assert apart.low > 0.2


def test_the_same_results_give_the_same_interval() -> None:
    assert share([True, False, True]) == share([True, False, True])


@given(st.lists(st.floats(0.0, 10.0), min_size=1, max_size=30))
def test_a_percentile_lies_in_its_interval_and_among_the_values(values: list[float]) -> None:
    median = quantile(values, 0.5)
    assert min(values) <= median.low <= median.high <= max(values)
    assert min(values) <= median.value <= max(values)
