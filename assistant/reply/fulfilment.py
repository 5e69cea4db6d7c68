"""How far each subject of a final account carried out its plan: the best, the worst, those that did in full, the largest gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import is_plan
from assistant.mention import Mention
from assistant.reply import execution
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.document import Source
from corpus.figure import Figure, Measure

_COMPLETED = Cue(r"完成|执行率|执行进度")
_GAP = Cue(
    r"决算数?[^,]{0,10}(?:比|小于|大于|低于|高于|超过?|少于|多于)[^,]{0,4}预算|预算[^,]{0,6}决算[^,]{0,8}(?:差|多|少|大|小)|超支|结余最"
)
_FULL = Cue(r"百分[之]?百|100%|100\.00%|全部完成|全额完成|足额|如数|全完成")
_SHORT = Cue(
    r"(?:没|未|没有)(?:能)?(?:全部|全额|足额|百分百)?完成|不到100|不足100|低于100|小于(?:年初)?预算|少于(?:年初)?预算|低于(?:年初)?预算"
)
_OVER = Cue(r"超额|超过?100|超支|(?:大于|多于|高于|超过)(?:年初)?预算")
_SUBJECTS = Cue(r"科目|各项|哪(?:一|几|些)?[个项款]|哪些|谁")
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Done:
    """What one subject planned and spent, and how much of the plan that is: printed (``rate``) or computed."""

    planned: Figure
    spent: Figure
    rate: Figure | None

    @property
    def terms(self) -> tuple[Term, Term]:
        """What was planned and what was spent."""
        return tuple(Term(f.amount.value or Decimal(0), f.amount.unit) for f in (self.planned, self.spent))  # type: ignore[return-value]

    @property
    def share(self) -> Decimal:
        """The per cent of the plan that was carried out."""
        if self.rate is not None and self.rate.amount.value is not None:
            return self.rate.amount.value
        planned, spent = self.terms
        return calculate.percent(spent, planned).value

    @property
    def gap(self) -> Decimal:
        """What was spent beyond the plan; negative where less was."""
        planned, spent = self.terms
        return spent.value - planned.value

    @property
    def places(self) -> tuple[Source, ...]:
        """Where the two are printed."""
        return tuple(dict.fromkeys((self.planned.source, self.spent.source)))


def wanted(scene: Scene) -> bool:
    """Whether subjects are to be found by how far they carried out their plan, and not the completion of one item."""
    question = scene.question
    plain = question.plain
    asked = {"rank", "list"} & question.asks or _FULL.search(plain) or _SHORT.search(plain) or _OVER.search(plain)
    own = [m for m in question.mentions if m.codes or not m.name.endswith(("支出", "总预算", "总计", "合计", "预算", "拨款"))]
    return bool(asked and _SUBJECTS.search(plain) and (_COMPLETED.search(plain) or _GAP.search(plain))) and not own


def reply(scene: Scene) -> Answer | None:
    """The subjects asked for, of each final account that prints plan and spending of several."""
    said = False
    for target in [t for t in scene.found if not t.prior and t.document.stage == "决算"][:TABLE_LIMIT]:
        done = subjects(scene, target)
        if len(done) > 1:
            _say(scene, target, done)
            said = True
    return scene.answered() if said else None


def subjects(scene: Scene, target: Target) -> list[Done]:
    """Every subject whose sentence prints what was planned and what was spent."""
    told = [
        f
        for f in scene.evidence.whole(target.document.id)
        if f.form is None and len(f.row_path) > 1 and f.amount.value is not None
    ]
    found = []
    for planned in (f for f in told if f.measure is Measure.LEVEL and is_plan(f) and f.amount.value):
        same = [f for f in told if f.row_path == planned.row_path and f is not planned]
        spent = next((f for f in same if f.measure is Measure.LEVEL and not is_plan(f)), None) or _spent(scene, target, planned)
        rate = next((f for f in same if f.measure is Measure.SHARE and "完成" in (f.column or "")), None)
        if spent is not None and spent.amount.unit == planned.amount.unit:
            found.append(Done(planned, spent, rate))
    return found


def _spent(scene: Scene, target: Target, planned: Figure) -> Figure | None:
    """The amount of the table, where the sentence's own was joined with it."""
    codes = (planned.code,) if planned.code else ()
    level = scene.evidence.level(target.document, Mention(planned.item, (planned.item,), codes), planned.fund)
    return level.lead.figure if level is not None and not is_plan(level.lead.figure) else None


def _say(scene: Scene, target: Target, done: Sequence[Done]) -> None:
    plain, ranked = scene.question.plain, "rank" in scene.question.asks
    if ranked and not _COMPLETED.search(plain):
        _by_gap(scene, target, done)
    elif ranked:
        _by_rate(scene, target, done)
    else:
        _those(scene, target, done)


