"""Whether an item was only recognised inside words that nothing explains."""

from __future__ import annotations

import re
from functools import cache

from assistant import operations
from assistant.cues import Cue
from assistant.mention import Mention, general
from assistant.question import COMPARED, Question
from assistant.text import GAP


def doubtful(question: Question) -> str | None:
    """Words run together with an item that nothing explains: 接待 in 来访接待中心 is not 公务接待费. None where all is explained."""
    if len(question.plain) != len(question.rest) or question.carried:
        return None
    around = operations.pattern("around", "item").sub(
        lambda match: " " * len(match[0]), question.rest.replace(GAP, "\ue002").replace(COMPARED, "\ue002")
    )
    text = operations.unexplained(around)
    doubts = [_doubt(question, mention, text) for mention in question.mentions if not (mention.codes or mention.row)]
    known = any(mention.row for mention in question.mentions)
    return doubts[0] if doubts and all(doubts) and not known else None


def _doubt(question: Question, mention: Mention, text: str) -> str | None:
    """The words around one item, where more than two characters next to it are unexplained."""
    start, end = mention.start, mention.start + len(mention.said)
    left = re.search(r"[\u4e00-\u9fff ]*$", text[:start])
    right = re.match(r"[\u4e00-\u9fff ]*", text[end:])
    before, after = (left[0] if left else ""), (right[0] if right else "")
    ahead = _adjacent(before[::-1])
    strange = len(ahead) + len(_adjacent(after))
    run = re.search(r"[^\ue000-\ue002,的给和与跟在对]*$", question.plain[start - len(before) : start])
    restricted = _restricted().search(question.rest[:start])
    if (
        strange < 3
        and not restricted
        and not (general(mention.said) and ahead and run and len(run[0]) > 1 and before[-1:] != " ")
    ):
        return None
    return (
        question.rest[start - len(before) : start].strip("\ue000, ")
        + mention.said
        + question.rest[end : end + len(after)].strip("\ue000, ")
    )


@cache
def _restricted() -> Cue:
    """Words for people right before an item, with what may stand between."""
    people = operations.pattern("around", "restricting").pattern
    return Cue(rf"(?:{people})们?(?:的|去|来|外出|出门|因公)*$")


def _adjacent(run: str) -> str:
    """Unexplained characters that touch the item, with at most one explained character between them."""
    match = re.match(r" {0,1}[^ ]+(?: [^ ]+)*", run)
    return match[0].replace(" ", "") if match else ""
