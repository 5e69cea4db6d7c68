"""Sums that a question states by their numbers (17552.65加865.06等于印的合计吗), and printed shares that should come to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.calculate import Term, plain
from assistant.compose import owner
from assistant.facts import fact_of
from assistant.numerals import number_of
from assistant.reply import adding
from assistant.reply.prints import SCALES, decimal_of, touching
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.figure import Figure, Measure

_ONE = r"\d[\d.]*(?:万元?|亿元?|元|人|个|辆)?"
_PLUS = r"[^,\d]{0,14}(?:加上?|\+|和|与|跟|及|、)[^,\d]{0,14}"
_STATED = re.compile(rf"{_ONE}(?:{_PLUS}{_ONE})+")
_AMOUNTS = (Measure.LEVEL, Measure.COUNT)


def say(scene: Scene, target: Target) -> bool:
    """The printed total and what the stated amounts come to; False where one of them, or the total, is not printed."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", scene.question.plain)
    stated = _STATED.search(text)
    values = [d for n in re.findall(r"\d[\d.]*", stated[0]) if (d := decimal_of(n)) is not None] if stated else []
    printed = [f for f in scene.evidence.whole(target.document.id) if f.measure in _AMOUNTS and f.amount.value is not None]
    named = {i for m in scene.question.mentions for i in m.items}
    choices = [sorted((f for f in printed if _is(f, value)), key=lambda f: f.item not in named) for value in values]
    terms = _side_by_side(choices)
    total = _total(scene, target, terms, printed, stated.end() if stated else 0, text) if len(terms) > 1 else None
    if total is None or any(f.amount.unit != total.amount.unit for f in terms):
        return False
    adding.compare(scene, target, fact_of([total]), [fact_of([f]) for f in terms])
    touching(scene, target, [total, *terms])
    return True


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


def _total(
    scene: Scene, target: Target, terms: Sequence[Figure], printed: Sequence[Figure], end: int, text: str
) -> Figure | None:
    """The printed total: of the item named behind the numbers (or before them), in their table, else nearest to their sum."""
    own = {f.item for f in terms}
    mentions = sorted((m for m in scene.question.mentions if not own & set(m.items)), key=lambda m: m.start < end)
    pool = [f for f in scene.evidence.about(target.document, mentions[0]) if f.measure in _AMOUNTS] if mentions else []
    if not pool:
        after = [d for n in re.findall(r"\d[\d.]*", text[end:]) if (d := decimal_of(n)) is not None]
        pool = [f for f in printed if any(_is(f, value) for value in after[:1])]
    pool = [
        f
        for f in pool
        if f.amount.value is not None and f.value_year in (None, target.year) and f.amount.unit == terms[0].amount.unit
    ]
    sum_of = sum((f.amount.value or Decimal(0) for f in terms), Decimal(0))
    tables = {_table(f) for f in terms}
    return min(pool, key=lambda f: (_table(f) not in tables, abs((f.amount.value or Decimal(0)) - sum_of)), default=None)


_MANY = re.compile(r"(\d|[一二两三四五六七八九十])(?:大)?(?:类|项|个|块|部分|者|种)")


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
