"""Questions that no reply is tried for, or that none has answered: other subjects, what no budget tells, unknown words."""

from __future__ import annotations

import re

from assistant import operations
from assistant.answer import Answer
from assistant.cues import Cue
from assistant.doubting import doubtful
from assistant.labels import bare
from assistant.meant import TOTALS, beside
from assistant.operations import pattern, says
from assistant.question import Question
from assistant.referring import strange_words
from assistant.reply import as_of, duty, ends, goals, prose, quantities, reasons, targets_of, words
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.text import GAP, key
from corpus import vocabulary

TEXTUAL = frozenset({"duty", "define", "target", "weight", "findings", "check", "purpose"})
"""Questions whose other words are part of what they look for."""


def not_for_us(scene: Scene) -> Answer | None:
    """Small talk, other subjects, personal data, and orders to the program."""
    question = scene.question
    raw = question.plain
    sure = bool(question.mentions) and doubtful(question) is None
    if not sure and (says("scope", "injection", raw) or says("scope", "greeting", raw)):
        return ends.outside(scene)
    held = sure and any(item in scene.labels.held for m in question.mentions for item in m.items)
    other = _of_another_subject(scene) and (not held or "item" in question.carried)
    astray = strange_words(question)
    other = other or bool(astray) and not any(len(word) > 1 and printed(scene, word) for word in astray)
    if other or (says("scope", "policy", raw) and not goals.asks_basis(scene) and not _why_moved(question)):
        told = duty.told(scene) or words.asked_for(scene) if "duty" in question.asks and not question.mentions else None
        return told or (words.named(scene) if words.first(scene) else None) or ends.outside(scene)
    if (
        says("scope", "personal", raw)
        and not says("scope", "public_line", raw)
        and not any(m.items[0] in ("邮电费",) for m in question.mentions)
    ):
        return ends.personal(scene)
    if not re.search(r"\w", question.text):
        return ends.clarify(scene, "没有看到问题。可以这样问：")
    return None


def _of_another_subject(scene: Scene) -> bool:
    """Whether a question names another subject, in other words than a disclosure asked about: 天气, but not 人工影响天气."""
    raw = scene.question.plain
    found = pattern("scope", "outside").finditer(raw)
    return any(m.start() < _BEFORE or not printed(scene, raw[m.start() - _BEFORE : m.end()]) for m in found)


_BEFORE = 2
"""Characters before the word for another subject that make it a word of a document."""


def _why_moved(question: Question) -> bool:
    """Whether the grounds of an item's change are asked for, which are no rules or laws: 减少的依据是什么."""
    return bool(question.mentions) and "reason" in question.asks and question.wanted.direction is not None


def beyond_a_plan(scene: Scene) -> str | None:
    """What a question asks that no budget tells (how far it is spent, what will be), None where it asks no such thing.

    Final accounts do tell it: where one is among the documents found, nothing is held back. Nor is what was spent in the year before,
    which a budget prints beside its plan or tells the change against.
    """
    plans = not any(t.document.stage == "决算" for t in scene.found)
    if any(t.prior for t in scene.found):
        return None
    if plans and "target" in scene.question.asks and says("scope", "reached", scene.question.plain):
        return "绩效目标的完成情况"
    if plans and scene.found and not TEXTUAL & scene.question.asks and _spent_so_far(scene.question):
        return "执行情况"
    if not scene.question.mentions or TEXTUAL & scene.question.asks or any(t.document.stage == "决算" for t in scene.found):
        return None
    rest = as_of.undated(scene, beside(scene.question.mentions, scene.question.plain))
    return next((name for name in ("执行情况", "以后年度的数", "按月或按季的数") if says("beyond", name, rest)), None)


def _spent_so_far(question: Question) -> bool:
    """Whether it is asked how much was spent by some day of the year, or of the whole budget until now: no item is named then."""
    asked = {"level", "count", "share", "growth"} & question.asks
    whole = all(m.weak or m.items[0] in TOTALS for m in question.mentions)
    said = says("so_far", "by_day", question.plain) or (whole and says("so_far", "spent", question.plain))
    return bool(asked) and said


