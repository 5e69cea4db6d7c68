"""What part of a whole an item is: as printed where the whole is the one asked for, computed otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import calculate, operations
from assistant.answer import Answer
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Fact
from assistant.mention import Mention
from assistant.question import Question
from assistant.reply import ends, fulfilment
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import Amount, added, amount_of, around, combined, holds, printed
from assistant.restricting import FUNDS, KINDS
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure


def reply(scene: Scene) -> Answer | None:
    """One line a disclosure."""
    if "parts" in scene.question.carried:
        *parts, last = scene.question.mentions
        return _together(scene, parts, last)
    if (scope := scope_of_itself(scene.question)) is not None:
        return _of_itself(scene, *scope)
    if (each := _each(scene)) is not None:
        return each
    part, whole = _pair(scene)
    targets = [t for t in scene.found if not t.prior]
    if part is None or not targets or len(targets) > TABLE_LIMIT:
        return None
    if completion(scene):
        told = [line for t in targets if (line := fulfilment.line(scene, t, part))]
        for line in told:
            scene.draft.say(line)
        return scene.answered() if told else ends.undisclosed(scene, f"{part.name}的完成比例")
    lines = [line for t in targets if (line := _printed(scene, t, part, whole) or _computed(scene, t, part, whole))]
    if not lines:
        return ends.undisclosed(scene, f"{part.name}的占比") if "whole" in scene.question.carried else None
    for line in lines:
        scene.draft.say(line)
    return scene.answered()


_IN_ITSELF = r"(?:总额|合计)?的?(?:里[面头边]?|[当之其]?中|内|,其中)的?,?"


def scope_of_itself(question: Question) -> tuple[Mention, str] | None:
    """The item and the money or kind of spending of which it is asked what part of the item it is.

    项目支出里的X占X总额多少, X里项目支出占多少, X里单位资金占几成.
    """
    mentions, plain = question.mentions, question.plain
    if not mentions or "占" not in plain:
        return None
    item, at, scope = mentions[-1], plain.find("占"), question.fund or question.kind
    if len(mentions) == 1 and scope and (question.fund or scope in SPENDING):
        inside = re.search(rf"{re.escape(item.said)}{_IN_ITSELF}{scope}[^,]{{0,6}}占(?![^,]{{0,4}}支出)", plain)
        return (item, scope) if inside else None
    if len(mentions) != 2 or mentions[0].name not in SPENDING or mentions[0].codes or item.start > at:
        return None
    return (item, mentions[0].name) if item.said in plain[at:] else None


SPENDING = ("基本支出", "项目支出")
"""The two kinds of spending that make up all of it."""


def _of_itself(scene: Scene, item: Mention, scope: str) -> Answer:
    """What part of an item stands in one kind of spending, of which there are two, or is paid of one fund."""
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        facts = _by_kind(scene, target, item) if scope in SPENDING else _of_fund(scene, target, item, scope)
        whole = added(item.name, tuple(f for name, f in facts.items() if name != scope or scope in SPENDING)) if facts else None
        if whole is None or not whole.term.value:
            continue
        result = combined("percent", [printed(facts[scope]), whole if whole.summed else printed(whole.facts[0])])
        stated = scene.draft.result(result, facts[scope].figure, "share", [facts[scope].places[0], *whole.places], item=item.name)
        told = "，".join(f"{name} {scene.draft.fact(fact, bold=False)}" for name, fact in facts.items())
        scene.draft.say(f"{owner(target.document)}“{item.name}”里{scope}占 {stated}（{told}）。")
    return scene.answered() if scene.draft.figures else ends.undisclosed(scene, f"{scope}里的{item.name}的占比")


def _by_kind(scene: Scene, target: Target, item: Mention) -> dict[str, Fact]:
    """What an item amounts to in each kind of spending; nothing where one is not told or they are of different money."""
    levels = {k: scene.evidence.level(target.document, item, scene.question.fund, k) for k in SPENDING}
    facts = {k: level.lead for k, level in levels.items() if level is not None}
    return facts if len(facts) == len(SPENDING) and len({fact.scope[0] for fact in facts.values()}) == 1 else {}


def _of_fund(scene: Scene, target: Target, item: Mention, fund: str) -> dict[str, Fact]:
    """What is paid of an item by one fund, and all of it; nothing where one is not told."""
    part, whole = scene.evidence.level(target.document, item, fund), scene.evidence.level(target.document, item)
    told = part is not None and whole is not None and whole.lead.scope == (None, None) and part.lead.unit == whole.lead.unit
    return {fund: part.lead, "全部资金": whole.lead} if told and part and whole else {}


def _each(scene: Scene) -> Answer | None:
    """“基本支出和项目支出各占百分之几”: the share of each item that is named, and which of them has none; None where no item has one."""
    mentions, targets = list(scene.question.mentions), [t for t in scene.found if not t.prior]
    if len(mentions) < 2 or len(targets) != 1 or not _APIECE.search(scene.question.plain) or completion(scene):
        return None
    whole = _of_all(scene, mentions)
    parts = [m for m in mentions if m is not whole]
    lines = [_printed(scene, targets[0], m, whole) or _computed(scene, targets[0], m, whole) for m in parts]
    if len(parts) < 2 or not any(lines):
        scene.renew()
        return None
    for part, line in zip(parts, lines, strict=True):
        scene.draft.say(line or f"文件没有披露“{part.name}”的占比。")
    return scene.answered()


def _of_all(scene: Scene, mentions: Sequence[Mention]) -> Mention | None:
    """The whole of which each is a part: the item that is looked into (公用经费里…), or the last one, behind 占."""
    plain, first, last = scene.question.plain, mentions[0], mentions[-1]
    if "占" in plain[mentions[-2].start : last.start]:
        return last
    return first if re.match(_INTO, plain[first.start + len(first.said) :]) else None


_APIECE = Cue(r"(?:各自?|分别)(?:都)?(?:占|是百分|有百分|的?(?:占比|比重|比例))|(?:占比|比重|比例)(?:各|分别)")


def of_parts(scene: Scene) -> Answer | None:
    """“三公经费各项占多少”: what share of the item each of its parts is."""
    question = scene.question
    asked = re.search(r"各占|各项|每一?项|几项|分别占|构成|组成|各自|各部分|哪几", question.plain)
    if len(question.mentions) != 1 or not asked or completion(scene):
        return None
    mention = question.mentions[0]
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        level = scene.evidence.level(target.document, mention)
        facts = [f for f in parts_of(scene, target, mention) if level is not None and f.unit == level.lead.unit]
        if level is None or len(facts) < 2 or not level.lead.value:
            continue
        scene.draft.say(f"{owner(target.document)}“{level.lead.figure.item}”共 {scene.draft.fact(level.lead)}，其中：")
        for fact in facts:
            result = calculate.percent(Term(fact.value, fact.unit), Term(level.lead.value, level.lead.unit))
            amount = scene.draft.fact(fact, bold=False, places=fact.places[:1])
            stated = scene.draft.result(result, fact.figure, "share", [fact.places[0], level.lead.places[0]])
            scene.draft.say(f"- {fact.figure.item} {amount}，占 {stated}{_told(scene, target, fact, mention)}")
        said = True
    return scene.answered() if said else None


def _told(scene: Scene, target: Target, fact: Fact, whole: Mention) -> str:
    """The share of a part as the document prints it of the same whole, or nothing."""
    own = scene.evidence.shares(target.document, Mention(fact.figure.item, (fact.figure.item,)))
    share = next((s for s in own if _same_whole(scene, target, s, whole)), None)
    return f"（文件印 {scene.draft.figure(share, None, (share.source,), bold=False)}）" if share else ""


def _between_items(scene: Scene) -> bool:
    """“培训费是办公费的百分之几”: two items set against each other, of which none need be a part of the other."""
    return len(scene.question.mentions) == 2 and operations.says("relation", "of_another", scene.question.plain)


def joint(scene: Scene) -> Answer | None:
    """“办公费和水费加起来占公用经费多少”: what part of a whole several items are together."""
    if "parts" in scene.question.carried:
        return reply(scene)
    mentions = scene.question.mentions
    at = scene.question.plain.find("占")
    after = [m for m in mentions if m.start > at >= 0]
    whole = after[0] if len(after) == 1 else next((m for m in mentions if all(m is o or holds(m, o) for o in mentions)), None)
    return _together(scene, [m for m in mentions if m is not whole], whole) if whole is not None else None


def _together(scene: Scene, parts: Sequence[Mention], whole: Mention) -> Answer | None:
    """The share that several items have together, for each disclosure that tells them all."""
    if len(parts) < 2:
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        told = [a for m in parts if (a := amount_of(scene, target, m)) is not None]
        two = amount_of(scene, target, whole)
        one = added("、".join(a.name for a in told), tuple(f for a in told for f in a.facts)) if len(told) == len(parts) else None
        line = _line(scene, target, one, two) if one is not None and two is not None else None
        scene.draft.say(line or "")
        said = said or line is not None
    return scene.answered() if said else None


def completion(scene: Scene) -> bool:
    """Whether it is asked how much of the plan was carried out."""
    return "完成" in scene.question.plain or "执行率" in scene.question.plain


def _pair(scene: Scene) -> tuple[Mention | None, Mention | None]:
    """Part and whole: "X占Y", "X在Y里占", and the other way round in "Y里X占"."""
    question = scene.question
    mentions = question.mentions
    if not mentions:
        return None, None
    if (question.fund or question.kind) and len(mentions) == 1:
        name = next((item for item, fund in FUNDS.items() if fund == question.fund), question.kind or "")
        return mentions[0], Mention(name, (name,))
    if len(mentions) == 1:
        return mentions[0], None
    one, two = mentions[0], mentions[1]
    if holds(one, two) and "占" not in question.plain[one.start : two.start]:
        return two, one
    between = question.plain[one.start + len(one.said) : two.start]
    after = question.plain[two.start + len(two.said) :]
    asked = "占" not in between and re.search("占|比重|比例|几成|百分|份额", after)
    looked_into = re.match(_INTO, between) or (re.match(",", between) and not re.match(_INTO, after))
    return (two, one) if asked and looked_into else (one, two)


_INTO = r"(?:预算|总额)?的?(?:里|中|里面|当中|之中|内)"
"""Behind the name of a whole that is looked into."""


def _printed(scene: Scene, target: Target, part: Mention, whole: Mention | None) -> str | None:
    """The printed share, where its whole is the one asked for (by name, or because the numbers say so)."""
    shares = [] if part.together else scene.evidence.shares(target.document, part)
    if whole is not None:
        shares = [s for s in shares if _same_whole(scene, target, s, whole)]
    else:
        shares.sort(key=lambda s: s.fund is not None)
    if not shares:
        return None
    share = shares[0]
    if _coarser(scene, share) and (finer := _computed(scene, target, part, whole, share)):
        return finer
    fact = scene.evidence.beside(target.document, share)
    stated = scene.draft.figure(share, None, (share.source,))
    of = f"占{share.whole or (whole.name if whole else '')}的 " if share.whole or whole else "占 "
    amount = f"（{scene.draft.fact(fact, bold=False)}）" if fact is not None else ""
    return f"{owner(target.document)}“{share.item}”{amount}{of}{stated}。"


def _same_whole(scene: Scene, target: Target, share: Figure, whole: Mention) -> bool:
    base = scene.evidence.level(target.document, whole)
    fact = scene.evidence.beside(target.document, share)
    if base is None or fact is None or share.amount.value is None:
        return bool(share.whole) and vocabulary.canonical(share.whole or "") in whole.items
    try:
        computed = calculate.percent(Term(fact.value, fact.unit), Term(base.lead.value, base.lead.unit)).value
    except NotComparable:
        return False
    digits = calculate.decimals(share.amount.value)
    return abs(computed - share.amount.value) <= Decimal(2).scaleb(-digits)


def _coarser(scene: Scene, share: Figure) -> bool:
    """Whether a share is printed with fewer decimals than are wanted (8%, where two decimals are)."""
    wanted, printed = scene.question.wanted.digits, share.amount.value
    return wanted is not None and printed is not None and calculate.decimals(printed) < wanted


def _agrees(result: calculate.Result, share: Figure | None) -> bool:
    """Whether a computed share is the printed one before it was rounded; any is where none is printed."""
    printed = share.amount.value if share else None
    return printed is None or calculate.rounded(result.value, calculate.decimals(printed)) == printed


def _computed(scene: Scene, target: Target, part: Mention, whole: Mention | None, printed: Figure | None = None) -> str | None:
    one = _in_scope(scene, target, part, whole)
    if one is None:
        return None
    for mention in [whole] if whole else _wholes(one.facts[0], target.document.stage == "决算"):
        two = _in_scope(scene, target, mention)
        if two is None or two.name == one.name:
            continue
        if line := _line(scene, target, one, two, printed):
            return line
    return None


def _in_scope(scene: Scene, target: Target, mention: Mention, whole: Mention | None = None) -> Amount | None:
    """What an item comes to in the money asked about, and in the kind of spending that it is a part of."""
    fund = None if mention.name in FUNDS else scene.question.fund
    kind = scene.question.kind or (whole.name if whole and whole.name in KINDS else None)
    return amount_of(scene, target, mention, fund, kind) or amount_of(scene, target, mention, fund)


def _line(scene: Scene, target: Target, one: Amount, two: Amount, printed: Figure | None = None) -> str | None:
    """What part of the second amount the first is, in words; None where it cannot be a part of it, or is not the share printed."""
    over = _between_items(scene)
    try:
        result = calculate.percent(one.term, two.term)
    except NotComparable:
        return None
    if (result.value > 100 and not over) or not _agrees(result, printed):
        return None
    if one.summed or two.summed:
        if one.term.unit != two.term.unit:
            return None
        result = replace(result, formula=f"{one.written} ÷ {two.written} × 100%")
    places = [*(one.places if one.summed else one.facts[0].places[:2]), *(two.places if two.summed else two.facts[0].places[:2])]
    stated = scene.draft.result(result, one.figure, "share", places, item=one.name)
    facts = (*one.facts, *(f for f in two.facts if f not in one.facts))
    told = f"，文件印 {scene.draft.figure(printed, None, (printed.source,), bold=False)}" if printed else ""
    of = "是" if over else "合计占" if len(one.facts) > 1 and "、" in one.name else "占"
    return f"{owner(target.document)}“{one.name}”{of}“{two.name}”的 {stated}（{_amounts(scene, *facts)}{told}）。"


def _amounts(scene: Scene, *facts: Fact) -> str:
    return "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in facts)


def _wholes(part: Fact, account: bool) -> list[Mention]:
    """Wholes to try where the question names none: what the item is part of, then all expenditure or revenue (of the year, in accounts)."""
    beside = around(part)
    if beside is not None:
        return [beside]
    item = vocabulary.item(part.figure.item)
    side = "收入" if item and item.side == "收入" else "支出"
    parent = item.parent if item else None
    year = f"本年{side}合计" if account and parent in (None, f"{side}总计") else None
    names = [n for n in (year, parent, f"{side}总计", "收支总预算") if n]
    return [Mention(n, (n,)) for n in names]
