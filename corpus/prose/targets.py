"""The flattened 绩效目标表: annual goals in words, sources of money, indicators with their bound and weight.

Only what the lines leave no doubt about is read: an indicator needs its operator (≥, ＞=, ≤ …) and a label on the same line or
between the kind of indicator (数量指标 …) and the operator; a weight stands alone after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.document import Document
from corpus.prose.paragraphs import fold_line
from corpus.prose.words import words

_OPERATOR = re.compile(
    r"(?P<operator>[＞>≥＜<≤=＝]{1,2})\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[一-鿿（）]{0,6})(?:\s+(?P<weight>\d{1,3}(?:\.\d+)?))?\s*$"
)
_ALONE = re.compile(r"\d{1,3}(?:\.\d+)?")
_MONEY = re.compile(r"(?P<label>[^\d]*[一-鿿）])\s+(?P<digits>\d[\d,]*(?:\.\d+)?)")
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True, slots=True)
class Region:
    """A 绩效目标表: lines ``first``..``last`` (indices, inclusive); ``goals`` are the lines of the goals in words, maybe none."""

    first: int
    last: int
    goals: range


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number of the table. ``column`` is 指标值, 分值权重 or 资金总额（万元）; lines ``first``..``last`` hold label and number."""

    label: str
    column: str
    value: Decimal
    unit: str
    first: int
    last: int


def regions(document: Document) -> list[Region]:
    """The 绩效目标表 of a document that no table reader has taken (tables without rows do not count)."""
    lines = [fold_line(line.text).replace(" ", "") for line in document.lines]
    taken = {index for table in document.tables if table.rows for index in range(table.first, table.last + 1)}
    starts = [index for index, line in enumerate(lines) if words().targets["title"].fullmatch(line) and index not in taken]
    found = []
    for start in starts:
        last = next(
            (
                index - 1
                for index in range(start + 1, len(lines))
                if index in taken or index in starts or _HEADING.match(lines[index])
            ),
            len(lines) - 1,
        )
        if any(words().targets["header"].fullmatch(line) for line in lines[start : last + 1]):
            found.append(Region(start, last, _goals(lines, start, last)))
    return found


def _goals(lines: list[str], first: int, last: int) -> range:
    opening = next((index for index in range(first + 1, last) if words().targets["goals"].fullmatch(lines[index])), None)
    if opening is None:
        return range(0)
    end = next(
        (index for index in range(opening + 1, last + 1) if words().targets["goals_end"].fullmatch(lines[index])), opening + 1
    )
    return range(opening + 1, end)


def indicators(document: Document, region: Region) -> list[Indicator]:
    """The numbers of a 绩效目标表 outside its goals in words, in order."""
    lines = [
        (index, fold_line(document.lines[index].text).strip())
        for index in range(region.first, region.last + 1)
        if index not in region.goals
    ]
    lines = [(index, text) for index, text in lines if text]
    header = next(place for place, (_, text) in enumerate(lines) if words().targets["header"].fullmatch(text.replace(" ", "")))
    return _money(lines[:header]) + _bounds(
        lines[header + 1 :], weighted=re.search("权重|分值", lines[header][1].replace(" ", "")) is not None
    )


def _money(lines: list[tuple[int, str]]) -> list[Indicator]:
    if not any("万元" in text for _, text in lines):
        return []
    found = []
    for index, text in lines:
        if match := _MONEY.fullmatch(text):
            label = match["label"].split()[-1]
            found.append(Indicator(label, "资金总额（万元）", Decimal(match["digits"].replace(",", "")), "万元", index, index))
    return found


def _bounds(lines: list[tuple[int, str]], weighted: bool) -> list[Indicator]:
    found: list[Indicator] = []
    waiting: Indicator | None = None
    for place, (index, text) in enumerate(lines):
        if match := _OPERATOR.search(text):
            label, first = _label(lines, place, text[: match.start()])
            waiting = None
            if not label:
                continue
            waiting = Indicator(label, "指标值", Decimal(match["digits"].replace(",", "")), match["unit"], first, index)
            found.append(waiting)
            if match["weight"] and weighted:
                found.append(Indicator(label, "分值权重", Decimal(match["weight"]), "分", first, index))
                waiting = None
        elif weighted and waiting is not None and _ALONE.fullmatch(text):
            found.append(Indicator(waiting.label, "分值权重", Decimal(text), "分", waiting.first, index))
            waiting = None
    return found


def _label(lines: list[tuple[int, str]], place: int, before: str) -> tuple[str, int]:
    """The indicator's name before its operator: on the line itself, or on the lines back to the kind of indicator."""
    own = re.split(rf"(?:^|\s){words().targets['kind'].pattern}(?=\s|$)", before)[-1].strip()
    squeezed = own.replace(" ", "")
    if squeezed:
        return (squeezed, lines[place][0]) if re.search(r"[一-鿿]{4}", squeezed) and len(squeezed) <= 40 else ("", 0)
    pieces: list[str] = []
    for index, text in reversed(lines[max(0, place - 4) : place]):
        if re.search(rf"(?:^|\s){words().targets['kind'].pattern}$", text):
            return "".join(pieces), index + 1 if pieces else index
        if _ALONE.fullmatch(text) or _OPERATOR.search(text):
            return "", 0
        pieces.insert(0, text.replace(" ", ""))
    return "", 0
