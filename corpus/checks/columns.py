"""Down a column of a table with codes: a code is the sum of those below it, the total the sum of the top ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.checks.cases import Case, distinct, down, told, trusted
from corpus.checks.context import Context, Outcome
from corpus.checks.sheet import Sheet, sheets
from corpus.document import Side
from corpus.figure import Finding
from corpus.tables.hierarchy import parents_by_code


def children_sums(context: Context, rule: str) -> Outcome:
    """Down a column: a 类 is the sum of its 款, a 款 of its 项, an enumerated row of what is enumerated under it."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        cases = list(_families(sheet))
        examined += len(cases)
        found.extend(told(context, rule, sheet, case, "下级") for case in distinct(trusted(cases)))
    return Outcome(tuple(found), examined)


def _families(sheet: Sheet) -> Iterator[Case]:
    codes = [row.code for row in sheet.table.rows]
    repeated = {code for code, count in Counter(codes).items() if count > 1}
    families: dict[int, list[int]] = {}
    for index, parent in enumerate(parents_by_code(codes)):
        if parent is not None:
            families.setdefault(parent, []).append(index)
    for parent, members in families.items():
        if codes[parent] not in repeated:
            yield from down(sheet, parent, members)


def totals(context: Context, rule: str) -> Outcome:
    """A 合计 row is the sum of the top rows with a code; in an enumerated half, of the rows 一、二、三… above it."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        for side in dict.fromkeys(row.side for row in sheet.table.rows):
            cases = list(_grand(sheet, side))
            examined += len(cases)
            found.extend(told(context, rule, sheet, case, "合计") for case in distinct(trusted(cases)))
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
        yield from down(sheet, total[0] if side is None else total[-1], top)
