"""The same amount printed in several tables, or in a table and in the prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from corpus.amount import MONEY_SCALE, fold
from corpus.checks.context import Context, Outcome, finding, places, printed, shown, value_of, where
from corpus.checks.knowledge import knowledge, pairs
from corpus.checks.measure import Number, plain, same_kind
from corpus.document import Side
from corpus.figure import Figure, Finding, Measure
from corpus.vocabulary import canonical, functional, subjects

_TOTAL = re.compile(r"总计|合计")
Key = tuple[str, str | None, str | None]
"""Item (or code), fund and kind: what two cells must share to be the same amount."""


@dataclass(slots=True)
class Shared:
    """Two tables and the cells of the same meaning in both."""

    same: int = 0
    apart: list[tuple[Figure, Figure, str]] = field(default_factory=list)


def subject(figure: Figure) -> str:
    """What a figure is about: its code below 类, the name of its 类 (tables print it with and without code), else its item."""
    if figure.code and len(figure.code) > 3:
        return figure.code
    known = functional(figure.code) if figure.code else None
    return known.name if known else figure.item


def _table(figure: Figure) -> tuple[str | None, str | None, str | None]:
    return figure.form, figure.source.table_number, figure.source.table_title


def _comparable(figure: Figure, context: Context) -> bool:
    """Cells whose row is a subject and that speak of the year; revenue by subject is another thing than spending by subject."""
    return (
        figure.measure is Measure.LEVEL
        and figure.value_year == context.document.fiscal_year
        and figure.amount.unit in MONEY_SCALE
        and figure.side is not Side.REVENUE
        and figure.form in knowledge()["same"]["forms"]
        and bool(figure.code or figure.item.endswith("支出"))
    )


def tables(context: Context, rule: str) -> Outcome:
    """One subject, fund and kind in two tables is one amount.

    Tables that disagree in many places, or in their totals, measure different things (with and without what was carried over).
    """
    by_table: dict[tuple[str | None, str | None, str | None], dict[Key, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    totals: dict[tuple[object, ...], Decimal] = {}
    for figure in context.cells:
        if _comparable(figure, context):
            by_table[_table(figure)][subject(figure), figure.fund, figure.kind].append(figure)
        elif figure.measure is Measure.LEVEL and figure.side is not Side.REVENUE and _TOTAL.search(figure.row_label):
            totals[_table(figure), figure.fund, figure.kind] = value_of(figure).value
    found: list[Finding] = []
    examined = 0
    carried = _carried(context)
    names = list(by_table)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            for scope, shared in _shared(by_table[one], by_table[other]).items():
                examined += shared.same + len(shared.apart)
                errors = sum(kind == "error" for *_, kind in shared.apart)
                ends = {totals.get((one, *scope)), totals.get((other, *scope))} - {None}
                trusted = shared.same >= 3 and errors * 4 <= shared.same and len(ends) < 2
                for first, second, kind in shared.apart:
                    if kind == "rounding" or (trusted and not _explained(first, (second,), carried)):
                        found.append(_differs(context, rule, kind, first, second))
    return Outcome(tuple(_once(found)), examined)


def _shared(one: dict[Key, list[Figure]], other: dict[Key, list[Figure]]) -> dict[tuple[str | None, str | None], Shared]:
    """The comparison of two tables, one for each fund and kind they share."""
    result: dict[tuple[str | None, str | None], Shared] = defaultdict(Shared)
    for key in one.keys() & other.keys():
        if len(one[key]) == 1 == len(other[key]):
            first, second = one[key][0], other[key][0]
            kind = same_kind(_exact(first), _exact(second))
            if kind is None:
                result[key[1:]].same += 1
            else:
                result[key[1:]].apart.append((first, second, kind))
    return result


def _exact(figure: Figure) -> Number:
    """A cell's number; tables drop zeros at the end, so that 606.4 there is as exact as 606.40."""
    own = value_of(figure)
    return (
        Number(own.value, min(own.step, MONEY_SCALE[figure.amount.unit] / 100), own.text) if figure.amount.unit == "万元" else own
    )


def _differs(context: Context, rule: str, kind: str, one: Figure, other: Figure) -> Finding:
    gap = abs(value_of(one).value - value_of(other).value)
    column = f"“{one.column}”栏" if one.column else ""
    message = (
        f"“{one.row_label or one.item}”{column}：{where(one.source)}印 {printed(one)} {one.amount.unit}，"
        f"{where(other.source)}印 {printed(other)} {other.amount.unit}，同一数额应当相等，相差 {plain(gap, one.amount.unit)} {one.amount.unit}"
    )
    return finding(context, rule, kind, message, (printed(one), printed(other)), None, places((one, other)))


