"""Questions that only go on from something told before, where nothing was: they ask nothing by themselves."""

from __future__ import annotations

from assistant import operations
from assistant.answer import Answer
from assistant.operations import pattern, says
from assistant.question import Question
from assistant.reply import ends
from assistant.reply.per import counts
from assistant.reply.scene import Scene
from assistant.text import GAP

_RELATES = frozenset({"change", "growth", "share", "ratio", "difference", "per"})
"""What is asked of an amount that must be named."""
_STANDS = frozenset({"rank", "list", "reason", "target", "duty", "define"})
"""What may be asked of the documents as they are, without an item."""

_MARKS = str.maketrans({GAP: " ", "\ue001": " ", ",": " ", "?": " "})


def missing(scene: Scene) -> Answer | None:
    """A question back where all that is said announces a question, or points at a turn before and there is none: 换成元给我."""
    if says("context", "announced", scene.question.plain):
        return ends.clarify(scene, "请说明要查的部门、年度和项目，例如：")
    if not _dangles(scene.question):
        return None
    return ends.clarify(scene, "这里没有前面的对话，不知道指的是哪个数。请说明部门、年度和项目，例如：")


def _dangles(question: Question) -> bool:
    named = question.issuers or question.unknown or question.years or question.every or question.which or question.numbers
    if named or question.carried or question.about or question.relative is not None or question.recent is not None:
        return False
    relates = bool(_RELATES & question.asks) and not _STANDS & question.asks
    heads = "per" in question.asks and all(counts(m) for m in question.mentions)
    if (any(not m.weak for m in question.mentions) and not heads) or not (relates or says("context", "dangling", question.plain)):
        return False
    rest = pattern("context", "dangling").sub(lambda match: " " * len(match[0]), question.rest)
    return len(operations.unexplained(rest.translate(_MARKS)).replace(" ", "")) < 2
