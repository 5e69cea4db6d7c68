"""One item under two scopes: two funds, two kinds of spending, or one of them and all money."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Status
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Fact
from assistant.mention import Mention
from assistant.reply import ends
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import WHOLES, combined, printed
from assistant.restricting import FUNDS, KINDS, scopes_of


def operation(scene: Scene) -> str:
    """The operation that is asked for: sum, ratio, percent or difference."""
    kind = next((k for k in ("ratio", "difference", "sum", "compare", "share") if k in scene.question.asks), "sum")
    if kind == "share" or (kind == "ratio" and scene.question.wanted.percent):
        return "percent"
    return "difference" if kind == "compare" else kind


def measure(kind: str) -> str:
    """The measure of what an operation gives."""
    return "share" if kind == "percent" else kind


Scope = tuple[str | None, str | None]
"""A fund and a kind of spending; None where all of them are meant."""
_BESIDE = Cue("[、和与跟及]")
"""Behind an item that is no less an amount than the kinds of spending named with it: 办公费、基本支出、项目支出合计."""
_ALL_MONEY = Cue(r"全部资金|全口径|所有资金|全部口径|部门预算口径|总的口径|总口径")


def under_two(scene: Scene) -> tuple[Mention, Scope, Scope] | None:
    """“行政运行全部资金比一般公共预算多多少”, “物业管理费基本支出和项目支出一起算”: one item under two scopes."""
    mentions = scene.question.mentions
    named = [m for m in mentions if m.items[0] in FUNDS or m.items[0] in KINDS or m.items[0] == "财政拨款收入"]
    base = [m for m in mentions if m not in named]
    scopes: list[Scope] = [scope_of(m) for m in named]
    if _ALL_MONEY.search(scene.question.plain):
        scopes.insert(0, (None, None))
    if len(base) != 1 or len(scopes) != 2 or base[0].items[0] in WHOLES:
        return None
    beside = _BESIDE.match(scene.question.plain, base[0].start + len(base[0].said))
    return None if beside and len(named) == 2 else (base[0], scopes[0], scopes[1])


def under_both(scene: Scene) -> Answer | None:
    """One item under two kinds of spending or funds: each amount, or what is asked of the two; None where it is not so named."""
    question = scene.question
    scopes = scopes_of(question.mentions, question.plain)
    if not scopes:
        return None
    item = next(m for m in question.mentions if m not in scopes)
    one, other = (scope_of(s) for s in scopes)
    related = {"ratio", "difference", "sum", "compare", "share"} & question.asks
    if related and (answer := between(scene, item, one, other, operation(scene))):
        return answer
    told = _each_scope(scene, item, (one, other))
    if not told or related:
        return (
            scene.draft.answer(Status.NOT_DISCLOSED)
            if told
            else ends.undisclosed(scene, f"{scopes[0].name}、{scopes[1].name}里的{item.name}")
        )
    return scene.answered()


def scope_of(mention: Mention) -> Scope:
    """The fund or the kind of spending that a mention names."""
    name = mention.items[0]
    return (None, name) if name in KINDS else (FUNDS.get(name, "财政拨款"), None)


def between(scene: Scene, mention: Mention, one: Scope, other: Scope, kind: str) -> Answer | None:
    """What an operation gives of one item under two scopes, with both amounts; None where one of them is not told."""
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        found = [scene.evidence.level(target.document, mention, fund, of) for fund, of in (one, other)]
        facts = [lv.lead for lv in found if lv is not None]
        if len(facts) < 2 or facts[0].unit != facts[1].unit:
            continue
        if kind in ("ratio", "percent") and not facts[1].value:
            continue
        result, places = combined(kind, [printed(f) for f in facts]), [f.places[0] for f in facts]
        shown = scene.draft.result(result, facts[0].figure, measure(kind), places)
        told = [
            f"{fund or of or '全部资金'} {scene.draft.fact(f, bold=False)}"
            for f, (fund, of) in zip(facts, (one, other), strict=True)
        ]
        scene.draft.say(f"{shown} — {owner(target.document)}“{facts[0].figure.item}”：{'，'.join(told)}，{_said(kind, facts)}。")
        said = True
    return scene.answered() if said else None


def _said(kind: str, facts: Sequence[Fact]) -> str:
    if kind in _SAID:
        return _SAID[kind]
    one, other = (fact.value for fact in facts)
    return "相等" if one == other else "前者多" if one > other else "后者多"


_SAID = {"sum": "合计", "ratio": "前者是后者的倍数", "percent": "前者是后者的百分之几"}


def _each_scope(scene: Scene, mention: Mention, scopes: Sequence[Scope]) -> bool:
    """Say what an item amounts to in each of several scopes; False where none of them is told."""
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        for fund, of in scopes:
            found = scene.evidence.level(target.document, mention, fund, of)
            amount = scene.draft.fact(found.lead) if found is not None else "没有披露"
            scene.draft.say(f"{owner(target.document)}{of or fund}的“{mention.name}”：{amount}。")
    return bool(scene.draft.figures)