def _by_gap(scene: Scene, target: Target, done: Sequence[Done]) -> None:
    """The subjects that spent the most beyond their plan, or short of it."""
    over = bool(re.search(r"(?:多|超|大|高)(?:得|出|的)?最|超支|最.{0,4}超", scene.question.plain))
    ranked = sorted(done, key=lambda d: d.gap, reverse=over)
    word = "多" if over else "少"
    chosen = [d for d in ranked if (d.gap > 0) is over and d.gap][: scene.question.wanted.top or 1]
    scene.draft.say(
        f"{owner(target.document)}中，决算比年初预算{word}得最多的{'是' if len(chosen) == 1 else '几项'}：" if chosen else ""
    )
    for each in chosen:
        result = calculate.difference(*each.terms)
        stated = scene.draft.result(result, each.spent, "difference", each.places)
        scene.draft.say(f"- {each.spent.item} {word} {stated}，完成年初预算的 {_rate(scene, each, bold=False)}")
    if not chosen:
        scene.draft.say(
            f"{owner(target.document)}列出的科目中，没有决算比年初预算{word}的{scene.draft.mark(p for d in ranked[:5] for p in d.places)}。"
        )


def _by_rate(scene: Scene, target: Target, done: Sequence[Done]) -> None:
    """The subjects that carried out the most (or the least) of their plan."""
    wanted = scene.question.wanted
    ranked = sorted(done, key=lambda d: d.share, reverse=not wanted.ascending)
    sorting = re.search(r"排(?!第)|[从由按].到", scene.question.plain)
    first = (wanted.nth or 1) - 1
    top = wanted.top or (len(ranked) if sorting else 1)
    chosen = ranked[first : first + top]
    chosen += [d for d in ranked[first + top :] if chosen and d.share == chosen[-1].share]
    word = (
        f"{'最低' if wanted.ascending else '最高'}的"
        if not first
        else f"{'从低到高' if wanted.ascending else '从高到低'}第 {first + 1} 位的"
    )
    scene.draft.say(f"{owner(target.document)}各科目中，年初预算完成率{word}：")
    for each in chosen:
        scene.draft.say(_line(scene, each))


def _those(scene: Scene, target: Target, done: Sequence[Done]) -> None:
    """All subjects that carried out their plan in full, fell short of it, or went beyond it."""
    plain = scene.question.plain
    if _SHORT.search(plain):
        word, chosen = "没有完成年初预算的", [d for d in done if d.share < _WHOLE]
    elif _OVER.search(plain):
        word, chosen = "决算超过年初预算的", [d for d in done if d.share > _WHOLE]
    elif _FULL.search(plain):
        word, chosen = "完成年初预算 100% 的", [d for d in done if d.share == _WHOLE]
    else:
        word, chosen = "各科目完成年初预算的情况", list(done)
    if chosen:
        scene.draft.say(f"{owner(target.document)}{'中' if len(chosen) < len(done) else '，'}{word}：")
        for each in chosen:
            scene.draft.say(_line(scene, each))
    else:
        scene.draft.say(
            f"{owner(target.document)}列出的科目中没有{word}{scene.draft.mark(p for d in done[:5] for p in d.places)}。"
        )


def _line(scene: Scene, done: Done) -> str:
    draft = scene.draft
    rate = _rate(scene, done)
    amounts = [draft.figure(f, None, (f.source,), bold=False) for f in (done.planned, done.spent)]
    return f"- {done.spent.item} 完成 {rate}（年初预算 {amounts[0]}，决算 {amounts[1]}）"


def _rate(scene: Scene, done: Done, *, bold: bool = True) -> str:
    if done.rate is not None:
        return scene.draft.figure(done.rate, None, (done.rate.source,), bold=bold)
    planned, spent = done.terms
    stated = scene.draft.result(calculate.percent(spent, planned), done.spent, "share", done.places)
    return stated if bold else stated.replace("**", "")


def line(scene: Scene, target: Target, mention: Mention) -> str | None:
    """How much of its plan one item carried out: as printed, else computed from what was planned and what was spent."""
    printed = scene.evidence.completion(target.document, mention)
    whose = owner(target.document)
    if printed:
        return f"{whose}“{printed[0].item}”完成预算的 {scene.draft.figure(printed[0], None, (printed[0].source,))}。"
    pair = execution.planned_and_spent(scene, target, mention)
    if pair is None:
        return None
    planned, spent = pair
    try:
        result = calculate.percent(Term(spent.value, spent.unit), Term(planned.value, planned.unit))
    except NotComparable:
        return None
    stated = scene.draft.result(result, spent.figure, "share", [spent.places[0], planned.places[0]])
    amounts = [scene.draft.fact(fact, bold=False) for fact in pair]
    return f"{whose}“{spent.figure.item}”完成预算的 {stated}（推算：文件没有印完成比例；预算 {amounts[0]}，决算 {amounts[1]}）。"
