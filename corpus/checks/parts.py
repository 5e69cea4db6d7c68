"""Parts and wholes told in prose: sums, subsets, counts that cannot be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.amount import MONEY_SCALE, State
from corpus.checks.context import Context, Outcome, finding, near, places, printed, shown, value_of, where
from corpus.checks.knowledge import Whole, knowledge, pairs, wholes
from corpus.checks.measure import Number, gap_kind, plain, same_kind
from corpus.figure import Figure, Finding, Measure

_ITEM_CODE = 7


def _stated(context: Context, *measures: Measure) -> list[Figure]:
    return [f for f in context.told if f.measure in measures and f.amount.state is State.STATED and f.amount.value is not None]


def lists(context: Context, rule: str) -> Outcome:
    """A total told with all its parts is their sum ("政府采购预算 X，其中：货物 …，工程 …，服务 …")."""
    found: list[Finding] = []
    examined = 0
    figures = _stated(context, Measure.LEVEL, Measure.COUNT)
    for whole in wholes():
        for total in (f for f in figures if f.item == whole.name):
            parts = _told_with(total, whole, figures)
            if parts is None:
                continue
            examined += 1
            kind = gap_kind(value_of(total), [value_of(p) for p in parts])
            over = sum((value_of(p).value for p in parts), Decimal(0)) > value_of(total).value
            if kind and (over or not (whole.other or _more_between(total, parts, figures))):
                found.append(_sum(context, rule, kind, total, parts))
    return Outcome(tuple(_distinct(found)), examined)


def _told_with(total: Figure, whole: Whole, figures: Sequence[Figure]) -> list[Figure] | None:
    """The first mention of each part after the total, up to the next mention of the total; None unless all are told."""
    after = figures[_at(figures, total) + 1 :]
    stop = next((i for i, f in enumerate(after) if f.item == total.item and f.amount.value != total.amount.value), len(after))
    parts = []
    for name in whole.parts:
        part = next(
            (
                f for f in after[:stop]
                if f.item == name and near(f, total) and f.measure is total.measure and f.value_year == total.value_year
                and (f.amount.unit in MONEY_SCALE) == (total.amount.unit in MONEY_SCALE)
            ),
            None,
        )  # fmt: skip
        if part is None:
            return None
        parts.append(part)
    return parts


def _more_between(total: Figure, parts: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    """Whether the list from the total to its last part tells other amounts of the same unit too: parts without a name here."""
    last = max(_at(figures, part) for part in parts)
    between = figures[_at(figures, total) + 1 : last]
    return any(f.amount.unit == total.amount.unit and not any(f is part for part in parts) for f in between)


def _at(figures: Sequence[Figure], wanted: Figure) -> int:
    return next(i for i, f in enumerate(figures) if f is wanted)


def _sum(context: Context, rule: str, kind: str, total: Figure, parts: Sequence[Figure]) -> Finding:
    unit = total.amount.unit
    computed = plain(sum((value_of(p).value for p in parts), Decimal(0)), unit)
    gap = plain(abs(value_of(total).value - sum((value_of(p).value for p in parts), Decimal(0))), unit)
    terms = " + ".join(f"{p.item} {printed(p)}" for p in parts)
    message = f"{shown(total)}，各部分之和 {terms} = {computed}，相差 {gap} {unit}（{where(total.source)}）"
    return finding(
        context, rule, kind, message, (printed(total), *(printed(p) for p in parts)), computed, places((total, *parts))
    )


def _distinct(found: Sequence[Finding]) -> Iterator[Finding]:
    seen = set()
    for one in found:
        if (one.rule, one.printed) not in seen:
            seen.add((one.rule, one.printed))
            yield one


def economy(context: Context, rule: str) -> Outcome:
    """人员经费 and 公用经费 told with their economic items: the items cannot exceed the total (the list may leave some out)."""
    found: list[Finding] = []
    examined = 0
    levels = [f for f in _stated(context, Measure.LEVEL) if f.amount.unit in MONEY_SCALE]
    for total in (f for f in levels if f.item in ("人员经费", "公用经费")):
        parts = [
            f for f in levels[_at(levels, total) + 1 :]
            if f.code and f.code.startswith("3") and f.kind == total.item and f.source.section == total.source.section
            and len(f.code) == 5 and near(f, total, 30)
        ]  # fmt: skip
        if len(parts) < 3 or len({f.code for f in parts}) < len(parts):
            continue
        examined += 1
        kind = gap_kind(value_of(total), [value_of(p) for p in parts])
        listed = sum((value_of(p).value for p in parts), Decimal(0))
        if kind and (kind == "rounding" or listed > value_of(total).value):
            found.append(_sum(context, rule, kind, total, parts))
    return Outcome(tuple(_distinct(found)), examined)


def staff(context: Context, rule: str) -> Outcome:
    """实有人数 followed by 其中 counts those in service and, where told, the retired; and is not their part."""
    counts = _stated(context, Measure.COUNT)
    found: list[Finding] = []
    examined = 0
    for total in (f for f in counts if f.item == "实有人数"):
        parts = [f for f in counts if f.item in ("在职人数", "退休人数", "离休人数") and near(f, total)]
        if len({f.item for f in parts}) < len(parts) or len(parts) < 2 or "在职人数" not in {f.item for f in parts}:
            continue
        examined += 1
        if gap_kind(value_of(total), [value_of(p) for p in parts]):
            found.append(_sum(context, rule, "error", total, parts))
    return Outcome(tuple(found), examined)


def subsets(context: Context, rule: str) -> Outcome:
    """A part is never more than its whole: 小微企业 in 中小企业, 100 万元以上 in 50 万元以上."""
    found: list[Finding] = []
    examined = 0
    figures = _stated(context, Measure.LEVEL, Measure.COUNT)
    for kind, name in (("error", "subset"), ("oddity", "loose_subset")):
        for small, large in pairs(name):
            for part in (f for f in figures if f.item == small):
                whole = next((f for f in figures if f.item == large and near(f, part)), None)
                if whole is None or (whole.amount.unit in MONEY_SCALE) != (part.amount.unit in MONEY_SCALE):
                    continue
                examined += 1
                if value_of(part).value > value_of(whole).value:
                    message = f"{shown(part)}是{shown(whole)}的一部分，却大于它（{where(part.source)}）"
                    stated = (printed(part), printed(whole))
                    found.append(finding(context, rule, kind, message, stated, None, places((part, whole))))
    return Outcome(tuple(found), examined)


def nothing(context: Context, rule: str) -> Outcome:
    """A count of 0 with an amount of money ("项目 0 个，涉及金额 12.64 万元")."""
    found: list[Finding] = []
    examined = 0
    figures = _stated(context, Measure.LEVEL, Measure.COUNT)
    for count in (f for f in figures if f.measure is Measure.COUNT):
        amounts = _amount_names(count.item)
        for amount in (f for f in figures if f.item in amounts and f.measure is Measure.LEVEL and near(f, count, 3)):
            examined += 1
            if not count.amount.value and amount.amount.value:
                message = f"“{count.item}”印 {printed(count)} {count.amount.unit}，“{amount.item}”却印 {printed(amount)} {amount.amount.unit}（{where(count.source)}）"
                found.append(
                    finding(context, rule, "error", message, (printed(count), printed(amount)), None, places((count, amount)))
                )
    return Outcome(tuple(_distinct(found)), examined)


def _amount_names(item: str) -> tuple[str, ...]:
    known = tuple(amount for count, amount in pairs("count_amount") if count == item)
    stem = re.sub(r"数$", "", item)
    return (*known, f"{stem}金额", f"{stem}价值")


def changes(context: Context, rule: str) -> Outcome:
    """The change of a total and the changes of all its items against one base: last year's items cannot exceed last year's total."""
    figures = _stated(context, Measure.CHANGE)
    items = [f for f in figures if f.code and len(f.code) == _ITEM_CODE and f.amount.unit in MONEY_SCALE]
    found: list[Finding] = []
    examined = 0
    for base in dict.fromkeys(f.base for f in items):
        parts = [(f, level) for f in items if f.base == base and (level := _level(context, f))]
        if len(parts) < 2 or len({f.code for f, _ in parts}) < len(parts):
            continue
        now = sum((value_of(level).value for _, level in parts), Decimal(0))
        step = sum((value_of(level).step for _, level in parts), Decimal(0))
        for total in (f for f in figures if f.item in knowledge()["certain"]["spending"] and f.base == base):
            level = _level(context, total)
            if level is None or abs(value_of(level).value - now) > step:
                continue
            examined += 1
            found.extend(_unlike(context, rule, total, level, parts))
    return Outcome(tuple(_distinct(found)), examined)


def _level(context: Context, change: Figure) -> Figure | None:
    """The amount that a change led to: same item, in the same sentence or just before it."""
    listed = [
        f for f in _stated(context, Measure.LEVEL)
        if f.item == change.item and f.code == change.code and near(f, change, 4) and f.amount.unit in MONEY_SCALE
    ]  # fmt: skip
    return next((f for f in listed if f.source.quote == change.source.quote), listed[0] if listed else None)


def _signed(change: Figure) -> Decimal:
    value = value_of(change).value
    return value if change.direction == "增加" else -value


def _unlike(
    context: Context, rule: str, total: Figure, level: Figure, parts: Sequence[tuple[Figure, Figure]]
) -> Iterator[Finding]:
    summed = sum((_signed(f) for f, _ in parts), Decimal(0))
    gap = _signed(total) - summed
    slack = sum((value_of(f).step for f, _ in parts), value_of(total).step)
    if abs(gap) <= slack:
        return
    unit = total.amount.unit
    terms = " ".join(f"{'+' if f.direction == '增加' else '-'} {printed(f)}" for f, _ in parts).removeprefix("+ ")
    direction = "增加" if summed > 0 else "减少"
    before = plain(value_of(level).value - _signed(total), unit)
    items = plain(sum((value_of(one).value - _signed(f) for f, one in parts), Decimal(0)), unit)
    kind = "error" if gap > 0 else "oddity"
    message = (
        f"{shown(total)}（与“{total.base or '上年'}”比，{where(total.source)}），其全部项级科目的增减合计 {terms}，即{direction} "
        f"{plain(abs(summed), unit)} {unit}，相差 {plain(abs(gap), unit)} {unit}；推算上年合计 {before}，各项之和 {items}"
    )
    stated = (printed(total), *(printed(f) for f, _ in parts))
    yield finding(context, rule, kind, message, stated, plain(abs(summed), unit), places((total, *(f for f, _ in parts))))


def told_changes(context: Context, rule: str) -> Outcome:
    """The change of a total told with the changes of all its parts (“三公”经费) is their sum."""
    found: list[Finding] = []
    examined = 0
    figures = _stated(context, Measure.CHANGE)
    for whole in wholes():
        for total in (f for f in figures if f.item == whole.name and f.amount.unit in MONEY_SCALE):
            parts = [
                next((f for f in figures if f.item == n and f.base == total.base and near(f, total)), None) for n in whole.parts
            ]
            told = [part for part in parts if part is not None and part.amount.unit in MONEY_SCALE]
            if len(told) < len(parts):
                continue
            examined += 1
            gap = _signed(total) - sum((_signed(p) for p in told), Decimal(0))
            if abs(gap) > sum((value_of(p).step for p in told), value_of(total).step):
                terms = "、".join(shown(p) for p in told)
                message = f"{shown(total)}，各部分为{terms}，合计相差 {plain(abs(gap), total.amount.unit)} {total.amount.unit}（{where(total.source)}）"
                stated = (printed(total), *(printed(p) for p in told))
                found.append(finding(context, rule, "error", message, stated, None, places((total, *told))))
    return Outcome(tuple(_distinct(found)), examined)


def bases(context: Context, rule: str) -> Outcome:
    """One change of one amount told against differently named bases (上年预算, 上年执行数): at most one of them is meant."""
    groups: dict[tuple[Decimal, Decimal, str | None], list[Figure]] = defaultdict(list)
    for change in _stated(context, Measure.CHANGE):
        level = _level(context, change)
        if level is not None and change.amount.value and change.amount.unit in MONEY_SCALE:
            groups[value_of(change).value, value_of(level).value, change.direction].append(change)
    found = []
    for group in groups.values():
        named = {f.base for f in group if f.base}
        if len(named) > 1:
            first = group[0]
            told = "；".join(f"{where(f.source)}“{f.item}”与“{f.base}”比" for f in group if f.base)
            message = f"同一增减额 {printed(first)} {first.amount.unit}，比较的基数写法不同：{told}"
            found.append(finding(context, rule, "oddity", message, (printed(first), *sorted(named)), None, places(group)))
    return Outcome(tuple(found), len(groups))


def weights(context: Context, rule: str) -> Outcome:
    """The weights (分值) of a table of performance targets make 100; often 10 of them are kept for the rate of execution."""
    points = [f for f in context.told if f.measure is Measure.TARGET and f.amount.unit == "分" and f.amount.value is not None]
    if len(points) < 3:
        return Outcome((), 0)
    total = sum((value_of(f).value for f in points), Decimal(0))
    if total == 100 or total > 100:
        return Outcome((), 1)
    terms = " + ".join(printed(f) for f in points)
    message = f"绩效指标分值权重 {terms} = {plain(total)}，不是 100（{where(points[0].source)}）"
    return Outcome(
        (finding(context, rule, "oddity", message, tuple(printed(f) for f in points), plain(total), places(points)),), 1
    )


def sides(context: Context, rule: str) -> Outcome:
    """An increase of spending that several increases of revenue make up, with a reason that names only one of them."""
    changes_ = [f for f in _stated(context, Measure.CHANGE) if f.amount.unit in MONEY_SCALE and f.amount.value]
    revenue = [f for f in changes_ if f.side is not None and f.side.value == "收入"]
    found: list[Finding] = []
    examined = 0
    for spending in (f for f in changes_ if f.side is not None and f.side.value == "支出" and f.reason):
        for i, one in enumerate(revenue):
            for other in revenue[i + 1 :]:
                if one.direction == other.direction == spending.direction and one.base == other.base == spending.base:
                    examined += 1
                    if _makes(value_of(spending), value_of(one), value_of(other)):
                        found.extend(_unnamed(context, rule, spending, one, other))
    return Outcome(tuple(_distinct(found)), examined)


def _makes(total: Number, one: Number, other: Number) -> bool:
    return total.value == one.value + other.value


def _unnamed(context: Context, rule: str, spending: Figure, one: Figure, other: Figure) -> Iterator[Finding]:
    named = [f for f in (one, other) if _common(spending.reason or "", (f.reason or "") + f.item, context.document.issuer) >= 4]
    if len(named) != 1:
        return
    left = other if named[0] is one else one
    message = (
        f"{shown(spending)}，原因只写“{_tail(spending.reason or '', context.document.issuer)}”（{where(spending.source)}）；"
        f"收入方面{shown(one)}、{shown(other)}，合计 {printed(spending)}，原因没有说到“{left.item}”的 {printed(left)} {left.amount.unit}"
    )
    stated = (printed(spending), printed(one), printed(other))
    yield finding(context, rule, "oddity", message, stated, printed(spending), places((spending, one, other)))


def _tail(reason: str, issuer: str) -> str:
    return re.sub(r"^.*?20\d\d年(?:度)?", "", reason.replace(issuer, ""))


def _common(one: str, other: str, issuer: str) -> int:
    """Length of the longest run of characters that two reasons share, names and years aside."""
    first, second = _tail(one, issuer), other.replace(issuer, "")
    return max((n for i in range(len(first)) for n in range(1, len(first) - i + 1) if first[i : i + n] in second), default=0)


def operating(context: Context, rule: str) -> Outcome:
    """三公 items against the same items of basic spending: the part paid from basic spending cannot be the larger one."""
    found: list[Finding] = []
    examined = 0
    for code, item in pairs("three_public"):
        basic = [f for f in context.cells if f.code == code and f.form == "basic_economic" and f.amount.unit in MONEY_SCALE]
        whole = [f for f in context.cells if f.item == item and f.form == "three_public" and f.amount.unit in MONEY_SCALE]
        if not basic or not whole:
            continue
        examined += 1
        largest = max(whole, key=lambda f: value_of(f).value)
        kind = same_kind(value_of(basic[0]), value_of(largest))
        if kind == "error" and value_of(basic[0]).value > value_of(largest).value:
            message = f"基本支出中{shown(basic[0])}（{where(basic[0].source)}）大于“三公”经费表的{shown(largest)}（{where(largest.source)}），口径可能不同"
            stated = (printed(basic[0]), printed(largest))
            found.append(finding(context, rule, "oddity", message, stated, None, places((basic[0], largest))))
    return Outcome(tuple(found), examined)
