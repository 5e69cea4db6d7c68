"""Where a document disagrees with itself: which of two numbers, whether parts add up, and what its checks found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer, Status
from assistant.calculate import NotComparable, Result, Term, decimals, plain, rounded
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.facts import Fact, group, joined
from assistant.mention import Mention
from assistant.operations import says
from assistant.reply import adding, around, stated
from assistant.reply.prints import SCALES, decimal_of, named_place, prints_of, say_prints, touching
from assistant.reply.ranking import groups
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.figure import Figure, Measure


def reply(scene: Scene) -> Answer | None:
    """The first of the ways to settle it that applies, for each disclosure."""
    said = False
    for target in (t for t in scene.found if not t.prior):
        said = any(way(scene, target) for way in _ways(scene)) or said
    return scene.answered() if said else None


def _ways(scene: Scene) -> tuple[Callable[[Scene, Target], bool], ...]:
    """Ways to settle it: what is printed at several places comes before what adds up, unless a sum is asked for."""
    if says("scope", "two_places", scene.question.plain) and not re.search("加|之和|合起来", scene.question.plain):
        return numbers, _two_tables, _claim, _inclusion, _several_prints, _pair, _printed_everywhere
    return (
        numbers,
        _two_tables,
        _claim,
        _inclusion,
        adding.claimed_sum,
        _pair,
        adding.parts,
        adding.changes,
        _several_prints,
        _printed_everywhere,
    )


def overview(scene: Scene) -> Answer | None:
    """All findings of the documents asked about."""
    said = False
    for target in [t for t in scene.found if not t.prior][:5]:
        found = scene.evidence.ledger.findings((target.document.id,))
        if not found:
            continue
        scene.draft.say(f"{owner(target.document)}核对出的问题：")
        for finding in sorted(found, key=lambda f: f.kind != "error")[:8]:
            scene.draft.finding(finding)
        said = True
    if said or not scene.found:
        return scene.answered() if said else None
    scene.draft.say(f"{owner(scene.found[0].document)}：自动核对没有记录到问题；这不等于文件没有问题。")
    return scene.draft.answer(Status.NOT_DISCLOSED)


def numbers(scene: Scene, target: Target, all_of_them: bool = False) -> bool:
    """“51.62还是51.63”: where each of the two is printed, and what it is; ``all_of_them`` wants every one to be printed."""
    asked = [d for n in scene.question.numbers if (d := decimal_of(n)) is not None]
    if len(asked) < 2 or _rough(scene) or not scene.question.mentions or _nested(scene.question.mentions) is not None:
        return False
    candidates = [f for m in scene.question.mentions for f in scene.evidence.about(target.document, m)]
    percent = any(n.endswith("%") for n in scene.question.numbers)
    shown = [(value, _printing(scene, target, candidates, value, percent)) for value in asked]
    if not any(figures for _, figures in shown) or (all_of_them and not all(figures for _, figures in shown)):
        return False
    draft = scene.draft
    draft.say(f"{owner(target.document)}，“{scene.question.mentions[0].name}”：")
    for value, figures in shown:
        if figures:
            first, cited = figures[0], [f.source for f in figures][:3]
            where = "、".join(dict.fromkeys(map(named_place, cited)))
            draft.say(f"- {draft.figure(first, None, cited)}：{first.item}（{_wording(first)}），印在{where}。")
        else:
            draft.say(f"- {plain(value)}：文件没有这样印。")
    misnamed = [] if "还是" in scene.question.plain else _misnamed(scene, target, shown)
    for line in misnamed:
        draft.say(line)
    _computed_share(scene, target)
    stated = [v for v, figures in shown if figures]
    if len(set(stated)) > 1 and not misnamed:
        _say_apart(scene, shown)
    around.findings(scene, target, [])
    touching(scene, target, [f for _, figures in shown for f in figures])
    return True


def _misnamed(scene: Scene, target: Target, shown: Sequence[tuple[Decimal, list[Figure]]]) -> list[str]:
    """What a number really is that the question gives to an item of which the document prints another one: 在职有53人."""
    told = []
    for value, figures in shown:
        mention = _named_before(scene, value)
        level = scene.evidence.level(target.document, mention) if mention is not None and figures else None
        if mention is None or level is None or level.lead.unit != figures[0].amount.unit:
            continue
        if not any(f.item in (level.lead.figure.item, *mention.items) for f in figures):
            name = level.lead.figure.item
            told.append(f"{plain(value)} 是“{figures[0].item}”，不是“{name}”；“{name}”是 {scene.draft.fact(level.lead)}。")
    return told


def _named_before(scene: Scene, value: Decimal) -> Mention | None:
    """The item that stands before a number of the question in the same clause, with no other number between."""
    at = re.search(rf"(?<![\d.,]){re.escape(plain(value))}(?![\d.])", scene.question.plain)
    before = [m for m in scene.question.mentions if at and m.start < at.start()]
    between = scene.question.plain[before[-1].start + len(before[-1].said) : at.start()] if before and at else ","
    return before[-1] if re.fullmatch(r"[^,\d]*", between) else None


def _say_apart(scene: Scene, shown: Sequence[tuple[Decimal, list[Figure]]]) -> None:
    """How far the largest and the smallest of the prints are apart, and why where the document tells; units are brought together."""
    leads = [figures[0] for _, figures in shown if figures]
    terms = [Term(f.amount.value or Decimal(0), f.amount.unit) for f in leads]
    try:
        alike = sorted(calculate.common(terms), key=lambda term: term.value)
    except NotComparable:
        scene.draft.say("两个数都印在文件里，说的不是同一种数，放在一起不一致。")
        return
    apart = calculate.difference(alike[-1], alike[0])
    scene.draft.say(f"两个数都印在文件里，不一致，相差 {plain(apart.value)}{_unit(leads, apart)}{_because(apart.value, shown)}。")
    scene.draft.result(apart, leads[0], "difference", [f.source for f in leads])


def _unit(leads: Sequence[Figure], apart: Result) -> str:
    """The unit of the difference, where the prints have several."""
    return f" {apart.unit}" if len({f.amount.unit for f in leads}) > 1 else ""


def _claim(scene: Scene, target: Target) -> bool:
    """“说明写0.3万元,靠谱吗”: the amount that the question quotes, where it is printed, and what the document prints elsewhere."""
    rough = _rough(scene)
    asked = [d for n in scene.question.numbers if not n.endswith("%") and (d := decimal_of(n)) is not None and d not in rough]
    if len(asked) != 1 or not scene.mention or "sum" in scene.question.asks:
        return False
    facts = prints_of(scene, target, scene.mention)
    if rough:
        near = [f for f in scene.evidence.about(target.document, scene.mention) if f.measure is Measure.LEVEL and _near(f, rough)]
        facts = [*group(near)[:1], *(f for f in facts if not _near(f.figure, rough))]
    quoted = [f for f in facts if any(f.value == asked[0] * scale for scale in SCALES)]
    if not quoted or len(facts) < 2:
        return False
    _disagreeing(scene, target, [quoted[0], *(f for f in facts if f is not quoted[0])])
    return True


_MORE_OR_LESS = r"(?:多|余|来)?(?:万|亿)?元?(?:多|余|出头|左右|上下)|(?:多|余|来)(?:万|亿)"


def _rough(scene: Scene) -> list[Decimal]:
    """The amounts that the question states roughly: 696万多, 690多万."""
    said = [n for n in scene.question.numbers if re.search(rf"(?<![\d.]){re.escape(n)}(?:{_MORE_OR_LESS})", scene.question.plain)]
    return [d for n in said if (d := decimal_of(n)) is not None]


def _near(figure: Figure, rough: Sequence[Decimal]) -> bool:
    """Whether a printed amount may be one that was said roughly: a little more than it, in some unit."""
    value = figure.amount.value or Decimal(0)
    return any(0 <= value / scale - said < said / 50 for said in rough for scale in SCALES)


def _several_prints(scene: Scene, target: Target) -> bool:
    """“前后写的数一样吗”, “正文跟表格是不是不一样”: the different amounts that are printed for one item, each with its place."""
    facts = prints_of(scene, target, scene.mention) if scene.mention and len(scene.question.mentions) == 1 else []
    if len(facts) < 2:
        return False
    _disagreeing(scene, target, facts)
    return True


def _disagreeing(scene: Scene, target: Target, facts: Sequence[Fact]) -> None:
    draft = scene.draft
    draft.say(f"{owner(target.document)}，“{facts[0].figure.item}”印了{_SPELT[min(len(facts), 4)]}个数，不一致：")
    say_prints(draft, facts[:4])
    try:
        apart = calculate.difference(*(Term(f.value, f.unit) for f in facts[:2]))
    except NotComparable:
        return
    stated = draft.result(apart, facts[0].figure, "difference", [f.places[0] for f in facts[:2]])
    tail = apart.value <= Decimal("0.02") and apart.unit == "万元"
    why = "像是四舍五入所致" if tail else "文件没有解释是口径不同还是有误，以上按印出的数照录"
    draft.say(f"相差 {stated}：{why}。")
    touching(scene, target, [f.figure for f in facts])


_SPELT = {2: "两", 3: "三", 4: "几"}


def _because(gap: Decimal, shown: Sequence[tuple[Decimal, list[Figure]]]) -> str:
    classes = [{f.code[0] for f in figures if f.code} for _, figures in shown if figures]
    if len(classes) == 2 and all(classes) and not classes[0] & classes[1]:
        return "，一个按功能分类，一个按经济分类，口径不同" + ("，差额属四舍五入" if gap <= Decimal("0.05") else "")
    leads = [figures[0] for _, figures in shown if figures]
    funds = list(dict.fromkeys(f.fund or "全部资金" for f in leads))
    if len({f.item for f in leads}) == 1 and len(funds) == 2:
        return f"，一个是{funds[0]}，一个是{funds[1]}，口径不同，并不矛盾"
    return "，差额像是四舍五入所致" if gap <= Decimal("0.02") else ""


def _wording(figure: Figure) -> str:
    if figure.measure is Measure.SHARE:
        return f"占{figure.whole or '总额'}的比例"
    return scope_words(figure)


def _printing(scene: Scene, target: Target, candidates: Sequence[Figure], value: Decimal, percent: bool) -> list[Figure]:
    """Figures of the items with that value, else any figure of the document of the same kind with it."""

    def fits(f: Figure) -> bool:
        return f.amount.value == value and (f.amount.unit == "%") == percent

    own = [f for f in candidates if fits(f)] or ([] if percent else [f for f in candidates if _rounds_to(f, value)])
    if percent:
        return own or [f for f in scene.evidence.measured(target.document.id, Measure.SHARE) if fits(f)]
    return own or [f for f in scene.evidence.whole(target.document.id) if fits(f)]


def _rounds_to(figure: Figure, value: Decimal) -> bool:
    """Whether an amount printed in 元 is the one that the question states in 万元 or 亿元 with fewer digits."""
    if figure.amount.unit != "元" or figure.amount.value is None:
        return False
    return any(rounded(figure.amount.value / scale, decimals(value)) == value for scale in (10_000, 100_000_000))


def _computed_share(scene: Scene, target: Target) -> None:
    """What a share comes to when it is computed."""
    if "share" not in scene.question.asks or len(scene.question.mentions) < 2:
        return
    one, two = (scene.evidence.level(target.document, m) for m in scene.question.mentions[:2])
    if one is None or two is None:
        return
    try:
        result = calculate.percent(Term(one.lead.value, one.lead.unit), Term(two.lead.value, two.lead.unit))
    except NotComparable:
        return
    stated = scene.draft.result(result, one.lead.figure, "share", [one.lead.places[0], two.lead.places[0]])
    scene.draft.say(f"按印出的金额计算：{stated}。")


def _inclusion(scene: Scene, target: Target) -> bool:
    """A part that is more than the whole it belongs to."""
    pair = _nested(scene.question.mentions)
    if pair is None:
        return False
    part, whole = (scene.evidence.level(target.document, Mention(n, (n,))) for n in pair)
    if part is None or whole is None:
        return False
    draft, named = scene.draft, [m.items[0] for m in scene.question.mentions]
    told = sorted(((pair[1], whole.lead), (pair[0], part.lead)), key=lambda p: named.index(p[0]) if p[0] in named else 9)
    draft.say(f"{owner(target.document)}：{'，'.join(f'{name} {draft.fact(fact)}' for name, fact in told)}。")
    if part.lead.value > whole.lead.value:
        draft.say(f"两者矛盾：“{pair[0]}”是“{pair[1]}”的一部分，不可能更大；文件没有解释，以上按印出的数照录。")
    else:
        draft.say("两者不矛盾。")
    touching(scene, target, [part.lead.figure, whole.lead.figure])
    return True


_EQUAL = Cue("一样|相等|一致|相同|等于|相符|平|对得上|对不上|差异|出入")


def _pair(scene: Scene, target: Target) -> bool:
    """Whether two items named amount to the same."""
    mentions = scene.question.mentions
    summed = "sum" in scene.question.asks and len(adding.whole_first(scene.question)) > 2
    if len(mentions) != 2 or summed or not _EQUAL.search(scene.question.plain):
        return False
    levels_of = [scene.evidence.level(target.document, m) for m in mentions]
    facts = [lv.lead for lv in levels_of if lv is not None]
    if len(facts) != 2 or facts[0].figure.item == facts[1].figure.item:
        return False
    try:
        apart = calculate.difference(*(Term(f.value, f.unit) for f in facts))
    except NotComparable:
        return False
    draft, names = scene.draft, [f.figure.item for f in facts]
    draft.say(f"{owner(target.document)}：{names[0]} {draft.fact(facts[0])}，{names[1]} {draft.fact(facts[1])}。")
    if apart.value == 0:
        draft.say("两个数相等。")
    else:
        draft.say(f"两个数不相等，相差 {draft.result(apart, facts[0].figure, 'difference', [f.places[0] for f in facts])}。")
    touching(scene, target, [f.figure for f in facts])
    return True


def _nested(mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """The part and the whole among the items named; naming one of them with a number for the other is enough."""
    within: dict[str, str] = groups()["within"]
    names = {m.items[0] for m in mentions}
    return next(((part, whole) for part, whole in within.items() if {part, whole} <= names), None)


def _two_tables(scene: Scene, target: Target) -> bool:
    """“三公表跟基本支出表对得上吗”: what each of the two tables named prints of the item, and what lies between."""
    pair = stated.in_tables(scene, target) if scene.mention else None
    if pair is None:
        return False
    draft, (one, two) = scene.draft, pair
    draft.say(f"{owner(target.document)}，“{one.figure.item}”：")
    apart = calculate.difference(Term(one.value, one.unit), Term(two.value, two.unit))
    say_prints(draft, pair if apart.value or one.unit != two.unit else [joined(pair)])
    if apart.value == 0:
        draft.say("两张表印的数相等，一致。")
        return True
    shown = draft.result(apart, one.figure, "difference", [f.places[0] for f in pair])
    why = (
        f"口径不同，一个是{scope_words(one.figure)}，一个是{scope_words(two.figure)}"
        if one.scope != two.scope
        else "文件没有解释"
    )
    draft.say(f"两张表印的数不相等，相差 {shown}：{why}。")
    touching(scene, target, [one.figure, two.figure])
    return True


def _printed_everywhere(scene: Scene, target: Target) -> bool:
    """All values that the document prints for the item: one is agreement, several are named with their scopes."""
    summed = "sum" in scene.question.asks and len(scene.question.mentions) > 1
    if not scene.mention or summed:
        return False
    found = scene.evidence.level(target.document, scene.mention, scene.question.fund)
    if found is None:
        return False
    draft = scene.draft
    others = [f for f in (*found.twins, *found.scopes) if f.value]
    draft.say(
        f"{owner(target.document)}“{found.lead.figure.item}”是 {draft.fact(found.lead)}（{around.none_of(found.lead) or scope_words(found.lead.figure)}）。"
    )
    for fact in others[:4]:
        draft.say(f"- {scope_words(fact.figure)}（{fact.figure.item}）：{draft.fact(fact)}")
    if not others:
        draft.say("所引的几处印的一致。" if len(found.lead.places) > 1 else "文件只印了这一处。")
    else:
        draft.say("口径不同，因此数不相等。")
    touching(scene, target, [found.lead.figure])
    return True
