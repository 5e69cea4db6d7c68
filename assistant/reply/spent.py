"""Uses of a project's money that only the words in its row tell: 驻外经费里租房、差旅各多少."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.operations import unexplained
from assistant.paragraphs import Paragraph
from assistant.question import Question
from assistant.reply import purpose
from assistant.reply.passages import clean, disclosures
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.amount import Amount
from corpus.figure import Figure, Measure

_APART = Cue("[、,;和与及跟]|以及")
_USE = Cue(r"(?P<words>[^。；;]*?)(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)(?:左右)?(?=[。；;，,、]|$)")
"""A use with its amount, up to the end of its clause."""


def reply(scene: Scene) -> Answer | None:
    """The amounts that the row's words give each use asked for, in the order asked; None where one of them is not told, or not once."""
    uses = _asked(scene.question)
    for target in disclosures(scene)[:TABLE_LIMIT] if uses else ():
        row = purpose.row_told(scene, target)
        told = [_of_use(row, use) for use in uses] if row is not None else []
        found = [each for each in told if each is not None]
        if row is not None and found and len(found) == len(uses):
            for each in found:
                _say(scene, target, row, each)
    return scene.answered() if scene.draft.figures else None


def _asked(question: Question) -> list[str]:
    """The uses that are listed behind the project or behind the clause with its amount; empty where no amount of them is asked for."""
    mention = question.mentions[0] if question.mentions else None
    if mention is None or not re.search("多少|几", question.plain) or question.carried:
        return []
    named = vocabulary.item(mention.name) is None and not mention.codes
    if "purpose" in question.asks and (named or question.numbers):
        text = question.plain.partition(",")[2]
    else:
        text = question.part or (question.plain[mention.start + len(mention.said) :] if named else "")
    pieces = (unexplained(piece).replace(" ", "") for piece in _APART.split(text))
    return [piece for piece in pieces if len(piece) > 1]


def _of_use(row: Paragraph, use: str) -> re.Match[str] | None:
    """The one clause with an amount that holds every character of a use (租车: 租赁车辆 29 万元)."""
    fitting = [m for m in _USE.finditer(row.text) if set(use) <= set(m["words"])]
    return fitting[0] if len(fitting) == 1 else None


def _say(scene: Scene, target: Target, row: Paragraph, use: re.Match[str]) -> None:
    document, places = target.document, row.sources(target.document.id)
    words = re.sub(r"^\s*[(（]?\d{1,2}[)）、.．]\s*", "", clean(use["words"]))
    amount = Amount(Decimal(use["value"].replace(",", "")), use["unit"])
    figure = Figure(
        document.id, document.issuer, document.fiscal_year, str(document.stage), words[:40], words[:40], Measure.LEVEL, amount, places[0]
    )  # fmt: skip
    scene.draft.say(f"{scene.draft.figure(figure, None, places)} — {owner(document)}：{words}。")
