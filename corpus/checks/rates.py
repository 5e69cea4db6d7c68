"""Percentages recomputed: shares, growth, completion; and the direction they are told with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import MONEY_SCALE, State
from corpus.checks.context import Context, Outcome, finding, near, places, printed, shown, value_of, where
from corpus.checks.knowledge import knowledge
from corpus.checks.measure import Number, percent, plain, rate_kind, rounded, step_of
from corpus.document import Source
from corpus.figure import Figure, Finding, Measure

_FOUR = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed percentage with the exact one, the range that rounding allows, and the arithmetic in words."""

    figure: Figure
    exact: Decimal
    low: Decimal
    high: Decimal
    sum: str
    terms: tuple[Figure, ...]

    @property
    def kind(self) -> str | None:
        """None, "rounding" or "error"."""
        if self.figure.amount.value is None:
            return None
        return rate_kind(abs(self.figure.amount.value), self.exact, self.low, self.high)


def _beside(context: Context, rate: Figure, measure: Measure) -> Figure | None:
    """The figure of the same item told with a rate: in its sentence, of the document's year, or the only one there (its year may be a slip)."""
    told = [
        f
        for f in context.told
        if f.measure is measure and f.item == rate.item and f.code == rate.code and f.amount.state is State.STATED
        and f.source.section == rate.source.section and near(f, rate, 4)
    ]  # fmt: skip
    wanted = [f for f in told if f.value_year in (context.document.fiscal_year, None)] or (told if len(told) == 1 else [])
    if not wanted:
        return None
    own = [f for f in wanted if f.source.quote == rate.source.quote]
    return (own or [min(wanted, key=lambda f: abs((f.source.line_start or 0) - (rate.source.line_start or 0)))])[0]


def shares(context: Context, rule: str) -> Outcome:
    """占 = part ÷ whole; the whole is the one named, else the total that all parts of the list add up to."""
    found: list[Finding] = []
    rates = list(_shares(context))
    for rate in rates:
        if kind := rate.kind:
            twin = _twin(rate, rates) if kind == "rounding" else None
            found.append(_says(context, rule, "error" if twin else kind, rate, twin))
    return Outcome(tuple(found), len(rates))


def _twin(rate: Rate, rates: Sequence[Rate]) -> Rate | None:
    """Another share of an equal part in an equal whole that prints another percentage: one of the two is wrong."""
    step = step_of(rate.figure.amount.value or Decimal(0))
    for other in rates:
        alike = other.exact == rate.exact and step_of(other.figure.amount.value or Decimal(0)) == step
        if alike and other.kind is None:
            return other
    return None


def _shares(context: Context) -> Iterator[Rate]:
    lists: dict[tuple[str, ...], list[tuple[Figure, Figure]]] = defaultdict(list)
    for figure in context.told:
        if figure.measure is Measure.SHARE and figure.amount.value is not None and figure.amount.unit == "%":
            if figure.whole == "预算":
                continue
            part = _beside(context, figure, Measure.LEVEL)
            if part is None or part.amount.unit not in MONEY_SCALE:
                continue
            if figure.whole:
                if whole := _named(context, figure, part):
                    yield _share(figure, part, value_of(whole), (part, whole))
            else:
                lists[figure.source.section].append((figure, part))
    for listed in lists.values():
        yield from _listed(context, listed)


def _named(context: Context, share: Figure, part: Figure) -> Figure | None:
    """The whole that a sentence names, where the document gives it one amount only (first as told under the same heading)."""
    names = {share.whole, *knowledge()["whole_names"].get(share.whole or "", [])}
    told = [f for f in context.levels() if f.item in names and f.source.section == share.source.section and f is not part]
    told = told or [f for f in context.levels() if f.item in names and f is not part]
    listed = told or [
        f
        for f in context.cells
        if f.item in names and f.measure is Measure.LEVEL and f.value_year == context.document.fiscal_year
    ]
    return listed[0] if len({f.amount.to("元") for f in listed if f.amount.unit in MONEY_SCALE}) == 1 else None


