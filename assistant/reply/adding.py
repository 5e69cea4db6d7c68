"""Whether printed amounts add up: parts to their whole, items to a number of the question, changes of subjects to the total change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import calculate
from assistant.calculate import NotComparable, Term, plain
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.facts import Fact
from assistant.mention import Mention
from assistant.question import Question
from assistant.reply.parts import in_one_column, in_one_table, in_sentences, parts_of
from assistant.reply.prints import SCALES, decimal_of, touching
from assistant.reply.scene import Scene
from assistant.reply.whole import holds
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Measure


def parts(scene: Scene, target: Target) -> bool:
    """Whether the parts named (or listed by the document) add up to the whole."""
    mentions = whole_first(scene.question)
    if not mentions:
        return False
    if len(mentions) > 2:
        found = in_one_table(scene, target, mentions) or _leads(scene, target, mentions)
    else:
        found = _leads(scene, target, mentions[:1])
        found = _with_parts(scene, target, mentions[0], found[0]) if found else []
    if len(found) < (2 if "sum" in scene.question.asks else 3):
        return False
    compare(scene, target, found[0], found[1:])
    touching(scene, target, [f.figure for f in found])
    return True


def _with_parts(scene: Scene, target: Target, mention: Mention, whole: Fact) -> list[Fact]:
    """The whole and what it is made of: as the document lists it, or as one column of one table prints both, where only that adds up."""
    listed = in_sentences(scene, target, mention)
    if listed:
        return [whole, *listed]
    found = [whole, *parts_of(scene, target, mention)]
    readings = [found, *in_one_column(scene, target, mention, found)]
    return next((facts for facts in readings if len(facts) > 2 and _adds_up(facts)), found)


def _adds_up(facts: Sequence[Fact]) -> bool:
    """Whether the first amount is the sum of the others but for their rounding."""
    try:
        total = calculate.total([Term(f.value, f.unit) for f in facts[1:]])
        gap = calculate.difference(Term(total.value, total.unit), Term(facts[0].value, facts[0].unit))
    except NotComparable:
        return False
    return _rounds(gap, len(facts) - 1)


def _rounds(gap: calculate.Result, terms: int) -> bool:
    """Whether a gap is no more than rounding of so many terms makes."""
    step = {"万元": Decimal("0.01"), "元": Decimal(1)}.get(gap.unit, Decimal(0))
    return gap.value <= step * terms


def _leads(scene: Scene, target: Target, mentions: Sequence[Mention]) -> list[Fact]:
    """What each of the items amounts to; nothing where one of them is not told."""
    found = [scene.evidence.level(target.document, m) for m in mentions]
    return [lv.lead for lv in found if lv is not None] if all(found) else []


_EQUALS = Cue(
    "等于|是不是|是否|正好|就是|相加|加起来|之和|加总|合起来|[跟与和](?=[^,]{0,12}(?:差|对不))|[跟与](?=[^,]{0,12}(?:[对合]得?[上拢]|一致|相符|吻合|一样))"
)


def whole_first(question: Question) -> tuple[Mention, ...]:
    """The items with the whole in front: it may be named last (基本支出加项目支出等于总支出吗), or only by its parts."""
    mentions = question.mentions
    equals = _EQUALS.search(question.plain)
    over = [m for m in mentions if all(m is other or holds(m, other) for other in mentions)]
    if len(mentions) > 2 and over:
        return (over[0], *(m for m in mentions if m is not over[0]))
    if len(mentions) < 2 or equals is None:
        return mentions
    after = [m for m in mentions if m.start > equals.start()]
    if len(after) == 1 and len(mentions) > 2:
        return (after[0], *(m for m in mentions if m is not after[0]))
    parents = {item.parent if (item := vocabulary.item(m.name)) else None for m in mentions}
    parent = parents.pop() if len(parents) == 1 else None
    return (Mention(parent, (parent,)), *mentions) if parent and not after else mentions


def compare(scene: Scene, target: Target, whole: Fact, facts: Sequence[Fact]) -> None:
    """State what a whole is printed as and what its parts come to, and why the two may differ."""
    draft = scene.draft
    result = calculate.total([Term(f.value, f.unit) for f in facts])
    apart = calculate.difference(Term(result.value, result.unit), Term(whole.value, whole.unit))
    gap = apart.value
    if "difference" in scene.question.asks and gap:
        formula = f"({result.formula}) − {plain(whole.value)}"
        apart = replace(apart, formula=formula if result.value > whole.value else f"{plain(whole.value)} − ({result.formula})")
        places = [f.places[0] for f in (*facts, whole)]
        draft.say(f"相差 {draft.result(apart, whole.figure, 'difference', places)}。")
    scope = f"（{scope_words(whole.figure)}）" if any(whole.scope) else ""
    draft.say(f"{owner(target.document)}“{whole.figure.item}”{scope}印的是 {draft.fact(whole)}。")
    item = f"{whole.figure.item}各项之和"
    stated = draft.result(result, facts[0].figure, "sum", [f.places[0] for f in facts], item=item)
    listed = "，".join(f"{f.figure.item} {draft.fact(f, bold=False, places=f.places[:1])}" for f in facts)
    draft.say(f"各项相加：{stated}（{listed}）。")
    if gap == 0:
        draft.say("两者一致，相等。")
        return
    if "difference" not in scene.question.asks:
        draft.result(apart, whole.figure, "difference", [whole.places[0]])
    why = _why(scene, target, whole, facts, apart)
    draft.say(f"不等于，不一致，相差 {plain(gap)} {apart.unit}：{why}。")


def _why(scene: Scene, target: Target, whole: Fact, facts: Sequence[Fact], apart: calculate.Result) -> str:
    """What the gap may be: rounding, another item of just that amount, parts that are not all listed."""
    gap = apart.value
    if _rounds(apart, len(facts)):
        return "属四舍五入的尾差" + _rounding_note(scene, target)
    if whole.unit == "人" and whole.value in [f.value for f in facts]:
        same = next(f.figure.item for f in facts if f.value == whole.value)
        return f"“{whole.figure.item}”只含{same}，口径不含其余各项"
    for name in _LEFT_OUT:
        level = scene.evidence.level(target.document, Mention(name, (name,)))
        if level is None or level.lead.unit != apart.unit or not level.lead.value:
            continue
        if _rounds(replace(apart, value=abs(level.lead.value - gap)), len(facts)):
            return f"差额就是“{name}” {scene.draft.fact(level.lead, bold=False)}"
    return "列出的各项可能不全，也可能口径不同或有误，文件没有解释"


_LEFT_OUT = ("年末结转结余", "结转下年", "上年结转结余", "其他收入", "单位资金", "结余分配")
"""Items that one table counts into a total and another does not."""


def _rounding_note(scene: Scene, target: Target) -> str:
    """The document's own words on rounding, where it has them."""
    place = next((p for p in scene.evidence.saying(target.document, "四舍五入")), None)
    return f"（文件自注：{place.quote.strip()}{scene.draft.mark((place,))}）" if place else ""


