"""Within one table: rows that must add up, totals that must be the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.amount import fold
from corpus.checks.context import RUN_TOGETHER, Context, Outcome, finding, where
from corpus.checks.measure import Number, gap_kind, number, plain, step_of
from corpus.document import Cell, Column, Document, Reading, Row, Side, Source, Table
from corpus.figure import Finding
from corpus.tables.forms import Slot, column, form_of
from corpus.tables.hierarchy import parents_by_code
from corpus.tables.identities import sums
from corpus.tables.solve import Sum
from corpus.vocabulary import canonical, items, subjects

_TOTAL = re.compile(r"总计|合计|小计|总额")
_ENUMERATED = re.compile(
    r"^(?:(?P<one>[一二三四五六七八九十]+[、.])|(?P<two>\([一二三四五六七八九十]+\))|(?P<three>\d+[、.](?!\d)))"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A number of a table with its row."""

    row: Row
    cell: Cell
    number: Number


@dataclass(frozen=True, slots=True)
class Case:
    """A total and the parts that should make it, in one column or in one row."""

    total: Placed
    parts: tuple[Placed, ...]
    partial: bool = False
    """Whether the table may list only some of the parts: then only a sum above the total contradicts it."""


class Sheet:
    """A table with its decided cells by row and column."""

    def __init__(self, document: Document, table: Table) -> None:
        self.document, self.table = document, table
        self.unit = table.unit or "万元"
        steps = [step_of(c.value) for r in table.rows for c in r.cells if c.reading is not Reading.AMBIGUOUS]
        self.step = min(steps, default=Decimal(1))
        self.rows = [self._placed(row) for row in table.rows]

    def _placed(self, row: Row) -> dict[int, Placed] | None:
        """The row's numbers by column, None where one of them is undecided or the row's label swallowed another row."""
        if any(cell.column is None or cell.reading is Reading.AMBIGUOUS for cell in row.cells) or RUN_TOGETHER.search(row.label):
            return None
        found = {}
        for cell in row.cells:
            if cell.column is not None:
                unit = self.table.columns[cell.column].unit or self.unit
                found[cell.column] = Placed(row, cell, number(cell.value, unit, cell.printed, self.step))
        return found

    def place(self, placed: Placed) -> Source:
        """Where a number stands: the line that prints it."""
        line = placed.cell.line
        return self.document.source(line, line, self.document.lines[line].text.strip(), table=self.table, box=placed.cell.box)

    def label(self, index: int | None) -> str:
        """The column's header labels joined, "" for a table whose columns have none."""
        return "/".join(self.table.columns[index].path) if index is not None and index < len(self.table.columns) else ""


def sheets(context: Context) -> list[Sheet]:
    """The document's tables that hold numbers."""
    return [Sheet(context.document, table) for table in context.document.tables if any(row.cells for row in table.rows)]


def row_sums(context: Context, rule: str) -> Outcome:
    """Across a row: 合计 = its parts, by the tree of the header (which column is whose total)."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        for identity in _identities(sheet.table):
            cases = [case for cells in sheet.rows if cells and (case := _across(cells, identity))]
            examined += len(cases)
            broken = [case for case in cases if _kind(case) == "error"]
            if len(broken) <= max(1, len(cases) // 4):
                found.extend(_say(context, rule, sheet, case, "横向") for case in _distinct(cases))
    return Outcome(tuple(found), examined)


def _across(cells: dict[int, Placed], identity: Sum) -> Case | None:
    parts = tuple(cells[i] for i in identity.parts if i in cells)
    return Case(cells[identity.total], parts) if identity.total in cells and parts else None


def _identities(table: Table) -> list[Sum]:
    """The sums of the registry's layout that the columns came from; of their own labels where they came from a ruled table."""
    found: list[Sum] = []
    for side in dict.fromkeys(c.side for c in table.columns):
        indices = [i for i, c in enumerate(table.columns) if c.side == side]
        columns = [table.columns[i] for i in indices]
        if any(c.year_offset for c in columns) or any(c.measure != "level" for c in columns):
            continue
        slots = _layout(table.form, side, columns)
        if slots is not None:
            found.extend(Sum(indices[s.total], tuple(indices[p] for p in s.parts)) for s in sums(slots))
    return found


