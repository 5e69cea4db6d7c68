"""Parts of an amount that a question asks for in words: money of some people only, a part that no item names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from assistant import operations
from assistant.cues import Cue
from assistant.labels import LabelBook
from assistant.meant import beside
from assistant.mention import Mention
from corpus import vocabulary

_APPLIED = Cue(
    r"^的?(?:人员|职工|同志|干部|人|们)*(?:今年|当年|全年|一年|每年|总共|一共|大概|要|得|会|需|能|都|该)*"
    r"(?:(?:交|缴|发|付|上|给|补|出|买|办|存|掏|花|拿|领|享受|安排|计提|提取)(?:纳|付|存|放|了|的|上|给|到|齐)*(?:多少|几|好多)?(?:钱|万元?|元)?)?的?$"
)
"""Between people and the money for them: 退休人员的生活补助, 在职的人要交多少医保."""


def of_people(mentions: tuple[Mention, ...], plain: str, labels: LabelBook) -> tuple[tuple[Mention, ...], str]:
    """Items, and the people whose part of an amount is asked for: that of those in office is all of it (no people then)."""
    if len(mentions) != 2 or mentions[0].codes or operations.says("ask", "per", plain):
        return mentions, ""
    one, two = mentions
    people = vocabulary.item(one.name)
    money = vocabulary.item(two.name)
    if people is None or people.unit != "人" or (money is not None and money.unit != "万元"):
        return mentions, ""
    if not _APPLIED.match(plain[one.start + len(one.said) : two.start]) or operations.says("ask", "share", plain):
        return mentions, ""
    whole = one.name in ("在职人数", "实有人数") or labels.priced(one).name == two.name
    return (two,), "" if whole else one.said


_PART = Cue(
    r"^(?:\d[\d.]*[人个名辆台万亿元]*)?(?:预算|支出|经费)?(?:里面|里头|里边|里|中|当中|之中|,?其中)的?([\u4e00-\u9fff、]{2,14}?)"
    r"(?:各|分别|一共|又)*(?:是|有|占|花了?|用了?)*(?:多少|几(?:个|人|名|辆|台|部|万|何))"
)


def unknown_part(mentions: tuple[Mention, ...], plain: str, labels: LabelBook) -> tuple[tuple[Mention, ...], str]:
    """An item, and the part of it that is asked for in words that no item explains: 在职里公务员和事业编各几个."""
    if not mentions:
        return mentions, ""
    whole, *others = mentions
    end = whole.start + len(whole.said)
    match = _PART.match(plain[end:])
    if match is None or any(m.start > end + match.end() for m in others):
        return mentions, ""
    words = beside(others, match[1])
    own = [m for m in others if m.items != whole.items]
    if own and all(of_row(whole, m) for m in own):
        return (whole,), match[1]
    if own and not re.search("[和与及、跟]", match[1]):
        return mentions, ""
    if not own and (part := named_part(whole, words)):
        return (part,), ""
    strange = operations.unexplained(words).replace(" ", "").strip("、")
    if not strange or (not own and (len(strange) < 2 or labels.resemble(words) is not None)):
        return mentions, ""
    return (whole,), match[1]


def of_row(whole: Mention, part: Mention) -> bool:
    """Whether a standard item is named as a part of a row with a name of its own (a project), whose money no table tells apart."""
    if whole.codes or whole.together or not vocabulary.item(part.name) or not whole.sure:
        return False
    return not (vocabulary.item(whole.name) or whole.name in _subjects())


@cache
def _subjects() -> frozenset[str]:
    return frozenset(subject.name for subject in vocabulary.subjects())


def named_part(whole: Mention, words: str) -> Mention | None:
    """The standard part of an item that words tell from its other parts: 执法执勤的 beside 车辆数. None where none or several fit."""
    bare = _POINTING.sub("", words)
    parts = [item for item in vocabulary.items() if item.parent == whole.name]
    named = [item for item in parts if bare and item.name.startswith(bare)]
    fits = named or [item for item in parts if bare and any(name.startswith(bare) for name in (*item.labels, *item.aliases))]
    return replace(whole, items=(fits[0].name,)) if len(fits) == 1 else None


_POINTING = Cue(
    r"^(?:(?:这|那)(?:些|个|种|几[个辆样]?)?|属于?|用于|用作|算|做|搞|买|花在)|(?:(?:这|那)?一?(?:[块类种样]|部分|方面)|的?(?:车|人))?的?$"
)
"""Words around those that name a part: 那些工程, 执法执勤的."""
