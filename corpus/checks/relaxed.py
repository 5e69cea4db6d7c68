"""What the reader of the tables had to give up."""

from __future__ import annotations

import re

from corpus.checks.context import Context, Outcome, finding
from corpus.figure import Finding


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
