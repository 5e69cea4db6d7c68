"""Every figure of a document: the cells of its tables and the numbers of its prose, those of one fact linked to each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from corpus.amount import Amount, State
from corpus.document import Cell, Column, Document, Reading, Row, Table
from corpus.figure import Figure, Measure
from corpus.narrative import narrate
from corpus.read.recognised import doubted
from corpus.tables.forms import Form, form_of
from corpus.vocabulary import canonical

_MOST_PLACES = 12
_YEAR_ROW = re.compile(r"^(?P<year>20\d\d)年(?:度)?(?:预算数?|决算数?|执行数)?$")
_PRIOR_ROW = re.compile(r"^上年(?:度)?(?:预算数?|决算数?|执行数)?$")
_CHANGE_ROW = re.compile(r"^增减(?:变化|变动)?(?:金额|额|数|情况)?$")
_KINDS_OF_BASIC = frozenset({"人员经费", "公用经费"})
"""Subtotals of basic spending ("人员经费合计"): never the total of their table."""
_BY_FUND = frozenset({"revenue", "carry_over", "fiscal_appropriation", "revenue_expenditure"})
"""Forms whose totals are the amounts of whole funds; elsewhere a fund restricts what the form is about."""


def figures(document: Document) -> list[Figure]:
    """All figures of the document: tables first, then prose, each in document order; the same fact elsewhere stands in ``also``."""
    found = _of_projects([figure for table in document.tables for figure in table_figures(document, table)])
    return doubted(document, corroborate([*found, *narrate(document)]))


_TARGET_FUNDS = "绩效目标资金"
_TARGET_TABLE = re.compile(r"(?:项目)?(?:支出)?绩效目标.*$")


def _of_projects(found: list[Figure]) -> list[Figure]:
    """The money of several tables of targets under the project that each title names; ambiguous where the titles are alike."""
    titles: dict[str, set[str]] = defaultdict(set)
    places: dict[str, int] = defaultdict(int)
    for figure in found:
        if figure.item.startswith(_TARGET_FUNDS):
            titles[figure.item].add(_TARGET_TABLE.sub("", figure.source.table_title or ""))
            places[figure.item] += 1
    return [
        figure
        if places.get(figure.item, 1) == 1
        else replace(figure, item=_TARGET_TABLE.sub("", figure.source.table_title or "") + figure.item)
        if len(titles[figure.item]) == places[figure.item]
        else replace(figure, reading=Reading.AMBIGUOUS)
        for figure in found
    ]


def table_figures(document: Document, table: Table) -> Iterator[Figure]:
    """Figures of one table: each printed cell, each row and item column left blank, and the nil of a table declared empty."""
    unit = table.unit or _usual_unit(document)
    form = form_of(table.form)
    if table.empty_note is not None:
        yield _declared_nil(document, table, form, unit)
    for row in table.rows:
        for cell in row.cells:
            yield _figure(document, table, row, form, unit, cell)
        if not table.torn:
            yield from _blanks(document, table, row, form, unit)


def _usual_unit(document: Document) -> str:
    """The unit of a table that prints none: the one that all other tables of the document agree on, else unknown ("")."""
    units = {table.unit for table in document.tables if table.unit}
    return units.pop() if len(units) == 1 else ""


def _figure(
    document: Document, table: Table, row: Row, form: Form | None, unit: str, cell: Cell | None, at: int | None = None
) -> Figure:
    index = cell.column if cell else at
    column = table.columns[index] if index is not None else None
    amount = Amount(cell.value, _unit(cell, column, unit)) if cell else Amount(None, unit, State.BLANK)
    reading = cell.reading if cell else Reading.PRINTED
    measure = (
        Measure.CHANGE if _CHANGE_ROW.search(_period(document, row)) else Measure(column.measure) if column else Measure.LEVEL
    )
    direction = None
    if measure in (Measure.CHANGE, Measure.GROWTH) and amount.value is not None:
        direction = "减少" if amount.value < 0 else "增加" if amount.value > 0 else None
        amount = replace(amount, value=abs(amount.value))
    return Figure(
        document_id=document.id,
        issuer=document.issuer,
        fiscal_year=document.fiscal_year,
        stage=document.stage.value,
        item=_item(document, row, column, form),
        row_label=row.label,
        measure=measure,
        amount=amount,
        source=document.source(row.first, row.last, _quote(document, row), table=table, box=cell.box if cell else None),
        reading=reading,
        code=row.code,
        row_path=row.path,
        column=column.label if column else None,
        column_path=column.path if column else (),
        side=row.side or (column.side if column else None),
        form=table.form,
        fund=_fund(column, form),
        kind=_kind(row, column, form),
        value_year=_year(document, row, column),
        direction=direction,
        candidates=tuple(table.columns[c].label for c in cell.candidates) if cell else (),
    )


def _unit(cell: Cell, column: Column | None, unit: str) -> str:
    """The unit of a cell: its own, its column's ("" says that there is none), else the table's."""
    own = [each for each in (cell.unit, column.unit if column else None) if each is not None]
    return own[0] if own else unit


def _year(document: Document, row: Row, column: Column | None) -> int | None:
    """The year of a cell: that of a row for a year ("2025年", "上年") before that of its column; None for a change between years."""
    label = _period(document, row)
    if _CHANGE_ROW.search(label):
        return None
    if printed := _YEAR_ROW.search(label):
        return int(printed["year"])
    if _PRIOR_ROW.search(label):
        return document.fiscal_year - 1
    return document.fiscal_year + (column.year_offset if column else 0)


def _period(document: Document, row: Row) -> str:
    """The label of a row without the issuer's name before it ("某局2025年")."""
    return row.label.removeprefix(document.issuer)


