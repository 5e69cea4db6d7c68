"""All figures of the index, filtered, sorted and cut into pages by the ledger's database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.amount import MONEY_SCALE
from corpus.document import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select

    from corpus.figure import Figure, Finding
    from index.ledger import Ledger

PAGE = 50
"""Figures shown at a time."""
SORTS = ("item", "value", "column", "issuer", "year", "place")
"""What a reader can sort by; anything else is the order of the documents."""
_TABLES = 300


@dataclass(frozen=True, slots=True)
class Query:
    """Which figures: an empty text or None restricts nothing.

    ``item`` is looked for in names, labels and codes; ``undecided`` keeps those whose column the print leaves open; ``page`` counts
    from 1.
    """

    issuer: str = ""
    year: int | None = None
    stage: str = ""
    table: str = ""
    item: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    measure: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of figures with their keys in this generation of the ledger, and how many there are in all."""

    figures: tuple[tuple[int, Figure], ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def rows(ledger: Ledger, query: Query) -> Rows:
    """The page of figures that ``query`` asks for; a page past the end is the last one."""
    from sqlalchemy import func, select

    from index import schema

    wanted = _conditions(ledger, query)
    with ledger.connect() as connection:
        total = int(connection.execute(select(func.count()).select_from(schema.figures).where(*wanted)).scalar_one())
        page = min(max(query.page, 1), max(1, -(-total // PAGE)))
        # Only keys are sorted: whole rows, with their quotes, would take several times as long.
        keys = _ordered(select(schema.figures.c.key).where(*wanted), query).limit(PAGE).offset((page - 1) * PAGE)
        shown = [int(row.key) for row in connection.execute(keys)]
    return Rows(tuple(figures(ledger, shown)), total)


def every(ledger: Ledger, query: Query) -> Iterator[Figure]:
    """All figures of ``query`` in its order, for export."""
    return (figure for _, figure in _figures(ledger, _selected(ledger, query)))


def figures(ledger: Ledger, keys: Sequence[int]) -> list[tuple[int, Figure]]:
    """The figures of keys, in the order of the keys; keys that the ledger does not hold are left out."""
    from sqlalchemy import select

    from index import schema

    table = schema.figures.c
    found = dict(_figures(ledger, select(schema.figures).where(table.key.in_(keys), *ledger.among(table.document))))
    return [(key, found[key]) for key in dict.fromkeys(keys) if key in found]


def like(ledger: Ledger, figure: Figure) -> list[tuple[int, Figure]]:
    """The figures of all documents with the item, measure, form, fund and kind of spending of ``figure``, in document order."""
    from sqlalchemy import select

    from index import schema

    table = schema.figures.c
    same = (
        (table.item, figure.item), (table.measure, figure.measure.value), (table.form, figure.form), (table.fund, figure.fund),
        (table.kind, figure.kind), (table.base, figure.base), (table.stage, figure.stage),
    )  # fmt: skip
    wanted = [column.is_(None) if value is None else column == value for column, value in same]
    return list(_figures(ledger, select(schema.figures).where(*wanted, *ledger.among(table.document)).order_by(table.key)))


def findings(ledger: Ledger, key: int | None = None) -> list[tuple[int, Finding]]:
    """The findings with their keys, in document order; the one of ``key`` where it is given."""
    from sqlalchemy import select

    from corpus.figure import Finding
    from index import codec, schema

    table = schema.findings.c
    query = select(table.key, table.body).where(*ledger.among(table.document)).order_by(table.key)
    with ledger.connect() as connection:
        found = connection.execute(query if key is None else query.where(table.key == key))
        return [(row.key, codec.load(Finding, row.body)) for row in found]


def tables(ledger: Ledger, query: Query) -> list[str]:
    """Titles of the tables that hold figures of the chosen departments and years, the fullest first."""
    from sqlalchemy import func, select

    from index import schema

    title = schema.figures.c.table_title
    wanted = _conditions(ledger, Query(query.issuer, query.year, query.stage))
    chosen = (
        select(title).where(title.is_not(None), title != "", *wanted).group_by(title).order_by(func.count().desc()).limit(_TABLES)
    )
    with ledger.connect() as connection:
        return [str(row[0]) for row in connection.execute(chosen)]


def _figures(ledger: Ledger, query: Select[Any]) -> Iterator[tuple[int, Figure]]:
    from index.rows import figure_from_row

    ids = {ledger.document_keys([record.id])[0]: record.id for record in ledger.documents()}
    with ledger.connect() as connection:
        for row in connection.execute(query):
            yield row.key, figure_from_row(row, ids[row.document])


def _selected(ledger: Ledger, query: Query) -> Select[Any]:
    from sqlalchemy import select

    from index import schema

    return _ordered(select(schema.figures).where(*_conditions(ledger, query)), query)


def _ordered(chosen: Select[Any], query: Query) -> Select[Any]:
    from index import schema

    order = [column.desc() if query.descending else column.asc() for column in _order(query.sort)]
    return chosen.order_by(*order, schema.figures.c.key)


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    from sqlalchemy import Float, case, cast

    from index import schema

    table = schema.figures.c
    if sort == "value":
        scale = case({unit: float(scale) for unit, scale in MONEY_SCALE.items()}, value=table.unit, else_=1.0)
        return (cast(table.value, Float) * scale,)
    return {
        "item": (table.item,),
        "column": (table.column, table.fund, table.kind),
        "issuer": (table.issuer,),
        "year": (table.fiscal_year,),
        "place": (table.table_title, table.page, table.line_start),
    }.get(sort, ())


def _conditions(ledger: Ledger, query: Query) -> list[ColumnElement[bool]]:
    from sqlalchemy import or_

    from index import schema

    table = schema.figures.c
    wanted: list[ColumnElement[bool]] = [*ledger.among(table.document)]
    exact = (
        (table.issuer, query.issuer),
        (table.fiscal_year, query.year),
        (table.stage, query.stage),
        (table.table_title, query.table),
        (table.measure, query.measure),
        (table.reading, Reading.AMBIGUOUS.value if query.undecided else ""),
    )
    for column, value in exact:
        if value:
            wanted.append(column == value)
    for word in query.item.split()[:8]:
        named = (table.item, table.row_label, table.column, table.code)
        wanted.append(or_(*(column.contains(word, autoescape=True) for column in named)))
    return wanted