def _layout(form_id: str | None, side: Side | None, columns: Sequence[Column]) -> tuple[Slot, ...] | None:
    form = form_of(form_id)
    for layout in form.layouts if form else ():
        slots = tuple(slot for slot in layout if slot.side == side)
        if len(slots) == len(columns) and all(_alike(column(s), c) for s, c in zip(slots, columns, strict=True)):
            return slots
    return None


def _alike(one: Column, other: Column) -> bool:
    return (one.fund, one.kind, one.item, one.total, len(one.path)) == (
        other.fund,
        other.kind,
        other.item,
        other.total,
        len(other.path),
    )


def children_sums(context: Context, rule: str) -> Outcome:
    """Down a column: a 类 is the sum of its 款, a 款 of its 项, an enumerated row of what is enumerated under it."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        cases = list(_families(sheet))
        examined += len(cases)
        found.extend(_say(context, rule, sheet, case, "下级") for case in _distinct(_trusted(cases)))
    return Outcome(tuple(found), examined)


def _trusted(cases: Sequence[Case]) -> Iterator[Case]:
    """Cases that fail. A sum below its total counts only in a table whose other sums hold: else it lists a selection."""
    listed = [(case, _kind(case)) for case in cases]
    broken = sum(kind == "error" for _, kind in listed)
    whole = broken * 2 <= len(listed) or broken == 1
    for case, kind in listed:
        above = sum((p.number.value for p in case.parts), Decimal(0)) > case.total.number.value
        if kind and (above or (whole and not case.partial)):
            yield case


def _distinct(cases: Iterable[Case]) -> Iterator[Case]:
    """Cases that do not add up, one for each row and set of numbers: columns that repeat one another say the same thing."""
    seen = set()
    for case in cases:
        key = (case.total.row.first, case.total.cell.value, tuple(part.cell.value for part in case.parts))
        if _kind(case) and key not in seen:
            seen.add(key)
            yield case


def _families(sheet: Sheet) -> Iterator[Case]:
    codes = [row.code for row in sheet.table.rows]
    repeated = {code for code, count in Counter(codes).items() if count > 1}
    families: dict[int, list[int]] = {}
    for index, parent in enumerate(parents_by_code(codes)):
        if parent is not None:
            families.setdefault(parent, []).append(index)
    for parent, members in families.items():
        if codes[parent] not in repeated:
            yield from _down(sheet, parent, members)


def _down(sheet: Sheet, total: int, members: Sequence[int], partial: bool = False) -> Iterator[Case]:
    """One case per column in which the total and at least one member print a number."""
    head, rows = sheet.rows[total], [sheet.rows[i] for i in members]
    if head is None or any(row is None for row in rows):
        return
    for index, cell in head.items():
        parts = tuple(row[index] for row in rows if row and index in row)
        if parts:
            yield Case(cell, parts, partial)


def totals(context: Context, rule: str) -> Outcome:
    """A 合计 row is the sum of the top rows with a code; in an enumerated half, of the rows 一、二、三… above it."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        for side in dict.fromkeys(row.side for row in sheet.table.rows):
            cases = list(_grand(sheet, side))
            examined += len(cases)
            found.extend(_say(context, rule, sheet, case, "合计") for case in _distinct(_trusted(cases)))
    return Outcome(tuple(found), examined)


def _grand(sheet: Sheet, side: Side | None) -> Iterator[Case]:
    rows = [i for i, row in enumerate(sheet.table.rows) if row.side == side]
    total = [i for i in rows if sheet.table.rows[i].total and sheet.table.rows[i].cells]
    coded = [i for i in rows if sheet.table.rows[i].code]
    if not total or any(
        not sheet.table.rows[i].code and not sheet.table.rows[i].total and sheet.table.rows[i].cells for i in rows
    ):
        return
    codes = [sheet.table.rows[i].code for i in coded]
    if len(set(codes)) < len(codes):
        return
    top = [i for i, parent in zip(coded, parents_by_code(codes), strict=True) if parent is None]
    if len({len(sheet.table.rows[i].code or "") for i in top}) == 1 and top:
        yield from _down(sheet, total[0] if side is None else total[-1], top)


