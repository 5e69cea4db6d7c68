"""The flattened 绩效目标表: annual goals in words, sources of money, indicators with their bound and weight.

Only what the lines leave no doubt about is read: an indicator needs its operator (≥, ＞=, ≤ …) and a label on the same line or
between the kind of indicator (数量指标 …) and the operator; a weight stands alone after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.document import Document
from corpus.prose.paragraphs import fold_line
from corpus.prose.words import words

_OPERATOR = re.compile(
    r"(?P<operator>[＞>≥＜<≤=＝]{1,2})\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[一-鿿（）]{0,6})(?:\s+(?P<weight>\d{1,3}(?:\.\d+)?))?\s*$"
)
_ALONE = re.compile(r"\d{1,3}(?:\.\d+)?")
_BASED = re.compile(
    r"(?P<operator>[＞>≥＜<≤=＝]{1,2})\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[一-鿿（）]{0,6})\s+(?P<basis>\S.*?[一-鿿）〕])(?:\s+(?P<weight>\d{1,3}(?:\.\d+)?))?\s*$"
)
"""An indicator's bound with what it is set by behind it, in tables that have a column for that."""
_MONEY = re.compile(r"(?P<label>[一-鿿]+)(?:（万?元）)?\s*[:：]?\s*(?P<digits>\d[\d,]*(?:\.\d+)?)(?=\s|$|万?元)")
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True, slots=True)
class Region:
    """A 绩效目标表: lines ``first``..``last`` (indices, inclusive); ``goals`` are the lines of the goals in words, maybe none."""

    first: int
    last: int
    goals: range


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number of the table. ``column`` is 指标值, 分值权重 or 资金总额（万元）; lines ``first``..``last`` hold label and number.

    ``fund`` is the item of an amount of money; ``basis`` the printed words by which the indicator is set, "" where there are none.
    """

    label: str
    column: str
    value: Decimal
    unit: str
    first: int
    last: int
    fund: str = ""
    basis: str = ""


def fund_item(label: str) -> str | None:
    """The item of the money that a 绩效目标表 prints under a label, None where the label names no source of money.

    >>> fund_item("上级安排"), fund_item("联系电话")
    ('绩效目标资金（上级安排）', None)
    """
    found = next((name for name, pattern in words().target_funds.items() if pattern.fullmatch(label)), None)
    return f"绩效目标资金（{found}）" if found else None


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
    return _money(lines[:header]) + _bounds(lines[header + 1 :], lines[header][1].replace(" ", ""))


def _money(lines: list[tuple[int, str]]) -> list[Indicator]:
    """The sources of money; none where the table does not print their unit."""
    unit = next((word for word in ("万元", "元") if any(f"（{word}）" in text or f"{word}）" in text for _, text in lines)), None)
    if unit is None:
        return []
    found = []
    for index, text in lines:
        for match in _MONEY.finditer(text):
            label = match["label"].removeprefix("其中")
            if item := fund_item(label):
                value = Decimal(match["digits"].replace(",", ""))
                found.append(Indicator(label, f"资金总额（{unit}）", value, unit, index, index, item))
    return found


def _bounds(lines: list[tuple[int, str]], header: str) -> list[Indicator]:
    """Values and weights; the words between an indicator's value and its weight are its basis where the header says so."""
    found: list[Indicator] = []
    waiting: Indicator | None = None
    basis: list[str] = []
    weighted = re.search("权重|分值", header) is not None
    based = re.search(f"指标值.*{words().targets['basis'].pattern}.*(?:权重|分值)", header) is not None
    for place, (index, text) in enumerate(lines):
        if match := _OPERATOR.search(text) or (_BASED.search(text) if based else None):
            label, first = _label(lines, place, text[: match.start()])
            waiting, basis = None, []
            if not label:
                continue
            basis = [squeezed] if (squeezed := match.groupdict().get("basis", "").replace(" ", "")) else []
            waiting = Indicator(label, "指标值", Decimal(match["digits"].replace(",", "")), match["unit"], first, index)
            found.append(waiting)
            if match["weight"] and weighted:
                found += _weighed(found, waiting, match["weight"], basis, index)
                waiting = None
        elif weighted and waiting is not None and _ALONE.fullmatch(text):
            found += _weighed(found, waiting, text, basis if based else [], index)
            waiting = None
        elif waiting is not None:
            basis.append(text.replace(" ", ""))
    return found


def _weighed(found: list[Indicator], value: Indicator, weight: str, basis: list[str], index: int) -> list[Indicator]:
    """The weight of the last indicator found, whose value gets its basis too."""
    said = "".join(basis)
    found[-1] = replace(value, basis=said)
    return [Indicator(value.label, "分值权重", Decimal(weight), "分", value.first, index, basis=said)]


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
