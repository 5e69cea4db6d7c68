"""One region to one Table: rows, columns of the layout that fits, cells with the column that was found for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.amount import fold
from corpus.document import Cell, Document, Reading, Row, Side, Source, Table
from corpus.tables.anchors import Anchors, is_grand_total
from corpus.tables.body import Body, split
from corpus.tables.forms import Fit, Form, column, explain, fits, is_head_word, meaning_of, meanings, recognise
from corpus.tables.hierarchy import parents_by_code, parents_by_label, path_of
from corpus.tables.layouts import Slot
from corpus.tables.lexer import Kind
from corpus.tables.panel import Trial, depth, solve_panel, solved_rows, tied
from corpus.tables.repeats import Lines
from corpus.tables.rows import RawRow, coded_rows, loose, plain_rows
from corpus.tables.sides import SideReader, paired_rows
from corpus.tables.titles import Region, squeeze
from corpus.tables.years import dated

_SINGLE = ("预算数", "决算数", "合计", "金额", "预算", "决算", "总计")
_EMPTY = re.compile(r"空表|没有|未安排|无|不涉及")
_LEAST_ALONE, _MOSTLY_ALONE = 5, 0.4
_LEAF_WORDS = re.compile(r"编码|名称|^项目$|^科目$|^[类款项]$|序号|^收入$|^支出$")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A region taken apart, before its columns are solved. ``panels`` holds the rows, one list a side (None for one-sided tables).

    ``torn`` says that the text prints each cell on a line of its own: which row a number belongs to cannot be told then.
    """

    regions: tuple[Region, ...]
    form: Form | None
    body: Body
    panels: dict[Side | None, tuple[RawRow, ...]]
    notes: tuple[int, ...]
    torn: bool = False

    @property
    def widest(self) -> dict[Side | None, int]:
        """Most numbers printed in one row, by side."""
        return {side: max((len(r.numbers) for r in rows), default=0) for side, rows in self.panels.items()}


@cache
def _known_labels() -> frozenset[str]:
    from corpus.vocabulary import items

    return frozenset(loose(label) for item in items() for label in (item.name, *item.labels))


def take_apart(
    document: Document, parts: Sequence[Region], ignored: frozenset[str], pages: frozenset[int] = frozenset()
) -> RawTable:
    """Rows and header of a table; ``parts`` are its regions where a title is repeated on each page."""
    bodies = [split(document.lines, part, ignored, pages) for part in parts]
    form = recognise(parts[0].title)
    lines = [line for body in bodies for line in body.lines]
    panels: dict[Side | None, tuple[RawRow, ...]] = {}
    if form is not None and form.two_sided:
        numbered = any("行次" in squeeze(line) for line in bodies[0].header)
        pairs = paired_rows(lines, SideReader(numbered))
        for side in Side:
            panels[side] = tuple(row for pair in pairs for row in pair if row.side is side)
    elif any(token.kind is Kind.CODE for _, row in lines for token in row):
        panels[None] = tuple(coded_rows(lines))
    else:
        panels[None] = tuple(plain_rows(lines, _known_labels() | {loose(document.issuer)}))
    return RawTable(tuple(parts), form, bodies[0], panels, tuple(n for body in bodies for n in body.notes), _torn(lines))


def _torn(lines: Lines) -> bool:
    """Whether most lines with numbers hold nothing but a single one."""
    numbered = [row for _, row in lines if any(token.kind is Kind.NUMBER for token in row)]
    alone = sum(len(row) == 1 for row in numbered)
    return alone >= _LEAST_ALONE and alone > _MOSTLY_ALONE * len(numbered)


def arrangements(raw: RawTable, fiscal_year: int) -> list[Fit]:
    """Column arrangements to try, best fit first; a table of one number a row needs no registered layout."""
    found = () if raw.torn else _candidates(raw)
    return [fit for fit in (dated(fit, raw.body.header, fiscal_year) for fit in found) if fit is not None]


def _candidates(raw: RawTable) -> list[Fit]:
    found = fits(raw.form, raw.body.header, raw.body.width, raw.widest) if raw.form else []
    unique: list[Fit] = []
    for fit in found:
        if not any([c.path for c in fit.columns] == [c.path for c in other.columns] for other in unique):
            unique.append(fit)
    if not unique or unique[0].score:
        worded = _from_words(raw)
        unique = [worded] if worded else unique
    if unique:
        return unique
    generic = _single(raw) if max(raw.widest.values(), default=0) <= 1 else _from_header(raw)
    return [generic] if generic else []


def _single(raw: RawTable) -> Fit | None:
    tight = "".join(re.sub(r"\s+", "", fold(line)) for line in raw.body.header)
    word = next((w for w in _SINGLE if w in tight), None)
    if word is None:
        return None
    slots = tuple(Slot((word,), side) for side in raw.panels)
    return Fit(slots, tuple(column(slot) for slot in slots), 0, 0)


