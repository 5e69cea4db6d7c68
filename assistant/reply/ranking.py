"""Lists and rankings: what an item is made of, which parts are the largest, which subject grew most."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Term
from assistant.compose import owner
from assistant.facts import Fact, Level
from assistant.labels import Mention
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.amount import MONEY_SCALE
from corpus.figure import Figure, Measure


@cache
def groups() -> dict[str, Any]:
    """The groups, totals and inclusions of ``groups.toml``."""
    return tomllib.loads((Path(__file__).parent / "groups.toml").read_text("utf-8"))


def parts(scene: Scene) -> Answer | None:
    """What the item is made of; in order of size where a ranking is asked for."""
    mention = scene.mention or _total(scene)
    targets = [t for t in scene.found if not t.prior]
    if mention is None or not targets or len(targets) > TABLE_LIMIT:
        return None
    said = False
    for target in targets:
        facts = parts_of(scene, target, mention)
        if "rank" in scene.question.asks:
            facts = [f for f in facts if f.value]
        if facts:
            _list(scene, target, mention, facts)
            said = True
    return scene.answered() if said else None


def _total(scene: Scene) -> Mention | None:
    """收入 or 支出 named as a whole."""
    for entry in groups()["total"]:
        if re.search(entry["words"], scene.question.rest):
            return Mention(entry["item"], (entry["item"],))
    return None


def _list(scene: Scene, target: Target, mention: Mention, facts: list[Fact]) -> None:
    draft, wanted = scene.draft, scene.question.wanted
    ranked = "rank" in scene.question.asks
    if ranked:
        facts = sorted(facts, key=lambda f: f.value * MONEY_SCALE.get(f.unit, 1), reverse=not wanted.ascending)
    whole = None if mention.together else scene.evidence.level(target.document, mention)
    name = mention.name.removesuffix("合计") if mention.together else whole.lead.figure.item if whole else mention.name
    if ranked:
        if wanted.nth and wanted.nth > 1:
            _place(scene, target, name, facts, whole)
            return
        sorting = re.search(r"排|从.到", scene.question.plain)
        count = wanted.top or (len(facts) if sorting else 1)
        chosen = _with_ties(facts, count)
        if count == 1:
            first = f"{chosen[0].figure.item} {draft.fact(chosen[0])}{_share(scene, chosen[0], whole)}"
            draft.say(f"{owner(target.document)}“{name}”中{'最少' if wanted.ascending else '最多'}的是{first}。")
            facts = chosen[1:]
        else:
            draft.say(f"{owner(target.document)}“{name}”{'按' + ('从小到大' if wanted.ascending else '从大到小')}：")
            facts = chosen
    else:
        total = f"共 {draft.fact(whole.lead)}" if whole and not ranked else ""
        draft.say(f"{owner(target.document)}“{name}”{total}，包括：" if total else f"{owner(target.document)}“{name}”包括：")
    for fact in facts:
        draft.say(f"- {fact.figure.item} {draft.fact(fact)}{'（未安排）' if fact.nil else ''}")
    if ranked and whole is not None:
        draft.say(f"“{name}”共 {draft.fact(whole.lead, bold=False)}。")


def _place(scene: Scene, target: Target, name: str, facts: Sequence[Fact], whole: Level | None) -> None:
    """“第二大的是哪项”: the one in that place, with those before it."""
    draft, nth = scene.draft, scene.question.wanted.nth or 1
    if nth > len(facts):
        draft.say(f"{owner(target.document)}“{name}”只列了 {draft.fact(facts[0])} 等，没有第 {nth} 位。" if facts else "")
        return
    order = "从小到大" if scene.question.wanted.ascending else "从大到小"
    fact = facts[nth - 1]
    stated = draft.fact(fact)
    share = _share(scene, fact, whole)
    draft.say(f"{owner(target.document)}“{name}”{order}排在第 {nth} 位的是{fact.figure.item} {stated}{share}。")
    draft.say("在它之前：" + "，".join(f"{f.figure.item} {draft.fact(f, bold=False)}" for f in facts[: nth - 1]) + "。")
    if whole is not None:
        draft.say(f"“{name}”共 {draft.fact(whole.lead, bold=False)}。")


def _share(scene: Scene, fact: Fact, whole: Level | None) -> str:
    """What share of the whole the part is, where that is asked for too."""
    if "share" not in scene.question.asks or whole is None or fact.unit != whole.lead.unit or not whole.lead.value:
        return ""
    result = calculate.percent(Term(fact.value, fact.unit), Term(whole.lead.value, whole.lead.unit))
    places = [fact.places[0], whole.lead.places[0]]
    return f"，占 {scene.draft.result(result, fact.figure, 'share', places)}"


def _with_ties(facts: Sequence[Fact], count: int) -> list[Fact]:
    """The first ``count``, and those that are as large as the last of them."""
    chosen = list(facts[:count])
    return chosen + [f for f in facts[count:] if chosen and f.value == chosen[-1].value]


def names_group(scene: Scene) -> bool:
    """Whether the item asked for is a word for several that belong together (资产情况), and not one of them."""
    said = scene.mention.said if scene.mention else ""
    several = len(scene.question.mentions) == 1 and len(scene.question.mentions[0].items) > 1
    return several and any(re.search(g["words"], said) for g in groups()["group"])


def group(scene: Scene) -> Answer | None:
    """Items that belong together, such as all that is said of state assets."""
    entry = next((g for g in groups()["group"] if re.search(g["words"], scene.question.plain)), None)
    if entry is None or any(
        m.items[0] in entry["items"][1:] and not re.search(entry["words"], m.said) for m in scene.question.mentions
    ):
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        levels = [lv for name in entry["items"] if (lv := scene.evidence.level(target.document, Mention(name, (name,))))]
        if not levels:
            continue
        scene.draft.say(f"{owner(target.document)}，{entry['name']}：")
        for level in levels:
            scene.draft.say(f"- {level.lead.figure.item} {scene.draft.fact(level.lead)}")
        said = True
    return scene.answered() if said else None


def growth(scene: Scene) -> Answer | None:
    """The subject whose change (or rate of change) is the largest."""
    asks, plain = scene.question.asks, scene.question.plain
    measure = Measure.GROWTH if "growth" in asks else Measure.CHANGE
    down = bool(re.search(r"降幅|减少|下降|降得|减得|跌", plain))
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        figures = [f for f in scene.evidence.measured(target.document.id, measure) if f.amount.value]
        figures = [f for f in figures if (f.direction == "减少") == down and f.amount.unit in ("%", "万元", "元", "亿元", "千元")]
        if re.search(r"科目|项级", plain):
            figures = [f for f in figures if f.code] or figures
        if not figures:
            continue
        ranked = _best_of_each(figures)
        all_of_them = "list" in asks and "rank" not in asks
        top = scene.question.wanted.top or (_GROWN if all_of_them else 1)
        word = (
            ("下降" if down else "增长")
            if all_of_them
            else f"{'降幅' if down else '增幅'}" + (f"第 {scene.question.wanted.nth} 位" if scene.question.wanted.nth else "最大")
        )
        scene.draft.say(f"{owner(target.document)}中{word}的{'是' if top == 1 else '有' if all_of_them else '几项'}：")
        nth = scene.question.wanted.nth or 1
        for figure in ranked[nth - 1 : nth - 1 + top]:
            place = scene.evidence.place_of(figure.reason, figure.source) if figure.reason else None
            reason = f"，原因：{figure.reason}{scene.draft.mark((place,))}" if place else ""
            base = (
                f"比{figure.base or '上年'}{'下降' if down else '增长'}"
                if measure is Measure.GROWTH
                else f"比{figure.base or '上年'}{'减少' if down else '增加'}"
            )
            scene.draft.say(f"- {figure.item} {base} {scene.draft.figure(figure, None, (figure.source,))}{reason}")
        said = True
    return scene.answered() if said else None


_GROWN = 12
"""Items that are listed where all that grew (or fell) are asked for."""


def _best_of_each(figures: Sequence[Figure]) -> list[Figure]:
    best: dict[str, Figure] = {}
    for f in sorted(figures, key=lambda f: -(f.amount.value or Decimal(0)) * MONEY_SCALE.get(f.amount.unit, 1)):
        best.setdefault(f.item, f)
    return list(best.values())