def halves_total(context: Context, rule: str) -> Outcome:
    """In a half of a two-sided table: 本年合计 = the rows 一、二、三… above it, 总计 = 本年合计 + what stands between them."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        cases = [case for side in (Side.REVENUE, Side.EXPENDITURE) for case in _steps(sheet, side)]
        examined += len(cases)
        broken = sum(_kind(case) == "error" for case in cases)
        if broken * 2 <= len(cases) or len(cases) == 1:
            found.extend(_say(context, rule, sheet, case, "合计") for case in _distinct(cases))
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
        for case in _down(sheet, index, [*members, *([before] if before is not None else [])]):
            alone = Case(case.total, tuple(p for p in case.parts if before is None or p.row is not sheet.table.rows[before]))
            yield alone if alone.parts and _kind(alone) is None else case
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
        found.extend(_say(context, rule, sheet, case, "其中") for case in cases if _kind(case) == "error" and _above(case))
    return Outcome(tuple(found), examined)


def _above(case: Case) -> bool:
    return sum((p.number.value for p in case.parts), Decimal(0)) > case.total.number.value


def _enumerated(sheet: Sheet) -> Iterator[Case]:
    for side in dict.fromkeys(row.side for row in sheet.table.rows):
        rows = [i for i, row in enumerate(sheet.table.rows) if row.side == side]
        for place, index in enumerate(rows):
            members = _members(sheet, rows, place)
            if members and not sheet.table.rows[index].code:
                yield from _down(sheet, index, members, partial=True)


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


def _kind(case: Case) -> str | None:
    return gap_kind(case.total.number, [part.number for part in case.parts])


def _say(context: Context, rule: str, sheet: Sheet, case: Case, relation: str) -> Finding:
    table, total = sheet.table, case.total
    computed = sum((p.number.value for p in case.parts), Decimal(0))
    unit = sheet.unit
    across = relation == "横向"
    name = f"“{total.row.label or '（无名行）'}”行"
    terms = " + ".join(
        f"{sheet.label(p.cell.column) if across else (p.row.label or p.row.code or '')} {p.cell.printed}" for p in case.parts[:24]
    )
    message = (
        f"{table.number or ''}{table.title} {name}“{sheet.label(total.cell.column)}”栏印 {total.cell.printed}，"
        f"各{'栏' if across else '行'}之和 {terms} = {plain(computed, unit)}，相差 {plain(abs(computed - total.number.value), unit)} {unit}"
        f"（{where(sheet.place(total))}）"
    )
    spots = dict.fromkeys(sheet.place(p) for p in (total, *case.parts))
    stated = (total.cell.printed, *(p.cell.printed for p in case.parts))
    return finding(context, rule, _kind(case) or "rounding", message, stated, plain(computed, unit), tuple(spots))


def relaxed(context: Context, rule: str) -> Outcome:
    """Sums that the reader had to give up because the printed numbers break them; the cells concerned may be undecided."""
    found: list[Finding] = []
    tables = [t for t in context.document.tables if t.rows]
    for table in tables:
        if len(table.relaxed) > 3:
            continue
        for name in table.relaxed:
            label = name.partition("：")[2]
            named = [r for r in table.rows if label in ((r.code or "") + r.label, r.label) and r.cells]
            row = named[0] if named and (label or len(named) == 1) else None
            coded = all(r.code or r.total for r in table.rows if r.side is None or row is None or r.side is row.side)
            proven = row is not None and (row.code or name.startswith("横向") or coded)
            if row is None or not proven or re.search(r"表$", row.label):
                continue
            source = context.document.source(
                row.first, row.last, context.document.lines[row.cells[0].line].text.strip(), table=table
            )
            stated = tuple(cell.printed for cell in row.cells)
            message = f"{table.number or ''}{table.title}：“{label or '（无名行）'}”的{name.partition('：')[0]}对不上印出的 {'、'.join(stated)}，读表时放弃了这条等式"
            found.append(finding(context, rule, "oddity", message, stated, None, (source,)))
    return Outcome(tuple(found), len(tables))
