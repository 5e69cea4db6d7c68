"""Sums, differences, ratios and amounts per head over several items, or over one item of several departments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import calculate
from assistant.answer import Answer, Status
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.meant import both_kinds
from assistant.mention import Mention, wholes
from assistant.numerals import number_of
from assistant.reply import ends, stated
from assistant.reply.compare import left_out
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.scoped import between, measure, operation, scope_of, under_two
from assistant.reply.whole import STAFFED, WHOLES, Amount, amount_of, combined, terms_of
from assistant.restricting import FUNDS, KINDS
from assistant.targets import Target
from corpus import vocabulary
from corpus.document import Source

_LISTED = 20
"""Terms of a sum over documents that are listed."""


def reply(scene: Scene) -> Answer | None:
    """The computed value first, then its terms."""
    asks = scene.question.asks
    if "difference" in asks and (answer := stated.of_tables(scene) or stated.prints(scene)):
        return answer
    kind = operation(scene)
    if kind in ("sum", "difference") and (scopes := under_two(scene)):
        return between(scene, *scopes, kind)
    kinds = both_kinds(scene.question.mentions, scene.question.plain) if kind == "sum" else ()
    if kinds and len(scene.question.mentions) > 3:
        return _of_both_kinds(scene, kinds)
    mentions = terms_of(scene)
    if kind == "sum" and 1 < len(mentions) < _how_many(scene):
        return ends.clarify(scene, "列出的几项没有都认出来，不能只加其中几项。可以先查：", _asked_singly(scene, mentions))
    if len(mentions) > 1 and (answer := crossed(scene, mentions, kind)):
        return answer
    if kind == "sum" and len(mentions) == 1:
        return _sum_across(scene, mentions[0]) if _several_departments(scene) else _sum_of_parts(scene, mentions[0])
    if kind != "sum" and len(mentions) != 2:
        return _each(scene, mentions, "sum") if "sum" in asks and len(mentions) > 2 else None
    if len(mentions) < 2:
        return None
    return _each(scene, mentions, kind) or _one_lacking(scene, mentions, kind)


def _how_many(scene: Scene) -> int:
    """The number of things that a question says it adds up (这三样一共), 0 where it says none."""
    said = re.search(r"([两二三四五六七八])(?:项|样|笔|者)(?!目)", scene.question.plain)
    return number_of(said[1]) or 0 if said and len(scene.question.issuers) < 2 else 0


def _asked_singly(scene: Scene, mentions: Sequence[Mention]) -> list[str]:
    whose = [f"{t.document.issuer} {t.year} 年" for t in scene.found[:1]]
    return [f"{one}{m.name}多少" for one in whose for m in mentions]


def _one_lacking(scene: Scene, mentions: Sequence[Mention], kind: str) -> Answer | None:
    """Two items that are added up or set against each other, of which the one disclosure asked about tells only one: that it cannot be done."""
    own = [t for t in scene.found if not t.prior]
    if len(own) != 1 or len(mentions) != 2 or "compare" in scene.question.asks:
        return None
    told = [amount_of(scene, own[0], m, scene.question.fund) for m in mentions]
    lacking = [m.name for m, amount in zip(mentions, told, strict=True) if amount is None]
    known = next((amount for amount in told if amount is not None), None)
    if len(lacking) != 1 or known is None or any(scene.evidence.about(own[0].document, m) for m in mentions if m.name in lacking):
        return None
    scene.draft.say(
        f"{owner(own[0].document)}没有披露“{lacking[0]}”，无法与“{known.name}”{'相加' if kind == 'sum' else '相比'}。"
    )
    scene.draft.say(f"只印有“{known.name}” {known.said(scene.draft, bold=False)}。")
    return scene.draft.answer(Status.NOT_DISCLOSED)


def excluding(scene: Scene) -> Answer:
    """A whole without one of its parts: 不含结转的收入, 行政运行里除了单位资金; asked back where the part is not one of the whole."""
    mentions = scene.question.mentions
    scoped = len(mentions) == 2 and (mentions[1].items[0] in FUNDS or mentions[1].items[0] in KINDS)
    if scoped and mentions[0].items[0] not in WHOLES:
        answer = between(scene, mentions[0], (None, None), scope_of(mentions[1]), "difference")
        if answer is not None:
            return answer
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = amounts(scene, target, mentions) if len(mentions) == 2 else None
        if rows is None or rows[0].term.unit != rows[1].term.unit or rows[0].term.value < rows[1].term.value:
            continue
        whole, part = rows
        item = f"{whole.name}（不含{part.name}）"
        shown = scene.draft.result(combined("difference", rows), whole.figure, "difference", _places(rows), item=item)
        scene.draft.say(f"{shown}（推算）— {owner(target.document)}，“{whole.name}”不含“{part.name}”。")
        scene.draft.say(f"其中：{_listed(scene, rows)}。")
        said = True
    if said:
        return scene.answered()
    names = [f"{t.document.issuer} {t.year} 年{m.name}多少" for t in scene.found[:2] for m in mentions]
    return ends.clarify(scene, "没有看清要从哪个数里扣除哪个数。可以这样问：", names or None)


def _of_both_kinds(scene: Scene, kinds: Sequence[Mention]) -> Answer | None:
    """“水费和电费，基本支出和项目支出里的都算”: several items, each in both kinds of spending, added up; None where one is not told."""
    items = [m for m in scene.question.mentions if m not in kinds]
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        told = [(k.name, amount_of(scene, target, m, scene.question.fund, k.name)) for m in items for k in kinds]
        rows = [amount for _, amount in told if amount is not None]
        if len(rows) < len(told) or len({row.term.unit for row in rows}) > 1:
            continue
        title = "、".join(m.name for m in items)
        shown = scene.draft.result(combined("sum", rows), rows[0].figure, "sum", _places(rows), item=title)
        scene.draft.say(f"{shown} — {owner(target.document)}，“{title}”在{'和'.join(k.name for k in kinds)}里的合计。")
        listed = (f"{kind}的{amount.name} {amount.said(scene.draft, bold=False)}" for kind, amount in told if amount)
        scene.draft.say(f"其中：{'，'.join(listed)}。")
        said = True
    return scene.answered() if said else None


def _several_departments(scene: Scene) -> bool:
    question = scene.question
    return len(scene.found) > 1 and (question.every or len(question.issuers) > 1 or len(question.years) > 1)


def amounts(scene: Scene, target: Target, mentions: Sequence[Mention]) -> list[Amount] | None:
    """What each item comes to in a disclosure; None where one is missing."""
    scene.evidence.load(
        (target.document.id,), [i for m in mentions if not m.codes for i in m.items], [c for m in mentions for c in m.codes]
    )
    fund, kind = scene.question.fund, scene.question.kind
    found = [amount_of(scene, target, m, fund, kind) or amount_of(scene, target, m, fund) for m in mentions]
    told = [a for a in found if a is not None]
    return told if len(told) == len(mentions) else None


def _each(scene: Scene, mentions: Sequence[Mention], kind: str) -> Answer | None:
    """The operation over items, for each disclosure that states all of them; nothing where two of them are one number."""
    said = False
    for target in (t for t in scene.found if not t.prior):
        rows = amounts(scene, target, mentions)
        rows = _each_once(rows) if rows is not None and kind == "sum" else rows
        if rows is None or len({(r.name, r.written) for r in rows}) < len(rows):
            continue
        try:
            result = combined(kind, rows)
        except NotComparable:
            continue
        said = True
        shown = scene.draft.result(result, rows[0].figure, measure(kind), _places(rows), item=_title(kind, rows))
        scene.draft.say(f"{_staffed(scene, rows)}{shown} — {owner(target.document)}，{_sentence(kind, rows)}。")
        scene.draft.say(f"其中：{_listed(scene, rows)}。")
    return scene.answered() if said else None


def _staffed(scene: Scene, rows: Sequence[Amount]) -> str:
    """Whether the posts are filled, where that is asked: the number of posts against the number of people."""
    posts = [a.term.value for a in rows if a.name == "编制数"]
    people = [a.term.value for a in rows if a.name != "编制数"]
    if not STAFFED.search(scene.question.plain) or len(posts) != 1 or len(people) != 1:
        return ""
    return "超编：" if people[0] > posts[0] else "没有满编，空编：" if people[0] < posts[0] else "已满编："


def _each_once(rows: Sequence[Amount]) -> list[Amount]:
    """Without amounts that another one already holds: 住房公积金 beside 五险一金, and without the same one named twice."""
    if len(rows) > 2:
        rows = list({(row.name, row.written): row for row in rows}.values())
    held = [{f.figure.item for f in row.facts} for row in rows]
    return [row for row, own in zip(rows, held, strict=True) if not any(own < other for other in held)]


def crossed(scene: Scene, mentions: Sequence[Mention], kind: str) -> Answer | None:
    """Each of two items is told by one of two disclosures, and not by the other: X局的甲项目是Y局乙项目的几倍."""
    targets = [t for t in scene.found if not t.prior]
    if len({t.document.issuer for t in targets}) != 2 or len(targets) != 2:
        return None
    told = [[(t, a) for t in targets if (a := amount_of(scene, t, m, scene.question.fund))] for m in mentions]
    told = [rows for rows in told if len(rows) == 1]
    if len(told) != 2 or told[0][0][0] is told[1][0][0]:
        return None
    rows = [one[0] for one in told]
    try:
        result = combined(kind, [a for _, a in rows])
    except NotComparable:
        return None
    names = [f"{t.document.issuer}“{a.name}”" for t, a in rows]
    shown = scene.draft.result(
        result, rows[0][1].figure, measure(kind), _places([a for _, a in rows]), item=_title(kind, [a for _, a in rows])
    )
    scene.draft.say(f"{shown} — {_relation(kind, names, [a for _, a in rows])}。")
    for target, amount in rows:
        scene.draft.say(f"- {owner(target.document)}：{amount.name} {amount.said(scene.draft, bold=False)}")
    scene.draft.say(_years_differ([t for t, _ in rows]))
    return scene.answered()


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
            result = calculate.total([Term(f.value, f.unit) for f in found])
            shown = scene.draft.result(result, found[0].figure, "sum", [f.places[0] for f in found], item=mention.said)
            scene.draft.say(f"{shown} — {owner(target.document)}，“{mention.said}”按以下各项相加。")
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
        if not amount.summed:
            scene.draft.say(f"{amount.said(scene.draft)} — {owner(target.document)}，“{amount.name}”。")
            continue
        shown = amount.said(scene.draft)
        listed = "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in amount.facts)
        scene.draft.say(f"{shown}（推算）— {owner(target.document)}，文件没有印合计，由所列各项相加：{listed}。")
    return scene.answered() if said else None


def _title(kind: str, rows: Sequence[Amount]) -> str:
    sign = {"sum": " + ", "ratio": " ÷ ", "percent": " ÷ ", "difference": " − "}[kind]
    return sign.join(a.name for a in rows)


def _sentence(kind: str, rows: Sequence[Amount]) -> str:
    return _relation(kind, [f"“{a.name}”" for a in rows], rows)


def _relation(kind: str, names: Sequence[str], rows: Sequence[Amount]) -> str:
    """What the result says of the items named."""
    if kind == "sum":
        return f"{'、'.join(names)}合计"
    if kind in ("ratio", "percent"):
        return f"{names[0]}是{names[1]}的{'倍数' if kind == 'ratio' else '百分之几'}"
    one, two = calculate.common([a.term for a in rows])
    if one.value == two.value:
        return f"{names[0]}与{names[1]}相等"
    more, less = (0, 1) if one.value > two.value else (1, 0)
    return f"{names[more]}比{names[less]}多"


def _listed(scene: Scene, rows: Sequence[Amount]) -> str:
    return "，".join(f"{a.name} {a.said(scene.draft, bold=False)}" for a in rows)


def _places(rows: Sequence[Amount]) -> list[Source]:
    return [place for a in rows for place in a.places]


def _sum_across(scene: Scene, mention: Mention) -> Answer | None:
    """One item of several departments or years, added up."""
    scene.evidence.load(
        [t.document.id for t in scene.found if not t.prior], [i for i in mention.items if not mention.codes], mention.codes
    )
    rows = [(t, a) for t in scene.found if not t.prior and (a := amount_of(scene, t, mention, scene.question.fund))]
    if len(rows) < 2:
        return _one_alone(scene, rows[0]) if rows else None
    try:
        result = combined("sum", [a for _, a in rows])
    except NotComparable:
        return None
    first = rows[0][1]
    shown = scene.draft.result(result, first.figure, "sum", _places([a for _, a in rows]), item=first.name)
    scene.draft.say(f"{shown} — {len(rows)} 份文件的“{first.name}”合计。")
    for target, amount in rows[:_LISTED]:
        scene.draft.say(f"- {owner(target.document)}：{amount.said(scene.draft, bold=False)}")
    scene.draft.say("……（其余略，均已计入）" if len(rows) > _LISTED else "")
    scene.draft.say(left_out(scene, [t for t, _ in rows]))
    scene.draft.say(_years_differ([t for t, _ in rows]))
    return scene.answered()


def _one_alone(scene: Scene, row: tuple[Target, Amount]) -> Answer | None:
    """There is no sum of several departments where only one of them tells the item: that one is told, and that there is no sum."""
    target, amount = row
    lacking = left_out(scene, [target])
    if not lacking:
        return None
    answer = ends.undisclosed(scene, f"{amount.name}的合计")
    scene.draft.lines[:] = [
        f"“{amount.name}”无法相加：{lacking}",
        f"{owner(target.document)}：{amount.said(scene.draft, bold=False)}",
    ]
    return scene.draft.answer(answer.status)


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
        result = calculate.total([Term(f.value, f.unit) for f in parts])
        shown = scene.draft.result(result, parts[0].figure, "sum", [f.places[0] for f in parts], item=mention.name)
        scene.draft.say(f"{shown} — {owner(target.document)}，“{mention.name}”（文件没有印小计，由所列各项相加）。")
        scene.draft.say(
            "其中：" + "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in parts) + "。"
        )
    return scene.answered() if scene.draft.figures else None
