"""Amounts for each person, vehicle or office, and for each month of the year."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term
from assistant.compose import conversion_factor, owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, group
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.reply.whole import Amount, amount_of, printed
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Measure

PEOPLE = ("在职人数", "实有人数", "编制数", "退休人数", "离休人数")
"""Items that count heads; 人均 means 在职人数 where the question names none of them."""

_WHOLES = ("收支总预算", "收入总计", "支出总计", "本年支出合计")
"""What 花多少 means where nothing else is named: not so for each vehicle."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "per.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Divisor:
    """What an amount is divided by: an item that counts something, months of a year, or both (人均每月).

    ``named`` tells that the question itself says what is counted.
    """

    item: Mention | None
    months: int = 0
    named: bool = False

    @property
    def steps(self) -> str:
        """The part of the formula after the heads: "÷ 12", "÷ 12 × 3"."""
        return "" if not self.months else " ÷ 12" if self.months == 1 else f" ÷ 12 × {self.months}"


def wanted(scene: Scene) -> bool:
    """Whether an amount for each of something is asked for, and not one for each department."""
    asks, mentions = scene.question.asks, scene.question.mentions
    divided = "ratio" in asks and re.search("除以|÷|平均", scene.question.plain) and len(mentions) == 2 and counts(mentions[1])
    return bool("per" in asks or divided) and not re.search(r"每(?:一?个|家)?(?:单位|部门|局)", scene.question.plain)


def counts(mention: Mention) -> bool:
    """Whether an item counts people or things, so that amounts can be divided by it."""
    known = vocabulary.item(mention.name)
    return known is not None and known.unit not in MONEY_UNITS


def reply(scene: Scene) -> Answer | None:
    """The amount for each, with what it is computed from, for each disclosure that tells both."""
    amount, divisor = _amount(scene), _divisor(scene)
    if not wanted(scene) or amount is None:
        return None
    found = [(t, r) for t in scene.found if not t.prior and (r := _state(scene, t, amount, divisor)) is not None]
    if len(found) > 1:
        found.sort(key=lambda pair: -pair[1].value)
        scene.draft.say(f"{found[0][0].document.issuer}较高。{_years_differ([t for t, _ in found])}")
    return scene.answered() if found else None


def _state(scene: Scene, target: Target, amount: Mention, divisor: Divisor) -> Result | None:
    """The line of one disclosure; None where it does not tell the amount or what to divide by."""
    question, draft = scene.question, scene.draft
    money = amount_of(scene, target, amount, question.fund, question.kind)
    if money is None or money.term.unit not in MONEY_UNITS:
        return None
    heads = _heads(scene, target, money, divisor) if divisor.item else None
    if heads is None and divisor.item:
        return None
    try:
        result = _divided(money, heads, divisor, draft.unit)
    except NotComparable:
        return None
    each = "每" + "每".join([*([heads.term.unit] if heads else []), *({1: ["月"], 3: ["季"]}.get(divisor.months, []))])
    places = [*money.places, *(heads.places if heads else [])]
    stated = draft.result(result, money.figure, "ratio", places, item=f"{money.name}（{each}）")
    terms = f"“{money.name}” {money.said(draft, bold=False)}"
    terms += f" ÷ {heads.name} {heads.said(draft, bold=False)}" if heads else ""
    months = "（全年数按 12 个月平均，文件没有分月安排）" if divisor.months else ""
    draft.say(f"{stated}，即{each} — {owner(target.document)}，{terms}{months}。")
    return result


def _heads(scene: Scene, target: Target, money: Amount, divisor: Divisor) -> Amount | None:
    """How many the amount is for: those printed in the same sentence as an item of the document's own, else the item that counts them."""
    if vocabulary.item(money.figure.item) is None and not divisor.named:
        beside = [f for f in scene.evidence.measured(target.document.id, Measure.COUNT) if _counts_of(f, money)]
        facts = group(beside)
        return printed(facts[0]) if len(facts) == 1 else None
    return amount_of(scene, target, divisor.item) if divisor.item else None


def _counts_of(figure: Figure, money: Amount) -> bool:
    """Whether people are counted in the sentence that prints an amount of theirs: 社工23名支出373.66万元."""
    same = any(figure.source.quote == place.quote for place in money.facts[0].places)
    return same and figure.amount.unit in ("人", "名", "位") and money.name.startswith(figure.item)


def _divided(money: Amount, heads: Amount | None, divisor: Divisor, unit: str | None) -> Result:
    """The amount for each, in the unit wanted before it is rounded: 2766.67 元, not 0.28 万元 in 元. Raises NotComparable."""
    to = unit or money.term.unit
    value = calculate.convert(money.term.value, money.term.unit, to)
    first = money.written if to == money.term.unit else f"({money.written} {conversion_factor(money.term.unit, to)})"
    formula = first + (f" ÷ {heads.written}" if heads else "") + divisor.steps
    months = Term(value * divisor.months / 12, to) if divisor.months else Term(value, to)
    if not heads:
        return Result(calculate.rounded(months.value), to, formula)
    return Result(calculate.per_head(months, heads.term).value, to, formula)


_EACH_PERSON = Cue(
    r"人均|人头|每(?:一?个|一?名|一?位)?(?:人|职工|员工|干部)|一个人|(?:均摊|摊)(?:到|给)?(?:每|各)?(?:一?个|名|位)?(?:人|职工|员工|干部)"
)


def _divisor(scene: Scene) -> Divisor:
    question = scene.question
    months = next((m["count"] for m in _words()["months"] if re.search(m["words"], question.plain)), 0)
    named = next((m for m in question.mentions if counts(m)), None)
    by = next((b["item"] for b in _words()["by"] if re.search(b["words"], question.plain)), None)
    if named is not None and (by is None or named.name in PEOPLE):
        return Divisor(named, months, named=True)
    if by is not None:
        return Divisor(Mention(by, (by,)), months, named=True)
    if months and not _EACH_PERSON.search(question.plain):
        return Divisor(None, months)
    heads: dict[str, list[str]] = _words()["heads"]
    who = next((heads[i] for m in question.mentions for i in (m.said, m.name) if i in heads), [PEOPLE[0]])
    return Divisor(Mention("离退休人数" if len(who) > 1 else who[0], tuple(who), together=len(who) > 1), months)


def _amount(scene: Scene) -> Mention | None:
    """The money to divide; that of the things which are counted where nothing else is named."""
    divisor = _divisor(scene).item
    things = _words()["things"].get(divisor.name, ()) if divisor else ()
    amounts = [m for m in scene.question.mentions if not counts(m) and not (things and m.name in _WHOLES)]
    if amounts:
        return _money_of(scene, next((m for m in amounts if any(m.name == item for _, item in things)), amounts[0]))
    name = next((item for words, item in things if re.search(words, scene.question.plain)), None)
    twins = [divisor.name.removesuffix("数") + suffix for suffix in ("金额", "价值")] if divisor else []
    name = name or next((twin for twin in twins if twin in scene.labels.held), None)
    return Mention(name, (name,)) if name else None


def _money_of(scene: Scene, mention: Mention) -> Mention:
    """The item, or the money that a document prints for the people it counts under a name of its own: X支出 beside X 23 名."""
    spent = f"{mention.name}支出"
    own = vocabulary.item(mention.name) is None and spent in scene.labels.held
    return replace(mention, items=(spent,)) if own else mention


def _years_differ(targets: list[Target]) -> str:
    years = sorted({t.year for t in targets}, reverse=True)
    return f"年度不同（{'、'.join(map(str, years))}），仅供参考。" if len(years) > 1 else ""