def changes(scene: Scene, target: Target) -> bool:
    """Whether the printed changes of the subjects add up to the change of the total."""
    if not {"change", "sum"} & scene.question.asks or scene.question.mentions:
        return False
    figures = [f for f in scene.evidence.measured(target.document.id, Measure.CHANGE) if f.amount.value is not None]
    rows = list({f.code: f for f in figures if f.code and len(f.code) == 7}.values())
    total = next(
        (
            f
            for name in ("一般公共预算拨款", "一般公共预算支出", "基本支出", "支出总计")
            for f in figures
            if f.item == name and f.amount.value
        ),
        None,
    )
    if len(rows) < 2 or total is None or total.amount.value is None:
        return False
    signed = [(-1 if f.direction == "减少" else 1) * (f.amount.value or Decimal(0)) for f in rows]
    down = sum(signed) < 0
    terms = [-v if down else v for v in signed]
    formula = " + ".join(plain(v) if v >= 0 else f"({plain(v)})" for v in terms)
    result = calculate.Result(sum(terms, Decimal(0)), total.amount.unit, formula)
    draft, word = scene.draft, "减少" if down else "增加"
    stated = draft.result(result, rows[0], "sum", [f.source for f in rows], item=f"各科目{word}额之和")
    draft.say(f"{owner(target.document)}各科目{word}额相加：{stated}（{'、'.join(f.item for f in rows)}）。")
    draft.say(f"“{total.item}”印的是{total.direction} {draft.figure(total, None, (total.source,))}。")
    gap = abs(abs(result.value) - total.amount.value)
    if gap == 0:
        draft.say("两者一致。")
    else:
        draft.result(
            calculate.difference(Term(abs(result.value), total.amount.unit), Term(total.amount.value, total.amount.unit)),
            total,
            "difference",
            [total.source],
        )
        bases = {f.base for f in (total, *rows) if f.base}
        draft.say(
            f"不一致，相差 {plain(gap)} {total.amount.unit}{'；两处比较的基数说法不同（' + '、'.join(sorted(bases)) + '）' if len(bases) > 1 else ''}。"
        )
    touching(scene, target, [total, *rows])
    return True


def claimed_sum(scene: Scene, target: Target) -> bool:
    """“A和B加起来等不等于600万”: the sum of items that make up no printed whole, held against the number of the question."""
    mentions, equals = scene.question.mentions, _EQUALS.search(scene.question.plain)
    claimed = [d for n in scene.question.numbers if not n.endswith("%") and (d := decimal_of(n)) is not None]
    if "sum" not in scene.question.asks or len(mentions) < 2 or equals is None or len(claimed) != 1:
        return False
    facts = _leads(scene, target, mentions)
    whole = _leads(scene, target, whole_first(scene.question)[:1])
    known = any(whole[0].value == claimed[0] * scale for scale in SCALES) if whole else False
    if not facts or mentions[-1].start > equals.start() or known:
        return False
    try:
        result = calculate.total([Term(f.value, f.unit) for f in facts])
    except NotComparable:
        return False
    draft = scene.draft
    stated = draft.result(result, facts[0].figure, "sum", [f.places[0] for f in facts], item="、".join(m.name for m in mentions))
    listed = "，".join(f"{f.figure.item} {draft.fact(f, bold=False, places=f.places[:1])}" for f in facts)
    equal = any(result.value == claimed[0] * scale for scale in SCALES)
    draft.say(f"{owner(target.document)}：相加 {stated}，{'等于' if equal else '不等于'}所说的 {plain(claimed[0])}（{listed}）。")
    return True
