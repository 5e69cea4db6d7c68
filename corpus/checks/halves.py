"""In a two-sided table, or one without codes: numbered rows make their totals, and both sides end in the same amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.amount import fold
from corpus.checks.cases import Case, above, distinct, down, kind_of, told
from corpus.checks.context import Context, Outcome, finding
from corpus.checks.measure import gap_kind, plain
from corpus.checks.sheet import Placed, Sheet, sheets
from corpus.document import Row, Side
from corpus.figure import Finding
from corpus.vocabulary import canonical, items, subjects

_ENUMERATED = re.compile(
    r"^(?:(?P<one>[一二三四五六七八九十]+[、.])|(?P<two>\([一二三四五六七八九十]+\))|(?P<three>\d+[、.](?!\d)))"
)


def halves_total(context: Context, rule: str) -> Outcome:
    """In a half of a two-sided table: 本年合计 = the rows 一、二、三… above it, 总计 = 本年合计 + what stands between them."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        cases = [case for side in (Side.REVENUE, Side.EXPENDITURE) for case in _steps(sheet, side)]
        examined += len(cases)
        broken = sum(kind_of(case) == "error" for case in cases)
        if broken * 2 <= len(cases) or len(cases) == 1:
            found.extend(told(context, rule, sheet, case, "合计") for case in distinct(cases))
    return Outcome(tuple(found), examined)


def _steps(sheet: Sheet, side: Side) -> Iterator[Case]:
    """Each total of a half with the rows since the total before it, and that total where the sum goes on from it."""
    group: list[int] = []
    before: int | None = None
    for index, row in enumerate(sheet.table.rows):
        if row.side is not side:
            continue
        if not row.total:
            group.append(index)
            continue
        members = _summands(sheet, group, before is not None)
        if not all(_known(sheet.table.rows[i]) for i in members if sheet.table.rows[i].cells):
            members = []
        for case in down(sheet, index, [*members, *([before] if before is not None else [])]):
            alone = Case(case.total, tuple(p for p in case.parts if before is None or p.row is not sheet.table.rows[before]))
            yield alone if alone.parts and kind_of(alone) is None else case
        before, group = index, []


def _summands(sheet: Sheet, group: Sequence[int], later: bool) -> list[int]:
    """Rows of a group that add up: those numbered 一、二、…, else all those of a 类; after a first total the unnumbered ones.

    None where the numbering starts again: then one list stands inside another.
    """
    rows = sheet.table.rows
    numbered = [i for i in group if _numeral(rows[i]) == "1"]
    plain_ = [i for i in group if _numeral(rows[i]) is None and not rows[i].label.startswith("其中")]
    if later and plain_:
        return plain_
    if numbered:
        numerals = [fold(rows[i].label).split("、")[0] for i in numbered]
        return numbered if len(set(numerals)) == len(numerals) else []
    filled = [i for i in group if rows[i].cells]
    return filled if all(len(rows[i].code or "") == 3 for i in filled) else []


def _known(row: Row) -> bool:
    """Whether the label is an item of the vocabulary: one that swallowed its neighbour is not."""
    return canonical(row.label, row.code) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset({item.name for item in items()} | {subject.name for subject in subjects()})


def balance(context: Context, rule: str) -> Outcome:
    """In a two-sided table the grand totals of both sides are the same amount."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        ends = [_end(sheet, side) for side in (Side.REVENUE, Side.EXPENDITURE)]
        if ends[0] is None or ends[1] is None:
            continue
        examined += 1
        one, other = ends[0], ends[1]
        kind = gap_kind(one.number, [other.number])
        if kind:
            table = sheet.table
            message = (
                f"{table.number or ''}{table.title}：“{one.row.label}”（收入）印 {one.cell.printed}，“{other.row.label}”（支出）印 "
                f"{other.cell.printed}，两者应当相等，相差 {plain(abs(one.number.value - other.number.value), sheet.unit)} {sheet.unit}"
            )
            found.append(
                finding(context, rule, kind, message, (one.cell.printed, other.cell.printed), other.cell.printed,
                        (sheet.place(one), sheet.place(other)))
            )  # fmt: skip
    return Outcome(tuple(found), examined)


def _end(sheet: Sheet, side: Side) -> Placed | None:
    """The number of the last total row of a side, None where it is undecided or where the side has several columns before it."""
    ends = [
        (row, cells)
        for row, cells in zip(sheet.table.rows, sheet.rows, strict=True)
        if row.side is side and row.total and cells and re.search(r"总计|合计", row.label)
    ]
    if not ends:
        return None
    first = next(i for i, c in enumerate(sheet.table.columns) if c.side is side)
    grand = [pair for pair in ends if "总计" in pair[0].label] or ends[-1:]
    return (grand[-1][1] or {}).get(first)


def halves(context: Context, rule: str) -> Outcome:
    """In a half without codes: rows numbered （一）、1. or marked 其中 are part of the row 一、 above them and cannot exceed it."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        cases = list(_enumerated(sheet))
        examined += len(cases)
        found.extend(told(context, rule, sheet, case, "其中") for case in cases if kind_of(case) == "error" and above(case))
    return Outcome(tuple(found), examined)


def _enumerated(sheet: Sheet) -> Iterator[Case]:
    for side in dict.fromkeys(row.side for row in sheet.table.rows):
        rows = [i for i, row in enumerate(sheet.table.rows) if row.side == side]
        for place, index in enumerate(rows):
            members = _members(sheet, rows, place)
            if members and not sheet.table.rows[index].code:
                yield from down(sheet, index, members, partial=True)


def _members(sheet: Sheet, rows: Sequence[int], place: int) -> list[int]:
    """Rows of the next level below an enumerated row: all of the same kind of numeral, up to a row of its own kind."""
    own = _numeral(sheet.table.rows[rows[place]])
    found: list[int] = []
    below: str | None = None
    for index in rows[place + 1 :] if own else ():
        row = sheet.table.rows[index]
        kind = _numeral(row)
        if row.total or row.code or kind == own or (kind and own and kind < own):
            break
        if kind and (below is None or kind == below):
            below = kind
            found.append(index)
    return found


def _numeral(row: Row) -> str | None:
    match = _ENUMERATED.match("".join(fold(row.label).split()))
    return {"one": "1", "two": "2", "three": "3"}[match.lastgroup] if match and match.lastgroup else None
