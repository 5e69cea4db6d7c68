"""Which row of a table is part of which: by code, else by enumeration, 其中 and indentation together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.lexicon import squeeze
from corpus.tables.hierarchy import parents_by_code

_HAN = "一二三四五六七八九十"
_LEVELS = tuple(re.compile(p) for p in (rf"^[{_HAN}]+[、.]", rf"^\([{_HAN}]+\)", r"^\d+[、.]", r"^\(\d+\)"))
_OF_WHICH = re.compile(r"^其中[:：]?")
_STEP = 3.0
"""Points of white that make a row more deeply indented."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is needed of a row to place it: label, full code, white before the label in points, whether it is a total."""

    label: str
    code: str | None
    indent: float
    total: bool = False


def parents(entries: Sequence[Entry]) -> list[int | None]:
    """For each row the index of the row it is part of; None at the top.

    >>> parents([Entry("一、财政拨款", None, 0), Entry("一般公共预算", None, 10), Entry("二、其他收入", None, 0)])
    [None, 0, None]
    >>> parents([Entry("3、公务用车", None, 0), Entry("其中：（1）购置费", None, 0), Entry("（2）运行费", None, 0)])
    [None, 0, 0]
    """
    coded = sum(entry.code is not None for entry in entries)
    if coded * 2 >= len(entries) and coded:
        return parents_by_code([entry.code for entry in entries])
    return _by_print(entries)


@dataclass(slots=True)
class _Open:
    """A row that may still get parts: ``level`` is its enumeration's, None without one."""

    index: int
    level: float | None
    indent: float


def _by_print(entries: Sequence[Entry]) -> list[int | None]:
    found: list[int | None] = []
    stack: list[_Open] = []
    for index, entry in enumerate(entries):
        if entry.total:
            stack = []
            found.append(None)
            continue
        text = squeeze(entry.label)
        bare = _OF_WHICH.sub("", text)
        level = next((float(i) for i, shape in enumerate(_LEVELS) if shape.match(bare)), None)
        if bare != text and stack:
            _close_of_which(stack, level)
        else:
            _close(stack, level, entry.indent)
        found.append(stack[-1].index if stack else None)
        stack.append(_Open(index, level, entry.indent))
    return found


def _close(stack: list[_Open], level: float | None, indent: float) -> None:
    """Drop the open rows that a row with this enumeration and indentation is no part of."""
    while stack:
        top = stack[-1]
        if level is not None and top.level is not None:
            inside = level > top.level
        elif level is not None:
            inside = indent > top.indent + _STEP and not any(o.level is not None and o.level >= level for o in stack)
        else:
            inside = indent > top.indent + _STEP
        if inside:
            return
        stack.pop()


def _close_of_which(stack: list[_Open], level: float | None) -> None:
    """其中 opens the parts of the row just above it, whatever that row's enumeration."""
    while len(stack) > 1 and level is not None and stack[-1].level is not None and stack[-1].level >= level:
        stack.pop()
