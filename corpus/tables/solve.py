"""Columns found by what must hold: an exact search over the ways the printed numbers of each row can fill its columns.

A row that prints k of n columns has at most C(n, k) readings. Two families of identities cut them down:

* within a row, a 合计 column equals the sum of the columns beside it (`Sum`);
* between rows, a parent equals the sum of its children in every column (`parents`).

The rows of a table form a tree, and each between-row identity touches one parent and its children only. Constraints over a tree
have no cycle, so making every parent-with-children constraint consistent with its rows' remaining readings, until nothing changes,
leaves exactly the readings that occur in some solution of the whole table. A cell is solved where all of them agree.
An identity that no reading satisfies (a misprint) is dropped for its own rows alone and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from math import comb
from operator import add

Reading = tuple[int, ...]
"""Columns of a row's numbers, in printed order."""

_MOST_READINGS = 20_000
_MOST_SUMS = 4_096
_MOST_WORK = 150_000
_ZERO = Decimal(0)

_Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Column ``total`` equals the sum of columns ``parts``."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SolvableRow:
    """Numbers of a row in printed order; ``allowed`` columns; ``parent`` the index of the row above it, None for the top.

    ``additive`` rows add up into their parent; others only fill no column that the parent leaves empty. ``streams`` says how many of the
    numbers share a line, where a row is printed on several: order is kept within a line, not between lines.
    """

    numbers: tuple[Decimal, ...]
    allowed: tuple[int, ...]
    parent: int | None = None
    additive: bool = True
    streams: tuple[int, ...] = ()


@dataclass(slots=True)
class Solution:
    """What is left of each row's readings; ``relaxed`` names identities that had to be dropped ("row:3", "children of 0")."""

    readings: list[tuple[Reading, ...]]
    relaxed: list[str] = field(default_factory=list)


def step(numbers: Sequence[Decimal]) -> Decimal:
    """The last printed decimal place of the numbers (0.01 for two decimals, 1 for whole numbers)."""
    exponents = [int(n.as_tuple().exponent) for n in numbers]
    return Decimal(1).scaleb(min(exponents, default=0))


def tolerance(unit: Decimal, terms: int) -> Decimal:
    """How far a printed sum of ``terms`` rounded numbers may be off its printed total: half a unit for each number involved."""
    return unit * (terms + 1) / 2


def _cells(numbers: Sequence[Decimal], reading: Reading) -> dict[int, Decimal]:
    return dict(zip(reading, numbers, strict=True))


def _violations(cells: Mapping[int, Decimal], sums: Sequence[Sum], unit: Decimal) -> int:
    broken = 0
    for rule in sums:
        parts = [cells[p] for p in rule.parts if p in cells]
        total = cells.get(rule.total)
        if total is None:
            broken += bool(parts)
        elif abs(total - sum(parts, _ZERO)) > tolerance(unit, len(parts)):
            broken += 1
    return broken


def _ways(columns: Sequence[int], streams: Sequence[int]) -> Iterator[Reading]:
    """All columns for the numbers of the streams: increasing within each stream, none taken twice."""
    if len(streams) <= 1:
        yield from combinations(columns, sum(streams))
        return
    for head in combinations(columns, streams[0]):
        rest = [c for c in columns if c not in head]
        yield from (head + tail for tail in _ways(rest, streams[1:]))


def _count(width: int, streams: Sequence[int]) -> int:
    total = 1
    for length in streams:
        total *= comb(width, length)
        width -= length
    return total


def _row_readings(
    row: SolvableRow, sums: Sequence[Sum], unit: Decimal, first_total: int | None
) -> tuple[tuple[Reading, ...], bool]:
    """All readings of a row that break fewest identities, and whether they break none; of readings alike in every column one is kept."""
    count = len(row.numbers)
    streams = row.streams or (count,)
    if count == 0:
        return ((),), True
    if count > len(row.allowed) or _count(len(row.allowed), streams) > _MOST_READINGS:
        return (), False
    ranked: dict[int, dict[object, Reading]] = {}
    for reading in _ways(row.allowed, streams):
        if first_total is not None and first_total in row.allowed and first_total not in reading:
            continue
        cells = _cells(row.numbers, reading)
        alike: object = frozenset(cells.items()) if len(streams) > 1 else reading
        ranked.setdefault(_violations(cells, sums, unit), {}).setdefault(alike, reading)
    if not ranked:
        return (), False
    best = min(ranked)
    return tuple(ranked[best].values()), best == 0


@dataclass(slots=True)
class _Work:
    """Additions that one table may still cost; what is not decided within them stays open."""

    left: int = _MOST_WORK


