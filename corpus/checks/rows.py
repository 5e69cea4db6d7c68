"""Across a row of a table: a total is the sum of the columns under it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.checks.cases import Case, distinct, kind_of, told
from corpus.checks.context import Context, Outcome
from corpus.checks.sheet import Placed, sheets
from corpus.document import Column, Side, Table
from corpus.figure import Finding
from corpus.tables.forms import Slot, column, form_of
from corpus.tables.identities import sums
from corpus.tables.solve import Sum


def row_sums(context: Context, rule: str) -> Outcome:
    """Across a row: 合计 = its parts, by the tree of the header (which column is whose total)."""
    found: list[Finding] = []
    examined = 0
    for sheet in sheets(context):
        for identity in _identities(sheet.table):
            cases = [case for cells in sheet.rows if cells and (case := _across(cells, identity))]
            examined += len(cases)
            broken = [case for case in cases if kind_of(case) == "error"]
            if len(broken) <= max(1, len(cases) // 4):
                found.extend(told(context, rule, sheet, case, "横向") for case in distinct(cases))
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
