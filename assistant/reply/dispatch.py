"""Which reply a question gets: the first that fits, held against the kind of number that was asked for."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.operations import says
from assistant.question import doubtful
from assistant.reply import ends, many, outside
from assistant.reply.kind import fitting, partly
from assistant.reply.order import replies
from assistant.reply.scene import Scene

_AGAINST = {"change", "growth", "difference"}
"""Questions that set one year against another: with one of the two missing there is no answer."""


def respond(scene: Scene) -> Answer:
    """The answer to a question, with how its misspelt names were read."""
    answer = _respond(scene)
    read = "、".join(f"“{slip.typed}”按“{slip.meant}”" for slip in scene.question.spelt)
    return (
        replace(answer, text=f"{answer.text}\n（{read}理解。）") if read and answer.status is not Status.OUT_OF_SCOPE else answer
    )


def _respond(scene: Scene) -> Answer:
    answer = outside.not_for_us(scene) or _withheld(scene) or many.prepare(scene)
    if answer is not None:
        return answer
    for reply in replies(scene):
        scene.renew()
        answer = reply(scene)
        if answer is not None:
            return many.with_basis(scene, fitting(scene, answer))
    return outside.end(scene)


def _withheld(scene: Scene) -> Answer | None:
    """The end of a question about documents that are not on record, sums that no department has, or words not understood."""
    question = scene.question
    if scene.targets.absent and not question.asks & {"level", "count"} and outside.foreign(question) is not None:
        return ends.outside(scene)
    if scene.targets.absent and (not scene.found or (len(question.years) > 1 and _AGAINST & question.asks)):
        return ends.absent(scene)
    textual = bool(outside.TEXTUAL & question.asks)
    if question.mentions and not textual and says("scope", "wider", question.plain):
        return ends.undisclosed(scene, "本部门以外的汇总数")
    if question.of and scene.found:
        return partly(scene)
    unplanned = outside.beyond_a_plan(scene)
    if unplanned is not None:
        return ends.undisclosed(scene, unplanned)
    strange = None if textual else doubtful(question)
    return None if strange is None else outside.unsure(scene, strange)
