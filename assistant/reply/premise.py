"""What a question takes for granted and no document prints: a number of an item (那5台执法执勤用车 …), the direction of a change."""

from __future__ import annotations

from decimal import Decimal

from assistant.answer import Answer
from assistant.calculate import plain
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, Fact
from assistant.meant import TOTALS
from assistant.mention import Mention
from assistant.numerals import number_of
from assistant.operations import says
from assistant.reply.prints import quoted
from assistant.reply.prior import same_as_total
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.amount import MONEY_SCALE
from corpus.figure import Measure

_CLAIMED = Cue(
    r"(?<![前第最近每\d.])(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?:(?P<money>亿元?|万元?|元|块钱?)|(?P<count>[辆台部个名位人套家批]))的?$"
)
_ASKS_OTHERWISE = frozenset({"check", "sum", "ratio", "compare", "per"})


def reply(scene: Scene) -> Answer | None:
    """What the item really amounts to, and which of its neighbours has the number; None where the number is printed of the item."""
    claim = _claim(scene)
    if claim is None or _ASKS_OTHERWISE & scene.question.asks:
        return None
    mention, number, unit = claim
    rows = [(t, fact) for t in scene.found if not t.prior and (fact := _fact(scene, t, mention, unit))]
    if not rows or len(rows) > TABLE_LIMIT or any(_prints(scene, t, mention, number, unit) for t, _ in rows):
        return None
    for target, fact in rows:
        name = fact.figure.row_label or fact.figure.item
        said = f"{plain(number)} {unit or fact.unit}"
        scene.draft.say(f"{owner(target.document)}“{name}”没有 {said}，是 {scene.draft.fact(fact)}。")
        for other in _neighbours(scene, target, fact, number):
            scene.draft.say(f"{said}的是“{other.figure.row_label or other.figure.item}”：{scene.draft.fact(other)}。")
    return scene.answered()


def _claim(scene: Scene) -> tuple[Mention, Decimal, str] | None:
    """The item, the number that stands right before it and its unit of money ("" for a count); None where there is no such number."""
    found = ((m, _CLAIMED.search(scene.question.plain[: m.start])) for m in scene.question.mentions)
    mention, match = next(((m, match) for m, match in found if match), (None, None))
    if mention is None or match is None:
        return None
    spelt = number_of(match["number"]) if "." not in match["number"] else None
    number = Decimal(spelt) if spelt is not None else Decimal(match["number"])
    if match["money"]:
        return mention, number, {"亿": "亿元", "万": "万元"}.get(match["money"][0], "元")
    counted = scene.labels.counted(mention, f"几{match['count']}")
    return counted[0], number, ""


def _fact(scene: Scene, target: Target, mention: Mention, unit: str) -> Fact | None:
    """What the item amounts to, where that is of the kind of the claimed number."""
    level = scene.evidence.level(target.document, mention, scene.question.fund, scene.question.kind)
    if level is None or (level.lead.unit in MONEY_UNITS) != bool(unit):
        return None
    return level.lead


def _prints(scene: Scene, target: Target, mention: Mention, number: Decimal, unit: str) -> bool:
    """Whether the document prints the claimed number of the item anywhere, also rounded."""
    scale = MONEY_SCALE[unit] if unit else Decimal(1)
    for figure in scene.evidence.about(target.document, mention):
        value, own = figure.amount.value, MONEY_SCALE.get(figure.amount.unit)
        if value is None or (own is None) == bool(unit):
            continue
        step = scale * Decimal(1).scaleb(int(number.as_tuple().exponent))
        if abs(value * (own or Decimal(1)) - number * scale) < (step if unit else Decimal(1)):
            return True
    return False


def _neighbours(scene: Scene, target: Target, fact: Fact, number: Decimal) -> list[Fact]:
    """Items of the same whole that have the claimed number."""
    item = vocabulary.item(fact.figure.item)
    if item is None or item.parent is None:
        return []
    names = [i.name for i in vocabulary.items() if i.parent == item.parent and i.unit == item.unit and i.name != item.name]
    found = [scene.evidence.level(target.document, Mention(n, (n,))) for n in names]
    return [lv.lead for lv in found if lv is not None and lv.lead.value == number and lv.lead.unit == fact.unit]


def unplanned(scene: Scene) -> Answer | None:
    """“X为什么一分钱都没安排”: what is planned after all; None where nothing is, or where it is not said that nothing is."""
    question, mention = scene.question, scene.mention
    claimed = says("scope", "nothing", question.rest) and question.wanted.direction is None
    if mention is None or len(question.mentions) != 1 or not claimed or question.fund or question.kind:
        return None
    levels = [(t, lv.lead) for t in scene.found if not t.prior and (lv := scene.evidence.level(t.document, mention))]
    if not levels or len(levels) > TABLE_LIMIT or not all(fact.value and fact.unit in MONEY_UNITS for _, fact in levels):
        return None
    for target, fact in levels:
        scene.draft.say(f"{owner(target.document)}“{fact.figure.item}”并非没有安排，是 {scene.draft.fact(fact)}。")
    return scene.answered()


def total_moved(scene: Scene) -> Answer | None:
    """“总预算增加了，是什么带动的”: the change that a document prints of revenue or spending that is just as much as the total.

    None where it prints the change of the total itself, or of no such amount.
    """
    mention = scene.mention
    wanted = scene.question.wanted
    moved = "reason" in wanted and ("change" in wanted or wanted.direction is not None)
    if mention is None or mention.items[0] not in TOTALS or not moved:
        return None
    told = [(t, same) for t in scene.found if not t.prior and (same := same_as_total(scene, t, mention)) is not None]
    for target, (lead, moves) in told:
        change = moves[0].amount or moves[0].figure
        claimed, draft = wanted.direction, scene.draft
        wrong = f"没有{claimed}，而是" if claimed and change.direction not in (None, claimed) else ""
        draft.say(
            f"{owner(target.document)}{wrong}比{change.base or '上年'}{change.direction or '变动'} {draft.figure(change, None, (change.source,), bold=False)}"
            f"（“{change.item}”，与“{lead.figure.item}” {draft.fact(lead, bold=False)} 数额相同）。"
        )
        place = scene.evidence.place_of(change.reason or "", change.source)
        draft.say(f"原因：{change.reason}{draft.mark((place,))}。" if place is not None else "文件没有说明原因。")
    return scene.answered() if told else None


def other_way(scene: Scene, target: Target) -> bool:
    """“预算涨了76.61万,是加工资了吗”, where the document prints that change the other way round: what it prints, with its reason."""
    claimed = scene.question.wanted.direction
    items = {i for m in scene.question.mentions for i in m.items}
    kinds = (Measure.CHANGE, Measure.GROWTH)
    found = [f for kind in kinds for f in scene.evidence.measured(target.document.id, kind) if quoted(scene, f)]
    found = [f for f in found if f.item in items] or found
    if claimed is None or not found or any(f.direction in (None, claimed) or not f.amount.value for f in found):
        return False
    lead = found[0]
    draft, stated = scene.draft, f"{'比' + lead.base if lead.base else ''}{lead.direction}"
    draft.say(
        f"{owner(target.document)}“{lead.item}”没有{claimed}，而是{stated} {draft.figure(lead, None, [f.source for f in found[:3]], bold=False)}。"
    )
    place = scene.evidence.place_of(lead.reason or "", lead.source)
    draft.say(f"原因：{lead.reason}{draft.mark((place,))}。" if place is not None else "文件没有说明原因。")
    return True
