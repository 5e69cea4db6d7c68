"""Performance indicators of a table: 指标值 and 权重 are targets of the indicator that their row names, never money of a project.

A table of one project prints its money in rows above the indicators, by source (资金总额, 财政拨款, 其他资金).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from corpus.document import Box, Cell, Column, Line, Reading, Row
from corpus.pdf.document import PageFacts
from corpus.pdf.lexicon import pattern, squeeze
from corpus.pdf.page import displayed
from corpus.pdf.raw import RawRow, RawTable
from corpus.prose.targets import fund_item

_MONEY_UNIT = re.compile(r"\((万?元)\)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")

_BOUND = re.compile(
    r"^(?P<sign>[＞>≥＜<≤=＝大小不等于]{0,4})\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|％|[一-鿿（）()]{0,8})$"
)
_PARTS = ("name", "value", "unit", "weight")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table prints its indicators: indices of its columns by part (name, value, unit, weight); ``first`` is the first row.

    ``weight`` is the printed label of the weights, which may say that they are per cent.
    """

    at: Mapping[str, int]
    first: int = 0
    weight: str = "指标权重"

    @property
    def added(self) -> tuple[Column, ...]:
        """The two columns that stand behind the columns of money of a table with indicators, those of values and of weights."""
        return Column(("指标值",), measure="target", unit=""), Column((self.weight,), measure="target", unit="分")

    @property
    def columns(self) -> frozenset[int]:
        """The columns that hold targets, and therefore no money."""
        return frozenset(self.at[part] for part in ("value", "weight") if part in self.at)


def layout(raw: RawTable) -> Layout | None:
    """How a table prints indicators, by its header or by a header row further down; None for a table without any."""
    headers = [{i: c.leaf for i, c in enumerate(raw.columns)}, *map(_texts, raw.rows)]
    for number, labels in enumerate(headers):
        found = _parts(labels)
        if found is not None:
            return Layout(found, number, squeeze(labels[found["weight"]]) if "weight" in found else "指标权重")
    return None


def _parts(labels: Mapping[int, str]) -> dict[str, int] | None:
    """The column of each part; None where there is no indicator's name or neither its value nor its weight."""
    found: dict[str, int] = {}
    for index, label in labels.items():
        part = next((p for p in _PARTS if pattern("indicator", p).search(squeeze(label))), None)
        if part is not None:
            found[part] = index
    return found if "name" in found and {"value", "weight"} & set(found) else None


def _texts(row: RawRow) -> dict[int, str]:
    return {**{label.column: label.text for label in row.labels}, **{cell.column: cell.text for cell in row.cells}}


def rows(raw: RawTable, found: Layout, lines: Sequence[Line], pages: Sequence[PageFacts], after: int) -> list[Row]:
    """A row for each indicator, its value and weight in the columns ``after`` and ``after + 1``.

    A number that does not stand on the printed line of its row is left out: it could not be shown there.
    """
    made = []
    for printed in raw.rows[found.first :]:
        texts = _texts(printed)
        name = squeeze(texts.get(found.at["name"], ""))
        cells = [_cell(printed, texts, found, part, lines[printed.line].text, after) for part in ("value", "weight")]
        page = pages[printed.page - 1]
        kept = tuple(_shown(cell, page) for cell in cells if cell is not None)
        if name and kept:
            owner = tuple(squeeze(label.text) for label in printed.labels if label.column not in found.at.values())[-1:]
            made.append(Row(name, (*owner, name), None, None, kept, printed.line, printed.line, len(owner)))
    return made


def _shown(cell: Cell, page: PageFacts) -> Cell:
    """The cell with its box as viewers show the page."""
    return replace(cell, box=cell.box and displayed(cell.box, page.turns, page.width, page.height))


def _cell(row: RawRow, texts: Mapping[int, str], found: Layout, part: str, text: str, after: int) -> Cell | None:
    at = found.at.get(part, -1)
    match = _BOUND.match(squeeze(texts.get(at, "")))
    if match is None:
        return None
    unit = match["unit"] or (squeeze(texts.get(found.at.get("unit", -1), "")) if part == "value" else "")
    start = _place(text, match["sign"], match["digits"], last=part == "weight")
    if start is None:
        return None
    value, column = Decimal(match["digits"].replace(",", "")), after + (part == "weight")
    return Cell(value, match["digits"], column, Reading.PRINTED, row.line, start, box=_boxes(row).get(at), unit=unit or None)


def _boxes(row: RawRow) -> dict[int, Box | None]:
    return {**{label.column: label.box for label in row.labels}, **{cell.column: cell.box for cell in row.cells}}


def _place(text: str, sign: str, digits: str, last: bool) -> int | None:
    """Where a number stands on its line: behind its sign where it has one; a weight is the last such number."""
    found = [m.start("d") for m in re.finditer(rf"{re.escape(sign)}\s*(?<![\d.])(?P<d>{re.escape(digits)})(?![\d.])", text)]
    return (found[-1] if last else found[0]) if found else None


def funds(
    raw: RawTable, found: Layout, lines: Sequence[Line], pages: Sequence[PageFacts], at: int
) -> tuple[list[Row], tuple[Column, ...]]:
    """The rows of money above the indicators of a project, each under the name of its item, and their column, which stands ``at``."""
    above = raw.rows[: max(found.first - 1, 0)]
    unit = next((m[1] for row in above for text in _texts(row).values() if (m := _MONEY_UNIT.search(squeeze(text)))), None)
    made: list[Row] = []
    for printed in above if unit else ():
        boxes = _boxes(printed)
        texts = [(column, squeeze(text)) for column, text in sorted(_texts(printed).items())]
        for (_, label), (column, number) in pairwise(texts):
            item = fund_item(label)
            start = _place(lines[printed.line].text, "", number, last=True) if item and _AMOUNT.fullmatch(number) else None
            if item is not None and start is not None:
                value, box = Decimal(number.replace(",", "")), boxes.get(column)
                cell = _shown(Cell(value, number, at, Reading.PRINTED, printed.line, start, box=box), pages[printed.page - 1])
                made.append(Row(item, (label,), None, None, (cell,), printed.line, printed.line))
    return made, (Column(("资金总额",), unit=unit),) if made else ()