def people_apart(scene: Scene) -> str | None:
    """The part of the people that a question asks for and no figure tells (女同志, 党员), None where it asks for no such part."""
    mention, question = scene.mention, scene.question
    item = vocabulary.item(mention.name) if mention else None
    people = item is not None and item.unit == "人" if mention else "count" in question.asks
    if not people or TEXTUAL & question.asks:
        return None
    match = pattern("people", "apart").search(beside(question.mentions, question.rest_with_items))
    if match is None or any(match[0] in held for held in scene.labels.held):
        return None
    return f"{mention.name}中{match[0].rstrip('的')}的部分" if mention else f"{match[0].rstrip('的')}的人数"


def attribute(question: Question) -> str | None:
    """What a question asks of a thing that no disclosure tells (the make of a car, who supplied it), None where it asks no such thing."""
    return next((name for name in ("品牌型号", "购置时间", "供应商") if says("attribute", name, question.plain)), None)


def printed(scene: Scene, words: str) -> bool:
    """Whether a disclosure asked about has the words anywhere, so that what they name may be answered from it."""
    lines = (line for t in scene.found[:TABLE_LIMIT] for line in scene.evidence.ledger.lines(t.document.id))
    return any(key(words) in key(line.text) for line in lines)


def unsure(scene: Scene, strange: str) -> Answer:
    """An item was recognised inside words that are not understood: the indicator they describe, or a question back."""
    answer = _in_words(scene) if scene.found else None
    if answer is not None:
        return answer
    if words.first(scene):
        return prose.refused(scene)
    if near := _rows_near(scene, strange):
        return near
    if told := ends.only_mentioned(scene, strange):
        return told
    mention = scene.question.mentions[0]
    whose = [t.document.issuer for t in scene.found[:1]]
    choices = [f"{issuer} {t.document.fiscal_year} 年{mention.name}多少" for issuer, t in zip(whose, scene.found, strict=False)]
    return ends.clarify(
        scene, f"没有找到“{strange}”，不敢当作“{mention.name}”来回答。如果要问的就是它，请这样问：", choices or None
    )


def _in_words(scene: Scene) -> Answer | None:
    """The indicator or the passage that the words describe."""
    if words.first(scene) and (answer := words.asked_for(scene)):
        return answer
    if "reason" in scene.question.asks and (answer := reasons.reasons(scene)):
        return answer
    return targets_of.reply(scene) or quantities.counted(scene) or prose.anything(scene) or words.anyhow(scene)


def _asked_words(question: Question) -> str:
    """The words of a question from its first to its last unexplained one."""
    text = _beside_names(question)
    left = operations.unexplained(text)
    return text[len(left) - len(left.lstrip()) : len(left.rstrip())].strip(", ") or question.text


def _rows_near(scene: Scene, said: str) -> Answer | None:
    """Rows that hold some of the words of the question, to choose from; a name with numbers in it is told without its beginning."""
    names = [name if not re.search(r"\d", name) else bare(name) for name in scene.question.near]
    names = [name for name in dict.fromkeys(names) if not re.search(r"\d", name)]
    if not names or not scene.found:
        return None
    first = scene.found[0]
    choices = [f"{first.document.issuer} {first.year} 年{name}多少" for name in names]
    return ends.clarify(scene, f"没有与“{said}”完全对应的项目，是不是要问：", choices)


def _offered(scene: Scene) -> Answer | None:
    """The items that unknown words may mean, to choose from."""
    words = re.sub(r"[\d.,%]+", "", operations.unexplained(_beside_names(scene.question))).replace(" ", "")
    if len(words) < 2 or not scene.found:
        return None
    first = scene.found[0]
    named = scene.labels.meant_by(words)
    choices = [f"{first.document.issuer} {first.year} 年{name}多少" for name in named]
    return ends.clarify(scene, f"文件里没有“{words}”这个说法，是不是要问：", choices) if choices else None


