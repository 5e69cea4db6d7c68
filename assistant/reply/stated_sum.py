"""Sums that a question states by their numbers (17552.65加865.06等于印的合计吗), and printed shares that should come to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.calculate import Term, plain
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import fact_of
from assistant.mention import Mention
from assistant.numerals import number_of
from assistant.reply import adding
from assistant.reply.prints import SCALES, decimal_of, touching
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Measure

_ONE = r"\d[\d.]*(?:万元?|亿元?|元|人|个|辆)?"
_PLUS = r"[^,\d]{0,14}(?:加上?(?!起来|总|在一)|\+|和|与|跟|及|、)[^,\d]{0,14}"
_STATED = Cue(rf"{_ONE}(?:{_PLUS}{_ONE})+")
_AMOUNTS = (Measure.LEVEL, Measure.COUNT)


def say(scene: Scene, target: Target) -> bool:
    """The printed total and what the amounts stated (or named, with their total) come to; False where one of them is not printed."""
    question = scene.question
    # Years and names of items (商品和服务支出) hold no terms of a sum.
    text = re.sub(r"(?<=\d),(?=\d{3})", "", question.rest if len(question.rest) == len(question.plain) else question.plain)
    stated = _STATED.search(text)
    values = [d for n in re.findall(r"\d[\d.]*", stated[0]) if (d := decimal_of(n)) is not None] if stated else []
    printed = [f for f in scene.evidence.whole(target.document.id) if f.measure in _AMOUNTS and f.amount.value is not None]
    if stated is None:
        return (len(scene.question.mentions) > 2 or _of_its_parts(scene)) and adding.parts(scene, target)
    within = [m for m in scene.question.mentions if stated.start() - _AHEAD <= m.start < stated.end()]
    beyond = [m for m in scene.question.mentions if m not in within] or within[:1] * (len(within) > len(values))
    terms = _side_by_side([_printing(printed, value, within, beyond) for value in values])
    total = _total(scene, target, terms, printed, beyond, text[stated.end() :]) if len(terms) > 1 else None
    if total is None or any(f.amount.unit != total.amount.unit for f in terms):
        return False
    adding.compare(scene, target, fact_of([total]), [fact_of([f]) for f in terms])
    touching(scene, target, [total, *terms])
    return True


def _of_its_parts(scene: Scene) -> bool:
    """Whether the parts of one item are to be added up, whose printed amount the question may state: 各款加总是印的这个数吗."""
    return len(scene.question.mentions) == 1 and "sum" in scene.question.asks and bool(_PARTS.search(scene.question.plain))


_PARTS = Cue(
    r"[各每]一?[款项类行]|各(?:个|组成)?部分|各(?:明细|分项|科目|小项)|(?:下面|底下|下头|下边|所列|列的|其下)的?|明细|分项|逐[款项类行条]|[款项]级"
)


def _is(figure: Figure, value: Decimal) -> bool:
    return any(figure.amount.value == value * scale for scale in SCALES)


def _table(figure: Figure) -> tuple[object, ...]:
    return figure.source.page, figure.source.table_number, figure.source.table_title


def _side_by_side(choices: Sequence[Sequence[Figure]]) -> list[Figure]:
    """One figure for each number, of the table that prints most of them; nothing where a number is not printed."""
    if not choices or not all(choices):
        return []
    tables = [_table(f) for found in choices for f in found]
    best = max(dict.fromkeys(tables), key=lambda table: sum(any(_table(f) == table for f in found) for found in choices))
    return [next((f for f in found if _table(f) == best), found[0]) for found in choices]


_AHEAD = 8
"""Characters before the first number in which the item stands that it is of."""


def _printing(printed: Sequence[Figure], value: Decimal, terms: Sequence[Mention], totals: Sequence[Mention]) -> list[Figure]:
    """The printed amounts of that value, those of the terms' items first; none of the total itself."""
    named, whole = ({i for m in mentions for i in m.items[:1]} for mentions in (terms, totals))
    sides = {item.side for name in whole if (item := vocabulary.item(name)) and item.side}
    usable = [f for f in printed if _is(f, value) and f.item not in whole]
    return sorted(usable, key=lambda f: (f.item not in named, bool(sides) and _side(f) not in sides))


def _side(figure: Figure) -> str | None:
    item = vocabulary.item(figure.item)
    return item.side if item else None


def _total(
    scene: Scene, target: Target, terms: Sequence[Figure], printed: Sequence[Figure], mentions: Sequence[Mention], text: str
) -> Figure | None:
    """The printed total, of the item named (or the number stated) for it: in the table of the terms, else nearest to their sum."""
    pool = [f for f in scene.evidence.about(target.document, mentions[0]) if f.measure in _AMOUNTS] if mentions else []
    if not pool:
        after = [d for n in re.findall(r"\d[\d.]*", text) if (d := decimal_of(n)) is not None]
        pool = [f for f in printed if any(_is(f, value) for value in after[:1])]
    pool = [
        f
        for f in pool
        if f.amount.value is not None and f.value_year in (None, target.year) and f.amount.unit == terms[0].amount.unit
    ]
    sum_of = sum((f.amount.value or Decimal(0) for f in terms), Decimal(0))
    tables = {_table(f) for f in terms}
    return min(pool, key=lambda f: (_table(f) not in tables, abs((f.amount.value or Decimal(0)) - sum_of)), default=None)


_MANY = Cue(r"(\d|[一二两三四五六七八九十])(?:大)?(?:类|项|个|块|部分|者|种)")


def shares(scene: Scene, target: Target) -> bool:
    """“四类支出的占比加起来是不是100%”: the printed shares of one list, added up."""
    told = _list_of(scene, target)
    if not told:
        return False
    draft, unit = scene.draft, "%"
    total = calculate.total([Term(f.amount.value or Decimal(0), unit) for f in told])
    stated = draft.result(total, told[0], "sum", [f.source for f in told], item="占比之和")
    listed = "，".join(f"{f.item} {draft.figure(f, None, (f.source,), bold=False)}" for f in told)
    draft.say(f"{owner(target.document)}，占“{told[0].whole or '总额'}”的比例相加：{stated}（{listed}）。")
    gap = total.value - 100
    if not gap:
        draft.say("正好是 100%。")
    else:
        apart = calculate.Result(abs(gap), unit, f"{plain(total.value)} − 100" if gap > 0 else f"100 − {plain(total.value)}")
        draft.say(f"不等于 100%，相差 {draft.result(apart, told[0], 'difference', [f.source for f in told])}。")
    touching(scene, target, told)
    return True


def _list_of(scene: Scene, target: Target) -> list[Figure]:
    """The shares of one whole in one section: as many as the question says, about its items, else those of most members."""
    lists: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in scene.evidence.measured(target.document.id, Measure.SHARE):
        if figure.form is None and figure.amount.value is not None and "完成" not in (figure.column or ""):
            lists.setdefault((figure.whole, figure.source.section), {}).setdefault(figure.item, figure)
    kept = [list(found.values()) for found in lists.values() if len(found) > 1]
    said = _MANY.search(scene.question.plain)
    count = number_of(said[1]) if said else None
    kept = [found for found in kept if len(found) == count] if count else kept
    items = {i for m in scene.question.mentions for i in m.items}
    named = [found for found in kept if items & {f.item for f in found} or found[0].whole in items]
    kept = named or kept
    most = max((len(found) for found in kept), default=0)
    best = [found for found in kept if len(found) == most]
    return best[0] if len(best) == 1 else []