def _sums_up(document: Document, row: Row) -> bool:
    """Whether a row stands for its table as a whole: a total, or the table's line for one year."""
    return row.total or any(pattern.search(_period(document, row)) for pattern in (_YEAR_ROW, _PRIOR_ROW, _CHANGE_ROW))


def _item(document: Document, row: Row, column: Column | None, form: Form | None) -> str:
    """What a cell is the amount of: the column where it names the item itself, the whole's part in a total row, else the row."""
    whole = _sums_up(document, row)
    if column is not None and column.item and (whole or not row.code):
        return column.item
    if not whole and row.label:
        return canonical(row.label, row.code)
    if (own := canonical(row.label)) in _KINDS_OF_BASIC:
        return own
    if column is not None and not column.total and column.kind:
        return canonical(column.kind)
    if column is not None and not column.total and column.fund and (form is None or form.id in _BY_FUND):
        return canonical(column.fund)
    if row.side is not None or form is None or form.total_item is None:
        return canonical(row.label)
    return form.total_item


def _fund(column: Column | None, form: Form | None) -> str | None:
    own = column.fund if column else None
    if form is None:
        return own
    return form.funds.get(own, own) if own else form.fund


def _kind(row: Row, column: Column | None, form: Form | None) -> str | None:
    own = column.kind if column else None
    return own or (form.kind if form and not row.total else None)


def _quote(document: Document, row: Row) -> str:
    """The row as printed: its own half of a two-sided line, else its line or all its lines, so that the quote stands at its place."""
    if row.first == row.last:
        text = document.lines[row.first].text
        return (_half(text, row) if row.side is not None else "") or text.strip()
    lines = (document.lines[i].text.strip() for i in range(row.first, row.last + 1))
    return " ".join(text for text in lines if text)


def _half(text: str, row: Row) -> str:
    """The stretch of a line from a row's label to its last number; "" where the label does not stand there."""
    ends = [
        cell.start + len(cell.printed) for cell in row.cells if text[cell.start : cell.start + len(cell.printed)] == cell.printed
    ]
    for start, sign in enumerate(text):
        if row.label[:1] == sign and "".join(text[start:].split()).startswith(row.label):
            end = max(ends, default=0)
            return text[start:end].strip() if end > start else row.label
    return ""


def _blanks(document: Document, table: Table, row: Row, form: Form | None, unit: str) -> Iterator[Figure]:
    """A row that prints no number is blank as a whole; a row whose cells are all placed leaves the other item columns blank."""
    if not row.cells:
        columns = [i for i, column in enumerate(table.columns) if column.side in (None, row.side)]
        if row.label:
            yield _figure(document, table, row, form, unit, None, columns[0] if columns else None)
        return
    if any(cell.column is None for cell in row.cells):
        return
    filled = {cell.column for cell in row.cells}
    for index, column in enumerate(table.columns):
        if index not in filled and column.item and (row.total or not row.code):
            yield _figure(document, table, row, form, unit, None, index)


def _declared_nil(document: Document, table: Table, form: Form | None, unit: str) -> Figure:
    item = form.total_item if form and form.total_item else canonical(table.title)
    if table.empty_note is None:
        raise ValueError(f"{table.title} is not declared empty")
    return Figure(
        document_id=document.id, issuer=document.issuer, fiscal_year=document.fiscal_year, stage=document.stage.value,
        item=item, row_label=table.title, measure=Measure.LEVEL, amount=Amount(Decimal(0), unit, State.DECLARED_NIL),
        source=table.empty_note, form=table.form, fund=form.fund if form else None, kind=form.kind if form else None,
        value_year=document.fiscal_year,
    )  # fmt: skip


def corroborate(found: Iterable[Figure]) -> list[Figure]:
    """Link figures that state the same fact: same item, measure, year and amount, and no different fund or kind of spending.

    The other places stand in ``also``, in document order. A fund or kind that one of two figures does not name does not part them.
    """
    listed = list(found)
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in listed:
        if figure.amount.value is not None and figure.reading is not Reading.AMBIGUOUS:
            groups[_fact(figure)].append(figure)
    return [_linked(figure, [o for o in groups.get(_fact(figure), ()) if _compatible(figure, o)]) for figure in listed]


def _compatible(one: Figure, other: Figure) -> bool:
    return all(a is None or b is None or a == b for a, b in ((one.fund, other.fund), (one.kind, other.kind)))


def _fact(figure: Figure) -> tuple[object, ...]:
    return figure.item, figure.measure, figure.value_year, figure.amount.value, figure.amount.unit, figure.direction


def _linked(figure: Figure, group: Iterable[Figure]) -> Figure:
    own = figure.source
    places = []
    for other in group:
        place = other.source
        if (place.page, place.line_start, place.line_end) != (own.page, own.line_start, own.line_end) and place not in places:
            places.append(place)
    return replace(figure, also=tuple(places[:_MOST_PLACES])) if places else figure
