"""Lists and rankings: what an item is made of, which parts or which of the items named are the largest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Term
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, Fact, Level
from assistant.meant import without_container
from assistant.mention import Mention
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.told_parts import in_prose
from assistant.reply.whole import WHOLES, amount_of, terms_of
from assistant.targets import Target
from corpus.amount import MONEY_SCALE


@cache
def groups() -> dict[str, Any]:
    """The groups, totals and inclusions of ``groups.toml``."""
    return tomllib.loads((Path(__file__).parent / "groups.toml").read_text("utf-8"))


def parts(scene: Scene) -> Answer | None:
    """What the item is made of; in order of size where a ranking is asked for."""
    mention = _projects(scene) or scene.mention or _total(scene)
    targets = [t for t in scene.found if not t.prior]
    if mention is None or not targets or len(targets) > TABLE_LIMIT:
        return None
    said = False
    for target in targets:
        facts = _restricted(scene, target, parts_of(scene, target, mention))
        if "rank" in scene.question.asks:
            facts = [f for f in facts if f.value]
        if facts:
            _list(scene, target, mention, facts)
            said = True
    return scene.answered() if said else None


def _restricted(scene: Scene, target: Target, facts: list[Fact]) -> list[Fact]:
    """The parts in the kind of spending that the question restricts them to: 基本支出里的商品和服务支出, and none of another kind."""
    kind = scene.question.kind
    facts = [f for f in facts if not kind or f.figure.kind is None or (kind == "项目支出") == (f.figure.kind == "项目支出")]
    own = [Mention(f.figure.item, (f.figure.item,), (f.figure.code,) if f.figure.code else ()) for f in facts] if kind else []
    levels = [scene.evidence.level(target.document, m, kind=kind) for m in own]
    return [level.lead for level in levels if level is not None] or facts


_PROJECTS = Cue(
    r"(?:二级|一级|部门|预算|支出|专项)?项目(?!支出|编码|代码|单位)(?:里|中|当中|里面|里头|之中)?[^,]{0,6}?,?[^,]{0,6}?(?:哪|谁|最|排|前)|(?:哪|最[大高多少低小]的)一?(?:个|项)?(?:二级|一级|专项|部门)?项目(?!支出)"
)


def _projects(scene: Scene) -> Mention | None:
    """The projects, where they are what is to be ranked (二级项目哪个最高) and no item but all the money is named."""
    ranked = "rank" in scene.question.asks and _PROJECTS.search(scene.question.plain)
    general = all(m.items[0] in WHOLES for m in scene.question.mentions)
    return Mention("项目支出", ("项目支出",)) if ranked and general else None


def _total(scene: Scene) -> Mention | None:
    """收入 or 支出 named as a whole."""
    for entry in groups()["total"]:
        if re.search(entry["words"], scene.question.rest):
            return Mention(entry["item"], (entry["item"],))
    return None


def _list(scene: Scene, target: Target, mention: Mention, facts: list[Fact]) -> None:
    draft = scene.draft
    whole = None if mention.together else _whole(scene, target, mention)
    name = mention.name.removesuffix("合计") if mention.together else whole.lead.figure.item if whole else mention.name
    if "rank" in scene.question.asks:
        _say_ranked(scene, target, name, _by_size(scene, facts), whole)
        return
    total = f"共 {draft.fact(whole.lead)}，" if whole else ""
    draft.say(f"{owner(target.document)}“{name}”{total}包括：")
    names = [fact.figure.item for fact in facts]
    for fact in facts:
        row = _row(fact) if names.count(fact.figure.item) > 1 else ""
        draft.say(f"- {fact.figure.item}{row} {draft.fact(fact)}{'（未安排）' if fact.nil else ''}")


def _row(fact: Fact) -> str:
    """The words of a printed row without its numbers, which tell it from another row of the same name."""
    words = re.sub(r"(?<![^\s])-?[\d,.]+(?![^\s])|\s+", " ", fact.figure.source.quote).strip()
    return f"（{words}）" if words not in ("", fact.figure.item) else ""


_SEVERAL = 3
"""Members that are told where several without a number are asked for: 哪几款最多."""


def _whole(scene: Scene, target: Target, mention: Mention) -> Level | None:
    kind = scene.question.kind
    own = scene.evidence.level(target.document, mention, kind=kind) if kind else None
    return own or scene.evidence.level(target.document, mention)


def _say_ranked(scene: Scene, target: Target, name: str, facts: list[Fact], whole: Level | None) -> None:
    """The largest (or smallest), the one at a place, or all of them in order; ``name`` is what they are parts of, or empty."""
    draft, wanted = scene.draft, scene.question.wanted
    if wanted.nth and wanted.nth > 1:
        _place(scene, target, name, facts, whole)
        return
    among_them = f"“{name}”中" if name else "所问各项中"
    sorting = re.search(r"排(?!第)|[从由按].到", scene.question.plain)
    count = wanted.top or (len(facts) if sorting else _SEVERAL if re.search("哪[几些]", scene.question.plain) else 1)
    chosen = _with_ties(facts, count)
    if count == 1:
        first = f"{chosen[0].figure.item} {draft.fact(chosen[0])}{_share(scene, chosen[0], whole)}"
        draft.say(f"{owner(target.document)}{among_them}{'最少' if wanted.ascending else '最多'}的是{first}。")
        chosen = chosen[1:] if name else facts[1:]
    else:
        order = "从小到大" if wanted.ascending else "从大到小"
        draft.say(f"{owner(target.document)}{f'“{name}”' if name else '所问各项'}按{order}：")
    for fact in chosen:
        draft.say(f"- {fact.figure.item} {draft.fact(fact)}{'（未安排）' if fact.nil else ''}")
    draft.say("不为零的只有以上各项，不足所问之数。" if len(facts) < count and wanted.top else "")
    if whole is not None:
        draft.say(f"“{name}”共 {draft.fact(whole.lead, bold=False)}。")


def _place(scene: Scene, target: Target, name: str, facts: Sequence[Fact], whole: Level | None) -> None:
    """“第二大的是哪项”: the one in that place, with those before it."""
    draft, nth = scene.draft, scene.question.wanted.nth or 1
    name = name or "、".join(f.figure.item for f in facts)
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
        if scene.mention and (facts := in_prose(scene, target, scene.mention.items[0], scene.mention)):
            _list(scene, target, scene.mention, facts)
            said = True
            continue
        levels = [lv for name in entry["items"] if (lv := scene.evidence.level(target.document, Mention(name, (name,))))]
        if not levels:
            continue
        scene.draft.say(f"{owner(target.document)}，{entry['name']}：")
        for level in levels:
            scene.draft.say(f"- {level.lead.figure.item} {scene.draft.fact(level.lead)}")
        said = True
    return scene.answered() if said else None


def named(scene: Scene) -> Answer | None:
    """The items that the question itself names, in order of size: 车、家具、其他资产按价值由高到低."""
    mentions = among(scene)
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        facts = [a.facts[0] for m in mentions if (a := amount_of(scene, target, m)) is not None and not a.summed]
        if len(facts) < 2 or len({f.unit in MONEY_UNITS or f.unit for f in facts}) != 1:
            continue
        lacking = [m.name for m in mentions if amount_of(scene, target, m) is None]
        _say_ranked(scene, target, "", _by_size(scene, facts), None)
        scene.draft.say(f"文件没有披露“{'”“'.join(lacking)}”，未计入。" if lacking else "")
        said = True
    return scene.answered() if said else None


def among(scene: Scene) -> list[Mention]:
    """The items to rank among each other: those named, but for the whole they belong to; the items of a word for several."""
    if "item" in scene.question.carried and "items" not in scene.question.carried:
        return []
    mentions = without_container(terms_of(scene), scene.question.plain)
    mentions = [m for m in mentions if m.together and all(set(m.items) & set(o.items) for o in mentions)][:1] or mentions
    if len(mentions) == 1 and mentions[0].together and not re.search("各项|哪项|哪一项", scene.question.plain):
        return [Mention(i, (i,)) for i in mentions[0].items if i != mentions[0].name or len(mentions[0].items) == 2]
    return mentions if len(mentions) > 1 else []


def _by_size(scene: Scene, facts: Sequence[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda f: f.value * MONEY_SCALE.get(f.unit, 1), reverse=not scene.question.wanted.ascending)
