"""Which of the items that a question names are asked for: counts or money, what is bought or held, a part or the whole around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant import operations
from assistant.cues import Cue
from assistant.labels import LabelBook
from assistant.meant import beside, ordered
from assistant.mention import Mention, colloquial
from corpus import vocabulary


def counted(mentions: tuple[Mention, ...], plain: str, labels: LabelBook) -> tuple[Mention, ...]:
    """“公务用车几辆”, “公车派什么用场” name vehicles, not their costs; “给退休人员发的钱” names money, not people."""
    rest = beside(mentions, plain)
    if operations.says("scope", "to_buy", rest):
        money = operations.says("scope", "money", rest)
        mentions = tuple(labels.bought(m, counted=not money) for m in mentions)
    if len(mentions) == 1 and operations.says("scope", "paid", rest) and not operations.says("ask", "per", plain):
        return tuple(labels.priced(m) for m in mentions)
    used = operations.says("scope", "used", rest) and not any(m.said.endswith(("费", "支出", "经费")) for m in mentions)
    if not (used or operations.says("scope", "counting", plain)) or operations.says("scope", "money", rest):
        return mentions
    counts = [count for m in mentions for count in labels.counted(m, beside((m,), plain))]
    return tuple(m for i, m in enumerate(counts) if m.items not in [c.items for c in counts[:i]])


def with_inner(mentions: tuple[Mention, ...], rest: str, plain: str, labels: LabelBook) -> tuple[Mention, ...]:
    """With the parts that are named in short beside their whole; the whole itself is wanted only where the two are related."""
    found = _inner(mentions, rest, labels)
    if not found or any(m.together for m in mentions):
        return mentions
    together = ordered([*mentions, *found])
    related = bool(_RELATING & operations.wanted(plain).asks)
    return together if related or len(found) > 1 else ordered([m for m in together if m in found or m not in mentions[:1]])


def _inner(mentions: Iterable[Mention], text: str, labels: LabelBook) -> list[Mention]:
    """Parts of the items named that ``text`` (with gaps for what is named) calls by words that mean them only beside their whole."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        for words, name in colloquial()["inner"].get(mention.name, {}).items():
            if name in labels.held and (match := re.search(words, text)):
                found.setdefault(name, Mention(match[0], (name,), start=match.start()))
    return list(found.values())


_RELATING = frozenset({"share", "ratio", "sum", "difference", "compare", "rank", "list", "check"})
"""What relates two items, so that both are needed."""


_LISTED = Cue(r"^(?:[、,]|和|与|跟|及|以及)+$")


def valued(mentions: tuple[Mention, ...], plain: str, labels: LabelBook) -> tuple[Mention, ...]:
    """Things named for what they are worth: 公车总值, and 车辆 in 车辆、家具价值 or 车、家具按价值排."""
    if operations.says("scope", "counting", plain):
        return mentions
    if operations.says("scope", "valued", beside(mentions, plain)):
        return tuple(m if m.said.endswith("数") else _worth(m, labels) for m in mentions)
    related = {"difference", "compare", "ratio"} & operations.wanted(plain).asks
    if related and any(m.name.endswith("价值") for m in mentions):
        return tuple(m if m.said.endswith("数") else _worth(m, labels) for m in mentions)
    kept = list(mentions)
    for at in range(len(kept) - 2, -1, -1):
        gap = plain[kept[at].start + len(kept[at].said) : kept[at + 1].start]
        if kept[at + 1].name.endswith("价值") and _LISTED.match(gap) and not kept[at].said.endswith("数"):
            kept[at] = _worth(kept[at], labels)
    return tuple(kept)


def _worth(mention: Mention, labels: LabelBook) -> Mention:
    """The mention, or what the things it names are worth, where a document prints that."""
    name = colloquial()["valued"].get(mention.name)
    return replace(mention, items=(name,)) if name in labels.held else mention


_ASKED_OF_IT = Cue(r"其中|多少|几|好多|各|占|[和与跟加及、+]|[一二两三四五]者|总|合计|分别")


def asks_between(text: str) -> bool:
    """Whether words between a whole and its part ask something of the whole itself."""
    return bool(_ASKED_OF_IT.search(text))


def part_alone(mentions: tuple[Mention, ...], plain: str, rest: str) -> tuple[Mention, ...]:
    """Parts without the whole that only says what they are parts of: 政府采购,工程这一类多少. A whole that is asked for stays."""
    if len(mentions) < 2 or len(plain) != len(rest) or relating(plain):
        return mentions
    whole, parts = mentions[0], mentions[1:]
    between = rest[whole.start + len(whole.said) : parts[0].start]
    if asks_between(between) or not all((item := vocabulary.item(p.name)) and item.parent == whole.name for p in parts):
        return mentions
    return parts


def relating(plain: str) -> frozenset[str]:
    """What of a question relates the items that it names; 核对一下 alone only says why their amounts are asked for."""
    return _RELATED & operations.wanted(_CHECKED.sub("", plain)).asks


_CHECKED = Cue(r"核[对实](?:一?下|一?遍)?")
_RELATED = frozenset({"sum", "difference", "ratio", "compare", "check", "share", "rank"})
