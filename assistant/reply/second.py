"""A second reading of the question holds the answer to what was asked: a sum, a ratio, a ranking.

The rules and the reader that has learned (``assistant.category``) must agree on what is to be done with the amounts. Where they do not,
the question is answered once more as the second reader takes it; and where that gives no such number either, none is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answer import Answer, AnswerFigure, Status
from assistant.category import ITEM, category, masked
from assistant.cues import Cue
from assistant.operations import says
from assistant.question import Question
from assistant.reply import ends
from assistant.reply.kind import fitting
from assistant.reply.order import replies
from assistant.reply.scene import Scene

SURE = 0.6
"""How sure the second reader must be to count. Of six sets that it had not read, 0.6 kept all right answers but one (decision 0016)."""

Shape = Callable[[Question, Answer], bool]


def agreed(scene: Scene, answer: Answer) -> Answer:
    """The answer, where it does what both readers say; else the answer to the second reading, or which numbers it would take."""
    if answer.status is not Status.ANSWERED or scene.question.english or not any(f.value for f in answer.figures):
        return answer
    name, likely = category(scene.question)
    if likely < SURE or name not in _SHAPES or _SHAPES[name](scene.question, answer) or _cued(scene.question, answer):
        return answer
    return _again(scene, name) or _unsure(scene, name, answer)


def _cued(question: Question, answer: Answer) -> bool:
    """Whether the answer does what a cue of the question says outright (里谁垫底), though the second reader takes it otherwise."""
    return any(name in question.asks and _SHAPES[name](question, answer) for name in _COMPUTED)


def _measures(*names: str) -> Shape:
    return lambda question, answer: any(f.measure in names for f in answer.figures)


def _summed(question: Question, answer: Answer) -> bool:
    """A sum, or one amount that a document prints as one."""
    return _measures("sum")(question, answer) or (len(question.mentions) < 2 and not question.carried)


def _grown(question: Question, answer: Answer) -> bool:
    """A rate; where the question names none (比上年增加多少), an amount of change will do."""
    return _measures("growth", *(() if "growth" in question.asks else ("change", "difference")))(question, answer)


def _apart(question: Question, answer: Answer) -> bool:
    """A difference; a printed change is one where it is asked against the year before (比上年少了多少)."""
    return _measures("difference", *(("change",) if "change" in question.asks else ()))(question, answer)


def _ranked(question: Question, answer: Answer) -> bool:
    """Members of what was named, and not only what was named; or what was named, where that is to be put in an order.

    So are the departments, where the answer tells of several.
    """
    named = {m.name for m in question.mentions}
    others = any(f.item not in named for f in answer.figures) or len({f.issuer for f in answer.figures}) > 1
    return others or _settled(question)


_PEERS = Cue(f"{ITEM}(?:[、,和与跟及]|还是)+{ITEM}")


def _settled(question: Question) -> bool:
    """Whether named items or departments are to be put in an order (A和B哪个大), so that they are all that the answer tells."""
    several = bool(question.which or question.every or len(question.issuers) > 1 or "item" in question.carried)
    return several or says("ask", "compare", question.plain) or bool(_PEERS.search(masked(question)))


_SHAPES: dict[str, Shape] = {
    "ratio": _measures("ratio"),
    "share": _measures("share", "ratio", "target"),
    "growth": _grown,
    "difference": _apart,
    "sum": _summed,
    "rank": _ranked,
}
"""By category: whether an answer holds the kind of number that such a question asks for."""
_COMPUTED = ("ratio", "share", "difference", "sum", "rank")

_SAID = {
    "ratio": "算出的倍数或平均数",
    "share": "占比",
    "growth": "增减的百分比",
    "difference": "差额",
    "sum": "几项之和",
    "rank": "其中各项的排序",
}


def _again(scene: Scene, name: str) -> Answer | None:
    """The answer where the question asks what the second reader says, where that gives the kind of number wanted."""
    wanted = scene.question.wanted
    if name in wanted.asks:
        return None
    question = replace(scene.question, wanted=replace(wanted, asks=wanted.asks | {name}))
    again = replace(scene, question=question)
    for reply in replies(again):
        again.renew()
        answer = reply(again)
        if answer is not None:
            answer = fitting(again, answer)
            break
    else:
        return None
    return answer if answer.status is Status.ANSWERED and answer.figures and _SHAPES[name](question, answer) else None


def _unsure(scene: Scene, name: str, answer: Answer) -> Answer:
    """What the question seems to ask and was not worked out, with the amounts it speaks of as questions that can be answered."""
    amounts = [f"{f.issuer} {f.fiscal_year} 年{f.item}多少" for f in answer.figures if _plain(f)]
    why = f"这个问题像是要{_SAID[name]}，但没有读懂怎样去做，所以不给数。可以换个说法，或先查："
    return ends.clarify(scene, why, list(dict.fromkeys(amounts))[:3])


def _plain(figure: AnswerFigure) -> bool:
    return not figure.derived and figure.measure in ("level", "count")
