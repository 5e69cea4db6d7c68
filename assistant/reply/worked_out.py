"""Changes against the year before that no document prints: from two columns, or from the changes of all parts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.calculate import Term, plain
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Change, Fact, agree
from assistant.mention import Mention
from assistant.reply.parts import REVENUE
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.document import Source

_AMOUNT = Cue(
    r"(?:增加|减少|多|少|变化|变动|涨|降|增|减|下降|增长|上涨|提高|降低)了?(?:多少|几(?!成))(?!个?(?:百分|点))|(?:增减|变化|变动)(?!了?(?:几|多少)个?(?:百分)?点|了?百分|的?(?:幅度|比例|率))|增加额|减少额|多少(?:万|元|钱)"
)


def rate_first(scene: Scene) -> bool:
    """Whether the rate is asked for rather than the amount."""
    return "growth" in scene.question.asks and not asks_amount(scene.question.plain)


def asks_amount(plain: str) -> bool:
    """Whether a squeezed question asks by how much an item changed, and not only at what rate."""
    return bool(_AMOUNT.search(plain))


def from_columns(scene: Scene, target: Target, mention: Mention) -> bool:
    """A table with a column of the year before."""
    year = target.document.fiscal_year
    now = scene.evidence.level(target.document, mention)
    then = scene.evidence.level(target.document, mention, year=year - 1)
    if now is None or then is None or then.lead.figure.value_year != year - 1 or now.lead.figure.value_year == year - 1:
        return False
    computed(scene, target, now.lead, then.lead, mention.name)
    return True


def computed(scene: Scene, target: Target, now: Fact, then: Fact, name: str, base: str = "上年") -> None:
    """State how much an amount moved from one year to the next, and at what rate, each with its formula."""
    draft = scene.draft
    one, two = Term(now.value, now.unit), Term(then.value, then.unit)
    base_value = calculate.convert(two.value, two.unit, one.unit)
    direction = "持平" if one.value == base_value else "增加" if one.value > base_value else "减少"
    places = [now.places[0], then.places[0]]
    amount = draft.result(calculate.difference(one, two), now.figure, "change", places, item=name)
    draft.say(
        f"{owner(target.document)}“{name}”比{base}{direction} {amount}（按{'表中' if base == '上年' else '文件印出的'}两年的数推算）。"
    )
    if two.value:
        rate = calculate.difference(one, two)
        percent = calculate.percent(Term(rate.value, one.unit), two)
        shown = draft.result(
            calculate.Result(percent.value, "%", f"({rate.formula}) ÷ {plain(two.value)} × 100%"),
            now.figure,
            "growth",
            places,
            item=name,
        )
        draft.say(f"幅度 {shown}。")
        if rate_first(scene):
            draft.figures.reverse()


def from_parts(scene: Scene, target: Target, mention: Mention) -> bool:
    """The change of a total as the sum of the printed changes of parts that make up the total."""
    whole = scene.evidence.level(target.document, mention)
    if whole is None:
        return False
    named = [[Mention(p, (p,)) for p in parts] for parts in _complete_parts(whole.lead.figure.item)]
    for parts in [*named, *subjects_below(scene, mention)]:
        rows = [(scene.evidence.level(target.document, p), scene.evidence.changes(target.document, p)) for p in parts]
        told = [
            (lv, next((c for c in changes if c.amount is not None), None))
            for lv, changes in rows
            if lv is not None and lv.lead.value
        ]
        if any(c is not None and not of_this(scene, target, lv.lead, c) for lv, c in told):
            continue
        if (
            len(told) < 2
            or any(c is None for _, c in told)
            or sum((lv.lead.value for lv, _ in told), Decimal(0)) != whole.lead.value
        ):
            continue
        amounts = [c.amount for _, c in told if c is not None and c.amount is not None]
        signed = [(-1 if a.direction == "减少" else 1) * (a.amount.value or Decimal(0)) for a in amounts]
        formula = " + ".join(plain(v) if v >= 0 else f"({plain(v)})" for v in signed)
        result = calculate.Result(sum(signed, Decimal(0)), amounts[0].amount.unit, formula)
        word = "增加" if result.value > 0 else "减少" if result.value < 0 else "持平"
        stated = scene.draft.result(result, whole.lead.figure, "change", [a.source for a in amounts])
        listed = "、".join(a.item for a in amounts)
        scene.draft.say(
            f"{owner(target.document)}“{whole.lead.figure.item}”比上年{word} {stated}（{listed}的增减相加；总额的增减文件没有印）。"
        )
        scene.draft.say(_rate_of(scene, whole.lead, result, [a.source for a in amounts]))
        scene.draft.say(f"{target.document.fiscal_year} 年为 {scene.draft.fact(whole.lead, bold=False)}。")
        return True
    return False


def _rate_of(scene: Scene, whole: Fact, change: calculate.Result, places: Sequence[Source]) -> str:
    """The rate of a computed change, where it is asked for."""
    before = whole.value - change.value
    if "growth" not in scene.question.asks or change.unit != whole.unit or before <= 0:
        return ""
    rate = calculate.percent(Term(abs(change.value), whole.unit), Term(before, whole.unit))
    formula = f"({change.formula}) ÷ ({plain(whole.value)} − ({change.formula})) × 100%"
    stated = scene.draft.result(calculate.Result(rate.value, "%", formula), whole.figure, "growth", [*places, whole.places[0]])
    if rate_first(scene):
        scene.draft.figures.reverse()
    return f"{'降' if change.value < 0 else '增'}幅 {stated}（推算）。"


def _complete_parts(item: str) -> list[tuple[str, ...]]:
    """Sets of parts that may make up the item without a rest: kinds of spending, sources of revenue, its standard parts."""
    spending, revenue = ("基本支出", "项目支出"), tuple(group[0] for group in REVENUE)
    totals: dict[str, list[tuple[str, ...]]] = {"支出总计": [spending], "收入总计": [revenue], "收支总预算": [spending, revenue]}
    known = vocabulary.item(item)
    return [*totals.get(item, []), *([known.parts] if known and known.parts else [])]


def subjects_below(scene: Scene, mention: Mention) -> list[list[Mention]]:
    """The subjects under a class, level by level: they make it up where the document lists them all."""
    item = vocabulary.item(mention.items[0]) if mention.items else None
    above = [c for c in (mention.codes or (item.codes if item else ())) if len(c) in (3, 5)]
    levels: list[list[Mention]] = []
    for digits in (5, 7):
        codes = sorted(c for c in scene.labels.codes if len(c) == digits and any(c != a and c.startswith(a) for a in above))
        names = {label.code: label.item for label in scene.labels.labels if label.code in codes}
        levels.append([Mention(names[c], (names[c],), (c,)) for c in codes if c in names])
    return [parts for parts in levels if parts]


def of_this(scene: Scene, target: Target, level: Fact, change: Change) -> bool:
    """Whether a change is that of this very amount, and not of the money of one fund in it."""
    beside = scene.evidence.beside(target.document, change.figure)
    return beside is None or agree(beside, level)
