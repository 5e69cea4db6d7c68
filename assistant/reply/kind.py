"""The one guard between the kind of number that is asked for and the kind that is answered: heads and money, bought and owned, shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer, AnswerFigure, Status
from assistant.calculate import Result
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, Fact
from assistant.meant import beside
from assistant.mention import Mention
from assistant.operations import says
from assistant.referring import refers
from assistant.reply import ends, passages, per, quantities
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Measure

_TRIP_UNITS = {"批": ("批次", "批", "个批次"), "人": ("人次", "人"), "团": ("团组", "个", "团"), "次": ("批次", "人次", "次")}
_VEHICLES = Mention("车辆数", ("车辆数",))
_TO_BUY = "安排购置"
_BOUGHT = "安排购置|新增|新购|新建|新进|引进"
"""Words in the name of a count that is one of new things."""
_VEHICLE_BUYING = ("安排购置车辆", "公务用车购置费", "安排购置车辆经费")
"""Items that tell whether vehicles are bought, the count before the money."""


def fitting(scene: Scene, answer: Answer) -> Answer:
    """The answer, unless its number is of another kind than the one asked for.

    Then what the documents tell of that kind, or that they tell nothing of it.
    """
    if answer.status is not Status.ANSWERED or not answer.figures:
        return answer
    first, rest = answer.figures[0], beside(scene.question.mentions, scene.question.plain)
    money = first.unit in MONEY_UNITS and first.measure != "ratio"
    heads = money and says("scope", "counting", scene.question.plain) and not says("scope", "money", rest)
    stock = first.measure == Measure.COUNT and not re.search(_BOUGHT, first.item)
    if says("scope", "acquired", scene.question.plain) and (heads or stock):
        return _bought(scene, first)
    if heads:
        return _heads(scene)
    relation = _relation(scene, answer)
    if relation is not None:
        return only(scene, relation, "数额")
    counted = all(f.measure == Measure.COUNT for f in answer.figures)
    if counted and not first.derived and says("scope", "worth", rest):
        return only(scene, f"{first.item}的价值", "数量")
    return answer


_APART = Cue(r"差(?:多少|几|额|距)|相差|之差|(?:几|多少)倍|[顶抵](?:得上|上|得)?(?:几|多少)|相当于(?:几|多少)")
_SPENT = "用于|用途|用来|支付|购买|购置|采购|报销|开展|主要(?:是|包括)"
"""Words that tell what money is spent on."""
_RELATIONS = {"per": (("ratio",), "平均数"), "share": (("share", "growth", "target"), "占比")}
"""Numbers that relate two others, the measures that tell them, and their names."""


def _relation(scene: Scene, answer: Answer) -> str | None:
    """The name of the relation that was asked for, where the answer tells plain amounts only; None where all is well."""
    asks, plain = scene.question.asks, re.sub("占用|占有", "", beside(scene.question.mentions, scene.question.plain))
    if {"check", "list", "weight", "target", "rank"} & asks:
        return None
    if any(f.derived and f.measure not in ("level", "count") for f in answer.figures):
        undivided = "per" in asks and per.wanted(scene) and not any(f.measure == "ratio" for f in answer.figures)
        return f"{answer.figures[0].item}的平均数" if undivided else None
    pointed = refers(plain) and {"ratio", "difference", "sum"} & asks
    if (pointed or (_APART.search(plain) and len(scene.question.mentions) < 2)) and all(
        f.measure in ("level", "count") for f in answer.figures
    ):
        return f"{answer.figures[0].item}与{'其余各项之和' if 'sum' in asks else '所比之数的差额或倍数'}"
    whole = answer.figures[0].item in ("收支总预算", "支出总计", "本年支出合计", "收入总计")
    told_apart = len({f.item for f in answer.figures}) > 2
    unsaid = answer.figures[0].value and answer.figures[0].unit in MONEY_UNITS and not re.search(_SPENT, answer.text)
    if "purpose" in asks and not (whole or told_apart) and unsaid:
        return f"{answer.figures[0].item}的具体用途"
    for ask, (measures, name) in _RELATIONS.items():
        if ask in asks and says("ask", ask, plain) and not any(f.measure in measures for f in answer.figures):
            return f"{answer.figures[0].item}的{name}" if ask != "per" or per.wanted(scene) else None
    return None


def _heads(scene: Scene) -> Answer:
    """Heads were to be counted where the item is money: the count that the document prints beside it, else that there is none."""
    counted = _trips(scene) or _projects(scene) or quantities.counted(scene)
    return counted if counted is not None else only(scene, f"{scene.mention.said if scene.mention else '所问内容'}的个数", "金额")


def _projects(scene: Scene) -> Answer | None:
    """“结转结余里有几个项目”: the projects that the item's own table lists, each row counted once."""
    if not _PROJECTS_COUNTED.search(beside(scene.question.mentions, scene.question.plain)):
        return None
    scene.renew()
    for target, lead in _leads(scene, scene.question.mentions[:1]):
        forms = {f.form for f in lead.figures} & _PROJECT_FORMS
        rows = scene.evidence.ledger.figures(document_ids=(target.document.id,), forms=tuple(forms)) if forms else []
        own = [f for f in rows if f.code is None and f.amount.value and _is_project(f, target)]
        # A row prints its money once for all funds and once for each: the first is what the project is given.
        listed = {f.row_label: f for f in sorted(own, key=lambda f: f.fund is None)}
        listed = {f.row_label: listed[f.row_label] for f in own}
        if not listed or lead.figure.row_label in listed:
            continue
        places = [f.source for f in listed.values()]
        result = Result(Decimal(len(listed)), "个", " + ".join("1" for _ in listed))
        scene.draft.result(result, lead.figure, "count", places, item=f"{lead.figure.item}的项目")
        mark = scene.draft.mark(places[:5])
        scene.draft.say(f"**{len(listed)} 个**{mark}（逐项数得）— {owner(target.document)}“{lead.figure.item}”所列项目：")
        for figure in list(listed.values())[:20]:
            scene.draft.say(f"- {figure.row_label} {scene.draft.figure(figure, None, (figure.source,), bold=False)}")
    return scene.answered() if scene.draft.figures else None


