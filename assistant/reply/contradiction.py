"""Two statements of a document that a question sets against each other: numbers of one matter, thresholds, or one item on two scopes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import calculate
from assistant.calculate import Term
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.facts import Fact, group
from assistant.reply import discrepancy
from assistant.reply.inclusion import made_of, sources
from assistant.reply.prints import named_place, quoted, touching
from assistant.reply.scene import Scene
from assistant.scopes import alike_units
from assistant.targets import Target
from assistant.verify import numbers
from corpus.figure import Figure, Measure

_AMOUNTS = (Measure.LEVEL, Measure.COUNT)


def say(scene: Scene, target: Target) -> bool:
    """Both statements with their places, and whether they contradict each other; False where the document has no two such."""
    ways = (thresholds, _of_one_matter, lambda s, t: discrepancy.numbers(s, t, all_of_them=True), _by_scope)
    return any(way(scene, target) for way in ways)


_ABOVE = Cue(r"(\d+)万元?(?:及|（含）|\(含\)|含)?以上")


def thresholds(scene: Scene, target: Target) -> bool:
    """“50万以上0台,100万以上1台”: what is above the higher threshold is above the lower one too."""
    asked = list(dict.fromkeys(_ABOVE.findall(scene.question.plain)))
    counts = [f for f in scene.evidence.whole(target.document.id) if f.measure is Measure.COUNT and f.amount.value is not None]
    told = [next((f for f in counts if re.match(rf"{n}万元以上", f.item)), None) for n in asked]
    figures = [f for f in told if f is not None]
    if len(asked) < 2 or len(figures) != len(asked):
        return False
    draft = scene.draft
    listed = "，".join(f"“{f.item}” {draft.figure(f, None, (f.source,))}" for f in figures)
    draft.say(f"{owner(target.document)}：{listed}。")
    by_price = [f.amount.value or 0 for _, f in sorted(zip(map(int, asked), figures, strict=True), key=lambda row: row[0])]
    if by_price == sorted(by_price, reverse=True):
        draft.say("两者不矛盾：单价高的也算在门槛低的里面，数目不会更多。")
    else:
        draft.say("两者矛盾：单价高的也该算在门槛低的里面，不可能更多；文件没有解释，以上按印出的数照录。")
    touching(scene, target, figures)
    return True


def _of_one_matter(scene: Scene, target: Target) -> bool:
    """“说是0个,怎么又挂着12.64万”: the numbers of the question that the item and its neighbours print, where the checks set them apart."""
    own = [f for m in scene.question.mentions for f in scene.evidence.about(target.document, m) if f.measure in _AMOUNTS]
    spots = {(f.source.page, f.source.line_start) for f in own}
    near = [f for f in scene.evidence.whole(target.document.id) if (f.source.page, f.source.line_start) in spots and f not in own]
    told = {f.amount.value: f for f in reversed([*own, *near]) if f.measure in _AMOUNTS and quoted(scene, f)}
    figures = sorted(told.values(), key=lambda f: _order(scene, f))
    if len({f.item for f in figures}) < 2 or not any(f in own for f in figures):
        return False
    values = {f.amount.value for f in figures}
    known = scene.evidence.ledger.findings((target.document.id,))
    against = [f for f in known if len(values & {n for text in f.printed for n in numbers(text)}) > 1]
    if not against:
        return False
    draft = scene.draft
    draft.say(f"{owner(target.document)}，文件是这样印的：")
    for figure in figures:
        where = named_place(figure.source)
        draft.say(f"- “{figure.item}” {draft.figure(figure, None, (figure.source,))}，印在{where}。")
    for finding in against:
        draft.finding(finding)
    rounding = all(f.kind == "rounding" for f in against)
    draft.say("两个数不同，差额属四舍五入。" if rounding else "两处对不上，文件没有解释。")
    return True


def _order(scene: Scene, figure: Figure) -> int:
    """Where the question quotes the figure."""
    value = f"{figure.amount.value:f}".rstrip("0").rstrip(".") if figure.amount.value else "0"
    return scene.question.plain.find(value)


def _by_scope(scene: Scene, target: Target) -> bool:
    """“前面项目支出204.64万,后面又讲没安排”: the amounts of one item on each scope; they differ because the scopes do."""
    if not scene.mention:
        return False
    own = [f for f in scene.evidence.about(target.document, scene.mention) if f.measure in _AMOUNTS]
    level = scene.evidence.level(target.document, scene.mention)
    if level is None or not level.lead.value:
        return False
    lead = level.lead
    others = [f for f in group(f for f in own if f.value_year in (None, target.year)) if _apart(f, lead)]
    stated = len(scene.question.numbers) > 1
    if not others or (stated and not any(quoted(scene, f.figure) for f in others)):
        return False
    draft, item = scene.draft, lead.figure.item
    draft.say(f"{owner(target.document)}“{item}” {draft.fact(lead)} 是{lead.figure.fund or '全部资金'}的数。")
    for fact in others[:3]:
        nothing = "（未安排）" if not fact.value else ""
        draft.say(f"- {scope_words(fact.figure)}：“{item}” {draft.fact(fact)}{nothing}")
    _made_of(scene, target, lead, others)
    draft.say("口径不同，两处不矛盾。")
    return True


def _apart(fact: Fact, lead: Fact) -> bool:
    """Whether an amount of the item is of a narrower scope than the leading one, and another number."""
    narrow = bool(fact.figure.fund) and fact.figure.fund != lead.figure.fund
    return narrow and fact.figure.item == lead.figure.item and alike_units(fact.unit, lead.unit) and fact.value != lead.value


def _made_of(scene: Scene, target: Target, lead: Fact, others: Sequence[Fact]) -> None:
    """The sources of money that come to just the amount, where a fund gives nothing to it and only one choice of them does."""
    given = {f.figure.fund for f in others if not f.value}
    known = [f for f in sources(scene, target) if not any(fund and f.figure.item.startswith(fund) for fund in given)]
    sums = [found for found in made_of(lead, known) if len(found) > 1]
    if not given or len(sums) != 1:
        return
    parts = sums[0]
    result = calculate.total([Term(f.value, f.unit) for f in parts])
    stated = scene.draft.result(result, lead.figure, "sum", [f.places[0] for f in parts])
    scene.draft.say(f"这个数正好是{'与'.join(f'“{f.figure.item}”' for f in parts)}之和：{stated}。")