def _listed(context: Context, listed: Sequence[tuple[Figure, Figure]]) -> Iterator[Rate]:
    """Shares of an unnamed whole: judged only where their parts add up to an amount that the document prints."""
    total = sum((value_of(part).value for _, part in listed), Decimal(0))
    known = [
        f
        for f in (*context.levels(), *context.cells)
        if f.measure is Measure.LEVEL and f.amount.unit in MONEY_SCALE and abs(value_of(f).value - total) <= value_of(f).step * 2
    ]
    if len(listed) < 2 or not known or not total:
        return
    whole = min(known, key=lambda f: abs(value_of(f).value - total))
    for share, part in listed:
        yield _share(share, part, value_of(whole), (part, whole))


def _share(figure: Figure, part: Figure, whole: Number, terms: tuple[Figure, ...]) -> Rate:
    own = value_of(part)
    if whole.low <= 0:
        return Rate(figure, figure.amount.value or Decimal(0), Decimal(0), Decimal(100), "", terms)
    return Rate(
        figure, percent(own.value, whole.value), percent(own.low, whole.high), percent(own.high, whole.low),
        f"{own.text} ÷ {whole.text}", terms,
    )  # fmt: skip


def growth(context: Context, rule: str) -> Outcome:
    """增长 = change ÷ the amount before; a base of 0 has no growth, whatever is printed."""
    rates = [rate for figure in _growths(context) if (rate := _growth(context, figure))]
    found = [_says(context, rule, kind, rate, None) for rate in rates if (kind := rate.kind)]
    return Outcome(tuple(found), len(rates))


def _growths(context: Context) -> list[Figure]:
    return [
        f
        for f in context.told
        if f.measure is Measure.GROWTH and f.amount.value is not None and f.amount.unit == "%" and f.amount.state is State.STATED
    ]


def _growth(context: Context, figure: Figure) -> Rate | None:
    change, level = _beside(context, figure, Measure.CHANGE), _beside(context, figure, Measure.LEVEL)
    if change is None or level is None:
        return None
    if not ({change.amount.unit, level.amount.unit} <= MONEY_SCALE.keys() or change.amount.unit == level.amount.unit):
        return None
    delta, now = value_of(change), value_of(level)
    sign = -1 if change.direction == "增加" else 1
    base = now.value + sign * delta.value
    slack = (now.step + delta.step) / 2
    if base <= slack:
        return None
    text = f"{delta.text} ÷ ({now.text} {'-' if sign < 0 else '+'} {delta.text})"
    return Rate(
        figure, percent(delta.value, base), percent(max(delta.low, Decimal(0)), base + slack), percent(delta.high, base - slack),
        text, (level, change),
    )  # fmt: skip


def completion(context: Context, rule: str) -> Outcome:
    """完成预算的 …% = final account ÷ budget, both told in the same sentence."""
    rates = []
    for figure in context.told:
        if figure.measure is Measure.SHARE and figure.whole == "预算" and figure.amount.value is not None:
            own = [
                f for f in context.told
                if f.measure is Measure.LEVEL and f.item == figure.item and f.source.quote == figure.source.quote
                and f.amount.value is not None and f.amount.unit in MONEY_SCALE
            ]  # fmt: skip
            planned, spent = ([f for f in own if word in (f.column or "")] for word in ("预算", "决算"))
            if len(planned) == 1 == len(spent) and planned[0].amount.value:
                rates.append(_share(figure, spent[0], value_of(planned[0]), (spent[0], planned[0])))
    found = [_says(context, rule, kind, rate, None) for rate in rates if (kind := rate.kind)]
    return Outcome(tuple(found), len(rates))


def _says(context: Context, rule: str, kind: str, rate: Rate, twin: Rate | None) -> Finding:
    figure = rate.figure
    step = step_of(figure.amount.value or Decimal(0))
    text = printed(figure)
    near_exact = rounded(rate.exact, step)
    what = "增长" if figure.direction == "增加" else "下降"
    if figure.measure is Measure.SHARE:
        what = "完成预算" if figure.whole == "预算" else "占比"
    message = f"“{figure.item}”{what}印 {text}%，按印出的数计算 {rate.sum} = {rounded(rate.exact, _FOUR)}%，即 {near_exact}%（{where(figure.source)}）"
    stated = [text, *(printed(term) for term in rate.terms)]
    spots: list[Source] = list(places((figure, *rate.terms)))
    if twin:
        message += f"；同样的数额在“{twin.figure.item}”处印 {printed(twin.figure)}%（{where(twin.figure.source)}）"
        stated.append(printed(twin.figure))
        spots.append(twin.figure.source)
    elif kind == "rounding":
        message += "；在四舍五入允许的范围内"
    return finding(context, rule, kind, message, stated, f"{near_exact}%", tuple(dict.fromkeys(spots)))