_PROJECTS_COUNTED = Cue(r"(?:几|多少)[个项]?[^,]{0,6}项目|项目[^,]{0,6}?(?:几|多少)(?:[个项]|$|,)")
_PROJECT_FORMS = frozenset({"carry_over", "project"})


def _is_project(figure: Figure, target: Target) -> bool:
    """Whether a row of a table of projects is a project: no total, no subject, not the department itself."""
    label = figure.row_label
    return vocabulary.item(figure.item) is None and not label.endswith(("计", target.document.issuer)) and len(label) > 3


def only(scene: Scene, asked: str, told: str) -> Answer:
    """What was asked is not disclosed; of the item the documents tell another kind of number."""
    answer = ends.undisclosed(scene, asked)
    for target, lead in _leads(scene, scene.question.mentions[:1])[:2]:
        scene.draft.say(f"{target.document.issuer}只披露了{told}：{lead.figure.item} {scene.draft.fact(lead, bold=False)}。")
    return scene.draft.answer(answer.status)


def partly(scene: Scene) -> Answer:
    """A part that no document prints (退休人员的生活补助, 油钱 of the cost of vehicles), where the documents print the whole."""
    return only(scene, f"{scene.mention.name if scene.mention else ''}中{scene.question.of or scene.question.part}的部分", "总数")


def _leads(scene: Scene, mentions: Sequence[Mention]) -> list[tuple[Target, Fact]]:
    """What each disclosure tells of the first of the items that it tells of."""
    rows = []
    for target in (t for t in scene.found if not t.prior):
        levels = [lv for m in mentions if (lv := scene.evidence.level(target.document, m))]
        rows += [(target, levels[0].lead)] if levels else []
    return rows


def _bought(scene: Scene, first: AnswerFigure) -> Answer:
    """What was bought is not what is owned: the number planned to be bought, or that no money is planned for it."""
    names = _VEHICLE_BUYING if _about_vehicles(scene) else (_TO_BUY + first.item,)
    planned = _leads(scene, [Mention(n, (n,)) for n in names])
    known = [(t, lead) for t, lead in planned if lead.unit not in MONEY_UNITS or not lead.value]
    if not known:
        why = f"文件披露的“{first.item}”不是新增数，也没有披露购置的数量。可以这样问："
        return ends.clarify(scene, why, [f"{first.issuer} {first.fiscal_year} 年{first.item}多少"])
    draft = scene.renew()
    for target, lead in known:
        nothing = "没有安排购置：" if not lead.value else "安排购置 "
        draft.say(f"{owner(target.document)}{nothing}{lead.figure.item} {draft.fact(lead)}。")
        if re.search("(?:什么|啥)(?:样的?)?车|用途", scene.question.plain):
            told = passages.sentence_at(scene, target, lead.places[0])
            draft.say(f"{told.text}{draft.mark(told.sources(target.document.id))}" if told else "")
        owned = scene.evidence.level(target.document, _VEHICLES) if _about_vehicles(scene) else None
        draft.say(f"现有车辆 {draft.fact(owned.lead, bold=False)}，不是新购的。" if owned else "")
    return scene.answered()


def _about_vehicles(scene: Scene) -> bool:
    return "辆" in scene.question.plain or "车" in scene.question.plain


def _with_trips(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The items, and those that count the groups and guests of their money (公务接待费: 公务接待批次, 公务接待人次)."""
    items = [item for m in mentions for item in m.items]
    return tuple(items + [item.removesuffix("费") + unit for item in items for unit in ("批次", "人次")])


def _trips(scene: Scene) -> Answer | None:
    """Groups and guests that a document counts beside the money: 公务接待 2 批次、26 人次."""
    scene.renew()
    units = [u for cue, known in _TRIP_UNITS.items() if cue in scene.question.plain for u in known]
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        told = [
            f
            for f in scene.evidence.about(target.document, Mention("", _with_trips(scene.question.mentions)))
            if f.measure is Measure.COUNT and f.amount.unit in units and f.amount.value is not None
        ]
        told = list({(f.amount.unit, f.amount.value): f for f in reversed(told)}.values())[::-1]
        if told:
            listed = "，".join(scene.draft.figure(f, None, (f.source,)) for f in told)
            scene.draft.say(f"{owner(target.document)}，{told[0].row_label or told[0].item}：{listed}。")
            said = True
    return scene.answered() if said else None
