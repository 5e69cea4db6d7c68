"""Questions that no reply is tried for, or that none has answered: other subjects, what no budget tells, unknown words."""

from __future__ import annotations

import re

from assistant import operations
from assistant.answer import Answer
from assistant.mentioned import beside
from assistant.operations import says
from assistant.question import Question
from assistant.reply import ends, prose, targets_of
from assistant.reply.scene import Scene
from assistant.text import GAP

TEXTUAL = frozenset({"duty", "define", "target", "weight", "findings", "check", "purpose"})
"""Questions whose other words are part of what they look for."""


def not_for_us(scene: Scene) -> Answer | None:
    """Small talk, other subjects, personal data, and orders to the program."""
    question = scene.question
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


def beyond_a_plan(scene: Scene) -> str | None:
    """What a question asks that no budget tells (how far it is spent, what will be), None where it asks no such thing.

    Final accounts do tell it: where one is among the documents found, nothing is held back.
    """
    plans = not any(t.document.stage == "决算" for t in scene.found)
    if plans and "target" in scene.question.asks and says("scope", "reached", scene.question.plain):
        return "绩效目标的完成情况"
    if not scene.question.mentions or TEXTUAL & scene.question.asks or any(t.document.stage == "决算" for t in scene.found):
        return None
    rest = beside(scene.question.mentions, scene.question.plain)
    return next((name for name in ("执行情况", "以后年度的数", "按月或按季的数") if says("beyond", name, rest)), None)


def unsure(scene: Scene, strange: str) -> Answer:
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


def _offered(scene: Scene) -> Answer | None:
    """The items that unknown words may mean, to choose from."""
    words = operations.unexplained(_beside_names(scene.question)).replace(" ", "")
    if len(words) < 2 or not scene.found:
        return None
    first = scene.found[0]
    named = scene.labels.meant_by(words)
    choices = [f"{first.document.issuer} {first.year} 年{name}多少" for name in named]
    return ends.clarify(scene, f"文件里没有“{words}”这个说法，是不是要问：", choices) if choices else None


def end(scene: Scene) -> Answer:
    """Nothing answered it: say what is missing, or that this is not the place."""
    question = scene.question
    if question.mentions:
        return ends.undisclosed(scene)
    strange = _unknown_item(question)
    if strange is not None and scene.found:
        return ends.undisclosed(scene, strange)
    strange = foreign(question)
    if strange is not None:
        amount = {"level", "count", "change", "growth", "share"} & question.asks
        named = question.issuers or question.years or question.every
        if not (named and scene.found):
            return ends.outside(scene)
        return ends.undisclosed(scene, strange) if amount else prose.refused(scene)
    if question.asks or question.issuers or question.years or question.relative is not None or question.every:
        return _offered(scene) or ends.clarify(scene, "请问要查哪个项目？例如：")
    if says("scope", "pointing", question.plain) and not operations.unexplained(_beside_names(question)).strip():
        return ends.clarify(scene, "请问指的是哪个部门、哪个项目？例如：")
    if _about_budgets(question.plain):
        return prose.refused(scene)
    return ends.outside(scene) if len(question.plain) > 1 else ends.clarify(scene, "请再说具体一些，例如：")


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


_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:支出|收入|经费|费用|资金|补助|补贴|专项|拨款|公益金|公积金|奖励|津贴|工程款|[^消免经花]费)"
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