def coarse(context: Context, rule: str) -> Outcome:
    """A growth rate printed with fewer decimals than the document's others, where the others would not print the same."""
    rates = [rate for figure in _growths(context) if (rate := _growth(context, figure)) and rate.exact]
    steps = Counter(step_of(rate.figure.amount.value or Decimal(0)) for rate in rates)
    if len(rates) < 3:
        return Outcome((), 0)
    usual = steps.most_common(1)[0][0]
    found = []
    for rate in rates:
        value = rate.figure.amount.value or Decimal(0)
        if step_of(value) > usual and rate.kind is None and rounded(rate.exact, usual) != value:
            text, fine = printed(rate.figure), rounded(rate.exact, usual)
            message = (
                f"“{rate.figure.item}”变化率印 {text}%，按印出的数计算 {rate.sum} = {fine}%，只在取整后相符；"
                f"文中其他变化率多印到 {usual} 位（{where(rate.figure.source)}）"
            )
            found.append(
                finding(context, rule, "rounding", message, (text, *(printed(t) for t in rate.terms)), f"{fine}%",
                        places((rate.figure, *rate.terms)))
            )  # fmt: skip
    return Outcome(tuple(found), len(rates))


def directions(context: Context, rule: str) -> Outcome:
    """A change and its rate go the same way, and the way from the amount before to the amount now."""
    found: list[Finding] = []
    examined = 0
    for figure in _growths(context):
        change = _beside(context, figure, Measure.CHANGE)
        if change is None or not figure.amount.value or not change.amount.value:
            continue
        examined += 1
        if change.direction and figure.direction and change.direction != figure.direction:
            message = f"“{figure.item}”先写{shown(change)}，又写变化率“{figure.direction}”{printed(figure)}%，方向相反（{where(figure.source)}）"
            found.append(
                finding(context, rule, "error", message, (printed(change), printed(figure)), None, places((change, figure)))
            )
    for change in context.told:
        if change.measure is Measure.CHANGE and change.amount.value is not None and change.amount.state is State.STATED:
            pair = _years(context, change)
            if pair:
                examined += 1
                found.extend(_moved(context, rule, change, *pair))
    return Outcome(tuple(found), examined)


def _years(context: Context, change: Figure) -> tuple[Figure, Figure] | None:
    """This year's and last year's amount of a change's item where its own sentence states both."""
    year = context.document.fiscal_year
    own = [
        f for f in context.told
        if f.measure is Measure.LEVEL and f.item == change.item and f.code == change.code and f.amount.state is State.STATED
        and f.source.quote == change.source.quote and f.amount.unit in MONEY_SCALE
    ]  # fmt: skip
    now, before = ([f for f in own if f.value_year == y] for y in (year, year - 1))
    return (now[0], before[0]) if len(now) == 1 == len(before) and change.amount.unit in MONEY_SCALE else None


def _moved(context: Context, rule: str, change: Figure, now: Figure, before: Figure) -> Iterator[Finding]:
    one, other, delta = value_of(now), value_of(before), value_of(change)
    signed = delta.value if change.direction == "增加" else -delta.value
    gap = abs(one.value - other.value - signed)
    slack = (one.step + other.step + delta.step) / 2
    if gap:
        kind = "rounding" if gap <= max(slack, delta.step) else "error"
        computed = plain(abs(one.value - other.value), change.amount.unit)
        message = (
            f"“{change.item}”{shown(change)}，而 {one.text} - {other.text} 相差 {computed} {change.amount.unit}"
            f"（{'增加' if one.value > other.value else '减少'}，{where(change.source)}）"
        )
        stated = (delta.text, one.text, other.text)
        yield finding(context, rule, kind, message, stated, computed, places((change, now, before)))
