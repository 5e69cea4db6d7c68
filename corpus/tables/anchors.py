"""Facts known from elsewhere in the document that tell otherwise equal readings of a total row apart."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from corpus.amount import fold
from corpus.document import Column, Reading, Side, Table
from corpus.tables.body import is_total
from corpus.tables.forms import Form, item_of, meanings
from corpus.tables.layouts import Slot
from corpus.tables.rows import RawRow

Anchors = Mapping[str, frozenset[Decimal]]
"""Concept ("fund:一般公共预算", "kind:项目支出", "item:公务接待费") to the amounts the document states for it (0 where declared nil)."""

_ENUMERATION = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d+[.、]|其中:)*")
_BASIC_KINDS = frozenset({"基本支出", "人员经费", "公用经费"})
_ECONOMIC_ITEMS = {"30212": "因公出国（境）费", "30217": "公务接待费", "30231": "公务用车运行费", "31013": "公务用车购置费"}


def concept(slot: Slot, column: Column, form: Form | None) -> str | None:
    """What the column of a total row is about, as a key of Anchors; None where it is the grand total or about nothing known."""
    if item := item_of(slot):
        return f"item:{item}"
    if form is not None and form.id == "carry_over" and column.kind in _BASIC_KINDS:
        return "carried:基本支出"
    if len(slot.path) > 1 and _is_carried(slot.path[0]):
        return "carried:fund"
    if column.fund and column.kind is None:
        return f"fund:{form.funds.get(column.fund, column.fund) if form else column.fund}"
    return f"kind:{column.kind}" if column.kind and not column.fund else None


def _fund_of_label(label: str) -> str | None:
    bare = re.sub(r"[\s()（）]", "", _ENUMERATION.sub("", fold(label)))
    for meaning in meanings().values():
        if meaning.fund and any(re.sub(r"[\s()（）]", "", fold(text)) == bare for text in meaning.labels):
            return meaning.fund
    return None


@cache
def _usual_kinds() -> dict[str, str]:
    text = resources.files("corpus").joinpath("vocabulary", "forms.toml").read_text(encoding="utf-8")
    return {code: kind for kind, codes in tomllib.loads(text)["economic_kinds"].items() for code in codes}


def usual_kind(code: str | None) -> str | None:
    """The kind of basic spending an economic class belongs to by the classification (工资福利支出 is 人员经费), None where unknown."""
    return _usual_kinds().get(code[:3]) if code else None


def gather(tables: Sequence[Table], stated: Iterable[tuple[str, Decimal]] = ()) -> dict[str, frozenset[Decimal]]:
    """Anchors from tables already read (solved or printed cells only) and from ``stated`` facts of the prose."""
    found: dict[str, set[Decimal]] = {}
    for key, value in stated:
        found.setdefault(key, set()).add(value)
    for table in tables:
        for key, value in _of_table(table):
            found.setdefault(key, set()).add(value)
    _carried_basic(tables, found)
    for form, fund in _FUND_TABLES.items():
        if _nothing_in(tables, form) and found.get(f"fund:{fund}", {Decimal(0)}) == {Decimal(0)}:
            found[f"spent:{fund}"] = {Decimal(0)}
    return {key: frozenset(values) for key, values in found.items()}


def _of_table(table: Table) -> Iterable[tuple[str, Decimal]]:
    empty = table.empty_note is not None
    if empty and table.form in _EMPTY_MEANS:
        yield _EMPTY_MEANS[table.form], Decimal(0)
    if table.form == "revenue_expenditure":
        yield from _revenue_rows(table)
    if table.form in ("expenditure", "general_budget", "basic_economic", "appropriation_function"):
        yield from _total_row(table)
    if table.form == "basic_economic":
        yield from _economic_rows(table)


_FUND_TABLES = {"government_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}
"""Forms that list all spending out of one fund."""


def _nothing_in(tables: Sequence[Table], form: str) -> bool:
    """Whether the document has the form and prints no amount in it but 0."""
    mine = [table for table in tables if table.form == form]
    return bool(mine) and not any(cell.value for table in mine for row in table.rows for cell in row.cells)


_EMPTY_MEANS = {
    "government_fund": "fund:政府性基金预算",
    "state_capital": "fund:国有资本经营预算",
    "project": "kind:项目支出",
    "three_public": "item:三公经费",
}


def _revenue_rows(table: Table) -> Iterable[tuple[str, Decimal]]:
    for row in table.rows:
        if row.side is not Side.REVENUE or len(row.cells) > 1:
            continue
        fund = _fund_of_label(row.label)
        if fund and (_is_carried(fund) or not any(_is_carried(label) for label in row.path[:-1])):
            yield f"fund:{fund}", row.cells[0].value if row.cells else Decimal(0)
        if fund and _is_carried(fund) and not _is_carried("".join(row.path[:-1])):
            yield "carried:fund", row.cells[0].value if row.cells else Decimal(0)


def _is_carried(label: str) -> bool:
    return "结转" in label or "结余" in label


def admits(anchors: Anchors, key: str | None, value: Decimal, form: Form | None) -> bool:
    """Whether a value of a total row agrees with what is known of its concept.

    Tables of a narrower scope than the whole budget (三公, 项目, 采购 …) need not repeat the amount, but what is nil on the whole is nil there.
    """
    known = anchors.get(key) if key else None
    if not known:
        return True
    if key == "carried:fund":
        return known != {Decimal(0)} or value == 0
    if key is not None and key.startswith("fund:") and (form is None or form.id not in _WHOLE_BUDGET):
        return known != {Decimal(0)} or value == 0
    return value in known


_WHOLE_BUDGET = frozenset({"revenue", "carry_over", "fiscal_appropriation"})


def _total_row(table: Table) -> Iterable[tuple[str, Decimal]]:
    for row in table.rows:
        if not row.total or any(cell.reading is Reading.AMBIGUOUS for cell in row.cells):
            continue
        for index, column in enumerate(table.columns):
            cell = next((c for c in row.cells if c.column == index), None)
            if column.kind and column.year_offset == 0:
                yield f"kind:{column.kind}", cell.value if cell else Decimal(0)
        if table.form == "basic_economic" and row.cells:
            yield "kind:基本支出", row.cells[0].value


def _economic_rows(table: Table) -> Iterable[tuple[str, Decimal]]:
    for row in table.rows:
        if row.code in _ECONOMIC_ITEMS and row.cells and row.cells[0].reading is not Reading.AMBIGUOUS:
            yield f"item:{_ECONOMIC_ITEMS[row.code]}", row.cells[0].value


def _carried_basic(tables: Sequence[Table], found: dict[str, set[Decimal]]) -> None:
    """Where this year's general budget already makes up all 基本支出, carried-over money pays for none of it."""
    whole = _total_of(tables, "expenditure", "基本支出")
    own = _total_of(tables, "basic_economic", None)
    if whole is not None and whole == own:
        found.setdefault("carried:基本支出", set()).add(Decimal(0))


