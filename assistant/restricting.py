"""Items that restrict others: a fund, a kind of spending, or the container that an item is looked for in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import operations
from assistant.asked import asks_between, relating
from assistant.cues import Cue
from assistant.labels import LabelBook
from assistant.meant import TOTALS, beside, between, both_kinds, innermost, is_basis, part_asked
from assistant.mention import Mention
from assistant.portions import of_row
from assistant.text import GAP
from assistant.unnamed import WHOLE

FUNDS = {
    "一般公共预算拨款": "一般公共预算",
    "政府性基金预算拨款": "政府性基金预算",
    "国有资本经营预算拨款": "国有资本经营预算",
    "财政专户管理资金": "财政专户管理资金",
    "单位资金": "单位资金",
    "财政拨款收入": "财政拨款",
}
"""Revenue items that, beside another item, restrict it to their money."""

KINDS = frozenset({"基本支出", "项目支出", "人员经费", "公用经费"})
"""Kinds of spending that, beside another item, restrict it."""


def scopes_of(mentions: Sequence[Mention], plain: str) -> tuple[Mention, ...]:
    """The two funds or kinds that one item is named under, in their order: 项目支出里的X是基本支出里X的几倍, X在基本支出和项目支出里各多少.

    Nothing where one of them is an amount by itself (X是基本支出的几倍,是项目支出的几倍).
    """
    named = tuple(m for m in mentions if (m.items[0] in FUNDS or m.items[0] in KINDS) and not m.codes)
    items = [m for m in mentions if m not in named]
    if len(named) != 2 or len(items) != 1 or items[0].items[0] in TOTALS or items[0].items[0] in _ALL_OF_FUND:
        return ()
    (one, two), item = named, items[0]
    between = plain[one.start + len(one.said) : two.start]
    own = rf"(?:{_PLACED})?的?{re.escape(item.said)}"
    if item.start < one.start:
        before = plain[item.start + len(item.said) : one.start]
        return named if _OF_ITEM.fullmatch(before) and _SET_AGAINST.fullmatch(between.replace(item.said, "")) else ()
    held = re.match(rf"{own}|{_PLACED}", plain[two.start + len(two.said) :])
    return named if held and re.match(own, between) and item.start < two.start else ()


_ALL_OF_FUND = frozenset(f"{fund}支出" for fund in FUNDS.values())
"""All spending of a fund, of which kinds of spending are told as amounts of their own."""
_PLACED = r"(?:里[面头边]?|[当之其]?中|内|项下|下面|安排|列支?)+"
_OF_ITEM = Cue(rf"(?:{_PLACED})?(?:的|在|,|:|于|按|属于|由)*")
_SET_AGAINST = Cue(
    rf"(?:{_PLACED})?(?:的|那|部分|一?块|金额|,)*(?:是|比|和|与|跟|同|及|以及|还有|、|占|相当于|等于|为|再?加上?|\+|较|除以|对|减去?)(?:在|从)?"
)


_WITHIN = Cue(
    r"^[类款]?(?:科目|项目)?(?:预算|支出|经费|资金)?(?:里[面头边]?|[当之其]?中|内|项下|下[面边]?|底下)(?:有(?:多少|几[万元])(?=[是用花给拿]))?"
)
"""Right behind a container in which the item that is named next stands; 有多少 before 用于X asks for X."""


def _within(one: Mention, two: Mention, plain: str, rest: str) -> bool:
    """Whether an item stands in the one before it with nothing asked between them: 采购里买空调的, 支出中用于办公费的, 那一款."""
    text = rest if len(rest) == len(plain) else plain
    gap = text[one.start + len(one.said) : two.start]
    link = _WITHIN.match(gap)
    if link is None or asks_between(gap[link.end() :]):
        return False
    spent = operations.pattern("scope", "spent_on").sub("", gap[link.end() :].replace(GAP, ""))
    return not operations.unexplained(spent).strip(" ,")


_OF = Cue(r"^[\ue000]*(?:的|里的?|中的?|里面的?|当中的?|,?其中的?|口径的?)?[\ue000]*$")


def basis_of(mentions: tuple[Mention, ...], plain: str) -> tuple[tuple[Mention, ...], str | None]:
    """The items without the fund or kind by which all are taken (按一般公共预算算，A占总支出多少), whose whole is the fund itself; its name."""
    if len(mentions) < 2 or (len(mentions) > 2 and both_kinds(mentions, plain)) or scopes_of(mentions, plain):
        return mentions, None
    found = next((m for m in mentions if m.items[0] in FUNDS.keys() | KINDS and not m.codes and is_basis(m, plain)), None)
    others = tuple(m for m in mentions if m is not found)
    if found is None or any(m.items[0] in FUNDS or m.items[0] == found.items[0] for m in others):
        return mentions, None
    if found.items[0] in FUNDS and len(others) > 1:
        others = tuple(replace(found, start=m.start, said=m.said) if m.items[0] in TOTALS else m for m in others)
    return others, found.items[0]


def restrictions(
    mentions: tuple[Mention, ...], plain: str, rest: str, labels: LabelBook
) -> tuple[tuple[Mention, ...], str | None, str | None]:
    """A fund or kind named *of* another item restricts it: 行政运行的项目支出, 一般公共预算里的行政运行, 一般公共预算项目支出."""
    if len(mentions) == 1 and mentions[0].items[0] in KINDS:
        fund = next((fund for fund in (*FUNDS.values(), "财政拨款") if mentions[0].said.startswith(fund)), None)
        return mentions, fund, None
    if scopes_of(mentions, plain):
        return mentions, None, None
    if (last := innermost(mentions, plain)) != mentions:
        kind = mentions[0].items[0] if mentions[0].items[0] in KINDS and last[0].items[0] not in KINDS else None
        return (labels.under(last[0], mentions[0]),), None, kind
    inner = mentions[1:] if len(mentions) > 2 and not operations.says("ask", "share", plain) else ()
    if inner and _within(mentions[0], inner[0], plain, rest) and not of_row(mentions[0], inner[0]):
        kind = mentions[0].items[0] if mentions[0].items[0] in KINDS and not mentions[0].codes else None
        return tuple(labels.under(m, mentions[0]) for m in inner), None, kind
    if len(mentions) != 2 or re.search(r"占|比|和|与|跟|加|\+|、|减|差|倍", between(mentions, plain)):
        return mentions, None, None
    one, two = mentions
    if "ratio" in operations.wanted(plain).asks and re.search(r"是|为|等于|相当于|[顶抵]", between(mentions, plain)):
        return mentions, None, None
    if operations.says("ask", "share", plain) and {one.items[0], two.items[0]} & TOTALS:
        return mentions, None, None
    asked = relating(plain) - {"sum", "rank"}
    inside = _within(one, two, plain, rest) and not asked and not of_row(one, two)
    if inside and two.items[0] not in KINDS and not {one.items[0], two.items[0]} & FUNDS.keys():
        return (labels.under(two, one),), None, one.items[0] if one.items[0] in KINDS and not one.codes else None
    if part_asked(mentions, plain) and not asked:
        return (two,), None, None
    close = bool(_OF.match(plain[one.start + len(one.said) : two.start]))
    for whole, part in ((one, two), (two, one)):
        if part.items[0] in FUNDS and whole.items[0] not in FUNDS and (whole.items[0] not in KINDS or close):
            return (whole,), FUNDS[part.items[0]], None
    if two.items[0] in KINDS and one.items[0] in TOTALS and close:
        return (two,), None, None
    if two.items[0] in KINDS and one.items[0] not in KINDS and (one.codes or close or inside):
        return (one,), None, two.items[0]
    return mentions, None, None


def with_whole(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """A part that is left out, behind its whole: named too, or all spending or all revenue."""
    if len(mentions) == 1:
        side = next((w for w in ("支出", "收入") if w in beside(mentions, plain)), None)
        return (Mention(side, WHOLE[side], start=0), *mentions) if side else mentions
    cue = re.search(r"除了?|扣|剔除|去掉|刨|抛开|不含|不包|不算|不计", plain)
    out = [m for m in mentions if cue and m.start >= cue.start()][:1]
    return (*(m for m in mentions if m not in out), *out)
