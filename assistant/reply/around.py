"""What is said around an amount: its scope and other scopes, look-alikes, parts, what changed, and what disagrees."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import calculate
from assistant.calculate import Term
from assistant.compose import owner, scope_words
from assistant.facts import Fact, Level, is_plan
from assistant.mention import Mention
from assistant.operations import says
from assistant.reply.scene import Scene
from assistant.targets import Target
from assistant.verify import numbers
from corpus import vocabulary
from corpus.amount import MONEY_SCALE
from corpus.figure import Finding

WARNINGS = 2
"""Findings that one answer warns of."""


def restriction(scene: Scene, target: Target, mention: Mention, level: Level) -> None:
    """“其中项目支出多少” wants the whole too, so that both are seen."""
    question = scene.question
    if not (question.kind or question.fund):
        return
    whole = scene.evidence.level(target.document, mention)
    if whole and whole.lead.value != level.lead.value:
        name = scope_words(whole.lead.figure) if any(whole.lead.scope) else "全部资金"
        scene.draft.say(f"{name}共 {scene.draft.fact(whole.lead, bold=False)}。")
        if "其中" in question.plain and "item" not in question.carried:
            scene.draft.figures.reverse()


def stated(scene: Scene, level: Level) -> str:
    """The amount, and that nothing is planned or printed where that is so."""
    text = scene.draft.fact(level.lead)
    planned = str(level.lead.figure.stage) == "预算" and level.lead.unit in MONEY_SCALE
    if level.lead.declared or (planned and not level.lead.value and says("scope", "to_buy", scene.question.plain)):
        return text + "（未安排）"
    if none := none_of(level.lead):
        return f"{text}（{none}）"
    return text + "（表中该栏为空）" if level.lead.nil else text


def none_of(fact: Fact) -> str:
    """“没有下属单位” for a department that counts none of them; "" for any other amount."""
    item = fact.figure.item
    return f"没有{item.removesuffix('数')}" if not fact.value and item.endswith(("单位数", "机构数")) else ""


def whose(target: Target) -> str:
    """Whose amount it is, with the year for which another stepped in."""
    if target.stepped_in is not None:
        kept = owner(target.document, strong_year=True)
        return f"{kept}（未收录其 {target.stepped_in} 年预算），" if target.stepped_in else f"{kept}，"
    return owner(target.document) + "，"


def named(mention: Mention, name: str) -> str:
    """The item in quotes, with its code where it was asked for by one."""
    code = f"（{mention.codes[0]}）" if mention.codes else ""
    return f"“{name}”{code}" if "三公" not in name else f"{name}{code}"


def nothing_to_run(scene: Scene, target: Target, level: Level) -> str:
    """That there are no vehicles, where nothing is spent on running them and the document prints their number as 0."""
    if level.lead.value or "运行" not in level.lead.figure.item:
        return ""
    count = scene.evidence.level(target.document, Mention("车辆数", ("车辆数",)))
    return "" if count is None or count.lead.value else f"没有车辆：车辆数 {scene.draft.fact(count.lead, bold=False)}。"


def scoped(level: Level) -> str:
    """The scope of the amount in brackets, where it has others beside it."""
    figure = level.lead.figure
    if is_plan(figure):
        return f"（{scope_words(figure)}）"
    if level.scopes and not level.twins and not any(level.lead.scope):
        return "（全部资金）"
    if (level.scopes or level.twins or any(level.lead.scope)) and scope_words(figure) != figure.item:
        return f"（{scope_words(figure)}）"
    return ""


def scopes(scene: Scene, level: Level) -> str:
    """The amounts of the narrower scopes, and the plan beside what was spent."""
    names = [scope_words(f.figure) for f in level.scopes[:4]]
    names = [
        f"{n}（{f.figure.column}）" if names.count(n) > 1 and f.figure.column else n
        for n, f in zip(names, level.scopes, strict=False)
    ]
    parts = [f"{name} {scene.draft.fact(f, bold=False)}" for name, f in zip(names, level.scopes, strict=False)]
    planned = [part for part, f in zip(parts, level.scopes, strict=False) if is_plan(f.figure) and not is_plan(level.lead.figure)]
    inside = [part for part in parts if part not in planned]
    return "".join(f"{lead}{'，'.join(said)}。" for lead, said in (("其中：", inside), ("", planned)) if said)


def namesakes(scene: Scene, target: Target, level: Level) -> str:
    """Other subjects of the same name, with their codes, and what they come to together."""
    if not level.namesakes:
        return ""
    facts = (level.lead, *level.namesakes)
    names = "、".join(f"{f.figure.code} {scene.draft.fact(f, bold=False)}" for f in level.namesakes)
    result = calculate.total([Term(f.value, f.unit) for f in facts])
    stated = scene.draft.result(result, level.lead.figure, "sum", [f.places[0] for f in facts])
    return f"以上是科目 {level.lead.figure.code}；另有同名科目 {names}，合计 {stated}。"


def twins(scene: Scene, level: Level) -> str:
    """Look-alikes of the item: the same name under another classification."""
    parts = [f"{scope_words(f.figure)}（{f.figure.item}）为 {scene.draft.fact(f)}" for f in level.twins[:2]]
    return f"另{'，'.join(parts)}；两种口径不要相混。" if parts else ""


def parts(scene: Scene, target: Target, level: Level) -> str:
    """What the item is made of, where it is a standard item with parts: 三公经费, 政府采购预算 and their like."""
    item = vocabulary.item(level.lead.figure.item)
    if item is None or not item.parts or level.lead.value == 0:
        return ""
    parts = []
    for name in item.parts:
        plan = is_plan(level.lead.figure)
        part = scene.evidence.level(target.document, Mention(name, (name,)), plan=plan)
        if part is not None and part.lead.unit == level.lead.unit and is_plan(part.lead.figure) == plan:
            parts.append(f"{name} {scene.draft.fact(part.lead, bold=False, places=part.lead.places[:1])}")
    return f"{'，'.join(parts)}。" if len(parts) > 1 else ""


def changed(scene: Scene, target: Target, mention: Mention) -> str:
    """How the amount changed against the year before, and why, where it is printed."""
    fund = scene.question.fund
    changes = [c for c in scene.evidence.changes(target.document, mention) if fund is None or c.figure.fund == fund]
    if not changes:
        return ""
    stated, reason = scene.draft.change(changes[0]), ""
    if changes[0].reason and changes[0].direction:
        told = scene.draft.reason(changes[0], scene.evidence.place_of(changes[0].reason, changes[0].figure.source))
        reason = f"，原因：{told}" if told else ""
    return f"{stated}{reason}。"


def corroborated(level: Level) -> str:
    """That a table and the prose print the same amount."""
    tables = [p for p in level.lead.places if p.table_title]
    prose = [p for p in level.lead.places if not p.table_title and p.section]
    if tables and prose and len(tables) + len(prose) >= 2:
        return f"✓ {tables[0].table_number or tables[0].table_title}与文字说明一致"
    return ""


def findings(scene: Scene, target: Target, shown: Sequence[Level]) -> None:
    """Findings of the document that touch one of the places used."""
    facts = [level.lead for level in shown]
    bearing = [f for f in scene.evidence.ledger.findings((target.document.id,)) if any(bears_on(f, fact) for fact in facts)]
    for finding in bearing[:WARNINGS]:
        scene.draft.finding(finding)


def bears_on(finding: Finding, fact: Fact) -> bool:
    """Whether a finding is about this very number or item, at one of its places; of a sum that is its total, and not its parts."""
    spots = {(p.page, p.line_start) for p in fact.places}
    if not any((p.page, p.line_start) in spots for p in finding.places):
        return False
    about, of_sum, _ = finding.message.partition("之和")
    printed = {number for text in finding.printed[: 1 if of_sum else None] for number in numbers(text)}
    return fact.figure.item in about or (fact.value in printed and fact.value != 0)