def _from_words(raw: RawTable) -> Fit | None:
    """Columns in an order that no registered layout has, where one line of the header prints all of them in whole words.

    The words must be labels that mean the same wherever they are known, the first the total and no other one, and leave nothing of the
    header over.
    """
    header = raw.body.header
    if list(raw.panels) != [None] or any("其中" in squeeze(line) for line in header):
        return None
    for line in header:
        names = [meaning_of(word) for word in line.split() if not is_head_word(word)]
        known = [name for name in names if name is not None]
        if len(known) < 2 or len(known) != len(names) or len(set(known)) != len(known):
            continue
        slots = tuple(Slot((name,)) for name in known)
        totals = [meanings()[name].total for name in known]
        if (
            len(slots) >= raw.widest[None]
            and raw.body.width in (None, len(slots))
            and totals == [True] + [False] * (len(known) - 1)
        ):
            fit = explain(slots, header)
            return fit if fit.score == 0 else None
    return None


def _from_header(raw: RawTable) -> Fit | None:
    """Columns from a header of a single line that prints one label for each number of the widest row."""
    lines = [line for line in raw.body.header if any(not _LEAF_WORDS.search(fold(w)) for w in line.split())]
    if len(lines) != 1 or None not in raw.panels:
        return None
    labels = [w for w in lines[0].split() if not _LEAF_WORDS.search(fold(w)) and not re.fullmatch(r"[\d*※]+", fold(w))]
    if len(labels) != raw.widest[None] or len(set(labels)) != len(labels):
        return None
    slots = tuple(Slot((label,), loose=True) for label in labels)
    return Fit(slots, tuple(column(slot) for slot in slots), 0, 0)


def assemble(document: Document, raw: RawTable, layouts: Sequence[Fit], anchors: Anchors) -> Table:
    """Solve the columns of a table taken apart and put it together.

    ``layouts`` are the arrangements to try (see ``arrangements``); ``anchors`` are facts known from the rest of the document.
    """
    tried = [
        Trial(fit, tuple(solve_panel(rows, side, fit, raw.form, anchors, document.issuer) for side, rows in raw.panels.items()))
        for fit in layouts
    ]
    rivals = tied(tried)
    title = raw.regions[0]
    columns = rivals[0].fit.columns if rivals else ()
    table = Table(
        title.number, title.title, raw.form.id if raw.form else None, raw.body.unit, columns, (),
        title.first, raw.regions[-1].last, document.section_at(title.first), notes=_note_texts(document, raw.notes), torn=raw.torn,
    )  # fmt: skip
    rows = solved_rows(rivals) if rivals else _unsolved(raw, document.issuer)
    relaxed = tuple(name for panel in rivals[0].panels for name in panel.broken()) if rivals else ()
    empty = None if any(row.cells for row in rows) else _empty_note(document, raw, table)
    return replace(table, rows=tuple(rows), relaxed=relaxed, empty_note=empty)


def _unsolved(raw: RawTable, issuer: str) -> list[Row]:
    """Rows of a table whose columns are not known: every number is kept, none is given a column."""
    rows = []
    for panel in raw.panels.values():
        labels = [row.label for row in panel]
        parents = parents_by_code([r.code for r in panel]) if any(r.code for r in panel) else parents_by_label(labels)
        for index, row in enumerate(panel):
            cells = tuple(Cell(t.value or Decimal(0), t.text, None, Reading.AMBIGUOUS, t.line, t.start) for t in row.numbers)
            total = not row.code and is_grand_total(row.label, issuer)
            rows.append(
                Row(
                    row.label,
                    path_of(index, labels, parents),
                    row.code,
                    row.side,
                    cells,
                    row.first,
                    row.last,
                    depth(index, parents),
                    total,
                )
            )
    return rows


def _note_texts(document: Document, notes: Sequence[int]) -> tuple[str, ...]:
    return tuple(document.lines[i].text.strip() for i in notes)


def _empty_note(document: Document, raw: RawTable, table: Table) -> Source | None:
    """The statement that a table is empty, its lines joined; a standing instruction on the form does not count as one."""
    telling = [i for i in raw.notes if _EMPTY.search(document.lines[i].text) and "无内容应公开空表" not in document.lines[i].text]
    if not telling:
        return None
    group = [
        i
        for i in raw.notes
        if telling[0] <= i and all(not document.lines[k].text.strip() or k in raw.notes for k in range(telling[0], i))
    ]
    last = group[-1] if group else telling[0]
    quote = "".join(document.lines[i].text.strip() for i in range(telling[0], last + 1))
    return document.source(telling[0], last, quote, table=table)
