"""Parts of an amount that a question asks for in words: money of some people only, a part that no item names."""

from __future__ import annotations

import re

from assistant import operations
from assistant.labels import LabelBook
from assistant.meant import beside
from assistant.mention import Mention
from corpus import vocabulary

_APPLIED = re.compile(r"^(?:人员|职工|同志|干部)?的?$")


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


_PART = re.compile(
    r"^(?:\d[\d.]*[人个名辆台万亿元]*)?(?:预算|支出|经费)?(?:里面|里头|里边|里|中|当中|之中|,?其中)的?([\u4e00-\u9fff、]{2,14}?)"
    r"(?:各|分别|一共|又)*(?:是|有|占|花了?|用了?)*(?:多少|几(?:个|人|名|辆|万|何))"
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
    if own and not re.search("[和与及、跟]", match[1]):
        return mentions, ""
    strange = operations.unexplained(words).replace(" ", "").strip("、")
    if not strange or (not own and (len(strange) < 2 or labels.resemble(words) is not None)):
        return mentions, ""
    return (whole,), match[1]
