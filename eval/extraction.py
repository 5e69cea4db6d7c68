"""How well the figures of a file are read: recall and precision against a truth file made by hand.

A truth file is JSON Lines, one cell or figure a line: ``value`` and where it stands (``line``, or ``line_start`` and ``line_end``, or
``page``), and whatever is known of ``table``, ``row_code``, ``row_label``, ``column``, ``unit``. Entries without a number are left
out. A figure is right when value, place, row, column and unit agree; one that is reported as ambiguous is no claim, so that it
is neither right nor wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from corpus.amount import parse_number
from corpus.document import Reading
from corpus.errors import CaseError, FileMissing
from corpus.figure import Figure
from eval.bootstrap import Share, share
from eval.case import lines
from eval.match import squeeze

_SLACK = 2
"""A label may be printed over several lines: a row's figure stands within as many lines of the number itself."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A number that the file prints. ``first`` and ``last`` are lines of a text file, ``page`` a page of a paged one."""

    value: Decimal
    table: str | None
    code: str | None
    label: str
    column: str
    unit: str
    first: int | None
    last: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read of a truth. ``stray`` are figures that stand where the truth has numbers, and are none of them."""

    recall: Share
    precision: Share
    ambiguous: int
    missed: tuple[Truth, ...]
    stray: tuple[Figure, ...]

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {"recall": self.recall.to_json(), "precision": self.precision.to_json(), "ambiguous": self.ambiguous}


def read_truth(path: Path) -> list[Truth]:
    """The numbers of a truth file. Raises FileMissing, or CaseError naming the line."""
    if not path.is_file():
        raise FileMissing(path)
    truths = []
    for where, line in lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CaseError(f"{where}：不是 JSON；每行应是一个数") from error
        if not isinstance(record, dict) or "value" not in record:
            raise CaseError(f"{where}：缺少 value；每行应是一个数和它的位置")
        value = parse_number(str(record["value"]).rstrip("%")) if record["value"] else None
        if value is not None and not record.get("image_only"):
            truths.append(_truth(record, value))
    if not truths:
        raise CaseError(f"{path}：没有一个数；请检查是不是数据文件")
    return truths


def score(truths: Sequence[Truth], figures: Sequence[Figure]) -> Extraction:
    """Compare what was read with what is printed, each figure used once."""
    claims = [f for f in figures if f.amount.value is not None and f.reading is not Reading.AMBIGUOUS]
    unsure = [f for f in figures if f.amount.value is not None and f.reading is Reading.AMBIGUOUS]
    by_value: dict[Decimal, list[int]] = {}
    for number, figure in enumerate(claims):
        by_value.setdefault(abs(figure.amount.value or Decimal(0)), []).append(number)
    used: set[int] = set()
    missed = []
    for truth in truths:
        match = next((n for n in by_value.get(abs(truth.value), ()) if n not in used and _agrees(truth, claims[n])), None)
        if match is None:
            missed.append(truth)
        else:
            used.add(match)
    ambiguous = sum(any(f.amount.value == t.value and _agrees(t, f, column=False) for f in unsure) for t in missed)
    stray = tuple(f for n, f in enumerate(claims) if n not in used and f.source.table_title and _stray(f, truths))
    hits = len(truths) - len(missed)
    return Extraction(
        share([True] * hits + [False] * len(missed)), share([True] * hits + [False] * len(stray)), ambiguous, tuple(missed), stray
    )


def _stray(figure: Figure, truths: Sequence[Truth]) -> bool:
    """A figure where the truth has numbers, of a value that it has not there."""
    there = [t for t in truths if _at(t, figure, slack=0)]
    return bool(there) and all(abs(t.value) != abs(figure.amount.value or Decimal(0)) for t in there)


def _agrees(truth: Truth, figure: Figure, column: bool = True) -> bool:
    return _at(truth, figure, _SLACK) and _row(truth, figure) and (not column or _column(truth, figure))


def _at(truth: Truth, figure: Figure, slack: int) -> bool:
    source = figure.source
    if truth.first is not None and truth.last is not None and source.line_start is not None:
        return source.line_start - slack <= truth.last and truth.first <= (source.line_end or source.line_start) + slack
    return truth.page is not None and source.page == truth.page


def _row(truth: Truth, figure: Figure) -> bool:
    if truth.code and figure.code:
        return truth.code == re.sub(r"\D", "", figure.code)
    label = _bare(figure.row_label)
    return not truth.label or (bool(label) and (truth.label in label or label in truth.label))


def _column(truth: Truth, figure: Figure) -> bool:
    if truth.unit and figure.amount.unit and squeeze(truth.unit) != squeeze(figure.amount.unit):
        return False
    labels = [_bare(c) for c in (figure.column, *figure.column_path) if c]
    return not truth.column or any(
        c and (c == truth.column or (len(c) > 1 and c in truth.column) or (len(truth.column) > 1 and truth.column in c))
        for c in labels
    )


def _bare(text: object) -> str:
    return re.sub(r"[()“”\"'‘’、,:·.]", "", squeeze(text))


def _truth(record: Mapping[str, object], value: Decimal) -> Truth:
    def whole(*keys: str) -> int | None:
        return next((v for k in keys if isinstance(v := record.get(k), int)), None)

    return Truth(
        value=value,
        table=str(record["table"]) if record.get("table") else None,
        code=re.sub(r"\D", "", str(record.get("row_code") or "")) or None,
        label=_bare(record.get("row_label")),
        column=_bare(record.get("column")),
        unit=str(record.get("unit") or ""),
        first=whole("line_start", "line"),
        last=whole("line_end", "line"),
        page=whole("page"),
    )
