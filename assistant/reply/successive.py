"""One year's final account against another year's budget of the same department: a change that no document prints."""

from __future__ import annotations

import re

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term
from assistant.compose import owner
from assistant.reply.scene import Scene
from assistant.reply.whole import Amount, amount_of, combined
from assistant.targets import Target

_AMOUNT = re.compile(
    r"(?:增加|减少|多|少|变化|变动|涨|降|增|减|下降|增长|上涨|提高|降低)了?(?:多少|几(?!成))(?!个?(?:百分|点))|增减|变化|变动|增加额|减少额|多少(?:万|元|钱)"
)
"""Words that ask for the amount of a change."""


def rate_first(scene: Scene) -> bool:
    """Whether the rate is asked for rather than the amount."""
    return "growth" in scene.question.asks and not _AMOUNT.search(scene.question.plain)


def reply(scene: Scene) -> Answer | None:
    """The change from the earlier year to the later one, in amount and rate; None where the two are of one kind."""
    targets = sorted((t for t in scene.found if not t.prior), key=lambda t: t.year)
    if len(targets) != 2 or targets[0].year == targets[1].year or scene.mention is None or len(scene.question.years) != 2:
        return None
    if targets[0].document.stage == targets[1].document.stage or targets[0].document.issuer != targets[1].document.issuer:
        return None
    amounts = [a for t in targets if (a := amount_of(scene, t, scene.mention, scene.question.fund)) is not None]
    if len(amounts) != 2 or not amounts[0].term.value:
        return None
    try:
        _say(scene, targets, amounts)
    except NotComparable:
        return None
    return scene.answered()


def _say(scene: Scene, targets: list[Target], amounts: list[Amount]) -> None:
    """Raises NotComparable."""
    draft, (old, new) = scene.draft, amounts
    now, then = calculate.common([new.term, old.term])
    apart = combined("difference", [new, old])
    word = "持平" if now.value == then.value else "增加" if now.value > then.value else "减少"
    percent = calculate.percent(Term(apart.value, apart.unit), then if apart.unit == then.unit else old.term)
    base = percent.formula.split(" ÷ ")[1]
    places = [*new.places, *old.places]
    amount = draft.result(apart, new.figure, "change", places, item=new.name)
    rate = draft.result(Result(percent.value, "%", f"({apart.formula}) ÷ {base}"), new.figure, "growth", places, item=new.name)
    if rate_first(scene):
        draft.figures.reverse()
    owners = [owner(t.document) for t in targets]
    draft.say(
        f"“{new.name}”：{owners[1]}比{owners[0]}{word} {f'{rate}，即 {amount}' if rate_first(scene) else f'{amount}，幅度 {rate}'}。"
    )
    draft.say("，".join(f"{whose} {a.said(draft, bold=False)}" for whose, a in zip(owners, amounts, strict=True)) + "。")