class _Family:
    """One parent row and its children: which readings of each occur together in a balanced choice. Amounts count in the last printed place."""

    def __init__(self, parent: int, children: Sequence[int], rows: Sequence[SolvableRow], unit: Decimal, work: _Work) -> None:
        self.parent, self.children, self.rows, self.work = parent, tuple(children), rows, work
        self.additive = all(rows[child].additive for child in children)
        self.whole = {i: tuple(int(n / unit) for n in rows[i].numbers) for i in (parent, *self.children)}
        self.positive = all(n >= 0 for numbers in self.whole.values() for n in numbers)

    def supported(self, readings: Sequence[tuple[Reading, ...]]) -> dict[int, tuple[Reading, ...]] | None:
        """Readings of parent and children that take part in a balanced choice; None where none balances, {} where there are too many to try."""
        kept: dict[int, set[Reading]] = {index: set() for index in (self.parent, *self.children)}
        for head in readings[self.parent]:
            total = dict(zip(head, self.whole[self.parent], strict=True))
            chosen = self._choices(total, readings)
            if chosen is None:
                return {}
            if chosen:
                kept[self.parent].add(head)
                for child, options in zip(self.children, chosen, strict=True):
                    kept[child] |= options
        if not kept[self.parent]:
            return None
        return {index: tuple(r for r in readings[index] if r in options) for index, options in kept.items()}

    def _choices(self, total: Mapping[int, int], readings: Sequence[tuple[Reading, ...]]) -> list[set[Reading]] | None:
        """For one reading of the parent, the readings of each child that can balance it; [] where none can, None where too many sums arise.

        Partial sums are built child by child and only distinct ones are kept, none that already exceeds the total; a second pass walks
        back from the sums that balance. A sum balances within half a place for each number involved.
        """
        columns = sorted({c for child in self.children for r in readings[child] for c in r} | set(total))
        wanted = tuple(total.get(c, 0) for c in columns)
        slack = (len(self.children) + 1) / 2
        layers: list[dict[_Vector, None]] = [{(0,) * len(columns): None}]
        options: list[list[tuple[Reading, _Vector]]] = []
        for child in self.children:
            usable = [r for r in readings[child] if set(r) <= set(total) or not any(self.rows[child].numbers)]
            vectors = [(r, self._vector(child, r, columns)) for r in usable]
            options.append(vectors)
            self.work.left -= len(layers[-1]) * len(vectors)
            if self.work.left < 0:
                return None
            sums = (tuple(map(add, base, more)) for base in layers[-1] for _, more in vectors)
            layer = dict.fromkeys(
                s for s in sums if not self.positive or all(x <= w + slack for x, w in zip(s, wanted, strict=True))
            )
            if len(layer) > _MOST_SUMS:
                return None
            layers.append(layer)
        good = {s for s in layers[-1] if all(abs(x - w) <= slack for x, w in zip(s, wanted, strict=True))}
        return self._walk_back(layers, options, good) if good else []

    def _vector(self, child: int, reading: Reading, columns: Sequence[int]) -> _Vector:
        cells = dict(zip(reading, self.whole[child], strict=True))
        return tuple(cells.get(c, 0) for c in columns)

    @staticmethod
    def _walk_back(
        layers: list[dict[_Vector, None]], options: list[list[tuple[Reading, _Vector]]], good: set[_Vector]
    ) -> list[set[Reading]]:
        chosen: list[set[Reading]] = []
        for depth in range(len(options), 0, -1):
            used: set[Reading] = set()
            below: set[_Vector] = set()
            for base in layers[depth - 1]:
                for reading, more in options[depth - 1]:
                    if tuple(map(add, base, more)) in good:
                        used.add(reading)
                        below.add(base)
            chosen.append(used)
            good = below
        return chosen[::-1]


def solve(
    rows: Sequence[SolvableRow],
    sums: Sequence[Sum],
    first_total: int | None = None,
    knowledge: Sequence[Callable[[int, Reading], bool]] = (),
) -> Solution:
    """Readings of every row that occur in a solution of the table.

    rows         in printed order; ``parent`` indexes this sequence
    sums         identities within a row
    first_total  a column that is printed in every row with numbers (the leading 合计), None where there is none
    knowledge    further tests on a row's reading (facts known from elsewhere), strongest first; each counts only where it leaves every
                 row a reading and no identity has to be dropped for it

    Where no reading satisfies an identity the identity is dropped for those rows and named in ``Solution.relaxed``.
    """
    unit = step([n for row in rows for n in row.numbers])
    solution = Solution([])
    for index, row in enumerate(rows):
        found, clean = _row_readings(row, sums, unit, first_total)
        solution.readings.append(found)
        if not clean and row.numbers:
            solution.relaxed.append(f"row:{index}")
    families = _families(rows, unit, _Work())
    _propagate(solution, families)
    for test in knowledge:
        if all(len(options) <= 1 for options in solution.readings):
            break
        trial = Solution(
            [_tested(index, options, test) for index, options in enumerate(solution.readings)], list(solution.relaxed)
        )
        if trial.readings != solution.readings:
            _propagate(trial, families)
            if trial.relaxed == solution.relaxed:
                solution = trial
    return solution


def _tested(index: int, options: tuple[Reading, ...], test: Callable[[int, Reading], bool]) -> tuple[Reading, ...]:
    return tuple(r for r in options if test(index, r)) or options if len(options) > 1 else options


def _families(rows: Sequence[SolvableRow], unit: Decimal, work: _Work) -> list[_Family]:
    children: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.parent is not None:
            children.setdefault(row.parent, []).append(index)
    return [_Family(parent, members, rows, unit, work) for parent, members in children.items() if rows[parent].numbers]


def _propagate(solution: Solution, families: list[_Family]) -> None:
    """Shrink the readings until every family supports all that is left; a family that nothing balances is dropped and named."""
    active = [f for f in families if f"children of {f.parent}" not in solution.relaxed]
    changed = True
    while changed:
        changed = False
        for family in list(active):
            if not family.additive:
                _keep_occupancy(solution, family)
                continue
            kept = family.supported(solution.readings)
            if kept is None:
                solution.relaxed.append(f"children of {family.parent}")
                active.remove(family)
                _keep_occupancy(solution, family)
                continue
            for index, options in kept.items():
                if len(options) < len(solution.readings[index]):
                    solution.readings[index] = options
                    changed = True


def _keep_occupancy(solution: Solution, family: _Family) -> None:
    """Even where a sum does not balance, a child fills only columns that its parent fills."""
    filled = {c for r in solution.readings[family.parent] for c in r}
    for child in family.children:
        kept = tuple(r for r in solution.readings[child] if set(r) <= filled)
        if kept:
            solution.readings[child] = kept
