"""Which reply a question gets: the first that fits, from the most particular to the plainest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import operations
from assistant.answer import Answer, Status
from assistant.compose import owner
from assistant.facts import MONEY_UNITS
from assistant.labels import Mention
from assistant.operations import says
from assistant.question import Question, doubtful, with_guess
from assistant.reply import (
    arithmetic,
    change,
    compare,
    discrepancy,
    ends,
    execution,
    level,
    prose,
    ranking,
    share,
    targets_of,
    units,
)
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import find_targets
from assistant.text import GAP
from corpus.figure import Measure

Reply = Callable[[Scene], Answer | None]
_TEXTUAL = {"duty", "define", "target", "weight", "findings", "check", "purpose"}
"""Questions whose other words are part of what they look for."""
_AGAINST = {"change", "growth", "difference"}
"""Questions that set one year against another: with one of the two missing there is no answer."""


def respond(scene: Scene) -> Answer:
    """The answer to a question."""
    question = scene.question
    early = _not_for_us(scene, question)
    if early is not None:
        return early
    if scene.targets.absent and (not scene.found or (len(question.years) > 1 and _AGAINST & question.asks)):
        return ends.absent(scene)
    if question.mentions and not _TEXTUAL & question.asks and says("scope", "wider", question.plain):
        return ends.undisclosed(scene, "本部门以外的汇总数")
    unplanned = _beyond_a_plan(scene)
    if unplanned is not None:
        return ends.undisclosed(scene, unplanned)
    strange = None if _TEXTUAL & question.asks else doubtful(question)
    if strange is not None:
        return _unsure(scene, strange)
    for reply in _replies(scene):
        scene.renew()
        answer = reply(scene)
        if answer is not None:
            return _of_the_kind_asked(scene, answer)
    return _end(scene)


def _besides_items(question: Question) -> str:
    """The question without the words that name its items: 节约 in 能源节约利用 asks nothing."""
    rest = question.plain
    for mention in question.mentions:
        rest = rest.replace(mention.said, "")
    return rest


def _of_the_kind_asked(scene: Scene, answer: Answer) -> Answer:
    """The answer, unless it tells money where heads were to be counted, or what there is where what is new was asked."""
    if answer.status is not Status.ANSWERED or not answer.figures:
        return answer
    first, rest = answer.figures[0], _besides_items(scene.question)
    counted = says("scope", "counting", rest) and not says("scope", "money", rest)
    if counted and first.unit in MONEY_UNITS:
        return ends.clarify(
            scene,
            f"“{first.item}”在文件里是金额，不是个数。要问金额，请这样问：",
            [f"{first.issuer} {first.fiscal_year} 年{first.item}多少"],
        )
    stock = first.measure == "count" and not first.item.startswith("安排购置")
    if stock and says("scope", "acquired", scene.question.plain):
        return ends.clarify(
            scene,
            f"文件披露的“{first.item}”是现有数，不是新增数。要问现有数，请这样问：",
            [f"{first.issuer} {first.fiscal_year} 年{first.item}多少"],
        )
    return answer


def _beyond_a_plan(scene: Scene) -> str | None:
    """What a question asks that no budget tells (how far it is spent, what will be), None where it asks no such thing.

    Final accounts do tell it: where one is among the documents found, nothing is held back.
    """
    if not scene.question.mentions or _TEXTUAL & scene.question.asks or any(t.document.stage == "决算" for t in scene.found):
        return None
    rest = _besides_items(scene.question)
    return next((name for name in ("执行情况", "以后年度的数", "按月或按季的数") if says("beyond", name, rest)), None)


def _unsure(scene: Scene, strange: str) -> Answer:
    """An item was recognised inside words that are not understood: the indicator they describe, or a question back."""
    answer = targets_of.reply(scene) or prose.anything(scene) if scene.found else None
    if answer is not None:
        return answer
    mention = scene.question.mentions[0]
    whose = [t.document.issuer for t in scene.found[:1]]
    choices = [f"{issuer} {t.document.fiscal_year} 年{mention.name}多少" for issuer, t in zip(whose, scene.found, strict=False)]
    return ends.clarify(
        scene, f"没有找到“{strange}”，不敢当作“{mention.name}”来回答。如果要问的就是它，请这样问：", choices or None
    )


def _not_for_us(scene: Scene, question: Question) -> Answer | None:
    """Small talk, other subjects, personal data, and orders to the program."""
    raw = question.plain
    if not question.mentions and (says("scope", "injection", raw) or says("scope", "greeting", raw)):
        return ends.outside(scene)
    held = any(item in scene.labels.held for m in question.mentions for item in m.items)
    if says("scope", "outside", raw) and (not held or "item" in question.carried):
        return ends.outside(scene)
    if says("scope", "policy", raw):
        return ends.outside(scene)
    if says("scope", "personal", raw) and not any(m.items[0] in ("邮电费",) for m in question.mentions):
        return ends.personal(scene)
    if not re.search(r"\w", question.text):
        return ends.clarify(scene, "没有看到问题。可以这样问：")
    return None


def _replies(scene: Scene) -> list[Reply]:
    """Replies in the order in which they are tried."""
    question, asks = scene.question, scene.question.asks
    replies = [*_particular(question), *_computed(scene)]
    if "purpose" in asks and not question.mentions:
        replies.append(ranking.parts)
    if "purpose" in asks:
        replies += [_nothing_there, prose.purpose]
    if {"reason", "change", "growth"} & asks and question.mentions:
        replies += [level.reply] if _level_first(question) else [change.reply]
    if {"target", "weight"} & asks or "count" in asks:
        replies.append(targets_of.reply)
    if "target" in asks and not question.mentions and ({"list", "define"} & asks or "什么" in question.plain):
        replies.append(targets_of.overview)
    if "list" in asks and not question.mentions and re.search("增加|减少|增长|下降|上升|变化|压减", question.plain):
        replies.append(ranking.growth)
    if "list" in asks and not _named_all(question) and not (len(question.years) > 1 and question.mentions):
        replies += [ranking.group, _counted, *_organisation(question), ranking.parts]
    if question.mentions:
        replies += [_heads_not_money, level.reply] if _named_all(question) else [_counted, _heads_not_money, level.reply]
    if not question.mentions:
        replies.append(ranking.group)
    replies += [_guessed, prose.anything]
    return replies


def _particular(question: Question) -> list[Reply]:
    """Replies to questions that are not for an amount by itself: units, the record, checks, words, planned beside spent."""
    asks = question.asks
    replies: list[Reply] = []
    if question.unit:
        replies.append(units.reply)
    if _asks_for_record(question):
        replies.append(ends.record)
    if "findings" in asks and not question.mentions:
        replies.append(discrepancy.overview)
    if "check" in asks and question.mentions and _with_last_year(question):
        replies.append(change.reply)
    if "check" in asks or _two_numbers(question):
        replies.append(discrepancy.reply)
    if "duty" in asks:
        replies.append(prose.duty)
    if "define" in asks and _asks_meaning(question):
        replies.append(prose.define)
    if execution.wanted(question):
        replies.append(execution.reply)
    if question.recent is not None and question.mentions:
        replies.append(compare.per_year)
    return replies


def _computed(scene: Scene) -> list[Reply]:
    """Replies that rank, compare or compute."""
    question, asks = scene.question, scene.question.asks
    several = len([t for t in scene.found if not t.prior]) > 1
    replies: list[Reply] = []
    if "rank" in asks:
        replies += _rankings(scene, several)
    if (
        several
        and question.every
        and len(question.mentions) == 1
        and question.mentions[0].said.endswith(("合计", "总计", "总额"))
    ):
        replies.append(arithmetic.across)
    if _compares(scene, several):
        replies.append(compare.reply if "per" not in asks else arithmetic.reply)
    if {"per", "ratio", "sum", "difference"} & asks or ("compare" in asks and len(question.mentions) == 2):
        replies.append(arithmetic.reply)
    if "share" in asks and not ("weight" in asks and not question.mentions):
        replies += [share.of_parts, share.reply]
    return replies


def _rankings(scene: Scene, several: bool) -> list[Reply]:
    question, asks = scene.question, scene.question.asks
    if "weight" in asks:
        return [ranking.weights]
    if several and question.mentions and (question.which or question.every or _ranks_departments(scene)):
        return [compare.reply]
    if {"change", "growth"} & asks and (not question.mentions or "item" in question.carried):
        return [ranking.growth, ranking.parts]
    return [ranking.parts]


_INSIDE = re.compile(r"哪(?:一|几)?(?:项|类|个科目|些科目|款|块|笔)|科目|明细|各项|[里中内](?:最|前|的前|排|哪)")


def _ranks_departments(scene: Scene) -> bool:
    """Whether a ranking is one of departments and not of what an item is made of: 三公经费排名 over many of them."""
    plain = scene.question.plain
    if "部门" in plain or "单位" in plain or re.search(r"哪(?:一?个|家|些|几个)[\u4e00-\u9fff]{0,8}?[局厅院委办]", plain):
        return True
    many = len(scene.found) > TABLE_LIMIT or bool(re.search(r"排名|名次|第.名|前.{1,2}名", plain))
    return not scene.question.issuers and many and not _INSIDE.search(plain)


def _compares(scene: Scene, several: bool) -> bool:
    question, asks = scene.question, scene.question.asks
    if not several or len(question.mentions) != 1:
        return False
    named = len(question.issuers) > 1 or question.every or question.which or len(question.years) > 1
    return named and (question.which or bool({"compare", "difference"} & asks)) and "sum" not in asks - {"compare"}


def _level_first(question: Question) -> bool:
    """“X是多少,和上年比呢”: the amount is asked for first, and its change is told with it."""
    first = operations.wanted(question.plain.split(",")[0]).asks
    return (
        "level" in first
        and not {"change", "growth", "reason"} & first
        and "reason" not in question.asks - first
        and "growth" not in question.asks
    )


def _asks_for_record(question: Question) -> bool:
    return not question.mentions and bool(
        re.search(
            r"收录|(?:有|哪些|多少|几份|几个)(?:哪些|多少|几份|几个)?(?:文件|文档|资料|部门的|单位的)|能查(?:哪|什么|谁)|数据库|库里",
            question.plain,
        )
    )


def _with_last_year(question: Question) -> bool:
    """“和上年一样吗” asks for the change."""
    return bool(re.search("(?:和|与|跟|同|比)(?:上一?年度?|去年|前一?年)", question.plain))


def _two_numbers(question: Question) -> bool:
    return len(question.numbers) >= 2 and "还是" in question.plain


def _asks_meaning(question: Question) -> bool:
    """什么是X and X是什么, but not 原因是什么 or 前三项是什么."""
    strong = re.search(r"什么是|啥是|[么啥何]叫|意思|指|定义|名词|解释|含义|概念|何谓|何为|怎么(?:讲|说|理解)", question.plain)
    others = {"rank", "reason", "list", "duty", "purpose", "code", "level", "count", "share", "change"} & question.asks
    return bool(strong) or not others


def _named_all(question: Question) -> bool:
    """在职、退休各多少: each item is named, so that each is answered by itself."""
    return len(question.mentions) > 1


def _nothing_there(scene: Scene) -> Answer | None:
    """What is the money for, where there is none: that is the answer."""
    found = [lv for t in scene.found if not t.prior and scene.mention and (lv := scene.evidence.level(t.document, scene.mention))]
    return level.reply(scene) if found and all(lv.lead.value == 0 for lv in found) else None


def _organisation(question: Question) -> list[Reply]:
    """Offices and units that are listed in words without being counted."""
    return [prose.anything] if question.mentions and question.mentions[0].items[0].endswith(("机构数", "单位数")) else []


def _heads_not_money(scene: Scene) -> Answer | None:
    """“接待了几批” wants a count; where the documents tell only the money, that is no answer."""
    mention, plain = scene.mention, scene.question.plain
    if (
        mention is None
        or not says("scope", "counting", plain)
        or re.search(r"钱|元|金额|资金|经费|费用", plain.replace(mention.said, ""))
    ):
        return None
    found = [
        (t, lv)
        for t in scene.found
        if not t.prior
        for m in scene.question.mentions
        if (lv := scene.evidence.level(t.document, m))
    ]
    if not found or any(lv.lead.unit not in MONEY_UNITS for _, lv in found):
        return None
    counted = _counts(scene)
    if counted is not None:
        return counted
    vehicles = Mention("车辆数", ("车辆数",))
    if "辆" in plain and any(scene.evidence.level(t.document, vehicles) for t, _ in found):
        scene.question = replace(scene.question, mentions=(vehicles,))
        return level.reply(scene)
    answer = ends.undisclosed(scene, f"{mention.said}的批次、人次等数量")
    for target, lv in found[:2]:
        scene.draft.say(f"{target.document.issuer}只披露了金额：{lv.lead.figure.item} {scene.draft.fact(lv.lead, bold=False)}。")
    return scene.draft.answer(answer.status)


_TRIP_UNITS = {"批": ("批次", "批", "个批次"), "人": ("人次", "人"), "团": ("团组", "个", "团"), "次": ("批次", "人次", "次")}


def _counts(scene: Scene) -> Answer | None:
    """Groups and guests that a document counts beside the money: 公务接待 2 批次、26 人次."""
    units = [u for cue, known in _TRIP_UNITS.items() if cue in scene.question.plain for u in known]
    said = False
    for target in [t for t in scene.found if not t.prior][:5]:
        told = [
            f
            for m in scene.question.mentions
            for f in scene.evidence.about(target.document, m)
            if f.measure is Measure.COUNT and f.amount.unit in units and f.amount.value is not None
        ]
        if told:
            listed = "，".join(scene.draft.figure(f, None, (f.source,)) for f in told)
            scene.draft.say(f"{owner(target.document)}，{told[0].row_label or told[0].item}：{listed}。")
            said = True
    return scene.answered() if said else None


def _counted(scene: Scene) -> Answer | None:
    """“下设几个处室，分别叫什么”: the count, and the sentence that lists them."""
    mention = scene.mention
    if mention is None or not mention.items[0].endswith(("机构数", "单位数")):
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:5]:
        found = scene.evidence.level(target.document, mention)
        sentence = prose.sentence_at(scene, target, found.lead.places[0]) if found else None
        if found is None:
            continue
        scene.draft.say(f"{target.document.issuer}：{scene.draft.fact(found.lead)}。")
        if sentence is not None:
            scene.draft.say(f"{sentence.text}{scene.draft.mark(sentence.sources(target.document.id))}")
        said = True
    return scene.answered() if said else None


def _guessed(scene: Scene) -> Answer | None:
    """Once more with an item guessed from the words, where none was named."""
    if scene.question.mentions or says("scope", "vague", scene.question.plain):
        return None
    question = with_guess(scene.question, scene.labels)
    if not question.mentions:
        return None
    again = Scene(question, find_targets(question, scene.documents), scene.evidence, scene.labels, scene.documents)
    for reply in (r for r in _replies(again) if r not in (_guessed, prose.anything)):
        again.renew()
        answer = reply(again)
        if answer is not None and answer.status is Status.ANSWERED:
            scene.question = replace(question)
            return answer
    return None


def _end(scene: Scene) -> Answer:
    """Nothing answered it: say what is missing, or that this is not the place."""
    question = scene.question
    if question.mentions:
        return ends.undisclosed(scene)
    strange = _unknown_item(question)
    if strange is not None and scene.found:
        return ends.undisclosed(scene, strange)
    if question.asks or question.issuers or question.years or question.relative is not None or question.every:
        return ends.clarify(scene, "请问要查哪个项目？例如：")
    if _about_budgets(question.plain):
        return prose.refused(scene)
    return ends.outside(scene) if len(question.plain) > 1 else ends.clarify(scene, "请再说具体一些，例如：")


_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:支出|收入|经费|费用|资金|补助|补贴|专项|拨款|公益金|公积金|奖励|津贴|工程款|[^消免经花]费)"
)


def _unknown_item(question: Question) -> str | None:
    """A name of money that no item has, in a question for its amount: 彩票公益金支出多少. None where nothing such is named."""
    if not {"level", "count", "change", "share"} & question.asks or not (question.issuers or question.years):
        return None
    shown = question.rest.replace(GAP, " ").replace("\ue001", " ")
    match = _NAME.search(shown)
    name = operations.unexplained(match[0]).split() if match else []
    return match[0] if match and any(len(word) >= 2 for word in name) else None


def _about_budgets(plain: str) -> bool:
    return bool(re.search(r"预算|决算|经费|支出|收入|拨款|资金|费用?|采购|编制|科目|财政|万元|钱|项目|单位|部门|局", plain))