def _once(found: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each pair of printed numbers: three tables that print two values say the same thing once."""
    seen: set[tuple[str, ...]] = set()
    for one in found:
        if tuple(sorted(one.printed)) not in seen:
            seen.add(tuple(sorted(one.printed)))
            yield one


def classifications(context: Context, rule: str) -> Outcome:
    """The same money by function and by economic class: a cent between them is rounding, more is another scope and says nothing."""
    levels = [f for f in (*context.cells, *context.levels()) if f.measure is Measure.LEVEL and f.amount.unit in MONEY_SCALE]
    by_code: dict[str, list[Figure]] = defaultdict(list)
    for figure in levels:
        if figure.code and figure.value_year == context.document.fiscal_year:
            by_code[figure.code].append(figure)
    found: list[Finding] = []
    examined = 0
    for one, other in pairs("classification"):
        firsts, seconds = by_code.get(one, []), by_code.get(other, [])
        if not firsts or not seconds:
            continue
        examined += 1
        values = {f.amount.to("元") for f in firsts} & {f.amount.to("元") for f in seconds}
        if not values and (kind := same_kind(value_of(firsts[0]), value_of(seconds[0]))) == "rounding":
            message = (
                f"“{firsts[0].item}”按功能分类印 {printed(firsts[0])} {firsts[0].amount.unit}（{where(firsts[0].source)}），"
                f"按经济分类“{seconds[0].item}”印 {printed(seconds[0])} {seconds[0].amount.unit}（{where(seconds[0].source)}），"
                f"相差 {plain(abs(value_of(firsts[0]).value - value_of(seconds[0]).value), '万元')} 万元，属四舍五入"
            )
            stated = (printed(firsts[0]), printed(seconds[0]))
            found.append(finding(context, rule, kind, message, stated, None, places((*firsts, *seconds))[:12]))
    return Outcome(tuple(found), examined)


def prose(context: Context, rule: str) -> Outcome:
    """An amount stated in the prose stands in a table: the same item, and the same fund and kind where the sentence names them."""
    index = _index(context)
    carried = _carried(context)
    found: list[Finding] = []
    examined = 0
    for told in context.levels():
        candidates, named = _candidates(told, index)
        if not candidates or _aside(told):
            continue
        examined += 1
        kinds = [same_kind(value_of(told), value_of(cell)) for cell in candidates]
        if None in kinds:
            continue
        near = [cell for cell, kind in zip(candidates, kinds, strict=True) if kind == "rounding"]
        if near:
            found.append(_against(context, rule, "rounding", told, near[:1]))
        elif _certain(told, candidates, named) and not _explained(told, candidates, carried):
            found.append(_against(context, rule, "error", told, candidates))
    return Outcome(tuple(_once(found)), examined)


def _index(context: Context) -> dict[str, list[Figure]]:
    index: dict[str, list[Figure]] = defaultdict(list)
    for cell in context.cells:
        if cell.measure is Measure.LEVEL and cell.value_year == context.document.fiscal_year and cell.amount.unit in MONEY_SCALE:
            for name in _names(cell):
                index[name].append(cell)
    return index


def _names(cell: Figure) -> set[str]:
    """Names a sentence may have for a cell; a subtotal that says of what (人员经费合计) is that and nothing else."""
    if _TOTAL.search(cell.row_label) and (own := canonical(cell.row_label)) != cell.item and not _TOTAL.search(own):
        return {own}
    return {subject(cell), cell.item}


def _candidates(told: Figure, index: dict[str, list[Figure]]) -> tuple[list[Figure], bool]:
    """Cells that a sentence may repeat: those of its subject; of a standard total, those of the names tables give it.

    True with them where the sentence names the fund and the cells are of that fund.
    """
    twins = knowledge()["twins"].get(told.item)
    if twins is not None:
        return [c for name in twins["items"] for c in index.get(name, ()) if c.form in twins["forms"]], False
    own = index.get(told.code, []) if told.code and len(told.code) > 3 else index.get(told.item, [])
    named = [c for c in own if c.fund == told.fund] if told.fund and told.fund in told.source.quote else []
    return (named, True) if named else (list(own), False)


def _aside(told: Figure) -> bool:
    """Whether the sentence speaks of something else than the whole of the item: a project, a subordinate unit, a target.

    A quote without a word before its number says nothing about what it measures.
    """
    heading = "".join(told.source.section)
    if not re.search("[一-鿿]", fold(told.source.quote).partition(printed(told))[0]):
        return True
    return any(word in told.source.quote or word in heading for word in knowledge()["words"]["aside"])


def _certain(told: Figure, candidates: Sequence[Figure], named: bool) -> bool:
    """Whether the item has one meaning only: a subject with its code, a standard total, a kind of spending of a named fund."""
    if told.item in knowledge()["certain"]["items"] or (named and told.item in knowledge()["certain"]["of_fund"]):
        return True
    if told.item in _classes():
        return True
    return bool(told.code) and all(c.code == told.code or len(told.code or "") == 3 for c in candidates)


def _carried(context: Context) -> list[Figure]:
    """Amounts carried over from the year before, by the name of their row or their column."""
    names = knowledge()["words"]["carried"]
    return [f for f in (*context.cells, *context.levels()) if any(word in "".join((f.item, *f.column_path)) for word in names)]


def _explained(told: Figure, cells: Sequence[Figure], carried: Sequence[Figure]) -> bool:
    """Whether the gap to a cell is an amount carried over that the document prints: then one of the two leaves it out."""
    amounts = [value_of(f) for f in carried if f.amount.value and f.amount.unit in MONEY_SCALE]
    gaps = [abs(value_of(told).value - value_of(cell).value) for cell in cells]
    return any(abs(gap - amount.value) <= amount.step * 2 for gap in gaps for amount in amounts)


@cache
def _classes() -> frozenset[str]:
    """Names of the 类 by function that no other classification uses."""
    names = {s.name for s in subjects() if s.classification == "functional" and len(s.code) == 3}
    return frozenset(names - set(knowledge()["certain"]["shared"]))


def _against(context: Context, rule: str, kind: str, told: Figure, cells: Sequence[Figure]) -> Finding:
    listed = dict.fromkeys((printed(c), c.amount.unit, where(c.source)) for c in cells[:3])
    tables = "；".join(f"{place}印 {text} {unit}" for text, unit, place in listed)
    message = f"正文写{shown(told)}（{where(told.source)}），表中没有这个数：{tables}"
    if kind == "rounding":
        message = f"正文写{shown(told)}（{where(told.source)}），{tables}，相差在四舍五入之内"
    stated = (printed(told), *dict.fromkeys(printed(c) for c in cells[:3]))
    return finding(context, rule, kind, message, stated, None, places((told, *cells[:3])))
