"""Sums, differences, ratios and amounts per head over several items, or over one item of several departments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term
from assistant.compose import owner
from assistant.facts import Fact
from assistant.labels import Mention, wholes
from assistant.question import FUNDS, KINDS
from assistant.reply import ends
from assistant.reply.compare import left_out
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import amount_of
from assistant.scopes import alike_units
from assistant.targets import Target
from corpus import vocabulary
from corpus.amount import MONEY_SCALE
from corpus.document import Source

_LISTED = 20
"""Terms of a sum over documents that are listed."""

Row = tuple[Target, Mention, Fact]


def reply(scene: Scene) -> Answer | None:
    """The computed value first, then its terms."""
    asks = scene.question.asks
    if {"difference", "compare"} & asks and (scopes := _scopes(scene)):
        return _between_scopes(scene, *scopes)
    mentions = _terms(scene)
    if "rank" in asks and len(mentions) >= 2:
        return ordered(scene, mentions)
    if "ratio" in asks and scene.question.wanted.percent and len(mentions) == 2:
        return _each(scene, mentions, "percent")
    if "ratio" in asks and len(mentions) == 2:
        return _each(scene, mentions, "ratio")
    if {"difference", "compare"} & asks and len(mentions) == 2:
        return _each(scene, mentions, "difference")
    if "sum" in asks and len(mentions) >= 2:
        return _each(scene, mentions, "sum")
    if "sum" in asks and len(mentions) == 1:
        return _sum_across(scene, mentions[0]) if _several_departments(scene) else _sum_of_parts(scene, mentions[0])
    return None


def excluding(scene: Scene) -> Answer:
    """A whole without one of its parts: 不含结转的收入, 行政运行里除了单位资金; asked back where the part is not one of the whole."""
    mentions = scene.question.mentions
    scoped = len(mentions) == 2 and (mentions[1].items[0] in FUNDS or mentions[1].items[0] in KINDS)
    if scoped and mentions[0].items[0] not in _WHOLES:
        answer = _between_scopes(scene, mentions[0], (None, None), _scope(mentions[1]))
        if answer is not None:
            return answer
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = facts(scene, target, mentions) if len(mentions) == 2 else None
        if rows is None or rows[0][2].unit != rows[1][2].unit or rows[0][2].value < rows[1][2].value:
            continue
        (_, _, whole), (_, _, part) = rows
        result = compute("difference", [Term(whole.value, whole.unit), Term(part.value, part.unit)])
        item = f"{whole.figure.item}（不含{part.figure.item}）"
        stated = scene.draft.result(result, whole.figure, "difference", _places(rows), item=item)
        scene.draft.say(f"{stated}（推算）— {owner(target.document)}，“{whole.figure.item}”不含“{part.figure.item}”。")
        scene.draft.say(f"其中：{_listed(scene, rows)}。")
        said = True
    if said:
        return scene.answered()
    names = [f"{t.document.issuer} {t.year} 年{m.name}多少" for t in scene.found[:2] for m in mentions]
    return ends.clarify(scene, "没有看清要从哪个数里扣除哪个数。可以这样问：", names or None)


_WHOLES = ("收支总预算", "收入总计", "支出总计", "本年收入合计", "本年支出合计")
_Scope = tuple[str | None, str | None]
_ALL_MONEY = re.compile(r"全部资金|全口径|所有资金|全部口径|部门预算口径|总的口径|总口径")


def _scopes(scene: Scene) -> tuple[Mention, _Scope, _Scope] | None:
    """“行政运行全部资金比一般公共预算多多少”, “行政运行的基本支出比项目支出多多少”: one item under two scopes."""
    mentions = scene.question.mentions
    named = [m for m in mentions if m.items[0] in FUNDS or m.items[0] in KINDS or m.items[0] == "财政拨款收入"]
    base = [m for m in mentions if m not in named]
    scopes: list[_Scope] = [_scope(m) for m in named]
    if _ALL_MONEY.search(scene.question.plain):
        scopes.insert(0, (None, None))
    return (base[0], scopes[0], scopes[1]) if len(base) == 1 and len(scopes) == 2 else None


def _scope(mention: Mention) -> _Scope:
    name = mention.items[0]
    return (None, name) if name in KINDS else (FUNDS.get(name, "财政拨款"), None)


def _between_scopes(scene: Scene, mention: Mention, one: _Scope, other: _Scope) -> Answer | None:
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        found = [scene.evidence.level(target.document, mention, fund, kind) for fund, kind in (one, other)]
        facts = [lv.lead for lv in found if lv is not None]
        if len(facts) < 2 or facts[0].unit != facts[1].unit:
            continue
        result = compute("difference", [Term(f.value, f.unit) for f in facts])
        stated = scene.draft.result(result, facts[0].figure, "difference", [f.places[0] for f in facts])
        told = [
            f"{fund or kind or '全部资金'} {scene.draft.fact(f, bold=False)}"
            for f, (fund, kind) in zip(facts, (one, other), strict=True)
        ]
        word = "相等" if not result.value else "前者多" if facts[0].value > facts[1].value else "后者多"
        scene.draft.say(f"{stated} — {owner(target.document)}“{facts[0].figure.item}”：{'，'.join(told)}，{word}。")
        said = True
    return scene.answered() if said else None


def _terms(scene: Scene) -> list[Mention]:
    """The items to compute with; a whole that only says where the others belong ("政府采购里服务比货物") is left out."""
    mentions = list(scene.question.mentions)
    if len(mentions) < 2 and _STAFFED.search(scene.question.plain):
        return [Mention("编制数", ("编制数",)), Mention("在职人数", ("在职人数",))]
    if len(mentions) > 2:
        parents = {(vocabulary.item(m.items[0]) or vocabulary.Item("")).parent for m in mentions}
        inner = [m for m in mentions if m.items[0] not in parents]
        if len(inner) >= 2:
            return inner
    return mentions


_STAFFED = re.compile(r"[空缺](?:着|了)?(?:几|多少)?个?编|[满够超]了?编|编制?(?:满|用完)了?")
"""Questions whether all posts are filled."""


def _staffed(scene: Scene, rows: Sequence[Row]) -> str:
    """Whether the posts are filled, where that is asked: the number of posts against the number of people."""
    posts = [f.value for _, _, f in rows if f.figure.item == "编制数"]
    people = [f.value for _, _, f in rows if f.figure.item != "编制数"]
    if not _STAFFED.search(scene.question.plain) or len(posts) != 1 or len(people) != 1:
        return ""
    return "超编：" if people[0] > posts[0] else "没有满编，空编：" if people[0] < posts[0] else "已满编："


def ordered(scene: Scene, mentions: Sequence[Mention]) -> Answer | None:
    """Items that the question names, the largest (or the smallest) first."""
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = facts(scene, target, mentions)
        if rows is None or not all(alike_units(f.unit, rows[0][2].unit) for _, _, f in rows):
            continue
        ascending = scene.question.wanted.ascending
        rows.sort(key=lambda row: row[2].value * MONEY_SCALE.get(row[2].unit, 1), reverse=not ascending)
        first, word = rows[0][2], "最少" if ascending else "最多"
        scene.draft.say(f"{owner(target.document)}{word}的是{first.figure.item} {scene.draft.fact(first)}。")
        scene.draft.say("其余：" + "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False)}" for _, _, f in rows[1:]) + "。")
        said = True
    return scene.answered() if said else None


def _several_departments(scene: Scene) -> bool:
    question = scene.question
    return len(scene.found) > 1 and (question.every or len(question.issuers) > 1 or len(question.years) > 1)


def facts(scene: Scene, target: Target, mentions: Sequence[Mention]) -> list[Row] | None:
    """What each item amounts to in a disclosure, agreeing in class where items have look-alikes; None where one is missing."""
    rows: list[Row] = []
    scene.evidence.load(
        (target.document.id,), [i for m in mentions if not m.codes for i in m.items], [c for m in mentions for c in m.codes]
    )
    for mention in mentions:
        level = scene.evidence.level(target.document, mention, scene.question.fund)
        if level is None:
            return None
        rows.append((target, mention, level.lead))
    return rows


def compute(kind: str, terms: Sequence[Term]) -> Result:
    """The result of an operation over two or more terms. Raises NotComparable."""
    if kind == "sum":
        return calculate.total(terms)
    if kind == "ratio":
        return calculate.times(terms[0], terms[1])
    if kind == "percent":
        return calculate.percent(terms[0], terms[1])
    return calculate.difference(terms[0], terms[1])


def _each(scene: Scene, mentions: Sequence[Mention], kind: str) -> Answer | None:
    """The operation over items, for each disclosure that states all of them."""
    said = False
    for target in (t for t in scene.found if not t.prior):
        rows = facts(scene, target, mentions)
        if rows is None:
            continue
        try:
            result = compute(kind, [Term(f.value, f.unit) for _, _, f in rows])
        except NotComparable:
            continue
        measure = "share" if kind == "percent" else kind
        stated = scene.draft.result(result, rows[0][2].figure, measure, _places(rows), item=_title(kind, rows))
        scene.draft.say(f"{_staffed(scene, rows)}{stated} — {owner(target.document)}，{_sentence(kind, rows)}。")
        scene.draft.say(f"其中：{_listed(scene, rows)}。")
        said = True
    return scene.answered() if said else None


def together(scene: Scene, mention: Mention) -> Answer | None:
    """A word for several items (社保, 水电费): those that the document lists, added up, each shown."""
    if any(w.name == mention.name for w in wholes()):
        return _not_totalled(scene, mention)
    said = False
    whole = Mention(mention.said, (vocabulary.canonical(mention.said),))
    for target in [t for t in scene.found if not t.prior][:5]:
        if printed := scene.evidence.level(target.document, whole):
            scene.draft.say(f"{scene.draft.fact(printed.lead)} — {owner(target.document)}，“{printed.lead.figure.item}”。")
            said = True
            continue
        found = [lv.lead for name in mention.items if (lv := scene.evidence.level(target.document, Mention(name, (name,))))]
        if len(found) > 1:
            result = compute("sum", [Term(f.value, f.unit) for f in found])
            stated = scene.draft.result(result, found[0].figure, "sum", [f.places[0] for f in found], item=mention.said)
            scene.draft.say(f"{stated} — {owner(target.document)}，“{mention.said}”按以下各项相加。")
        held = {fact.figure.item for fact in found}
        lacking = [name for name in mention.items if name not in held]
        if found and lacking and len(mention.items) == 2:
            scene.draft.say(f"{owner(target.document)}没有披露“{lacking[0]}”，“{mention.said}”只有一项：")
        for fact in found:
            scene.draft.say(f"- {owner(target.document)} {fact.figure.item} {scene.draft.fact(fact, bold=len(found) == 1)}")
            said = True
    return scene.answered() if said else None


def _not_totalled(scene: Scene, mention: Mention) -> Answer | None:
    """A whole (国有资产总价值): as printed, else the sum of its parts, said to be computed."""
    said = False
    for target in ([t for t in scene.found if not t.prior] or scene.found)[:TABLE_LIMIT]:
        amount = amount_of(scene, target, mention)
        # What is owned at the end of a year stands in the budget of the next.
        if amount is None or (target.prior and any(f.figure.value_year != target.year for f in amount.facts)):
            continue
        said = True
        if len(amount.facts) == 1:
            scene.draft.say(f"{scene.draft.fact(amount.facts[0])} — {owner(target.document)}，“{amount.name}”。")
            continue
        result = compute("sum", [Term(f.value, f.unit) for f in amount.facts])
        stated = scene.draft.result(result, amount.facts[0].figure, "sum", amount.places, item=mention.name)
        listed = "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in amount.facts)
        scene.draft.say(f"{stated}（推算）— {owner(target.document)}，文件没有印合计，由所列各项相加：{listed}。")
    return scene.answered() if said else None


def _title(kind: str, rows: Sequence[Row]) -> str:
    names = [f.figure.item for _, _, f in rows]
    sign = {"sum": " + ", "ratio": " ÷ ", "percent": " ÷ ", "difference": " − "}[kind]
    return sign.join(names)


def _sentence(kind: str, rows: Sequence[Row]) -> str:
    names = [f"“{f.figure.item}”" for _, _, f in rows]
    values = [f.value for _, _, f in rows]
    if kind == "sum":
        return f"{'、'.join(names)}合计"
    if kind in ("ratio", "percent"):
        return f"{names[0]}是{names[1]}的{'倍数' if kind == 'ratio' else '百分之几'}"
    if values[0] == values[1]:
        return f"{names[0]}与{names[1]}相等"
    more, less = (0, 1) if values[0] > values[1] else (1, 0)
    return f"{names[more]}比{names[less]}多"


def _listed(scene: Scene, rows: Sequence[Row]) -> str:
    return "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False)}" for _, _, f in rows)


def _places(rows: Sequence[Row]) -> list[Source]:
    return [f.places[0] for _, _, f in rows]


def _sum_across(scene: Scene, mention: Mention) -> Answer | None:
    """One item of several departments or years, added up."""
    scene.evidence.load(
        [t.document.id for t in scene.found if not t.prior], [i for i in mention.items if not mention.codes], mention.codes
    )
    rows = [
        (t, mention, lv.lead)
        for t in scene.found
        if not t.prior and (lv := scene.evidence.level(t.document, mention, scene.question.fund))
    ]
    if len(rows) < 2:
        return None
    try:
        result = compute("sum", [Term(f.value, f.unit) for _, _, f in rows])
    except NotComparable:
        return None
    stated = scene.draft.result(result, rows[0][2].figure, "sum", _places(rows))
    scene.draft.say(f"{stated} — {len(rows)} 份文件的“{rows[0][2].figure.item}”合计。")
    for target, _, fact in rows[:_LISTED]:
        scene.draft.say(f"- {owner(target.document)}：{scene.draft.fact(fact, bold=False)}")
    scene.draft.say("……（其余略，均已计入）" if len(rows) > _LISTED else "")
    scene.draft.say(left_out(scene, [t for t, _, _ in rows]))
    scene.draft.say(_years_differ([t for t, _, _ in rows]))
    return scene.answered()


def across(scene: Scene) -> Answer | None:
    """One item of all departments asked about, added up."""
    return _sum_across(scene, scene.question.mentions[0])


def _years_differ(targets: Sequence[Target]) -> str:
    years = sorted({t.year for t in targets}, reverse=True)
    return f"年度不同（{'、'.join(map(str, years))}），仅供参考。" if len(years) > 1 else ""


def _sum_of_parts(scene: Scene, mention: Mention) -> Answer | None:
    """An item that a document does not total itself: its parts added up (301 类 from its 款)."""
    for target in (t for t in scene.found if not t.prior):
        if scene.evidence.level(target.document, mention) is not None:
            return None
        parts = parts_of(scene, target, mention)
        if len(parts) < 2:
            continue
        result = compute("sum", [Term(f.value, f.unit) for f in parts])
        stated = scene.draft.result(result, parts[0].figure, "sum", [f.places[0] for f in parts], item=mention.name)
        scene.draft.say(f"{stated} — {owner(target.document)}，“{mention.name}”（文件没有印小计，由所列各项相加）。")
        scene.draft.say(
            "其中：" + "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in parts) + "。"
        )
    return scene.answered() if scene.draft.figures else None
