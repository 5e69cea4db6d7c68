"""A final account set against the budget of another year of the same department: what was spent, what is planned, and the step between."""

from __future__ import annotations

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, plain
from assistant.facts import is_plan
from assistant.operations import says
from assistant.reply.scene import Scene
from assistant.reply.whole import Amount, combined, of_kind_named
from assistant.reply.worked_out import rate_first
from assistant.targets import Target

_SETS = frozenset({"change", "growth", "difference", "compare", "check"})


def wanted(scene: Scene) -> bool:
    """Whether one item is to be compared between an account and a budget of one department."""
    own = [t for t in scene.found if not t.prior]
    if len(own) != 2 or len(scene.question.mentions) != 1 or not _SETS & scene.question.asks:
        return False
    one, two = own
    return one.document.issuer == two.document.issuer and one.year != two.year and one.document.stage != two.document.stage


def reply(scene: Scene) -> Answer | None:
    """Both amounts, their difference and its rate, that first which is asked for; None where one of the documents does not tell."""
    older, newer = sorted((t for t in scene.found if not t.prior), key=lambda t: t.year)
    then, now = (of_kind_named(scene, target, scene.question.mentions[0]) for target in (older, newer))
    if then is None or now is None:
        return None
    try:
        apart = combined("difference", [then, now])
    except NotComparable:
        return None
    _say(scene, (older, then), (newer, now), apart)
    return scene.answered()


def _say(scene: Scene, old: tuple[Target, Amount], new: tuple[Target, Amount], apart: Result) -> None:
    draft, then, now = scene.draft, old[1], new[1]
    places, word = [*then.places, *now.places], _direction(then, now)
    rate = _rate(then, now, apart) if apart.value else None

    def told(part: str) -> str:
        if part == "levels":
            return "，".join(f"{_kind(t, a)} {a.said(draft)}" for t, a in (old, new))
        if part == "amount":
            return f"{word} {draft.result(apart, now.figure, 'change', places)}" if apart.value else ""
        return f"{_RATES[word]} {draft.result(rate, now.figure, 'growth', places)}" if rate is not None else ""

    lead = f"{new[0].document.issuer}“{now.name}”{f'不一样，{word}了' if apart.value else '持平，两个数一样'}"
    draft.say(f"{lead}：{'；'.join(filter(None, map(told, _order(scene))))}。")
    draft.say(f"一个是 {_kind(*old)}，一个是 {_kind(*new)}，口径不同，仅供参考。")


_RATES = {"增加": "增长", "减少": "下降"}


def _order(scene: Scene) -> tuple[str, str, str]:
    """What is told first: the rate or the amount where it is asked for, else the two levels."""
    if rate_first(scene):
        return "rate", "levels", "amount"
    stepped = {"difference", "change"} & scene.question.asks and says("scope", "how_much", scene.question.plain)
    return ("amount", "levels", "rate") if stepped else ("levels", "amount", "rate")


def _kind(target: Target, amount: Amount) -> str:
    """The year and kind of an amount: 2024 年决算, 2024 年初预算 (as the account repeats it), 2025 年预算."""
    stage = "年初预算" if is_plan(amount.figure) else f"年{target.document.stage}"
    return f"{target.year} {stage}"


def _direction(then: Amount, now: Amount) -> str:
    new, old = calculate.common([now.term, then.term])
    return "持平" if new.value == old.value else "增加" if new.value > old.value else "减少"


def _rate(then: Amount, now: Amount, apart: Result) -> Result | None:
    """The step in percent of the older amount."""
    if not then.term.value:
        return None
    base = calculate.convert(then.term.value, then.term.unit, apart.unit)
    written = then.written if then.term.unit == apart.unit else plain(base)
    return Result(calculate.rounded(apart.value / base * 100), "%", f"({apart.formula}) ÷ {written} × 100%")
