"""Which row belongs under which: by code, by enumeration, by 其中."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.amount import fold
from corpus.tables.body import is_total
from corpus.tables.titles import squeeze

_HAN = "一二三四五六七八九十"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"^[{_HAN}]+[、.]")),
    (2, re.compile(rf"^\([{_HAN}]+\)")),
    (3, re.compile(r"^\d+[、.]")),
    (4, re.compile(r"^\(\d+\)")),
)
_OF_WHICH = re.compile(r"^其中[:：]?")


def parents_by_code(codes: Sequence[str | None]) -> list[int | None]:
    """For each row the index of the nearest row above or below whose code is its code less two digits or more; None at the top.

    >>> parents_by_code(["201", "20113", "2011301", None])
    [None, 0, 1, None]
    """
    places: dict[str, int] = {}
    for index, code in enumerate(codes):
        if code is not None:
            places.setdefault(code, index)
    found: list[int | None] = []
    for code in codes:
        prefixes = [code[:n] for n in range(len(code) - 2, 2, -2)] if code else []
        found.append(next((places[p] for p in prefixes if p in places), None))
    return found


def _level(label: str) -> int | None:
    text = fold(squeeze(label))
    return next((level for level, pattern in _LEVELS if pattern.match(text)), None)


def parents_by_label(labels: Sequence[str]) -> list[int | None]:
    """For rows without codes: the index of the row each one is part of, from its enumeration, 其中, or its place after an enumerated row.

    >>> parents_by_label(["一、本年收入", "1、一般公共预算拨款", "其中：一般财力", "2、基金预算拨款", "收入总计"])
    [None, 0, 1, 0, None]
    """
    found: list[int | None] = []
    stack: list[tuple[int, int]] = []
    of_which: int | None = None
    for index, label in enumerate(labels):
        level = _level(label)
        text = fold(squeeze(label))
        if is_total(label) or (re.search(r"总计$|合计$", text) and level is None):
            stack, of_which = [], None
            found.append(None)
        elif level is not None:
            while stack and stack[-1][0] >= level:
                stack.pop()
            found.append(stack[-1][1] if stack else None)
            stack.append((level, index))
            of_which = None
        else:
            if _OF_WHICH.match(text) and of_which is None:
                of_which = index - 1 if index else None
            found.append(of_which if of_which is not None else (stack[-1][1] if stack else None))
    return found


def path_of(index: int, labels: Sequence[str], parents: Sequence[int | None]) -> tuple[str, ...]:
    """Labels of a row's ancestors, outermost first, and its own."""
    path = [labels[index]]
    seen = {index}
    up = parents[index]
    while up is not None and up not in seen:
        seen.add(up)
        path.append(labels[up])
        up = parents[up]
    return tuple(reversed(path))
