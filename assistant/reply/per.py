"""Amounts for each person, vehicle or office, and for each month of the year."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term, plain
from assistant.compose import conversion_factor, owner
from assistant.facts import MONEY_UNITS, Fact
from assistant.labels import Mention
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary

PEOPLE = ("在职人数", "实有人数", "编制数", "退休人数", "离休人数")
"""Items that count heads; 人均 means 在职人数 where the question names none of them."""

_WHOLES = ("收支总预算", "收入总计", "支出总计", "本年支出合计")
"""What 花多少 means where nothing else is named: not so for each vehicle."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "per.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Divisor:
    """What an amount is divided by: items that count something (added up), months of a year, or both (人均每月)."""

    items: tuple[Mention, ...]
    months: int = 0

    @property
    def steps(self) -> str:
        """The part of the formula after the heads: "÷ 12", "÷ 12 × 3"."""
        return "" if not self.months else " ÷ 12" if self.months == 1 else f" ÷ 12 × {self.months}"


def wanted(scene: Scene) -> bool:
    """Whether an amount for each of something is asked for, and not one for each department."""
    return "per" in scene.question.asks and not re.search(r"每(?:一?个|家)?(?:单位|部门|局)", scene.question.plain)


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
    money = scene.evidence.level(target.document, amount, question.fund, question.kind)
    heads = [lv.lead for item in divisor.items if (lv := scene.evidence.level(target.document, item))]
    if money is None or money.lead.unit not in MONEY_UNITS or (not heads and divisor.items):
        return None
    try:
        result = _divided(money.lead, heads, divisor, draft.unit)
    except NotComparable:
        return None
    each = "每" + "每".join([*([heads[0].unit] if heads else []), *({1: ["月"], 3: ["季"]}.get(divisor.months, []))])
    places = [money.lead.places[0], *(fact.places[0] for fact in heads)]
    stated = draft.result(result, money.lead.figure, "ratio", places, item=f"{money.lead.figure.item}（{each}）")
    terms = f"“{money.lead.figure.item}” {draft.fact(money.lead, bold=False)}"
    counted = " + ".join(f"{fact.figure.item} {draft.fact(fact, bold=False)}" for fact in heads)
    terms += f" ÷ {f'（{counted}）' if len(heads) > 1 else counted}" if heads else ""
    months = "（全年数按 12 个月平均，文件没有分月安排）" if divisor.months else ""
    draft.say(f"{stated}，即{each} — {owner(target.document)}，{terms}{months}。")
    return result


def _divided(money: Fact, heads: Sequence[Fact], divisor: Divisor, unit: str | None) -> Result:
    """The amount for each, in the unit wanted before it is rounded: 2766.67 元, not 0.28 万元 in 元. Raises NotComparable."""
    to = unit or money.unit
    value = calculate.convert(money.value, money.unit, to)
    first = plain(money.value) if to == money.unit else f"({plain(money.value)} {conversion_factor(money.unit, to)})"
    counts = " + ".join(plain(fact.value) for fact in heads)
    formula = first + (f" ÷ {f'({counts})' if len(heads) > 1 else counts}" if heads else "") + divisor.steps
    months = Term(value * divisor.months / 12, to) if divisor.months else Term(value, to)
    if not heads:
        return Result(calculate.rounded(months.value), to, formula)
    people = Term(sum((fact.value for fact in heads), Decimal(0)), heads[0].unit)
    return Result(calculate.per_head(months, people).value, to, formula)


def _divisor(scene: Scene) -> Divisor:
    question = scene.question
    months = next((m["count"] for m in _words()["months"] if re.search(m["words"], question.plain)), 0)
    named = next((m for m in question.mentions if counts(m)), None)
    by = next((b["item"] for b in _words()["by"] if re.search(b["words"], question.plain)), None)
    if named is not None and (by is None or named.name in PEOPLE):
        return Divisor((named,), months)
    if by is not None:
        return Divisor((Mention(by, (by,)),), months)
    people = re.search(r"人均|每(?:一?个|一?名|一?位)?(?:人|职工|员工|干部)|一个人|均摊|摊到", question.plain)
    if months and not people:
        return Divisor((), months)
    heads: dict[str, list[str]] = _words()["heads"]
    who = next((heads[m.name] for m in question.mentions if m.name in heads), [PEOPLE[0]])
    return Divisor(tuple(Mention(name, (name,)) for name in who), months)


def _amount(scene: Scene) -> Mention | None:
    divisor = _divisor(scene).items
    things = _words()["things"].get(divisor[0].name, ()) if divisor else ()
    amounts = [m for m in scene.question.mentions if not counts(m) and not (things and m.name in _WHOLES)]
    if amounts:
        return amounts[0]
    name = next((item for words, item in things if re.search(words, scene.question.plain)), None)
    return Mention(name, (name,)) if name else None


def _years_differ(targets: list[Target]) -> str:
    years = sorted({t.year for t in targets}, reverse=True)
    return f"年度不同（{'、'.join(map(str, years))}），仅供参考。" if len(years) > 1 else ""
