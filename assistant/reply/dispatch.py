"""Which reply a question gets: the first that fits, held against the kind of number that was asked for."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.doubting import doubtful
from assistant.meant import beside
from assistant.operations import says
from assistant.reply import (
    achieved,
    as_of,
    attribute,
    context,
    doubts,
    ends,
    glossary,
    goals,
    level,
    many,
    outside,
    premise,
    quantities,
    spent,
    words,
)
from assistant.reply.kind import fitting, only, partly
from assistant.reply.order import replies
from assistant.reply.scene import Scene
from assistant.reply.second import agreed
from corpus import vocabulary

_AGAINST = {"change", "growth", "difference", "compare", "ratio"}
"""Questions that set one year against another: with one of the two missing there is no answer."""


def respond(scene: Scene) -> Answer:
    """The answer to a question, with how its misspelt names were read."""
    answer = _respond(scene)
    read = "、".join(f"“{slip.typed}”按“{slip.meant}”" for slip in scene.question.spelt)
    return (
        replace(answer, text=f"{answer.text}\n（{read}理解。）") if read and answer.status is not Status.OUT_OF_SCOPE else answer
    )


def _respond(scene: Scene) -> Answer:
    before = (context.missing, outside.not_for_us, as_of.settle, doubts.reply, _of_goals, spent.reply, _withheld, many.prepare)
    answer = next((found for early in before if (found := early(scene)) is not None), None)
    if answer is not None:
        return answer
    for reply in replies(scene):
        scene.renew()
        answer = reply(scene)
        if answer is not None:
            fits = answer if reply is premise.reply else agreed(scene, fitting(scene, answer))
            return _held_to(scene, many.with_basis(scene, fits))
    return outside.end(scene)


def _of_goals(scene: Scene) -> Answer | None:
    """What is asked of targets before all else: what they say in words, and how a result stands to them."""
    if not scene.found or scene.targets.absent or {"check", "findings"} & scene.question.asks:
        return None
    answer = (goals.reply(scene) if goals.wanted(scene) else None) or achieved.reply(scene)
    if answer is None:
        scene.renew()
    return answer


def _part_untold(scene: Scene) -> bool:
    """Whether the part asked for is one that no document tells: in a follow-up any, for its item was told by the turn before.

    So is any part of a project that the words in its row do not tell.
    """
    mention = scene.mention
    of_project = mention is not None and mention.sure and not mention.codes and vocabulary.item(mention.name) is None
    return of_project or "item" in scene.question.carried or not outside.printed(scene, scene.question.part)


def _held_to(scene: Scene, answer: Answer) -> Answer:
    """The answer to one that was doubted: the same again, and said so."""
    if "doubt" not in scene.question.carried or answer.status is not Status.ANSWERED:
        return answer
    return replace(answer, text=f"已按文件重新核对，仍是：\n{answer.text}")


def _withheld(scene: Scene) -> Answer | None:
    """The end of a question about documents that are not on record, sums that no department has, or words not understood."""
    question = scene.question
    if question.unknown and (answer := words.named(scene)) is not None:
        return answer
    if scene.targets.absent and not question.asks & {"level", "count"} and outside.foreign(question) is not None:
        return ends.outside(scene)
    against = len(question.years) > 1 and _AGAINST & question.asks and not scene.targets.besides
    if scene.targets.absent and (not scene.found or against):
        return ends.absent(scene)
    textual = bool(outside.TEXTUAL & question.asks) or glossary.belongs(scene) or bool(attribute.wanted(scene))
    if question.mentions and not textual and says("scope", "wider", beside(question.mentions, question.plain)):
        return ends.undisclosed(scene, "本部门以外的汇总数")
    if scene.found and (question.of or (question.part and _part_untold(scene))):
        return partly(scene)
    if question.mentions and scene.found and says("scope", "recipients", question.plain):
        return level.nothing_planned(scene) or only(scene, "受益对象的名单", "总数")
    if (apart := outside.people_apart(scene)) is not None:
        return only(scene, apart, "总数")
    unplanned = outside.beyond_a_plan(scene)
    if unplanned is not None:
        return ends.undisclosed(scene, unplanned)
    if question.mentions and scene.found and (unknown := outside.attribute(question)):
        return ends.undisclosed(scene, f"{question.mentions[0].said}的{unknown}")
    strange = None if textual else doubtful(question)
    return None if strange is None else quantities.of_project(scene) or outside.unsure(scene, strange)
