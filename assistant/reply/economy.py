"""Economic 款 of basic spending, as one column of a table prints them: those of 人员经费 or 公用经费, or those below a 类."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.facts import Fact, fact_of
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.scopes import CLASSES
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Measure


def listed(scene: Scene, target: Target, name: str, classes: tuple[str, ...]) -> list[Fact]:
    """The 款 of an item that come to it: in a column of its own kind, or those of its classes in one of all basic spending.

    Where none does, those of the fullest column of its own kind, for prints do not always add up; a 款 may be known by its name alone.
    """
    level = scene.evidence.level(target.document, Mention(name, (name,)))
    if level is None:
        return []
    columns = sorted(_columns(scene, target, name, classes), key=lambda rows: (rows[0].kind != name, -len(rows)))
    fitting = next(
        (rows for rows in columns if rows[0].amount.unit == level.lead.unit and comes_to(rows, level.lead.value)), None
    )
    own = next((rows for rows in columns if rows[0].kind == name), [])
    return [_with_places(scene, target, row) for row in fitting or own]


def _columns(scene: Scene, target: Target, name: str, classes: tuple[str, ...]) -> list[list[Figure]]:
    """The rows of the item in each column of the tables of basic spending, each 款 once."""
    columns: dict[tuple[object, ...], dict[tuple[str, str], Figure]] = {}
    for figure in scene.evidence.whole(target.document.id):
        if figure.form != "basic_economic" or figure.measure is not Measure.LEVEL or not figure.amount.value:
            continue
        code = _code(figure)
        inside = figure.kind == name or (figure.kind not in CLASSES and code.startswith(classes))
        if len(code) == 5 and inside and figure.value_year in (None, target.year):
            columns.setdefault(column(figure), {}).setdefault((code, figure.item), figure)
    return [list(rows.values()) for rows in columns.values()]


def _code(figure: Figure) -> str:
    """The code of a row, or the one that its name has where the table prints names alone."""
    item = None if figure.code else vocabulary.item(figure.item)
    names = (item.name, *item.labels) if item else ()
    codes = (code for name in names if (one := vocabulary.item(name)) for code in one.codes)
    return figure.code or next((code for code in codes if code.startswith("3")), "")


def _with_places(scene: Scene, target: Target, row: Figure) -> Fact:
    """The row's amount, with the other places where the document prints it."""
    level = scene.evidence.level(target.document, Mention(row.item, (row.item,), (row.code,) if row.code else ()))
    same = level is not None and (level.lead.value, level.lead.unit) == (row.amount.value, row.amount.unit)
    return level.lead if level is not None and same else fact_of([row])


def column(figure: Figure) -> tuple[object, ...]:
    """What tells the column of a table in which a figure is printed from all others."""
    return figure.form, figure.source.table_title, figure.fund, figure.kind, figure.column_path or figure.column, figure.side


def comes_to(rows: Sequence[Figure], total: Decimal) -> bool:
    """Whether rows make up a total, but for the rounding of each."""
    digits = calculate.decimals(total)
    slack = min(len(rows) * Decimal(5).scaleb(-digits - 1), Decimal(10).scaleb(-digits))
    return abs(sum((f.amount.value or Decimal(0) for f in rows), Decimal(0)) - total) <= slack
