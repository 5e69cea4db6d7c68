"""Codes that a table without codes leaves unsaid: the names of its rows, read in order, are those of the classification."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from corpus.tables.forms import meanings
from corpus.tables.hierarchy import parents_by_code
from corpus.tables.rows import RawRow, loose
from corpus.tables.solve import step, tolerance

_ENUMERATION = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[)）]|\d+[.、])")
_LEAST_KNOWN = 0.75


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    from corpus.vocabulary import subjects

    found: dict[str, list[str]] = {}
    for subject in subjects():
        for name in (subject.name, *subject.old_names):
            found.setdefault(loose(name), []).append(subject.code)
    return {name: tuple(sorted(set(codes), key=len)) for name, codes in found.items()}


def is_known_name(label: str) -> bool:
    """Whether a label, its enumeration aside, is the name of a code or of a source of money."""
    name = loose(_ENUMERATION.sub("", label))
    return name in _codes_by_name() or name in _fund_names()


@cache
def _fund_names() -> frozenset[str]:
    return frozenset(loose(label) for meaning in meanings().values() if meaning.fund for label in meaning.labels)


def implied_codes(labels: Sequence[str]) -> list[str | None]:
    """For each label the code it must have where it stands, None where the classification does not know it there.

    A name that several codes share ("行政运行") takes the one under the class or group last named above it.

    >>> implied_codes(["一般公共服务支出", "财政事务", "行政运行", "合计"])
    ['201', '20106', '2010601', None]
    """
    found: list[str | None] = []
    above: str | None = None
    for label in labels:
        options = _codes_by_name().get(loose(_ENUMERATION.sub("", label)), ())
        code = _under(options, above)
        if code is not None:
            above = code
        found.append(code)
    return found


def _under(options: Sequence[str], above: str | None) -> str | None:
    for length in (5, 3):
        if above is not None and len(above) >= length:
            inside = [c for c in options if len(c) == length + 2 and c.startswith(above[:length])]
            if len(inside) == 1:
                return inside[0]
    heads = [c for c in options if len(c) == 3]
    return heads[0] if len(heads) == 1 else None


def codes_of(rows: Sequence[RawRow], totals: Sequence[int]) -> list[str | None] | None:
    """Codes to add the rows up by: those printed, else those implied where nearly all rows have one and their leading numbers bear it out."""
    if any(row.code for row in rows):
        return [row.code for row in rows]
    codes = implied_codes([row.label for row in rows])
    filled = [i for i, row in enumerate(rows) if row.numbers and i not in totals]
    if len(filled) < 2 or sum(codes[i] is not None for i in filled) < _LEAST_KNOWN * len(filled):
        return None
    return codes if _adds_up(rows, codes, totals) else None


def _adds_up(rows: Sequence[RawRow], codes: Sequence[str | None], totals: Sequence[int]) -> bool:
    """Whether the leading numbers of the classes make up that of the table's total, and those of parts that of their wholes."""
    parents = parents_by_code(codes)
    heads = [row.numbers[0].value if row.numbers else None for row in rows]
    if len(totals) != 1 or heads[totals[0]] is None:
        return False
    families: dict[int, list[Decimal]] = {}
    for index, value in enumerate(heads):
        parent = parents[index] if parents[index] is not None else totals[0] if codes[index] else None
        if value is not None and parent is not None and index != parent:
            families.setdefault(parent, []).append(value)
    unit = step([value for value in heads if value is not None])
    return all(
        abs(whole - sum(parts, Decimal(0))) <= tolerance(unit, len(parts))
        for parent, parts in families.items()
        if (whole := heads[parent]) is not None
    )
