"""Settling which items a question means by the words around them: parts beside their whole, worth for things, a table or a class to look in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant import operations
from assistant.labels import LabelBook, Mention
from corpus import vocabulary

TOTALS = {"收支总预算", "收入总计", "支出总计", "本年收入合计", "本年支出合计"}
"""Items that are all the money of a side, or of both."""


def beside(mentions: Iterable[Mention], plain: str) -> str:
    """The question without the words that name its items: 节约 in 能源节约利用 asks nothing."""
    for mention in mentions:
        plain = plain.replace(mention.said, "")
    return plain


def ordered(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """In the order of the question, each item once; a word that is hardly a name gives way to one that is.

    An item named beside its own code (工资福利支出（301类）) is one item.
    """
    kept: list[Mention] = []
    coded = [m for m in mentions if m.codes]
    for mention in sorted(mentions, key=lambda m: m.start):
        twice = not mention.codes and any(set(mention.items[:1]) <= set(c.items) for c in coded)
        if not twice and not any(mention.items == other.items and mention.codes == other.codes for other in kept):
            kept.append(mention)
    strong = [m for m in kept if not m.weak or m.codes]
    return tuple(strong or kept)


def with_inner(mentions: tuple[Mention, ...], rest: str, plain: str, labels: LabelBook) -> tuple[Mention, ...]:
    """With the parts that are named in short beside their whole; the whole itself is wanted only where the two are related."""
    found = labels.inner(mentions, rest)
    if not found or any(m.together for m in mentions):
        return mentions
    together = ordered([*mentions, *found])
    related = bool(_RELATING & operations.wanted(plain).asks)
    return together if related or len(found) > 1 else ordered([m for m in together if m in found or m not in mentions[:1]])


_RELATING = frozenset({"share", "ratio", "sum", "difference", "compare", "rank", "list", "check"})
"""What relates two items, so that both are needed."""


def on_basis(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """X口径 says which amount stands for the whole budget that is named beside it: 预算盘子，支出总计口径."""
    basis = [m for m in mentions if re.match("口径", plain[m.start + len(m.said) :])]
    others = [m for m in mentions if m not in basis]
    return tuple(basis) if len(basis) == 1 and others and all(m.items[0] in TOTALS for m in (*others, *basis)) else mentions


_LISTED = re.compile(r"^(?:[、,]|和|与|跟|及|以及)+$")


def valued(mentions: tuple[Mention, ...], plain: str, labels: LabelBook) -> tuple[Mention, ...]:
    """Things named for what they are worth: 公车总值, and 车辆 in 车辆、家具价值 or 车、家具按价值排."""
    if operations.says("scope", "counting", plain):
        return mentions
    if operations.says("scope", "valued", beside(mentions, plain)):
        return tuple(m if m.said.endswith("数") else labels.valued(m) for m in mentions)
    kept = list(mentions)
    for at in range(len(kept) - 2, -1, -1):
        gap = plain[kept[at].start + len(kept[at].said) : kept[at + 1].start]
        if kept[at + 1].name.endswith("价值") and _LISTED.match(gap) and not kept[at].said.endswith("数"):
            kept[at] = labels.valued(kept[at])
    return tuple(kept)


_TABLE = re.compile(r"(?:预算|决算|收支|支出|收入)*(?:总体)?(?:情况|明细|预算|决算|总)?表(?:里|中|上|内|的|科目|\d|\ue000)")


def outside_tables(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without words that only name the table or the class to look in: 部门支出总表里 行政运行, 302科目下的公务接待费."""
    kept = tuple(m for m in mentions if m.codes or not _TABLE.match(plain, m.start + len(m.said)))
    own = [vocabulary.item(m.items[0]) for m in kept if not m.codes and m.items]
    inside = [item.code for item in own if item is not None and item.code]
    kept = tuple(m for m in kept if not (_UNDER.match(plain, m.start + len(m.said)) and _classes(m, inside)))
    return kept or mentions


_UNDER = re.compile(r"(?:科目|类|款)*(?:下面?|里头?|里面|当中|中|内)")


def _classes(mention: Mention, codes: Sequence[str]) -> bool:
    """Whether a code that is named is the class of another item that is."""
    return any(code.startswith(own) and code != own for own in mention.codes for code in codes)
