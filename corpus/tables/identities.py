"""Identities of a layout: which column is the sum of which, read off the tree of its header labels."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.tables.forms import meanings
from corpus.tables.layouts import Slot
from corpus.tables.solve import Sum


def _is_total(name: str) -> bool:
    meaning = meanings().get(name)
    return bool(meaning and meaning.total)


def sums(slots: Sequence[Slot]) -> tuple[Sum, ...]:
    """The sums that hold in every row: in each group of columns with a 合计/小计, that column is the sum of the rest of its group.

    A subgroup counts by its own total, or by all its columns where it has none; loose columns take no part.
    """
    found: list[Sum] = []
    _collect([(i, slot.path) for i, slot in enumerate(slots) if not slot.loose], found)
    return tuple(found)


def _collect(members: Sequence[tuple[int, tuple[str, ...]]], found: list[Sum]) -> tuple[int, ...]:
    """Add the sums of a group to ``found`` and return the columns that stand for it on the level above."""
    total: int | None = None
    parts: list[int] = []
    groups: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for index, path in members:
        if len(path) > 1:
            groups.setdefault(path[0], []).append((index, path[1:]))
        elif _is_total(path[0]) and total is None:
            total = index
        else:
            parts.append(index)
    for group in groups.values():
        parts.extend(_collect(group, found))
    if total is None:
        return tuple(sorted(parts))
    if parts:
        found.append(Sum(total, tuple(sorted(parts))))
    return (total,)


def leading_total(slots: Sequence[Slot]) -> int | None:
    """The first column where it is the total of the whole row: every row with numbers prints it."""
    if not slots or len(slots[0].path) != 1 or not _is_total(slots[0].path[0]) or slots[0].loose:
        return None
    covered = {p for rule in sums(slots) if rule.total == 0 for p in rule.parts}
    return 0 if covered or len(slots) == 1 else None