def _total_of(tables: Sequence[Table], form: str, kind: str | None) -> Decimal | None:
    for table in tables:
        for row in table.rows if table.form == form else ():
            if row.total:
                for cell in row.cells:
                    if (
                        cell.column is not None
                        and cell.reading is not Reading.AMBIGUOUS
                        and table.columns[cell.column].kind == kind
                    ):
                        return cell.value
    return None


def is_grand_total(label: str, issuer: str) -> bool:
    """Whether a row sums up its table: 总计/合计, or the issuer's own name as forms of some places print it."""
    return is_total(label) or re.sub(r"\s", "", fold(label)) == re.sub(r"\s", "", fold(issuer))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known about the rows of one side under one layout, as tests that the solver may use where they contradict nothing."""

    anchors: Anchors
    form: Form | None
    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]
    rows: tuple[RawRow, ...]
    codes: tuple[str | None, ...]
    totals: frozenset[int]

    def tests(self) -> tuple[Callable[[int, tuple[int, ...]], bool], ...]:
        """The tests, strongest first."""
        basic = self.form is not None and self.form.id == "basic_economic"
        return (self._known_total, self._usual_class, self._nil) if basic else (self._known_total, self._nil)

    def _known_total(self, index: int, reading: tuple[int, ...]) -> bool:
        if index not in self.totals and sum(bool(row.numbers) for row in self.rows) > 1:
            return True
        cells = self._cells(index, reading)
        keys = [
            None if column.year_offset else concept(slot, column, self.form)
            for slot, column in zip(self.slots, self.columns, strict=True)
        ]
        return all(admits(self.anchors, key, cells.get(c, Decimal(0)), self.form) for c, key in enumerate(keys))

    def _usual_class(self, index: int, reading: tuple[int, ...]) -> bool:
        usual = usual_kind(self.codes[index])
        return usual is None or all(self.columns[c].kind in (None, usual) for c in reading)

    def _nil(self, index: int, reading: tuple[int, ...]) -> bool:
        """Money of a fund that the document nowhere receives nor spends fills no column."""
        cells = self._cells(index, reading)
        return all(
            self.anchors.get(f"spent:{column.fund}") != frozenset((Decimal(0),)) or not cells.get(place)
            for place, column in enumerate(self.columns)
        )

    def _cells(self, index: int, reading: tuple[int, ...]) -> dict[int, Decimal]:
        numbers = [t.value for t in self.rows[index].numbers if t.value is not None]
        return dict(zip(reading, numbers, strict=True))
