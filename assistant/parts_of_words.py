"""Where the name of an item stands inside other words and names nothing: 接待 in 接待中心, 补贴 in 反补贴."""

from __future__ import annotations

from assistant.cues import Cue
from assistant.mention import holders


def part_of_word(text: str, at: int, length: int) -> bool:
    """Whether what stands for a name is a part of other words."""
    return _no_people(text, at, length) or _splits_side(text, at) or _house(text, at + length) or _held(text, at, length)


def _held(text: str, at: int, length: int) -> bool:
    """Whether a name stands inside a longer word that is no item: 补贴 in 反补贴."""
    name = text[at : at + length]
    inside = ((word, word.find(name)) for word in holders())
    return any(first >= 0 and first <= at and text.startswith(word, at - first) for word, first in inside)


def _no_people(text: str, at: int, length: int) -> bool:
    """Whether a word for people is the beginning of one for visits or for money: 多少人次, 多少人民币."""
    return text[at + length - 1] == "人" and text.startswith(("次", "民币"), at + length)


_SIDES = ("支出", "收入")


def _splits_side(text: str, at: int) -> bool:
    """Whether a name would begin in the middle of a word for one side of the budget: 出差 in 支出差多少."""
    return text[at - 1 : at + 1] in _SIDES if at else False


HOUSE = Cue("(?:服务)?(?:中心|大厅|基地|窗口|院(?!士))")


def _house(text: str, end: int) -> bool:
    """Whether a name is the beginning of that of a house or unit, which is no item: 接待 in 接待中心."""
    return bool(HOUSE.match(text, end))
