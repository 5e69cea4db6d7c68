"""Tables as they are meant, before printing: columns with their money, rows with their parts, and builders for the usual rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.generator.budget import FUNDS, GENERAL, KINDS, OFFICE, STAFF, TRANSFER, Budget, subjects

PUBLIC = (GENERAL, TRANSFER)
"""What counts as 一般公共预算 in the tables of its spending."""

Key = tuple[str, tuple[str, ...], tuple[str, ...], str]
"""What a number is: item (code or name, "" for the total), funds, kinds, measure. Equal keys are equal numbers."""


def key(item: str, funds: Collection[str] = FUNDS, kinds: Collection[str] = KINDS, measure: str = "level") -> Key:
    """The key of a number."""
    return item, tuple(sorted(funds)), tuple(sorted(kinds)), measure


@dataclass(frozen=True, slots=True)
class Col:
    """A value column: its header path, the money it holds, the columns that sum to it, other names it goes by."""

    path: tuple[str, ...]
    funds: tuple[str, ...] = FUNDS
    kinds: tuple[str, ...] = KINDS
    parts: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    before: bool = False

    @property
    def label(self) -> str:
        """The column's own label."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: printed label (``tail`` is a second text cell), a value and a key for each column, the rows that sum to it."""

    label: str
    values: tuple[Decimal, ...]
    keys: tuple[Key | None, ...]
    code: str = ""
    parts: tuple[int, ...] = ()
    total: bool = False
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One table. ``right`` and ``right_columns`` are the expenditure half of a two-sided table.

    ``stub`` holds the header labels before the value columns, one tuple a header line; ``numbered`` prints a line ※ ※ 1 2 3;
    ``bare`` rows print numbers without any label; ``empty`` is the statement printed instead of rows.
    """

    number: str
    title: str
    columns: tuple[Col, ...]
    rows: tuple[FormRow, ...]
    right_columns: tuple[Col, ...] = ()
    right: tuple[FormRow, ...] = ()
    stub: tuple[tuple[str, ...], ...] = ()
    right_stub: tuple[str, ...] = ()
    sides: tuple[str, str] = ("收入", "支出")
    numbered: bool = False
    bare: bool = False
    empty: str = ""
    note: str = ""
    unit: str = "万元"
    owner: str = "编制部门"


def col(
    *path: str, funds: Sequence[str] = FUNDS, kinds: Sequence[str] = KINDS, parts: Sequence[int] = (), also: Sequence[str] = ()
) -> Col:
    """A value column."""
    return Col(path, tuple(funds), tuple(kinds), tuple(parts), tuple(also))


def money_row(budget: Budget, label: str, code: str, columns: Sequence[Col], **more: object) -> FormRow:
    """A row of a functional code ("" for the total)."""
    values = tuple(budget.money(code, c.funds, c.kinds, before=c.before) for c in columns)
    keys = tuple(key(code, c.funds, c.kinds, "before" if c.before else "level") for c in columns)
    return replace(FormRow(label, values, keys, code), **more)  # type: ignore[arg-type]


def functional_rows(
    budget: Budget, columns: Sequence[Col], *, parents: bool, total: str, on_top: bool, tail: bool = False
) -> tuple[FormRow, ...]:
    """类, 款 and 项 with money in the columns, and the total row first or last; without ``parents`` only 项."""
    head = columns[0]
    children: dict[str, list[str]] = {"": []}
    order: list[str] = []
    for code in budget.codes(7, head.funds, head.kinds):
        above = [code[:3], code[:5]] if parents else []
        for parent, child in zip(["", *above], [*above, code], strict=True):
            if child not in children:
                children.setdefault(parent, []).append(child)
                children[child] = []
                order.append(child)
    if not order:
        return ()
    place = {code: i + on_top for i, code in enumerate(order)}
    body = [
        money_row(
            budget,
            budget.name(code),
            code,
            columns,
            parts=tuple(place[c] for c in children[code]),
            tail="专项资金" if tail and len(code) == 7 else "",
        )
        for code in order
    ]
    top = money_row(budget, total, "", columns, parts=tuple(place[c] for c in children[""]), total=True)
    return tuple([top, *body] if on_top else [*body, top])


def economic_rows(budget: Budget, columns: Sequence[Col], *, parents: bool, total: str, on_top: bool) -> tuple[FormRow, ...]:
    """经济分类 of the basic spending: 款 under their 类 (or 款 alone) and the total row."""
    names = subjects()["economic"]
    groups = sorted({code[:3] for code in budget.economic})
    order = [c for g in groups for c in ([g] if parents else []) + [k for k in budget.economic if k.startswith(g)]]
    place = {code: i + on_top for i, code in enumerate(order)}

    def values(prefixes: Collection[str]) -> tuple[Decimal, ...]:
        found = []
        for column in columns:
            kinds = {"301": STAFF, "303": STAFF, "302": OFFICE, "310": OFFICE}
            hits = (v for k, v in budget.economic.items() if k.startswith(tuple(prefixes)) and kinds[k[:3]] in column.kinds)
            found.append(sum(hits, Decimal(0)))
        return tuple(found)

    def row(code: str, label: str, parts: Sequence[str], *, is_total: bool = False) -> FormRow:
        keys = tuple(key(code, PUBLIC, c.kinds) for c in columns)
        return FormRow(label, values([code] if code else groups), keys, code, tuple(place[p] for p in parts), is_total)

    body = [row(c, names[c], [k for k in order if len(c) == 3 and len(k) == 5 and k.startswith(c)]) for c in order]
    top = row("", total, [c for c in order if len(c) == 3] if parents else order, is_total=True)
    return tuple([top, *body] if on_top else [*body, top])


def plain_row(budget: Budget, label: str, funds: Sequence[str], parts: Sequence[int] = (), *, total: bool = False) -> FormRow:
    """A one-column row of the whole budget restricted to funds (the revenue half of two-sided tables)."""
    return FormRow(label, (budget.money("", funds),), (key("", funds),), "", tuple(parts), total)


def nothing_row(label: str, width: int = 1) -> FormRow:
    """A row that never has money."""
    return FormRow(label, (Decimal(0),) * width, (None,) * width)


def class_rows(budget: Budget, columns: Sequence[Col], *, names: str, total: str, only_used: bool = False) -> tuple[FormRow, ...]:
    """All functional classes (or only those with money) and the total under them; ``names`` is "code" or "numbered" labels."""
    codes = [c for c in subjects()["classes"] if not only_used or budget.money(c, columns[0].funds)]
    rows = []
    for place, code in enumerate(codes):
        row = money_row(budget, subjects()["classes"][code], code, columns)
        rows.append(row if names == "code" else replace(row, code="", label=f"{chinese(place + 1)}、{row.label}"))
    return (*rows, money_row(budget, total, "", columns, parts=tuple(range(len(codes))), total=True))


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