def end(scene: Scene) -> Answer:
    """Nothing answered it: say what is missing, or that this is not the place."""
    question = scene.question
    if near := _rows_near(scene, _asked_words(question)):
        return near
    if question.mentions:
        return ends.undisclosed(scene)
    if says("follow", "recall", question.plain):
        return ends.clarify(scene, "这里没有前面的对话，请说明要问的部门和项目，例如：")
    strange = _unknown_item(question)
    if strange is not None and scene.found:
        return ends.undisclosed(scene, strange)
    strange = foreign(question)
    if strange is not None:
        amount = {"level", "count", "change", "growth", "share"} & question.asks
        named = question.issuers or question.years or question.every
        if not (named and scene.found) or (not amount and by_place_alone(question)):
            return ends.outside(scene)
        return ends.undisclosed(scene, strange) if amount else prose.refused(scene)
    if question.asks or question.issuers or question.years or question.relative is not None or question.every:
        return _offered(scene) or ends.clarify(scene, "请问要查哪个项目？例如：")
    if says("scope", "pointing", question.plain) and not operations.unexplained(_beside_names(question)).strip():
        return ends.clarify(scene, "请问指的是哪个部门、哪个项目？例如：")
    if says("scope", "vague", question.plain) and question.plain.rstrip(",呢吧啊").endswith(_VAGUE):
        return ends.clarify(scene, "请问指的是哪个部门、哪个项目？例如：")
    if _about_budgets(_WHICH_OFFICE.sub("", question.plain)):
        return prose.refused(scene)
    return ends.outside(scene) if len(question.plain) > 1 else ends.clarify(scene, "请再说具体一些，例如：")


_VAGUE = tuple(
    f"{this}{thing}"
    for this in ("这个", "那个", "这", "那", "该")
    for thing in ("项目", "科目", "数", "指标", "费用", "钱", "项", "笔")
)
"""Ends of a question that only points at something."""


def by_place_alone(question: Question) -> bool:
    """Whether a question names no more of a department than its place, and no year: it may be about anything there."""
    if question.years or question.relative is not None or len(question.plain) != len(question.rest):
        return False
    named = "".join(p for p, r in zip(question.plain, question.rest, strict=True) if r == GAP)
    return not _ORGAN.search(named)


_ORGAN = Cue(r"[局委厅办院所处站馆队会署]|中心|部门")


def foreign(question: Question) -> str | None:
    """Words of a question that have nothing to do with budgets: 坐车, 股价. None where an item is named or all is understood."""
    text = _beside_names(question)
    if question.mentions or question.english or _about_budgets(text.replace("钱", "")):
        return None
    left = operations.unexplained(text)
    words = left.strip()
    if len(words.replace(" ", "")) < 2:
        return None
    start = len(left) - len(left.lstrip())
    word = text[start : start + len(words)].strip(", ")
    at = question.text.lower().find(word)
    return question.text[at : at + len(word)] if at >= 0 else word


def _beside_names(question: Question) -> str:
    """The question without departments (those on record or not) and years."""
    rest = question.rest.replace(question.unknown, " ") if question.unknown else question.rest
    return rest.replace(GAP, " ").replace("\ue001", " ")


_WHICH_OFFICE = Cue(r"(?:归|由|找|是)?哪(?:个|家|些)?(?:部门|单位|机构|局)")
"""Asking for an office is not yet asking about budgets: 护照归哪个部门办."""
_NAME = Cue(
    r"[\u4e00-\u9fff]{2,20}?(?:支出|收入|经费|费用|资金|补助|补贴|专项|拨款|公益金|公积金|奖励|津贴|工程款|[^个几各些]项目|[^消免经花]费)"
)


def _unknown_item(question: Question) -> str | None:
    """A name of money that no item has, in a question for its amount: 彩票公益金支出多少. None where nothing such is named."""
    if (question.asks and not {"level", "count", "change", "share"} & question.asks) or not (question.issuers or question.years):
        return None
    shown = question.rest.replace(GAP, " ").replace("\ue001", " ")
    match = _NAME.search(shown)
    name = operations.unexplained(match[0]).split() if match else []
    return match[0] if match and any(len(word) >= 2 for word in name) else None


def _about_budgets(plain: str) -> bool:
    return bool(re.search(r"预算|决算|经费|支出|收入|拨款|资金|费用?|采购|编制|科目|财政|万元|钱|项目|单位|部门|局", plain))
