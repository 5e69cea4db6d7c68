"""How an item changed against the year before, and why; a premise that is false is corrected first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant import calculate, operations
from assistant.answer import Answer, Status
from assistant.calculate import Term, plain
from assistant.compose import owner, scope_words
from assistant.compound import joined
from assistant.cues import Cue
from assistant.evidence import SIDES, WHOLE
from assistant.facts import Change, Fact, Level, agree
from assistant.meant import between
from assistant.mention import Mention
from assistant.operations import says
from assistant.question import Question
from assistant.reply import compare, ends, reasons
from assistant.reply.around import findings
from assistant.reply.prior import parts_names, prior_lines, same_as_total, sole_part
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.worked_out import computed, from_columns, from_parts, of_this, rate_first, subjects_below
from assistant.scopes import alike_units
from assistant.targets import Target
from assistant.years import take_named, take_relative


def reply(scene: Scene) -> Answer | None:
    """Amount, rate and reason, whichever the question wants first."""
    if not scene.mention:
        return None
    if answer := _of_each(scene) or _between_years(scene):
        return answer
    _use_base_year(scene)
    told: list[tuple[Target, list[Change]]] = []
    later = _later_year(scene)
    first = _say_year_before(scene)
    for target in (t for t in scene.found if not t.prior or first or "year" in scene.question.carried):
        if later is not None and target.document.fiscal_year != later:
            continue
        if any(t.document.id == target.document.id for t, _ in told):
            continue
        told += [(target, changes) for m in _asked_of(scene) if (changes := _changes(scene, target, m))]
        if len(told) > TABLE_LIMIT:
            return ends.clarify(scene, f"有多份文件说明了“{scene.mention.name}”的增减，请说明部门或年度：")
    if not told and first:
        return scene.answered()
    if not told:
        return (compare.reply(scene) if later is not None else None) or _without_change(scene)
    for target, changes in sorted(told, key=lambda t: _as_asked(scene, *t)):
        _state(scene, target, changes, several=len(told) > 1)
    asked = _asked_of(scene)
    for mention in asked if len(asked) > 1 else ():
        if not any(_changes(scene, target, mention) for target, _ in told):
            scene.draft.say(f"文件没有说明“{mention.name}”比上年的增减。")
    if len(told) > 1 and _DIRECTIONS.search(scene.question.plain):
        _say_directions(scene, [changes[0].direction for _, changes in told])
    return scene.answered()


_DIRECTIONS = Cue(r"方向|(?:一样|一致|相同|同步)(?:吗|么|不|没|$|,)")


_EACH_MOVED = Cue(
    r"(?:各自?|分别|都|均)(?:的|是|是不是|是否|有没有|又)?(?:[比较]|同比|[增减涨降升跌变])|方向|(?:谁|哪[个家边])[^,]*[增减涨降升跌]|[增减涨降升跌]幅?(?:谁|哪[个家边])"
)


def each_moved(question: Question) -> bool:
    """Whether it is asked of each department or item how its own amount moved: 各自比上年增减多少, 方向一样吗."""
    apart = "change" in question.asks and not {"rank", "sum", "share"} & question.asks
    return apart and operations.with_last_year(question.plain) and bool(_EACH_MOVED.search(question.plain))


def _asked_of(scene: Scene) -> tuple[Mention, ...]:
    """The items whose changes are asked for: the first, or each of those named where it is asked of each."""
    return scene.question.mentions if each_moved(scene.question) else scene.question.mentions[:1]


def _as_asked(scene: Scene, target: Target, changes: Sequence[Change]) -> Decimal:
    """The place of a department in the question; where it is asked which moved more, the one that moved most in that direction first."""
    question, change = scene.question, changes[0]
    moved = change.rate if "growth" in question.asks else change.amount
    if question.which and moved is not None and moved.amount.value is not None:
        same = change.direction in (None, question.wanted.direction or change.direction)
        return -moved.amount.value if same else moved.amount.value
    issuers = question.issuers
    return Decimal(issuers.index(target.document.issuer) if target.document.issuer in issuers else len(issuers))


def _say_directions(scene: Scene, directions: Sequence[str | None]) -> None:
    """Whether the changes of several departments go the same way."""
    if len(set(directions)) == 1:
        scene.draft.say(f"方向相同：都{directions[0] or '持平'}。")
    else:
        scene.draft.say("方向相反：有增有减。" if None not in directions else "方向不同。")


def _of_each(scene: Scene) -> Answer | None:
    """Why each of the items moved that are named together (A和B为什么都涨了), in their order; None where it is not so asked."""
    named = scene.question.mentions
    together = all(re.search("[和与跟及、]", between(pair, scene.question.plain)) for pair in pairwise(named))
    if len(named) < 2 or "reason" not in scene.question.asks or not together:
        return None
    answers: list[Answer] = []
    for mention in named:
        own = replace(scene, question=replace(scene.question, mentions=(mention,)))
        own.renew()
        answers += [answer] if (answer := reply(own)) is not None else []
    if len(answers) < len(named) or answers[0].status is not Status.ANSWERED:
        return None
    return joined(scene.question.text, answers)


def _say_year_before(scene: Scene) -> bool:
    """“X上一年是多少，今年怎么少了”: the amount of the year before is asked for first, and told first."""
    prior = [t for t in scene.found if t.prior]
    clauses = [c for c in scene.question.plain.split(",") if c]
    asked = [c for c in clauses if _of_year_before(c, {t.year for t in prior}) and not _MOVES & operations.wanted(c).asks]
    if not prior or len(clauses) < 2 or not asked:
        return False
    lines = prior_lines(scene, scene.question.mentions[:1], prior)
    for line in lines:
        scene.draft.say(line)
    return bool(lines)


def _of_year_before(clause: str, years: set[int]) -> bool:
    """Whether a clause asks for the amount of one of the years before those on record."""
    named = years & set(take_named(clause)[0]) or (take_relative(operations.prior_base(clause))[0] or 0) < 0
    return bool(named) and bool(re.search("多少|几", clause))


_MOVES = {"change", "growth", "difference", "compare", "reason"}


def _between_years(scene: Scene) -> Answer | None:
    """Two years of one department that were told before, each by its own document: how the later one moved against the earlier."""
    pairs, mention = scene.question.pairs, scene.mention
    own = sorted((t for t in scene.found if not t.prior), key=lambda t: t.year)
    if mention is None or len(pairs) != 2 or pairs[0][0] != pairs[1][0] or len(own) != 2 or own[0].year == own[1].year:
        return None
    then, now = (scene.evidence.level(t.document, mention, scene.question.fund, scene.question.kind) for t in own)
    if then is None or now is None or not alike_units(then.lead.unit, now.lead.unit):
        return None
    computed(scene, own[1], now.lead, then.lead, now.lead.figure.item, f"{own[0].year} 年{own[0].document.stage}")
    scene.draft.say(f"{own[0].year} 年为 {scene.draft.fact(then.lead)}，{own[1].year} 年为 {scene.draft.fact(now.lead)}。")
    return scene.answered()


def against_year(plain: str) -> bool:
    """Whether a year is named only to set another one against it: 比23年多多少."""
    return bool(re.search(r"(?:比|较|和|与|跟|同)(?:20)?\d\d年", plain))


def _later_year(scene: Scene) -> int | None:
    """Of two years named, one against the other (2025年比2024年增加多少), the one whose disclosure tells the change."""
    years = scene.question.years
    return max(years) if len(years) == 2 and against_year(scene.question.plain) else None


def _use_base_year(scene: Scene) -> None:
    """“三公经费比2025年变化多少” asks the disclosure of 2026: the year after 比 is only what is compared with."""
    if against_year(scene.question.plain) and scene.found and all(t.prior for t in scene.found):
        found = tuple(Target(t.document, t.document.fiscal_year) for t in scene.found)
        scene.targets = replace(scene.targets, found=found)


def _changes(scene: Scene, target: Target, mention: Mention) -> list[Change]:
    changes = scene.evidence.changes(target.document, mention)
    if not changes and mention.items[:1] == (WHOLE,):
        changes = next((c for name in SIDES if (c := scene.evidence.changes(target.document, Mention(name, (name,))))), [])
    if scene.question.fund:
        changes = [c for c in changes if c.figure.fund == scene.question.fund] or changes
    first = mention.items[0]
    return sorted(changes, key=lambda c: c.figure.item != first) if any(c.figure.item == first for c in changes) else changes


def _state(scene: Scene, target: Target, changes: Sequence[Change], several: bool) -> None:
    draft, change = scene.draft, _first_with_rate(changes) if "growth" in scene.question.asks else changes[0]
    item = change.figure.item
    fact = scene.evidence.beside(target.document, change.figure)
    premise = _premise(scene, change, fact)
    whose = f"{owner(target.document)}“{item}”"
    if premise:
        draft.say(premise.replace("{whose}", whose))
    else:
        draft.say(f"{whose}{_lead(scene, change, fact)}。")
    _because(scene, target, change, item, changes)
    if fact is not None and not premise:
        draft.say(f"{target.document.fiscal_year} 年为 {draft.fact(fact, bold=False)}。")
    if not several:
        findings(scene, target, [])


def _first_with_rate(changes: Sequence[Change]) -> Change:
    """The first change, or the same change where another sentence prints its rate too."""
    first = changes[0]
    same = [
        c for c in changes if c.rate and (first.amount is None or c.amount and c.amount.amount.value == first.amount.amount.value)
    ]
    return first if first.rate or not same else same[0]


def _lead(scene: Scene, change: Change, fact: Fact | None) -> str:
    """The change in words, with the rate computed where it is asked for and not printed."""
    draft = scene.draft
    if _rate_to_compute(scene, change) and fact is not None and change.amount is not None:
        amount = change.amount.amount
        if amount.value is not None and (change.direction or amount.value == 0):
            direction = change.direction or "增加"
            before = calculate.prior(Term(fact.value, fact.unit), Term(amount.value, amount.unit), direction)
            if before.value > 0:
                rate = calculate.percent(Term(amount.value, amount.unit), Term(before.value, before.unit))
                rate = calculate.Result(rate.value, "%", f"{plain(amount.value)} ÷ ({before.formula}) × 100%")
                places = [change.amount.source, *fact.places[:2]]
                stated = "" if rate_first(scene) else draft.change(change, bold=change.rate is None)
                computed = draft.result(rate, change.amount, "growth", places)
                stated = stated or draft.change(change, bold=change.rate is None)
                word = "降" if change.direction == "减少" else "增"
                if change.rate is not None:
                    return f"{word}幅 {computed}（推算；文件印的是{stated}）"
                return f"{stated}；{word}幅 {computed}（文件没有印，推算）"
    if rate_first(scene) and change.rate is not None and change.direction:
        base = change.figure.base or "上年"
        stated = draft.figure(change.rate, None, (change.rate.source,))
        amount_text = (
            f"，{change.direction} {draft.figure(change.amount, None, (change.amount.source,), bold=False)}"
            if change.amount
            else ""
        )
        return f"比{base}{'下降' if change.direction == '减少' else '增长'} {stated}{amount_text}"
    if rate_first(scene) and change.rate is not None and change.amount is not None and change.direction is None:
        at_rate = draft.figure(change.rate, None, (change.rate.source,))
        by_amount = draft.figure(change.amount, None, (change.amount.source,), bold=False)
        return f"与{change.figure.base or '上年'}持平（增长 {at_rate}，增加 {by_amount}）"
    return draft.change(change, bold=True)


def _rate_to_compute(scene: Scene, change: Change) -> bool:
    """Whether the rate is asked for and not printed, or printed with fewer decimals than are wanted."""
    rate, digits = change.rate.amount.value if change.rate else None, scene.question.wanted.digits
    return "growth" in scene.question.asks and (rate is None or (digits is not None and calculate.decimals(rate) < digits))


def _premise(scene: Scene, change: Change, fact: Fact | None) -> str | None:
    """The correction of a premise: asked why it rose where it did not, or why it is so high where it is nothing."""
    wanted, draft = scene.question.wanted, scene.draft
    claimed = wanted.direction is not None and says("scope", "stepped_by", scene.question.plain)
    if "reason" not in scene.question.asks and not claimed and not says("scope", "supposed", scene.question.plain):
        return None
    if wanted.high and fact is not None and fact.value == 0:
        return f"{{whose}}是 {draft.fact(fact)}，并不高：{draft.change(change)}。"
    if wanted.direction is None or wanted.direction == change.direction:
        return None
    word = "增加" if wanted.direction == "增加" else "减少"
    if change.direction is None:
        return f"{{whose}}没有{word}：{draft.change(change, bold=True)}。"
    return f"{{whose}}没有{word}，而是{change.direction}：{draft.change(change)}。"


def _because(scene: Scene, target: Target, change: Change, item: str, changes: Sequence[Change] = ()) -> None:
    """The printed reason, or those of the parts where the whole has none."""
    draft = scene.draft
    if change.reason and (told := draft.reason(change, scene.evidence.place_of(change.reason, change.figure.source))):
        draft.say(f"{'文件的说法' if change.direction is None else '原因'}：{told}。")
        return
    for other in changes:
        if other.reason and other.direction == change.direction and other.figure.fund != change.figure.fund:
            told = draft.reason(other, scene.evidence.place_of(other.reason, other.figure.source))
            if told:
                draft.say(f"其中{scope_words(other.figure)}{draft.change(other)}，原因：{told}。")
                return
    for name in parts_names(item):
        for part in scene.evidence.changes(target.document, Mention(name, (name,)))[:1]:
            if part.reason and (part.direction or change.direction is None):
                told = draft.reason(part, scene.evidence.place_of(part.reason, part.figure.source))
                draft.say(
                    f"其中{name}{draft.change(part)}{'，原因：' if part.direction else '，文件的说法：'}{told}。" if told else ""
                )
    untold = "reason" in scene.question.asks and not any("原因" in line or "说法" in line for line in draft.lines)
    if untold and not reasons.told(scene, target, "文件的说法"):
        draft.say("文件没有说明原因。")


def _without_change(scene: Scene) -> Answer | None:
    """No printed change: two columns may give it, or the changes of all parts; else the level, and that no change is told."""
    if found := _nothing(scene) or ("reason" in scene.question.asks and reasons.reasons(scene)) or None:
        return found
    for target in (t for t in scene.found if not t.prior):
        if scene.mention and any(way(scene, target, scene.mention) for way in (from_columns, from_parts, _from_all_of_it)):
            return scene.answered()
    from assistant.reply import level

    answer = level.reply(scene)
    if answer is None or not scene.draft.figures or not answer.figures:
        return answer
    reasons_too = "和原因" if "reason" in scene.question.asks else ""
    untold = f"文件没有说明“{scene.mention.name if scene.mention else ''}”比上年的增减{reasons_too}。"
    if all(f.value == 0 for f in answer.figures):
        scene.draft.say(untold)
        return scene.answered()
    scene.draft.lines.insert(0, untold)
    return scene.draft.answer(Status.NOT_DISCLOSED)


def _nothing(scene: Scene) -> Answer | None:
    """That nothing is planned, where the question takes for granted that it is much or has grown; with what is said of that."""
    wanted, mention = scene.question.wanted, scene.mention
    if mention is None or not (wanted.high or wanted.direction == "增加"):
        return None
    own = [t for t in scene.found if not t.prior]
    levels = [(t, lv.lead) for t in own if (lv := scene.evidence.level(t.document, mention, scene.question.fund))]
    if not levels or any(fact.value for _, fact in levels) or len(levels) > TABLE_LIMIT:
        return None
    for target, fact in levels:
        untrue = "并不高" if wanted.high else "没有增加"
        scene.draft.say(f"{owner(target.document)}“{fact.figure.item}”是 {scene.draft.fact(fact)}，{untrue}。")
        reasons.told(scene, target, "文件的说法")
    return scene.answered()


def _from_all_of_it(scene: Scene, target: Target, mention: Mention) -> bool:
    """The printed change of the part that is all of the item, or of a total that is just as much."""
    found = sole_part(scene, target, mention) or _sole_subject(scene, target, mention)
    if found is not None:
        part, whole = found
        _state(scene, target, scene.evidence.changes(target.document, part), several=False)
        scene.draft.say(f"“{whole.lead.figure.item}” {scene.draft.fact(whole.lead, bold=False)}，全部是“{part.name}”。")
        return True
    same = same_as_total(scene, target, mention)
    if same is None:
        return False
    lead, changes = same
    _state(scene, target, changes, several=False)
    scene.draft.say(
        f"这是“{changes[0].figure.item}”的增减，与“{lead.figure.item}” {scene.draft.fact(lead, bold=False)} 数额相同。"
    )
    return True


def _sole_subject(scene: Scene, target: Target, mention: Mention) -> tuple[Mention, Level] | None:
    """The one subject that is all of a class in a disclosure, with what the class comes to."""
    whole = scene.evidence.level(target.document, mention)
    for parts in subjects_below(scene, mention)[::-1] if whole is not None else ():
        told = [(p, lv) for p in parts if (lv := scene.evidence.level(target.document, p)) is not None and lv.lead.value]
        changes = scene.evidence.changes(target.document, told[0][0]) if len(told) == 1 else []
        if whole and changes and agree(told[0][1].lead, whole.lead) and of_this(scene, target, whole.lead, changes[0]):
            return told[0][0], whole
    return None
