"""The solver alone: what it accepts is right, what it cannot prove it leaves open, a misprint stays local."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables.solve import SolvableRow, Sum, solve, tolerance

SUMS = (Sum(0, (1, 2)),)
ALL = (0, 1, 2)


def row(*numbers: str, parent: int | None = None, allowed: tuple[int, ...] = ALL, additive: bool = True) -> SolvableRow:
    return SolvableRow(tuple(Decimal(n) for n in numbers), allowed, parent, additive)


def test_a_row_that_fills_all_columns_has_one_reading() -> None:
    assert solve([row("10.00", "7.00", "3.00")], SUMS, 0).readings == [((0, 1, 2),)]


def test_two_equal_numbers_alone_stay_open() -> None:
    assert solve([row("5.00", "5.00")], SUMS, 0).readings == [((0, 1), (0, 2))]


def test_the_parent_tells_where_its_children_stand() -> None:
    rows = [row("10.00", "7.00", "3.00"), row("7.00", "7.00", parent=0), row("3.00", "3.00", parent=0)]
    assert solve(rows, SUMS, 0).readings == [((0, 1, 2),), ((0, 1),), ((0, 2),)]


def test_children_that_can_swap_stay_open() -> None:
    rows = [row("10.00", "5.00", "5.00"), row("5.00", "5.00", parent=0), row("5.00", "5.00", parent=0)]
    assert [len(options) for options in solve(rows, SUMS, 0).readings] == [1, 2, 2]


def test_rounding_is_tolerated_for_each_term() -> None:
    rows = [row("39.76", "39.76"), *(row(n, n, parent=0) for n in ("20.96", "3.34", "15.47"))]
    solution = solve(rows, SUMS, 0)
    assert solution.relaxed == []
    assert tolerance(Decimal("0.01"), 3) == Decimal("0.02")


def test_a_misprint_drops_its_own_identity_and_keeps_the_rest() -> None:
    good = [row("10.00", "7.00", "3.00"), row("7.00", "7.00", parent=0), row("3.00", "3.00", parent=0)]
    bad = [row("20.00", "17.00", "3.00"), row("7.00", "7.00", parent=3), row("3.00", "3.00", parent=3)]
    solution = solve([*good, *bad], SUMS, 0)
    assert solution.relaxed == ["children of 3"]
    assert solution.readings[:3] == [((0, 1, 2),), ((0, 1),), ((0, 2),)]


def test_knowledge_counts_only_where_it_contradicts_nothing() -> None:
    rows = [row("10.00", "7.00", "3.00"), row("7.00", "7.00", parent=0), row("3.00", "3.00", parent=0)]
    wrong = solve(rows, SUMS, 0, [lambda index, reading: index == 0 or reading == (0, 2)])
    assert wrong.readings == solve(rows, SUMS, 0).readings
    open_row = solve([row("5.00", "5.00")], SUMS, 0, [lambda _, reading: 1 in reading])
    assert open_row.readings == [((0, 1),)]


def test_rows_that_only_share_columns_do_not_have_to_add_up() -> None:
    rows = [row("8.00", "8.00"), row("2.00", "2.00", parent=0, additive=False)]
    solution = solve(rows, SUMS, 0, [lambda index, reading: index != 0 or reading == (0, 1)])
    assert solution.readings == [((0, 1),), ((0, 1),)]
    assert solution.relaxed == []


amounts = st.integers(min_value=1, max_value=99_999).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[int | None, dict[int, Decimal]]]:
    """A parent and children with true cells: each child fills a random non-empty subset of two part columns."""
    children = []
    for _ in range(draw(st.integers(1, 5))):
        filled = draw(st.sets(st.sampled_from([1, 2]), min_size=1))
        parts = {c: draw(amounts) for c in sorted(filled)}
        children.append({0: sum(parts.values(), Decimal(0)), **parts})
    total: dict[int, Decimal] = {}
    for cells in children:
        for c, value in cells.items():
            total[c] = total.get(c, Decimal(0)) + value
    return [(None, total), *((0, cells) for cells in children)]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(trees())
def test_a_solved_cell_is_never_wrong(tree: list[tuple[int | None, dict[int, Decimal]]]) -> None:
    rows = [SolvableRow(tuple(cells[c] for c in sorted(cells)), ALL, parent) for parent, cells in tree]
    solution = solve(rows, SUMS, 0)
    assert solution.relaxed == []
    for (_, cells), readings in zip(tree, solution.readings, strict=True):
        assert tuple(sorted(cells)) in readings


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.lists(amounts, max_size=3), max_size=6))
def test_any_numbers_end_in_some_reading_or_none(rows: list[list[Decimal]]) -> None:
    solution = solve([SolvableRow(tuple(numbers), ALL, 0 if i else None) for i, numbers in enumerate(rows)], SUMS, 0)
    assert all(
        len(reading) == len(numbers) for numbers, readings in zip(rows, solution.readings, strict=True) for reading in readings
    )
