"""Parts of a whole that a text lists behind it, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.facts import Fact, fact_of
from assistant.mention import Mention
from assistant.reply.economy import comes_to
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.figure import Figure, Measure


def as_told(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """What the text lists behind the whole, where the question means the text or states the amount of the whole."""
    plain, stated = scene.question.plain, scene.question.amounts
    if "list" not in scene.question.asks or "check" in scene.question.asks or not (stated or re.search("说明|文字|正文", plain)):
        return []
    return _listed_behind(scene, target, lambda f: f.amount.value in stated if stated else f.item == name)


def in_prose(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """The amounts that a text lists behind an item and that come to it: 信访专项…，主要包括：….

    What follows one of the standard items in a text is rarely its parts: two amounts that come to it may do so by chance.
    """
    found = _listed_behind(scene, target, lambda f: f.item == name)
    return found if len(found) > 2 or vocabulary.item(name) is None else []


def _listed_behind(scene: Scene, target: Target, is_whole: Callable[[Figure], bool]) -> list[Fact]:
    told = [f for f in scene.evidence.whole(target.document.id) if f.form is None and f.measure is Measure.LEVEL and not f.code]
    told = [f for f in told if f.amount.value and f.source.table_title is None]
    runs = (_adding_up(told[at + 1 :], figure) for at, figure in enumerate(told) if is_whole(figure))
    return [fact_of([f]) for f in next((run for run in runs if run), [])]


def _adding_up(following: Sequence[Figure], whole: Figure) -> list[Figure]:
    """The run of amounts right behind a whole that comes to it; empty where it does not, or where it is one amount only."""
    found: list[Figure] = []
    total = whole.amount.value or Decimal(0)
    for figure in following:
        if figure.amount.unit != whole.amount.unit or not _near(whole, figure):
            break
        found.append(figure)
        if len(found) > 1 and comes_to(found, total):
            return found
        if sum((f.amount.value or Decimal(0) for f in found), Decimal(0)) >= total:
            break
    return []


def _near(whole: Figure, figure: Figure) -> bool:
    """Whether a part is printed on the page of its whole or the next one, or within the lines that a paragraph takes."""
    one, two = whole.source, figure.source
    if one.page is not None and two.page is not None:
        return 0 <= two.page - one.page <= 1
    return one.line_start is not None and two.line_start is not None and 0 <= two.line_start - one.line_start <= _PARAGRAPH


_PARAGRAPH = 40
"""Lines that a paragraph about one item takes at most."""
